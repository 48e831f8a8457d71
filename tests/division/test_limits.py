"""What makes a division impossible is named before anything is searched for."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.division.limits import cut_pieces, obstacles, zones_possible
from gridmap.division.units import units_of
from tests.division.lattices import row_of, squares


def test_a_block_that_is_too_heavy_is_named_with_the_limit():
    """120 parts within 20 % of a mean of 1,483: a block of 1,873 alone is over 1,780."""
    units = row_of(1483, 1873, 1483, 1093)
    [obstacle] = obstacles(units, 1187, 1780)
    assert (obstacle.reason, obstacle.units.tolist(), obstacle.weight, obstacle.limit) == (
        "unit-too-heavy",
        [1],
        1873.0,
        1780,
    )


def test_what_hangs_on_one_block_alone_goes_with_it():
    """60 can only be reached through 450, and both are over 500; beyond there is enough for a zone."""
    found = obstacles(row_of(60, 450, 300, 100), 300, 500)
    assert [(o.reason, o.units.tolist(), o.weight) for o in found] == [("unit-and-dependants-too-heavy", [1, 0], 510.0)]
    assert obstacles(row_of(40, 450, 300, 100), 300, 500) == []


def test_a_piece_that_is_cut_off_and_too_light_is_named():
    shapes = np.concatenate([squares(4, 1), shapely.box([1000.0], [0.0], [1100.0], [100.0])])
    [obstacle] = obstacles(units_of(shapes, np.array([200.0, 200, 200, 200, 150])), 300, 500)
    assert (obstacle.reason, obstacle.units.tolist(), obstacle.weight) == ("piece-too-light", [4], 150.0)


def test_a_piece_between_one_zone_and_two_is_named():
    [obstacle] = obstacles(row_of(200, 200, 150), 300, 500)
    assert (obstacle.reason, obstacle.weight) == ("piece-between", 550.0)


@pytest.mark.parametrize(("zones", "nearest"), [(1, 2), (4, 3)])
def test_a_number_that_the_weight_does_not_allow_is_told_with_the_nearest(zones, nearest):
    [obstacle] = obstacles(row_of(*[100.0] * 9), 300, 500, zones)
    assert (obstacle.reason, obstacle.weight) == ("count", nearest)
    assert obstacles(row_of(*[100.0] * 9), 300, 500, nearest) == []


def test_numbers_of_zones():
    assert zones_possible(900, 9, 300, 500) == (2, 3)
    assert zones_possible(1000, 9, 250, 500) == (2, 4)
    assert zones_possible(1000, 3, 250, 500) == (2, 3)
    assert zones_possible(0, 5, 0, 500) == (1, 5)


@given(st.integers(2, 14), st.data())
def test_cut_pieces_are_what_is_left_when_a_block_is_taken_away(count, data):
    """Random graphs, against a plain search for connected components of what is left."""
    from gridmap.division.units import graph_of

    edges = data.draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=2 * count))
    chosen = sorted({(min(e), max(e)) for e in edges if e[0] != e[1]})
    one = np.array([a for a, _ in chosen] + [b for _, b in chosen], dtype=np.int64)
    two = np.array([b for _, b in chosen] + [a for a, _ in chosen], dtype=np.int64)
    units = graph_of(np.ones(count), np.ones(count), np.ones(count), one, two, np.ones(len(one)))
    whole = units.components()
    expected = {}
    for unit in range(count):
        others = np.array([other for other in range(count) if other != unit and whole[other] == whole[unit]])
        if not len(others):
            continue
        left = units.only(others).components()
        if left.max() > 0:
            expected[unit] = {frozenset(others[left == piece].tolist()) for piece in range(left.max() + 1)}
    found = {unit: {frozenset(piece.tolist()) for piece in pieces} for unit, pieces in cut_pieces(units).items()}
    assert found == expected
