"""A department's grids laid over the base grids: who holds what of whom, in ground and in households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.ground.departments.pieces import BASE, Pieces, pieces_of
from gridmap.ground.placement import building_points, placement
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray, positions_in
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

ALIKE: Final = 1e-6
"""Shares of a base grid that differ by less than this part of it are the same: coordinates are rounded."""


@dataclass(frozen=True, eq=False)
class LaidOver:
    """What each grid of a department holds of each base grid.

    All parts add up: what the pieces of a department's grid hold and what lies ``outside`` make the grid; what the
    pieces of a base grid hold and what is ``bare`` make the base grid, unless grids of the department overlap.
    A building is in one grid of the department: of several that hold it in that which holds most of its base grid.

    Attributes
    ----------
    department : str
    pieces : Pieces
        The ground, and which grids and base grids there are.
    grid, at : int64 (k,)
        For each pair that shares ground or households its places in ``pieces.grids`` and ``pieces.base``; in the order
        of the places.
    shape : object (k,)
        The common ground, ``None`` if they have households in common only (a building on a border).
    area_m2 : float64 (k,)
    is_ground : bool (k,)
        Whether the common ground is wider than the scheme's ``sliver_width``.
    households : int64 (k,)
    of_grid, outside_households : int64 (d,)
        Households of each grid of the department, and those of them in no base grid.
    of_base, bare_households : int64 (b,)
        Households of each base grid, and those of them in no grid of the department.
    home : int64 (b,)
        Place in ``pieces.grids`` of the grid that each base grid mostly is: by households where it has any, then by
        area; -1 where most of it is in none.
    tied : bool (b,)
        Whether another grid has as much of it; then the one that was recorded first is taken.
    """

    department: str
    pieces: Pieces
    grid: IntArray
    at: IntArray
    shape: ShapeArray
    area_m2: FloatArray
    is_ground: BoolArray
    households: IntArray
    of_grid: IntArray
    outside_households: IntArray
    of_base: IntArray
    bare_households: IntArray
    home: IntArray
    tied: BoolArray

    @property
    def at_home(self) -> BoolArray:
        """Whether each pair is of a base grid and the grid that it mostly is. Shape (k,)."""
        return self.home[self.at] == self.grid

    @property
    def misplaced(self) -> BoolArray:
        """Which pairs are crossings: ground on the wrong side that is no difference of drawing, or households there."""
        return ~self.at_home & (self.is_ground | (self.households > 0))

    @property
    def drawn_otherwise(self) -> BoolArray:
        """Which pairs differ from whole base grids by less than the width of a sliver, and by no household."""
        return ~self.at_home & ~self.misplaced

    @property
    def area_of_grid(self) -> FloatArray:
        """The area of each grid of the department. Shape (d,)."""
        return shapely.area(self.pieces.grid_shapes)

    @property
    def area_of_base(self) -> FloatArray:
        """The area of each base grid. Shape (b,)."""
        return shapely.area(self.pieces.base_shapes)

    @property
    def outside_m2(self) -> FloatArray:
        """Area of each grid of the department that no base grid holds. Shape (d,)."""
        return np.nan_to_num(shapely.area(self.pieces.outside))

    @property
    def bare_m2(self) -> FloatArray:
        """Area of each base grid that no grid of the department holds. Shape (b,)."""
        return np.nan_to_num(shapely.area(self.pieces.bare))

    @property
    def twice_m2(self) -> float:
        """Area that grids of the department hold more than once, counted as often as it is too much."""
        held = self.area_m2.sum() + self.bare_m2.sum()
        return max(0.0, float(held - self.area_of_base.sum()))


def departments(plan: Plan) -> list[str]:
    """Return the departments that have grids in a plan, in the order in which they came."""
    return list(dict.fromkeys(plan.tables["department_grids"]["department"].tolist()))


def department_rows(plan: Plan, department: str) -> IntArray:
    """Return the ids of all rows of a department, those without ground among them, ascending."""
    table = plan.tables["department_grids"]
    ids: IntArray = table.index.to_numpy()
    return ids[(table["department"] == department).to_numpy()]


def laid_over(plan: Plan, department: str) -> LaidOver:
    """Return a department's grids laid over the base grids; kept with the plan.

    Of a department that has none every base grid is bare.
    """
    known = _by_department(plan)
    if department not in known:
        known[department] = _laid(plan, department)
    return known[department]


@kept(*BASE, "buildings.geometry", "buildings.households", "department_grids")
def _by_department(plan: Plan) -> dict[str, LaidOver]:
    return {}


def _laid(plan: Plan, department: str) -> LaidOver:
    pieces = pieces_of(plan, department)
    households = plan.buildings["households"].to_numpy()
    base = positions_in(pieces.base, placement(plan).holder)
    own = _holders(plan, pieces, base)
    many, few = len(pieces.base), len(pieces.grids)

    def counted(of: IntArray, which: BoolArray, length: int) -> IntArray:
        return np.bincount(of[which], weights=households[which], minlength=length).astype(np.int64)

    has, placed = own >= 0, base >= 0
    key, area = pieces.grid * many + pieces.at, pieces.area_m2
    both = np.flatnonzero(has & placed & (households > 0))
    keys = np.union1d(key, own[both] * many + base[both])
    ground = np.full(len(keys), None, dtype=object)
    size, wide = np.zeros(len(keys)), np.zeros(len(keys), dtype=bool)
    here = np.searchsorted(keys, key)
    ground[here], size[here], wide[here] = pieces.shape, area, pieces.is_ground
    pair = np.searchsorted(keys, own[both] * many + base[both])
    common = np.bincount(pair, weights=households[both], minlength=len(keys)).astype(np.int64)
    of_base, bare = counted(base, placed, many), counted(base, placed & ~has, many)
    grid, at = keys // max(many, 1), keys % max(many, 1)
    home, tied = _homes(pieces, grid, at, size, common, of_base, bare)
    return LaidOver(
        department,
        pieces,
        grid,
        at,
        ground,
        size,
        wide,
        common,
        counted(own, has, few),
        counted(own, has & ~placed, few),
        of_base,
        bare,
        home,
        tied,
    )


def _holders(plan: Plan, pieces: Pieces, base: IntArray) -> IntArray:
    """Return the place of the department's grid that holds each building, -1 for none. Shape (buildings,).

    Parameters
    ----------
    base : int64 (buildings,)
        Place of each building's base grid, -1 for none.
    """
    points = building_points(plan)
    holder = np.full(len(points), -1, dtype=np.int64)
    if not len(pieces.grids):
        return holder
    grid, row = shapely.STRtree(points).query(pieces.grid_shapes, predicate="intersects")
    several = np.bincount(row, minlength=len(points)) > 1
    share = np.zeros(len(row))
    if several.any():
        keys = pieces.grid * len(pieces.base) + pieces.at
        wanted = grid * len(pieces.base) + base[row]
        place = np.searchsorted(keys, wanted).clip(max=max(len(keys) - 1, 0))
        known = several[row] & (base[row] >= 0) & (len(keys) > 0)
        known[known] = keys[place[known]] == wanted[known]
        share[known] = pieces.area_m2[place[known]]
    order = np.lexsort((-grid, share, row))  # the last of each building stays
    holder[row[order]] = grid[order]
    return holder


def _homes(
    pieces: Pieces,
    grid: IntArray,
    at: IntArray,
    area: FloatArray,
    households: IntArray,
    of_base: IntArray,
    bare_households: IntArray,
) -> tuple[IntArray, BoolArray]:
    """Return which grid each base grid mostly is, and whether another has as much of it."""
    many, nobody = len(pieces.base), len(pieces.grids)
    base_area = shapely.area(pieces.base_shapes)
    at = np.concatenate([at, np.arange(many)])
    grid = np.concatenate([grid, np.full(many, nobody)])
    area = np.concatenate([area, np.nan_to_num(shapely.area(pieces.bare))])
    counts = np.where(of_base[at] > 0, np.concatenate([households, bare_households]), 0)
    most = np.zeros(many, dtype=np.int64)
    np.maximum.at(most, at, counts)
    may = counts == most[at]
    largest = np.zeros(many)
    np.maximum.at(largest, at[may], area[may])
    may &= (area >= largest[at] - ALIKE * base_area[at]) & (area > ALIKE * base_area[at])
    home = np.full(many, nobody, dtype=np.int64)
    np.minimum.at(home, at[may], grid[may])
    tied = np.bincount(at[may], minlength=many) > 1
    return np.where(home == nobody, -1, home), tied
