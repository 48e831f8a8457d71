"""The map page: what stands on it is true, legible, in its place, and the same every time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pypdf
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath
from shapely import LineString, MultiPolygon, Polygon, box

from gridmap.checks import RULES, run_checks
from gridmap.figures.statistics import rollup, total
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from layers import THEMES, Borders, FindingsLayer, Neighbours, Outline, every_layer, palette
from layers.incoming import Incoming
from layers.style import Style
from tests.pdf_text import texts_of
from ui.look.fonts import chinese_family
from ui.look.shapes import BATCH, MapFrame, filled_paths, line_paths, path_through
from ui.look.symbols import symbol_path
from ui.outputs.map_pages import draw_map_page
from ui.outputs.paper import furniture, map_page, mark_painter
from ui.outputs.paper.map_page import MapPage
from ui.outputs.paper.page import Size, picture_of
from ui.outputs.paper.pdf_text import usual_characters, with_readable_text
from ui.outputs.paper.sheet import UNITS, Sheet, Type
from ui.words.messages import BOTH, SENTENCES, as_percentage, text
from ui.words.titles import one_side

pytestmark = pytest.mark.usefixtures("qapp")

DAY = dt.date(2026, 6, 15)
SMALL = Size(1654, 1169, 100)
TOWN, VILLAGES, CELLS = 1, (2, 3), range(10, 22)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a town of two villages with twelve grids of 1 km, some of them without anybody, and a river.

    +--+--+--+--+--+--+
    |10|11|12|16|17|18|      10 to 15 in the western village, 16 to 21 in the eastern one
    +--+--+--+--+--+--+      16 is dedicated; 11 is staffed part-time only, 12 by nobody
    |13|14|15|19|20|21|
    +--+--+--+--+--+--+
    """
    west, south = 530_000.0, 3_520_000.0

    def cell(x: int, y: int) -> Polygon:
        return box(west + 1000 * x, south + 1000 * y, west + 1000 * (x + 1), south + 1000 * (y + 1))

    rows: dict[int, tuple[str, str, str, int, object]] = {}
    for number, id_ in enumerate(CELLS):
        village, place = divmod(number, 6)
        kind = "dedicated" if id_ == 16 else "comprehensive"
        code = f"320582100{201 + village}{place + 1:03d}"
        rows[id_] = (code, f"第{place + 1}网格", kind, VILLAGES[village], cell(village * 3 + place % 3, 1 - place // 3))
    for village, id_ in enumerate(VILLAGES):
        own = [row[4] for row in rows.values() if row[3] == id_]
        name = ("建设村委会", "花园浜社区居委会")[village]
        rows[id_] = (f"320582100{201 + village}", name, "village", TOWN, shapely.coverage_union_all(own))
    whole = shapely.coverage_union_all([rows[id_][4] for id_ in VILLAGES])
    rows[TOWN] = ("320582100", "杨舍镇", "town", 0, whole)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["code", "name", "kind", "parent", "geometry"])
    staffed = [id_ for id_ in CELLS if id_ not in (12, 16)]
    roles = ["part_time" if id_ == 11 else "full_time" for id_ in staffed]
    numbers = np.arange(1, len(staffed) + 1)
    middles = shapely.centroid(frame.loc[list(CELLS), "geometry"].to_numpy())
    facts = {"title": "测试市", "origin": "synthetic boundaries", "origin_zh": "边界为合成示意", "as_of": "2020-12-31"}
    river = box(west - 5000, south + 2000, west + 12_000, south + 3500)
    return Plan(
        load_scheme(),
        {
            "grids": gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4549"),
            "workers": pd.DataFrame({"name": "王"}, index=numbers),
            "assignments": pd.DataFrame({"worker": numbers, "grid": staffed, "role": roles}, index=numbers),
            "branches": pd.DataFrame({"tier": ["grid", "village"], "joint": [False, False]}, index=[1, 2]),
            "branch_grids": pd.DataFrame({"branch": [1, 2, 2], "grid": [10, 2, 3]}, index=[1, 2, 3]),
            "buildings": gpd.GeoDataFrame(
                {"households": [310 + 20 * i for i in range(12)]}, geometry=middles, index=range(1, 13)
            ),
            "water": gpd.GeoDataFrame({"name": ["大江"]}, geometry=[river], index=[1]),
            "facts": pd.DataFrame({"key": list(facts), "value": list(facts.values())}, index=range(1, 5)),
        },
    )


@dataclass
class Writing:
    """One line of text that stands on a page, millimetres."""

    words: str
    left: float
    right: float
    baseline: float
    size: float

    @property
    def box(self) -> Polygon:
        """The ground that its letters take."""
        return box(self.left, self.baseline - 0.72 * self.size, self.right, self.baseline + 0.1 * self.size)


@dataclass
class Drawn:
    """A page that was painted, and what was written on it."""

    page: MapPage
    image: QImage
    writings: list[Writing]
    frame: MapFrame
    width: float
    height: float

    @property
    def words(self) -> list[str]:
        return [writing.words for writing in self.writings]

    def colour_at(self, x: float, y: float) -> str:
        """Return the colour of the page at a place on the ground."""
        at = self.frame.on_page(np.array([[x, y]]))[0] / UNITS
        return self.image.pixelColor(
            round(at[0] / self.width * self.image.width()), round(at[1] / self.height * self.image.height())
        ).name()


@pytest.fixture
def draw(monkeypatch) -> Callable[..., Drawn]:
    """Return a function that paints a page and tells what it wrote where."""

    def draw_(page: MapPage, size: Size = SMALL) -> Drawn:
        writings: list[Writing] = []
        frames: list[MapFrame] = []
        sheets: list[Sheet] = []
        write, paint = Sheet.text, map_page.paint_names

        def text_(self, x, baseline, words, type_, align="left", room=None):
            width = write(self, x, baseline, words, type_, align, room)
            left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
            writings.append(Writing(words, left, left + width, baseline, type_.size_mm))
            sheets.append(self)
            if room is not None:
                assert width <= room + 0.05, words
            return width

        def names(painter, layers, frame, *more):
            frames.append(frame)
            return paint(painter, layers, frame, *more)

        with monkeypatch.context() as patch:
            patch.setattr(Sheet, "text", text_)
            patch.setattr(map_page, "paint_names", names)
            image = picture_of(page, size)
        return Drawn(page, image, writings, frames[0], sheets[0].width_mm, sheets[0].height_mm)

    return draw_


# ---- words and figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", BOTH)
def test_every_theme_layer_and_legend_has_words(plan, faulty_plan, language):
    found = run_checks(faulty_plan).open
    layers = every_layer(findings=found)
    for layer in [*layers, Outline(), Neighbours(plan)]:
        assert text(f"layer-{layer.key}", language)
        for shown in (plan, faulty_plan):
            legend = layer.marks(shown).legend
            for words in [legend.heading, *(entry.words for entry in legend.entries)]:
                assert not isinstance(words, str) or words == "" or text(words, language)
    assert all(text(f"theme-{theme}", language) for theme in THEMES)


def test_every_class_of_findings_and_rank_of_road_has_words():
    keys = {f"legend-findings-{name}" for name in palette.FINDINGS} | {f"legend-road-{rank}" for rank in palette.ROAD}
    assert keys <= SENTENCES.keys()


def test_no_words_of_maps_speak_of_nothing():
    """Sentences of legends, themes and pages that no code asks for would rot."""
    import re
    from pathlib import Path

    root = Path(map_page.__file__).parents[3]
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for part in ("layers", "ui")
        for path in (root / part).rglob("*.py")
        if path.parent.name != "sentences"
    )
    said = set(re.findall(r'"((?:map|legend|theme)-[a-z-]+)"', code))
    said |= {f"theme-{theme}" for theme in THEMES} | {f"legend-findings-{name}" for name in palette.FINDINGS}
    said |= {f"legend-road-{rank}" for rank in palette.ROAD}
    for layer in (*every_layer(), Incoming):
        said |= {f"legend-{layer.key}-{name}" for name in getattr(layer, "names", ())}
        said |= {f"legend-{layer.key}", f"legend-{layer.key}-not-asked"} if hasattr(layer, "names") else set()
    ours = {key for key in SENTENCES if re.match("(map|legend|theme)-", key)}
    assert ours <= said


