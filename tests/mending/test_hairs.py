"""Borders that miss each other by a hair all along: nothing away from them moves, and no more ground than they hold."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import Geometry, Polygon

from gridmap.ground.tiling import families_of, tiling
from gridmap.mending import fix_all
from gridmap.model.plan import Plan
from tests.mending.test_bounds import NEAR_M, edges, plan_of, vertices

Rows = dict[int, tuple[str, int, Geometry]]
ROUNDING_M = 1e-4
"""How far the ground of a border may shift where its vertices are matched."""


def layer(rng: np.random.Generator, side: float, east: float) -> Rows:
    """Return a town of two villages of jittered cells, each a grid, exact at all levels, with T-joints."""
    columns, rows = int(rng.integers(2, 5)), int(rng.integers(1, 4))
    corner = np.stack(np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="ij"), axis=2) * side
    corner += rng.uniform(-0.3 * side, 0.3 * side, corner.shape) + np.array([east, 3e6])
    cut = int(rng.integers(1, columns))
    cells = {
        (i, j): Polygon([corner[i, j], corner[i + 1, j], corner[i + 1, j + 1], corner[i, j + 1]])
        for i in range(columns)
        for j in range(rows)
    }
    town: Rows = {1: ("town", 0, shapely.union_all(list(cells.values())))}
    for village in (2, 3):
        mine = [cell for (i, _), cell in cells.items() if (i >= cut) == (village == 3)]
        town[village] = ("village", 1, shapely.union_all(mine))
    return town | {10 + n: ("comprehensive", 2 + (i >= cut), cell) for n, ((i, _), cell) in enumerate(cells.items())}


def drawn_again(shape: Polygon, rng: np.random.Generator) -> Polygon:
    """Return a shape of which one long edge was drawn again by hand: up to 24 vertices, 0.1 to 20 mm off it.

    To both sides, all to one side, every other one, or most of them almost on the line between their neighbours.
    """
    ring = shapely.get_coordinates(shape.exterior)
    at, count = int(rng.integers(len(ring) - 1)), int(rng.integers(1, 25))
    far = 10 ** rng.uniform(-4, -1.7)
    both, almost = rng.uniform(-far, far, count), 10 ** rng.uniform(-7, -5, count)
    ways = (
        both,
        np.full(count, far),
        np.where(np.arange(count) % 2, far, 0),
        np.where(rng.random(count) < 0.3, both, almost),
    )
    along = ring[at + 1] - ring[at]
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    off = ways[rng.integers(len(ways))][:, None] * across
    points = ring[at] + np.sort(rng.random(count))[:, None] * along + off
    return Polygon(np.insert(ring, at + 1, points, axis=0), shape.interiors)


def unsound(plan: Plan) -> list[int]:
    """Return the parents of whom nothing is told and whose children are not exact."""
    found, families = tiling(plan), families_of(plan)
    told = np.concatenate(
        [one.parent for one in (found.gaps, found.overlaps, found.overhangs, found.unmatched, found.hairs)]
    )
    return [
        parent
        for number, parent in enumerate(families.parent.tolist())
        if parent
        and parent not in told
        and not (
            found.proven[found.parent == parent].all()
            and shapely.coverage_is_valid(families.member_shape[families.member_family == number])
        )
    ]


@settings(max_examples=20)
@given(
    seed=st.integers(0, 2**32 - 1),
    side=st.sampled_from([100.0, 1_000.0, 8_000.0]),
    east=st.sampled_from([500_000.0, 40_500_000.0]),
    times=st.integers(1, 4),
)
def test_borders_that_miss_each_other_by_a_hair_are_mended_and_nothing_else_moves(seed, side, east, times):
    rng = np.random.default_rng(seed)
    rows = layer(rng, side, east)
    changed: set[tuple[tuple[float, float], tuple[float, float]]] = set()
    faulty_m2 = 0.0
    for _ in range(times):
        number = int(rng.choice(sorted(rows)[1:]))
        kind, parent, shape = rows[number]
        spoiled = drawn_again(shape, rng)
        if spoiled.is_valid:
            changed |= edges(shape) ^ edges(spoiled)
            faulty_m2 += shapely.symmetric_difference(shape, spoiled).area
            rows[number] = (kind, parent, spoiled)
    assume(changed)
    plan = plan_of(rows)
    places = shapely.multilinestrings([list(edge) for edge in sorted(changed)])
    mending = fix_all(plan)
    after = plan.apply(mending.result)
    for one, two in zip(plan.all_shapes, after.all_shapes, strict=True):
        moved = np.array(sorted(vertices(one) ^ vertices(two))).reshape(-1, 2)
        assert (shapely.distance(shapely.points(moved), places) <= NEAR_M).all()
        assert shapely.symmetric_difference(one, two).area <= faulty_m2 + ROUNDING_M * one.length
    assert not mending.left and not unsound(after) and tiling(after).proven[1:].all()


@pytest.mark.parametrize("thin", [0.0, 1e-6, 9e-6])
@pytest.mark.parametrize("blob", [1e-4, 1e-3, 0.05, 0.5])
@pytest.mark.parametrize("side", [1, -1], ids=["gap", "overlap"])
def test_a_little_ground_on_a_long_hair_is_told_and_mended(thin, blob, side):
    #  the border of two grids of 8 km: one is off it by less than rounding all along, and by a little more at one place
    def ground(*corners: tuple[float, float]) -> Polygon:
        return Polygon(np.array(corners) + np.array([500_000.0, 3_500_000.0]))

    outline = ground((0, 0), (400, 0), (800, 0), (800, 8_000), (400, 8_000), (0, 8_000))
    west = ground((0, 0), (400, 0), (400, 8_000), (0, 8_000))
    off = [(400 + side * thin, 4_000 - blob), (400 + side * blob, 4_000), (400 + side * thin, 4_000 + blob)]
    east = ground((400, 0), *off, (400, 8_000), (800, 8_000), (800, 0))
    rows: Rows = {1: ("town", 0, outline), 2: ("village", 1, outline)}
    plan = plan_of({**rows, 11: ("comprehensive", 2, west), 12: ("comprehensive", 2, east)})
    found = tiling(plan)
    assert len(found.gaps if side > 0 else found.overlaps) == 1
    after = plan.apply(fix_all(plan).result)
    assert tiling(after).proven[1:].all() and not unsound(after)
    moved = sum(shapely.symmetric_difference(plan.shape(one), after.shape(one)).area for one in (11, 12))
    assert moved <= 2 * blob**2 + 2 * thin * 8_000 + ROUNDING_M
