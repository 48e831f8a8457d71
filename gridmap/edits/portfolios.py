"""Edits of all that somebody answers for: many grids given at once, transferred, handed over, stood in for, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridmap.edits.rows_of_people import (
    OPEN,
    Duties,
    day_after,
    day_before,
    lasting_from,
    name_of,
    require,
    require_day,
    require_order,
    require_role,
)
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of
from gridmap.model.plan import Plan
from gridmap.people.suggestions import Suggestion


@dataclass(frozen=True)
class AssignGrids:
    """Let somebody answer for many grids at once, in one role, from one day on and, if that is known, until another.

    Parameters
    ----------
    worker : int
    grids : tuple of int
    role : str
        A key of the scheme's roles.
    from_date, until_date : str
        First and last day, ``YYYY-MM-DD``; ``""`` if open.
    """

    worker: int
    grids: tuple[int, ...]
    role: str
    from_date: str
    until_date: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen``, ``no-such-row``, ``no-such-role``, ``not-a-date``, ``ends-before-begin``, or
            ``assigned-already-to-some``, with the grids for which the worker answers on one of these days already.
        """
        grids = _chosen(plan, self.grids)
        require(plan, "workers", self.worker)
        require_role(plan, self.role, grids)
        require_order(self.from_date, self.until_date)
        duties, name = Duties(plan), name_of(plan, "workers", self.worker)
        known = duties.rows_between(self.worker, self.from_date, self.until_date)["grid"].to_numpy()
        taken = [grid for grid in grids if grid in set(known.tolist())]
        if taken:
            raise Refused("assigned-already-to-some", grids=taken, name=name, count=len(taken))
        for grid in grids:
            duties.add(self.worker, grid, self.role, self.from_date, self.until_date)
        values = {"name": name, "count": len(grids), "role": self.role}
        return _change(duties, "assign-grids", values)


@dataclass(frozen=True)
class TransferGrids:
    """Give some grids of one worker to another from a day on; each keeps its role and its last day.

    Where the other answers for a grid then already, nothing is added.

    Parameters
    ----------
    worker, to : int
    grids : tuple of int
    from_date : str
        The first day of the other, ``YYYY-MM-DD``.
    """

    worker: int
    to: int
    grids: tuple[int, ...]
    from_date: str

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen``, ``no-such-row``, ``not-a-date``, ``same-worker``, or ``answers-for-none`` if the worker
            answers for none of the grids from that day on.
        """
        grids = _chosen(plan, self.grids)
        duties, count = _handed_on(plan, self.worker, self.to, self.from_date, grids)
        return _change(duties, "transfer-grids", _two_names(plan, self.worker, self.to) | {"count": count})


@dataclass(frozen=True)
class HandOver:
    """Give all that one worker answers for, or is to answer for, to a successor from a day on.

    Parameters
    ----------
    worker, to : int
    from_date : str
        The first day of the successor, ``YYYY-MM-DD``.
    """

    worker: int
    to: int
    from_date: str

    def change(self, plan: Plan) -> Change:
        """Return the change; refused as :class:`TransferGrids`."""
        duties, count = _handed_on(plan, self.worker, self.to, self.from_date, None)
        values = _two_names(plan, self.worker, self.to) | {"count": count, "on": self.from_date}
        return _change(duties, "hand-over", values)


@dataclass(frozen=True)
class StandIn:
    """Let somebody stand in for a worker from one day until another: the worker is away then, and comes back after.

    Parameters
    ----------
    worker, stand_in : int
        Who is away, and who answers for the grids meanwhile, in the same roles.
    from_date, until_date : str
        First and last day, ``YYYY-MM-DD``.
    grids : tuple of int
        Which grids; all by default.
    """

    worker: int
    stand_in: int
    from_date: str
    until_date: str
    grids: tuple[int, ...] = ()

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-such-row``, ``not-a-date``, ``ends-before-begin``, ``same-worker``, or ``answers-for-none`` if the
            worker answers for none of the grids on these days.
        """
        _two_workers(plan, self.worker, self.stand_in)
        require_day(self.from_date)
        require_day(self.until_date)
        require_order(self.from_date, self.until_date)
        duties = Duties(plan)
        rows = duties.rows_between(self.worker, self.from_date, self.until_date)
        if self.grids:
            rows = rows[np.isin(rows["grid"].to_numpy(), self.grids)]
        if rows.empty:
            raise Refused("answers-for-none", grids=self.grids, name=name_of(plan, "workers", self.worker))
        others = set(duties.rows_between(self.stand_in, self.from_date, self.until_date)["grid"].tolist())
        for row, one in rows.iterrows():
            first, last = str(one["from_date"]), str(one["until_date"])
            grid, role = int(one["grid"]), str(one["role"])
            begin, end = max(first, self.from_date), min(last or OPEN, self.until_date)
            if grid not in others:
                duties.add(self.stand_in, grid, role, begin, end)
            duties.end_before([int(row)], begin)
            if (last or OPEN) > end:
                duties.add(self.worker, grid, role, day_after(end), last)
        values = _two_names(plan, self.worker, self.stand_in) | {
            "count": len(rows),
            "begin": self.from_date,
            "end": self.until_date,
        }
        return _change(duties, "stand-in", values)


