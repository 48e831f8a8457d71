"""What stands in the schema of a file that GridMap did not write: looked for before anything of it can run.

A trigger runs at every edit, a view whenever it is read, a column may be worked out or compared by somebody else's
rule. None of that can be told from the rows, so the words of ``sqlite_master`` are compared with those that GridMap and
GDAL write. White space, quotation marks and capitals do not count. Tables of other names, columns added to the tables
of a plan, and plain indexes are other programs' business and stay.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gridmap.model.errors import Problem
from gridmap.model.tables import TABLES
from gridmap.storage import layout
from gridmap.storage.names import ID, SHAPE, quoted

_TOKEN: Final = re.compile(
    r"""\s+|--[^\n]*|/\*.*?\*/|(?P<text>'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])"""
    r"""|(?P<word>[\w.$]+)|(?P<sign>.)""",
    re.DOTALL,
)
_NO_PART_OF_A_NAME: Final = re.compile(r"[\s()',]")
_PLAIN: Final = re.compile(
    r"(?:[a-z]\w*)?(?: \( \d+(?: , \d+)? \))?(?: null| not null| unique"
    r"| default (?:null|true|false|[+-]? ?[\d.]+|'(?:[^']|'')*'|current_(?:date|time|timestamp)"
    r"|\( strftime \( '%Y-%m-%dT%H:%M:%fZ' , 'now' \) \)))*"
)
"""A column of which nothing can be said but its type, that it is never blank, and a constant to begin with."""
_KEY: Final = re.compile(
    r"integer (?:primary key(?: autoincrement)?(?: not null)?|not null primary key(?: autoincrement)?)"
)
_CONSTRAINT: Final = ("constraint", "primary", "unique", "check", "foreign")
_INDEX: Final = re.compile(
    r"create (?:unique )?index (?:if not exists )?\S+ on \S+ "
    r"\( [^()' ]+(?: (?:asc|desc))?(?: , [^()' ]+(?: (?:asc|desc))?)* \)"
)
_VIEW: Final = re.compile(r"create view \S+ as select \S+(?: , \S+)* from grids where kind = '(?:[^']|'')*'")
_SPATIAL_INDEX: Final = re.compile(r"create virtual table \S+ using rtree \( id , minx , maxx , miny , maxy \)")
_BEHIND_SPATIAL_INDEX: Final = re.compile(
    r"create table \S+ \( (?:rowid integer primary key , nodeno|nodeno integer primary key , (?:data|parentnode)) \)"
)
_REFUSAL: Final = re.compile(
    r"create trigger \S+ before (?:insert|update(?: of \w+)?) on \S+ (?:for each row )?begin "
    r"(?:select raise \( (?:abort|rollback|fail) , '(?:[^']|'')*' \) where .*? ; )+end"
)
"""A trigger of the standard, which lets no value of another kind into a table that GridMap never writes to."""

_USUAL_CHARACTERS: Final = 4_000
"""Of statements up to this length the words are kept: those of GridMap are shorter, a hostile file's may be endless."""

_Definitions = dict[str, str]


@dataclass(frozen=True)
class Schema:
    """What was found in a file.

    Attributes
    ----------
    strange : tuple of Problem
        What GridMap did not write and what therefore may not run.
    unreadable : frozenset of str
        Tables that are there by name but are none, so that nothing may be read from them.
    """

    strange: tuple[Problem, ...]
    unreadable: frozenset[str]


def words(sql: object) -> list[str]:
    """Return the words of a statement in small letters, names without their quotation marks; texts stay as they are."""
    statement = str(sql or "")
    return list(_words(statement) if len(statement) <= _USUAL_CHARACTERS else _taken_apart(statement))


@lru_cache(maxsize=1024)
def _words(statement: str) -> tuple[str, ...]:
    """Return the words of a statement: all projects have the same 160, a sixth of opening was to take them apart."""
    return _taken_apart(statement)


def _taken_apart(statement: str) -> tuple[str, ...]:
    found = []
    for token in _TOKEN.finditer(statement):
        kind = token.lastgroup
        if kind == "name":
            # A blank in a name would pass for two words, so that it could stand for what it is not.
            found.append(_NO_PART_OF_A_NAME.sub("\0", token[0][1:-1]).lower())
        elif kind:
            found.append(token[0] if kind == "text" else token[0].lower())
    return tuple(found)


def look(connection: sqlite3.Connection, file: str) -> Schema:
    """Compare the schema of a file with what GridMap writes, without running any of it."""
    strange: list[Problem] = []
    unreadable: set[str] = set()
    entries = [
        (str(kind), str(name), str(table), str(sql or ""))
        for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        if not (kind == "index" and sql is None)  # made by SQLite itself for a key
    ]
    own = {name.lower() for name in (*TABLES, *_frame())}
    trees = {
        name.lower()
        for kind, name, _, statement in entries
        if kind == "table" and _SPATIAL_INDEX.fullmatch(" ".join(words(statement)))
    }
    for kind, name, table, statement in entries:
        if kind == "trigger":
            if not _is_known_trigger(connection, name, table, statement, own):
                strange.append(Problem("foreign-trigger", file=file, sheet=table, values={"name": name}))
            continue
        sql = words(statement)
        match kind:
            case "table" if name.lower() in own:
                found = list(_of_own_table(connection, name, sql, file))
                if any(problem.key in ("foreign-not-a-table", "foreign-column-missing") for problem in found):
                    unreadable.add(name.lower())
                strange += found
            case "table":
                if not _is_harmless_table(name, sql, trees):
                    strange.append(Problem("foreign-virtual-table", file=file, sheet=name))
            case "view":
                if name.lower() in own:
                    unreadable.add(name.lower())
                    strange.append(Problem("foreign-not-a-table", file=file, sheet=name))
                elif not _VIEW.fullmatch(" ".join(sql)):
                    strange.append(Problem("foreign-view", file=file, sheet=name))
            case "index":
                if table.lower() in own and not _INDEX.fullmatch(" ".join(sql)):
                    strange.append(Problem("foreign-index", file=file, sheet=table, values={"name": name}))
            case _:
                strange.append(Problem("foreign-virtual-table", file=file, sheet=name))
    present = {name.lower() for kind, name, _, _ in entries if kind in ("table", "view")}
    for name in _frame():
        if name not in present:
            strange.append(Problem("foreign-table-missing", file=file, sheet=name))
            unreadable.add(name)
    return Schema(tuple(strange), frozenset(unreadable))


