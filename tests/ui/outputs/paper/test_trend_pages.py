"""A PDF of the indicators' map goes on with how they went: lines, and the figures that other outputs have too."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gridmap.figures.courses import Course, courses_of_a_year
from tests.pdf_text import texts_of
from ui.look.course_chart import _Drawing, inks_on_paper
from ui.outputs.export import PAPER_MM, Export
from ui.outputs.paper.course_page import TrendPage
from ui.outputs.paper.head_and_foot import HeadAndFoot
from ui.outputs.paper.page import Size, pages_as_pdf, picture_of
from ui.words.courses import course_in_words, place_of_day
from ui.words.indicators import value_of_whole
from ui.words.messages import text

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)


def in_one_line(said: str) -> str:
    return "".join(said.split())


def wanted(plan, **more) -> Export:
    return Export(plan, None, "indicators", "zh", "pdf", on=DAY, paper="A4", **more)


@pytest.fixture(scope="module")
def pdf(town, qapp, tmp_path_factory):
    file = tmp_path_factory.mktemp("trends") / "a.pdf"
    wanted(town).write(file)
    return file


def test_the_page_after_the_map_says_each_indicator_as_the_other_outputs_do(town, pdf):
    of_map, of_trends = map(in_one_line, texts_of(pdf))
    found = courses_of_a_year(town, DAY)
    assert len(found) == 5 and text("course-heading", "zh") in of_trends and "指标走势" not in of_map
    assert "第1页，共2页" in of_map and "第2页，共2页" in of_trends
    for course in found:
        assert course.indicator.name.zh in of_trends and in_one_line(course_in_words(course, "zh")) in of_trends
        assert value_of_whole(course.indicator, course.values[-1]) in of_trends
    assert all(day.isoformat() in of_trends for course in found for day in course.days)


def test_its_lines_are_lines_and_no_picture(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        kinds = [one.type for one in document[1].get_objects(max_depth=4)]
    finally:
        document.close()
    assert pdfium.FPDF_PAGEOBJ_IMAGE not in kinds and kinds.count(pdfium.FPDF_PAGEOBJ_PATH) > 5 * 5


def test_of_some_grids_the_page_is_theirs(town):
    [village, *_] = town.ids[town.ranks == 2].tolist()
    page = wanted(town, grids=(village,)).page()
    assert [one.values for one in page._courses] == [one.values for one in courses_of_a_year(town, DAY, (village,))]


@pytest.mark.parametrize(
    ("change", "there"),
    [
        ({}, True),
        ({"format": "png"}, False),
        ({"theme": "boundaries"}, False),
        ({"atlas": "village"}, False),
        ({"form": "board"}, False),
        ({"parts": ("figures", "legend")}, False),
    ],
)
def test_only_a_pdf_of_one_map_of_the_indicators_has_it(town, change, there):
    assert replace(wanted(town), **change).has_trends is there
    assert bool(replace(wanted(town), **change).page()._courses) is there


@pytest.mark.parametrize(("paper", "upright", "pages"), [("A3", False, 3), ("A3", True, 2), ("16:9", False, 7)])
def test_many_take_several_pages_and_each_stands_on_one(town, paper, upright, pages):
    [asked, *_] = town.scheme.indicators
    many = [Course(asked, (DAY - dt.timedelta(365), DAY), (0.01 * at, 0.5)) for at in range(13)]
    many[3] = Course(asked, (DAY - dt.timedelta(365), DAY), (float("nan"), 0.5))  # of which there is no line
    page = TrendPage(HeadAndFoot(town, "en", DAY, "2026"), "Trends", many)
    wide, high = PAPER_MM[paper]
    size = Size.of_paper(*((high, wide) if upright else (wide, high)), 72, 2.0 if paper == "16:9" else 1.0)
    laid: list[TrendPage] = []

    class First:
        def paint(self, sheet, mm_per_mm):
            laid.extend(page.in_pages(sheet, 1))

    picture_of(First(), size)
    assert [one.number for one in laid] == [(at + 2, pages + 1) for at in range(pages)]
    assert [course for one in laid for course in one.courses] == many
    told = in_one_line("".join(texts_of(pages_as_pdf(laid, size))))
    for course in many:
        assert in_one_line(course_in_words(course, "en")) in told


@pytest.mark.parametrize("value", [1.0, 0.99, 0.5])
def test_the_words_of_a_target_keep_clear_of_the_points_of_a_line_beside_it(town, value):
    #  Target 100.0%
    #  o-----o-----o
    asked = town.scheme.indicator("council")
    days = (DAY - dt.timedelta(365), DAY - dt.timedelta(100), DAY)
    image = QImage(600, 240, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    course = Course(asked, days, (value, value, value))
    drawing = _Drawing(painter, QRectF(0, 0, 600, 240), course, "en", inks_on_paper())
    words, reach = drawing._target(), drawing.pen * 2.2
    for day in days:
        point = drawing.at(place_of_day(course, day), value)
        assert not words.intersects(QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach))
    painter.end()
