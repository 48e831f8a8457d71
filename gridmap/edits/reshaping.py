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

import geopandas as gpd
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

_OUTWARD = np.array([-1.0, -1.0, 1.0, 1.0])
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


class _Boxes:
    """The bounding boxes of shapes that come one after the other, looked through all at once."""

    def __init__(self) -> None:
        self._row: dict[int, int] = {}
        self._ids = np.empty(16, dtype=np.int64)
        self._boxes = np.full((16, 4), np.nan)
        self._stale: dict[int, shapely.Geometry] = {}

    def put(self, grid: int, shape: shapely.Geometry | None) -> None:
        """Give a grid the box of a shape; one without a shape is never met."""
        self._stale[grid] = shape

    def meeting(self, bounds: FloatArray) -> IntArray:
        """Return the ids of the grids whose boxes meet a box, in the order in which they came."""
        if self._stale:
            boxes = shapely.bounds(np.array(list(self._stale.values()), dtype=object))
            for grid, box in zip(self._stale, boxes, strict=True):
                row = self._row.setdefault(grid, len(self._row))
                if row == len(self._ids):
                    self._ids = np.concatenate([self._ids, np.empty_like(self._ids)])
                    self._boxes = np.concatenate([self._boxes, np.full_like(self._boxes, np.nan)])
                self._ids[row], self._boxes[row] = grid, box
            self._stale = {}
        boxes = self._boxes[: len(self._row)]
        meets = (boxes[:, 0] <= bounds[2]) & (boxes[:, 2] >= bounds[0])
        meets &= (boxes[:, 1] <= bounds[3]) & (boxes[:, 3] >= bounds[1])
        return self._ids[: len(self._row)][meets]


