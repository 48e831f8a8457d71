"""Search for everything (Ctrl+K): type a few letters, choose with the arrows, Enter goes there or does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gridmap.ground.compounds import grounds
from gridmap.model.plan import Plan
from gridmap.search.index import EXACT, INITIALS, INITIALS_PREFIX, INSIDE, PINYIN_PREFIX, PREFIX, Hit, SearchIndex
from gridmap.search.pinyin import plain, syllables
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.session import Session
from ui.window.actions import ACTIONS
from ui.words.messages import LANGUAGES, text

LIMIT: Final = 50
COMMANDS_ONLY: Final = ">"
"""Text that begins with this looks for commands only."""

_WIDTH, _ROWS = 640, 9
_ROW_PX: Final = 44
_BUILDING_VIEW_M: Final = 80.0

Index = QModelIndex | QPersistentModelIndex


def sounds_are_read() -> bool:
    """Whether it is known how all commands sound; the dictionary that says so takes a quarter of a second to read."""
    return sounds_of_command.cache_info().currsize >= len(ACTIONS)


def read_sounds(job: Job) -> None:
    """Find out how all commands sound, in whichever thread calls."""
    for spec in ACTIONS:
        job.step()
        sounds_of_command(spec.key)


@cache
def sounds_of_command(key: str) -> tuple[tuple[str, str, str], ...]:
    """Return how a command is called in each language: as it is compared, as it sounds, and the initials of that."""
    names = [plain(text(f"action-{key}", language)) for language in LANGUAGES]
    return tuple(
        (name, "".join(parts), "".join(part[0] for part in parts))
        for name, parts in zip(names, syllables(names), strict=True)
    )


def _silent(key: str) -> tuple[tuple[str, str, str], ...]:
    """Return how a command is called, for as long as nobody knows how it sounds."""
    return tuple((plain(text(f"action-{key}", language)), "", "") for language in LANGUAGES)


@dataclass(frozen=True)
class Choice:
    """One line of the list: something found in the plan, or a command.

    Attributes
    ----------
    title, detail, kind : str
        What it is called, what tells it from others, and what sort of thing it is, in the present language.
    score : float
        As :class:`gridmap.search.Hit` has it.
    hit : Hit, optional
    command : str
        Key of an action, ``""`` if it is a hit.
    """

    title: str
    detail: str
    kind: str
    score: float
    hit: Hit | None = None
    command: str = ""


class ChoiceList(QAbstractListModel):
    """The choices, the best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show(self, choices: list[Choice]) -> None:
        """Show other choices."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a choice, or what a screen reader says of it."""
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (choice.title, choice.kind, choice.detail) if part)
        return choice if role == Qt.ItemDataRole.UserRole else None


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a choice in two lines: its name and sort, and below them what tells it from others."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(0, max(_ROW_PX, 2 * option.fontMetrics.height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.color(role.Highlight))
        ink = option.palette.color(role.HighlightedText if chosen else role.Text)
        muted = ink if chosen else option.palette.color(role.PlaceholderText)
        inside = option.rect.adjusted(12, 4, -12, -4)
        height = inside.height() // 2
        upper = QRect(inside.left(), inside.top(), inside.width(), height)
        lower = QRect(inside.left(), inside.top() + height, inside.width(), height)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        metrics = option.fontMetrics
        painter.setFont(option.font)
        painter.setPen(muted)
        painter.drawText(upper, right, choice.kind)
        room = upper.width() - metrics.horizontalAdvance(choice.kind) - 16
        elided = Qt.TextElideMode.ElideRight
        painter.drawText(lower, middle, metrics.elidedText(choice.detail, elided, lower.width()))
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(ink)
        painter.drawText(upper, middle, painter.fontMetrics().elidedText(choice.title, elided, room))
        painter.restore()


