"""Slides: every grid is a shape with its code, charts have their data, and the figures are those of the statistics."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu
from python_calamine import CalamineWorkbook

from gridmap.edits import PutRows
from gridmap.figures.courses import Course, courses_of_a_year
from gridmap.figures.statistics import breakdown, total
from gridmap.ground.placement import households_by_grid
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from layers import themes_of
from layers.style import Style
from tests.hostile_text import HOSTILE, UNPRINTABLE, plan_with_names
from tests.ui.reading_back import parts_of
from ui.outputs.export import Export
from ui.outputs.slides.courses import course_slides
from ui.outputs.slides.deck import Deck
from ui.outputs.slides.freeforms import Place, Shapes
from ui.outputs.slides.lists import vacancies
from ui.words.indicators import value_of_whole
from ui.words.messages import as_percentage


def written(plan: Plan, folder: Path, **wanted) -> tuple[Path, object]:
    file = folder / "out.pptx"
    Export(plan, None, format="pptx", **wanted).write(file)
    return file, Presentation(file)


def texts_of(slide) -> str:
    return "\n".join(texts(slide.shapes))


def texts(shapes):
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from texts(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def freeforms(slide) -> dict[str, dict[str, object]]:
    """The freeform shapes of a slide by group and by name."""
    return {
        group.name: {
            shape.name: shape for shape in group.shapes if shape._element.spPr.find(".//{*}custGeom") is not None
        }
        for group in slide.shapes
        if group.shape_type == MSO_SHAPE_TYPE.GROUP
    }


@pytest.fixture(scope="module")
def slides(town, tmp_path_factory):
    return written(town, tmp_path_factory.mktemp("slides"), language="zh")


def test_a_slide_is_wide_and_there_is_one_for_each_theme(town, slides):
    _, deck = slides
    assert (deck.slide_width, deck.slide_height) == (12_192_000, 6_858_000)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[1] == "总体情况" and titles[-2:] == ["空缺网格（缺网格员或党支部）", "空白、重叠与越界"]
    of_courses = titles.count("指标走势")
    assert of_courses == 2  # of five indicators, after the map of them
    assert len(titles) == 1 + 1 + len(themes_of(town)) + of_courses + 2


def test_every_grid_is_a_shape_of_its_own_in_the_group_of_its_village(town, slides):
    _, deck = slides
    groups = freeforms(deck.slides[2])
    names = town.grids["name"].to_dict()
    last = town.ranks == len(town.scheme.levels)
    for grid in town.ids[last & town.has_shape].tolist():
        village = int(town.value(grid, "parent"))
        group = groups[f"{names[village]} {town.value(village, 'code')}"]
        assert f"{town.value(grid, 'code')} {names[grid]}".strip() in group
    shapes = sum(len(groups[f"{names[v]} {c}"]) for v, c in town.grids[town.ranks == 2]["code"].items())
    assert shapes == int((last & town.has_shape).sum()) > 50


def test_no_two_shapes_of_a_slide_have_one_number_and_all_lie_on_it(slides):
    _, deck = slides
    for slide in deck.slides:
        numbers = [element.get("id") for element in slide._element.iter("{*}cNvPr")]
        assert len(set(numbers)) == len(numbers)
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width and shape.top + shape.height <= deck.slide_height


def test_neighbours_share_their_borders_to_the_last_unit(town, slides):
    """All outlines of the grids of a slide, put together, leave no gap wider than rounding."""
    _, deck = slides
    rings = []
    for group in freeforms(deck.slides[2]).values():
        for name, shape in group.items():
            if not name[:6].isdigit():
                continue
            for path in shape._element.iter("{*}path"):
                points = [(int(p.get("x")) + shape.left, int(p.get("y")) + shape.top) for p in path.iter("{*}pt")]
                rings.append(shapely.make_valid(shapely.Polygon(points)))
    whole = shapely.union_all(rings)
    separate = sum(shapely.area(ring) for ring in rings)
    assert shapely.area(whole) == pytest.approx(separate, rel=2e-3)


def test_the_figures_are_those_of_the_statistics(town, slides):
    _, deck = slides
    said, row = texts_of(deck.slides[1]), total(town).iloc[0]
    for key in ("n_village", "n_comprehensive", "n_dedicated", "households"):
        assert f"{int(row[key]):,}" in said
    assert as_percentage(row["staffed_share"]) in said and f"({row['staffed']:,} / {row['must_staff']:,})" in said


def test_charts_are_native_and_have_their_data(town, slides):
    _, deck = slides
    charts = [shape.chart for shape in deck.slides[1].shapes if shape.has_chart]
    rows = breakdown(town, "village").rows
    by_name = dict(zip(rows["name"], rows["households"], strict=True))
    plot = charts[0].plots[0]
    assert dict(zip(plot.categories, plot.series[0].values, strict=True)) == by_name
    assert [series.name for series in charts[1].plots[0].series] == ["综合网格", "专属网格"]
    for chart in charts:
        book = CalamineWorkbook.from_filelike(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = book.get_sheet_by_index(0).to_python()
        assert [row[0] for row in cells[1:]] == list(chart.plots[0].categories)
        assert [row[1] for row in cells[1:]] == list(chart.plots[0].series[0].values)


def test_the_course_of_each_indicator_is_a_native_line_with_its_target(town, slides):
    _, deck = slides
    found = courses_of_a_year(town, dt.date.today())
    charts = [
        shape.chart
        for slide in deck.slides
        if slide.shapes.title.text_frame.text == "指标走势"
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert len(charts) == len(found) == 5
    for chart, course in zip(charts, found, strict=True):
        own, target = chart.plots[0].series
        assert list(own.values) == pytest.approx(list(course.values))
        assert list(target.values) == [course.indicator.target] * len(course.days)
        assert list(chart.plots[0].categories) == [day.isoformat() for day in course.days]
        book = CalamineWorkbook.from_filelike(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = book.get_sheet_by_index(0).to_python()
        assert rows[1][:2] == [course.days[0].isoformat(), pytest.approx(course.values[0])]
        assert chart.value_axis.minimum_scale <= min(*course.values, course.indicator.target)
        assert own.points[0].data_label.text_frame.text == value_of_whole(course.indicator, course.values[0])


def test_an_indicator_without_an_earlier_day_has_words_and_no_chart(town):
    asked = town.scheme.indicators[0]
    on = dt.date(2026, 6, 15)
    deck = Deck()
    course_slides(deck, [Course(asked, (dt.date(2025, 6, 15), on), (float("nan"), 0.5))], "en", "foot")
    [slide] = Presentation(io.BytesIO(deck.content("x"))).slides
    assert not any(shape.has_chart for shape in slide.shapes)
    assert "Nothing is known of any earlier day" in texts_of(slide) and "2026-06-15 it was 50.0%" in texts_of(slide)
    none = Deck()
    course_slides(none, [], "zh", "")
    assert len(Presentation(io.BytesIO(none.content("x"))).slides) == 0


def test_every_slide_says_of_which_day_and_for_whom(slides):
    _, deck = slides
    for number, slide in enumerate(list(deck.slides)[1:], start=2):
        said = texts_of(slide)
        assert "2020-12-31" in said and "边界为合成示意" in said and "个人信息：汇报" in said
        assert str(number) in said.split("\n")


def test_grids_that_lack_somebody_are_listed_and_are_those_that_the_statistics_do_not_count(town, tmp_path):
    gone = town.tables["assignments"].index[town.tables["assignments"]["role"] == "full_time"][:20].tolist()
    spoilt = town.apply(PutRows("leave", drop={"assignments": tuple(gone)}).change(town))
    row = total(spoilt).iloc[0]
    lacking = int(row["must_staff"] - row["staffed"])
    rows = vacancies(spoilt, (), "zh", dt.date.today()).rows
    assert lacking > 5 and len(rows) == lacking
    households = dict(zip(spoilt.grids["code"], households_by_grid(spoilt).tolist(), strict=True))
    assert [int(line[-1].replace(",", "")) for line in rows] == sorted((households[r[0]] for r in rows), reverse=True)
    _, deck = written(spoilt, tmp_path)
    said = "\n".join(texts_of(slide) for slide in deck.slides)
    assert all(line[0] in said for line in rows) and "无网格员" in said


def test_gaps_are_listed(faulty_plan, tmp_path):
    _, deck = written(faulty_plan, tmp_path, language="en")
    said = texts_of(deck.slides[-1])
    assert "20,000" in said and "Gap" in said


def test_a_part_has_its_own_figures(town, tmp_path):
    village = int(town.ids[town.ranks == 2][0])
    _, deck = written(town, tmp_path, grids=(village,))
    name = town.value(village, "name")
    assert name in deck.slides[0].shapes.title.text_frame.text
    codes = {shape for group in freeforms(deck.slides[2]).values() for shape in group if shape[:6].isdigit()}
    children = town.children(village)
    assert len(codes) == int(town.has_shape[town.positions(children)].sum()) > 5


def test_fonts_are_those_of_windows_and_nothing_is_left_of_a_template(slides):
    file, _ = slides
    with zipfile.ZipFile(file) as packed:
        names = packed.namelist()
        theme = packed.read("ppt/theme/theme1.xml").decode()
        about = packed.read("docProps/core.xml") + packed.read("docProps/app.xml")
        layouts = b"".join(packed.read(name) for name in names if "Layouts/" in name or "Masters/" in name)
    assert "微软雅黑" in theme and "Microsoft YaHei" in theme
    assert not any("thumbnail" in name for name in names)
    assert b"1/27/13" not in layouts and b"Canny" not in about and b"2013" not in about


# ---- templates -------------------------------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path):
    """A template of somebody's own: 4:3, its theme called Own, with a slide that must not come along."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "OLD SLIDE"
    deck.slide_master.background.fill.solid()
    deck.slide_layouts[5].name = "Own layout"
    deck.save(tmp_path / "own.pptx")
    return tmp_path / "own.pptx"


