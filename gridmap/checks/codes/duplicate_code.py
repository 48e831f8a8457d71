"""Codes that more than one grid has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray, IntArray, moved_rows
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept("grids.code", "grids.kind")
def borne_twice(plan: Plan) -> BoolArray:
    """Return which grids have a code that another of their level has as well; an empty code is none. Shape (n,)."""
    return _borne_twice(plan, np.arange(len(plan.ids)))


@borne_twice.follows
def _(old: Plan, new: Plan, change: Change, result: BoolArray) -> BoolArray:
    """Look again at all grids with a code that one of those that changed had or has."""
    twice = moved_rows(old.ids, new.ids, result, False)
    rows = change.rows["grids"]
    codes = {*rows.before["code"], *rows.after["code"]}
    at = np.flatnonzero([code in codes for code in new.grids["code"].to_numpy(dtype=object).tolist()])
    twice[at] = _borne_twice(new, at)
    return twice


def _borne_twice(plan: Plan, at: IntArray) -> BoolArray:
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    return pd.DataFrame({"code": codes, "rank": plan.ranks[at]}).duplicated(keep=False).to_numpy() & (codes != "")


@check(
    "duplicate-code",
    severity="error",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=("grids.code", "grids.kind"),
)
def duplicate_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find codes that two or more grids of one level have; grids without a code are found by their pattern."""
    twice = np.flatnonzero(borne_twice(plan))
    if not len(twice) or (scope.grids is not None and not np.isin(plan.ids[twice], scope.grids).any()):
        return
    codes = plan.grids["code"]
    number, unique = pd.MultiIndex.from_arrays([codes.to_numpy(dtype=object)[twice], plan.ranks[twice]]).factorize(
        sort=True
    )
    grids = listed(number, plan.ids[twice], len(unique))
    here = [i for i, ids in enumerate(grids) if scope.grids is None or np.isin(ids, scope.grids).any()]
    yield from about_rows(plan, "duplicate-code", [grids[i] for i in here], code=[str(unique[i][0]) for i in here])
