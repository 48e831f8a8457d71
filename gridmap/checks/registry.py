"""The rules by key, and how a function becomes one.

A rule is one file in a folder of its group: a function from a plan and a scope to findings, registered by
:func:`check`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from copy import copy
from functools import partial
from hashlib import blake2b
from typing import Final

import shapely

from gridmap.checks.finding import Finding, Group
from gridmap.checks.following import follow
from gridmap.checks.rule import Ahead, Find, Rule
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.kept import Kept
from gridmap.model.plan import Plan
from gridmap.model.scheme import Severity
from gridmap.model.tables import TABLES

EVERYTHING: Final = tuple(name for name in TABLES if name not in ("accepted", "facts", "roads", "water"))
"""All tables that a rule may look at."""

HOUSEHOLDS: Final = (
    "grids.geometry",
    "grids.kind",
    "grids.parent",
    "grids.declared_households",
    "buildings.geometry",
    "buildings.households",
)
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
    ahead: Ahead | None = None,
) -> Callable[[Find], Find]:
    """Register a function as a rule.

    Parameters
    ----------
    key : str
        Name of the rule in kebab case; ``ui/words/sentences`` has a sentence ``finding-KEY`` and a title
        ``rule-KEY``.
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
    ahead : callable, optional
        From a plan and a day to work that may be begun on a core of its own before the first rule; see
        :mod:`gridmap.checks.ahead`.
    """

    def register(find: Find) -> Find:
        depends_on = tuple(dict.fromkeys((*reads, *HOUSEHOLDS)))
        whole: Kept[dict[dt.date, tuple[Finding, ...]]] = Kept(lambda _plan: {}, depends_on, key=f"check {key}")
        RULES[key] = Rule(key, severity, group, limits, source, reads, again, by_family, by_place, find, whole, ahead)
        whole.follows(partial(_follow, key))
        return find

    return register


def _follow(
    key: str, old: Plan, new: Plan, change: Change, found: dict[dt.date, tuple[Finding, ...]]
) -> dict[dt.date, tuple[Finding, ...]]:
    return follow(RULES[key], old, new, change, found)


def evidence_of(finding: Finding) -> str:
    """Return a fingerprint of everything a finding says; an accepted finding returns when it is another one.

    The place takes part in findings about ground alone: that a branch has no secretary stays what it is when a grid
    that it serves gets another border.
    """
    hash_ = blake2b(finding.id.encode(), digest_size=16)
    rule = RULES.get(finding.rule)
    if finding.where is not None and (rule is None or rule.group == "ground"):
        hash_.update(shapely.to_wkb(shapely.normalize(finding.where)))
    hash_.update(json.dumps([dict(finding.values), finding.secret], sort_keys=True).encode())
    return hash_.hexdigest()


def without_findings(plan: Plan) -> Plan:
    """Return the same plan without what the rules found in it, for plans that nobody will check to follow it."""
    findings = {rule.whole.key for rule in RULES.values()}
    bare = copy(plan)
    bare.__dict__["results"] = {key: result for key, result in plan.results.items() if key not in findings}
    return bare


def severity_of(plan: Plan, rule: str) -> Severity:
    """Return how grave findings of a rule are under the plan's scheme."""
    return plan.scheme.severity(rule, RULES[rule].severity)
