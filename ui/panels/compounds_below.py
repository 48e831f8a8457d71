"""The compounds of each village, as the tree has them below its grids: one row for all of them, and one for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.ground.compounds import compounds
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan

_ALL: Final = 1 << 40
_ONE: Final = 1 << 41
"""Ids of rows of the tree from here on stand for all compounds of a village, or for one; below they are grids."""


@dataclass(frozen=True, eq=False)
class CompoundsBelow:
    """Which compounds are in which villages; nothing is made for a row that nobody sees.

    Attributes
    ----------
    village : int64 (k,)
        Ids of villages, ascending: a compound that lies in several stands in each of them.
    place : int64 (k,)
        Place of the compound among those of the plan; in a village by name.
    name : object (c,)
    households, seat : int64 (c,)
        Of all compounds of the plan.
    """

    village: IntArray
    place: IntArray
    name: npt.NDArray[Any]
    households: IntArray
    seat: IntArray

    @classmethod
    def none(cls) -> CompoundsBelow:
        """Return what there is where there are no compounds."""
        empty = np.empty(0, dtype=np.int64)
        return cls(empty, empty, np.empty(0, dtype=object), empty, empty)

    @classmethod
    def of(cls, plan: Plan) -> CompoundsBelow:
        """Return the compounds of a plan by village; what is in none is left out."""
        if not len(plan.tables["compounds"]) and not len(plan.buildings):
            return cls.none()
        found = compounds(plan)
        level = plan.scheme.levels[min(1, len(plan.scheme.levels) - 1)]
        compound, grid = found.reach
        village = np.append(plan.ancestors_at(level), 0)[plan.positions(grid)]
        pairs = np.unique(np.stack([village, compound], axis=1)[village > 0], axis=0)
        by_name = np.empty(len(found), dtype=np.int64)
        by_name[np.argsort(found.name.astype(str), kind="stable")] = np.arange(len(found))
        order = np.lexsort((by_name[pairs[:, 1]], pairs[:, 0]))
        return cls(pairs[order, 0], pairs[order, 1], found.name, found.households, found.seat)

    def is_laid_out_like(self, other: CompoundsBelow) -> bool:
        """Whether the same compounds stand in the same villages in the same order."""
        return np.array_equal(self.village, other.village) and np.array_equal(
            self.name[self.place], other.name[other.place]
        )

    def count_in(self, village: int) -> int:
        """Return how many compounds a village has."""
        return int(np.diff(np.searchsorted(self.village, [village, village + 1]))[0])

    # ---- rows of the tree --------------------------------------------------------------------------------------------

    @staticmethod
    def group(village: int) -> int:
        """Return the id of the row for all compounds of a village."""
        return _ALL + village

    @staticmethod
    def village_of_group(node: int) -> int:
        """Return the village of a row for all its compounds, 0 for other rows."""
        return node - _ALL if _ALL <= node < _ONE else 0

    def node(self, village: int, row: int) -> int:
        """Return the id of the row for the compound that stands in some place of a village."""
        return _ONE + int(np.searchsorted(self.village, village)) + row

    def number(self, node: int) -> int:
        """Return which of the pairs of village and compound a row stands for, -1 for rows of another kind."""
        return node - _ONE if _ONE <= node < _ONE + len(self.place) else -1

    def place_of(self, node: int) -> int:
        """Return the place among the compounds of the one that a row stands for, -1 for other rows."""
        number = self.number(node)
        return int(self.place[number]) if number >= 0 else -1

    def above(self, number: int) -> tuple[int, int]:
        """Return the village in which a pair stands, and its place there."""
        village = int(self.village[number])
        return village, number - int(np.searchsorted(self.village, village))
