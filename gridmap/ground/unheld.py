"""Where the buildings are that no grid holds for good: on exempt ground, in a gap, or elsewhere.

Both answers are kept with the plan and follow edits, since each takes asking every such building.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.placement import building_points, unplaced
from gridmap.ground.tiling import tiling
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.model.arrays import BoolArray, IntArray, moved_rows, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import kept, once_for_change
from gridmap.model.plan import Plan

_READS: Final = ("grids.geometry", "grids.kind", "grids.parent", "buildings.geometry", "exempt_areas")


@kept(*_READS, itself=("buildings.geometry", "exempt_areas"), through=(unplaced,))
def exempt_area_of(plan: Plan) -> IntArray:
    """Return the row of the exempt area in which each unplaced building lies, the first of several. Shape (b,).

    -1 for one that lies in none, and for every building that a grid holds.
    """
    area = np.full(len(plan.buildings), -1, dtype=np.int64)
    _find_area(plan, np.flatnonzero(unplaced(plan)), area)
    return area


@exempt_area_of.follows
def _(old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray | None:
    if "exempt_areas" in change.rows:
        return None
    again = _otherwise_placed(old, new, change)
    if not len(again) and not change.touched & {"buildings.id"}:
        return result
    area = moved_rows(old.buildings.index.to_numpy(), new.buildings.index.to_numpy(), result, -1)
    area[again] = -1
    _find_area(new, again[unplaced(new)[again]], area)
    return area


def _find_area(plan: Plan, rows: IntArray, area: IntArray) -> None:
    """Write down the exempt areas of some rows of buildings."""
    if len(rows):  # asking each area prepares it once, which pays where buildings are many
        which, at = shapely.STRtree(building_points(plan)[rows]).query(exempt_ground(plan), predicate="intersects")
        order = np.argsort(-which, kind="stable")
        area[rows[at[order]]] = which[order]


@kept(*_READS)
def in_gap(plan: Plan) -> BoolArray:
    """Return which buildings are unplaced and lie in a gap. Shape (b,)."""
    rows = np.flatnonzero(unplaced(plan))
    inside = np.zeros(len(plan.buildings), dtype=bool)
    _, at = shapely.STRtree(building_points(plan)[rows]).query(tiling(plan).gaps.shape, predicate="intersects")
    inside[rows[at]] = True
    return inside


@in_gap.follows
def _(old: Plan, new: Plan, change: Change, result: BoolArray) -> BoolArray:
    """Ask again where gaps came or went, and of the buildings that changed."""
    again = _otherwise_placed(old, new, change)
    before, gaps = tiling(old).gaps.shape, tiling(new).gaps.shape
    if before is gaps and not len(again) and not change.touched & {"buildings.id"}:
        return result
    inside = moved_rows(old.buildings.index.to_numpy(), new.buildings.index.to_numpy(), result, False)
    inside[again] = False
    if before is not gaps:
        same = {id(shape) for shape in before}.intersection(map(id, gaps))
        other = np.array([shape for shape in (*before, *gaps) if id(shape) not in same], dtype=object)
        rows = np.flatnonzero(unplaced(new))
        _, at = shapely.STRtree(building_points(new)[rows]).query(other, predicate="intersects")
        again = np.union1d(again, rows[at])
    again = again[unplaced(new)[again]]
    found, _ = shapely.STRtree(gaps).query(building_points(new)[again], predicate="intersects")
    inside[again] = False
    inside[again[found]] = True
    return inside


@once_for_change
def _otherwise_placed(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the rows of the buildings that a change touches, or that are unplaced after it and were not before."""
    if unplaced(old) is unplaced(new) and "buildings" not in change.rows:
        return np.empty(0, dtype=np.int64)
    ids = new.buildings.index.to_numpy()
    differ = moved_rows(old.buildings.index.to_numpy(), ids, unplaced(old), False) != unplaced(new)
    at = positions_in(ids, change.ids("buildings"))
    differ[at[at >= 0]] = True
    return np.flatnonzero(differ)


__all__ = ["exempt_area_of", "in_gap"]