@pytest.mark.parametrize("language", BOTH)
def test_the_figures_on_the_page_are_those_of_the_statistics(plan, draw, language):
    page = MapPage(plan, "staffing", 0, language, run_checks(plan, on=DAY), on=DAY)
    words = draw(page).words
    row = total(plan, on=DAY, findings=page.findings).iloc[0]
    assert row["n_comprehensive"] == 11 and row["must_staff"] == 11 and row["staffed"] == 9
    for value in ("1", "2", "11", f"{row['households']:,}", f"{row['findings_error']:,}", "9 / 11", "81.8%"):
        assert value in words
    assert "5,040" in words
    assert "边界为合成示意" in words if language == "zh" else "synthetic boundaries" in words
    assert any("EPSG:4549" in line and "2020-12-31" in line for line in words)


def test_the_page_of_a_village_has_the_figures_of_the_village(plan, draw):
    drawn = draw(MapPage(plan, "staffing", VILLAGES[0], on=DAY))
    row = rollup(plan, "village", on=DAY).loc[VILLAGES[0]]
    assert drawn.page.heading == "建设村委会专职网格员配备图"
    assert f"{row['staffed']} / {row['must_staff']}" == "4 / 6" and "4 / 6" in drawn.words
    assert "第3网格" in drawn.words  # the table goes by grids


