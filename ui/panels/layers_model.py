"""The layers of the map as Qt's views ask for them: the one on top first, below each the lines of its legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap

from layers.marks import Entry, Legend
from ui.canvas.renderer import Look
from ui.look.appearance import LIGHT, Appearance
from ui.look.plain import as_it_reads
from ui.look.roles import numbers_of
from ui.look.told import RIGHT, Told
from ui.look.words import Words
from ui.panels.swatches import swatch
from ui.session.layer_stack import BASE, LayerStack

Index = QModelIndex | QPersistentModelIndex
NAME, COUNT = range(2)
"""The columns."""

_MIME: Final = "application/x-gridmap-layer"
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TICKS: Final = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}
_ROLES: Final = numbers_of(
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.CheckStateRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def _lines(legend: Legend | None) -> tuple[Entry, ...]:
    """Return the lines of a legend that stand below its layer; a single one has its place beside the layer's name."""
    return legend.entries if legend is not None and len(legend.entries) > 1 else ()


class LayersModel(QAbstractItemModel):
    """The layers, the one on top first, and below each the lines of its legend.

    The id of a layer's index is 0, that of a line of a legend the row of its layer plus 1.

    Signals
    -------
    dropped : str, int
        A layer was dropped at a row.
    checked : str, bool
        A layer was ticked or unticked.
    """

    dropped = Signal(str, int)
    checked = Signal(str, bool)

    def __init__(self, stack: LayerStack, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack, self._words = stack, words
        self.rows = stack.all_rows
        self._legends: dict[str, Legend] = {}
        self._samples: dict[tuple[Entry, str], QPixmap] = {}
        self.appearance: Appearance = LIGHT
        self.ratio = 1.0

    def follow(self) -> bool:
        """Take over the stack as it is now; return whether the rows are others than before."""
        before, after = self.rows, self.stack.all_rows
        if [row.key for row in before] == [row.key for row in after]:
            self.rows = after
            self._tell([i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new])
            return False
        self.beginResetModel()
        self.rows = after
        self.endResetModel()
        return True

    def set_legends(self, legends: dict[str, Legend]) -> None:
        """Show other legends below the layers; only what is another is told, and what is unfolded stays so."""
        changed = [i for i, row in enumerate(self.rows) if self._legends.get(row.key) != legends.get(row.key)]
        for i in changed:
            self._set_legend(i, legends.get(self.rows[i].key))
        self._legends = legends  # what has no row is told when it has one
        self._tell(changed)

    def _set_legend(self, row: int, legend: Legend | None) -> None:
        """Take a legend over, and say how many lines it has more or less than the one before."""
        layer, key = self.index(row, NAME), self.rows[row].key
        before, after = len(self.entries(row)), len(_lines(legend))
        legends = {other: kept for other, kept in self._legends.items() if other != key}
        if legend is not None:
            legends[key] = legend
        if after > before:
            self.beginInsertRows(layer, before, after - 1)
            self._legends = legends
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(layer, after, before - 1)
            self._legends = legends
            self.endRemoveRows()
        else:
            self._legends = legends

    def refresh(self) -> None:
        """Show everything again: the language or the appearance is another."""
        self._samples.clear()
        self._tell_all()

    def _tell_all(self) -> None:
        self._tell(list(range(len(self.rows))))

    def _tell(self, changed: list[int]) -> None:
        """Say that layers and the lines below them show something else, at one go: the view measures all rows.

        A view paints all that stands between two rows, so the layer after the last tells of the lines of the last.
        """
        if not changed:
            return
        end = min(changed[-1] + 1, len(self.rows) - 1)
        self.dataChanged.emit(self.index(changed[0], NAME), self.index(end, COUNT))
        if changed[-1] == end and (lines := self.entries(end)):
            layer = self.index(end, NAME)
            self.dataChanged.emit(self.index(0, NAME, layer), self.index(len(lines) - 1, COUNT, layer))

    def row_of(self, key: str) -> int:
        """Return the row of a layer, -1 if it is not there."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), -1)

    def entries(self, row: int) -> tuple[Entry, ...]:
        """Return the lines of the legend of the layer in a row; a single one has its place beside the layer's name."""
        return _lines(self._legends.get(self.rows[row].key))

    def _only_entry(self, key: str) -> Entry | None:
        """Return the line of a legend that has no other."""
        legend = self._legends.get(key)
        return legend.entries[0] if legend is not None and len(legend.entries) == 1 else None

    # ---- what Qt asks ------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a layer, or of a line of a legend."""
        if row < 0 or not 0 <= column <= COUNT or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the layer of a line of a legend."""
        layer = index.internalId() if index.isValid() else 0
        return self.createIndex(layer - 1, 0, 0) if layer else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many layers there are, or lines of a legend."""
        if not parent.isValid():
            return len(self.rows)
        if parent.internalId() or parent.column() or parent.row() >= len(self.rows):
            return 0
        return len(self.entries(parent.row()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns: the name, and how many."""
        return 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Layers may be ticked and dragged; what is dragged is dropped between layers."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if index.internalId():
            return Qt.ItemFlag.ItemIsEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.rows[index.row()].key != BASE:
            usual |= Qt.ItemFlag.ItemIsDragEnabled
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role not in _ROLES or not index.isValid():  # Qt asks of every cell for much that there is nothing to say of
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() == COUNT else None
        layer = index.internalId()
        if layer:
            return self._line(self.entries(layer - 1)[index.row()], index.column(), role)
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            return _TICKS[row.visible]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._told_of(row.key, self._only_entry(row.key), index.column() == COUNT)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == NAME:
            only = self._only_entry(row.key)
            return self._sample(only) if only is not None and only.styles else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = self._words("layers-shown" if row.visible else "layers-hidden")
            return f"{self.name(row.key)}, {shown}, {row.opacity:.0%}"
        if role == Qt.ItemDataRole.ToolTipRole:
            legend = self._legends.get(row.key)
            headed = legend is not None and legend.heading
            return as_it_reads(self._say(legend.heading) if legend is not None and headed else self.name(row.key))
        return None

    def told(self, index: Index) -> Told | None:
        """Return what a cell shows, as :meth:`data` does."""
        if not index.isValid():
            return None
        layer, counts = index.internalId(), index.column() == COUNT
        if layer:
            entry = self.entries(layer - 1)[index.row()]
            text, tick = self._line(entry, index.column(), _DISPLAY), None
            icon = None if counts else QIcon(self._sample(entry))
        else:
            row = self.rows[index.row()]
            only = self._only_entry(row.key)
            text, tick = self._told_of(row.key, only, counts), None if counts else _TICKS[row.visible]
            icon = None if counts or only is None or not only.styles else QIcon(self._sample(only))
        return Told(text, RIGHT if counts else None, None, None, icon, tick)

    def _told_of(self, key: str, only: Entry | None, counts: bool) -> str:
        """Return the name of a layer, or how many its only line is about."""
        if not counts:
            return self.name(key)
        return f"{only.count:,}" if only is not None and only.count is not None else ""

    def _line(self, entry: Entry, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if column == COUNT:
                return "" if entry.count is None else f"{entry.count:,}"
            return self._say(entry.words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_it_reads(self._say(entry.words))
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return self._sample(entry)
        return None

    def _sample(self, entry: Entry) -> QPixmap:
        key = entry, self.appearance.key
        if key not in self._samples:
            look = Look(self.appearance.key == "dark", self.appearance.surface)
            self._samples[key] = swatch(entry, look, self.appearance.muted, self.ratio)
        return self._samples[key]

    def name(self, key: str) -> str:
        """Return what a layer is called."""
        return self.stack.title(key) or self._words(f"layer-{key}")

    def _say(self, words: Any) -> str:
        return self._words(words) if isinstance(words, str) else self._words.name(words)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a layer."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.internalId():
            return False
        self.checked.emit(self.rows[index.row()].key, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Layers are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what may be dropped."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what is dragged: the key of a layer."""
        data = QMimeData()
        keys = [self.rows[index.row()].key for index in indexes if not index.internalId()]
        data.setData(_MIME, (keys[0] if keys else "").encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for a layer to be put where it was dropped; the view has nothing to take away afterwards."""
        key = bytes(data.data(_MIME).data()).decode()
        at = self.row_of(key)
        if at < 0 or parent.isValid():
            return False
        to = row if row >= 0 else len(self.rows)
        self.dropped.emit(key, to - 1 if to > at else to)
        return False
