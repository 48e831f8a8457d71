"""How far an adjustment has got: which of the three stages are done, on which day, by which document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from gridmap.edits.stages import STAGES, RecordStages, Stage, stages_in
from ui.dialogs.base import EditDialog
from ui.look.day_edit import DayEdit
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session


class StagesDialog(EditDialog):
    """Ask which stages an adjustment has reached; a stage can be ticked once the one before it is.

    Parameters
    ----------
    adjustments : sequence of (str, str)
        Id and title of those that there are, the one that is shown first.
    """

    def __init__(
        self, session: Session, words: Words, adjustments: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(session, words, parent)
        self.which = QComboBox()
        for identity, title in adjustments:
            self.which.addItem(title, identity)
        self._which_label, self._day_label, self._document_label = (plain_label() for _ in range(3))
        self._which_label.setBuddy(self.which)
        self.form.addRow(self._which_label, self.which)
        if len(adjustments) < 2:
            self.form.setRowVisible(self.which, False)
        today = session.day.today()
        self.done_of = {key: QCheckBox() for key in STAGES}
        self.days = {key: DayEdit(today) for key in STAGES}
        self.documents = {key: QLineEdit() for key in STAGES}
        rows = QGridLayout()
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(2, 1)
        rows.addWidget(self._day_label, 0, 1)
        rows.addWidget(self._document_label, 0, 2)
        for at, key in enumerate(STAGES, start=1):
            for column, field in enumerate((self.done_of[key], self.days[key], self.documents[key])):
                rows.addWidget(field, at, column)
            self.days[key].not_understood.connect(self._complain)
            self.days[key].chosen.connect(lambda _: self.note.hide())
            self.done_of[key].toggled.connect(self._enable)
        self.body.addLayout(rows)
        self.keep_plain(*self.documents.values())
        self.which.currentIndexChanged.connect(self._show)
        self.resize(620, self.sizeHint().height())
        self.ready()
        self._show()
        self.done_of[STAGES[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("stages-heading"))
        self._which_label.setText(say("stages-which"))
        self.which.setAccessibleName(say("stages-which"))
        self._day_label.setText(say("stages-day"))
        self._document_label.setText(say("stages-document"))
        for key in STAGES:
            step = say(f"record-step-{key}")
            self.done_of[key].setText(step)
            self.days[key].setAccessibleName(say("stages-day-of", step=step))
            self.documents[key].setAccessibleName(say("stages-document-of", step=step))
            self.documents[key].setPlaceholderText(say("stages-document-hint"))
        self.do.setText(say("stages-do"))
        self._say_what_is_due()

    def edit(self) -> RecordStages | None:
        """Return what the rows say."""
        stages = tuple(
            Stage(key, self.days[key].date, self.documents[key].text())
            for key in STAGES
            if self.done_of[key].isChecked()
        )
        return RecordStages(self.which.currentData(), self.which.currentText(), stages)

    def _show(self) -> None:
        """Show what is recorded of the adjustment that is chosen."""
        known = {stage.key: stage for stage in stages_in(self.session.plan).get(self.which.currentData(), ())}
        for key in STAGES:
            stage = known.get(key)
            self.done_of[key].setChecked(stage is not None)
            self.days[key].show_day(stage.day if stage else self.session.day.today())
            self.documents[key].setText(stage.document if stage else "")
        self._enable()

    def _enable(self) -> None:
        before = True
        for key in STAGES:
            check = self.done_of[key]
            check.setEnabled(before)
            if not before and check.isChecked():
                check.setChecked(False)
            before = before and check.isChecked()
            self.days[key].setEnabled(before)
            self.documents[key].setEnabled(before)
        self._say_what_is_due()

    def _say_what_is_due(self) -> None:
        due = next((key for key in STAGES if not self.done_of[key].isChecked()), "")
        step = self.words(f"record-step-{due}") if due else ""
        self.heading.setText(self.words("stages-due", step=step) if due else self.words("stages-all-done"))

    def _complain(self, typed: str) -> None:
        self.note.setText(self.words("day-not-understood", value=typed))
        self.note.show()
