"""Lists of compounds: what comes in, what is told, that the same list twice is no change, and that nobody is kept."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.edits import AddBranch
from gridmap.ground.compounds import compounds
from gridmap.model.plan import Plan
from ui.outputs.rosters.forms import form_of
from ui.words.messages import LANGUAGES, message_of

from .conftest import EAST, NORTH, after, found, keys, taken_in

HEADERS = "序号 小区名称 小区别名 镇 村（社区） 户数 人口 户籍人口 业委会 物业公司 小区党组织 下沉党员数"
WHERE = "杨舍镇 长江村"
TOLD = (
    "name",
    "alias",
    "declared_households",
    "declared_residents",
    "registered",
    "has_committee",
    "committee",
    "firm",
)


@pytest.fixture
def town(place) -> Plan:
    return place.apply(AddBranch("江畔小区党支部", "building", members=12).change(place))


def rows(plan: Plan) -> list[list[object]]:
    table = plan.tables["compounds"]
    names = plan.tables["branches"]["name"].to_dict()
    return [
        [*one[: len(TOLD)], names.get(one[-2], ""), one[-1]]
        for one in table[[*TOLD, "branch", "members"]].to_numpy(dtype=object).tolist()
    ]


def test_a_compound_comes_in_with_what_it_has_and_its_village(town):
    table = found(
        HEADERS,
        f"1 江畔苑 江畔 {WHERE} 860 2400 900 江畔业委会 甲物业 江畔小区党支部 35",
        f"2 长江花园 - {WHERE} - 12,000 1314 有 乙物业 无 -",
        f"3 老院子 - {WHERE} 20 - - 无 无 - 0",
    )
    prepared = taken_in(town, table)
    assert prepared.tables[0].mapping.table == "compounds" and keys(prepared) == []
    plan = town.apply(prepared.change)
    assert rows(plan) == [
        ["江畔苑", "江畔", 860, 2400, 900, True, "江畔业委会", "甲物业", "江畔小区党支部", 35],
        ["长江花园", "", 0, 12_000, 1314, True, "", "乙物业", "", 0],
        ["老院子", "", 20, 0, 0, False, "", "", "", 0],
    ]
    found_there = compounds(plan)
    assert found_there.residents.tolist()[:3] == [2400, 12_000, 0]
    assert {plan.value(int(seat), "name") for seat in found_there.seat[:3]} == {"长江村"}


def test_the_same_list_twice_is_no_change_and_a_blank_leaves_what_there_was(town):
    one = found(HEADERS, f"1 江畔苑 江畔 {WHERE} 860 2400 900 江畔业委会 甲物业 江畔小区党支部 35")
    plan = town.apply(taken_in(town, one).change)
    assert not taken_in(plan, one).change
    less = found(HEADERS, f"1 江畔苑 - {WHERE} - - - - 丙物业 - 36", f"2 江畔 - {WHERE} - - - 无 - - -")
    prepared = taken_in(plan, less)  # the second is the same by its other name
    assert [fault.problem.key for fault in prepared.faults] == ["compound-listed-twice"]
    now = plan.apply(prepared.change)
    assert rows(now) == [["江畔苑", "江畔", 860, 2400, 900, True, "江畔业委会", "丙物业", "江畔小区党支部", 36]]
    other = taken_in(now, found(HEADERS, f"1 江畔 - {WHERE} - - - 无 无 无 -"))
    assert rows(now.apply(other.change))[0][5:9] == [False, "", "丙物业", ""]


def test_bad_cells_are_told_with_row_and_column_and_the_good_rows_come_in(town):
    table = found(
        HEADERS,
        f"1 甲园 - {WHERE} 很多 100 - - - 没有这个支部 1",
        f"2 - - {WHERE} 10 30 - - - - -",
        f"3 乙园 - {WHERE} 10 30 - - - 有 -",
        f"4 乙园 - {WHERE} 11 33 - - - - -",
        "5 丙园 - 杨舍镇 没有的村 10 30 - - - - -",
        f"6 丁园 - {WHERE} 10 30 - - - - -",
    )
    prepared = taken_in(town, table)
    told = {(f.problem.row, f.problem.column, f.problem.key, f.left_out) for f in prepared.faults}
    assert {t[2:] for t in told if t[2].startswith("compound-")} == {
        ("compound-branch-unknown", False),
        ("compound-branch-unnamed", False),
        ("compound-name-missing", True),
        ("compound-listed-twice", True),
    }
    rows_told = {row for row, *_ in told}
    assert len(rows_told) == 5 and all(column for _, column, *_ in told)
    assert [row[0] for row in rows(town.apply(prepared.change))] == ["甲园", "乙园", "丁园"]
    for fault in prepared.faults:
        assert all(message_of(fault.problem, language) for language in LANGUAGES)


def test_coordinates_say_the_grid_and_are_not_kept(town):
    table = found(
        ["小区", "物业公司", "东坐标", "北坐标"],
        ["甲园", "甲物业", str(EAST + 1500), str(NORTH + 500)],
    )
    plan = town.apply(taken_in(town, table).change)
    assert plan.grids["code"].loc[int(plan.tables["compounds"]["grid"].iloc[0])].endswith("201002")
    assert plan.tables["compounds"].geometry.isna().all()


def test_nobody_in_a_list_is_kept(town):
    headers = ["小区", "业委会", "业委会主任", "联系电话", "物业公司", "物业负责人", "备注"]
    cells = ["甲园", "甲园业委会 13812345678", "欧阳铁柱", "13912345678", "甲物业", "司马懿", "欧阳铁柱负责"]
    prepared = taken_in(town, found(headers, cells))
    plan = town.apply(prepared.change)
    assert rows(plan)[0][5:8] == [True, "甲园业委会", "甲物业"]
    kept = " ".join(str(cell) for cell in plan.tables["compounds"].drop(columns="geometry").to_numpy().ravel())
    assert not any(secret in kept for secret in ("欧阳", "司马", "138", "139"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_plan_holds_in_the_form_comes_in_again_as_it_was(town, language):
    table = found(
        HEADERS,
        f"1 江畔苑 江畔 {WHERE} 860 2400 900 江畔业委会 甲物业 江畔小区党支部 35",
        f"2 长江花园 - {WHERE} - 12000 1314 是 乙物业 - -",
    )
    plan = town.apply(taken_in(town, table).change)
    form = form_of(plan, "compounds", language)
    again = taken_in(plan, form)
    assert again.tables[0].mapping.table == "compounds" and not again.change
    bare = taken_in(town, form)
    assert rows(town.apply(bare.change)) == rows(plan)


def test_a_list_of_buildings_with_their_firm_stays_one_of_buildings(town):
    table = found(
        ["门牌号", "小区", "物业公司", "东坐标", "北坐标"], ["1号", "甲园", "乙", str(EAST + 5), str(NORTH + 5)]
    )
    assert taken_in(town, table).tables[0].mapping.table == "buildings"
    assert not len(after(town, table).tables["compounds"])
    assert np.count_nonzero(after(town, table).buildings["compound"] == "甲园") == 1