def test_a_template_brings_its_size_and_its_masters_and_none_of_its_slides(town, template, tmp_path):
    file, deck = written(town, tmp_path, template=template)
    assert (deck.slide_width, deck.slide_height) == (Emu(9_144_000), Emu(6_858_000))
    assert {slide.slide_layout.name for slide in list(deck.slides)[1:]} == {"Own layout"}
    assert "OLD SLIDE" not in "".join(parts_of(file).values())


def test_a_potx_does_too(town, template, tmp_path):
    potx = tmp_path / "own.potx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(potx, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentation.main+xml", b"template.main+xml")
            new.writestr(name, content)
    _, deck = written(town, tmp_path, template=potx)
    assert len(deck.slides) == 12


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"%PDF-1.7"])
def test_what_is_no_template_is_said_to_be_none(town, tmp_path, content):
    (tmp_path / "a.pptx").write_bytes(content)
    with pytest.raises(BadInput, match="template-not-slides"):
        written(town, tmp_path, template=tmp_path / "a.pptx")
    assert not (tmp_path / "out.pptx").exists()


# ---- names that mean it ill ------------------------------------------------------------------------------------------


def test_hostile_names_are_mere_texts(tmp_path):
    plan = plan_with_names((*HOSTILE, *UNPRINTABLE))
    file, deck = written(plan, tmp_path, title=HOSTILE[1])
    parts = parts_of(file)
    joined = "".join(parts.values())
    assert "hlinkClick" not in joined and 'TargetMode="External"' not in joined and "<script" not in joined
    names = {name for slide in deck.slides for group in freeforms(slide).values() for name in group}
    assert any("{{7*191}}" in name for name in names) and any("=cmd|" in name for name in names)
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                blob = shape.chart.part.chart_workbook.xlsx_part.blob
                with zipfile.ZipFile(io.BytesIO(blob)) as book:
                    sheet = book.read("xl/worksheets/sheet1.xml").decode()
                    assert "<f>" not in sheet and "hyperlink" not in sheet


