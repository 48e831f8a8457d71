"""Inputs of imports that were once taken wrongly and are not among those of test_officers_boundaries.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gridmap.ground.tiling import tiling
from gridmap.model.errors import BadInput
from gridmap.project.project import Project
from tests.exchange.awkward.shapefiles import shapefile
from ui.words.messages import message_of

FAULTS = Path(__file__).parents[1] / "data" / "faults"


def test_a_layer_in_gcj02_that_says_wgs84_is_noticed_and_comes_in_whole_with_the_option_named(place, tmp_path):
    file = FAULTS / "gcj-not-noticed" / "gcj_lying.geojson"
    shutil.copyfile(file.with_name("villages.gpkg"), tmp_path / "villages.gpkg")
    with Project.open(tmp_path / "villages.gpkg", read_only=True) as project:
        with pytest.raises(BadInput, match="shifted-ese") as refused:
            place.imported(project.plan, file, "comprehensive")
        assert refused.value.values["option"] == "--crs gcj02"
        assert refused.value.values["metres"] == pytest.approx(470, abs=5)
        found = place.imported(project.plan, file, "comprehensive", crs="gcj02")
    assert found.values["count"] == 47 and found.values["without_parent"] == 0 and found.keys == ["crs-overridden"]
    assert not len(tiling(found.plan).overlaps)


@pytest.mark.parametrize("name", ["net.vrt", "wfs.xml"])
def test_instructions_to_fetch_something_are_no_files_of_boundaries(name, empty_plan, place):
    with pytest.raises(BadInput, match=r"format-not-known|file-unreadable"):
        place.imported(empty_plan, FAULTS / "projects" / name, "comprehensive")


def test_an_outline_that_crosses_itself_again_and_again_comes_in_for_the_checker_to_find(empty_plan, place):
    found = place.imported(empty_plan, FAULTS / "projects" / "self300.geojson", "comprehensive")
    assert found.values["count"] == 1 and found.keys == ["no-parents-in-plan"]


@pytest.mark.parametrize(
    ("name", "begins", "key", "says"),
    [
        ("a.dgn", b"\x08\x09\xfe\x02", "format-dgn", ".dxf"),
        ("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\x00", "format-dxf-binary", ".dxf"),
        ("网格.wp", b"WMAP\x60\x27", "format-mapgis", ".shp"),
        ("网格.udb", b"\x00", "format-supermap", ".shp"),
        ("网格.ovobj", b"OVOBJ", "format-ovital", ".kml"),
        ("影像.tif", b"II*\x00", "format-picture", ".shp"),
        ("扫描.dat", b"\x89PNG\r\n\x1a\n", "format-picture", ".shp"),
        ("照片.jpg", b"\xff\xd8\xff\xe0", "format-picture", ".gdb"),
        ("网格图.pdf", b"%PDF-1.7", "format-document", ".gpkg"),
        ("通知.docx", b"PK\x03\x04", "format-document", ".gpkg"),
        ("网格.e00", b"EXP  0 ", "format-arcinfo", ".shp"),
        ("网格.lnk", b"L\x00\x00\x00\x01\x14\x02\x00", "format-link", ""),
        ("网格.tar.gz", b"\x1f\x8b", "format-archive", ".zip"),
        ("网格.accdb", b"\x00\x01\x00\x00Standard ACE DB", "format-mdb", ".gdb"),
        ("网格.aprx", b"PK\x03\x04", "format-map-document", ".gdb"),
    ],
)
def test_what_is_known_and_not_read_is_refused_with_what_to_do_in_both_languages(
    name, begins, key, says, empty_plan, place, tmp_path
):
    (tmp_path / name).write_bytes(begins + bytes(100))
    with pytest.raises(BadInput) as refused:
        place.imported(empty_plan, tmp_path / name, "comprehensive")
    assert refused.value.key == key
    for language in ("zh", "en"):
        said = message_of(refused.value, language)
        assert name in said and says in said


def test_a_file_that_begins_like_a_picture_by_chance_is_read(village_plan, place, tmp_path):
    rows = [f"{c},{n},{s.wkt}" for c, n, s in place.grids().itertuples(index=False)]
    (tmp_path / "a.csv").write_text("\n".join(["BM,MC,WKT", *rows]), encoding="utf-8")  # a bitmap begins with BM
    assert place.imported(village_plan, tmp_path / "a.csv", "comprehensive", crs="4549").values["count"] == 8


def test_a_shapefile_is_never_written_to_nor_added_to(village_plan, place, tmp_path):
    file = shapefile(tmp_path, place.grids())
    file.with_suffix(".shx").unlink()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for _ in range(2):
        assert place.imported(village_plan, file, "comprehensive").keys == ["shx-made-again"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
