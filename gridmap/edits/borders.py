"""Edits of a whole border between two grids: move it, redraw it, let it follow a road or a river.

The outline of the two together stays where it is, so that nobody else is touched; only if they have different parents
does the border of the parents move along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import shapely
from shapely import ops

from gridmap.edits.ground import give_ground
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of, with_vertices
from gridmap.reshaping.soundness import refuse_new_faults

Place = tuple[float, float]

_BEYOND_M: Final = 1e-3


@dataclass(frozen=True)
class MoveBorder:
    """Move the whole border that two grids share; its ends slide along the outline of the two together.

    Parameters
    ----------
    a, b : int
        Ids of two grids of one level. What is below them follows.
    dx, dy : float
        How far to the east and to the north, metres.
    """

    a: int
    b: int
    dx: float
    dy: float

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-common-border``; ``grid-would-vanish``; or as :class:`gridmap.edits.GiveGround`.
        """
        work = Reshaping(plan)
        border, whole = _border(work, self.a, self.b), shapely.union_all(work.shapes([self.a, self.b]))
        outline, moved, way = shapely.boundary(whole), [], np.array([self.dx, self.dy])
        for line in shapely.get_parts(shapely.line_merge(border)):
            xy = shapely.get_coordinates(line) + way
            if not shapely.is_ring(line):
                xy = np.vstack([_reached(outline, whole, xy[0]), xy, _reached(outline, whole, xy[-1])])
            moved.append(shapely.LineString(xy))
        faces = _faces(outline, moved)
        faces = faces[shapely.intersects(whole, shapely.point_on_surface(faces))]
        there = shapely.transform(work.shapes([self.a, self.b]), lambda xy: xy + way)
        held = [shapely.area(shapely.intersection(faces, shape)) for shape in there]
        for grid, mine in ((self.a, held[0] >= held[1]), (self.b, held[0] < held[1])):
            if not mine.any():
                raise Refused("grid-would-vanish", grids=[grid], codes=", ".join(plan.codes([grid])))
        gifts = [(face, self.a if one >= two else self.b) for face, one, two in zip(faces, *held, strict=True)]
        return _given(work, "move-border", gifts)


