"""Two divisions side by side: which grids and compounds changed and how, which ground and buildings changed hands.

Works for any two plans of one scheme, for instance a project and its draft, or before and after an edit. A grid is the
same grid if it has the same id, so projects that were made apart are different in everything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.figures.statistics import breakdown
from gridmap.ground.placement import households_by_grid, placement, residents_by_grid, total_by_grid
from gridmap.ground.tiling import polygons_in, valid_shapes
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, positions_in
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from gridmap.people.branches import branch_state, known_links, links_in_force
from gridmap.people.staffing import counting, duties, staffing_state
from gridmap.people.workload import household_standard, workload_state
from gridmap.project.compound_changes import CHANGED, NEW, RETIRED, compound_changes

FIGURES: Final = (
    "households", "residents", "buildings", "area_m2", "workers", "staffing", "branches", "branch_state",
    "standard_from", "standard_to", "workload",
)  # fmt: skip
"""What is told of every grid before and after."""

TOTALS: Final = (
    "households", "residents", "buildings", "area_m2", "must_staff", "staffed", "must_branch", "branch_covered",
)  # fmt: skip
"""What is added up for every grid of the level of the totals, beside the number of grids of each kind below it."""

_SAME_PLACE_M: Final = 0.001
"""To tell lines that were moved from those that were not, a millimetre is the same place."""

_SEEN: Final = ("code", "name", "kind", "parent", "setting", "use", "parts")


@dataclass(frozen=True, eq=False)
class Comparison:
    """What two plans differ in. Made by :func:`compare`.

    Attributes
    ----------
    before, after : Plan
    level : Level
        That of the totals.
    on : date
        The day for which assignments count.
    grids : DataFrame
        One row for every grid that differs, of all levels, indexed by id and in the order of codes: ``status``
        (``"changed"``, ``"new"`` or ``"retired"``), ``rank``, ``code``, ``name``, ``kind``, ``parent`` (those after, of
        a retired grid those before), ``ground_moved`` (whether its own ground is another, not just what is on it), and
        of all :data:`FIGURES` ``X_before`` and ``X_after``, NaN where the grid is not there. ``staffing``,
        ``branch_state`` and ``workload`` are numbers of :class:`gridmap.people.staffing.Staffing`,
        :class:`gridmap.people.branches.BranchState` and :class:`gridmap.people.workload.Workload`.
    buildings : DataFrame
        One row for every building that another grid holds, indexed by id: ``door_plate``, ``compound``, ``from`` and
        ``to`` (ids of grids, 0 for none), ``households``, ``residents`` (those after).
    ground : GeoDataFrame
        One row for every two grids between which ground changed hands, the largest first: ``from`` and ``to`` (ids of
        grids that are not divided further, 0 where nobody held the ground, or nobody holds it now), ``area_m2``,
        ``households`` (of the buildings that went the same way), ``geometry``.
    totals : DataFrame
        One row for every grid of the level that holds or held something of the above, indexed by id, in the order of
        codes: ``code``, ``name``, and of all :data:`TOTALS` and ``n_KIND`` ``X_before`` and ``X_after``. The last, with
        id 0 and neither code nor name, is what no grid of the level holds, if something of the above is or was there.
    compounds : DataFrame
        One row for every compound of the list that differs, see
        :func:`gridmap.project.compound_changes.compound_changes`.
    """

    before: Plan
    after: Plan
    level: Level
    on: dt.date
    grids: pd.DataFrame
    buildings: pd.DataFrame
    ground: gpd.GeoDataFrame
    totals: pd.DataFrame
    compounds: pd.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same as far as a comparison tells."""
        return not any(len(part) for part in (self.grids, self.buildings, self.ground, self.compounds))

    @cached_property
    def compound_counts(self) -> dict[str, int]:
        """Number of compounds by status."""
        found = self.compounds["status"].value_counts()
        return {status: int(found.get(status, 0)) for status in (CHANGED, NEW, RETIRED)}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of grids by status, of the deepest level on which any differs."""
        bottom = self.grids["rank"] == self.grids["rank"].max() if len(self.grids) else self.grids["rank"] > 0
        found = self.grids["status"][bottom].value_counts()
        return {status: int(found.get(status, 0)) for status in (CHANGED, NEW, RETIRED)}

    @property
    def households_moved(self) -> int:
        """Households in buildings that another grid holds."""
        return int(self.buildings["households"].sum())

    @property
    def residents_moved(self) -> int:
        """Residents of buildings that another grid holds."""
        return int(self.buildings["residents"].sum())

    @property
    def area_moved_m2(self) -> float:
        """Ground that another grid holds, square metres."""
        return float(self.ground["area_m2"].sum())

    @cached_property
    def old_borders(self) -> shapely.Geometry:
        """The borders of grids that were moved, where they were: lines that are no border any more."""
        both = self.grids.index[(self.grids["status"] != NEW) & self.grids["ground_moved"]].to_numpy()
        there = self.grids.index[(self.grids["status"] != RETIRED) & self.grids["ground_moved"]].to_numpy()
        lines = [
            shapely.union_all(shapely.boundary(valid_shapes(plan)[plan.positions(ids)]), grid_size=_SAME_PLACE_M)
            for plan, ids in ((self.before, both), (self.after, there))
        ]
        return shapely.line_merge(shapely.difference(*lines, grid_size=_SAME_PLACE_M))

    def name_of(self, grid: int) -> str:
        """Return a grid's name, or its code where it has none, as it is after, or was; ``""`` for 0."""
        return self._said(grid, "name") or self.code_of(grid)

    def code_of(self, grid: int) -> str:
        """Return a grid's code as it is after, or was; ``""`` for 0."""
        return self._said(grid, "code")

    def _said(self, grid: int, column: str) -> str:
        for plan in (self.after, self.before):
            at = plan.positions([grid])[0]
            if at >= 0:
                return str(plan.grids[column].to_numpy()[at])
        return ""


