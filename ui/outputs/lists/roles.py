"""How far each role of the scheme is covered, in words: as rows, and as columns of a sheet."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

import pandas as pd

from gridmap.figures.roles import coverage_of_roles, known_roles
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from ui.outputs.ledger.workbook import Column
from ui.words.labels import heading, row_of_rest
from ui.words.messages import Language, as_percentage, text


def roles_of_units(
    plan: Plan, by: Level, language: Language, on: dt.date, within: Iterable[int] | None = None
) -> tuple[list[str], pd.DataFrame]:
    """Return the coverage of the roles by the grids of a level: what the rows are called, the whole last, and they.

    The table is that of :class:`gridmap.figures.roles.RoleCoverage`, by code.

    Parameters
    ----------
    within : iterable of int, optional
        Ids of grids of the level that have a row; without it all, and what is in none of them, and the whole.
    """
    found = coverage_of_roles(plan, by, on=on)
    rows = found.rows.sort_values("code", kind="stable")
    names = [str(name or code) for name, code in zip(rows["name"], rows["code"], strict=True)]
    if within is not None:
        here = rows.index.isin(list(within))
        return [name for name, is_here in zip(names, here.tolist(), strict=True) if is_here], rows[here]
    rest = [row_of_rest(plan, by.key, language)] * len(found.rest)
    return [*names, *rest, text("column-row_total", language)], pd.concat([rows, found.rest, found.whole])


def role_columns(plan: Plan, by: Level, language: Language, on: dt.date, within: Iterable[int] | None) -> list[Column]:
    """Return a sheet: of how many grids of each row somebody has each role, of how many, the share, and the missing.

    No column where nobody has a role and none is asked for.
    """
    roles = known_roles(plan, on)
    if not roles:
        return []
    names, table = roles_of_units(plan, by, language, on, within)
    columns = [
        Column(heading(plan, "code", language), table["code"].tolist(), "text"),
        Column(heading(plan, "name", language), names, "text"),
    ]
    for role in roles:
        name = role.name.in_language(language)
        for key, style in (("with", "int"), ("grids", "int"), ("share", "share")):
            said = text(f"roles-{key}", language, role=name)
            columns.append(Column(said, table[f"{key}_{role.key}"].tolist(), style))
        if int(table[f"missing_{role.key}"].sum()):
            said = text("roles-missing", language, role=name)
            columns.append(Column(said, table[f"missing_{role.key}"].tolist(), "int"))
    return columns


def share_in_words(share: float, missing: int) -> str:
    """Return a share, and in brackets in how many grids somebody is missing that must be there."""
    return as_percentage(share) + (f" ({missing:,})" if missing and not math.isnan(share) else "")
