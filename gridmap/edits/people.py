"""Edits of who answers for a grid: workers and their assignments, party branches and the grids they serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gridmap.edits.rows_of_people import (
    OPEN,
    links_of,
    name_of,
    namesakes,
    new_rows,
    require,
    require_day,
    require_order,
)
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.people.phones import is_phone


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
        require(plan, "workers", self.worker)
        require(plan, "grids", self.grid)
        roles = [role.key for role in plan.scheme.roles]
        if self.role not in roles:
            raise Refused("no-such-role", grids=[self.grid], value=self.role, expected=", ".join(roles))
        require_order(self.from_date, self.until_date)
        name, code = name_of(plan, "workers", self.worker), str(plan.value(self.grid, "code"))
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
            put={"assignments": new_rows(plan, "assignments", row)},
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
        require(plan, "assignments", self.assignment)
        row = plan.tables["assignments"].loc[self.assignment]
        if not self.on:
            raise Refused("not-a-date", value=self.on)
        require_order(str(row["from_date"]), self.on)
        grid = int(row["grid"])
        there = plan.positions([grid])[0] >= 0
        if row["until_date"] and row["until_date"] < self.on:
            raise Refused("ended-already", grids=[grid] if there else [], value=str(row["until_date"]))
        rows = edited_rows(plan, "assignments", [self.assignment], until_date=self.on)
        values = {"name": name_of(plan, "workers", int(row["worker"])), "code": plan.codes([grid])[0], "on": self.on}
        return change_of(plan, "end-assignment", put={"assignments": rows}, values=values)


@dataclass(frozen=True)
class AddWorker:
    """Put somebody on the list of workers: name, work phone and staff number, and nothing else of a person.

    Parameters
    ----------
    name, phone, staff_number : str
        Blanks around them and control characters in them are left out. The staff number may be empty; a phone is the
        work phone.
    phone_checked : bool
        Whether a phone that cannot be one (:func:`gridmap.people.phones.is_phone`) is refused.
    """

    name: str
    phone: str = ""
    staff_number: str = ""
    phone_checked: bool = False

    def change(self, plan: Plan) -> Change:
        """Return the change, in whose values ``namesakes`` counts those who have the same name.

        Raises
        ------
        Refused
            ``worker-without-name``, ``staff-number-in-use``, or ``phone-impossible`` if the phone is to be checked.
        """
        typed = (self.name, self.phone, self.staff_number)
        name, phone, number = (without_strange_letters(text).strip() for text in typed)
        if not name:
            raise Refused("worker-without-name")
        workers = plan.tables["workers"]
        holders = workers["name"][(workers["staff_number"] == number).to_numpy(dtype=bool)].tolist()
        if number and holders:
            raise Refused("staff-number-in-use", value=number, name=str(holders[0]))
        if self.phone_checked and phone and not is_phone(phone):
            raise Refused("phone-impossible", value=phone)
        rows = new_rows(plan, "workers", {"name": [name], "phone": [phone], "staff_number": [number]})
        values: dict[str, str | int | float] = {"name": name, "namesakes": len(namesakes(plan, name))}
        return change_of(plan, "add-worker", put={"workers": rows}, values=values)


@dataclass(frozen=True)
class LinkBranch:
    """Let a party branch serve a grid, from one day on and, if that is known, until another.

    Whether it is a joint one is for :class:`SetJoint` to say.

    Parameters
    ----------
    branch, grid : int
    from_date, until_date : str
        First and last day, ``YYYY-MM-DD``; ``""`` if open.
    """

    branch: int
    grid: int
    from_date: str = ""
    until_date: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-such-row``, ``not-a-date``, ``ends-before-begin``, or ``branch-linked-already`` if the branch serves
            that grid on one of these days already.
        """
        require(plan, "branches", self.branch)
        require(plan, "grids", self.grid)
        require_order(self.from_date, self.until_date)
        values = {"name": name_of(plan, "branches", self.branch), "code": str(plan.value(self.grid, "code"))}
        links = plan.tables["branch_grids"].loc[links_of(plan, self.branch, self.grid)]
        for first, last in zip(links["from_date"].tolist(), links["until_date"].tolist(), strict=True):
            if first <= (self.until_date or OPEN) and self.from_date <= (last or OPEN):
                raise Refused("branch-linked-already", grids=[self.grid], **values)
        columns: dict[str, Sequence[object]] = {
            "branch": [self.branch],
            "grid": [self.grid],
            "from_date": [self.from_date],
            "until_date": [self.until_date],
        }
        rows = new_rows(plan, "branch_grids", columns)
        return change_of(plan, "link-branch", put={"branch_grids": rows}, values=values)


@dataclass(frozen=True)
class EndLink:
    """Let a party branch serve a grid no longer than a day; that it did is kept.

    Parameters
    ----------
    branch, grid : int
    on : str
        The last day on which it counts, ``YYYY-MM-DD``. What was to begin later never comes to be.
    """

    branch: int
    grid: int
    on: str

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``not-a-date``, or ``branch-not-linked`` if nothing lasts beyond that day."""
        require_day(self.on)
        rows = links_of(plan, self.branch, self.grid)
        links = plan.tables["branch_grids"].loc[rows]
        lasting = links[[not last or last > self.on for last in links["until_date"].tolist()]]
        values = {"name": name_of(plan, "branches", self.branch), "code": plan.codes([self.grid])[0]}
        if lasting.empty:
            raise Refused("branch-not-linked", grids=[self.grid] if values["code"] else [], **values)
        begun = [first <= self.on for first in lasting["from_date"].tolist()]
        ends = edited_rows(plan, "branch_grids", lasting.index[begun].tolist(), until_date=self.on)
        never = lasting.index[[not one for one in begun]].tolist()
        return change_of(
            plan,
            "end-link",
            put={"branch_grids": ends},
            drop={"branch_grids": never},
            values={**values, "on": self.on},
        )


@dataclass(frozen=True)
class UnlinkBranch:
    """Let a party branch no longer serve a grid, and never have done so; the branch stays."""

    branch: int
    grid: int

    def change(self, plan: Plan) -> Change:
        """Return the change, which takes out every row that links the two; refused with ``branch-not-linked``."""
        links = links_of(plan, self.branch, self.grid)
        values = {"name": name_of(plan, "branches", self.branch), "code": plan.codes([self.grid])[0]}
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
        require(plan, "branches", self.branch)
        rows = edited_rows(plan, "branches", [self.branch], joint=self.joint)
        label = "make-branch-joint" if self.joint else "make-branch-own"
        return change_of(plan, label, put={"branches": rows}, values={"name": name_of(plan, "branches", self.branch)})
