"""Pieces of ground that are looked at many at once, before somebody asks about one after the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from gridmap.ground.cores import begun
from gridmap.ground.placement import building_index
from gridmap.mending.bounds import Known
from gridmap.model.arrays import ShapeArray
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
        self._ahead: dict[int, tuple[shapely.Geometry, Callable[[], None]]] = {}  # and how to wait until it is done

    def ahead(self, work: Reshaping, grounds: ShapeArray) -> None:
        """Begin to look at pieces of ground that somebody will ask for later, on another core if there is one."""
        wait = begun(self._look(work, grounds)) if len(grounds) else None
        self._ahead = {id(ground): (ground, wait) for ground in grounds} if wait else {}

    def at(self, work: Reshaping, grounds: ShapeArray) -> None:
        """Look at pieces of ground, or wait until they were looked at."""
        for wait in {self._ahead[id(ground)][1] for ground in grounds if id(ground) in self._ahead}:
            wait()
        new = np.array([id(ground) not in self._ahead for ground in grounds], dtype=bool)
        if new.any():
            self._look(work, grounds[new])()

    def _look(self, work: Reshaping, grounds: ShapeArray) -> Callable[[], None]:
        """Return how to look; what the plan has to work out for it is worked out at once."""
        plan, foresee = work.plan, work.foreseeing(grounds)
        building_index(plan)

        def look() -> None:
            foresee()
            self._known.look(plan, grounds)

        return look
