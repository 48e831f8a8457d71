"""Who is near a piece of ground while an edit works on the shapes of a plan, asked for one or foreseen for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores, query
from gridmap.ground.nearby import rows_in_box
from gridmap.ground.spatial_index import SpatialIndex
from gridmap.ground.tiling.hairs import are_hairy
from gridmap.ground.tiling.proof import exempt_ground, grid_index, valid_shapes, valid_shapes_at
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from gridmap.reshaping.shape_seen import OUTWARD
from gridmap.reshaping.together import EACH_INTERSECTS, Steps, alone, row_by_row, shapes_from
from gridmap.reshaping.working_shapes import FEW_LOOKS, WorkingShapes


@dataclass(frozen=True, eq=False)
class _Foreseen:
    """A piece of ground that will be asked for, and what the plan has near it."""

    ground: shapely.Geometry
    grids: IntArray
    areas: IntArray
    hairy: bool
    box: FloatArray  # of the ground and what is within noise of it
    held_by: frozenset[int]  # grids and areas in whose midst it lies, far from their borders


class Surroundings(WorkingShapes):
    """Knows who is near a piece of ground, and looks again only at those who changed since."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._around_places: dict[tuple[float, float, int], IntArray] = {}
        self._foreseen: dict[int, _Foreseen] = {}
        self._pieces: dict[int, tuple[shapely.Geometry, _Foreseen]] = {}  # ground within what was foreseen
        self._looks = 0
        self._last_near: tuple[shapely.Geometry, int, IntArray] | None = None

    def is_piece_of(self, piece: shapely.Geometry, ground: shapely.Geometry) -> None:
        """Say that some ground lies within other ground, so that nobody need be asked who is not near that."""
        around = self._foreseen.get(id(ground)) or self._foreseen_around(ground)
        if piece is not ground and around is not None:
            self._pieces[id(piece)] = (piece, around)

    def _foreseen_around(self, ground: shapely.Geometry) -> _Foreseen | None:
        _, around = self._pieces.get(id(ground), (None, None))
        return around

    def near(self, ground: shapely.Geometry) -> IntArray:
        """Return the ids of all grids, of any level, that touch some ground or come within noise of it, ascending."""
        return alone(self.nearing(ground))

    def nearing(self, ground: shapely.Geometry) -> Steps[IntArray]:
        """Do what :meth:`near` does, step by step."""
        last = self._last_near
        if last is not None and last[0] is ground and last[1] == self.turns:
            return last[2]
        seen, within = self._foreseen.get(id(ground)), self._foreseen_around(ground)
        if seen is not None:
            before = seen.grids
        elif within is not None:
            before = yield from self._still_near(ground, within.grids)
        else:
            before = self._near_before(ground)
        near: IntArray = yield self._near_now, (ground, self._box(ground), before, self._boxes)
        self._last_near = (ground, self.turns, near)
        return near

    def _near_before(self, ground: shapely.Geometry) -> IntArray:
        """Return the ids of the grids of the plan that come within noise of some ground.

        Nobody waits for all shapes to be looked at: of a plan that was just opened those are whose boxes lie there.
        """
        plan = self.plan
        self._looks += 1
        if self._looks > FEW_LOOKS or grid_index.is_known(plan):
            _, at = grid_index(plan).query(ground, predicate="dwithin", distance=self.noise)
            return plan.ids[at]
        west, south, east, north = self._box(ground).tolist()
        at = rows_in_box(plan, (west, south, east, north))
        return plan.ids[at[shapely.dwithin(valid_shapes_at(plan, at), ground, self.noise)]]

    def around_place(self, at: tuple[float, float]) -> IntArray:
        """Return what :meth:`around` does for a place, without looking again as long as no shape changes."""
        key = (*at, self.turns)
        if key not in self._around_places:
            self._around_places[key] = self.around(shapely.Point(at))
        return self._around_places[key]

    def around(self, ground: shapely.Geometry) -> IntArray:
        """Return what :meth:`near` does and, below zero, the ids of the exempt areas there, ascending."""
        return alone(self.looking_around(ground))

    def looking_around(self, ground: shapely.Geometry, near: IntArray | None = None) -> Steps[IntArray]:
        """Do what :meth:`around` does, step by step; those :meth:`near` may be known."""
        if near is None:
            near = yield from self.nearing(ground)
        seen, within = self._foreseen.get(id(ground)), self._foreseen_around(ground)
        if seen is not None:
            before = seen.areas
        elif within is not None:
            before = yield from self._still_near(ground, within.areas)
        else:
            _, at = _exempt_index(self.plan).query(ground, predicate="dwithin", distance=self.noise)
            before = -self.plan.tables["exempt_areas"].index.to_numpy()[at]
        if not len(before) and not len(self._exempt_boxes):
            return near
        areas = yield self._near_now, (ground, self._box(ground), before, self._exempt_boxes)
        return np.concatenate([areas, near])

    def beside(self, ground: shapely.Geometry) -> Steps[IntArray]:
        """Return, step by step, those :meth:`around` some ground whose borders may be near it."""
        around = yield from self.looking_around(ground)
        seen = self._foreseen.get(id(ground)) or self._foreseen_around(ground)
        if seen is None or not seen.held_by:
            return around
        return around[[grid not in seen.held_by for grid in around.tolist()]]

    def _still_near(self, piece: shapely.Geometry, grids: IntArray) -> Steps[IntArray]:
        """Return which of some grids and exempt areas come within noise of a piece, of those that did not change."""
        here = [grid for grid in grids.tolist() if grid not in self._changed and grid not in self._dropped]
        grids = np.array(here, dtype=np.int64)
        if not len(grids):
            return grids
        borders = shapes_from([one.border for one in self.looked_at(here)])
        near = yield row_by_row(shapely.dwithin, self.noise), (borders, np.full(len(here), piece))
        far = np.flatnonzero(~near)
        for part in shapely.get_parts(piece) if len(far) else ():  # all inside, or all outside
            point = np.full(len(far), shapely.Point(shapely.get_coordinates(part)[0]))
            near[far] |= yield EACH_INTERSECTS, (self.shapes(grids[far]), point)
        return grids[near]

    def _near_now(self, asked: list[tuple[Any, ...]]) -> list[IntArray]:
        """Return those who were near some ground and have not changed, and of the changed ones those who are now.

        Parameters
        ----------
        asked : list of (ground, its box, ids of those who were near, boxes of the changed ones)
        """
        gone = self._dropped
        still = [
            [grid for grid in before.tolist() if grid not in self._changed and grid not in gone]
            for _, _, before, _ in asked
        ]
        for changed in {id(one[3]): one[3] for one in asked}.values():
            if not len(changed):
                continue
            rows = [row for row, one in enumerate(asked) if one[3] is changed]
            row, mine = changed.meeting(np.array([asked[row][1] for row in rows]))
            if len(mine):
                row = np.array(rows)[row]
                grounds = shapes_from([asked[one][0] for one in row.tolist()])
                near = on_all_cores(
                    lambda one, two: shapely.dwithin(one, two, self.noise), self.shapes(mine), grounds, worth=20
                )
                for one, grid in zip(row[near].tolist(), mine[near].tolist(), strict=True):
                    still[one].append(grid)
        return [np.array(sorted(ids), dtype=np.int64) for ids in still]

    def _box(self, ground: shapely.Geometry) -> FloatArray:
        seen = self._foreseen.get(id(ground))
        return shapely.bounds(ground) + self.noise * OUTWARD if seen is None else seen.box

    # ---- many at once ------------------------------------------------------------------------------------------------

    def foresee(self, grounds: ShapeArray) -> None:
        """Look at many pieces of ground at once that will be asked for one by one: who is near, and where hairs are."""
        self.foreseeing(grounds)()

    def foreseeing(self, grounds: ShapeArray) -> Callable[[], None]:
        """Return how to :meth:`foresee`, in whatever thread; what the plan works out for it is worked out at once."""
        plan, areas_of = self.plan, self.plan.tables["exempt_areas"]
        grids = (grid_index(plan), valid_shapes(plan), plan.ids)
        areas = (_exempt_index(plan), exempt_ground(plan), -areas_of.index.to_numpy())

        def foresee() -> None:
            boxes = shapely.bounds(grounds) + self.noise * OUTWARD
            near = [self._near_each(grounds, boxes, *columns) for columns in (grids, areas)]
            hairy = are_hairy(grounds, self.noise).tolist()
            held_by = _in_whose_midst(grounds, near, [(columns[1], columns[2]) for columns in (grids, areas)])
            for ground, *seen in zip(grounds.tolist(), *near, hairy, boxes, held_by, strict=True):
                self._foreseen[id(ground)] = _Foreseen(ground, *seen)

        return foresee

    def foreseen_near(self, ground: shapely.Geometry) -> IntArray:
        """Return the grids that were near a piece of ground in the plan itself, as it was foreseen."""
        return self._foreseen[id(ground)].grids

    def _near_each(
        self, grounds: ShapeArray, boxes: FloatArray, index: SpatialIndex, shapes: ShapeArray, ids: IntArray
    ) -> list[IntArray]:
        """Return the ids of the shapes near each of some pieces of ground.

        Each shape is asked for the ground near it and not the other way round, so that it is gone through once.
        """
        _, at = index.query(shapely.linestrings(boxes.reshape(-1, 2, 2)))
        at = np.unique(at)
        one, row = query(shapely.STRtree(grounds), shapes[at], "dwithin", self.noise, worth=_WORTH_A_THREAD)
        order = np.argsort(row, kind="stable")
        return np.split(ids[at[one[order]]], np.searchsorted(row[order], np.arange(1, len(grounds))))

    def one_after_the_other(self, grounds: ShapeArray, more: Sequence[Iterable[int]]) -> list[set[int]]:
        """Return for each of some pieces of ground, foreseen, the rows of those that must be worked on before it.

        Those that have a grid in common whose border may be near both: what has none changes nothing at which the
        other looks.

        Parameters
        ----------
        more : sequence of ids
            For each piece other grids that work on it may change.
        """
        last: dict[int, int] = {}
        after = []
        for row, (ground, others) in enumerate(zip(grounds, more, strict=True)):
            seen = self._foreseen[id(ground)]
            whom = {*seen.grids.tolist(), *seen.areas.tolist(), *others} - seen.held_by
            after.append({last[grid] for grid in whom if grid in last})
            last.update((grid, row) for grid in whom)
        return after


