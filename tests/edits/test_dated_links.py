"""Links of branches and grids have days, and count only on them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from gridmap.checks import run_checks
from gridmap.edits import EndLink, LinkBranch, MergeBranches, MergeGrids
from gridmap.figures.statistics import total
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, branches_of, seats
from tests.people.conftest import drawn

A, B = ord("a") * 10, ord("b") * 10
ONE, TWO = 1, 2
BEFORE, WITHIN, AFTER = dt.date(2025, 12, 31), dt.date(2026, 6, 15), dt.date(2027, 1, 1)


@pytest.fixture
def plan() -> Plan:
    """Two grid branches that serve nothing."""
    bare = drawn("ab")
    branches = pd.DataFrame({"name": ["一支部", "二支部"], "tier": ["grid", "grid"]}, index=[ONE, TWO])
    return Plan(bare.scheme, {**bare.tables, "branches": branches})


@pytest.fixture
def linked(plan) -> Plan:
    return plan.apply(LinkBranch(ONE, A, "2026-01-01", "2026-12-31").change(plan))


def test_a_link_counts_from_its_first_day_to_its_last(linked):
    at = int(linked.positions([A])[0])
    for day, state in ((BEFORE, BranchState.NONE), (WITHIN, BranchState.OWN), (AFTER, BranchState.NONE)):
        assert branch_state(linked, on=day)[at] == state
        assert branches_of(linked, A, day).tolist() == ([ONE] if state else [])
        assert len(seats(linked, on=day)[0]) == (1 if state else 0)
        assert total(linked, on=day)["own_branch"].iloc[0] == (1 if state else 0)
        found = {finding.grids for finding in run_checks(linked, rules=["no-branch"], on=day).open}
        assert ((A,) in found) == (not state) and (B,) in found


def test_a_link_may_come_again_but_not_twice_on_a_day(linked):
    again = linked.apply(LinkBranch(ONE, A, "2027-01-01").change(linked))
    assert branch_state(again, [A], AFTER).tolist() == [BranchState.OWN]
    for days in (("", ""), ("2026-12-31", ""), ("2026-03-01", "2026-04-01")):
        with pytest.raises(Refused, match="branch-linked-already"):
            LinkBranch(ONE, A, *days).change(linked)
    with pytest.raises(Refused, match="ends-before-begin"):
        LinkBranch(TWO, A, "2026-12-31", "2026-01-01").change(linked)


def test_a_link_is_ended_and_stays_as_what_was(linked):
    change = EndLink(ONE, A, "2026-06-14").change(linked)
    after = linked.apply(change)
    assert after.tables["branch_grids"].iloc[0].tolist() == [ONE, A, "2026-01-01", "2026-06-14"]
    assert branch_state(after, [A], WITHIN).tolist() == [BranchState.NONE]
    assert after.apply(change.inverted()).same_content(linked)
    assert EndLink(ONE, A, "2025-01-01").change(linked).rows["branch_grids"].after.empty
    for day in ("2026-12-31", "2027-05-05"):
        with pytest.raises(Refused, match="branch-not-linked"):
            EndLink(ONE, A, day).change(linked)


def test_links_that_share_a_day_become_one_when_branches_or_grids_do(linked):
    more = linked.apply(LinkBranch(TWO, A, "2026-06-01").change(linked))
    after = more.apply(MergeBranches((TWO,), ONE).change(more))
    assert after.tables["branch_grids"].to_numpy().tolist() == [[ONE, A, "2026-01-01", ""]]
    more = linked.apply(LinkBranch(ONE, B, "2027-06-01").change(linked))
    after = more.apply(MergeGrids((A, B), A).change(more))
    assert after.tables["branch_grids"].to_numpy().tolist() == [
        [ONE, A, "2026-01-01", "2026-12-31"],
        [ONE, A, "2027-06-01", ""],
    ]
