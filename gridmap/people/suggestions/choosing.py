"""The best choice for a whole city: first with nobody leaving a grid, then with as few towns in motion as is exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from gridmap.people.suggestions.portfolios import Portfolio, TooMany, idle_of, portfolios_of
from gridmap.people.suggestions.situation import Situation
from gridmap.people.suggestions.solving import Solution, joined, solve


def best_choice(situation: Situation) -> Solution:
    """Return the choice that fills most vacancies, of those moves fewest people, of those has them walk least.

    What fills all that anybody could fill, and has nobody leave a grid, is best: nothing else need be looked at. Else
    people move in the towns that are not filled, and in the others only if that could help these: whether it could is
    seen when the towns that are not filled have all idle people to themselves and still do no better.
    """
    problem = _Towns(situation)
    try:
        still = problem.solved(moving=())
    except TooMany:
        return Solution(proved=False)
    open_ = [town for town in problem.towns if problem.filled(still, town) < problem.fillable(town)]
    if not open_ and still.proved:
        return _lowest_first(problem, still)
    try:
        if problem.idle and problem.vacancies(open_) > len(situation.vacant) / 2:
            open_ = problem.towns  # to find out whether the others could help would take as long
        best = problem.solved(moving=open_)
        if len(open_) < len(problem.towns) and problem.idle and not problem.alone_does_as_well(open_, best):
            best = problem.solved(moving=problem.towns)
    except TooMany:
        return replace(_lowest_first(problem, still), proved=False)
    if best.rank < still.rank:  # time was over
        best = replace(still, proved=False)
    return _lowest_first(problem, best)


class _Towns:
    """The portfolios of every town with a vacancy, and how many people are idle."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.towns = sorted({int(situation.towns[post]) for post in situation.vacant})
        self.idle = {roles: len(workers) for roles, workers in idle_of(situation).items()}
        self._portfolios: dict[tuple[int, bool], list[Portfolio]] = {}

    def portfolios(self, town: int, *, moving: bool) -> list[Portfolio]:
        """Return the portfolios of a town; raises as :func:`gridmap.people.suggestions.portfolios.portfolios_of`."""
        key = (town, moving)
        if key not in self._portfolios:
            self._portfolios[key] = portfolios_of(self.situation, town, moving=moving)
        return self._portfolios[key]

    def solved(self, moving: Collection[int], only: Collection[int] | None = None) -> Solution:
        """Return the best choice for all towns, or for some, if people move in some of them."""
        parts = [self.portfolios(town, moving=town in moving) for town in (self.towns if only is None else only)]
        if not self.idle:  # nobody can go from town to town
            return joined([solve(self.situation, part, {}) for part in parts])
        return solve(self.situation, [one for part in parts for one in part], self.idle)

    def vacancies(self, towns: Collection[int]) -> int:
        """Return how many vacancies some towns have."""
        return sum(int(self.situation.towns[post]) in towns for post in self.situation.vacant)

    def filled(self, solution: Solution, town: int) -> int:
        """Return how many vacancies of a town a choice fills."""
        situation = self.situation
        gained = (post for one in solution.chosen for post in one.gained if post in situation.vacant)
        return sum(int(situation.towns[post]) == town for post in gained)

    def fillable(self, town: int) -> int:
        """Return how many vacancies of a town somebody could fill who let go of everything."""
        situation = self.situation
        workers = [
            worker
            for worker, held in situation.held.items()
            if all(int(situation.towns[place]) == town for place in (*held, *situation.fixed[worker]))
        ]
        posts = [post for post in situation.vacant if int(situation.towns[post]) == town]
        return sum(any(could_hold(situation, worker, post) for worker in workers) for post in posts)

    def alone_does_as_well(self, towns: Collection[int], solution: Solution) -> bool:
        """Whether some towns would fill no more and move no fewer if all idle people were theirs.

        Then nothing that the others could do for them is worth a person's move there.
        """
        alone = self.solved(moving=towns, only=towns)
        return alone.proved and (sum(self.filled(solution, town) for town in towns), solution.moved) == (
            alone.filled,
            alone.moved,
        )


def could_hold(situation: Situation, worker: int, post: int) -> bool:
    """Whether somebody could hold a post if he or she let go of all that can be left."""
    if post in situation.barred[worker] or not situation.may_hold(worker, post):
        return False
    return situation.within_limits((post,), situation.fixed[worker], situation.loads[worker])


def _lowest_first(problem: _Towns, solution: Solution) -> Solution:
    """Return a choice as good in which what is new goes to workers with lower ids, wherever it makes no difference.

    Somebody who gets what another could hold as well, with as long a way, hands it to the other if that one's id is
    lower and nothing else is given to that one.
    """
    alike: dict[tuple[tuple[int, ...], int], list[Portfolio]] = defaultdict(list)
    for one in (one for town in problem.towns for one in problem.portfolios(town, moving=False)):
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
