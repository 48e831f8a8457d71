"""A field for a day in which one types as one writes: Qt's own takes no year unless the old one is marked first."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QIcon, QKeyEvent, QMouseEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from ui.look.appearance import Appearance, appearance_of, icon
from ui.look.icons import Glyph

_ARROWS: Final = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}
"""By the names that Qt gives to the buttons of a calendar, the glyph of each."""


class DayEdit(QLineEdit):
    """A day, typed in any of the ways of a list (2026-6-15, 20260615, 2026年6月15日) or taken from a calendar.

    Arrow keys step a day, Page Up and Page Down a month. What is no day goes back to the day before, and is told.

    Attributes
    ----------
    date : date
    calendar : QAction
        Opens the calendar.
    """

    chosen = Signal(object)
    """Another day (a date) was typed, stepped to or taken from the calendar."""
    not_understood = Signal(str)
    """Something was typed that is no day."""
    _built = False

    def __init__(self, day: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.date = day
        self.setText(day.isoformat())
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026-06-15") + 56)
        self.calendar = QAction(self)
        self.addAction(self.calendar, QLineEdit.ActionPosition.TrailingPosition)
        self.calendar.triggered.connect(self.open_calendar)
        self.editingFinished.connect(self._read)
        self._built = True
        self._wear()

    def changeEvent(self, event: QEvent) -> None:
        """Paint the calendar's icon anew when light changes to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self._wear()

    def _wear(self) -> None:
        self.calendar.setIcon(icon("calendar-month-outline", appearance_of(self.palette())))

    def show_day(self, day: dt.date) -> None:
        """Show another day without telling of it."""
        self.date = day
        self.setText(day.isoformat())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the day, to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark the day, unless a part of it was marked."""
        super().mouseReleaseEvent(event)
        if not self.hasSelectedText() and not self.isModified():
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, or go back to the day before what was typed."""
        days = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        months = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}.get(Qt.Key(event.key()))
        if days is not None or months is not None:
            self._step(days or 0, months or 0)
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.show_day(self.date)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, while the field has the keys: a wheel in passing changes nothing."""
        if self.hasFocus() and event.angleDelta().y():
            self._step(1 if event.angleDelta().y() > 0 else -1, 0)
        event.accept()

    def open_calendar(self) -> None:
        """Show a calendar below the field."""
        menu, calendar, entry = QMenu(self), QCalendarWidget(), QWidgetAction(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setObjectName("calendar")
        calendar.setSelectedDate(_of(self.date))
        _dress(calendar, appearance_of(self.palette()))
        entry.setDefaultWidget(calendar)
        entry.setParent(menu)
        menu.addAction(entry)

        def take(day: QDate) -> None:
            menu.close()
            self._take(day)

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height())))
        calendar.setFocus()

    def _step(self, days: int, months: int) -> None:
        self._read()
        self._take(_of(self.date).addMonths(months).addDays(days))

    def _read(self) -> None:
        """Take the day that was typed."""
        if not self.isModified():
            return
        import numpy as np

        from gridmap.exchange.tables import read_dates

        typed = self.text().strip()
        [day] = read_dates(np.array([typed], dtype=object)).days.tolist()
        if day:
            self._take(_of(day))
        else:
            self.show_day(self.date)
            self.not_understood.emit(typed)

    def _take(self, day: QDate) -> None:
        if not day.isValid() or not dt.MINYEAR <= day.year() <= dt.MAXYEAR:
            return
        before = self.date
        self.show_day(dt.date(day.year(), day.month(), day.day()))
        if self.date != before:
            self.chosen.emit(self.date)


def _dress(calendar: QCalendarWidget, look: Appearance) -> None:
    """Give a calendar arrows that are seen on its bar, and days of rest that are read: Qt has black and pure red."""
    for name, glyph in _ARROWS.items():
        arrow = calendar.findChild(QToolButton, name)
        if arrow is not None:
            arrow.setIcon(QIcon(Glyph(glyph, (look.on_accent, look.on_accent, look.on_accent))))
    rest = QTextCharFormat()
    rest.setForeground(QColor(look.error))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, rest)


def _of(day: object) -> QDate:
    return QDate.fromString(str(day), "yyyy-MM-dd")