@pytest.mark.parametrize("theme", THEMES)
def test_the_table_adds_up_to_its_last_row_or_says_how_many_more(plan, theme):
    page = MapPage(plan, theme, TOWN, findings=run_checks(plan, on=DAY), on=DAY)
    table = page.table(20)
    assert table is not None and [row[0] for row in table.rows][:2] == ["建设村", "花园浜社区"]
    assert {row[0] for row in table.rows[2:]} <= {"未归属", "重复计入"}
    assert len({len(row) for row in (table.columns, *table.rows, table.total)}) == 1
    counts = [i for i, cell in enumerate(table.total) if i and cell.replace(",", "").isdigit()]
    counts = [i for i in counts if table.columns[i] != text("map-average", "zh")]
    assert counts
    for i in counts:
        assert sum(int(row[i].replace(",", "")) for row in table.rows) == int(table.total[i].replace(",", ""))


def test_a_table_with_no_room_for_all_keeps_those_that_matter(plan):
    page = MapPage(plan, "staffing", VILLAGES[0], on=DAY)
    table = page.table(3)
    assert table is not None
    assert [row[0] for row in table.rows] == ["第2网格", "第3网格", "其余 4 个"]
    assert table.rows[-1][1:] == ("4", "4", "100.0%") and math.isnan(table.bars[-1])
    assert page.table(2) is None


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0.0%"), (1, "100.0%"), (0.9999, "99.9%"), (1e-6, "0.1%"), (0.5, "50.0%")]
)
def test_per_cents_are_never_rounded_to_all_or_nothing(share, shown):
    assert as_percentage(share) == shown


@pytest.mark.parametrize(
    ("title", "theme", "heading"),
    [
        ("测试市", "boundaries", "测试市网格划分图"),
        ("测试市网格", "boundaries", "测试市网格划分图"),
        ("", "gaps", "网格覆盖问题图"),
    ],
)
def test_a_heading_says_nothing_twice(plan, title, theme, heading):
    facts = pd.DataFrame({"key": ["title"], "value": [title]}, index=[1])
    assert MapPage(Plan(plan.scheme, {**plan.tables, "facts": facts}), theme).heading == heading


def test_a_title_that_is_given_is_taken(plan):
    assert MapPage(plan, "gaps", title="专题汇报").heading == "专题汇报"


@pytest.mark.parametrize(("language", "said"), [("zh", "名称为真实"), ("en", "Real names")])
def test_a_fact_in_both_languages_is_said_in_one(language, said):
    assert one_side("名称为真实。Real names.", language) == said
    assert one_side("Only one.", language) == "Only one."


