"""What the field above the tree finds: grids, compounds, buildings, and grids by their workers and branches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_names
from gridmap.search.index import HitKind, SearchIndex, worth_of_names
from ui.panels.compounds_below import CompoundsBelow
from ui.panels.people.compound_ids import worth_of_compounds

_MOST_HOUSES: Final = 60
"""Where more buildings fit, what was typed names a street or a town and no building: none is told then."""

_THROUGH: Final[tuple[HitKind, ...]] = ("worker", "branch", "building")


@dataclass(frozen=True, eq=False)
class Found:
    """What fits a text.

    Attributes
    ----------
    grids : bool (n,)
        By position in the plan: what bears the name or the code itself, or is found through something in it.
    compounds : bool (c,)
        By place among the compounds of the plan.
    houses : bool (b,)
        Buildings that belong to a compound, by position in the plan.
    why : dict of int to str
        Of grids that do not bear the name themselves, through whom they were found, as the profile shows people.
    """

    grids: BoolArray
    compounds: BoolArray
    houses: BoolArray
    why: dict[int, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows of the tree were found, a compound in several villages counted once."""
        return int(self.grids.sum() + self.compounds.sum() + self.houses.sum())


def find_in_tree(plan: Plan, on: dt.date, text: str, below: CompoundsBelow, privacy: Profile) -> Found:
    """Return what fits a text by Chinese, pinyin, initials, code or phone; slow for a large plan the first time.

    Workers and branches have no rows: the grids that they answer for and are seated in are found in their place. So are
    the grids that hold buildings of no compound.
    """
    index = SearchIndex.of(plan, on)
    leads = index.leads(text, ("grid", *_THROUGH))
    grids = np.zeros(len(plan.ids), dtype=bool)
    grids[leads["grid"][0]] = True
    compounds = worth_of_compounds(plan, index, text) > 0
    member = np.zeros(len(below.plate), dtype=bool)
    member[below.house[below.begins[0] :]] = True
    houses = np.zeros(len(below.plate), dtype=bool)
    rows = np.unique(leads["building"][0])
    own = rows[worth_of_names([str(below.plate[row]) for row in rows], text) > 0] if len(below.plate) else rows[:0]
    if len(own) <= _MOST_HOUSES:
        houses[own] = True
    told: dict[int, list[str]] = {}
    for kind in _THROUGH:
        row, at = leads[kind]
        keep = ~grids[at]
        if kind == "building":
            keep &= (houses & ~member)[row]
        row, at = row[keep], at[keep]
        for name, place in zip(_called(plan, kind, row, text, privacy), at.tolist(), strict=True):
            told.setdefault(place, []).append(name)
    grids[list(told)] = True
    why = {at: names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "") for at, names in told.items()}
    return Found(grids, compounds, houses & member, why)


def _called(plan: Plan, kind: HitKind, rows: IntArray, text: str, privacy: Profile) -> list[str]:
    """Return what workers, branches or buildings are called; a branch found by its secretary is called by that."""
    if kind == "worker":
        return list(shown_names(plan.tables["workers"]["name"].iloc[rows].tolist(), privacy))
    if kind == "building":
        return [str(plate) for plate in plan.buildings["door_plate"].iloc[rows]]
    branches = plan.tables["branches"].iloc[rows]
    names = [str(name) for name in branches["name"]]
    fits = worth_of_names(names, text) > 0
    secretaries = shown_names(branches["secretary"].tolist(), privacy)
    return [own if fit else who or own for own, who, fit in zip(names, secretaries, fits, strict=True)]
