"""Edits of the ground of a compound: its outline drawn by hand, corrected by vertices, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely

from gridmap.edits.crossing import not_crossing
from gridmap.edits.rows_of_people import name_of, require
from gridmap.ground.compound_places import compound_shapes
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import holder_positions
from gridmap.ground.tiling.proof import grid_index, valid_shapes
from gridmap.model.arrays import FloatArray, IntArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of

_SAME_M: Final = 1e-6
_NAMED: Final = 3
"""So many compounds in the way are named, and of the others how many there are."""


@dataclass(frozen=True)
class DrawOutline:
    """Give a compound of the list an outline, in place of the one that it has.

    Parameters
    ----------
    compound : int
        Id of its row.
    ground : Polygon or MultiPolygon
        As it was drawn, in the plan's CRS, metres.
    fitted : bool
        Take only what lies in the compound's village and in no other compound's outline, where otherwise what
        reaches over is refused.
    """

    compound: int
    ground: shapely.Geometry
    fitted: bool = False

    def change(self, plan: Plan, label: str = "draw-outline") -> Change:
        """Return the change; ``label`` is what it is called.

        Raises
        ------
        Refused
            ``no-such-row``; ``drawing-crosses-itself`` or ``ground-without-area`` for what is no ground;
            ``outline-outside`` with the name of the village and m² as ``area_m2``, ``outline-nowhere`` where no village
            is; ``outline-overlaps`` with the names of the other compounds; ``outline-nothing-left``;
            ``changes-nothing``.
        """
        require(plan, "compounds", self.compound)
        ground = not_crossing(plan, self.ground)
        at = int(plan.tables["compounds"].index.get_loc(self.compound))
        ground = self._in_its_village(plan, at, ground)
        ground = self._beside_others(plan, at, ground)
        return _outlined(plan, self.compound, ground, label)

    def _in_its_village(self, plan: Plan, at: int, ground: shapely.Geometry) -> shapely.Geometry:
        home = home_of(plan, at)
        homes = home if len(home) else _villages_under(plan, ground)
        if not len(homes):
            raise Refused("outline-nowhere", where=ground)
        shapes = valid_shapes(plan)[plan.positions(homes)]
        shapes = shapes[~shapely.is_missing(shapes)]
        if not len(shapes):
            return ground  # the village is in the ledger only
        inside = shapely.union_all(shapes)
        outside = ground_of(shapely.difference(ground, inside), Reshaping(plan).noise)
        if outside is None:
            return ground
        if not self.fitted:
            name = str(plan.value(int(homes[0]), "name") or plan.value(int(homes[0]), "code"))
            raise Refused(
                "outline-outside", grids=homes.tolist(), where=outside, village=name, area_m2=float(outside.area)
            )
        return _what_is_left(plan, shapely.intersection(ground, inside))

    def _beside_others(self, plan: Plan, at: int, ground: shapely.Geometry) -> shapely.Geometry:
        shapes = compound_shapes(plan)
        others = np.flatnonzero(shapely.intersects(shapes, ground) & (np.arange(len(shapes)) != at))
        shared = [ground_of(shared, Reshaping(plan).noise) for shared in shapely.intersection(shapes[others], ground)]
        held = [(row, piece) for row, piece in zip(others.tolist(), shared, strict=True) if piece is not None]
        if not held:
            return ground
        if not self.fitted:
            names = plan.tables["compounds"]["name"].to_numpy(dtype=object)[[row for row, _ in held]].tolist()
            named = ", ".join(names[:_NAMED]) + (f" +{len(names) - _NAMED}" if len(names) > _NAMED else "")
            where = shapely.union_all([piece for _, piece in held])
            raise Refused("outline-overlaps", where=where, compound=named, area_m2=float(where.area))
        return _what_is_left(plan, shapely.difference(ground, shapely.union_all(shapes[[row for row, _ in held]])))


@dataclass(frozen=True)
class RemoveOutline:
    """Take the outline of a compound of the list away; the buildings that bear its name stay its own."""

    compound: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``, or ``changes-nothing`` for one without an outline."""
        require(plan, "compounds", self.compound)
        return _outlined(plan, self.compound, None, "remove-outline")


