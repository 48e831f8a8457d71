"""Running the rules: all or some, over a whole plan or a part of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gridmap.checks.finding import SEVERITY_RANK, Finding
from gridmap.checks.registry import RULES, evidence_of
from gridmap.checks.scope import Scope
from gridmap.model.errors import BadInput
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
    found: list[Finding] = []
    for number, key in enumerate(wanted):
        if progress is not None:
            progress(key, number, len(wanted))
        found.extend(RULES[key].findings(plan, where))
    found = ranked(found)
    accepted = _accepted(plan, day)
    still = [bool(accepted) and accepted.get(finding.id) == evidence_of(finding) for finding in found]
    return Findings(
        open=tuple(f for f, kept in zip(found, still, strict=True) if not kept),
        accepted=tuple(f for f, kept in zip(found, still, strict=True) if kept),
        rules=tuple(wanted),
    )


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of :attr:`Finding.rank`; ids, which cost time, are made only where all else ties."""
    order = sorted(findings, key=lambda finding: finding.weight)
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


def _accepted(plan: Plan, day: dt.date) -> dict[str, str]:
    """Return the evidence of each acceptance in force, by the finding's id."""
    table = plan.tables["accepted"]
    until = table["until_date"].to_numpy(dtype=object)
    valid = (until == "") | (until >= day.isoformat())
    return dict(zip(table["finding"][valid], table["evidence"][valid], strict=True))
