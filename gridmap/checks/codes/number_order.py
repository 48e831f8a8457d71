"""Grids that are not numbered as one reads a page."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.checks.about import about_rows
from gridmap.checks.codes.prefix_not_parent import begins_with_parent, otherwise_begun
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_and_above, parents_of
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.ground.cores import on_all_cores
from gridmap.ground.numbering import number_grids
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, shapes_where
from gridmap.model.change import Change
from gridmap.model.cycles import left_out
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept("grids.geometry", "grids.kind")
def middles(plan: Plan) -> ShapeArray:
    """Return the centroid of each grid that has a running number, else ``None``; for a whole plan only. Shape (n,)."""
    runs = _runs(plan, np.arange(len(plan.ids)))
    return left_out(on_all_cores(shapely.centroid, shapes_where(runs, valid_shapes(plan))))


def _runs(plan: Plan, at: IntArray) -> BoolArray:
    """Return which of some grids (positions) are of a kind whose codes end with a running number. Shape (k,)."""
    return np.array([*(kind.code.sequence_digits > 0 for kind in plan.scheme.kinds), False])[plan.kind_numbers[at]]


def _otherwise_numbered(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the parents of the grids that changed, and of those of whose codes something else can be said now."""
    coded = otherwise_begun(old, new, change)
    return np.union1d(changed_and_above(old, new, change), parents_of(old, new, coded))


@check(
    "number-order",
    severity="notice",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=("grids.geometry", "grids.code", "grids.kind", "grids.parent"),
    again=_otherwise_numbered,
)
def number_order(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell where the running numbers of a grid's children do not go from west to east, then from north to south.

    Kinds may be numbered together or each for itself; grids without a shape, and codes that are at fault for another
    reason, are left out. After a split or a merger the order cannot hold, since no number is used again.
    """
    begins, sure = begins_with_parent(plan)
    at = np.arange(len(plan.ids)) if scope.parents is None else plan.child_positions(scope.parents)
    at = at[_runs(plan, at) & begins[at] & sure[at]]
    at = at[~shapely.is_missing(valid_shapes(plan)[at])]
    parent = plan.parents[at]
    points = shapely.get_coordinates(
        middles(plan)[at] if scope.parents is None else shapely.centroid(valid_shapes(plan)[at])
    )
    parents, family = np.unique(parent, return_inverse=True)
    family = family.reshape(-1)
    rank = _ranked(plan.grids["code"].to_numpy(dtype=object)[at], family)
    wrong = np.bincount(family[_misplaced(rank, number_grids(points, family), family)], minlength=len(parents))
    doubtful = np.flatnonzero(wrong[family] > 0)  # nobody asks how those are numbered otherwise that are in order
    kind = parent[doubtful] * (len(plan.scheme.kinds) + 1) + plan.kind_numbers[at[doubtful]]
    apart = doubtful[_misplaced(rank[doubtful], number_grids(points[doubtful], kind), kind)]
    wrong = np.minimum(wrong, np.bincount(family[apart], minlength=len(parents)))
    bad = np.flatnonzero(wrong > 0)
    size = np.bincount(family, minlength=len(parents))
    yield from about_rows(
        plan, "number-order", [(grid,) for grid in parents[bad].tolist()], count=wrong[bad], of=size[bad]
    )


def _ranked(codes: npt.NDArray[np.object_], family: IntArray) -> IntArray:
    """Return numbers that go up within each family as codes do, those of equal codes in the order of the rows."""
    order = np.argsort(family, kind="stable")
    falls = (codes[order[1:]] < codes[order[:-1]]) & (family[order[1:]] == family[order[:-1]])
    rank = np.arange(len(codes))
    again = np.flatnonzero(np.isin(family, family[order[1:][falls]]))  # few: most come in the order of their codes
    rank[again[np.argsort(codes[again], kind="stable")]] = np.arange(len(again))
    return rank


def _misplaced(rank: IntArray, number: IntArray, family: IntArray) -> BoolArray:
    """Return which grids do not stand in the order of their codes where their number puts them."""
    order = np.lexsort((rank, family))
    same_place = np.empty(len(order), dtype=np.int64)
    begins = np.concatenate([[True], np.diff(family[order]) != 0]) if len(order) else np.zeros(0, dtype=bool)
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1] if len(order) else order
    same_place[order] = np.arange(len(order)) - first + 1
    return same_place != number
