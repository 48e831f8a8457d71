"""Which of two grids keeps ground that both hold."""

from __future__ import annotations

import shapely

from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.together import DIFFERENCE, INTERSECTION, Steps


def by_claim(
    work: Reshaping, ground: shapely.Geometry, one: int, two: int
) -> Steps[tuple[tuple[int, int], tuple[int, int]]]:
    """Return, step by step, (keeper, loser) of an overlap, the better way first.

    It stays with the grid whose children hold more of it, else with a carved one, else with the one that would fall
    apart or vanish without it, else with the one that it hangs together with more, else with the lower id.
    """
    for claim in (_claim_of_children, _claim_of_kind, _claim_of_shape):
        claims = []
        for grid in (one, two):
            claims.append(((yield from claim(work, ground, grid)), -grid))
        better, worse = sorted(claims, reverse=True)
        if better[0] != worse[0]:
            return ((-better[1], -worse[1]), (-worse[1], -better[1]))
    return ((one, two), (two, one))


def _claim_of_children(work: Reshaping, ground: shapely.Geometry, grid: int) -> Steps[tuple[float, float]]:
    return (round((yield from work.holding_below(ground, grid)), 3), 0.0)


def _claim_of_kind(work: Reshaping, ground: shapely.Geometry, grid: int) -> Steps[tuple[float, float]]:
    plan = work.plan
    kind = plan.scheme.kinds[plan.kind_numbers[plan.positions([grid])[0]]]
    return (float(kind.ground == "carve"), 0.0)
    yield  # nothing is asked


def _claim_of_shape(work: Reshaping, ground: shapely.Geometry, grid: int) -> Steps[tuple[float, float]]:
    shape = work.shape(grid)
    rest = yield DIFFERENCE, (shape, ground)
    falls_apart = shapely.is_empty(rest) or shapely.get_num_geometries(rest) > shapely.get_num_geometries(shape)
    shared = yield INTERSECTION, (shapely.boundary(ground), shapely.boundary(rest))
    return (float(falls_apart), round(float(shapely.length(shared)), 3))
