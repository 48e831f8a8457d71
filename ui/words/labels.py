"""What columns, values and sheets of outputs are called; the words stand in ``ui/words/sentences/columns.py``.

Files for programs (GeoPackage, GeoJSON, Shapefile) carry the keys, which stay the same in every language and version;
a shapefile, whose names have ten characters at most, the short ones. Files for people (Excel) carry the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gridmap.figures.rows import column_of
from gridmap.model.plan import Plan
from ui.words.messages import has, text

SHORT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "code": "code",
        "name": "name",
        "kind": "kind",
        "parent_code": "par_code",
        "parent_name": "par_name",
        "setting": "setting",
        "use": "use",
        "area_m2": "area_m2",
        "households": "households",
        "residents": "residents",
        "buildings": "buildings",
        "staffing": "staffing",
        "full_time": "full_time",
        "full_time_phone": "ft_phone",
        "others": "others",
        "others_phone": "oth_phone",
        "branch_state": "br_state",
        "branches": "branches",
        "secretary": "secretary",
        "note": "note",
        "origin": "origin",
    }
)
"""Names that columns have in a shapefile, of ten letters at most."""


def heading(plan: Plan, column: str, language: str) -> str:
    """Return what a column is called; counts of a kind (``n_KIND``) and of a tier (``branches_TIER``) by the scheme."""
    if has(f"column-{column}"):
        return text(f"column-{column}", language)
    known = {f"n_{kind.key}": kind.name for kind in plan.scheme.kinds}
    known |= {f"branches_{tier.key}": tier.name for tier in plan.scheme.tiers}
    known |= {f"facilities_{kind.key}": kind.name for kind in plan.scheme.facilities}
    known |= {column_of(asked): asked.name for asked in plan.scheme.indicators}
    known |= {f"role_{role.key}_share": role.name for role in plan.scheme.roles}
    known |= {f"level_{level.key}": level.name for level in plan.scheme.levels}
    return known[column].in_language(language)


def term(key: str, language: str, **values: object) -> str:
    """Return what stands on a sheet of a workbook and is no column."""
    return text(f"sheet-{key}", language, **values)


def value_in_words(key: str, language: str) -> str:
    """Return the word for a value that tables hold as a key; ``""`` for one that has none."""
    return text(f"value-{key}", language) if has(f"value-{key}") else ""


def use_in_words(use: str, language: str) -> str:
    """Return the word for the use of a dedicated grid; what officers wrote themselves stands as it is."""
    return text(f"use-{use}", language) if has(f"use-{use}") else use


def dates_of(facts: Mapping[str, str], on: dt.date, language: str) -> str:
    """Return of which day the figures of an output are: the boundaries and buildings, and the people who answer.

    Parameters
    ----------
    facts : mapping of str to str
        What the project says of itself; ``as_of`` is the day of its data.
    on : date
        The day for which assignments count.
    """
    as_of = facts.get("as_of", "")
    return term("dates" if as_of else "dates_unstated", language, as_of=as_of, on=on.isoformat())


def made_today(language: str) -> str:
    """Return that GridMap made an output, and on which day: today, whichever its figures are of."""
    return text("map-made", language, date=dt.date.today().isoformat())


def row_of_rest(plan: Plan, by: str, language: str) -> str:
    """Return what the line is called that has what no grid of a level, or of a kind, holds.

    Below the grids of the lowest level, and beside those of one kind, it also has the others that there are.
    """
    alone = by in (level.key for level in plan.scheme.levels[:-1])
    return text("column-row_rest" if alone else "column-row_rest_of_others", language)
