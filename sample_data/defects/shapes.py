"""Shapes that are wrong in themselves: missing, invalid, slivers, in several parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import FloatArray
from sample_data.defects.claims import SHAPE
from sample_data.defects.figures import blob, is_broad, run_of_vertices
from sample_data.defects.gaps import ISLAND_M2
from sample_data.defects.overlay import pieces
from sample_data.defects.places import between, corners, met_by, spots
from sample_data.defects.planting import Planting, plant_each, plant_some

SLIVER_M: Final = (0.3, 3.5)
"""Widths of slivers, from and to; well below the 5 m of the scheme (twice area over perimeter)."""

SLIVER_LENGTH_M: Final = (15.0, 120.0)
INVALID_M2: Final = 400.0
"""Ground around a faulty vertex that must be free of other defects."""

PASSES: Final = 5
"""Looks at all villages for a border of the right form."""

CROSSING_M: Final = 0.5
"""A border crosses itself so far from its vertices; what changes hands is at least a quarter as wide."""

Draw = Callable[[Planting, shapely.Polygon, FloatArray], tuple[shapely.Geometry, shapely.Geometry] | None]
"""Makes an invalid shape of a valid one at a run of border vertices; returns it and where its fault may be told."""


def plant_missing_shapes(planting: Planting, per_kind: int) -> None:
    """Take the shapes of grids that must have one; the ground is a gap then, with everybody who lives there."""
    planting.use_stream("missing_shape")
    grids = iter(planting.drawn(planting.leaves).tolist())
    planted = 0
    while planted < per_kind and (grid := next(grids, None)) is not None:
        ground = planting.shape(grid)
        must = planting.plan.scheme.kind(planting.kind(grid)).shape_required
        if must and planting.is_free(ground) and planting.can_vanish(grid):
            planting.set_shape(grid, None)
            planting.act_on(ground, "missing-shape")
            planting.tell("missing-shape", "missing-shape", grids=(grid,))
            planted += 1
    planting.require(planted, per_kind, "missing_shape")


def plant_parts(planting: Planting, per_kind: int) -> None:
    """Plant slivers, grids in several parts, and wrong numbers of parts."""
    for act in (second_part, sliver):
        plant_each(planting, act, per_kind, ISLAND_M2, 20_000.0)
    plant_some(planting, wrong_number_of_parts, max(per_kind // 3, 1))


def second_part(planting: Planting, area_m2: float) -> bool:
    """Give a grid a second part inside another one, which nobody meant."""
    return _give_part(planting, "second-part", lambda spot: blob(planting.rng, spot, area_m2), area_m2) is not None


def sliver(planting: Planting, area_m2: float) -> bool:
    """Leave a grid a strip inside another one that is too narrow for anybody."""
    length = min(area_m2, planting.rng.uniform(*SLIVER_LENGTH_M))
    width = planting.rng.uniform(*SLIVER_M)
    angle = planting.rng.uniform(0.0, np.pi)

    def strip(spot: FloatArray) -> shapely.Polygon:
        along = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-along[1], along[0]])
        sides = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) / 2 * (length, width)
        return shapely.Polygon(np.round(spot + sides[:, :1] * along + sides[:, 1:] * across, 3))

    found = _give_part(planting, "sliver", strip, length**2 / 2)
    if found is None:
        return False
    grid, ground = found
    planting.tell("sliver", "sliver", grids=(grid,), where=ground, area_m2=ground.area)
    return True


def _give_part(
    planting: Planting, planted: str, draw: Callable[[FloatArray], shapely.Polygon], area_m2: float
) -> tuple[int, shapely.Polygon] | None:
    """Cut a piece out of the inside of a grid and give it to a sibling; neither gap nor overlap comes of it."""
    for host in planting.shuffled(planting.intact).tolist():
        for spot in spots(planting, host, area_m2):
            ground = draw(spot)
            takers = planting.shuffled(planting.children(planting.parent(host))).tolist()
            for taker in takers:
                shape = planting.shape(taker)
                if taker == host or shape is None or shape.geom_type != "Polygon" or planting.is_claimed(SHAPE, taker):
                    continue
                if planting.reshape({host: planting.shape(host).difference(ground)}, planted):
                    planting.claim(SHAPE, taker)
                    planting.set_shape(taker, shapely.MultiPolygon([shape, ground]))
                    if planted == "second-part":
                        planting.tell("several-parts", planted, grids=(taker,), count=2)
                    return taker, ground
            break
    return None


def wrong_number_of_parts(planting: Planting) -> bool:
    """Record two or three parts for a grid that has one."""
    for grid in planting.shuffled(planting.intact).tolist():
        if planting.shape(grid).geom_type == "Polygon" and planting.claim(SHAPE, grid):
            planting.put("grids", grid, parts=int(planting.rng.integers(2, 4)))
            planting.tell("several-parts", "wrong-number-of-parts", grids=(grid,), count=1)
            return True
    return False


def plant_invalid_shapes(planting: Planting, per_kind: int) -> None:
    """Plant invalid shapes of every sort; after this no other shape may be changed."""
    for draw in (bow_tie, spike, hole_along_border, ring_that_touches_itself, hole_twice, hole_outside):
        planting.use_stream(draw.__name__)
        count = max(per_kind // 3, 1)
        planting.require(sum(_invalidate(planting, draw) for _ in range(count)), count, draw.__name__)


def _invalidate(planting: Planting, draw: Draw) -> bool:
    for grid, run in chain.from_iterable(_border_runs(planting) for _ in range(PASSES)):
        before = planting.shape(grid)
        drawn = draw(planting, before, run)
        if drawn is None or drawn[0].is_valid:
            continue
        after, where = drawn
        ground = shapely.make_valid(after, method="structure", keep_collapsed=False)
        changed = pieces(ground.symmetric_difference(before), 1e-6)
        zone = shapely.union_all([*changed, where, shapely.linestrings(run)])
        if not is_broad(changed, CROSSING_M / 4):
            continue
        if not planting.is_free(zone) or len(planting.buildings_in(zone)):
            continue
        planting.claim(SHAPE, grid)
        planting.set_shape(grid, after)
        name = draw.__name__.replace("_", "-")
        planting.act_on(zone, name)
        planting.tell("invalid-shape", name, grids=(grid,), where=where)
        return True
    return False


def _border_runs(planting: Planting) -> Iterator[tuple[int, FloatArray]]:
    """Yield grids in one part with four to six consecutive vertices of their border with one neighbour."""
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        inner = between(family, 2)
        for corner in corners(planting, family, inner, INVALID_M2):
            grid = int(planting.rng.choice(corner.children))
            shape = planting.shape(grid)
            if shape.geom_type != "Polygon" or planting.is_claimed(SHAPE, grid) or not shape.is_valid:
                continue
            both = family.has[:, np.isin(family.children, corner.children)].all(axis=1)
            run = run_of_vertices(shapely.get_coordinates(shape.exterior), family.xy[inner & both], corner.xy, 2)
            neighbours = set(corner.children.tolist())
            if len(run) >= 4 and set(met_by(planting, family, shapely.linestrings(run))) <= neighbours:
                yield grid, run[:4]


def _with_path(shape: shapely.Polygon, run: FloatArray, path: FloatArray) -> shapely.Polygon:
    """Return a polygon whose shell takes another path where it ran along some consecutive vertices."""
    ring = shapely.get_coordinates(shape.exterior)[:-1]
    first = int(np.flatnonzero((ring == run[0]).all(axis=1))[0])
    ring = np.roll(ring, -first, axis=0)
    return _closed(np.concatenate([path, ring[len(run) :]]), shape)


def _closed(ring: FloatArray, like: shapely.Polygon, *holes: FloatArray) -> shapely.Polygon:
    kept = [shapely.get_coordinates(hole) for hole in like.interiors]
    return shapely.Polygon(np.vstack([ring, ring[:1]]), [*kept, *holes])


def _beside(planting: Planting, shape: shapely.Polygon, start: FloatArray, end: FloatArray, inside: bool) -> FloatArray:
    """Return a point a few metres from the middle of an edge, inside or outside the shape, on whole millimetres."""
    along = end - start
    across = np.array([-along[1], along[0]]) * planting.rng.uniform(0.2, 0.45)
    point = (start + end) / 2 + across
    if shape.contains(shapely.Point(point)) != inside:
        point = (start + end) / 2 - across
    return np.round(point, 3)


def bow_tie(
    planting: Planting, shape: shapely.Polygon, run: FloatArray
) -> tuple[shapely.Geometry, shapely.Geometry] | None:
    """Exchange two consecutive vertices, so that the border crosses itself."""
    one, two = shapely.linestrings(run[[0, 2]]), shapely.linestrings(run[[1, 3]])
    crossing = one.intersection(two)
    # On a nearly straight border the crossing would coincide with a vertex but for rounding.
    if not one.crosses(two) or crossing.distance(shapely.multipoints(run)) < CROSSING_M:
        return None
    return _with_path(shape, run, run[[0, 2, 1, 3]]), crossing


def spike(planting: Planting, shape: shapely.Polygon, run: FloatArray) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Let the border run out to a point and back the same way."""
    tip = _beside(planting, shape, run[1], run[2], inside=False)
    path = np.vstack([run[:2], tip, run[1:]])
    return _with_path(shape, run, path), shapely.linestrings([run[1], tip])


