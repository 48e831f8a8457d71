"""The outline of a compound as its buildings give it, for one that nobody has drawn."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.compounds import compounds, compounds_named
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan

_AROUND_M: Final = 6.0
"""Metres of ground around the buildings: of one that is a point only, all of it."""


def place_named(plan: Plan, name: str, grid: int) -> int:
    """Return the place among the compounds of the one that bears a name and lies in a grid, -1 for none."""
    at = plan.positions([grid])
    if not name or at[0] < 0:
        return -1
    return int(compounds_named(plan, at, [name])[0])


def buildings_of(plan: Plan, place: int) -> IntArray:
    """Return the rows of the buildings of a compound, by its place among them; none for -1. Shape (k,)."""
    found = compounds(plan).building_compound
    return np.flatnonzero((found == place) & (found >= 0))


def outline_around(plan: Plan, place: int) -> shapely.Geometry | None:
    """Return the ground around the buildings of a compound, ``None`` for one without any.

    Parameters
    ----------
    place : int
        Place of the compound among them.

    Returns
    -------
    Polygon or MultiPolygon
        In the plan's CRS: the convex hull of the buildings and 6 m around it, as far as it is in the grid that has all
        of the compound, if one has.
    """
    rows = buildings_of(plan, place)
    if not len(rows):
        return None
    shapes = np.asarray(plan.buildings.geometry.array, dtype=object)[rows]
    hull = shapely.convex_hull(shapely.geometrycollections(shapes[~shapely.is_missing(shapes)]))
    hull = shapely.buffer(hull, _AROUND_M, quad_segs=2)
    seat = int(compounds(plan).seat[place])
    shape = np.array([plan.shape(seat) if seat else None], dtype=object)
    ground = made_valid(shape, is_valid(shape))[0]
    if ground is not None:
        parts = shapely.get_parts(shapely.intersection(hull, ground))
        inside = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
        hull = inside if inside.area > 0 else hull
    return hull if hull.area > 0 else None
