"""Shapes of a plan while an edit works on them: ground moves between grids, at all levels at once, vertex for vertex.

Every operation first matches the vertices of the ground that moves with those of the grids around it, so that union and
difference meet only edges that are shared exactly; afterwards vertices that nobody needs go again, and those that are
needed are put into every ring, of whatever level, that passes there. So no operation opens a gap, and a grid that has
no part in it is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import shapely

from gridmap.change import Change, change_of, edited_rows
from gridmap.edits.rings import distinct, ground_of, is_among, vertices_on, with_vertices, without_vertices
from gridmap.errors import Refused
from gridmap.plan import FloatArray, IntArray, Plan, ShapeArray
from gridmap.tiling.proof import grid_index, valid_shapes

_SNUG = 1.0  # metres around the ground within which a shape's border is looked at


class Reshaping:
    """The shapes of a plan as they are while an edit, or many in one step, works on them.

    Parameters
    ----------
    plan : Plan
        Stays as it is. Invalid shapes take part as the ground that they enclose.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.noise = plan.scheme.limit("coordinate_noise")
        self.changed: dict[int, shapely.Geometry] = {}

    # ---- looking -----------------------------------------------------------------------------------------------------

    def shape(self, grid: int) -> shapely.Geometry | None:
        """Return a grid's shape as it is now, ``None`` if it has no ground."""
        if grid in self.changed:
            return self.changed[grid]
        at = self.plan.positions([grid])[0]
        return valid_shapes(self.plan)[at] if at >= 0 else None

    def shapes(self, grids: Iterable[int]) -> ShapeArray:
        """Return the shapes of some grids as they are now. Shape (n,)."""
        found = [self.shape(int(grid)) for grid in grids]
        result = np.empty(len(found), dtype=object)
        result[:] = found
        return result

    def children(self, grid: int) -> IntArray:
        """Return the ids of the grids that share out a grid's ground and have a shape, ascending."""
        at = self.plan.child_positions([grid]) if grid else np.flatnonzero(self.plan.parents == 0)
        at = at[self.plan.shares_ground[at]]
        ids = self.plan.ids[at]
        return ids[~shapely.is_missing(self.shapes(ids))]

    def siblings(self, grid: int) -> IntArray:
        """Return the ids of the grids of the same level that share out the same ground, the grid itself among them."""
        at = int(self.plan.positions([grid])[0])
        family = self.children(int(self.plan.parents[at]))
        return family[self.plan.ranks[self.plan.positions(family)] == self.plan.ranks[at]]

    def near(self, ground: shapely.Geometry) -> IntArray:
        """Return the ids of all grids, of any level, that touch some ground or come within noise of it, ascending."""
        _, at = grid_index(self.plan).query(ground, predicate="dwithin", distance=self.noise)
        ids = set(self.plan.ids[at].tolist()) - self.changed.keys()
        if self.changed:
            mine = list(self.changed)
            close = shapely.dwithin(self.shapes(mine), ground, self.noise)
            ids.update(np.array(mine)[close].tolist())
        return np.array(sorted(ids), dtype=np.int64)

    def border_lengths(self, ground: shapely.Geometry, grids: IntArray) -> FloatArray:
        """Return how long a border each of some grids shares with a piece of ground, metres. Shape (n,)."""
        if not len(grids):
            return np.empty(0)
        x_min, y_min, x_max, y_max = shapely.bounds(ground)
        lines = shapely.clip_by_rect(
            shapely.boundary(self.shapes(grids)), x_min - _SNUG, y_min - _SNUG, x_max + _SNUG, y_max + _SNUG
        )
        # As wide as rounding: what runs along the border counts, what just crosses it does not.
        strip = shapely.buffer(lines, 2 * self.noise, cap_style="flat", quad_segs=1)
        length = shapely.length(shapely.intersection(shapely.boundary(ground), strip))
        return np.where(length > 20 * self.noise, length, 0.0)

    # ---- moving ground -----------------------------------------------------------------------------------------------

    def move_ground(self, ground: shapely.Geometry, to: int | None, losers: Iterable[int]) -> None:
        """Give some ground to one grid (or to none) and take it from others, with all that is below them.

        Parameters
        ----------
        ground : Polygon or MultiPolygon
        to : int or None
            Id of the grid that receives it. What is below it receives it too: the child with the longest border.
        losers : iterable of int
            Ids of grids that lose it, with everything below them.

        Raises
        ------
        Refused
            ``grid-would-vanish`` if a grid would be left without ground; ``no-taker`` if no child of the grid that
            receives the ground borders it.
        """
        before = dict(self.changed)
        corners = vertices_on(self.shapes(self.near(ground)), shapely.boundary(ground), self.noise)
        ground = with_vertices(ground, corners, self.noise)
        try:
            self._move(ground, to, [int(grid) for grid in losers])
            self._settle(ground, [grid for grid, shape in self.changed.items() if shape is not before.get(grid)])
        except Refused:
            self.changed = before
            raise

    def _move(self, ground: shapely.Geometry, to: int | None, losers: list[int]) -> None:
        parties = losers if to is None else [*losers, to]
        shapes = self.shapes(parties)
        corners = shapely.get_coordinates(ground)
        for grid, shape in zip(parties, shapes, strict=True):
            matched = with_vertices(shape, corners, self.noise)
            if grid == to:
                self.changed[grid] = ground_of(shapely.union(matched, ground), self.noise)
                continue
            left = ground_of(shapely.difference(matched, ground), self.noise)
            if left is None:
                raise Refused("grid-would-vanish", grids=[grid], codes=", ".join(self.plan.codes([grid])))
            self.changed[grid] = left
        for grid in losers:
            holders = self._holders(ground, self.children(grid))
            if len(holders):
                self._move(ground, None, holders.tolist())
        if to is not None:
            self._hand_down(ground, to)

    def _holders(self, ground: shapely.Geometry, grids: IntArray) -> IntArray:
        """Return which of some grids hold part of the ground."""
        if not len(grids):
            return grids
        shapes = self.shapes(grids)
        near = shapely.intersects(shapes, ground)
        held = [ground_of(piece, self.noise) is not None for piece in shapely.intersection(shapes[near], ground)]
        return grids[near][np.array(held, dtype=bool)]

    def _hand_down(self, ground: shapely.Geometry, to: int) -> None:
        """Give ground that a grid received to that of its children with the longest border, unless one holds it."""
        children = self.children(to)
        if not len(children):
            return
        near = children[shapely.dwithin(self.shapes(children), ground, self.noise)]
        bare = ground_of(shapely.difference(ground, shapely.union_all(self.shapes(near))), self.noise)
        if bare is None:
            return
        for piece in shapely.get_parts(bare):
            taker = self.best_taker(piece, near)
            if taker is None:
                raise Refused("no-taker", grids=[to], codes=", ".join(self.plan.codes([to])))
            self._move(piece, taker, [])

    def best_taker(self, ground: shapely.Geometry, grids: IntArray) -> int | None:
        """Return the grid that some bare ground should go to, ``None`` if none borders it.

        That is the one whose children hold most of it already, else the one with the longest border, else the lower id.
        """
        border = self.border_lengths(ground, grids)
        if not (border > 0).any():
            return None
        held = np.array([self.held_below(ground, int(grid)) for grid in grids])
        order = np.lexsort((grids, -np.round(border, 3), -np.round(held, 3)))
        order = order[border[order] > 0]
        return int(grids[order[0]])

    def held_below(self, ground: shapely.Geometry, grid: int) -> float:
        """Return how much of some ground the children of a grid hold, m2."""
        if not len(self.plan.child_positions([grid])):
            return 0.0
        children = self.children(grid)
        shapes = self.shapes(children)
        shapes = shapes[shapely.intersects(shapes, ground)]
        return float(shapely.area(shapely.intersection(shapes, ground)).sum())

    # ---- vertices ----------------------------------------------------------------------------------------------------

    def _settle(self, ground: shapely.Geometry, altered: list[int]) -> None:
        """Match the vertices around some ground that moved: drop those that nobody needs, share those that are."""
        border = shapely.boundary(ground)
        points = vertices_on(self.shapes(altered), border, self.noise)
        near = self.near(ground)
        lacked, owners = self._owners(points, near)
        free = lacked & ~owners[:, ~np.isin(near, altered)].any(axis=1)
        for grid in near[owners[free].any(axis=0)].tolist() if free.any() else ():
            self.changed[grid] = without_vertices(self.changed[grid], points[free], self.noise)
        rest = vertices_on(self.shapes(altered), border, self.noise)
        self.share_vertices(rest, near)
        for grid in altered:
            if not shapely.is_valid(self.changed[grid]):
                raise Refused("shape-would-be-invalid", grids=[grid], codes=", ".join(self.plan.codes([grid])))

    def _owners(self, points: FloatArray, grids: IntArray) -> tuple[np.ndarray, np.ndarray]:
        """Return which points some grid lacks that its border passes through, and which grid has which point."""
        at = shapely.points(points)
        lacked = np.zeros(len(points), dtype=bool)
        owners = np.zeros((len(points), len(grids)), dtype=bool)
        for column, shape in enumerate(self.shapes(grids)):
            owners[:, column] = is_among(points, shapely.get_coordinates(shape))
            border = shapely.boundary(shape)
            shapely.prepare(border)
            lacked |= shapely.dwithin(at, border, self.noise) & ~owners[:, column]
        return lacked, owners

    def share_vertices(self, points: FloatArray, grids: IntArray | None = None) -> None:
        """Make points vertices of every grid, of any level, whose border passes within noise of them.

        Of points that are closer together than noise the one that most grids have stands for all.

        Parameters
        ----------
        points : float64 (k, 2)
        grids : int64 (n,), optional
            Ids of the grids to look at; all near the points by default.
        """
        if not len(points):
            return
        points = distinct(points)
        if grids is None:
            grids = self.near(shapely.multipoints(points))
        lacked, _ = self._owners(points, grids)
        if not lacked.any():
            return
        close_by = vertices_on(self.shapes(grids), shapely.multipoints(points[lacked]), self.noise)
        points = distinct(np.concatenate([points, close_by]))
        _, owners = self._owners(points, grids)
        points = points[_representatives(points, owners.sum(axis=1), self.noise)]
        for grid, shape in zip(grids.tolist(), self.shapes(grids), strict=True):
            shared = with_vertices(shape, points, self.noise)
            if shared is not shape:
                self.changed[grid] = shared

    def put(self, grid: int, shape: shapely.Geometry) -> None:
        """Give a grid a shape as it is."""
        self.changed[grid] = shape

    # ---- the change --------------------------------------------------------------------------------------------------

    def change(self, label: str, values: Mapping[str, str | int | float] | None = None) -> Change:
        """Return what was done as one change."""
        ids = sorted(self.changed)
        rows = edited_rows(self.plan, "grids", ids, geometry=self.shapes(ids))
        return change_of(self.plan, label, put={"grids": rows}, values=values)


def _representatives(points: FloatArray, votes: IntArray, noise: float) -> IntArray:
    """Return of each bunch of points within noise of one another the one with most votes (then the first)."""
    order = np.lexsort((np.arange(len(points)), -votes))
    near = shapely.STRtree(shapely.points(points)).query(shapely.points(points), predicate="dwithin", distance=noise)
    if (near[0] == near[1]).all():
        return np.arange(len(points))
    kept: list[int] = []
    close: dict[int, set[int]] = {}
    for one, two in near.T.tolist():
        close.setdefault(one, set()).add(two)
    for point in order.tolist():
        if not close[point] & set(kept):
            kept.append(point)
    return np.array(sorted(kept), dtype=np.int64)
