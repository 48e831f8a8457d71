"""What a rule is, what it finds, and where it looks.

A rule is one file in this folder: a function from a plan and a scope to findings, registered by :func:`check`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.derived import Kept
from gridmap.edits.base import Edit
from gridmap.plan import IntArray, Plan, ShapeArray
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
        Tells findings of one rule about the same rows apart where there may be several, for instance a phone number.
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

    @cached_property
    def id(self) -> str:
        """Stable name of the finding, made from what it is about and not from what is wrong with it by how much.

        For pieces of ground the place (the south-west corner to a decimetre) takes part.
        """
        place: list[float] = []
        if self.about == "place" and self.where is not None:
            place = [round(float(number), 1) for number in shapely.bounds(self.where)[:2]]
        key = [self.rule, self.grids, self.workers, self.branches, self.buildings, self.about, place]
        return blake2b(json.dumps(key).encode(), digest_size=8).hexdigest()

    @cached_property
    def evidence(self) -> str:
        """Fingerprint of everything the finding says; an accepted finding returns when it is another one."""
        hash_ = blake2b(self.id.encode(), digest_size=16)
        if self.where is not None:
            hash_.update(shapely.to_wkb(shapely.normalize(self.where)))
        hash_.update(json.dumps(dict(self.values), sort_keys=True).encode())
        return hash_.hexdigest()

    @property
    def rank(self) -> tuple[int, float, float, str, str]:
        """Sort key: gravest first, then most households, then most ground."""
        households, area = self.values.get("households", 0), self.values.get("area_m2", 0)
        return (SEVERITY_RANK[self.severity], 0 - float(households), 0 - float(area), self.rule, self.id)


@dataclass(frozen=True, eq=False)
class Scope:
    """Where rules look, and for which day.

    Attributes
    ----------
    grids : int64 array or None
        Ids of the grids to look at, ascending; ``None`` for all. Family rules look at the families of these parents.
    on : date
        The day for which assignments count.
    """

    grids: IntArray | None = None
    on: dt.date = field(default_factory=dt.date.today)

    def has(self, plan: Plan) -> npt.NDArray[np.bool_]:
        """Return which grids of the plan are in the scope. Shape (n,)."""
        return np.ones(len(plan.ids), dtype=bool) if self.grids is None else np.isin(plan.ids, self.grids)

    @property
    def parents(self) -> IntArray | None:
        """Ids of the parents whose families are in the scope; ``None`` for all."""
        return self.grids


Find = Callable[[Plan, Scope], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its key, how grave its findings are, which limits it reads, where it comes from, and the function."""

    key: str
    severity: Severity
    group: Group
    limits: tuple[str, ...]
    source: str
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
        Tables (``"workers"``) and columns (``"grids.kind"``) that the findings depend on; a change that touches none
        of them leaves the findings as they are. All by default.
    """

    def register(find: Find) -> Find:
        whole: Kept[dict[dt.date, tuple[Finding, ...]]] = Kept(lambda _plan: {}, reads, key=f"check {key}")
        RULES[key] = Rule(key, severity, group, limits, source, find, whole)
        return find

    return register


def severity_of(plan: Plan, rule: str) -> Severity:
    """Return how grave findings of a rule are under the plan's scheme."""
    return plan.scheme.severity(rule, RULES[rule].severity)


def about_grids(
    plan: Plan, rule: str, at: npt.NDArray[np.intp] | IntArray, **columns: npt.NDArray[np.generic] | list[Value]
) -> Iterator[Finding]:
    """Yield a finding for each of some grids, shown at the grid's shape, with its households.

    Parameters
    ----------
    at : int array (k,)
        Positions in ``plan.ids``.
    **columns : arrays (k,)
        More values for the sentence, one for each grid.
    """
    from gridmap.placement import households_by_grid

    if not len(at):
        return
    severity = severity_of(plan, rule)
    households = households_by_grid(plan)[at].tolist()
    rows = {name: np.asarray(values).tolist() for name, values in columns.items()}
    for i, (grid, shape) in enumerate(zip(plan.ids[at].tolist(), plan.all_shapes[at], strict=True)):
        values = {"households": households[i], **{name: column[i] for name, column in rows.items()}}
        where = None if shape is None or shape.is_empty else shape
        yield Finding(rule, severity, grids=(grid,), where=where, values=values)


def about_ground(
    plan: Plan, rule: str, grids: Iterable[tuple[int, ...]], shapes: ShapeArray, **columns: npt.NDArray[np.generic]
) -> Iterator[Finding]:
    """Yield a finding for each piece of ground, with its area, width, households, and the grids concerned."""
    from gridmap.placement import households_in
    from gridmap.tiling import width

    if not len(shapes):
        return
    severity = severity_of(plan, rule)
    values = {
        "area_m2": shapely.area(shapes).tolist(),
        "width_m": width(shapes).tolist(),
        "households": households_in(plan, shapes).tolist(),
        **{name: column.tolist() for name, column in columns.items()},
    }
    for i, (ids, shape) in enumerate(zip(grids, shapes, strict=True)):
        row = {name: column[i] for name, column in values.items()}
        yield Finding(rule, severity, grids=ids, where=shape, values=row, about="place")