class Palette(QDialog):
    """The search over everything in the plan and everything the window can do.

    Parameters
    ----------
    session : Session
    words : Words
    actions : mapping of str to QAction
        The window's actions by the keys of :data:`ui.window.actions.ACTIONS`; a disabled one is not offered.
    parent : QWidget, optional

    Signals
    -------
    went : ()
        The map shows what was found; keys are for the map now.
    """

    went = Signal()

    def __init__(
        self, session: Session, words: Words, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.session = session
        self.words = words
        self._actions = actions
        self._index: SearchIndex | None = None
        self._asked_for: tuple[Plan, dt.date] | None = None
        self.setObjectName("palette")
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.setStyleSheet("#palette { border: 1px solid palette(mid); }")
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.refresh)
        self.field.installEventFilter(self)
        self.model = ChoiceList(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ChoiceDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keys
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._choose)
        self.note = plain_label()
        self.note.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        for widget in (self.field, self.list, self.note):
            layout.addWidget(widget)
        words.changed.connect(self.set_texts)
        session.plan_changed.connect(self._forget)
        session.day.changed.connect(self._forget)
        self.set_texts()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.setWindowTitle(self.words("palette-title"))
        self.field.setPlaceholderText(self.words("palette-placeholder"))
        self.field.setAccessibleName(self.words("palette-title"))
        self.list.setAccessibleName(self.words("palette-results"))
        if self.isVisible():
            self.refresh()

    def ask(self) -> None:
        """Open over the window with an empty field; the plan is made ready to be searched meanwhile."""
        self.prepare()
        if not sounds_are_read():
            self.session.start("job-indexing", read_sounds, self._heard, apart=True)
        self.field.clear()
        self.refresh()
        if self.model.choices:  # whole rows, in the font of now
            self.list.setFixedHeight(_ROWS * self.list.sizeHintForRow(0))
        above = self.parentWidget()
        if above is not None:
            corner = above.mapToGlobal(above.rect().topLeft())
            self.adjustSize()
            self.move(corner.x() + (above.width() - self.width()) // 2, corner.y() + max(above.height() // 8, 48))
        self.open()
        self.field.setFocus()

    # ---- the index ---------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the index of the present plan in the background, unless it is there or on its way."""
        wanted = self.session.plan, self.session.on
        if self.session.project is None or self._asked_for == wanted:
            return
        self._asked_for = wanted
        self.session.start(
            "job-indexing", lambda _: SearchIndex.of(*wanted), lambda index: self._take(index, wanted), apart=True
        )

    def _take(self, index: SearchIndex, wanted: tuple[Plan, dt.date]) -> None:
        if wanted[0] is self.session.plan and wanted[1] == self.session.on:
            self._index = index
            if self.isVisible():
                self.refresh()

    def _heard(self, _: object) -> None:
        if self.isVisible():
            self.refresh()

    def _forget(self, *_: object) -> None:
        self._index = self._asked_for = None
        if self.isVisible():
            self.prepare()
            self.refresh()

    # ---- looking -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look for what stands in the field and show it."""
        typed = self.field.text()
        wanted = typed.strip()
        commands = self._commands(wanted.removeprefix(COMMANDS_ONLY).strip())
        found: list[Choice] = []
        if wanted and not wanted.startswith(COMMANDS_ONLY) and self._index is not None:
            found = [self._choice(hit) for hit in self._index.find(wanted, LIMIT, privacy=self.session.privacy)]
        self.model.show(sorted([*commands, *found], key=lambda choice: -choice.score))  # stable: commands before equals
        if self.model.choices:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()
        self.note.setText(self._note(wanted))

    def _note(self, wanted: str) -> str:
        if self.session.project is not None and self._index is None:
            return self.words("palette-preparing")
        if wanted and not self.model.choices:
            return self.words("palette-nothing")
        return self.words("palette-keys")

    def _choice(self, hit: Hit) -> Choice:
        kind = self.words(f"palette-kind-{hit.kind}")
        if hit.kind == "grid":
            key = str(self.session.plan.value(hit.id, "kind"))
            scheme = self.session.plan.scheme
            kind = self.words.name(scheme.kind(key).name) if key in scheme else kind
        return Choice(hit.title, hit.detail, kind, hit.score, hit)

    def _commands(self, wanted: str) -> list[Choice]:
        """Return the commands that can be given now and fit; all of them if nothing is typed."""
        kind = self.words("palette-kind-command")
        found = []
        for spec in ACTIONS:
            action = self._actions.get(spec.key)
            score = self._command_score(spec.key, plain(wanted)) if wanted else INSIDE
            if action is None or not action.isEnabled() or not score:
                continue
            menu = self.words(f"menu-{spec.menu}")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            detail = " · ".join(part for part in (menu, keys) if part)
            found.append(Choice(self.words(f"action-{spec.key}"), detail, kind, score, command=spec.key))
        return found

    def _command_score(self, key: str, wanted: str) -> float:
        """Return how well a command's name fits in either language, 0 if it does not."""
        best = 0.0
        joined = "".join(wanted.split())
        for name, sound, initials in sounds_of_command(key) if sounds_are_read() else _silent(key):
            if name.rstrip("…") == wanted:
                return EXACT
            for fits, score in (
                (name.startswith(wanted), PREFIX),
                (sound.startswith(joined), PINYIN_PREFIX),
                (initials == joined, INITIALS),
                (initials.startswith(joined), INITIALS_PREFIX),
                (f" {wanted}" in name or (not wanted.isascii() and wanted in name), INSIDE),
            ):
                best = max(best, score if fits else 0.0)
        return best

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the field is typed in, and Enter choose."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {  # keys are whole numbers to Qt, and some have no name
                int(Qt.Key.Key_Down): 1,
                int(Qt.Key.Key_Up): -1,
                int(Qt.Key.Key_PageDown): _ROWS,
                int(Qt.Key.Key_PageUp): -_ROWS,
            }.get(event.key())
            if step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        count = self.model.rowCount()
        if count:
            at = self.list.currentIndex().row()
            row = (at + step) % count if abs(step) == 1 else min(max(at + step, 0), count - 1)
            self.list.setCurrentIndex(self.model.index(row))

    def _choose(self, index: Index) -> None:
        """Close, then do the command or go to what was found."""
        if not index.isValid():
            return
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        self.accept()
        if choice.command:
            self._actions[choice.command].trigger()
        elif choice.hit is not None:
            self._go_to(choice.hit)
            self.went.emit()

    def _go_to(self, hit: Hit) -> None:
        plan = self.session.plan
        grids = plan.there(hit.grids)
        self.session.select(grids)
        if hit.kind == "worker":
            self.session.show_person(hit.id)
        if hit.kind == "zone" and hit.id in plan.tables["zones"].index:
            self.session.show(plan.tables["zones"].geometry.loc[hit.id])
            return
        if hit.kind == "department" and hit.id in plan.tables["department_grids"].index:
            self.session.show(plan.tables["department_grids"].geometry.loc[hit.id])
            return
        if hit.kind == "compound" and hit.id in (ids := plan.tables["compounds"].index):
            ground = grounds(plan, np.array([ids.get_loc(hit.id)]))[0]
            if ground is not None:
                self.session.show(ground.buffer(_BUILDING_VIEW_M))
                return
        table = {"building": "buildings", "facility": "facilities"}.get(hit.kind)
        if table and hit.id in plan.tables[table].index and plan.tables[table].geometry.loc[hit.id] is not None:
            shape = plan.tables[table].geometry.loc[hit.id]
            self.session.show(None if shape is None or shape.is_empty else shape.buffer(_BUILDING_VIEW_M))
            return
        if hit.kind == "item" and hit.id in plan.tables["items"].index:
            place = plan.tables["items"].geometry.loc[hit.id]
            if place is not None and not place.is_empty:
                self.session.show(place.buffer(_BUILDING_VIEW_M))
                return
        shapes = [shape for shape in plan.shapes(grids) if shape is not None and not shape.is_empty] if grids else []
        if shapes:
            self.session.show(shapes[0] if len(shapes) == 1 else shapely.box(*shapely.total_bounds(shapes)))
