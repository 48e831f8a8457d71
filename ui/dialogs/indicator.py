"""The page of an indicator: what it is, what it came to, its target and source, and how it went from day to day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridmap.figures.courses import YEAR, Course, courses, days_between
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.project.earlier import Earlier, Moment, Progress, days_of_history, plans_on
from ui.look.course_chart import CourseChart
from ui.look.day_edit import DayEdit
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.session import Session
from ui.words.courses import course_in_words, rows_in_words, source_in_words
from ui.words.trends import told_of_day

_WIDE_PX: Final = 620
_ROWS_SEEN: Final = 5
_COLUMNS: Final = ("course-day", "course-value", "course-change")


@dataclass(frozen=True, eq=False)
class Told:
    """The courses of some days, and from where the first of these is known."""

    plan: Plan
    courses: tuple[Course, ...]
    earlier: Earlier
    first: dt.date


def told_by(moment: Moment | None, plan: Plan, first: dt.date, last: dt.date, step: Progress | None = None) -> Told:
    """Work out the courses between two days: with the plans that the history of a project tells, if it is its plan.

    Parameters
    ----------
    moment : Moment or None
        The project as it was when this was asked for, which is in the window's thread.
    step : callable, optional
        Told the share that is done, from 0 to 1; what it raises ends the work.

    Raises
    ------
    BadInput
        ``days-reversed``.
    """
    if moment is not None and moment.plan is not plan:
        moment = None
    days = days_between(first, last, days_of_history(moment) if moment is not None else ())
    if moment is None:
        return Told(plan, courses([(day, plan) for day in days]), Earlier(plan, "present"), first)
    earlier = plans_on(moment, days, step)
    stages = [(day, state.plan) for day, state in zip(days, earlier, strict=True)]
    return Told(plan, courses(stages), earlier[0], first)


class IndicatorDialog(QDialog):
    """Shows one indicator; the days from which and to which can be changed.

    Attributes
    ----------
    told : Told or None
        What is shown, ``None`` until it is worked out.
    first, last : DayEdit
    chart : CourseChart
    table : QTableWidget
        Every day with its value and by how much it differs.
    """

    def __init__(self, session: Session, words: Words, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session, self.words, self.key = session, words, key
        self.told: Told | None = None
        self._job: Job | None = None
        self.heading, self.said, self.source, self.how = (plain_label() for _ in range(4))
        self.heading.setProperty("role", "heading")
        for label in (self.source, self.how):
            label.setProperty("role", "muted")
        for label in (self.heading, self.said, self.source, self.how):
            label.setWordWrap(True)
        self._from, self._to = plain_label(), plain_label()
        self.first, self.last = DayEdit(session.on - YEAR), DayEdit(session.on)
        self.chart, self.table, self.leave = CourseChart(), QTableWidget(0, len(_COLUMNS)), QPushButton()
        self._lay_out()
        for field in (self.first, self.last):
            field.not_understood.connect(self._complain)
            field.chosen.connect(lambda _: self.work_out())
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._end)
        words.changed.connect(self.set_texts)
        session.plan_changed.connect(self.reject)
        session.closed.connect(self.reject)
        self.set_texts()
        self.work_out()

    def _lay_out(self) -> None:
        table = self.table
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = _ROWS_SEEN * table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows + 4)
        days = QHBoxLayout()
        days.setSpacing(8)
        for widget in (self._from, self.first, self._to, self.last):
            days.addWidget(widget)
        days.addStretch()
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.leave)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(self.said)
        layout.addWidget(self.source)
        layout.addLayout(days)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.table)
        layout.addWidget(self.how)
        layout.addLayout(buttons)
        self.leave.setAutoDefault(False)  # Enter in a field is for the field
        self.resize(_WIDE_PX, 0)

    @property
    def course(self) -> Course | None:
        """The course that is shown; one without any value where nothing is known of the indicator on these days."""
        if self.told is None:
            return None
        asked = self.told.plan.scheme.indicator(self.key)
        return next((one for one in self.told.courses if one.indicator.key == self.key), Course(asked, (), ()))

    def work_out(self) -> None:
        """Work out the figures of the days that are chosen, in the background; days the wrong way round are turned."""
        if self.first.date > self.last.date:
            first, last = self.last.date, self.first.date
            self.first.show_day(first)
            self.last.show_day(last)
        self._end()
        project, plan, first, last = self.session.project, self.session.plan, self.first.date, self.last.date
        moment = Moment.of(project) if project is not None else None
        self._job = self.session.start(
            "job-course", lambda job: told_by(moment, plan, first, last, job.step), self._take
        )
        self._show()

    def _complain(self, typed: str) -> None:
        self.session.complained.emit(BadInput("day-not-understood", value=typed))

    def _take(self, told: Told) -> None:
        self._job, self.told = None, told
        self._show()

    def _end(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        asked = self.session.plan.scheme.indicator(self.key)
        self.setWindowTitle(say("course-asked"))
        self.heading.setText(say.name(asked.name))
        self.source.setText(source_in_words(asked, say.language))
        self.source.setVisible(bool(self.source.text()))
        self._from.setText(say("course-from"))
        self._to.setText(say("course-to"))
        self.first.setAccessibleName(say("course-from"))
        self.last.setAccessibleName(say("course-to"))
        self.leave.setText(say("window-close"))
        for column, key in enumerate(_COLUMNS):
            cell = QTableWidgetItem(say(key))
            cell.setTextAlignment(_side(column))
            self.table.setHorizontalHeaderItem(column, cell)
        self._show()

    def _show(self) -> None:
        course, language = self.course, self.words.language
        working = self._job is not None or course is None
        self.said.setText(
            self.words("course-working") if working or course is None else course_in_words(course, language)
        )
        self.chart.show_course(None if working else course, language)
        self.chart.setAccessibleDescription(self.said.text())
        self._fill([] if working or course is None else rows_in_words(course, language))
        told = self.told
        self.how.setText("" if working or told is None else told_of_day(told.earlier, told.first, language))
        high = self._rows.totalHeightForWidth(self.width())
        if high > self.height():  # lines that wrap are higher than Qt takes them for
            self.resize(self.width(), high)

    def _fill(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(reversed(rows)):  # the latest day first
            for column, said in enumerate(cells):
                cell = QTableWidgetItem(said)
                cell.setTextAlignment(_side(column))
                self.table.setItem(row, column, cell)


def _side(column: int) -> Qt.AlignmentFlag:
    """Return how a column is aligned: days to the left, numbers to the right."""
    return (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
