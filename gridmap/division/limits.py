"""Why ground cannot be divided as wished: which units stand in the way, and which limits could be held.

All of it follows from the graph alone, before anything is searched for, and takes milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gridmap.division.units import Units, sums
from gridmap.model.arrays import FloatArray, IntArray

Reason = Literal["unit-too-heavy", "unit-and-dependants-too-heavy", "piece-too-light", "piece-between", "count"]


@dataclass(frozen=True, eq=False)
class Obstacle:
    """What makes a wish impossible.

    Attributes
    ----------
    reason : str
        ``unit-too-heavy``: one unit weighs more than a zone may. ``unit-and-dependants-too-heavy``: one unit with all
        that can be reached through it only, and is too light to stand alone, does. ``piece-too-light``: a connected
        piece of ground weighs less than a zone must. ``piece-between``: a piece is too heavy for some number of zones
        and too light for one more. ``count``: the pieces together make fewer or more zones than asked for.
    units : int64 (k,)
        The units concerned, the heaviest first.
    weight : float
        What they weigh together; for ``count``, how many zones can be made at the nearest.
    limit : float
        The limit that is not held.
    """

    reason: Reason
    units: IntArray
    weight: float
    limit: float


def zones_possible(weight: float, units: int, least: float, most: float) -> tuple[int, int]:
    """Return the smallest and the largest number of zones that a connected piece may make; none if they cross."""
    slack = 1e-9 * max(weight, 1.0)
    fewest = max(1, int(np.ceil((weight - slack) / most))) if most > 0 else 1
    largest = int(np.floor((weight + slack) / least)) if least > 0 else units
    return fewest, min(largest, units)


def obstacles(units: Units, least: float, most: float, zones: int | None = None) -> list[Obstacle]:
    """Return what makes it impossible to divide units into connected zones of limited weight, the plainest first.

    Parameters
    ----------
    units : Units
    least, most : float
        What a zone may weigh.
    zones : int, optional
        How many are asked for; any number will do by default.

    Returns
    -------
    list of Obstacle
        Empty if none of the known ones stands in the way, which is no proof that it can be done.
    """
    found: list[Obstacle] = []
    heavy = np.flatnonzero(units.weight > most * (1 + 1e-9))
    for unit in heavy[np.argsort(-units.weight[heavy], kind="stable")].tolist():
        found.append(Obstacle("unit-too-heavy", np.array([unit]), float(units.weight[unit]), most))
    if not len(heavy):
        found += _with_dependants(units, least, most)
    component = units.components()
    count = int(component.max()) + 1 if len(units) else 0
    weight = sums(units.weight, component, count)
    size = np.bincount(component, minlength=count)
    fewest_of_all = largest_of_all = 0
    for piece in range(count):
        fewest, largest = zones_possible(float(weight[piece]), int(size[piece]), least, most)
        fewest_of_all += fewest
        largest_of_all += max(largest, 0)
        if fewest > largest:
            inside = np.flatnonzero(component == piece)
            inside = inside[np.argsort(-units.weight[inside], kind="stable")]
            reason: Reason = "piece-too-light" if weight[piece] < least else "piece-between"
            limit = least if reason == "piece-too-light" else most
            found.append(Obstacle(reason, inside, float(weight[piece]), limit))
    if zones is not None and not found and not fewest_of_all <= zones <= largest_of_all:
        nearest = fewest_of_all if zones < fewest_of_all else largest_of_all
        found.append(Obstacle("count", np.empty(0, dtype=np.int64), float(nearest), float(zones)))
    return found


def _with_dependants(units: Units, least: float, most: float) -> list[Obstacle]:
    """Return the units that are too heavy together with what hangs on them alone.

    If ground falls apart without a unit, each piece that weighs less than ``least`` has to be in the unit's own zone.
    """
    found = []
    for unit, pieces in cut_pieces(units).items():
        light = [piece for piece in pieces if units.weight[piece].sum() < least * (1 - 1e-9)]
        if len(light) == len(pieces):
            continue  # all of it is one zone, which the weight of the piece of ground tells
        weight = float(units.weight[unit] + sum(units.weight[piece].sum() for piece in light))
        if light and weight > most * (1 + 1e-9):
            found.append(Obstacle("unit-and-dependants-too-heavy", np.concatenate([[unit], *light]), weight, most))
    return sorted(found, key=lambda obstacle: -obstacle.weight)


def cut_pieces(units: Units) -> dict[int, list[IntArray]]:
    """Return, by unit whose ground falls apart without it, the pieces that are left of its connected component.

    Notes
    -----
    A walk into the depth finds them in one pass: what was entered from a unit hangs on it alone if no way leads from
    there to what was met before the unit (R. Tarjan, Depth-first search and linear graph algorithms, 1972).
    """
    n = len(units)
    first, to = units.first.tolist(), units.neighbour.tolist()
    met, low = [-1] * n, [0] * n
    order: list[int] = []
    pieces: dict[int, list[IntArray]] = {}
    for root in range(n):
        if met[root] >= 0:
            continue
        begun = len(order)
        hanging: dict[int, list[tuple[int, int]]] = {}
        met[root] = low[root] = begun
        order.append(root)
        stack = [(root, -1, first[root])]
        while stack:
            unit, parent, at = stack.pop()
            if at < first[unit + 1]:
                stack.append((unit, parent, at + 1))
                other = to[at]
                if met[other] < 0:
                    met[other] = low[other] = len(order)
                    order.append(other)
                    stack.append((other, unit, first[other]))
                elif other != parent:
                    low[unit] = min(low[unit], met[other])
            elif parent >= 0:
                low[parent] = min(low[parent], low[unit])
                if low[unit] >= met[parent]:
                    hanging.setdefault(parent, []).append((met[unit], len(order)))
        walked = np.array(order[begun:], dtype=np.int64)
        for unit, spans in hanging.items():
            parts = [walked[start - begun : end - begun] for start, end in spans]
            rest = np.ones(len(walked), dtype=bool)
            rest[met[unit] - begun] = False
            for start, end in spans:
                rest[start - begun : end - begun] = False
            if rest.any():
                parts.append(walked[rest])
            if len(parts) > 1:
                pieces[unit] = parts
    return pieces


def weights_of(units: Units, zone: IntArray, zones: int) -> FloatArray:
    """Return what each zone weighs. Shape (zones,)."""
    return sums(units.weight, zone, zones)
