"""Codes of retired grids that are in use again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def _recoded(old: Plan, new: Plan, change: Change) -> IntArray | None:
    return None if "retired_codes" in change.rows else changed_grids(old, new, change, "code")


@check(
    "retired-code",
    severity="error",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=("grids.code", "retired_codes"),
    again=_recoded,
)
def retired_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that bear the code of a retired grid, which must never be given out again."""
    retired = plan.tables["retired_codes"]
    at = scope.at(plan)
    last = {code: day for code, day in zip(retired["code"], retired["retired_on"], strict=True) if code != ""}
    if not last:
        return
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    again = np.fromiter((code in last for code in codes.tolist()), dtype=bool, count=len(codes))
    codes = codes[again]
    days = np.array([last[code] for code in codes], dtype=object)
    yield from about_grids(plan, "retired-code", at[again], code=codes, retired_on=days)
