"""Grids of one parent with the same name."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.following import families
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "same-name",
    severity="warning",
    group="codes",
    source="Two grids of a village that are called the same",
    reads=("grids.name", "grids.kind", "grids.parent"),
    again=families("name", "kind", "parent"),
    by_family=True,
)
def same_names(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find names that two or more grids of one parent share; blanks around a name do not tell it from another.

    Grids that should have a parent and have none are not compared with each other.
    """
    at_top = plan.of_kinds(kind for kind in plan.scheme.kinds if not kind.parents)
    at = np.arange(len(plan.ids)) if scope.parents is None else plan.child_positions(scope.parents)
    at = at[(plan.parents[at] > 0) | at_top[at]]
    names = plan.grids["name"].to_numpy(dtype=object)[at].tolist()
    stripped = np.array([name.strip() for name in names], dtype=object)
    frame = pd.DataFrame({"parent": plan.parents[at], "name": stripped})
    twice = np.flatnonzero(frame.duplicated(keep=False).to_numpy() & (stripped != ""))
    group = frame.iloc[twice].groupby(["parent", "name"], sort=True).ngroup().to_numpy()
    count = int(group.max(initial=-1)) + 1
    grids = listed(group, plan.ids[at[twice]], count)
    first = np.unique(group, return_index=True)[1]
    about = stripped[twice[first]].tolist()
    yield from about_rows(plan, "same-name", grids, about=about, name=about)
