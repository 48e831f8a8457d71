"""What an atlas does in a quicker way than one page after the other comes to the same."""

from __future__ import annotations

import datetime as dt
import io
import math
import pickle
import re

import numpy as np
import pandas as pd
import pypdf
import pytest
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from gridmap.figures.statistics import breakdown
from gridmap.model.plan import Plan
from layers import Names
from layers.style import Style
from ui.look.fonts import chinese_family, page_font
from ui.look.shapes import UNSEEN, MapFrame, filled_paths, line_paths, paths_apart, plain_path, thinned
from ui.outputs.paper import corners, letters
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.contents import Contents, figures_of_each
from ui.outputs.paper.map_page import MapPage
from ui.outputs.paper.mark_painter import Strokes, hatching, paint_shapes
from ui.outputs.paper.names import labels_of
from ui.outputs.paper.page import Size, pages_as_pdf, picture_of, write_svg
from ui.outputs.paper.sheet import Type

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)


def column(*shapes):
    return np.array(shapes, dtype=object)


@pytest.mark.parametrize("degrees", [-45, 0, 30, 90])
def test_hatching_is_what_lies_of_the_lines_in_the_areas(degrees):
    #  a ring with a hole, a bay and its neighbour: 3 areas, no edge of which lies on a line
    areas = column(
        shapely.Point(503, 507).buffer(400).difference(shapely.Point(503, 507).buffer(111)),
        shapely.Polygon([(1001.5, 3.5), (1602.5, 7.5), (1603.5, 611.5), (1303.5, 204.5), (1004.5, 608.5)]),
        shapely.Polygon([(1004.5, 608.5), (1303.5, 204.5), (1603.5, 611.5)]),
    )
    angle, gap = math.radians(degrees), 10.0
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-math.sin(angle), math.cos(angle)])
    steps = np.arange(-300, 301)[:, None] * gap * across
    lines = shapely.linestrings(np.stack([steps - 4000 * along, steps + 4000 * along], axis=1))
    wanted = [shapely.length(shapely.intersection(lines, area)).sum() for area in areas]
    made = shapely.linestrings(hatching(areas, angle, gap))
    assert shapely.length(made).sum() == pytest.approx(sum(wanted), rel=1e-9)
    inside = shapely.line_interpolate_point(made, 0.5, normalized=True)
    assert shapely.intersects(shapely.union_all(shapely.buffer(areas, 1e-6)), inside).all()


def test_no_line_crosses_what_is_smaller_than_a_gap():
    assert len(hatching(column(shapely.box(1, 1, 2, 2)), 0.0, 10.0)) == 0


def test_names_in_another_frame_stand_where_they_would_if_measured_there(town):
    marks = Names().marks(town)
    west, south, east, north = shapely.total_bounds(marks.shape).tolist()
    wide, high = east - west, north - south
    frames = [
        MapFrame(
            0, 0, 30_000, 30_000 * high / wide, (west - wide * m, south - high * m, east + wide * m, north + high * m)
        )
        for m in (0.02, 0.4)
    ]
    measured, wanted = (labels_of([(marks, True)], frame, chinese_family())[0] for frame in frames)
    moved = measured.in_frame(*frames)
    assert np.abs(moved.places - wanted.places).max() < 0.02 * 30_000 and len(moved.lines) == len(wanted.lines) > 10
    assert np.median(np.abs(moved.places - wanted.places)) < 1.0  # a hundredth of a millimetre
    np.testing.assert_allclose(moved.room, wanted.room, rtol=0.06)


