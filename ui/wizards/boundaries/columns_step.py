"""The second step for boundaries: what each column was taken for, with its first cells, to be corrected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gridmap.exchange.boundary_columns import FIELDS
from gridmap.exchange.boundary_outcome import FileTaken, Suggestion
from gridmap.people.privacy import Profile, shown_text
from ui.look.plain import plain_label
from ui.outputs.boundaries.wording import refusal
from ui.session.session import Session
from ui.session.settings import Settings
from ui.wizards.boundaries.questions import Questions
from ui.wizards.boundaries.work import KIND, Work
from ui.wizards.columns_table import ColumnsTable, ShownColumn
from ui.wizards.frame import Step, Wizard

_WHY: Final = {"offered": "boundaries-why-offered", "unknown": "boundaries-why-unknown"}

_BEFORE_ROWS: Final = ("crs", "swapped", "layer")
"""Keys of questions without whose answers no row of a file can be shown."""
_OF_GRIDS: Final = frozenset(("code", "name", "parent", "kind", "setting"))
"""Fields that say what a grid is, which every profile shows."""
_PHONE_HEADER: Final = re.compile("电话|手机|联系|phone|mobile|tel", re.IGNORECASE)
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_FIGURES: Final = re.compile(r"\d{7}")


class ColumnsStep(Step):
    """Shows the columns of one file at a time; what is corrected here is remembered for the next file of its shape.

    Parameters
    ----------
    wizard : Wizard
    work : Work
    prepare : callable
        Works out what would come in, and then goes on.
    session : Session
        Says how much of people is shown.
    settings : Settings
    """

    key = "columns"

    def __init__(
        self,
        wizard: Wizard,
        work: Work,
        prepare: Callable[[Callable[[], None]], None],
        session: Session,
        settings: Settings,
    ) -> None:
        super().__init__(wizard)
        self._work, self._prepare, self._session, self._settings = work, prepare, session, settings
        self.file = QComboBox()
        self.file.currentIndexChanged.connect(self._show)
        self._of = plain_label()
        self._of.setBuddy(self.file)
        self.remembered = plain_label()
        self.remembered.setProperty("role", "muted")
        self.table = ColumnsTable(wizard.words)
        self.table.chosen.connect(self._choose)
        self.questions = Questions(wizard.words)
        self.questions.answered.connect(self._answer)
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(8)
        above.addWidget(self._of)
        above.addWidget(self.file)
        above.addWidget(self.remembered, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.questions)
        layout.addWidget(self._above)
        layout.addWidget(self.table, 1)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self._of.setText(self.words("boundaries-heading-file"))
        self._show()

    def enter(self) -> None:
        """Show the files that come in."""
        at = max(self.file.currentIndex(), 0)
        self.file.blockSignals(True)
        self.file.clear()
        for source in self._work.wanted:
            layer = f" · {source.seen.layer}" if source.seen.layer else ""
            self.file.addItem(f"{source.seen.path.name}{layer}")
        self.file.setCurrentIndex(min(at, self.file.count() - 1))
        self.file.blockSignals(False)
        several = self.file.count() > 1
        self.file.setVisible(several)
        self._of.setVisible(several)
        self.questions.ask(self._unread, self._work.prepared.files if self._work.prepared is not None else ())
        self._show()
        self.first = self.questions.buttons[0] if self.questions.buttons else next(iter(self.table.boxes), None)

    @property
    def _unread(self) -> list[Suggestion]:
        """The questions about files of which no row can be shown before they are answered."""
        return [question for question in self._work.questions if question.key in _BEFORE_ROWS]

    def _answer(self, file: int, options: dict[str, object]) -> None:
        """Read a file as the user says."""
        self._work.say(file, options)
        self._prepare(self._worked_out)

    def _worked_out(self) -> None:
        self.enter()
        self.changed.emit()
        if self.first is not None:
            self.first.setFocus()

    def stands_in_the_way(self) -> str:
        """Say why nothing of a file comes in as its columns are taken now; what can be answered is asked later."""
        prepared = self._work.prepared
        if prepared is None or not self._is_current:
            return ""
        if self._unread:
            return self.words("boundaries-answer-first")
        asked = {question.file for question in self._work.questions}
        refused = [taken.refused for at, taken in enumerate(prepared.files) if taken.refused and at not in asked]
        if not refused or refused[0] is None:
            return ""
        return self.words.of(refusal(refused[0], self._session.privacy))

    @property
    def _is_current(self) -> bool:
        """Whether what is shown was worked out from what is said now."""
        prepared = self._work.prepared
        return prepared is not None and self._work.is_prepared(prepared.plan)

    def forward(self, go: Callable[[], None]) -> None:
        """Work out what would come in, if a column was corrected."""
        self._prepare(go)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        at = self.file.currentIndex()
        taken = self._work.taken(at) if at >= 0 else None
        source = self._work.wanted[at] if 0 <= at < len(self._work.wanted) else None
        if source is None:
            return
        cells = source.seen.columns
        profile = self._session.privacy
        columns = []
        for header, (field, why, doubtful) in self._understood(at, taken).items():
            shown = tuple(_shown(header, field, cell, profile) for cell in cells.get(header, ()))
            columns.append(ShownColumn(header, field, self.words(_WHY.get(why, f"roster-why-{why}")), shown, doubtful))
        people = [(column.field, self._field(column.field)) for column in (taken.offered if taken else ())]
        choices = [("", self.words("boundaries-column-left"))]
        choices += [(field, _as_a_name(self.words(f"import-as-{field}"))) for field in FIELDS]
        self.table.show_columns(columns, [*choices, *dict.fromkeys(people)])
        known = taken is not None and taken.fingerprint in self._settings.columns_of(KIND)
        self.remembered.setText(self.words("boundaries-columns-remembered") if known else "")
        self._above.setVisible(known or self.file.count() > 1)

    def _field(self, field: str) -> str:
        """Return what a field of a roster is called."""
        return self.words(f"boundaries-as-{field.partition(':')[0].replace('_', '-')}")

    def _understood(self, at: int, taken: FileTaken | None) -> dict[str, tuple[str, str, bool]]:
        """Return for every column what it is taken for, why, and whether one should look at it."""
        source = self._work.wanted[at]
        found = dict.fromkeys(source.seen.columns, ("", "unknown", False))
        for column in taken.columns if taken is not None else ():
            doubtful = column.why in ("like", "content", "cut")
            found[column.header] = (column.field, column.why, doubtful)
        for column in taken.offered if taken is not None else ():
            if found.get(column.header, ("", "", False))[0] == "":
                found[column.header] = ("", "offered", False)
        for header, field in source.corrected.items():
            if header in found:
                found[header] = (field, "chosen", False)
        return found

    # ---- correcting --------------------------------------------------------------------------------------------------

    def _choose(self, row: int, field: str) -> None:
        """Take a column for something else; no other column is that any more."""
        at = self.file.currentIndex()
        source = self._work.wanted[at]
        understood = self._understood(at, self._work.taken(at))
        header = list(understood)[row]
        if understood[header][0] == field:
            return
        for other in [known for known, by in source.displaced.items() if by == header]:
            del source.displaced[other], source.corrected[other]  # it is what it was before
        for other, (meant, _, _) in self._understood(at, self._work.taken(at)).items():
            if field and meant == field and other != header:
                source.corrected[other] = ""
                source.displaced[other] = header
        source.corrected[header] = field
        if field and field not in FIELDS:
            self._work.wishes = replace(self._work.wishes, people=True)
        self._show()
        self.changed.emit()


def _as_a_name(words: str) -> str:
    """Return what a field is called in the middle of a sentence as it stands alone."""
    return words[:1].upper() + words[1:]


def _shown(header: str, field: str, cell: str, profile: Profile) -> str:
    """Return a cell as a profile shows it; a code is no phone, though it has as many digits."""
    is_code = cell.isascii() and cell.isalnum() and not _MOBILE.fullmatch(cell) and not _PHONE_HEADER.search(header)
    is_word = field in _OF_GRIDS and not _FIGURES.search(cell)
    return cell if is_code or is_word else shown_text(cell, profile)
