"""A draft beside the division in force: grids before and after, buildings and ground that change hands, totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QSizePolicy,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.ground.compounds import grounds
from gridmap.people.privacy import Profile
from gridmap.project.comparison import Comparison
from ui.look.list_of_rows import as_list_of_rows, room_of_words, sortable
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, plain_label
from ui.look.soon import soon
from ui.look.words import Words
from ui.outputs.record import words as record
from ui.panels.base import Panel
from ui.session.desk import Desk
from ui.words.messages import Language

Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_OF_COMPOUNDS: Final = ("buildings", "households", "residents")
_LEAST_PX: Final = 64
"""A column of words is no narrower; what is cut has its words in full under the pointer."""
_LOOKED_AT: Final = 50
"""Rows, from the first in sight, whose texts say how wide a column has to be."""
_AROUND_M: Final = 60.0
"""Of a building so much is shown around it."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its heading, the text of each row, what it is sorted by, whether it is a number, and its width.

    It is as wide as its words need, ``width`` at most, pixels; where there is no room for all, down to ``least``, which
    is 0 for what may not be cut.
    """

    heading: str
    texts: Sequence[str]
    order: np.ndarray[tuple[int], np.dtype[Any]]
    is_number: bool
    width: int
    least: int = 0


class ComparisonModel(QAbstractTableModel):
    """Columns of one part of a comparison; ``rows`` says where the row shown in each place stands in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: list[Column] = []
        self.rows = np.empty(0, dtype=np.int64)
        self._order = (-1, Qt.SortOrder.AscendingOrder)

    def show_columns(self, columns: list[Column]) -> None:
        """Show other columns, sorted as before."""
        self.beginResetModel()
        self.columns = columns
        self._sort()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is as they come."""
        self._order = (column, order)
        self.beginResetModel()
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        column, order = self._order
        count = len(self.columns[0].texts) if self.columns else 0
        self.rows = np.arange(count)
        if 0 <= column < len(self.columns):
            self.rows = np.argsort(self.columns[column].order, kind="stable")
            if order == Qt.SortOrder.DescendingOrder:
                self.rows = self.rows[::-1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            return _RIGHT if self.columns[section].is_number else left
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = column.texts[int(self.rows[index.row()])]
            return as_it_reads(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return _RIGHT
        return None


class ComparisonPanel(Panel):
    """What a draft changes; one row leads the map there."""

    key = "comparison"

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.comparison: Comparison | None = None
        self.summary = plain_label()
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.export = QToolButton()
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.models: dict[str, ComparisonModel] = {}
        self.views: dict[str, QTableView] = {}
        self._wanted: dict[str, dict[int, int]] = {}
        self._given: dict[str, dict[int, int]] = {}
        self._sharing = soon(self, lambda: self._give_room(list(self.models)[self.tabs.currentIndex()]))
        for part in ("grids", "buildings", "ground", "totals"):
            self._add_table(part)
        self.tabs.setCornerWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.summary)
        layout.addWidget(self.tabs, 1)
        self.watch(desk.drafting.compared, self._show)
        self.watch(session.privacy_changed, lambda: self._show(self.comparison))
        self.ready()
        self._show(desk.drafting.comparison)

    def _add_table(self, part: str) -> None:
        model, view = ComparisonModel(self), QTableView()
        view.setModel(model)
        view.setObjectName(f"comparison-{part}")
        as_list_of_rows(view)
        sortable(view)
        view.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        view.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._give_room(part))
        view.selectionModel().currentRowChanged.connect(lambda index, _: self._go(part, index))
        LongTable(view, self.words, f"comparison-{part}")
        view.viewport().installEventFilter(self)
        self.models[part], self.views[part] = model, view
        self.tabs.addTab(view, "")

    # ---- showing -----------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        for view in self.views.values():
            view.setAccessibleName(self.words("panel-comparison"))
        for tabs in (self.tabs, self.tabs.tabBar()):
            tabs.setAccessibleName(self.words("panel-comparison"))
        self._show(self.comparison)

    def _show(self, comparison: Comparison | None) -> None:
        self.comparison = comparison
        say = self.words
        self._show_compounds(comparison)
        counts = dict.fromkeys(self.models, 0)
        if comparison is None:
            self.summary.setText(say("comparison-none"))
            for model in self.models.values():
                model.show_columns([])
        else:
            self.summary.setText(record.summary(comparison, say.language))
            self.summary.setToolTip(self.summary.text())
            columns = {
                "grids": _grid_columns(comparison, say, self.session.privacy),
                "buildings": _building_columns(comparison, say),
                "ground": _ground_columns(comparison, say),
                "compounds": _compound_columns(comparison, say),
                "totals": _total_columns(comparison, say),
            }
            for part, model in self.models.items():
                fresh = not model.columns
                model.show_columns(columns[part])
                counts[part] = model.rowCount()
                if fresh:
                    self._given[part], self._wanted[part] = {}, {}
                self._give_room(part)
        for at, part in enumerate(self.models):
            self.tabs.setTabText(at, say(f"comparison-{part}", count=counts[part]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share another width of the table that is shown among its columns."""
        if event.type() == QEvent.Type.Resize:
            self._sharing.start()
        return super().eventFilter(watched, event)

    def _give_room(self, part: str) -> None:
        """Make columns as wide as they need and may be; one that somebody has pulled stays as it is."""
        view, columns = self.views[part], self.models[part].columns
        given, wanted = self._given.setdefault(part, {}), self._wanted.setdefault(part, {})
        last = len(columns) - 1  # it takes what is left over, so that its width tells nothing
        free = [
            at for at in range(last + 1) if at == last or given.get(at, view.columnWidth(at)) == view.columnWidth(at)
        ]
        for at in free:
            wanted[at] = max(wanted.get(at, 0), min(room_of_words(view, at), columns[at].width))
        pulled = sum(view.columnWidth(at) for at in range(len(columns)) if at not in free)
        least = {at: columns[at].least or wanted[at] for at in free}
        widths = _squeezed({at: wanted[at] for at in free}, least, view.viewport().width() - pulled)
        for at, width in widths.items():
            view.setColumnWidth(at, width)
            given[at] = view.columnWidth(at)

    def _show_compounds(self, comparison: Comparison | None) -> None:
        """Have a table of compounds where any differs, and none where nobody has a list of them."""
        differ = comparison is not None and len(comparison.compounds) > 0
        if differ and "compounds" not in self.models:
            self._add_table("compounds")
            self.views["compounds"].setAccessibleName(self.words("panel-comparison"))
        if "compounds" in self.models:
            self.tabs.setTabVisible(list(self.models).index("compounds"), differ)

    # ---- going -------------------------------------------------------------------------------------------------------

    def _go(self, part: str, index: QModelIndex) -> None:
        comparison = self.comparison
        if comparison is None or not index.isValid():
            return
        at = int(self.models[part].rows[index.row()])
        if part == "ground":
            row = comparison.ground.iloc[at]
            self._select(row["from"], row["to"])
            self.session.show(row["geometry"])
        elif part == "buildings":
            row = comparison.buildings.iloc[at]
            self._select(row["from"], row["to"])
            shape = comparison.after.buildings.geometry.loc[row.name]
            if shape is not None and not shape.is_empty:
                self.session.show(shapely.buffer(shape, _AROUND_M))
        elif part == "compounds":
            self._go_to_compound(int(comparison.compounds.index[at]), comparison)
        else:
            table = comparison.grids if part == "grids" else comparison.totals
            grid = int(table.index[at])
            self._select(grid)
            plan = comparison.before if comparison.after.positions([grid])[0] < 0 else comparison.after
            self.session.show(plan.shape(grid))

    def _go_to_compound(self, compound: int, comparison: Comparison) -> None:
        """Select the grid of a compound, and show its ground, as it is or was."""
        row = comparison.compounds.loc[compound]
        side, plan = ("before", comparison.before) if row["status"] == "retired" else ("after", comparison.after)
        seat = int(row[f"seat_{side}"])
        if seat:
            self._select(seat)
        place = int(plan.tables["compounds"].index.get_loc(compound))
        [ground] = grounds(plan, np.array([place]))
        if ground is None and seat:
            ground = plan.shape(seat)
        if ground is not None:
            self.session.show(shapely.buffer(ground, _AROUND_M))

    def _select(self, *grids: int) -> None:
        self.session.select(self.session.plan.there(grids))


