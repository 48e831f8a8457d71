"""Items: what they are on a day follows from their days, and every figure is what plain pandas makes of the rows."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from gridmap.edits import MergeGrids, SetAttributes
from gridmap.figures.items import (
    COUNTS,
    columns_for_rows,
    item_totals,
    of_items,
    open_by_grid,
    per_thousand_residents,
    records,
)
from gridmap.figures.statistics import breakdown, figures, in_no_grid
from gridmap.ground.items import ItemState, days_open, is_overdue, item_holders, item_states
from gridmap.ground.placement import placement
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items

BEGIN, END = dt.date(2016, 1, 1), dt.date(2016, 6, 30)
TOWN, WEST, EAST, A, B, C = 1, 2, 3, 4, 5, 6


def items(*rows: tuple[object, ...]) -> gpd.GeoDataFrame:
    """Make items: place, grid, raised, assigned, solved, evaluated, rating."""
    names = ("grid", "raised_on", "assigned_on", "solved_on", "evaluated_on", "rating")
    frame = pd.DataFrame([row[1:] for row in rows], columns=names, index=range(1, len(rows) + 1))
    return gpd.GeoDataFrame(frame.assign(kind="环境"), geometry=[row[0] for row in rows], crs=4549)


@pytest.fixture(scope="module")
def small() -> Plan:
    #  0   1   2   3
    #  +---+---+---+
    #  | A | B | C |     A and B are of WEST, C of EAST
    #  +---+---+---+
    grids = gpd.GeoDataFrame(
        {
            "code": ["t", "w", "e", "a", "b", "c"],
            "name": ["t", "w", "e", "a", "b", "c"],
            "kind": ["town", "village", "village", "comprehensive", "comprehensive", "comprehensive"],
            "parent": [0, TOWN, TOWN, WEST, WEST, EAST],
            "declared_residents": [0, 0, 0, 500, 0, 2000],
        },
        geometry=[box(0, 0, 3, 1), box(0, 0, 2, 1), box(2, 0, 3, 1), *(box(x, 0, x + 1, 1) for x in range(3))],
        index=[TOWN, WEST, EAST, A, B, C],
        crs=4549,
    )
    return Plan(
        load_scheme(),
        {
            "grids": grids,
            "items": items(
                (Point(0.5, 0.5), 0, "2026-01-01", "", "", "", 0),  # open since January
                (Point(0.5, 0.5), C, "2026-01-01", "2026-01-02", "2026-01-11", "2026-01-20", 5),  # the place counts
                (None, C, "2026-03-01", "2026-03-02", "", "", 0),
                (None, WEST, "2026-03-20", "", "", "2026-03-25", 3),  # solved when evaluated
                (Point(9, 9), B, "2026-02-01", "", "2026-02-05", "", 4),  # no grid there: what is declared counts
                (Point(9, 9), 0, "2026-03-30", "", "", "", 0),  # in no grid
                (None, 999, "2026-03-30", "", "", "", 0),  # in one that is not there
                (None, A, "2026-05-01", "", "", "", 0),  # later than the day
                (None, A, "soon", "", "", "", 0),  # nobody knows when
            ),
        },
    )


DAY = dt.date(2026, 3, 31)


def test_the_place_says_the_grid_and_else_what_is_declared(small):
    at = item_holders(small)
    assert [int(small.ids[place]) if place >= 0 else 0 for place in at.tolist()] == [A, A, C, WEST, B, 0, 0, A, A]


def test_what_an_item_is_on_a_day_follows_from_its_days(small):
    assert item_states(small, DAY).tolist() == [0, 3, 1, 3, 3, 0, 0, -1, -1]
    assert item_states(small, dt.date(2026, 1, 1)).tolist() == [0, 0, -1, -1, -1, -1, -1, -1, -1]
    assert item_states(small, dt.date(2026, 1, 10))[1] == ItemState.ASSIGNED
    assert item_states(small, dt.date(2026, 1, 12))[1] == ItemState.SOLVED
    assert days_open(small, DAY).tolist() == [89, 10, 30, 5, 4, 1, 1, -1, -1]
    assert days_open(small, dt.date(2026, 1, 5))[1] == 4
    assert is_overdue(small, DAY).tolist() == [True] + [False] * 8  # 30 days are not more than 30
    assert is_overdue(small, dt.date(2026, 4, 1)).tolist()[:3] == [True, False, True]


def test_figures_by_grid_add_up_with_what_is_in_none(small):
    found = of_items(small, "village", on=DAY)
    assert found.rows["raised"].tolist() == [4, 1] and found.rows["open"].tolist() == [1, 1]
    assert found.rest["raised"].tolist() == [2] and found.whole["raised"].tolist() == [7]
    assert found.rows["solved_share"].tolist() == [0.75, 0.0]
    assert found.rows["median_days"].tolist()[0] == 5 and np.isnan(found.rows["median_days"].iloc[1])
    assert found.rows["mean_rating"].iloc[0] == 4
    assert found.rows["open_to_90"].tolist() == [1, 0] and found.rows["open_to_30"].tolist() == [0, 1]
    by_grid = of_items(small, "grid", on=DAY)
    assert by_grid.rows["raised"].tolist() == [2, 1, 1] and by_grid.rest["raised"].tolist() == [3]


def test_by_month_and_by_kind(small):
    months = of_items(small, "month", on=DAY)
    assert dict(zip(months.rows["code"], months.rows["raised"], strict=True)) == {
        "2026-01": 2, "2026-02": 1, "2026-03": 4,
    }  # fmt: skip
    assert not len(months.rest)
    bare = small.tables["items"].assign(kind=["a", "b", "a", "", "", "b", "b", "c", "c"])
    kinds = of_items(Plan(small.scheme, {**small.tables, "items": bare}), "kind", on=DAY)
    assert dict(zip(kinds.rows["code"], kinds.rows["raised"], strict=True)) == {"a": 2, "b": 3}
    assert kinds.rest["raised"].tolist() == [2]


def test_a_period_and_a_part_of_the_plan(small):
    some = of_items(small, "month", on=DAY, since=dt.date(2026, 2, 1), until=dt.date(2026, 3, 1))
    assert some.whole["raised"].tolist() == [2]
    west = of_items(small, "grid", on=DAY, within=np.isin(small.ids, [WEST, A, B]))
    assert west.whole["raised"].tolist() == [4] and west.rest["raised"].tolist() == [1]
    with pytest.raises(BadInput, match="unknown-level"):
        of_items(small, "street")


def test_what_a_grid_has_includes_what_is_below_it(small):
    assert open_by_grid(small, DAY).tolist() == [2, 1, 1, 1, 0, 1]
    rate = per_thousand_residents(small, DAY)
    assert rate[small.positions([A, C])].tolist() == [4.0, 0.5] and np.isnan(rate[small.positions([B])[0]])


def test_the_figures_of_a_plan_have_them(small):
    assert figures(small, on=DAY)["items"] == {
        "raised": 7, "open": 4, "assigned": 1, "solved": 3, "evaluated": 3, "overdue": 1, "open_to_7": 2,
        "open_to_30": 1, "open_to_90": 1, "open_over_90": 0, "solved_share": 0.428571, "median_days": 5.0,
        "mean_rating": 4.0, "not_placed": 2,
    }  # fmt: skip
    assert in_no_grid(small, on=DAY)["items"] == 2
    parts = breakdown(small, "village", on=DAY)
    assert parts.rows["items_raised"].tolist() == [4, 1] and parts.whole["items_raised"].tolist() == [5]
    assert parts.rows["items_solved_share"].tolist() == [0.75, 0.0]


def test_a_plan_without_items_says_so():
    empty = Plan(load_scheme())
    assert item_totals(empty)["raised"] == 0 and item_totals(empty)["solved_share"] is None
    assert columns_for_rows(empty, np.empty(0, np.int64), 1, None) == {} and records(of_items(empty, "kind")) == []


# ---- against plain pandas, on a town ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def town() -> Plan:
    plan = make_plan("town", 2020)
    return with_items(plan, make_items(plan, 300, 170, BEGIN, END))


def test_the_sample_has_as_many_as_are_asked_for(town):
    assert item_totals(town, END)["raised"] == 300 and item_totals(town, END)["solved"] == 170
    plan = Plan(town.scheme, {name: frame for name, frame in town.tables.items() if name != "items"})
    half = with_items(plan, make_items(plan, 86, 51, BEGIN, END, 7))
    assert (item_totals(half, END)["raised"], item_totals(half, END)["solved"]) == (86, 51)
    assert item_totals(half, END)["not_placed"] == 0


def test_points_are_placed_as_buildings_are(town):
    buildings = town.buildings
    as_items = gpd.GeoDataFrame({"raised_on": "2016-01-01"}, index=buildings.index, geometry=buildings.geometry)
    again = Plan(town.scheme, {**town.tables, "items": as_items})
    at = item_holders(again)
    assert np.array_equal(np.append(town.ids, 0)[at], placement(town).holder) and (at >= 0).mean() > 0.9


def plainly(plan: Plan, on: dt.date, key: str) -> pd.DataFrame:
    """Count items with nothing but pandas, shapely's union of nothing, and loops."""
    rows = plan.tables["items"].copy()
    for name in ("raised_on", "assigned_on", "solved_on", "evaluated_on"):
        rows[name] = pd.to_datetime(rows[name].where(rows[name] != ""))
    day = pd.Timestamp(on)
    rows = rows[rows["raised_on"] <= day]
    rows["solved"] = rows["solved_on"] <= day
    rows["evaluated"] = rows["evaluated_on"] <= day
    rows["open"] = ~rows["solved"]
    rows["assigned"] = rows["open"] & (rows["assigned_on"] <= day)
    age = (day - rows["raised_on"]).dt.days
    rows["overdue"] = rows["open"] & (age > 30)
    for name, low, high in (("to_7", -1, 7), ("to_30", 7, 30), ("to_90", 30, 90), ("over_90", 90, 10_000)):
        rows[f"open_{name}"] = rows["open"] & (age > low) & (age <= high)
    rows["days"] = (rows["solved_on"] - rows["raised_on"]).dt.days.where(rows["solved"])
    rows["raised"] = True
    grids = plan.grids
    deepest = grids[grids["kind"].isin(["comprehensive", "dedicated"]) & grids.geometry.notna()]
    found = rows[rows.geometry.notna()].sjoin(deepest[["code", "geometry"]], predicate="intersects")
    inside = found.groupby(level=0)["index_right" if "index_right" in found else "id_right"].first()
    rows["holder"] = inside.reindex(rows.index).fillna(rows["grid"]).astype(int)
    rows["village"] = grids["parent"].reindex(rows["holder"]).fillna(0).astype(int).to_numpy()
    rows["month"] = rows["raised_on"].dt.strftime("%Y-%m")
    groups = rows.groupby(key)
    return groups[list(COUNTS)].sum().astype(int).assign(median_days=groups["days"].median())


