"""Branches that should be there: of a grid by its members, and joint ones of neighbours, set up in one step.

Twelve villages in a row, each with the grids a to f in two rows of three; every grid lacks a branch.
"""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from gridmap.checks import Finding, run_checks
from gridmap.edits import SetUpBranch, SetUpCompoundBranch, Together
from gridmap.mending import offers
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.branches import branch_state
from gridmap.people.chains import ChainState, building_chains
from gridmap.people.joint_branches import branches_wanted, joint_branches
from ui.outputs.lists.branches import branches_in_words
from ui.words.findings import Wording

DAY = dt.date(2026, 6, 15)
VILLAGES = 12
TOWN = 9000
RULES = ("branch-due", "joint-branch-due")


def place(members: list[int]) -> Plan:
    """Return the villages 1 to 12 with a branch each, and their grids: 100 times the village and 1 to 6."""
    villages = list(range(1, VILLAGES + 1))
    low = [
        (100 * v + 1 + n, v, box(v * 10 + n % 3, n // 3, v * 10 + n % 3 + 1, n // 3 + 1))
        for v in villages
        for n in range(6)
    ]
    scale = 100.0
    grids = gpd.GeoDataFrame(
        {
            "code": ["t", *(f"v{v}" for v in villages)] + [f"g{row[0]}" for row in low],
            "name": ["镇", *(f"{v}村" for v in villages)] + [f"{row[0]}网格" for row in low],
            "kind": ["town"] + ["village"] * VILLAGES + ["comprehensive"] * len(low),
            "parent": [0] + [TOWN] * VILLAGES + [row[1] for row in low],
            "declared_members": [0] * (VILLAGES + 1) + members * VILLAGES,
        },
        geometry=[box(0, 0, 200, 2)] + [box(v * 10, 0, v * 10 + 3, 2) for v in villages] + [row[2] for row in low],
        index=[TOWN, *villages, *(row[0] for row in low)],
        crs=4549,
    )
    grids["geometry"] = grids.geometry.scale(scale, scale, origin=(0, 0))
    branches = pd.DataFrame(
        {"name": [f"{v}村党总支" for v in villages], "tier": "village", "secretary": "李"}, index=villages
    )
    links = pd.DataFrame({"branch": villages, "grid": villages}, index=villages)
    return Plan(load_scheme(), {"grids": grids, "branches": branches, "branch_grids": links})


def found(plan: Plan, rule: str) -> list[Finding]:
    return [finding for finding in run_checks(plan, on=DAY).open if finding.rule == rule]


#  d e f     members of the grids of every village; a to c are the row in the south
#  a b c


def test_twelve_branches_that_are_due_are_found_and_nothing_else():
    plan = place([3, 0, 0, 0, 0, 0])
    due = found(plan, "branch-due")
    assert sorted(finding.grids for finding in due) == [(100 * v + 1,) for v in range(1, VILLAGES + 1)]
    assert {(finding.values["members"], finding.values["limit"]) for finding in due} == {(3, 3)}
    assert not found(plan, "joint-branch-due")
    assert not found(place([2, 0, 0, 0, 0, 0]), "branch-due")
    [offer, _] = offers(plan, due[0])
    after = plan.apply(offer.edit.change(plan))
    assert len(found(after, "branch-due")) == VILLAGES - 1
    branch = after.tables["branches"].loc[13]
    assert branch[["name", "tier", "members", "joint"]].tolist() == [f"{due[0].grids[0]}党支部", "grid", 3, False]
    assert branch["parent"] == due[0].grids[0] // 100


def test_a_joint_branch_does_not_do_for_a_grid_with_members_enough():
    plan = place([3, 0, 0, 0, 0, 0])
    joint = pd.DataFrame({"name": ["联合"], "tier": ["grid"], "parent": [1], "joint": [True]}, index=[13])
    links = pd.DataFrame({"branch": [13, 13], "grid": [101, 102]}, index=[13, 14])
    tables = {
        name: pd.concat([plan.tables[name], more]) for name, more in (("branches", joint), ("branch_grids", links))
    }
    served = Plan(plan.scheme, {**plan.tables, **tables})
    assert (101,) in [finding.grids for finding in found(served, "branch-due")]
    own = Plan(plan.scheme, {**served.tables, "branches": served.tables["branches"].assign(joint=False)})
    assert (101,) not in [finding.grids for finding in found(own, "branch-due")]


def test_twelve_joint_branches_are_proposed_and_set_up_in_one_step():
    plan = place([1, 1, 1, 0, 2, 0])
    due = found(plan, "joint-branch-due")
    groups = sorted(finding.grids for finding in due)
    assert groups == [(100 * v + 1, 100 * v + 2, 100 * v + 3, 100 * v + 5) for v in range(1, VILLAGES + 1)]
    assert {finding.values["members"] for finding in due} == {5}
    assert Wording(plan, "zh").message(due[0]).endswith("正式党员各不足 3 人，合计 5 人，可组建联合党支部")
    edits = [offers(plan, finding)[0].edit for finding in due]
    after = plan.apply(Together(tuple(edits), "set-up-branches", {"count": len(edits)}).change(plan))
    assert not found(after, "joint-branch-due") and len(after.tables["branches"]) == 2 * VILLAGES
    in_groups = [grid for group in groups for grid in group]
    assert set(branch_state(after, in_groups, DAY).tolist()) == {1}
    assert after.tables["branches"].loc[13:, "joint"].all()
    assert not [
        finding for finding in run_checks(after, on=DAY).open if finding.rule in ("broken-chain", "branch-of-another")
    ]


@pytest.mark.parametrize(
    ("members", "left", "why"),
    [
        ([1, 0, 0, 0, 0, 2], {1: "no-neighbour", 6: "no-neighbour"}, "no-neighbour"),  # they touch nowhere
        ([1, 1, 0, 0, 0, 0], {1: "too-few-together", 2: "too-few-together"}, "too-few-together"),
        ([1, 0, 0, 0, 2, 0], {1: "no-neighbour", 5: "no-neighbour"}, "no-neighbour"),  # at a corner only
    ],
)
def test_what_cannot_be_joined_says_why(members, left, why):
    plan = place(members)
    due = found(plan, "joint-branch-due")
    assert {finding.grids[0] % 100: finding.values["reason"] for finding in due} == left
    assert len(due) == len(left) * VILLAGES and all(len(finding.grids) == 1 for finding in due)
    for language in ("zh", "en"):
        assert "{" not in Wording(plan, language).message(due[0])
    assert [offer.key for offer in offers(plan, due[0])] == ["accept"]


def test_a_group_has_five_units_at_most_and_none_is_left_over():
    plan = place([2, 2, 2, 2, 2, 2])
    found_ = joint_branches(plan, DAY)
    assert (found_.group >= 0).all() and len(found_.groups()) == 2 * VILLAGES
    assert max(len(group) for group in found_.groups()) <= 5
    assert all(len(np.unique(plan.parents[group])) == 1 for group in found_.groups())
    strict = load_scheme().text.replace(
        "[limit.joint_branch_units]\nvalue = 5", "[limit.joint_branch_units]\nvalue = 2"
    )
    from gridmap.model.scheme import parse_scheme

    pairs = joint_branches(Plan(parse_scheme(strict), dict(plan.tables)), DAY)
    assert {len(group) for group in pairs.groups()} == {2} and (pairs.group >= 0).all()


def test_what_is_proposed_depends_on_neither_order_nor_place():
    plan = place([1, 2, 1, 2, 1, 2])
    grids = plan.grids
    moved = grids.assign(geometry=grids.geometry.translate(4e7, 3e6))
    other = Plan(plan.scheme, {**plan.tables, "grids": moved.iloc[::-1]})
    groups = [[group.tolist() for group in joint_branches(one, DAY).groups()] for one in (plan, other)]
    assert groups[0] == groups[1] and groups[0]


def test_a_branch_is_refused_where_there_is_one_or_the_grids_are_of_two_villages():
    plan = place([3, 1, 1, 1, 1, 1])
    after = plan.apply(SetUpBranch((101,)).change(plan))
    for grids, key in (((101,), "branch-serves-already"), ((102, 202), "not-of-one-parent"), ((), "nothing-chosen")):
        with pytest.raises(Refused) as refused:
            SetUpBranch(grids).change(after)
        assert refused.value.key == key


def test_nothing_is_said_where_no_list_says_how_many_members_there_are():
    plan = place([0] * 6)
    assert not [finding for rule in RULES for finding in found(plan, rule)]


def with_compounds(plan: Plan, members: list[int], branch: int = 0) -> Plan:
    """Return the plan with compounds in the grids 101, 201, ... and a building of 30 households in each."""
    homes = [100 * v + 1 for v in range(1, len(members) + 1)]
    compounds = pd.DataFrame(
        {"name": [f"{v}苑" for v in range(1, len(members) + 1)], "grid": homes, "members": members, "branch": branch},
        index=range(1, len(members) + 1),
    )
    at = plan.grids.loc[homes].geometry.representative_point()
    names = compounds["name"].tolist()
    buildings = gpd.GeoDataFrame({"compound": names, "households": 30}, geometry=at.tolist(), index=homes, crs=4549)
    return Plan(plan.scheme, {**plan.tables, "compounds": compounds, "buildings": buildings})


def test_twelve_compounds_that_should_have_a_branch_are_found_and_it_is_set_up():
    plan = with_compounds(place([0] * 6), [3] * VILLAGES)
    due = found(plan, "compound-branch-due")
    assert sorted(finding.values["compound"] for finding in due) == sorted(f"{v}苑" for v in range(1, VILLAGES + 1))
    assert sorted(finding.grids[0] for finding in due) == [100 * v + 1 for v in range(1, VILLAGES + 1)]
    assert {finding.values["households"] for finding in due} == {30}
    assert not found(with_compounds(plan, [2] * VILLAGES), "compound-branch-due")
    assert set(building_chains(plan, DAY).state.tolist()) == {ChainState.NOBODY}
    after = plan.apply(Together(tuple(offers(plan, one)[0].edit for one in due), "set-up-branches").change(plan))
    assert not found(after, "compound-branch-due") and not found(after, "compound-of-another")
    assert set(building_chains(after, DAY).state.tolist()) == {ChainState.WHOLE}  # though no branch serves the grids
    branches = after.tables["branches"].loc[13:]
    assert sorted(branches["parent"]) == list(range(1, VILLAGES + 1)) and set(branches["members"]) == {3}
    with pytest.raises(Refused) as refused:
        SetUpCompoundBranch(1).change(after)
    assert refused.value.key == "compound-has-branch"


def test_a_compound_of_another_village_is_told_and_its_chain_is_broken():
    plan = place([0] * 6)
    far = pd.DataFrame({"name": ["远支部"], "tier": ["grid"], "parent": [2], "secretary": ["李"]}, index=[13])
    plan = Plan(plan.scheme, {**plan.tables, "branches": pd.concat([plan.tables["branches"], far])})
    plan = with_compounds(plan, [3, 3], branch=13)  # at home in the second village only
    [finding] = found(plan, "compound-of-another")
    assert (finding.values["compound"], finding.values["unit"], finding.branches) == ("1苑", "v2", (13,))
    assert building_chains(plan, DAY).state.tolist() == [ChainState.ELSEWHERE, ChainState.WHOLE]


def test_the_list_has_grids_groups_and_compounds_in_the_order_of_their_places():
    plan = with_compounds(place([3, 1, 1, 0, 1, 2]), [5])
    wanted = branches_wanted(plan, DAY)
    assert wanted["form"].tolist().count("own") == VILLAGES + 1 and wanted["compound"].tolist().count(1) == 1
    assert [grids[0] // 100 for grids in wanted["grids"]] == sorted(grids[0] // 100 for grids in wanted["grids"])
    for language in ("zh", "en"):
        words = branches_in_words(plan, wanted, language)
        assert "1苑" in words["grids"].tolist() and len(words) == len(wanted)
