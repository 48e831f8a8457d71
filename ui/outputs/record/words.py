"""What figures of a comparison are called: states as words, before and after side by side."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

import pandas as pd

from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from gridmap.people.privacy import Profile
from gridmap.people.staffing import Staffing
from gridmap.people.workload import UNBOUNDED
from gridmap.project.comparison import Comparison
from ui.outputs.ledger.ledger import people_of_grids
from ui.words import states
from ui.words.labels import row_of_rest
from ui.words.messages import Language, has, text

NOTHING: Final = "—"


def names_of_totals(comparison: Comparison, language: Language) -> list[str]:
    """Return what the rows of the totals are called; the one of what no grid of the level holds says so."""
    rest = row_of_rest(comparison.after, comparison.level.key, language)
    table = comparison.totals
    return [name if grid else rest for grid, name in zip(table.index.tolist(), table["name"].tolist(), strict=True)]


def whole(value: float) -> str:
    """Return a number of things, ``"—"`` for NaN."""
    return NOTHING if math.isnan(value) else f"{value:,.0f}"


def staffing_word(state: float, language: Language) -> str:
    """Return how a grid is staffed, ``"—"`` for NaN."""
    return NOTHING if math.isnan(state) else states.staffing_word(int(state), language)


def branch_word(state: float, language: Language) -> str:
    """Return how a grid is covered by a party branch, ``"—"`` for NaN."""
    return NOTHING if math.isnan(state) else states.branch_word(int(state), language)


def standard_word(state: float, most: float, language: Language) -> str:
    """Return how a grid's households compare with its standard; ``"—"`` for NaN or where there is no standard."""
    if math.isnan(state) or most >= UNBOUNDED:
        return NOTHING
    return states.workload_word(int(state), language)


def heading(column: str, language: Language) -> str:
    """Return what a column is called, as in the ledger where it is there too."""
    if has(f"column-{column}"):
        return text(f"column-{column}", language)
    return text(f"record-column-{column}", language)


def units_of(plan: Plan, level: Level, language: Language) -> str:
    """Return what the units of a level are called, 村（社区） for instance: as the first kind of that level."""
    named = next((kind.name for kind in plan.scheme.kinds if kind.level.rank == level.rank), level.name)
    return named.in_language(language)


def status_word(status: str, language: Language) -> str:
    """Return the word for a grid that is changed, new or retired."""
    return text(f"record-{status}", language)


def changed(before: str, after: str) -> str:
    """Return two values side by side, one where they are the same."""
    return after if before == after else f"{before} → {after}"


def grid_label(comparison: Comparison, grid: int, language: Language) -> str:
    """Return name and code of a grid; for none, that nobody holds it."""
    if not grid:
        return text("record-nobody", language)
    name, code = comparison.name_of(grid), comparison.code_of(grid)
    return f"{name} {code}" if name != code else code


def summary(comparison: Comparison, language: Language) -> str:
    """Return in one sentence what differs."""
    if comparison.is_empty:
        return text("comparison-same", language)
    counts = comparison.counts
    return text(
        "comparison-summary",
        language,
        grids=len(comparison.grids[comparison.grids["status"] == "changed"]),
        new=counts["new"],
        retired=counts["retired"],
        buildings=len(comparison.buildings),
        households=comparison.households_moved,
        residents=comparison.residents_moved,
        area_m2=comparison.area_moved_m2,
    )


def people(plan: Plan, grids: IntArray, on: dt.date, language: Language, privacy: Profile) -> list[str]:
    """Return who answers for each of some grids on a day: the full-time workers, or else the others with their roles.

    Where nobody does, that is said; ``"—"`` where a grid is not there.
    """
    at = plan.positions(grids)
    found = people_of_grids(plan, privacy, language, on, at[at >= 0])
    nobody = staffing_word(Staffing.NOBODY, language)
    return [
        found["full_time"][place] or found["others"][place] or nobody if place >= 0 else NOTHING
        for place in at.tolist()
    ]


def standards(rows: pd.DataFrame, side: str, language: Language) -> list[str]:
    """Return for some grids of a comparison how they stand to their standard, ``side`` before or after."""
    return [
        standard_word(state, most, language)
        for state, most in zip(rows[f"workload_{side}"], rows[f"standard_to_{side}"], strict=True)
    ]
