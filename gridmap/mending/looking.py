"""Pieces of ground that are looked at many at once, before somebody asks about one after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
import shapely

from gridmap.ground import cores
from gridmap.ground.cores import Once, elsewhere, shared_out
from gridmap.ground.placement import building_index
from gridmap.ground.tiling import Pieces, valid_shapes
from gridmap.mending.bare import Held
from gridmap.mending.bounds import Known
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.reshaping.reshaping import Reshaping


class Looking:
    """Looks at who is near pieces of ground, whether they are narrow, and who lives there.

    Parameters
    ----------
    known : Known
        Where what is found is written down; the rest is with the shapes that are worked on.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self.held = Held()
        # Each piece with the shapes that were worked on, and how to wait until it is done.
        self._ahead: dict[int, tuple[shapely.Geometry, Reshaping, Callable[[], None]]] = {}

    def ahead(self, work: Reshaping, gaps: Pieces, rank: int) -> None:
        """Begin to look at gaps that grids of a level will be asked to fill, on another core if there is one."""
        new = np.array([not self._is_begun(work, ground) for ground in gaps.shape], dtype=bool)
        grounds, parents, plan, shapes = gaps.shape[new], gaps.parent[new], work.plan, valid_shapes(work.plan)
        if not len(grounds):
            return
        if cores.CORES == 1:
            self._look(work, grounds)()
            self._ahead.update((id(ground), (ground, work, lambda: None)) for ground in grounds)
            return
        foresee = Once(work.foreseeing(grounds))
        know = Once(partial(self._known.look, plan, grounds))
        building_index(plan)

        def near() -> list[tuple[IntArray, IntArray]]:
            foresee()
            around = [work.foreseen_near(ground) for ground in grounds]
            asked = zip(grounds, around, parents.tolist(), strict=True)
            return [self.held.sides(plan, ground, near, parent, rank) for ground, near, parent in asked]

        near_each = Once(near)

        def hold() -> None:
            self.held.look(grounds, [shapes[plan.positions(others)] for _, others in near_each()])

        def border() -> None:
            know()
            # Most of what is wide is left, and nobody asks whom it borders.
            fills = [self._known.is_narrow(plan, ground) for ground in grounds]
            own = [own for (own, _), fill in zip(near_each(), fills, strict=True) if fill]
            work.foresee_borders(grounds[fills], own)

        looks = [foresee, know, Once(hold), Once(border)]
        for look in looks:
            elsewhere(look)

        def wait() -> None:
            for look in reversed(looks):  # who waits begins with the last
                look()

        self._ahead.update((id(ground), (ground, work, wait)) for ground in grounds)

    def _is_begun(self, work: Reshaping, ground: shapely.Geometry) -> bool:
        return self._ahead.get(id(ground), _NOTHING)[1] is work

    def at(self, work: Reshaping, grounds: ShapeArray) -> None:
        """Look at pieces of ground, or wait until they were looked at."""
        begun = np.array([self._is_begun(work, ground) for ground in grounds], dtype=bool)
        for wait in {self._ahead[id(ground)][2] for ground in grounds[begun]}:
            wait()
        new = ~begun
        if new.any():
            self._look(work, grounds[new])()

    def _look(self, work: Reshaping, grounds: ShapeArray) -> Callable[[], None]:
        """Return how to look; what the plan has to work out for it is worked out at once."""
        plan, foresee = work.plan, work.foreseeing(grounds)
        building_index(plan)

        def look() -> None:
            shared_out(lambda look: look(), [foresee, lambda: self._known.look(plan, grounds)])

        return look


_NOTHING: Final = (None, None)
