"""All that one worker answers for: given many grids at once, handed over to a successor, ended."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from gridmap.edits import AssignGrids, EndAll, HandOver
from gridmap.ground.placement import households_by_grid
from gridmap.people.privacy import shown_names
from gridmap.people.staffing import has_ended
from ui.dialogs.assign_worker import worker_choices
from ui.dialogs.base import DATE_FORMAT, EditDialog, date_field
from ui.dialogs.picker import Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session


class _WorkerDialog(EditDialog):
    """A dialog about one worker, who must be in the session's plan, and a day."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None) -> None:
        super().__init__(session, words, parent)
        self.worker = worker
        self.setMinimumWidth(360)
        self.day = date_field(QDate.currentDate())
        self.label = plain_label()
        self.label.setBuddy(self.day)

    @property
    def name(self) -> str:
        """The worker's name as the window may show it."""
        names = self.session.plan.tables["workers"]["name"]
        return str(shown_names([names.get(self.worker, "")], self.session.privacy)[0])

    def _name_day(self, words: str) -> None:
        self.label.setText(words)
        self.day.setAccessibleName(words)

    def _grids(self) -> int:
        """Return how many grids the worker answers for, or is to answer for."""
        plan = self.session.plan
        table = plan.tables["assignments"]
        own = (table["worker"].to_numpy() == self.worker) & ~has_ended(plan)
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
        self.ends, self.end = QCheckBox(), date_field(QDate.currentDate().addYears(1))
        self.end.setEnabled(False)
        self.ends.toggled.connect(self.end.setEnabled)
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


class HandOverDialog(_WorkerDialog):
    """Choose who takes over everything from one worker, and from which day on."""

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, worker, parent)
        self.picker = Picker(worker_choices(session.plan, session.privacy, but=worker))
        self.body.addWidget(self.picker)
        self.form.addRow(self.label, self.day)
        self.picker.picked.connect(self._enable)
        self.picker.done.connect(self.accept)
        self.resize(560, 480)
        self.ready()
        self._enable()
        self.picker.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("portfolio-hand-over-title"))
        self.heading.setText(say("portfolio-hand-over", name=self.name, count=self._grids()))
        self.picker.field.setPlaceholderText(say("assign-find"))
        self.picker.field.setAccessibleName(say("assign-find"))
        self.picker.view.setAccessibleName(say("inspector-workers"))
        self.picker.choices.name(
            [say(f"assign-{column}") for column in ("name", "staff-number", "phone", "grids")]
            + [say("column-households")]
        )
        self._name_day(say("portfolio-first-day"))
        self.do.setText(say("portfolio-hand-over-do"))

    def edit(self) -> HandOver | None:
        """Return what is handed over, ``None`` while nobody is chosen."""
        if not self.picker.chosen:
            return None
        return HandOver(self.worker, self.picker.chosen, self.day.date().toString(DATE_FORMAT))

    def _enable(self) -> None:
        self.do.setEnabled(self.picker.chosen > 0)


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
