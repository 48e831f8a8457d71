"""What trees of the window have in common."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView


def expanded_ids(view: QTreeView) -> list[int]:
    """Return the ids of the rows that stand open and can be seen to; a row's id is that of its index."""
    model, waiting, found = view.model(), [QModelIndex()], []
    while waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if view.isExpanded(index):
                found.append(int(index.internalId()))
                waiting.append(index)
    return found
