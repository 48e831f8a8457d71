"""Repairs of shapes that are being worked on: what edits of one grid and mending a whole project have in common."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling.hairs import without_hairs_of_each
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.ground.tiling.widths import REACH, width
from gridmap.model.arrays import ShapeArray
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.together import Steps, alone, shapes_from


def ground_about(reshaping: Reshaping, points: ShapeArray) -> ShapeArray:
    """Return the ground about vertices in which borders lie that :func:`match_vertices` looks at. Shape (n,)."""
    return np.asarray(shapely.buffer(points, REACH * reshaping.noise))


def match_vertices(reshaping: Reshaping, points: shapely.Geometry, about: shapely.Geometry | None = None) -> None:
    """Make points vertices of every grid whose border passes through them, as far off as such vertices are told.

    Parameters
    ----------
    points : MultiPoint
    about : Polygon or MultiPolygon, optional
        :func:`ground_about` the points, where it is known.
    """
    alone(matching_vertices(reshaping, points, about))


def matching_vertices(
    reshaping: Reshaping, points: shapely.Geometry, about: shapely.Geometry | None = None
) -> Steps[bool]:
    """Do what :func:`match_vertices` does, step by step; return whether any shape changed."""
    grids = None if about is None else (yield from reshaping.beside(about))
    within = REACH * reshaping.noise
    return (yield from reshaping.sharing_vertices(shapely.get_coordinates(points), grids, within))


def drop_repeated_points(reshaping: Reshaping, grid: int) -> None:
    """Leave out the vertices of a grid that come twice in a row."""
    before = reshaping.shape(grid)
    after = shapely.remove_repeated_points(before, 0.0)
    if before is not None and shapely.get_num_coordinates(after) < shapely.get_num_coordinates(before):
        reshaping.put(grid, after)


def make_valid(reshaping: Reshaping, grid: int) -> None:
    """Replace an invalid shape by the ground that it encloses, without spikes and slits narrower than rounding.

    Refused with ``no-ground-left`` if it encloses none.
    """
    for refused in make_valid_each(reshaping, [grid]).values():
        raise refused


def make_valid_each(reshaping: Reshaping, grids: list[int]) -> dict[int, Refused]:
    """Do what :func:`make_valid` does for many grids; return the refusals by grid."""
    plan = reshaping.plan
    grounds = dict(zip(grids, valid_shapes(plan)[plan.positions(grids)], strict=True))
    some = [grid for grid in grids if grounds[grid] is not None]
    whole = shapes_from([_without_splinters(plan, grid, grounds[grid]) for grid in some])
    for grid, sound in zip(some, without_hairs_of_each(whole, reshaping.noise), strict=True):
        if sound is not plan.shape(grid):
            reshaping.put(grid, sound)
    gone = [grid for grid in grids if grounds[grid] is None]
    return {grid: Refused("no-ground-left", grids=[grid], codes=", ".join(plan.codes([grid]))) for grid in gone}


def _without_splinters(plan: Plan, grid: int, shape: shapely.Geometry) -> shapely.Geometry:
    """Leave out parts that the shape did not have before and that are narrower than a sliver, but never all."""
    parts = shapely.get_parts(shape)
    more = len(parts) - max(int(shapely.get_num_geometries(plan.shape(grid))), 1)
    if more <= 0:
        return shape
    order = np.argsort(width(parts), kind="stable")
    splinters = order[:more][width(parts)[order[:more]] < plan.scheme.limit("sliver_width")]
    kept = np.delete(parts, splinters)
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def give_shape(reshaping: Reshaping, grid: int, ground: shapely.Geometry) -> None:
    """Give a grid without ground some that none of its siblings holds.

    Refused with ``grid-has-ground`` or ``ground-is-held``.
    """
    alone(giving_shape(reshaping, grid, ground))


def giving_shape(reshaping: Reshaping, grid: int, ground: shapely.Geometry) -> Steps[None]:
    """Do what :func:`give_shape` does, step by step."""
    plan = reshaping.plan
    if reshaping.shape(grid) is not None:
        raise Refused("grid-has-ground", grids=[grid], codes=", ".join(plan.codes([grid])))
    holders = yield from reshaping.holding(ground, reshaping.siblings(grid))
    if len(holders):
        raise Refused("ground-is-held", grids=holders.tolist(), codes=", ".join(plan.codes(holders)))
    near = yield from reshaping.beside(ground)
    reshaping.put(grid, (yield from reshaping.fitting(ground, near)))
    yield from reshaping.sharing_vertices(shapely.get_coordinates(ground), np.union1d(near, [grid]))