def compare(before: Plan, after: Plan, *, level: Level | None = None, on: dt.date | None = None) -> Comparison:
    """Compare two plans of one scheme.

    Parameters
    ----------
    level : Level, optional
        Of the totals; the second from the top by default, which is the village in the schemes that ship.
    on : date, optional
        The day for which assignments count; today by default.

    Raises
    ------
    BadInput
        ``schemes-differ`` if the two have other kinds of grids or another CRS.
    """
    if _frame_of(before) != _frame_of(after):
        raise BadInput("schemes-differ", one=before.scheme.key, other=after.scheme.key)
    day = on or dt.date.today()
    levels = after.scheme.levels
    level = level or levels[min(1, len(levels) - 1)]
    buildings = _buildings(before, after)
    ground = _ground(before, after, buildings)
    grids = _grids(before, after, day)
    totals = _totals(before, after, grids, level, day)
    return Comparison(before, after, level, day, grids, buildings, ground, totals, compound_changes(before, after))


def _frame_of(plan: Plan) -> tuple[str, list[str]]:
    return plan.scheme.crs, [kind.key for kind in plan.scheme.kinds]


# ---- grids -----------------------------------------------------------------------------------------------------------


def _grids(before: Plan, after: Plan, on: dt.date) -> pd.DataFrame:
    common = np.intersect1d(before.ids, after.ids, assume_unique=True)
    one, two = before.positions(common), after.positions(common)
    moved = _ground_moved(before, after, common)
    differs = moved.copy()
    for column in _SEEN:
        a, b = (plan.grids[column].to_numpy(dtype=object)[at] for plan, at in ((before, one), (after, two)))
        differs |= np.asarray(a != b, dtype=bool)
    figures = [_figures(plan, on) for plan in (before, after)]
    for name in FIGURES:
        a, b = figures[0][name][one], figures[1][name][two]
        # Areas differ in their last bits where a border got a vertex.
        differs |= np.abs(a - b) > 0.005 if name == "area_m2" else a != b
    differs |= np.isin(common, np.union1d(_people_changed(before, after, on), _links_changed(before, after, on)))
    ids = np.concatenate([common[differs], np.setxor1d(before.ids, after.ids, assume_unique=True)])
    at = [plan.positions(ids) for plan in (before, after)]
    there = [where >= 0 for where in at]
    now = there[1]
    columns: dict[str, Any] = {"status": np.where(now, np.where(there[0], CHANGED, NEW), RETIRED)}
    columns["rank"] = _either(at, there, (before.ranks, after.ranks))
    for column in ("code", "name", "kind", "parent"):
        columns[column] = _either(
            at, there, tuple(plan.grids[column].to_numpy(dtype=object) for plan in (before, after))
        )
    columns["parent"] = columns["parent"].astype(np.int64)
    columns["ground_moved"] = np.isin(ids, common[moved]) | ~there[0] | ~there[1]
    for name in FIGURES:
        for suffix, where, is_there, known in zip(("before", "after"), at, there, figures, strict=True):
            values = np.full(len(ids), np.nan)
            values[is_there] = known[name][where[is_there]]
            columns[f"{name}_{suffix}"] = values
    table = pd.DataFrame(columns, index=pd.Index(ids, name="id"))
    return table.iloc[np.lexsort((table["code"].to_numpy(dtype=str), table["rank"]))]


