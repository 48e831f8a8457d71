"""Shapes of a plan while an edit works on them: ground moves between grids, at all levels at once, vertex for vertex.

Every operation first matches the vertices of the ground that moves with those of the grids around it, so that union and
difference meet only edges that are shared exactly; afterwards vertices that nobody needs go again, and those that are
needed are put into every ring, of whatever level, that passes there. So no operation opens a gap, and a grid that has
no part in it is not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import shapely

from gridmap.ground.tiling.edges import point_keys
from gridmap.ground.tiling.hairs import without_hairs
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.errors import Refused
from gridmap.reshaping.rings import distinct, ground_of, with_vertices, without_vertices
from gridmap.reshaping.shape_seen import FEW
from gridmap.reshaping.working_shapes import OUTWARD, Exempt, WorkingShapes

_SNUG = 1.0  # metres around the ground within which a shape's border is looked at


class Reshaping(WorkingShapes):
    """Moves ground between the grids of a plan, in one edit or in many that are one step.

    Invalid shapes take part as the ground that they enclose; see
    :class:`gridmap.reshaping.working_shapes.WorkingShapes`.
    """

    def _vertices_on(self, grids: Iterable[int], line: shapely.Geometry, within: float | None = None) -> FloatArray:
        """Return the vertices of some grids that lie within noise (or so far) of a line, each once. Shape (k, 2)."""
        within = self.noise if within is None else within
        xy = np.concatenate([*(self._look(int(grid)).xy for grid in grids), np.empty((0, 2))])
        x_min, y_min, x_max, y_max = shapely.bounds(line) + within * OUTWARD
        x, y = xy[:, 0], xy[:, 1]
        near = np.flatnonzero((x >= x_min) & (x <= x_max) & (y >= y_min) & (y <= y_max))
        if not len(near):
            return xy[:0]
        xy = distinct(xy[near])
        if len(xy) > FEW:
            shapely.prepare(line)
        return xy[shapely.dwithin(line, shapely.points(xy), within)]

    def border_lengths(self, ground: shapely.Geometry, grids: IntArray) -> FloatArray:
        """Return how long a border each of some grids shares with a piece of ground, metres. Shape (n,)."""
        known = [self._borders.get((id(ground), grid)) for grid in grids.tolist()]
        shapes = self.shapes(grids)
        if all(one is not None and one[0] is shape for one, shape in zip(known, shapes, strict=True)):
            return np.array([one[1] for one in known if one is not None], dtype=np.float64)
        return self._lengths(np.full(len(grids), ground), _clipped(ground, shapes))

    def foresee_borders(self, grounds: ShapeArray, grids: list[IntArray]) -> None:
        """Look how long a border pieces of ground, each foreseen, share with grids as they are in the plan."""
        shapes = [valid_shapes(self.plan)[self.plan.positions(ids)] for ids in grids]
        of = np.repeat(grounds, [len(ids) for ids in grids])
        lines = [_clipped(ground, mine) for ground, mine in zip(grounds, shapes, strict=True)]
        every = [np.concatenate([np.empty(0, dtype=object), *some]) for some in (shapes, lines)]
        ids = [grid for some in grids for grid in some.tolist()]
        found = zip(of, ids, every[0], self._lengths(of, every[1]).tolist(), strict=True)
        self._borders.update({(id(ground), grid): (shape, length) for ground, grid, shape, length in found})

    def _lengths(self, grounds: ShapeArray, lines: ShapeArray) -> FloatArray:
        """Return how long the borders are that pieces of ground share with the lines beside them, metres."""
        # As wide as rounding: what runs along the border counts, what just crosses it does not.
        strip = shapely.buffer(lines, 2 * self.noise, cap_style="flat", quad_segs=1)
        length = shapely.length(shapely.intersection(shapely.boundary(grounds), strip))
        return np.where(length > 20 * self.noise, length, 0.0)

    # ---- moving ground -----------------------------------------------------------------------------------------------

    def move_ground(
        self,
        ground: shapely.Geometry,
        to: int | None,
        losers: Iterable[int],
        heirs: Iterable[int] = (),
        *,
        scatters: bool = True,
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
        scatters : bool
            Whether a grid may come out in more parts than it has.

        Raises
        ------
        Refused
            ``grid-would-vanish`` if a grid would be left without ground; ``grid-would-scatter`` if it may not and would
            be left in more parts; ``no-taker`` if no child of the grid that receives the ground borders it;
            ``shape-would-be-invalid`` if a border that is narrower than rounding somewhere cannot be matched with its
            neighbours.
        """
        before, exempt = dict(self._changed), dict(self._exempt)
        near = self.around(ground)
        losers = [int(grid) for grid in losers]
        try:
            ground = self.fitted(ground, near)
            self._move(ground, to, losers, frozenset(heirs), exempt_moves=to is not None)
            altered = [grid for grid, shape in self._changed.items() if shape is not before.get(grid)]
            self._settle(ground, altered, np.union1d(near, altered))
            if not scatters:
                self._refuse_scattered(before, altered)
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
        foreseen = self._foreseen.get(id(ground))
        known = ground is self._bare or (foreseen is not None and not foreseen.hairy)
        bare = ground if known else without_hairs(ground, self.noise)
        fitted = with_vertices(bare, self._vertices_on(near, shapely.boundary(bare)), self.noise)
        self._bare = bare
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
            self._exempt[new] = Exempt(source, to)
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

    def _owners(self, points: FloatArray, grids: IntArray, within: float | None = None) -> tuple[BoolArray, BoolArray]:
        """Return which points each grid lacks that its border passes through, and which it has. Shapes (k, n)."""
        within = self.noise if within is None else within
        looked = [self._look(grid) for grid in grids.tolist()]
        keys = point_keys(points)
        boxes = np.array([one.bounds for one in looked]).reshape(-1, 4) + within * OUTWARD
        x, y = points[:, :1], points[:, 1:]
        lacks = (x >= boxes[:, 0]) & (y >= boxes[:, 1]) & (x <= boxes[:, 2]) & (y <= boxes[:, 3])
        has = np.zeros_like(lacks)
        for one in np.flatnonzero(lacks.any(axis=0)).tolist():
            has[:, one] = looked[one].has(keys)
        lacks &= ~has
        point, grid = lacks.nonzero()
        if len(point):
            borders = np.full(len(looked), None, dtype=object)
            for one, points_near in Counter(grid.tolist()).items():
                borders[one] = looked[one].border if points_near <= FEW else looked[one].prepared_border
            lacks[point, grid] = shapely.dwithin(borders[grid], shapely.points(points[point]), within)
        return lacks, has

    def share_vertices(self, points: FloatArray, grids: IntArray | None = None, within: float | None = None) -> None:
        """Make points vertices of every grid, of any level, and exempt area whose border passes within noise of them.

        Of points that are closer together than noise the one that most grids have stands for all.

        Parameters
        ----------
        points : float64 (k, 2)
        grids : int64 (n,), optional
            Ids of the grids and exempt areas to look at; all around the points by default.
        within : float, optional
            Metres, instead of the noise.

        Raises
        ------
        Refused
            ``shape-would-be-invalid`` if a border that runs back along itself within noise would close up.
        """
        if not len(points):
            return
        points = distinct(points)
        within = self.noise if within is None else within
        if grids is None:
            there = shapely.multipoints(points)
            grids = self.around(there if within == self.noise else shapely.buffer(there, within))
        lacks, _ = self._owners(points, grids, within)
        if not lacks.any():
            return
        close_by = self._vertices_on(grids, shapely.multipoints(points[lacks.any(axis=1)]), within)
        points = distinct(np.concatenate([points, close_by]))
        lacks, owners = self._owners(points, grids, within)
        stands_in = _representatives(points, owners.sum(axis=1), within)
        gives_way = stands_in != np.arange(len(points))
        altered = {}
        for column, grid in enumerate(grids.tolist()):
            wanted = lacks[:, column] & ~gives_way
            wanted[stands_in[owners[:, column] & gives_way]] = True
            shape = self.shape(grid)
            shared = with_vertices(shape, points[wanted], within)
            if shared is not shape:
                altered[grid] = shared
        self._refuse_invalid(altered)
        for grid, shape in altered.items():
            self.put(grid, shape)

    def _refuse_scattered(self, before: Mapping[int, shapely.Geometry], grids: list[int]) -> None:
        """Refuse what leaves any of some grids in more parts than it had before."""
        for grid in grids:
            was = before[grid] if grid in before else self._shape_before(grid)
            if (
                grid > 0
                and was is not None
                and shapely.get_num_geometries(self._changed[grid]) > shapely.get_num_geometries(was)
            ):
                raise Refused("grid-would-scatter", grids=[grid], codes=", ".join(self.plan.codes([grid])))

    def _refuse_invalid(self, shapes: Mapping[int, shapely.Geometry]) -> None:
        """Refuse shapes of some grids if any is not valid."""
        valid = shapely.is_valid(np.array(list(shapes.values()), dtype=object)).tolist()
        invalid = [grid for grid, good in zip(shapes, valid, strict=True) if not good]
        if invalid:
            raise self.invalid(invalid)


def _clipped(ground: shapely.Geometry, shapes: ShapeArray) -> ShapeArray:
    """Return the borders of some shapes as far as they are near a piece of ground. Shape (n,)."""
    x_min, y_min, x_max, y_max = shapely.bounds(ground)
    borders = shapely.boundary(shapes)
    return np.asarray(shapely.clip_by_rect(borders, x_min - _SNUG, y_min - _SNUG, x_max + _SNUG, y_max + _SNUG))


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
