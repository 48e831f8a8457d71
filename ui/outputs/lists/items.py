"""Figures of items in words: as rows for the terminal, for programs, and as a list to print and to send."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from gridmap.figures.items import COUNTS, KIND, MONTH, ItemFigures, as_record, records
from gridmap.ground.items import AGES
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.words.labels import dates_of, row_of_rest
from ui.words.messages import Language, text

SHOWN: Final = ("raised", "solved", "solved_share", "open", "overdue", "median_days")
"""The figures that fit into a line of the terminal."""

_ALL: Final = (
    "raised", "solved", "solved_share", "evaluated", "median_days", "mean_rating", "open", "assigned", "overdue",
    *COUNTS[6:],
)  # fmt: skip
_STYLES: Final = {"solved_share": "share", "median_days": "float", "mean_rating": "float"}


def items_as_json(found: ItemFigures) -> dict[str, Any]:
    """Return figures of items for programs: ``by``, ``on``, the ``total``, and ``rows`` with codes and names."""
    rows = [
        {key: plain_text(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in records(found)
    ]
    return {"by": found.by, "on": found.on.isoformat(), "total": as_record(found.whole), "rows": rows}


def headings_of_items(plan: Plan, found: ItemFigures, language: Language) -> dict[str, str]:
    """Return what the columns are called; ``name`` is the first."""
    names = {
        "raised": text("items-raised", language),
        "solved": text("items-solved", language),
        "solved_share": text("items-solved-share", language),
        "evaluated": text("items-evaluated", language),
        "median_days": text("items-median-days", language),
        "mean_rating": text("items-mean-rating", language),
        "open": text("items-open", language),
        "assigned": text("items-assigned", language),
        "overdue": text("items-overdue", language),
        f"open_over_{AGES[-1]}": text("items-open-over", language, days=AGES[-1]),
    }
    for low, high in zip((0, *(days + 1 for days in AGES)), AGES, strict=False):
        names[f"open_to_{high}"] = text("items-open-days", language, low=low, high=high)
    return {"name": name_of_rows(plan, found.by, language), **names}


def name_of_rows(plan: Plan, by: str, language: Language) -> str:
    """Return what the rows of figures by a level, by month or by kind are."""
    if by == MONTH:
        return text("items-month", language)
    if by == KIND:
        return text("roster-field-item_kind", language)
    named = plan.scheme.kind(by) if by in plan.scheme else plan.scheme.level(by)
    return named.name.in_language(language)


def names_of_items(plan: Plan, found: ItemFigures, language: Language) -> list[str]:
    """Return what each row is called, and last what is in none of them, if there is anything."""
    names = [str(name or code) for name, code in zip(found.rows["name"], found.rows["code"], strict=True)]
    if found.by == KIND:
        kinds = kinds_in_words(plan, language)
        names = [kinds.get(name, name) for name in names]
    if len(found.rest):
        names.append(
            text("items-without-kind", language) if found.by == KIND else row_of_rest(plan, found.by, language)
        )
    return names


def kinds_in_words(plan: Plan, language: str) -> Mapping[str, str]:
    """Return what the scheme calls kinds of items, by their keys."""
    return {kind.key: kind.name.in_language(language) for kind in plan.scheme.items}


def figure_in_words(name: str, value: float) -> str:
    """Return a figure of items in words: a share as a percentage, days and ratings with a digit, nothing for none."""
    if math.isnan(value):
        return "–"
    if name == "solved_share":
        return f"{value:.1%}"
    return f"{value:.1f}" if name in ("median_days", "mean_rating") else f"{int(value):,}"


def list_of_items(plan: Plan, found: ItemFigures, language: Language, period: str = "", scope: str = "") -> Listed:
    """Return figures of items as a list to print and to send.

    Parameters
    ----------
    period : str
        In which time the items were raised, ``""`` if all are counted.
    scope : str
        Name of what was looked at, ``""`` for everything.
    """
    table = pd.concat([found.rows, found.rest]) if len(found.rest) else found.rows
    headings, whole = headings_of_items(plan, found, language), found.whole.iloc[0]
    columns = [Column(headings["name"], names_of_items(plan, found, language), "text")]
    if found.by not in (MONTH, KIND):
        columns.insert(0, Column(text("column-code", language), table["code"].tolist(), "text"))
    for name in _ALL:
        if name in COUNTS:
            counts = [int(value) for value in table[name]]
            columns.append(Column(headings[name], counts, "int", "sum", float(whole[name])))
        else:
            values = [None if math.isnan(value) else float(value) for value in table[name]]
            columns.append(Column(headings[name], values, _STYLES[name]))
    facts: list[tuple[str, str | int]] = [
        (headings[name], int(whole[name])) for name in ("raised", "solved", "overdue")
    ]
    facts.insert(2, (headings["solved_share"], figure_in_words("solved_share", whole["solved_share"])))
    if period:
        facts.insert(0, (text("items-period", language), period))
    if scope:
        facts.insert(0, (text("sheet-scope", language), scope))
    title, dates = text("items-list", language), dates_of(plan.facts(), found.on, language)
    return Listed(plan, title, dates, language, "public", columns, facts=facts, on=found.on)  # it names nobody