def test_a_stroke_that_was_noted_is_painted_as_it_was():
    style = Style(fill="#b59ac6", pattern="diagonal", pattern_colour="#8e6ea6", stroke="#101010", width_mm=0.5)
    shapes = column(shapely.box(200, 100, 900, 700))
    pictures = []
    for noted in (False, True):
        image = QImage(1000, 800, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        if noted:
            strokes = Strokes()
            paint_shapes(strokes, shapes, style)
            for draw, path, ink in strokes.strokes:
                draw(painter, path, ink)
        else:
            paint_shapes(painter, shapes, style)
        painter.end()
        pictures.append(image)
    assert pictures[0] == pictures[1] and pictures[0].pixelColor(200, 400).name() == "#101010"


def test_what_several_pages_are_told_is_sent_once(town):
    units = units_of(town, "village")[:4]
    figures = figures_of_each(town, units, None, DAY)
    sent = io.BytesIO()
    say = pickle.Pickler(sent, pickle.HIGHEST_PROTOCOL)
    ends = []
    for unit in units:
        say.dump({unit: figures[unit]})
        ends.append(sent.tell())
    assert max(np.diff(ends)) < ends[0] / 10
    sent.seek(0)
    hear = pickle.Unpickler(sent)
    for unit in units:
        heard, known = hear.load()[unit], figures[unit]
        assert heard.level == known.level
        for name in ("rows", "rest", "again", "whole"):
            pd.testing.assert_frame_equal(getattr(heard, name), getattr(known, name))


def test_a_page_that_is_told_its_figures_says_what_it_would_work_out(town):
    units = units_of(town, "village")
    figures = figures_of_each(town, units, None, DAY)
    assert list(figures) == sorted(units)
    for unit in units:
        told, alone = (Contents(town, (unit,), "zh", None, DAY, known) for known in (figures[unit], None))
        assert told.key_figures() == alone.key_figures() and told.shares() == alone.shares()
        assert told.table("boundaries", 20) == alone.table("boundaries", 20)
        assert told.table("boundaries", 20).rows
        assert int(told.figures["households"]) == int(
            breakdown(town, "grid", within=[unit]).whole["households"].iloc[0]
        )


def test_what_is_left_out_on_paper_lies_so_near_to_what_is_drawn_and_nothing_vanishes():
    angle = np.linspace(0, 2 * math.pi, 400, endpoint=False)
    wavy = np.stack([500 * np.cos(angle), 500 * np.sin(angle)], axis=1) + 0.4 * np.sin(40 * angle)[:, None]
    speck = shapely.Polygon(0.5 * wavy[::10] / 500)
    shapes = column(
        shapely.Polygon(wavy), shapely.LineString(wavy), speck, shapely.box(0, 0, 0.1, 0.1), shapely.Point(3, 4)
    )
    thin = thinned(shapes, 2.0)
    assert (shapely.hausdorff_distance(shapes, thin, densify=0.01) <= 2.0 + 1e-9).all()
    assert not shapely.is_empty(thin).any()
    assert shapely.get_num_coordinates(thin[0]) < 0.2 * shapely.get_num_coordinates(shapes[0])
    assert thin[3] is shapes[3] and thin[4] is shapes[4]


def test_areas_with_and_without_holes_are_filled_and_outlined_alike():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    plain, far = shapely.box(200, 0, 300, 100), shapely.box(1000, 1000, 1001, 1001)

    def drawn(paths: object, *shapes: object) -> list[set[tuple[float, float]]]:
        return [set(map(QPointF.toTuple, path.toFillPolygon())) for path in paths(column(*shapes))]

    for paths in (filled_paths, line_paths):
        [alone], [beside] = (drawn(paths, plain, far), drawn(paths, plain, far, ring))
        assert alone < beside and (40.0, 40.0) in beside and (40.0, 40.0) not in alone
    [area] = filled_paths(column(plain, ring))
    assert area.contains(QPointF(250, 50)) and area.contains(QPointF(20, 20)) and not area.contains(QPointF(50, 50))


def points_of(path):
    return np.array([(path.elementAt(i).x, path.elementAt(i).y) for i in range(path.elementCount())])


def test_letters_of_lines_alone_lie_where_their_curves_do():
    path = QPainterPath()
    path.addText(QPointF(0, 0), page_font(300, chinese_family(), bold=True), "建农村68")
    plain = plain_path(path)
    assert plain.elementCount() < 0.8 * path.elementCount()
    assert (points_of(plain) == np.rint(points_of(plain))).all()
    drawn, known = (
        shapely.MultiLineString([[(at.x(), at.y()) for at in line] for line in each.toSubpathPolygons()])
        for each in (plain, path)
    )
    assert shapely.hausdorff_distance(drawn, known) <= 2 * UNSEEN + 1


def test_a_path_without_a_line_is_empty():
    assert plain_path(QPainterPath()).isEmpty()


def test_rings_that_are_left_open_fill_the_same_ground():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    hole = shapely.Polygon(ring.exterior.coords, [list(ring.interiors[0].coords)[::-1]])
    far = shapely.box(-900, 0, -800, 10)
    shapes = column(hole, shapely.Polygon([(200, 0), (300, 10), (250, 90)]), far)
    frame = MapFrame(0, 0, 320, 120, (0, 0, 320, 120))
    [closed], [open_] = list(filled_paths(frame.shapes_on_page(shapes))), list(paths_apart(shapes, frame))
    assert open_.elementCount() == closed.elementCount() - 3  # one for each ring
    pictures = []
    for path in (closed, open_):
        image = QImage(320, 120, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        painter.fillPath(path, QColor("#b9ada0"))
        painter.end()
        pictures.append(image)
    assert pictures[0] == pictures[1] and pictures[0].pixelColor(20, 100).name() == "#b9ada0"
    assert pictures[0].pixelColor(50, 70).name() == "#ffffff"


class Said:
    """A page that says some lines in two sizes, each so many times."""

    def __init__(self, lines: list[str], times: int) -> None:
        self.lines, self.times = lines, times

    def paint(self, sheet, mm_per_mm) -> None:
        for time in range(self.times):
            for row, line in enumerate(self.lines):
                for size in (3.0, 4.5):
                    sheet.text(
                        10.013 + 60 * time + 7 * size, 12 + 6.1 * row, line, Type(size, bold=size > 4, spacing=0.1)
                    )


@pytest.mark.parametrize(
    "line",
    [
        "综合网格 1,234",
        "塘市街道（东）",
        "AV To fi 12%",
        "坐标系：CGCS2000（EPSG）",
        "שלום",
        "a\u202eb",
        " 村 ",
        "e\u0301",
    ],
)
def test_a_line_that_is_said_again_is_written_as_before(monkeypatch, line):
    page, size = Said([line, "家"], 3), Size.of_paper(420, 297)
    made = []
    for known in (True, False):
        if not known:
            monkeypatch.setattr(letters, "_PLAIN", re.compile("(?!)"))
        reader = pypdf.PdfReader(io.BytesIO(pages_as_pdf([page, page], size)))
        made.append([page.get_contents().get_data() for page in reader.pages])
    assert made[0] == made[1] and made[0][1].count(b"Tj") >= 12
    assert not letters._lines.set and not letters._lines.written


def test_names_in_a_map_as_symbol_files_stay_text(tmp_path):
    write_svg(Said(["综合网格"], 3), tmp_path / "a.svg", Size.of_paper(420, 297))
    assert (tmp_path / "a.svg").read_text("utf-8").count("综合网格") == 6


def test_the_little_map_of_an_atlas_is_that_of_a_page_alone(town, monkeypatch):
    one, two = units_of(town, "village")[:2]

    def of(unit: int, plan: Plan) -> QImage:
        return picture_of(MapPage(plan, "boundaries", unit, on=DAY), Size.of_paper(420, 297, dpi=60))

    fresh = Plan.of_conformed(town.scheme, town.tables)
    alone = of(two, fresh)
    of(one, other := Plan.of_conformed(town.scheme, town.tables))
    painted = []
    monkeypatch.setattr(corners, "shapes_of_rank", lambda *asked: painted.append(asked))
    assert of(two, other) == alone and not painted
