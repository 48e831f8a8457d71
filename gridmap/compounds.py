"""Housing estates: which buildings make up a compound, and how many people live in it in which grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.derived import kept
from gridmap.placement import placement, unplaced
from gridmap.plan import IntArray, Plan


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


@kept("grids", "buildings")
def compounds(plan: Plan) -> Compounds:
    """Return the compounds of a plan; kept with the plan."""
    buildings = plan.buildings
    names = buildings["compound"].to_numpy(dtype=object)
    holder = placement(plan).holder
    rows = np.flatnonzero((names != "") & ~unplaced(plan))
    at = plan.positions(holder[rows])
    top = plan.ancestors_at(plan.scheme.levels[0])[at]
    code, unique = pd.factorize(names[rows], sort=True)
    key, number = np.unique(top * max(len(unique), 1) + code, return_inverse=True)
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
        name=np.asarray(unique, dtype=object)[key % max(len(unique), 1)] if len(key) else np.empty(0, dtype=object),
        top=key // max(len(unique), 1),
        households=households,
        residents=residents,
        compound=pairs[:, 0],
        grid=pairs[:, 1],
        building_compound=building_compound,
    )
