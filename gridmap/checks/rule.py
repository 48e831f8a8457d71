"""What a rule is, and what it found in a whole plan, kept and carried over changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gridmap.checks.finding import Finding, Group
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.kept import Kept
from gridmap.model.plan import Plan
from gridmap.model.scheme import Severity

Find = Callable[[Plan, Scope], Iterable[Finding]]


@dataclass(frozen=True)
class Work:
    """Work that may be begun before the first rule; the plan keeps what comes of it.

    Attributes
    ----------
    alone : callable
        What no other rule needs: it is begun at once, in a thread of its own.
    shared : callable
        What other rules need as well; whoever checks does it meanwhile, so that it is done once.
    rest : callable
        What comes after both.
    """

    alone: Callable[[], object]
    shared: Callable[[], object]
    rest: Callable[[], object]


Ahead = Callable[[Plan, dt.date], Work | None]
"""From a plan and a day to what may be begun ahead, if anything."""


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
    ahead: Ahead | None = None

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
