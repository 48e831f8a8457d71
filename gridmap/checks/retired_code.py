"""Codes of retired grids that are in use again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_grids, check
from gridmap.plan import Plan


@check(
    "retired-code",
    severity="error",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=(*HOUSEHOLDS, "grids.code", "retired_codes"),
)
def retired_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that bear the code of a retired grid, which must never be given out again."""
    retired = plan.tables["retired_codes"]
    at = scope.at(plan)
    codes = plan.grids["code"].iloc[at]
    again = codes.isin(retired["code"][retired["code"] != ""]).to_numpy()
    last = dict(zip(retired["code"], retired["retired_on"], strict=True))
    codes = codes.to_numpy(dtype=object)[again]
    days = np.array([last[code] for code in codes], dtype=object)
    yield from about_grids(plan, "retired-code", at[again], code=codes, retired_on=days)