def hole_along_border(
    planting: Planting, shape: shapely.Polygon, run: FloatArray
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Cut a hole that has an edge in common with the shell."""
    tip = _beside(planting, shape, run[1], run[2], inside=True)
    ring = shapely.get_coordinates(shape.exterior)[:-1]
    hole = np.vstack([run[1], run[2], tip, run[1]])
    return _closed(ring, shape, hole), shapely.linestrings(hole)


def ring_that_touches_itself(
    planting: Planting, shape: shapely.Polygon, run: FloatArray
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Let the shell turn inside at a vertex, run around a hole and come back to the same vertex."""
    tip = _beside(planting, shape, run[1], run[2], inside=True)
    other = np.round((run[1] + 2 * tip) / 3 + (tip - run[1])[::-1] * (0.1, -0.1), 3)
    loop = shapely.Polygon([run[1], tip, other])
    turn = [other, tip] if loop.exterior.is_ccw == shape.exterior.is_ccw else [tip, other]
    path = np.vstack([run[:2], *turn, run[1:]])
    return _with_path(shape, run, path), shapely.Point(run[1])


def hole_twice(
    planting: Planting, shape: shapely.Polygon, run: FloatArray
) -> tuple[shapely.Geometry, shapely.Geometry] | None:
    """Cut a hole and record it twice."""
    hole = _inner_ring(planting, shape, run)
    if hole is None:
        return None
    return _closed(shapely.get_coordinates(shape.exterior)[:-1], shape, hole, hole), shapely.linestrings(hole)


def hole_outside(
    planting: Planting, shape: shapely.Polygon, run: FloatArray
) -> tuple[shapely.Geometry, shapely.Geometry] | None:
    """Record a hole that lies in the neighbour."""
    tip = _beside(planting, shape, run[1], run[2], inside=False)
    hole = np.round(tip + np.array([[0.0, 0.0], [1.0, 0.2], [0.3, 1.1], [0.0, 0.0]]), 3)
    if shape.intersects(shapely.Polygon(hole)):
        return None
    return _closed(shapely.get_coordinates(shape.exterior)[:-1], shape, hole), shapely.linestrings(hole)


def _inner_ring(planting: Planting, shape: shapely.Polygon, run: FloatArray) -> FloatArray | None:
    tip = _beside(planting, shape, run[1], run[2], inside=True)
    reach = 0.3 * float(np.hypot(*(tip - (run[1] + run[2]) / 2)))
    ring = shapely.get_coordinates(blob(planting.rng, tip, reach**2))
    return ring if shape.contains_properly(shapely.Polygon(ring)) else None
