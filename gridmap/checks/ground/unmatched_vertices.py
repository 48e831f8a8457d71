"""Borders that agree on the ground but not in their vertices."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from gridmap.checks.finding import Finding
from gridmap.checks.registry import check, severity_of
from gridmap.checks.scope import Scope
from gridmap.ground.tiling import tiling
from gridmap.model.plan import Plan


@check(
    "unmatched-vertices",
    severity="warning",
    group="ground",
    limits=("coordinate_noise",),
    source="docs/design.md, Proving that children tile a parent",
    reads=("grids.geometry", "grids.kind", "grids.parent", "exempt_areas"),
    by_place=True,
)
def unmatched_vertices(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find vertices that lie on the border of a neighbour or parent that has no such vertex (T-joints).

    They enclose no ground, but a shift or a reprojection opens slivers there.
    """
    found = tiling(plan, scope.parents).unmatched
    severity = severity_of(plan, "unmatched-vertices")
    counts = shapely.get_num_geometries(found.where).tolist()
    rows = zip(found.lacking.tolist(), found.parent.tolist(), found.others, found.where, counts, strict=True)
    for lacking, parent, others, where, count in rows:
        if id(where) in scope.known:
            yield scope.known[id(where)]
            continue
        grids = (lacking, *others.tolist())
        values = {"count": count}
        yield Finding("unmatched-vertices", severity, grids, where=where, values=values, about=f"family {parent}")
