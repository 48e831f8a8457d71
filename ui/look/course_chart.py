"""The course of an indicator as a line with its target, for the window and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gridmap.figures.courses import Course
from ui.look.painting import ended, state_kept
from ui.words.courses import mark_in_words, place_of_day, scale_of, target_in_words, why_no_line
from ui.words.indicators import value_of_whole
from ui.words.messages import Language

_APART: Final = 0.5
"""Between two labels, at least, in heights of a line of text."""

_ABOVE: Final = 1.35
_BELOW: Final = 0.35
"""How far above or below a point or a line words begin, in heights of a line of text: clear of the points."""

_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Inks:
    """Colours of a chart: the line and its values, the target, what is written beside them, and the thin lines."""

    line: QColor
    text: QColor
    target: QColor
    muted: QColor
    thin: QColor
    ground: QColor


ON_PAPER: Final = ("#2f6f73", "#1b2430", "#8a1c3c", "#5d6672", "#dfe3e8", "#ffffff")


def inks_on_paper() -> Inks:
    """Return the colours of paper."""
    return Inks(*(QColor(colour) for colour in ON_PAPER))


def inks_of(palette: QPalette) -> Inks:
    """Return the colours of a widget, light or dark."""
    role = QPalette.ColorRole
    thin = QColor(palette.color(role.PlaceholderText))
    thin.setAlphaF(0.25)
    named = (role.Highlight, role.WindowText, role.WindowText, role.PlaceholderText)
    line, text, target, muted = (palette.color(each) for each in named)
    return Inks(line, text, target, muted, thin, palette.color(role.Window))


def paint_course(painter: QPainter, room: QRectF, course: Course, language: Language, inks: Inks) -> None:
    """Paint a course in the painter's font: a line with a value at each day, the target dashed, days below.

    Where there is no line, it says why. Labels that would stand upon one another are left out, the last and the first
    day being told before those between.
    """
    with state_kept(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if course.lacks:
            painter.setPen(inks.muted)
            wrapped = _CENTRE | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, wrapped, why_no_line(course, language))
            return
        _Drawing(painter, room, course, language, inks).paint()


class _Drawing:
    """One course while it is painted; lengths are in the painter's units, told by the height of a line of text."""

    def __init__(self, painter: QPainter, room: QRectF, course: Course, language: Language, inks: Inks) -> None:
        self.painter, self.course, self.language, self.inks = painter, course, language, inks
        self.scale = scale_of(course)
        self.line = painter.fontMetrics().height()
        marks = [mark_in_words(course.indicator, mark) for mark in self.scale.marks]
        beside = max(self.wide(mark) for mark in marks) + self.line * 0.5
        inner = self.wide("0000-00-00") / 2
        self.plot = room.adjusted(beside, self.line * 1.5, -inner, -self.line * 1.5)
        self.room = room
        self.pen = max(self.line / 8, 1.0)

    def wide(self, said: str) -> float:
        return float(self.painter.fontMetrics().horizontalAdvance(said))

    def at(self, share: float, value: float) -> QPointF:
        plot = self.plot.adjusted(self.wide("0000-00-00") / 2, 0, 0, 0)
        return QPointF(plot.left() + plot.width() * share, plot.bottom() - plot.height() * self.scale.share(value))

    def paint(self) -> None:
        painter, course, inks = self.painter, self.course, self.inks
        for mark in self.scale.marks:
            y = self.at(0, mark).y()
            painter.setPen(QPen(inks.thin, max(self.line / 16, 0.8)))
            painter.drawLine(QPointF(self.plot.left(), y), QPointF(self.plot.right(), y))
            painter.setPen(inks.muted)
            wide = self.plot.left() - self.room.left() - self.line * 0.4
            box = QRectF(self.room.left(), y - self.line / 2, wide, self.line)
            painter.drawText(box, _RIGHT, mark_in_words(course.indicator, mark))
        taken = [self._target()]
        points = [self.at(place_of_day(course, day), value) for day, value in course.known]
        painter.setPen(QPen(inks.line, self.pen * 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(inks.ground, self.pen))
        painter.setBrush(inks.line)
        for point in points:
            painter.drawEllipse(point, self.pen * 2.2, self.pen * 2.2)
        self._labels(points, taken)

    def _target(self) -> QRectF:
        """Paint the target, with its words at the left above or below it, and return where these stand."""
        painter, inks = self.painter, self.inks
        y = self.at(0, self.course.indicator.target).y()
        pen = QPen(inks.target, self.pen * 0.8)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(self.plot.left(), y), QPointF(self.plot.right(), y))
        said = target_in_words(self.course.indicator, self.language)
        wide = self.wide(said) + self.line * 0.2
        first = self.at(0, self.course.known[0][1]).y()
        above = first >= y and y - self.line * _ABOVE >= self.room.top()
        top = y - self.line * _ABOVE if above else y + self.line * _BELOW
        box = QRectF(self.plot.right() - wide, top, wide, self.line)
        last = self.at(1, self.course.known[-1][1]).y()
        if abs(last - box.center().y()) < self.line * 2:
            box.moveLeft(self.plot.left())
        painter.setPen(inks.target)
        painter.drawText(box, _CENTRE, said)
        return box

    def _labels(self, points: list[QPointF], taken: list[QRectF]) -> None:
        """Write values and days, the last and the first before the others."""
        painter, course, inks = self.painter, self.course, self.inks
        days: list[QRectF] = []
        order = [len(points) - 1, 0, *range(1, len(points) - 1)]
        for at in order:
            (day, value), point = course.known[at], points[at]
            said = value_of_whole(course.indicator, value)
            box = self._free(point, self.wide(said) + 1, taken)
            if box is not None:
                painter.setPen(inks.text)
                painter.drawText(box, _CENTRE, said)
                taken.append(box)
            box = QRectF(point.x() - self.wide(day.isoformat()) / 2, self.plot.bottom() + self.line * 0.3, 0, self.line)
            box.setWidth(self.wide(day.isoformat()) + 1)
            if not self._meets(box, days):
                painter.setPen(inks.muted)
                painter.drawText(box, _CENTRE, day.isoformat())
                days.append(box)

    def _free(self, point: QPointF, wide: float, taken: list[QRectF]) -> QRectF | None:
        """Return where a value may stand, above its point or below it, off the target's line if possible."""
        target = self.at(0, self.course.indicator.target).y()
        free = []
        for y in (point.y() - self.line * _ABOVE, point.y() + self.line * _BELOW):
            box = QRectF(point.x() - wide / 2, y, wide, self.line)
            box.moveRight(min(box.right(), self.room.right()))
            fits = box.top() >= self.room.top() and box.bottom() <= self.plot.bottom() + 1
            if fits and not self._meets(box, taken):
                free.append(box)
        return min(free, key=lambda box: box.top() < target < box.bottom(), default=None)

    def _meets(self, box: QRectF, others: list[QRectF]) -> bool:
        near = box.adjusted(-self.line * _APART, 0, self.line * _APART, 0)
        return any(near.intersects(other) for other in others)


class CourseChart(QWidget):
    """The course of an indicator in a window, in its colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: Course | None = None
        self._language: Language = "zh"
        self.setMinimumHeight(190)

    def show_course(self, course: Course | None, language: Language) -> None:
        """Show another course, ``None`` for nothing yet."""
        self.course, self._language = course, language
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which values do not crowd."""
        return QSize(520, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        if self.course is None:
            return
        with ended(QPainter(self)) as painter:
            painter.setFont(self.font())
            paint_course(painter, QRectF(self.rect()), self.course, self._language, inks_of(self.palette()))