# ---- layout ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [SMALL, Size(1600, 900, 96), Size(1169, 1654, 100)], ids=["A3", "screen", "upright"])
def test_no_text_overlaps_another_or_leaves_the_page(faulty_plan, draw, theme, language, size):
    findings = run_checks(faulty_plan)
    drawn = draw(MapPage(faulty_plan, theme, 0, language, findings, on=DAY), size)
    boxes = np.array([writing.box for writing in drawn.writings if writing.words.strip()])
    page = box(5, 5, drawn.width - 5, drawn.height - 5)
    outside = [writing.words for writing in drawn.writings if not writing.box.within(page)]
    assert not outside
    one, two = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    pairs = [(drawn.words[i], drawn.words[j]) for i, j in zip(one, two, strict=True) if i < j]
    assert not pairs


@pytest.mark.parametrize("scope", [TOWN, VILLAGES[1], 20])
def test_pages_of_parts_hold_together_too(plan, draw, scope):
    drawn = draw(MapPage(plan, "gaps", scope, findings=run_checks(plan, on=DAY), on=DAY))
    boxes = np.array([writing.box for writing in drawn.writings])
    one, two = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    assert not [(drawn.words[i], drawn.words[j]) for i, j in zip(one, two, strict=True) if i < j]


def test_every_character_on_the_page_is_in_the_font(plan, draw):
    metrics = QFontMetricsF(QFont(chinese_family()))
    found = run_checks(plan, on=DAY)
    drawn = [draw(MapPage(plan, theme, 0, "zh", found, on=DAY)) for theme in THEMES]
    letters = {letter for page in drawn for words in page.words for letter in words}
    letters |= set("".join(plan.grids["name"]))
    assert not [letter for letter in letters if not metrics.inFontUcs4(ord(letter))]
    assert "网" in letters