# ---- tables ----------------------------------------------------------------------------------------------------------


def _of_own_table(connection: sqlite3.Connection, name: str, sql: list[str], file: str) -> Iterator[Problem]:
    """Yield what is strange in a table that bears the name of one of GridMap's."""
    parts = _definitions(sql)
    if parts is None:
        yield Problem("foreign-not-a-table", file=file, sheet=name)
        return
    columns, constraints = parts
    known, known_constraints = _frame().get(name.lower(), ({}, frozenset()))
    for column, declared in columns.items():
        fits = declared == known[column] if column in known else _is_plain(name, column, declared)
        if not fits:
            key = "foreign-key-column" if name.lower() in TABLES and column == ID else "foreign-column"
            yield Problem(key, file=file, sheet=name, column=column)
    for constraint in constraints - known_constraints:
        yield Problem("foreign-constraint", file=file, sheet=name, values={"words": constraint.replace("\0", " ")})
    if name.lower() in TABLES and ID not in columns:
        yield Problem("foreign-key-column", file=file, sheet=name, column=ID)
    for column in known:
        if column not in columns:
            yield Problem("foreign-column-missing", file=file, sheet=name, column=column)
    hidden = [row[1] for row in connection.execute(f"PRAGMA table_xinfo({quoted(name)})") if row[6]]
    for column in hidden:
        if str(column).lower() not in columns or _is_plain(name, str(column).lower(), columns[str(column).lower()]):
            yield Problem("foreign-column", file=file, sheet=name, column=str(column))


def _is_plain(table: str, column: str, declared: str) -> bool:
    if table.lower() in TABLES and column == ID:
        return bool(_KEY.fullmatch(declared))
    return bool(_PLAIN.fullmatch(declared))


def _is_harmless_table(name: str, sql: list[str], trees: set[str]) -> bool:
    """Whether a table of another name is one of plain rows, or the R-tree of a layer with what lies behind it."""
    text = " ".join(sql)
    if sql[:3] == ["create", "virtual", "table"]:
        return name.lower() in trees
    if name.lower().startswith("rtree_") and name.lower().rpartition("_")[0] in trees:
        return bool(_BEHIND_SPATIAL_INDEX.fullmatch(text))
    return sql[:2] == ["create", "table"]


def _definitions(sql: list[str]) -> tuple[_Definitions, frozenset[str]] | None:
    """Return the columns that a statement declares, by name, and its constraints; ``None`` if no plain table."""
    if sql[:2] != ["create", "table"]:
        return None
    sql = sql[2:]
    if sql[:3] == ["if", "not", "exists"]:
        sql = sql[3:]
    if len(sql) < 4 or sql[1] != "(" or sql[-1] != ")":  # WITHOUT ROWID, STRICT, AS SELECT
        return None
    parts: list[list[str]] = [[]]
    depth = 0
    for word in sql[2:-1]:
        depth += (word == "(") - (word == ")")
        if depth < 0:
            return None
        if word == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(word)
    columns = {part[0]: " ".join(part[1:]) for part in parts if part and part[0] not in _CONSTRAINT}
    return columns, frozenset(" ".join(part) for part in parts if part and part[0] in _CONSTRAINT)


def _frame() -> dict[str, tuple[_Definitions, frozenset[str]]]:
    """Return by name the columns and constraints of the tables that come before those of a plan."""
    if not _FRAME:
        for statement in layout.frame_statements():
            sql = words(statement)
            parts = _definitions(sql)
            assert parts is not None
            _FRAME[statement.partition("(")[0].split()[-1]] = parts
    return _FRAME


_FRAME: Final[dict[str, tuple[_Definitions, frozenset[str]]]] = {}


# ---- triggers --------------------------------------------------------------------------------------------------------


def _is_known_trigger(connection: sqlite3.Connection, name: str, table: str, statement: str, own: set[str]) -> bool:
    """Whether a trigger is one that GridMap or GDAL makes for the R-tree or the count of a table."""
    if table.lower() not in own and table.lower().startswith("gpkg_"):
        return bool(_REFUSAL.fullmatch(" ".join(words(statement))))
    if table.lower() in own and table.lower() not in TABLES:
        return False
    key, shape = ID, SHAPE
    if table.lower() not in TABLES:
        found = re.fullmatch(rf"rtree_{re.escape(table)}_(.+)_(?:insert|update\d|delete)", name, re.IGNORECASE)
        shape = found[1] if found else SHAPE
        columns = connection.execute(f"PRAGMA table_info({quoted(table)})")
        key = next((str(row[1]) for row in columns if row[5]), ID)
    if statement in layout.known_triggers(table, key, shape):  # to the letter, as in nearly every file
        return True
    return "".join(words(statement)) in _known_triggers(table, key, shape)


@lru_cache(maxsize=256)
def _known_triggers(table: str, key: str, shape: str) -> frozenset[str]:
    """Return what GridMap and GDAL write, to compare with; kept, since taking words apart is most of the looking."""
    return frozenset("".join(words(known)) for known in layout.known_triggers(table, key, shape))
