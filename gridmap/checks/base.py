"""What a rule is, what it finds, and where it looks.

A rule is one file in this folder: a function from a plan and a scope to findings, registered by :func:`check`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.change import Change
from gridmap.derived import Kept, kept
from gridmap.edits.base import Edit
from gridmap.plan import IntArray, Plan, ShapeArray, shapes_where
from gridmap.scheme import Severity
from gridmap.tables import TABLES

Group = Literal["ground", "codes", "people", "branches", "buildings"]
Value = str | int | float

SEVERITY_RANK: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "notice": 2, "off": 3}


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing that is not as it should be.

    Attributes
    ----------
    rule : str
        Key of the rule.
    severity : "error", "warning" or "notice"
    grids, workers, branches, buildings : tuple of int
        Ids of the rows that it is about, the one at fault first.
    where : geometry or None
        The exact polygon (or points) in the plan's CRS; ``None`` if the finding has no place.
    values : mapping
        What the sentence speaks of and what findings are ranked by: ``area_m2``, ``households``, ``limit``, ...
    fixes : tuple of Edit
        What would mend it.
    about : str
        Tells findings of one rule about the same rows apart where there may be several, for instance the name of a
        compound. Not for personal data: it takes part in the id, and ids are written into every output.
    secret : str
        What the finding is about and nobody is shown, for instance a phone number; takes part in the evidence alone.
    of_grids : tuple of "where" and "households"
        What of the finding is simply that of its grids, and another one when their ground or their households change.
    """

    rule: str
    severity: Severity
    grids: tuple[int, ...] = ()
    workers: tuple[int, ...] = ()
    branches: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()
    where: shapely.Geometry | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    fixes: tuple[Edit, ...] = ()
    about: str = ""
    secret: str = ""
    of_grids: tuple[Literal["where", "households"], ...] = ()

    @cached_property
    def id(self) -> str:
        """Stable name of the finding, made from what it is about and not from what is wrong with it by how much.

        For pieces of ground the place takes part: the westernmost vertex and the next along the border, to a decimetre.
        Of two pieces that share the one no other can share both.
        """
        place: list[float] = []
        if self.about == "place" and self.where is not None:
            vertices = shapely.get_coordinates(shapely.normalize(self.where))[:2]
            place = [round(number, 1) for number in vertices.ravel().tolist()]
        key = [self.rule, self.grids, self.workers, self.branches, self.buildings, self.about, place]
        return blake2b(json.dumps(key).encode(), digest_size=8).hexdigest()

    @cached_property
    def evidence(self) -> str:
        """Fingerprint of everything the finding says; an accepted finding returns when it is another one.

        The place takes part in findings about ground alone: that a branch has no secretary stays what it is when a grid
        that it serves gets another border.
        """
        hash_ = blake2b(self.id.encode(), digest_size=16)
        rule = RULES.get(self.rule)
        if self.where is not None and (rule is None or rule.group == "ground"):
            hash_.update(shapely.to_wkb(shapely.normalize(self.where)))
        hash_.update(json.dumps([dict(self.values), self.secret], sort_keys=True).encode())
        return hash_.hexdigest()

    @cached_property
    def weight(self) -> tuple[int, float, float, str]:
        """Sort key: gravest first, then most households, then most ground, then the rule."""
        households, area = self.values.get("households", 0), self.values.get("area_m2", 0)
        return (SEVERITY_RANK[self.severity], 0 - float(households), 0 - float(area), self.rule)

    @property
    def rank(self) -> tuple[int, float, float, str, str]:
        """Sort key that puts findings in one order alone: :attr:`weight`, then the id."""
        return (*self.weight, self.id)


