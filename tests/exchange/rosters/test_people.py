"""Lists of workers: who is who, who works where, and what next month's list ends."""

from __future__ import annotations

import datetime as dt

import pytest

from gridmap.people.staffing import Staffing, staffing_state

from .conftest import after, duties, found, keys, taken_in

HEAD = "序号 镇 村社区 网格名称 姓名 联系电话 角色"
FIRST = found(
    HEAD,
    "1 杨舍镇 长江村 第一网格 张三 13800000001 专职网格员",
    "2 杨舍镇 长江村 第二网格 李四 13800000002 专职网格员",
    "3 杨舍镇 西街社区 第1网格 王五 13800000003 兼职网格员",
)


def test_people_come_in_with_the_grids_and_roles_that_the_rows_name(place):
    plan = after(place, FIRST)
    assert duties(plan) == [
        ("张三", "201001", "full_time", "", ""),
        ("李四", "201002", "full_time", "", ""),
        ("王五", "202001", "part_time", "", ""),
    ]
    assert plan.tables["workers"]["phone"].tolist() == ["13800000001", "13800000002", "13800000003"]


def test_the_same_list_again_changes_nothing(place):
    plan = after(place, FIRST)
    again = taken_in(plan, FIRST)
    assert not again.change and again.counts["workers"].same == 3 and again.good == 3
    dated = after(place, FIRST, as_of=dt.date(2024, 5, 1))
    assert not taken_in(dated, FIRST, as_of=dt.date(2024, 5, 1)).change


def test_a_row_twice_is_one(place):
    twice = found(HEAD, *["1 杨舍镇 长江村 第一网格 张三 13800000001 专职网格员"] * 2)
    prepared = taken_in(place, twice)
    assert prepared.counts["assignments"].new == 1 and "roster-rows-twice" in keys(prepared)


def test_next_months_list_ends_whom_it_leaves_out_the_day_before_and_begins_the_others(place):
    plan = after(place, FIRST, as_of=dt.date(2024, 5, 1))
    next_month = found(
        HEAD,
        "1 杨舍镇 长江村 第一网格 赵六 13800000006 专职网格员",
        "2 杨舍镇 长江村 第二网格 李四 13800000002 专职网格员",
    )
    prepared = taken_in(plan, next_month, as_of=dt.date(2024, 6, 1))
    assert prepared.counts["assignments"].ended == 1 and "roster-scope" in keys(prepared)
    assert duties(plan.apply(prepared.change)) == [
        ("张三", "201001", "full_time", "2024-05-01", "2024-05-31"),
        ("李四", "201002", "full_time", "2024-05-01", ""),
        ("王五", "202001", "part_time", "2024-05-01", ""),  # the list does not speak of that grid
        ("赵六", "201001", "full_time", "2024-06-01", ""),
    ]


def test_a_list_of_one_role_ends_nobody_in_another(place):
    plan = after(place, found(HEAD, "1 杨舍镇 长江村 第一网格 张三 13800000001 兼职网格员"))
    later = after(plan, found(HEAD, "1 杨舍镇 长江村 第一网格 李四 13800000002 专职网格员"), as_of=dt.date(2024, 6, 1))
    assert ("张三", "201001", "part_time", "", "") in duties(later)


def test_a_place_that_the_list_calls_vacant_is_vacant_from_then_on(place):
    plan = after(place, FIRST)
    later = after(plan, found(HEAD, "1 杨舍镇 长江村 第一网格 空缺 - 专职网格员"), as_of=dt.date(2024, 6, 1))
    assert ("张三", "201001", "full_time", "", "2024-05-31") in duties(later)


