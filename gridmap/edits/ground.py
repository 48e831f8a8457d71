"""Edits that move ground: give it to a grid, clip a grid to its parent, extend the parent."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from gridmap.change import Change
from gridmap.edits.reshaping import Reshaping
from gridmap.edits.rings import ground_of
from gridmap.errors import Refused
from gridmap.plan import Plan


@dataclass(frozen=True)
class GiveGround:
    """Hand a piece of ground to one grid; those of its siblings that hold it lose it, with everything below them.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        In the plan's CRS, metres.
    to : int
        Id of the grid that receives it; must border or hold part of the ground.
    """

    ground: shapely.Geometry
    to: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``ground-not-adjacent``, ``grid-would-vanish`` or ``no-taker``."""
        reshaping = Reshaping(plan)
        give_ground(reshaping, self.ground, self.to)
        code = plan.codes([self.to])[0]
        return reshaping.change("give-ground", {"code": code, "area_m2": float(self.ground.area)})


@dataclass(frozen=True)
class GiveShape:
    """Give a grid that has no ground its shape: a piece of ground that no grid beside it holds.

    Parameters
    ----------
    grid : int
        Id of a grid whose shape is missing, empty, or encloses nothing.
    ground : Polygon or MultiPolygon
        In the plan's CRS, metres.
    """

    grid: int
    ground: shapely.Geometry

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``grid-has-ground`` or ``ground-is-held``."""
        reshaping = Reshaping(plan)
        give_shape(reshaping, self.grid, self.ground)
        values: dict[str, str | int | float] = {
            "code": plan.codes([self.grid])[0],
            "area_m2": float(self.ground.area),
        }
        return reshaping.change("give-shape", values)


@dataclass(frozen=True)
class ClipToParent:
    """Take from a grid, and from everything below it, the ground that lies outside its parent."""

    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-parent`` or ``grid-would-vanish``."""
        reshaping = Reshaping(plan)
        area = clip_to_parent(reshaping, self.grid)
        return reshaping.change("clip-to-parent", {"code": plan.codes([self.grid])[0], "area_m2": area})


@dataclass(frozen=True)
class ExtendParent:
    """Give a grid's parent the ground of the grid that lies outside it; whoever holds that ground loses it.

    The parents beside it that hold the ground lose it, with everything below them.
    """

    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-parent``, ``nothing-outside`` or ``grid-would-vanish``."""
        reshaping = Reshaping(plan)
        parent = _parent_of(plan, self.grid)
        outside = _outside(reshaping, self.grid, parent)
        if outside is None:
            raise Refused("nothing-outside", grids=[self.grid], codes=plan.codes([self.grid])[0])
        give_ground(reshaping, outside, parent)
        values: dict[str, str | int | float] = {"code": plan.codes([parent])[0], "area_m2": float(outside.area)}
        return reshaping.change("extend-parent", values)


def give_ground(reshaping: Reshaping, ground: shapely.Geometry, to: int) -> None:
    """Do what :class:`GiveGround` says to shapes that are being worked on."""
    receiver = reshaping.shape(to)
    if receiver is None or not shapely.dwithin(receiver, ground, reshaping.noise):
        raise Refused("ground-not-adjacent", grids=[to], codes=", ".join(reshaping.plan.codes([to])))
    others = reshaping.siblings(to)
    reshaping.move_ground(ground, to, reshaping.holders(ground, others[others != to]).tolist())


def give_shape(reshaping: Reshaping, grid: int, ground: shapely.Geometry) -> None:
    """Do what :class:`GiveShape` says to shapes that are being worked on."""
    plan = reshaping.plan
    if reshaping.shape(grid) is not None:
        raise Refused("grid-has-ground", grids=[grid], codes=", ".join(plan.codes([grid])))
    holders = reshaping.holders(ground, reshaping.siblings(grid))
    if len(holders):
        raise Refused("ground-is-held", grids=holders.tolist(), codes=", ".join(plan.codes(holders)))
    reshaping.put(grid, reshaping.fitted(ground))
    reshaping.share_vertices(shapely.get_coordinates(ground))


def clip_to_parent(reshaping: Reshaping, grid: int) -> float:
    """Do what :class:`ClipToParent` says to shapes that are being worked on; return the ground that went, m2."""
    outside = _outside(reshaping, grid, _parent_of(reshaping.plan, grid))
    if outside is None:
        return 0.0
    reshaping.move_ground(outside, None, [grid])
    return float(outside.area)


def _parent_of(plan: Plan, grid: int) -> int:
    parent = int(plan.value(grid, "parent"))
    if plan.positions([parent])[0] < 0:
        raise Refused("no-parent", grids=[grid], codes=", ".join(plan.codes([grid])))
    return parent


def _outside(reshaping: Reshaping, grid: int, parent: int) -> shapely.Geometry | None:
    shape, outline = reshaping.shape(grid), reshaping.shape(parent)
    if shape is None or outline is None:
        return None
    return ground_of(shapely.difference(shape, outline), reshaping.noise)
