"""Grids with items that are open for longer than the scheme allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.items import is_overdue, item_holders
from gridmap.model.plan import Plan


@check(
    "item-overdue",
    severity="notice",
    group="buildings",
    limits=("item_days",),
    source="docs/items.md",
    reads=("items", "grids.geometry", "grids.kind", "grids.parent"),
)
def items_overdue(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell in which grids items are open for more days than the scheme's limit, how many, and since when.

    Items in no grid are counted in the statistics alone.
    """
    late = np.flatnonzero(is_overdue(plan, scope.on))
    if not len(late):
        return
    at, raised = item_holders(plan)[late], plan.tables["items"]["raised_on"].to_numpy(dtype=object)[late].astype(str)
    limit = int(plan.scheme.limit("item_days"))
    count = np.bincount(at[at >= 0], minlength=len(plan.ids))
    order = np.lexsort((raised, at))
    first = np.concatenate([[True], at[order][1:] != at[order][:-1]])
    since = dict(zip(at[order][first].tolist(), raised[order][first].tolist(), strict=True))
    here = np.flatnonzero((count > 0) & scope.has(plan))
    yield from about_grids(
        plan,
        "item-overdue",
        here,
        count=count[here],
        since=[since[place] for place in here.tolist()],
        limit=np.full(len(here), limit),
    )
