"""A field for a day: typed in any way that lists have, stepped, taken from a calendar; what is no day is told."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QMenu, QToolButton

from tests.ui.contrast import colours_in, contrast_of
from ui.look.appearance import DARK, LIGHT
from ui.look.day_edit import DayEdit
from ui.look.dressing import apply, dress_the_rest


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


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.key)
def test_the_calendar_is_read_in_either_look(qtbot, qapp, field, look):
    apply(qapp, look)
    try:
        field.open_calendar()
        [menu] = [one for one in field.findChildren(QMenu) if one.isVisible()]
        calendar = menu.findChild(QCalendarWidget)
        for name in ("qt_calendar_prevmonth", "qt_calendar_nextmonth"):
            arrow = calendar.findChild(QToolButton, name)
            image = calendar.grab(QRect(arrow.mapTo(calendar, QPoint(0, 0)), arrow.size())).toImage()
            painted = colours_in(image)
            assert look.accent in painted
            assert max(contrast_of(colour, look.accent) for colour in painted) >= 4.5, name
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            colour = calendar.weekdayTextFormat(day).foreground().color().name()
            assert contrast_of(colour, look.surface) >= 4.5
        menu.close()
    finally:
        apply(qapp, LIGHT)
        dress_the_rest()


def test_the_icon_of_a_field_that_is_open_follows_the_appearance(qapp, field):
    for look in (LIGHT, DARK, LIGHT):
        apply(qapp, look)
        dress_the_rest()
        QApplication.processEvents()
        painted = colours_in(field.calendar.icon().pixmap(32, 32).toImage())
        assert look.text in painted and not {LIGHT.text, DARK.text} - {look.text} & painted
