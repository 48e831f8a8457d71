"""Grids, or parts of grids, so narrow that nobody can be meant to live there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_ground, check
from gridmap.plan import BoolArray, IntArray, Plan, ShapeArray, shapes_where
from gridmap.tiling import validity, width


def parts_of(plan: Plan, at: IntArray) -> tuple[ShapeArray, IntArray, BoolArray]:
    """Return the polygons that some grids are made of, the place of each in ``at``, and whether it is a sliver.

    An invalid shape has no parts that could be told; it is a finding of its own.
    """
    shapes = shapes_where(validity(plan)[at], plan.all_shapes[at])
    parts, row = shapely.get_parts(shapes, return_index=True)
    return parts, row.astype(np.int64), width(parts) < plan.scheme.limit("sliver_width")


@check(
    "sliver",
    severity="warning",
    group="ground",
    limits=("sliver_width",),
    source="Limit of the scheme: by width, since a small yard is no sliver and a long strip may have a large area",
    reads=HOUSEHOLDS,
)
def slivers(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids, and separate parts of grids, that are narrower than anything that can be meant (by width, not area).

    The width of a polygon is twice its area over its perimeter. Slivers between grids are gaps and overlaps; those tell
    their width as well.
    """
    at = scope.at(plan)
    parts, row, narrow = parts_of(plan, at)
    grids = [(grid,) for grid in plan.ids[at[row[narrow]]].tolist()]
    yield from about_ground(plan, "sliver", grids, parts[narrow])
