"""Files to look at come in from every format, in the plan's CRS, and say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from gridmap.exchange.datum import gcj02_from_wgs84
from gridmap.exchange.reference import read_reference
from gridmap.exchange.sources import read_features
from gridmap.model.errors import BadInput

PLAN = pyproj.CRS("EPSG:4549")
X, Y = 520_000.0, 3_520_000.0
ROAD = LineString([(X, Y), (X + 500, Y + 300)])
LOT = box(X + 100, Y + 100, X + 300, Y + 200)


def frame(shapes: list[object], crs: str = "EPSG:4549") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"名称": [f"路{i}" for i in range(len(shapes))]}, geometry=shapes, crs=crs)


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp", "kml", "fgb", "dxf"])
def test_every_format_comes_into_the_crs_of_the_plan(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"roads.{suffix}"
    lines = frame([ROAD, LineString([(X, Y + 400), (X + 400, Y + 400)])])
    crs = None
    if suffix == "shp":
        lines.to_file(path, encoding="GBK")
    elif suffix == "dxf":
        lines[["geometry"]].to_file(path, driver="DXF")
        crs = "EPSG:4549"  # a drawing does not say it
    else:
        lines.to_crs("EPSG:4490").to_file(path)
    read = read_reference(path, PLAN, crs=crs)
    assert len(read.shapes) == 2
    assert shapely.hausdorff_distance(read.shapes, ROAD).min() < 0.02


def test_collections_come_apart_and_what_is_no_shape_is_left_out(tmp_path: Path) -> None:
    shapes = [
        MultiPolygon([LOT, box(X, Y, X + 10, Y + 10)]),
        GeometryCollection([Point(X, Y), GeometryCollection([ROAD, MultiPoint([(X, Y), (X + 1, Y)])])]),
        Polygon(),
        None,
        LineString([(X, Y), (X + 5, np.inf)]),
    ]
    path = tmp_path / "mixed.gpkg"
    frame(shapes).to_file(path)
    read = read_reference(path, PLAN)
    assert sorted(shape.geom_type for shape in read.shapes) == ["LineString", *["Point"] * 3, *["Polygon"] * 2]
    [left_out] = [problem for problem in read.problems if problem.key == "reference-shapes-left-out"]
    assert left_out.values["count"] == 1


def test_texts_that_nobody_can_read_do_not_keep_shapes_away(tmp_path: Path) -> None:
    path = tmp_path / "roads.shp"
    road = frame([ROAD])
    road["name"] = ["caf\u00e9 1 \u00e9"]
    road[["name", "geometry"]].to_file(path, encoding="ISO-8859-1")
    path.with_suffix(".cpg").unlink()
    with pytest.raises(BadInput, match="encoding-unknown"):
        read_features(path)
    assert len(read_reference(path, PLAN).shapes) == 1


def test_a_file_of_a_web_map_is_moved_back(tmp_path: Path) -> None:
    degrees = shapely.get_coordinates(frame([ROAD]).to_crs("EPSG:4490").geometry.array)
    shifted = LineString(np.stack(gcj02_from_wgs84(degrees[:, 0], degrees[:, 1]), axis=1))
    path = tmp_path / "amap.geojson"
    frame([shifted], "EPSG:4326").to_file(path)
    off = read_reference(path, PLAN).shapes[0]
    assert shapely.distance(Point(ROAD.coords[0]), Point(off.coords[0])) > 300
    back = read_reference(path, PLAN, crs="gcj02")
    assert back.crs == "GCJ-02"
    assert shapely.distance(Point(ROAD.coords[0]), Point(back.shapes[0].coords[0])) < 0.05


def test_a_file_without_a_crs_is_asked_for_it_with_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "bare.shp"
    frame([ROAD]).to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(BadInput) as told:
        read_reference(path, PLAN)
    assert told.value.key == "crs-missing"
    assert told.value.values["expected"] == "EPSG:4549"
    assert shapely.equals_exact(read_reference(path, PLAN, crs="EPSG:4549").shapes[0], ROAD)


def test_latitude_first_is_put_in_order_and_told(tmp_path: Path) -> None:
    path = tmp_path / "swapped.geojson"
    degrees = frame([ROAD]).to_crs("EPSG:4326")
    degrees.geometry = shapely.transform(degrees.geometry.array, lambda xy: xy[:, ::-1])
    degrees.to_file(path)
    read = read_reference(path, PLAN)
    assert [problem.key for problem in read.problems] == ["reference-swapped"]
    assert shapely.hausdorff_distance(read.shapes[0], ROAD) < 0.02


@pytest.mark.parametrize(
    ("content", "key"), [(b"", "source-empty"), (b"no file of any format", "file-unreadable"), (None, "file-not-found")]
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes | None, key: str) -> None:
    path = tmp_path / "bad.gpkg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as told:
        read_reference(path, PLAN)
    assert told.value.key == key


def test_a_file_of_nothing_but_empty_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.gpkg"
    frame([Polygon(), None]).to_file(path)
    with pytest.raises(BadInput) as told:
        read_reference(path, PLAN)
    assert told.value.key == "reference-without-shapes"
