"""The third step: what would come of the lists, row by row, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.look.appearance import Appearance
from ui.look.plain import begun, plain_label
from ui.wizards.frame import Step
from ui.wizards.rosters.counts import CountsTable
from ui.wizards.rosters.lines_table import LinesTable, colour_of
from ui.wizards.rosters.outcome_lines import LEFT_OUT, STATES
from ui.wizards.rosters.places_map import PlacesMap
from ui.wizards.rosters.questions import Questions
from ui.wizards.rosters.wording import problem_in_words
from ui.wizards.rosters.work import RosterWork

_SIDE, _LEAST_SIDE, _SIDE_SHARE = 320, 230, 0.27
_PAUSE_MS: Final = 200
_TOLD_HEIGHT: Final = 40
_SEARCH: Final = 180
_ALL: Final = -1
ROWS, QUESTIONS, NOTICED = range(3)


class RowsStep(Step):
    """Rows, questions and what was noticed; beside them the map, the counts and what private data is left out.

    Attributes
    ----------
    chips : QButtonGroup
        A button for each state, and one for all; its id is the place of the state, -1 for all.
    search : QLineEdit
    table : LinesTable
    told : QLabel
        All that is said of the line that is current.
    questions : Questions
    tabs : QTabWidget
    map : PlacesMap
    counts : CountsTable
    save : QPushButton
    """

    key = "roster-rows"

    def __init__(self, wizard: RosterWork) -> None:
        super().__init__(wizard)
        self._work, self._session = wizard, wizard.session
        self.table = LinesTable(self.words)
        self.questions = Questions(wizard.lists, self.words)
        self.noticed = QPlainTextEdit()
        self.noticed.setReadOnly(True)
        self.noticed.setTabChangesFocus(True)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(_SEARCH)
        self.chips = QButtonGroup(self)
        self.map = PlacesMap(_colour)
        self.counts = CountsTable(self.words)
        self.private = plain_label()
        self.private.setWordWrap(True)
        self.private.setProperty("role", "muted")
        self.told = plain_label()
        self.told.setWordWrap(True)
        self.told.setFixedHeight(_TOLD_HEIGHT)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save = QPushButton()
        self.save.setAutoDefault(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.first = self.chips.button(0)

    # ---- building ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Put everything in its place, from the outside in, so that each is dressed where it stays."""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        layout.addWidget(self.tabs, 1)
        corner = QWidget()
        self.tabs.setCornerWidget(corner)
        within = QHBoxLayout(corner)
        within.setContentsMargins(0, 0, 1, 4)
        within.addWidget(self.search)
        above = QHBoxLayout()
        above.setSpacing(4)
        for place in (_ALL, *range(len(STATES))):
            chip = QToolButton()
            chip.setCheckable(True)
            self.chips.addButton(chip, place + 1)  # Qt takes -1 for "give it an id yourself"
            above.addWidget(chip)
        self.chips.button(0).setChecked(True)
        above.addStretch(1)
        rows = QWidget()
        for page in (rows, self.questions, self.noticed):
            self.tabs.addTab(page, "")
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(above)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.told)
        self._beside = QWidget()
        layout.addWidget(self._beside)
        side = QVBoxLayout(self._beside)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(self.map, 1)
        side.addWidget(self.counts)
        side.addWidget(self.private)
        side.addWidget(self.save)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the rows the most of the room."""
        self._beside.setFixedWidth(round(min(max(self.width() * _SIDE_SHARE, _LEAST_SIDE), _SIDE)))
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.chips.idClicked.connect(self._narrow)
        self.search.textChanged.connect(self._soon.start)
        self._soon.timeout.connect(self._narrow)
        self.search.textEdited.connect(lambda: self.tabs.setCurrentIndex(ROWS))
        self.search.installEventFilter(self)
        self.table.looked_at.connect(self._look)
        self.questions.looked_at.connect(self.map.look_at)
        self.questions.answered.connect(self._answered)
        self.save.clicked.connect(self._work.save_bad)
        self._session.privacy_changed.connect(self.enter)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.search.setPlaceholderText(say("roster-search"))
        self.search.setAccessibleName(say("roster-search"))
        self.table.setAccessibleName(say("roster-rows"))
        for tabs in (self.tabs, self.tabs.tabBar()):
            tabs.setAccessibleName(say("roster-rows"))
        self.noticed.setAccessibleName(say("roster-noticed"))
        self.save.setText(say("roster-save-bad"))
        for place in (_ALL, *range(len(STATES))):
            self.chips.button(place + 1).setText(self._state(place))
        self._name_tabs(0, 0)
        self.enter()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Show the outcome as it is worked out now."""
        lines, ground = self._work.lines, self._work.ground
        if lines is None or ground is None:
            return
        profile = self._session.privacy
        self.table.lines.show_lines(lines, profile)
        self.questions.show_questions(lines, profile)
        prepared = lines.prepared
        told = [problem_in_words(problem, self.words) for problem in prepared.problems]
        self.noticed.setPlainText("\n".join(dict.fromkeys(told)))
        self.map.show_ground(ground)
        self.counts.show_counts(prepared)
        self._name_chips()
        self._tell_private()
        self.save.setEnabled(bool(lines.faults))
        self._name_tabs(len(lines), len(dict.fromkeys(told)))
        self._narrow()

    def _name_chips(self) -> None:
        lines, say = self._work.lines, self.words
        assert lines is not None
        counts = lines.counts.tolist()
        for place in (_ALL, *range(len(STATES))):
            chip = self.chips.button(place + 1)
            count = len(lines) if place == _ALL else counts[place]
            chip.setText(say("roster-chip", state=self._state(place), count=count))
            chip.setVisible(place == _ALL or count > 0)
        chosen = self.chips.checkedId() - 1
        if chosen != _ALL and not counts[chosen]:
            self.chips.button(0).setChecked(True)

    def _state(self, place: int) -> str:
        return self.words(f"roster-state-{'all' if place == _ALL else STATES[place]}")

    def _name_tabs(self, rows: int, told: int) -> None:
        say = self.words
        self.tabs.setTabText(ROWS, say("roster-tab-rows", count=rows))
        self.tabs.setTabText(QUESTIONS, say("roster-tab-questions", count=self.questions.open))
        self.tabs.setTabText(NOTICED, say("roster-tab-noticed", count=told))
        self.tabs.setTabVisible(QUESTIONS, bool(self.questions.boxes))
        self.tabs.setTabVisible(NOTICED, told > 0)

    def _tell_private(self) -> None:
        lines = self._work.lines
        assert lines is not None
        count: dict[str, int] = {}
        for left in lines.prepared.left_out:
            key = f"{left.reason} {left.column}"
            count[key] = count.get(key, 0) + left.count
        said = []
        for key, total in count.items():
            reason, _, column = key.partition(" ")
            said.append(begun(self.words(f"roster-left-{reason}", column=column, count=total)))
        self.private.setText("\n".join(said[:4] + (["…"] if len(said) > 4 else [])))
        self.private.setVisible(bool(said))

    # ---- looking -----------------------------------------------------------------------------------------------------

    def _narrow(self) -> None:
        chosen = self.chips.checkedId() - 1
        self.table.lines.narrow(() if chosen == _ALL else (chosen,), self.search.text())

    def _look(self, line: int) -> None:
        lines = self._work.lines
        if lines is None or line < 0:
            self.map.look_at(())
            self.told.setText("")
        else:
            self.told.setText(self.table.lines.told(line))
            self.map.look_at(lines.grids(line), lines.point(line))

    def _answered(self) -> None:
        """Work the outcome out anew; the questions keep their place."""

        def show() -> None:
            self.enter()
            self.questions.take_focus()
            self.changed.emit()

        self._work.prepare(show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter in the field go to the rows that were found, and not store anything."""
        is_key = watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not is_key or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            return super().eventFilter(watched, event)
        self._soon.stop()
        self._narrow()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if self.table.lines.rowCount():
            self.table.selectRow(0)
        return True

    # ---- going on ----------------------------------------------------------------------------------------------------

    def stands_in_the_way(self) -> str:
        """Return why nothing can be stored."""
        lines = self._work.lines
        if lines is None or lines.prepared.change:
            return ""
        nothing_in = lines.counts[LEFT_OUT] and not lines.prepared.good
        return self.words("roster-nothing-can" if nothing_in else "roster-nothing-new")

    def forward(self, go: Callable[[], None]) -> None:
        """Store what is shown."""
        self._work.store(go)

    def next_words(self) -> str:
        """Return what the button says that stores."""
        return self.words("roster-bring-in")

    def asks(self) -> str:
        """Return what came of the lists in one sentence."""
        lines = self._work.lines
        if lines is None:
            return super().asks()
        good, bad = lines.prepared.good, lines.prepared.bad
        return self.words("roster-would-come-in", good=good, bad=bad)


def _colour(state: int, look: Appearance) -> str:
    return colour_of(STATES[state], look)