@dataclass(frozen=True)
class _Exempt:
    """An exempt area of the plan, or a piece of one, that is part of a grid."""

    source: int
    parent: int


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
        self._changed: dict[int, shapely.Geometry] = {}
        self._boxes, self._exempt_boxes = _Boxes(), _Boxes()  # of the shapes that changed
        self._dropped: set[int] = set()
        self._parents: dict[int, int] = {}  # by grid, where it is another than in the plan
        self._new: dict[int, tuple[int, Mapping[str, object]]] = {}  # whom a grid that comes is like, and in what not
        self._exempt: dict[int, _Exempt] = {}  # areas that are new, or part of another grid than before
        self._looked: dict[int, _Looked] = {}
        self._first: dict[int, shapely.Geometry | None] = {}  # shapes of the plan that somebody asked for
        self._children: dict[int, IntArray] = {}
        self._with_ground: dict[int, IntArray] = {}
        self._last_near: tuple[shapely.Geometry, int, IntArray] | None = None
        self.turns = 0
        """How often a shape was put or taken back."""

    @property
    def changed(self) -> Mapping[int, shapely.Geometry]:
        """The shapes that are no longer those of the plan, by grid."""
        return self._changed

    # ---- looking -----------------------------------------------------------------------------------------------------

    def shape(self, grid: int) -> shapely.Geometry | None:
        """Return the shape of a grid or an exempt area as it is now, ``None`` if it has no ground."""
        now = self._changed.get(grid)
        if now is not None:
            return now
        if grid in self._dropped:
            return None
        if grid not in self._first:
            self._first[grid] = self._shape_before(grid)
        return self._first[grid]

    def _shape_before(self, grid: int) -> shapely.Geometry | None:
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
        if grid not in self._with_ground:
            come = [child for child, parent in self._parents.items() if parent == grid]
            ids = np.union1d(np.setdiff1d(self._children[grid], list(self._parents)), np.array(come, dtype=np.int64))
            self._with_ground[grid] = ids[~shapely.is_missing(self.shapes(ids))]
        return self._with_ground[grid]

    def exempt_below(self, parent: int) -> list[int]:
        """Return the ids, below zero, of the exempt areas with ground that are recorded as part of a grid."""
        recorded = self.plan.tables["exempt_areas"]["parent"]
        ids = set((-recorded.index.to_numpy()[recorded.to_numpy() == parent]).tolist())
        ids = {area for area in ids | self._exempt.keys() if self._exempt_parent(area) == parent}
        return sorted(area for area in ids if self.shape(area) is not None)

    def _exempt_parent(self, area: int) -> int:
        if area in self._exempt:
            return self._exempt[area].parent
        return int(self.plan.tables["exempt_areas"].loc[-area, "parent"])

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
        last = self._last_near
        if last is not None and last[0] is ground and last[1] == self.turns:
            return last[2]
        _, at = grid_index(self.plan).query(ground, predicate="dwithin", distance=self.noise)
        near = self._near_now(ground, self.plan.ids[at], self._boxes)
        self._last_near = (ground, self.turns, near)
        return near

    def around(self, ground: shapely.Geometry) -> IntArray:
        """Return what :meth:`near` does and, below zero, the ids of the exempt areas there, ascending."""
        _, at = _exempt_index(self.plan).query(ground, predicate="dwithin", distance=self.noise)
        ids = -self.plan.tables["exempt_areas"].index.to_numpy()[at]
        return np.concatenate([self._near_now(ground, ids, self._exempt_boxes), self.near(ground)])

    def _near_now(self, ground: shapely.Geometry, before: IntArray, changed: _Boxes) -> IntArray:
        """Return those who were near some ground and have not changed, and of the changed ones those who are now."""
        ids = set(before.tolist()) - self._changed.keys() - self._dropped
        mine = changed.meeting(shapely.bounds(ground) + self.noise * _OUTWARD)
        if len(mine):
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
        xy = np.concatenate([*(self._look(int(grid)).xy for grid in grids), np.empty((0, 2))])
        x_min, y_min, x_max, y_max = shapely.bounds(line) + self.noise * _OUTWARD
        x, y = xy[:, 0], xy[:, 1]
        near = np.flatnonzero((x >= x_min) & (x <= x_max) & (y >= y_min) & (y <= y_max))
        if not len(near):
            return xy[:0]
        xy = distinct(xy[near])
        shapely.prepare(line)
        return xy[shapely.dwithin(line, shapely.points(xy), self.noise)]

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

    def move_ground(
        self, ground: shapely.Geometry, to: int | None, losers: Iterable[int], heirs: Iterable[int] = ()
    ) -> None:
        """Give some ground to one grid (or to none) and take it from others, with all that is below them.

        Exempt areas that are part of a grid that loses ground lose it too; what they lose is an exempt part of the grid
        that receives it. If nobody receives the ground, what is exempt of it stays so.

        Parameters
        ----------
        ground : Polygon or MultiPolygon
        to : int or None
            Id of the grid that receives it. What is below it receives it too: the child with the longest border.
        losers : iterable of int
            Ids of grids that lose it, with everything below them.
        heirs : iterable of int
            Ids of those below ``to`` that get all of it, whoever of their siblings holds it.

        Raises
        ------
        Refused
            ``grid-would-vanish`` if a grid would be left without ground; ``no-taker`` if no child of the grid that
            receives the ground borders it; ``shape-would-be-invalid`` if a border that is narrower than rounding
            somewhere cannot be matched with its neighbours.
        """
        before, exempt = dict(self._changed), dict(self._exempt)
        near = self.around(ground)
        losers = [int(grid) for grid in losers]
        try:
            ground = self.fitted(ground, near)
            self._move(ground, to, losers, frozenset(heirs), exempt_moves=to is not None)
            altered = [grid for grid, shape in self._changed.items() if shape is not before.get(grid)]
            self._settle(ground, altered, np.union1d(near, altered))
        except Refused:
            self._go_back(before, exempt)
            raise
        except shapely.GEOSException as error:
            self._go_back(before, exempt)
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

    def _move(
        self,
        ground: shapely.Geometry,
        to: int | None,
        losers: list[int],
        heirs: frozenset[int],
        exempt_moves: bool = True,
    ) -> None:
        parties = losers if to is None or self.holds_all(to, ground) else [*losers, to]
        corners = distinct(shapely.get_coordinates(ground))
        lacks, _ = self._owners(corners, np.array(parties, dtype=np.int64))
        for grid, lacked in zip(parties, lacks.T, strict=True):
            matched = with_vertices(self.shape(grid), corners[lacked], self.noise)
            overlaid = shapely.union(matched, ground) if grid == to else shapely.difference(matched, ground)
            left = ground_of(overlaid, self.noise)
            if left is None:
                raise Refused("grid-would-vanish", grids=[grid], codes=", ".join(self.plan.codes([grid])))
            self.put(grid, left)
        for grid in losers:
            holders = self.holders(ground, self.children(grid))
            if len(holders):
                self._move(ground, None, holders.tolist(), heirs, exempt_moves)
            for area in self.exempt_below(grid) if exempt_moves else ():
                self._move_exempt(ground, area, to)
        if to is not None:
            self._hand_down(ground, to, heirs)

    def _move_exempt(self, ground: shapely.Geometry, area: int, to: int | None) -> None:
        """Take from an exempt area what lies in some ground; that is exempt as part of who receives the ground."""
        corners = distinct(shapely.get_coordinates(ground))
        lacks, _ = self._owners(corners, np.array([area]))
        matched = with_vertices(self.shape(area), corners[lacks[:, 0]], self.noise)
        piece = ground_of(shapely.intersection(matched, ground), self.noise)
        left = ground_of(shapely.difference(matched, ground), self.noise)
        if piece is None:
            return
        if left is None and to is not None:
            self.set_parent(area, to)
        elif to is not None:
            source = self._exempt[area].source if area in self._exempt else -area
            new = min([-self.plan.next_id("exempt_areas"), *(known - 1 for known in self._exempt)])
            self._exempt[new] = _Exempt(source, to)
            self.put(new, piece)
        if left is not None:
            self.put(area, left)

    def holders(self, ground: shapely.Geometry, grids: IntArray) -> IntArray:
        """Return which of some grids hold part of the ground."""
        if not len(grids):
            return grids
        shapes = self.shapes(grids)
        near = shapely.intersects(shapes, ground)
        held = [ground_of(piece, self.noise) is not None for piece in shapely.intersection(shapes[near], ground)]
        return grids[near][np.array(held, dtype=bool)]

    def holds_all(self, grid: int, ground: shapely.Geometry) -> bool:
        """Whether a grid holds all of some ground, so that receiving it changes nothing."""
        shape = self.shape(grid)
        if not shapely.intersects(shape, shapely.point_on_surface(ground)):
            return False
        return ground_of(shapely.difference(ground, shape), self.noise) is None

    def _hand_down(self, ground: shapely.Geometry, to: int, heirs: frozenset[int]) -> None:
        """Give ground that a grid received to that of its children that are heirs, or with the longest border.

        What is exempt, and unless there is an heir what a child holds already, stays so.
        """
        children = self.children(to)
        if not len(children):
            return
        near = children[shapely.dwithin(self.shapes(children), ground, self.noise)]
        heir = next((int(child) for child in children if child in heirs), None)
        held = self.shapes([*self.exempt_below(to), *(near.tolist() if heir is None else [])])
        if len(held):  # what was cut along the border of the ground meets it exactly then
            ground = self.fitted(ground)
        bare = ground_of(shapely.difference(ground, shapely.union_all(held)), self.noise)
        if bare is None:
            return
        if heir is not None:
            self._move(bare, heir, self.holders(bare, near[near != heir]).tolist(), heirs)
            return
        for piece in shapely.get_parts(bare):
            taker = self.best_taker(piece, near)
            if taker is None:
                raise Refused("no-taker", grids=[to], codes=", ".join(self.plan.codes([to])))
            self._move(piece, taker, [], heirs)

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
        lacks, owners = self._owners(points, near)
        if lacks.any():
            free = lacks.any(axis=1) & ~owners[:, ~np.isin(near, altered)].any(axis=1)
            if free.any():
                for grid in near[owners[free].any(axis=0)].tolist():
                    self.put(grid, without_vertices(self._changed[grid], points[free], self.noise))
                points = self._vertices_on(altered, border)
            self.share_vertices(points, near)
        self._refuse_invalid({grid: self._changed[grid] for grid in altered})

    def _owners(self, points: FloatArray, grids: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return which points each grid lacks that its border passes through, and which it has. Shapes (k, n)."""
        looked = [self._look(grid) for grid in grids.tolist()]
        keys = point_keys(points)
        has = np.stack([one.has(keys) for one in looked], axis=1) if looked else np.zeros((len(points), 0), dtype=bool)
        boxes = np.array([one.bounds for one in looked]).reshape(-1, 4) + self.noise * _OUTWARD
        x, y = points[:, :1], points[:, 1:]
        lacks = ~has & (x >= boxes[:, 0]) & (y >= boxes[:, 1]) & (x <= boxes[:, 2]) & (y <= boxes[:, 3])
        point, grid = np.nonzero(lacks)
        if len(point):
            borders = np.array([one.border for one in looked], dtype=object)
            lacks[point, grid] = shapely.dwithin(borders[grid], shapely.points(points)[point], self.noise)
        return lacks, has

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
        lacks, _ = self._owners(points, grids)
        if not lacks.any():
            return
        close_by = self._vertices_on(grids, shapely.multipoints(points[lacks.any(axis=1)]))
        points = distinct(np.concatenate([points, close_by]))
        lacks, owners = self._owners(points, grids)
        stands_in = _representatives(points, owners.sum(axis=1), self.noise)
        gives_way = stands_in != np.arange(len(points))
        altered = {}
        for column, grid in enumerate(grids.tolist()):
            wanted = lacks[:, column] & ~gives_way
            wanted[stands_in[owners[:, column] & gives_way]] = True
            shape = self.shape(grid)
            shared = with_vertices(shape, points[wanted], self.noise)
            if shared is not shape:
                altered[grid] = shared
        self._refuse_invalid(altered)
        for grid, shape in altered.items():
            self.put(grid, shape)

    def _refuse_invalid(self, shapes: Mapping[int, shapely.Geometry]) -> None:
        """Refuse shapes of some grids if any is not valid."""
        valid = shapely.is_valid(np.array(list(shapes.values()), dtype=object)).tolist()
        invalid = [grid for grid, good in zip(shapes, valid, strict=True) if not good]
        if invalid:
            raise self.invalid(invalid)

    def invalid(self, grids: Iterable[int]) -> Refused:
        """Return the refusal to make the shapes of some grids, or of exempt areas, invalid."""
        known = [grid for grid in grids if self.plan.positions([grid])[0] >= 0]
        return Refused("shape-would-be-invalid", grids=known, codes=", ".join(self.plan.codes(known)))

    def put(self, grid: int, shape: shapely.Geometry) -> None:
        """Give a grid a shape as it is."""
        if self.shape(grid) is None:
            self._with_ground.clear()
        self._changed[grid] = shape
        self._boxes_with(grid).put(grid, shape)
        self.turns += 1

    def _boxes_with(self, grid: int) -> _Boxes:
        return self._boxes if grid > 0 else self._exempt_boxes

    def _go_back(self, before: dict[int, shapely.Geometry], exempt: dict[int, _Exempt]) -> None:
        """Take back what was put since."""
        for grid, shape in self._changed.items():
            if before.get(grid) is not shape:
                self._boxes_with(grid).put(grid, before.get(grid))
        self._changed, self._exempt = before, exempt
        self._with_ground.clear()
        self.turns += 1

    def add(self, like: int, shape: shapely.Geometry, **columns: object) -> int:
        """Put in a grid that is like another but for its shape and some columns; return its id."""
        grid = self.plan.next_id("grids") + len(self._new)
        self._new[grid] = (like, columns)
        self.put(grid, shape)
        return grid

    def drop(self, grid: int) -> None:
        """Take a grid out of the plan; whoever receives its ground is for the caller to say."""
        self._dropped.add(grid)
        self._changed.pop(grid, None)
        self._boxes.put(grid, None)
        self._with_ground.clear()
        self.turns += 1

    def set_parent(self, grid: int, parent: int) -> None:
        """Put a grid, or an exempt area, below another grid; the ground of the parents is for the caller to move."""
        if grid > 0:
            self._parents[grid] = parent
            self._with_ground.clear()
        else:
            source = self._exempt[grid].source if grid in self._exempt else -grid
            self._exempt[grid] = _Exempt(source, parent)

    # ---- the change --------------------------------------------------------------------------------------------------

    def change(self, label: str, values: Mapping[str, str | int | float] | None = None) -> Change:
        """Return what was done as one change."""
        return change_of(self.plan, label, put=self.rows(), drop={"grids": sorted(self._dropped)}, values=values)

    def rows(self) -> dict[str, pd.DataFrame]:
        """Return the rows of all grids and exempt areas that are new, or whose shape or parent is another, by table."""
        plan = self.plan
        shaped = {grid for grid in self._changed if grid > 0 and grid not in self._new}
        grids = sorted(shaped | self._parents.keys() - self._dropped)
        shapes = [self._changed[grid] if grid in shaped else plan.shape(grid) for grid in grids]
        rows = edited_rows(plan, "grids", grids, geometry=shapes)
        if self._parents:
            parents = dict(zip(grids, rows["parent"].tolist(), strict=True)) | self._parents
            rows["parent"] = [parents[grid] for grid in grids]
        for grid, (like, columns) in self._new.items():
            new = edited_rows(plan, "grids", [like], geometry=self.shapes([grid]), **columns)
            rows = pd.concat([rows, new.set_axis(pd.Index([grid], name="id"))])
        areas = sorted({area for area in self._changed if area < 0} | self._exempt.keys(), reverse=True)
        return {"grids": rows, "exempt_areas": self._areas(areas)} if areas else {"grids": rows}

    def _areas(self, areas: list[int]) -> pd.DataFrame:
        """Return the rows of some exempt areas; a new one is like the one that it was part of."""
        known = self.plan.tables["exempt_areas"]
        source = [self._exempt[area].source if area in self._exempt else -area for area in areas]
        like = known.iloc[positions_in(known.index.to_numpy(), source)]
        like = like.set_axis(pd.Index([-area for area in areas], name="id"))
        shapes = gpd.GeoSeries(self.shapes(areas), index=like.index, crs=self.plan.crs)
        return like.assign(parent=[self._exempt_parent(area) for area in areas]).set_geometry(shapes)


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
