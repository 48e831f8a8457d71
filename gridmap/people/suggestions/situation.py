"""What there is to be suggested of: posts, who holds them, who else there is, and what the limits let somebody hold."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely

from gridmap.ground.placement import households_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.people.staffing import (
    assigned_positions,
    counting,
    goes_round,
    has_ended,
    is_full_time,
    known_ends,
    resident_roles,
)
from gridmap.people.vacancies import fits, lacking, wanted_roles

ANY: Final = "*"
"""Stands for every role: whoever is full-time, or never had a grid, may take any post."""


@dataclass(frozen=True, eq=False)
class Situation:
    """Posts and people on a day. Places (``int``) are positions in ``plan.ids``; workers go by their ids.

    Attributes
    ----------
    plan : Plan
    on : date
    posts : tuple of int
        Grids in the scope that need a role, ascending.
    vacant : frozenset of int
        Those that lack it.
    held : dict of worker to tuple of int
        The posts that somebody may leave for others: held in a role that fits and goes round.
    fixed : dict of worker to tuple of int
        Whatever else somebody answers for on the day or is to answer for later, which stays.
    loads : dict of worker to tuple of int
        Those of ``fixed`` that count as grids of that worker.
    barred : dict of worker to set of int
        Posts that somebody has already, or is to have, in whatever role, and keeps.
    roles : dict of worker to set of str
        The roles that somebody may be given: :data:`ANY`, or those that he or she has or had.
    """

    plan: Plan
    on: dt.date
    posts: tuple[int, ...]
    vacant: frozenset[int]
    held: dict[int, tuple[int, ...]]
    fixed: dict[int, tuple[int, ...]]
    loads: dict[int, tuple[int, ...]]
    barred: dict[int, frozenset[int]]
    roles: dict[int, frozenset[str]]

    # ---- limits ------------------------------------------------------------------------------------------------------

    @cached_property
    def most_grids(self) -> int:
        """How many grids somebody may answer for."""
        return int(self.plan.scheme.limit("worker_grids"))

    @cached_property
    def most_households(self) -> float:
        """How many households somebody may answer for."""
        return self.plan.scheme.limit("worker_households")

    @cached_property
    def households(self) -> list[int]:
        """Households of every grid of the plan; of a vacant unit none, for who answers for it does not go round."""
        found: list[int] = households_by_grid(self.plan).tolist()
        units = resident_roles(self.plan.scheme)
        for post in self.vacant:
            if self.wanted[post] in units:
                found[post] = 0
        return found

    @cached_property
    def towns(self) -> IntArray:
        """Id of the top-level grid that holds every grid of the plan, 0 for none."""
        return self.plan.ancestors_at(self.plan.scheme.levels[0])

    @cached_property
    def places(self) -> tuple[int, ...]:
        """All grids that play a part, ascending: posts, and what people hold besides."""
        return tuple(sorted({*self.posts, *(grid for grids in self.fixed.values() for grid in grids)}))

    def beside(self, open_: Sequence[int]) -> dict[int, frozenset[int]]:
        """Return by place which of some posts one person may hold with it: in one town, within the limit of distance.

        Parameters
        ----------
        open_ : sequence of int
            Posts.
        """
        found: dict[int, list[int]] = {place: [] for place in self.places}
        new = [post for post in open_ if post not in self._near]
        self._near.update(self._found_near(np.array(new, dtype=np.int64)))
        for post in sorted(open_):
            for place in self._near[post]:
                found[place].append(post)
        return {place: frozenset(others) for place, others in found.items()}

    @cached_property
    def _near(self) -> dict[int, tuple[int, ...]]:
        """The places that one person may hold with a post, of posts that were asked about."""
        return {}

    def _found_near(self, posts: IntArray) -> dict[int, tuple[int, ...]]:
        """Return which places one person may hold with each of some posts."""
        at = np.array(self.places, dtype=np.int64)
        at = at[np.isin(self.towns[at], np.unique(self.towns[posts]))]
        limit = self.plan.scheme.limit("worker_distance")
        post, place = shapely.STRtree(self._shapes[at]).query(self._shapes[posts], predicate="dwithin", distance=limit)
        pairs = [np.stack([at[place], posts[post]])]
        bare = ~self.plan.has_shape  # nobody can measure how far it is to ground that is not drawn
        pairs += [np.stack([np.full(len(posts), one), posts]) for one in at[bare[at]].tolist()]
        pairs += [np.stack([at, np.full(len(at), one)]) for one in posts[bare[posts]].tolist()]
        one, two = np.concatenate(pairs, axis=1)
        same = (self.towns[one] == self.towns[two]) & (one != two)
        found: dict[int, list[int]] = {post: [] for post in posts.tolist()}
        for here, there in np.unique(np.stack([one[same], two[same]]), axis=1).T.tolist():
            found[there].append(here)
        return {post: tuple(places) for post, places in found.items()}

    @cached_property
    def _shapes(self) -> ShapeArray:
        return valid_shapes(self.plan)

    def together(self, one: int, two: int) -> bool:
        """Whether two places are within the limit of distance; of ground that is not drawn nobody can say."""
        pair = (one, two) if one < two else (two, one)
        if pair not in self._apart:
            apart = shapely.distance(self._shapes[one], self._shapes[two])
            self._apart[pair] = bool(apart > self.plan.scheme.limit("worker_distance"))
        return not self._apart[pair]

    @cached_property
    def _apart(self) -> dict[tuple[int, int], bool]:
        """Whether two places are too far apart, of pairs that were asked about."""
        return {}

    @cached_property
    def points(self) -> FloatArray:
        """Inner point of every grid of the plan, NaN for one without a shape. Shape (n, 2)."""
        inner = shapely.point_on_surface(self._shapes)
        return np.stack([shapely.get_x(inner), shapely.get_y(inner)], axis=1)

    @cached_property
    def _xy(self) -> list[tuple[float, float]]:
        return [(x, y) for x, y in self.points.tolist()]

    def may_hold(self, worker: int, post: int) -> bool:
        """Whether the role that a post needs may be given to somebody."""
        roles = self.roles[worker]
        return ANY in roles or self.wanted[post] in roles

    @cached_property
    def wanted(self) -> list[str]:
        """The role that every grid of the plan needs."""
        found: list[str] = wanted_roles(self.plan).tolist()
        return found

    def within_limits(self, grids: Collection[int], fixed: Collection[int] = (), loads: Collection[int] = ()) -> bool:
        """Whether one person may hold some posts besides what is fixed, of which some counts as a load."""
        return not self.broken(grids, fixed, loads)

    def broken(self, grids: Collection[int], fixed: Collection[int] = (), loads: Collection[int] = ()) -> list[str]:
        """Return which limits one person would break who holds some posts besides what is fixed."""
        counted, everything = {*grids, *loads}, {*grids, *fixed}
        found = []
        if len(counted) > self.most_grids:
            found.append("worker_grids")
        if sum(self.households[grid] for grid in counted) > self.most_households:
            found.append("worker_households")
        pairs = [(a, b) for a in everything for b in everything if a < b]
        if any(self.towns[a] != self.towns[b] for a, b in pairs):
            found.append("level_1")
        if any(self.towns[a] == self.towns[b] and not self.together(a, b) for a, b in pairs):
            found.append("worker_distance")
        return found

    def walk(self, grids: Collection[int]) -> int:
        """Return the way between the grids of one person: their shortest spanning tree between inner points, metres.

        A grid without a shape is no way off. Each stretch counts in whole metres.
        """
        if len(grids) < 2:
            return 0
        left = [self._xy[grid] for grid in sorted(grids)]
        reached = [left.pop()]
        total = 0
        while left:
            metres, nearest = min((min(_metres(one, two) for two in reached), at) for at, one in enumerate(left))
            total += metres
            reached.append(left.pop(nearest))
        return total


def _metres(one: tuple[float, float], two: tuple[float, float]) -> int:
    length = ((one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2) ** 0.5
    return 0 if math.isnan(length) else round(length)


def situation_of(plan: Plan, on: dt.date, within: BoolArray | None = None, without: Iterable[int] = ()) -> Situation:
    """Return the posts and people of a plan on a day.

    Parameters
    ----------
    within : bool (n,), optional
        Grids that may change hands; all by default. What people hold elsewhere stays and counts.
    without : iterable of int
        Ids of workers who are to be left as they are.
    """
    scope = np.ones(len(plan.ids), dtype=bool) if within is None else within
    needs = scope & (wanted_roles(plan) != "")
    vacant = lacking(plan, on) & needs
    table = plan.tables["assignments"]
    grid = assigned_positions(plan)
    lasting = known_ends(plan) & ~has_ended(plan, on)  # what is to come counts as well: nobody is promised twice
    kept_out = np.isin(table["worker"].to_numpy(), np.fromiter(without, dtype=np.int64))
    post = np.append(needs, False)[grid]
    movable = counting(plan, on) & fits(plan) & goes_round(plan) & post & ~kept_out
    full_time = is_full_time(plan)
    roles = table["role"].to_numpy(dtype=object)

    found = _Duties()
    rows = np.flatnonzero(known_ends(plan))
    columns = (table["worker"].to_numpy(), grid, roles, lasting, movable, full_time, goes_round(plan))
    for duty in zip(*(column[rows].tolist() for column in columns), strict=True):
        found.add(*duty)
    towns = plan.ancestors_at(plan.scheme.levels[0])
    found.leave_alone_across(towns.tolist())
    out = set(without)
    people = [worker for worker in plan.tables["workers"].index.tolist() if worker not in out]
    return Situation(
        plan,
        on,
        tuple(np.flatnonzero(needs).tolist()),
        frozenset(np.flatnonzero(vacant).tolist()),
        {worker: tuple(sorted(found.held[worker])) for worker in people},
        {worker: found.fixed_of(worker) for worker in people},
        {worker: found.loads_of(worker) for worker in people},
        {worker: frozenset(found.everything[worker] - found.held[worker]) for worker in people},
        {worker: found.roles_of(worker) for worker in people},
    )


class _Duties:
    """What everybody answers for, gathered row by row: sets of places by worker."""

    def __init__(self) -> None:
        self.held: dict[int, set[int]] = defaultdict(set)
        self.rounds: dict[int, set[int]] = defaultdict(set)
        self.full: dict[int, set[int]] = defaultdict(set)
        self.everything: dict[int, set[int]] = defaultdict(set)
        self._now: dict[int, set[str]] = defaultdict(set)
        self._before: dict[int, set[str]] = defaultdict(set)

    def add(self, worker: int, place: int, role: str, lasts: bool, may_move: bool, full: bool, round_: bool) -> None:
        """Add a row of ``assignments``."""
        (self._now if lasts else self._before)[worker].add(ANY if full else role)
        if lasts:
            self.everything[worker].add(place)
            for which, into in ((may_move, self.held), (round_, self.rounds), (full, self.full)):
                if which:
                    into[worker].add(place)

    def leave_alone_across(self, towns: Sequence[int]) -> None:
        """Let whoever has grids in several towns keep them: that is for somebody to settle, and binds no towns here."""
        for held in self.held.values():
            if len({towns[place] for place in held}) > 1:
                held.clear()

    def roles_of(self, worker: int) -> frozenset[str]:
        """Return the roles that somebody has; else those that he or she had; else all."""
        said = self._now[worker] or self._before[worker] or {ANY}
        return frozenset({ANY}) if ANY in said else frozenset(said)

    def fixed_of(self, worker: int) -> tuple[int, ...]:
        """Return where somebody stays; of a full-time worker the units do not count to which he or she does not go."""
        all_ = self.rounds if self.full[worker] else self.everything
        return tuple(sorted(all_[worker] - self.held[worker]))

    def loads_of(self, worker: int) -> tuple[int, ...]:
        """Return what of that counts as grids of a worker; of a full-time one that is what he or she has full-time."""
        fixed = set(self.fixed_of(worker))
        return tuple(sorted(fixed & self.full[worker] if self.full[worker] else fixed))
