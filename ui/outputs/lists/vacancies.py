"""The list of vacancies in words, by town and village."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.people.vacancies import COLUMNS
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.words.labels import dates_of, heading
from ui.words.messages import Language, text


def vacancies_as_json(table: pd.DataFrame) -> dict[str, Any]:
    """Return vacancies (:func:`gridmap.people.vacancies.vacancies`) for programs: codes and keys.

    Returns
    -------
    dict
        ``{"vacancies": [{"grid", "name", "town", "village", "kind", "households", "since", "lacks"}]}``
    """
    rows = table[list(COLUMNS)].astype(object).to_dict("records")
    return {
        "vacancies": [
            {key: plain_text(value) if isinstance(value, str) else value for key, value in row.items()} for row in rows
        ]
    }


def vacancies_in_words(plan: Plan, table: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return vacancies with names for codes and words for keys: town, village, code, name, kind, ...

    ``households`` stays a number; ``since`` says it where nobody ever had the role.
    """
    kinds = {kind.key: kind.name.in_language(language) for kind in plan.scheme.kinds}
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    towns = table["town_name"].where(table["town_name"] != "", table["town"])
    return pd.DataFrame(
        {
            "town": [town or text("column-row_rest", language) for town in towns],
            "village": table["village_name"].where(table["village_name"] != "", table["village"]),
            "code": table["grid"],
            "name": table["name"],
            "kind": [kinds.get(kind, kind) for kind in table["kind"]],
            "lacks": [roles.get(role, role) for role in table["lacks"]],
            "since": [day or text("list-never", language) for day in table["since"]],
            "households": table["households"],
        },
        index=table.index,
    )


def headings_of_vacancies(plan: Plan, language: Language) -> dict[str, str]:
    """Return what the columns of :func:`vacancies_in_words` are called; towns and villages by the scheme."""
    levels = [level.name.in_language(language) for level in plan.scheme.levels]
    found = dict(zip(("town", "village"), [*levels, *levels[-1:]], strict=False))
    found |= {key: heading(plan, key, language) for key in ("code", "name", "kind", "households")}
    return found | {key: text(f"list-{key}", language) for key in ("lacks", "since")}


def list_of_vacancies(plan: Plan, table: pd.DataFrame, language: Language, on: dt.date, scope: str = "") -> Listed:
    """Return vacancies as a list to print and to send, with a sheet of their number by village.

    Parameters
    ----------
    table : DataFrame
        :func:`gridmap.people.vacancies.vacancies` of the plan.
    on : date
        The day for which they were counted.
    scope : str
        Name of what was looked at, ``""`` for everything.
    """
    words, names = vacancies_in_words(plan, table, language), headings_of_vacancies(plan, language)
    styles = {"households": "int"}
    columns = [
        Column(names[key], words[key].tolist(), styles.get(key, "text"))
        if key != "households"
        else Column(names[key], words[key].tolist(), "int", "sum", float(words[key].sum()))
        for key in words.columns
    ]
    by_village = words.groupby(["town", "village"], sort=False)["households"].agg(["size", "sum"]).reset_index()
    summary = [
        Column(names["town"], by_village["town"].tolist(), "text"),
        Column(names["village"], by_village["village"].tolist(), "text"),
        *(
            Column(label, by_village[key].tolist(), "int", "sum", float(by_village[key].sum()))
            for key, label in (("size", text("list-vacancies-count", language)), ("sum", names["households"]))
        ),
    ]
    facts: list[tuple[str, str | int]] = [(text("list-vacancies-count", language), len(table))]
    if scope:
        facts.insert(0, (text("sheet-scope", language), scope))
    return Listed(
        plan,
        text("list-vacancies", language),
        dates_of(plan.facts(), on, language),
        language,
        "public",  # it names nobody
        columns,
        groups=words["town"].tolist(),
        facts=facts,
        more=[(text("list-vacancies-by-village", language), summary)] if len(table) else [],
        on=on,
    )
