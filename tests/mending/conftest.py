"""A town to damage: real-looking ground, exact at all levels, and ways to damage it as officers do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely
import shapely.affinity

from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from sample_data.make import make_plan

Damage = Callable[[Plan, int], Plan]


@pytest.fixture(scope="session")
def town() -> Plan:
    """A clean town with people and buildings."""
    return make_plan("town", 2020)


@pytest.fixture(scope="session")
def damage() -> Damage:
    """Damage a plan in a way that a seed names."""
    return damaged


def damaged(plan: Plan, seed: int) -> Plan:
    """Return the plan with one to three shapes changed on their own, so that their neighbours no longer fit."""
    rng = np.random.default_rng(seed)
    for _ in range(rng.integers(1, 4)):
        rank = 2 if rng.random() < 0.3 else 3
        grid = int(rng.choice(plan.ids[plan.has_shape & (plan.ranks >= rank)]))
        shape = DAMAGES[rng.integers(len(DAMAGES))](plan.shape(grid), rng)
        if not shape.is_empty and shape.area > 0.3 * plan.shape(grid).area:
            rows = edited_rows(plan, "grids", [grid], geometry=[shape])
            plan = plan.apply(change_of(plan, "damage", put={"grids": rows}))
    return plan


def _ring(shape: shapely.Polygon) -> np.ndarray:
    return shapely.get_coordinates(shapely.get_exterior_ring(shape))


def _with_ring(shape: shapely.Polygon, ring: np.ndarray) -> shapely.Polygon:
    return shapely.Polygon(ring, [hole.coords for hole in shape.interiors])


def move_vertex(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Polygon:
    ring = _ring(shape)
    at = rng.integers(len(ring) - 1)
    ring[at] += rng.normal(0, 10 ** rng.uniform(-9, 1.5), 2)
    ring[-1] = ring[0]
    return _with_ring(shape, ring)


def drop_vertices(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Polygon:
    ring = _ring(shape)
    at = rng.integers(1, max(2, len(ring) - 4))
    left = np.delete(ring, slice(at, at + rng.integers(1, 4)), axis=0)
    return _with_ring(shape, left if len(left) >= 4 else ring)


def insert_vertex(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Polygon:
    ring = _ring(shape)
    at, share = rng.integers(len(ring) - 1), rng.random()
    return _with_ring(shape, np.insert(ring, at + 1, ring[at] * (1 - share) + ring[at + 1] * share, axis=0))


def shift(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Geometry:
    return shapely.affinity.translate(shape, *rng.normal(0, 10 ** rng.uniform(-6, 1), 2))


def shrink(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Geometry:
    return shape.buffer(-(10 ** rng.uniform(-3, 0.7)))


def grow(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Geometry:
    return shape.buffer(10 ** rng.uniform(-3, 1))


def bite(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Geometry:
    ring = _ring(shape)
    place = shapely.Point(ring[rng.integers(len(ring) - 1)])
    return shape.difference(place.buffer(10 ** rng.uniform(-1, 2), quad_segs=2))


def cross(shape: shapely.Polygon, rng: np.random.Generator) -> shapely.Polygon:
    """Swap two vertices in a row, so that the border may cross itself."""
    ring = _ring(shape)
    at = rng.integers(1, len(ring) - 2)
    ring[[at, at + 1]] = ring[[at + 1, at]]
    ring[-1] = ring[0]
    return _with_ring(shape, ring)


DAMAGES = (move_vertex, drop_vertices, insert_vertex, shift, shrink, grow, bite, cross)
