"""What each column of a roster is taken for, how surely and why; a user may say otherwise.

Nothing here looks at a plan: the same headers and cells are understood alike in every project of a scheme.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.fields import (
    FIELDS,
    IGNORED,
    OF_COMPOUNDS,
    OF_FACILITIES,
    OF_ITEMS,
    REPEATED,
    ROSTER_TABLES,
    VAGUE,
    WITH_COMPOUNDS,
    WITH_FACILITIES,
    WITH_ITEMS,
    RosterTable,
    facility_words,
    role_field,
    role_words,
    tier_words,
)
from gridmap.exchange.rosters.private import is_about_somebody, is_private_header
from gridmap.model.errors import BadInput
from gridmap.model.scheme import Scheme

Why = Literal["word", "cut", "like", "content", "place", "chosen", "private", "twice", "unknown"]
Cells = npt.NDArray[np.object_]

LIKE_ENOUGH: Final = 80.0
"""A header this alike (0 to 100) to a word of a field is taken for it, and so told."""

_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_AGAIN: Final = re.compile(r"[_.]\d{1,2}$")
"""What programs put behind a header that was there before."""
_SAMPLE: Final = 200
_MOSTLY: Final = 0.6


@dataclass(frozen=True)
class ColumnTaken:
    """What one column was taken for.

    Attributes
    ----------
    header : str
        As it stands in the file.
    field : str
        A key of :data:`~gridmap.exchange.rosters.fields.FIELDS`, with a role or tier behind a colon where it has one;
        ``""`` if the column is not taken in.
    confidence : float
        0 to 1.
    why : str
        ``word`` it is a known word, ``cut`` the beginning of one, ``like`` nearly one, ``content`` by its cells,
        ``place`` by the column before it, ``chosen`` by the user; of columns that are not taken in ``private`` what is
        never kept, ``twice`` another column says the same, ``unknown``.
    """

    header: str
    field: str
    confidence: float
    why: Why

    @property
    def kind(self) -> str:
        """The field without its role or tier."""
        return self.field.partition(":")[0]

    @property
    def of(self) -> str:
        """The role or tier of the field, ``""`` if it has none."""
        return self.field.partition(":")[2]


@dataclass(frozen=True)
class ColumnMapping:
    """What a row of a table is and what its columns are taken for: shown, changed, and kept for the next such file."""

    table: RosterTable
    columns: tuple[ColumnTaken, ...]

    def with_column(self, header: str, field: str) -> ColumnMapping:
        """Return the mapping with one column taken for something else (``""`` to leave it out).

        Raises
        ------
        BadInput
            ``column-not-found`` or ``roster-field-unknown``.
        """
        if header not in (column.header for column in self.columns):
            expected = ", ".join(column.header for column in self.columns)
            raise BadInput("column-not-found", file="", column=header, expected=expected)
        check_field(field)
        kind = field.partition(":")[0]
        once = bool(field) and kind not in REPEATED
        columns = (
            ColumnTaken(header, field, 1.0, "chosen")
            if column.header == header
            else replace(column, field=IGNORED, confidence=0.0, why="twice")
            if once and column.field == field
            else column
            for column in self.columns
        )
        return replace(self, columns=tuple(columns))

    @property
    def fingerprint(self) -> str:
        """Return the key under which the mapping is remembered."""
        return fingerprint(column.header for column in self.columns)

    def to_json(self) -> dict[str, Any]:
        """Return what is to be remembered: no cell of the file."""
        return {"table": self.table, "columns": {column.header: column.field for column in self.columns}}

    def first(self, field: str) -> int:
        """Return the place of the first column of a field, -1 if there is none."""
        return next((at for at, column in enumerate(self.columns) if column.field == field), -1)


def fingerprint(columns: Iterable[str]) -> str:
    """Return what files of one shape have in common: the same headers in the same order, however spaced."""
    return hashlib.sha256("\n".join(plain(column) for column in columns).encode()).hexdigest()[:16]


def check_field(field: str) -> None:
    """Refuse (:class:`BadInput` ``roster-field-unknown``) what is no field."""
    kind = field.partition(":")[0]
    if field and kind not in FIELDS:
        raise BadInput("roster-field-unknown", value=field, expected=", ".join(FIELDS))


def mapping_of(
    columns: Sequence[str],
    cells: Cells,
    scheme: Scheme,
    *,
    table: RosterTable | None = None,
    chosen: Mapping[str, str] | None = None,
) -> ColumnMapping | None:
    """Return what the rows and the columns of a table are taken for, ``None`` if nothing shows what the rows are.

    Parameters
    ----------
    columns, cells
        Those of a :class:`~gridmap.exchange.tables.FoundTable`.
    table : str, optional
        What a row is, if the user says so.
    chosen : mapping of header to field, optional
        What the user says of some columns (:func:`check_field` holds); headers that are not there are passed over.
    """
    found = table or table_of([taken.field for taken in understood(columns, cells, scheme, None, chosen)])
    if found is None:
        return None
    return ColumnMapping(found, understood(columns, cells, scheme, found, chosen))


def understood(
    columns: Sequence[str],
    cells: Cells,
    scheme: Scheme,
    table: RosterTable | None = None,
    chosen: Mapping[str, str] | None = None,
) -> tuple[ColumnTaken, ...]:
    """Return what each column is taken for, in their order; parameters as :func:`mapping_of`."""
    wishes = {plain(header): field for header, field in (chosen or {}).items()}
    taken: list[ColumnTaken] = []
    for at, header in enumerate(columns):
        if plain(header) in wishes:
            taken.append(ColumnTaken(header, wishes[plain(header)], 1.0, "chosen"))
        else:
            taken.append(_by_header(header, cells[:, at], scheme, table))
    taken = _each_once(taken)
    taken = _by_content(taken, cells, scheme)
    return tuple(_of_table(_beside_people(taken), table))


def table_of(fields: Iterable[str]) -> RosterTable | None:
    """Return what a row is, from the fields of its columns; ``None`` if they do not show it."""
    present = {field for field in fields if field}
    kinds = {field.partition(":")[0] for field in present}
    place = bool(kinds & {"grid_code", "grid_name"})
    if len(kinds & OF_ITEMS) >= 2 or "item_number" in kinds:
        return "items"
    by_role = any(field.startswith("person:") for field in present)
    if kinds & {"facility_name", "facility_kind"} and not by_role and not kinds & {"person", "staff_number"}:
        return "facilities"
    if "compound" in kinds and kinds & _SHOWS_COMPOUNDS and not kinds & {"door_plate", "person", "staff_number"}:
        return "compounds"
    if kinds & {"door_plate", "x", "y", "coordinates"} or ("compound" in kinds and not kinds & {"person", "branch"}):
        return "buildings"
    if by_role and (place or kinds & {"village", "town", "households", "residents"}):
        return "grids"
    if "person" in kinds or "staff_number" in kinds:
        return "workers"
    if "branch" in kinds and (kinds & {"members", "parent_branch", "tier", "joint"} or not kinds & {"households"}):
        return "branches"
    if place and "phone" in kinds and "branch" not in kinds:
        return "workers"
    if place or kinds & {"village", "town"}:
        said = {"households", "residents", "members", "grid_kind", "note", "branch", "use", "setting"}
        return "grids" if kinds & said else None
    return None


_SHOWS_COMPOUNDS: Final = OF_COMPOUNDS - {"compound_source", "compound_alias"}


# ---- one header ------------------------------------------------------------------------------------------------------


def _by_header(header: str, cells: Cells, scheme: Scheme, table: RosterTable | None) -> ColumnTaken:
    parts = [part for part in header.split(" / ") if plain(part)] or [header]
    forms = [header] if len(parts) == 1 else [header, parts[-1]]
    if len(parts) > 1:
        inside = _inside_group(parts, scheme)
        if inside:
            return ColumnTaken(header, inside, 1.0, "word")
    for number, form in enumerate(forms):
        found = _exactly(form, scheme, table)
        if found:
            confidence = 1.0 if number == 0 else 0.95
            if is_private_header(form) and found.partition(":")[0] not in ("door_plate", "phone"):
                break
            return ColumnTaken(header, found, confidence, "word")
    if plain(forms[-1]) in VAGUE:  # what it means depends on what a row is, and it is not the beginning of a word
        return ColumnTaken(header, IGNORED, 0.0, "unknown")
    if is_private_header(header) or (table in ("workers", "assignments", "grids") and plain(header) in _HOMES):
        return ColumnTaken(header, IGNORED, 1.0, "private")
    for form in forms:
        found = _cut_off(form, scheme)
        if found:
            return ColumnTaken(header, found, 0.9, "cut")
    likeness, found = _nearly(forms[-1], scheme)
    if found:
        return ColumnTaken(header, found, round(likeness / 100, 2), "like")
    return ColumnTaken(header, IGNORED, 0.0, "unknown")


_HOMES: Final = frozenset(("地址", "详细地址", "现住址", "住处", "address"))
"""In a list of people such a column is where they live."""


def _inside_group(parts: Sequence[str], scheme: Scheme) -> str:
    """Return the field of a column below a joint header (专职网格员 / 姓名, 党支部 / 书记)."""
    above, own = plain(parts[0]), plain(parts[-1])
    joined = role_field(scheme, parts[0] + parts[-1])
    if joined:
        return joined
    if above in role_words(scheme) and own in FIELDS["from_date"] + FIELDS["until_date"]:
        return "from_date" if own in FIELDS["from_date"] else "until_date"
    tier = tier_words(scheme).get(above)
    if tier is not None or above in FIELDS["branch"]:
        if own in ("名称", "name", "支部名称", "党组织名称"):
            return f"branch:{tier}" if tier else "branch"
        if own in FIELDS["secretary"]:
            return f"secretary:{tier}" if tier else "secretary"
        if own in ("人数", "党员数", "党员人数"):
            return "members"
    if above in ("网格", "网格情况", "网格信息", "网格基本情况"):
        return {
            "名称": "grid_name",
            "编码": "grid_code",
            "编号": "grid_code",
            "代码": "grid_code",
            "类型": "grid_kind",
        }.get(own, "")
    return ""


def _exactly(header: str, scheme: Scheme, table: RosterTable | None) -> str:
    """Return the field of which a header is a known word, ``""`` if of none."""
    for form in dict.fromkeys((plain(header), plain(_BRACKETS.sub("", header)), plain(_AGAIN.sub("", header)))):
        if not form:
            continue
        if form in VAGUE:
            vague = VAGUE[form].get(table, "") if table else ""
            if vague or form not in _WORD_OF:
                return vague
        if form in tier_words(scheme):
            return f"branch:{tier_words(scheme)[form]}"
        if form in _WORD_OF:
            return _WORD_OF[form]
        for level, field in zip(scheme.levels, ("town", "village"), strict=False):
            if form in (plain(level.name.zh), plain(level.name.en), plain(f"{level.name.zh}名称")):
                return field
        named = role_field(scheme, form)
        if named:
            return named
        if form.removesuffix("名称") != form and form.removesuffix("名称") in facility_words(scheme):
            return "facility_name"
    for level, field in zip(scheme.levels[:-1], ("town", "village"), strict=False):
        kinds = [kind for kind in scheme.kinds if kind.level == level]
        if plain(header) in {plain(word) for kind in kinds for word in (kind.name.zh, kind.name.en)}:
            return field
    return ""


_WORD_OF: Final = {plain(word): field for field in reversed(list(FIELDS)) for word in FIELDS[field]}


def _cut_off(header: str, scheme: Scheme) -> str:
    """Return the field of a word whose beginning is all that a .dbf left of it: ten bytes in UTF-8 or in GBK."""
    form = plain(_AGAIN.sub("", header))
    if len(form) < 3 or form.isascii():
        return ""
    utf8, gbk = len(form.encode()), len(form.encode("gbk", errors="replace"))
    if not (8 <= utf8 <= 10 or 9 <= gbk <= 10):
        return ""
    roles = {role for word, role in role_words(scheme).items() if word.startswith(form)}
    if len(roles) == 1:
        return f"person:{roles.pop()}"
    for word, tier in tier_words(scheme).items():
        if word.startswith(form):
            return f"branch:{tier}"
    for field, words in FIELDS.items():
        if any(word.startswith(form) for word in words):
            return field
    return ""


def _nearly(header: str, scheme: Scheme) -> tuple[float, str]:
    """Return how like a header is to the word it is most like, and the field of that; ``""`` if it is not enough.

    A header that names a role must name it in full: nobody becomes a full-time worker by likeness.
    """
    form = plain(_BRACKETS.sub("", header))
    if len(form) < 4:
        return 0.0, ""
    best, found = 0.0, ""
    for word, field in _WORD_OF.items():
        if len(word) < 3 or field in ("told", "figures") or field in OF_FACILITIES | OF_COMPOUNDS:
            continue
        if form.endswith(_OF_CODES) and field not in _CODES:
            continue
        score = fuzz.ratio(form, word)
        if len(word) >= 4 and word in form:
            score = max(score, 82.0)
        if score > best:
            best, found = score, field
    about_people = re.search("网格员|网格长|长$|民警", form) is not None
    if best < LIKE_ENOUGH or (about_people and found not in ("phone", "person", "staff_number")):
        return best, ""
    return min(best, 98.0), found


_OF_CODES: Final = ("编码", "代码", "编号", "code", "id")
_CODES: Final = frozenset(("grid_code", "parent_code", "staff_number"))


# ---- all columns -----------------------------------------------------------------------------------------------------


def _each_once(taken: list[ColumnTaken]) -> list[ColumnTaken]:
    """Leave a field that only one column may have to the surest, and of equals to the first."""
    best: dict[str, int] = {}
    for at, column in enumerate(taken):
        if column.field and column.kind not in REPEATED:
            other = best.get(column.field)
            if other is None or _surer(column, taken[other]):
                best[column.field] = at
    return [
        column
        if not column.field or column.kind in REPEATED or best[column.field] == at
        else replace(column, field=IGNORED, confidence=0.0, why="twice")
        for at, column in enumerate(taken)
    ]


def _surer(one: ColumnTaken, other: ColumnTaken) -> bool:
    if (one.why == "chosen") != (other.why == "chosen"):
        return one.why == "chosen"
    if one.confidence != other.confidence:
        return one.confidence > other.confidence
    words = FIELDS.get(one.kind, ())
    rank = [words.index(plain(c.header)) if plain(c.header) in words else len(words) for c in (one, other)]
    return rank[0] < rank[1]


def _by_content(taken: list[ColumnTaken], cells: Cells, scheme: Scheme) -> list[ColumnTaken]:
    """Find codes and phones under headers that say nothing of them, where no other column has them."""
    present = {column.kind for column in taken}
    patterns = [re.compile(kind.code.pattern) for kind in scheme.kinds if kind.code.pattern]
    result = list(taken)
    for at, column in enumerate(taken):
        vague = column.why == "unknown" or (column.kind == "staff_number" and plain(column.header) in VAGUE)
        if not vague:
            continue
        sample = [cell for cell in cells[:, at].tolist() if cell][:_SAMPLE]
        if len(sample) < 2:
            continue
        codes = sum(any(p.fullmatch(cell) for p in patterns) for cell in sample) / len(sample)
        phones = sum(re.fullmatch(r"1[3-9]\d{9}", cell) is not None for cell in sample) / len(sample)
        if codes >= _MOSTLY and "grid_code" not in present:
            result[at] = ColumnTaken(column.header, "grid_code", round(codes, 2), "content")
            present.add("grid_code")
        elif phones >= _MOSTLY and "phone" not in present and column.why == "unknown":
            result[at] = ColumnTaken(column.header, "phone", round(phones, 2), "content")
            present.add("phone")
    return result


def _beside_people(taken: list[ColumnTaken]) -> list[ColumnTaken]:
    """Give a phone, a staff number without a role to the person whose column stands before it, or else behind it."""
    result = list(taken)
    people = [at for at, column in enumerate(taken) if column.kind in ("person", "secretary")]
    for at, column in enumerate(taken):
        if column.kind not in ("phone", "staff_number") or column.of or not people or column.why == "chosen":
            continue
        before = [place for place in people if place < at]
        whose = taken[before[-1] if before else people[0]]
        if column.kind == "staff_number" and whose.kind == "secretary":
            continue
        of = "secretary" if whose.kind == "secretary" else whose.of
        if of:
            result[at] = replace(
                column, field=f"{column.kind}:{of}", why="place" if column.why == "word" else column.why
            )
    return result


def _of_table(taken: list[ColumnTaken], table: RosterTable | None) -> list[ColumnTaken]:
    """Leave out what lists of items, facilities or compounds alone have in others, and in theirs what is not theirs.

    In theirs a column that is not known and may name somebody counts as personal.
    """
    if table is None:
        return taken
    alone = _ALONE.get(table)
    if alone is None:
        foreign = [
            column.kind in OF_ITEMS | OF_FACILITIES | OF_COMPOUNDS and column.why != "chosen" for column in taken
        ]
        return [
            replace(column, field=IGNORED, confidence=0.0, why="unknown") if out else column
            for column, out in zip(taken, foreign, strict=True)
        ]
    return [
        column
        if column.kind in alone and column.field and not (column.kind == "phone" and column.of)
        else replace(column, field=IGNORED, confidence=0.0, why="unknown")
        if table in ("facilities", "compounds") and column.kind in _HARMLESS
        else replace(column, field=IGNORED, confidence=1.0, why="private")
        if column.field or column.why == "private" or is_about_somebody(column.header)
        else column
        for column in taken
    ]


_ALONE: Final[Mapping[RosterTable, frozenset[str]]] = {
    "items": WITH_ITEMS,
    "facilities": WITH_FACILITIES,
    "compounds": WITH_COMPOUNDS,
}
_HARMLESS: Final = frozenset(
    (*OF_ITEMS, *OF_COMPOUNDS, "facility_kind", "facility_count", "facility_people", "grid_kind",
     "setting", "use", "extent", "area", "households", "residents", "branch", "tier", "joint",
     "figures")
)  # fmt: skip
"""Fields that name nobody; a list of facilities or of compounds has no use for them, as far as they are not its own."""


def tables_named(name: str) -> RosterTable:
    """Return the table of that name; :class:`BadInput` ``roster-table-unnamed`` that lists them if there is none."""
    for table in ROSTER_TABLES:
        if table == name:
            return table
    raise BadInput("roster-table-unnamed", value=name, expected=", ".join(ROSTER_TABLES))
