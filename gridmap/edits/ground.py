"""Edits that move ground: give it to a grid, clip a grid to its parent, extend the parent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.model.arrays import ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.repairs import give_shape
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of
from gridmap.reshaping.soundness import refuse_new_faults


@dataclass(frozen=True)
class GiveGround:
    """Hand a piece of ground to one grid; those who hold it lose it, with everything below them.

    Where the ground lies outside the grid's parent, the parent's border moves with it, and so on up. Buildings and
    exempt areas follow the ground, but exempt ground beside the grid stays what it is. Codes, workers and branches stay
    with their grids.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        In the plan's CRS, metres. What no grid of the top level holds is left out, unless the grid is of that level.
    to : int
        Id of the grid that receives it; must border or hold part of the ground.
    """

    ground: shapely.Geometry
    to: int

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``ground-not-adjacent``; ``ground-is-exempt``; ``grid-would-vanish``; ``no-taker`` if no child of the grid
            borders the ground; ``shape-would-be-invalid``; ``would-open-gap``, ``would-overlap``, ``would-overhang``.
        """
        reshaping = Reshaping(plan)
        area = give_ground(reshaping, self.ground, self.to)
        values: dict[str, str | int | float] = {"code": plan.codes([self.to])[0], "area_m2": area}
        return refuse_new_faults(plan, reshaping.change("give-ground", values))


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


def give_ground(reshaping: Reshaping, ground: shapely.Geometry, to: int) -> float:
    """Do what :class:`GiveGround` says to shapes that are being worked on; return the ground that was given, m2."""
    plan = reshaping.plan
    receiver = reshaping.shape(to)
    if receiver is None or not shapely.dwithin(receiver, ground, reshaping.noise):
        apart = None if receiver is None else shapely.shortest_line(ground, receiver)
        raise Refused("ground-not-adjacent", grids=[to], where=apart, codes=", ".join(plan.codes([to])))
    line = _line_of(plan, to)
    # The highest of those that lack some of it receives it from its siblings, and hands it down to the grid.
    highest, given = _highest_to_gain(reshaping, ground, line), ground
    if 0 < highest == len(line) - 1:
        given = ground_of(_known_ground(reshaping, ground, line[-1]), reshaping.noise)
        if given is None:
            raise Refused("ground-not-adjacent", grids=[to], codes=", ".join(plan.codes([to])))
        highest = _highest_to_gain(reshaping, given, line)
    if highest + 1 < len(line):
        given = _without(given, reshaping.shapes(reshaping.exempt_below(line[highest + 1])), reshaping.noise)
        if given is None:
            raise Refused("ground-is-exempt", grids=[to], codes=", ".join(plan.codes([to])))
    others = reshaping.siblings(line[highest])
    losers = reshaping.holders(given, others[others != line[highest]]).tolist()
    below = reshaping.children(to)
    if highest or not len(below) or len(reshaping.holders(given, below)):
        reshaping.move_ground(given, line[highest], losers, line[:highest])
    else:
        _give_in_pieces(reshaping, given, to, losers)
    gained = float(shapely.area(reshaping.shape(to)) - receiver.area)
    return gained if gained > 0 else float(given.area)


def _give_in_pieces(reshaping: Reshaping, ground: shapely.Geometry, to: int, losers: list[int]) -> None:
    """Give ground to a grid with others below it, cut up as those who lose it were divided.

    So of a long strip each part goes to the grid below that borders it, and not all to one of them.
    """
    below = np.concatenate([reshaping.children(grid) for grid in losers]) if losers else np.empty(0, np.int64)
    below = reshaping.holders(ground, below)
    held = shapely.intersection(reshaping.shapes(below), ground)
    rest = _without(ground, held, reshaping.noise)
    pieces = [ground_of(piece, reshaping.noise) for piece in held] + [rest]
    left = [piece for piece in pieces if piece is not None]
    children = reshaping.children(to)
    heir = [reshaping.best_taker(piece, children) for piece in left]  # before one of them has grown
    while left:
        refusals: list[Refused] = []
        for number, piece in enumerate(left):
            try:
                reshaping.move_ground(
                    piece, to, losers, [grid for grid in heir[number : number + 1] if grid is not None]
                )
            except Refused as refused:
                refusals.append(refused)
            else:
                del left[number], heir[number]
                break
        else:
            raise refusals[0]


def _highest_to_gain(reshaping: Reshaping, ground: shapely.Geometry, line: list[int]) -> int:
    """Return how far up a line of grids some ground must be given: below the first that holds all of it already."""
    holds = next((rank for rank, grid in enumerate(line) if rank and reshaping.holds_all(grid, ground)), len(line))
    return holds - 1


def _line_of(plan: Plan, grid: int) -> list[int]:
    """Return a grid and those above it that share out ground, upwards."""
    line = [grid]
    at = plan.positions([grid])[0]
    while plan.parent_fits[at] and plan.shares_ground[at]:
        line.append(int(plan.parents[at]))
        at = plan.positions([line[-1]])[0]
    return line


def _known_ground(reshaping: Reshaping, ground: shapely.Geometry, top: int) -> shapely.Geometry:
    """Return the part of some ground that grids of the top level hold."""
    tops = reshaping.shapes(reshaping.holders(ground, reshaping.siblings(top)))
    return (
        ground
        if _without(ground, tops, reshaping.noise) is None
        else shapely.intersection(ground, shapely.union_all(tops))
    )


def _without(ground: shapely.Geometry, others: ShapeArray, noise: float) -> shapely.Geometry | None:
    """Return the part of some ground that others do not hold, the ground itself if they hold none of it."""
    others = others[shapely.intersects(others, ground)] if len(others) else others
    return ground_of(shapely.difference(ground, shapely.union_all(others)), noise) if len(others) else ground


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
