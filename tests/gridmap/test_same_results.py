"""What is worked out of a plan stays the very same object where a change leaves what it is made of as it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.ground.placement import holder_positions, placement, unplaced
from gridmap.model.by_code import by_code
from gridmap.model.change import Change
from gridmap.model.kept import kept, kept_by_row, kept_for_last
from gridmap.model.making import change_of, change_of_shapes, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

EAST, WEST = 7, 9
worked_out: list[str] = []


@kept("grids.name")
def longest_name(plan: Plan) -> int:
    """Return how long the longest name is."""
    return int(plan.grids["name"].str.len().max())


@longest_name.follows
def _(old: Plan, new: Plan, change: Change, result: int) -> int:
    again = int(new.grids["name"].str.len().max())
    return result if again == result else again


@kept("grids.name", "grids.note", itself=("grids.note",), through=(longest_name,))
def line_of_names(plan: Plan) -> str:
    """Return a line as long as the longest name, and note that it was made."""
    worked_out.append("line")
    return "-" * longest_name(plan) + "".join(plan.grids["note"])


@kept_by_row("grids", "name")
def lengths(plan: Plan, rows: np.ndarray) -> np.ndarray:
    """Return how long each name is, and note of how many rows it was asked."""
    worked_out.append(f"{len(rows)} rows")
    return plan.grids["name"].str.len().to_numpy()[rows]


@kept_for_last
def name_of(plan: Plan, grids: np.ndarray) -> list[str]:
    """Return the names of some grids, and note that they were looked up."""
    worked_out.append("names")
    return plan.grids["name"].loc[grids].tolist()


@pytest.fixture
def plan() -> Plan:
    #  +----+----+
    #  | 7 .| 9  |   a building in 7
    #  +----+----+
    worked_out.clear()
    grids = pd.DataFrame(
        {"name": ["东网格", "西网格"], "kind": ["grid", "grid"], "code": ["01", "02"]},
        index=[EAST, WEST],
    )
    grids["geometry"] = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]
    buildings = pd.DataFrame({"households": [3], "geometry": [shapely.Point(5, 5)]}, index=[1])
    scheme = load_scheme()
    grids["kind"] = scheme.kinds[-1].key
    return Plan(scheme, {"grids": grids, "buildings": buildings})


def edited(plan: Plan, **columns: object) -> Plan:
    return plan.apply(change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [EAST], **columns)}))


def reshaped(plan: Plan, east: shapely.Geometry) -> Plan:
    return plan.apply(change_of_shapes(plan, "test", {EAST: east}))


def test_what_is_read_through_another_result_is_not_made_again_while_that_stays(plan):
    before = line_of_names(plan)
    same = edited(plan, name="北网格")
    assert line_of_names(same) is before
    assert worked_out == ["line"]
    assert line_of_names(edited(same, name="北边的网格")) == "-----"
    assert worked_out == ["line", "line"]


def test_what_it_reads_itself_has_it_made_again_though_the_other_result_stays(plan):
    line_of_names(plan)
    assert line_of_names(edited(plan, note="!")) == "---!"


def test_buildings_that_stay_where_they_are_leave_the_very_same_placement(plan):
    known = [of(plan) for of in (placement, holder_positions, unplaced)]
    after = reshaped(plan, shapely.box(0, 0, 9, 10))
    assert all(of(after) is before for of, before in zip((placement, holder_positions, unplaced), known, strict=True))
    assert placement(after).holder.tolist() == [EAST]


def test_a_building_that_nobody_holds_any_more_is_told(plan):
    assert not unplaced(plan).any()
    after = reshaped(plan, shapely.box(0, 0, 4, 10))
    assert placement(after).holder.tolist() == [0]
    assert unplaced(after).tolist() == [True]


def test_a_change_of_shapes_is_the_change_of_whole_rows(plan):
    shapes = {WEST: shapely.box(10, 0, 30, 10), EAST: plan.shape(EAST)}
    quick = change_of_shapes(plan, "move-vertex", shapes, {"codes": "02"})
    rows = edited_rows(plan, "grids", [EAST, WEST], geometry=[shapes[EAST], shapes[WEST]])
    whole = change_of(plan, "move-vertex", put={"grids": rows}, values={"codes": "02"})
    assert quick.ids("grids").tolist() == [WEST] == whole.ids("grids").tolist()
    assert quick.touched == whole.touched
    assert plan.apply(quick).same_content(plan.apply(whole))
    assert plan.apply(quick).apply(quick.inverted()).same_content(plan)
    assert quick.fits(plan) and not quick.fits(plan.apply(quick))


def test_a_change_of_shapes_that_are_there_already_is_none(plan):
    assert not change_of_shapes(plan, "move-vertex", {EAST: plan.shape(EAST)})


def test_grids_are_found_by_their_codes_before_and_after_edits(plan):
    assert by_code(plan).ids(["01", "03"]).tolist() == [EAST]
    both = edited(plan, code="02")
    assert by_code(both).ids(["01"]).tolist() == []
    assert by_code(both).ids(["02"]).tolist() == [EAST, WEST]
    one = both.apply(change_of(both, "drop", drop={"grids": [WEST]}))
    assert by_code(one).ids(["02"]).tolist() == [EAST]
    again = one.apply(change_of(one, "put", put={"grids": both.grids.loc[[WEST]]}))
    np.testing.assert_array_equal(by_code(again).ids(["02"]), [EAST, WEST])
    assert by_code(plan).ids(["02"]).tolist() == [WEST]


def test_a_column_follows_many_changes_in_one_go_each_row_once(plan):
    assert lengths(plan).tolist() == [3, 3]
    once = edited(plan, name="北网格")
    twice = edited(once, name="北边的网格")
    thrice = twice.apply(change_of(twice, "drop", drop={"grids": [WEST]}))
    assert lengths(thrice).tolist() == [5]
    assert worked_out == ["2 rows", "1 rows"]
    back = thrice.apply(change_of(thrice, "put", put={"grids": plan.grids}))
    assert lengths(back).tolist() == [3, 3] == lengths(plan).tolist()
    assert lengths(once).tolist() == [3, 3] and lengths(twice).tolist() == [5, 3]


def test_what_is_kept_for_what_was_asked_last_is_that_of_this_plan_and_of_these_ids(plan):
    east, both = np.array([EAST]), np.array([EAST, WEST])
    assert name_of(plan, east) == ["东网格"] == name_of(plan, east.copy())
    assert worked_out == ["names"]
    assert name_of(plan, both) == ["东网格", "西网格"] and name_of(plan, east) == ["东网格"]
    assert name_of(edited(plan, name="北网格"), east) == ["北网格"]
    assert name_of(plan, east) == ["东网格"]


def test_changes_that_start_from_the_same_shapes_know_their_own_shapes_after(plan):
    wide, narrow = (change_of_shapes(plan, "drag", {EAST: shapely.box(0, 0, x, 10)}) for x in (12, 8))
    (was, now), (still, then) = (
        [frame.geometry[EAST].bounds[2] for frame in (rows.before, rows.after)]
        for rows in (wide.rows["grids"], narrow.rows["grids"])
    )
    assert (was, now, still, then) == (10, 12, 10, 8)
    other = edited(plan, name="北网格")
    assert change_of_shapes(other, "drag", {EAST: shapely.box(0, 0, 8, 10)}).rows["grids"].before["name"].tolist() == [
        "北网格"
    ]
