"""Put somebody on the list of workers, or correct who is: name, work phone, staff number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gridmap.edits import AddWorker, CorrectWorker
from gridmap.edits.rows_of_people import namesakes
from gridmap.model.arrays import IntArray
from gridmap.people.phones import is_phone
from gridmap.people.privacy import shown_names, shown_numbers, shown_phones
from ui.dialogs.base import EditDialog
from ui.dialogs.namesakes import namesakes_in_words
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session


class _WhoDialog(EditDialog):
    """Asks who it is; nothing else of a person is kept. Says beforehand who has the name already.

    Parameters
    ----------
    worker : int
        Who is corrected, 0 for somebody new.
    """

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None) -> None:
        super().__init__(session, words, parent)
        self.worker = worker
        self.name, self.phone, self.number = QLineEdit(), QLineEdit(), QLineEdit()
        self._fields = {"assign-name": self.name, "worker-phone": self.phone, "assign-staff-number": self.number}
        self._labels = {key: plain_label() for key in self._fields}
        for key, field in self._fields.items():
            self._labels[key].setBuddy(field)
            self.form.addRow(self._labels[key], field)
        self.minded, self.same = plain_label(), plain_label()
        self.minded.setProperty("role", "complaint")
        for label in (self.minded, self.same):
            label.setWordWrap(True)
            label.hide()
            self.form.addRow(label)
        for field in self._fields.values():
            field.textChanged.connect(self._enable)
        self.keep_plain(*self._fields.values())
        self.setMinimumWidth(420)

    @property
    def namesakes(self) -> IntArray:
        """Ids of the others who have the name that is typed."""
        name = self.name.text().strip()
        return namesakes(self.session.plan, name, self.worker) if name else namesakes(self.session.plan, "\n")[:0]

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        self.heading.setText(self.words("worker-heading"))
        for key, field in self._fields.items():
            self._labels[key].setText(self.words(key))
            field.setAccessibleName(self.words(key))
        self._enable()

    def _enable(self) -> None:
        say, plan = self.words, self.session.plan
        phone, same = self.phone.text().strip(), self.namesakes
        good = not phone or is_phone(phone)
        self.minded.setText("" if good else say("phone-impossible", value=phone))
        self.minded.setVisible(not good)
        told = namesakes_in_words(plan, same, say, self.session.privacy)
        self.same.setText(say("worker-same-name", count=len(same)) + "\n" + told if len(same) else "")
        self.same.setVisible(len(same) > 0)
        self.do.setText(self._does(len(same) > 0))
        self.do.setEnabled(good and self.edit() is not None)

    def _does(self, same: bool) -> str:
        """Return what the button says."""
        raise AssertionError("a dialog says what it does")


class AddWorkerDialog(_WhoDialog):
    """Ask for somebody new.

    Parameters
    ----------
    name : str
        What stands in the field of the name at first.
    """

    added = Signal(int)
    """Id of the worker who is on the list now."""

    def __init__(self, session: Session, words: Words, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(session, words, 0, parent)
        self.name.setText(name)
        self.ready()
        self.name.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        self.setWindowTitle(self.words("worker-title"))

    def _does(self, same: bool) -> str:
        return self.words("worker-do-all-the-same" if same else "worker-do")

    def edit(self) -> AddWorker | None:
        """Return the addition that is described, ``None`` while there is no name."""
        if not self.name.text().strip():
            return None
        return AddWorker(self.name.text(), self.phone.text(), self.number.text(), phone_checked=True)

    def accept(self) -> None:
        """Do it, and say who is new; what is refused is told by the session, and the dialog stays."""
        known = set(self.session.plan.tables["workers"].index)
        super().accept()
        for worker in set(self.session.plan.tables["workers"].index) - known:
            self.added.emit(int(worker))


class CorrectWorkerDialog(_WhoDialog):
    """Correct who somebody is; what the profile masks is not shown, and stays as it is unless it is typed anew.

    Parameters
    ----------
    worker : int
        Must be in the session's plan.
    """

    def __init__(self, session: Session, words: Words, worker: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, worker, parent)
        row, privacy = session.plan.tables["workers"].loc[worker], session.privacy
        self._masked: set[QLineEdit] = set()
        for field, key, shown in (
            (self.name, "name", shown_names),
            (self.phone, "phone", shown_phones),
            (self.number, "staff_number", shown_numbers),
        ):
            text = str(shown([row[key]], privacy)[0])
            if text == row[key]:
                field.setText(text)
            else:
                self._masked.add(field)
                field.setPlaceholderText(text)
        self.note.setVisible(bool(self._masked))
        self.ready()
        self.name.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        self.setWindowTitle(self.words("worker-correct-title"))
        if self._masked:
            self.note.setText(self.words("worker-masked"))

    def _does(self, same: bool) -> str:
        return self.words("attributes-do")

    def edit(self) -> CorrectWorker | None:
        """Return the correction that is described, ``None`` while nothing is changed or there is no name."""
        row = self.session.plan.tables["workers"].loc[self.worker]
        new: dict[str, str] = {}
        for field, key in ((self.name, "name"), (self.phone, "phone"), (self.number, "staff_number")):
            text = field.text().strip()
            if text != row[key] and (text or field not in self._masked):
                new[key] = text
        return CorrectWorker(self.worker, **new) if new and new.get("name") != "" else None
