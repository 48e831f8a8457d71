"""Housing estates: which buildings make up a compound, and how many people live in it in which grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.placement import holder_positions, placement, rehoused, unplaced
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class Compounds:
    """The compounds of a plan as columns, by top-level grid and name.

    Attributes
    ----------
    name : object (c,)
        As the buildings have it.
    top : int64 (c,)
        Id of the top-level grid that it is in; two of one name in different ones are two compounds.
    households, residents : int64 (c,)
        Of its buildings.
    compound, grid : int64 (k,)
        Pairs, by compound and then grid: place of the compound, and id of a grid that holds inhabited buildings of it.
    building_compound : int64 (b,)
        Place of the compound of each building, -1 for one that belongs to none or that no grid holds.
    """

    name: npt.NDArray[np.object_]
    top: IntArray
    households: IntArray
    residents: IntArray
    compound: IntArray
    grid: IntArray
    building_compound: IntArray


@kept("buildings.compound")
def _names(plan: Plan) -> tuple[IntArray, npt.NDArray[np.object_]]:
    """Return the number of each building's compound, -1 for none, and their names, ascending."""
    names = plan.buildings["compound"].to_numpy(dtype=object)
    rows = np.flatnonzero(names != "")
    code = np.full(len(names), -1, dtype=np.int64)
    code[rows], unique = pd.factorize(names[rows], sort=True)
    return code, np.asarray(unique, dtype=object)


@kept(
    "grids.geometry",
    "grids.kind",
    "grids.parent",
    "buildings.geometry",
    "buildings.compound",
    "buildings.households",
    "buildings.residents",
)
def compounds(plan: Plan) -> Compounds:
    """Return the compounds of a plan; kept with the plan."""
    buildings = plan.buildings
    code, unique = _names(plan)
    holder = placement(plan).holder
    rows = np.flatnonzero((code >= 0) & ~unplaced(plan))
    at = holder_positions(plan)[rows]
    top = plan.ancestors_at(plan.scheme.levels[0])[at]
    key, number = np.unique(top * max(len(unique), 1) + code[rows], return_inverse=True)
    number = number.reshape(-1)
    lived_in = [buildings[column].to_numpy()[rows] for column in ("households", "residents")]
    home = (lived_in[0] > 0) | (lived_in[1] > 0)
    pairs = np.unique(np.stack([number[home], holder[rows[home]]], axis=1), axis=0)
    building_compound = np.full(len(buildings), -1, dtype=np.int64)
    building_compound[rows] = number
    households, residents = (
        np.bincount(number, weights=values, minlength=len(key)).astype(np.int64) for values in lived_in
    )
    return Compounds(
        name=unique[key % max(len(unique), 1)] if len(key) else np.empty(0, dtype=object),
        top=key // max(len(unique), 1),
        households=households,
        residents=residents,
        compound=pairs[:, 0],
        grid=pairs[:, 1],
        building_compound=building_compound,
    )


@compounds.follows
def _(old: Plan, new: Plan, change: Change, result: Compounds) -> Compounds | None:
    """Keep it as long as every building of a compound is where it was and as it was."""
    rows = change.rows.get("grids")
    if "buildings.id" in change.touched or (
        rows is not None and (not rows.keeps_ids or rows.changed_columns & {"kind", "parent"})
    ):
        return None
    moved = unplaced(old) != unplaced(new)
    for changed in rehoused(old, new, change):
        moved[changed] = True
    concerned = any(((_names(plan)[0] >= 0) & moved).any() for plan in (old, new))
    return None if concerned else result
