"""Edits of vertices alone: match them, or make a shape valid. No ground is meant to move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.change import Change
from gridmap.edits.reshaping import Reshaping
from gridmap.errors import Refused
from gridmap.plan import Plan
from gridmap.tiling.proof import valid_shapes
from gridmap.tiling.remains import width


@dataclass(frozen=True)
class MatchVertices:
    """Make points vertices of every grid, of whatever level, whose border passes through them.

    Parameters
    ----------
    points : MultiPoint
        In the plan's CRS.
    """

    points: shapely.Geometry

    def change(self, plan: Plan) -> Change:
        """Return the change; it is empty if all the grids there have the vertices."""
        reshaping = Reshaping(plan)
        reshaping.share_vertices(shapely.get_coordinates(self.points))
        return reshaping.change("match-vertices", {"count": int(shapely.get_num_geometries(self.points))})


@dataclass(frozen=True)
class MakeValid:
    """Replace an invalid shape by the ground that it encloses.

    Slivers that come off where its border crosses itself are left to the neighbours.
    """

    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-ground-left`` if the shape encloses none."""
        reshaping = Reshaping(plan)
        make_valid(reshaping, self.grid)
        return reshaping.change("make-valid", {"code": plan.codes([self.grid])[0]})


def make_valid(reshaping: Reshaping, grid: int) -> None:
    """Do what :class:`MakeValid` says to shapes that are being worked on."""
    plan = reshaping.plan
    shape = valid_shapes(plan)[plan.positions([grid])[0]]
    if shape is None:
        raise Refused("no-ground-left", grids=[grid], codes=", ".join(plan.codes([grid])))
    reshaping.put(grid, _without_splinters(plan, grid, shape))


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
