"""How the findings of a rule follow a change, so that a check after an edit asks only what may have changed.

A finding may change for two reasons. What the rule reads has changed: then the rule is asked again, about the grids
that it names for the change if it can name them. Or only the place and the households of the finding's grids have
changed, by which every finding is shown and ranked: then the finding is told anew, and the rule is not asked at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gridmap.checks.finding import Finding
from gridmap.checks.places import grounds_and_households
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray, moved_rows, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import once_for_change
from gridmap.model.plan import Plan

if TYPE_CHECKING:
    from gridmap.checks.rule import Rule

ByDay = dict[dt.date, tuple[Finding, ...]]

Again = Callable[[Plan, Plan, Change], "IntArray | None"]
"""From old plan, new plan and change to the ids of the grids that a rule must be asked about again; ``None`` for all.

What the rule finds with these grids in the scope is all that may have come, and findings about any of them are all that
may have gone. Grids that are no more belong to them as well.
"""

_MANY: Final = 0.05


def follow(rule: Rule, old: Plan, new: Plan, change: Change, found: ByDay) -> ByDay:
    """Return what a rule finds after a change, from what it found before."""
    asked_again = not change.touched.isdisjoint(rule.reads)
    if asked_again and rule.by_place:
        return {day: _by_place(rule, old, new, change, findings, day) for day, findings in found.items()}
    if not asked_again and not len(moved_grids(old, new, change)):
        return found
    grids = np.empty(0, dtype=np.int64)
    if asked_again:
        concerned = rule.again(old, new, change) if rule.again else None
        if concerned is None or len(concerned) > 100 + _MANY * len(new.ids):
            return {day: _recognised(findings, rule.find(new, Scope(None, day))) for day, findings in found.items()}
        grids = np.unique(concerned)
    result = {}
    for day, findings in found.items():
        stay = _without(old, findings, set(grids.tolist()), by_family=rule.by_family) if len(grids) else findings
        again = tuple(rule.find(new, Scope(grids, day))) if len(grids) else ()
        told = _told_anew(old, new, change, stay)
        result[day] = _same_tuple(findings, (*told, *_recognised(findings, again))) if again else told
    return result


@once_for_change
def moved_grids(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the ids of the grids whose ground, or whose number of households, is another one after a change.

    Grids that came are among them, grids that went are not.
    """
    from gridmap.ground.placement import households_by_grid

    before = moved_rows(old.ids, new.ids, households_by_grid(old), -1)
    differ = before != households_by_grid(new)
    at = new.positions(changed_grids(old, new, change, "geometry"))
    differ[at[at >= 0]] = True
    return new.ids[differ]


# ---- grids that a rule may have to be asked about again --------------------------------------------------------------


def changed_grids(old: Plan, new: Plan, change: Change, *columns: str) -> IntArray:
    """Return the ids of the grids in which a change touches a column (any, if none is named), or that went or came."""
    rows = change.rows.get("grids")
    if rows is None or (rows.keeps_ids and columns and rows.changed_columns.isdisjoint(columns)):
        return np.empty(0, dtype=np.int64)
    return rows.ids


