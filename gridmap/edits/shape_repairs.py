"""Edits of vertices alone: match them, or make a shape valid. No ground is meant to move."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.reshaping.repairs import drop_repeated_points, make_valid, match_vertices
from gridmap.reshaping.reshaping import Reshaping


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
        match_vertices(reshaping, self.points)
        return reshaping.change("match-vertices", {"count": int(shapely.get_num_geometries(self.points))})


@dataclass(frozen=True)
class MakeValid:
    """Replace an invalid shape by the ground that it encloses, without spikes and slits narrower than rounding.

    Slivers that come off where its border crosses itself are left to the neighbours.
    """

    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-ground-left`` if the shape encloses none."""
        reshaping = Reshaping(plan)
        make_valid(reshaping, self.grid)
        return reshaping.change("make-valid", {"code": plan.codes([self.grid])[0]})


@dataclass(frozen=True)
class DropRepeatedPoints:
    """Leave out the vertices of a grid that come twice in a row."""

    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change; it is empty if no vertex comes twice."""
        reshaping = Reshaping(plan)
        drop_repeated_points(reshaping, self.grid)
        return reshaping.change("drop-repeated-points", {"code": plan.codes([self.grid])[0]})
