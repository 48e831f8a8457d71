"""What the page of a person tells, worked out of a plan as values; any thread may do that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.staffing import has_begun, has_ended
from gridmap.people.vacancies import places_of


@dataclass(frozen=True)
class Duty:
    """One assignment of somebody.

    Attributes
    ----------
    grid : int
        Its id, 0 if it is not there any more.
    role : str
        A key of the scheme.
    first, last : str
        Days, ``""`` if open.
    state : "now", "later" or "over"
    households : int
        Of the grid.
    village : str
    """

    grid: int
    role: str
    first: str
    last: str
    state: str
    households: int
    village: str


@dataclass(frozen=True, eq=False)
class PersonFacts:
    """What a plan knows of a worker on a day.

    Attributes
    ----------
    plan : Plan
    worker : int
    on : date
    load : mapping
        A row of :func:`gridmap.people.loads.worker_loads`.
    limits : mapping of str to float
        By column of ``load`` the limit that it is measured against; none of those that do not hold for the person.
    duties : tuple of Duty
        In force first, then what is to come, then what is over, the latest first.
    """

    plan: Plan
    worker: int
    on: dt.date
    load: Mapping[str, Any]
    limits: Mapping[str, float]
    duties: tuple[Duty, ...]


def person_facts(plan: Plan, worker: int, on: dt.date | None = None) -> PersonFacts:
    """Return what a plan knows of a worker on a day, today by default."""
    from gridmap.people.loads import LIMITED, load_of  # not before the window is up

    day = on or dt.date.today()
    load = load_of(plan, worker, day)
    limits = {
        column: float(plan.scheme.limit(key))
        for column, key in LIMITED.items()
        if load["full_time"] or column == "apart_m"
    }
    return PersonFacts(plan, worker, day, load.to_dict(), limits, _duties(plan, worker, day))


def _duties(plan: Plan, worker: int, day: dt.date) -> tuple[Duty, ...]:
    table = plan.tables["assignments"]
    rows = np.flatnonzero(table["worker"].to_numpy() == worker)
    at = plan.positions(table["grid"].to_numpy()[rows])
    over, begun = has_ended(plan, day)[rows], has_begun(plan, day)[rows]
    state = np.where(over, "over", np.where(begun, "now", "later"))
    villages, homes = places_of(plan, at)["village_name"], households_by_grid(plan)
    found = []
    for place, row in enumerate(rows.tolist()):
        there = at[place] >= 0
        found.append(
            Duty(
                int(table["grid"].iat[row]) if there else 0,
                str(table["role"].iat[row]),
                str(table["from_date"].iat[row]),
                str(table["until_date"].iat[row]),
                str(state[place]),
                int(homes[at[place]]) if there else 0,
                str(villages[place]) if there else "",
            )
        )
    rank = {"now": 0, "later": 1, "over": 2}
    found.sort(key=lambda duty: duty.first, reverse=True)
    return tuple(sorted(found, key=lambda duty: rank[duty.state]))