def _either(at: list[IntArray], there: list[BoolArray], columns: tuple[npt.NDArray[Any], ...]) -> npt.NDArray[Any]:
    """Return the values after, or before where there is none after."""
    result = np.empty(len(at[0]), dtype=columns[0].dtype)
    for where, is_there, values in zip(at, there, columns, strict=True):
        result[is_there] = values[where[is_there]]
    return result


def _figures(plan: Plan, on: dt.date) -> dict[str, npt.NDArray[Any]]:
    """Return the figures of every grid, in the order of ``plan.ids``."""
    _, grid = duties(plan, counting(plan, on))
    _, linked = known_links(plan, on)
    least, most = household_standard(plan)
    count = len(plan.ids)
    return {
        "households": households_by_grid(plan),
        "residents": residents_by_grid(plan),
        "buildings": total_by_grid(plan, np.ones(len(plan.buildings))),
        "area_m2": np.nan_to_num(shapely.area(valid_shapes(plan))),
        "workers": np.bincount(grid, minlength=count),
        "staffing": staffing_state(plan, on=on),
        "branches": np.bincount(linked, minlength=count),
        "branch_state": branch_state(plan, on=on),
        "standard_from": least,
        "standard_to": most,
        "workload": workload_state(plan),
    }


def _ground_moved(before: Plan, after: Plan, common: IntArray) -> BoolArray:
    """Return which grids hold other ground, by more than rounding. Shape (n,)."""
    old, new = before.shapes(common), after.shapes(common)
    moved = np.zeros(len(common), dtype=bool)
    suspect = np.flatnonzero([a is not b for a, b in zip(old, new, strict=True)])
    if len(suspect):
        suspect = suspect[shapely.to_wkb(old[suspect]) != shapely.to_wkb(new[suspect])]
    old, new = (_or_nothing(valid_shapes(plan)[plan.positions(common[suspect])]) for plan in (before, after))
    noise = after.scheme.limit("coordinate_noise")
    changed = shapely.area(shapely.symmetric_difference(old, new))
    moved[suspect] = changed > noise * np.maximum(shapely.length(old), shapely.length(new))
    return moved


def _or_nothing(shapes: ShapeArray) -> ShapeArray:
    return np.where(shapely.is_missing(shapes), shapely.Polygon(), shapes)


def _people_changed(before: Plan, after: Plan, on: dt.date) -> IntArray:
    """Return the ids of the grids for which other people answer, or in another role."""
    found = []
    for plan in (before, after):
        table = plan.tables["assignments"]
        rows = counting(plan, on)
        found.append(pd.MultiIndex.from_arrays([table[name].to_numpy()[rows] for name in ("grid", "worker", "role")]))
    return _owners(found)


def _links_changed(before: Plan, after: Plan, on: dt.date) -> IntArray:
    """Return the ids of the grids that other branches are linked to on a day."""
    found = []
    for plan in (before, after):
        table = plan.tables["branch_grids"][links_in_force(plan, on)]
        found.append(pd.MultiIndex.from_arrays([table["grid"].to_numpy(), table["branch"].to_numpy()]))
    return _owners(found)


def _owners(sets: list[pd.MultiIndex]) -> IntArray:
    """Return the first level of the entries that only one of two sets has, each once, ascending."""
    differing = sets[0].unique().symmetric_difference(sets[1].unique(), sort=False)
    return np.unique(differing.get_level_values(0).to_numpy(dtype=np.int64))


# ---- buildings and ground --------------------------------------------------------------------------------------------


def _buildings(before: Plan, after: Plan) -> pd.DataFrame:
    ids = after.buildings.index.to_numpy()
    was = positions_in(before.buildings.index.to_numpy(), ids)
    old = placement(before).holder[was] if len(before.buildings) else np.zeros(len(ids), dtype=np.int64)
    new = placement(after).holder
    rows = np.flatnonzero((was >= 0) & (old != new))
    table = after.buildings.iloc[rows]
    columns = {
        "door_plate": table["door_plate"].to_numpy(dtype=object),
        "compound": table["compound"].to_numpy(dtype=object),
        "from": old[rows],
        "to": new[rows],
        "households": table["households"].to_numpy(),
        "residents": table["residents"].to_numpy(),
    }
    found = pd.DataFrame(columns, index=pd.Index(ids[rows], name="id"))
    return found.sort_values(["from", "to"], kind="stable")


