"""What officers leave to the reader: which village a list is of, ticks for roles, formulas that failed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.exchange.rosters.conftest import after, branches, duties, found, keys, taken_in

LIST = "网格名称 姓名 联系电话 角色"
ROW = "第一网格 张三 13800000001 专职网格员"


# ---- which village ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        {"sheet": "西街社区"},
        {"title": "杨舍镇西街社区网格员名单"},
        {"file": "西街社区网格员.xlsx"},
    ],
)
def test_sheet_title_or_file_say_the_village_where_rows_do_not_and_that_is_told(place, around):
    prepared = taken_in(place, found(LIST, ROW, **around))
    assert duties(place.apply(prepared.change)) == [("张三", "202001", "full_time", "", "")]
    [told] = [problem for problem in prepared.problems if problem.key == "roster-place-around"]
    assert told.values == {"name": "西街社区", "count": 1}


def test_the_unit_above_the_table_says_the_village(place):
    table = replace(found(LIST, ROW), above=("网格员花名册", "填报单位：西街社区", "2024年5月"))
    assert duties(after(place, table)) == [("张三", "202001", "full_time", "", "")]


def test_headings_of_sections_say_the_village_of_the_rows_below(place):
    table = found(
        LIST, ROW, "第二网格 李四 13800000002 专职网格员", "第一网格 王五 13800000003 专职网格员", title="杨舍镇"
    )
    table = replace(table, sections=("长江村", "长江村", "西街社区"))
    codes = {name: code for name, code, *_ in duties(after(place, table))}
    assert codes == {"张三": "201001", "李四": "201002", "王五": "202001"}
    [grid] = [row for row in after(place, table).tables["assignments"]["grid"].tolist() if row == 3]
    assert place.codes([grid])[0] == "320582100201001"  # of the town in the title, not of the other 长江村


def test_of_two_villages_of_a_name_that_of_the_town_around_the_table_is_meant(place):
    row = "长江村 第一网格 张三 13800000001"
    table = found("村 网格 姓名 电话", row, sheet="塘桥镇")
    plan = after(place, table)
    assert place.codes(plan.tables["assignments"]["grid"]) == ["320582101201001"]
    assert keys(taken_in(place, found("村 网格 姓名 电话", row))) == ["roster-place-ambiguous"]


def test_a_name_that_is_one_grid_s_and_another_s_with_its_village_is_asked_for(place):
    # One 长江村 has a 第一网格, the other a grid that is called 长江村第一网格.
    prepared = taken_in(place, found("网格 姓名 电话", "长江村第一网格 张三 13800000001"))
    [fault] = prepared.faults
    assert fault.problem.key == "roster-grid-ambiguous" and len(fault.suggestions) == 2
    whole = taken_in(place, found("网格 姓名 电话", "杨舍镇长江村第一网格 张三 13800000001"))
    assert not whole.faults and duties(place.apply(whole.change))[0][1] == "201001"


def test_codes_in_a_column_of_names_are_codes(place):
    table = found("服务网格 姓名 电话", "320582100201001、320582100202002 张三 13800000001")
    assert [code for _, code, *_ in duties(after(place, table))] == ["201001", "202002"]


# ---- roles -----------------------------------------------------------------------------------------------------------


def test_ticks_under_roles_are_roles_and_never_people(place):
    table = found(
        "网格编码 姓名 电话 专职 兼职",
        "320582100201001 张三 13800000001 √ -",
        "320582100201002 李四 13800000002 - √",
        "320582100202001 王五 13800000003 - -",
    )
    plan = after(place, table)
    assert duties(plan) == [
        ("张三", "201001", "full_time", "", ""),
        ("李四", "201002", "part_time", "", ""),
        ("王五", "202001", "", "", ""),
    ]
    assert sorted(plan.tables["workers"]["name"]) == ["张三", "李四", "王五"]


def test_a_column_that_asks_whether_somebody_is_full_time_is_answered_by_yes_and_no(place):
    table = found(
        "网格编码 姓名 是否专职",
        *(f"32058210020{code} {name} {said}" for code, name, said in (
            ("1001", "张三", "是"), ("1002", "李四", "否"), ("2001", "王五", "√"), ("2002", "赵六", "兼职"),
        )),
    )  # fmt: skip
    roles = {name: role for name, _, role, *_ in duties(after(place, table))}
    assert roles == {"张三": "full_time", "李四": "part_time", "王五": "full_time", "赵六": "part_time"}


def test_yes_under_another_heading_is_no_role_of_the_scheme(place):
    prepared = taken_in(place, found("网格编码 姓名 角色", "320582100201001 张三 是"))
    assert duties(place.apply(prepared.change))[0][2] == "是" and "roster-role-kept" in keys(prepared)


# ---- cells -----------------------------------------------------------------------------------------------------------


def test_failed_formulas_are_told_and_a_row_comes_in_without_what_it_can_do_without(place):
    table = found(
        "网格编码 姓名 电话 任职时间",
        "320582100201001 张三 #N/A -",
        "#REF! 李四 13800000002 -",
        "320582100201002 #NAME? 13800000003 -",
        "320582100202001 王五 13800000004 #VALUE!",
    )
    prepared = taken_in(place, table)
    told = [(fault.problem.row, fault.problem.column, fault.value, fault.left_out) for fault in prepared.faults]
    assert told == [
        (2, "电话", "#N/A", False),
        (3, "网格编码", "#REF!", True),
        (4, "姓名", "#NAME?", True),
        (5, "任职时间", "#VALUE!", True),
    ]
    assert {fault.problem.key for fault in prepared.faults} == {"cell-formula-failed"}
    assert place.apply(prepared.change).tables["workers"][["name", "phone"]].values.tolist() == [["张三", ""]]


def test_a_period_in_the_column_of_begins_is_both_days(place):
    table = found("网格编码 姓名 任职时间", "320582100201001 张三 2021.3-2023.5", "320582100201002 李四 2023.5-2021.3")
    prepared = taken_in(place, table)
    assert duties(place.apply(prepared.change)) == [("张三", "201001", "", "2021-03-01", "2023-05-01")]
    assert [fault.problem.row for fault in prepared.faults] == [3]


def test_a_phone_in_place_of_a_name_is_no_person(place):
    prepared = taken_in(place, found("网格编码 姓名", "320582100201001 13800000001"))
    assert keys(prepared) == ["roster-name-missing"] and not len(place.apply(prepared.change).tables["workers"])


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("李四 身份证号320582199001011234", "李四"),
        ("李四（身份证：32058219900101123X）", "李四"),
        ("李四 320582199013451234", "李四"),  # no such day, but nothing else has that form
        ("李四 ID 320582199001011234", "李四"),
    ],
)
def test_id_numbers_go_with_the_words_before_them(place, cell, left):
    prepared = taken_in(place, found(["网格编码", "姓名"], ["320582100201001", cell]))
    assert place.apply(prepared.change).tables["workers"]["name"].tolist() == [left]
    assert [(one.reason, one.count) for one in prepared.left_out] == [("id-number", 1)]


def test_a_long_code_in_a_column_of_codes_is_no_id_number(place):
    prepared = taken_in(place, found("网格编码 姓名", "320582199001011234 张三"))
    assert keys(prepared) == ["roster-code-unknown"] and prepared.left_out == ()


def test_a_joint_branch_may_be_ticked(place):
    table = found(
        ["党组织名称", "网格编码", "是否联合"],
        ["一支部", "320582100201001", "√"],
        ["二支部", "320582100201002", "×"],
    )
    assert {name: joint for name, _, _, _, _, joint, _ in branches(after(place, table))} == {
        "一支部": True,
        "二支部": False,
    }


# ---- many rows -------------------------------------------------------------------------------------------------------


def test_who_has_the_phone_is_found_among_a_thousand_of_one_name(place):
    rows = [["320582100201001", "张三", f"138{number:08d}"] for number in range(1000)]
    once = after(place, found(["网格编码", "姓名", "电话"], *rows))
    assert len(once.tables["workers"]) == 1000
    again = taken_in(once, found(["网格编码", "姓名", "电话"], *rows[::-1]))
    assert not again.change and again.counts["workers"].same == 1000
    assert np.array_equal(once.tables["workers"]["phone"], [phone for _, _, phone in rows])
