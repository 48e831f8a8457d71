"""What files would bring into a plan, before anything is stored: what is new, changed, renamed, doubtful, gone."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan
from layers import palette
from layers.states import States
from layers.style import Style


class Incoming(States):
    """Grids in the colour of what files would make of them; those of which they do not speak come in a neutral one.

    Parameters
    ----------
    grids : int64 (n,)
        Ids of the grids of which the files speak, in rising order.
    of : int64 (n,)
        What becomes of each: its place in :attr:`names`.
    """

    key: ClassVar[str] = "incoming"
    styles: ClassVar[tuple[Style, ...]] = palette.INCOMING
    names: ClassVar[tuple[str, ...]] = ("same", "new", "changed", "renamed", "doubtful", "left_out", "gone")

    def __init__(self, grids: IntArray, of: IntArray) -> None:
        self._grids, self._of = grids, of

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids of which the files speak."""
        return np.asarray(np.isin(plan.ids, self._grids), dtype=np.bool_)

    def states(self, plan: Plan) -> IntArray:
        """Return the place of every grid's state."""
        if not len(self._grids):
            return np.zeros(len(plan.ids), dtype=np.int64)
        at = np.searchsorted(self._grids, plan.ids).clip(max=len(self._grids) - 1)
        return self._of[at]
