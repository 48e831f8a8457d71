"""Who answers for a grid, and which branch serves it, changed by edits that refuse what cannot be."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from gridmap.edits import AddWorker, AssignWorker, EndAssignment, LinkBranch, SetJoint, UnlinkBranch
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.branches import BranchState, branch_state, branches_of
from gridmap.people.staffing import Staffing, staffing_state, workers_of
from ui.words.messages import BOTH, message_of, text

TOWN, VILLAGE, WEST, EAST = 1, 2, 11, 12
ZHANG, LI = 1, 2
PARTY, BRANCH = 1, 2
DAY = dt.date(2020, 8, 25)


@pytest.fixture
def plan() -> Plan:
    """West has Zhang full-time since 2019 and a branch; Li and the east have nothing.

    +------+------+
    | WEST | EAST |
    +------+------+
    """
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100", "320582100201", "320582100201001", "320582100201002"],
            "name": ["杨舍镇", "长江村", "第一网格", "第二网格"],
            "kind": ["town", "village", "comprehensive", "comprehensive"],
            "parent": [0, TOWN, VILLAGE, VILLAGE],
        },
        geometry=[box(0, 0, 200, 100), box(0, 0, 200, 100), box(0, 0, 100, 100), box(100, 0, 200, 100)],
        index=[TOWN, VILLAGE, WEST, EAST],
        crs="EPSG:4549",
    )
    workers = pd.DataFrame({"name": ["张三", "李四"], "staff_number": ["W1", ""]}, index=[ZHANG, LI])
    assignments = pd.DataFrame(
        {"worker": [ZHANG], "grid": [WEST], "role": ["full_time"], "from_date": ["2019-01-01"]}, index=[5]
    )
    branches = pd.DataFrame(
        {"name": ["长江村党委", "第一支部"], "tier": ["village", "grid"], "parent": [0, PARTY]}, index=[PARTY, BRANCH]
    )
    links = pd.DataFrame({"branch": [PARTY, BRANCH], "grid": [VILLAGE, WEST]}, index=[1, 2])
    tables = {
        "grids": grids,
        "workers": workers,
        "assignments": assignments,
        "branches": branches,
        "branch_grids": links,
    }
    return Plan(load_scheme(), tables)


def refusal(edit, plan) -> Refused:
    with pytest.raises(Refused) as told:
        edit.change(plan)
    for language in BOTH:  # a sentence that lacks a value falls back on the key
        assert not message_of(told.value, language).startswith(told.value.key)
    return told.value


def test_somebody_who_is_assigned_answers_for_the_grid_from_the_first_to_the_last_day(plan):
    change = AssignWorker(LI, EAST, "full_time", "2020-08-25", "2020-08-26").change(plan)
    after = plan.apply(change)
    days = [DAY + dt.timedelta(days) for days in (-1, 0, 1, 2)]
    states = [Staffing(int(staffing_state(after, [EAST], day)[0])) for day in days]
    assert states == [Staffing.NOBODY, Staffing.FULL_TIME, Staffing.FULL_TIME, Staffing.NOBODY]
    assert workers_of(after, EAST, DAY).tolist() == [LI]
    assert not len(workers_of(plan, EAST, DAY))  # the old plan is untouched
    assert after.apply(change.inverted()).same_content(plan)


def test_nobody_is_assigned_to_a_grid_twice_at_a_time(plan):
    told = refusal(AssignWorker(ZHANG, WEST, "part_time", "2021-01-01"), plan)
    assert (told.key, told.grids) == ("assigned-already", (WEST,))
    assert AssignWorker(ZHANG, WEST, "full_time", "2018-01-01", "2018-12-31").change(plan)
    assert refusal(AssignWorker(ZHANG, WEST, "full_time", "2018-01-01", "2019-01-01"), plan).key == "assigned-already"
    ended = plan.apply(EndAssignment(5, "2020-08-25").change(plan))
    assert AssignWorker(ZHANG, WEST, "part_time", "2020-08-26").change(ended)
    assert refusal(AssignWorker(ZHANG, WEST, "part_time", "2020-08-25"), ended).key == "assigned-already"


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (AssignWorker(99, EAST, "full_time", ""), "no-such-row"),
        (AssignWorker(LI, 99, "full_time", ""), "no-such-row"),
        (AssignWorker(LI, EAST, "chief", ""), "no-such-role"),
        (AssignWorker(LI, EAST, "full_time", "25.8.2020"), "not-a-date"),
        (AssignWorker(LI, EAST, "full_time", "20200825"), "not-a-date"),
        (AssignWorker(LI, EAST, "full_time", "2020-08-25", "2020-08-24"), "ends-before-begin"),
        (EndAssignment(99, "2020-08-25"), "no-such-row"),
        (EndAssignment(5, ""), "not-a-date"),
        (EndAssignment(5, "2018-12-31"), "ends-before-begin"),
        (AddWorker("  "), "worker-without-name"),
        (AddWorker("王五", staff_number=" W1 "), "staff-number-in-use"),
        (LinkBranch(99, EAST), "no-such-row"),
        (LinkBranch(BRANCH, 99), "no-such-row"),
        (LinkBranch(BRANCH, WEST), "branch-linked-already"),
        (UnlinkBranch(BRANCH, EAST), "branch-not-linked"),
        (UnlinkBranch(99, 99), "branch-not-linked"),
        (SetJoint(99, True), "no-such-row"),
    ],
)
def test_what_cannot_be_is_refused(plan, edit, key):
    assert refusal(edit, plan).key == key


def test_an_assignment_ends_with_its_last_day_and_no_later_than_it_did(plan):
    after = plan.apply(EndAssignment(5, "2020-08-25").change(plan))
    assert workers_of(after, WEST, DAY).tolist() == [ZHANG]
    assert not len(workers_of(after, WEST, DAY + dt.timedelta(1)))
    assert refusal(EndAssignment(5, "2020-08-26"), after).key == "ended-already"
    earlier = after.apply(EndAssignment(5, "2020-08-24").change(after))
    assert not len(workers_of(earlier, WEST, DAY))


def test_a_new_worker_can_be_assigned_and_two_may_lack_a_staff_number(plan):
    after = plan.apply(AddWorker(" 王五 ", "11100000000").change(plan))
    [new] = set(after.tables["workers"].index) - set(plan.tables["workers"].index)
    assert after.tables["workers"].loc[new].to_dict() == {"staff_number": "", "name": "王五", "phone": "11100000000"}
    assert AssignWorker(new, EAST, "part_time", "").change(after)


def test_a_branch_serves_a_grid_while_it_is_linked(plan):
    linked = plan.apply(LinkBranch(BRANCH, EAST).change(plan))
    assert branches_of(linked, EAST).tolist() == [BRANCH]
    again = linked.apply(UnlinkBranch(BRANCH, EAST).change(linked))
    assert again.same_content(plan)
    none = plan.apply(UnlinkBranch(BRANCH, WEST).change(plan))
    assert BranchState(int(branch_state(none, [WEST])[0])) is BranchState.NONE


def test_a_link_that_is_there_twice_goes_at_once(plan):
    twice = pd.DataFrame({"branch": [BRANCH] * 2, "grid": [WEST] * 2}, index=[2, 3])
    doubled = Plan(plan.scheme, {**plan.tables, "branch_grids": twice})
    assert not len(branches_of(doubled.apply(UnlinkBranch(BRANCH, WEST).change(doubled)), WEST))


def test_a_branch_is_made_joint_and_back(plan):
    joint = plan.apply(SetJoint(BRANCH, True).change(plan))
    assert BranchState(int(branch_state(joint, [WEST])[0])) is BranchState.JOINT
    assert joint.apply(SetJoint(BRANCH, False).change(joint)).same_content(plan)
    assert not SetJoint(BRANCH, False).change(plan)


@pytest.mark.parametrize(
    "edit",
    [
        AssignWorker(LI, EAST, "full_time", "2020-08-25"),
        EndAssignment(5, "2020-08-25"),
        AddWorker("王五"),
        LinkBranch(BRANCH, EAST),
        UnlinkBranch(BRANCH, WEST),
        SetJoint(BRANCH, True),
    ],
)
def test_the_history_has_a_line_for_each(plan, edit):
    change = edit.change(plan)
    for language in BOTH:
        assert change.values["name"] in text(f"change-{change.label}", language, **change.values)
