"""Edits of who answers for a grid: workers and their assignments, party branches and the grids they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan


@dataclass(frozen=True)
class AssignWorker:
    """Let somebody answer for a grid in a role, from one day on and, if that is known, until another.

    Parameters
    ----------
    worker, grid : int
        Ids of a worker and of a grid of any level.
    role : str
        A key of the scheme's roles.
    from_date, until_date : str
        First and last day, ``YYYY-MM-DD``; ``""`` if open.
    """

    worker: int
    grid: int
    role: str
    from_date: str
    until_date: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-such-row``, ``no-such-role``, ``not-a-date``, ``ends-before-begin``, or ``assigned-already`` if the
            worker answers for that grid on one of these days already, in whatever role.
        """
        _require(plan, "workers", self.worker)
        _require(plan, "grids", self.grid)
        roles = [role.key for role in plan.scheme.roles]
        if self.role not in roles:
            raise Refused("no-such-role", grids=[self.grid], value=self.role, expected=", ".join(roles))
        _require_order(self.from_date, self.until_date)
        name, code = _name(plan, "workers", self.worker), str(plan.value(self.grid, "code"))
        known = plan.tables["assignments"]
        known = known[(known["worker"].to_numpy() == self.worker) & (known["grid"].to_numpy() == self.grid)]
        begun = np.array([not self.until_date or day <= self.until_date for day in known["from_date"]], dtype=bool)
        lasting = np.array([not day or day >= self.from_date for day in known["until_date"]], dtype=bool)
        if (begun & lasting).any():
            raise Refused("assigned-already", grids=[self.grid], name=name, code=code)
        row: dict[str, Sequence[object]] = {
            "worker": [self.worker],
            "grid": [self.grid],
            "role": [self.role],
            "from_date": [self.from_date],
            "until_date": [self.until_date],
        }
        return change_of(
            plan,
            "assign-worker",
            put={"assignments": _new(plan, "assignments", row)},
            values={"name": name, "code": code, "role": self.role},
        )


@dataclass(frozen=True)
class EndAssignment:
    """Let an assignment end: somebody answers for a grid no longer than a day.

    Parameters
    ----------
    assignment : int
        Id of a row of ``assignments``.
    on : str
        The last day on which it counts, ``YYYY-MM-DD``.
    """

    assignment: int
    on: str

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-such-row``, ``not-a-date``, ``ends-before-begin``, or ``ended-already`` if it ended before that day.
        """
        _require(plan, "assignments", self.assignment)
        row = plan.tables["assignments"].loc[self.assignment]
        if not self.on:
            raise Refused("not-a-date", value=self.on)
        _require_order(str(row["from_date"]), self.on)
        grid = int(row["grid"])
        there = plan.positions([grid])[0] >= 0
        if row["until_date"] and row["until_date"] < self.on:
            raise Refused("ended-already", grids=[grid] if there else [], value=str(row["until_date"]))
        rows = edited_rows(plan, "assignments", [self.assignment], until_date=self.on)
        values = {"name": _name(plan, "workers", int(row["worker"])), "code": plan.codes([grid])[0], "on": self.on}
        return change_of(plan, "end-assignment", put={"assignments": rows}, values=values)


@dataclass(frozen=True)
class AddWorker:
    """Put somebody on the list of workers: name, work phone and staff number, and nothing else of a person.

    Parameters
    ----------
    name, phone, staff_number : str
        Blanks around them and control characters in them are left out. The staff number may be empty; a phone is the
        work phone.
    """

    name: str
    phone: str = ""
    staff_number: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``worker-without-name`` or ``staff-number-in-use``."""
        typed = (self.name, self.phone, self.staff_number)
        name, phone, number = (without_strange_letters(text).strip() for text in typed)
        if not name:
            raise Refused("worker-without-name")
        workers = plan.tables["workers"]
        holders = workers["name"][(workers["staff_number"] == number).to_numpy(dtype=bool)].tolist()
        if number and holders:
            raise Refused("staff-number-in-use", value=number, name=str(holders[0]))
        rows = _new(plan, "workers", {"name": [name], "phone": [phone], "staff_number": [number]})
        return change_of(plan, "add-worker", put={"workers": rows}, values={"name": name})


@dataclass(frozen=True)
class LinkBranch:
    """Let a party branch serve a grid. Whether it is a joint one is for :class:`SetJoint` to say."""

    branch: int
    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row`` or ``branch-linked-already``."""
        _require(plan, "branches", self.branch)
        _require(plan, "grids", self.grid)
        values = {"name": _name(plan, "branches", self.branch), "code": str(plan.value(self.grid, "code"))}
        if _links(plan, self.branch, self.grid):
            raise Refused("branch-linked-already", grids=[self.grid], **values)
        rows = _new(plan, "branch_grids", {"branch": [self.branch], "grid": [self.grid]})
        return change_of(plan, "link-branch", put={"branch_grids": rows}, values=values)


@dataclass(frozen=True)
class UnlinkBranch:
    """Let a party branch no longer serve a grid; the branch stays."""

    branch: int
    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change, which takes out every row that links the two; refused with ``branch-not-linked``."""
        links = _links(plan, self.branch, self.grid)
        values = {"name": _name(plan, "branches", self.branch), "code": plan.codes([self.grid])[0]}
        if not links:
            raise Refused("branch-not-linked", grids=[self.grid] if values["code"] else [], **values)
        return change_of(plan, "unlink-branch", drop={"branch_grids": links}, values=values)


@dataclass(frozen=True)
class SetJoint:
    """Say whether a party branch is a joint one, which serves several grids that have none of their own."""

    branch: int
    joint: bool

    def change(self, plan: Plan) -> Change:
        """Return the change, an empty one if it is so already; refused with ``no-such-row``."""
        _require(plan, "branches", self.branch)
        rows = edited_rows(plan, "branches", [self.branch], joint=self.joint)
        label = "make-branch-joint" if self.joint else "make-branch-own"
        return change_of(plan, label, put={"branches": rows}, values={"name": _name(plan, "branches", self.branch)})


def _require(plan: Plan, table: str, row: int) -> None:
    if row not in plan.tables[table].index:
        raise Refused("no-such-row", table=table)


def _require_order(first: str, last: str) -> None:
    for day in (first, last):
        if day and not _is_date(day):
            raise Refused("not-a-date", value=day)
    if first and last and last < first:
        raise Refused("ends-before-begin", begin=first, end=last)


def _is_date(text: str) -> bool:
    """Whether a text is a day as the tables hold it; other ways of ISO 8601 to write one would not compare."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _name(plan: Plan, table: str, row: int) -> str:
    frame = plan.tables[table]
    return str(frame.loc[row, "name"]) if row in frame.index else ""


def _links(plan: Plan, branch: int, grid: int) -> list[int]:
    links = plan.tables["branch_grids"]
    ids: list[int] = links.index[(links["branch"].to_numpy() == branch) & (links["grid"].to_numpy() == grid)].tolist()
    return ids


def _new(plan: Plan, table: str, row: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    return pd.DataFrame(row, index=pd.Index([plan.next_id(table)], name="id"))
