"""Compounds of the list that the border of a grid cuts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.buildings.compound_in_one_grid import COMPOUNDS, about_compounds
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds
from gridmap.indicators.compound_cuts import compound_cuts
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def otherwise_cut(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if nothing is cut before and after, or the same compounds in the same way."""
    one, two = compound_cuts(old), compound_cuts(new)
    same = one is two and compounds(old) is compounds(new) and "compounds" not in change.rows
    return np.empty(0, dtype=np.int64) if same or not (len(one.which) or len(two.which)) else None


@check(
    "compound-cut",
    severity="warning",
    group="buildings",
    limits=("compound_residents",),
    source="docs/compounds.md: what fits into one grid is never cut, unless somebody accepts it",
    reads=(*HOUSEHOLDS, "grids.setting", *COMPOUNDS),
    again=otherwise_cut,
)
def compounds_cut(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find compounds on the list with homes or ground in several grids, those with most households cut off first.

    A compound over the limit of residents, or with more households than a grid may have, may be shared by grids of one
    parent. A strip of its ground without homes, narrower than 20 m, does not count.
    """
    cuts = compound_cuts(plan)
    if not len(cuts.which):
        return
    sides = [cuts.sides(compound) for compound in cuts.which.tolist()]
    yield from about_compounds(
        plan,
        scope,
        "compound-cut",
        cuts.which,
        (
            np.repeat(cuts.which, [len(grids) for grids in sides]),
            np.array([grid for grids in sides for grid in grids], dtype=np.int64),
        ),
        households=[sum(grids.values()) - max(grids.values()) for grids in sides],
        sides=[" / ".join(f"{count:,}" for count in grids.values()) for grids in sides],
    )
