"""Compounds that several grids share without need."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.buildings.compound_in_one_grid import about_compounds, otherwise_made_up
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, check
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds
from gridmap.model.plan import Plan
from gridmap.people.workload import household_standard


@check(
    "compound-split",
    severity="warning",
    group="buildings",
    limits=("compound_residents",),
    source="households of the kind in the scheme: what fits into one grid should be one",
    reads=(*HOUSEHOLDS, "grids.setting", "buildings.compound", "buildings.residents"),
    again=otherwise_made_up,
)
def compounds_split(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find compounds whose homes lie in several grids though they would fit into one, or in those of several parents.

    A compound fits into one grid if its residents are within the limit and its households within the standard of the
    grids that share it. A larger one that several grids of one parent share is just as it should be.
    """
    found = compounds(plan)
    count = np.bincount(found.compound, minlength=len(found.name))
    at = plan.positions(found.grid)
    most = np.zeros(len(found.name), dtype=np.int64)
    np.maximum.at(most, found.compound, household_standard(plan)[1][at])
    fits = (found.residents <= plan.scheme.limit("compound_residents")) & (found.households <= most)
    families = np.unique(np.stack([found.compound, plan.parents[at]], axis=1), axis=0)[:, 0]
    several_families = np.bincount(families, minlength=len(found.name)) > 1
    yield from about_compounds(plan, scope, "compound-split", np.flatnonzero((count > 1) & (fits | several_families)))