# ---- single parts ----------------------------------------------------------------------------------------------------


def test_a_hole_stays_open_and_a_point_is_no_shape():
    ring = shapely.Polygon([(0, 0), (900, 0), (900, 900), (0, 900)], [[(300, 300), (600, 300), (600, 600), (300, 600)]])
    place = Place(0, 0, 1000, 1000, (0.0, 0.0, 1000.0, 1000.0))
    shapes = place.on_slide(np.array([ring], dtype=object))
    [made] = Shapes(5).freeforms(shapes, ["a & <b>"], Style(fill="#ff0000"), 1.0)
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="p"'
    shape = etree.fromstring(made.replace("<p:sp>", f"<p:sp {space}>", 1))
    assert len(shape.findall(".//{*}moveTo")) == 2 and len(shape.findall(".//{*}close")) == 2
    assert shape.find(".//{*}cNvPr").get("name") == "a & <b>"
    assert (shape.find(".//{*}off").get("y"), shape.find(".//{*}ext").get("cy")) == ("100", "900")


def test_a_deck_without_a_template_has_no_more_layouts_than_it_needs():
    deck = Deck()
    deck.slide("a")
    assert [layout.name for layout in Presentation(io.BytesIO(deck.content("a"))).slide_layouts] == [
        "Title Slide", "Title Only", "Blank",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_shows_every_slide(slides, tmp_path):
    file, deck = slides
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    words = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    done = subprocess.run(words, capture_output=True, timeout=180, check=False)
    if not (tmp_path / "out.pdf").exists():
        pytest.skip(f"no Impress here: {done.stderr[-200:]!r}")
    from pypdf import PdfReader

    pages = PdfReader(tmp_path / "out.pdf").pages
    assert len(pages) == len(deck.slides) and "18,401" in pages[1].extract_text()


def test_a_legend_shows_the_symbols_of_the_map(slides):
    _, deck = slides
    legends = [group for slide in deck.slides for group in slide.shapes if group.name == "图例"]
    shown = {shape._element.spPr.find(".//{*}prstGeom").get("prst"): shape for g in legends for shape in g.shapes
             if shape._element.spPr.find(".//{*}prstGeom") is not None}  # fmt: skip
    assert {"rect", "triangle"} <= set(shown)
