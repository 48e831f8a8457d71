"""Shapes of a plan while an edit works on them: ground moves between grids, at all levels at once, vertex for vertex.

Every operation first matches the vertices of the ground that moves with those of the grids around it, so that union and
difference meet only edges that are shared exactly; afterwards vertices that nobody needs go again, and those that are
needed are put into every ring, of whatever level, that passes there. So no operation opens a gap, and a grid that has
no part in it is not touched.

Each is written down as steps, so that mending does many side by side (see :mod:`gridmap.reshaping.together`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.borders import Borders
from gridmap.reshaping.rings import FEW, distinct, ground_of
from gridmap.reshaping.together import (
    DIFFERENCE,
    EACH_INTERSECTION,
    EACH_INTERSECTS,
    EACH_VALID,
    INTERSECTION,
    INTERSECTS,
    UNION,
    VALID,
    Steps,
    alone,
    in_common,
    row_by_row,
    shapes_from,
)
from gridmap.reshaping.vertices import (
    lacking_and_having,
    vertices_near_lines,
    with_vertices_each,
    without_hairs_each,
    without_vertices_each,
)
from gridmap.reshaping.working_shapes import Exempt, Put

_Whose = tuple[BoolArray, BoolArray]
"""Which points each shape lacks, and which it has."""


class Reshaping(Borders):
    """Moves ground between the grids of a plan, in one edit or in many that are one step.

    Invalid shapes take part as the ground that they enclose; see
    :class:`gridmap.reshaping.working_shapes.WorkingShapes`.
    """

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._hairless: dict[int, shapely.Geometry] = {}  # ground that was found to be without hairs

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
        alone(self.moving(ground, to, losers, heirs, scatters=scatters))

    @in_common
    def moving(
        self,
        ground: shapely.Geometry,
        to: int | None,
        losers: Iterable[int],
        heirs: Iterable[int] = (),
        *,
        scatters: bool = True,
    ) -> Steps[None]:
        """Do what :meth:`move_ground` does, step by step."""
        put: Put = {}
        exempt = dict(self._exempt)
        losers = [int(grid) for grid in losers]
        try:
            near = yield from self.beside(ground)
            ground = yield from self.fitting(ground, near)
            yield from self._move(put, ground, to, losers, frozenset(heirs), exempt_moves=to is not None)
            altered = list(put)
            yield from self._settle(put, ground, altered, np.array(sorted({*near.tolist(), *altered}), dtype=np.int64))
            if not scatters:
                self._refuse_scattered(put, altered)
        except Refused:
            self._go_back(put, exempt)
            raise
        except shapely.GEOSException as error:
            self._go_back(put, exempt)
            raise self.invalid(losers if to is None else [*losers, to]) from error

    def fitted(self, ground: shapely.Geometry, near: IntArray | None = None) -> shapely.Geometry:
        """Return some ground without hairs, and with the vertices on its border that grids near it have there.

        Raises
        ------
        Refused
            ``shape-would-be-invalid``
        """
        return alone(self.fitting(ground, near))

    def fitting(self, ground: shapely.Geometry, near: IntArray | None = None) -> Steps[shapely.Geometry]:
        """Do what :meth:`fitted` does, step by step."""
        if near is None:
            near = yield from self.beside(ground)
        foreseen = self._foreseen.get(id(ground))
        known = id(ground) in self._hairless or (foreseen is not None and not foreseen.hairy)
        bare = ground if known else (yield without_hairs_each, (ground, self.noise))
        self._hairless[id(bare)] = bare
        border = shapely.boundary(bare)
        points = yield vertices_near_lines, (self.looked_at(near.tolist()), border, self.noise)
        fitted = yield with_vertices_each, (bare, points, self.noise)
        if fitted is not bare and not (yield VALID, (fitted,)):
            raise self.invalid(near.tolist())
        return fitted

    def _move(
        self,
        put: Put,
        ground: shapely.Geometry,
        to: int | None,
        losers: list[int],
        heirs: frozenset[int],
        exempt_moves: bool = True,
    ) -> Steps[None]:
        holds_all = to is not None and (yield from self._holding_all(to, ground))
        parties = losers if to is None or holds_all else [*losers, to]
        if parties:
            yield from self._overlay(put, ground, to, parties)
        for grid in losers:
            holders = yield from self.holding(ground, self.children(grid))
            if len(holders):
                yield from self._move(put, ground, None, holders.tolist(), heirs, exempt_moves)
            for area in self.exempt_below(grid) if exempt_moves else ():
                yield from self._move_exempt(put, ground, area, to)
        if to is not None:
            yield from self._hand_down(put, ground, to, heirs)

    def _overlay(self, put: Put, ground: shapely.Geometry, to: int | None, parties: list[int]) -> Steps[None]:
        """Unite the shape of who receives some ground with it, and take it from the others."""
        corners = distinct(shapely.get_coordinates(ground))
        lacks, _ = yield lacking_and_having, (corners, self.looked_at(parties), self.noise)
        for grid, lacked in zip(parties, lacks.T, strict=True):
            shape = self.shape(grid)
            matched = (yield with_vertices_each, (shape, corners[lacked], self.noise)) if lacked.any() else shape
            overlaid = yield (UNION if grid == to else DIFFERENCE), (matched, ground)
            left = ground_of(overlaid, self.noise)
            if left is None:
                raise Refused("grid-would-vanish", grids=[grid], codes=", ".join(self.plan.codes([grid])))
            self.put(grid, left, put)

    def _move_exempt(self, put: Put, ground: shapely.Geometry, area: int, to: int | None) -> Steps[None]:
        """Take from an exempt area what lies in some ground; that is exempt as part of who receives the ground."""
        corners = distinct(shapely.get_coordinates(ground))
        lacks, _ = yield lacking_and_having, (corners, self.looked_at([area]), self.noise)
        matched = yield with_vertices_each, (self.shape(area), corners[lacks[:, 0]], self.noise)
        piece = ground_of((yield INTERSECTION, (matched, ground)), self.noise)
        left = ground_of((yield DIFFERENCE, (matched, ground)), self.noise)
        if piece is None:
            return
        if left is None and to is not None:
            self.set_parent(area, to)
        elif to is not None:
            source = self._exempt[area].source if area in self._exempt else -area
            new = min([-self.plan.next_id("exempt_areas"), *(known - 1 for known in self._exempt)])
            self._exempt[new] = Exempt(source, to)
            self.put(new, piece, put)
        if left is not None:
            self.put(area, left, put)

    def holders(self, ground: shapely.Geometry, grids: IntArray) -> IntArray:
        """Return which of some grids hold part of the ground."""
        return alone(self.holding(ground, grids))

    def holding(self, ground: shapely.Geometry, grids: IntArray) -> Steps[IntArray]:
        """Do what :meth:`holders` does, step by step."""
        if not len(grids):
            return grids
        shapes = self.shapes(grids)
        near = yield EACH_INTERSECTS, (shapes, np.full(len(shapes), ground))
        if not near.any():
            return grids[near]
        pieces = yield EACH_INTERSECTION, (shapes[near], np.full(int(near.sum()), ground))
        held = [ground_of(piece, self.noise) is not None for piece in pieces]
        return grids[near][np.array(held, dtype=bool)]

    def holds_all(self, grid: int, ground: shapely.Geometry) -> bool:
        """Whether a grid holds all of some ground, so that receiving it changes nothing."""
        return alone(self._holding_all(grid, ground))

    def _holding_all(self, grid: int, ground: shapely.Geometry) -> Steps[bool]:
        shape = self.shape(grid)
        if not (yield INTERSECTS, (shape, shapely.point_on_surface(ground))):
            return False
        return ground_of((yield DIFFERENCE, (ground, shape)), self.noise) is None

    def _hand_down(self, put: Put, ground: shapely.Geometry, to: int, heirs: frozenset[int]) -> Steps[None]:
        """Give ground that a grid received to that of its children that are heirs, or with the longest border.

        What is exempt, and unless there is an heir what a child holds already, stays so.
        """
        children = self.children(to)
        if not len(children):
            return
        near = yield row_by_row(shapely.dwithin, self.noise), (self.shapes(children), np.full(len(children), ground))
        near = children[near]
        heir = next((int(child) for child in children if child in heirs), None)
        held = self.shapes([*self.exempt_below(to), *(near.tolist() if heir is None else [])])
        if len(held):  # what was cut along the border of the ground meets it exactly then
            ground = yield from self.fitting(ground)
        bare = ground_of((yield DIFFERENCE, (ground, shapely.union_all(held))), self.noise)
        if bare is None:
            return
        if heir is not None:
            holders = yield from self.holding(bare, near[near != heir])
            yield from self._move(put, bare, heir, holders.tolist(), heirs)
            return
        for piece in shapely.get_parts(bare):
            taker = yield from self.best_taking(piece, near)
            if taker is None:
                raise Refused("no-taker", grids=[to], codes=", ".join(self.plan.codes([to])))
            yield from self._move(put, piece, taker, [], heirs)

    def best_taker(self, ground: shapely.Geometry, grids: IntArray) -> int | None:
        """Return the grid that some bare ground should go to, ``None`` if none borders it.

        That is the one whose children hold most of it already, else the one with the longest border, else the lower id.
        """
        return alone(self.best_taking(ground, grids))

    def best_taking(self, ground: shapely.Geometry, grids: IntArray) -> Steps[int | None]:
        """Do what :meth:`best_taker` does, step by step."""
        border = yield from self.bordering(ground, grids)
        if not (border > 0).any():
            return None
        held = np.zeros(len(grids))
        for row, grid in enumerate(grids.tolist()):
            held[row] = yield from self.holding_below(ground, grid)
        order = np.lexsort((grids, -np.round(border, 3), -np.round(held, 3)))
        order = order[border[order] > 0]
        return int(grids[order[0]])

    def holding_below(self, ground: shapely.Geometry, grid: int) -> Steps[float]:
        """Return, step by step, how much of some ground the children of a grid hold, m2."""
        if not self.has_children(grid):
            return 0.0
        shapes = self.shapes(self.children(grid))
        shapes = shapes[(yield EACH_INTERSECTS, (shapes, np.full(len(shapes), ground)))]
        if not len(shapes):
            return 0.0
        pieces = yield EACH_INTERSECTION, (shapes, np.full(len(shapes), ground))
        return float(shapely.area(pieces).sum())

    # ---- vertices ----------------------------------------------------------------------------------------------------

    def _settle(self, put: Put, ground: shapely.Geometry, altered: list[int], near: IntArray) -> Steps[None]:
        """Match the vertices around some ground that moved: drop those that nobody needs, share those that are."""
        border = shapely.boundary(ground)
        points = yield vertices_near_lines, (self.looked_at(altered), border, self.noise)
        lacks, owners = yield lacking_and_having, (points, self.looked_at(near.tolist()), self.noise)
        if lacks.any():
            others = [grid not in put for grid in near.tolist()]
            free = lacks.any(axis=1) & ~owners[:, others].any(axis=1)
            known: _Whose | None = (lacks, owners)
            if free.any():
                for grid in near[owners[free].any(axis=0)].tolist():
                    left = yield without_vertices_each, (self._changed[grid], points[free], self.noise)
                    self.put(grid, left, put)
                points = yield vertices_near_lines, (self.looked_at(altered), border, self.noise)
                known = None
            yield from self._share(points, near, self.noise, put, known)
        yield from self._refusing_invalid({grid: self._changed[grid] for grid in altered})

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
        alone(self.sharing_vertices(points, grids, within))

    def sharing_vertices(
        self, points: FloatArray, grids: IntArray | None = None, within: float | None = None, put: Put | None = None
    ) -> Steps[bool]:
        """Do what :meth:`share_vertices` does, step by step; return whether any shape changed."""
        if not len(points):
            return False
        points = distinct(points)
        within = self.noise if within is None else within
        if grids is None:
            there = shapely.multipoints(points)
            grids = yield from self.looking_around(there if within == self.noise else shapely.buffer(there, within))
        return (yield from self._share(points, grids, within, put))

    def _share(
        self, points: FloatArray, grids: IntArray, within: float, put: Put | None, known: _Whose | None = None
    ) -> Steps[bool]:
        """Share vertices, each given once; it may be known who lacks and who has them."""
        looked = self.looked_at(grids.tolist())
        lacks, owners = known or (yield lacking_and_having, (points, looked, within))
        if not lacks.any():
            return False
        there = shapely.multipoints(points[lacks.any(axis=1)])
        close_by = yield vertices_near_lines, (looked, there, within)
        every = distinct(np.concatenate([points, close_by]))
        if len(every) > len(points):
            points = every
            lacks, owners = yield lacking_and_having, (points, looked, within)
        stands_in = _representatives(points, owners.sum(axis=1), within)
        gives_way = stands_in != np.arange(len(points))
        altered = {}
        for column, grid in enumerate(grids.tolist()):
            wanted = lacks[:, column] & ~gives_way
            wanted[stands_in[owners[:, column] & gives_way]] = True
            if wanted.any():
                shape = self.shape(grid)
                shared = yield with_vertices_each, (shape, points[wanted], within)
                if shared is not shape:
                    altered[grid] = shared
        yield from self._refusing_invalid(altered)
        for grid, shape in altered.items():
            self.put(grid, shape, put)
        return bool(altered)

    def _refuse_scattered(self, put: Put, grids: list[int]) -> None:
        """Refuse what leaves any of some grids in more parts than it had before."""
        for grid in grids:
            was = put[grid] if put[grid] is not None else self._shape_before(grid)
            if (
                grid > 0
                and was is not None
                and shapely.get_num_geometries(self._changed[grid]) > shapely.get_num_geometries(was)
            ):
                raise Refused("grid-would-scatter", grids=[grid], codes=", ".join(self.plan.codes([grid])))

    def _refusing_invalid(self, shapes: Mapping[int, shapely.Geometry]) -> Steps[None]:
        """Refuse shapes of some grids if any is not valid."""
        if not shapes:
            return
        valid = yield EACH_VALID, (shapes_from(list(shapes.values())),)
        invalid = [grid for grid, good in zip(shapes, valid.tolist(), strict=True) if not good]
        if invalid:
            raise self.invalid(invalid)


def _representatives(points: FloatArray, votes: IntArray, noise: float) -> IntArray:
    """Return for each point the one that stands for it: of those within noise of one another that with most votes."""
    if len(points) <= FEW and not _may_be_close(points, noise):
        return np.arange(len(points))
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


def _may_be_close(points: FloatArray, noise: float) -> bool:
    """Whether any two of few points may be within noise of one another; up to twice as far off is not told apart."""
    apart = np.abs(points[:, None, :] - points)
    return int(np.count_nonzero(apart.max(axis=2) <= 2 * noise)) > len(points)