def changed_or_moved(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the ids of the grids that a change touches, or whose households it changes."""
    return np.union1d(changed_grids(old, new, change), moved_grids(old, new, change))


def changed_and_above(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the ids of the grids that a change touches and of their parents before and after."""
    ids = changed_grids(old, new, change)
    return np.union1d(ids, parents_of(old, new, ids))


def families(*columns: str) -> Again:
    """Return what names the parents, before and after, of the grids in which a change touches one of the columns."""

    def again(old: Plan, new: Plan, change: Change) -> IntArray:
        return parents_of(old, new, changed_grids(old, new, change, *columns))

    return again


def parents_of(old: Plan, new: Plan, ids: IntArray) -> IntArray:
    """Return the ids of the parents that some grids have in either plan, 0 among them for none."""
    found = []
    for plan in (old, new):
        at = plan.positions(ids)
        found.append(plan.parents[at[at >= 0]])
    return np.unique(np.concatenate(found))


def if_compounds_move(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if the same compounds are in the same grids, and only ground of grids or buildings change."""
    from gridmap.ground.compounds import compounds

    rows = change.rows.get("grids")
    if not change.rows.keys() <= {"grids", "buildings"}:
        return None
    if rows is not None and (not rows.keeps_ids or rows.changed_columns != {"geometry"}):
        return None
    return np.empty(0, dtype=np.int64) if compounds(old) is compounds(new) else None


# ---- findings --------------------------------------------------------------------------------------------------------


def _without(old: Plan, findings: Iterable[Finding], grids: set[int], *, by_family: bool) -> tuple[Finding, ...]:
    """Leave out the findings about any of the grids, or about a family of one of them."""
    known = tuple(findings)
    if not by_family:
        stay = tuple(finding for finding in known if grids.isdisjoint(finding.grids))
        return known if len(stay) == len(known) else stay
    first = old.positions([finding.grids[0] for finding in known]) if known else np.empty(0, np.int64)
    above = old.parents[first].tolist()
    return tuple(finding for finding, parent in zip(known, above, strict=True) if parent not in grids)


def _told_anew(old: Plan, new: Plan, change: Change, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings with the ground and the households that their grids have now."""
    if not findings:
        return findings
    moved = frozenset(moved_grids(old, new, change).tolist())
    if not moved:
        return findings
    stale = [i for i, finding in enumerate(findings) if finding.of_grids and not moved.isdisjoint(finding.grids)]
    if not stale:
        return findings
    result = list(findings)
    ground, counted = grounds_and_households(new, [findings[i].grids for i in stale])
    for i, where, households in zip(stale, ground, counted, strict=True):
        finding = findings[i]
        if "households" in finding.of_grids:
            finding = replace(finding, values={**finding.values, "households": households})
        if "where" in finding.of_grids:
            finding = replace(finding, where=where)
        result[i] = finding
    return tuple(result)


def _recognised(before: tuple[Finding, ...], now: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what is found now, but what says the same as before as the finding of before: its id is known already."""
    known = {_subject(finding): finding for finding in before}
    found = list(now)
    same = [known.get(_subject(finding)) for finding in found]
    one = np.array([finding.where for finding in found], dtype=object)
    two = np.array([None if finding is None else finding.where for finding in same], dtype=object)
    at_one_place = shapely.equals_identical(one, two) | (shapely.is_missing(one) & shapely.is_missing(two))
    for i, (finding, earlier) in enumerate(zip(found, same, strict=True)):
        if earlier is not None and at_one_place[i] and earlier.values == finding.values:
            found[i] = earlier if earlier.secret == finding.secret else finding
    return _same_tuple(before, tuple(found))


def _subject(finding: Finding) -> tuple[object, ...]:
    return (finding.grids, finding.workers, finding.branches, finding.buildings, finding.about)


def _by_place(
    rule: Rule, old: Plan, new: Plan, change: Change, findings: tuple[Finding, ...], day: dt.date
) -> tuple[Finding, ...]:
    """Ask a rule about ground again; what it says of pieces that are still the same, and their buildings, is known."""
    from gridmap.ground.placement import building_points

    stale: set[int] = set()
    if "buildings" in change.rows and findings:
        shapes = np.array([finding.where for finding in findings], dtype=object)
        touched = np.concatenate([building_points(plan)[rows_touched(plan, change)] for plan in (old, new)])
        _, at = shapely.STRtree(shapes).query(touched, predicate="intersects")
        stale = {id(shapes[i]) for i in at.tolist()}
    if not stale and all(read.startswith("buildings.") or read not in change.touched for read in rule.reads):
        return findings  # the ground is as it was, and nobody came to live there
    known: Mapping[int, Finding] = {
        id(finding.where): finding for finding in findings if id(finding.where) not in stale
    }
    return _same_tuple(findings, tuple(rule.find(new, Scope(None, day, known))))


def _same_tuple(before: tuple[Finding, ...], now: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the tuple of before if it holds the very same findings, so that nobody looks for what changed."""
    same = len(before) == len(now) and all(one is two for one, two in zip(before, now, strict=True))
    return before if same else now


def rows_touched(plan: Plan, change: Change) -> IntArray:
    """Return the rows of the buildings that a change touches, as far as the plan has them."""
    at = positions_in(plan.buildings.index.to_numpy(), change.ids("buildings"))
    return at[at >= 0]


__all__ = [
    "Again",
    "changed_and_above",
    "changed_grids",
    "changed_or_moved",
    "families",
    "follow",
    "if_compounds_move",
    "moved_grids",
    "rows_touched",
]
