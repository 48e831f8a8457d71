"""What the wizard for lists says of columns and cells, as far as what is shown of people allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gridmap.exchange.rosters import ColumnTaken, Fault, RosterTable
from gridmap.exchange.rosters.private import speaks_of_private_matters, without_ids
from gridmap.exchange.tables import FoundTable
from gridmap.model.errors import GridMapError, Problem
from gridmap.model.scheme import Scheme
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones, shown_text
from ui.look.words import Words
from ui.outputs.rosters.wording import place_of, reason_and_suggestion

_PLACES: Final = ("town", "village", "grid_code", "grid_name", "parent_code", "parent_grid")
_FIGURES: Final = ("households", "residents")
_FIELDS: Final[dict[RosterTable, tuple[str, ...]]] = {
    "workers": (
        *_PLACES, "person", "person:", "phone", "phone:", "staff_number", "role", "from_date", "until_date", "period",
        "branch",
    ),
    "assignments": (
        *_PLACES, "person", "person:", "phone", "phone:", "staff_number", "role", "from_date", "until_date", "period",
    ),
    "branches": (
        *_PLACES, "branch", "branch:", "tier", "parent_branch", "secretary", "secretary:", "members", "joint",
    ),
    "grids": (
        *_PLACES, *_FIGURES, "grid_kind", "setting", "use", "note", "person", "person:", "phone", "phone:",
        "staff_number", "branch", "branch:", "secretary", "secretary:", "members",
    ),
    "buildings": (*_PLACES, "door_plate", "compound", *_FIGURES, "x", "y", "coordinates"),
    "items": (
        "item_number", "item_kind", "raised_on", "assigned_on", "solved_on", "evaluated_on", "rating", *_PLACES,
        "x", "y", "coordinates",
    ),
    "facilities": (
        "facility_name", "facility_kind", "facility_code", "facility_count", "members", "facility_people", "phone",
        "from_date", "until_date", *_PLACES, "compound", "door_plate", "x", "y", "coordinates",
    ),
    "compounds": (
        "compound", "compound_alias", *_FIGURES, "compound_registered", "compound_committee", "compound_firm",
        "compound_branch", "branch", "compound_members", "members", "compound_source", *_PLACES, "x", "y",
        "coordinates",
    ),
}  # fmt: skip
"""What a column of a table may be taken for; a colon stands for each role or tier of the scheme."""

_NAMES: Final = ("person", "secretary")
_AS_THEY_ARE: Final = frozenset(
    (
        *_PLACES, *_FIGURES, "serial", "role", "from_date", "until_date", "period", "branch", "tier", "parent_branch",
        "members", "joint", "grid_kind", "setting", "use", "door_plate", "compound", "x", "y", "coordinates", "extent",
        "area", "item_number", "item_kind", "raised_on", "assigned_on", "solved_on", "evaluated_on", "rating",
        "facility_name", "facility_kind", "facility_code", "facility_count", "facility_people", "compound_alias",
        "compound_branch", "compound_committee", "compound_firm", "compound_members", "compound_registered",
        "compound_source",
    )
)  # fmt: skip
"""Fields that say nothing of a person."""

_IN_THE_WINDOW: Final = {
    "roster-nothing-read": "roster-nothing-read-here",
    "roster-places-elsewhere": "roster-places-elsewhere-here",
    "roster-table-unknown": "roster-table-unknown-here",
    "roster-without-role": "roster-without-role-here",
}
"""Sentences that speak of options of the command line, and those that say the same in the window."""

NOT_SHOWN: Final = "…"


# ---- columns ---------------------------------------------------------------------------------------------------------


def field_in_words(field: str, scheme: Scheme, words: Words) -> str:
    """Return what a field is called; one of a role or tier with its name, as the scheme or the list has it."""
    kind, colon, of = field.partition(":")
    if not field:
        return words("roster-field-none")
    if not colon:
        return words(f"roster-field-{kind}")
    if of == "secretary":
        return words("roster-field-of-secretary")
    names = {role.key: role.name for role in scheme.roles} | {tier.key: tier.name for tier in scheme.tiers}
    key = "roster-field-of-tier-secretary" if kind == "secretary" else f"roster-field-of-{kind}"
    named = words.name(names[of]) if of in names else of
    return words(key, of=named or words("roster-field-others"))


def fields_for(table: RosterTable, scheme: Scheme, present: Sequence[str]) -> list[str]:
    """Return what columns of a table may be taken for: left out first, then what fits, then what is there besides."""
    roles, tiers = [role.key for role in scheme.roles], [tier.key for tier in scheme.tiers]
    fields = [""]
    for field in _FIELDS[table]:
        if field.endswith(":"):
            fields += [f"{field}{of}" for of in (roles if field in ("person:", "phone:") else tiers)]
        else:
            fields.append(field)
    return list(dict.fromkeys((*fields, *present)))


def shown_cells(
    column: ColumnTaken, cells: Sequence[str], scheme: Scheme, profile: Profile, words: Words
) -> tuple[str, ...]:
    """Return cells as they may be shown: nothing of a personal column, no ID number, people as the profile has them."""
    if column.why == "private":
        return (words("roster-not-shown"),)
    if column.kind in _AS_THEY_ARE:
        return tuple(_without_ids(cells) if column.kind not in ("grid_code", "parent_code", "x", "y") else cells)
    if column.kind in _NAMES:
        return tuple(shown_names(_without_ids(cells), profile))
    if column.kind == "phone":
        return tuple(shown_phones(_without_ids(cells), profile))
    if column.kind == "staff_number":
        return tuple(shown_numbers(_without_ids(cells), profile))
    codes = [re.compile(kind.code.pattern) for kind in scheme.kinds if kind.code.pattern]
    return tuple(_free(cell, codes, profile) for cell in _without_ids(cells))


def _without_ids(cells: Sequence[str]) -> list[str]:
    import numpy as np

    return list(without_ids(np.array(cells, dtype=object))[0].tolist())


def _free(cell: str, codes: Sequence[re.Pattern[str]], profile: Profile) -> str:
    """Return a cell of which nobody knows what it is, or a remark."""
    if not cell or any(code.fullmatch(cell) for code in codes):
        return cell
    if speaks_of_private_matters(cell):
        return NOT_SHOWN
    return shown_text(cell, profile) or NOT_SHOWN


# ---- what was found --------------------------------------------------------------------------------------------------


def here(problem: Problem) -> Problem:
    """Return a problem as the window tells it."""
    return replace(problem, key=_IN_THE_WINDOW.get(problem.key, problem.key))


def error_here(error: Exception) -> Exception:
    """Return an error as the window tells it."""
    if isinstance(error, GridMapError) and error.key in _IN_THE_WINDOW:
        return type(error)(_IN_THE_WINDOW[error.key], **error.values)
    return error


def problem_in_words(problem: Problem, words: Words) -> str:
    """Return what was told of a table, with its file and sheet in front."""
    message = words.of(here(problem))
    place = place_of(problem, words.language)
    if not place or (problem.file and problem.file in message):
        return message
    return words("roster-at", place=place, message=message)


def fault_in_words(fault: Fault, kind: str, profile: Profile, words: Words) -> str:
    """Return why a cell could not be taken and what may be meant; of people what the profile shows.

    Parameters
    ----------
    kind : str
        What the column was taken for.
    """
    values = dict(fault.problem.values)
    value = str(values.get("value", ""))
    if kind in _NAMES:
        values["value"] = str(shown_names([value], profile)[0])
    elif kind == "phone":
        values["value"] = str(shown_phones([value], profile)[0])
    elif kind == "staff_number":
        values["value"] = str(shown_numbers([value], profile)[0])
    elif kind not in _AS_THEY_ARE:
        values["value"] = shown_text(value, profile) or NOT_SHOWN
    if values.get("name"):
        values["name"] = str(shown_names([str(values["name"])], profile)[0])
    said = replace(fault, problem=replace(fault.problem, values=values))
    reason, suggestion = reason_and_suggestion(said, words.language, by_option=False)
    return words("roster-reason-and-suggestion", reason=reason, suggestion=suggestion) if suggestion else reason


def sheet_in_words(found: FoundTable, words: Words) -> str:
    """Return file and sheet of a table."""
    return f"{found.file} · {found.sheet}" if found.sheet else found.file
