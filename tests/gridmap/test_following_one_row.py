"""Where a plan lies, which grid has a code, and exempt ground follow an edit by the rows that it changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely

from gridmap.ground import extent
from gridmap.ground.extent import ground_extent
from gridmap.ground.tiling import is_on_the_map, is_valid, proof
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.change import Change, Rows
from gridmap.model.plan import Plan
from gridmap.people.workload import household_standard


def changed(plan: Plan, table: str, row: int, **values: object) -> Plan:
    """Return the plan with other values in one row."""
    before = plan.tables[table].iloc[[row]]
    after = before.copy()
    for column, value in values.items():
        after[column] = type(before[column].array)._from_sequence([value]) if column == "geometry" else value
    return plan.apply(Change("test", {table: Rows(before, after)}))


def without(plan: Plan, table: str, row: int) -> Plan:
    """Return the plan with a row less."""
    frame = plan.tables[table]
    return plan.apply(Change("test", {table: Rows(frame.iloc[[row]], frame.iloc[:0])}))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many shapes are looked at, time after time."""
    told: list[int] = []

    def noting(look: Callable[[ShapeArray], BoolArray]) -> Callable[[ShapeArray], BoolArray]:
        def noted(shapes: ShapeArray) -> BoolArray:
            told.append(len(shapes))
            return look(shapes)

        return noted

    monkeypatch.setattr(extent, "is_on_the_map", noting(is_on_the_map))
    monkeypatch.setattr(proof, "is_valid", noting(is_valid))
    return told


def test_the_extent_grows_and_shrinks_with_the_grid_that_is_outermost(town: Plan, asked: list[int]) -> None:
    west, south, east, north = shapely.total_bounds(town.all_shapes).tolist()
    assert ground_extent(Plan(town.scheme, town.tables)) == (west, south, east, north)
    plan = changed(town, "grids", 3, geometry=shapely.box(west - 50, south, west, north + 7))
    assert ground_extent(plan) == (west - 50, south, east, north + 7)
    del asked[:]
    assert ground_extent(changed(plan, "grids", 3, geometry=town.all_shapes[3])) == (west, south, east, north)
    for gone in (None, shapely.Polygon(), shapely.box(0, 0, 1e12, 1e12)):
        assert ground_extent(changed(plan, "grids", 3, geometry=gone)) == (west, south, east, north)
    assert max(asked) == 1
    assert ground_extent(without(plan, "grids", 3)) == (west, south, east, north)
    nothing = changed(Plan(town.scheme, {"grids": town.grids.iloc[:1]}), "grids", 0, geometry=None)
    assert ground_extent(nothing) is None and ground_extent(Plan(town.scheme)) is None


def test_a_code_is_found_after_it_was_changed_given_twice_and_taken_away(town: Plan) -> None:
    code, other = town.codes(town.ids[[3, 4]])
    [third, fourth] = town.ids[[3, 4]].tolist()
    assert town.ids_with_codes([other, code, "无"]).tolist() == [third, fourth]
    plan = changed(town, "grids", 3, code="新码")
    assert plan.ids_with_codes([code]).tolist() == [] and plan.ids_with_codes(["新码"]).tolist() == [third]
    twice = changed(plan, "grids", 4, code="新码")
    assert twice.ids_with_codes(["新码"]).tolist() == [third, fourth]
    assert without(twice, "grids", 3).ids_with_codes(["新码"]).tolist() == [fourth]
    assert without(twice, "grids", 3).ids_with_codes([]).tolist() == []
    assert town.ids_with_codes(town.codes(town.ids)).tolist() == town.ids.tolist()
    odd = changed(town, "grids", 3, code="\ud800")
    assert odd.ids_with_codes(["\ud800"]).tolist() == [third] and odd.ids_with_codes(["?", code]).tolist() == []


def test_the_standard_of_households_follows_kind_and_setting(town: Plan) -> None:
    household_standard(town)
    kinds = {kind.key: kind.households for kind in town.scheme.kinds}
    grid = town.grids["kind"].tolist().index("comprehensive")
    assert kinds["comprehensive"] != kinds["dedicated"]
    plan = without(changed(town, "grids", grid, kind="dedicated"), "grids", 0)
    low, high = min(kinds["dedicated"].values())
    least, most = household_standard(plan)
    assert (least[grid - 1], most[grid - 1]) == (low, high)
    for found, fresh in zip((least, most), household_standard(Plan(town.scheme, plan.tables)), strict=True):
        assert np.array_equal(found, fresh)


def test_exempt_ground_is_looked_at_again_where_it_changed(town: Plan, asked: list[int]) -> None:
    count = len(town.tables["exempt_areas"])
    assert count > 2
    exempt_ground(town)
    del asked[:]
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    plan = changed(town, "exempt_areas", 1, geometry=bow_tie)
    fewer = without(plan, "exempt_areas", 0)
    found = exempt_ground(fewer)
    assert found[0].area == 2 and asked == [1, 0]
    fresh = exempt_ground(Plan(town.scheme, fewer.tables))
    assert shapely.equals_exact(found, fresh).all() and len(found) == count - 1
    assert np.array_equal(exempt_ground(town)[2:], found[1:])
