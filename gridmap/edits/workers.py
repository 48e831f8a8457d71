"""Edits of the list of workers: one corrected, one taken off it, several that are one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gridmap.edits.rows_of_people import OPEN, lasting_from, name_of, namesakes, require, require_day
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.people.phones import is_phone


@dataclass(frozen=True)
class CorrectWorker:
    """Correct the name, the work phone or the staff number of a worker.

    Parameters
    ----------
    worker : int
    name, phone, staff_number : str, optional
        ``None`` leaves it as it is. Blanks around them and control characters in them are left out.
    """

    worker: int
    name: str | None = None
    phone: str | None = None
    staff_number: str | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change, in whose values ``namesakes`` counts the others of that name.

        Raises
        ------
        Refused
            ``no-such-row``, ``worker-without-name``, ``phone-impossible``, ``staff-number-in-use``, or
            ``changes-nothing``.
        """
        require(plan, "workers", self.worker)
        typed = {"name": self.name, "phone": self.phone, "staff_number": self.staff_number}
        new = {key: without_strange_letters(text).strip() for key, text in typed.items() if text is not None}
        workers = plan.tables["workers"]
        old = workers.loc[self.worker]
        new = {key: text for key, text in new.items() if text != old[key]}
        if not new:
            raise Refused("changes-nothing")
        if new.get("name") == "":
            raise Refused("worker-without-name")
        if new.get("phone") and not is_phone(new["phone"]):
            raise Refused("phone-impossible", value=new["phone"])
        number = new.get("staff_number")
        others = workers["name"][(workers["staff_number"] == number).to_numpy(dtype=bool)].tolist()
        if number and others:
            raise Refused("staff-number-in-use", value=number, name=str(others[0]))
        name = new.get("name", str(old["name"]))
        values: dict[str, str | int | float] = {"name": name, "namesakes": len(namesakes(plan, name, self.worker))}
        rows = edited_rows(plan, "workers", [self.worker], **new)
        return change_of(plan, "correct-worker", put={"workers": rows}, values=values)


@dataclass(frozen=True)
class DeleteWorker:
    """Take somebody off the list of workers, with all that he or she answered for before.

    Parameters
    ----------
    worker : int
    on : str
        The day on which nothing may be in force or still to come; today by default.
    """

    worker: int
    on: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``, or ``worker-still-answers`` and the grids."""
        require(plan, "workers", self.worker)
        day = self.on or dt.date.today().isoformat()
        require_day(day)
        table = plan.tables["assignments"]
        own = table["worker"].to_numpy() == self.worker
        name = name_of(plan, "workers", self.worker)
        grids = table["grid"].to_numpy()[own & lasting_from(plan, day)]
        if len(grids):
            there = np.unique(grids[plan.positions(grids) >= 0]).tolist()
            raise Refused("worker-still-answers", grids=there, name=name, count=len(np.unique(grids)))
        drop = {"workers": [self.worker], "assignments": table.index.to_numpy()[own].tolist()}
        return change_of(plan, "delete-worker", drop=drop, values={"name": name})


@dataclass(frozen=True)
class MergeWorkers:
    """Make one of several entries of the list that are the same person.

    What the others answer for, and answered for, is the one's. Where several of them share a day in one grid and role,
    there is one assignment from the first to the last day. What the one lacks of phone and staff number is taken over.

    Parameters
    ----------
    workers : tuple of int
        The entries that go.
    into : int
        The one that stays.
    """

    workers: tuple[int, ...]
    into: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``nothing-chosen``, ``no-such-row`` or ``same-worker``."""
        others = list(dict.fromkeys(self.workers))
        if not others:
            raise Refused("nothing-chosen")
        for worker in (*others, self.into):
            require(plan, "workers", worker)
        if self.into in others:
            raise Refused("same-worker", name=name_of(plan, "workers", self.into))
        workers = plan.tables["workers"]
        filled: dict[str, Any] = {}
        for column in ("phone", "staff_number"):
            known = [str(workers.loc[worker, column]) for worker in (self.into, *others)]
            filled[column] = next((text for text in known if text), "")
        kept, dropped = _as_one(plan, [*others, self.into], self.into)
        return change_of(
            plan,
            "merge-workers",
            put={"workers": edited_rows(plan, "workers", [self.into], **filled), "assignments": kept},
            drop={"workers": others, "assignments": dropped},
            values={"name": name_of(plan, "workers", self.into), "count": len(others)},
        )


def _as_one(plan: Plan, workers: list[int], into: int) -> tuple[pd.DataFrame, list[int]]:
    """Return the assignments of several workers as those of one, and the rows that are in others now."""
    table = plan.tables["assignments"]
    own = table[np.isin(table["worker"].to_numpy(), workers)]
    rows: dict[int, tuple[str, str]] = {}
    dropped: list[int] = []
    for _, same in own.groupby(["grid", "role"], sort=True):
        last_row = 0
        for row, first, last in sorted(
            zip(same.index.tolist(), same["from_date"].tolist(), same["until_date"].tolist(), strict=True),
            key=lambda one: (one[1], one[0]),
        ):
            if last_row and first <= (rows[last_row][1] or OPEN):
                begin, end = rows[last_row]
                rows[last_row] = (begin, "" if not (end and last) else max(end, last))
                dropped.append(row)
            else:
                rows[row], last_row = (first, last), row
    ids = sorted(rows)
    kept = edited_rows(plan, "assignments", ids, worker=into, until_date=[rows[row][1] for row in ids])
    return kept, sorted(dropped)
