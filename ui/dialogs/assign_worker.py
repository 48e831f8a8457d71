"""Assign somebody to a grid: who, in which role, from which day on and until when."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from gridmap.edits import AssignGrids, AssignWorker
from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones
from gridmap.people.staffing import counting, duties
from gridmap.people.vacancies import places_of
from ui.dialogs.base import DATE_FORMAT, date_field, first_day, tick_before_a_field
from ui.dialogs.minding import MindingDialog
from ui.dialogs.picker import Choices, Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session


class AssignWorkerDialog(MindingDialog):
    """Choose a worker for a grid or several; those who have the fewest households to answer for stand first.

    Parameters
    ----------
    grid : int
        Id of the grid; it must be in the session's plan.
    more : tuple of int
        Other grids that the worker is given in the same step.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        grid: int,
        parent: QWidget | None = None,
        *,
        more: tuple[int, ...] = (),
    ) -> None:
        super().__init__(session, words, parent)
        self.grid, self.more = grid, more
        plan = session.plan
        self.picker = Picker(worker_choices(plan, session.privacy, on=session.on))
        self.role = QComboBox()
        self.begin = date_field(first_day(session))
        self.ends = tick_before_a_field()
        self.end = date_field(first_day(session).addYears(1))
        self.end.setEnabled(False)
        self._role_label, self._begin_label = plain_label(), plain_label()
        self._role_label.setBuddy(self.role)
        self._begin_label.setBuddy(self.begin)
        until = QHBoxLayout()
        until.setSpacing(8)
        until.addWidget(self.end, 1)
        self.new = QPushButton()
        self.new.setAutoDefault(False)
        self.new.clicked.connect(self._ask_for_new)
        self.picker.beside.addWidget(self.new)
        self.body.addWidget(self.picker)
        self.form.addRow(self._role_label, self.role)
        self.form.addRow(self._begin_label, self.begin)
        self.form.addRow(self.ends, until)
        for role in plan.scheme.roles:
            self.role.addItem("", role.key)
        number = int(plan.kind_numbers[plan.positions([grid])[0]])
        wanted = plan.scheme.kinds[number].worker_role if number >= 0 else ""
        self.role.setCurrentIndex(max(self.role.findData(wanted), 0))
        self.ends.toggled.connect(self.end.setEnabled)
        self.picker.picked.connect(self._enable)
        self.picker.done.connect(self.accept)
        self.role.currentIndexChanged.connect(self.look)
        self.ends.toggled.connect(self.look)
        for field in (self.begin, self.end):
            field.dateChanged.connect(self.look)
        self.resize(620, 540)
        self.ready()
        self._enable()
        self.picker.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan = self.words, self.session.plan
        self.setWindowTitle(say("assign-title"))
        heading = say("assign-heading", grid=Wording(plan, say.language).grid(self.grid))
        self.heading.setText(say("assign-heading-many", count=1 + len(self.more)) if self.more else heading)
        name_picker(self.picker, say)
        self.new.setText(say("worker-new"))
        self._role_label.setText(say("assign-role"))
        self._begin_label.setText(say("assign-from"))
        self.ends.setText(say("assign-until"))
        for field, key in ((self.role, "assign-role"), (self.begin, "assign-from"), (self.end, "assign-until")):
            field.setAccessibleName(say(key))
        for place, role in enumerate(plan.scheme.roles):
            self.role.setItemText(place, say.name(role.name))
        self.do.setText(say("assign-do"))

    def _ask_for_new(self) -> None:
        """Ask for somebody who is not on the list; what was typed to find them is taken for the name."""
        from ui.dialogs.add_worker import AddWorkerDialog

        typed = self.picker.field.text().strip()
        dialog = AddWorkerDialog(self.session, self.words, "" if typed.isascii() else typed, self)
        dialog.added.connect(self._take_new)
        dialog.open()

    def _take_new(self, worker: int) -> None:
        self.picker.field.clear()
        self.picker.choose(worker)

    def _plan_changed(self) -> None:
        """Offer the workers of the new plan, as long as the grid is there."""
        plan = self.session.plan
        if (plan.positions([self.grid, *self.more]) < 0).any():
            super()._plan_changed()
            return
        self.picker.offer(worker_choices(plan, self.session.privacy, on=self.session.on))

    def edit(self) -> AssignWorker | AssignGrids | None:
        """Return the assignment that is described, ``None`` while nobody is chosen."""
        if not self.picker.chosen:
            return None
        begin = self.begin.date().toString(DATE_FORMAT)
        end = self.end.date().toString(DATE_FORMAT) if self.ends.isChecked() else ""
        who, role = self.picker.chosen, self.role.currentData()
        if self.more:
            return AssignGrids(who, (self.grid, *self.more), role, begin, end)
        return AssignWorker(who, self.grid, role, begin, end)

    def gets(self) -> tuple[int, dt.date]:
        """Return who is to answer for the grids, and from which day."""
        return self.picker.chosen, dt.date.fromisoformat(self.begin.date().toString(DATE_FORMAT))

    def _enable(self) -> None:
        self.do.setEnabled(self.picker.chosen > 0)
        self.look()


def name_picker(picker: Picker, say: Words) -> None:
    """Name the field and the columns of a picker of :func:`worker_choices` in the present language."""
    picker.widen({1: 104, 2: 112, 3: 148, 4: 64, 5: 92})
    picker.field.setPlaceholderText(say("assign-find"))
    picker.field.setAccessibleName(say("assign-find"))
    picker.view.setAccessibleName(say("inspector-workers"))
    columns = ("assign-name", "assign-staff-number", "assign-phone", "people-village-of", "assign-grids")
    picker.choices.name([say(key) for key in (*columns, "column-households")])


def worker_choices(plan: Plan, privacy: Profile = "briefing", *, but: int = 0, on: dt.date | None = None) -> Choices:
    """Return all workers, or all but one: name, number and phone as the profile shows them, where, how much on a day.

    Those with the fewest households stand first. They are found by name, number and phone in full, whatever is shown,
    and by their village.
    """
    workers = plan.tables["workers"]
    workers = workers[workers.index != but]
    worker, grid = duties(plan, counting(plan, on))
    load = pd.DataFrame({"grids": 1, "households": households_by_grid(plan)[grid]}).groupby(worker).sum()
    load = load.reindex(workers.index, fill_value=0)
    first = pd.Series(grid, index=worker).groupby(level=0).first().reindex(workers.index, fill_value=-1)
    order = np.lexsort((workers.index, load["grids"], load["households"]))
    workers, load, first = workers.iloc[order], load.iloc[order], first.iloc[order].to_numpy(dtype=np.int64)
    villages = np.full(len(workers), "", dtype=object)
    villages[first >= 0] = places_of(plan, first[first >= 0])["village_name"]
    columns = (
        workers["name"].tolist(),
        workers["staff_number"].tolist(),
        workers["phone"].tolist(),
        villages.tolist(),
        load["grids"].tolist(),
        load["households"].tolist(),
    )
    masked = {
        0: shown_names(workers["name"], privacy).tolist(),
        1: shown_numbers(workers["staff_number"], privacy).tolist(),
        2: shown_phones(workers["phone"], privacy).tolist(),
    }
    return Choices(workers.index.to_numpy(), columns, sought=4, people=True, masked=masked)
