"""Which branch serves a grid: own, joint, none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.branches import BranchState, branch_state, branches_of

VILLAGE, GRID, OTHER = 3, 7, 9
BRANCHES = {1: ("village", False), 2: ("grid", False), 3: ("grid", True), 4: ("building", False), 5: ("", False)}


def plan_with(*links: tuple[int, int]) -> Plan:
    grids = pd.DataFrame({"kind": ["village", "comprehensive", "dedicated"]}, index=[VILLAGE, GRID, OTHER])
    branches = pd.DataFrame.from_dict(BRANCHES, orient="index", columns=["tier", "joint"])
    rows = pd.DataFrame(list(links), columns=["branch", "grid"], index=range(1, len(links) + 1))
    return Plan(load_scheme(), {"grids": grids, "branches": branches, "branch_grids": rows})


@pytest.mark.parametrize(
    ("link", "state"),
    [
        ((2, GRID), [BranchState.NONE, BranchState.OWN, BranchState.NONE]),
        ((3, GRID), [BranchState.NONE, BranchState.JOINT, BranchState.NONE]),
        ((1, GRID), [0, 0, 0]),  # the organisation of the village is not the grid's branch
        ((4, GRID), [0, 0, 0]),  # nor is a building's party group
        ((5, OTHER), [0, 0, 2]),  # a branch whose tier nobody wrote down counts
        ((1, VILLAGE), [2, 0, 0]),
        ((2, VILLAGE), [0, 0, 0]),
        ((6, GRID), [0, 0, 0]),  # no such branch
        ((2, 8), [0, 0, 0]),  # no such grid
    ],
)
def test_a_link_covers_its_grid_if_the_branch_is_of_the_tier_required(link, state):
    assert branch_state(plan_with(link)).tolist() == state


def test_an_own_branch_wins_over_a_joint_one_whatever_the_order():
    for links in ([(2, GRID), (3, GRID)], [(3, GRID), (2, GRID)]):
        assert branch_state(plan_with(*links), [GRID]).tolist() == [2]


def test_grids_are_answered_in_the_order_asked_and_strangers_with_none():
    state = branch_state(plan_with((3, OTHER)), [OTHER, 12345, GRID])
    assert state.dtype == np.int8
    assert state.tolist() == [1, 0, 0]


def test_a_kind_of_which_the_scheme_asks_no_tier_takes_any():
    grids = pd.DataFrame({"kind": ["town"]}, index=[GRID])
    base = plan_with((4, GRID))
    plan = Plan(base.scheme, {**base.tables, "grids": grids})
    assert branch_state(plan).tolist() == [2]


def test_branches_of_a_grid_are_those_that_serve_it():
    plan = plan_with((3, GRID), (2, GRID), (2, GRID), (4, GRID), (2, OTHER))
    assert branches_of(plan, GRID).tolist() == [2, 3]
    assert branches_of(plan, VILLAGE).tolist() == []
    assert branches_of(plan, 999).tolist() == []
