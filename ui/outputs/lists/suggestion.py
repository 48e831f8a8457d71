"""A suggestion in words and for programs: who comes where, in whose place, and what forbids what stays vacant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gridmap.model.arrays import positions_in
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_names, shown_numbers
from gridmap.people.suggestions import Suggestion
from gridmap.people.vacancies import places_of
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.outputs.lists.vacancies import headings_of_vacancies
from ui.words.labels import dates_of
from ui.words.messages import Language, text


def suggestion_as_json(plan: Plan, suggestion: Suggestion, privacy: Profile) -> dict[str, Any]:
    """Return a suggestion for programs: codes, and staff numbers as far as the profile shows them.

    Returns
    -------
    dict
        ``{"assign": [{"grid", "worker", "before", "role"}], "unfilled": [{"grid", "limit"}], "moved", "proved"}``;
        ``before`` is ``null`` where the grid was vacant.
    """
    numbers = _of_workers(plan, "staff_number", [one.worker for one in suggestion.given], privacy)
    before = _of_workers(plan, "staff_number", [one.before for one in suggestion.given], privacy)
    return {
        "assign": [
            {
                "grid": plain_text(plan.codes([one.grid])[0]),
                "worker": number,
                "before": left if one.before else None,
                "role": one.role,
            }
            for one, number, left in zip(suggestion.given, numbers, before, strict=True)
        ],
        "unfilled": [
            {"grid": plain_text(plan.codes([one.grid])[0]), "limit": one.limit} for one in suggestion.unfilled
        ],
        "moved": suggestion.moved,
        "proved": suggestion.proved,
    }


def suggestion_in_words(plan: Plan, suggestion: Suggestion, language: Language, privacy: Profile) -> pd.DataFrame:
    """Return a row for every grid that changes hands: town, village, code, name, role, who comes, who leaves."""
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    at = plan.positions([one.grid for one in suggestion.given])
    above = places_of(plan, at)
    return pd.DataFrame(
        {
            "town": [town or text("column-row_rest", language) for town in above["town_name"]],
            "village": above["village_name"],
            "code": plan.grids["code"].to_numpy(dtype=object)[at],
            "name": plan.grids["name"].to_numpy(dtype=object)[at],
            "role": [roles.get(one.role, one.role) for one in suggestion.given],
            "comes": _people(plan, [one.worker for one in suggestion.given], privacy),
            "leaves": [
                name if one.before else text("list-was-vacant", language)
                for one, name in zip(
                    suggestion.given, _people(plan, [one.before for one in suggestion.given], privacy), strict=True
                )
            ],
        }
    )


def left_in_words(plan: Plan, suggestion: Suggestion, language: Language) -> pd.DataFrame:
    """Return a row for every vacancy that stays: town, village, code, name, and what forbids it."""
    at = plan.positions([one.grid for one in suggestion.unfilled])
    above = places_of(plan, at)
    return pd.DataFrame(
        {
            "town": [town or text("column-row_rest", language) for town in above["town_name"]],
            "village": above["village_name"],
            "code": plan.grids["code"].to_numpy(dtype=object)[at],
            "name": plan.grids["name"].to_numpy(dtype=object)[at],
            "limit": [limit_in_words(plan, one.limit, language) for one in suggestion.unfilled],
        }
    )


def limit_in_words(plan: Plan, limit: str, language: Language) -> str:
    """Return what a limit says that forbids a vacancy to be filled (:data:`gridmap.people.suggestions.LIMITS`)."""
    value = plan.scheme.limit(limit) if limit in plan.scheme.limits else 0.0
    return text(f"forbids-{limit}", language, value=value)


def headings_of_suggestion(plan: Plan, language: Language) -> dict[str, str]:
    """Return what the columns of the two tables above are called."""
    found = {key: text(f"list-{key}", language) for key in ("role", "comes", "leaves", "limit")}
    return headings_of_vacancies(plan, language) | found


def list_of_suggestion(plan: Plan, suggestion: Suggestion, language: Language, privacy: Profile) -> Listed:
    """Return a suggestion as a list to print and to send; what stays vacant is a sheet of the workbook."""
    names = headings_of_suggestion(plan, language)
    words = suggestion_in_words(plan, suggestion, language, privacy).sort_values(["town", "code"], kind="stable")
    left = left_in_words(plan, suggestion, language)
    facts: list[tuple[str, str | int]] = [
        (text("list-filled-count", language), suggestion.filled),
        (text("list-unfilled", language), len(suggestion.unfilled)),
        (text("list-moved", language), suggestion.moved),
        (text("list-proved", language), text("said-yes" if suggestion.proved else "said-no", language)),
    ]
    return Listed(
        plan,
        text("list-suggestion", language),
        dates_of(plan.facts(), suggestion.on, language),
        language,
        privacy,
        [Column(names[key], words[key].tolist(), "text") for key in words.columns],
        groups=words["town"].tolist(),
        facts=facts,
        more=[
            (text("list-unfilled", language), [Column(names[key], left[key].tolist(), "text") for key in left.columns])
        ]
        if len(left)
        else [],
        on=suggestion.on,
    )


def _people(plan: Plan, workers: Sequence[int], privacy: Profile) -> list[str]:
    """Return names with staff numbers, which tell two people of one name apart, as far as a profile shows them."""
    names = _of_workers(plan, "name", workers, privacy)
    numbers = _of_workers(plan, "staff_number", workers, privacy)
    return [f"{name} {number}".strip() for name, number in zip(names, numbers, strict=True)]


def _of_workers(plan: Plan, column: str, workers: Sequence[int], privacy: Profile) -> list[str]:
    table = plan.tables["workers"]
    at = positions_in(table.index.to_numpy(), np.array(workers, dtype=np.int64))
    texts = np.append(table[column].to_numpy(dtype=object), "")[at]
    shown = (shown_names if column == "name" else shown_numbers)([plain_text(one) for one in texts], privacy)
    return [str(one) for one in shown]
