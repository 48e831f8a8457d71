"""The sheet of compounds in the workbook: one row each, with what the indicators ask of every compound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np

from gridmap.figures.compounds import compound_rows
from gridmap.indicators.counted import indicators, is_of_compounds
from gridmap.model.plan import Plan
from ui.words.messages import Language, text

Cells = tuple[str, list[Any], str, str, float | None]
"""What :class:`ui.outputs.ledger.workbook.Column` is made of: heading, values, style, formula and total."""

_NUMBERS = ("buildings", "households", "residents", "registered", "members")


def compound_columns(
    plan: Plan, language: Language, scope: Iterable[int] | None = None, on: dt.date | None = None
) -> list[Cells]:
    """Return the columns of a sheet of compounds; none if no compound is on the list, or none of the scope.

    Parameters
    ----------
    scope : iterable of int, optional
        Ids of grids: only compounds in these.
    on : date, optional
        The day for which indicators count; today by default.
    """
    if not len(plan.tables["compounds"]):
        return []
    rows = compound_rows(plan, scope)
    if not len(rows):
        return []
    yes, no = text("compound-yes", language), text("compound-no", language)

    def or_yes(known: str, named: str) -> list[str]:
        pairs = zip(rows[known].tolist(), rows[named].tolist(), strict=True)
        return [name or (yes if has else no) for has, name in pairs]

    names = np.append(plan.grids["name"].to_numpy(dtype=object), "")
    at = plan.positions(rows["seat"].to_numpy())
    columns: list[Cells] = [(text("compound-name", language), rows["name"].tolist(), "text", "count", None)]
    for level in plan.scheme.levels:
        above = np.append(plan.positions(plan.ancestors_at(level)), -1)[at]
        columns.append((level.name.in_language(language), names[above].tolist(), "text", "", None))
    columns += [
        (text(f"compound-{key}", language), rows[key].tolist(), "int", "sum", float(rows[key].sum()))
        for key in _NUMBERS
    ]
    words = {
        "branch": or_yes("has_branch", "branch"),
        "committee": or_yes("has_committee", "committee"),
        "firm": [firm or no for firm in rows["firm"].tolist()],
        "super": [yes if over else "" for over in rows["super"].tolist()],
    }
    columns += [(text(f"compound-{key}", language), values, "text", "", None) for key, values in words.items()]
    for counted in indicators(plan, on).values():
        asked = counted.indicator
        if is_of_compounds(plan, asked) and counted.has_data.any():
            shown = np.nan_to_num(counted.values)[rows.index.to_numpy()].tolist()
            style = "share" if asked.form == "within_m" else "float"
            columns.append((asked.name.in_language(language), shown, style, "", None))
    words = {"listed": [yes if one else no for one in rows["listed"].tolist()], "source": rows["source"].tolist()}
    return columns + [(text(f"compound-{key}", language), values, "text", "", None) for key, values in words.items()]
