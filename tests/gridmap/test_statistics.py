"""Figures add up, from any level to any other, and say nothing where there is nothing to say."""

from __future__ import annotations

import datetime as dt
import json
import math

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from gridmap.checks import run_checks
from gridmap.figures.statistics import Breakdown, as_records, breakdown, breakdowns, figures, rollup, total
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.branches import seats

DAY = dt.date(2026, 6, 15)
REACHED = {"reached_buildings": 2, "reached_households": 30, "reached_share": 30 / 75}
"""Those of A and B; EAST has nobody."""
TOWN, EMPTY_TOWN, WEST, EAST, A, B, C, D = 1, 2, 3, 4, 5, 6, 7, 8


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split(), index=range(1, len(rows) + 1))


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Two towns; the first has two villages, WEST with the grids A, B and D (no shape), EAST with C and a gap.

    +---------+----+----+  +----------+     households: A 10, B 20, C 40, and 5 in the gap of EAST
    |  A | B  | C  |gap |  |EMPTY_TOWN|     full-time: worker 1 in A and C, worker 2 in B until yesterday
    +---------+----+----+  +----------+     branches: 10 of WEST, 11 of A (its group is 13), 12 joint of B and D
    0    1    2    3    4  6          7
    """
    # Long because it lists a whole place: every table once.
    grids = gpd.GeoDataFrame(
        {
            "code": ["t1", "t2", "w", "e", "a", "b", "c", "d"],
            "name": ["Town", "Empty", "West", "East", "A", "B", "C", "D"],
            "kind": [
                "town",
                "town",
                "village",
                "village",
                "comprehensive",
                "comprehensive",
                "comprehensive",
                "dedicated",
            ],
            "parent": [0, 0, TOWN, TOWN, WEST, WEST, EAST, WEST],
        },
        geometry=[
            box(0, 0, 4, 1),
            box(6, 0, 7, 1),
            box(0, 0, 2, 1),
            box(2, 0, 4, 1),
            box(0, 0, 1, 1),
            box(1, 0, 2, 1),
            box(2, 0, 3, 1),
            None,
        ],
        index=[TOWN, EMPTY_TOWN, WEST, EAST, A, B, C, D],
        crs=4549,
    )
    buildings = gpd.GeoDataFrame(
        {"households": [10, 20, 40, 5, 99], "residents": [30, 60, 120, 15, 300]},
        geometry=[Point(x, 0.5) for x in (0.5, 1.5, 2.5, 3.5, 99)],
        index=[1, 2, 3, 4, 5],
        crs=4549,
    )
    branches = pd.DataFrame(
        {
            "tier": ["village", "grid", "grid", "building"],
            "parent": [0, 10, 10, 11],
            "joint": [False, False, True, False],
        },
        index=[10, 11, 12, 13],
    )
    return Plan(
        load_scheme(),
        {
            "grids": grids,
            "buildings": buildings,
            "workers": table("name", ("王",), ("李",), ("赵",)),
            "assignments": table(
                "worker grid role from_date until_date",
                (1, A, "full_time", "", ""),
                (1, C, "full_time", "", ""),
                (2, B, "full_time", "", "2026-06-14"),
                (3, B, "part_time", "", ""),
                (3, 999, "full_time", "", ""),
            ),
            "branches": branches,
            "branch_grids": table("branch grid", (10, WEST), (11, A), (12, B), (12, D), (12, D)),
            "zones": gpd.GeoDataFrame({"name": ["z"]}, geometry=[box(2.1, 0.1, 2.2, 0.2)], index=[1], crs=4549),
        },
    )


def test_a_row_holds_what_is_below_it(plan):
    row = rollup(plan, "village", on=DAY).loc[WEST]
    assert (row["code"], row["name"]) == ("w", "West")
    assert (row["n_comprehensive"], row["n_dedicated"]) == (2, 1)
    assert (row["households"], row["residents"], row["buildings"], row["area_m2"]) == (30, 90, 2, 2.0)
    assert (row["must_staff"], row["staffed"], row["staffed_share"]) == (2, 1, 0.5)
    assert row["full_time_workers"] == 1
    # the village itself, A, B and D need a branch: own, own, joint, joint
    assert (row["must_branch"], row["own_branch"], row["joint_branch"]) == (4, 2, 2)
    assert (row["branch_covered_share"], row["joint_share"]) == (1.0, 0.5)
    assert [row[f"branches_{tier}"] for tier in ("village", "grid", "building")] == [1, 2, 1]


def test_ground_that_no_lower_grid_holds_counts_for_the_upper_one(plan):
    assert rollup(plan, "village").loc[EAST, "households"] == 45
    assert rollup(plan, "grid").loc[C, "households"] == 40


def test_somebody_with_grids_in_two_villages_counts_once_above(plan):
    assert rollup(plan, "village", on=DAY)["full_time_workers"].tolist() == [1, 1]
    assert rollup(plan, "town", on=DAY)["full_time_workers"].tolist() == [1, 0]


def test_shares_of_nothing_are_nan_and_null_in_json(plan):
    table = rollup(plan, "town")
    assert math.isnan(table.loc[EMPTY_TOWN, "staffed_share"]) and math.isnan(table.loc[EMPTY_TOWN, "joint_share"])
    records = as_records(table)
    assert records[1]["staffed_share"] is None and records[0]["code"] == "t1"
    assert json.loads(json.dumps(records, allow_nan=False)) == records


@pytest.mark.parametrize("level", ["town", "village", "grid"])
def test_rows_of_a_level_add_up_to_the_whole(plan, level):
    rows, whole = rollup(plan, level, on=DAY), total(plan, on=DAY)
    assert list(rows.columns) == [c for c in whole.columns if c in rows.columns]
    adding_up = ["must_staff", "staffed", *(c for c in rows.columns if c.startswith("n_"))]
    if level != "grid":  # the gap of EAST is below no grid of the lowest level
        adding_up += ["households", "residents", "buildings"]
    assert rows[adding_up].sum().tolist() == whole[adding_up].iloc[0].tolist()


def test_the_whole_counts_everything_once(plan):
    [row] = as_records(total(plan, on=DAY))
    assert (row["n_town"], row["n_village"], row["n_comprehensive"], row["n_dedicated"]) == (2, 2, 3, 1)
    assert (row["households"], row["buildings"], row["area_m2"]) == (75, 4, 5.0)
    assert (row["staffed"], row["must_staff"], row["full_time_workers"]) == (2, 3, 1)
    assert (row["branches_village"], row["branches_grid"], row["branches_building"]) == (1, 2, 1)


def test_the_key_of_a_kind_gives_the_grids_of_that_kind(plan):
    assert rollup(plan, "dedicated").index.tolist() == [D]
    assert rollup(plan, "grid").index.tolist() == [A, B, C, D]
    assert rollup(plan, "dedicated").loc[D, "area_m2"] == 0
    with pytest.raises(BadInput, match="unknown-level"):
        rollup(plan, "county")


def test_a_finding_counts_for_every_row_that_it_concerns(plan):
    findings = run_checks(plan, rules=["gap", "only-part-time-worker", "zone-without-branch"], on=DAY)
    assert findings.counts == {"gap": 1, "only-part-time-worker": 1, "zone-without-branch": 1}
    by_village = rollup(plan, "village", on=DAY, findings=findings)
    # B has a part-time worker only; the gap is EAST's, and the zone lies there
    assert by_village["findings_error"].tolist() == [1, 1]
    assert by_village["findings_warning"].tolist() == [0, 1]
    by_town = rollup(plan, "town", on=DAY, findings=findings)
    assert by_town["findings_error"].tolist() == [2, 0]
    assert rollup(plan, "grid", findings=findings)["findings_error"].tolist() == [0, 1, 0, 0]
    assert total(plan, findings=findings)["findings_warning"].tolist() == [1]


def test_the_figures_that_a_city_publishes(plan):
    found = figures(plan, on=DAY)
    assert found.pop("items")["raised"] == 0
    assert found == {
        "grids": {"town": 2, "village": 2, "comprehensive": 3, "dedicated": 1},
        "party": {"village_branches": 1, "grid_branches": 2, "building_branches": 1, "zones": 1} | REACHED,
        "workers": {
            "at_work": 2,
            "full_time": 1,
            "part_time": 1,
            "responsible": 0,
            "comprehensive_with_full_time_share": 2 / 3,
        },
        "buildings": {"buildings": 5, "households": 174, "residents": 525},
        "facilities": {
            kind.key: {"rows": 0, "count": 0, "members": 0, "people": 0, "unassigned": 0}
            for kind in plan.scheme.facilities
        },
        "compounds": dict.fromkeys(figures(plan, on=DAY)["compounds"], 0),
        "indicators": figures(plan, on=DAY)["indicators"],  # of which tests/indicators has much to say
    }


def test_a_plan_without_anything_has_figures_too():
    empty = Plan(load_scheme())
    assert len(rollup(empty, "village")) == 0
    assert total(empty)["households"].tolist() == [0]
    assert figures(empty)["workers"]["comprehensive_with_full_time_share"] is None


def test_a_branch_without_a_grid_sits_where_the_branch_above_it_does(plan):
    branch, grid = seats(plan)
    pairs = list(zip(plan.tables["branches"].index[branch].tolist(), plan.ids[grid].tolist(), strict=True))
    assert pairs == [(10, WEST), (11, A), (12, B), (12, D), (13, A)]


def test_branches_above_each_other_in_a_circle_sit_nowhere():
    branches = pd.DataFrame({"tier": ["grid", "building"], "parent": [2, 1]}, index=[1, 2])
    assert [len(column) for column in seats(Plan(load_scheme(), {"branches": branches}))] == [0, 0]


def assert_same(one: Breakdown, two: Breakdown) -> None:
    assert one.level == two.level
    for name in ("rows", "rest", "again", "whole"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_dtype=False)


@pytest.mark.parametrize("level", ["village", "grid"])
def test_figures_within_each_town_are_those_of_that_town_alone(plan, level):
    found = run_checks(plan)
    towns = plan.ids[plan.ranks == 1].tolist()
    together = breakdowns(plan, level, towns, findings=found)
    assert list(together) == towns and len(towns) > 1
    for town, parts in together.items():
        assert_same(parts, breakdown(plan, level, within=[town], findings=found))


def test_figures_within_every_village_of_a_town_hold_with_their_rests(town):
    villages = town.ids[town.ranks == 2].tolist()
    together = breakdowns(town, "comprehensive", villages)
    assert any(len(parts.rest) for parts in together.values())  # its dedicated grids
    for village, parts in together.items():
        assert_same(parts, breakdown(town, "comprehensive", within=[village]))


def test_grids_of_several_levels_or_of_none_are_not_worked_out_together(plan):
    for grids in (plan.ids[plan.ranks < 3], [10**6], plan.ids[plan.ranks == 3]):
        with pytest.raises(ValueError, match="not grids of one level above"):
            breakdowns(plan, "grid", grids)
