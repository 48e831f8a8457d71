"""What every dialog is: a few fields, one button that does it and one that does not, words in both languages."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridmap.edits import Edit
from gridmap.model.plain_text import is_plain, letters_named, without_strange_letters
from ui.dialogs.long_steps import perform
from ui.look.box_buttons import add_button
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

DATE_FORMAT = "yyyy-MM-dd"
"""How dates are shown; as the tables hold them, in both languages."""


class EditDialog(QDialog):
    """A dialog that does an edit when it is accepted, and stays open if the edit is refused.

    It is opened with ``open()``, closes by itself when the project changes under it, and is gone afterwards. Subclasses
    put their widgets into :attr:`body` and :attr:`form`, call :meth:`ready`, and give texts in :meth:`set_texts`.
    """

    def __init__(self, session: Session, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        self.words = words
        self.heading = plain_label()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self.note = plain_label()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.hide()
        self.buttons = QDialogButtonBox()
        self.do = add_button(self.buttons, QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave = add_button(self.buttons, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addLayout(self.body)
        layout.addLayout(self.form)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)
        self.do.setDefault(True)  # of the dialog that it is in by now

    def ready(self) -> None:
        """Finish building: set the texts, now and after every change of language, and watch the project."""
        self.words.changed.connect(self.set_texts)
        self.session.plan_changed.connect(self._plan_changed)
        self.set_texts()

    def set_texts(self) -> None:
        """Set every text of the dialog in the present language."""
        self.leave.setText(self.words("window-cancel"))

    def keep_plain(self, *fields: QLineEdit) -> None:
        """Take control characters out of what is typed or pasted into fields, and say so below them."""
        for field in fields:
            field.textChanged.connect(lambda text, field=field: self._without_strange_letters(field, text))

    def _without_strange_letters(self, field: QLineEdit, text: str) -> None:
        if is_plain(text):
            return
        place = len(without_strange_letters(text[: field.cursorPosition()]))
        self.note.setText(self.words("typed-letters-left-out", letters=letters_named(text)))
        self.note.show()
        field.setText(without_strange_letters(text))
        field.setModified(True)
        field.setCursorPosition(place)

    def edit(self) -> Edit | None:
        """Return the edit that the fields describe, ``None`` while something is missing."""
        raise AssertionError("a dialog says what it does")

    def accept(self) -> None:
        """Do the edit, below a bar if it writes many rows; what is refused is told, and the dialog stays."""
        edit, plan = self.edit(), self.session.plan
        if edit is None:
            return
        self.session.plan_changed.disconnect(self._plan_changed)

        def refused() -> None:
            self.session.plan_changed.connect(self._plan_changed)
            if self.session.plan is not plan:  # the project was closed meanwhile
                self._plan_changed()

        perform(self.session, self.words, self, edit, super().accept, refused)

    def _plan_changed(self) -> None:
        self.reject()  # what it shows is of a plan that is no longer there


def first_day(session: Session) -> QDate:
    """Return the day from which something new holds at first: the one that the window counts, but none that is past."""
    day = max(session.on, session.day.today())
    return QDate(day.year, day.month, day.day)


def tick_before_a_field() -> QCheckBox:
    """Return a tick that stands where a form has its labels, in the middle of its line: Qt has it at the top."""
    tick = QCheckBox()
    tick.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return tick


def date_field(day: QDate) -> QDateEdit:
    """Return a field for a day, with a calendar to choose from."""
    field = QDateEdit(day)
    field.setDisplayFormat(DATE_FORMAT)
    field.setCalendarPopup(True)
    return field
