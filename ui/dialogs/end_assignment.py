"""End an assignment: the last day on which somebody answers for a grid."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gridmap.edits import EndAssignment, Together
from gridmap.people.privacy import shown_names
from ui.dialogs.base import DATE_FORMAT, EditDialog, date_field, first_day
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session


class EndAssignmentDialog(EditDialog):
    """Ask for the last day of an assignment; today at first.

    Parameters
    ----------
    assignment : int
        Id of a row of ``assignments`` whose worker is known.
    more : tuple of int
        Other rows that end on the same day, in the same step.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        assignment: int,
        parent: QWidget | None = None,
        *,
        more: tuple[int, ...] = (),
    ) -> None:
        super().__init__(session, words, parent)
        self.assignment, self.more = assignment, more
        self.last = date_field(first_day(session))
        self._label = plain_label()
        self._label.setBuddy(self.last)
        self.form.addRow(self._label, self.last)
        self.ready()
        self.last.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan = self.words, self.session.plan
        row = plan.tables["assignments"].loc[self.assignment]
        name = shown_names([plan.tables["workers"]["name"].get(row["worker"], "")], self.session.privacy)[0]
        grid = Wording(plan, say.language).grid(int(row["grid"]))
        self.setWindowTitle(say("end-title"))
        self.heading.setText(say("end-heading", name=name, grid=grid))
        if self.more:
            self.heading.setText(say("end-many", count=1 + len(self.more)))
        self._label.setText(say("end-last-day"))
        self.last.setAccessibleName(say("end-last-day"))
        self.do.setText(say("end-do"))

    def edit(self) -> EndAssignment | Together:
        """Return the end that is described."""
        day = self.last.date().toString(DATE_FORMAT)
        edits = tuple(EndAssignment(row, day) for row in (self.assignment, *self.more))
        return Together(edits, "end-many", {"count": len(edits), "on": day}) if self.more else edits[0]
