"""The best choice for a whole city, found part by part: towns are bound together by idle people alone."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from gridmap.people.suggestions.portfolios import Portfolio, TooMany, idle_of, parts_of, portfolios_of
from gridmap.people.suggestions.situation import Situation
from gridmap.people.suggestions.solving import Roles, Solution, joined, solve

Caps = tuple[int, ...]
"""How many idle people may be taken, for each set of roles in turn."""


def best_choice(situation: Situation) -> Solution:
    """Return the choice that fills most vacancies, of those moves fewest people, of those has them walk least.

    Each part is solved as if all idle people were its own. Where they do not suffice for all, each part is solved for
    every number of them that it could do with less, and the numbers are shared out so that the sum is best: all three
    aims are sums over the parts, so this is exact.
    """
    idle = idle_of(situation)
    families = sorted(idle, key=sorted)
    parts = [_Part(situation, towns, families) for towns in parts_of(situation)]
    parts = [part for part in parts if part.vacant]
    all_: Caps = tuple(len(idle[roles]) for roles in families)
    alone = [part.best(all_) for part in parts]
    if all(sum(one.used(roles) for one in alone) <= cap for roles, cap in zip(families, all_, strict=True)):
        return joined([_lowest_first(part, one) for part, one in zip(parts, alone, strict=True)])
    # By how many of the idle are taken so far: the best of the parts so far.
    so_far: dict[Caps, tuple[tuple[int, int, int], tuple[Solution, ...]]] = {(0,) * len(all_): ((0, 0, 0), ())}
    for part, free in zip(parts, alone, strict=True):
        most = [free.used(roles) for roles in families]
        choices = {caps: part.best(caps) for caps in itertools.product(*(range(count + 1) for count in most))}
        after: dict[Caps, tuple[tuple[int, int, int], tuple[Solution, ...]]] = {}
        for taken, (rank, solutions) in so_far.items():
            for caps, solution in choices.items():
                total = tuple(map(sum, zip(taken, caps, strict=True)))
                if all(count <= cap for count, cap in zip(total, all_, strict=True)):
                    new = tuple(map(sum, zip(rank, solution.rank, strict=True)))
                    if total not in after or new > after[total][0]:
                        after[total] = (new, (*solutions, solution))  # type: ignore[assignment]
        so_far = after
    _, solutions = max(so_far.values(), key=lambda found: found[0])
    return joined([_lowest_first(part, one) for part, one in zip(parts, solutions, strict=True)])


class _Part:
    """Towns that are solved on their own, for any number of idle people."""

    def __init__(self, situation: Situation, towns: frozenset[int], families: list[Roles]) -> None:
        self.situation = situation
        self.towns = towns
        self.families = families
        self.vacant = [post for post in situation.vacant if int(situation.towns[post]) in towns]
        self._known: dict[Caps, Solution] = {}
        self._portfolios: dict[bool, list[Portfolio] | None] = {}
        self._most: int | None = None

    def best(self, caps: Caps) -> Solution:
        """Return the best choice that takes so many idle people at most.

        What fills all that can be filled and has nobody leave a grid is looked for first: there is nothing better.
        """
        for known, solution in self._known.items():
            used = [solution.used(roles) for roles in self.families]
            if all(map(int.__ge__, known, caps)) and all(map(int.__le__, used, caps)):
                return solution  # the best with more people to choose from does without them
        idle = dict(zip(self.families, caps, strict=True))
        self._known[caps] = found = self._solved(idle)
        return found

    def _solved(self, idle: Mapping[Roles, int]) -> Solution:
        still = self._with(idle, moving=False)
        if still is None:
            return Solution(proved=False)
        if still.proved and still.filled == self._fillable():
            return still
        moved = self._with(idle, moving=True)
        if moved is None:
            return replace(still, proved=False)
        best = max(still, moved, key=lambda one: one.rank)
        return replace(best, proved=moved.proved)

    def _with(self, idle: Mapping[Roles, int], *, moving: bool) -> Solution | None:
        portfolios = self.portfolios(moving=moving)
        return None if portfolios is None else solve(self.situation, portfolios, idle)

    def portfolios(self, *, moving: bool) -> list[Portfolio] | None:
        """Return the portfolios of the part, ``None`` if they are too many."""
        if moving not in self._portfolios:
            try:
                self._portfolios[moving] = portfolios_of(self.situation, self.towns, moving=moving)
            except TooMany:
                self._portfolios[moving] = None
        return self._portfolios[moving]

    def _fillable(self) -> int:
        """Return how many vacancies somebody could fill who let go of everything."""
        if self._most is None:
            workers = [
                worker
                for worker, held in self.situation.held.items()
                if all(
                    int(self.situation.towns[place]) in self.towns for place in (*held, *self.situation.fixed[worker])
                )
            ]
            self._most = sum(
                any(could_hold(self.situation, worker, post) for worker in workers) for post in self.vacant
            )
        return self._most


def could_hold(situation: Situation, worker: int, post: int) -> bool:
    """Whether somebody could hold a post if he or she let go of all that can be left."""
    if post in situation.barred[worker] or not situation.may_hold(worker, post):
        return False
    return situation.within_limits((post,), situation.fixed[worker], situation.loads[worker])


def _lowest_first(part: _Part, solution: Solution) -> Solution:
    """Return a choice as good in which what is new goes to workers with lower ids, wherever it makes no difference.

    Somebody who gets what another could hold as well, with as long a way, hands it to the other if that one's id is
    lower and nothing else is given to that one.
    """
    alike: dict[tuple[tuple[int, ...], int], list[Portfolio]] = defaultdict(list)
    for one in part.portfolios(moving=False) or ():
        if one.worker:
            alike[one.gained, one.walk].append(one)
    chosen = list(solution.chosen)
    busy = {one.worker for one in chosen if one.worker}
    again = True
    while again:
        again = False
        for at, one in enumerate(chosen):
            if not one.worker or one.left or (one.gained, one.walk) not in alike:
                continue
            others = [other for other in alike[one.gained, one.walk] if other.worker not in busy]
            lowest = min(others, key=lambda other: other.worker, default=one)
            if lowest.worker < one.worker:
                busy = (busy - {one.worker}) | {lowest.worker}
                chosen[at], again = lowest, True
    return replace(solution, chosen=tuple(chosen))
