"""The tiling of a plan that changes step by step, looked at again only where somebody asks."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling.hairs import KnownHairs
from gridmap.ground.tiling.overlaid import Overlaid
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.ground.tiling.remains import (
    Tiling,
    give_tiling,
    looked_at,
    parents_of_other_ground,
    spliced,
    tiling,
)
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import hand_over
from gridmap.model.plan import Plan


class TilingInSteps:
    """What :func:`gridmap.ground.tiling.tiling` finds in a plan that several changes follow one another in.

    A family that several changes concern before anybody asks for it is looked at once, and one that nobody asks for
    never.

    Parameters
    ----------
    plan : Plan
        As it is before the first change.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known = tiling(plan)
        self._overlaid, self._hairs = _overlaid(plan, self._known), KnownHairs()
        self._stale = np.empty(0, dtype=np.int64)  # parents whose families changed since they were looked at

    def follow(self, change: Change, after: Plan) -> None:
        """Go on to the plan after a change."""
        self._stale = np.union1d(self._stale, parents_of_other_ground(self._plan, after, change))
        self._plan = after

    def of(self, parents: IntArray | None = None) -> Tiling:
        """Return what is found in the families of some parents (0: none), or of all; what it has of others may be old.

        Parameters
        ----------
        parents : int64 array, optional
        """
        asked = self._stale if parents is None else parents[positions_in(self._stale, parents) >= 0]
        if len(asked):
            asked = np.unique(asked)
            self._known = spliced(self._known, looked_at(self._plan, asked, self._overlaid, self._hairs), asked)
            self._stale = np.setdiff1d(self._stale, asked)
        return self._known

    def hand_over(self, plan: Plan) -> None:
        """Give a plan with the rows of the present one what was found in that, so that nothing is looked at twice."""
        hand_over(self._plan, plan)
        give_tiling(plan, self.of())


def _overlaid(plan: Plan, found: Tiling) -> Overlaid:
    """Return what overlays there must have been for what was found in a plan."""
    known, shapes = Overlaid(), valid_shapes(plan)
    one, two = (shapes[plan.positions(column)] for column in found.overlaps.grids.T)
    known.tell(shapely.intersection, one, two, found.overlaps.shape)
    grid, above = (shapes[plan.positions(ids)] for ids in (found.overhangs.grids[:, 0], found.overhangs.parent))
    known.tell(shapely.difference, grid, above, found.overhangs.shape)
    return known
