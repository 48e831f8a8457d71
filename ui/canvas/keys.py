"""The keys of the map itself and of its tools, for the sheet of keys; ``ui/canvas/input.py`` and the tools answer them.

``tests/ui/canvas/test_keys.py`` presses every one of them and looks at what happens.
"""

from __future__ import annotations

from typing import Final

ON_THE_MAP: Final[tuple[tuple[str, str], ...]] = (
    ("Tab, Shift+Tab", "key-next-grid"),
    ("← ↑ → ↓", "key-pan"),
    ("+, -", "key-zoom"),
    ("Space", "key-hold-space"),
    ("Ctrl+Click", "key-select-more"),
    ("Esc", "key-escape"),
)
"""Keys, and the key of the sentence that says what they do on the map."""

WITH_A_TOOL: Final[tuple[tuple[str, str], ...]] = (
    ("Enter", "key-accept"),
    ("Esc", "key-forget"),
    ("Backspace", "key-corner-back"),
    ("Delete", "key-vertex-out"),
    ("0-9, @", "key-type-place"),
    ("Alt", "key-no-snap"),
)
"""The same for a tool that edits."""
