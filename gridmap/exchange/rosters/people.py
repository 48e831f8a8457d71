"""Workers and their assignments while rosters are read: who is who, who works where, who no longer does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from gridmap.model.plan import Plan


@dataclass
class Worker:
    """A row of ``workers`` in the making."""

    id: int
    staff_number: str
    name: str
    phone: str
    status: str = ""


@dataclass
class Duty:
    """A row of ``assignments`` in the making."""

    id: int
    worker: int
    grid: int
    role: str
    from_date: str
    until_date: str
    status: str = ""

    def meets(self, begin: str, end: str) -> bool:
        """Whether it is in force on a day of a period (``""``: open)."""
        return (not end or not self.from_date or self.from_date <= end) and (
            not begin or not self.until_date or self.until_date >= begin
        )


class Conflict(Exception):
    """A person who cannot be told from another; ``key`` and ``values`` name the problem, ``namesakes`` the others."""

    def __init__(self, key: str, field: str, *, name: str, namesakes: Sequence[Worker] = ()) -> None:
        self.key, self.field, self.name, self.namesakes = key, field, name, tuple(namesakes)
        super().__init__(key)


@dataclass
class _Scope:
    """What a list covers: whose assignments end if they are not in it."""

    roles: dict[int, set[str]] = field(default_factory=dict)
    everybody: set[int] = field(default_factory=set)


class People:
    """Workers and assignments of a plan, to which rosters add."""

    def __init__(self, plan: Plan) -> None:
        workers, duties = plan.tables["workers"], plan.tables["assignments"]
        columns = (workers[name].tolist() for name in ("staff_number", "name", "phone"))
        self.workers = {row[0]: Worker(*row) for row in zip(workers.index.tolist(), *columns, strict=True)}
        columns = (duties[name].tolist() for name in ("worker", "grid", "role", "from_date", "until_date"))
        self.duties = {row[0]: Duty(*row) for row in zip(duties.index.tolist(), *columns, strict=True)}
        self._next = {name: plan.next_id(name) for name in ("workers", "assignments")}
        self._by_number: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_phone: dict[tuple[str, str], list[int]] = {}
        self._of_pair: dict[tuple[int, int], list[int]] = {}
        self._at: dict[int, list[int]] = {}
        self._scope = _Scope()
        self.dropped: list[int] = []
        self.roles = frozenset(role.key for role in plan.scheme.roles)
        for worker in self.workers.values():
            self._list(worker)
        for duty in self.duties.values():
            self._of_pair.setdefault((duty.worker, duty.grid), []).append(duty.id)
            self._at.setdefault(duty.grid, []).append(duty.id)

    def _list(self, worker: Worker) -> None:
        if worker.staff_number:
            self._by_number.setdefault(worker.staff_number, []).append(worker.id)
        self._by_name.setdefault(worker.name, []).append(worker.id)
        self._by_phone.setdefault((worker.name, worker.phone), []).append(worker.id)

    # ---- who is who --------------------------------------------------------------------------------------------------

    def person(self, name: str, phone: str, number: str, grids: set[int]) -> Worker:
        """Return the worker that a row means, a new one if it is nobody who is known.

        Somebody is who has the staff number, or the name and phone. A name without a phone is who has the name, if only
        one has; of several, who works in the grids. Another phone is another person, unless the one of that name works
        in the same grid: then the phone has changed.

        Raises
        ------
        Conflict
            ``roster-number-of-another`` or ``roster-namesakes``.
        """
        known = [self.workers[i] for i in self._by_number.get(number, ())] if number else []
        if known:
            same = [worker for worker in known if worker.name == name]
            if not same:
                raise Conflict("roster-number-of-another", "staff_number", name=known[0].name)
            return self._filled(same[0], phone, number)
        for worker in (self.workers[i] for i in self._by_phone.get((name, phone), ()) if phone):
            if worker.phone == phone and not (number and worker.staff_number):
                return self._filled(worker, phone, number)
        alike = [self.workers[i] for i in self._by_name.get(name, ())]
        if number:
            alike = [worker for worker in alike if not worker.staff_number]
        here = [worker for worker in alike if any(self._works(worker.id, grid) for grid in grids)]
        if phone:
            without = [worker for worker in alike if not worker.phone]
            # A worker of this list has the phone that the list gives, so a second one is somebody else.
            may = [worker for worker in here if not worker.status or not worker.phone]
            chosen = may if len(may) == 1 else without if len(without) == 1 and not may else []
            if len(may) > 1:
                raise Conflict("roster-namesakes", "person", name=name, namesakes=may)
            if chosen:
                return self._filled(chosen[0], phone, number)
            return self._new(name, phone, number)
        chosen = here or alike
        if len(chosen) > 1:
            raise Conflict("roster-namesakes", "person", name=name, namesakes=chosen)
        return self._filled(chosen[0], phone, number) if chosen else self._new(name, phone, number)

    def newcomer(self, name: str, phone: str, number: str) -> Worker:
        """Return a new worker, though others have the name."""
        return self._new(name, phone, number)

    def grids_of(self, worker: Worker) -> tuple[int, ...]:
        """Return where somebody works or did, by the plan and what was read so far."""
        return tuple(grid for who, grid in self._of_pair if who == worker.id)

    def _works(self, worker: int, grid: int) -> bool:
        return (worker, grid) in self._of_pair

    def _filled(self, worker: Worker, phone: str, number: str) -> Worker:
        changed = False
        if phone and worker.phone != phone:
            worker.phone, changed = phone, True
            self._by_phone.setdefault((worker.name, phone), []).append(worker.id)
        if number and not worker.staff_number:
            worker.staff_number, changed = number, True
            self._by_number.setdefault(number, []).append(worker.id)
        if changed and worker.status != "new":
            worker.status = "changed"
        worker.status = worker.status or "same"
        return worker

    def _new(self, name: str, phone: str, number: str) -> Worker:
        worker = Worker(self._next["workers"], number, name, phone, "new")
        self._next["workers"] += 1
        self.workers[worker.id] = worker
        self._list(worker)
        return worker

    # ---- who works where ---------------------------------------------------------------------------------------------

    def assign(self, worker: int, grid: int, role: str, begin: str, end: str, as_of: str) -> int:
        """Let somebody work in a grid; an assignment that is there already stays, with days that were open filled in.

        Without a begin of its own a new one begins on ``as_of`` (``""``: open). The id is returned.
        """
        of_pair = [self.duties[i] for i in self._of_pair.get((worker, grid), ())]
        alike = [duty for duty in of_pair if duty.role == role]
        exact = [duty for duty in alike if begin and duty.from_date == begin]
        day = begin or as_of
        meeting = [duty for duty in alike if duty.meets(day, end or day)]
        same = exact or meeting
        if same:
            duty = next((d for d in same if d.until_date == end), same[0])
            changed = False
            if begin and duty.from_date != begin and duty.status in ("", "same"):
                duty.from_date, changed = begin, True
            if end and duty.until_date != end and duty.status in ("", "same"):
                duty.until_date, changed = end, True
            duty.status = "changed" if changed else duty.status or "same"
            return duty.id
        duty = Duty(self._next["assignments"], worker, grid, role, day, end, "new")
        self._next["assignments"] += 1
        self.duties[duty.id] = duty
        self._of_pair.setdefault((worker, grid), []).append(duty.id)
        self._at.setdefault(grid, []).append(duty.id)
        return duty.id

    def covers(self, grid: int, role: str) -> None:
        """Note that the list says who works in a grid in a role (``""``: in any)."""
        if role:
            self._scope.roles.setdefault(grid, set()).add(role)
        else:
            self._scope.everybody.add(grid)

    def end_the_others(self, as_of: dt.date) -> set[int]:
        """End on the day before what was in force in the grids that the list covers and is not in it.

        Only roles that the list speaks of end. What began on the day itself or later was never in force and goes.

        Returns
        -------
        set of int
            The grids that the list covers.
        """
        day, eve = as_of.isoformat(), (as_of - dt.timedelta(days=1)).isoformat()
        of_list = set().union(*self._scope.roles.values())
        grids = self._scope.everybody | set(self._scope.roles)
        for grid in grids:
            for duty in (self.duties[i] for i in self._at.get(grid, ())):
                ends = not duty.status and duty.meets(day, "")
                if not ends or not (grid in self._scope.everybody or duty.role in of_list):
                    continue
                if duty.from_date and duty.from_date >= day:
                    if duty.from_date == day:
                        self.dropped.append(duty.id)
                        duty.status = "ended"
                    continue
                duty.until_date, duty.status = eve, "ended"
        return grids

    # ---- what comes of it --------------------------------------------------------------------------------------------

    def worker_rows(self) -> pd.DataFrame:
        """Return the workers that the lists name, with ``status``."""
        rows = [worker for worker in self.workers.values() if worker.status]
        return _frame(rows, ("staff_number", "name", "phone", "status"))

    def duty_rows(self) -> pd.DataFrame:
        """Return the assignments that the lists name or end, with ``status``."""
        rows = [duty for duty in self.duties.values() if duty.status]
        return _frame(rows, ("worker", "grid", "role", "from_date", "until_date", "status"))


def _frame(rows: list, columns: tuple[str, ...]) -> pd.DataFrame:  # type: ignore[type-arg]
    index = pd.Index([row.id for row in rows], dtype="int64", name="id")
    return pd.DataFrame({name: [getattr(row, name) for row in rows] for name in columns}, index=index)
