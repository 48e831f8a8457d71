"""Zones are connected, within their limits, compact, and the same for the same seed; what cannot be is named."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from gridmap.division.dividing import Impossible, NotFound, described, divide, divide_evenly
from gridmap.division.start import started, whole_zones
from gridmap.division.units import units_of
from tests.division.lattices import lattice, pieces_of, row_of, squares

STEPS = 60_000


@pytest.mark.parametrize("side", [8, 10, 16])
@pytest.mark.parametrize("lumpy", [False, True], ids=["smooth", "lumpy"])
def test_all_zones_are_in_range_but_those_that_cannot_be(side, lumpy):
    shapes, weight = lattice(side, seed=side, lumpy=lumpy)
    division = divide(units_of(shapes, weight), 300, 500, seed=1, steps=STEPS)
    assert division.too_heavy.tolist() == np.flatnonzero(weight > 500).tolist()
    assert division.unavoidable.all()
    sums = np.bincount(division.zone, weights=weight)
    assert division.weight.tolist() == sums.tolist()
    assert np.flatnonzero((sums < 300) | (sums > 500)).tolist() == division.outside.tolist()
    assert set(pieces_of(shapes, division.zone)) == {1}
    assert division.compactness.mean() > 0.68


def test_figures_are_those_of_the_union():
    shapes, weight = lattice(8)
    division = divide(units_of(shapes, weight), 300, 500, steps=STEPS)
    unions = [shapely.union_all(shapes[division.zone == zone]) for zone in range(len(division.weight))]
    assert division.perimeter == pytest.approx(shapely.length(unions))
    assert division.area == pytest.approx(shapely.area(unions))
    assert division.border == pytest.approx((shapely.length(unions).sum() - 4 * 800) / 2)
    assert division.compactness == pytest.approx(4 * np.pi * shapely.area(unions) / shapely.length(unions) ** 2)


def test_the_same_seed_gives_the_same_division_and_another_one_another():
    units = units_of(*lattice(16))
    found = [tuple(divide(units, 300, 500, seed=seed, steps=20_000).zone) for seed in (5, 5, 6, 7, 8)]
    assert found[0] == found[1] and len(set(found)) > 1


def test_zones_are_numbered_by_their_first_units():
    zone = divide(units_of(*lattice(8)), 300, 500, steps=STEPS).zone
    _, first = np.unique(zone, return_index=True)
    assert first.tolist() == sorted(first.tolist())


def test_the_shortest_border_of_a_small_lattice_is_found():
    """Every division of 3 x 4 equal blocks into 3 zones of 4 is looked at."""
    units = units_of(squares(4, 3), np.full(12, 100.0))
    best = min(described(units, zone, 400, 400).border for zone in _equal_divisions(units) if len(np.unique(zone)) == 3)
    assert divide_evenly(units, 3, 0.01, steps=STEPS).border == best


def _equal_divisions(units):
    """Every way to share twelve units out into three connected zones of four."""
    for first in itertools.combinations(range(1, 12), 3):
        rest = [unit for unit in range(1, 12) if unit not in first]
        for second in itertools.combinations(rest[1:], 3):
            zone = np.full(12, 2)
            zone[[0, *first]] = 0
            zone[[rest[0], *second]] = 1
            if all(units.only(np.flatnonzero(zone == z)).components().max() == 0 for z in range(3)):
                yield zone


@pytest.mark.parametrize(("parts", "tolerance"), [(5, 0.03), (15, 0.05), (40, 0.1)])
def test_as_many_zones_as_asked_for_each_within_the_tolerance(parts, tolerance):
    shapes, weight = lattice(25)
    division = divide_evenly(units_of(shapes, weight), parts, tolerance, steps=STEPS)
    share = weight.sum() / parts
    assert len(division.weight) == parts
    assert np.abs(division.weight / share - 1).max() <= tolerance
    assert set(pieces_of(shapes, division.zone)) == {1}


def test_two_pieces_of_ground_share_the_zones_by_their_weight():
    shapes = np.concatenate([squares(4, 4), shapely.transform(squares(4, 2), lambda at: at + 10_000)])
    division = divide_evenly(units_of(shapes, np.full(24, 10.0)), 6, 0.01, steps=STEPS)
    assert len(set(division.zone[:16])) == 4 and len(set(division.zone[16:])) == 2
    assert set(pieces_of(shapes, division.zone)) == {1}


def test_what_cannot_be_is_refused_with_the_reason():
    with pytest.raises(Impossible) as refused:
        divide_evenly(row_of(10, 90, 10, 10), 2, 0.1)
    assert refused.value.obstacles[0].reason == "unit-too-heavy"
    with pytest.raises(NotFound) as missed:
        divide_evenly(row_of(30, 1, 30, 30, 30, 30), 2, 0.01, steps=STEPS)
    best = missed.value.best
    assert len(best.weight) == 2 and best.weight.tolist() in ([61, 90], [91, 60])


def test_heavy_blocks_are_zones_of_their_own_and_light_ground_behind_them_goes_along():
    """50 reaches nothing but the block of 800, which is out of range with or without it."""
    division = divide(row_of(50, 800, 200, 200), 300, 500, steps=STEPS)
    assert division.zone.tolist() == [0, 0, 1, 1]
    assert division.too_heavy.tolist() == [1]
    assert division.outside.tolist() == [0] and division.unavoidable.tolist() == [True]


def test_a_piece_that_no_number_of_zones_fits_is_unavoidable():
    division = divide(row_of(200, 200, 150), 300, 500, steps=STEPS)
    assert division.unavoidable.all() and len(division.outside) >= 1


def test_a_number_of_zones_can_be_asked_for():
    units = units_of(*lattice(10))
    assert {len(divide(units, 300, 500, zones=wanted, steps=STEPS).weight) for wanted in (11, 13)} == {11, 13}


def test_it_stops_when_told_to_with_the_best_so_far():
    asked = []
    division = divide(units_of(*lattice(10)), 300, 500, go_on=lambda share: asked.append(share) or False)
    assert 1 <= len(asked) <= 8 * 4
    assert set(pieces_of(lattice(10)[0], division.zone)) == {1}


def test_a_first_division_has_every_zone_in_one_piece():
    shapes, weight = lattice(12)
    units = units_of(shapes, weight)
    zone = started(units, 17, 0.1, 3)
    assert len(set(zone.tolist())) == 17 and set(pieces_of(shapes, zone)) == {1}


def test_zones_in_pieces_and_zones_that_lack_are_put_right():
    """1 . . 1      Zone 1 lies in two pieces, and zone 2 is nowhere."""
    units = row_of(1, 5, 5, 2)
    zone = whole_zones(units, np.array([1, 0, 0, 1]), 3)
    assert sorted(set(zone.tolist())) == [0, 1, 2]
    assert set(pieces_of(squares(4, 1), zone)) == {1}


def test_a_piece_on_which_nothing_borders_stays_and_the_others_are_put_right():
    """0 1 0   .   1      The block in the east is an island: nothing there can take it."""
    shapes = np.append(squares(3, 1), shapely.box(900, 0, 1000, 100))
    zone = whole_zones(units_of(shapes, np.array([5.0, 5.0, 1.0, 2.0])), np.array([0, 1, 0, 1]), 2)
    assert zone.tolist() == [0, 1, 1, 1]


def test_a_neighbour_is_no_other_than_one_that_borders():
    """0 1 1 2 0     The last piece goes to its neighbour, whatever number that has."""
    assert whole_zones(row_of(9, 1, 1, 5, 1), np.array([0, 1, 1, 2, 0]), 3).tolist() == [0, 1, 1, 2, 2]


def test_nothing_is_printed(capfd):
    started(units_of(*lattice(12)), 60, 0.01, 1)
    assert capfd.readouterr() == ("", "")
