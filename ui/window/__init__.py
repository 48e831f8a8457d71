"""The window: its frame, menus, bars and what they do."""

from ui.look.overrides import make_errors_whole

make_errors_whole()  # before any class of the window is made
