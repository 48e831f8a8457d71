"""Forgetting a person in a file: tables and journal are rewritten in one transaction, then the file anew without gaps.

SQLite leaves what was deleted on pages that wait to be used again. Such pages are overwritten while a person is being
forgotten (``secure_delete``), and ``VACUUM`` then writes the whole file anew. If the program is killed in between, a
mark in the table of settings says that this is due, and whoever opens the file next for changing does it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from gridmap.model.errors import GridMapError
from gridmap.model.tables import TABLES
from gridmap.storage import draft_mark as drafts
from gridmap.storage import journal
from gridmap.storage.change_bytes import head_and_shapes, joined
from gridmap.storage.counting import columns_in
from gridmap.storage.file import transaction
from gridmap.storage.journal import HistoryEntry
from gridmap.storage.layout import JOURNAL, META
from gridmap.storage.names import ID, SHAPE, quoted
from gridmap.storage.traces import FORGOTTEN, FREE_TEXTS, PLACE_NAMES, Roster, Traces, Version

LABEL: Final = "forget-person"
_DUE: Final = "vacuum_due"
_WORKER: Final = ("staff_number", "name", "phone")
_UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, zlib.error)


@dataclass
class Erased:
    """What was, or would be, rewritten in a file.

    Attributes
    ----------
    cells : dict
        New texts by table, column and id.
    lines : int
        Lines of the journal, and the mark of a draft, that named the person.
    left : Counter
        What stays although it may name the person, by kind: ``"shared-name"``, ``"place"``, ``"other-table"``; and
        ``"unreadable-line"``: steps of the journal that nobody can read, which were emptied.
    """

    cells: dict[str, dict[str, dict[int, str]]] = field(default_factory=dict)
    lines: int = 0
    left: Counter[str] = field(default_factory=Counter)

    @property
    def places(self) -> int:
        """How many cells of the tables and lines of the journal."""
        return self.lines + sum(len(ids) for columns in self.cells.values() for ids in columns.values())


# ---- who there ever was ----------------------------------------------------------------------------------------------


def roster_of(connection: sqlite3.Connection) -> Roster:
    """Return every worker whom the tables or the journal of a file know, in all forms of the row."""
    roster: dict[int, list[Version]] = {}
    for _, head, _ in _changes(connection):
        for side in ("before", "after"):
            rows = _rows(head, "workers", side)
            cells = [rows.get(column, [""] * len(rows["id"])) for column in _WORKER] if rows else []
            for worker, *version in zip(rows.get("id", ()), *cells, strict=True):
                roster.setdefault(worker, []).append(_version(version))
    columns = ", ".join(map(quoted, _WORKER))
    for worker, *version in connection.execute(f"SELECT {ID}, {columns} FROM workers"):
        roster.setdefault(worker, []).append(_version(version))
    return roster


def _version(cells: list[Any]) -> Version:
    number, name, phone = (str(cell).strip() if isinstance(cell, (str, int)) else "" for cell in cells)
    return number, name, phone


def _changes(connection: sqlite3.Connection) -> Iterator[tuple[int, dict[str, Any], bytes]]:
    """Yield number, JSON and shapes of all changes of the journal that can be read, oldest first, one at a time."""
    for (seq,) in connection.execute(f"SELECT seq FROM {JOURNAL} WHERE change NOTNULL ORDER BY seq").fetchall():
        (data,) = connection.execute(f"SELECT change FROM {JOURNAL} WHERE seq = ?", (seq,)).fetchone()
        try:
            head, shapes = head_and_shapes(data)
            _check(head)
        except _UNREADABLE:
            continue
        yield seq, head, shapes


def _check(head: Any) -> None:
    """Make sure that the JSON of a change is as it should be, as far as it is read here."""
    for name, both in head["tables"].items():
        for side in ("before", "after"):
            columns = both[side]
            count = len(columns["id"])
            if name in TABLES and any(len(cells) != count for cells in columns.values()):
                raise ValueError(f"columns of {name} differ in length")
    dict(head["values"])


def _rows(head: dict[str, Any], table: str, side: str) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = head["tables"].get(table, {}).get(side, {})
    return rows


# ---- erasing ---------------------------------------------------------------------------------------------------------


def erase(connection: sqlite3.Connection, traces: Traces, mine: frozenset[int], *, write: bool = True) -> Erased:
    """Take a person out of the tables and the journal of a file, inside a transaction.

    Parameters
    ----------
    mine : frozenset of int
        Ids of the workers of this file that are the person.
    write : bool
        Whether to do it, or only to say what would be done.
    """
    erased = Erased()
    for table in TABLES:
        _erase_in_table(connection, table, traces, mine, erased, write=write)
    if write:
        _blank_workers(connection, mine)
    _erase_in_journal(connection, traces, mine, erased, write=write)
    mark = drafts.mark_of(connection)
    if mark is not None:
        title, who = traces.without(mark.title), traces.without(mark.who)
        if (title, who) != (mark.title, mark.who):
            erased.lines += 1
            if write:
                drafts.put_mark(connection, drafts.DraftMark(title, mark.project, mark.seq, mark.made, who))
    erased.left["other-table"] = sum(_counts_elsewhere(connection, traces))
    erased.left = +erased.left
    return erased


def _erase_in_table(
    connection: sqlite3.Connection, table: str, traces: Traces, mine: frozenset[int], erased: Erased, *, write: bool
) -> None:
    there = columns_in(connection, table)
    wanted = _WORKER if table == "workers" else (*FREE_TEXTS.get(table, ()), *PLACE_NAMES.get(table, ()))
    columns = [column for column in wanted if column in there]
    if not columns:
        return
    rows = connection.execute(f"SELECT {ID}, {', '.join(map(quoted, columns))} FROM {quoted(table)}").fetchall()
    if not rows:
        return
    ids, *cells = zip(*rows, strict=True)
    changed = traces.changed(table, ids, dict(zip(columns, cells, strict=True)), mine, erased.left)
    for column, places in changed.items():
        new = {ids[place]: text for place, text in places.items()}
        erased.cells.setdefault(table, {})[column] = new
        if write:
            connection.executemany(
                f"UPDATE {quoted(table)} SET {quoted(column)} = ? WHERE {ID} = ?",
                [(text, worker) for worker, text in new.items()],
            )
    if changed and write:
        connection.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?", (table,)
        )


def _blank_workers(connection: sqlite3.Connection, mine: frozenset[int]) -> None:
    """Blank what else a row of the person holds: cells of a wrong type, and columns that other programs have added."""
    known = {ID, SHAPE, *_WORKER}
    foreign = [column for column in columns_in(connection, "workers") if column not in known]
    blanks = "".join(f", {quoted(column)} = NULL" for column in foreign)
    connection.executemany(
        f"UPDATE workers SET name = ?, phone = '', staff_number = ''{blanks} WHERE {ID} = ?",
        [(FORGOTTEN, worker) for worker in sorted(mine)],
    )


def _erase_in_journal(
    connection: sqlite3.Connection, traces: Traces, mine: frozenset[int], erased: Erased, *, write: bool
) -> None:
    readable, touched, about = set(), set(), set()
    for seq, head, shapes in _changes(connection):
        readable.add(seq)
        is_about = _is_about(head, mine)
        if is_about:
            about.add(seq)
        if _rewritten(head, traces, mine, about=is_about):
            touched.add(seq)
            if write:
                connection.execute(f"UPDATE {JOURNAL} SET change = ? WHERE seq = ?", (joined(head, shapes), seq))
    lines = connection.execute(f"SELECT seq, who, details, target, change NOTNULL FROM {JOURNAL}").fetchall()
    for seq, who, details, target, holds_change in lines:
        is_about = (seq if target is None else target) in about
        new = traces.without(str(who)), _details(details, traces, about=is_about)
        if new != (who, details):
            touched.add(seq)
            if write:
                connection.execute(f"UPDATE {JOURNAL} SET who = ?, details = ? WHERE seq = ?", (*new, seq))
        if holds_change and seq not in readable:
            erased.left["unreadable-line"] += 1
            if write:  # nobody can say whom it names, and it can neither be taken back nor done again anyway
                connection.execute(f"UPDATE {JOURNAL} SET change = NULL WHERE seq = ?", (seq,))
    erased.lines = len(touched)


def _is_about(head: dict[str, Any], mine: frozenset[int]) -> bool:
    """Whether a change touches rows of the person, or assignments of theirs."""
    return any(
        not mine.isdisjoint(_rows(head, table, side).get(column, ()))
        for table, column in (("workers", "id"), ("assignments", "worker"))
        for side in ("before", "after")
    )


def _rewritten(head: dict[str, Any], traces: Traces, mine: frozenset[int], *, about: bool) -> bool:
    """Take the person out of a stored change; say whether there was anything of them in it."""
    found = False
    for table, both in head["tables"].items():
        for side in ("before", "after"):
            columns = both[side]
            for column, places in traces.changed(table, columns["id"], columns, mine).items():
                found = True
                for place, text in places.items():
                    columns[column][place] = text
    values = {key: traces.retold(value, about=about) for key, value in head["values"].items()}
    if values != head["values"]:
        head["values"] = values
        found = True
    return found


def _details(text: object, traces: Traces, *, about: bool) -> object:
    """Return the values of a line of the journal without the person; what is no JSON is taken as a text."""
    try:
        values = json.loads(str(text))
    except (ValueError, RecursionError):
        return traces.retold(text, about=False)
    if not isinstance(values, dict):
        return traces.retold(text, about=False)
    new = {key: traces.retold(value, about=about) for key, value in values.items()}
    return text if new == values else json.dumps(new, ensure_ascii=False)


def _counts_elsewhere(connection: sqlite3.Connection, traces: Traces) -> Iterator[int]:
    """Yield for each table that other programs have put into the file how many cells name the person."""
    own = {*TABLES, META, JOURNAL}
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table in own or table.lower().startswith(("gpkg_", "rtree_", "sqlite_")):
            continue
        for column in columns_in(connection, table):
            cells = connection.execute(
                f"SELECT {quoted(column)} FROM {quoted(table)} WHERE typeof({quoted(column)}) = 'text'"
            )
            yield sum(traces.without(cell) != cell or traces.looks_named_after(cell) for (cell,) in cells)


# ---- for good --------------------------------------------------------------------------------------------------------


def prepare(connection: sqlite3.Connection, file: str) -> None:
    """Have everything that is deleted from now on overwritten.

    Raises
    ------
    GridMapError
        ``file-busy`` if another program has the file open in a way that keeps copies of its pages beside it.
    """
    connection.execute("PRAGMA secure_delete = ON")
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "delete":
        raise GridMapError("file-busy", file=file)


def erase_for_good(connection: sqlite3.Connection, traces: Traces, mine: frozenset[int], who: str) -> Erased:
    """Take a person out of a file, inside a transaction, with a line in the journal that does not say who it was.

    The file has to be written anew afterwards, by :func:`finish`, whether anything was found or not: what was deleted
    long ago, with the journal that a draft's copy of the project had, say, may still stand on pages that wait for use.
    """
    erased = erase(connection, traces, mine)
    if erased.places:
        _, last = journal.undo_stack(connection)
        values = {"places": erased.places}
        line = HistoryEntry(last + 1, datetime.now(UTC), traces.without(who), "forget", LABEL, values, last + 1)
        journal.append(connection, [line], {})
    connection.execute(f"INSERT OR REPLACE INTO {META} VALUES (?, '1')", (_DUE,))
    return erased


def finish(connection: sqlite3.Connection) -> bool:
    """Write the file anew, without gaps, if that is due; outside any transaction. Whether it was."""
    if not connection.execute(f"SELECT 1 FROM {META} WHERE key = ?", (_DUE,)).fetchone():
        return False
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("VACUUM")
    with transaction(connection):
        connection.execute(f"DELETE FROM {META} WHERE key = ?", (_DUE,))
    return True
