"""The journal: one line for every edit, undo, redo and export, rewritten only to forget a person.

It is the audit log (who did what when) and the undo stack in one. Undo and redo are lines as well, which name the edit
that they take back or do again; what may be undone after a restart follows from reading the lines from the top.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

from gridmap.model.change import Change
from gridmap.storage.change_bytes import (
    HEAD_BYTES,
    change_from_bytes,
    change_to_bytes,
    packed_texts,
    plain_values,
)
from gridmap.storage.file import any_text
from gridmap.storage.layout import JOURNAL
from gridmap.storage.soundness import salvaged_rows

Action = Literal["do", "undo", "redo", "forget", "export"]
_INSERT: Final = (
    f"INSERT INTO {JOURNAL} (seq, at, who, action, label, details, target, change) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_UNPACKS_TO: Final = 15
_LONG: Final = 1 << 22
_MOST: Final = 1 << 40
_NUMBERED: Final = f"seq BETWEEN 1 AND {_MOST}"
_SELECT_ALL: Final = f"SELECT seq, at, who, action, label, details, target, change FROM {JOURNAL}"
_SELECT: Final = f"SELECT seq, at, who, action, label, details, target FROM {JOURNAL}"


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the journal.

    Attributes
    ----------
    seq : int
        Number of the line, from 1, ascending.
    at : datetime
        When, in UTC.
    who : str
        Name of the user as the operating system knows it.
    action : "do", "undo", "redo", "forget" or "export"
        What was done to the edit; that a person was forgotten or something exported is no edit.
    label, values : str, mapping
        The edit, as :class:`gridmap.model.change.Change` names it.
    target : int
        Number of the line with the edit itself; for what is no undo or redo the line's own.
    """

    seq: int
    at: datetime
    who: str
    action: Action
    label: str
    values: Mapping[str, str | int | float]
    target: int


Lines = Sequence[tuple[tuple[Any, ...], HistoryEntry]]
"""Rows of the journal as they stand, each with what is made out of it."""


@dataclass
class UndoStack:
    """Which edits stand and which could be done again, by the numbers of their lines, oldest first.

    An edit after an undo drops what could have been done again. To jump to an earlier moment of the history, edits that
    were dropped may be done again too: a redo of something else than the latest undone edit.
    """

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)

    def follow(self, action: str, target: int) -> None:
        """Take one line of the journal into account; ``ValueError`` if it cannot follow what was there before."""
        if action == "do":
            self.done.append(target)
            self.undone.clear()
        elif action == "undo" and self.done and self.done[-1] == target:
            self.undone.append(self.done.pop())
        elif action == "redo" and target not in self.done:
            if self.undone and self.undone[-1] == target:
                self.undone.pop()
            else:
                self.undone.clear()
            self.done.append(target)
        elif action in ("forget", "export"):
            pass  # what can be undone and redone stays as it was
        else:
            raise ValueError(f"{action} of line {target} does not follow from the lines before it")


