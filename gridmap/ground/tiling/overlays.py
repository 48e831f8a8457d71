"""Faults of overlay grids, which take no ground from others but must stay inside their parent and off each other."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling.proof import valid_shapes
from gridmap.ground.tiling.remains import Pieces, polygons_in
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan


def _overlays(plan: Plan, parents: IntArray | None) -> IntArray:
    """Return the positions of the overlay grids with ground, of some parents or of all."""
    found = np.flatnonzero((plan.kind_numbers >= 0) & ~plan.shares_ground)
    if parents is not None:
        found = found[np.isin(plan.parents[found], parents)]
    return found[~shapely.is_missing(valid_shapes(plan)[found])]


def overlaps_of_overlays(plan: Plan, parents: IntArray | None = None) -> Pieces:
    """Return the ground that two overlay grids of one kind and one parent hold at once."""
    at, shapes = _overlays(plan, parents), valid_shapes(plan)
    one, two = shapely.STRtree(shapes[at]).query(shapes[at], predicate="intersects")
    pair = (one < two) & (plan.parents[at[one]] == plan.parents[at[two]])
    pair &= plan.kind_numbers[at[one]] == plan.kind_numbers[at[two]]
    one, two = at[one[pair]], at[two[pair]]
    common = shapely.intersection(shapes[one], shapes[two])
    ground, row = polygons_in(common, plan.scheme.limit("coordinate_noise"))
    grids = np.stack([plan.ids[one[row]], plan.ids[two[row]]], axis=1)
    return Pieces(plan.parents[one[row]], grids, ground)


def overhangs_of_overlays(plan: Plan, parents: IntArray | None = None) -> Pieces:
    """Return the ground of overlay grids that lies outside their parent."""
    at, shapes = _overlays(plan, parents), valid_shapes(plan)
    at = at[plan.parent_fits[at]]
    above = plan.positions(plan.parents[at])
    outside = shapely.difference(shapes[at], shapes[above])
    ground, row = polygons_in(outside, plan.scheme.limit("coordinate_noise"))
    return Pieces(plan.parents[at[row]], plan.ids[at[row]][:, None], ground)
