"""The page of an indicator: value, target and source, and how it went, as the history of the project tells it."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QPushButton

from gridmap.edits import PutRows
from gridmap.figures.courses import YEAR, Course
from gridmap.indicators.counted import figures_of
from ui.dialogs.indicator import IndicatorDialog
from ui.look.course_chart import CourseChart, inks_of
from ui.panels.dashboard import DashboardPanel


@pytest.fixture
def ended(session):
    """Every second council of the town ended yesterday, as was put down today."""
    table = session.plan.tables["facilities"]
    rows = table[table["kind"] == "council"].iloc[::2].copy()
    rows["until_date"] = (session.on - dt.timedelta(days=1)).isoformat()
    assert session.perform(PutRows("roster", put={"facilities": rows})) is not None
    return session


def open_page(qtbot, session, words, key="council") -> IndicatorDialog:
    dialog = IndicatorDialog(session, words, key)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.told is not None and dialog._job is None, timeout=30_000)
    return dialog


def test_the_page_shows_each_day_as_the_history_and_the_statistics_have_it(qtbot, ended, words):
    session = ended
    dialog = open_page(qtbot, session, words)
    course = dialog.course
    assert (dialog.first.date, dialog.last.date) == (session.on - YEAR, session.on)
    assert course.values[-1] == pytest.approx(figures_of(session.plan, session.on)["council"]["value"])
    assert course.values == pytest.approx([12 / 13] * 4 + [6 / 13])
    assert dialog.table.item(0, 0).text() == session.on.isoformat()
    assert dialog.table.rowCount() == len(course.days)
    assert "目标 100.0%" in dialog.said.text() and "修改记录" in dialog.how.text()
    words.speak("en")
    assert "target 100.0%" in dialog.said.text() and dialog.table.horizontalHeaderItem(0).text() == "Day"
    dialog.first.show_day(session.on - dt.timedelta(days=10))
    dialog.work_out()
    qtbot.waitUntil(lambda: dialog._job is None, timeout=30_000)
    assert dialog.course.days[0] == session.on - dt.timedelta(days=10)


def test_it_says_why_there_is_no_line(qtbot, session, words):
    asked = next(one for one in session.plan.scheme.indicators if one.key not in ("council",))
    dialog = open_page(qtbot, session, words, asked.key)
    empty = Course(asked, (session.on,), (float("nan"),))
    dialog.chart.show_course(empty, "zh")
    assert dialog.chart.course.lacks == "data"
    dialog.chart.grab()


def test_it_is_opened_by_the_name_in_the_dashboard(qtbot, show, session):
    panel = show(DashboardPanel)
    qtbot.waitUntil(lambda: panel.overview is not None, timeout=30_000)
    name = panel.indicators.findChildren(QPushButton)[0]
    name.click()
    [dialog] = panel.findChildren(IndicatorDialog)
    assert dialog.heading.text() == name.text().replace("&&", "&")
    qtbot.waitUntil(lambda: dialog._job is None, timeout=30_000)
    dialog.reject()


@pytest.mark.parametrize("night", [False, True])
def test_the_line_is_drawn_in_the_colours_of_the_window(qtbot, session, night):
    """A line from 0 to all goes from the left below to the right above, in the colour of what is chosen."""
    chart = CourseChart()
    qtbot.addWidget(chart)
    palette = QPalette(QColor("#20262e" if night else "#f4f5f7"))
    chart.setPalette(palette)
    chart.resize(400, 200)
    asked = session.plan.scheme.indicator("council")
    chart.show_course(Course(asked, (session.on - YEAR, session.on), (0.0, 1.0)), "zh")
    picture = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    line = inks_of(chart.palette()).line.rgb()
    at = [(x, y) for x in range(picture.width()) for y in range(picture.height()) if picture.pixel(x, y) == line]
    (left, low), (right, high) = min(at), max(at)
    assert left < picture.width() * 0.3 and right > picture.width() * 0.8
    assert low > picture.height() * 0.7 and high < picture.height() * 0.3
