"""The history: every edit by its name, who did it and when; a click goes to any point of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QPainter, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.change import Change
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_user
from gridmap.people.staff_numbers import staff_numbers
from gridmap.project.project import Project
from gridmap.storage.journal import HistoryEntry
from ui.dialogs.long_steps import go_to
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, plain_label
from ui.look.soon import soon
from ui.look.words import Words
from ui.panels.base import Panel
from ui.session.desk import Desk
from ui.words.grid_names import codes_in
from ui.words.history_lines import what_was_done

Index = QModelIndex | QPersistentModelIndex
_ROLES: Final = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.SizeHintRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.ToolTipRole,
    )
)
_NAMING: Final = frozenset({"grids.id", "grids.code", "grids.name"})
"""What grids are called by in sentences."""
_COLUMNS: Final = ("what", "at", "who")
_AT: Final = 1
_WHO: Final = 2
_TEXTS: Final = 1_000
_ALIKE: Final = 8
"""Times of today that are measured: most have the same width, whatever they say."""
_ROOMY_PX: Final = 300
"""Width from which a step is told in one line."""
_AROUND_PX: Final = 8
_HERE: Final = "●  "
_ELSEWHERE: Final = "○  "


class HistoryModel(QAbstractTableModel):
    """The edits of a project, the latest on top, and below them the state before the first."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.steps: list[HistoryEntry] = []
        self.standing: frozenset[int] = frozenset()
        self.forgettings: frozenset[int] = frozenset()
        self.here = 0
        self.privacy: Profile = "briefing"
        """What is said of people; :meth:`retell` after a change."""
        self.numbers: Iterable[str] = ()
        """Staff numbers, which may stand in what somebody wrote."""
        self.plan: Plan | None = None
        """Knows what grids are called."""
        self._sentences: dict[int, str] = {}
        """By row, of those that somebody has asked for."""
        self._widest: tuple[dt.date, set[int]] | None = None
        self.row_px = 0
        """Height of every row; 0 for what one line needs."""

    def show_history(
        self, steps: list[HistoryEntry], standing: tuple[int, ...], *, renamed: frozenset[str] | None = None
    ) -> None:
        """Show other edits, oldest first, of which some stand now; the last that stands is the present point.

        That a person was forgotten or something exported stands at any point, and is none itself that one is at.

        Parameters
        ----------
        renamed : frozenset of str, optional
            Codes whose grids may have other names now: edits of others that were there before are told as they were.
            Without it all are told anew.
        """
        self.beginResetModel()
        before, stood, said = self.steps, self.standing, self._sentences
        self.steps, self._sentences, self._widest = steps[::-1], {}, None
        self.forgettings = frozenset(step.seq for step in steps if step.action in ("forget", "export"))
        self.standing = frozenset(standing) | self.forgettings
        self.here = standing[-1] if standing else 0
        for row, sentence in said.items() if renamed is not None else ():
            now = row + len(steps) - len(before)  # what came has come on top
            is_there = 0 <= now < len(steps) and self.steps[now] is before[row]
            if not is_there or (before[row].seq in stood) != (before[row].seq in self.standing):
                continue
            if not renamed or renamed.isdisjoint(codes_in(before[row].values)):
                self._sentences[now] = sentence
        self.endResetModel()

    def retell(self) -> None:
        """Say everything in the present language."""
        self._sentences = {}
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(_COLUMNS) - 1))

    def seq(self, row: int) -> int:
        """Return the number of the line that a row stands for, 0 for the state before the first edit."""
        return self.steps[row].seq if row < len(self.steps) else 0

    def row_here(self) -> int:
        """Return the row of the present point."""
        if not self.here:
            return self.rowCount() - 1
        return next((row for row, step in enumerate(self.steps) if step.seq == self.here), -1)

    def widest_rows(self) -> set[int]:
        """Return rows among which the widest time stands: the latest, the first of another day, the present point."""
        today = dt.date.today()
        if self._widest is None or self._widest[0] != today:
            earlier = next((row for row, step in enumerate(self.steps) if step.at.astimezone().date() != today), -1)
            self._widest = today, {*range(min(len(self.steps), _ALIKE)), earlier, self.row_here()} - {-1}
        return self._widest[1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of points that one may go to."""
        return 0 if parent.isValid() or not self.steps else len(self.steps) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"column-{_COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows: edits that do not stand are grey, the present point is bold."""
        if role not in _ROLES or not index.isValid():  # Qt asks of every cell for much that there is nothing to say of
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), _COLUMNS[index.column()])
        seq = self.seq(index.row())
        if role == Qt.ItemDataRole.SizeHintRole and self.row_px:
            return QSize(0, self.row_px)
        if role == Qt.ItemDataRole.ForegroundRole and self._is_grey(seq):
            return QGuiApplication.palette().placeholderText()
        if role == Qt.ItemDataRole.FontRole:
            return self._font(seq)
        if role == Qt.ItemDataRole.ToolTipRole:
            key = "here" if seq == self.here else "standing" if seq in self.standing or not seq else "undone"
            key = "forgotten" if seq in self.forgettings else key
            lines = [self._text(index.row(), "what").removeprefix(_HERE).removeprefix(_ELSEWHERE)]
            if index.row() < len(self.steps):
                entry = self.steps[index.row()]
                who = shown_user(entry.who, self.privacy, self.numbers)
                lines.append(f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}  {who}")
            return as_it_reads("\n".join([*lines, self._words(f"history-{key}")]))
        return None

    def told(self, row: int, column: int) -> tuple[str, QFont | None, bool]:
        """Return what a cell says, in which font if not the usual one, and whether it is grey; as :meth:`data` does."""
        seq = self.seq(row)
        return self._text(row, _COLUMNS[column]), self._font(seq), self._is_grey(seq)

    def _is_grey(self, seq: int) -> bool:
        return bool(seq) and seq not in self.standing

    def _font(self, seq: int) -> QFont | None:
        if seq != self.here and seq in self.standing:
            return None
        font = QFont()
        font.setBold(seq == self.here)
        font.setStrikeOut(self._is_grey(seq))
        return font

    def _text(self, row: int, column: str) -> str:
        if column == "what":
            mark = _HERE if self.seq(row) == self.here else _ELSEWHERE
            if row == len(self.steps):
                return mark + self._words("history-begin")
            return mark + self._sentence(row)
        if row == len(self.steps):
            return ""
        entry = self.steps[row]
        if column == "who":
            return shown_user(entry.who, self.privacy, self.numbers)
        at = entry.at.astimezone()
        return f"{at:%H:%M}" if at.date() == dt.date.today() else f"{at:%Y-%m-%d}"

    def called(self, row: int) -> str:
        """Return the sentence of a step."""
        return self._sentence(row)

    def _sentence(self, row: int) -> str:
        if row not in self._sentences:
            plans = [self.plan] if self.plan is not None else []
            step, language = self.steps[row], self._words.language
            undone = step.seq not in self.standing
            self._sentences[row] = what_was_done(step, language, self.privacy, self.numbers, plans, undone=undone)
        return self._sentences[row]


