"""What a list declares of a grid counts in the figures where no building says anything, and nowhere twice."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point, box

from gridmap.edits import MergeGrids, SplitEqually
from gridmap.figures.statistics import breakdown, figures, homes_and_ground
from gridmap.ground.placement import declared_own, households_by_grid, residents_by_grid
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

TOWN, VILLAGE, WEST, EAST = 1, 2, 3, 4


@pytest.fixture
def plan() -> Plan:
    #  +---+---+
    #  | 3 | 4 |     one village of two grids; nobody has counted houses
    #  +---+---+
    x, y = 500_000, 3_500_000
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100", "320582100201", "320582100201001", "320582100201002"],
            "name": ["杨舍镇", "长江村", "第一网格", "第二网格"],
            "kind": ["town", "village", "comprehensive", "comprehensive"],
            "parent": [0, TOWN, VILLAGE, VILLAGE],
            "declared_households": [0, 900, 400, 300],
            "declared_residents": [0, 0, 1100, 0],
        },
        index=[TOWN, VILLAGE, WEST, EAST],
        geometry=[
            box(x, y, x + 200, y + 100),
            box(x, y, x + 200, y + 100),
            box(x, y, x + 100, y + 100),
            box(x + 100, y, x + 200, y + 100),
        ],
        crs="EPSG:4549",
    )
    return Plan(load_scheme("city"), {"grids": grids})


def with_a_house(plan: Plan, households: int) -> Plan:
    house = gpd.GeoDataFrame(
        {"door_plate": ["1"], "households": [households]}, index=[1], geometry=[Point(500_050, 3_500_050)], crs=plan.crs
    )
    return plan.apply(change_of(plan, "put", put={"buildings": house}))


def with_declared(plan: Plan, grid: int, households: int) -> Plan:
    rows = edited_rows(plan, "grids", [grid], declared_households=households)
    return plan.apply(change_of(plan, "put", put={"grids": rows}))


def test_figures_of_the_parts_come_before_one_of_the_whole(plan):
    assert households_by_grid(plan).tolist() == [700, 700, 400, 300]
    assert residents_by_grid(plan).tolist() == [1100, 1100, 1100, 0]
    assert declared_own(plan, "households").tolist() == [0, 0, 400, 300]


def test_a_figure_of_the_whole_counts_where_the_parts_say_nothing(plan):
    bare = with_declared(with_declared(plan, WEST, 0), EAST, 0)
    assert households_by_grid(bare).tolist() == [900, 900, 0, 0]


def test_what_buildings_say_comes_before_what_is_declared_of_their_grid_alone(plan):
    households_by_grid(plan)  # known before the house comes, so that it has to follow
    assert households_by_grid(with_a_house(plan, 7)).tolist() == [307, 307, 7, 300]
    assert households_by_grid(with_a_house(plan, 0)).tolist() == [700, 700, 400, 300]  # a house that says nothing


def test_every_total_counts_what_is_declared_once(plan):
    for after in (plan, with_a_house(plan, 7)):
        whole = int(households_by_grid(after)[0])
        parts = breakdown(after, "grid")
        assert parts.rows["households"].sum() + parts.rest["households"].sum() == whole
        assert parts.whole["households"].iloc[0] == whole == figures(after)["buildings"]["households"]
        assert homes_and_ground(after, [TOWN, VILLAGE])["households"] == whole


def test_what_is_declared_of_merged_grids_is_added_up(plan):
    after = plan.apply(MergeGrids((WEST, EAST), EAST).change(plan))
    assert after.value(EAST, "declared_households") == 700 and after.value(EAST, "declared_residents") == 1100
    assert households_by_grid(after).tolist() == [700, 700, 700]


def test_what_is_declared_of_a_grid_that_is_split_stays_with_the_part_that_keeps_its_code(plan):
    after = plan.apply(SplitEqually(WEST, 2).change(plan))
    assert sorted(after.grids["declared_households"].tolist()) == [0, 0, 300, 400, 900]
    assert households_by_grid(after)[0] == 700


def test_a_border_that_no_building_crosses_leaves_what_is_declared_as_it_is(plan):
    before = with_a_house(plan, 0)
    was = declared_own(before, "households")
    moved = with_border_at(before, 120)
    assert shapely.area(moved.shape(WEST)) == 12_000
    assert declared_own(moved, "households") is was  # nothing is added up anew
    assert was.tolist() == [0, 0, 400, 300]


def test_a_border_that_a_building_crosses_has_what_is_declared_counted_anew(plan):
    before = with_a_house(plan, 5)
    assert declared_own(before, "households").tolist() == [0, 0, 0, 300]
    moved = with_border_at(before, 20)
    assert declared_own(moved, "households").tolist() == [0, 0, 400, 0]
    assert households_by_grid(moved).tolist() == [405, 405, 400, 5]


def with_border_at(plan: Plan, easting: int) -> Plan:
    x, y = 500_000, 3_500_000
    shapes = [box(x, y, x + easting, y + 100), box(x + easting, y, x + 200, y + 100)]
    rows = edited_rows(plan, "grids", [WEST, EAST], geometry=shapes)
    return plan.apply(change_of(plan, "put", put={"grids": rows}))
