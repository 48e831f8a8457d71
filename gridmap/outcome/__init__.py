"""What an edit would bring: its effect on the grids, what is locked, or why it may not be done."""
