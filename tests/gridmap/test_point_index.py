"""An index of points finds what a tree of them finds, however they lie, and after edits too."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from gridmap.ground import point_index
from gridmap.ground.point_index import PointIndex, runs

EAST_M, NORTH_M = 40_500_000.0, 3_500_000.0
_PLACE = st.tuples(st.integers(0, 12), st.integers(0, 12))


def pairs(found: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, int]]:
    return sorted(zip(found[0].tolist(), found[1].tolist(), strict=True))


def in_a_tree(points: np.ndarray, shapes: np.ndarray) -> list[tuple[int, int]]:
    return pairs(shapely.STRtree(points).query(shapes, predicate="intersects"))


def shapes_around(places: list[tuple[int, int]]) -> np.ndarray:
    r"""Return ground of all kinds.

    +-----+  +---+      /\
    | +-+ |  |   | .   /  \   -----  nothing at all
    | +-+ |  +---+     \  /
    +-----+             \/
    """
    ring = box(2, 2, 9, 9).difference(box(4, 4, 6, 7))
    several = shapely.union_all([box(0, 0, 2, 2), box(5, 5, 6, 6), Polygon([(9, 3), (12, 6), (9, 9)])])
    corners = shapely.MultiPoint(places).convex_hull if places else Point(3, 3)
    shapes = [ring, several, corners, box(3, 3, 3, 8), Point(4, 4), None, Polygon(), shapely.GeometryCollection([ring])]
    return shapely.transform(np.array(shapes, dtype=object), lambda xy: np.add(xy, [EAST_M, NORTH_M]))


@given(st.lists(_PLACE, max_size=40), st.lists(_PLACE, max_size=6), st.sampled_from([1.0, 1e-7]))
def test_points_inside_on_the_border_and_at_corners_are_found_as_in_a_tree(places, corners, scale):
    xy = np.array(places, dtype=np.float64).reshape(-1, 2) * scale + [EAST_M, NORTH_M]
    points = np.append(shapely.points(xy), [None, Point()])
    shapes = shapes_around(corners)
    assert pairs(PointIndex.of(np.arange(len(points)), points).query(shapes)) == in_a_tree(points, shapes)


@pytest.mark.parametrize("lot", [1, 100_000])
def test_a_few_points_far_away_and_many_at_one_place_are_found_as_well(monkeypatch, lot):
    monkeypatch.setattr(point_index, "_LOT", lot)
    chance = np.random.default_rng(5)
    xy = np.concatenate([chance.uniform(0, 1_000, (3_000, 2)), np.full((200, 2), 500.0), [[1e9, -1e9], [-4e8, 500.0]]])
    points = shapely.points(xy)
    shapes = shapely.buffer(shapely.points(chance.uniform(-50, 1_050, (60, 2))), chance.uniform(1, 300, 60))
    shapes = np.append(shapes, [box(-1e9, -1e9, 2e9, 1e9), box(9e8, -2e9, 2e9, 0)])
    index = PointIndex.of(np.arange(len(points)), points)
    assert pairs(index.query(shapes)) == in_a_tree(points, shapes)
    assert pairs(index.query(shapes[3])) == in_a_tree(points, shapes[3:4])
    assert not shapely.is_prepared(shapes).any()


def test_rows_that_came_went_and_moved_are_found_where_they_are():
    #  1  2  3      ->   .  2  .      1 is removed, 3 moves to where 4 was, 4 stays, 5 comes
    #  .  4  .           .  4 3  5
    xy = {1: (0, 1), 2: (1, 1), 3: (2, 1), 4: (1, 0)}
    before = PointIndex.of(np.array([*xy]), shapely.points([*xy.values()]))
    now = {2: (1, 1), 3: (1, 0), 4: (1, 0), 5: (2, 0)}
    after = before.following(np.array([*now]), np.array([1, 3, 5]), shapely.points([*now.values()]))
    upper, lower = box(-0.5, 0.5, 2.5, 1.5), box(-0.5, -0.5, 2.5, 0.5)
    assert pairs(after.query([upper, lower])) == [(0, 0), (1, 1), (1, 2), (1, 3)]
    assert pairs(before.query([upper, lower])) == [(0, 0), (0, 1), (0, 2), (1, 3)]
    assert sorted(after.in_box(0.5, 0, 1, 1).tolist()) == [0, 1, 2]
    assert sorted(before.in_box(0.5, 0, 1, 1).tolist()) == [1, 3]


def test_where_there_are_no_points_none_is_found():
    nothing = PointIndex.of(np.arange(2), np.array([None, Point()]))
    assert pairs(nothing.query(box(0, 0, 1, 1))) == pairs(nothing.query(np.empty(0, dtype=object))) == []


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 30)), max_size=12))
def test_runs_are_told_one_after_the_other(some):
    first, number = np.array(some, dtype=np.int64).reshape(-1, 2).T
    meant = [(run, place) for run, (begin, size) in enumerate(some) for place in range(begin, begin + size)]
    assert list(zip(*(column.tolist() for column in runs(first, number)), strict=True)) == meant