def append(connection: sqlite3.Connection, entries: Iterable[HistoryEntry], changes: Mapping[int, Change]) -> None:
    """Write lines, inside the transaction that writes what they speak of; ``changes`` holds those of ``"do"`` lines."""
    connection.executemany(
        _INSERT,
        [
            (
                entry.seq,
                entry.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{entry.at.microsecond // 1000:03d}Z",
                entry.who,
                entry.action,
                entry.label,
                json.dumps(dict(entry.values), ensure_ascii=False),
                entry.target if entry.action in ("undo", "redo") else None,
                change_to_bytes(changes[entry.seq]) if entry.action == "do" else None,
            )
            for entry in entries
        ],
    )


def later(connection: sqlite3.Connection, known: Lines) -> Lines:
    """Return lines that are known to stand as they did, with those after them, which alone are read."""
    last = known[-1][1].seq if known else 0
    with any_text(connection):
        rows = connection.execute(f"{_SELECT} WHERE {_NUMBERED} AND seq > ? ORDER BY seq", (last,)).fetchall()
    return [*known, *((row, _entry(row)) for row in rows)]


def history(connection: sqlite3.Connection, known: Lines = ()) -> Lines:
    """Read all lines, oldest first. A line that somebody else has spoilt is shown as far as it can be read.

    Parameters
    ----------
    known : sequence of (row, HistoryEntry)
        What this returned before: of a row that stands there as it did nothing is made out again.
    """
    with any_text(connection):
        rows = connection.execute(f"{_SELECT} WHERE {_NUMBERED} ORDER BY seq").fetchall()
    before = dict(enumerate(known))
    return [before[at] if at in before and before[at][0] == row else (row, _entry(row)) for at, row in enumerate(rows)]


def line(connection: sqlite3.Connection, seq: int) -> HistoryEntry | None:
    """Read one line; ``None`` if there is none of that number."""
    with any_text(connection):
        row = connection.execute(f"{_SELECT} WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else _entry(row)


def bytes_of(connection: sqlite3.Connection, seq: int) -> int:
    """Return how many bytes the change of a line has, texts about as they unpack; 0 if it holds none.

    A step takes its time by what is unpacked, and texts are packed to a fifteenth: of the facilities of a city, one
    column changed, 50 kB are stored. What is long as it is stored counts so: to look at its beginning is to read it.
    """
    found = connection.execute(
        f"SELECT length(change), CASE WHEN length(change) < {_LONG} THEN substr(change, 1, {HEAD_BYTES}) ELSE x'' END "
        f"FROM {JOURNAL} WHERE seq = ? AND typeof(change) = 'blob'",
        (seq,),
    ).fetchone()
    if found is None:
        return 0
    stored: int = found[0]
    texts = min(packed_texts(found[1]), stored)  # a line may be spoilt
    return stored - texts + _UNPACKS_TO * texts


def undo_stack(connection: sqlite3.Connection) -> tuple[UndoStack, int]:
    """Return what can be undone and redone, and the number of the last line.

    Where lines are missing or do not follow from each other, because somebody else has changed the journal, nothing
    from before that place can be undone.
    """
    stack, last = UndoStack(), 0
    with any_text(connection):
        lines = connection.execute(f"SELECT seq, action, target FROM {JOURNAL} WHERE {_NUMBERED} ORDER BY seq")
        for seq, action, target in lines:
            if seq != last + 1:
                stack = UndoStack()
            last = seq
            try:
                stack.follow(action, seq if target is None else target)
            except ValueError:
                stack = UndoStack()
    return stack, last


def unnumbered(connection: sqlite3.Connection) -> list[int]:
    """Return the numbers of lines that no history has, which are left out: not above zero, or absurdly high."""
    return [seq for (seq,) in connection.execute(f"SELECT seq FROM {JOURNAL} WHERE NOT ({_NUMBERED}) ORDER BY seq")]


def change_of_line(connection: sqlite3.Connection, seq: int, crs: object) -> Change:
    """Return the change that a ``"do"`` line holds; ``ValueError`` if there is none that can be read."""
    row = connection.execute(
        f"SELECT change FROM {JOURNAL} WHERE seq = ? AND typeof(change) = 'blob'", (seq,)
    ).fetchone()
    if row is None:
        raise ValueError(f"line {seq} of the journal holds no change")
    return change_from_bytes(row[0], crs)


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """Copy the lines that can be read into an empty journal; return how many could not be."""
    lost = 0
    with any_text(source):
        (highest,) = source.execute(f"SELECT coalesce(max(seq), 0) FROM {JOURNAL} WHERE {_NUMBERED}").fetchone()

        def ask(condition: str, values: tuple[int, int]) -> list[tuple[Any, ...]]:
            return source.execute(f"{_SELECT_ALL} WHERE {condition} ORDER BY seq", values).fetchall()

        for row in salvaged_rows(ask, "seq", min(highest, _MOST)):
            seq, at, who, action, label, details, line, change = row
            plain = (seq, *map(_text, (at, who, action, label, details)))
            fits = action in get_args(Action) and (line is None or isinstance(line, int))
            if fits and (change is None or isinstance(change, bytes)):
                target.execute(_INSERT, (*plain, line, change))
            else:
                lost += 1
    return lost


def _entry(row: tuple[Any, ...]) -> HistoryEntry:
    seq, at, who, action, label, details, target = row
    return HistoryEntry(
        seq,
        _moment(at),
        _text(who),
        action if action in get_args(Action) else "do",
        _text(label),
        _values(details),
        target if isinstance(target, int) else seq,
    )


def _text(found: object) -> str:
    return found.decode(errors="replace") if isinstance(found, bytes) else str(found)


def _moment(text: object) -> datetime:
    try:
        found = datetime.fromisoformat(_text(text)).astimezone(UTC)
        found.astimezone()  # clocks here can show it
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
    return found


def _values(text: object) -> dict[str, str | int | float]:
    try:
        return plain_values(json.loads(_text(text)))
    except (ValueError, RecursionError):
        return {}