def _ground(before: Plan, after: Plan, buildings: pd.DataFrame) -> gpd.GeoDataFrame:
    old_ids, old = _bottom(before)
    new_ids, new = _bottom(after)
    common, at_old, at_new = np.intersect1d(old_ids, new_ids, assume_unique=True, return_indices=True)
    same = np.array([a is b for a, b in zip(old[at_old], new[at_new], strict=True)], dtype=bool)
    same[~same] = shapely.to_wkb(old[at_old[~same]]) == shapely.to_wkb(new[at_new[~same]])
    stays_old, stays_new = np.isin(old_ids, common[same]), np.isin(new_ids, common[same])
    old_ids, old, new_ids, new = old_ids[~stays_old], old[~stays_old], new_ids[~stays_new], new[~stays_new]
    taker, giver = shapely.STRtree(old).query(new, predicate="intersects") if len(old) else (_none(), _none())
    other = new_ids[taker] != old_ids[giver]
    taker, giver = taker[other], giver[other]
    pieces = [
        shapely.intersection(old[giver], new[taker]),
        shapely.difference(new, shapely.union_all(old)),
        shapely.difference(old, shapely.union_all(new)),
    ]
    sender = np.concatenate([old_ids[giver], np.zeros(len(new), np.int64), old_ids])
    receiver = np.concatenate([new_ids[taker], new_ids, np.zeros(len(old), np.int64)])
    polygons, row = polygons_in(np.concatenate(pieces), after.scheme.limit("coordinate_noise"))
    rows = np.unique(row)
    shapes = np.empty(len(rows), dtype=object)
    for at, (first, last) in enumerate(
        zip(*(np.searchsorted(row, rows, side) for side in ("left", "right")), strict=True)
    ):
        shapes[at] = polygons[first] if last - first == 1 else shapely.multipolygons(polygons[first:last])
    pairs = pd.MultiIndex.from_arrays([sender[rows], receiver[rows]])
    homes = buildings.groupby(["from", "to"])["households"].sum()
    table = {
        "from": sender[rows],
        "to": receiver[rows],
        "area_m2": shapely.area(shapes),
        "households": homes.reindex(pairs, fill_value=0).to_numpy(dtype=np.int64),
    }
    found = gpd.GeoDataFrame(table, geometry=gpd.array.GeometryArray(shapes, crs=after.crs))
    return found.sort_values("area_m2", ascending=False, kind="stable", ignore_index=True)


def _bottom(plan: Plan) -> tuple[IntArray, ShapeArray]:
    """Return ids and ground of the grids that share out ground and are not divided further."""
    shapes = valid_shapes(plan)
    has_ground = plan.shares_ground & ~shapely.is_missing(shapes)
    divided = np.zeros(len(plan.ids), dtype=bool)
    above = plan.parent_positions[has_ground]
    divided[above[above >= 0]] = True
    bottom = has_ground & ~divided
    return plan.ids[bottom], shapes[bottom]


def _none() -> IntArray:
    return np.empty(0, dtype=np.int64)


# ---- totals ----------------------------------------------------------------------------------------------------------


def _totals(before: Plan, after: Plan, grids: pd.DataFrame, level: Level, on: dt.date) -> pd.DataFrame:
    concerned = _none()
    for plan in (before, after):
        at = plan.positions(grids.index.to_numpy())
        at = at[(at >= 0) & (plan.ranks[at] >= level.rank)]
        concerned = np.union1d(concerned, plan.ancestors_at(level)[at])
    sides = []
    for plan in (before, after):
        parts = breakdown(plan, level, on=on)
        rolled = pd.concat([parts.rows, parts.rest]) if len(parts.rest) else parts.rows
        rolled = rolled.assign(branch_covered=rolled["own_branch"] + rolled["joint_branch"])
        sides.append(rolled.reindex(concerned))
    counts = [column for column in sides[1].columns if column.startswith("n_")]
    columns: dict[str, Any] = {name: sides[1][name].fillna(sides[0][name]).fillna("") for name in ("code", "name")}
    for name in (*counts, *TOTALS):
        for suffix, side in zip(("before", "after"), sides, strict=True):
            columns[f"{name}_{suffix}"] = side[name].fillna(0).to_numpy(dtype=np.float64)
    table = pd.DataFrame(columns, index=pd.Index(sides[1].index, name="id"))
    return table.iloc[np.lexsort((table["code"].to_numpy(dtype=str), table.index == 0))]
