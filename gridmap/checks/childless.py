"""Grids with nothing below them that must be divided."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.base import HOUSEHOLDS, Finding, Scope, about_grids, check
from gridmap.plan import BoolArray, Plan


def without_children(plan: Plan) -> BoolArray:
    """Return which grids must be divided further and have no grid below that could hold their ground. Shape (n,).

    A grid that stands in the ledger only and needs no shape holds no ground.
    """
    kinds = plan.scheme.kinds
    present = {kinds[number].key for number in np.unique(plan.kind_numbers[plan.kind_numbers >= 0]).tolist()}
    divisible = {parent for kind in kinds if kind.key in present for parent in kind.parents}
    must = plan.of_kinds(kind for kind in kinds if kind.children_required and kind.key in divisible)
    needs_shape = plan.of_kinds(kind for kind in kinds if kind.shape_required)
    child = plan.positions(plan.parents[(needs_shape | plan.has_shape)])
    has_child = np.zeros(len(plan.ids), dtype=bool)
    has_child[child[child >= 0]] = True
    return must & ~has_child


@check("childless", severity="error", group="codes", source="children of the kind in the scheme", reads=HOUSEHOLDS)
def childless(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must be divided into grids of the level below and are not, so that nobody holds their ground.

    Not told in a project that has no grid of a kind that could stand below, such as one flat layer.
    """
    at = scope.at(plan)
    yield from about_grids(plan, "childless", at[without_children(plan)[at]])
