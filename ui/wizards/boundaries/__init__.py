"""The wizard for boundaries: which files, what their columns are, what would come in, and only then storing it."""
