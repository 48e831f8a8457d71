"""Every grid of a map is named or numbered, nothing written overlaps, and the key says what is numbered."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pypdf
import pytest
import shapely
from click.testing import CliRunner
from PySide6.QtGui import QImage, QPainter

from gridmap.project.project import Project
from layers.labels import short_name
from tests.pdf_text import texts_of
from ui.look.fonts import chinese_family
from ui.outputs.export import PAPER_MM, Export
from ui.outputs.paper import key as keys
from ui.outputs.paper.map_page import MapPage
from ui.outputs.paper.page import Size, picture_of
from ui.outputs.paper.sheet import UNITS, Sheet, Type
from ui.program import command_line

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)


def painted(plan, paper: str, *, upright: bool = False, **wanted) -> MapPage:
    wide, high = PAPER_MM[paper]
    page = MapPage(plan, "boundaries", language="zh", on=DAY, **wanted)
    picture_of(page, Size.of_paper(*((high, wide) if upright else (wide, high)), 60))
    return page


def overlaps(page: MapPage) -> int:
    names = page._names
    boxes = np.array([shapely.box(*text.box) for text in (*names.written, *names.numbered)])
    one, two = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    areas = shapely.area(shapely.intersection(boxes[one], boxes[two]))
    return int(np.count_nonzero((one < two) & (areas > 1.0)))


@pytest.mark.parametrize("upright", [False, True], ids=["lying", "standing"])
@pytest.mark.parametrize("paper", ["A4", "A3", "16:9"])
def test_of_a_town_every_grid_is_named_or_numbered_and_no_label_lies_over_another(town, paper, upright):
    page = painted(town, paper, upright=upright)
    names = page._names
    told = {text.grid for text in (*names.written, *names.numbered) if text.grid} | set(names.left_out)
    named = town.ids[(town.ranks > 1) & town.has_shape]
    assert set(named.tolist()) <= told and not names.left_out
    assert overlaps(page) == 0


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A3", "16:9"])
@pytest.mark.parametrize("town_number", [0, 1, 2, 3], ids=["city", "first", "second", "third"])
def test_of_the_city_and_of_its_largest_towns_too(city, paper, town_number):
    towns = city.ids[city.ranks == 1]
    scope = (int(towns[town_number - 1]),) if town_number else ()
    page = painted(city, paper, scope=scope)
    assert overlaps(page) == 0 and page._names.left_out == ()
    within = city.below(scope) if scope else city.ids[city.ranks <= 2]
    told = {text.grid for text in (*page._names.written, *page._names.numbered)}
    named = within[city.has_shape[city.positions(within)]]
    assert set(named.tolist()) - told <= set(scope)


def test_the_key_has_the_name_and_the_code_of_every_number(town):
    page = painted(town, "16:9")
    names = page._names
    assert len(names.numbered) > 5
    entries = keys.GridKey(town, names.numbered, names.left_out, "zh").entries()
    for (number, name, code), text in zip(entries, names.numbered, strict=True):
        assert number == text.words and name == short_name(town.value(text.grid, "name"))
        assert code == town.value(text.grid, "code")


def test_the_key_can_be_left_out_and_then_nothing_is_numbered(town):
    page = painted(town, "16:9", parts=("legend", "table"))
    assert page._names.numbered == ()


def test_the_key_stands_in_the_pdf_as_text_in_fonts_that_are_embedded(town, tmp_path):
    Export(town, None, paper="A4", on=DAY).write(tmp_path / "a.pdf")
    [page] = pypdf.PdfReader(tmp_path / "a.pdf").pages
    [said] = texts_of(tmp_path / "a.pdf")
    drawn = painted(town, "A4")
    assert "编号对照" in said
    for text in drawn._names.numbered[:10]:
        assert short_name(town.value(text.grid, "name")) in said.replace("\n", "")
    for font in page["/Resources"]["/Font"].values():
        about = font.get_object()
        below = about["/DescendantFonts"][0].get_object() if "/DescendantFonts" in about else about
        assert any(name.startswith("/FontFile") for name in below["/FontDescriptor"].get_object())


# ---- titles and foot -------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet():
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield Sheet(painter, 420, 297, 800, 600, chinese_family())
    painter.end()


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ["短标题"]),
        ("网格（调整）。网格", ["网格（调整）。", "网格"]),
        ("two words", ["two words"]),
        ("Wordwordwordwordwordword", ["Wordwordwordwo", "rdwordword"]),
        ("", [""]),
    ],
)
def test_lines_break_between_characters_and_words_and_never_before_what_closes(sheet, title, lines):
    type_ = Type(10.0)
    room = sheet.text_width(lines[0], type_) + 1.0
    assert sheet.lines_of(title, type_, room) == lines


@pytest.mark.parametrize("length", [5, 40, 80, 140])
def test_a_title_is_never_cut(town, monkeypatch, length):
    title = ("网格划分与党支部覆盖情况" * 20)[:length]
    written: list[str] = []
    write = Sheet.text

    def text(self, x, baseline, words, type_, align="left", room=None):
        written.append(words)
        width = write(self, x, baseline, words, type_, align, room)
        assert room is None or self.text_width(words, type_) <= room + 0.1 or words not in title
        return width

    monkeypatch.setattr(Sheet, "text", text)
    painted(town, "A4", title=title)
    assert title in "".join(written)


def test_foot_and_mark_say_who_made_it_and_which_page_this_is(town, tmp_path, monkeypatch):
    page = MapPage(town, "boundaries", made_by="某市网格化服务管理中心", mark="内部资料", number=(3, 12), on=DAY)
    written: list[str] = []
    write = Sheet.text
    monkeypatch.setattr(Sheet, "text", lambda self, *a, **k: written.append(a[2]) or write(self, *a, **k))
    picture_of(page, Size(1654, 1169, 100))
    foot = next(words for words in written if "制图" in words)
    assert foot.startswith("某市网格化服务管理中心") and foot.endswith("第 3 页，共 12 页")
    assert "内部资料" in written and any("EPSG:4549" in words for words in written)


# ---- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(town, tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "town.gpkg"
    Project.create(file, town).close()
    return file


def run(*words: object):
    return CliRunner().invoke(command_line, [str(word) for word in words], env={"GRIDMAP_LANG": "en"})


def test_paper_scale_title_and_layers_are_taken_from_the_command_line(project, tmp_path):
    out = tmp_path / "a.pdf"
    result = run(
        "export", project, "-o", out, "--paper", "A2", "--portrait", "--scale", 25000, "--title", "Plan B",
        "--layers", "kinds,borders", "--on", "2024-05-01", "--made-by", "Office", "--scope", "银杏村",
    )  # fmt: skip
    assert result.exit_code == 2 and "银杏村" in result.stderr
    result = run(
        "export", project, "-o", out, "--paper", "A2", "--portrait", "--scale", 25000, "--title", "Plan B",
        "--layers", "kinds,borders", "--on", "2024-05-01", "--made-by", "Office",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    [page] = pypdf.PdfReader(out).pages
    size = [round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]]
    [said] = texts_of(out)
    assert size == [420, 594] and "1:25,000" in said and "Plan B" in said and "2024-05-01" in said and "Office" in said
    assert "Numbers on the map" not in said


def test_the_scale_that_is_chosen_is_true_on_paper(town):
    wide, high = PAPER_MM["A3"]
    page = MapPage(town, "boundaries", on=DAY, scale=5000)
    box_, scale = page._ground(100.0, 80.0, 1.0)
    assert scale == 5000 and box_[2] - box_[0] == pytest.approx(500.0) and box_[3] - box_[1] == pytest.approx(400.0)
    assert UNITS == 100.0 and (wide, high) == (420.0, 297.0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scale", "7"], "1:7"),
        (["--layers", "kinds,nothing"], "nothing"),
        (["--paper", "B5"], "B5"),
        (["--scope", "nobody"], "nobody"),
        (["--on", "yesterday"], "yesterday"),
    ],
)
def test_what_makes_no_page_is_said(project, tmp_path, words, said):
    result = run("export", project, "-o", tmp_path / "a.pdf", *words)
    assert result.exit_code == 2 and said in result.stderr and not list(tmp_path.iterdir())


def test_a_name_without_its_committee_will_do_and_one_that_several_bear_will_not(project, town, tmp_path):
    name = str(town.grids["name"][town.ranks == 2].iloc[0])
    assert run("export", project, "-o", tmp_path / "a.geojson", "--scope", name).exit_code == 0
    assert run("export", project, "-o", tmp_path / "b.geojson", "--scope", short_name(name)).exit_code == 0
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()
