"""All keys of the window by menu, read from the actions as they are, and those of the map."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction, QKeySequence

from ui.canvas.keys import ON_THE_MAP, WITH_A_TOOL
from ui.dialogs.keys_sheet import KeyGroup, KeyLine
from ui.look.words import Words
from ui.window.actions import ACTIONS, MENUS


def key_groups(actions: Mapping[str, QAction], words: Words) -> list[KeyGroup]:
    """Return the groups of the sheet of keys: the menus, then the map, then its tools."""
    lines: dict[str, list[KeyLine]] = {menu: [] for menu in MENUS}
    for spec in ACTIONS:
        keys = actions[spec.key].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and spec.menu in lines:
            lines[spec.menu].append(KeyLine(keys, words(f"action-{spec.key}").rstrip("…")))
    groups = [KeyGroup(words(f"menu-{menu}"), tuple(inside)) for menu, inside in lines.items() if inside]
    for title, known in (("keys-on-the-map", ON_THE_MAP), ("keys-with-a-tool", WITH_A_TOOL)):
        groups.append(KeyGroup(words(title), tuple(KeyLine(keys, words(does)) for keys, does in known)))
    return groups
