"""Whose nearest road is not looked for is near or far all the same, as the distances of all buildings say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.edits import CorrectFacility
from gridmap.indicators import reach
from gridmap.indicators.roads import FAR_FROM_ROADS_M, _ways, road_distances, within
from gridmap.model.plan import Plan
from tests.indicators.squares import frame, place, scheme_with, squares

SCHEME = scheme_with()


def plan_of(roads, homes) -> Plan:
    plan = squares(SCHEME, 1, 1, roads=roads)
    rows = [{"households": 1, "residents": 3, "compound": "", "geometry": place(x, y)} for x, y in homes]
    return Plan(SCHEME, {**plan.tables, "buildings": frame(SCHEME.crs, rows)})


def both_ways(plan: Plan, facilities, limit: float) -> tuple[list[bool], list[bool]]:
    """Return which homes are near by the short way, and by the distances of all of them."""
    shapes = np.array([place(*spot) for spot in facilities], dtype=object)
    near, _ = within(plan, shapes, limit, np.arange(len(plan.buildings)))
    return near.tolist(), (road_distances(plan, shapes) <= limit + 1e-6).tolist()


spots = st.tuples(st.floats(-12, 24, width=32), st.floats(-12, 18, width=32))
corners = st.tuples(st.integers(0, 12), st.integers(0, 8))
ways = st.lists(st.tuples(corners, corners).filter(lambda ends: ends[0] != ends[1]), min_size=0, max_size=9)


@given(ways, st.lists(spots, min_size=1, max_size=40), st.lists(spots, min_size=1, max_size=4), st.floats(50, 1500))
@settings(max_examples=120)
def test_what_is_told_by_cells_is_what_the_distances_say(ends, homes, facilities, limit):
    roads = [shapely.LineString([place(*one), place(*two)]) for one, two in ends]
    plan = plan_of(roads, homes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach, "_MOST_CELLS", 10_000_000)  # so that it is asked however few homes there are
        quick, slow = both_ways(plan, facilities, limit)
    shapes = np.array([place(*spot) for spot in facilities], dtype=object)
    metres = road_distances(plan, shapes)
    sure = np.abs(metres - limit) > 1e-3  # else a rounding error decides
    assert np.array(quick)[sure].tolist() == np.array(slow)[sure].tolist()


def _street(homes: int) -> Plan:
    #   a road to the east, 20 km long, in pieces of 200 m, and a house beside it every 100 m
    roads = [shapely.LineString([place(x + step / 2, 0) for step in range(5)]) for x in range(0, 200, 2)]
    return plan_of(roads, [(float(x), 0.25) for x in range(homes)])


def test_of_a_long_street_only_the_houses_near_the_limit_are_looked_at():
    plan = _street(200)
    quick, slow = both_ways(plan, [(0.0, 0.0)], 5000.0)
    assert quick == slow == [x <= 49 for x in range(200)]  # 25 m to the road, and 49 times 100 m along it
    plan = _street(200)
    within(plan, np.array([place(0, 0)], dtype=object), 5000.0, np.arange(200))
    looked_at = np.flatnonzero(~np.isnan(_ways(plan)[:, 2]))
    assert 0 < len(looked_at) <= 10 and looked_at.min() >= 44 and looked_at.max() <= 54


def test_a_house_exactly_at_the_limit_is_near():
    plan = _street(200)
    quick, _ = both_ways(plan, [(0.0, 0.0)], 3025.0)
    assert quick == [x <= 30 for x in range(200)]


def test_an_island_of_roads_is_out_of_reach_however_near_it_is():
    #   x--------   island
    #            ========   30 m between them
    mainland = shapely.LineString([place(x, 0) for x in np.arange(0, 30, 0.4)])
    island = shapely.LineString([place(x, 0.3) for x in np.arange(0, 30, 0.4)])
    homes = [(x + 0.5, y) for x in range(25) for y in (0.0, 0.3)]
    plan = plan_of([mainland, island], homes)
    quick, slow = both_ways(plan, [(0.0, 0.0)], 1000.0)
    assert quick == slow == [y == 0.0 and x <= 9.5 for x, y in ((h[0], h[1]) for h in homes)]


def test_who_lives_far_from_roads_is_measured_straight_and_from_the_edge_of_that_not():
    road = shapely.LineString([place(x, 0) for x in np.arange(0, 30, 0.4)])
    away = FAR_FROM_ROADS_M / 100
    homes = [(5.0, away - 0.01), (5.0, away + 0.01), (5.0, 40.0)]
    plan = plan_of([road], homes + [(20.0, 0.1)] * 40)
    centre = np.array([place(8.0, 0.0)], dtype=object)
    near, straight = within(plan, centre, 600.0, np.arange(len(plan.buildings)))
    #   299 m along and 499 m to the road are too far; straight it is 585 m
    assert near[:3].tolist() == straight[:3].tolist() == [False, True, False]


def test_without_a_road_all_is_measured_straight():
    plan = plan_of([], [(0.0, 0.0), (3.0, 4.0), (30.0, 40.0)])
    assert both_ways(plan, [(0.0, 0.0)], 500.0) == ([True, True, False], [True, True, False])


def test_a_facility_that_moves_takes_what_is_near_with_it_and_what_is_known_of_houses_stays():
    plan = _street(200)
    facility = frame(SCHEME.crs, [{"kind": "centre", "name": "心", "geometry": place(0, 0)}])
    plan = Plan(SCHEME, {**plan.tables, "facilities": facility})
    first, _ = both_ways(plan, [(0.0, 0.0)], 5000.0)
    known = ~np.isnan(_ways(plan)[:, 2])
    after = plan.apply(CorrectFacility(1, place=place(100, 0)).change(plan))
    assert (~np.isnan(_ways(after)[:, 2]) == known).all()
    then, slow = both_ways(after, [(100.0, 0.0)], 5000.0)
    assert first != then == slow and sum(then) == 99
    assert pd.Series(then).idxmax() == 51
