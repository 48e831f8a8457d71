"""KML, CSV and DXF are read back as other programs read them, in the coordinates that were asked for."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from click.testing import CliRunner

from gridmap.exchange.datum import Source, reproject, source_named
from gridmap.model.errors import BadInput
from gridmap.model.plain_text import plain_text
from gridmap.project.project import Project
from tests.hostile_text import HOSTILE, UNPRINTABLE, plan_with_names
from ui.outputs.ledger.geodata import export_geodata
from ui.program import command_line

K = "{http://www.opengis.net/kml/2.2}"
NAMES = (*HOSTILE, *UNPRINTABLE)


def rows_of(file) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def last(town):
    return town.grids[(town.ranks == 3) & town.has_shape]


# ---- each format -----------------------------------------------------------------------------------------------------


def test_kml_has_a_folder_for_each_kind_and_every_grid_where_it_is(town, tmp_path):
    export_geodata(town, tmp_path / "a.kml")
    root = ElementTree.parse(tmp_path / "a.kml").getroot()
    assert [folder.get("id") for folder in root.iter(f"{K}Folder")] == ["town", "village", "comprehensive", "dedicated"]
    assert len(list(root.iter(f"{K}Placemark"))) == len(town.ids)
    read = pyogrio.read_dataframe(tmp_path / "a.kml", layer="村（社区）")
    assert sorted(read["Name"]) == sorted(town.grids["name"][town.ranks == 2])
    back = read.to_crs(town.crs)
    mine = town.grids[town.ranks == 2].set_index("name").geometry
    for name, shape in zip(back["Name"], back.geometry, strict=True):
        assert shapely.area(shapely.symmetric_difference(shape, mine[name])) < 1e-3 * mine[name].area


def test_csv_has_a_row_for_each_grid_with_a_place_inside_it(town, tmp_path):
    export_geodata(town, tmp_path / "a.csv", privacy="briefing")
    rows = rows_of(tmp_path / "a.csv")
    assert [row["code"] for row in rows] != [] and {row["code"] for row in rows} == set(town.grids["code"])
    shapes = dict(zip(town.grids["code"], town.all_shapes, strict=True))
    for row in rows:
        if row["x"]:
            assert shapely.covers(shapes[row["code"]].buffer(0.02), shapely.Point(float(row["x"]), float(row["y"])))
        else:
            assert shapes[row["code"]] is None
    assert rows[0]["code"] == town.grids["code"].iloc[0]  # zeros at the front would stay


def test_dxf_is_read_by_gdal_with_a_closed_line_for_each_grid_and_its_texts(town, last, tmp_path):
    export_geodata(town, tmp_path / "a.dxf")
    read = pyogrio.read_dataframe(tmp_path / "a.dxf")
    kinds = dict(list(read.groupby("Layer")))
    own = last[last["kind"] == "comprehensive"]
    assert len(kinds["comprehensive"]) == sum(len(shapely.get_rings(shape)) for shape in own.geometry)
    assert set(kinds["comprehensive_code"]["Text"]) == set(own["code"])
    assert set(kinds["comprehensive_name"]["Text"]) == set(own["name"])
    lines = np.asarray(kinds["comprehensive"].geometry.array, dtype=object)
    drawn = shapely.union_all([shapely.Polygon(shapely.get_coordinates(line)) for line in lines])
    outer = shapely.union_all([shapely.Polygon(shapely.get_exterior_ring(shape)) for shape in own.geometry])
    assert shapely.area(shapely.symmetric_difference(drawn, outer)) < 1.0


def test_dxf_comes_back_as_grids(town, tmp_path):
    """What is drawn can be imported again, closed lines with the texts inside."""
    from gridmap.exchange.sources import read_features

    export_geodata(town, tmp_path / "a.dxf", scope=[int(town.ids[town.ranks == 2][0])])
    assert len(read_features(tmp_path / "a.dxf").shapes) > 5


# ---- coordinates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["EPSG:4326", "4490", "gcj02", "bd09", "EPSG:3857"])
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".csv", ".kml"])
def test_coordinates_are_those_asked_for_and_come_back_to_where_they_were(town, tmp_path, name, suffix):
    village = int(town.ids[town.ranks == 2][0])
    export_geodata(town, tmp_path / f"a{suffix}", scope=[village], crs=name)
    source = source_named(name)
    mine = town.shape(village)
    if suffix == ".csv":
        row = rows_of(tmp_path / "a.csv")[0]
        place = [float(row["lon" if "lon" in row else "x"]), float(row["lat" if "lat" in row else "y"])]
        [back] = reproject(np.array([shapely.Point(place)], dtype=object), source, town.crs)
        assert mine.buffer(1.0).covers(back)
        return
    file = {".shp": tmp_path / "a_village.shp"}.get(suffix, tmp_path / f"a{suffix}")
    layer = {".gpkg": "village", ".kml": "村（社区）"}.get(suffix)
    read = pyogrio.read_dataframe(file, layer=layer)
    shapes = np.asarray(read.geometry.array, dtype=object)[:1]
    [back] = reproject(shapes, source, town.crs)
    assert shapely.hausdorff_distance(back, mine) < 0.01
    if suffix in (".gpkg", ".shp") and source.shifted:
        assert pyproj.CRS(read.crs).name == source.name and not pyproj.CRS(read.crs).is_geographic
    elif suffix in (".gpkg", ".shp"):
        assert pyproj.CRS(read.crs).equals(source.crs, ignore_axis_order=True)


@pytest.mark.parametrize("name", ["local", "+proj=tmerc +lon_0=120 +towgs84=1,2,3,4,5,6,7", "EPSG:999999", "PROJCS[]"])
def test_parameters_of_ones_own_do_not_leave(town, tmp_path, name):
    with pytest.raises(BadInput, match="crs-unknown"):
        export_geodata(town, tmp_path / "a.gpkg", crs=name)
    assert not list(tmp_path.iterdir())


def test_shifted_data_say_so(town, tmp_path):
    export_geodata(town, tmp_path / "a.geojson", crs="gcj02")
    export_geodata(town, tmp_path / "a.shp", crs="bd09")
    assert "GCJ-02" in (tmp_path / "a.geojson").read_text(encoding="utf-8")[:400]
    assert "BD-09" in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    assert "BD-09" in (tmp_path / "a_village.prj").read_text()


def test_without_a_wish_coordinates_are_the_projects(town, tmp_path):
    export_geodata(town, tmp_path / "a.gpkg")
    assert gpd.read_file(tmp_path / "a.gpkg", layer="village").crs == town.crs
    assert Source(town.crs).name == "EPSG:4549"


# ---- names that mean it ill ------------------------------------------------------------------------------------------


def test_hostile_names_are_mere_texts(tmp_path):
    plan = plan_with_names(NAMES)
    for suffix in (".kml", ".csv", ".dxf"):
        export_geodata(plan, tmp_path / f"a{suffix}")
    placemarks = ElementTree.parse(tmp_path / "a.kml").getroot().iter(f"{K}Placemark")
    told = {mark.findtext(f"{K}name") for mark in placemarks}
    shown = {plain_text(name) for name in NAMES}
    assert {" ".join(name.split()) for name in shown} <= {" ".join((name or "").split()) for name in told}
    cells = [row["name"] for row in rows_of(tmp_path / "a.csv")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=cmd|'/c calc'!A1" in cells and "{{7*191}}" in cells
    drawing = (tmp_path / "a.dxf").read_bytes()
    assert drawing.decode("gbk") and b"U+D83D" in drawing and max(map(len, drawing.split(b"\r\n"))) <= 255
    assert drawing.count(b"\r\n  0\r\nTEXT\r\n") == 2 * (len(NAMES) + 2)


def test_the_command_line_takes_the_coordinates(town, tmp_path):
    Project.create(tmp_path / "p.gpkg", town).close()
    words = ["export", str(tmp_path / "p.gpkg"), "-o", str(tmp_path / "a.kml"), "--crs", "gcj02"]
    assert CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"}).exit_code == 0
    words[-1] = "mine"
    result = CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"})
    assert result.exit_code == 2 and "mine" in result.stderr
