"""Divisions beside the best that there can be, which an exact method proves on small ground."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
import shapely

from benchmarks.exact_zones import connected_sets, fewest_moved, shortest_border
from gridmap.division.dividing import change_least, divide
from gridmap.division.limits import weights_of
from gridmap.division.units import units_of
from tests.division.lattices import SIDE, lattice, squares

LEAST, MOST = 300.0, 500.0


def test_the_exact_method_knows_every_connected_set():
    shapes, weight = squares(3, 3), np.array([50.0, 60, 70, 80, 90, 100, 110, 120, 130])
    sets = connected_sets(units_of(shapes, weight), 200, 400)
    expected = set()
    for size in range(1, 10):
        for units in itertools.combinations(range(9), size):
            whole = shapely.union_all(shapes[list(units)])
            if whole.geom_type == "Polygon" and _joined(units) and 200 <= weight[list(units)].sum() <= 400:
                expected.add(units)
    assert {tuple(np.flatnonzero(row).tolist()) for row in sets.members} == expected
    assert sets.border[0] == pytest.approx(
        shapely.intersection(
            shapely.union_all(shapes[sets.members[0]]).boundary, shapely.union_all(shapes[~sets.members[0]])
        ).length
    )


def _joined(units: tuple[int, ...]) -> bool:
    """Whether blocks of a lattice of three columns hang together over edges."""
    seen, stack = {units[0]}, [units[0]]
    while stack:
        one = stack.pop()
        for other in set(units) - seen:
            if abs(one // 3 - other // 3) + abs(one % 3 - other % 3) == 1:
                seen.add(other)
                stack.append(other)
    return len(seen) == len(units)


def test_the_exact_method_agrees_with_all_ways_to_halve_a_small_lattice():
    shapes, weight = squares(4, 3), np.array([30.0, 20, 40, 10, 25, 35, 15, 45, 20, 30, 40, 10])
    units = units_of(shapes, weight)
    best = np.inf
    for bits in range(1, 2**11):
        one = (bits >> np.arange(12)) % 2 == 1
        if 140 <= weight[one].sum() <= 180 and 140 <= weight[~one].sum() <= 180:
            parts = [shapely.union_all(shapes[side]) for side in (one, ~one)]
            if all(part.geom_type == "Polygon" and shapely.is_valid(part) for part in parts):
                best = min(best, parts[0].intersection(parts[1]).length)
    assert shortest_border(units, 140, 180, 2, 17 * SIDE) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(2))
def test_the_border_of_36_blocks_is_at_most_three_in_a_hundred_longer_than_the_shortest_there_is(seed):
    units = units_of(*lattice(6, seed))
    found = divide(units, LEAST, MOST, seed=1)
    assert not len(found.outside)
    assert found.border <= 1.03 * shortest_border(units, LEAST, MOST, len(found.weight), found.border)


@pytest.mark.parametrize("seed", [4, 17, 24, 25])
def test_households_moved_in_40_blocks_are_at_most_a_tenth_more_than_the_fewest_there_can_be(seed):
    """Among the seeds are those where single moves get stuck: 89 households were moved where 61 do."""
    rng = np.random.default_rng(seed)
    units = units_of(squares(8, 5), rng.integers(20, 80, 40).astype(float))
    home = divide(units, LEAST, MOST, seed=seed, steps=40_000).zone
    zones = int(home.max()) + 1
    rng = np.random.default_rng(100 + seed)
    weight = units.weight.copy()
    grown = rng.random(40) < 0.35
    weight[grown] = np.round(weight[grown] * rng.uniform(0.2, 2.6, int(grown.sum())))
    units = dataclasses.replace(units, weight=weight)
    zone = change_least(units, home, zones, LEAST, MOST, steps=120_000)
    load = weights_of(units, zone, zones)
    assert load.min() >= LEAST and load.max() <= MOST
    moved = float(weight[zone != home].sum())
    assert 0 < moved <= 1.1 * fewest_moved(units, home, LEAST, MOST, moved)
