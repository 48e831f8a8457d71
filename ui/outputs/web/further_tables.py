"""What stands below the figures of a web page: items by unit and by kind, and how far the roles are covered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from gridmap.figures.items import KIND, ItemFigures, of_items
from gridmap.figures.roles import known_roles
from gridmap.figures.statistics import inside
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from ui.outputs.lists.items import figure_in_words, headings_of_items, names_of_items
from ui.outputs.lists.roles import roles_of_units, share_in_words
from ui.words.messages import Language, text

_OF_ITEMS: Final = ("raised", "open", "overdue", "solved_share")
"""As many figures as there is room for beside a map."""


@dataclass(frozen=True)
class FurtherTable:
    """A table: what it is about, headings, rows and the last row, all in words."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


def further_tables(plan: Plan, grids: tuple[int, ...], language: Language, on: dt.date) -> list[FurtherTable]:
    """Return items by the grids of a level and by kind, and the coverage of roles by these grids, where there are any.

    Nobody is named in them.

    Parameters
    ----------
    grids : tuple of int
        Ids of the grids that the page shows with all below them; none for the whole plan.
    """
    level, units = _units(plan, grids)
    tables = [*_items(plan, level, units, grids, language, on)]
    roles = known_roles(plan, on)
    if roles:
        names, table = roles_of_units(plan, level, language, on, units if grids else None)
        cells = [
            (name, *(share_in_words(row[f"share_{role.key}"], int(row[f"missing_{role.key}"])) for role in roles))
            for name, row in zip(names, table.to_dict("records"), strict=True)
        ]
        headings = (level.name.in_language(language), *(role.name.in_language(language) for role in roles))
        last = () if grids else cells.pop()
        tables.append(FurtherTable(text("stats-roles", language), headings, tuple(cells), last))
    return tables


def _units(plan: Plan, grids: tuple[int, ...]) -> tuple[Level, list[int]]:
    """Return the level below what is shown, of which the tables have a row each, and its grids there."""
    shown = plan.below(list(grids)) if grids else plan.ids
    ranks = plan.ranks[plan.positions(shown)]
    top = int(ranks[ranks > 0].min(initial=len(plan.scheme.levels)))
    deeper = len(grids) == 1 and top < len(plan.scheme.levels)
    level = plan.scheme.levels[top - 1 + deeper]
    return level, shown[ranks == level.rank].tolist()


def _items(
    plan: Plan, level: Level, units: list[int], grids: tuple[int, ...], language: Language, on: dt.date
) -> list[FurtherTable]:
    within = inside(plan, np.array(grids, dtype=np.int64)) if grids else None
    found = [of_items(plan, by, on=on, within=within) for by in (level, KIND)]
    if not int(found[0].whole["raised"].iloc[0]):
        return []
    here = found[0].rows[found[0].rows.index.isin(units)].sort_values("code", kind="stable")
    return [_of_items(plan, figures, language) for figures in (replace(found[0], rows=here), found[1])]


def _of_items(plan: Plan, found: ItemFigures, language: Language) -> FurtherTable:
    headings = headings_of_items(plan, found, language)
    table = pd.concat([found.rows, found.rest])

    def cells(row: pd.Series) -> tuple[str, ...]:
        return tuple(figure_in_words(key, float(row[key])) for key in _OF_ITEMS)

    names = names_of_items(plan, found, language)
    rows = tuple((name, *cells(row)) for name, (_, row) in zip(names, table.iterrows(), strict=True))
    total = (text("column-row_total", language), *cells(found.whole.iloc[0]))
    return FurtherTable(text("items-list", language), tuple(headings[key] for key in ("name", *_OF_ITEMS)), rows, total)
