"""Edits of vertices alone: match them, or make a shape valid. No ground is meant to move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.ground.tiling.hairs import without_hairs
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.ground.tiling.widths import REACH, width
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
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


def match_vertices(reshaping: Reshaping, points: shapely.Geometry) -> None:
    """Do what :class:`MatchVertices` says to shapes that are being worked on, as far off as such vertices are told."""
    reshaping.share_vertices(shapely.get_coordinates(points), within=REACH * reshaping.noise)


def drop_repeated_points(reshaping: Reshaping, grid: int) -> None:
    """Do what :class:`DropRepeatedPoints` says to shapes that are being worked on."""
    before = reshaping.shape(grid)
    after = shapely.remove_repeated_points(before, 0.0)
    if before is not None and shapely.get_num_coordinates(after) < shapely.get_num_coordinates(before):
        reshaping.put(grid, after)


def make_valid(reshaping: Reshaping, grid: int) -> None:
    """Do what :class:`MakeValid` says to shapes that are being worked on."""
    plan = reshaping.plan
    shape = valid_shapes(plan)[plan.positions([grid])[0]]
    if shape is None:
        raise Refused("no-ground-left", grids=[grid], codes=", ".join(plan.codes([grid])))
    sound = without_hairs(_without_splinters(plan, grid, shape), reshaping.noise)
    if sound is not plan.shape(grid):
        reshaping.put(grid, sound)


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
