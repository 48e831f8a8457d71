"""The window: its frame, menus, bars and what they do."""
