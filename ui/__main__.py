"""``python -m ui``: the command line where the console script is not on the path."""

from __future__ import annotations

from ui.program import main

main()
