"""A field for a day: typed in any way that lists have, stepped, taken from a calendar; what is no day is told."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QMenu

from ui.look.day_edit import DayEdit


@pytest.fixture
def field(qtbot):
    field = DayEdit(dt.date(2026, 11, 29))
    qtbot.addWidget(field)
    field.told, field.unread = [], []
    field.chosen.connect(field.told.append)
    field.not_understood.connect(field.unread.append)
    field.show()
    field.setFocus()
    return field


@pytest.mark.parametrize("typed", ["2019-06-30", "20190630", "2019.6.30", "2019/6/30", "2019年6月30日"])
def test_a_day_may_be_written_as_lists_have_it(qtbot, field, typed):
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    QApplication.clipboard().setText(typed)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.told == []  # not while it is half typed
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.told, field.text()) == ([dt.date(2019, 6, 30)], "2019-06-30")


def test_a_day_is_typed_over_the_last_one(qtbot, field):
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "2019-6-3")
    assert field.told == [] and field.text() == "2019-6-3"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.told, field.text()) == ([dt.date(2019, 6, 3)], "2019-06-03")


def test_what_is_no_day_goes_back_and_is_told(qtbot, field):
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "2019-02-30")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), field.told, field.unread) == ("2026-11-29", [], ["2019-02-30"])


def test_escape_takes_back_what_was_typed(qtbot, field):
    field.selectAll()
    qtbot.keyClicks(field, "2019")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "2026-11-29" and field.told == []


def test_arrows_step_days_and_pages_months(qtbot, field):
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
    assert [str(day) for day in field.told] == ["2026-11-30", "2026-12-01", "2026-11-01", "2026-10-31"]


def test_a_day_is_taken_from_the_calendar(qtbot, field):
    field.calendar.trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    calendar = menu.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 29)
    calendar.setSelectedDate(QDate(2027, 1, 4))
    calendar.setFocus()
    qtbot.keyClick(calendar.findChild(object, "qt_calendar_calendarview"), Qt.Key.Key_Return)
    assert field.told == [dt.date(2027, 1, 4)]
    qtbot.waitUntil(lambda: not menu.isVisible())
