"""The ground of some grids as one shape, and their households: where a finding is shown and how it is ranked."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from gridmap.model.arrays import ShapeArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


def ground_and_households(plan: Plan, grids: Sequence[int]) -> tuple[shapely.Geometry | None, int]:
    """Return the ground of some grids as one shape (``None`` if they have none), and their households."""
    from gridmap.ground.placement import households_by_grid
    from gridmap.ground.tiling import valid_shapes

    several = tuple(sorted(set(grids)))
    at = plan.positions(several)
    at = at[at >= 0]
    households = int(households_by_grid(plan)[at].sum())
    if len(at) < 2:
        return (valid_shapes(plan)[at[0]] if len(at) else None), households
    united = _united(plan)
    if several not in united:
        united[several] = _ground_of(valid_shapes(plan)[at])
    return united[several], households


@kept("grids.geometry")
def _united(plan: Plan) -> dict[tuple[int, ...], shapely.Geometry | None]:
    """Return the ground of the bunches of grids that were asked for, by their ids; filled as they are asked for."""
    return {}


@_united.follows
def _(
    old: Plan, new: Plan, change: Change, result: dict[tuple[int, ...], shapely.Geometry | None]
) -> dict[tuple[int, ...], shapely.Geometry | None]:
    changed = frozenset(change.ids("grids").tolist())
    return {grids: ground for grids, ground in result.items() if changed.isdisjoint(grids)}


def _ground_of(shapes: ShapeArray) -> shapely.Geometry | None:
    """Return several shapes as one, ``None`` if there is no ground at all."""
    present = shapes[~shapely.is_missing(shapes)]
    if len(present) < 2:
        return present[0] if len(present) else None
    return shapely.union_all(present)
