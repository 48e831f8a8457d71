"""Branch ledgers: three tiers, who stands above whom, joint branches."""

from __future__ import annotations

import pytest

from gridmap.people.branches import BranchState, branch_state

from .conftest import after, branches, duties, found, keys, taken_in

CHAIN = found(
    "镇 村社区 网格编码 村社区党组织 网格党支部 楼道党小组 书记 党员数",
    "杨舍镇 长江村 320582100201001 长江村党总支 长江村第一网格党支部 1号楼党小组 李四 12",
    "杨舍镇 长江村 320582100201001 长江村党总支 长江村第一网格党支部 2号楼党小组 李四 12",
    "杨舍镇 长江村 320582100201002 长江村党总支 长江村第二网格党支部 3号楼党小组 王五 9",
)


def test_a_row_with_three_tiers_is_a_chain(place):
    plan = after(place, CHAIN)
    assert [(name, tier, above, grids) for name, tier, above, _, _, _, grids in branches(plan)] == [
        ("1号楼党小组", "building", "长江村第一网格党支部", ()),
        ("2号楼党小组", "building", "长江村第一网格党支部", ()),
        ("3号楼党小组", "building", "长江村第二网格党支部", ()),
        ("长江村党总支", "village", "", ("201",)),
        ("长江村第一网格党支部", "grid", "长江村党总支", ("201001",)),
        ("长江村第二网格党支部", "grid", "长江村党总支", ("201002",)),
    ]
    assert branch_state(plan, [3, 4]).tolist() == [BranchState.OWN] * 2
    assert not taken_in(plan, CHAIN).change


def test_parents_are_found_by_name_in_whatever_order_the_rows_stand(place):
    plan = after(
        place,
        found(
            "镇 村 党组织名称 上级党组织 书记 党员数 网格名称",
            "杨舍镇 长江村 第一网格党支部 长江村党委 李四 12 第一网格",
            "杨舍镇 长江村 长江村党委 - 赵六 30 -",
        ),
        table="branches",
    )
    assert branches(plan) == [
        ("第一网格党支部", "grid", "长江村党委", "李四", 12, False, ("201001",)),
        ("长江村党委", "village", "", "赵六", 30, False, ()),
    ]


def test_a_parent_that_is_not_there_is_told_and_the_branch_comes_in(place):
    prepared = taken_in(
        place, found("支部名称 上级党组织 党员数 网格编码", "第一网格党支部 无名党委 3 320582100201001")
    )
    [fault] = prepared.faults
    assert fault.problem.key == "roster-parent-branch-unknown" and not fault.left_out and prepared.good == 1


def test_branches_of_one_name_in_two_villages_are_two(place):
    plan = after(
        place,
        found(
            "镇 村 支部名称 网格名称 党员数",
            "杨舍镇 长江村 第一网格党支部 第一网格 5",
            "杨舍镇 西街社区 第一网格党支部 第一网格 6",
        ),
    )
    assert [(row[4], row[6]) for row in branches(plan)] == [(5, ("201001",)), (6, ("202001",))]


def test_a_branch_of_several_grids_is_a_joint_one(place):
    table = found("镇 村 支部名称 网格名称", "杨舍镇 长江村 江滨党支部 第一网格", "杨舍镇 长江村 江滨党支部 第二网格")
    prepared = taken_in(place, table)
    plan = place.apply(prepared.change)
    assert branches(plan)[0][5:] == (True, ("201001", "201002")) and "roster-marked-joint" in keys(prepared)
    assert branch_state(plan, [3, 4]).tolist() == [BranchState.JOINT] * 2


@pytest.mark.parametrize(
    ("said", "joint"), [("是", True), ("联合组建", True), ("否", False), ("单独组建", False), ("", False)]
)
def test_whether_a_branch_is_joint_is_what_the_list_says(place, said, joint):
    row = ["江滨党支部", said, "320582100201001"]
    assert branches(after(place, found("支部名称 组建方式 网格编码", row)))[0][5] is joint


def test_a_branch_twice_in_the_plan_is_not_guessed(place):
    plan = after(
        place, found("镇 村 支部名称 网格名称", "杨舍镇 长江村 一支部 第一网格", "杨舍镇 西街社区 一支部 第一网格")
    )
    prepared = taken_in(plan, found("支部名称 书记 党员数", "一支部 李四 9"))
    assert keys(prepared)[0] == "roster-branch-ambiguous" and not prepared.change


def test_a_mixed_ledger_fills_all_tables(place):
    prepared = taken_in(
        place,
        found(
            "序号 镇 村(社区) 网格名称 网格编码 类型 范围 户数 人口 网格长 专职网格员 联系电话 网格党支部 书记 备注",
            "1 杨舍镇 长江村 第一网格 320582100201001 综合网格 江边 380 1050 赵六 张三 13800000001 一支部 李四 -",
            "2 杨舍镇 西街社区 第二网格 320582100202002 专属网格 - 0 20 - 空缺 - 二支部 王五 学校",
        ),
    )
    assert {name: count.new for name, count in prepared.counts.items()} == {
        "workers": 2, "assignments": 2, "branches": 2, "branch_grids": 2, "grids": 0,
    }  # fmt: skip
    plan = place.apply(prepared.change)
    assert duties(plan) == [("张三", "201001", "full_time", "", ""), ("赵六", "201001", "网格长", "", "")]
    assert [(row[0], row[3]) for row in branches(plan)] == [("一支部", "李四"), ("二支部", "王五")]
    assert plan.value(3, "declared_households") == 380 and plan.value(7, "note") == "学校"
    assert {"roster-columns-not-kept", "roster-vacant"} <= set(keys(prepared))


def test_english_headings_of_tiers_make_a_chain_too(place):
    table = found(
        ["Grid code", "Households", "Grid branch", "Secretary", "Building group"],
        ["320582100201001", "120", "Branch 1", "Bo Li", "Group 1"],
    )
    assert branches(after(place, table)) == [
        ("Branch 1", "grid", "", "Bo Li", 0, False, ("201001",)),
        ("Group 1", "building", "Branch 1", "", 0, False, ()),
    ]
