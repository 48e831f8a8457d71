"""Put somebody on the list of workers: name, work phone, staff number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gridmap.edits import AddWorker
from ui.dialogs.base import EditDialog
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session


class AddWorkerDialog(EditDialog):
    """Ask who it is; nothing else of a person is kept.

    Parameters
    ----------
    name : str
        What stands in the field of the name at first.
    """

    added = Signal(int)
    """Id of the worker who is on the list now."""

    def __init__(self, session: Session, words: Words, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.name, self.phone, self.number = QLineEdit(name), QLineEdit(), QLineEdit()
        self._fields = {"assign-name": self.name, "worker-phone": self.phone, "assign-staff-number": self.number}
        self._labels = {key: plain_label() for key in self._fields}
        for key, field in self._fields.items():
            self._labels[key].setBuddy(field)
            self.form.addRow(self._labels[key], field)
        self.name.textChanged.connect(self._enable)
        self.keep_plain(*self._fields.values())
        self.setMinimumWidth(400)
        self.ready()
        self._enable()
        self.name.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("worker-title"))
        self.heading.setText(say("worker-heading"))
        for key, field in self._fields.items():
            self._labels[key].setText(say(key))
            field.setAccessibleName(say(key))
        self.do.setText(say("worker-do"))

    def edit(self) -> AddWorker | None:
        """Return the addition that is described, ``None`` while there is no name."""
        if not self.name.text().strip():
            return None
        return AddWorker(self.name.text(), self.phone.text(), self.number.text())

    def accept(self) -> None:
        """Do it, and say who is new; what is refused is told by the session, and the dialog stays."""
        known = set(self.session.plan.tables["workers"].index)
        super().accept()
        for worker in set(self.session.plan.tables["workers"].index) - known:
            self.added.emit(int(worker))

    def _enable(self) -> None:
        self.do.setEnabled(bool(self.name.text().strip()))
