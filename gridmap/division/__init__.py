"""Ground divided into zones that are balanced, connected and compact, and the reason where that cannot be done."""
