"""Grids, or parts of grids, so narrow that nobody can be meant to live there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_ground
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import validity, width
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


def parts_of(plan: Plan, at: IntArray) -> tuple[ShapeArray, IntArray, BoolArray]:
    """Return the polygons that some grids are made of, the place of each in ``at``, and whether it is a sliver.

    An invalid shape has no parts that could be told; it is a finding of its own.
    """
    rows = np.flatnonzero(validity(plan)[at])
    shapes = plan.all_shapes[at[rows]]
    whole = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    parts, of = shapely.get_parts(shapes[~whole], return_index=True)
    row = np.concatenate([rows[whole], rows[~whole][of]])
    order = np.argsort(row, kind="stable")
    parts = np.concatenate([shapes[whole], parts])[order]
    return parts, row[order], width(parts) < plan.scheme.limit("sliver_width")


@kept("grids.geometry")
def narrow_parts(plan: Plan) -> tuple[IntArray, ShapeArray]:
    """Return the slivers among the parts of all grids and the ids of their grids, ascending; kept with the plan."""
    return _narrow_parts(plan, np.arange(len(plan.ids)))


@narrow_parts.follows
def _(old: Plan, new: Plan, change: Change, result: tuple[IntArray, ShapeArray]) -> tuple[IntArray, ShapeArray]:
    changed, at = change.ids("grids"), new.positions(change.ids("grids"))
    stay, again = ~np.isin(result[0], changed), _narrow_parts(new, at[at >= 0])
    ids = np.concatenate([result[0][stay], again[0]])
    order = np.argsort(ids, kind="stable")
    return ids[order], np.concatenate([result[1][stay], again[1]])[order]


def _narrow_parts(plan: Plan, at: IntArray) -> tuple[IntArray, ShapeArray]:
    parts, row, narrow = parts_of(plan, at)
    return plan.ids[at[row[narrow]]], parts[narrow]


@check(
    "sliver",
    severity="warning",
    group="ground",
    limits=("sliver_width",),
    source="Limit of the scheme: by width, since a small yard is no sliver and a long strip may have a large area",
    reads=("grids.geometry", "buildings.geometry", "buildings.households"),
    by_place=True,
)
def slivers(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids, and separate parts of grids, that are narrower than anything that can be meant (by width, not area).

    The width of a polygon is twice its area over its perimeter. Slivers between grids are gaps and overlaps; those tell
    their width as well.
    """
    ids, parts = narrow_parts(plan)
    if scope.grids is not None:
        here = np.isin(ids, scope.grids)
        ids, parts = ids[here], parts[here]
    yield from about_ground(plan, scope, "sliver", [(grid,) for grid in ids.tolist()], parts)
