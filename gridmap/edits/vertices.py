"""Edits of vertices alone: match them, or make a shape valid. No ground is meant to move."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from gridmap.change import Change
from gridmap.edits.reshaping import Reshaping
from gridmap.errors import Refused
from gridmap.plan import Plan
from gridmap.tiling.proof import valid_shapes


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
    """Replace an invalid shape by the ground that it encloses."""

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
    reshaping.put(grid, shape)
