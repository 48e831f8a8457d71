"""Grids in more or fewer parts than are meant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids
from gridmap.checks.ground.sliver import parts_of
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.plan import Plan


@check(
    "several-parts",
    severity="warning",
    group="ground",
    limits=("sliver_width",),
    source="Column parts of the table of grids: how many polygons are meant, 1 unless recorded otherwise",
    reads=("grids.geometry", "grids.parts"),
    again=changed_grids,
)
def several_parts(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that fall into several parts, unless just that number of parts is recorded for them.

    A part that is a sliver is told as such and does not count here. A recorded number of 0 stands for any number.
    """
    at = scope.at(plan)
    expected = plan.grids["parts"].to_numpy()[at]
    # Polygons of which one part is meant are in order; there is nothing to take apart.
    plain = (shapely.get_type_id(plan.all_shapes[at]) == shapely.GeometryType.POLYGON) & (expected == 1)
    at, expected = at[~plain], expected[~plain]
    _, row, narrow = parts_of(plan, at)
    present = np.bincount(row, minlength=len(at))
    broad = np.bincount(row[~narrow], minlength=len(at))
    wrong = (expected > 0) & (present > 0) & (broad != expected) & (present != expected)
    yield from about_grids(plan, "several-parts", at[wrong], count=broad[wrong], expected=expected[wrong])
