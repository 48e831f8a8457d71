"""The journal: one line for every edit, undo and redo, rewritten only to forget a person.

It is the audit log (who did what when) and the undo stack in one. Undo and redo are lines as well, which name the edit
that they take back or do again; what may be undone after a restart follows from reading the lines from the top.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from gridmap.change import Change
from gridmap.storage.layout import JOURNAL

Action = Literal["do", "undo", "redo", "forget"]
_INSERT: Final = (
    f"INSERT INTO {JOURNAL} (seq, at, who, action, label, details, target, change) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
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
    action : "do", "undo", "redo" or "forget"
        What was done to the edit; that a person was forgotten is no edit and cannot be taken back.
    label, values : str, mapping
        The edit, as :class:`gridmap.change.Change` names it.
    target : int
        Number of the line with the edit itself; for ``"do"`` and ``"forget"`` the line's own.
    """

    seq: int
    at: datetime
    who: str
    action: Action
    label: str
    values: Mapping[str, str | int | float]
    target: int


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
        elif action == "forget":
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
                changes[entry.seq].to_bytes() if entry.action == "do" else None,
            )
            for entry in entries
        ],
    )


def history(connection: sqlite3.Connection) -> list[HistoryEntry]:
    """Read all lines, oldest first. A line that somebody else has spoilt is shown as far as it can be read."""
    return [_entry(row) for row in connection.execute(f"{_SELECT} ORDER BY seq")]


def line(connection: sqlite3.Connection, seq: int) -> HistoryEntry | None:
    """Read one line; ``None`` if there is none of that number."""
    row = connection.execute(f"{_SELECT} WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else _entry(row)


def undo_stack(connection: sqlite3.Connection) -> tuple[UndoStack, int]:
    """Return what can be undone and redone, and the number of the last line.

    Where lines are missing or do not follow from each other, because somebody else has changed the journal, nothing
    from before that place can be undone.
    """
    stack, last = UndoStack(), 0
    for seq, action, target in connection.execute(f"SELECT seq, action, target FROM {JOURNAL} ORDER BY seq"):
        if seq != last + 1:
            stack = UndoStack()
        last = seq
        try:
            stack.follow(action, seq if target is None else target)
        except ValueError:
            stack = UndoStack()
    return stack, last


def change_of_line(connection: sqlite3.Connection, seq: int, crs: object) -> Change:
    """Return the change that a ``"do"`` line holds; ``ValueError`` if there is none that can be read."""
    row = connection.execute(f"SELECT change FROM {JOURNAL} WHERE seq = ?", (seq,)).fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise ValueError(f"line {seq} of the journal holds no change")
    return Change.from_bytes(row[0], crs)


def _entry(row: tuple[Any, ...]) -> HistoryEntry:
    seq, at, who, action, label, details, target = row
    return HistoryEntry(
        seq, _moment(at), str(who), action, str(label), _values(details), seq if target is None else target
    )


def _moment(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _values(text: object) -> dict[str, str | int | float]:
    try:
        values = json.loads(str(text))
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