@dataclass(frozen=True, eq=False)
class Scope:
    """Where rules look, and for which day.

    Attributes
    ----------
    grids : int64 array or None
        Ids of the grids to look at, ascending; ``None`` for all. Family rules look at the families of these parents.
    on : date
        The day for which assignments count.
    known : mapping of int to Finding
        What was found before about pieces of ground that may still be there, by the identity of their shapes.
    """

    grids: IntArray | None = None
    on: dt.date = field(default_factory=dt.date.today)
    known: Mapping[int, Finding] = field(default_factory=dict)

    def has(self, plan: Plan) -> npt.NDArray[np.bool_]:
        """Return which grids of the plan are in the scope. Shape (n,)."""
        which = np.zeros(len(plan.ids), dtype=bool)
        which[self.at(plan)] = True
        return which

    def at(self, plan: Plan) -> IntArray:
        """Return the positions of the scope's grids in ``plan.ids``, ascending. Shape (k,)."""
        if self.grids is None:
            return np.arange(len(plan.ids))
        found = plan.positions(self.grids)
        return found[found >= 0]

    def has_rows(self, plan: Plan, grid_of_row: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Return which rows of another table are in the scope by the grid that each refers to, 0 for none.

        A row that refers to no grid in the scope is in it only if everything is.
        """
        grids = np.asarray(grid_of_row, dtype=np.int64)
        return np.ones(len(grids), dtype=bool) if self.grids is None else np.isin(grids, self.grids)

    def reaches(self, plan: Plan, shapes: ShapeArray) -> npt.NDArray[np.bool_]:
        """Return which shapes meet a grid of the scope; all of them, missing ones too, if everything is in it."""
        from gridmap.tiling.proof import grid_index

        found = np.full(len(shapes), self.grids is None)
        if self.grids is not None:
            shape, grid = grid_index(plan).query(shapes, predicate="intersects")
            found[shape[np.isin(plan.ids[grid], self.grids)]] = True
        return found

    @property
    def parents(self) -> IntArray | None:
        """Ids of the parents whose families are in the scope; ``None`` for all."""
        return self.grids


Find = Callable[[Plan, Scope], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its key, how grave its findings are, which limits it reads, where it comes from, and the function.

    The other attributes say what its findings depend on and how they follow a change; see :func:`check`.
    """

    key: str
    severity: Severity
    group: Group
    limits: tuple[str, ...]
    source: str
    reads: tuple[str, ...]
    again: Callable[[Plan, Plan, Change], IntArray | None] | None
    by_family: bool
    by_place: bool
    find: Find
    whole: Kept[dict[dt.date, tuple[Finding, ...]]]

    def findings(self, plan: Plan, scope: Scope) -> tuple[Finding, ...]:
        """Return what the rule finds; over a whole plan it is kept, and carried over changes that do not concern it."""
        if scope.grids is not None:
            return tuple(self.find(plan, scope))
        by_day = self.whole(plan)
        if scope.on not in by_day:
            by_day[scope.on] = tuple(self.find(plan, scope))
        return by_day[scope.on]

    @property
    def meaning(self) -> str:
        """What the rule finds: the first line of its function's docstring."""
        return (self.find.__doc__ or "").strip().split("\n", 1)[0]


EVERYTHING: Final = tuple(name for name in TABLES if name not in ("accepted", "facts", "roads", "water"))
"""All tables that a rule may look at."""

HOUSEHOLDS: Final = ("grids.geometry", "grids.kind", "grids.parent", "buildings.geometry", "buildings.households")
"""What the place of a grid and its households, by which every finding is ranked, depend on."""

RULES: Final[dict[str, Rule]] = {}
"""All rules by key; filled by importing the package."""


def check(
    key: str,
    *,
    severity: Severity,
    group: Group,
    limits: tuple[str, ...] = (),
    source: str = "",
    reads: tuple[str, ...] = EVERYTHING,
    again: Callable[[Plan, Plan, Change], IntArray | None] | None = None,
    by_family: bool = False,
    by_place: bool = False,
) -> Callable[[Find], Find]:
    """Register a function as a rule.

    Parameters
    ----------
    key : str
        Name of the rule in kebab case; ``ui/messages.py`` has a sentence ``finding-KEY`` and a title ``rule-KEY``.
    severity : "error", "warning" or "notice"
        Unless the scheme says otherwise.
    group : str
        Where the rule stands in lists.
    limits : tuple of str
        Limits of the scheme that it reads.
    source : str
        Document behind it.
    reads : tuple of str
        Tables (``"workers"``) and columns (``"grids.kind"``) that decide what is found. A change that touches none of
        them brings no finding and clears none; what a finding tells of the place and the households of its grids
        follows by itself. All by default.
    again : callable, optional
        From old plan, new plan and change to the ids of the grids about which the rule must be asked again, see
        :data:`gridmap.checks.following.Again`; it is asked about everything if nothing is said.
    by_family : bool
        Whether a scope reaches the findings of this rule by the parent of their grids, and not by the grids.
    by_place : bool
        Whether the rule finds pieces of ground whose shapes stay the same objects as long as nothing about them
        changes (:func:`about_ground` tells those again that it knows). It has no need of ``again``.
    """

    def register(find: Find) -> Find:
        depends_on = tuple(dict.fromkeys((*reads, *HOUSEHOLDS)))
        whole: Kept[dict[dt.date, tuple[Finding, ...]]] = Kept(lambda _plan: {}, depends_on, key=f"check {key}")
        RULES[key] = Rule(key, severity, group, limits, source, reads, again, by_family, by_place, find, whole)
        whole.follows(partial(_follow, key))
        return find

    return register


def _follow(
    key: str, old: Plan, new: Plan, change: Change, found: dict[dt.date, tuple[Finding, ...]]
) -> dict[dt.date, tuple[Finding, ...]]:
    from gridmap.checks.following import follow

    return follow(RULES[key], old, new, change, found)


def without_findings(plan: Plan) -> Plan:
    """Return the same plan without what the rules found in it, for plans that nobody will check to follow it."""
    findings = {rule.whole.key for rule in RULES.values()}
    bare = copy(plan)
    bare.__dict__["results"] = {key: result for key, result in plan.results.items() if key not in findings}
    return bare


def severity_of(plan: Plan, rule: str) -> Severity:
    """Return how grave findings of a rule are under the plan's scheme."""
    return plan.scheme.severity(rule, RULES[rule].severity)


def about_grids(
    plan: Plan, rule: str, at: npt.NDArray[np.intp] | IntArray, **columns: npt.NDArray[np.generic] | Sequence[Value]
) -> Iterator[Finding]:
    """Yield a finding for each of some grids, shown at the grid's ground, with its households.

    Parameters
    ----------
    at : int array (k,)
        Positions in ``plan.ids``.
    **columns : arrays (k,)
        More values for the sentence, one for each grid.
    """
    from gridmap.placement import households_by_grid
    from gridmap.tiling import valid_shapes

    if not len(at):
        return
    severity = severity_of(plan, rule)
    households = households_by_grid(plan)[at].tolist()
    rows = {name: np.asarray(values).tolist() for name, values in columns.items()}
    for i, (grid, ground) in enumerate(zip(plan.ids[at].tolist(), valid_shapes(plan)[at], strict=True)):
        values = {"households": households[i], **{name: column[i] for name, column in rows.items()}}
        yield Finding(rule, severity, grids=(grid,), where=ground, values=values, of_grids=("where", "households"))


def about_rows(
    plan: Plan,
    rule: str,
    grids: Sequence[Sequence[int]],
    *,
    workers: Sequence[Sequence[int]] | None = None,
    branches: Sequence[Sequence[int]] | None = None,
    buildings: Sequence[Sequence[int]] | None = None,
    where: ShapeArray | None = None,
    about: Sequence[str] | None = None,
    secret: Sequence[str] | None = None,
    **columns: npt.NDArray[np.generic] | Sequence[Value],
) -> Iterator[Finding]:
    """Yield a finding for each of some people, branches or buildings, with the households of their grids.

    Parameters
    ----------
    grids : k sequences of int
        Ids of the grids that each finding concerns; may be empty ones.
    workers, branches, buildings : k sequences of int, optional
        Ids of the other rows that it is about.
    where : object (k,), optional
        Its place; by default the ground of its grids.
    about, secret : k texts, optional
        See :class:`Finding`.
    **columns : k values each
        More values for the sentence. A column ``households`` stands instead of the households of the grids.
    """
    from gridmap.tiling import is_on_the_map

    if not len(grids):
        return
    severity = severity_of(plan, rule)
    of_grids: list[Literal["where", "households"]] = []
    if where is not None:
        where = shapes_where(is_on_the_map(where) & ~shapely.is_empty(where), where)
    else:
        of_grids.append("where")
    if "households" not in columns:
        of_grids.append("households")
    rows = {name: np.asarray(values).tolist() for name, values in columns.items()}
    for i, ids in enumerate(grids):
        place, households = ground_and_households(plan, ids) if of_grids else (None, 0)
        yield Finding(
            rule,
            severity,
            grids=tuple(int(grid) for grid in ids),
            workers=tuple(int(worker) for worker in workers[i]) if workers is not None else (),
            branches=tuple(int(branch) for branch in branches[i]) if branches is not None else (),
            buildings=tuple(int(building) for building in buildings[i]) if buildings is not None else (),
            where=place if where is None else where[i],
            values={"households": households, **{name: column[i] for name, column in rows.items()}},
            about=about[i] if about is not None else "",
            secret=secret[i] if secret is not None else "",
            of_grids=tuple(of_grids),
        )


def ground_and_households(plan: Plan, grids: Sequence[int]) -> tuple[shapely.Geometry | None, int]:
    """Return the ground of some grids as one shape (``None`` if they have none), and their households."""
    from gridmap.placement import households_by_grid
    from gridmap.tiling import valid_shapes

    several = tuple(sorted(set(grids)))
    at = plan.positions(several)
    at = at[at >= 0]
    households = int(households_by_grid(plan)[at].sum())
    if len(at) < 2:
        return (valid_shapes(plan)[at[0]] if len(at) else None), households
    united = _united(plan)
    if several not in united:
        united[several] = _ground_of(valid_shapes(plan)[at])
    return united[several], households


@kept("grids.geometry")
def _united(plan: Plan) -> dict[tuple[int, ...], shapely.Geometry | None]:
    """Return the ground of the bunches of grids that were asked for, by their ids; filled as they are asked for."""
    return {}


@_united.follows
def _(
    old: Plan, new: Plan, change: Change, result: dict[tuple[int, ...], shapely.Geometry | None]
) -> dict[tuple[int, ...], shapely.Geometry | None]:
    changed = frozenset(change.ids("grids").tolist())
    return {grids: ground for grids, ground in result.items() if changed.isdisjoint(grids)}


def about_branches(
    plan: Plan, scope: Scope, rule: str, rows: IntArray, **columns: npt.NDArray[np.generic] | Sequence[Value]
) -> Iterator[Finding]:
    """Yield a finding for each of some branches whose seats the scope reaches, with the grids that it is seated in.

    Parameters
    ----------
    rows : int64 (k,)
        Places in the table of branches.
    **columns : k values each
        More values for the sentence.
    """
    from gridmap.branches import seats

    if not len(rows):
        return
    which, grid = seats(plan, rows)
    grids = listed(which, plan.ids[grid], len(rows))
    here = [i for i, ids in enumerate(grids) if scope.grids is None or np.isin(ids, scope.grids).any()]
    kept: dict[str, Any] = {name: np.asarray(values)[here] for name, values in columns.items()}
    yield from about_rows(
        plan,
        rule,
        [grids[i] for i in here],
        branches=plan.tables["branches"].index.to_numpy()[rows[here]][:, None].tolist(),
        **kept,
    )


def _ground_of(shapes: ShapeArray) -> shapely.Geometry | None:
    """Return several shapes as one, ``None`` if there is no ground at all."""
    present = shapes[~shapely.is_missing(shapes)]
    if len(present) < 2:
        return present[0] if len(present) else None
    return shapely.union_all(present)


def listed(group: npt.NDArray[np.integer], item: npt.NDArray[np.integer], groups: int) -> list[list[int]]:
    """Return the items of each group from 0 to ``groups`` - 1, in the order given, as lists of Python integers."""
    order = np.argsort(group, kind="stable")
    if not groups:
        return []
    cuts = np.cumsum(np.bincount(group, minlength=groups))[:-1]
    return [part.tolist() for part in np.split(item[order], cuts)]


def about_ground(
    plan: Plan,
    scope: Scope,
    rule: str,
    grids: Iterable[tuple[int, ...]],
    shapes: ShapeArray,
    **columns: npt.NDArray[np.generic],
) -> Iterator[Finding]:
    """Yield a finding for each piece of ground, with its area, width, households, and the grids concerned."""
    from gridmap.placement import households_in
    from gridmap.tiling import width

    if not len(shapes):
        return
    ids = list(grids)
    known = [scope.known.get(id(shape)) for shape in shapes] if scope.known else [None] * len(shapes)
    yield from (finding for finding in known if finding is not None)
    new = [i for i, finding in enumerate(known) if finding is None]
    if not new:
        return
    severity, shapes = severity_of(plan, rule), shapes[new]
    values = {
        "area_m2": shapely.area(shapes).tolist(),
        "width_m": width(shapes).tolist(),
        "households": households_in(plan, shapes).tolist(),
        **{name: column[new].tolist() for name, column in columns.items()},
    }
    for place, (i, shape) in enumerate(zip(new, shapes, strict=True)):
        row = {name: column[place] for name, column in values.items()}
        yield Finding(rule, severity, grids=ids[i], where=shape, values=row, about="place")