@pytest.mark.parametrize("dpi", [50, 200, 600])
def test_text_is_as_wide_as_it_was_measured_whatever_the_resolution(dpi):
    image = QImage(1600, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    painter = QPainter(image)
    sheet = Sheet(painter, 160, 20, 1600, 200, chinese_family())
    wide = sheet.text(10, 15, "网格网格网格网格", Type(8.0, bold=True, colour="#000000", spacing=0.5))
    painter.end()
    dark = [x for x in range(1600) if any(image.pixelColor(x, y).lightness() < 128 for y in range(70, 170, 3))]
    # The last letter's own spacing, 4 mm, is part of the width; letters do not quite fill their squares.
    assert dark[0] / 10 == pytest.approx(10, abs=1)
    assert dark[-1] / 10 == pytest.approx(10 + wide - 4, abs=1)


def test_a_page_looks_the_same_at_any_size(plan, draw):
    page = MapPage(plan, "boundaries", on=DAY)
    small, large = draw(page, Size(1000, 707, 60)), draw(page, Size(2000, 1414, 300))
    same = [
        (one.words, two.words)
        for one, two in zip(small.writings, large.writings, strict=True)
        if not one.words.startswith("比例尺")
    ]
    assert all(one == two for one, two in same)
    assert small.width == pytest.approx(large.width, rel=1e-3)


# ---- the map -----------------------------------------------------------------------------------------------------


def test_a_grid_has_the_colour_of_its_state(plan, draw):
    drawn = draw(MapPage(plan, "staffing", on=DAY))
    inside = {"full": (530_200, 3_521_200), "nobody": (532_300, 3_521_205)}
    assert drawn.colour_at(*inside["full"]) == palette.STAFFING[2].fill
    around = {drawn.colour_at(532_150 + 7 * i, 3_521_150 + 11 * i) for i in range(12)}
    assert palette.STAFFING[0].fill in around
    assert drawn.colour_at(533_000, 3_522_500) == palette.GREAT_WATER.fill
    assert drawn.colour_at(533_000, 3_518_800) == map_page.BACKGROUND


def test_north_is_up_and_east_is_right():
    frame = MapFrame(100.0, 200.0, 60.0, 40.0, (0.0, 0.0, 600.0, 400.0))
    corners = frame.on_page(np.array([[0, 400], [600, 400], [0, 0]], dtype=float))
    assert corners.tolist() == [[100, 200], [160, 200], [100, 240]]
    assert frame.units_per_metre == 0.1


@pytest.mark.parametrize("size", [SMALL, Size(3307, 2339, 200), Size(1920, 1080, 120)])
def test_the_scale_that_is_printed_is_true_on_paper(plan, draw, size):
    drawn = draw(MapPage(plan, "boundaries", on=DAY), size)
    [printed] = [words for words in drawn.words if words.startswith("比例尺")]
    number = int(printed.removeprefix("比例尺 1:").replace(",", ""))
    pixels_per_metre = drawn.frame.units_per_metre / UNITS / drawn.width * size.width_px
    paper_metres_per_metre = pixels_per_metre / size.dpi * 0.0254
    assert 1 / paper_metres_per_metre == pytest.approx(number, rel=1e-3)


def test_the_scale_bar_is_as_long_as_it_says(plan, draw, monkeypatch):
    boxes = []
    original = Sheet.box

    def box_(self, x, y, width, height, *args, **more):
        boxes.append((x, y, width, height))
        return original(self, x, y, width, height, *args, **more)

    monkeypatch.setattr(Sheet, "box", box_)
    drawn = draw(MapPage(plan, "boundaries", on=DAY))
    fields = [entry for entry in boxes if entry[3] == 1.3]
    [end] = [words for words in drawn.words if words.endswith((" km", " m"))]
    value, unit = end.split()
    metres = float(value) * (1000 if unit == "km" else 1)
    assert sum(entry[2] for entry in fields) * UNITS / drawn.frame.units_per_metre == pytest.approx(metres)


@given(st.floats(1, 1e7))
def test_round_scales_are_at_least_what_is_needed_and_not_much_more(number):
    scale = furniture.round_scale(number)
    assert number * (1 - 1e-6) - 0.5 <= scale <= number * 1.2 + 1


@given(st.floats(0.01, 1e6))
def test_round_lengths_are_1_2_or_5(longest):
    length = furniture.round_length(longest)
    assert longest / 2.51 <= length <= longest * (1 + 1e-6)
    assert round(length / 10 ** math.floor(math.log10(length * (1 + 1e-9)))) in (1, 2, 5)


def test_whole_plan_is_inside_the_frame(plan, draw):
    drawn = draw(MapPage(plan, "boundaries", on=DAY))
    on_page = shapely.transform(plan.shape(TOWN), drawn.frame.on_page)
    frame = drawn.frame
    assert on_page.within(box(frame.left, frame.top, frame.left + frame.width, frame.top + frame.height))


# ---- paths -------------------------------------------------------------------------------------------------------


def test_a_path_goes_through_its_points():
    xy = np.array([[0, 0], [3, 0], [3, 2], [10, 10], [12, 10]], dtype=float)
    path = path_through(xy, np.array([True, False, False, True, False]))
    wanted = QPainterPath(QPointF(0, 0))
    wanted.lineTo(3, 0)
    wanted.lineTo(3, 2)
    wanted.moveTo(10, 10)
    wanted.lineTo(12, 10)
    assert path.elementCount() == wanted.elementCount() == 5
    for i in range(5):
        one, two = path.elementAt(i), wanted.elementAt(i)
        assert (one.x, one.y, one.isMoveTo()) == (two.x, two.y, two.isMoveTo())


def painted(shapes: list[object], style: Style) -> QImage:
    """Paint shapes into a picture of 100 by 100 pixels that are 0.1 mm each."""
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.scale(0.1, 0.1)
    large = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy * 10)
    mark_painter.paint_shapes(painter, large, style)
    painter.end()
    return image


def test_holes_stay_open_and_overlaps_are_filled_once():
    #  +-------+
    #  | +-+   |---+     a square with a hole, and another over its corner with rings the other way round
    #  | +-+   |   |
    #  +-------+   |
    holed = Polygon([(10, 10), (60, 10), (60, 60), (10, 60)], [[(20, 20), (30, 20), (30, 30), (20, 30)]])
    other = Polygon([(50, 50), (50, 90), (90, 90), (90, 50)])
    image = painted([MultiPolygon([holed, box(70, 5, 80, 15)]), other], Style(fill="#336699"))
    for x, y in ((15, 15), (55, 55), (80, 80), (75, 10)):
        assert image.pixelColor(x, y).name() == "#336699"
    for x, y in ((25, 25), (5, 5), (65, 30)):
        assert image.pixelColor(x, y).name() == "#ffffff"


