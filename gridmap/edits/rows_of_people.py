"""What edits of people have in common: rows that must be there, days in order, names, new rows, duties that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gridmap.model.arrays import BoolArray, IntArray, rows_taken
from gridmap.model.errors import Refused
from gridmap.model.making import edited_rows
from gridmap.model.plan import Plan

OPEN: str = "9999-12-31"
"""Stands for the last day of what has none."""


def require(plan: Plan, table: str, row: int) -> None:
    """Refuse with ``no-such-row`` what is not there."""
    if row not in plan.tables[table].index:
        raise Refused("no-such-row", table=table)


def require_order(first: str, last: str) -> None:
    """Refuse with ``not-a-date`` or ``ends-before-begin`` two days that make no time; ``""`` is open."""
    for day in (first, last):
        if day and not is_day(day):
            raise Refused("not-a-date", value=day)
    if first and last and last < first:
        raise Refused("ends-before-begin", begin=first, end=last)


def require_day(day: str) -> None:
    """Refuse with ``not-a-date`` what is no day, nothing at all as well."""
    if not day or not is_day(day):
        raise Refused("not-a-date", value=day)


def require_role(plan: Plan, role: str, grids: Sequence[int] = ()) -> None:
    """Refuse with ``no-such-role`` a role that the scheme does not have."""
    roles = [known.key for known in plan.scheme.roles]
    if role not in roles:
        raise Refused("no-such-role", grids=grids, value=role, expected=", ".join(roles))


def is_day(text: str) -> bool:
    """Whether a text is a day as the tables hold it; other ways of ISO 8601 to write one would not compare."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_before(day: str) -> str:
    """Return the day before a day; the first of all days has none but itself."""
    date = dt.date.fromisoformat(day)
    return date.isoformat() if date == dt.date.min else (date - dt.timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """Return the day after a day; the last of all days has none but itself."""
    date = dt.date.fromisoformat(day)
    return date.isoformat() if date == dt.date.max else (date + dt.timedelta(days=1)).isoformat()


def name_of(plan: Plan, table: str, row: int) -> str:
    """Return the name of a row, ``""`` if it is not there."""
    frame = plan.tables[table]
    return str(frame.loc[row, "name"]) if row in frame.index else ""


def namesakes(plan: Plan, name: str, but: int = 0) -> IntArray:
    """Return the ids of the workers who have a name, without one of them: who is added may be one of them."""
    workers = plan.tables["workers"]
    plain = "".join(name.split())
    same = np.array(["".join(known.split()) == plain for known in workers["name"].tolist()], dtype=bool)
    ids: IntArray = workers.index.to_numpy()[same]
    return ids[ids != but]


def links_of(plan: Plan, branch: int, grid: int) -> list[int]:
    """Return the ids of the rows that link a branch and a grid."""
    links = plan.tables["branch_grids"]
    ids: list[int] = links.index[(links["branch"].to_numpy() == branch) & (links["grid"].to_numpy() == grid)].tolist()
    return ids


def new_rows(plan: Plan, table: str, columns: Mapping[str, Sequence[object]], after: int = 0) -> pd.DataFrame:
    """Return new rows of a table, with ids that none ever had; ``after`` so many others that are new as well."""
    first = plan.next_id(table) + after
    count = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(first, first + count, name="id"))


def lasting_from(plan: Plan, day: str) -> BoolArray:
    """Return which rows of ``assignments`` are in force on a day or begin later, whatever their ends."""
    until = plan.tables["assignments"]["until_date"].to_numpy(dtype=object)
    return np.array([not last or last >= day for last in until.tolist()], dtype=bool)


@dataclass
class Duties:
    """Rows of ``assignments`` that an edit ends, drops and adds.

    Attributes
    ----------
    plan : Plan
    last_days : dict of row to str
        The new last day of rows that stay.
    dropped : list of row
    added : list of (worker, grid, role, from_date, until_date)
    """

    plan: Plan
    last_days: dict[int, str] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    added: list[tuple[int, int, str, str, str]] = field(default_factory=list)

    def end_before(self, rows: Iterable[int], day: str) -> None:
        """Let rows end the day before a day; those that begin on it or later never come to be."""
        table = self.plan.tables["assignments"]
        rows = list(rows)
        for row, first in zip(rows, table["from_date"].loc[rows].tolist(), strict=True):
            if first and first >= day:
                self.dropped.append(row)
            else:
                self.last_days[row] = day_before(day)

    def add(self, worker: int, grid: int, role: str, from_date: str, until_date: str) -> None:
        """Let somebody answer for a grid in a role."""
        self.added.append((worker, grid, role, from_date, until_date))

    def put(self) -> dict[str, pd.DataFrame]:
        """Return the rows to put."""
        rows = sorted(self.last_days)
        ended = edited_rows(self.plan, "assignments", rows, until_date=[self.last_days[row] for row in rows])
        if not self.added:
            return {"assignments": ended}
        names = ("worker", "grid", "role", "from_date", "until_date")
        columns = dict(zip(names, map(list, zip(*self.added, strict=True)), strict=True))
        return {"assignments": pd.concat([ended, new_rows(self.plan, "assignments", columns)])}

    def drop(self) -> dict[str, list[int]]:
        """Return the rows to drop."""
        return {"assignments": sorted(self.dropped)}

    def rows_between(self, worker: int, first: str, last: str) -> pd.DataFrame:
        """Return the rows of somebody that share a day with the days from one to another; ``""`` is open."""
        table = self.plan.tables["assignments"]
        own = np.flatnonzero(table["worker"].to_numpy() == worker)
        begins = table["from_date"].to_numpy(dtype=object)[own]
        ends = table["until_date"].to_numpy(dtype=object)[own]
        shares = [
            b <= (last or OPEN) and (e or OPEN) >= first for b, e in zip(begins.tolist(), ends.tolist(), strict=True)
        ]
        return rows_taken(table, own[np.array(shares, dtype=bool)])
