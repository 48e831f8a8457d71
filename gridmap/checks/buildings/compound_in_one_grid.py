"""Large compounds that are one grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding, Value
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds, grounds
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan

COMPOUNDS = ("buildings.compound", "buildings.residents", "compounds")
"""What a compound is made of besides."""


def otherwise_made_up(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if every compound is what it was, and where it was."""
    if "grids.setting" in change.touched:
        return None
    return np.empty(0, dtype=np.int64) if compounds(old) is compounds(new) else None


@check(
    "compound-in-one-grid",
    severity="warning",
    group="buildings",
    limits=("compound_residents",),
    source="Limit of the scheme",
    reads=(*HOUSEHOLDS, *COMPOUNDS),
    again=otherwise_made_up,
)
def compounds_in_one_grid(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find compounds with more residents than the limit that lie in one grid and need several."""
    all_of_them = compounds(plan)
    grids = np.bincount(all_of_them.compound, minlength=len(all_of_them))
    large = all_of_them.residents > plan.scheme.limit("compound_residents")
    yield from about_compounds(plan, scope, "compound-in-one-grid", np.flatnonzero(large & (grids == 1)))


def about_compounds(
    plan: Plan,
    scope: Scope,
    rule: str,
    chosen: IntArray,
    pairs: tuple[IntArray, IntArray] | None = None,
    **columns: Sequence[Value],
) -> Iterator[Finding]:
    """Yield a finding for each of some compounds of which the scope reaches a grid, shown where it is.

    Parameters
    ----------
    pairs : two int64 (k,), optional
        Places of compounds and ids of their grids, in the order in which a finding names them; where its homes are by
        default.
    **columns : a value for each of the chosen
    """
    found = compounds(plan)
    if not len(chosen):
        return
    compound, grid = found.reach if pairs is None else pairs
    place = np.full(len(found), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    mine = place[compound] >= 0
    grids = listed(place[compound[mine]], grid[mine], len(chosen))
    here = [i for i, ids in enumerate(grids) if scope.grids is None or np.isin(ids, scope.grids).any()]
    number = chosen[here]
    shown = grounds(plan, number)
    values: dict[str, Any] = {
        "compound": found.name[number],
        "households": found.households[number],
        "residents": found.residents[number],
        "count": [len(grids[i]) for i in here],
        "limit": np.full(len(here), int(plan.scheme.limit("compound_residents"))),
        **{name: [column[i] for i in here] for name, column in columns.items()},
    }
    about = subjects(plan, number)
    yield from about_rows(plan, rule, [grids[i] for i in here], where=shown, about=about, **values)


def subjects(plan: Plan, which: IntArray) -> list[str]:
    """Return what tells some compounds apart in the ids of findings: the row on the list, else the name."""
    found, ids = compounds(plan), plan.tables["compounds"].index
    return [f"#{ids[one]}" if one < found.listed else str(found.name[one]) for one in which.tolist()]
