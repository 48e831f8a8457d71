"""Which of two grids keeps ground that both hold."""

from __future__ import annotations

import shapely

from gridmap.reshaping.reshaping import Reshaping


def by_claim(work: Reshaping, ground: shapely.Geometry, one: int, two: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (keeper, loser) of an overlap, the better way first.

    It stays with the grid whose children hold more of it, else with a carved one, else with the one that would fall
    apart or vanish without it, else with the one that it hangs together with more, else with the lower id.
    """
    for claim in (_claim_of_children, _claim_of_kind, _claim_of_shape):
        better, worse = sorted([(claim(work, ground, grid), -grid) for grid in (one, two)], reverse=True)
        if better[0] != worse[0]:
            return ((-better[1], -worse[1]), (-worse[1], -better[1]))
    return ((one, two), (two, one))


def _claim_of_children(work: Reshaping, ground: shapely.Geometry, grid: int) -> tuple[float, float]:
    return (round(work.held_below(ground, grid), 3), 0.0)


def _claim_of_kind(work: Reshaping, ground: shapely.Geometry, grid: int) -> tuple[float, float]:
    plan = work.plan
    kind = plan.scheme.kinds[plan.kind_numbers[plan.positions([grid])[0]]]
    return (float(kind.ground == "carve"), 0.0)


def _claim_of_shape(work: Reshaping, ground: shapely.Geometry, grid: int) -> tuple[float, float]:
    shape = work.shape(grid)
    rest = shapely.difference(shape, ground)
    falls_apart = shapely.is_empty(rest) or len(shapely.get_parts(rest)) > len(shapely.get_parts(shape))
    shared = shapely.intersection(shapely.boundary(ground), shapely.boundary(rest))
    return (float(falls_apart), round(float(shapely.length(shared)), 3))
