"""What one worker answers for: given many grids, some of them to another, all to a successor or a stand-in, ended."""

from __future__ import annotations

import datetime as dt

import numpy as np
from PySide6.QtWidgets import QComboBox, QWidget

from gridmap.edits import AssignGrids, EndAll, HandOver, StandIn, TransferGrids
from gridmap.ground.placement import households_by_grid
from gridmap.people.privacy import shown_names
from gridmap.people.staffing import has_ended
from ui.dialogs.assign_worker import name_picker, worker_choices
from ui.dialogs.base import DATE_FORMAT, date_field, first_day, tick_before_a_field
from ui.dialogs.minding import MindingDialog
from ui.dialogs.picker import Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session

_NAMED = 3
"""So many grids are called by their names in a dialog."""


class _WorkerDialog(MindingDialog):
    """A dialog about one worker, who must be in the session's plan, and a day."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None) -> None:
        super().__init__(session, words, parent)
        self.worker = worker
        self.setMinimumWidth(360)
        self.day = date_field(first_day(session))
        self.label = plain_label()
        self.label.setBuddy(self.day)
        self.day.dateChanged.connect(self.look)

    @property
    def name(self) -> str:
        """The worker's name as the window may show it."""
        names = self.session.plan.tables["workers"]["name"]
        return str(shown_names([names.get(self.worker, "")], self.session.privacy)[0])

    def gets(self) -> tuple[int, dt.date]:
        """Return who gets grids, and from which day."""
        return self.worker, self._first_day()

    def _first_day(self) -> dt.date:
        return dt.date.fromisoformat(self.day.date().toString(DATE_FORMAT))

    def _name_day(self, words: str) -> None:
        self.label.setText(words)
        self.day.setAccessibleName(words)

    def _grids(self) -> int:
        """Return how many grids the worker answers for, or is to answer for."""
        plan = self.session.plan
        table = plan.tables["assignments"]
        own = (table["worker"].to_numpy() == self.worker) & ~has_ended(plan, self.session.on)
        return len(np.unique(table["grid"].to_numpy()[own]))


