"""Inhabited buildings that no grid holds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.codes.childless import without_children
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.placement import building_points, has_ground, holder_positions, placement, unplaced
from gridmap.ground.tiling import tiling
from gridmap.ground.unheld import exempt_area_of, in_gap
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


def buildings_in_no_grid(plan: Plan, scope: Scope) -> IntArray:
    """Return the rows of the buildings that no grid holds and that no other finding stands for.

    Left out are those in a gap, on exempt ground, and in a grid that must be divided and is not.
    """
    if scope.grids is None:
        return _in_no_grid(plan)
    holder = placement(plan).holder
    rows = _of_divided(plan, np.flatnonzero(unplaced(plan) & (exempt_area_of(plan) < 0) & scope.has_rows(plan, holder)))
    gaps = tiling(plan, np.unique(holder[rows])).gaps.shape
    inside, _ = shapely.STRtree(gaps).query(building_points(plan)[rows], predicate="intersects")
    return np.delete(rows, np.unique(inside))


@kept(
    *("grids.geometry", "grids.kind", "grids.parent", "buildings.geometry", "exempt_areas"),
    itself=("grids.kind", "grids.parent"),
    through=(unplaced, exempt_area_of, in_gap, holder_positions, has_ground),
)
def _in_no_grid(plan: Plan) -> IntArray:
    """Return the rows that :func:`buildings_in_no_grid` does of a whole plan."""
    return _of_divided(plan, np.flatnonzero(unplaced(plan) & (exempt_area_of(plan) < 0) & ~in_gap(plan)))


def _of_divided(plan: Plan, rows: IntArray) -> IntArray:
    """Leave out the buildings in a grid that must be divided and is not."""
    at = holder_positions(plan)[rows]
    held = np.flatnonzero(at >= 0)
    return np.delete(rows, held[without_children(plan, at[held])])


def otherwise_outside(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the same buildings are told with the same grids as before, and none of them was touched."""
    one, two = _in_no_grid(old), _in_no_grid(new)
    if one is two and placement(old) is placement(new) and "buildings" not in change.rows:
        return one[:0]
    ids = new.buildings.index.to_numpy()[two]
    same = np.array_equal(old.buildings.index.to_numpy()[one], ids) and not np.isin(change.ids("buildings"), ids).any()
    return one[:0] if same and np.array_equal(placement(old).holder[one], placement(new).holder[two]) else None


@check(
    "building-in-no-grid",
    severity="error",
    group="buildings",
    source="docs/design.md, What it is for",
    reads=(*HOUSEHOLDS, "exempt_areas"),
    again=otherwise_outside,
)
def inhabited_buildings_in_no_grid(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find buildings with households that no grid holds, mostly because they lie outside the whole plan.

    Households in a gap, on exempt ground, or in a grid that is not divided as it must be, are told with that finding
    and not once more here.
    """
    rows = buildings_in_no_grid(plan, scope)
    yield from about_buildings(plan, "building-in-no-grid", rows[plan.buildings["households"].to_numpy()[rows] > 0])


def about_buildings(plan: Plan, rule: str, rows: IntArray) -> Iterator[Finding]:
    """Yield a finding for each of some buildings, with the grid that holds it as far as one does, and its plate."""
    buildings, holder = plan.buildings, placement(plan).holder[rows]
    yield from about_rows(
        plan,
        rule,
        [(grid,) if grid else () for grid in holder.tolist()],
        buildings=buildings.index.to_numpy()[rows][:, None].tolist(),
        where=np.asarray(buildings.geometry.array, dtype=object)[rows],
        households=buildings["households"].to_numpy()[rows],
    )