def _in_whose_midst(
    grounds: ShapeArray, near: list[list[IntArray]], columns: list[tuple[ShapeArray, IntArray]]
) -> list[frozenset[int]]:
    """Return of those near pieces of ground in whose midst each lies.

    Parameters
    ----------
    near : two lists of int64 arrays
        Ids of the grids, and of the exempt areas, near each piece.
    columns : two pairs of shapes and their ids
    """
    held_by: list[list[int]] = [[] for _ in grounds]
    boxes = shapely.bounds(grounds) + _ROOM * OUTWARD
    # A tree prepares each shape for itself: one prepared for good must not be asked by two threads at once.
    tree = shapely.STRtree(shapely.box(*boxes.T))
    for ids, (shapes, every) in zip(near, columns, strict=True):
        order = np.argsort(every)
        at = order[np.searchsorted(every, np.concatenate([np.empty(0, np.int64), *ids]), sorter=order)]
        # In the midst of a shape lies only what its box holds.
        box, own = shapely.bounds(shapes[at]), np.repeat(boxes, [len(mine) for mine in ids], axis=0)
        at = np.unique(at[((box <= own) == _LOW_SIDES).all(axis=1)])
        names = every[at]
        name, row = query(tree, shapes[at], "contains_properly", worth=_WORTH_A_THREAD)
        for grid, ground in zip(names[name].tolist(), row.tolist(), strict=True):
            held_by[ground].append(grid)
    return [frozenset(ids) for ids in held_by]


_WORTH_A_THREAD = 10
"""Shapes for which a piece of their own pays when they are asked for the ground near them."""

_LOW_SIDES = np.array([True, True, False, False])
"""Of a box's sides, west, south, east and north."""

_ROOM = 1.0
"""Metres around a piece of ground within which work on it may change a border."""


@kept("exempt_areas")
def _exempt_index(plan: Plan) -> SpatialIndex:
    """Return a spatial index of the exempt areas' ground; kept with the plan."""
    return SpatialIndex.of(plan.tables["exempt_areas"].index.to_numpy(), exempt_ground(plan))
