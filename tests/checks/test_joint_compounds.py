"""Joint branches of compounds: who lies beside whom in one village, who is joined, and why others are not.

Two villages side by side, each with two grids of 1,000 m; compounds are squares of 50 m, or only named in a grid.
"""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from gridmap.checks import Finding, run_checks
from gridmap.edits import SetUpJointCompoundBranch, Together
from gridmap.mending import offers
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.joint_branches import branches_wanted
from gridmap.people.joint_compounds import joint_compounds
from gridmap.project.project import Project
from ui.outputs.lists.branches import branches_as_json, branches_in_words
from ui.words.findings import Wording
from ui.words.history_lines import what_was_done

DAY = dt.date(2026, 6, 15)
TOWN, ONE, TWO, A, B, C, D = 1, 2, 3, 11, 12, 21, 22
RULE = "joint-compound-branch-due"
HOSTILE = "<b>=1+1</b>"


def place(rows: list[dict[str, object]]) -> Plan:
    """Return the two villages, ONE with A and B, TWO with C and D from west to east, and some compounds.

    0      1000    2000    3000    4000
    +-------+-------+-------+-------+
    |   A   |   B   |   C   |   D   |
    +-------+-------+-------+-------+
    """
    km = 1000.0
    shapes = {TOWN: (0, 4), ONE: (0, 2), TWO: (2, 4), A: (0, 1), B: (1, 2), C: (2, 3), D: (3, 4)}
    grids = gpd.GeoDataFrame(
        {
            "code": [f"g{key}" for key in shapes],
            "name": ["镇", "甲村", "乙村", "A", "B", "C", "D"],
            "kind": ["town", "village", "village", *["comprehensive"] * 4],
            "parent": [0, TOWN, TOWN, ONE, ONE, TWO, TWO],
        },
        geometry=[box(west * km, 0, east * km, km) for west, east in shapes.values()],
        index=list(shapes),
        crs=4549,
    )
    branches = pd.DataFrame({"name": ["甲村党总支", "乙村党总支"], "tier": "village", "secretary": "李"}, index=[1, 2])
    serving = pd.DataFrame({"branch": [1, 2], "grid": [ONE, TWO]}, index=[1, 2])
    table = gpd.GeoDataFrame(
        pd.DataFrame(
            [{"geometry": None, "grid": 0, "members": 1, **row} for row in rows], index=range(1, len(rows) + 1)
        ),
        geometry="geometry",
        crs=4549,
    )
    return Plan(load_scheme(), {"grids": grids, "branches": branches, "branch_grids": serving, "compounds": table})


def at(x: float, name: str, members: int = 1, y: float = 500) -> dict[str, object]:
    return {"name": name, "members": members, "geometry": box(x, y, x + 50, y + 50)}


def found(plan: Plan) -> list[Finding]:
    return [finding for finding in run_checks(plan, on=DAY).open if finding.rule == RULE]


def grouped(plan: Plan) -> list[set[str]]:
    names = plan.tables["compounds"]["name"].to_numpy()
    return [set(names[rows].tolist()) for rows in joint_compounds(plan).groups()]


def test_neighbours_of_one_village_are_joined_over_the_border_of_their_grids():
    """Two in A and one in B hang together; a fourth is 150 m off, a fifth just over the border of the villages.

    A: a .. b ..|.. c (B)         e (TWO) has its neighbour d in ONE only
    """
    plan = place([at(800, "a"), at(900, "b"), at(1040, "c"), at(1950, "d", 2), at(2010, "e", 2), at(1240, "f")])
    assert grouped(plan) == [{"a", "b", "c"}]
    due = found(plan)
    told = {finding.values["compound"]: finding for finding in due}
    assert set(told) == {"a、b、c", "d", "e", "f"}
    group = told["a、b、c"]
    assert (group.grids, group.values["members"], group.values["limit"]) == ((A, B), 3, 3)
    assert {name: told[name].values["reason"] for name in "def"} == dict.fromkeys("def", "no-neighbour")
    assert Wording(plan, "zh").message(group) == "小区 a、b、c 正式党员各不足 3 人，合计 3 人，可组建联合党支部"
    for language in ("zh", "en"):
        assert all("{" not in Wording(plan, language).message(finding) for finding in due)


@pytest.mark.parametrize(("gap", "joined"), [(99.0, True), (101.0, False)])
def test_a_hundred_metres_between_two_are_the_farthest(gap, joined):
    assert bool(grouped(place([at(100, "a", 2), at(150 + gap, "b", 2)]))) is joined


def test_five_units_at_most_and_nobody_is_left_over_where_that_can_be():
    plan = place([at(100 + 60 * n, f"{n}", 2) for n in range(6)])
    groups = grouped(plan)
    assert len(groups) == 2 and max(map(len, groups)) <= 5 and set.union(*groups) == set("012345")
    few = place([at(100, "a"), at(160, "b")])
    assert [finding.values["reason"] for finding in found(few)] == ["too-few-together"] * 2


