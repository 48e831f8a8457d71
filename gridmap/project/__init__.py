"""The open file, and what is done with a whole division: a draft, its rebasing, a comparison."""
