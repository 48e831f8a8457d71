"""The columns of a file of boundaries: which is the code, the name, the parent, and which are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.exchange.boundary_codes import can_be_numbered, mostly_codes, numbers_of_features
from gridmap.exchange.cells import texts_of
from gridmap.exchange.features import Features
from gridmap.exchange.headers import (
    BOUNDARY_FIELDS,
    FIGURE_FIELDS,
    is_of_own_level,
    is_of_parents,
    match_headers,
    plain,
    plain_without_brackets,
)
from gridmap.exchange.rows import Rows
from gridmap.exchange.tables.numbers import read_counts
from gridmap.model.arrays import IntArray
from gridmap.model.errors import BadInput
from gridmap.model.scheme import Kind

# Columns that say how a row is drawn, or that are its shape.
_OF_THE_FORMAT: Final = frozenset(("WKT", "tessellate", "extrude", "visibility", "drawOrder", "altitudeMode", "icon"))


_OLD: Final = ("旧", "原", "曾", "old")


def columns_of(
    features: Features, kinds: Sequence[Kind], asked: Mapping[str, str | None], rows: Rows
) -> dict[str, str]:
    """Find the columns: those that were asked for must be there, the others by their words, the code by its values.

    Parameters
    ----------
    features : Features
    kinds : sequence of Kind
        What the rows may be. Where there are several, a column must tell them apart.
    asked : mapping of field to header or None
        What the user says.
    rows : Rows
        Told if there are no names.

    Returns
    -------
    dict
        Field to header. Without a code only where the scheme says how codes are made.

    Raises
    ------
    BadInput
        ``column-not-found``, ``column-missing``.
    """
    columns = list(features.columns)
    listed = ", ".join(columns) or "-"
    found = _asked_for(columns, asked, rows.file, features.field_names)
    columns = [header for header in columns if header in found.values() or _has_any(features.columns[header])]
    open_fields = {field: words for field, words in BOUNDARY_FIELDS.items() if field not in found}
    if len(kinds) == 1 and "kind" in open_fields:
        del open_fields["kind"]
    own_words = "".join(name.zh for kind in kinds for name in (kind.name, kind.level.name))
    of_parents = [header for header in columns if is_of_parents(header, own_words)]
    if "微网格" in own_words:  # there 网格编码 may be the grid's that it lies in
        above = [header for header in columns if "网格" in plain(header) and "微" not in header]
        of_parents += [header for header in above if not mostly_codes(features.columns[header], kinds)]
    of_features = [header for header in columns if numbers_of_features(header)]
    own = [header for header in columns if header not in of_parents and is_of_own_level(header, own_words)]
    barred = {"code": [*of_parents, *of_features], "name": of_parents, "parent": own}
    found |= match_headers(columns, open_fields, taken=list(found.values()), barred=barred)
    if "code" in found and asked.get("code") is None and not mostly_codes(features.columns[found["code"]], kinds):
        free = [header for header in columns if header not in (*of_parents, *found.values())]
        free = [header for header in free if not header.startswith(_OLD)]
        found = _with_codes_by_value(features, kinds, found, free)
    if "code" not in found:
        named = found["name"] if asked.get("name") is None and "name" in found else None
        free = [header for header in columns if header not in (*of_parents, *found.values())]
        found = _with_codes_by_value(features, kinds, found, [*free, *([named] if named else [])])
    if "kind" not in found and len(kinds) > 1:
        raise BadInput("column-missing", file=rows.file, option="--kind", expected=listed)
    if "code" not in found and not all(can_be_numbered(kind) for kind in kinds):
        raise BadInput("column-missing", file=rows.file, option="--code", expected=listed)
    if "name" not in found:
        rows.note("name-column-missing", expected=", ".join(columns))
    return _with_figures(columns, found)


def figures(features: Features, header: str, rows: Rows) -> IntArray:
    """Return the whole numbers under a header, 0 where there is none; what is no number is told."""
    said = texts_of(features.columns[header])
    read = read_counts(said)
    for row in np.flatnonzero((read.doubts != "") & ~read.known):
        rows.tell_if_kept("figure-not-understood", row, header, value=said[row][:40])
    return np.where(read.known & (read.values > 0), read.values, 0)


def taken(features: Features, headers: Mapping[str, str]) -> dict[str, str | int | float]:
    """Return what each column was taken for, and which with anything in them were left."""
    left = [
        header
        for header, values in features.columns.items()
        if header not in headers.values() and header not in _OF_THE_FORMAT and pd.notna(values).any()
    ]
    return {**{f"column_{field}": header for field, header in headers.items()}, "columns_left": ", ".join(left)}


def _has_any(values: npt.NDArray[Any]) -> bool:
    """Whether anything stands in a column: one that is only headed means nothing."""
    there = np.asarray(pd.notna(values), dtype=bool)
    if values.dtype != object:
        return bool(there.any())
    return any(str(value).strip() for value in values[there].tolist())


def _asked_for(
    columns: Sequence[str], asked: Mapping[str, str | None], file: str, field_names: Mapping[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, wanted in asked.items():
        if wanted is None:
            continue
        same = [c for c in columns if c == wanted] or [c for c in columns if plain(c) == plain(wanted)]
        same = same or [header for header, name in field_names.items() if plain(name) == plain(wanted)]
        if not same:
            raise BadInput("column-not-found", file=file, column=wanted, expected=", ".join(columns) or "-")
        found[field] = same[0]
    return found


def _with_codes_by_value(
    features: Features, kinds: Sequence[Kind], found: dict[str, str], free: list[str]
) -> dict[str, str]:
    """Return the columns with the first as code whose values are codes of the scheme, whatever its header.

    What a phone or a browser calls the name may be one.
    """
    if not all(kind.code.pattern for kind in kinds):
        free = [header for header in free if numbers_of_features(header)]
    for header in free:
        if mostly_codes(features.columns[header], kinds):
            return {**{field: other for field, other in found.items() if other != header}, "code": header}
    return found


def _with_figures(columns: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    words = {plain(word): field for field, words in FIGURE_FIELDS.items() for word in words}
    for header in columns:
        field = words.get(plain_without_brackets(header), "")
        if field and field not in found and header not in found.values():
            found[field] = header
    return found
