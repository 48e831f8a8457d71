"""``python -m ui.cli``: the command line where the console script is not on the path."""

from __future__ import annotations

from ui.cli import main

main()
