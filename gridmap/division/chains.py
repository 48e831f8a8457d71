"""Chains of moves: a unit goes back to the zone it came from, and others make room for it, if less is moved in all.

Single moves get stuck where all zones are nearly full; an ejection chain (Glover 1996) goes through a few steps that
miss the limits and counts only at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.division.annealing import Zoning
from gridmap.model.arrays import FloatArray, IntArray

_DEPTH: Final = 4
_LOOKS: Final = 6_000_000
"""So many moves are looked at in all, by the number of units: where there are many, each look takes longer."""
_MOST_LOOKS: Final = 60_000
_SMALL: Final = 1e-9


@dataclass
class Chains:
    """A division that is improved by chains of moves.

    Attributes
    ----------
    zoning : Zoning
        Is changed.
    home : list of int
        Zone in which each unit was.
    least, most : list of float
        What each zone should weigh.
    looks : int
        How many moves may still be looked at.
    """

    zoning: Zoning
    home: list[int]
    least: list[float]
    most: list[float]
    looks: int = _MOST_LOOKS

    def __post_init__(self) -> None:
        self._weight: list[float] = self.zoning.units.weight.tolist()

    def astray(self, zone: int) -> float:
        """Return what a zone weighs beyond its limits."""
        load = self.zoning.load[zone]
        return max(self.least[zone] - load, load - self.most[zone], 0.0)

    def improve(self) -> None:
        """Do chains that leave less astray, or as much and less moved, until there is none, or no look is left."""
        while self.looks > 0 and any(self._begin(unit, to) for unit, to in self._beginnings()):
            pass

    def _beginnings(self) -> list[tuple[int, int]]:
        """Return the moves with which a chain that improves anything begins, the weightiest first."""
        zone, weight = self.zoning.zone, self._weight
        astray = {number for number in range(self.zoning.zones) if self.astray(number) > _SMALL}
        found = [
            (unit, to)
            for unit, here in enumerate(zone)
            for to in {zone[other] for other, _ in self.zoning.neighbours[unit]} - {here}
            if to == self.home[unit] or here in astray or to in astray
        ]
        return sorted(found, key=lambda move: (-weight[move[0]], move))

    def _begin(self, unit: int, to: int) -> bool:
        astray = sum(self.astray(number) for number in range(self.zoning.zones))
        return self._go_on(unit, to, astray, 0.0, _DEPTH, (astray, 0.0))

    def _go_on(self, unit: int, to: int, astray: float, moved: float, depth: int, before: tuple[float, float]) -> bool:
        """Do a move and what follows from it; undo it, and answer no, if nothing comes of it."""
        self.looks -= 1
        zoning = self.zoning
        here = zoning.zone[unit]
        if here == to or zoning.count[here] == 1 or unit in zoning.fixed or not zoning.stays_whole(unit):
            return False
        if self.home[unit] == here:
            moved += self._weight[unit]
        elif self.home[unit] == to:
            moved -= self._weight[unit]
        astray -= self.astray(here) + self.astray(to)
        zoning.move(unit, to)
        astray += self.astray(here) + self.astray(to)
        if astray < before[0] - 1e-6 or (astray < before[0] + 1e-6 and moved < before[1] - 1e-6):
            return True
        if depth > 1 and self.looks > 0:
            for other, target in self._followers(here, to, unit):
                if self._go_on(other, target, astray, moved, depth - 1, before):
                    return True
        zoning.move(unit, here)
        return False

    def _followers(self, here: int, to: int, moved: int) -> list[tuple[int, int]]:
        """Return the moves that help a zone which the last move has put astray."""
        zoning, found = self.zoning, []
        zone = zoning.zone
        for number in (to, here):
            load = zoning.load[number]
            if load > self.most[number] + _SMALL:
                inside = [unit for unit, at in enumerate(zone) if at == number and unit != moved]
                found += [
                    (unit, target)
                    for unit in inside
                    for target in sorted({zone[other] for other, _ in zoning.neighbours[unit]} - {number})
                ]
            elif load < self.least[number] - _SMALL:
                beside = {
                    other
                    for unit, at in enumerate(zone)
                    if at == number
                    for other, _ in zoning.neighbours[unit]
                    if zone[other] != number and other != moved
                }
                found += [(unit, number) for unit in sorted(beside)]
        return found


def improve_by_chains(zoning: Zoning, home: IntArray, least: FloatArray, most: FloatArray) -> IntArray:
    """Return a division in which no short chain of moves leaves less weight beyond limits, or moves less.

    Parameters
    ----------
    zoning : Zoning
        Is changed.
    home : int64 (n,)
        Zone in which each unit was.
    least, most : float64 (zones,)

    Returns
    -------
    zone : int64 (n,)
    """
    looks = min(_MOST_LOOKS, _LOOKS // max(len(zoning.zone), 1))
    Chains(zoning, home.tolist(), least.tolist(), most.tolist(), looks).improve()
    return np.array(zoning.zone, dtype=np.int64)