def test_what_began_on_the_very_day_and_is_no_longer_listed_goes(place):
    day = dt.date(2024, 5, 1)
    plan = after(place, FIRST, as_of=day)
    mended = found(HEAD, "1 杨舍镇 长江村 第一网格 赵六 13800000006 专职网格员")
    assert duties(after(plan, mended, as_of=day))[-1][0] == "赵六"
    assert "张三" not in [name for name, *_ in duties(after(plan, mended, as_of=day))]


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        (["长江村 第一网格 张三 13800000001 -", "长江村 第二网格 张三 13800000002 -"], 2),  # two phones
        (["长江村 第一网格 张三 - W1", "长江村 第二网格 张三 - W2"], 2),  # two numbers
        (["长江村 第一网格 张三 13800000001 -", "长江村 第二网格 张三 - -"], 1),  # nothing tells a second one
        (["长江村 第一网格 张三 13800000001 W1", "长江村 第二网格 张三 13800000009 W1"], 1),  # a number is one person
    ],
)
def test_namesakes_are_told_apart_by_phone_or_staff_number(place, rows, people):
    plan = after(place, found("村 网格 姓名 电话 工号", *(row for row in rows)), choices={"长江村": 2})
    assert len(plan.tables["workers"]) == people


def test_a_name_that_two_people_bear_needs_a_phone(place):
    plan = after(
        place,
        found(
            "镇 村 网格 姓名 电话", "杨舍镇 长江村 第一网格 张三 13800000001", "杨舍镇 长江村 第二网格 张三 13800000002"
        ),
    )
    prepared = taken_in(plan, found("镇 村 网格 姓名 电话", "杨舍镇 西街社区 第一网格 张三 -"))
    assert (
        keys(prepared) == ["roster-namesakes", "roster-without-role"][:1] and prepared.bad == 1 and not prepared.change
    )


def test_a_new_phone_of_whoever_works_in_the_grid_already_is_a_change(place):
    plan = after(place, FIRST)
    prepared = taken_in(plan, found(HEAD, "1 杨舍镇 长江村 第一网格 张三 13911111111 专职网格员"))
    assert prepared.counts["workers"].changed == 1 and prepared.counts["assignments"].new == 0


def test_a_staff_number_of_somebody_else_is_a_fault(place):
    plan = after(place, found("镇 村 网格 姓名 工号", "杨舍镇 长江村 第一网格 张三 W1"))
    prepared = taken_in(plan, found("镇 村 网格 姓名 工号", "杨舍镇 长江村 第一网格 李四 W1"))
    [fault] = prepared.faults
    assert fault.problem.key == "roster-number-of-another" and fault.problem.values["name"] == "张三"


def test_several_people_and_phones_in_a_cell_are_paired(place):
    plan = after(place, found(HEAD, "1 杨舍镇 长江村 第一网格 张三、李四（代） 13800000001/13800000002 专职网格员"))
    assert plan.tables["workers"][["name", "phone"]].to_numpy().tolist() == [
        ["张三", "13800000001"],
        ["李四", "13800000002"],
    ]


def test_one_phone_for_two_people_is_given_to_neither_and_told(place):
    prepared = taken_in(place, found(HEAD, "1 杨舍镇 长江村 第一网格 张三、李四 13800000001 专职网格员"))
    [fault] = prepared.faults
    assert fault.problem.key == "roster-phones-unclear" and not fault.left_out and prepared.good == 1
    assert prepared.rows["workers"]["phone"].tolist() == ["", ""]


def test_an_impossible_phone_is_told_and_the_person_comes_in_without(place):
    prepared = taken_in(place, found(HEAD, "1 杨舍镇 长江村 第一网格 张三 1380000 专职网格员"))
    [fault] = prepared.faults
    assert fault.problem.key == "phone-too-short" and fault.problem.row == 2 and fault.problem.column == "联系电话"
    assert prepared.rows["workers"]["phone"].tolist() == [""]


@pytest.mark.parametrize("word", ["专职网格长", "准专职", "专职（试用）助理", "网格员"])
def test_an_unknown_role_is_kept_as_it_is_written_and_is_never_full_time(place, word):
    prepared = taken_in(place, found(HEAD, f"1 杨舍镇 长江村 第一网格 张三 - {word}"))
    plan = place.apply(prepared.change)
    assert [role for _, _, role, _, _ in duties(plan)] == [word] and "roster-role-kept" in keys(prepared)
    assert staffing_state(plan).max() == Staffing.PART_TIME


