"""Units of ground into zones: connected, within limits, with short borders; or the reason why that cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.division.annealing import Zoning, anneal
from gridmap.division.chains import improve_by_chains
from gridmap.division.limits import Obstacle, obstacles, weights_of, zones_possible
from gridmap.division.start import started, whole_zones
from gridmap.division.units import Units, sums
from gridmap.model.arrays import BoolArray, FloatArray, IntArray

GoOn = Callable[[float], bool]
"""Asked now and then with the share that is done; to answer no stops the work."""

_STEPS: Final = 350_000
"""Moves that are tried in all for one division, unless it is said otherwise."""
_TRIES: Final = 4
"""So often a division is begun anew at most, with other seeds, as long as a zone that could be in range is not."""
_WARM: Final = 0.2
"""Temperature, as a share of the usual border, from which a division that is nearly right is looked on."""
_SMALL: Final = 150
"""With fewer units the work is shared out over several beginnings: a small division is found by luck sooner."""
_STAY: Final = 4.0
"""What it costs to move a unit of usual weight when a division is changed as little as possible, in usual borders."""
_CHANGES: Final = 6
"""So often such a change is looked for, from cold and hot beginnings; four times as often in a small division."""


@dataclass(frozen=True, eq=False)
class Division:
    """Units in zones.

    Attributes
    ----------
    zone : int64 (n,)
        Zone of each unit, from 0, numbered by their first units.
    weight, area, perimeter : float64 (k,)
        Of each zone.
    border : float
        Length of the borders between zones.
    too_heavy : int64
        Units that weigh more than a zone may; each of them is a zone of its own, perhaps with pieces that are too
        light and reach no other.
    outside : int64
        Zones that weigh too little or too much.
    unavoidable : bool, as ``outside``
        Whether that follows from such a unit, or from a piece of ground that no number of zones fits.
    """

    zone: IntArray
    weight: FloatArray
    area: FloatArray
    perimeter: FloatArray
    border: float
    too_heavy: IntArray
    outside: IntArray
    unavoidable: BoolArray

    @property
    def compactness(self) -> FloatArray:
        """Polsby-Popper measure of each zone: area by that of the circle of the same perimeter. Shape (k,)."""
        return 4 * np.pi * self.area / np.maximum(self.perimeter, 1e-300) ** 2


class Impossible(Exception):
    """What was wished for cannot be done; ``obstacles`` says why."""

    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__(found[0].reason if found else "not-found")
        self.obstacles = found


class NotFound(Exception):
    """No division within the limits was found, though none of the known obstacles stands in the way.

    Attributes
    ----------
    best : Division
        The nearest one.
    """

    def __init__(self, best: Division) -> None:
        super().__init__("not-found")
        self.best = best


def divide_evenly(
    units: Units,
    zones: int,
    tolerance: float = 0.05,
    *,
    seed: int = 0,
    steps: int = _STEPS,
    go_on: GoOn | None = None,
) -> Division:
    """Return units in exactly as many zones as asked for, each within ``tolerance`` of an equal share.

    Parameters
    ----------
    units : Units
    zones : int
    tolerance : float
        Share of an equal share by which a zone may be lighter or heavier.
    seed, steps, go_on
        See :func:`divide`.

    Raises
    ------
    Impossible
        If a unit, or a piece of ground, stands in the way.
    NotFound
    """
    share = float(units.weight.sum()) / max(zones, 1)
    least, most = share * (1 - tolerance), share * (1 + tolerance)
    found = obstacles(units, least, most, zones)
    if found:
        raise Impossible(found)
    component = units.components()
    counts = _shares(units, component, zones, least, most)
    zone = np.zeros(len(units), dtype=np.int64)
    before = 0
    for piece, count in enumerate(counts.tolist()):
        inside = np.flatnonzero(component == piece)
        own = _steps_of(steps, len(inside), len(units))
        limits = np.full(count, least), np.full(count, most)
        zone[inside] = before + _within(units.only(inside), *limits, tolerance, seed, own, go_on)
        before += count
    division = described(units, zone, least, most)
    if len(division.outside):
        raise NotFound(division)
    return division


def divide(
    units: Units,
    least: float,
    most: float,
    *,
    zones: int | None = None,
    seed: int = 0,
    steps: int = _STEPS,
    go_on: GoOn | None = None,
) -> Division:
    """Return units in zones that weigh from ``least`` to ``most``, as far as that can be done.

    Units that are too heavy by themselves are set aside first and become zones of their own. Where a piece of ground
    fits no number of zones, the number is taken that misses the limits least; what is too light to be a zone and lies
    beside a zone that is too heavy already, goes to that one.

    Parameters
    ----------
    units : Units
    least, most : float
        What a zone should weigh.
    zones : int, optional
        How many zones the ground that is left should make; by default as many as weigh the mean of the limits.
    seed : int
        The same seed gives the same division.
    steps : int
        How many moves of units are tried; more take longer and give shorter borders.
    go_on : callable, optional
        See :data:`GoOn`.
    """
    heavy = units.weight > most * (1 + 1e-9)
    zone = np.full(len(units), -1, dtype=np.int64)
    zone[heavy] = np.arange(int(heavy.sum()))
    light = np.flatnonzero(~heavy)
    rest = units.only(light)
    component = rest.components()
    weights = sums(rest.weight, component, int(component.max(initial=-1)) + 1)
    sizes = np.bincount(component)
    _join_light_pieces(units, zone, light, component, weights, least)
    free = [piece for piece in range(len(weights)) if (zone[light[component == piece]] < 0).all()]
    counts = {piece: _best_count(float(weights[piece]), int(sizes[piece]), least, most) for piece in free}
    if zones is not None:
        counts = _asked_for(counts, weights, sizes, zones, least, most)
    before = int(heavy.sum())
    for piece in free:
        inside = light[component == piece]
        count = counts[piece]
        part = units.only(inside)
        tolerance = (most - least) / (most + least) if most + least > 0 else 0.05
        limits = _limits(float(weights[piece]), count, least, most)
        own = _steps_of(steps, len(inside), len(units))
        zone[inside] = before + _within(part, *limits, tolerance, seed, own, go_on)
        before += count
    return described(units, zone, least, most)


def change_least(
    units: Units,
    home: IntArray,
    zones: int,
    least: float,
    most: float,
    *,
    seed: int = 0,
    steps: int = _STEPS,
    go_on: GoOn | None = None,
) -> IntArray:
    """Return zones that weigh from ``least`` to ``most``, changed as little as possible from those of today.

    Those that miss the limits least come first, then those for which least weight moves into another zone, then the
    shortest borders. Zones keep their numbers, and are in one piece each.

    Parameters
    ----------
    units : Units
    home : int64 (n,)
        Zone of each unit today.
    zones : int
        How many there are.
    least, most : float
    seed, steps, go_on
        See :func:`divide`.

    Returns
    -------
    zone : int64 (n,)
    """
    limits = np.full(zones, least), np.full(zones, most)
    best: tuple[float, float, float] | None = None
    chosen = home
    begun = whole_zones(units, home, zones)
    starts, share = (4 * _CHANGES, 2 * _CHANGES) if len(units) <= _SMALL else (_CHANGES, _CHANGES)
    for start in range(starts):
        zone = anneal(
            Zoning(units, begun.tolist(), zones),
            *limits,
            max(2000, steps // share),
            seed + start * 31,
            hot=0.4 if start % 2 else 4.0,
            strict=10.0,
            home=home,
            stay=_STAY / max(float(units.weight.mean()), 1e-9),
            go_on=go_on,
        )
        zone = improve_by_chains(Zoning(units, zone.tolist(), zones), home, *limits)
        astray = _astray(weights_of(units, zone, zones), *limits)
        moved = float(units.weight[zone != home].sum())
        border = float(units.border[zone[units.owner] != zone[units.neighbour]].sum())
        if best is None or (astray, moved, border) < best:
            best, chosen = (astray, moved, border), zone
    return chosen


def described(units: Units, zone: IntArray, least: float, most: float) -> Division:
    """Return what can be said of a division, with its zones numbered by their first units."""
    _, first, zone = np.unique(zone, return_index=True, return_inverse=True)
    zone = np.argsort(np.argsort(first))[zone.reshape(-1)].astype(np.int64)
    count = len(first)
    apart = zone[units.owner] != zone[units.neighbour]
    inner = sums(units.border[~apart], zone[units.owner[~apart]], count)
    perimeter = sums(units.perimeter, zone, count) - inner
    weight = weights_of(units, zone, count)
    slack = 1e-9 * max(most, 1.0)
    outside = np.flatnonzero((weight < least - slack) | (weight > most + slack))
    too_heavy = np.flatnonzero(units.weight > most * (1 + 1e-9))
    return Division(
        zone,
        weight,
        sums(units.area, zone, count),
        perimeter,
        float(units.border[apart].sum()) / 2,
        too_heavy,
        outside,
        _unavoidable(units, zone, outside, too_heavy, least, most),
    )


def _unavoidable(
    units: Units, zone: IntArray, outside: IntArray, too_heavy: IntArray, least: float, most: float
) -> BoolArray:
    """Return which of the zones outside the limits follow from a heavy unit or from a piece that no number fits."""
    light = np.setdiff1d(np.arange(len(units)), too_heavy)
    component = units.only(light).components()
    weights = sums(units.weight[light], component, int(component.max(initial=-1)) + 1)
    fits = [
        np.less_equal(*zones_possible(float(weight), int(size), least, most))
        for weight, size in zip(weights, np.bincount(component), strict=True)
    ]
    count = int(zone.max()) + 1 if len(zone) else 0
    heavy = np.bincount(zone[too_heavy], minlength=count)
    rest = sums(units.weight[light], zone[light], count)
    odd = (heavy == 1) & (rest < max(least, 1e-9))  # more than hangs on it is not with a unit that is too heavy
    lone = zone[light[~np.array(fits, dtype=bool)[component]]]
    odd[lone] |= heavy[lone] == 0
    return odd[outside]


def _within(
    units: Units,
    least: FloatArray,
    most: FloatArray,
    tolerance: float,
    seed: int,
    steps: int,
    go_on: GoOn | None,
) -> IntArray:
    """Divide connected units; as long as a zone is out of range, look on from there, stricter, and then anew."""
    count = len(least)
    best = zone = _search(units, least, most, tolerance, seed, steps, go_on)
    missed = _astray(weights_of(units, zone, count), least, most)
    for attempt in range(1, _TRIES):
        if missed <= 1e-9 * max(float(most.max(initial=0.0)), 1.0):
            break
        own = seed + attempt * 7919
        if attempt % 2:
            zone = anneal(
                Zoning(units, best.tolist(), count),
                least,
                most,
                steps,
                own,
                hot=_WARM,
                strict=10.0**attempt,
                go_on=go_on,
            )
        else:
            zone = _search(units, least, most, tolerance / 2, own, 2 * steps, go_on)
        left = _astray(weights_of(units, zone, count), least, most)
        if left < missed:
            best, missed = zone, left
    return best


def _search(
    units: Units,
    least: FloatArray,
    most: FloatArray,
    tolerance: float,
    seed: int,
    steps: int,
    go_on: GoOn | None,
) -> IntArray:
    """Divide connected units into as many zones as there are limits."""
    count = len(least)
    if count <= 1 or count >= len(units):
        return np.arange(len(units)) if count > 1 else np.zeros(len(units), dtype=np.int64)
    begins = 4 if len(units) <= _SMALL else 1
    best, best_value = None, np.inf
    for begin in range(begins):
        own = seed + 104_729 * begin
        zoning = Zoning(units, started(units, count, tolerance, own % 2**31).tolist(), count)
        zone = anneal(zoning, least, most, steps // begins, own, go_on=go_on)
        value = _astray(weights_of(units, zone, count), least, most) * 1e6 + float(
            units.cost[zone[units.owner] != zone[units.neighbour]].sum()
        )
        if value < best_value:
            best, best_value = zone, value
    assert best is not None
    return best


def _astray(load: FloatArray, least: FloatArray, most: FloatArray) -> float:
    return float((np.maximum(least - load, 0) + np.maximum(load - most, 0)).sum())


def _steps_of(steps: int, size: int, total: int) -> int:
    return max(2000, round(steps * size / max(total, 1)))


def _best_count(weight: float, units: int, least: float, most: float) -> int:
    """Return into how many zones a connected piece goes best."""
    fewest, largest = zones_possible(weight, units, least, most)
    wanted = round(weight / ((least + most) / 2)) if least + most > 0 else fewest
    if fewest <= largest:
        return int(min(max(wanted, fewest), largest))
    over = max(weight / max(largest, 1) - most, 0.0) * max(largest, 1)
    under = max(least - weight / fewest, 0.0) * fewest
    return max(1, min(units, largest if largest >= 1 and over <= under else fewest))


def _limits(weight: float, count: int, least: float, most: float) -> tuple[FloatArray, FloatArray]:
    """Return the limits for the zones of a piece, wider where their mean lies outside."""
    mean = weight / count
    return np.full(count, min(least, mean)), np.full(count, max(most, mean))


def _shares(units: Units, component: IntArray, zones: int, least: float, most: float) -> IntArray:
    """Return how many of the zones each connected piece gets, in proportion to its weight and within its limits."""
    weights = sums(units.weight, component, int(component.max(initial=-1)) + 1)
    sizes = np.bincount(component)
    ranges = [zones_possible(float(w), int(n), least, most) for w, n in zip(weights, sizes, strict=True)]
    fewest, largest = np.array(ranges, dtype=np.int64).reshape(-1, 2).T
    exact = weights / max(float(weights.sum()), 1e-300) * zones
    counts = np.clip(np.round(exact).astype(np.int64), fewest, largest)
    while (missing := zones - int(counts.sum())) != 0:
        step = 1 if missing > 0 else -1
        can = counts < largest if step > 0 else counts > fewest
        counts[np.flatnonzero(can)[np.argmax(((exact - counts) * step)[can])]] += step
    return counts


def _asked_for(
    counts: dict[int, int], weights: FloatArray, sizes: IntArray, zones: int, least: float, most: float
) -> dict[int, int]:
    """Return the numbers of zones changed, one by one where it costs least, until they are as many as asked for."""
    counts = dict(counts)

    def misses(piece: int, count: int) -> float:
        if not 1 <= count <= sizes[piece]:
            return np.inf
        mean = float(weights[piece]) / count
        return max(least - mean, mean - most, 0.0) * count + abs(mean - (least + most) / 2) * 1e-3

    while counts and (missing := zones - sum(counts.values())) != 0:
        step = 1 if missing > 0 else -1
        cost = {piece: misses(piece, count + step) - misses(piece, count) for piece, count in counts.items()}
        piece = min(cost, key=lambda at: (cost[at], at))
        if not np.isfinite(cost[piece]):
            break
        counts[piece] += step
    return counts


def _join_light_pieces(
    units: Units, zone: IntArray, light: IntArray, component: IntArray, weights: FloatArray, least: float
) -> None:
    """Give pieces that are too light to be a zone to the heavy unit beside them with whom they have most border."""
    whose = np.full(len(units), -1, dtype=np.int64)
    whose[light] = component
    beside = (whose[units.owner] >= 0) & (zone[units.neighbour] >= 0)
    for piece in np.flatnonzero(weights < least * (1 - 1e-9)).tolist():
        at = beside & (whose[units.owner] == piece)
        if at.any():
            shared = np.bincount(zone[units.neighbour[at]], weights=units.border[at])
            zone[light[component == piece]] = int(np.argmax(shared))
