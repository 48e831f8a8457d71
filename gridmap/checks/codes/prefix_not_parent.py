"""Codes that begin with another code than that of the parent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gridmap.checks.about import about_grids
from gridmap.checks.codes.bad_code import badly_coded
from gridmap.checks.codes.duplicate_code import borne_twice
from gridmap.checks.finding import Finding
from gridmap.checks.following import changed_grids
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray, IntArray, moved_rows
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan


@kept("grids.code", "grids.kind", "grids.parent")
def begins_with_parent(plan: Plan) -> tuple[BoolArray, BoolArray]:
    """Return which grids' codes begin with their parent's code, and of which that can be said. Two of shape (n,).

    Nothing can be said where the scheme does not ask for it, where the parent is missing or of a wrong kind, or where
    one of the two codes is badly written or borne by another grid as well: those are findings of their own.
    """
    return _begins_with_parent(plan, np.arange(len(plan.ids)))


@begins_with_parent.follows
def _(old: Plan, new: Plan, change: Change, result: tuple[BoolArray, BoolArray]) -> tuple[BoolArray, BoolArray]:
    """Look again at the grids that changed, those whose code became sound or unsound, and the children of both."""
    begins, sure = (moved_rows(old.ids, new.ids, column, False) for column in result)
    differ = moved_rows(old.ids, new.ids, _sound(old), False) != _sound(new)
    ids = np.union1d(change.ids("grids"), new.ids[differ])
    at = new.positions(ids)
    at = np.union1d(at[at >= 0], new.child_positions(ids))
    begins[at], sure[at] = _begins_with_parent(new, at)
    return begins, sure


def _sound(plan: Plan) -> BoolArray:
    return ~(badly_coded(plan) | borne_twice(plan))


def _begins_with_parent(plan: Plan, at: IntArray) -> tuple[BoolArray, BoolArray]:
    asked = np.array([*(kind.code.prefix_is_parent for kind in plan.scheme.kinds), False])[plan.kind_numbers[at]]
    above, sound = plan.parent_positions[at], _sound(plan)
    sure = asked & plan.parent_fits[at] & sound[at]
    sure[sure] &= sound[above[sure]]
    codes = plan.grids["code"].to_numpy(dtype=object)
    own, other = codes[at[sure]].tolist(), codes[above[sure]].tolist()
    begins = np.zeros(len(at), dtype=bool)
    begins[sure] = [code.startswith(parent) for code, parent in zip(own, other, strict=True)]
    return begins, sure


def otherwise_begun(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the ids of the grids of which :func:`begins_with_parent` says something else, or may tell other codes."""
    ids = changed_grids(old, new, change, "code", "kind", "parent")
    before, after = begins_with_parent(old), begins_with_parent(new)
    if before is after and not len(ids):
        return ids
    differ = np.zeros(len(new.ids), dtype=bool)
    for one, two in zip(before, after, strict=True):
        differ |= moved_rows(old.ids, new.ids, one, False) != two
    return np.unique(np.concatenate([ids, new.ids[differ], new.children_of(ids)]))


@check(
    "prefix-not-parent",
    severity="notice",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=("grids.code", "grids.kind", "grids.parent"),
    again=otherwise_begun,
)
def prefixes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Tell which codes do not begin with the code of the grid's parent; the stored parent holds, and not the code."""
    at = scope.at(plan)
    begins, sure = begins_with_parent(plan)
    at = at[(sure & ~begins)[at]]
    codes = plan.grids["code"].to_numpy(dtype=object)[at]
    yield from about_grids(plan, "prefix-not-parent", at, code=codes, parent=plan.codes(plan.parents[at]))
