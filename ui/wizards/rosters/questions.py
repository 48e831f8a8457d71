"""What the lists leave open: grids named only nearly, people of whom several have one name, unknown kinds."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters import Fault, Namesake
from gridmap.model.indicators import FacilityKind
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.wizards.rosters.choose_grid import ChooseGrid
from ui.wizards.rosters.gathered import Gathered
from ui.wizards.rosters.outcome_lines import OutcomeLines

_ROW_HEIGHT: Final = 38
_ANSWER: Final = 1
_WIDTHS: Final = {0: 170, 2: 110}
_UNANSWERED: Final = None
_ANOTHER: Final = -1
_BOXES_AT_ONCE: Final = 15
"""So many boxes are made in a turn of the event loop: each takes half a millisecond and more."""
_MOST: Final = 200
"""So many questions are shown at most: a list that leaves more open is about other grids than those of the project."""


class Questions(QTableWidget):
    """A row to each question, with a box of what may be meant; at first it is none of these, and the rows stay out.

    Signals
    -------
    answered : ()
        An answer is another than before: the outcome is another one.
    looked_at : tuple of int
        Ids of the grids of the question that is current.
    """

    answered = Signal()
    looked_at = Signal(tuple)

    def __init__(self, lists: Gathered, words: Words) -> None:
        super().__init__(0, 3)
        self.lists, self.words = lists, words
        self.boxes: list[QComboBox] = []
        self.choosing: ChooseGrid | None = None
        self._asked: list[Fault] = []
        self._left: list[tuple[Fault, OutcomeLines, Profile]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._some_more)
        self._plan: Plan | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_ANSWER, QHeaderView.ResizeMode.Stretch)
        for at, width in _WIDTHS.items():
            self.setColumnWidth(at, width)
        self.currentCellChanged.connect(self._moved)

    @property
    def open(self) -> int:
        """How many questions have no answer yet."""
        return sum(not self._is_answered(fault) for fault in self.lists.questions.values())

    def take_focus(self) -> None:
        """Put the keys on the box of the question that is current."""
        row = self.currentRow()
        where = self.boxes[row] if 0 <= row < len(self.boxes) else self
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_answered(self, fault: Fault) -> bool:
        if fault.word:
            return fault.word in self.lists.kinds
        return fault.asked in (self.lists.people if fault.namesakes else self.lists.choices)

    def show_questions(self, lines: OutcomeLines, profile: Profile) -> None:
        """Show what was asked so far, with the answers."""
        kept = self.currentRow()
        for faults in lines.faults:
            for fault in faults:
                if _key(fault):
                    self.lists.questions.setdefault(_key(fault), fault)
        for problem in lines.prepared.problems:  # what was said for an earlier list can be said otherwise
            if problem.key == "roster-kind-as-told":
                fault = Fault(problem, str(problem.values["value"]), word=plain(str(problem.values["value"])))
                self.lists.questions.setdefault(_key(fault), fault)
        count: dict[str, int] = {}
        for faults in lines.faults:
            for asked in {_key(fault) for fault in faults}:
                count[asked] = count.get(asked, 0) + 1
        self._asked = list(self.lists.questions.values())[:_MOST]
        self._plan = lines.plan
        self._later.stop()
        self.clearContents()
        self.setHorizontalHeaderLabels([self.words(f"roster-question-{key}") for key in ("what", "answer", "rows")])
        self.setAccessibleName(self.words("roster-questions"))
        self.setRowCount(len(self._asked))
        self.boxes = []
        for row, fault in enumerate(self._asked):
            self._show(row, fault, profile, count.get(_key(fault), 0))
        current = min(max(kept, 0), len(self._asked) - 1)
        self._left = [(fault, lines, profile) for fault in self._asked]
        self._some_more(max(_BOXES_AT_ONCE, current + 1))
        if self._asked:
            self.selectRow(current)

    def _some_more(self, count: int = _BOXES_AT_ONCE) -> None:
        """Give the next rows their boxes; those below follow in later turns."""
        now, self._left = self._left[:count], self._left[count:]
        for fault, lines, profile in now:
            self._add_box(fault, lines, profile)
        if self._left:
            self._later.start()

    def _asks(self, fault: Fault, profile: Profile) -> str:
        say = self.words
        if fault.word:
            return say("roster-question-kind", word=fault.value)
        if fault.namesakes:
            name = str(shown_names([str(fault.problem.values["name"])], profile)[0])
            above = fault.asked.rpartition("/")[0]
            return say("roster-question-namesakes", name=name, where=above or "–")
        return say("roster-question-grid", name=fault.asked.replace("/", " / "))

    def _show(self, row: int, fault: Fault, profile: Profile, rows: int) -> None:
        say, asked = self.words, self._asks(fault, profile)
        for at, text in enumerate((asked, "", say("roster-question-left", count=rows) if rows else "")):
            item = QTableWidgetItem(text)
            item.setToolTip(as_it_reads(text))
            self.setItem(row, at, item)

    def _add_box(self, fault: Fault, lines: OutcomeLines, profile: Profile) -> None:
        """Put a box with what may be meant into the next row."""
        say = self.words
        box = _Box(self.viewport())  # where it stays
        box.addItem(say("roster-answer-none"), _UNANSWERED)
        answer: object
        if fault.word:
            kinds = sorted(self.lists.scheme.facilities, key=lambda kind: not self._is_likely(kind, fault))
            for kind in kinds:
                box.addItem(say.name(kind.name), kind.key)
            answer = self.lists.kinds.get(fault.word, _UNANSWERED)
        elif fault.namesakes:
            for number, one in enumerate(fault.namesakes, start=1):
                box.addItem(self._person(number, one, lines, profile), one.said)
            box.addItem(say("roster-answer-somebody-new"), "")
            answer = self.lists.people.get(fault.asked, _UNANSWERED)
        else:
            for grid in fault.candidates:
                code = str(lines.plan.value(grid, "code"))
                box.addItem(say("roster-answer-grid", place=lines.place(grid), code=code), grid)
            answer = self.lists.choices.get(fault.asked, _UNANSWERED)
            if isinstance(answer, int) and answer not in fault.candidates:
                code = str(lines.plan.value(answer, "code"))
                box.addItem(say("roster-answer-grid", place=lines.place(answer), code=code), answer)
            box.addItem(say("roster-answer-another"), _ANOTHER)
        places = [place for place in range(box.count()) if box.itemData(place) == answer]
        box.setCurrentIndex(places[0] if places else 0)
        box.setAccessibleName(self._asks(fault, profile))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _, fault=fault, box=box: self._answer(fault, box.currentData()))
        self.setCellWidget(len(self.boxes), _ANSWER, box)
        self.boxes.append(box)

    @staticmethod
    def _is_likely(kind: FacilityKind, fault: Fault) -> bool:
        """Whether a kind is named much like what the list says; those stand first, and none is taken for it."""
        return not {kind.name.zh, kind.name.en}.isdisjoint(fault.suggestions)

    def _person(self, number: int, one: Namesake, lines: OutcomeLines, profile: Profile) -> str:
        """Return by what a namesake can be told from the others, as far as the profile shows it."""
        phone = str(shown_phones([one.phone], profile)[0])
        staff_number = str(shown_numbers([one.said], profile)[0]) if one.said != one.phone else ""
        places = " ".join(lines.place(grid) for grid in one.grids[:2])
        told = " · ".join(part for part in (phone, staff_number, places) if part)
        return told or self.words("roster-answer-person", number=number)

    def _answer(self, fault: Fault, answer: int | str | None) -> None:
        self.selectRow(self._asked.index(fault))
        if fault.word:
            self._say_kind(fault.word, answer)
            return
        if answer == _ANOTHER and not fault.namesakes:
            self._choose(fault)
            return
        known: dict[str, int] | dict[str, str] = self.lists.people if fault.namesakes else self.lists.choices
        before = known.get(fault.asked)
        if answer is _UNANSWERED:
            known.pop(fault.asked, None)
        elif fault.namesakes:
            self.lists.people[fault.asked] = str(answer)
        else:
            self.lists.choices[fault.asked] = int(answer)
        if known.get(fault.asked) != before:
            self.answered.emit()

    def _say_kind(self, word: str, answer: int | str | None) -> None:
        kinds = self.lists.kinds
        before = kinds.get(word)
        if answer is _UNANSWERED:
            kinds.pop(word, None)
        else:
            kinds[word] = str(answer)
        if kinds.get(word) != before:
            self.answered.emit()

    def _choose(self, fault: Fault) -> None:
        """Let the user choose among all grids; till then the answer is as it was."""
        assert self._plan is not None
        box = self.boxes[self._asked.index(fault)]
        before = self.lists.choices.get(fault.asked, _UNANSWERED)
        box.setCurrentIndex(next(place for place in range(box.count()) if box.itemData(place) == before))
        if fault.candidates:
            at = self._plan.positions(fault.candidates)
            levels = tuple(sorted(set(self._plan.ranks[at].tolist())))
        else:
            levels = (int(self._plan.ranks.max(initial=0)),)
        choosing = self.choosing = ChooseGrid(self._plan, self.words, fault.asked, levels, self)
        choosing.chosen.connect(lambda grid: self._answer(fault, grid))
        choosing.finished.connect(self._chosen)
        choosing.open()

    def _chosen(self) -> None:
        self.choosing = None

    def _moved(self, row: int, *_: int) -> None:
        if 0 <= row < len(self._asked):
            fault = self._asked[row]
            grids = fault.candidates or tuple(grid for one in fault.namesakes for grid in one.grids)
            answer = self.lists.choices.get(fault.asked)
            self.looked_at.emit((answer,) if answer else grids)


def _key(fault: Fault) -> str:
    """Return what a question is known by, "" for a fault that asks none."""
    return f"kind:{fault.word}" if fault.word else fault.asked


class _Box(QComboBox):
    """A box that the wheel passes by."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
