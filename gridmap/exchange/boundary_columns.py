"""The columns of a file of boundaries: which is the code, the name, the parent, and which are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    likeness_to,
    match_headers,
    plain,
    plain_without_brackets,
)
from gridmap.exchange.rosters.columns import ColumnTaken, Why, understood
from gridmap.exchange.rosters.private import is_private_header
from gridmap.exchange.rows import Rows
from gridmap.exchange.tables.numbers import read_counts
from gridmap.model.arrays import IntArray
from gridmap.model.errors import BadInput
from gridmap.model.scheme import Kind, Scheme

FIELDS: Final = ("code", "name", "parent", "kind", "setting", "use", "note", "households", "residents")
"""What a column of a file of boundaries may be taken for."""
_OF_PEOPLE: Final = frozenset(
    ("person", "phone", "staff_number", "branch", "secretary", "members", "tier", "joint", "parent_branch")
)
"""Kinds of fields of a roster that are offered to come in with boundaries."""
# Columns that say how a row is drawn, or that are its shape.
_OF_THE_FORMAT: Final = frozenset(("WKT", "tessellate", "extrude", "visibility", "drawOrder", "altitudeMode", "icon"))


_OLD: Final = ("旧", "原", "曾", "old")


@dataclass(frozen=True, eq=False)
class Columns:
    """What the columns of a file are taken for.

    Attributes
    ----------
    of : mapping of field to header
    by_value : str
        The field that was found by its values, ``""`` if none was.
    asked : frozenset of header
        Those of which the user says what they are.
    people : mapping of header to field
        Those of which the user says which field of a roster they are.
    """

    of: Mapping[str, str]
    by_value: str = ""
    asked: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    def taken(self, features: Features) -> tuple[ColumnTaken, ...]:
        """Return for every column with anything in it what it was taken for, and why, in the order of the file."""
        meant = {header: what for what, header in self.of.items()}
        return tuple(
            self._taken(header, meant.get(header, ""))
            for header, values in features.columns.items()
            if header in meant or (header not in _OF_THE_FORMAT and pd.notna(values).any())
        )

    def _taken(self, header: str, what: str) -> ColumnTaken:
        if header in self.asked:
            return ColumnTaken(header, what, 1.0, "chosen")
        if not what:
            private = is_private_header(header)
            return ColumnTaken(header, "", 1.0 if private else 0.0, "private" if private else "unknown")
        if what == self.by_value:
            return ColumnTaken(header, what, 0.9, "content")
        likeness = likeness_to(header, BOUNDARY_FIELDS.get(what) or FIGURE_FIELDS[what])
        why: Why = "word" if likeness >= 99.5 or what in FIGURE_FIELDS else "cut" if likeness >= 99.0 else "like"
        return ColumnTaken(header, what, 1.0 if why == "word" else round(likeness / 100, 2), why)


def offered(features: Features, columns: Columns, scheme: Scheme) -> tuple[ColumnTaken, ...]:
    """Return the columns of branches, workers and phones that are not taken, with what each would be in a roster."""
    taken_for = (set(columns.of.values()) | columns.asked) - set(columns.people)
    left = [
        header
        for header, values in features.columns.items()
        if header not in taken_for and header not in _OF_THE_FORMAT and pd.notna(values).any()
    ]
    if not left:
        return ()
    cells = np.stack([texts_of(features.columns[header]) for header in left], axis=1)
    found = understood(left, cells, scheme, "grids", columns.people)
    return tuple(column for column in found if column.kind in _OF_PEOPLE)


def columns_of(
    features: Features,
    kinds: Sequence[Kind],
    asked: Mapping[str, str | None],
    rows: Rows,
    chosen: Mapping[str, str] | None = None,
) -> Columns:
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
    chosen : mapping of header to field, optional
        What the user says of some columns, ``""`` to leave one out; headers that are not there are passed over.

    Returns
    -------
    Columns
        Without a code only where the scheme says how codes are made.

    Raises
    ------
    BadInput
        ``column-not-found``, ``column-missing``, ``import-field-unknown``.
    """
    columns = list(features.columns)
    listed = ", ".join(columns) or "-"
    found = _asked_for(columns, asked, rows.file, features.field_names)
    said = _chosen(columns, chosen or {}, rows.file)
    people = {header: what for header, what in said.items() if what and what not in FIELDS}
    found = {what: header for header, what in said.items() if what in FIELDS and header not in found.values()} | found
    spoken_for = frozenset((*said, *found.values()))
    columns = [header for header in columns if header in spoken_for or _has_any(features.columns[header])]
    open_fields = {field: words for field, words in BOUNDARY_FIELDS.items() if field not in found}
    if len(kinds) == 1 and "kind" in open_fields:
        del open_fields["kind"]
    of_parents, barred = _barred(features, columns, kinds)
    found |= match_headers(columns, open_fields, taken=list(spoken_for), barred=barred)
    by_value = ""
    if "code" in found:
        found, by_value = _with_better_code(features, kinds, found, (*of_parents, *spoken_for), columns)
    if "code" not in found:
        named = found["name"] if "name" in found and found["name"] not in spoken_for else None
        free = [header for header in columns if header not in (*of_parents, *found.values(), *spoken_for)]
        found = _with_codes_by_value(features, kinds, found, [*free, *([named] if named else [])])
        by_value = "code" if "code" in found else ""
    if "kind" not in found and len(kinds) > 1:
        raise BadInput("column-missing", file=rows.file, option="--kind", expected=listed)
    if "code" not in found and not all(can_be_numbered(kind) for kind in kinds):
        raise BadInput("column-missing", file=rows.file, option="--code", expected=listed)
    if "name" not in found:
        rows.note("name-column-missing", expected=", ".join(columns))
    free = [header for header in columns if header not in said]
    return Columns(_with_figures(free, found), by_value, spoken_for, people)