class AssignGridsDialog(_WorkerDialog):
    """Give many grids to one worker.

    Parameters
    ----------
    worker : int
    grids : tuple of int
        Grids that the worker does not answer for.
    """

    def __init__(
        self, session: Session, words: Words, worker: int, grids: tuple[int, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(session, words, worker, parent)
        self.grids = grids
        plan = session.plan
        self.role, self._role_label = QComboBox(), plain_label()
        self._role_label.setBuddy(self.role)
        for role in plan.scheme.roles:
            self.role.addItem("", role.key)
        number = int(plan.kind_numbers[plan.positions([grids[0]])[0]])
        wanted = plan.scheme.kinds[number].worker_role if number >= 0 else ""
        self.role.setCurrentIndex(max(self.role.findData(wanted), 0))
        self.ends, self.end = tick_before_a_field(), date_field(first_day(session).addYears(1))
        self.end.setEnabled(False)
        self.ends.toggled.connect(self.end.setEnabled)
        self.role.currentIndexChanged.connect(self.look)
        self.ends.toggled.connect(self.look)
        self.end.dateChanged.connect(self.look)
        self.form.addRow(self._role_label, self.role)
        self.form.addRow(self.label, self.day)
        self.form.addRow(self.ends, self.end)
        self.note.show()
        self.ready()
        self.role.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan, count = self.words, self.session.plan, len(self.grids)
        self.setWindowTitle(say("assign-title"))
        if count == 1:
            grid = Wording(plan, say.language).grid(self.grids[0])
            self.heading.setText(say("portfolio-assign-one", name=self.name, grid=grid))
        else:
            self.heading.setText(say("portfolio-assign-many", name=self.name, count=count))
        homes = int(households_by_grid(plan)[plan.positions(self.grids)].sum())
        self.note.setText(say("portfolio-load", grids=self._grids(), more=count, households=homes))
        self._role_label.setText(say("assign-role"))
        self._name_day(say("assign-from"))
        self.ends.setText(say("assign-until"))
        self.role.setAccessibleName(say("assign-role"))
        self.end.setAccessibleName(say("assign-until"))
        for place, role in enumerate(plan.scheme.roles):
            self.role.setItemText(place, say.name(role.name))
        self.do.setText(say("assign-do"))

    def edit(self) -> AssignGrids:
        """Return the assignments that are described."""
        end = self.end.date().toString(DATE_FORMAT) if self.ends.isChecked() else ""
        begin = self.day.date().toString(DATE_FORMAT)
        return AssignGrids(self.worker, self.grids, self.role.currentData(), begin, end)


class _SuccessorDialog(_WorkerDialog):
    """A dialog that asks who takes grids over from a worker."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None) -> None:
        super().__init__(session, words, worker, parent)
        self.picker = Picker(worker_choices(session.plan, session.privacy, but=worker, on=session.on))
        self.body.addWidget(self.picker)
        self.form.addRow(self.label, self.day)
        self.picker.picked.connect(self._enable)
        self.picker.done.connect(self.accept)
        self.resize(620, 500)

    def begin(self) -> None:
        """Finish building."""
        self.ready()
        self._enable()
        self.picker.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        name_picker(self.picker, self.words)

    def gets(self) -> tuple[int, dt.date]:
        """Return who takes the grids over, and from which day."""
        return self.picker.chosen, self._first_day()

    def _enable(self) -> None:
        self.do.setEnabled(self.picker.chosen > 0)
        self.look()


class HandOverDialog(_SuccessorDialog):
    """Choose who takes over everything from one worker, and from which day on."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, worker, parent)
        self.begin()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("portfolio-hand-over-title"))
        self.heading.setText(say("portfolio-hand-over", name=self.name, count=self._grids()))
        self._name_day(say("portfolio-first-day"))
        self.do.setText(say("portfolio-hand-over-do"))

    def edit(self) -> HandOver | None:
        """Return what is handed over, ``None`` while nobody is chosen."""
        if not self.picker.chosen:
            return None
        return HandOver(self.worker, self.picker.chosen, self.day.date().toString(DATE_FORMAT))


class TransferDialog(_SuccessorDialog):
    """Choose who takes over some grids from one worker, and from which day on.

    Parameters
    ----------
    worker : int
    grids : tuple of int
        Grids for which the worker answers, or is to answer.
    """

    def __init__(
        self, session: Session, words: Words, worker: int, grids: tuple[int, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(session, words, worker, parent)
        self.grids = grids
        self.note.show()
        self.begin()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, wording = self.words, Wording(self.session.plan, self.words.language)
        self.setWindowTitle(say("portfolio-transfer-title"))
        self.heading.setText(say("portfolio-transfer", name=self.name, count=len(self.grids)))
        named = [wording.grid(grid) for grid in self.grids[:_NAMED]]
        more = len(self.grids) - len(named)
        grids = say("said-between").join(named)
        self.note.setText(say("portfolio-grids-more", grids=grids, count=more) if more else grids)
        self._name_day(say("portfolio-first-day"))
        self.do.setText(say("portfolio-transfer-do"))

    def edit(self) -> TransferGrids | None:
        """Return what is transferred, ``None`` while nobody is chosen."""
        if not self.picker.chosen:
            return None
        return TransferGrids(self.worker, self.picker.chosen, self.grids, self.day.date().toString(DATE_FORMAT))


class StandInDialog(_SuccessorDialog):
    """Choose who stands in for a worker, from which day until which."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, worker, parent)
        self.end, self._end_label = date_field(first_day(session).addMonths(1)), plain_label()
        self._end_label.setBuddy(self.end)
        self.end.dateChanged.connect(self.look)
        self.form.addRow(self._end_label, self.end)
        self.note.show()
        self.begin()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("portfolio-stand-in-title"))
        self.heading.setText(say("portfolio-stand-in", name=self.name, count=self._grids()))
        self.note.setText(say("portfolio-stand-in-note", name=self.name))
        self._name_day(say("portfolio-away-from"))
        self._end_label.setText(say("portfolio-away-until"))
        self.end.setAccessibleName(say("portfolio-away-until"))
        self.do.setText(say("portfolio-stand-in-do"))

    def edit(self) -> StandIn | None:
        """Return who stands in, ``None`` while nobody is chosen."""
        if not self.picker.chosen:
            return None
        first, last = (field.date().toString(DATE_FORMAT) for field in (self.day, self.end))
        return StandIn(self.worker, self.picker.chosen, first, last)


class EndAllDialog(_WorkerDialog):
    """Ask for the last day of all that a worker answers for; today at first."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, worker, parent)
        self.form.addRow(self.label, self.day)
        self.note.show()
        self.ready()
        self.day.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("portfolio-end-title"))
        self.heading.setText(say("portfolio-end", name=self.name, count=self._grids()))
        self.note.setText(say("portfolio-end-note"))
        self._name_day(say("end-last-day"))
        self.do.setText(say("end-do"))

    def edit(self) -> EndAll:
        """Return the end that is described."""
        return EndAll(self.worker, self.day.date().toString(DATE_FORMAT))
