"""The four sides of a grid: roads and waters that run along, else the neighbour, else nothing."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Polygon, box

from gridmap.ground.four_sides import Bound, four_sides
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

WEST, EAST, ELL, BARE = 11, 12, 13, 14


def plan(roads: dict[str, list[tuple[float, float]]], water: dict[str, Polygon]) -> Plan:
    """Return three grids of a village, metres from 500,000 E 3,500,000 N, and one without a shape.

    +---------------+
    |      ELL      |  400-600
    |       +-------+
    |       |  (no grid here)
    +---+---+          400
    | W | E |
    +---+---+          0
    0  400 800
    """

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(500_000 + x, 3_500_000 + y) for x, y in points]

    shapes = [
        Polygon(at([(0, 0), (1600, 0), (1600, 800), (0, 800)])),
        Polygon(at([(0, 0), (400, 0), (400, 400), (0, 400)])),
        Polygon(at([(400, 0), (800, 0), (800, 400), (400, 400)])),
        Polygon(at([(0, 400), (800, 400), (800, 500), (1600, 500), (1600, 600), (0, 600)])),
        None,
    ]
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100201", *(f"320582100201{n:03}" for n in range(1, 5))],
            "name": ["村", "西", "东", "角", "无"],
            "kind": ["village", *["comprehensive"] * 4],
            "parent": [0, 1, 1, 1, 1],
        },
        geometry=shapes,
        index=[1, WEST, EAST, ELL, BARE],
        crs="EPSG:4549",
    )
    lines = gpd.GeoDataFrame(
        {"name": list(roads), "rank": "street"},
        geometry=[LineString(at(line)) for line in roads.values()],
        index=range(1, len(roads) + 1),
        crs="EPSG:4549",
    )
    waters = gpd.GeoDataFrame(
        {"name": list(water), "kind": "river"}, geometry=list(water.values()), index=range(1, len(water) + 1),
        crs="EPSG:4549",
    )  # fmt: skip
    return Plan(load_scheme(), {"grids": grids, "roads": lines, "water": waters})


def test_a_road_along_a_side_bounds_it_and_one_that_only_crosses_does_not():
    made = plan({"南路": [(-50, -20), (900, -20)], "纵路": [(200, -500), (200, 900)], "": [(0, 0), (0, 400)]}, {})
    sides = four_sides(made, np.array([WEST]))[WEST]
    assert sides["south"] == (Bound("road", "南路", 0, pytest.approx(0.875)),)
    assert sides["north"] == (Bound("grid", "", ELL, pytest.approx(0.875)),)
    assert sides["east"] == (Bound("grid", "", EAST, pytest.approx(1.0, abs=0.07)),)
    assert [bound.thing for bound in sides["west"]] == ["outside"]


def test_a_bank_bounds_a_side_and_the_nearer_of_road_and_water_is_said():
    river = box(500_000 - 300, 3_500_000 - 100, 500_000 - 10, 3_500_000 + 900)
    made = plan({"堤路": [(-25, -10), (-25, 400)]}, {"大河": river})
    assert [bound.name for bound in four_sides(made, np.array([WEST]))[WEST]["west"]] == ["大河"]
    nearer = plan({"堤路": [(-5, -10), (-5, 400)]}, {"大河": river})
    assert [bound.name for bound in four_sides(nearer, np.array([WEST]))[WEST]["west"]] == ["堤路"]


def test_pieces_of_one_road_count_as_one_and_two_things_are_said_the_longer_first():
    made = plan({"一路": [(0, -5), (230, -5)]}, {"河": box(500_270, 3_499_900, 500_400, 3_499_990)})
    south = four_sides(made, np.array([WEST]))[WEST]["south"]
    assert [(bound.thing, bound.name) for bound in south] == [("road", "一路"), ("water", "河")]
    assert south[0].share > south[1].share > 0.25


def test_a_corner_has_both_neighbours_below_it():
    south = four_sides(plan({}, {}), np.array([ELL]))[ELL]["south"]
    assert [bound.thing for bound in south] == ["outside", "grid"] and south[0].share == pytest.approx(0.5, abs=0.05)


def test_a_grid_without_ground_has_no_sides_and_no_grids_no_answer():
    made = plan({}, {})
    assert set(four_sides(made, np.array([WEST, BARE]))) == {WEST}
    assert four_sides(made, np.array([BARE])) == {} == four_sides(made, np.array([], dtype=np.int64))


def test_every_side_of_the_town_is_said(town):
    ids = town.ids[(town.ranks == 3) & town.has_shape]
    for sides in four_sides(town, ids).values():
        assert all(0 < len(bounds) <= 2 for bounds in sides.values())
        assert all(sum(bound.share for bound in bounds) <= 1 + 1e-9 for bounds in sides.values())
