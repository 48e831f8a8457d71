"""Which units border on each other, and over what length."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.division.units import units_of
from tests.division.lattices import row_of, squares


def pairs(units) -> dict[tuple[int, int], float]:
    found = zip(units.owner.tolist(), units.neighbour.tolist(), units.border.tolist(), strict=True)
    return {(one, two): round(length, 6) for one, two, length in found}


def test_a_corner_in_common_is_no_border():
    """2 3
    0 1"""
    units = units_of(squares(2, 2), np.ones(4))
    assert {pair for pair in pairs(units) if pair[0] < pair[1]} == {(0, 1), (0, 2), (1, 3), (2, 3)}
    assert set(pairs(units).values()) == {100.0}
    assert units.perimeter.tolist() == [400.0] * 4 and units.area.tolist() == [10_000.0] * 4


def test_a_border_counts_where_one_side_lacks_vertices():
    """One tall block beside two: its eastern side has no vertex where they meet.

    +---+---+
    |   | 2 |
    | 0 +---+
    |   | 1 |
    +---+---+
    """
    shapes = np.array([shapely.box(0, 0, 100, 200), shapely.box(100, 0, 200, 80), shapely.box(100, 80, 200, 200)])
    assert pairs(units_of(shapes, np.ones(3))) == {
        (0, 1): 80.0,
        (1, 0): 80.0,
        (0, 2): 120.0,
        (2, 0): 120.0,
        (1, 2): 100.0,
        (2, 1): 100.0,
    }


def test_a_border_that_differs_by_rounding_counts():
    shapes = np.array([shapely.box(0, 0, 100, 100), shapely.box(100 + 1e-7, 1e-7, 200, 100)])
    assert pairs(units_of(shapes, np.ones(2)))[0, 1] == pytest.approx(100, abs=1e-5)


def test_blocks_that_are_apart_are_no_neighbours():
    shapes = np.array([shapely.box(0, 0, 100, 100), shapely.box(101, 0, 200, 100)])
    assert pairs(units_of(shapes, np.ones(2))) == {}


def test_parts_and_holes_count():
    """An island in a lake's hole borders on what lies around it, and two parts of one unit are one."""
    ring = shapely.difference(shapely.box(0, 0, 300, 300), shapely.box(100, 100, 200, 200))
    two = shapely.MultiPolygon([shapely.box(100, 100, 200, 200), shapely.box(300, 0, 400, 300)])
    assert pairs(units_of(np.array([ring, two]), np.ones(2))) == {(0, 1): 700.0, (1, 0): 700.0}


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_borders_are_what_plain_shapely_measures(columns, rows, random):
    shapes = squares(columns, rows)
    units = units_of(shapes, np.ones(len(shapes)))
    for (one, two), length in pairs(units).items():
        assert length == shapely.length(shapely.intersection(shapes[one], shapes[two]))
    assert len(pairs(units)) == 2 * (columns * (rows - 1) + rows * (columns - 1))
    group = np.array([random.randrange(2) for _ in shapes])
    _, group = np.unique(group, return_inverse=True)
    together = units.together(group)
    for number in range(int(group.max()) + 1):
        union = shapely.union_all(shapes[group == number])
        assert together.perimeter[number] == pytest.approx(shapely.length(union))
        assert together.area[number] == pytest.approx(shapely.area(union))


def test_components_are_numbered_by_their_first_units():
    shapes = np.array([shapely.box(x, 0, x + 100, 100) for x in (500, 0, 600, 100, 900)])
    assert units_of(shapes, np.ones(5)).components().tolist() == [0, 1, 0, 1, 2]
    assert row_of(1, 1, 1).only(np.array([2, 0])).components().tolist() == [0, 1]
