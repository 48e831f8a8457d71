"""Pages as files: type that is read from afar, no text over another, where a page lies, what its scale leaves out."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import sqlite3

import numpy as np
import pypdf
import pytest
import shapely
from PySide6.QtGui import QColor, QImage

from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.ui.outputs.paper.pdf_boxes import lines_of, overlapping
from tests.ui.outputs.paper.test_names_and_key import run
from ui.canvas.base_map.base_map import TileGround, mbtiles_source
from ui.canvas.base_map.printed import PrintedTiles, printed_base
from ui.outputs.asked import extent_of, scale_of, type_size_of
from ui.outputs.export import PAPER_MM, Export
from ui.outputs.paper.page import picture_of
from ui.words.messages import text

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)


def written(plan: Plan, folder, **wanted) -> pypdf.PdfReader:
    Export(plan, None, on=DAY, **wanted).write(folder / "a.pdf")
    return pypdf.PdfReader(folder / "a.pdf")


def said(page: pypdf.PageObject) -> str:
    return page.extract_text().replace("\t", " ")


# ---- no text over another --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["A4", "A3", "16:9"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_a_town_lies_over_another_in_the_file_itself(town, tmp_path, paper, language):
    pages = written(town, tmp_path, paper=paper, language=language).pages
    for page in pages:
        lines = lines_of(page)
        assert len(lines) > 20 and not overlapping(lines)
        width, height = (float(edge) for edge in page.mediabox[2:])
        assert all(line.left > 0 and line.right < width and line.bottom > 0 and line.top < height for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A3", "16:9"])
@pytest.mark.parametrize("number", [0, 1, 2, 3], ids=["city", "first", "second", "third"])
def test_nor_of_the_city_and_three_towns(city, tmp_path, paper, number):
    towns = city.ids[city.ranks == 1]
    scope = (int(towns[number - 1]),) if number else ()
    for page in written(city, tmp_path, paper=paper, grids=scope).pages:
        assert not overlapping(lines_of(page))


def test_text_that_does_lie_over_another_would_be_found(town, tmp_path):
    from ui.outputs.paper.page import pages_as_pdf
    from ui.outputs.paper.sheet import Type

    class Spoilt:
        def paint(self, sheet, mm_per_mm: float) -> None:
            for x, words in ((20.0, "网格"), (24.0, "12")):
                sheet.text(x, 50.0, words, Type(5.0))
                sheet.text(x, 80.0 + 2 * x, words, Type(5.0))

    pdf = pages_as_pdf([Spoilt()], Export(town, None).size())
    assert len(overlapping(lines_of(pypdf.PdfReader(io.BytesIO(pdf)).pages[0]))) == 1


# ---- slides ----------------------------------------------------------------------------------------------------------


def test_what_a_slide_says_is_large_enough_for_the_back_of_the_room(town, tmp_path):
    pages = written(town, tmp_path, paper="16:9").pages
    height = float(pages[0].mediabox[3])
    assert (float(pages[0].mediabox[2]) / height) == pytest.approx(16 / 9, abs=0.01)
    assert max(line.size for line in lines_of(pages[0])) > height / 24  # the title
    column = [line for line in lines_of(pages[0]) if line.left > float(pages[0].mediabox[2]) * 0.68]
    assert len(column) > 15 and min(line.size for line in column) > height / 60  # figures, legend, table
    assert all(min(line.size for line in lines_of(page)) > height / 60 for page in pages[1:])  # the key


def test_on_a_slide_every_grid_of_the_upper_level_is_told_and_what_has_no_room_is_counted(town, tmp_path):
    export = Export(town, None, paper="16:9", on=DAY)
    page = export.page()
    picture_of(page, export.size(60))
    names = page._names
    told = {text_.grid for text_ in (*names.written, *names.numbered)}
    upper = town.ids[(town.ranks == 2) & town.has_shape]
    assert set(upper.tolist()) <= told
    lower = town.ids[(town.ranks == 3) & town.has_shape]
    assert set(names.left_out) == set(lower.tolist()) - told
    assert [text_.words for text_ in names.numbered] == [str(n) for n in range(1, len(names.numbered) + 1)]
    pages = written(town, tmp_path, paper="16:9").pages
    if names.left_out:
        assert text("map-unnamed", "zh", count=len(names.left_out)) in said(pages[0])
    entries = [entry for further in page.further() for entry in further.entries]
    assert [number for number, _, _ in entries] == [text_.words for text_ in names.numbered]
    assert len(pages) == 1 + len(page.further())
    for further, printed in zip(page.further(), pages[1:], strict=True):
        read = said(printed)
        assert all(code in read for _, _, code in further.entries)
        assert text("map-page", "zh", page=further.number[0], pages=len(pages)) in read


def test_a_picture_with_a_key_apart_is_followed_by_pictures_of_the_key(town, tmp_path):
    pages = len(written(town, tmp_path, paper="16:9").pages)
    files = Export(town, None, format="png", paper="16:9", dpi=40, on=DAY).write(tmp_path / "a.png")
    assert [file.name for file in files] == ["a.png", *(f"a ({n}).png" for n in range(2, pages + 1))]
    assert all(QImage(str(file)).width() == round(338.7 / 25.4 * 40) for file in files)


def test_type_is_as_large_as_it_is_asked_to_be(town, tmp_path):
    small, large = (
        max(line.size for line in lines_of(written(town, tmp_path, paper="A3", type_size=size).pages[0]))
        for size in (1.0, 1.2)
    )
    assert large == pytest.approx(small * 1.2, rel=0.01)


# ---- where it lies, and what is seen ---------------------------------------------------------------------------------


def of_inset(monkeypatch) -> list:
    """Note what is painted into the little map."""
    from ui.outputs.paper import corners

    drawn: list = []
    paint = corners.paint_shapes
    monkeypatch.setattr(corners, "paint_shapes", lambda *a: drawn.append(a) or paint(*a))
    return drawn


def test_the_little_map_marks_the_grid_where_it_lies_in_the_whole(town, monkeypatch):
    drawn = of_inset(monkeypatch)
    [village] = town.ids[(town.ranks == 2) & town.has_shape][:1].tolist()
    export = Export(town, None, grids=(village,), on=DAY)
    page = export.page()
    picture_of(page, export.size(40))
    [(_, whole, _), (_, own, style)] = drawn
    west, south, east, north = shapely.total_bounds(whole)
    box, ground = shapely.total_bounds(own), shapely.total_bounds(town.shapes([village]))
    of_all = shapely.total_bounds(town.shapes(town.ids[(town.ranks == 1) & town.has_shape]))
    share = (ground[0] - of_all[0]) / (of_all[2] - of_all[0])
    assert (box[0] - west) / (east - west) == pytest.approx(share, abs=0.02)
    assert (south < box[1]) and (box[3] < north) and style.fill


@pytest.mark.parametrize(("wanted", "there"), [({}, False), ({"parts": ("legend",), "grids": "village"}, False)])
def test_a_map_of_everything_needs_no_little_map_and_one_that_is_left_out_is_not_there(
    town, monkeypatch, wanted, there
):
    drawn = of_inset(monkeypatch)
    if wanted.get("grids"):
        wanted = {**wanted, "grids": tuple(town.ids[town.ranks == 2][:1].tolist())}
    export = Export(town, None, on=DAY, **wanted)
    picture_of(export.page(), export.size(30))
    assert bool(drawn) == there


def test_pages_of_an_atlas_lie_in_the_whole_and_not_in_the_piece(town, monkeypatch, tmp_path):
    drawn = of_inset(monkeypatch)
    export = Export(town, None, atlas="village", paper="A4", on=DAY)
    export.write(tmp_path / "a.pdf")
    boxes = np.array([shapely.total_bounds(shapes) for _, shapes, style in drawn if style.stroke != style.fill])
    shape = (boxes[:, 2] - boxes[:, 0]) / (boxes[:, 3] - boxes[:, 1])
    west, south, east, north = shapely.total_bounds(town.shapes(town.ids[town.ranks == 1]))
    assert len(boxes) >= 10 and shape == pytest.approx((east - west) / (north - south), rel=0.02)


def test_what_was_framed_is_what_the_page_shows_and_framing_it_again_changes_nothing(town):
    west, south, east, north = shapely.total_bounds(town.shapes(town.ids[town.ranks == 1])).tolist()
    box = (west, south, west + (east - west) / 3, south + (north - south) / 3)
    first = Export(town, None, extent=box, on=DAY).picture(300, lambda share: None)
    shown = first.ground
    assert shown[0] <= box[0] and shown[1] <= box[1] + 1 and shown[2] >= box[2] - 1 and shown[3] >= box[3] - 1
    again = Export(town, None, extent=shown, on=DAY).picture(300, lambda share: None)
    assert again.ground == pytest.approx(shown, abs=0.01 * (shown[2] - shown[0]))


# ---- scale -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["A4", "A3", "16:9"])
def test_a_scale_at_which_not_everything_fits_is_told_with_what_does(town, paper):
    [note] = Export(town, None, paper=paper, scale=5000, on=DAY).notes_of_page()
    fits = note.values["fits"]
    assert (
        note.values["scale"] == 5000 < fits and not Export(town, None, paper=paper, scale=fits, on=DAY).notes_of_page()
    )
    if note.values["larger"]:
        larger = PAPER_MM[note.values["larger"]]
        assert larger[0] * larger[1] > PAPER_MM[paper][0] * PAPER_MM[paper][1]
        assert not Export(town, None, paper=note.values["larger"], scale=5000, on=DAY).notes_of_page()
    assert str(f"{fits:,}") in text(note.key, "zh", **note.values)


def test_the_command_line_takes_the_scale_as_it_is_written_and_tells_what_fits(town, tmp_path):
    Project.create(tmp_path / "p.gpkg", town).close()
    result = run("export", tmp_path / "p.gpkg", "-o", tmp_path / "a.pdf", "--scale", "1:5000")
    assert result.exit_code == 0 and "At 1:5,000 not everything fits" in result.stderr
    assert "1:5,000" in said(pypdf.PdfReader(tmp_path / "a.pdf").pages[0])


@pytest.mark.parametrize(("words", "number"), [("5000", 5000), ("1:5,000", 5000), ("1：25000", 25000), ("", 0), (0, 0)])
def test_a_scale_is_read_as_people_write_it(words, number):
    assert scale_of(words) == number


@pytest.mark.parametrize(
    ("read", "words", "key"),
    [
        (scale_of, "1:7", "scale-impossible"),
        (scale_of, "five", "scale-impossible"),
        (scale_of, "1:-5000", "scale-impossible"),
        (type_size_of, "9", "type-size-impossible"),
        (type_size_of, "nan", "type-size-impossible"),
        (type_size_of, "big", "type-size-impossible"),
        (extent_of, "1,2,3", "extent-impossible"),
        (extent_of, "3,2,1,4", "extent-impossible"),
        (extent_of, "0,0,inf,1", "extent-impossible"),
    ],
)
def test_what_cannot_be_is_refused(read, words, key):
    with pytest.raises(BadInput, match=key):
        read(words)


@pytest.mark.parametrize(("words", "size"), [("1.5", 1.5), ("150%", 1.5), ("", 0.0), ("200％", 2.0)])
def test_a_size_of_type_is_a_number_or_per_cent(words, size):
    assert type_size_of(words) == size


# ---- base map and files laid over it ---------------------------------------------------------------------------------


@pytest.fixture
def tiles(town, tmp_path):
    """An MBTiles file with red tiles over the western half of the town, at one zoom."""
    west, south, east, north = shapely.total_bounds(town.shapes(town.ids[town.ranks == 1])).tolist()
    ground = TileGround(town.crs, "wgs84")
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    file = tmp_path / "red.mbtiles"
    image.save(str(tmp_path / "t.png"))
    data = (tmp_path / "t.png").read_bytes()
    with contextlib.closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        made.execute("INSERT INTO metadata VALUES ('attribution', '© Somebody <b>')")
        made.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        for zoom, x, y in ground.tiles((west, south, (west + east) / 2, north), 14):
            made.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, 2**zoom - 1 - y, data))
        made.commit()
    return file


def test_a_base_map_lies_below_with_its_credit_and_what_is_not_there_is_counted(town, tiles, tmp_path):
    base = PrintedTiles(mbtiles_source(tiles), tmp_path)
    plain = Export(town, None, on=DAY)
    with_base = Export(town, None, base=base, on=DAY)
    one, two = (export.picture(600, lambda share: None) for export in (plain, with_base))
    left, top, width, height = two.map_place

    def redness(picture, share: float) -> int:
        x = round((left + width * share) * picture.image.width())
        y = round((top + height / 2) * picture.image.height())
        colour = picture.image.pixelColor(x, y)
        return colour.red() - colour.blue()

    assert redness(two, 0.25) > redness(one, 0.25) + 60  # grids let it through
    assert abs(redness(two, 0.9) - redness(one, 0.9)) < 60
    assert base.missing > 0
    keys = [note.key for note in with_base.notes_of_page()]
    assert keys == ["export-tiles-missing"]
    page = written(town, tmp_path, base=base).pages[0]
    assert "底图：©Somebody<b>" in "".join(said(page).split())


def test_a_base_map_that_is_not_kept_here_asks_no_network_and_says_so(town, tmp_path):
    base = PrintedTiles(printed_base("openstreetmap").source, tmp_path / "empty")
    export = Export(town, None, base=base, on=DAY)
    export.picture(200, lambda share: None)
    assert base.missing > 0 and base.credit == "© OpenStreetMap contributors"


def test_base_map_and_reference_files_are_asked_for_on_the_command_line(town, tiles, tmp_path):
    Project.create(tmp_path / "p.gpkg", town).close()
    laid = tmp_path / "laid.geojson"
    out = tmp_path / "a.pdf"
    assert (
        run("export", tmp_path / "p.gpkg", "-o", laid, "--scope", town.value(int(town.ids[1]), "code")).exit_code == 0
    )
    result = run("export", tmp_path / "p.gpkg", "-o", out, "--base-map", tiles, "--reference", laid)
    assert result.exit_code == 0, result.output
    page = pypdf.PdfReader(out).pages[0]
    read = said(page)
    assert "Base map: © Somebody" in read and len(page.images) > 0
    assert text("legend-reference-shapes", "en") in read
    result = run("export", tmp_path / "p.gpkg", "-o", out, "--base-map", "mars")
    assert result.exit_code == 2 and "mars" in result.stderr and "openstreetmap" in result.stderr


def test_a_page_whose_drawing_is_stopped_leaves_its_painter_as_it_was(town, qtlog):
    from ui.outputs.paper.page import pages_as_pdf

    class Stopped:
        def paint(self, sheet, reduced=1.0):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pages_as_pdf([Stopped()], Export(town, None).size())
    assert [record.message for record in qtlog.records] == []
