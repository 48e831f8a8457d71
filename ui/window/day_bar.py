"""The day for which the window counts who answers for what: the field that sets it, and a bar while it is not today."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gridmap.model.errors import BadInput
from ui.look.day_edit import DayEdit
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_STEPS_MS: Final = 250
"""Who steps through days with the arrows or the wheel has only the last of them counted."""


class DayField(QWidget):
    """Sets the day; stands at the end of the line of menus, and is there while a project is open.

    Attributes
    ----------
    field : DayEdit
    """

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words, self._day = session, words, session.day
        self.setObjectName("day-field")
        self.label = plain_label()
        self.field = DayEdit(self._day.date)
        self.label.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(self.field)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_STEPS_MS)
        self._soon.timeout.connect(self._choose)
        self.field.chosen.connect(lambda _: self._soon.start())
        self.field.not_understood.connect(self._complain)
        for signal in (self._day.changed, session.opened, session.closed):
            signal.connect(self._show)
        words.changed.connect(self.set_texts)
        self.set_texts()
        self._show()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        self.label.setText(say("day-label"))
        for widget in (self.label, self.field):
            widget.setToolTip(say("day-help"))
        self.field.setAccessibleName(say("day-label"))
        self.field.setAccessibleDescription(say("day-help"))
        self.field.calendar.setToolTip(say("day-calendar"))

    def _choose(self) -> None:
        self._day.choose(self.field.date)

    def _complain(self, typed: str) -> None:
        self._session.complained.emit(BadInput("day-not-understood", value=typed))

    def _show(self) -> None:
        self._soon.stop()
        self.field.show_day(self._day.date)
        self.setVisible(self._session.project is not None)


class DayBar(QFrame):
    """Says above the map that another day than today counts."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._words, self._day = words, session.day
        self.setObjectName("day-bar")
        self.setProperty("role", "day")
        self.name, self.note, self.today = plain_label(), plain_label(), QToolButton()
        bold = self.name.font()
        bold.setBold(True)
        self.name.setFont(bold)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name.setMinimumWidth(80)
        self.today.clicked.connect(lambda: self._day.choose(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 5)
        layout.setSpacing(8)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.today)
        self._day.changed.connect(self.set_texts)
        words.changed.connect(self.set_texts)
        self.set_texts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the note where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = sum(widget.sizeHint().width() + 16 for widget in (self.name, self.note, self.today))
        self.note.setVisible(wanted <= self.width())

    def set_texts(self) -> None:
        """Say which day counts, or hide."""
        day, say = self._day, self._words
        self.setVisible(not day.is_today)
        told = "day-bar-planned" if day.date > day.today() else "day-bar-past"
        self.name.setText(say(told, day=day.date.isoformat()))
        self.note.setText(say("day-bar-note"))
        self.today.setText(say("day-today-again"))
        self.setToolTip(say("day-bar-note"))
        self.setAccessibleName(self.name.text())
        self._fit()
