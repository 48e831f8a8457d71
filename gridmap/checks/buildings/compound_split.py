"""Compounds that several grids share without need."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.buildings.compound_in_one_grid import COMPOUNDS, about_compounds, otherwise_made_up
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds
from gridmap.indicators.compound_cuts import shared_without_need
from gridmap.model.plan import Plan


@check(
    "compound-split",
    severity="warning",
    group="buildings",
    limits=("compound_residents",),
    source="households of the kind in the scheme: what fits into one grid should be one",
    reads=(*HOUSEHOLDS, "grids.setting", *COMPOUNDS),
    again=otherwise_made_up,
)
def compounds_split(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find compounds whose homes lie in several grids though they would fit into one, or in those of several parents.

    A compound fits into one grid if its residents are within the limit and its households within the standard of the
    grids that share it. A larger one that several grids of one parent share is just as it should be. Of compounds on
    the list the rule compound-cut speaks.
    """
    found = compounds(plan)
    shared = shared_without_need(plan, found, found.compound, found.grid)
    shared[: found.listed] = False
    yield from about_compounds(plan, scope, "compound-split", np.flatnonzero(shared))
