"""The last step: what came in, what did not, and how to take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from ui.look.plain import plain_label
from ui.wizards.frame import Step
from ui.wizards.rosters.counts import CountsTable
from ui.wizards.rosters.work import RosterWork


class DoneStep(Step):
    """The summary.

    Attributes
    ----------
    counts : CountsTable
    save : QPushButton
    """

    key = "roster-done"

    def __init__(self, wizard: RosterWork) -> None:
        super().__init__(wizard)
        self._work = wizard
        self._heading, self._undo, self._bad = plain_label(), plain_label(), plain_label()
        self._heading.setProperty("role", "heading")
        for label in (self._heading, self._undo, self._bad):
            label.setWordWrap(True)
        self.counts = CountsTable(self.words)
        self.counts.setMaximumWidth(520)
        self.save = QPushButton()
        self.save.setAutoDefault(False)
        self.save.clicked.connect(wizard.save_bad)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.save)
        beside.addWidget(self._bad, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._heading)
        layout.addWidget(self.counts, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._undo)
        layout.addLayout(beside)
        layout.addStretch(1)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.save.setText(self.words("roster-save-bad"))
        self.enter()

    def enter(self) -> None:
        """Show what came in."""
        lines, say = self._work.lines, self.words
        if lines is None:
            return
        prepared = lines.prepared
        self._heading.setText(say("roster-came-in", good=prepared.good))
        self.counts.show_counts(prepared)
        self.counts.setFixedWidth(520)
        self._undo.setText(say("roster-one-undo"))
        self._bad.setText(say("roster-stayed-out", count=len(lines.faults)))
        for widget in (self._bad, self.save):
            widget.setVisible(bool(lines.faults))

    def next_words(self) -> str:
        """Return what the button says that closes."""
        return self.words("window-close")
