"""The list of compounds with what is known of each, as rows for whoever shows them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from gridmap.figures.statistics import inside
from gridmap.ground.compounds import Compounds, compounds
from gridmap.indicators.compounds import amounts_of_compounds, is_super
from gridmap.model.arrays import BoolArray, positions_in
from gridmap.model.plan import Plan


def compound_rows(plan: Plan, scope: Iterable[int] | None = None) -> pd.DataFrame:
    """Return a row for each compound: those of the list as they stand there, then others by town and name.

    Parameters
    ----------
    scope : iterable of int, optional
        Ids of grids: only compounds that have homes in one of these or below it, or lie there.

    Returns
    -------
    DataFrame
        Indexed by place among the compounds, with the columns ``name``, ``alias``, ``listed`` (bool), ``seat`` (id of
        the grid that has all of it, 0 for none), ``grids`` (in how many its homes are), ``buildings``, ``households``,
        ``residents``, ``declared_residents``, ``registered``, ``super`` (bool, over the scheme's limit), ``has_branch``
        (bool), ``branch`` (name), ``members``, ``has_committee`` (bool), ``committee``, ``firm``, ``source``.
    """
    found = compounds(plan)
    which = np.arange(len(found)) if scope is None else np.flatnonzero(within(plan, found, scope))
    table, count = plan.tables["compounds"], len(found)

    def of_list(column: str, blank: object) -> np.ndarray:
        values = np.full(count, blank, dtype=object)
        values[: found.listed] = table[column].to_numpy(dtype=object)
        return values[which]

    built = found.building_compound
    branches = plan.tables["branches"]
    at = positions_in(branches.index.to_numpy(), of_list("branch", 0).astype(np.int64))
    return pd.DataFrame(
        {
            "name": found.name[which],
            "alias": of_list("alias", ""),
            "listed": which < found.listed,
            "seat": found.seat[which],
            "grids": np.bincount(found.compound, minlength=count)[which],
            "buildings": np.bincount(built[built >= 0], minlength=count)[which],
            "households": found.households[which],
            "residents": found.residents[which],
            "declared_residents": of_list("declared_residents", 0).astype(np.int64),
            "registered": amounts_of_compounds(plan, "registered").astype(np.int64)[which],
            "super": is_super(plan)[which],
            "has_branch": amounts_of_compounds(plan, "branch")[which] > 0,
            "branch": np.append(branches["name"].to_numpy(dtype=object), "")[at],
            "members": amounts_of_compounds(plan, "members").astype(np.int64)[which],
            "has_committee": amounts_of_compounds(plan, "committee")[which] > 0,
            "committee": of_list("committee", ""),
            "firm": of_list("firm", ""),
            "source": of_list("source", ""),
        },
        index=pd.Index(which, name="compound"),
    )


def within(plan: Plan, found: Compounds, scope: Iterable[int]) -> BoolArray:
    """Return which compounds have homes in one of some grids or below it, or lie there. Shape (c,)."""
    compound, grid = found.reach
    here = inside(plan, np.fromiter(scope, dtype=np.int64))
    which = np.zeros(len(found), dtype=bool)
    which[compound[here[plan.positions(grid)]]] = True
    return which


def path_of(plan: Plan, grid: int) -> list[str]:
    """Return the names of the grids from the top down to one, codes where there are none."""
    at = int(plan.positions([grid])[0]) if grid else -1
    names: list[str] = []
    while at >= 0 and len(names) <= len(plan.scheme.levels):
        row = plan.grids.iloc[at]
        names.append(str(row["name"] or row["code"]))
        at = int(plan.holders[at])
    return names[::-1]
