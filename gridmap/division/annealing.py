"""Moves of units between zones that border on them, at first also to the worse: simulated annealing."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp
from typing import Final

import numpy as np

from gridmap.division.units import Units, sums
from gridmap.model.arrays import FloatArray, IntArray

_EVERY: Final = 2000
"""So many moves are tried between two looks at the temperature, the best division and whether to stop."""
_LENIENT: Final = 0.03
"""How dear it is at first to miss the limits, as a share of what it is after two thirds of the way: where all zones are
full, a unit can only move if the limits may be missed for a while."""
_HOT: Final = 0.4
_COLD: Final = 0.02
"""Temperature at first and at last, as shares of the border that two neighbours usually have in common."""


@dataclass
class Zoning:
    """A division that is being improved: plain lists, which Python reads faster than arrays.

    Attributes
    ----------
    zone : list of int
        Zone of each unit.
    load : list of float
        What the units of each zone weigh.
    count : list of int
        How many units each zone has.
    """

    units: Units
    zone: list[int]
    zones: int
    fixed: frozenset[int] = frozenset()
    load: list[float] = field(init=False)
    count: list[int] = field(init=False)
    neighbours: list[list[tuple[int, float]]] = field(init=False)

    def __post_init__(self) -> None:
        zone = np.array(self.zone, dtype=np.int64)
        self.load = sums(self.units.weight, zone, self.zones).tolist()
        self.count = np.bincount(zone, minlength=self.zones).tolist()
        first, to, cost = self.units.first.tolist(), self.units.neighbour.tolist(), self.units.cost.tolist()
        self.neighbours = [list(zip(to[a:b], cost[a:b], strict=True)) for a, b in itertools.pairwise(first)]

    def stays_whole(self, unit: int) -> bool:
        """Whether the zone of a unit is one piece without it, if it was with it."""
        zone, neighbours = self.zone, self.neighbours
        mine = zone[unit]
        beside = [to for to, _ in neighbours[unit] if zone[to] == mine]
        if len(beside) < 2:
            return bool(beside)
        sought = set(beside[1:])
        seen = {unit, beside[0]}
        stack = [beside[0]]
        while stack:
            for to, _ in neighbours[stack.pop()]:
                if zone[to] == mine and to not in seen:
                    if to in sought:
                        sought.discard(to)
                        if not sought:
                            return True
                    seen.add(to)
                    stack.append(to)
        return False

    def move(self, unit: int, to: int) -> None:
        """Give a unit to another zone."""
        came_from, weight = self.zone[unit], float(self.units.weight[unit])
        self.zone[unit] = to
        self.load[came_from] -= weight
        self.load[to] += weight
        self.count[came_from] -= 1
        self.count[to] += 1


def anneal(
    zoning: Zoning,
    least: FloatArray,
    most: FloatArray,
    steps: int,
    seed: int,
    *,
    hot: float = _HOT,
    strict: float = 1.0,
    home: IntArray | None = None,
    stay: float = 0.0,
    go_on: Callable[[float], bool] | None = None,
) -> IntArray:
    """Improve a division by moves of single units, and return the best one that was met.

    Zones that weigh too little or too much come first, then the border between zones. A zone stays in one piece. The
    same seed gives the same division.

    Parameters
    ----------
    zoning : Zoning
        Is changed.
    least, most : float64 (zones,)
        What each zone should weigh.
    steps : int
        How many moves are tried.
    seed : int
    hot : float
        Temperature at first, as a share of the usual border of two neighbours.
    strict : float
        How much dearer than usual it is to miss the limits.
    home : int64 (n,), optional
        Zone in which each unit was, and should stay.
    stay : float
        What it costs to take a unit out of it, for each unit of weight, in shares of the usual border.
    go_on : callable, optional
        Asked now and then, with the share that is done; to say no stops the work with the best so far.

    Returns
    -------
    zone : int64 (n,)
    """
    # Long because the loop is one piece: it runs a million times, and a call takes longer than what it would do.
    units = zoning.units
    usual = float(units.cost.mean()) if len(units.cost) else 1.0
    wanted = float((least.sum() + most.sum()) / 2 / max(zoning.zones, 1)) or 1.0
    dear = strict * 40.0 * usual / wanted * max(1.0, np.sqrt(len(units) / max(zoning.zones, 1)))
    draw = random.Random(seed).random
    owner, neighbour = units.owner.tolist(), units.neighbour.tolist()
    weight, lows, highs = units.weight.tolist(), least.tolist(), most.tolist()
    at_home = [-1] * len(units) if home is None else home.tolist()
    leaving = stay * usual
    zone, load, count, neighbours = zoning.zone, zoning.load, zoning.count, zoning.neighbours
    fixed, stays_whole = zoning.fixed, zoning.stays_whole
    arcs = len(owner)
    between, astray = _value(zoning, lows, highs)
    best_value, best = between + dear * astray, list(zone)
    rounds = max(1, steps // _EVERY)
    cooling = (_COLD / max(hot, _COLD)) ** (1 / rounds)
    temperature = hot * usual
    for number in range(rounds if arcs else 0):
        price = dear * _LENIENT ** max(0.0, 1 - number / rounds * 1.5) if strict <= 1 else dear
        for _ in range(_EVERY):
            arc = int(draw() * arcs)
            unit = owner[arc]
            here, there = zone[unit], zone[neighbour[arc]]
            if here == there:
                continue
            gain = 0.0
            for to, cost in neighbours[unit]:
                other = zone[to]
                if other == here:
                    gain += cost
                elif other == there:
                    gain -= cost
            heavy, low, high = weight[unit], lows[here], highs[here]
            if leaving:
                if at_home[unit] == here:
                    gain += leaving * (heavy + 0.01)
                elif at_home[unit] == there:
                    gain -= leaving * (heavy + 0.01)
            old, new = load[here], load[here] - heavy
            more = (low - new if new < low else new - high if new > high else 0.0) - (
                low - old if old < low else old - high if old > high else 0.0
            )
            low, high = lows[there], highs[there]
            old, new = load[there], load[there] + heavy
            more += (low - new if new < low else new - high if new > high else 0.0) - (
                low - old if old < low else old - high if old > high else 0.0
            )
            worse = gain + price * more
            if worse > 0.0 and draw() >= exp(-worse / temperature):
                continue
            if count[here] == 1 or unit in fixed or not stays_whole(unit):
                continue
            zone[unit] = there
            load[here] -= heavy
            load[there] += heavy
            count[here] -= 1
            count[there] += 1
            between += gain
            astray += more
        value = between + dear * astray
        if value < best_value - 1e-9:
            best_value, best = value, list(zone)
        temperature *= cooling
        if go_on is not None and not go_on((number + 1) / rounds):
            break
    return np.array(best, dtype=np.int64)


def _value(zoning: Zoning, least: list[float], most: list[float]) -> tuple[float, float]:
    """Return what is to be made small: the border between zones, and what zones weigh beyond their limits."""
    zone = np.array(zoning.zone)
    between = float(zoning.units.cost[zone[zoning.units.owner] != zone[zoning.units.neighbour]].sum()) / 2
    astray = sum(max(low - load, load - high, 0.0) for low, high, load in zip(least, most, zoning.load, strict=True))
    return between, astray
