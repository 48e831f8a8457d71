"""Where a pointer snaps to: the nearest vertex, else the nearest edge, of grids, roads, water and reference lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely

from gridmap.ground.nearby import rows_near
from gridmap.ground.tiling.proof import valid_shapes_at
from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

REACH_PX: Final = 9.0
"""A vertex or an edge that is farther from the pointer does not draw it."""

_HELD: Final = 512
_MOST: Final = 2000
"""Where more shapes than that lie within reach, nobody means one of their corners: nothing draws."""
_SAME_M: Final = 1e-6


@dataclass(frozen=True)
class Snap:
    """What a pointer snapped to.

    Attributes
    ----------
    kind : "vertex" or "edge"
    x, y : float
        The place, in the plan's CRS.
    of : "grid" or "reference"
        Whether it is a border, or a road, water or another line that is only looked at.
    """

    kind: Literal["vertex", "edge"]
    x: float
    y: float
    of: Literal["grid", "reference"] = "grid"


class Snapper:
    """Finds what is near a place; edges of shapes that were looked at are held, so that a move costs little."""

    def __init__(self) -> None:
        self._trees: dict[int, tuple[ShapeArray, shapely.STRtree]] = {}
        self._edges: dict[int, tuple[shapely.Geometry, FloatArray]] = {}

    def near(
        self,
        plan: Plan,
        x: float,
        y: float,
        reach_m: float,
        *,
        more: Sequence[ShapeArray] = (),
        moving: tuple[float, float] | None = None,
    ) -> Snap | None:
        """Return what a place snaps to, ``None`` for nothing.

        A vertex goes before an edge, and a grid's before a reference's, even if it is farther, as long as it is within
        reach.

        Parameters
        ----------
        reach_m : float
        more : sequence of arrays of shapes
            Reference layers beside the plan's own roads and water.
        moving : (float, float), optional
            A vertex that is being moved: neither it nor the edges that end there draw.
        """
        box = shapely.box(x - reach_m, y - reach_m, x + reach_m, y + reach_m)
        shapes = valid_shapes_at(plan, rows_near(plan, box))
        own = self._nearest(shapes[~shapely.is_missing(shapes)], x, y, reach_m, moving)
        if own is not None and own.kind == "vertex":
            return own
        other = self._nearest(self.lines_near(plan, box, more), x, y, reach_m, None)
        if other is not None:
            other = Snap(other.kind, other.x, other.y, "reference")
        if other is not None and (own is None or other.kind == "vertex"):
            return other
        return own

    def lines_near(
        self, plan: Plan, ground: shapely.Geometry, more: Sequence[ShapeArray] = (), distance_m: float = 0.0
    ) -> ShapeArray:
        """Return the roads, waters and reference shapes whose box comes within a distance of some ground's box."""
        west, south, east, north = shapely.bounds(ground).tolist()
        box = shapely.box(west - distance_m, south - distance_m, east + distance_m, north + distance_m)
        self._trees = {id(shapes): self._tree_of(shapes) for shapes in more}  # those that were taken away are forgotten
        trees = [reference_tree(plan), *(tree for _, tree in self._trees.values())]
        found: ShapeArray = np.concatenate([tree.geometries[tree.query(box)] for tree in trees])
        return found

    def _tree_of(self, shapes: ShapeArray) -> tuple[ShapeArray, shapely.STRtree]:
        held = self._trees.get(id(shapes))
        return held if held is not None and held[0] is shapes else (shapes, shapely.STRtree(shapes))

    def _nearest(
        self, shapes: ShapeArray, x: float, y: float, reach_m: float, moving: tuple[float, float] | None
    ) -> Snap | None:
        if not 0 < len(shapes) <= _MOST:
            return None
        edges = np.concatenate(self._edges_of_each(shapes))
        low, high = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
        place = np.array([x, y])
        edges = edges[((low <= place + reach_m) & (high >= place - reach_m)).all(axis=1)]
        if moving is not None and len(edges):
            edges = edges[~(_is_at(edges[:, :2], moving) | _is_at(edges[:, 2:], moving))]
        if not len(edges):
            return None
        vertices = np.concatenate([edges[:, :2], edges[:, 2:]])
        apart = np.hypot(vertices[:, 0] - x, vertices[:, 1] - y)
        nearest = int(np.argmin(apart))
        if apart[nearest] <= reach_m:
            return Snap("vertex", float(vertices[nearest, 0]), float(vertices[nearest, 1]))
        feet = feet_on(edges, x, y)
        apart = np.hypot(feet[:, 0] - x, feet[:, 1] - y)
        nearest = int(np.argmin(apart))
        if apart[nearest] <= reach_m:
            return Snap("edge", float(feet[nearest, 0]), float(feet[nearest, 1]))
        return None

    def _edges_of_each(self, shapes: ShapeArray) -> list[FloatArray]:
        """Return the edges of each shape; of those that are not held all at once."""
        held = [self._edges.get(id(shape)) for shape in shapes]
        missing = [
            at for at, (one, shape) in enumerate(zip(held, shapes, strict=True)) if not one or one[0] is not shape
        ]
        if missing:
            made = edges_of_each(shapes[missing])
            if len(self._edges) + len(missing) > _HELD:
                self._edges.clear()
            for at, edges in zip(missing, made, strict=True):
                held[at] = shapes[at], edges
                if len(missing) <= _HELD:
                    self._edges[id(shapes[at])] = shapes[at], edges
        return [one[1] for one in held if one is not None]


@kept("roads.geometry", "water.geometry")
def reference_tree(plan: Plan) -> shapely.STRtree:
    """Return a tree of the plan's roads and water, kept with the plan."""
    shapes = [np.asarray(plan.tables[name].geometry.array, dtype=object) for name in ("roads", "water")]
    return shapely.STRtree(np.concatenate(shapes))


def edges_of(shape: shapely.Geometry) -> FloatArray:
    """Return the edges of a line or of the rings of a polygon as rows of x, y, x, y. Shape (n, 4)."""
    return edges_of_each(np.array([shape], dtype=object))[0]


def edges_of_each(shapes: ShapeArray) -> list[FloatArray]:
    """Return for each shape its edges as :func:`edges_of` does; a place far out may have thousands of grids near."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    polygons, lines = shapely.get_dimensions(parts) == 2, shapely.get_dimensions(parts) == 1
    rings, of = shapely.get_rings(parts[polygons], return_index=True)
    owner = np.concatenate([owner[polygons][of], owner[lines]])
    order = np.argsort(owner, kind="stable")
    xy, line = shapely.get_coordinates(np.concatenate([rings, parts[lines]])[order], return_index=True)
    edges = np.concatenate([xy[:-1], xy[1:]], axis=1)
    within = line[:-1] == line[1:]
    last = np.searchsorted(owner[order][line[:-1][within]], np.arange(len(shapes)), side="right")
    return np.split(edges[within], last[:-1])


def feet_on(edges: FloatArray, x: float, y: float) -> FloatArray:
    """Return for each edge (rows of x, y, x, y) its place that is nearest to a point. Shape (n, 2)."""
    start, step = edges[:, :2], edges[:, 2:] - edges[:, :2]
    length_2 = (step**2).sum(axis=1)
    along = ((np.array([x, y]) - start) * step).sum(axis=1) / np.where(length_2 > 0, length_2, 1.0)
    feet: FloatArray = start + np.clip(along, 0.0, 1.0)[:, None] * step
    return feet


def _is_at(points: FloatArray, place: tuple[float, float]) -> BoolArray:
    same: BoolArray = (np.abs(points - np.array(place)) <= _SAME_M).all(axis=1)
    return same
