"""The choice of portfolios: proved best by a solver of linear and of mixed integer programs (HiGHS, through scipy).

The program is nearly a matching of people and posts: what is best if portfolios may be taken in parts has nearly always
none. So that is asked first, which takes a tenth of the time, and its prices prove it: no choice costs less than what
they say. Where it has parts, whole portfolios are asked for among those that the prices leave in question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gridmap.model.arrays import BoolArray, FloatArray
from gridmap.people.suggestions.portfolios import Portfolio
from gridmap.people.suggestions.situation import Situation

TIME_LIMIT_S: Final = 60.0
"""Of one run of the solver; what is best by then is taken, and said to be unproved."""

_NO_MORE: Final = 1.0 - 1e-3
"""Costs are whole numbers; what is less than this above a bound is at the bound, whatever was lost in rounding."""

_AT_FIRST: Final = 3_000
"""So many portfolios are asked about first, those with the best prices."""

Roles = frozenset[str]


@dataclass(frozen=True, eq=False)
class Solution:
    """Portfolios that were chosen, each as often as it is there.

    Attributes
    ----------
    chosen : tuple of Portfolio
    filled, moved, walk : int
        Vacancies that it fills, people who leave a grid, and by how many metres all ways grow.
    proved : bool
        Whether there is nothing better among the portfolios.
    """

    chosen: tuple[Portfolio, ...] = ()
    filled: int = 0
    moved: int = 0
    walk: int = 0
    proved: bool = True

    @property
    def rank(self) -> tuple[int, int, int]:
        """The more the better: filled, then not moved, then not walked."""
        return self.filled, -self.moved, -self.walk


def joined(solutions: Sequence[Solution]) -> Solution:
    """Return the solution of the whole from those of its parts."""
    return Solution(
        tuple(one for solution in solutions for one in solution.chosen),
        sum(solution.filled for solution in solutions),
        sum(solution.moved for solution in solutions),
        sum(solution.walk for solution in solutions),
        all(solution.proved for solution in solutions),
    )


def solve(situation: Situation, portfolios: Sequence[Portfolio], idle: Mapping[Roles, int]) -> Solution:
    """Return the choice that fills most vacancies, of those moves fewest people, of those has them walk least.

    Parameters
    ----------
    portfolios : sequence of Portfolio
    idle : mapping of roles to int
        How many idle people with some roles it may take.
    """
    if not any(one.gained for one in portfolios):
        return Solution()
    problem = _Problem(situation, portfolios, idle)
    # The way counts in a sum in which one person more, or one vacancy less, outweighs all ways. What all ways can be
    # at most is little if nobody moves; else the first two are found alone, and then are known.
    savings: dict[int, int] = defaultdict(int)
    for one in portfolios:
        savings[one.worker] = max(savings[one.worker], -one.walk)
    span, moved = 1.0 + sum(savings.values()), 0
    proved, first = True, None
    if problem.people:
        first, proved = problem.best(problem.moved - (1.0 + problem.people) * problem.filled)
        moved = round(float(problem.moved @ first))
        span += max(0.0, round(float(problem.walk @ first)))
    else:
        vacant = len({post for one in portfolios for post in one.gained})
        span += vacant * max(one.walk for one in portfolios)
    second, also = problem.best(
        problem.walk + span * problem.moved - span * (moved + 1) * problem.filled, otherwise=first
    )
    chosen = tuple(
        portfolio
        for portfolio, times in zip(portfolios, second[: len(portfolios)].astype(int).tolist(), strict=True)
        for _ in range(times)
    )
    return Solution(
        chosen,
        sum(post in situation.vacant for one in chosen for post in one.gained),
        sum(bool(one.left) for one in chosen),
        sum(one.walk for one in chosen),
        proved and also,
    )


class _Problem:
    """Rows and columns of the program.

    Columns are the portfolios, and for each town and set of roles how many idle people go there. Rows are the posts
    (what is vacant is given once at most; what is held is held by as many as before), the workers (one portfolio
    each), the pools (no more portfolios than people), and the idle of each set of roles.
    """

    def __init__(self, situation: Situation, portfolios: Sequence[Portfolio], idle: Mapping[Roles, int]) -> None:
        self.situation = situation
        self.all = portfolios
        self.idle = idle
        pools = sorted({one.pool for one in portfolios if one.pool}, key=lambda pool: (pool[0], sorted(pool[1])))
        self.sent = [pool for pool in pools if idle.get(pool[1])]
        self.count = len(self.all) + len(self.sent)
        self._rows()
        self.filled = self._per_portfolio(lambda one: sum(post in situation.vacant for post in one.gained))
        self.moved = self._per_portfolio(lambda one: bool(one.left))
        self.walk = self._per_portfolio(lambda one: one.walk)
        self.people = len({one.worker for one in portfolios if one.left})
        self.asked = np.ones(self.count, dtype=bool)

    def best(self, cost: FloatArray, otherwise: FloatArray | None = None) -> tuple[FloatArray, bool]:
        """Return the cheapest choice and whether it is proved; if time is over before any is found, another one.

        Parameters
        ----------
        cost : float (n,)
            Whole numbers, so that what costs less than 1 more than the least is the least.
        """
        parts = self._in_parts(cost)
        if parts is None:
            return self._whole(cost, self.asked, otherwise)
        choice, least, over = parts
        proved = self._may_be(choice) and bool(cost @ choice < least + _NO_MORE)
        if not proved:
            few = self.asked & (
                over <= np.partition(over, min(self.count - 1, _AT_FIRST))[min(self.count - 1, _AT_FIRST)]
            )
            choice, proved = self._whole(cost, few, otherwise)
            if not self._may_be(choice):
                return self._whole(cost, self.asked, otherwise)
            # What has a portfolio outside of these costs more than what was found.
            asked = self.asked & (over < cost @ choice - least + _NO_MORE)
            if not (cost @ choice < least + _NO_MORE or (proved and not (asked & ~few).any())):
                choice, proved = self._whole(cost, asked, choice)
        if proved:
            self.asked = self.asked & (over <= cost @ choice - least + 0.5 * _NO_MORE)
        return choice, proved

    def _in_parts(self, cost: FloatArray) -> tuple[FloatArray, float, FloatArray] | None:
        """Return what is cheapest if portfolios may be taken in parts, what no choice can cost less than, and prices.

        Returns
        -------
        choice : float (n,)
            Rounded to whole portfolios, which may or may not be a choice.
        least : float
        over : float (n,)
            By how much more than ``least`` whatever has this portfolio costs, at least.
        """
        from scipy.optimize import linprog

        even = self.low == self.high
        result = linprog(
            cost,
            A_ub=self.matrix[~even],
            b_ub=self.high[~even],
            A_eq=self.matrix[even],
            b_eq=self.high[even],
            bounds=np.stack([np.zeros(self.count), self.most], axis=1),
            method="highs",
            options={"time_limit": TIME_LIMIT_S},
        )
        if result.status != 0:
            return None
        price = np.empty(len(self.low))
        price[~even] = np.minimum(result.ineqlin.marginals, 0.0)  # whatever the prices, the bound that they give holds
        price[even] = result.eqlin.marginals
        reduced = cost - self.matrix.T @ price
        least = float(price @ self.high + np.minimum(reduced, 0.0) @ self.most)
        return np.rint(result.x), least, np.maximum(reduced, 0.0)

    def _may_be(self, choice: FloatArray) -> bool:
        """Whether portfolios, taken as often as told, are a choice."""
        rows = self.matrix @ choice
        fits = (choice >= 0).all() and (choice <= self.most).all()
        return bool(fits and (rows >= self.low).all() and (rows <= self.high).all())

    def _whole(self, cost: FloatArray, among: BoolArray, otherwise: FloatArray | None) -> tuple[FloatArray, bool]:
        """Return the cheapest choice among some columns; whether it is proved to be the cheapest of these."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        result = milp(
            cost[among],
            integrality=np.ones(among.sum()),
            bounds=Bounds(np.zeros(among.sum()), self.most[among]),
            constraints=LinearConstraint(self.matrix[:, among], self.low, self.high),
            options={"mip_rel_gap": 0.0, "time_limit": TIME_LIMIT_S},
        )
        if result.x is None:
            return (otherwise if otherwise is not None else np.zeros(self.count)), False
        choice = np.zeros(self.count)
        choice[among] = np.rint(result.x)
        return choice, result.status == 0

    def _per_portfolio(self, of: Callable[[Portfolio], float]) -> FloatArray:
        values = np.zeros(self.count)
        values[: len(self.all)] = [of(portfolio) for portfolio in self.all]
        return values

    def _rows(self) -> None:
        from scipy.sparse import csr_array

        numbers: dict[Any, int] = {}
        rows, columns, values = [], [], []  # type: list[int], list[int], list[float]

        def put(kind: str, what: object, column: int, value: float) -> None:
            rows.append(numbers.setdefault((kind, what), len(numbers)))
            columns.append(column)
            values.append(value)

        # A post that is held counts who comes less who goes; those who stay cancel on both sides.
        for at, one in enumerate(self.all):
            for post in one.gained:
                put("post", post, at, 1.0)
            for post in one.left:
                put("post", post, at, -1.0)
            if one.worker:
                put("worker", one.worker, at, 1.0)
            if one.pool:
                put("pool", one.pool, at, -1.0 if one.releases else 1.0)
        for at, pool in enumerate(self.sent, start=len(self.all)):
            put("pool", pool, at, -1.0)
            put("idle", pool[1], at, 1.0)
        self.low, self.high = np.full(len(numbers), -np.inf), np.ones(len(numbers))
        for (kind, what), number in numbers.items():
            if kind == "post" and what not in self.situation.vacant:
                self.low[number] = self.high[number] = 0.0
            elif kind == "pool":
                self.high[number] = 0.0
            elif kind == "idle":
                self.high[number] = self.idle[what]
        self.matrix = csr_array((values, (rows, columns)), shape=(len(numbers), self.count))
        holders: dict[int, int] = defaultdict(int)
        for held in self.situation.held.values():
            for post in held:
                holders[post] += 1
        self.most = np.ones(self.count)
        for number, one in enumerate(self.all):
            if not one.worker:  # as many people as hold the post that fewest hold may have the same portfolio
                self.most[number] = min(holders.get(post, 1) for post in one.posts)
        self.most[len(self.all) :] = [self.idle[roles] for _, roles in self.sent]
