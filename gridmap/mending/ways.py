"""What is done about an overlap, an overhang or a gap, step by step, so that many are mended side by side.

See :mod:`gridmap.reshaping.together`.
"""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling import Pieces, width
from gridmap.mending.bare import Held, strangers_among, without_strangers_there
from gridmap.mending.bounds import Known, reaches_over, why_not_to_fill, why_to_ask
from gridmap.mending.claims import by_claim
from gridmap.mending.fault import Fault
from gridmap.mending.lost_shapes import lacking_shapes, may_be_all_of_it
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.reshaping.repairs import giving_shape
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of
from gridmap.reshaping.together import DIFFERENCE, INTERSECTION, Steps

_FAR_LARGER = 5.0


class Ways:
    """Mends the faults of one level.

    Parameters
    ----------
    work : Reshaping
    known : Known
    held : Held
        What was found of many pieces of ground at once.
    """

    def __init__(self, work: Reshaping, known: Known, held: Held, rank: int) -> None:
        self._work = work
        self._plan = work.plan
        self._known = known
        self._held = held
        self._rank = rank
        self._lost = lacking_shapes(work.plan)

    def overlap(self, fault: Fault, ground: shapely.Geometry, one: int, two: int) -> Steps[None]:
        """Leave ground that two grids hold with the one that has the better claim, or with the other."""
        work, shapes = self._work, self._work.shapes([one, two])
        held: shapely.Geometry | None = ground
        if one in work.changed or two in work.changed:
            both = yield INTERSECTION, tuple(shapes)
            held = _within(work, (yield INTERSECTION, (ground, both)), ground)
        if held is None or (yield from self._is_for_somebody(fault, (one, two), held, shapes)):
            return
        refused = len(fault.left)
        for keeper, loser in (yield from by_claim(work, held, one, two)):
            del fault.left[refused:]  # what kept the first way from working is told only if the second fails too
            take = work.moving(held, None, [loser], scatters=False)
            if (yield from fault.trying((keeper, loser), held, take)):
                fault.note("give-ground", (keeper, loser), held)
                break

    def overhang(self, fault: Fault, ground: shapely.Geometry, grid: int) -> Steps[None]:
        """Take ground outside its parent off a grid."""
        work, shape = self._work, self._work.shape(grid)
        held: shapely.Geometry | None = ground
        if grid in work.changed:  # an overlap may have been cut off it there
            held = _within(work, (yield INTERSECTION, (ground, shape)), ground)
        if held is None or (yield from self._is_for_somebody(fault, (grid,), held, np.array([shape], dtype=object))):
            return
        for part in _parts(work, held):
            if (yield from fault.trying((grid,), part, work.moving(part, None, [grid], scatters=False))):
                fault.note("clip-to-parent", (grid,), part)

    def gap(self, fault: Fault, ground: shapely.Geometry, parent: int, gaps: Pieces) -> Steps[None]:
        """Give bare ground, as far as it still is bare, to the grids around it.

        Parameters
        ----------
        gaps : Pieces
            All gaps.
        """
        work = self._work
        all_near = yield from work.nearing(ground)
        near, _ = self._held.sides(self._plan, ground, all_near, parent, self._rank)
        taken = work.shapes([grid for grid in near.tolist() if grid in work.changed])
        bare: shapely.Geometry | None = ground
        if len(taken):
            bare = _within(work, (yield DIFFERENCE, (ground, shapely.union_all(taken))), ground)
        for piece in () if bare is None else _parts(work, bare):
            yield from self._fill(fault, parent, piece, near, gaps)

    def _fill(self, fault: Fault, parent: int, piece: shapely.Geometry, near: IntArray, gaps: Pieces) -> Steps[None]:
        """Give one bare piece to the best taker; if that cannot hand it down, to the next."""
        work, plan = self._work, self._plan
        around = yield from work.nearing(piece)
        strangers = yield from strangers_among(work, around, piece, parent, self._rank, self._held)
        if strangers:  # who is right is for somebody to decide
            fault.leave("held-by-another", (parent, *strangers), piece)
        bare = yield from without_strangers_there(work, piece, strangers, self._held)
        if bare is None:
            return
        work.is_piece_of(bare, piece)
        lost, is_its = self._lost_shape(parent, piece, gaps)
        if lost is not None and is_its and may_be_all_of_it(plan, parent, bare):
            if (yield from fault.trying((parent, lost), bare, giving_shape(work, lost, bare))):
                fault.note("give-shape", (lost,), bare)
            return
        if lost is not None and float(width(np.array([bare]))[0]) > plan.scheme.limit("sliver_width"):
            fault.leave("shape-missing-here", (parent, lost), bare)
            return
        beside = work.shapes(near)
        for part in _parts(work, bare):
            yield from self._known.looking(plan, part)
            reason = why_not_to_fill(plan, part, beside, parent, self._known) if len(near) else None
            if reason:
                fault.leave(reason, (parent,) if parent else (), part)
                continue
            candidates = near
            while True:
                taker = yield from work.best_taking(part, candidates)
                if taker is None:
                    why = "parent-reaches-over" if reaches_over(plan, parent, part, self._known) else "no-taker"
                    fault.leave(why, (parent,) if parent else (), part)
                    break
                if (yield from fault.trying((taker,), part, work.moving(part, taker, []), final=False)):
                    fault.note("give-ground", (taker,), part)
                    break
                candidates = candidates[candidates != taker]

    def _lost_shape(self, parent: int, piece: shapely.Geometry, gaps: Pieces) -> tuple[int | None, bool]:
        """Return a grid below a parent that must have ground and has none, and whether a bare piece must be it.

        It is, if it is the only such grid, and no other gap of the parent is nearly as large.
        """
        lost = self.lost(parent)
        if not lost:
            return None, False
        areas = np.sort(shapely.area(gaps.shape[gaps.parent == parent]))[::-1]
        is_largest = piece.area >= areas[0] and (len(areas) == 1 or areas[0] > _FAR_LARGER * areas[1])
        return lost[0], bool(len(lost) == 1 and is_largest)

    def lost(self, parent: int) -> list[int]:
        """Return the grids below a parent that must have ground and have none."""
        return self._lost.get(parent, []) if parent else []

    def _is_for_somebody(
        self, fault: Fault, grids: tuple[int, ...], ground: shapely.Geometry, holders: ShapeArray
    ) -> Steps[bool]:
        """Whether ground that is held too much must be decided on; then it is left, with the reason."""
        yield from self._known.looking(self._plan, ground)
        reason = why_to_ask(self._plan, ground, holders, self._known)
        if reason is not None:
            fault.leave(reason, grids, ground)
        return reason is not None


def _within(work: Reshaping, left: shapely.Geometry, ground: shapely.Geometry) -> shapely.Geometry | None:
    """Return what is left of some ground, ``None`` if no ground is."""
    left = ground_of(left, work.noise)
    if left is not None:
        work.is_piece_of(left, ground)
    return left


def _parts(work: Reshaping, ground: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the polygons that some ground is made of: what is one already as the same object."""
    if ground.geom_type == "Polygon":
        return [ground]
    parts = list(shapely.get_parts(ground))
    for part in parts:
        work.is_piece_of(part, ground)
    return parts