@settings(max_examples=12, deadline=None)
@given(day=st.dates(BEGIN, dt.date(2016, 9, 1)))
def test_figures_are_those_of_plain_pandas(town, day):
    for key, by in (("village", "village"), ("month", "month"), ("kind", "kind")):
        expected, found = plainly(town, day, key), of_items(town, by, on=day)
        rows = found.rows if key == "village" else found.rows.set_index("code")
        rows = rows[rows["raised"] > 0]
        expected = expected[expected.index != 0] if key == "village" else expected
        assert rows[list(COUNTS)].to_dict("index") == expected[list(COUNTS)].to_dict("index")
        assert np.array_equal(rows["median_days"], expected["median_days"].reindex(rows.index), equal_nan=True)
        parts = found.rows[list(COUNTS)].sum() + found.rest[list(COUNTS)].sum()
        assert parts.to_dict() == found.whole[list(COUNTS)].iloc[0].to_dict()


def test_they_follow_an_edit_of_the_ground_and_of_the_items(town):
    open_by_grid(town, END)
    item = int(town.tables["items"].index[0])
    solved = town.apply(SetAttributes("items", (item,), {"solved_on": "2016-01-01"}).change(town))
    fresh = Plan(solved.scheme, dict(solved.tables))
    assert np.array_equal(open_by_grid(solved, END), open_by_grid(fresh, END))
    grid = int(town.ids[item_holders(town)[item_states(town, END) < ItemState.SOLVED][0]])
    away = town.apply(SetAttributes("grids", (grid,), {"kind": "town"}).change(town))
    assert np.array_equal(item_holders(away), item_holders(Plan(away.scheme, dict(away.tables))))


def test_an_item_declared_of_a_grid_goes_with_it_when_grids_become_one(small):
    after = small.apply(MergeGrids((A, B), into=A).change(small))
    assert after.tables["items"]["grid"].tolist() == [0, C, C, WEST, A, 0, 999, A, A]
    assert open_by_grid(after, DAY).tolist() == [2, 1, 1, 1, 1]