class _Told(QStyledItemDelegate):
    """Takes all that a cell shows from the model at once: Qt asks for it in seven questions, each a call of Python."""

    def __init__(self, model: HistoryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Take the words of a cell, their font and their colour."""
        text, font, grey = self._model.told(index.row(), index.column())
        if font is not None:
            option.font = font.resolve(option.font)
            option.fontMetrics = QFontMetrics(option.font)
        if grey:
            option.palette.setBrush(QPalette.ColorRole.Text, QGuiApplication.palette().placeholderText())
        option.index = index  # type: ignore[assignment]  # Qt takes both
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        option.text = text
        option.styleObject = None  # type: ignore[assignment]  # nothing is animated, says Qt


class _HangingLines(_Told):
    """Draws the mark of a step on its own, so that a second line begins below the words and not below the mark."""

    def __init__(self, model: HistoryModel, parent: QObject | None = None) -> None:
        super().__init__(model, parent)
        self._lines: dict[tuple[str, int, str], int] = {}
        """How many lines a text takes in a width in a font: to wrap it takes as long as to draw it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Take the mark off the text, and leave room for it; a code does not part from the dots before it."""
        super().initStyleOption(option, index)
        option.text = option.text[len(_HERE) :].replace("…", "…\u2060")
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(option.fontMetrics.horizontalAdvance(_HERE.strip()), 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the words, and the mark at the height of the first line of them."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        widget, measures, row = own.widget, own.fontMetrics, own.rect
        style, high = widget.style(), measures.lineSpacing()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, widget)
        words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, own, widget)
        mark = style.subElementRect(QStyle.SubElement.SE_ItemViewItemDecoration, own, widget)
        lines = row.height() // high
        if lines > 1:
            beside = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, widget) + 1
            lines = min(self._lines_of(own, words.width() - 2 * beside, words.height()), lines)
        lines = max(1, lines)
        first = QRect(mark.left(), words.center().y() - lines * high // 2, words.left() - mark.left(), high)
        font = QFont(own.font)
        font.setStrikeOut(False)
        chosen = bool(own.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(font)
        painter.setPen(own.palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, str(index.data() or "")[:1])
        painter.restore()

    def _lines_of(self, option: QStyleOptionViewItem, width: int, height: int) -> int:
        key = option.text, width, option.font.toString()
        if key not in self._lines:
            if len(self._lines) >= _TEXTS:
                self._lines.clear()
            room = QRect(0, 0, width, height)
            needed = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, option.text).height()
            self._lines[key] = round(needed / option.fontMetrics.lineSpacing())
        return self._lines[key]


class _Lines(QTreeView):
    """The list of steps; its column of times is as wide as a time, a day and the present point need."""

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width of a column, for which no more than some rows of each sort are asked, in pixels."""
        model = self.model()
        if column != _AT or not isinstance(model, HistoryModel):
            return super().sizeHintForColumn(column)
        return max((self.sizeHintForIndex(model.index(row, column)).width() for row in model.widest_rows()), default=-1)


class HistoryPanel(Panel):
    """What was done, and a way to any point of it; it is read only while somebody sees it."""

    key = "history"
    beside_wanted = Signal(int, str)
    """Number of a step, and what it is called: the state after it is to be shown beside the map."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.model = HistoryModel(words, self)
        self.view = _Lines()
        self.view.setModel(self.model)
        self._hanging, self._plain = _HangingLines(self.model, self.view), _Told(self.model, self.view)
        self.view.setItemDelegate(self._plain)
        self.view.setItemDelegateForColumn(0, self._hanging)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setWordWrap(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(_WHO, 64)
        self._is_narrow = False
        self.table = LongTable(self.view, words, "history")
        self.beside = QAction(self)
        self.beside.triggered.connect(self._show_beside)
        self.table.more = [self.beside]
        self.note = plain_label()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(12, 0, 12, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.note)
        self._shown: tuple[Project | None, Plan, int] | None = None
        self._renamed: frozenset[str] | None = None
        """Codes whose grids may have other names than when what is shown was put into words; ``None``: any."""
        self._read = soon(self, self.refresh)
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        self.watch(session.plan_changed, self._plan_changed)
        self.watch(session.privacy_changed, self._reword)
        self.watch(session.noted, self.refresh)
        self.ready()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, say in two lines what was done, and leave it to the tip who did it."""
        super().resizeEvent(event)
        narrow = self.width() < _ROOMY_PX
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.view.setColumnHidden(_WHO, narrow)
            self.table.no_room = {_WHO} if narrow else set()
            self.model.row_px = 2 * self.view.fontMetrics().lineSpacing() + _AROUND_PX if narrow else 0
            self.view.doItemsLayout()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.view.setAccessibleName(self.words("panel-history"))
        self.beside.setText(self.words("history-beside"))
        self._reword()
        self._tell()

    def _plan_changed(self, before: Plan, plan: Plan, change: Change | None) -> None:
        if change is None:
            self._renamed = None
        elif self._renamed is not None and not _NAMING.isdisjoint(change.touched):
            ids = change.rows["grids"].ids
            self._renamed |= {*before.codes(ids), *plan.codes(ids)}
        self.refresh()

    def _reword(self) -> None:
        self.model.privacy = self.session.privacy
        self.model.retell()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has happened while nobody looked; of a project that was not read yet in a turn of its own.

        That turn is the one in which all panels come that were seen last; until it has been read nothing is listed.
        """
        super().showEvent(event)
        if self._shown is not None and self._shown[0] is self.session.project:
            self.refresh()
            return
        self._shown = None
        self.model.show_history([], ())
        self.note.clear()
        self._read.start()

    def refresh(self) -> None:
        """Read the history of the open project, if somebody sees it."""
        project, plan = self.session.project, self.session.plan
        now = (project, plan, project.last_line if project else 0)
        if not self.isVisible() or self._shown == now:
            return
        steps: list[HistoryEntry] = []
        standing: tuple[int, ...] = ()
        if project is not None:
            try:
                steps = [entry for entry in project.history() if entry.action in ("do", "forget", "export")]
                standing = project.standing
            except GridMapError as error:
                self.session.complained.emit(error)
        self._shown = now
        numbers = staff_numbers(plan)
        renamed = self._renamed if numbers is self.model.numbers else None
        self.model.plan, self.model.numbers, self._renamed = plan, numbers, frozenset()
        self.model.show_history(steps, standing, renamed=renamed)
        row = self.model.row_here()
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
            self.view.scrollTo(self.model.index(row, 0))
        self._tell()

    def _tell(self) -> None:
        if self.session.project is None:
            key = "dashboard-nothing"
        elif not self.model.steps:
            key = "history-empty"
        else:
            key = "history-how" if self.session.can_edit else "history-read-only"
        self.note.setText(self.words(key))

    def _go(self, index: Index) -> None:
        """Go to the point of a row, in one step that can be undone like any other."""
        seq = self.model.seq(index.row())
        if self.session.can_edit and seq != self.model.here:
            go_to(self.session, self.words, self.window(), seq)

    def _show_beside(self) -> None:
        """Ask for the state after the step of the current row, under the name that the row has."""
        row = self.view.currentIndex().row()
        if row >= 0:
            begins = row == len(self.model.steps)
            self.beside_wanted.emit(self.model.seq(row), "" if begins else self.model.called(row))