def test_one_without_outline_or_buildings_lies_beside_those_of_its_grid():
    bare = {"name": "老街", "grid": A, "members": 1}
    assert grouped(place([at(100, "a", 2), bare])) == [{"a", "老街"}]
    assert grouped(place([at(100, "a", 2), {**bare, "grid": B}])) == []
    assert grouped(place([at(100, "a", 2), {**bare, "grid": 0}])) == []  # nobody knows where it is


def test_who_has_a_branch_members_enough_or_none_is_not_joined():
    rows = [{**at(100, "a", 2), "branch": 1}, at(160, "b", 3), at(220, "c", 0), at(280, "d", 2)]
    assert grouped(place(rows)) == []


def test_a_joint_branch_is_set_up_by_the_fix_journalled_and_undone(tmp_path):
    plan = place([at(800, "长江花园"), at(900, HOSTILE), at(1040, "江畔苑")])
    [finding] = found(plan)
    [offer, _] = offers(plan, finding)
    assert offer.key == "set-up-joint-branch" and offer.edit == SetUpJointCompoundBranch((1, 2, 3))
    after = plan.apply(offer.edit.change(plan))
    branch = after.tables["branches"].loc[3]
    assert branch[["name", "tier", "parent", "members", "joint"]].tolist() == [
        f"长江花园、{HOSTILE}等联合党支部", "grid", 1, 3, True,
    ]  # fmt: skip
    assert after.tables["compounds"]["branch"].tolist() == [3, 3, 3] and not found(after)
    wrong = {"broken-chain", "compound-of-another", "joint-over-units", "too-few-members"}
    assert not [one for one in run_checks(after, on=DAY).open if one.rule in wrong]
    with Project.create(tmp_path / "p.gpkg", plan) as project:
        project.perform(offer.edit)
        assert what_was_done(project.history()[-1], "zh") == f"组建长江花园、{HOSTILE}等联合党支部（3 个小区）"
        project.undo()
        assert project.plan.tables["compounds"]["branch"].tolist() == [0, 0, 0]


def test_what_cannot_be_joined_is_refused():
    plan = place([at(1950, "a", 2), at(2010, "b", 2), {**at(100, "c", 2), "branch": 1}])
    refusals = (((1, 2), "compounds-not-of-one-village"), ((1, 3), "compound-has-branch"), ((1,), "nothing-chosen"))
    for compounds, key in (*refusals, ((1, 99), "no-such-row")):
        with pytest.raises(Refused) as refused:
            SetUpJointCompoundBranch(compounds).change(plan)
        assert refused.value.key == key


def test_the_list_of_branches_has_them_and_all_are_set_up_in_one_step():
    plan = place([at(800, "a"), at(900, "b"), at(1040, "c"), at(1600, "d", 5), at(2500, "e")])
    wanted = branches_wanted(plan, DAY)
    assert dict(zip(wanted["compounds"], wanted["form"], strict=True)) == {(1, 2, 3): "joint", (4,): "own", (5,): ""}
    assert wanted["compound"].tolist() == [0, 4, 5] and wanted["grids"].tolist() == [(A, B), (B,), (C,)]
    words = branches_in_words(plan, wanted, "zh")
    assert words["grids"].tolist() == ["a、b、c", "d", "e"]
    assert words["form"].tolist() == ["组建联合党支部", "单独组建党支部", "相邻小区中没有可联合的"]
    assert branches_as_json(plan, wanted, DAY)["branches"][0]["compounds"] == ["a", "b", "c"]
    after = plan.apply(Together((SetUpJointCompoundBranch((1, 2, 3)),), "set-up-branches", {"count": 1}).change(plan))
    assert branches_wanted(after, DAY)["form"].tolist() == ["own", ""]


def test_neither_order_nor_place_decides_who_is_joined():
    rows = [at(100 + 70 * n, f"{n}", 1 + n % 2) for n in range(9)]
    plan = place(rows)
    moved = plan.tables["compounds"].assign(geometry=plan.tables["compounds"].geometry.translate(4e7, 3e6))
    grids = plan.grids.assign(geometry=plan.grids.geometry.translate(4e7, 3e6))
    other = Plan(plan.scheme, {**plan.tables, "grids": grids.iloc[::-1], "compounds": moved})
    assert grouped(plan) == grouped(other) != []


def test_many_whose_grid_alone_is_known_stand_in_a_row_and_are_joined_quickly():
    bare = [{"name": f"{n}", "grid": A, "members": 2} for n in range(40)]
    groups = grouped(place(bare))
    assert set.union(*groups) == {f"{n}" for n in range(40)} and max(map(len, groups)) <= 5
    assert grouped(place([{**row, "grid": ONE} for row in bare])) == []  # a village says too little
