"""From one row of the tree that was found to the next, looking at no more rows than lie between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex

from gridmap.model.arrays import BoolArray
from ui.panels.hierarchy_model import HierarchyModel


def next_found(
    model: HierarchyModel, leads: BoolArray | None, last: QModelIndex, is_found: Callable[[QModelIndex], bool]
) -> QModelIndex:
    """Return the row after another one that was found, or the first one; no more rows are looked at than up to it.

    Parameters
    ----------
    leads : bool (n,), optional
        By position in the plan, above which grids and compounds something was found; below others nothing is looked at.
    last : QModelIndex
        After the last one the first comes again, and the first also where this one was not found.
    """
    begins = last.siblingAtColumn(0) if is_found(last) else QModelIndex()
    for start in (begins, QModelIndex()):
        index = _next_row(model, leads, start)
        while index.isValid() and not is_found(index):
            index = _next_row(model, leads, index)
        if index.isValid():
            return index
    return QModelIndex()


def _next_row(model: HierarchyModel, leads: BoolArray | None, index: QModelIndex) -> QModelIndex:
    """Return the next row from above to below, the first one after no row, and no row after the last."""
    shown = model.hierarchy
    at = -1 if shown is None or not index.isValid() else shown.position(int(index.internalId()))
    if (at < 0 or leads is None or leads[at]) and model.rowCount(index):
        return model.index(0, 0, index)
    while index.isValid():
        above = index.parent()
        if index.row() + 1 < model.rowCount(above):
            return model.index(index.row() + 1, 0, above)
        index = above
    return index
