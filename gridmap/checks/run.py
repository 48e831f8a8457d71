"""Running the rules: all or some, over a whole plan or a part of it."""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress
from operator import attrgetter, not_
from typing import Final

from gridmap.checks.ahead import begun_ahead, quick_turns, side_by_side
from gridmap.checks.finding import SEVERITY_RANK, Finding
from gridmap.checks.registry import RULES, evidence_of
from gridmap.checks.scope import Scope
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

Progress = Callable[[str, int, int], None]
"""Called with a rule's key, its number from 0, and the number of rules, before the rule runs."""


@dataclass(frozen=True, eq=False)
class Findings:
    """What a check found.

    Attributes
    ----------
    open : tuple of Finding
        Those that nobody accepted, the most important first.
    accepted : tuple of Finding
        Those that somebody accepted and that still are what they were then.
    rules : tuple of str
        Keys of the rules that were run.
    """

    open: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    rules: tuple[str, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of open findings by rule, for every rule that was run."""
        found = Counter(finding.rule for finding in self.open)
        return {rule: found[rule] for rule in self.rules}

    @cached_property
    def by_severity(self) -> dict[str, int]:
        """Number of open findings by severity."""
        found = Counter(finding.severity for finding in self.open)
        return {severity: found[severity] for severity in SEVERITY_RANK if severity != "off"}

    @property
    def has_errors(self) -> bool:
        """Whether any open finding is an error."""
        return self.by_severity["error"] > 0


def run_checks(
    plan: Plan,
    *,
    rules: Iterable[str] | None = None,
    scope: Iterable[int] | None = None,
    on: dt.date | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Run rules over a plan and return what they found, ranked.

    Parameters
    ----------
    rules : iterable of str, optional
        Keys of the rules to run; all by default. A rule that the scheme turns off does not run.
    scope : iterable of int, optional
        Ids of grids: only these and what is below them are looked at.
    on : date, optional
        The day for which assignments and acceptances count; today by default.
    progress : callable, optional
        See :data:`Progress`. It may raise to cancel.

    Raises
    ------
    BadInput
        ``unknown-rule`` with the keys there are.
    """
    wanted = list(RULES) if rules is None else list(rules)
    for key in wanted:
        if key not in RULES:
            raise BadInput("unknown-rule", value=key, expected=", ".join(RULES))
    wanted = [key for key in wanted if plan.scheme.severity(key, RULES[key].severity) != "off"]
    day = on or dt.date.today()
    where = Scope(None if scope is None else plan.below(list(scope)), day)
    with without_garbage_collection(), quick_turns():
        by_rule = _by_rule(plan, wanted, where, progress)
        found = _ranking(plan).ranked(by_rule) if scope is None else ranked(chain.from_iterable(by_rule))
    accepted = _accepted(plan).get(day)
    if accepted is None:
        accepted = _accepted(plan)[day] = _accepted_on(plan, day)
    still = [f.id in accepted and accepted[f.id] == evidence_of(f) for f in found] if accepted else [False] * len(found)
    return Findings(
        open=tuple(compress(found, map(not_, still))), accepted=tuple(compress(found, still)), rules=tuple(wanted)
    )


def _by_rule(plan: Plan, wanted: list[str], where: Scope, progress: Progress | None) -> list[tuple[Finding, ...]]:
    """Return what each rule finds."""
    rules, found = [RULES[key] for key in wanted], []
    with begun_ahead(plan, rules if where.grids is None else [], where.on) as begun:
        for number, rule in enumerate(rules):
            if progress is not None:
                progress(rule.key, number, len(rules))
            if number == 0 and where.grids is None:
                side_by_side(plan, rules)
            if rule.key in begun:
                begun[rule.key].result()
            found.append(rule.findings(plan, where))
    return found


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of :attr:`Finding.rank`; ids, which cost time, are made only where all else ties."""
    order = sorted(findings, key=attrgetter("weight"))
    for first, last in _ties([finding.weight for finding in order]):
        order[first:last] = sorted(order[first:last], key=lambda finding: finding.id)
    return order


def _ties(keys: list[tuple[object, ...]]) -> Iterator[tuple[int, int]]:
    """Yield where runs of two or more equal keys begin and end."""
    first = 0
    for last in range(1, len(keys) + 1):
        if last == len(keys) or keys[last] != keys[first]:
            if last - first > 1:
                yield first, last
            first = last


class _Ranking:
    """The order of the findings of the last check, into which the next one puts those that came."""

    def __init__(self) -> None:
        self._last: tuple[list[tuple[Finding, ...]], list[Finding]] = ([], [])

    def ranked(self, by_rule: list[tuple[Finding, ...]]) -> list[Finding]:
        """Return the findings of some rules in the order of :attr:`Finding.rank`."""
        before, order = self._last
        was, now = {id(findings): findings for findings in before}, {id(findings): findings for findings in by_rule}
        gone = {id(f): f for key, findings in was.items() if key not in now for f in findings}
        came = {id(f): f for key, findings in now.items() if key not in was for f in findings}
        stays = gone.keys() & came.keys()
        if len(gone) + len(came) - 2 * len(stays) > _FEW:
            order = ranked(chain.from_iterable(by_rule))
        elif len(gone) > len(stays) or len(came) > len(stays):
            left = gone.keys() - stays
            order = [finding for finding in order if id(finding) not in left]
            for key, finding in came.items():
                if key not in stays:
                    insort(order, finding, key=attrgetter("rank"))
        self._last = (by_rule, order)
        return order


_FEW: Final = 50
"""Findings that came or went for which going through all of the others costs less than sorting anew."""


@kept()
def _ranking(plan: Plan) -> _Ranking:
    return _Ranking()


@kept("accepted")
def _accepted(plan: Plan) -> dict[dt.date, dict[str, str]]:
    return {}


def _accepted_on(plan: Plan, day: dt.date) -> dict[str, str]:
    """Return the evidence of each acceptance in force, by the finding's id."""
    table = plan.tables["accepted"]
    until = table["until_date"].to_numpy(dtype=object)
    valid = (until == "") | (until >= day.isoformat())
    return dict(zip(table["finding"][valid], table["evidence"][valid], strict=True))