@dataclass(frozen=True)
class ReshapeBorder:
    """Let the border between two neighbours run along a drawn line from where the line leaves it to where it returns.

    Where the line runs from the border of the two to their outline, the smaller of the pieces that it cuts off goes to
    the other grid.

    Parameters
    ----------
    line : LineString
        In the plan's CRS, metres. It may reach beyond the border.
    grids : tuple of int
        Ids of the two grids of one level; what is below them follows. By default the two grids of the deepest level on
        whose border both ends of the line lie.
    """

    line: shapely.LineString
    grids: tuple[int, ...] = ()

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``line-not-on-one-border`` if it is not clear whose border is meant; ``no-common-border``;
            ``line-leaves-grids``; ``line-changes-nothing``; or as :class:`gridmap.edits.GiveGround`.
        """
        return _reshaped(plan, self.line, self.grids, "reshape-border")


@dataclass(frozen=True)
class FollowLine:
    """Let the border between two neighbours follow a road or a river between two places.

    Parameters
    ----------
    start, end : (float, float)
        Places on the border, in the plan's CRS, metres.
    line : LineString
        The road or river. The border goes straight from each place to the point of the line that is nearest to it.
    grids : tuple of int
        As for :class:`ReshapeBorder`.
    """

    start: Place
    end: Place
    line: shapely.LineString
    grids: tuple[int, ...] = ()

    def change(self, plan: Plan) -> Change:
        """Return the change; refused as :class:`ReshapeBorder`."""
        along = [float(shapely.line_locate_point(self.line, shapely.Point(place))) for place in (self.start, self.end)]
        part = ops.substring(self.line, along[0], along[1])
        xy = np.vstack([self.start, shapely.get_coordinates(part), self.end])
        xy = xy[np.concatenate([[True], (np.diff(xy, axis=0) != 0).any(axis=1)])]
        if len(xy) < 2:
            raise Refused("line-changes-nothing")
        return _reshaped(plan, shapely.LineString(xy), self.grids, "follow-line")


def _reshaped(plan: Plan, line: shapely.Geometry, grids: Sequence[int], label: str) -> Change:
    work = Reshaping(plan)
    a, b = _pair(work, line, grids)
    border = _border(work, a, b, shapely.get_coordinates(line)[[0, -1]])
    shapes = work.shapes([a, b])
    faces = _faces(border, [line])
    if not len(faces):
        faces = np.concatenate([_smaller(shape, line) for shape in shapes])
    gifts = []
    for face in faces:
        inner = shapely.point_on_surface(face)
        holder = np.flatnonzero(shapely.intersects(shapes, inner))
        if not len(holder):
            outside = shapely.difference(line, shapely.union_all(shapes))
            raise Refused("line-leaves-grids", grids=[a, b], where=outside, codes=", ".join(plan.codes([a, b])))
        gifts.append((face, (b, a)[int(holder[0])]))
    if not gifts:
        raise Refused("line-changes-nothing", grids=[a, b], where=line)
    return _given(work, label, gifts)


def _given(work: Reshaping, label: str, gifts: Sequence[tuple[shapely.Geometry, int]]) -> Change:
    """Return the change that gives each piece of ground to its grid, as far as it has not got it."""
    plan, first = work.plan, {to: work.shape(to) for _, to in gifts}
    area = 0.0
    for ground, to in gifts:
        lacked = ground_of(shapely.difference(ground, first[to]), work.noise)
        if lacked is not None:
            area += float(lacked.area)
            give_ground(work, lacked, to)
    codes = ", ".join(plan.codes(sorted(first)))
    if not area:
        raise Refused("line-changes-nothing", grids=sorted(first))
    return refuse_new_faults(plan, work.change(label, {"codes": codes, "area_m2": area}))


def _pair(work: Reshaping, line: shapely.Geometry, grids: Sequence[int]) -> tuple[int, int]:
    """Return the two grids whose border is meant."""
    plan = work.plan
    if len(grids) == 2:
        return int(grids[0]), int(grids[1])
    ends = shapely.points(shapely.get_coordinates(line)[[0, -1]])
    near = list(grids) or work.near(ends[0]).tolist()
    deepest = plan.ranks[plan.positions(near)].max() if len(near) else 0
    near = [grid for grid in near if plan.ranks[plan.positions([grid])[0]] == deepest]
    found: list[tuple[float, int, int]] = []
    for a, b in combinations(sorted(near), 2):
        border = shapely.intersection(*shapely.boundary(work.shapes([a, b])))
        if shapely.length(border) > work.noise and shapely.dwithin(border, ends, work.noise).all():
            inside = shapely.length(shapely.intersection(work.shapes([a, b]), line)).sum()
            found.append((-float(inside), a, b))
    if not found:
        raise Refused("line-not-on-one-border", grids=near, where=_ends_off_borders(work, ends))
    return min(found)[1:]


def _ends_off_borders(work: Reshaping, ends: ShapeArray) -> shapely.Geometry:
    """Return those of two ends that lie on no border; both if each lies on one, for it is not the same."""
    near = [work.shapes(work.near(end)) for end in ends]
    off = [
        not shapely.dwithin(shapely.boundary(shapes), end, work.noise).any()
        for shapes, end in zip(near, ends, strict=True)
    ]
    return shapely.multipoints(ends[np.array(off)] if any(off) else ends)


def _border(work: Reshaping, a: int, b: int, ends: FloatArray | None = None) -> shapely.Geometry:
    """Return the line that two grids share, with vertices at some places that lie on it."""
    shapes = work.shapes([a, b])
    codes = ", ".join(work.plan.codes([a, b]))
    if shapely.is_missing(shapes).any():
        raise Refused("no-common-border", grids=[a, b], codes=codes)
    if ends is not None:
        shapes = np.array([with_vertices(shape, ends, work.noise) for shape in shapes], dtype=object)
    border = shapely.intersection(*shapely.boundary(shapes))
    parts = shapely.get_parts(border)
    lines = parts[shapely.get_dimensions(parts) == 1]
    if shapely.length(lines).sum() <= work.noise:
        raise Refused("no-common-border", grids=[a, b], codes=codes)
    return shapely.multilinestrings(lines)


def _faces(border: shapely.Geometry, lines: Sequence[shapely.Geometry]) -> ShapeArray:
    noded = shapely.union_all([border, *lines])
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))


def _smaller(shape: shapely.Geometry, line: shapely.Geometry) -> ShapeArray:
    """Return the pieces that a line cuts off a shape, all but the largest."""
    faces = _faces(shapely.boundary(shape), [line])
    faces = faces[shapely.intersects(shape, shapely.point_on_surface(faces))]
    return faces[np.argsort(shapely.area(faces))[:-1]]


def _reached(outline: shapely.Geometry, whole: shapely.Geometry, end: FloatArray) -> FloatArray:
    """Return a place just beyond the point of an outline that is nearest to the end of a line; outside the end itself.

    Beyond it, since the nearest point of an edge is seldom on the edge to the last bit, and a line that ends before it
    divides nothing.
    """
    point = shapely.Point(end)
    if not shapely.intersects(whole, point):
        return end
    foot: FloatArray = shapely.get_coordinates(shapely.shortest_line(outline, point))[0]
    away = float(np.hypot(*(foot - end)))
    return foot + (foot - end) * (_BEYOND_M / away) if away else foot
