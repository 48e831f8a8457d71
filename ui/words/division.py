"""What a division of a layer came to, and why one cannot be made, with the units named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gridmap.model.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridmap.division.dividing import Division
    from gridmap.division.limits import Obstacle
    from gridmap.exchange.layer_units import LayerUnits

_NAMED: Final = 5
"""So many units are named of each obstacle, the heaviest first."""


def report_of(read: LayerUnits, division: Division) -> dict[str, Any]:
    """Return a division as plain values: what the zones weigh, how compact they are, how long their borders."""
    share = float(division.weight.sum()) / len(division.weight)
    rows = np.bincount(division.zone[read.group], minlength=len(division.weight))
    compactness = division.compactness
    return {
        "weight": read.weight,
        "total": float(division.weight.sum()),
        "border": round(division.border, 3),
        "compactness": round(float(compactness.mean()), 4),
        "zones": [
            {
                "zone": number + 1,
                "units": int(rows[number]),
                "weight": float(division.weight[number]),
                "deviation": round(float(division.weight[number]) / share - 1, 6) if share else 0.0,
                "area": round(float(division.area[number]), 3),
                "compactness": round(float(compactness[number]), 4),
            }
            for number in range(len(rows))
        ],
    }


def why_not(obstacles: Sequence[Obstacle], read: LayerUnits, parts: int, tolerance: float) -> BadInput:
    """Return what stands in the way of equal zones, by name, and the nearest wish that could be met."""
    first = obstacles[0]
    alike = [obstacle for obstacle in obstacles if obstacle.reason == first.reason]
    total = float(read.units.weight.sum())
    share = total / parts
    names = read.names([int(obstacle.units[0]) for obstacle in alike[:_NAMED]])
    values: dict[str, Any] = {
        "file": read.features.file,
        "names": names,
        "count": len(alike),
        "weight": first.weight,
        "limit": first.limit,
        "parts": parts,
        "tolerance": tolerance,
    }
    if first.reason == "count":
        return BadInput("divide-count", file=read.features.file, parts=parts, nearest=int(first.weight))
    if first.reason in ("unit-too-heavy", "unit-and-dependants-too-heavy"):
        values["nearest"] = _up(max(obstacle.weight for obstacle in alike) / share - 1)
        values["fewer"] = max(1, math.floor(total * (1 + tolerance) / first.weight))
        if first.reason == "unit-and-dependants-too-heavy":
            values["others"] = read.names(first.units[1 : _NAMED + 1].tolist())
        return BadInput(f"divide-{first.reason}", **values)
    values["units"] = sum(len(obstacle.units) for obstacle in alike)
    values["nearest"] = _up(max(_tolerance_for(obstacle.weight, share) for obstacle in alike))
    return BadInput(f"divide-{first.reason}", **values)


def why_not_found(best: Division, read: LayerUnits, parts: int, tolerance: float) -> BadInput:
    """Return that no division was found, how near the best one came, and in which zones it fails."""
    share = float(best.weight.sum()) / parts
    astray = np.abs(best.weight / share - 1)
    worst = int(np.argmax(astray))
    inside = np.flatnonzero(best.zone == worst)
    heaviest = inside[np.argsort(-read.units.weight[inside], kind="stable")][:_NAMED]
    return BadInput(
        "divide-not-found",
        file=read.features.file,
        parts=parts,
        tolerance=tolerance,
        nearest=_up(float(astray.max())),
        names=read.names(heaviest.tolist()),
        weight=float(best.weight[worst]),
    )


def _tolerance_for(weight: float, share: float) -> float:
    """Return the smallest tolerance by which a connected piece makes a whole number of zones."""
    fewer = max(1, math.floor(weight / share))
    return min(abs(weight / (count * share) - 1) for count in (fewer, fewer + 1))


def _up(tolerance: float) -> float:
    """Return a tolerance rounded up to a thousandth, so that it suffices."""
    return math.ceil(tolerance * 1000 - 1e-9) / 1000
