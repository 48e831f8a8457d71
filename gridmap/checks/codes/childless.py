"""Grids with nothing below them that must be divided."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_and_above
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def without_children(plan: Plan, at: IntArray) -> BoolArray:
    """Return which of some grids must be divided further and have no grid below that could hold their ground.

    A grid that stands in the ledger only and needs no shape holds no ground.

    Parameters
    ----------
    at : int64 (k,)
        Positions in ``plan.ids``.

    Returns
    -------
    bool (k,)
    """
    kinds = plan.scheme.kinds
    present = {kinds[number].key for number in np.unique(plan.kind_numbers[plan.kind_numbers >= 0]).tolist()}
    divisible = {parent for kind in kinds if kind.key in present for parent in kind.parents}
    must = plan.of_kinds(kind for kind in kinds if kind.children_required and kind.key in divisible)
    needs_shape = plan.of_kinds(kind for kind in kinds if kind.shape_required)
    asked = must[at]
    child = plan.child_positions(plan.ids[at[asked]])
    child = child[(needs_shape | plan.has_shape)[child]]
    return asked & ~np.isin(plan.ids[at], plan.parents[child])


def _otherwise_divided(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the grids that changed and those above them; all, if there may be other kinds than before."""
    rows = change.rows["grids"]
    if rows.keeps_ids and rows.changed_columns.isdisjoint(("kind", "parent")) and old.has_shape is new.has_shape:
        return np.empty(0, dtype=np.int64)
    return changed_and_above(old, new, change) if rows.keeps_ids and "kind" not in rows.changed_columns else None


@check(
    "childless",
    severity="error",
    group="codes",
    source="children of the kind in the scheme",
    reads=("grids.geometry", "grids.kind", "grids.parent"),
    again=_otherwise_divided,
)
def childless(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find grids that must be divided into grids of the level below and are not, so that nobody holds their ground.

    Not told in a project that has no grid of a kind that could stand below, such as one flat layer.
    """
    at = scope.at(plan)
    yield from about_grids(plan, "childless", at[without_children(plan, at)])
