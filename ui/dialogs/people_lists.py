"""Lists of people to look at, print and send: what is vacant, who left and came between two days, what each carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np
import shiboken6
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.arrays import BoolArray
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from ui.dialogs.files_asked import ask_where
from ui.look.day_edit import DayEdit
from ui.look.long_table import LongTable
from ui.look.place_box import PlaceBox
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.session.jobs import Job
from ui.session.noting import note_export
from ui.session.session import Session
from ui.words.messages import Language, as_percentage, message_of

Which = Literal["vacancies", "turnover", "loads"]
WHICH: Final[tuple[Which, ...]] = ("vacancies", "turnover", "loads")
Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ROW_PX: Final = 28
_SIZE: Final = QSize(1000, 560)
_AROUND_PX: Final = 48
"""What the dialog has around the columns of a list, with the scroll bar."""
_BESIDE_PX: Final = 8
_WIDEST_PX: Final = 280


class ColumnsModel(QAbstractTableModel):
    """The columns of a sheet as they will be written, in their order until one is sorted by."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows = np.arange(len(columns[0].values) if columns else 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        column = self.columns[index.column()]
        words = _shown(column.values[int(self.rows[index.row()])], column.style)
        return as_it_reads(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def texts(self, column: int, most: int) -> list[str]:
        """Return what the first rows show in a column."""
        values, style = self.columns[column].values, self.columns[column].style
        return [_shown(values[row], style) for row in self.rows[:most].tolist()]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is as the list comes, the worst first where it says how bad things are."""
        rows = np.arange(len(self.columns[0].values) if self.columns else 0)
        if column >= 0:
            values = list(self.columns[column].values)
            rows = np.array(sorted(rows.tolist(), key=values.__getitem__), dtype=np.int64)
            if order == Qt.SortOrder.DescendingOrder:
                rows = rows[::-1]
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _side(self, column: int) -> int:
        return _LEFT if self.columns[column].style in ("", "text") else _RIGHT


class PeopleListsDialog(QDialog):
    """Shows a list for a place and a day, and writes it; the same as the command line writes.

    Attributes
    ----------
    which : QComboBox
        One of :data:`WHICH`.
    place : PlaceBox
    first, day : DayEdit
        Between which days; of most lists there is the second alone.
    tabs : QTabWidget
        The list and its further sheets.
    listed : Listed or None
        What is shown, ``None`` while it is made.
    """

    told = Signal(str)
    """Something to say in passing: that a file was written."""

    def __init__(self, session: Session, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session, self.words = session, words
        self.listed: Listed | None = None
        self._job: Job | None = None
        self._wanted_px = 0
        self.which, self.place, self.tabs = QComboBox(), PlaceBox(), QTabWidget()
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for which in WHICH:
            self.which.addItem("", which)
        day = session.on
        self.first, self.day = DayEdit(dt.date(day.year, 1, 1)), DayEdit(day)
        self._which, self._place, self._from, self._until, self.note = (plain_label() for _ in range(5))
        self.note.setProperty("role", "muted")
        self.write, self.leave = QPushButton(), QPushButton()
        for button in (self.write, self.leave):  # Enter in a field is for the field
            button.setAutoDefault(False)
        self.tabs.setDocumentMode(True)
        self._lay_out()
        for edit in (self.first, self.day):
            edit.chosen.connect(lambda _: self.make())
            edit.not_understood.connect(self._complain)
        self.which.currentIndexChanged.connect(lambda _: self.make())
        self.place.chosen.connect(self.make)
        self.write.clicked.connect(self.ask_where)
        self.leave.clicked.connect(self.reject)
        self._watched = [
            (signal, signal.connect(slot))
            for signal, slot in (
                (words.changed, self.set_texts),
                (session.plan_changed, self.make),
                (session.privacy_changed, self.make),
                (session.closed, self.reject),
            )
        ]
        self.resize(_SIZE)
        self.set_texts()

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(8)
        pairs = ((self._which, self.which), (self._place, self.place), (self._from, self.first))
        for label, field in (*pairs, (self._until, self.day)):
            label.setBuddy(field)
            asked.addWidget(label)
            asked.addWidget(field)
        asked.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.note, 1)
        below.addWidget(self.write)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(asked)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(below)

    def set_texts(self) -> None:
        """Set every text in the present language, and make the list in it."""
        say = self.words
        self.setWindowTitle(say("people-lists-title"))
        for place, title in enumerate(("list-vacancies", "list-turnover", "list-loads")):
            self.which.setItemText(place, say(title))
        self._which.setText(say("people-lists-which"))
        self._place.setText(say("people-lists-place"))
        self._from.setText(say("people-lists-from"))
        self.write.setText(say("people-lists-write"))
        self.leave.setText(say("window-close"))
        for label, field in ((self._which, self.which), (self._place, self.place), (self._from, self.first)):
            field.setAccessibleName(label.text())
        self.make()

    # ---- making ------------------------------------------------------------------------------------------------------

    def make(self, *_: object) -> None:
        """Make the list that is asked for, in the background."""
        say, session = self.words, self.session
        if session.project is None:
            return
        which: Which = self.which.currentData()
        self._from.setVisible(which == "turnover")
        self.first.setVisible(which == "turnover")
        self._until.setText(say("people-lists-until" if which == "turnover" else "day-label"))
        self.day.setAccessibleName(self._until.text())
        plan, language, privacy = session.plan, say.language, session.privacy
        self.place.blockSignals(True)
        self.place.list_places(plan, say("findings-any-place"))
        self.place.blockSignals(False)
        place, first, day = self.place.place, self.first.date, self.day.date
        self.listed = None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if which == "turnover" and first > day:
            self._show(None, say.of(BadInput("days-reversed", first=first.isoformat(), last=day.isoformat())))
            return
        within = None if not place else np.isin(plan.ids, plan.below([place]))
        name = str(plan.value(place, "name") or plan.value(place, "code")) if place else ""

        def work(_: Job) -> Listed:
            return _MAKERS[which](plan, within, name, first, day, language, privacy)

        def take(listed: Listed) -> None:
            self._job = None
            if plan is session.plan:
                self._show(listed, "")

        self._show(None, say("dashboard-working"))
        self._job = session.start("job-people", work, take, apart=True)

    def _show(self, listed: Listed | None, note: str) -> None:
        before = max(self.tabs.currentIndex(), 0)
        self.listed = listed
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        if listed is not None:
            for number, (title, columns) in enumerate([(listed.title, listed.columns), *listed.more]):
                self.tabs.addTab(self._table(columns, f"list-{number}"), as_it_reads(title))
            self.tabs.setCurrentIndex(min(before, self.tabs.count() - 1))
            self._widen()
            note = " · ".join([*(f"{name} {value}" for name, value in listed.facts), listed.dates])
        self.note.setText(note)
        self.write.setEnabled(listed is not None)

    def _widen(self) -> None:
        """Be as wide as the columns, on both sides, as far as the window behind it is."""
        beside = self.parentWidget()
        most = self.width() if beside is None else beside.window().width() - _AROUND_PX
        place = self.geometry()
        more = min(self._wanted_px, most) - place.width()
        if more > 0:
            self.setGeometry(place.adjusted(-(more // 2), 0, more - more // 2, 0))

    def _table(self, columns: Sequence[Column], name: str) -> QTableView:
        view = QTableView()
        model = ColumnsModel(columns, view)
        view.setModel(model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.setSortingEnabled(True)
        view.ensurePolished()
        for column in range(len(columns)):
            header.resizeSection(column, min(_width_of(view, model, column) + _BESIDE_PX, _WIDEST_PX))
        self._wanted_px = max(self._wanted_px, header.length() + _AROUND_PX)
        header.setStretchLastSection(True)
        LongTable(view, self.words, name)
        view.clicked.connect(lambda index: self._go(view, index.row(), False))
        view.activated.connect(lambda index: self._go(view, index.row(), True))
        return view

    def _go(self, view: QTableView, row: int, there: bool) -> None:
        """Select the grid of a row, and show it on the map if it is asked for."""
        from ui.words.labels import heading

        model, plan = view.model(), self.session.plan
        assert isinstance(model, ColumnsModel)
        known = heading(plan, "code", self.words.language)
        code = next((column.values[int(model.rows[row])] for column in model.columns if column.heading == known), None)
        at = np.flatnonzero((plan.grids["code"] == code).to_numpy()) if code else np.zeros(0, dtype=np.int64)
        if len(at):
            grid = int(plan.ids[at[0]])
            self.session.select([grid])
            if there:
                self.session.show(plan.shape(grid))

    def _complain(self, typed: str) -> None:
        self.session.complained.emit(BadInput("day-not-understood", value=typed))

    # ---- writing -----------------------------------------------------------------------------------------------------

    def ask_where(self) -> None:
        """Ask for a file and write the list, as a workbook or as pages to print."""
        from ui.outputs.formats import file_filters, with_suffix_of

        listed = self.listed
        if listed is None:
            return
        asked = ask_where(self, "table", self.windowTitle(), f"{listed.title}.xlsx", file_filters("list"))
        if asked is not None:
            path = with_suffix_of(asked[0], "list", chosen=asked[1])

            def take(_: object) -> None:
                language = self.words.language
                noted = note_export(self.session, path, listed.privacy, len(listed), language)
                written = self.words("cli-written", file=str(path))
                told = "  ".join([written, *(message_of(problem, language) for problem in noted)])
                if shiboken6.isValid(self):  # who has closed it meanwhile has the file all the same
                    self.note.setText(told)
                    self.told.emit(told)

            self.session.start("job-exporting", lambda _: listed.write(path), take)

    def done(self, result: int) -> None:
        """Stop watching, give up what is being made, and close."""
        for signal, connection in self._watched:
            signal.disconnect(connection)
        self._watched = []
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)


# ---- the lists -------------------------------------------------------------------------------------------------------

_Maker = Callable[[Plan, "BoolArray | None", str, dt.date, dt.date, Language, Profile], Listed]


def _vacancies(
    plan: Plan, within: BoolArray | None, place: str, _: dt.date, day: dt.date, language: Language, privacy: Profile
) -> Listed:
    from gridmap.people.vacancies import vacancies
    from ui.outputs.lists.vacancies import list_of_vacancies

    return list_of_vacancies(plan, vacancies(plan, within=within, on=day), language, day, place)


def _turnover(
    plan: Plan, within: BoolArray | None, _: str, first: dt.date, last: dt.date, language: Language, privacy: Profile
) -> Listed:
    from gridmap.people.turnover import turnover
    from ui.outputs.lists.staffing import list_of_turnover

    return list_of_turnover(plan, turnover(plan, first, last, within=within), language, privacy)


def _loads(
    plan: Plan, within: BoolArray | None, _: str, first: dt.date, day: dt.date, language: Language, privacy: Profile
) -> Listed:
    from gridmap.people.loads import worker_loads
    from ui.outputs.lists.staffing import list_of_loads

    return list_of_loads(plan, worker_loads(plan, within=within, on=day), language, day, privacy)


_MAKERS: Final[Mapping[Which, _Maker]] = {"vacancies": _vacancies, "turnover": _turnover, "loads": _loads}


def _shown(value: Any, style: str) -> str:
    """Return a value as a cell shows it."""
    if style in ("", "text") or isinstance(value, str) or value is None:
        return "" if value is None else str(value)
    if style == "share":
        return "" if np.isnan(float(value)) else as_percentage(float(value))
    return f"{value:,}" if style == "int" else f"{float(value):,.2f}"


def _width_of(view: QTableView, model: ColumnsModel, column: int) -> int:
    """Return how wide a column has to be, px, as ``resizeColumnsToContents`` has it, which asks after every cell."""
    metrics, header = view.fontMetrics(), view.horizontalHeader()
    texts = model.texts(column, header.resizeContentsPrecision())
    least = header.sectionSizeHint(column)
    if not texts:
        return least
    widest = max(set(texts), key=lambda text: max(metrics.horizontalAdvance(line) for line in text.split("\n")))
    return max(view.sizeHintForIndex(model.index(texts.index(widest), column)).width(), least)
