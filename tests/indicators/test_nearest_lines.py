"""The nearest line of many points is the one that plain shapely names, wherever points and lines lie."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import threading

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import RULES, ahead, run_checks
from gridmap.checks.rule import Work
from gridmap.ground.cells import CELL_M
from gridmap.ground.placement import building_points
from gridmap.ground.segments import MOST_CELLS, Segments
from gridmap.indicators.roads import is_known, network, road_distances, within, within_each
from tests.indicators.squares import place, scheme_with, squares

EAST, NORTH = 500_000.0, 3_500_000.0
spot = st.tuples(st.floats(-1500, 1500, width=32), st.floats(-1500, 1500, width=32))
paths = st.lists(spot, min_size=2, max_size=6).filter(lambda places: len(set(places)) > 1)


def line(places) -> shapely.LineString:
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def as_shapely_has_it(lines, points) -> np.ndarray:
    return shapely.distance(np.array(lines, dtype=object)[:, None], shapely.points(points)).min(axis=0)


@given(st.lists(paths, min_size=1, max_size=8), st.lists(spot, min_size=1, max_size=20))
@settings(max_examples=60)
def test_the_nearest_line_is_as_far_as_shapely_says_and_the_place_on_it_is_there(ways, spots):
    lines = np.array([line(way) for way in ways], dtype=object)
    points = np.array(spots) + np.array((EAST, NORTH))
    which, along, away = Segments.of(lines).nearest(points)
    assert away == pytest.approx(as_shapely_has_it(lines, points), abs=1e-6)
    there = shapely.line_interpolate_point(lines[which], along)
    assert shapely.distance(there, shapely.points(points)) == pytest.approx(away, abs=1e-6)
    assert Segments.of(lines).lengths_m() == pytest.approx(shapely.length(lines), abs=1e-6)


@given(
    st.lists(paths, min_size=1, max_size=8), st.lists(spot, min_size=1, max_size=20), st.sampled_from([90, 500, np.inf])
)
@settings(max_examples=60)
def test_no_line_is_farther_than_a_place_on_it_says_and_where_none_does_none_is_within_reach(ways, spots, within_m):
    lines = np.array([line(way) for way in ways], dtype=object)
    points = np.array(spots) + np.array((EAST, NORTH))
    cells = Segments.of(lines).cells
    assert cells is not None
    most, exact = cells.no_farther(points, within_m), as_shapely_has_it(lines, points)
    assert (exact <= most + 1e-6).all()
    assert (exact[np.isinf(most)] > within_m).all()


def test_lines_in_a_wide_land_are_found_without_a_table_of_all_its_cells():
    #   *--  a thousand km of nothing  --*
    lines = np.array([line([(0, 0), (100, 0)]), line([(1e6, 1e6), (1e6, 1e6 + 100)])], dtype=object)
    points = np.array([[EAST + 50, NORTH - 20], [EAST + 1e6 - 30, NORTH + 1e6 + 10], [EAST + 5000, NORTH]])
    which, along, away = Segments.of(lines).nearest(points, 500.0)
    assert which.tolist() == [0, 1, -1] and along == pytest.approx([50, 10, 0])
    assert away[:2] == pytest.approx([20, 30]) and np.isinf(away[2])


@pytest.mark.parametrize("away_m", [0.0, CELL_M, CELL_M * MOST_CELLS - 1, CELL_M * MOST_CELLS + 1, 50_000.0])
def test_a_point_finds_its_line_however_far_that_is(away_m):
    #   ------- far off -------      *
    lines = np.array([line([(0, 0), (10, 0)]), line([(0, 70_000), (90_000, 70_000)])], dtype=object)
    which, along, away = Segments.of(lines).nearest(np.array([[EAST + 5, NORTH - away_m], [EAST + 10 + away_m, NORTH]]))
    assert which.tolist() == [0, 0]
    assert along == pytest.approx([5, 10]) and away == pytest.approx([away_m, away_m])


def test_lines_so_long_or_so_dense_that_cells_do_not_pay_are_asked_by_a_tree():
    long = np.array([line([(0, 0), (3e6, 0)])], dtype=object)
    _, along, away = Segments.of(long).nearest(np.array([[EAST + 1e6, NORTH + 30]]))
    assert along == pytest.approx([1e6]) and away == pytest.approx([30])
    dense = np.array([line([(0, k / 1000), (1, k / 1000)]) for k in range(1000)], dtype=object)
    which, _, away = Segments.of(dense).nearest(np.array([[EAST + 0.5, NORTH + 0.7501]]))
    assert which.tolist() == [750] and away == pytest.approx([0.0001], abs=1e-6)


def test_of_what_is_farther_than_asked_for_nothing_is_said_but_that():
    road = np.array([line([(0, 0), (1000, 0)])], dtype=object)
    points = np.array([[EAST + 10, NORTH + 99], [EAST + 20, NORTH + 101], [EAST + 30, NORTH + 5000]])
    which, along, away = Segments.of(road).nearest(points, 100.0)
    assert which.tolist() == [0, -1, -1] and along == pytest.approx([10, 0, 0])
    assert away[0] == pytest.approx(99) and np.isinf(away[1:]).all()


def test_what_is_begun_ahead_finds_what_one_core_alone_finds(monkeypatch):
    scheme = scheme_with('of = "centre"\nper = "village"\nwithin_m = 260\ntarget = 0.5')
    road = shapely.LineString([place(0, 0.5), place(0.9, 0.5)])
    plan = squares(scheme, 1, 4, facilities=[{"kind": "centre", "geometry": place(0.5, 0.5)}], roads=[road])
    day = dt.date(2026, 6, 15)
    monkeypatch.setattr(ahead, "CORES", 2)
    with ahead.begun_ahead(plan, RULES.values(), day) as begun:
        assert set(begun) == {"indicator-lacking"}
    one = run_checks(plan, on=day)
    with ahead.begun_ahead(plan, RULES.values(), day) as begun:
        assert not begun  # all is known by now
    monkeypatch.setattr(ahead, "CORES", 1)
    plan = squares(scheme, 1, 4, facilities=[{"kind": "centre", "geometry": place(0.5, 0.5)}], roads=[road])
    with ahead.begun_ahead(plan, RULES.values(), day) as begun:
        assert not begun
    assert [f.id for f in run_checks(plan, on=day).open] == [f.id for f in one.open]
    assert one.counts["indicator-lacking"] == 2


def test_what_other_rules_need_too_is_done_once_by_whoever_checks():
    scheme = scheme_with('of = "centre"\nper = "village"\nwithin_m = 260\ntarget = 0.5')
    plan = squares(scheme, 1, 4, facilities=[{"kind": "centre", "geometry": place(0.5, 0.5)}])
    work = RULES["indicator-lacking"].ahead(plan, dt.date(2026, 6, 15))
    work.alone()
    assert network.is_known(plan) and not building_points.is_known(plan)
    work.shared()
    assert building_points.is_known(plan) and not is_known(plan, "centre", dt.date(2026, 6, 15), 260.0)
    work.rest()
    assert is_known(plan, "centre", dt.date(2026, 6, 15), 260.0)


def test_whoever_checks_is_not_left_with_a_thread_or_another_turn_if_something_fails(monkeypatch):
    scheme = scheme_with('of = "centre"\nper = "village"\nwithin_m = 260\ntarget = 0.5')
    plan = squares(scheme, 1, 4, facilities=[{"kind": "centre", "geometry": place(0.5, 0.5)}])
    monkeypatch.setattr(ahead, "CORES", 2)
    turn, threads = sys.getswitchinterval(), set(threading.enumerate())
    failing = dataclasses.replace(
        RULES["indicator-lacking"], ahead=lambda plan, on: Work(lambda: None, lambda: 1 / 0, lambda: None)
    )
    with pytest.raises(ZeroDivisionError), ahead.begun_ahead(plan, [failing], dt.date(2026, 6, 15)):
        raise AssertionError
    for thread in set(threading.enumerate()) - threads:
        thread.join(10)
    assert set(threading.enumerate()) <= threads and sys.getswitchinterval() == turn


def test_without_any_facility_nobody_looks_for_the_way_onto_the_roads():
    road = shapely.LineString([place(0, 0.5), place(0.9, 0.5)])
    plan = squares(scheme_with(), 1, 4, roads=[road])
    none = np.array([None], dtype=object)
    near, straight = within(plan, none, 260.0, np.arange(len(plan.buildings)))
    assert np.isinf(road_distances(plan, none)).all() and not near.any() and not straight.any()
    assert not network.is_known(plan)


def test_of_several_kinds_at_once_each_is_told_as_if_it_were_the_only_one():
    #   homes in four rows of four squares; centre *, teams + and nothing of a third kind, by one road
    road = shapely.LineString([place(0, 0.5), place(0.9, 0.5), place(3.5, 0.5)])
    plan = squares(scheme_with(), 4, 4, roads=[road])
    rows = np.arange(len(plan.buildings))
    asked = [
        (np.array([place(0.5, 0.5)], dtype=object), 260.0),
        (np.array([place(3.5, 0.6), None, place(0.5, 3.5)], dtype=object), 90.0),
        (np.array([None], dtype=object), 1000.0),
        (np.array([place(2.0, 0.5)], dtype=object), np.inf),
    ]
    together = within_each(plan, asked, rows)
    for (facilities, limit_m), (near, straight) in zip(asked, together, strict=True):
        alone = within(squares(scheme_with(), 4, 4, roads=[road]), facilities, limit_m, rows)
        assert near.tolist() == alone[0].tolist() and straight.tolist() == alone[1].tolist()
        assert near.tolist() == (road_distances(plan, facilities) <= limit_m).tolist() or np.isinf(limit_m)
    assert [int(near.sum()) for near, _ in together][2:] == [0, len(rows)]
    assert 0 < together[0][0].sum() < len(rows)
