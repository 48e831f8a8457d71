"""Assign somebody to a grid: who, in which role, from which day on and until when."""

from __future__ import annotations

import numpy as np
import pandas as pd
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QWidget

from gridmap.edits import AssignWorker
from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones
from gridmap.people.staffing import counting, duties
from ui.dialogs.base import DATE_FORMAT, EditDialog, date_field
from ui.dialogs.picker import Choices, Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session


class AssignWorkerDialog(EditDialog):
    """Choose a worker for a grid; those who have the fewest households to answer for stand first.

    Parameters
    ----------
    grid : int
        Id of the grid; it must be in the session's plan.
    """

    def __init__(self, session: Session, words: Words, grid: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.grid = grid
        plan = session.plan
        self.picker = Picker(worker_choices(plan, session.privacy))
        self.role = QComboBox()
        self.begin = date_field(QDate.currentDate())
        self.ends = QCheckBox()
        self.end = date_field(QDate.currentDate().addYears(1))
        self.end.setEnabled(False)
        self._role_label, self._begin_label = plain_label(), plain_label()
        self._role_label.setBuddy(self.role)
        self._begin_label.setBuddy(self.begin)
        until = QHBoxLayout()
        until.setSpacing(8)
        until.addWidget(self.end)
        until.addStretch(1)
        self.new = QPushButton()
        self.new.setAutoDefault(False)
        self.new.clicked.connect(self._ask_for_new)
        self.picker.beside.addWidget(self.new)
        self.setTabOrder(self.picker.field, self.new)
        self.setTabOrder(self.new, self.picker.view)
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
        self.resize(560, 520)
        self.ready()
        self._enable()
        self.picker.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan = self.words, self.session.plan
        self.setWindowTitle(say("assign-title"))
        self.heading.setText(say("assign-heading", grid=Wording(plan, say.language).grid(self.grid)))
        self.picker.field.setPlaceholderText(say("assign-find"))
        self.picker.field.setAccessibleName(say("assign-find"))
        self.picker.view.setAccessibleName(say("inspector-workers"))
        self.picker.choices.name(
            [say(f"assign-{column}") for column in ("name", "staff-number", "phone", "grids")]
            + [say("column-households")]
        )
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
        if plan.positions([self.grid])[0] < 0:
            super()._plan_changed()
            return
        self.picker.offer(worker_choices(plan, self.session.privacy))

    def edit(self) -> AssignWorker | None:
        """Return the assignment that is described, ``None`` while nobody is chosen."""
        if not self.picker.chosen:
            return None
        begin = self.begin.date().toString(DATE_FORMAT)
        end = self.end.date().toString(DATE_FORMAT) if self.ends.isChecked() else ""
        return AssignWorker(self.picker.chosen, self.grid, self.role.currentData(), begin, end)

    def _enable(self) -> None:
        self.do.setEnabled(self.picker.chosen > 0)


def worker_choices(plan: Plan, privacy: Profile = "briefing", *, but: int = 0) -> Choices:
    """Return all workers, or all but one: name, number and phone as the profile shows them, how much they have today.

    Those with the fewest households stand first. They are found by name and number in full, whatever is shown.
    """
    workers = plan.tables["workers"]
    workers = workers[workers.index != but]
    worker, grid = duties(plan, counting(plan))
    load = pd.DataFrame({"grids": 1, "households": households_by_grid(plan)[grid]}).groupby(worker).sum()
    load = load.reindex(workers.index, fill_value=0)
    order = np.lexsort((workers.index, load["grids"], load["households"]))
    workers, load = workers.iloc[order], load.iloc[order]
    columns = (
        workers["name"].tolist(),
        workers["staff_number"].tolist(),
        shown_phones(workers["phone"], privacy).tolist(),
        load["grids"].tolist(),
        load["households"].tolist(),
    )
    masked = {
        0: shown_names(workers["name"], privacy).tolist(),
        1: shown_numbers(workers["staff_number"], privacy).tolist(),
    }
    return Choices(workers.index.to_numpy(), columns, sought=2, people=True, masked=masked)
