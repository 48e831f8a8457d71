"""Grids of one parent with the same name."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.codes.duplicate_code import alike
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
    names = map(str.strip, plan.grids["name"].to_numpy(dtype=object)[at].tolist())
    called = alike(plan.ids[at], zip(plan.parents[at].tolist(), names, strict=True))
    about = [name for (_, name), _ in called if name]
    yield from about_rows(plan, "same-name", [grids for (_, name), grids in called if name], about=about, name=about)