def _barred(
    features: Features, columns: Sequence[str], kinds: Sequence[Kind]
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the headers that are about parents, and by field those that never stand for it, whatever their words."""
    own_words = "".join(name.zh for kind in kinds for name in (kind.name, kind.level.name))
    of_parents = [header for header in columns if is_of_parents(header, own_words)]
    if "微网格" in own_words:  # there 网格编码 may be the grid's that it lies in
        above = [header for header in columns if "网格" in plain(header) and "微" not in header]
        of_parents += [header for header in above if not mostly_codes(features.columns[header], kinds)]
    of_features = [header for header in columns if numbers_of_features(header)]
    own = [header for header in columns if header not in of_parents and is_of_own_level(header, own_words)]
    return of_parents, {"code": [*of_parents, *of_features], "name": of_parents, "parent": own}


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
    for what, wanted in asked.items():
        if wanted is None:
            continue
        same = [c for c in columns if c == wanted] or [c for c in columns if plain(c) == plain(wanted)]
        same = same or [header for header, name in field_names.items() if plain(name) == plain(wanted)]
        if not same:
            raise BadInput("column-not-found", file=file, column=wanted, expected=", ".join(columns) or "-")
        found[what] = same[0]
    return found


def _chosen(columns: Sequence[str], chosen: Mapping[str, str], file: str) -> dict[str, str]:
    """Return what the user says of columns that are there; of two for one field the last counts."""
    for header, what in chosen.items():
        if what and what not in FIELDS and what.partition(":")[0] not in _OF_PEOPLE:
            raise BadInput("import-field-unknown", file=file, column=header, value=what, expected=", ".join(FIELDS))
    wishes = {plain(header): what for header, what in chosen.items()}
    return {header: wishes[plain(header)] for header in columns if plain(header) in wishes}


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


def _with_better_code(
    features: Features, kinds: Sequence[Kind], found: dict[str, str], barred: Sequence[str], columns: Sequence[str]
) -> tuple[dict[str, str], str]:
    """Return the columns, with another as code if what is headed so holds none and it does; then also ``code``."""
    headed = found["code"]
    if headed in barred or mostly_codes(features.columns[headed], kinds):
        return found, ""
    free = [header for header in columns if header not in (*barred, *found.values())]
    found = _with_codes_by_value(features, kinds, found, [header for header in free if not header.startswith(_OLD)])
    return found, "code" if found["code"] != headed else ""


def _with_figures(columns: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    words = {plain(word): field for field, words in FIGURE_FIELDS.items() for word in words}
    for header in columns:
        what = words.get(plain_without_brackets(header), "")
        if what and what not in found and header not in found.values():
            found[what] = header
    return found
