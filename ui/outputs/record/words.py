"""What figures of a comparison are called: states as words, before and after side by side."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Final

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
    """Return how a grid's households compare with its standard; ``"—"`` for NaN or where there is none to meet."""
    if math.isnan(state) or most <= 0 or most >= UNBOUNDED:
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
    counts, of_compounds = comparison.counts, compounds_summary(comparison, language)
    if of_compounds and not (len(comparison.grids) or len(comparison.buildings) or len(comparison.ground)):
        return of_compounds
    said = text(
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
    return " ".join(part for part in (said, of_compounds) if part) if language == "en" else said + of_compounds


def compounds_summary(comparison: Comparison, language: Language) -> str:
    """Return in one sentence how many compounds came, went and are other ones; ``""`` where none differs."""
    return text("record-compounds-are", language, **comparison.compound_counts) if len(comparison.compounds) else ""


def compound_status(status: str, language: Language) -> str:
    """Return the word for a compound that came onto the list, went, or is another one."""
    return text(f"record-compound-{status}", language)


def compound_name(row: Mapping[str, Any]) -> str:
    """Return the name of a compound that differs, before and after where it has another one."""
    return (
        changed(*(row[f"name_{side}"] for side in ("before", "after")))
        if row["status"] == "changed"
        else (row["name_after"] or row["name_before"])
    )


def compound_sides(row: Mapping[str, Any], key: str, comparison: Comparison, language: Language) -> tuple[str, str]:
    """Return what a compound had before and what it has after, ``"—"`` on the side on which it is not there.

    Parameters
    ----------
    key : str
        ``"seat"``, ``"outline"``, ``"branch"``, ``"committee"``, or another column of ``comparison.compounds``.
    """
    there = {"before": row["status"] != "new", "after": row["status"] != "retired"}
    one, two = (_compound_side(row, key, side, comparison, language) if there[side] else NOTHING for side in there)
    return one, two


def _compound_side(row: Mapping[str, Any], key: str, side: str, comparison: Comparison, language: Language) -> str:
    if key == "seat":
        seat = int(row[f"seat_{side}"])
        return comparison.name_of(seat) if seat else NOTHING
    if key == "outline":
        area = row[f"area_m2_{side}"]
        return NOTHING if math.isnan(area) else text("record-compound-area", language, area_m2=area)
    value = row[f"{key}_{side}"]
    if isinstance(value, float):
        return whole(value)
    if key in ("branch", "committee") and not value:
        value = text("compound-yes", language) if row[f"has_{key}_{side}"] else ""
    return value or text("compound-no", language)


COMPOUND_COLUMNS: Final = (
    "seat", "branch", "committee", "firm", "outline", "buildings", "households", "residents", "members", "registered",
)  # fmt: skip
"""What is told of a compound that differs, in this order, besides what happened to it and its name."""


def what_of_compound(row: Mapping[str, Any], comparison: Comparison, language: Language) -> str:
    """Return what of a compound is another one, each with what it was and is; of one that came or went, what it has."""
    if row["status"] != "changed":
        return _at_a_glance(row, comparison, language)
    said = []
    for key in ("name", "alias", *COMPOUND_COLUMNS, "source"):
        sides = compound_sides(row, key, comparison, language)
        if key == "outline" and row["outline_moved"]:
            said.append(f"{compound_heading(key, language)} {' → '.join(sides)}")
        elif key == "buildings" and (row["joined"] or row["left"]):
            said.append(text("record-compound-buildings", language, joined=int(row["joined"]), left=int(row["left"])))
        elif key != "outline" and sides[0] != sides[1]:
            said.append(f"{compound_heading(key, language)} {changed(*sides)}")
    return text("record-compound-between", language).join(said)


def _at_a_glance(row: Mapping[str, Any], comparison: Comparison, language: Language) -> str:
    """Return what a compound that came or went has or had; what it lacks is left out."""
    at, nothing = int(row["status"] == "new"), (NOTHING, text("compound-no", language), "0")
    said = []
    for key in COMPOUND_COLUMNS:
        value = compound_sides(row, key, comparison, language)[at]
        if value not in nothing:
            said.append(f"{compound_heading(key, language)} {value}")
    return text("record-compound-between", language).join(said)


def compound_heading(key: str, language: Language) -> str:
    """Return what a column of compounds is called."""
    named = {
        "seat": "inspector-compound-where",
        "outline": "record-compound-outline",
        "alias": "inspector-compound-alias",
    }
    return text(named.get(key, f"compound-{key}"), language)


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
