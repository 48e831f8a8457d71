"""The towns or villages that a list offers: a province has thousands of them, which are handed over as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gridmap.model.cycles import as_left_out

_Index = QModelIndex | QPersistentModelIndex


class Places(QAbstractListModel):
    """Rows of a list: one for anywhere, then the places; nothing is made for a row that nobody sees.

    Parameters
    ----------
    anywhere : str
        What the first row says; its id is 0.
    names : sequence of str
    ids : sequence of int
        Of the grids, as many.
    parent : QObject, optional
    """

    def __init__(self, anywhere: str, names: Sequence[str], ids: Sequence[int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names, self._ids = as_left_out([anywhere, *names]), as_left_out([0, *ids])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a row, or the id under ``UserRole``."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._names[index.row()]
        return self._ids[index.row()] if role == Qt.ItemDataRole.UserRole else None

    def row_of(self, grid: int | None) -> int:
        """Return the row of a grid, the first one if it is not offered."""
        return self._ids.index(grid) if grid in self._ids else 0
