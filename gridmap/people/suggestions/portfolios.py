"""Portfolios: sets of posts that one person may hold, each a column of the problem to be solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gridmap.people.suggestions.situation import ANY, Situation

MOST_COLUMNS: Final = 400_000
"""Beyond so many, nobody could wait for the answer."""

Pool = tuple[int, frozenset[str]]
"""People of a town with the same roles, who are alike once they have let go of what they hold."""


class TooMany(Exception):
    """There are more portfolios than can be looked through."""


@dataclass(frozen=True)
class Portfolio:
    """A set of posts for one person.

    Attributes
    ----------
    worker : int
        Who would hold it; 0 for anybody of a pool.
    posts : tuple of int
        All posts of it, those that the worker holds among them.
    gained, left : tuple of int
        What is new to the worker, and what he or she lets go.
    walk : int
        By how many metres the way between the grids of that person grows; of a pool, how long it is.
    pool : Pool or None
        Whose people take it, or which gets the worker who lets go of everything.
    """

    worker: int
    posts: tuple[int, ...]
    gained: tuple[int, ...]
    left: tuple[int, ...] = ()
    walk: int = 0
    pool: Pool | None = None

    @property
    def releases(self) -> bool:
        """Whether a worker lets go of everything and is free for a portfolio of the pool."""
        return bool(self.worker and self.pool)


def idle_of(situation: Situation) -> dict[frozenset[str], tuple[int, ...]]:
    """Return the workers who answer for nothing, by the roles that they may be given."""
    found: dict[frozenset[str], list[int]] = defaultdict(list)
    for worker, held in situation.held.items():
        if not (held or situation.fixed[worker] or situation.barred[worker]):
            found[situation.roles[worker]].append(worker)
    return {roles: tuple(sorted(workers)) for roles, workers in found.items()}


def portfolios_of(situation: Situation, town: int, *, moving: bool) -> list[Portfolio]:
    """Return the portfolios that there are in a town; between towns nobody but the idle can go.

    Parameters
    ----------
    moving : bool
        Whether people may leave grids that they hold. If not, only what is vacant is given out.

    Raises
    ------
    TooMany
    """
    given = set(situation.vacant)
    if moving:  # a post that nobody can leave is not given out
        given |= {post for held in situation.held.values() for post in held}
    open_ = _Open(situation, tuple(sorted(post for post in given if int(situation.towns[post]) == town)))
    found: list[Portfolio] = []
    pools: set[Pool] = {(town, roles) for roles in idle_of(situation)}
    for worker, held in situation.held.items():
        fixed, barred = situation.fixed[worker], situation.barred[worker]
        stands = next(iter((*held, *fixed)), None)
        if stands is None or int(situation.towns[stands]) != town:
            continue
        found.extend(_kept(open_, worker))
        if moving and held:
            if fixed or barred:
                found.extend(_changed(open_, worker))
            else:
                pool = (town, situation.roles[worker])
                pools.add(pool)
                found.append(Portfolio(worker, (), (), held, -situation.walk(held), pool))
        _must_be_few(found)
    for pool in sorted(pools, key=lambda known: (known[0], sorted(known[1]))):
        found.extend(_of_pool(open_, pool))
        _must_be_few(found)
    return found


def _must_be_few(found: Sequence[Portfolio]) -> None:
    if len(found) > MOST_COLUMNS:
        raise TooMany


class _Open:
    """Posts that are given out, and which of them one person may hold together."""

    def __init__(self, situation: Situation, posts: tuple[int, ...]) -> None:
        self.situation = situation
        self.posts = posts
        self.beside = situation.beside(posts)

    def sets(
        self, holds: Collection[int], loads: Collection[int], but: Collection[int], worker: int = 0
    ) -> Iterator[tuple[int, ...]]:
        """Yield the sets of one or more posts, ascending, that somebody may hold besides what stays.

        Parameters
        ----------
        holds, loads : collections of int
            Places that stay, and those of them that count as grids.
        but : collection of int
            Posts that are left out.
        worker : int
            Who it is, for the roles.
        """
        situation = self.situation
        near = [self.beside[place] for place in holds]
        first = frozenset.intersection(*near) if near else self.posts
        fit = sorted(post for post in first if post not in but and situation.may_hold(worker, post))
        carried = sum(situation.households[place] for place in loads)
        yield from self.extended((), fit, situation.most_grids - len(loads), situation.most_households - carried)

    def extended(
        self, chosen: tuple[int, ...], left: Sequence[int], room: int, households: float
    ) -> Iterator[tuple[int, ...]]:
        """Yield all sets that some posts make with some of others, for which there is room."""
        if room <= 0:
            return
        for number, post in enumerate(left):
            more = households - self.situation.households[post]
            if more < 0:
                continue
            own = (*chosen, post)
            yield own
            if room > 1:
                beside = self.beside[post]
                yield from self.extended(own, [one for one in left[number + 1 :] if one in beside], room - 1, more)


def _kept(open_: _Open, worker: int) -> Iterator[Portfolio]:
    """Yield what somebody may hold besides all that he or she holds now."""
    situation = open_.situation
    held, fixed, loads = situation.held[worker], situation.fixed[worker], situation.loads[worker]
    if not situation.within_limits(held, fixed, loads):
        return  # who breaks a limit as it is takes nothing more
    stays = situation.walk({*held, *fixed})
    for more in open_.sets({*held, *fixed}, {*held, *loads}, {*held, *situation.barred[worker]}, worker):
        yield Portfolio(
            worker, tuple(sorted((*held, *more))), more, walk=situation.walk({*held, *fixed, *more}) - stays
        )


def _changed(open_: _Open, worker: int) -> Iterator[Portfolio]:
    """Yield what somebody may hold who lets go of some of it and keeps what is fixed."""
    situation = open_.situation
    held, fixed, loads = situation.held[worker], situation.fixed[worker], situation.loads[worker]
    if not situation.within_limits((), fixed, loads):
        return
    stays = situation.walk({*held, *fixed})
    for posts in [(), *open_.sets(fixed, loads, situation.barred[worker], worker)]:
        if not set(held) <= set(posts):
            gained = tuple(post for post in posts if post not in held)
            left = tuple(post for post in held if post not in posts)
            yield Portfolio(worker, posts, gained, left, situation.walk({*fixed, *posts}) - stays)


def _of_pool(open_: _Open, pool: Pool) -> Iterator[Portfolio]:
    """Yield what anybody of a pool may hold."""
    situation = open_.situation
    town, roles = pool
    fit = [
        post
        for post in open_.posts
        if situation.towns[post] == town and (ANY in roles or situation.wanted[post] in roles)
    ]
    for posts in open_.extended((), fit, situation.most_grids, situation.most_households):
        yield Portfolio(0, posts, posts, (), situation.walk(posts), pool)


def pool_of(portfolio: Portfolio) -> Pool:
    """Return the pool of a portfolio that anybody of it may take, or whom a worker joins who lets go."""
    assert portfolio.pool is not None
    return portfolio.pool
