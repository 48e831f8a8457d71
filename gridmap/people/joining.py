"""Units side by side, joined to groups that are large enough: as few units left over and as few groups as can be.

Every set of units that could be a group is listed, and of these those are taken that leave fewest units over, then make
fewest groups, then have the longest borders inside (an integer programme). Where more units hang together than can be
listed, they are dealt with in parts, and what is left over once more with the groups beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.model.arrays import FloatArray, IntArray

_MOST_TOGETHER: Final = 24
"""So many units that hang together are solved at once; sets of five among them are some thousands."""


_CLOSE: Final = 0.4
"""How far from the optimum the programme may stop: less than one group, so that only the borders may be longer."""
_NODES: Final = 400
"""After so many branches of its search the best that is known is taken; no clock decides what is found."""


@dataclass(frozen=True)
class Bounds:
    """What a group must be: so many members at least and at most, and not more units than these."""

    least: int
    most: int
    units: int


@dataclass(frozen=True, eq=False)
class Joined:
    """Units joined to groups.

    Attributes
    ----------
    group : int64 (n,)
        Number of the group of each unit, in the order of their first units; -1 for one that is left over.
    why : object (n,)
        Of those left over the reason: ``no-neighbour``, ``too-few-together`` if those that hang together are not enough
        within so many units, ``others-full`` if there was a group but those beside it are better off without; else
        ``""``.
    """

    group: IntArray
    why: np.ndarray


def joined(members: IntArray, one: IntArray, two: IntArray, border: FloatArray, bounds: Bounds) -> Joined:
    """Join units to groups.

    Parameters
    ----------
    members : int64 (n,)
        Of each unit, fewer than a group needs.
    one, two : int64 (m,)
        Pairs of units that lie side by side.
    border : float64 (m,)
        The length that they have in common.
    """
    graph = _Graph(members, one, two, border, bounds)
    groups: list[tuple[int, ...]] = []
    possible: set[int] = set()
    for units in graph.components(range(len(members))):
        parts = list(graph.parts(units))
        found: list[tuple[int, ...]] = []
        for part in parts:
            sets = graph.sets(part)
            possible.update(unit for group in sets for unit in group)
            found += graph.best(part, sets)
        groups += graph.dealt_with_again(units, found) if len(parts) > 1 else found
    number = np.full(len(members), -1, dtype=np.int64)
    for place, group in enumerate(sorted(groups)):
        number[list(group)] = place
    why = np.full(len(members), "", dtype=object)
    for unit in np.flatnonzero(number < 0).tolist():
        why[unit] = (
            "no-neighbour" if not graph.beside[unit] else "others-full" if unit in possible else "too-few-together"
        )
    return Joined(number, why)


class _Graph:
    """The units and who lies beside whom."""

    def __init__(self, members: IntArray, one: IntArray, two: IntArray, border: FloatArray, bounds: Bounds) -> None:
        self.members: list[int] = members.tolist()
        self.bounds = bounds
        self.beside: list[dict[int, float]] = [{} for _ in self.members]
        for a, b, length in zip(one.tolist(), two.tolist(), border.tolist(), strict=True):
            self.beside[a][b] = self.beside[b][a] = length

    def components(self, among: range | list[int]) -> Iterator[list[int]]:
        """Yield the units that hang together among some, nearest first from the lowest number."""
        left = set(among)
        while left:
            order = [min(left)]
            left.remove(order[0])
            for unit in order:
                for other in sorted(left & self.beside[unit].keys()):
                    left.remove(other)
                    order.append(other)
            yield order

    def parts(self, units: list[int]) -> Iterator[list[int]]:
        """Cut units that hang together into parts that do and are not too many."""
        if len(units) <= _MOST_TOGETHER:
            yield units
            return
        first = units[:_MOST_TOGETHER]  # nearest first, so these hang together
        yield first
        for rest in self.components([unit for unit in units if unit not in set(first)]):
            yield from self.parts(rest)

    def sets(self, units: list[int]) -> list[tuple[int, ...]]:
        """Return every set of units that could be a group: side by side, not too many, with members enough."""
        inside = set(units)
        growing: set[tuple[int, ...]] = {(unit,) for unit in units}
        found: list[tuple[int, ...]] = []
        for _ in range(1, min(self.bounds.units, len(units))):
            growing = {
                tuple(sorted((*group, other)))
                for group in growing
                for unit in group
                for other in self.beside[unit]
                if other in inside and other not in group
            }
            found += sorted(group for group in growing if self.is_enough(group))
        return found

    def is_enough(self, group: tuple[int, ...]) -> bool:
        """Whether a group has members enough and not too many."""
        return self.bounds.least <= sum(self.members[unit] for unit in group) <= self.bounds.most

    def looseness(self, group: tuple[int, ...]) -> float:
        """Return how little of the borders of a group with others is inside it, 0 to 1."""
        inner = sum(length for unit in group for other, length in self.beside[unit].items() if other in group)
        around = sum(sum(self.beside[unit].values()) for unit in group)
        return 1.0 - inner / around if around > 0 else 1.0

    def best(self, units: list[int], sets: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """Choose sets that share no unit: fewest units left over, then fewest groups, then the tightest."""
        if len(sets) < 2:
            return sets
        from scipy.optimize import Bounds as Box
        from scipy.optimize import LinearConstraint, milp
        from scipy.sparse import csr_matrix

        place = {unit: row for row, unit in enumerate(sorted(units))}
        rows = np.array([place[unit] for group in sets for unit in group])
        columns = np.repeat(np.arange(len(sets)), [len(group) for group in sets])
        holds = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(units), len(sets)))
        count = len(units) + 1
        cost = np.array([1.0 + self.looseness(group) / (2 * count) - count * len(group) for group in sets])
        found = milp(
            cost,
            integrality=np.ones(len(sets)),
            bounds=Box(0, 1),
            constraints=LinearConstraint(holds, -np.inf, 1),
            options={"mip_rel_gap": _CLOSE / (count * len(units)), "node_limit": _NODES},
        )
        if found.x is None:
            return []
        return [group for group, taken in zip(sets, np.round(found.x).astype(int).tolist(), strict=True) if taken]

    def dealt_with_again(self, units: list[int], groups: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """Deal with each unit that is left over once more, together with the groups beside it."""
        for unit in sorted(units):
            if any(unit in group for group in groups):
                continue
            near = [group for group in groups if any(other in self.beside[unit] for other in group)]
            near = near[: _MOST_TOGETHER // self.bounds.units]
            around = [unit, *(other for group in near for other in group)]
            again = self.best(around, self.sets(around))
            if sum(map(len, again)) > sum(map(len, near)):
                groups = [group for group in groups if group not in near] + again
        return groups
