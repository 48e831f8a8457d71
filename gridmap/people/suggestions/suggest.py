"""The suggestion: who takes which vacancy, who moves for it, and what forbids those that stay."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from gridmap.people.staffing import assigned_positions, counting
from gridmap.people.suggestions.choosing import best_choice
from gridmap.people.suggestions.portfolios import Portfolio, idle_of, pool_of
from gridmap.people.suggestions.situation import Situation, situation_of
from gridmap.people.vacancies import fits

LIMITS: Final = ("worker_grids", "worker_households", "worker_distance", "level_1", "role", "workers")
"""What may forbid a vacancy to be filled: the limits of the scheme; that somebody works for another top-level grid;
that nobody has such a role; that there is nobody else."""

_FORBIDDEN: Final = 1e15
_PER_POST: Final = 1e7


@dataclass(frozen=True)
class Given:
    """A grid that somebody is to answer for.

    Attributes
    ----------
    grid, worker : int
        Ids.
    before : int
        Id of the worker who leaves the grid, 0 where it was vacant.
    role : str
    """

    grid: int
    worker: int
    before: int
    role: str


@dataclass(frozen=True)
class Unfilled:
    """A vacancy that stays, and which limit forbids it: one of :data:`LIMITS`."""

    grid: int
    limit: str


@dataclass(frozen=True)
class Suggestion:
    """Who should answer for what.

    Attributes
    ----------
    given : tuple of Given
        By the code of the grid.
    unfilled : tuple of Unfilled
        By the code of the grid.
    moved : int
        How many people leave a grid that they have.
    walk_m : int
        By how many metres the ways between the grids of one person grow, all taken together.
    proved : bool
        Whether no other assignment within the limits is better: fills more, or moves fewer, or has people walk less.
    on : date
        The day from which it holds.
    """

    given: tuple[Given, ...]
    unfilled: tuple[Unfilled, ...]
    moved: int
    walk_m: int
    proved: bool
    on: dt.date

    @property
    def filled(self) -> int:
        """How many vacancies it fills."""
        return sum(not one.before for one in self.given)


def suggest(
    plan: Plan, *, within: BoolArray | None = None, on: dt.date | None = None, without: Iterable[int] = ()
) -> Suggestion:
    """Return the assignment that fills most vacancies, then moves fewest people, then has them walk least.

    Nobody is given what would break a limit: ``worker_grids`` (for everybody, whatever the role), ``worker_households``
    (a unit for which somebody is responsible has none that count), ``worker_distance`` between any two of his or her
    grids, and grids of one top-level grid only. Who breaks a limit already keeps what he or she has and gets nothing;
    who has grids in two top-level grids is left alone. A role is given to those who have it, or who had it last;
    whoever is full-time, or never had a grid, may have any. Only people whose role goes round may leave a grid, and
    only for others of their top-level grid; a grid that has people keeps as many.

    The way between the grids of one person is the shortest tree that connects their inner points. Of what is alike
    otherwise, workers with lower ids get what is new, so that the same plan has the same answer.

    Parameters
    ----------
    plan : Plan
    within : bool (n,), optional
        Which grids may change hands; all by default.
    on : date, optional
        The day from which it shall hold; today by default.
    without : iterable of int
        Ids of workers who are to be left as they are.
    """
    day = on or dt.date.today()
    situation = situation_of(plan, day, within, without)
    if not situation.vacant:
        return Suggestion((), (), 0, 0, True, day)
    solution = best_choice(situation)
    holds = {worker: set(held) for worker, held in situation.held.items()}
    for portfolio in solution.chosen:
        if portfolio.worker:
            holds[portfolio.worker] = set(portfolio.posts)
    for worker, posts in _matched(situation, solution.chosen).items():
        holds[worker] = set(posts)
    given = _given(situation, holds)
    filled = {plan.positions([one.grid])[0] for one in given if not one.before}
    forbidding = _Forbidding(situation, holds)
    unfilled = [
        Unfilled(int(plan.ids[post]), forbidding.what(post)) for post in _by_code(plan, situation.vacant - filled)
    ]
    moved = sum(not set(held) <= holds[worker] for worker, held in situation.held.items())
    return Suggestion(tuple(given), tuple(unfilled), moved, solution.walk, solution.proved, day)


def _matched(situation: Situation, chosen: Sequence[Portfolio]) -> dict[int, tuple[int, ...]]:
    """Return who of a pool takes which of its portfolios: those who have most of it already, then the nearest."""
    from scipy.optimize import linear_sum_assignment

    idle = idle_of(situation)
    free = {one.worker: pool_of(one) for one in chosen if one.releases}
    taken: dict[int, tuple[int, ...]] = dict.fromkeys(free, ())
    last = _last_places(situation)
    for roles in sorted({pool_of(one)[1] for one in chosen if not one.worker}, key=sorted):
        sets = sorted((pool_of(one)[0], one.posts) for one in chosen if not one.worker and pool_of(one)[1] == roles)
        people = sorted([*(w for w, pool in free.items() if pool[1] == roles), *idle.get(roles, ())])
        cost = np.full((len(people), len(sets)), _FORBIDDEN)
        for row, worker in enumerate(people):
            held = situation.held[worker]
            for column, (town, posts) in enumerate(sets):
                if worker in free and free[worker][0] != town:
                    continue
                new = len(set(posts) - set(held))
                way = min((situation.walk((a, b)) for a in held or last.get(worker, ()) for b in posts), default=0)
                # Somebody who is idle and was far away is no worse than another who is idle and was nowhere.
                cost[row, column] = new * _PER_POST + way + row / (2.0 * len(people) * len(sets) + 1.0)
        rows, places = linear_sum_assignment(cost)
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            if cost[row, place] < _FORBIDDEN:
                taken[people[row]] = sets[place][1]
    return taken


def _last_places(situation: Situation) -> dict[int, tuple[int, ...]]:
    """Return by worker the grids that somebody without any had at the end."""
    table = situation.plan.tables["assignments"]
    grid = assigned_positions(situation.plan).tolist()
    found: dict[int, tuple[str, list[int]]] = {}
    idle = {worker for worker, held in situation.held.items() if not held and not situation.barred[worker]}
    for worker, place, until in zip(table["worker"].tolist(), grid, table["until_date"].tolist(), strict=True):
        if worker not in idle or place < 0:
            continue
        latest, places = found.get(worker, ("", []))
        if until >= latest:
            found[worker] = (until, [*places, place] if until == latest else [place])
    return {worker: tuple(sorted(places)) for worker, (_, places) in found.items()}


def _given(situation: Situation, holds: dict[int, set[int]]) -> list[Given]:
    """Return who comes to which grid, and in whose place: of several the one with the lowest id for the lowest."""
    plan = situation.plan
    comes, goes = defaultdict(list), defaultdict(list)  # type: dict[int, list[int]], dict[int, list[int]]
    for worker in sorted(holds):
        held = set(situation.held[worker])
        for post in holds[worker] - held:
            comes[post].append(worker)
        for post in held - holds[worker]:
            goes[post].append(worker)
    roles = _roles_held(situation)
    found = []
    for post in _by_code(plan, comes):
        for number, worker in enumerate(comes[post]):
            before = goes[post][number] if number < len(goes[post]) else 0
            role = roles.get((before, post), situation.wanted[post])
            found.append(Given(int(plan.ids[post]), worker, before, role))
    return found


def _roles_held(situation: Situation) -> dict[tuple[int, int], str]:
    """Return the role in which somebody holds a post on the day."""
    plan = situation.plan
    table = plan.tables["assignments"]
    rows = np.flatnonzero(counting(plan, situation.on) & fits(plan))
    columns = (table["worker"].to_numpy(), assigned_positions(plan), table["role"].to_numpy(dtype=object))
    found: dict[tuple[int, int], str] = {}
    for worker, place, role in zip(*(column[rows].tolist() for column in columns), strict=True):
        found.setdefault((worker, place), role)
    return found


class _Forbidding:
    """Says which limit keeps a vacancy from being filled: of whoever breaks fewest limits with it, the first.

    Asked is everybody who may have the role, with all that he or she holds in the end; of those alike the nearest. Who
    works for the post's top-level grid comes before all others, who breaks a limit as it is after those who do not: so
    few have to be looked at closely.

    Parameters
    ----------
    holds : dict of worker to set of int
        What everybody holds in the end.
    """

    def __init__(self, situation: Situation, holds: dict[int, set[int]]) -> None:
        self._situation, self._holds = situation, holds
        self._groups: dict[tuple[frozenset[int], bool], list[int]] = defaultdict(list)
        for worker, held in holds.items():
            fixed, loads = situation.fixed[worker], situation.loads[worker]
            towns = frozenset(int(situation.towns[place]) for place in (*held, *fixed))
            too_much = bool(situation.broken(held, fixed, loads))
            self._groups[towns, too_much].append(worker)

    def what(self, post: int) -> str:
        """Return what forbids a post, one of :data:`LIMITS`."""
        situation, holds = self._situation, self._holds
        if situation.households[post] > situation.most_households:
            return "worker_households"
        town = int(situation.towns[post])
        ranked: dict[tuple[bool, bool], list[int]] = defaultdict(list)
        for (towns, too_much), workers in self._groups.items():
            ranked[bool(towns - {town}), too_much].extend(workers)
        for _, workers in sorted(ranked.items()):
            tried = [self._tried(worker, post) for worker in workers if self._may(worker, post)]
            if tried:
                *_, broken = min(tried)
                return broken[0] if broken else "worker_grids"
        return "role" if holds and not any(situation.may_hold(worker, post) for worker in holds) else "workers"

    def _may(self, worker: int, post: int) -> bool:
        return post not in self._situation.barred[worker] and self._situation.may_hold(worker, post)

    def _tried(self, worker: int, post: int) -> tuple[int, int, int, list[str]]:
        situation, held = self._situation, self._holds[worker]
        fixed = situation.fixed[worker]
        broken = situation.broken({*held, post}, fixed, situation.loads[worker])
        way = min((situation.walk((place, post)) for place in (*held, *fixed)), default=0)
        return len(broken), way, worker, broken


def _by_code(plan: Plan, posts: Iterable[int]) -> list[int]:
    codes = plan.grids["code"].to_numpy(dtype=object)
    return sorted(posts, key=lambda post: (codes[post], post))