def test_many_polygons_come_in_batches_and_none_is_split():
    circles = shapely.buffer(shapely.points(np.arange(200) * 10.0, 0), 4, quad_segs=16)
    paths = list(filled_paths(circles))
    assert sum(path.elementCount() for path in paths) == shapely.get_num_coordinates(circles).sum()
    assert 1 < len(paths) < 20 and max(path.elementCount() for path in paths) <= BATCH + 65
    assert all(path.elementCount() % 65 == 0 for path in paths)


def test_lines_of_all_kinds_are_stroked_and_points_are_not():
    shapes = np.array(
        [LineString([(0, 0), (1, 1)]), shapely.MultiLineString([[(0, 0), (1, 0)], [(2, 2), (3, 3)]]), box(0, 0, 1, 1),
         shapely.Point(1, 1), LineString()],
        dtype=object,
    )  # fmt: skip
    assert sum(path.elementCount() for path in line_paths(shapes)) == 2 + 4 + 5
    assert not list(line_paths(np.array([shapely.Point(1, 1)], dtype=object)))
    assert not list(filled_paths(np.array([LineString([(0, 0), (1, 1)])], dtype=object)))


@pytest.mark.parametrize("pattern", ["diagonal", "back-diagonal", "cross", "horizontal", "vertical", "dots"])
def test_hatching_stays_inside_and_is_of_its_colour(pattern):
    style = Style(pattern=pattern, pattern_colour="#000000", pattern_gap_mm=0.8, pattern_width_mm=0.2)
    image = painted([box(20, 20, 80, 80)], style)
    dark = {(x, y) for x in range(100) for y in range(100) if image.pixelColor(x, y).lightness() < 128}
    assert len(dark) > 100
    assert all(19 <= x <= 80 and 19 <= y <= 80 for x, y in dark)


def test_hatching_of_a_broken_shape_does_not_fail():
    bowtie = Polygon([(10, 10), (90, 90), (90, 10), (10, 90)])
    style = Style(pattern="diagonal", pattern_colour="#000000", pattern_gap_mm=1.0)
    assert painted([bowtie], style).pixelColor(50, 10).name() == "#ffffff"


def test_a_shape_too_tangled_to_say_which_ground_it_means_is_not_hatched_and_the_rest_is():
    tangle = Polygon(np.random.default_rng(0).random((300, 2)) * 40 + 55)
    style = Style(pattern="diagonal", pattern_colour="#000000", pattern_gap_mm=1.0)
    image = painted([tangle, box(5, 5, 45, 45)], style)
    dark = {(x, y) for x in range(100) for y in range(100) if image.pixelColor(x, y).lightness() < 128}
    assert dark and all(x < 50 and y < 50 for x, y in dark)
    assert painted([tangle], style) == painted([], Style())


def test_symbols_stand_for_what_is_too_small(plan):
    style = palette.FINDINGS["gap"]
    large, small = box(0, 0, 2000, 2000), box(0, 0, 20, 20)
    shown, told = mark_painter._told_by_size(np.array([large, small, shapely.Point(0, 0)], dtype=object), style)
    assert shown.tolist() == [large] and len(told) == 2


@pytest.mark.parametrize("style", palette.FINDINGS.values(), ids=palette.FINDINGS)
def test_symbols_are_one_high_and_in_the_middle(style):
    bounds = symbol_path(style.symbol).boundingRect()
    assert 0.8 <= bounds.height() <= 1.15 and 0.8 <= bounds.width() <= 1.15
    assert abs(bounds.center().x()) < 0.2 and abs(bounds.center().y()) < 0.2


# ---- files -------------------------------------------------------------------------------------------------------


