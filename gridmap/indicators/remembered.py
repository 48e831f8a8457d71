"""Indicators that are worked out again only where a change touches what they are made of.

Most edits leave what an indicator counts as it is: a border moves between two buildings, somebody's assignment ends.
So what is worked out is held by subject, and stays as long as the placement, the figures and the rows that the subject
reads are the very same. How much there is of a facility, a role or a tier is held apart from what it is measured
against, so that it outlasts a change of the households.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from gridmap.ground.compounds import compounds
from gridmap.ground.placement import (
    buildings_by_grid,
    holder_positions,
    households_of_buildings,
    residents_of_buildings,
)
from gridmap.indicators.facilities import facility_positions
from gridmap.model.indicators import Indicator
from gridmap.model.kept import Kept, kept
from gridmap.model.plan import Plan

Memory = dict[tuple[dt.date, str], Any]
"""What was worked out, by day and key of the indicator."""

Amounts = dict[tuple[Any, ...], Any]
"""What was worked out, by what it is."""

_PEOPLE: Final = (
    "grids.geometry",
    "grids.declared_households",
    "grids.declared_residents",
    "buildings.geometry",
    "buildings.households",
    "buildings.residents",
    "buildings.compound",
)
"""Of the figures those that say nothing of how much there is of something else, but through compounds and places."""
_FIGURES: Final = ("grids.kind", "grids.parent", "grids.setting", *_PEOPLE, "compounds", "branches.tier")
_BY_SUBJECT: Final = {
    "facility": (
        "facilities.kind",
        "facilities.count",
        "facilities.members",
        "facilities.people",
        "facilities.compound",
        "facilities.grid",
        "facilities.from_date",
        "facilities.until_date",
        "facilities.geometry",
        "roads.geometry",
    ),
    "role": ("assignments", "workers.id"),
    "tier": ("branches.parent", "branch_grids"),
    "compound": (),
    "figure": (),
}
READS: Final = (*_FIGURES, *(read for reads in _BY_SUBJECT.values() for read in reads))
"""What any indicator may be made of."""


def _ground_asked_for(plan: Plan) -> object:
    """Return the shapes of all grids if an indicator asks for square kilometres, and otherwise nothing."""
    asked = any("area" in (one.base, one.of) for one in plan.scheme.indicators)
    return plan.all_shapes if asked else None


def _memory(subject: str) -> Kept[Memory]:
    def nothing_yet(plan: Plan) -> Memory:
        return {}

    reads = (*_FIGURES, *_BY_SUBJECT[subject])
    itself = tuple(read for read in reads if read != "grids.geometry")
    through = (
        households_of_buildings,
        residents_of_buildings,
        buildings_by_grid,
        holder_positions,
        compounds,
        facility_positions,
        _ground_asked_for,
    )
    return Kept(nothing_yet, reads, key=f"{__name__}.{subject}", itself=itself, through=through)


def _memory_of_amounts(subject: str, in_compounds: bool) -> Kept[Amounts]:
    def nothing_yet(plan: Plan) -> Amounts:
        return {}

    reads = (*_FIGURES, *_BY_SUBJECT[subject])
    itself = tuple(read for read in reads if read not in _PEOPLE and (in_compounds or read != "compounds"))
    through = (compounds, facility_positions) if in_compounds else (facility_positions,)
    key = f"{__name__}.amounts of {subject}{' in compounds' if in_compounds else ''}"
    return Kept(nothing_yet, reads, key=key, itself=itself, through=through)


_MEMORIES: Final = {subject: _memory(subject) for subject in _BY_SUBJECT}
_AMOUNTS: Final = {
    (subject, in_compounds): _memory_of_amounts(subject, in_compounds)
    for subject in ("facility", "role", "tier")
    for in_compounds in (False, True)
}


def remembered(plan: Plan, asked: Indicator, in_compounds: bool) -> Memory:
    """Return what was worked out of the indicators of one subject, of a plan or of one before it that has the same.

    Parameters
    ----------
    in_compounds : bool
        Whether its units are compounds.
    """
    if asked.form in ("at_least", "share_with") and (asked.subject, in_compounds) in _AMOUNTS:
        return remembered_amounts(plan, asked.subject, in_compounds)  # measured against nothing
    return _MEMORIES[asked.subject](plan)


def remembered_amounts(plan: Plan, subject: str, in_compounds: bool) -> Amounts:
    """Return what was worked out of how much there is of a subject, likewise.

    Parameters
    ----------
    subject : "facility", "role" or "tier"
    in_compounds : bool
    """
    return _AMOUNTS[subject, in_compounds](plan)


@kept("grids.kind", "grids.setting")
def remembered_units(plan: Plan) -> Amounts:
    """Return which grids are units of what, likewise."""
    return {}
