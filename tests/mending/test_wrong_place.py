"""Borders in the wrong place, or with their river missing, are no slips of the pen: nothing large is cut or filled."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.exchange.datum import Source, gcj02_from_wgs84, reproject
from gridmap.ground.placement import households_in
from gridmap.mending import fix_all
from gridmap.mending.fix_all import Mending
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan

WGS84 = pyproj.CRS.from_epsg(4326)
MOVES = ("give-ground", "clip-to-parent", "give-shape")
TO_DECIDE = {
    "too-large",
    "grid-missing-here",
    "parent-reaches-over",
    "households-inside",
    "households-left-alone",
    "held-by-another",
    "grid-would-vanish",
    "grid-would-scatter",
    "no-taker",
}


def as_on_a_web_map(shapes: ShapeArray, crs: pyproj.CRS) -> ShapeArray:
    """Return shapes of the plan's CRS as a Chinese web map gives them out, in degrees."""
    degrees = reproject(shapes, Source(crs), WGS84)
    return shapely.transform(degrees, lambda lon_lat: np.stack(gcj02_from_wgs84(*lon_lat.T), axis=1))


@pytest.fixture(scope="module")
def file(town: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the lowest grids of the town as taken from a web map, under a CRS that says WGS 84."""
    rows = town.grids[(town.ranks == 3) & town.has_shape]
    shapes = as_on_a_web_map(np.asarray(rows.geometry.array, dtype=object), town.crs)
    columns = {"code": rows["code"], "name": rows["name"], "kind": rows["kind"]}
    path = tmp_path_factory.mktemp("web-map") / "grids.gpkg"
    gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84).to_file(path, layer="grids")
    return path


@pytest.fixture(scope="module", params=["river exempt", "river missing"])
def plan(request: pytest.FixtureRequest, town: Plan, file: Path) -> Plan:
    """Return the town and its villages where they are, and the grids half a kilometre off."""
    tables = {"grids": town.grids[town.ranks < 3], "buildings": town.buildings}
    if request.param == "river exempt":
        tables["exempt_areas"] = town.tables["exempt_areas"]
    bare = Plan(town.scheme, tables)
    edit, _ = read_boundaries(bare, file, ImportOptions("grid", kind_column="kind", crs="EPSG:4326"))
    return bare.apply(edit.change(bare))


def moved_m2(mending: Mending) -> np.ndarray:
    return np.array([one.area_m2 for one in mending.mended if one.how in MOVES])


def insist_that_only_slips_were_mended(plan: Plan, mending: Mending) -> None:
    for one in mending.mended:
        if one.how in MOVES:
            narrow = shapely.is_empty(shapely.buffer(one.where, -plan.scheme.limit("fix_width") / 2))
            assert narrow or one.area_m2 <= plan.scheme.limit("fix_area"), one
            assert households_in(plan, np.array([one.where], dtype=object))[0] == 0
    moved = moved_m2(mending)
    assert moved.sum() <= plan.scheme.limit("fix_area") * len(moved)
    assert {one.reason for one in mending.left} <= TO_DECIDE


def test_grids_of_a_web_map_lie_half_a_kilometre_off(town, plan):
    #  +--+--+       the shift that makes the scenario: 440 to 520 m to the south-east here
    #  | +--+--+
    #  +-| -+  |
    #    +--+--+
    of_code = dict(zip(town.grids["code"], town.all_shapes, strict=True))
    rows = plan.grids[plan.ranks == 3]
    off = [shapely.centroid(of_code[row.code]).distance(shapely.centroid(row.geometry)) for row in rows.itertuples()]
    assert len(rows) == ((town.ranks == 3) & town.has_shape).sum() and 400 < min(off) <= max(off) < 600


def test_grids_in_the_wrong_place_are_left_where_they_are(plan):
    mending = fix_all(plan)
    insist_that_only_slips_were_mended(plan, mending)
    after = plan.apply(mending.change(plan))
    held, holds = (shapely.area(one.all_shapes[one.ranks == 3]).sum() for one in (plan, after))
    assert abs(held - holds) <= moved_m2(mending).sum() + 1
    wide = [one for one in mending.left if one.where is not None and one.where.area > 100_000]
    assert {one.rule for one in wide} == {"gap", "overhang"}


def test_a_river_that_is_exempt_no_more_is_left_bare(town):
    plan = Plan(town.scheme, {"grids": town.grids, "buildings": town.buildings})
    mending = fix_all(plan)
    assert not mending.result and {one.rule for one in mending.left} == {"gap"}
    assert {one.reason for one in mending.left} <= TO_DECIDE
    assert sum(one.where.area for one in mending.left) > 26_000_000  # the river and the canals
