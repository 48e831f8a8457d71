"""The compounds of each village, as the tree has them below its grids: a row for all, for each, for its buildings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.ground.compounds import compounds
from gridmap.ground.placement import placement
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan

_ALL: Final = 1 << 40
_ONE: Final = 1 << 41
_HOUSE: Final = 1 << 42
"""From here on ids of rows stand for all compounds of a village, for one, or for a building; lower ones for grids."""

_MOST: Final = 1 << 20
"""A compound has fewer buildings."""

_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, eq=False)
class CompoundsBelow:
    """Which compounds are in which villages, and which buildings make them up; nothing is made for an unseen row.

    Attributes
    ----------
    village : int64 (k,)
        Ids of villages, ascending: a compound that lies in several stands in each of them, with all its buildings.
    place : int64 (k,)
        Place of the compound among those of the plan; in a village by name.
    name : object (c,)
    households, seat : int64 (c,)
        Of all compounds of the plan.
    house : int64 (h,)
        Buildings by their position in the plan, those of one compound together.
    begins : int64 (c + 1,)
        Where those of each compound begin in ``house``.
    plate : object (b,)
        Door plates of all buildings of the plan.
    homes, holder : int64 (b,)
        Their households, and ids of the grids that hold them, 0 for none.
    """

    village: IntArray
    place: IntArray
    name: npt.NDArray[Any]
    households: IntArray
    seat: IntArray
    house: IntArray
    begins: IntArray
    plate: npt.NDArray[Any]
    homes: IntArray
    holder: IntArray
    whole: CompoundsBelow | None = None
    """All of them, if these are some alone."""
    _sorted: dict[int, IntArray] = field(default_factory=dict, repr=False)

    @classmethod
    def none(cls) -> CompoundsBelow:
        """Return what there is where there are no compounds."""
        empty, nobody = np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
        return cls(empty, empty, nobody, empty, empty, empty, np.zeros(1, dtype=np.int64), nobody, empty, empty)

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
        of = found.building_compound
        house = np.argsort(of, kind="stable")
        return cls(
            pairs[order, 0],
            pairs[order, 1],
            found.name,
            found.households,
            found.seat,
            house,
            np.searchsorted(of[house], np.arange(len(found) + 1)),
            plan.buildings["door_plate"].to_numpy(dtype=object),
            plan.buildings["households"].to_numpy(dtype=np.int64),
            placement(plan).holder,
        )

    def only(self, whole: BoolArray, houses: BoolArray) -> CompoundsBelow:
        """Return some compounds with all their buildings, and of others some buildings alone.

        Parameters
        ----------
        whole : bool (c,)
            Which compounds.
        houses : bool (b,)
            Which buildings.
        """
        of = np.repeat(np.arange(len(self.name)), np.diff(self.begins))
        house = self.house[self.begins[0] :]
        kept = whole[of] | houses[house]
        begins = np.searchsorted(of[kept], np.arange(len(self.name) + 1))
        stays = whole | (np.diff(begins) > 0)
        pairs = stays[self.place]
        return replace(
            self,
            village=self.village[pairs],
            place=self.place[pairs],
            house=house[kept],
            begins=begins,
            whole=self.whole or self,
            _sorted={},
        )

    def is_laid_out_like(self, other: CompoundsBelow) -> bool:
        """Whether the same compounds stand in the same villages in the same order, with the same buildings."""
        return (
            np.array_equal(self.village, other.village)
            and np.array_equal(self.name[self.place], other.name[other.place])
            and np.array_equal(self.begins, other.begins)
            and np.array_equal(self.house, other.house)
            and (self.plate is other.plate or np.array_equal(self.plate, other.plate))
        )

    def count_in(self, village: int) -> int:
        """Return how many compounds a village has."""
        return int(np.diff(np.searchsorted(self.village, [village, village + 1]))[0])

    def houses_of(self, place: int) -> IntArray:
        """Return the buildings of a compound by position in the plan, by their door plates as one counts."""
        if place not in self._sorted:
            own = self.house[self.begins[place] : self.begins[place + 1]]
            keys = [[(not part.isdecimal(), part.zfill(9)) for part in _NUMBER.split(self.plate[at])] for at in own]
            self._sorted[place] = own[sorted(range(len(own)), key=lambda row: keys[row])]
        return self._sorted[place]

    def short_plate(self, place: int, house: int) -> str:
        """Return the door plate of a building of a compound without what all plates of the compound begin with."""
        every = self.whole or self
        plates = [str(every.plate[at]) for at in every.house[every.begins[place] : every.begins[place + 1]]]
        plate = str(self.plate[house])
        ends = zip(min(plates), max(plates), strict=False) if len(plates) > 1 else ()
        same = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], ends))
        return plate[len(same.rstrip("0123456789")) :].strip() or plate

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

    @staticmethod
    def house_node(number: int, row: int) -> int:
        """Return the id of the row for a building below the compound of a pair."""
        return _HOUSE + number * _MOST + row

    def number(self, node: int) -> int:
        """Return which of the pairs of village and compound a row stands for, -1 for rows of another kind."""
        return node - _ONE if _ONE <= node < _ONE + len(self.place) else -1

    def house_at(self, node: int) -> tuple[int, int]:
        """Return the pair below which a row for a building stands, and its row there; (-1, -1) for other rows."""
        number, row = divmod(node - _HOUSE, _MOST)
        if not 0 <= number < len(self.place) or row >= len(self.houses_of(int(self.place[number]))):
            return -1, -1
        return number, row

    def place_of(self, node: int) -> int:
        """Return the place among the compounds of the one that a row stands for, -1 for other rows."""
        number = self.number(node)
        return int(self.place[number]) if number >= 0 else -1

    def building_of(self, node: int) -> int:
        """Return the position in the plan of the building that a row stands for, -1 for other rows."""
        number, row = self.house_at(node)
        return int(self.houses_of(int(self.place[number]))[row]) if number >= 0 else -1

    def above(self, number: int) -> tuple[int, int]:
        """Return the village in which a pair stands, and its place there."""
        village = int(self.village[number])
        return village, number - int(np.searchsorted(self.village, village))