def test_columns_that_are_named_after_a_role_give_it(place):
    plan = after(
        place,
        found(
            "镇 村 网格名称 户数 网格长 联系电话 专职网格员 联系电话_1",
            "杨舍镇 长江村 第一网格 380 赵六 13800000006 张三 13800000001",
        ),
    )
    assert duties(plan) == [("张三", "201001", "full_time", "", ""), ("赵六", "201001", "网格长", "", "")]
    assert plan.tables["workers"].set_index("name")["phone"].to_dict() == {"赵六": "13800000006", "张三": "13800000001"}


def test_the_title_gives_the_role_that_no_column_does(place):
    plan = after(
        place,
        found("镇 村 网格 网格员 电话", "杨舍镇 长江村 第一网格 张三 13800000001", title="杨舍镇专职网格员花名册"),
    )
    assert duties(plan)[0][2] == "full_time"
    without = taken_in(
        place, found("镇 村 网格 姓名 电话", "杨舍镇 长江村 第一网格 张三 13800000001", title="杨舍镇网格员花名册")
    )
    assert without.rows["assignments"]["role"].tolist() == [""] and "roster-without-role" in keys(without)


@pytest.mark.parametrize(
    ("begin", "end", "key"),
    [
        ("2023.5.1", "2023.4.1", "date-reversed"),
        ("2023.13.1", "-", "date-impossible"),
        ("很久以前", "-", "date-not-understood"),
    ],
)
def test_impossible_and_reversed_days_leave_the_row_out(place, begin, end, key):
    prepared = taken_in(place, found("镇 村 网格 姓名 任职时间 截止时间", f"杨舍镇 长江村 第一网格 张三 {begin} {end}"))
    assert [fault.problem.key for fault in prepared.faults] == [key] and prepared.bad == 1 and not prepared.change


def test_days_in_the_usual_ways(place):
    plan = after(
        place,
        found(
            "镇 村 网格 姓名 任职时间 截止时间",
            "杨舍镇 长江村 第一网格 张三 2023.5.1 至今",
            "杨舍镇 长江村 第二网格 李四 2023年5月 45047",
        ),
    )
    assert [row[3:] for row in duties(plan)] == [("2023-05-01", ""), ("2023-05-01", "2023-05-01")]


def test_the_phone_of_a_secretary_is_not_kept_and_told(place):
    prepared = taken_in(
        place, found("网格编码 户数 网格党支部 书记 联系电话", "320582100201001 380 一支部 李四 13800000001")
    )
    [told] = [problem for problem in prepared.problems if problem.key == "roster-columns-left"]
    assert told.values["columns"] == ["联系电话"] and "workers" not in prepared.counts


def test_of_namesakes_the_user_says_who_is_meant(place):
    both = found("网格编码 姓名 电话", "320582100201001 张三 13800000001", "320582100201002 张三 13800000002")
    known = after(place, both)
    vague = found("网格编码 姓名", "320582100202001 张三")
    [fault] = taken_in(known, vague).faults
    assert (fault.problem.key, fault.asked) == ("roster-namesakes", "第一网格/张三")
    assert [one.said for one in fault.namesakes] == ["13800000001", "13800000002"]
    assert [known.value(one.grids[0], "code") for one in fault.namesakes] == ["320582100201001", "320582100201002"]
    meant = after(known, vague, people={fault.asked: "13800000002"})
    second = int(meant.tables["workers"].index[meant.tables["workers"]["phone"] == "13800000002"][0])
    assert meant.tables["assignments"]["worker"].tolist()[-1] == second and len(meant.tables["workers"]) == 2
    somebody = after(known, vague, people={fault.asked: ""})
    assert somebody.tables["workers"]["phone"].tolist() == ["13800000001", "13800000002", ""]
