"""Units that lack what an indicator of the scheme asks of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from gridmap.checks.about import about_grids, about_rows, listed
from gridmap.checks.buildings.compound_in_one_grid import subjects
from gridmap.checks.finding import Finding
from gridmap.checks.registry import HOUSEHOLDS, RULES, check
from gridmap.checks.rule import Work
from gridmap.checks.scope import Scope
from gridmap.ground.compounds import compounds, grounds
from gridmap.ground.placement import building_points
from gridmap.indicators.counted import Counted, indicators, is_of_compounds
from gridmap.indicators.remembered import READS
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan


def units_that_differ(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the grids that lack something in one of the two plans alone, or lack more or less of it."""
    differ = [np.empty(0, dtype=np.int64)]
    for day in RULES["indicator-lacking"].whole(old) if new.scheme.indicators else ():
        for one, two in zip(indicators(old, day).values(), indicators(new, day).values(), strict=True):
            if one is two:
                continue
            if is_of_compounds(new, one.indicator):
                if compounds(old) is not compounds(new) or not np.array_equal(one.lacking, two.lacking):
                    return None
                if not np.array_equal(one.values[one.lacking], two.values[two.lacking]):
                    return None
                continue
            was, now = (
                set(zip(plan.ids[c.at[c.lacking]].tolist(), c.values[c.lacking].tolist(), strict=True))
                for plan, c in ((old, one), (new, two))
            )
            differ.append(np.array([grid for grid, _ in was ^ now], dtype=np.int64))
    return np.unique(np.concatenate(differ))


def going_along_roads(plan: Plan, on: dt.date) -> Work | None:
    """Return the work of finding which buildings are near enough along roads, if an indicator asks for it."""
    asked = [one for one in plan.scheme.indicators if one.form == "within_m"]
    if not asked:
        return None
    from gridmap.indicators.roads import is_known, near_kinds, network  # seldom a scheme asks how far it is

    if all(is_known(plan, one.of, on, one.amount) for one in asked):
        return None
    return Work(
        alone=lambda: network(plan),
        shared=lambda: building_points(plan),
        rest=lambda: near_kinds(plan, [(one.of, one.amount) for one in asked], on),
    )


@check(
    "indicator-lacking",
    severity="notice",
    group="indicators",
    source="Indicators of the scheme",
    reads=tuple(dict.fromkeys((*READS, *HOUSEHOLDS))),
    again=units_that_differ,
    ahead=going_along_roads,
)
def lacking_units(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find units that have less than an indicator of the scheme asks for, those with most households first."""
    for key, counted in indicators(plan, scope.on).items():
        rows = np.flatnonzero(counted.lacking)
        if not len(rows):
            continue
        if is_of_compounds(plan, counted.indicator):
            yield from _about_compounds(plan, scope, key, counted, rows)
            continue
        rows = rows[scope.has(plan)[counted.at[rows]]]
        yield from about_grids(plan, "indicator-lacking", counted.at[rows], key, **_values(key, counted, rows))


def _about_compounds(plan: Plan, scope: Scope, key: str, counted: Counted, rows: IntArray) -> Iterator[Finding]:
    """Yield a finding for each compound that lacks something, of which the scope reaches a grid."""
    found = compounds(plan)
    compound, grid = found.reach
    place = np.full(len(found), -1, dtype=np.int64)
    place[counted.at[rows]] = np.arange(len(rows))
    mine = place[compound] >= 0
    grids = listed(place[compound[mine]], grid[mine], len(rows))
    here = [i for i, ids in enumerate(grids) if scope.grids is None or np.isin(ids, scope.grids).any()]
    rows = rows[here]
    names = found.name[counted.at[rows]]
    yield from about_rows(
        plan,
        "indicator-lacking",
        [grids[i] for i in here],
        where=grounds(plan, counted.at[rows]),
        about=[f"{key} {subject}" for subject in subjects(plan, counted.at[rows])],
        compound=names,
        households=found.households[counted.at[rows]],
        **_values(key, counted, rows),
    )


def _values(key: str, counted: Counted, rows: IntArray) -> dict[str, Any]:
    """Return what the sentence of each finding speaks of: the indicator, what there is, and what there should be."""
    asked = counted.indicator
    wanted = asked.target if asked.form in ("per_1000", "within_m") else max(asked.amount, 1.0)
    return {
        "indicator": [key] * len(rows),
        "value": np.round(counted.values[rows], 6).tolist(),
        "limit": [float(wanted)] * len(rows),
    }
