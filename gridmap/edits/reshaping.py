"""Shapes of a plan while an edit works on them: ground moves between grids, at all levels at once, vertex for vertex.

Every operation first matches the vertices of the ground that moves with those of the grids around it, so that union and
difference meet only edges that are shared exactly; afterwards vertices that nobody needs go again, and those that are
needed are put into every ring, of whatever level, that passes there. So no operation opens a gap, and a grid that has
no part in it is not touched.

Exempt areas are ground like any other here, since the grids around them must go on meeting them exactly. They are known
by their id below zero: -7 is the exempt area 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.change import Change, change_of, edited_rows
from gridmap.derived import kept
from gridmap.edits.rings import distinct, ground_of, with_vertices, without_vertices
from gridmap.errors import Refused
from gridmap.plan import BoolArray, FloatArray, IntArray, Plan, ShapeArray, positions_in
from gridmap.spatial_index import SpatialIndex
from gridmap.tiling.edges import point_keys
from gridmap.tiling.hairs import without_hairs
from gridmap.tiling.proof import exempt_ground, grid_index, valid_shapes

_SNUG = 1.0  # metres around the ground within which a shape's border is looked at


@dataclass(frozen=True, eq=False)
class _Looked:
    """What is worked out of a shape when it is looked at, and used as long as the shape stays the same."""

    shape: shapely.Geometry
    bounds: FloatArray
    border: shapely.Geometry
    xy: FloatArray
    keys: npt.NDArray[np.uint64]  # of the vertices, ascending

    @classmethod
    def at(cls, shape: shapely.Geometry) -> _Looked:
        border = shapely.boundary(shape)
        shapely.prepare(border)
        xy = shapely.get_coordinates(shape)
        return cls(shape, shapely.bounds(shape), border, xy, np.sort(point_keys(xy)))

    def has(self, keys: npt.NDArray[np.uint64]) -> BoolArray:
        """Return which points, given by their keys, are vertices."""
        where = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[where] == keys

    def lacks(self, points: FloatArray, keys: npt.NDArray[np.uint64], noise: float) -> BoolArray:
        """Return which points lie on the border without being vertices."""
        low, high = self.bounds[:2] - noise, self.bounds[2:] + noise
        lacks = ((points >= low) & (points <= high)).all(axis=1) & ~self.has(keys)
        at = np.flatnonzero(lacks)
        if len(at):
            lacks[at] = shapely.dwithin(self.border, shapely.points(points[at]), noise)
        return lacks

    def vertices_on(self, line: shapely.Geometry, bounds: FloatArray, noise: float) -> FloatArray:
        """Return the vertices that lie within noise of a line, which is prepared and has these bounds."""
        near = (self.xy >= bounds[:2] - noise) & (self.xy <= bounds[2:] + noise)
        xy = self.xy[near[:, 0] & near[:, 1]]
        return xy[shapely.dwithin(line, shapely.points(xy), noise)] if len(xy) else xy


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
        self._looked: dict[int, _Looked] = {}
        self._children: dict[int, IntArray] = {}

    # ---- looking -----------------------------------------------------------------------------------------------------

    def shape(self, grid: int) -> shapely.Geometry | None:
        """Return the shape of a grid or an exempt area as it is now, ``None`` if it has no ground."""
        if grid in self.changed:
            return self.changed[grid]
        if grid < 0:
            at = positions_in(self.plan.tables["exempt_areas"].index.to_numpy(), [-grid])[0]
            return exempt_ground(self.plan)[at] if at >= 0 else None
        at = self.plan.positions([grid])[0]
        return valid_shapes(self.plan)[at] if at >= 0 else None

    def shapes(self, grids: Iterable[int]) -> ShapeArray:
        """Return the shapes of some grids as they are now. Shape (n,)."""
        found = [self.shape(int(grid)) for grid in grids]
        result = np.empty(len(found), dtype=object)
        result[:] = found
        return result

    def children(self, grid: int) -> IntArray:
        """Return the ids of the grids that share out a grid's ground and have a shape, ascending.

        For 0 those without a parent, of all levels.
        """
        if grid not in self._children:
            plan = self.plan
            at = plan.child_positions([grid]) if grid else np.flatnonzero(~plan.parent_fits)
            if grid:
                at = at[plan.parent_fits[at]]
            self._children[grid] = plan.ids[at[plan.shares_ground[at]]]
        ids = self._children[grid]
        return ids[~shapely.is_missing(self.shapes(ids))]

    def siblings(self, grid: int) -> IntArray:
        """Return the ids of the grids with a shape that must not lie on a grid, the grid itself among them, ascending.

        Those of its level that share out the same ground; for an overlay those of its kind and parent.
        """
        plan = self.plan
        at = int(plan.positions([grid])[0])
        parent = int(plan.parents[at]) if plan.parent_fits[at] else 0
        if plan.shares_ground[at]:
            family = self.children(parent)
            return family[plan.ranks[plan.positions(family)] == plan.ranks[at]]
        alike = plan.child_positions([parent]) if parent else np.flatnonzero(~plan.parent_fits)
        ids = plan.ids[alike[plan.kind_numbers[alike] == plan.kind_numbers[at]]]
        return ids[~shapely.is_missing(self.shapes(ids))]

    def near(self, ground: shapely.Geometry) -> IntArray:
        """Return the ids of all grids, of any level, that touch some ground or come within noise of it, ascending."""
        _, at = grid_index(self.plan).query(ground, predicate="dwithin", distance=self.noise)
        return self._near_now(ground, self.plan.ids[at], [grid for grid in self.changed if grid > 0])

    def around(self, ground: shapely.Geometry) -> IntArray:
        """Return what :meth:`near` does and, below zero, the ids of the exempt areas there, ascending."""
        _, at = _exempt_index(self.plan).query(ground, predicate="dwithin", distance=self.noise)
        ids = -self.plan.tables["exempt_areas"].index.to_numpy()[at]
        exempt = self._near_now(ground, ids, [area for area in self.changed if area < 0])
        return np.concatenate([exempt, self.near(ground)])

    def _near_now(self, ground: shapely.Geometry, before: IntArray, changed: list[int]) -> IntArray:
        """Return those who were near some ground and have not changed, and of the changed ones those who are now."""
        ids = set(before.tolist()).difference(changed)
        if changed:
            mine = np.array(changed)
            bounds = np.array([self._look(grid).bounds for grid in changed])
            low, high = np.split(shapely.bounds(ground), 2)
            close = (bounds[:, :2] <= high + self.noise).all(axis=1) & (bounds[:, 2:] >= low - self.noise).all(axis=1)
            mine = mine[close]
            ids.update(mine[shapely.dwithin(self.shapes(mine), ground, self.noise)].tolist())
        return np.array(sorted(ids), dtype=np.int64)

    def _look(self, grid: int) -> _Looked:
        shape = self.shape(grid)
        looked = self._looked.get(grid)
        if looked is None or looked.shape is not shape:
            looked = self._looked[grid] = _Looked.at(shape)
        return looked

    def _vertices_on(self, grids: Iterable[int], line: shapely.Geometry) -> FloatArray:
        """Return the vertices of some grids that lie within noise of a line, each once. Shape (k, 2)."""
        shapely.prepare(line)
        bounds = shapely.bounds(line)
        found = [self._look(int(grid)).vertices_on(line, bounds, self.noise) for grid in grids]
        return distinct(np.concatenate([*found, np.empty((0, 2))]))

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
            receives the ground borders it; ``shape-would-be-invalid`` if a border that is narrower than rounding
            somewhere cannot be matched with its neighbours.
        """
        before = dict(self.changed)
        near = self.around(ground)
        losers = [int(grid) for grid in losers]
        try:
            ground = self.fitted(ground, near)
            self._move(ground, to, losers)
            altered = [grid for grid, shape in self.changed.items() if shape is not before.get(grid)]
            self._settle(ground, altered, np.union1d(near, altered))
        except Refused:
            self.changed = before
            raise
        except shapely.GEOSException as error:
            self.changed = before
            raise self.invalid(losers if to is None else [*losers, to]) from error

    def fitted(self, ground: shapely.Geometry, near: IntArray | None = None) -> shapely.Geometry:
        """Return some ground without hairs, and with the vertices on its border that grids near it have there.

        Raises
        ------
        Refused
            ``shape-would-be-invalid``
        """
        near = self.around(ground) if near is None else near
        bare = without_hairs(ground, self.noise)
        fitted = with_vertices(bare, self._vertices_on(near, shapely.boundary(bare)), self.noise)
        if fitted is not bare and not shapely.is_valid(fitted):
            raise self.invalid(near.tolist())
        return fitted

    def _move(self, ground: shapely.Geometry, to: int | None, losers: list[int]) -> None:
        parties = losers if to is None or self._holds_all(to, ground) else [*losers, to]
        corners = distinct(shapely.get_coordinates(ground))
        keys = point_keys(corners)
        for grid in parties:
            looked = self._look(grid)
            matched = with_vertices(looked.shape, corners[looked.lacks(corners, keys, self.noise)], self.noise)
            overlaid = shapely.union(matched, ground) if grid == to else shapely.difference(matched, ground)
            left = ground_of(overlaid, self.noise)
            if left is None:
                raise Refused("grid-would-vanish", grids=[grid], codes=", ".join(self.plan.codes([grid])))
            self.changed[grid] = left
        for grid in losers:
            holders = self.holders(ground, self.children(grid))
            if len(holders):
                self._move(ground, None, holders.tolist())
        if to is not None:
            self._hand_down(ground, to)

    def holders(self, ground: shapely.Geometry, grids: IntArray) -> IntArray:
        """Return which of some grids hold part of the ground."""
        if not len(grids):
            return grids
        shapes = self.shapes(grids)
        near = shapely.intersects(shapes, ground)
        held = [ground_of(piece, self.noise) is not None for piece in shapely.intersection(shapes[near], ground)]
        return grids[near][np.array(held, dtype=bool)]

    def _holds_all(self, grid: int, ground: shapely.Geometry) -> bool:
        """Whether a grid holds all of some ground, so that receiving it changes nothing."""
        shape = self.shape(grid)
        if not shapely.intersects(shape, shapely.point_on_surface(ground)):
            return False
        return ground_of(shapely.difference(ground, shape), self.noise) is None

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

    def _settle(self, ground: shapely.Geometry, altered: list[int], near: IntArray) -> None:
        """Match the vertices around some ground that moved: drop those that nobody needs, share those that are."""
        border = shapely.boundary(ground)
        points = self._vertices_on(altered, border)
        lacked, owners = self._owners(points, near)
        free = lacked & ~owners[:, ~np.isin(near, altered)].any(axis=1)
        if free.any():
            for grid in near[owners[free].any(axis=0)].tolist():
                self.changed[grid] = without_vertices(self.changed[grid], points[free], self.noise)
            points = self._vertices_on(altered, border)
        self.share_vertices(points, near)
        self._refuse_invalid({grid: self.changed[grid] for grid in altered})

    def _owners(self, points: FloatArray, grids: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return which points some grid lacks that its border passes through, and which grid has which point."""
        lacked = np.zeros(len(points), dtype=bool)
        owners = np.zeros((len(points), len(grids)), dtype=bool)
        keys = point_keys(points)
        for column, grid in enumerate(grids.tolist()):
            looked = self._look(grid)
            owners[:, column] = looked.has(keys)
            lacked |= looked.lacks(points, keys, self.noise)
        return lacked, owners

    def share_vertices(self, points: FloatArray, grids: IntArray | None = None) -> None:
        """Make points vertices of every grid, of any level, and exempt area whose border passes within noise of them.

        Of points that are closer together than noise the one that most grids have stands for all.

        Parameters
        ----------
        points : float64 (k, 2)
        grids : int64 (n,), optional
            Ids of the grids and exempt areas to look at; all around the points by default.

        Raises
        ------
        Refused
            ``shape-would-be-invalid`` if a border that runs back along itself within noise would close up.
        """
        if not len(points):
            return
        points = distinct(points)
        if grids is None:
            grids = self.around(shapely.multipoints(points))
        lacked, _ = self._owners(points, grids)
        if not lacked.any():
            return
        close_by = self._vertices_on(grids, shapely.multipoints(points[lacked]))
        points = distinct(np.concatenate([points, close_by]))
        _, owners = self._owners(points, grids)
        stands_in = _representatives(points, owners.sum(axis=1), self.noise)
        gives_way = stands_in != np.arange(len(points))
        keys, altered = point_keys(points), {}
        for column, grid in enumerate(grids.tolist()):
            looked = self._look(grid)
            wanted = looked.lacks(points, keys, self.noise) & ~gives_way
            wanted[stands_in[owners[:, column] & gives_way]] = True
            shared = with_vertices(looked.shape, points[wanted], self.noise)
            if shared is not looked.shape:
                altered[grid] = shared
        self._refuse_invalid(altered)
        self.changed.update(altered)

    def _refuse_invalid(self, shapes: Mapping[int, shapely.Geometry]) -> None:
        """Refuse shapes of some grids if any is not valid."""
        valid = shapely.is_valid(np.array(list(shapes.values()), dtype=object)).tolist()
        invalid = [grid for grid, good in zip(shapes, valid, strict=True) if not good]
        if invalid:
            raise self.invalid(invalid)

    def invalid(self, grids: Iterable[int]) -> Refused:
        """Return the refusal to make the shapes of some grids, or of exempt areas, invalid."""
        known = [grid for grid in grids if grid > 0]
        return Refused("shape-would-be-invalid", grids=known, codes=", ".join(self.plan.codes(known)))

    def put(self, grid: int, shape: shapely.Geometry) -> None:
        """Give a grid a shape as it is."""
        self.changed[grid] = shape

    # ---- the change --------------------------------------------------------------------------------------------------

    def change(self, label: str, values: Mapping[str, str | int | float] | None = None) -> Change:
        """Return what was done as one change."""
        return change_of(self.plan, label, put=self.rows(), values=values)

    def rows(self) -> dict[str, pd.DataFrame]:
        """Return the rows of all grids and exempt areas whose shape is another now, by table."""
        grids = sorted(grid for grid in self.changed if grid > 0)
        areas = sorted(-area for area in self.changed if area < 0)
        rows = {"grids": edited_rows(self.plan, "grids", grids, geometry=self.shapes(grids))}
        if areas:
            shapes = self.shapes(-area for area in areas)
            rows["exempt_areas"] = edited_rows(self.plan, "exempt_areas", areas, geometry=shapes)
        return rows


@kept("exempt_areas")
def _exempt_index(plan: Plan) -> SpatialIndex:
    """Return a spatial index of the exempt areas' ground; kept with the plan."""
    return SpatialIndex.of(plan.tables["exempt_areas"].index.to_numpy(), exempt_ground(plan))


def _representatives(points: FloatArray, votes: IntArray, noise: float) -> IntArray:
    """Return for each point the one that stands for it: of those within noise of one another that with most votes."""
    order = np.lexsort((np.arange(len(points)), -votes))
    near = shapely.STRtree(shapely.points(points)).query(shapely.points(points), predicate="dwithin", distance=noise)
    if (near[0] == near[1]).all():
        return np.arange(len(points))
    close: dict[int, list[int]] = {}
    for one, two in near.T.tolist():
        close.setdefault(one, []).append(two)
    stands_in = np.full(len(points), -1)
    for point in order.tolist():
        if stands_in[point] < 0:
            mine = np.array(close[point])
            stands_in[mine[stands_in[mine] < 0]] = point
    return stands_in