def test_a_picture_has_the_size_asked_for_and_says_what_it_is(plan, tmp_path):
    file = tmp_path / "图.png"
    draw_map_page(plan, file, size_px=(1200, 800), dpi=100, on=DAY)
    image = QImage(str(file))
    assert (image.width(), image.height()) == (1200, 800)
    assert image.dotsPerMeterX() == pytest.approx(100 / 0.0254, abs=1)
    assert image.text("Title") == "测试市网格划分图"
    assert list(tmp_path.iterdir()) == [file]


def test_a_pdf_is_as_large_as_the_paper_and_its_text_can_be_read(plan, tmp_path):
    draw_map_page(plan, tmp_path / "a.pdf", on=DAY)
    [page] = pypdf.PdfReader(tmp_path / "a.pdf").pages
    assert [float(side) / 72 * 25.4 for side in page.mediabox[2:]] == pytest.approx([420, 297], abs=0.5)
    [words] = texts_of(tmp_path / "a.pdf")
    for written in ("测试市网格划分图", "综合网格", "居民户数", "5,040", "EPSG:4549", "2020-12-31"):
        assert written in words


def test_characters_that_look_alike_are_told_by_what_is_in_use():
    usual = usual_characters(chinese_family())
    assert {chr(usual.get(ord(letter), ord(letter))) for letter in "⽹网"} == {"网"}
    pdf = b"x <2F79> begincmap <0001> <0002> [<2F79> <0041>] endcmap <2F79>"
    fixed = with_readable_text(pdf, chinese_family())
    assert fixed == b"x <2F79> begincmap <0001> <0002> [<7F51> <0041>] endcmap <2F79>" and len(fixed) == len(pdf)


def test_an_svg_is_a_picture_with_text(plan, tmp_path):
    draw_map_page(plan, tmp_path / "a.svg", size_px=(1200, 800), dpi=100, on=DAY)
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert root.get("viewBox") == "0 0 1200 800"
    words = {"".join(text_.itertext()).strip() for text_ in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"测试市网格划分图", "5,040", "大江"} <= words


def test_a3_at_200_dpi_unless_asked_otherwise(plan, tmp_path):
    draw_map_page(plan, tmp_path / "a.png", on=DAY)
    assert QImage(str(tmp_path / "a.png")).size().toTuple() == (3307, 2339)


def test_the_same_plan_gives_the_same_file(plan, tmp_path):
    for name in ("a.png", "b.png"):
        again = Plan.of_conformed(plan.scheme, plan.tables)
        draw_map_page(again, tmp_path / name, theme="gaps", size_px=(1200, 800), dpi=100, on=DAY)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(plan, tmp_path):
    (tmp_path / "a.png").mkdir()
    with pytest.raises(BadInput, match=r"output-is-folder.*a\.png"):
        draw_map_page(plan, tmp_path / "a.png", size_px=(600, 400), dpi=50, on=DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(("wrong", "key"), [({"theme": "x"}, "unknown-theme"), ({"scope": "9"}, "unknown-code")])
def test_what_is_not_there_is_said_to_be_so(plan, tmp_path, wrong, key):
    with pytest.raises(BadInput) as caught:
        draw_map_page(plan, tmp_path / "a.png", **wrong)
    assert caught.value.key == key and not list(tmp_path.iterdir())


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_drawn_of_plans_with_faults_or_with_nothing(faulty_plan, sound_plan, tmp_path, theme):
    for i, plan in enumerate((faulty_plan, sound_plan, Plan(load_scheme()))):
        draw_map_page(plan, tmp_path / f"{i}.png", theme=theme, size_px=(800, 566), dpi=50, on=DAY)
        assert (tmp_path / f"{i}.png").stat().st_size > 5000


def test_errors_are_counted_in_the_legend_of_the_gaps(faulty_plan, draw):
    findings = run_checks(faulty_plan, on=DAY)
    drawn = draw(MapPage(faulty_plan, "gaps", findings=findings, on=DAY))
    [legend] = [layer.marks(faulty_plan).legend for layer in drawn.page.layers if isinstance(layer, FindingsLayer)]
    for entry in legend.entries:
        assert text(str(entry.words), "zh") in drawn.words and f"{entry.count:,}" in drawn.words
    assert RULES and not isinstance(drawn.page.layers[-1], Borders)
