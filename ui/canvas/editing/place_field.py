"""A small field on the map that opens as one types digits: a place, an offset, or a length and an angle."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ui.look.plain import plain_label
from ui.look.words import Words

_OFFSET: Final = 22


class PlaceField(QFrame):
    """Takes what is typed while a tool waits for a place; Enter hands it over, Escape closes the field."""

    typed = Signal(str)
    """What stands in the field now; nothing once it is closed without Enter."""
    entered = Signal(str)
    closed = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self._map = parent
        self.setObjectName("place-field")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.field = QLineEdit()
        self.field.setMinimumWidth(260)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.typed)
        self.hint = plain_label()
        self.hint.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.hint)
        self.set_texts()
        self.hide()

    def set_texts(self) -> None:
        """Set the texts in the present language."""
        self.field.setPlaceholderText(self.words("place-field-syntax"))
        self.field.setAccessibleName(self.words("place-field-name"))
        self.hint.setText(self.words("place-field-syntax"))

    def begin(self, text: str, at: QPointF) -> None:
        """Open beside a pixel of the map with the first character that was typed."""
        self.hint.setText(self.words("place-field-syntax"))
        self.adjustSize()
        above = self._map.rect()
        x = min(max(round(at.x()) + _OFFSET, 4), above.width() - self.width() - 4)
        y = round(at.y()) - self.height() - _OFFSET
        self.move(max(x, 4), y if y >= 4 else round(at.y()) + _OFFSET)
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)

    def say_read(self, east_m: float, north_m: float) -> None:
        """Say how what was typed is understood: so far to the east and north of where one is."""
        length, angle = math.hypot(east_m, north_m), math.degrees(math.atan2(north_m, east_m)) % 360
        self.hint.setText(self.words("place-field-read", east=east_m, north=north_m, length=length, angle=angle))

    def say_syntax(self) -> None:
        """Say what may be typed."""
        self.hint.setText(self.words("place-field-syntax"))

    def say_unread(self) -> None:
        """Say that what was typed means no place."""
        self.hint.setText(self.words("place-field-unread"))
        self.field.selectAll()

    def end(self) -> None:
        """Close, and give the keyboard back to the map."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Escape, also when the window has a use for that key; keep Enter from going on to the map."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.typed.emit("")
                self.end()
                return True
        is_key = watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self.entered.emit(self.field.text())
            return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut and not self.isHidden():
            self.typed.emit("")
            self.hide()
        return super().eventFilter(watched, event)