# ---- columns ---------------------------------------------------------------------------------------------------------


def _squeezed(widths: dict[int, int], least: dict[int, int], room: int) -> dict[int, int]:
    """Return widths that fit a room: the widest give way first, each down to its least."""
    over = sum(widths.values()) - room
    while over > 0 and (may := [at for at, width in widths.items() if width > least[at]]):
        widest = max(widths[at] for at in may)
        givers = [at for at in may if widths[at] == widest]
        until = max(*(least[at] for at in givers), *(widths[at] for at in may if widths[at] < widest), 0)
        step = min(widest - until, -(-over // len(givers)))
        for at in givers:
            widths[at] -= step
        over -= step * len(givers)
    return widths


def _text(heading: str, values: Sequence[str], width: int = 150) -> Column:
    return Column(heading, values, np.array(values, dtype=str), False, width, _LEAST_PX)


def _code(values: Sequence[str], language: Language) -> Column:
    """Return a column of codes, which are never cut."""
    return Column(record.heading("code", language), values, np.array(values, dtype=str), False, 140)


def _pair(
    heading: str, table: pd.DataFrame, key: str, show: Callable[[float], str], width: int = 104, least: int = 0
) -> Column:
    """Return a column of figures before and after, sorted by their difference."""
    before, after = table[f"{key}_before"], table[f"{key}_after"]
    texts = [record.changed(show(a), show(b)) for a, b in zip(before, after, strict=True)]
    difference = after.fillna(0).to_numpy() - before.fillna(0).to_numpy()
    return Column(heading, texts, difference, True, width, least)


def _grid_columns(comparison: Comparison, say: Words, privacy: Profile) -> list[Column]:
    table, language = comparison.grids, say.language
    kinds = {kind.key: say.name(kind.name) for kind in comparison.after.scheme.kinds}
    before, after = (record.standards(table, side, language) for side in ("before", "after"))
    standard = [record.changed(a, b) for a, b in zip(before, after, strict=True)]
    sides = ((comparison.before, comparison.on), (comparison.after, comparison.on))
    people = [record.people(plan, table.index.to_numpy(), on, language, privacy) for plan, on in sides]
    states = table["workload_after"].fillna(-1).to_numpy()
    return [
        _text(
            record.heading("change", say.language),
            [record.status_word(status, language) for status in table["status"]],
            72,
        ),
        _code(table["code"].tolist(), language),
        _text(record.heading("name", say.language), table["name"].tolist(), 120),
        _text(record.heading("kind", say.language), [kinds.get(kind, kind) for kind in table["kind"]], 150),
        _pair(record.heading("households", say.language), table, "households", record.whole),
        _pair(record.heading("residents", say.language), table, "residents", record.whole),
        _pair(record.heading("area_m2", say.language), table, "area_m2", record.whole, 140),
        Column(record.heading("standard", say.language), standard, states, False, 130, _LEAST_PX),
        _text(record.heading("answers", language), [record.changed(a, b) for a, b in zip(*people, strict=True)], 150),
        _state(record.heading("staffing", say.language), table, "staffing", record.staffing_word, language),
        _state(record.heading("branch_state", say.language), table, "branch_state", record.branch_word, language),
    ]


def _state(
    heading: str, table: pd.DataFrame, key: str, word: Callable[[float, Language], str], language: Language
) -> Column:
    before, after = table[f"{key}_before"], table[f"{key}_after"]
    texts = [record.changed(word(a, language), word(b, language)) for a, b in zip(before, after, strict=True)]
    return Column(heading, texts, after.fillna(-1).to_numpy(), False, 120, _LEAST_PX)


def _building_columns(comparison: Comparison, say: Words) -> list[Column]:
    table = comparison.buildings
    return [
        _text(record.heading("door_plate", say.language), table["door_plate"].tolist(), 180),
        _text(record.heading("compound", say.language), table["compound"].tolist(), 130),
        *_from_and_to(comparison, table, say),
        _number(record.heading("households", say.language), table["households"], 90),
        _number(record.heading("residents", say.language), table["residents"], 90),
    ]


def _ground_columns(comparison: Comparison, say: Words) -> list[Column]:
    table = comparison.ground
    return [
        *_from_and_to(comparison, table, say),
        _number(record.heading("area_m2", say.language), table["area_m2"], 130),
        _number(record.heading("households", say.language), table["households"], 90),
    ]


def _compound_columns(comparison: Comparison, say: Words) -> list[Column]:
    table, language = comparison.compounds, say.language
    rows = table.to_dict("records")
    what = [record.what_of_compound(row, comparison, language) for row in rows]
    return [
        _text(
            record.heading("change", language), [record.compound_status(row["status"], language) for row in rows], 80
        ),
        _text(say("compound-name"), [record.compound_name(row) for row in rows], 180),
        _text(say("record-compound-what"), what, 420),
        *(_pair(record.compound_heading(key, language), table, key, record.whole, 104) for key in _OF_COMPOUNDS),
    ]


def _from_and_to(comparison: Comparison, table: pd.DataFrame, say: Words) -> list[Column]:
    labels = {
        grid: record.grid_label(comparison, grid, say.language)
        for grid in {*table["from"].tolist(), *table["to"].tolist()}
    }
    return [
        _text(record.heading(f"{side}", say.language), [labels[grid] for grid in table[side]], 240)
        for side in ("from", "to")
    ]


def _number(heading: str, values: pd.Series, width: int) -> Column:
    return Column(heading, [record.whole(value) for value in values.astype(float)], values.to_numpy(), True, width)


def _total_columns(comparison: Comparison, say: Words) -> list[Column]:
    table = comparison.totals
    kinds = [kind for kind in comparison.after.scheme.kinds if f"n_{kind.key}_before" in table.columns]
    return [
        _code(table["code"].tolist(), say.language),
        _text(record.heading("name", say.language), record.names_of_totals(comparison, say.language), 150),
        *(_pair(say.name(kind.name), table, f"n_{kind.key}", record.whole, 160, 100) for kind in kinds),
        _pair(record.heading("households", say.language), table, "households", record.whole),
        _pair(record.heading("residents", say.language), table, "residents", record.whole),
        _pair(record.heading("staffed", say.language), table, "staffed", record.whole, 150, 110),
        _pair(record.heading("branch_covered", say.language), table, "branch_covered", record.whole, 150, 110),
    ]
