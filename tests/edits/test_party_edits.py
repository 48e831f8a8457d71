"""Party branches and zones made, corrected, dissolved and merged."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from gridmap.edits import (
    AddBranch,
    AddZone,
    CorrectBranch,
    CorrectZone,
    DeleteBranch,
    DeleteZone,
    MergeBranches,
)
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from tests.people.conftest import drawn
from ui.words.messages import BOTH, message_of, text

PARTY, FIRST, AGAIN, GROUP = 1, 2, 3, 4
A, B = ord("a") * 10, ord("b") * 10


@pytest.fixture
def plan() -> Plan:
    """The village's organisation, a branch that was listed twice, and a group below the second of the two."""
    bare = drawn("ab")
    branches = pd.DataFrame(
        {
            "name": ["村党委", "第一支部", "第一支部", "一组"],
            "tier": ["village", "grid", "grid", "building"],
            "parent": [0, PARTY, PARTY, AGAIN],
            "secretary": ["", "", "王五", ""],
            "members": [9, 0, 12, 3],
        },
        index=[PARTY, FIRST, AGAIN, GROUP],
    )
    links = pd.DataFrame({"branch": [FIRST, AGAIN, AGAIN], "grid": [A, A, B]}, index=[1, 2, 3])
    zones = gpd.GeoDataFrame({"name": ["片区"], "branch": [AGAIN]}, geometry=[box(0, 0, 1, 1)], index=[1], crs=bare.crs)
    return Plan(bare.scheme, {**bare.tables, "branches": branches, "branch_grids": links, "zones": zones})


def done(plan: Plan, edit: object) -> Plan:
    change = edit.change(plan)
    after = plan.apply(change)
    assert change and after.apply(change.inverted()).same_content(plan)
    for language in BOTH:
        assert text(f"change-{change.label}", language, **change.values)
    return after


def test_a_branch_is_made_below_another_and_namesakes_are_counted(plan):
    edit = AddBranch(" 第一支部 ", "grid", PARTY, "李四", 15, True)
    row = done(plan, edit).tables["branches"].loc[5]
    assert row.to_dict() == {
        "name": "第一支部", "tier": "grid", "parent": PARTY, "secretary": "李四", "members": 15, "joint": True,
    }  # fmt: skip
    assert edit.change(plan).values["namesakes"] == 2


def test_a_branch_is_corrected_and_what_is_not_said_stays(plan):
    row = done(plan, CorrectBranch(GROUP, parent=FIRST, secretary="赵六")).tables["branches"].loc[GROUP]
    assert (row["parent"], row["secretary"], row["name"], row["members"]) == (FIRST, "赵六", "一组", 3)


def test_of_two_that_are_one_the_one_has_grids_groups_and_zones(plan):
    after = done(plan, MergeBranches((AGAIN,), FIRST))
    row = after.tables["branches"].loc[FIRST]
    assert (row["secretary"], row["members"]) == ("王五", 12)
    assert after.tables["branches"].loc[GROUP, "parent"] == FIRST
    assert sorted(zip(after.tables["branch_grids"]["branch"], after.tables["branch_grids"]["grid"], strict=True)) == [
        (FIRST, A),
        (FIRST, B),
    ]
    assert after.tables["zones"]["branch"].tolist() == [FIRST]


def test_a_branch_is_dissolved_with_its_links_and_zones_lose_it(plan):
    without = plan.apply(CorrectBranch(GROUP, parent=FIRST).change(plan))
    after = done(without, DeleteBranch(AGAIN))
    assert AGAIN not in after.tables["branches"].index and after.tables["branch_grids"]["branch"].tolist() == [FIRST]
    assert after.tables["zones"]["branch"].tolist() == [0]


def test_a_zone_is_drawn_corrected_and_taken_away(plan):
    drawn_ = done(plan, AddZone("北片", "party", FIRST, box(0, 0, 5, 5)))
    assert drawn_.tables["zones"].loc[2, "name"] == "北片"
    other = done(drawn_, CorrectZone(2, name="南片", branch=0, ground=box(0, 0, 9, 9)))
    row = other.tables["zones"].loc[2]
    assert (row["name"], row["branch"], row["geometry"].area) == ("南片", 0, 81)
    assert done(other, DeleteZone(2)).tables["zones"].index.tolist() == [1]


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (AddBranch(" "), "branch-without-name"),
        (AddBranch("x", "street"), "no-such-tier"),
        (AddBranch("x", "village", FIRST), "tier-not-below"),
        (AddBranch("x", parent=99), "no-such-row"),
        (AddBranch("x", members=-1), "members-negative"),
        (CorrectBranch(AGAIN, parent=GROUP), "branch-above-itself"),
        (CorrectBranch(AGAIN, parent=AGAIN), "branch-above-itself"),
        (CorrectBranch(AGAIN, name="第一支部"), "changes-nothing"),
        (DeleteBranch(AGAIN), "branch-has-below"),
        (MergeBranches((FIRST,), FIRST), "same-branch"),
        (MergeBranches((AGAIN,), GROUP), "branch-above-itself"),
        (MergeBranches((), GROUP), "nothing-chosen"),
        (AddZone(""), "zone-without-name"),
        (AddZone("x", branch=99), "no-such-row"),
        (AddZone("x", ground=Point(0, 0)), "not-an-area"),
        (CorrectZone(1, name="片区"), "changes-nothing"),
        (DeleteZone(9), "no-such-row"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(plan, edit, reason):
    with pytest.raises(Refused, match=reason) as refused:
        edit.change(plan)
    for language in BOTH:
        said = message_of(refused.value, language)
        assert reason not in said and "=" not in said
