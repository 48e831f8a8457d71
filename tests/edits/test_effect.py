"""What a change means for the grids, told without applying it."""

from __future__ import annotations

from dataclasses import fields

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.edits import AddVertex, CarveGrid, GiveGround, MoveVertex, SetParent
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.outcome.effect import NO_STANDARD, Effect, effect, effect_between
from gridmap.people.workload import Workload


def same(one: Effect, two: Effect) -> bool:
    """Whether two effects say the same, area to a hundredth of a square metre."""
    arrays = [getattr(both, field.name) for field in fields(Effect) for both in (one, two)]
    for a, b in zip(arrays[::2], arrays[1::2], strict=True):
        if isinstance(a, np.ndarray):
            if a.tolist() != b.tolist():
                return False
        elif any(not np.allclose(getattr(a, f.name), getattr(b, f.name), atol=0.01) for f in fields(a)):
            return False
    return True


def settled(ground, *houses: tuple[float, float, int]) -> Plan:
    """Return the plan of some ground with houses: x and y in cells, households, and twice as many residents."""
    points = [shapely.Point(place) for place in ground.at(*[(x, y) for x, y, _ in houses])]
    numbers = [number for *_, number in houses]
    rows = gpd.GeoDataFrame(
        {"households": numbers, "residents": [2 * number for number in numbers]},
        geometry=points,
        index=pd.RangeIndex(1, len(houses) + 1, name="id"),
        crs=ground.plan.crs,
    )
    return ground.plan.apply(change_of(ground.plan, "test", put={"buildings": rows}))


def test_households_go_with_the_ground(ground):
    #  A B    the house in the east of A goes to B, in another village
    before = ground("A B", villages={"V": "A", "W": "B"})
    plan = settled(before, (0.2, 0.5, 310), (0.9, 0.5, 20), (1.5, 0.5, 330))
    change = GiveGround(before.cell(0.8, 0, 0.2), before["W"]).change(plan)
    told = effect(plan, change)
    assert told.grid.tolist() == [before["V"], before["W"], before["A"], before["B"]]
    assert told.before.households.tolist() == [330, 330, 330, 330]
    assert told.after.households.tolist() == [310, 350, 310, 350]
    assert told.after.residents.tolist() == [620, 700, 620, 700]
    assert told.before.buildings.tolist() == [2, 1, 2, 1] and told.after.buildings.tolist() == [1, 2, 1, 2]
    assert told.after.area_m2 == pytest.approx([8000, 12000, 8000, 12000])
    assert told.rank.tolist() == [2, 2, 3, 3] and told.code.tolist() == plan.codes(told.grid)
    assert (told.building.tolist(), told.building_from.tolist(), told.building_to.tolist()) == (
        [2],
        [before["A"]],
        [before["B"]],
    )
    assert same(told, effect_between(plan, plan.apply(change), change))


def test_whether_the_standard_is_met_before_and_after(ground):
    before = ground("A B", villages={"V": "AB"})
    plan = settled(before, (0.2, 0.5, 290), (0.9, 0.5, 20), (1.5, 0.5, 490))
    told = effect(plan, GiveGround(before.cell(0.8, 0, 0.2), before["B"]).change(plan))
    assert told.grid.tolist() == [before["A"], before["B"]]
    assert told.before.standard.tolist() == [Workload.WITHIN, Workload.WITHIN]
    assert told.after.standard.tolist() == [Workload.UNDER, Workload.OVER]
    town = effect(plan, MoveVertex(*before.at((0, 1), (-0.1, 1))).change(plan))
    assert town.grid.tolist() == [before["T"], before["V"], before["A"]]
    assert town.before.standard.tolist() == [NO_STANDARD, NO_STANDARD, Workload.WITHIN]


def test_a_dedicated_grid_has_no_standard(ground):
    before = ground("A B", villages={"V": "AB"})
    plan = settled(before, (0.8, 0.8, 290), (1.5, 0.5, 490))
    told = effect(plan, CarveGrid(before.cell(0.1, 0.1, 0.3, 0.3), "dedicated").change(plan))
    assert told.after.standard[told.is_new].tolist() == [NO_STANDARD]
    assert told.after.standard[told.grid == before["A"]].tolist() == [Workload.UNDER]


def test_a_vertex_that_moves_nobody_moves_no_building(ground):
    before = ground("A B", villages={"V": "AB"})
    plan = settled(before, (0.2, 0.5, 290), (0.9, 0.5, 20))
    told = effect(plan, AddVertex(*before.at((1, 0.5))).change(plan))
    assert not len(told.grid) and not len(told.building)


def test_a_grid_takes_its_people_along_to_another_village(ground):
    before = ground("A B C", villages={"V": "AB", "W": "C"})
    plan = settled(before, (0.5, 0.5, 100), (1.5, 0.5, 10), (2.5, 0.5, 1))
    change = SetParent(before["B"], before["W"]).change(plan)
    told = effect(plan, change)
    by_grid = dict(zip(told.grid.tolist(), told.after.households.tolist(), strict=True))
    assert by_grid == {before["V"]: 100, before["W"]: 11, before["B"]: 10}
    assert same(told, effect_between(plan, plan.apply(change), change))


def test_a_grid_that_comes_and_one_that_goes_are_told(ground):
    before = ground("A B", villages={"V": "AB"})
    plan = settled(before, (0.5, 0.5, 100), (1.5, 0.5, 10))
    new = edited_rows(plan, "grids", [before["B"]], code="x").rename(index={before["B"]: 99})
    change = change_of(plan, "test", put={"grids": new}, drop={"grids": [before["B"]]})
    told = effect(plan, change)
    assert told.grid.tolist() == [before["B"], 99] and told.code.tolist() == [plan.codes([before["B"]])[0], "x"]
    assert told.is_gone.tolist() == [True, False] and told.is_new.tolist() == [False, True]
    assert told.before.households.tolist() == [10, 0] and told.after.households.tolist() == [0, 10]
    assert same(told, effect_between(plan, plan.apply(change), change))


def test_a_name_or_a_worker_moves_nobody(ground):
    before = ground("A B", villages={"V": "AB"})
    rows = edited_rows(before.plan, "grids", [before["A"]], name="new")
    assert not len(effect(before.plan, change_of(before.plan, "test", put={"grids": rows})).grid)


def test_more_households_in_a_house_are_told_too(ground):
    before = ground("A B", villages={"V": "AB"})
    plan = settled(before, (0.5, 0.5, 100))
    rows = edited_rows(plan, "buildings", [1], households=140)
    told = effect(plan, change_of(plan, "test", put={"buildings": rows}))
    assert told.grid.tolist() == [before["T"], before["V"], before["A"]]
    assert told.before.households.tolist() == [100] * 3 and told.after.households.tolist() == [140] * 3


def test_where_ground_overlaps_the_lower_id_holds_the_house(ground):
    # A and B both hold the middle; when A loses it, B holds the house there.
    before = ground("A AB B", villages={"V": "AB"})
    plan = settled(before, (1.5, 0.5, 7))
    change = GiveGround(before.cell(1, 0), before["B"]).change(plan)
    told = effect(plan, change)
    assert told.building_from.tolist() == [before["A"]] and told.building_to.tolist() == [before["B"]]
    assert same(told, effect_between(plan, plan.apply(change), change))