@dataclass(frozen=True)
class EndAll:
    """Let all that somebody answers for end on a day; what was to begin later never comes to be.

    Parameters
    ----------
    worker : int
    on : str
        The last day on which it counts, ``YYYY-MM-DD``.
    """

    worker: int
    on: str

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``, ``not-a-date`` or ``answers-for-none``."""
        require(plan, "workers", self.worker)
        require_day(self.on)
        name = name_of(plan, "workers", self.worker)
        table = plan.tables["assignments"]
        lasting = lasting_from(plan, day_after(self.on)) & (table["worker"].to_numpy() == self.worker)
        rows = table.index.to_numpy()[lasting].tolist()
        if not rows:
            raise Refused("answers-for-none", name=name)
        duties = Duties(plan)
        duties.end_before(rows, day_after(self.on))
        return _change(duties, "end-all", {"name": name, "count": len(rows), "on": self.on})


@dataclass(frozen=True)
class ApplySuggestion:
    """Do what was suggested, from its day on: who leaves a grid ends the day before, who comes begins."""

    suggestion: Suggestion

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen`` if nothing was suggested, ``no-such-row``, or ``suggestion-out-of-date`` if somebody who
            is to leave a grid does not answer for it any more, or somebody who is to come does already.
        """
        given = self.suggestion.given
        if not given:
            raise Refused("nothing-chosen")
        day = self.suggestion.on.isoformat()
        duties, table = Duties(plan), plan.tables["assignments"]
        lasting = lasting_from(plan, day)
        begun = np.array([first <= day for first in table["from_date"].tolist()], dtype=bool)
        worker, grid = table["worker"].to_numpy(), table["grid"].to_numpy()
        for one in given:
            require(plan, "workers", one.worker)
            require(plan, "grids", one.grid)
            here = lasting & (grid == one.grid)
            leaves = table.index.to_numpy()[here & begun & (worker == one.before)].tolist()
            if (one.before and not leaves) or (here & (worker == one.worker)).any():
                raise Refused("suggestion-out-of-date", grids=[one.grid], code=plan.codes([one.grid])[0])
            duties.end_before(leaves, day)
            duties.add(one.worker, one.grid, one.role, day, "")
        values = {"count": len(given), "moved": self.suggestion.moved, "on": day}
        return _change(duties, "apply-suggestion", values)


def _chosen(plan: Plan, grids: Sequence[int]) -> list[int]:
    found = list(dict.fromkeys(grids))
    if not found:
        raise Refused("nothing-chosen")
    if (plan.positions(found) < 0).any():
        raise Refused("no-such-row", table="grids")
    return found


def _two_workers(plan: Plan, one: int, two: int) -> None:
    require(plan, "workers", one)
    require(plan, "workers", two)
    if one == two:
        raise Refused("same-worker", name=name_of(plan, "workers", one))


def _two_names(plan: Plan, one: int, two: int) -> dict[str, Any]:
    return {"name": name_of(plan, "workers", one), "other": name_of(plan, "workers", two)}


def _handed_on(plan: Plan, worker: int, to: int, from_date: str, grids: Sequence[int] | None) -> tuple[Duties, int]:
    """Return the duties of somebody, in some grids or in all, given to another from a day on, and how many grids."""
    _two_workers(plan, worker, to)
    require_day(from_date)
    duties, table = Duties(plan), plan.tables["assignments"]
    own = lasting_from(plan, from_date) & (table["worker"].to_numpy() == worker)
    if grids is not None:
        own &= np.isin(table["grid"].to_numpy(), grids)
    rows = table[own]
    if rows.empty:
        raise Refused("answers-for-none", grids=grids or (), name=name_of(plan, "workers", worker))
    duties.end_before(rows.index.tolist(), from_date)
    for _, one in rows.iterrows():
        first, last = max(str(one["from_date"]), from_date), str(one["until_date"])
        others = duties.rows_between(to, first, last)
        others = others[others["grid"].to_numpy() == one["grid"]]
        free = _free_days(
            first, last, list(zip(others["from_date"].tolist(), others["until_date"].tolist(), strict=True))
        )
        for begin, end in free:
            duties.add(to, int(one["grid"]), str(one["role"]), begin, end)
    return duties, int(rows["grid"].nunique())


def _free_days(first: str, last: str, taken: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return from which to which day nothing is taken; ``""`` is open."""
    free, begin = [], first
    for start, end in sorted(taken):
        if start > begin:
            free.append((begin, day_before(start)))
        if not end:
            return free
        begin = max(begin, day_after(end))
    if begin <= (last or OPEN):
        free.append((begin, last))
    return free


def _change(duties: Duties, label: str, values: dict[str, Any]) -> Change:
    return change_of(duties.plan, label, put=duties.put(), drop=duties.drop(), values=values)
