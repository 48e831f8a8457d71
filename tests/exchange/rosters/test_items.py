"""Lists of items: what comes in, what is told, and that nobody in them is kept."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.exchange.rosters import mapping_of
from gridmap.exchange.rosters.private import is_about_somebody
from gridmap.ground.items import item_holders
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme

from .conftest import EAST, NORTH, after, found, keys, taken_in

HEADERS = "序号 事项编号 类别 上报时间 交办时间 办结时间 评价时间 评价 镇 村（社区） 所属网格"
WHERE = "杨舍镇 长江村 第一网格"


def rows(plan: Plan) -> list[list[object]]:
    return plan.tables["items"].drop(columns="geometry").to_numpy().tolist()


def test_an_item_comes_in_with_its_days_and_its_grid(place):
    table = found(HEADERS, f"1 A-1 环境卫生 2024-05-01 2024.5.2 2024年5月9日 20240512 满意 {WHERE}")
    plan = after(place, table)
    assert rows(plan) == [
        ["A-1", "环境卫生", 3, "2024-05-01", "2024-05-02", "2024-05-09", "2024-05-12", 4],
    ]
    assert plan.codes([plan.ids[item_holders(plan)[0]]]) == ["320582100201001"]
    prepared = taken_in(place, table)
    assert prepared.counts["items"].new == 1 and keys(prepared) == []
    assert prepared.tables[0].mapping.table == "items"
    assert prepared.sources["items"] == {1: (0, 0)}


def test_the_same_list_twice_changes_nothing_and_a_later_one_goes_on(place):
    first = found(HEADERS, f"1 A-1 环境 2024-05-01 - - - - {WHERE}", f"2 - 环境 2024-05-02 - - - - {WHERE}",
                  f"3 - 环境 2024-05-02 - - - - {WHERE}")  # fmt: skip
    plan = after(place, first)
    assert len(plan.tables["items"]) == 3  # two alike without a number are two
    assert not taken_in(plan, first).change
    later = found(HEADERS, f"1 A-1 环境 2024-05-01 2024-05-03 2024-05-06 - 不满意 {WHERE}")
    prepared = taken_in(plan, later)
    assert prepared.counts["items"].changed == 1
    assert rows(plan.apply(prepared.change))[0][3:] == ["2024-05-01", "2024-05-03", "2024-05-06", "", 2]
    again = found(HEADERS, f"1 A-1 停车 2025-02-01 - - - - {WHERE}")  # numbers begin anew with the year
    assert taken_in(plan, again).counts["items"].new == 1


def test_nobody_who_stands_in_the_list_is_kept(place):
    headers = "事项编号 类别 当事人 联系人 联系电话 事项内容 地址 备注 上报时间 网格编码 处理人"
    cells = "B-7 矛盾纠纷 王小明 李四 13800000000 王小明患病 路1号 低保户 2024-05-01 320582100201001 赵六"
    prepared = taken_in(place, found(headers, cells))
    assert {one.column for one in prepared.left_out} == {*headers.split()} - {
        "事项编号",
        "类别",
        "上报时间",
        "网格编码",
    }
    assert prepared.good == 1
    plan = place.apply(prepared.change)
    assert list(prepared.change.rows) == ["items"]
    assert rows(plan) == [["B-7", "矛盾纠纷", 3, "2024-05-01", "", "", "", 0]]
    assert "phone" not in {column.kind for column in prepared.tables[0].mapping.columns}


@pytest.mark.parametrize(
    "header", ["上报人", "诉求内容", "处置情况", "来电号码/手机", "反映人姓名", "Reporter", "Description"]
)
def test_headers_that_speak_of_somebody(header):
    assert is_about_somebody(header)


def test_a_user_cannot_have_a_name_taken_for_something_else(place):
    table = found(["事项编号", "上报时间", "当事人"], ["B-7", "2024-05-01", "王小明"])
    for field in ("person", "note"):
        assert list(taken_in(place, table, columns={"当事人": field}).rows) == ["items"]


def test_a_kind_that_is_a_description_is_not_kept(place):
    told = "居民王小明反映三号楼前面的路灯坏了已经有很长时间没有人来修理过了请尽快"
    kinds = enumerate((told, "噪声13800000000"))
    lines = [f"{row} A-{row} {kind} 2024-05-01 - - - - {WHERE}" for row, kind in kinds]
    table = found(HEADERS, *lines)
    prepared = taken_in(place, table)
    assert keys(prepared) == ["item-kind-long"] * 2 and [fault.value for fault in prepared.faults] == ["...", "..."]
    assert [row[1] for row in rows(place.apply(prepared.change))] == ["", ""]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("2024-05-03 2024-05-01 - -", "交办时间"),
        ("2024-05-03 - 2024-05-02 -", "办结时间"),
        ("2024-05-03 2024-05-05 2024-05-04 -", "办结时间"),
        ("2024-05-03 - 2024-05-09 2024-05-08", "评价时间"),
    ],
)
def test_days_in_an_order_that_cannot_be_are_told_by_row_and_column(place, cells, column):
    table = found(HEADERS, f"1 A-1 环境 {cells} - {WHERE}", f"2 A-2 环境 2024-05-01 - - - - {WHERE}")
    prepared = taken_in(place, table)
    [fault] = prepared.faults
    assert (fault.problem.key, fault.problem.row, fault.problem.column) == ("item-days-reversed", 2, column)
    assert (prepared.good, prepared.bad) == (1, 1) and [row[0] for row in rows(place.apply(prepared.change))] == ["A-2"]


def test_bad_rows_stay_out_with_their_reason_and_good_ones_come_in(place):
    table = found(
        HEADERS,
        f"1 A-1 环境 - - - - - {WHERE}",
        f"2 A-2 环境 2024-13-01 - - - - {WHERE}",
        "3 A-3 环境 2024-05-01 - - - - 杨舍镇 长江村 第九网格",
        f"4 A-4 环境 2024-05-01 - - - 马马虎虎 {WHERE}",
        f"5 A-4 停车 2024-05-01 - - - - {WHERE}",
        "6 A-6 环境 2024-05-01 - - - - 杨舍镇 长江村 第一网格、第二网格",
        "7 A-7 环境 2024-05-01 - - - - 杨舍镇 长江村 -",
        "8 A-8 环境 2024-05-01 - - - - - - -",
        f"9 A-9 环境 2024-05-01 - - - - {WHERE}",
        f"10 A-9 环境 2024-05-01 - - - - {WHERE}",
    )
    prepared = taken_in(place, table)
    assert {fault.problem.row: fault.problem.key for fault in prepared.faults} == {
        2: "item-without-day",
        3: "date-impossible",
        4: "roster-grid-unknown",
        5: "item-rating-unknown",
        6: "item-number-twice",
        7: "item-in-several-grids",
    }
    assert [row[0] for row in rows(place.apply(prepared.change))] == ["A-4", "A-7", "A-8", "A-9"]
    assert [row[2] for row in rows(place.apply(prepared.change))] == [3, 2, 0, 3]  # A-7 is of the village
    assert "roster-items-without-place" in keys(prepared) and "roster-rows-twice" in keys(prepared)
    asked = next(fault.asked for fault in prepared.faults if fault.problem.row == 4)
    assert taken_in(place, table, choices={asked: 4}).good == prepared.good + 1


def test_a_place_says_the_grid_whatever_the_list_does(place):
    headers = ["事项编号", "事项类别", "上报时间", "网格编码", "经度", "纬度"]
    table = found(
        headers,
        ["A-1", "环境", "2024-05-01", "320582100201001", f"{EAST + 1500}", f"{NORTH + 500}"],
        ["A-2", "环境", "2024-05-01", "320582100201001", f"{EAST + 1500}", f"{NORTH - 500}"],
    )
    plan = after(place, table)
    at = plan.ids[item_holders(plan)]
    assert plan.codes(at) == ["320582100201002", "320582100201001"]  # the second lies in no grid
    assert not taken_in(plan, table).change


def test_kinds_of_the_scheme_are_known_by_their_names(place):
    kind = '\n[[item]]\nkey = "clean"\nname = { zh = "环境卫生", en = "Sanitation" }\n'
    scheme = parse_scheme(place.scheme.text.replace("# ---- limits", f"{kind}# ---- limits", 1))
    table = found(HEADERS, f"1 A-1 环境卫生 2024-05-01 - - - - {WHERE}", f"2 A-2 其它 2024-05-01 - - - - {WHERE}")
    plan = after(Plan(scheme, dict(place.tables)), table)
    assert [row[1] for row in rows(plan)] == ["clean", "其它"]


def test_a_roster_with_a_day_of_report_stays_a_roster(place):
    headers = ["姓名", "联系电话", "所属网格", "上报时间"]
    mapping = mapping_of(headers, np.full((0, 4), "", dtype=object), place.scheme)
    assert mapping is not None and mapping.table == "workers"
    assert [column.field for column in mapping.columns] == ["person", "phone", "grid_name", ""]
