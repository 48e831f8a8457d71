"""Super-compounds: compounds of the list with more residents than the limit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.buildings.compound_in_one_grid import COMPOUNDS, about_compounds, otherwise_made_up
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds
from gridmap.indicators.compounds import is_super
from gridmap.model.plan import Plan


@check(
    "super-compound",
    severity="notice",
    group="buildings",
    limits=("compound_residents",),
    source="Chengdu, 2018-2019: over 200 compounds of more than 10,000 residents",
    reads=(*HOUSEHOLDS, *COMPOUNDS),
    again=otherwise_made_up,
)
def super_compounds(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Name the compounds on the list that have more residents than the limit, those with most households first."""
    large = is_super(plan)
    large[compounds(plan).listed :] = False
    yield from about_compounds(plan, scope, "super-compound", np.flatnonzero(large))
