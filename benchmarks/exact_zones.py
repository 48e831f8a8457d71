"""The shortest border and the least change that any division of a small graph can have, proved: a peer.

Every connected set of units that weighs what a zone may is a column of a set partition (Garfinkel and Nemhauser 1970).
The linear relaxation is solved by column generation, which prices all of them as arrays; columns whose reduced cost is
more than what a known division lies above its bound can be in no better one and go; HiGHS solves what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_matrix, vstack

from gridmap.division.units import Units
from gridmap.model.arrays import BoolArray, FloatArray, IntArray

_MOST_UNITS = 64
_AT_ONCE = 200
"""Columns that a round of pricing adds for each thing that a zone may go on as."""


@dataclass(frozen=True, eq=False)
class Zones:
    """Connected sets of units.

    Attributes
    ----------
    members : bool (s, n)
    weight : float64 (s,)
    border : float64 (s,)
        Length that a set has in common with units outside of it.
    """

    members: BoolArray
    weight: FloatArray
    border: FloatArray


def connected_sets(units: Units, least: float, most: float) -> Zones:
    """Return all connected sets of at most 64 units that weigh from ``least`` to ``most``."""
    n = len(units)
    if n > _MOST_UNITS:
        raise ValueError(f"{n} units are more than {_MOST_UNITS}")
    bits = np.left_shift(np.uint64(1), np.arange(n, dtype=np.uint64))
    beside = np.zeros(n, dtype=np.uint64)
    np.bitwise_or.at(beside, units.owner, bits[units.neighbour])
    level, weight = bits[units.weight <= most], units.weight[units.weight <= most]
    found, weights = [], []
    while len(level):
        fits = weight >= least
        found.append(level[fits])
        weights.append(weight[fits])
        grown, heavier = [], []
        for unit in range(n):
            with_it = weight + units.weight[unit] <= most
            can = with_it & ((level & beside[unit]) != 0) & ((level & bits[unit]) == 0)
            grown.append(level[can] | bits[unit])
            heavier.append(weight[can] + units.weight[unit])
        level, first = np.unique(np.concatenate(grown), return_index=True)
        weight = np.concatenate(heavier)[first]
    sets = np.concatenate(found)
    members = (sets[:, None] & bits) != 0
    border = np.zeros(len(sets))
    for one, two, length in zip(units.owner.tolist(), units.neighbour.tolist(), units.border.tolist(), strict=True):
        border += length * (members[:, one] & ~members[:, two])
    return Zones(members, np.concatenate(weights), border)


def shortest_border(units: Units, least: float, most: float, zones: int, known: float) -> float:
    """Return the length of the shortest border between so many connected zones in range.

    Parameters
    ----------
    units : Units
    least, most : float
    zones : int
    known : float
        Length of the border of some division.
    """
    sets = connected_sets(units, least, most)
    which = np.arange(len(sets.border))
    counts = csc_matrix(np.ones((1, len(which))))
    return _cheapest(sets, which, sets.border / 2, counts, np.array([float(zones)]), known)


def fewest_moved(units: Units, home: IntArray, least: float, most: float, known: float) -> float:
    """Return the least weight that must leave its zone so that all zones are in range.

    Parameters
    ----------
    units : Units
    home : int64 (n,)
        Zone of each unit today. As many zones are made as there are, and each goes on as one of them.
    least, most : float
    known : float
        Weight that some division moves.
    """
    sets = connected_sets(units, least, most)
    count = int(home.max()) + 1
    at_home = np.zeros((len(units), count))
    at_home[np.arange(len(units)), home] = units.weight
    cost = (sets.weight[:, None] - sets.members @ at_home).ravel()
    which = np.repeat(np.arange(len(sets.weight)), count)
    as_what = np.tile(np.arange(count), len(sets.weight))
    goes_on = csc_matrix((np.ones(len(which)), (as_what, np.arange(len(which)))), shape=(count, len(which)))
    return _cheapest(sets, which, cost, goes_on, np.ones(count), known)


def _cheapest(
    sets: Zones, which: IntArray, cost: FloatArray, more: csc_matrix, right: FloatArray, known: float
) -> float:
    """Return the least cost of columns that hold every unit once and keep to further equations, proved."""
    members = csc_matrix(sets.members.T, dtype=float)
    sides = np.concatenate([np.ones(members.shape[0]), right])
    units = members.shape[0]
    penalty = 10.0 * max(known, 1.0)

    def rows(chosen: IntArray) -> csc_matrix:
        return vstack([members[:, which[chosen]], more[:, chosen]], format="csc")

    chosen = np.argsort(cost, kind="stable")[:_AT_ONCE]
    spare = csc_matrix(np.hstack([np.eye(len(sides)), -np.eye(len(sides))]))
    while True:
        table = rows(chosen)
        both = csc_matrix(np.hstack([table.toarray(), spare.toarray()]))
        prices = np.concatenate([cost[chosen], np.full(spare.shape[1], penalty)])
        solved = linprog(prices, A_eq=both, b_eq=sides, bounds=(0, None), method="highs")
        dual = solved.eqlin.marginals
        reduced = cost - (dual[:units] @ members)[which] - more.T @ dual[units:]
        if reduced.min() >= -1e-7 * penalty:
            break
        worst = np.argsort(reduced, kind="stable")[: _AT_ONCE * max(1, len(right))]
        chosen = np.union1d(chosen, worst[reduced[worst] < 0])
    slack = known - float(solved.fun) + 1e-6 * max(known, 1.0)
    if slack < 0:
        raise ValueError("the known division is better than the bound: it is not in range, or not connected")
    left = np.flatnonzero(reduced <= slack)
    table = rows(left)
    best = milp(
        cost[left],
        constraints=LinearConstraint(table, sides, sides),
        integrality=np.ones(len(left)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if best.status != 0:
        raise ValueError(best.message)
    return float(best.fun)
