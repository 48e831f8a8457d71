"""What differs between two plans in their lists of compounds: who came, who went, and what is another of the others."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from gridmap.figures.compounds import compound_rows
from gridmap.ground.compound_places import compound_shapes
from gridmap.ground.compounds import compounds
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, positions_in
from gridmap.model.plan import Plan

CHANGED, NEW, RETIRED = "changed", "new", "retired"

TEXTS: Final = ("name", "alias", "branch", "committee", "firm", "source")
FLAGS: Final = ("has_branch", "has_committee")
NUMBERS: Final = ("buildings", "households", "residents", "registered", "members", "area_m2")
"""What is told of every compound before and after, with ``seat``: the id of the grid that has all of it."""

_NOISE_M2: Final = 0.01


def compound_changes(before: Plan, after: Plan) -> pd.DataFrame:
    """Return a row for every compound of the list that differs, by name.

    A compound is the same if its row has the same id. One that only buildings name is not on a list.

    Returns
    -------
    DataFrame
        Indexed by id: ``status`` (``"changed"``, ``"new"`` or ``"retired"``), of ``seat``, :data:`TEXTS`, :data:`FLAGS`
        and :data:`NUMBERS` ``X_before`` and ``X_after``, blank, ``False``, 0 or NaN where it is not there;
        ``outline_moved``, whether its outline is another by more than rounding; ``joined`` and ``left``, how many
        buildings came to it and went from it.
    """
    old, new = _listed(before), _listed(after)
    ids: IntArray = np.union1d(old.index.to_numpy(dtype=np.int64), new.index.to_numpy(dtype=np.int64))
    there = [np.isin(ids, side.index.to_numpy()) for side in (old, new)]
    sides = [side.reindex(ids) for side in (old, new)]
    both = there[0] & there[1]
    differs = ~both
    columns: dict[str, Any] = {"status": np.where(both, CHANGED, np.where(there[1], NEW, RETIRED))}
    for name, blank in (*((one, "") for one in TEXTS), *((one, False) for one in FLAGS), ("seat", 0)):
        a, b = (side[name].where(side[name].notna(), blank).to_numpy(dtype=object) for side in sides)
        differs |= np.asarray(a != b, dtype=bool)
        kind = object if blank == "" else type(blank)
        columns[f"{name}_before"], columns[f"{name}_after"] = a.astype(kind), b.astype(kind)
    for name in NUMBERS:
        a, b = (side[name].to_numpy(dtype=np.float64) for side in sides)
        if name != "area_m2":  # whether the outline moved says the rest
            differs |= np.nan_to_num(a, nan=-1.0) != np.nan_to_num(b, nan=-1.0)
        columns[f"{name}_before"], columns[f"{name}_after"] = a, b
    moved = _outline_moved(before, after, ids)
    joined, left = _buildings_moved(before, after, ids)
    columns |= {"outline_moved": moved, "joined": joined, "left": left}
    differs |= moved | (joined > 0) | (left > 0)
    found = pd.DataFrame(columns, index=pd.Index(ids, name="id"))[differs]
    named = np.where(found["name_after"] == "", found["name_before"], found["name_after"])
    return found.iloc[np.argsort(named.astype(str), kind="stable")]


def _listed(plan: Plan) -> pd.DataFrame:
    """Return the rows of the list of a plan by their ids."""
    table = plan.tables["compounds"]
    if not len(table):
        wanted = (*TEXTS, *FLAGS, *NUMBERS, "seat")
        return pd.DataFrame(columns=list(wanted), index=pd.Index([], dtype=np.int64))
    rows = compound_rows(plan).iloc[: len(table)]
    shapes = compound_shapes(plan)
    area = np.where(shapely.is_missing(shapes), np.nan, shapely.area(shapes))
    return rows.assign(area_m2=area).set_index(table.index)


def _outline_moved(before: Plan, after: Plan, ids: IntArray) -> BoolArray:
    """Return which compounds that both have lie in another outline, or in one only on one side. Shape (n,)."""
    sides, there = [], np.ones(len(ids), dtype=bool)
    for plan in (before, after):
        at = positions_in(plan.tables["compounds"].index.to_numpy(), ids)
        there &= at >= 0
        shapes: ShapeArray = np.append(compound_shapes(plan), np.array([None], dtype=object))
        sides.append(np.where(shapely.is_missing(shapes[at]), shapely.Polygon(), shapes[at]))
    suspect = np.flatnonzero(there & (shapely.to_wkb(sides[0]) != shapely.to_wkb(sides[1])))
    moved = np.zeros(len(ids), dtype=bool)
    other = shapely.area(shapely.symmetric_difference(sides[0][suspect], sides[1][suspect]))
    moved[suspect] = other > _NOISE_M2
    return moved


def _buildings_moved(before: Plan, after: Plan, ids: IntArray) -> tuple[IntArray, IntArray]:
    """Return how many buildings came to each compound and went from it, what is built or pulled down among them."""
    buildings: IntArray = np.union1d(before.buildings.index.to_numpy(), after.buildings.index.to_numpy())
    old, new = (_compound_of(plan, buildings) for plan in (before, after))
    other = old != new
    counts = []
    for side in (new, old):
        at = positions_in(ids, side[other & (side > 0)])
        counts.append(np.bincount(at[at >= 0], minlength=len(ids)).astype(np.int64))
    return counts[0], counts[1]


def _compound_of(plan: Plan, buildings: IntArray) -> IntArray:
    """Return the id of the compound of the list that each building belongs to, 0 for none. Shape (n,)."""
    listed = plan.tables["compounds"].index.to_numpy()
    if not len(listed) or not len(plan.buildings):
        return np.zeros(len(buildings), dtype=np.int64)
    place = compounds(plan).building_compound
    own = np.where((place >= 0) & (place < len(listed)), np.append(listed, 0)[np.minimum(place, len(listed))], 0)
    return np.append(own, 0)[positions_in(plan.buildings.index.to_numpy(), buildings)]