@dataclass(frozen=True)
class CorrectOutline:
    """Move a vertex of a compound's outline, put one into it, or take one out.

    Parameters
    ----------
    compound : int
        Id of its row.
    how : "move", "add" or "remove"
    at : (float, float)
        The vertex, or the place on an edge, in the plan's CRS.
    to : (float, float), optional
        Where the vertex goes; one that is put in stays at its place by default.
    """

    compound: int
    how: Literal["move", "add", "remove"]
    at: tuple[float, float]
    to: tuple[float, float] | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused as :class:`DrawOutline`, or with ``changes-nothing`` where there is no vertex."""
        require(plan, "compounds", self.compound)
        outline = plan.tables["compounds"].geometry.loc[self.compound]
        if outline is None:
            raise Refused("changes-nothing")
        if self.how == "remove":
            new = without_vertex(outline, self.at)
        elif self.how == "add":
            new = with_vertex_added(outline, self.at, self.to)
        else:
            new = with_vertex_moved(outline, self.at, self.to or self.at)
        if self.how == "add" and self.to is None:
            return _outlined(plan, self.compound, new, "correct-outline")  # no ground is another
        return DrawOutline(self.compound, new).change(plan, "correct-outline")


def home_of(plan: Plan, at: int) -> IntArray:
    """Return the ids of the grids in which the outline of a compound must lie, none if nothing says where it is.

    The villages of the buildings that bear its name, or else that of the grid which the list says, or that grid itself
    where it is above villages.

    Parameters
    ----------
    at : int
        Its place in the list.
    """
    named = compounds(plan).building_compound == at
    named &= plan.buildings["compound"].to_numpy(dtype=object) != ""
    holders = holder_positions(plan)[named]
    above = plan.ancestors_at(_village_level(plan))
    villages: IntArray = np.unique(above[holders[holders >= 0]])
    villages = villages[villages > 0]
    if len(villages):
        return villages
    said = plan.positions([plan.tables["compounds"]["grid"].iloc[at]])
    said = said[said >= 0]
    return np.where(above[said] > 0, above[said], plan.ids[said])


def _village_level(plan: Plan) -> Level:
    return plan.scheme.levels[min(1, len(plan.scheme.levels) - 1)]


def _villages_under(plan: Plan, ground: shapely.Geometry) -> IntArray:
    """Return the id of the village that holds most of some ground, none where there is none. Shape (0,) or (1,)."""
    _, at = grid_index(plan).query(ground, predicate="intersects")
    at = at[plan.ranks[at] == _village_level(plan).rank]
    if not len(at):
        return plan.ids[at]
    held = shapely.area(shapely.intersection(valid_shapes(plan)[at], ground))
    return plan.ids[at[[int(np.argmax(held))]]]


def _what_is_left(plan: Plan, ground: shapely.Geometry) -> shapely.Geometry:
    left = ground_of(ground, Reshaping(plan).noise)
    if left is None:
        raise Refused("outline-nothing-left")
    return left


def _outlined(plan: Plan, compound: int, ground: shapely.Geometry | None, label: str) -> Change:
    rows = edited_rows(plan, "compounds", [compound], geometry=[ground])
    values = {"name": name_of(plan, "compounds", compound)}
    change = change_of(plan, label, put={"compounds": rows}, values=values)
    if not change:
        raise Refused("changes-nothing")
    return change


# ---- vertices --------------------------------------------------------------------------------------------------------


def with_vertex_moved(outline: shapely.Geometry, at: tuple[float, float], to: tuple[float, float]) -> shapely.Geometry:
    """Return an outline of which a vertex lies elsewhere; places are of the plan's CRS."""

    def moved(xy: FloatArray) -> FloatArray:
        new = xy.copy()
        new[_are_at(xy, at)] = to
        return new

    result: shapely.Geometry = shapely.transform(outline, moved)
    return result


def with_vertex_added(
    outline: shapely.Geometry, at: tuple[float, float], to: tuple[float, float] | None = None
) -> shapely.Geometry:
    """Return an outline with a vertex put into the edge nearest to a place, where it is or dragged elsewhere."""
    rings, spot = _rings(outline), shapely.Point(at)
    edges = [shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1)) for ring in rings]
    away = [shapely.distance(lines, spot) for lines in edges]
    which = int(np.argmin([float(one.min()) for one in away]))
    after = int(np.argmin(away[which])) + 1
    rings[which] = np.insert(rings[which], after, to or at, axis=0)
    return _with_rings(outline, rings)


def without_vertex(outline: shapely.Geometry, at: tuple[float, float]) -> shapely.Geometry:
    """Return an outline without a vertex.

    Raises
    ------
    Refused
        ``ground-without-area`` if a ring would have fewer than three.
    """
    rings = []
    for ring in _rings(outline):
        kept = ring[:-1][~_are_at(ring[:-1], at)]
        if len(kept) < 3:
            raise Refused("ground-without-area")
        rings.append(np.concatenate([kept, kept[:1]]))
    return _with_rings(outline, rings)


def _rings(outline: shapely.Geometry) -> list[FloatArray]:
    """Return the rings of an outline part by part, the outer one of each first. Each (n, 2), closed."""
    return [shapely.get_coordinates(ring) for part in shapely.get_parts(outline) for ring in shapely.get_rings(part)]


def _with_rings(outline: shapely.Geometry, rings: list[FloatArray]) -> shapely.Geometry:
    """Return a shape of the same parts with other rings, which stand as :func:`_rings` gives them."""
    left, parts = list(rings), []
    for part in shapely.get_parts(outline):
        count = 1 + int(shapely.get_num_interior_rings(part))
        mine, left = left[:count], left[count:]
        parts.append(shapely.Polygon(mine[0], mine[1:]))
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _are_at(xy: FloatArray, place: tuple[float, float]) -> np.ndarray:
    return np.asarray((np.abs(xy - np.array(place)) <= _SAME_M).all(axis=1))
