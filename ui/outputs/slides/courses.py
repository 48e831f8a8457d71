"""Slides with the courses of the indicators: charts of PowerPoint's own, a line with the target, four to a slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu, Pt

from gridmap.figures.courses import Course
from ui.outputs.slides.chart_data import chart_data
from ui.outputs.slides.deck import INK, MUTED, Deck, one_line
from ui.words.courses import course_in_words, scale_of, source_in_words, target_in_words
from ui.words.indicators import value_of_whole
from ui.words.messages import Language, text

_TO_A_SLIDE: Final = 4
_LINE: Final = RGBColor(0x2F, 0x6F, 0x73)
_TARGET: Final = RGBColor(0x8A, 0x1C, 0x3C)
_THIN: Final = RGBColor(0xDF, 0xE3, 0xE8)


def course_slides(deck: Deck, found: Sequence[Course], language: Language, foot: str) -> None:
    """Add slides with a chart for each indicator; where there is no line to draw, words stand in its place.

    Parameters
    ----------
    foot : str
        The line at the foot of every slide.
    """
    slides = -(-len(found) // _TO_A_SLIDE)
    each = -(-len(found) // max(slides, 1))
    for begin in range(0, len(found), max(each, 1)):
        slide, (left, top, width, height) = deck.slide(text("course-heading", language))
        some = found[begin : begin + each]
        rows = 1 if len(some) <= 2 else 2
        wide, high = round(width * (1.0 if len(some) == 1 else 0.485)), round(height / rows)
        for number, course in enumerate(some):
            x, y = left + (number % 2) * (width - wide), top + (number // 2) * high
            _course(deck, slide, course, (x, y, wide, round(high * 0.97)), language)
        note = text("course-of-now", language)
        deck.text(slide, left / deck.width, 0.915, width / deck.width, 0.03, note, 9, colour=MUTED, middle=True)
        deck.foot(slide, foot)


def _course(deck: Deck, slide: Any, course: Course, room: tuple[int, int, int, int], language: Language) -> None:
    left, top, width, height = room
    x, wide = left / deck.width, width / deck.width
    name = one_line(course.indicator.name.in_language(language), 40)
    deck.text(slide, x, top / deck.height, wide, 0.045, name, 14, bold=True, middle=True)
    said = [course_in_words(course, language), one_line(source_in_words(course.indicator, language), 90)]
    below = round(deck.height * 0.075)
    lines = "\n".join(line for line in said if line)
    deck.text(slide, x, (top + height - below) / deck.height, wide, 0.075, lines, 10, colour=MUTED)
    if not course.lacks:
        title = round(deck.height * 0.045)
        _chart(slide, course, (left, top + title, width, height - title - below), language)


def _chart(slide: Any, course: Course, room: tuple[int, int, int, int], language: Language) -> None:
    """Add a line chart: values said at their points as everywhere else, the target dashed."""
    asked, scale = course.indicator, scale_of(course)
    names = [day.isoformat() for day, _ in course.known]
    values = [value for _, value in course.known]
    series = [(one_line(asked.name.in_language(language), 40), values)]
    series.append((target_in_words(asked, language), [asked.target] * len(values)))
    data = CategoryChartData(number_format="0.0%" if asked.is_share else "#,##0.0")
    data.categories = names
    for name, line in series:
        data.add_series(name, line)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *(Emu(edge) for edge in room), data).chart
    chart.part.chart_workbook.update_from_xlsx_blob(chart_data(names, series))
    chart.font.size, chart.font.color.rgb = Pt(9), RGBColor.from_string(INK)
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = scale.low, scale.high
    axis.major_unit = scale.marks[1] - scale.marks[0] if len(scale.marks) > 1 else None
    axis.tick_labels.number_format = "0.##%" if asked.is_share else "#,##0.##"
    axis.tick_labels.number_format_is_linked = False
    axis.major_gridlines.format.line.color.rgb = _THIN
    axis.format.line.fill.background()
    own, target = chart.plots[0].series
    own.smooth = target.smooth = False
    own.format.line.color.rgb, own.format.line.width = _LINE, Pt(2.25)
    own.marker.style, own.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    own.marker.format.fill.solid()
    own.marker.format.fill.fore_color.rgb = _LINE
    target.format.line.color.rgb, target.format.line.width = _TARGET, Pt(1.25)
    target.format.line.dash_style, target.marker.style = MSO_LINE.DASH, XL_MARKER_STYLE.NONE
    for at, value in enumerate(values):
        label = own.points[at].data_label
        label.text_frame.text = value_of_whole(asked, value)
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(9)
        label.position = XL_LABEL_POSITION.BELOW if value < asked.target else XL_LABEL_POSITION.ABOVE
