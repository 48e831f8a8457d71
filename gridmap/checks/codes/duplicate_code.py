"""Codes that more than one grid has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np

from gridmap.checks.about import about_rows
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import BoolArray, IntArray, moved_rows
from gridmap.model.by_code import by_code
from gridmap.model.change import Change, Rows
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

Said = TypeVar("Said")


@kept("grids.code", "grids.kind")
def borne_twice(plan: Plan) -> BoolArray:
    """Return which grids have a code that another of their level has as well; an empty code is none. Shape (n,)."""
    return _borne_twice(plan, np.arange(len(plan.ids)))


@borne_twice.follows
def _(old: Plan, new: Plan, change: Change, result: BoolArray) -> BoolArray:
    """Look again at all grids with a code that one of those that changed had or has."""
    twice = moved_rows(old.ids, new.ids, result, False)
    rows = change.rows["grids"]
    at = new.positions(by_code(new).ids(_codes_of(rows)))
    twice[at] = _borne_twice(new, at)
    return twice


def _codes_of(rows: Rows) -> frozenset[str]:
    """Return the codes that some grids had or have."""
    return frozenset(code for columns in rows.columns for code in np.asarray(columns["code"], dtype=object).tolist())


def _borne_twice(plan: Plan, at: IntArray) -> BoolArray:
    borne = _codes_at(plan, at)
    count = Counter(borne)
    if len(count) == len(borne):
        return np.zeros(len(borne), dtype=bool)
    return np.fromiter((code != "" and count[code, rank] > 1 for code, rank in borne), dtype=bool, count=len(borne))


def _codes_at(plan: Plan, at: IntArray) -> list[tuple[str, int]]:
    """Return the codes of some grids with their ranks."""
    return list(zip(plan.grids["code"].to_numpy(dtype=object)[at].tolist(), plan.ranks[at].tolist(), strict=True))


def alike(grids: IntArray, said: Iterable[Said]) -> list[tuple[Said, list[int]]]:
    """Return what two or more grids say, in order, with the ids of those that do.

    Parameters
    ----------
    grids : int64 (k,)
    said : k values
        What each of them says; can be compared.
    """
    everything = list(said)
    count = Counter(everything)
    if len(count) == len(everything):
        return []
    who: dict[Said, list[int]] = {}
    for grid, what in zip(grids.tolist(), everything, strict=True):
        if count[what] > 1:
            who.setdefault(what, []).append(grid)
    return sorted(who.items())


def _otherwise_coded(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the grids that changed, and all with a code that one of them had or has."""
    rows = change.rows["grids"]
    codes = _codes_of(rows)
    return np.unique(np.concatenate([rows.ids, by_code(old).ids(codes), by_code(new).ids(codes)]))


@check(
    "duplicate-code",
    severity="error",
    group="codes",
    source="docs/design.md, Facts of the domain",
    reads=("grids.code", "grids.kind"),
    again=_otherwise_coded,
)
def duplicate_codes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find codes that two or more grids of one level have; grids without a code are found by their pattern."""
    twice = np.flatnonzero(borne_twice(plan))
    if not len(twice) or (scope.grids is not None and not np.isin(plan.ids[twice], scope.grids).any()):
        return
    wanted = None if scope.grids is None else frozenset(scope.grids.tolist())
    found = alike(plan.ids[twice], _codes_at(plan, twice))
    here = [(code, grids) for (code, _), grids in found if wanted is None or not wanted.isdisjoint(grids)]
    yield from about_rows(plan, "duplicate-code", [grids for _, grids in here], code=[code for code, _ in here])
