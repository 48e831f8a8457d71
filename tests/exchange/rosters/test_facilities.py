"""Lists of facilities, organisations and units: what comes in, what is told, and that nobody in them is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.edits import AddFacility
from gridmap.exchange.rosters import mapping_of
from gridmap.exchange.tables import read_tables
from gridmap.indicators.facilities import facility_positions
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from ui.outputs.rosters.forms import form_of
from ui.words.messages import message_of

from .conftest import EAST, NORTH, after, found, keys, taken_in

HEADERS = "序号 设施名称 类别 编号 镇 村（社区） 所属网格 数量 党员数 志愿者人数 成立时间"
WHERE = "杨舍镇 长江村 第一网格"
TOLD = ("code", "name", "kind", "count", "members", "people", "from_date")


def rows(plan: Plan) -> list[list[object]]:
    """Return what is kept of each facility, with the last digits of the code of its grid."""
    table = plan.tables["facilities"]
    codes = np.append(plan.grids["code"].to_numpy(dtype=object), "")[facility_positions(plan)]
    return [
        [*one, code[9:]] for one, code in zip(table[list(TOLD)].to_numpy(dtype=object).tolist(), codes, strict=True)
    ]


def test_a_facility_comes_in_with_its_kind_its_numbers_and_its_grid(place):
    table = found(
        HEADERS,
        f"1 长江志愿队 志愿服务队 Z-1 {WHERE} 1 5 40人 2019年5月",
        "2 议事会 村民议事会 - 杨舍镇 长江村 - - - - -",
        ["3", "", "Volunteer team", "", "杨舍镇", "长江村", "第二网格", "3支", "", "", ""],
    )
    prepared = taken_in(place, table)
    assert prepared.tables[0].mapping.table == "facilities" and keys(prepared) == []
    assert prepared.counts["facilities"].new == 3 and prepared.sources["facilities"] == {
        1: (0, 0),
        2: (0, 1),
        3: (0, 2),
    }
    assert rows(place.apply(prepared.change)) == [
        ["Z-1", "长江志愿队", "volunteer_team", 1, 5, 40, "2019-05-01", "201001"],
        ["", "议事会", "council", 1, 0, 0, "", "201"],
        ["", "", "volunteer_team", 3, 0, 0, "", "201002"],
    ]


def test_a_place_says_the_grid_and_latitude_may_stand_first(place):
    """The second grid lies to the east of the first; the third row names the first and stands in the second."""
    headers = ["名称", "类型", "纬度", "经度", "网格编码"]
    east, north = EAST + 1500, NORTH + 500
    table = found(
        headers,
        ["甲队", "志愿服务队", str(north), str(east), ""],
        ["乙队", "志愿服务队", "", "", "320582100201001"],
        ["丙队", "志愿服务队", str(north), str(east), "320582100201001"],
        ["丁队", "志愿服务队", str(north), str(east), "320582100201999"],
    )
    prepared = taken_in(place, table, table="facilities")
    assert [(fault.problem.key, fault.left_out) for fault in prepared.faults] == [("roster-code-unknown", False)]
    plan = place.apply(prepared.change)
    assert [row[-1] for row in rows(plan)] == ["201002", "201001", "201002", "201002"]
    assert plan.tables["facilities"]["grid"].tolist() == [0, 3, 3, 0]
    where = shapely.get_coordinates(plan.tables["facilities"].geometry.iloc[0])
    assert where.tolist() == [[east, north]]


def test_degrees_with_latitude_first_are_put_in_order_and_told(place):
    to_degrees = pyproj.Transformer.from_crs(place.crs, 4490, always_xy=True)
    lon, lat = to_degrees.transform(EAST + 500, NORTH + 500)
    for first, second, swapped in ((lat, lon, 1), (lon, lat, 0)):
        table = found(["设施名称", "类别", "经度", "纬度"], ["站", "志愿服务队", f"{first:.8f}", f"{second:.8f}"])
        prepared = taken_in(place, table)
        assert keys(prepared).count("roster-coordinates-swapped") == swapped
        [shape] = place.apply(prepared.change).tables["facilities"].geometry
        assert (shape.x, shape.y) == pytest.approx((EAST + 500, NORTH + 500), abs=0.05)


def test_a_file_in_gbk_and_a_workbook_of_merged_cells_under_two_rows_of_headers_say_the_same(place, tmp_path: Path):
    lines = [
        "设施名称,类别,镇,网格编码,志愿者人数",
        "一队,志愿服务队,杨舍镇,320582100201001,40",
        "二队,志愿服务队,杨舍镇,320582100201002,30",
    ]
    (tmp_path / "一.csv").write_bytes("\r\n".join(lines).encode("gbk"))
    with xlsxwriter.Workbook(tmp_path / "二.xlsx") as book:
        sheet = book.add_worksheet()
        for cells, text in (
            ("A1:E1", "杨舍镇志愿服务队名单"), ("A2:B2", "队伍"), ("C2:D2", "所属"), ("E2:E3", "人数"),
            ("B4:B5", "志愿服务队"), ("C4:C5", "杨舍镇"),
        ):  # fmt: skip
            sheet.merge_range(cells, text)
        for cell, value in (
            ("A3", "名称"), ("B3", "类别"), ("C3", "镇"), ("D3", "网格编码"), ("A4", "一队"), ("A5", "二队"),
            ("D4", "320582100201001"), ("D5", "320582100201002"), ("E4", 40), ("E5", 30),
        ):  # fmt: skip
            sheet.write(cell, value)
    said = []
    for name in ("一.csv", "二.xlsx"):
        prepared = taken_in(place, *read_tables(tmp_path / name), table="facilities")
        assert prepared.good == 2 and not prepared.faults
        said.append(rows(place.apply(prepared.change)))
    assert (
        said[0]
        == said[1]
        == [
            ["", "一队", "volunteer_team", 1, 0, 40, "", "201001"],
            ["", "二队", "volunteer_team", 1, 0, 30, "", "201002"],
        ]
    )


_NAMES = st.sampled_from(["", "一队", "二队", "中心"])
_ONE = st.tuples(
    _NAMES,
    st.sampled_from(["志愿服务队", "council", "Micro-project"]),
    st.sampled_from(["", "A1", "A2"]),
    st.sampled_from(["", "320582100201", "320582100201001", "320582100201002"]),
    st.sampled_from([("", ""), (f"{EAST + 500}", f"{NORTH + 500}"), (f"{EAST + 1500}", f"{NORTH + 500}")]),
    st.sampled_from(["", "0", "3"]),
)


@settings(max_examples=8, deadline=None)
@given(lines=st.lists(_ONE, min_size=1, max_size=8))
def test_the_same_list_twice_changes_nothing(place, lines):
    headers = ["设施名称", "设施类型", "设施编号", "网格编码", "x", "y", "设施数量"]
    table = found(headers, *([name, kind, code, grid, *xy, n] for name, kind, code, grid, xy, n in lines))
    plan = after(place, table)
    prepared = taken_in(plan, table)
    assert not prepared.change
    table = form_of(plan, "facilities", "en")
    assert not len(table.rows) or not taken_in(plan, table).change


def test_a_later_list_goes_on_by_code_and_else_by_name_kind_and_grid(place):
    first = found(HEADERS, f"1 一队 志愿服务队 Z-1 {WHERE} - - 10 -", f"2 二队 志愿服务队 - {WHERE} - - 20 -")
    plan = after(place, first)
    later = found(
        HEADERS,
        "1 一队新名 志愿服务队 Z-1 杨舍镇 长江村 第二网格 - - 11 -",  # the code: another name and grid
        f"2 二队 志愿服务队 Z-2 {WHERE} - - - -",  # by name, kind and grid; now it has a code
        f"3 二队 议事会 - {WHERE} - - - -".replace("议事会", "council"),  # another kind is another one
    )
    prepared = taken_in(plan, later)
    assert (prepared.counts["facilities"].changed, prepared.counts["facilities"].new) == (2, 1)
    assert rows(plan.apply(prepared.change)) == [
        ["Z-1", "一队新名", "volunteer_team", 1, 0, 11, "", "201002"],
        ["Z-2", "二队", "volunteer_team", 1, 0, 20, "", "201001"],
        ["", "二队", "council", 1, 0, 0, "", "201001"],
    ]
    moved = found(HEADERS, "1 二队 志愿服务队 - 杨舍镇 长江村 第二网格 - - - -")
    assert taken_in(plan, moved).counts["facilities"].changed == 1  # the only one of that name in the village


def test_kinds_that_the_scheme_has_not_are_told_with_those_it_has_or_taken_as_told(place):
    table = found(
        HEADERS,
        f"1 一队 志愿服务队 - {WHERE} - - - -",
        f"2 综治站 综治中心 - {WHERE} - - - -",
        f"3 三队 志愿队 - {WHERE} - - - -",
        f"4 四队 - - {WHERE} - - - -",
    )
    prepared = taken_in(place, table)
    said = {fault.problem.row: fault for fault in prepared.faults}
    assert {row: fault.problem.key for row, fault in said.items()} == {
        3: "facility-kind-unknown", 4: "facility-kind-unknown", 5: "facility-kind-missing",
    }  # fmt: skip
    assert said[4].suggestions[0] == "志愿服务队" and said[3].problem.column == "类别"
    assert "Volunteer team" in message_of(said[3].problem, "en") and "志愿服务队" in message_of(said[3].problem, "zh")
    told = {"综治中心": "service_centre", "志愿队": "志愿服务队", "": "volunteer team"}
    plan = after(place, table, kinds=told)
    assert [row[2] for row in rows(plan)] == ["volunteer_team", "service_centre", "volunteer_team", "volunteer_team"]
    with pytest.raises(BadInput) as refused:
        taken_in(place, table, kinds={"": "strange"})
    assert refused.value.key == "roster-facility-kind"


@pytest.mark.parametrize(
    ("headers", "title", "kind"),
    [
        ("志愿服务队名称 网格编码", "", "volunteer_team"),
        ("名称 网格编码", "杨舍镇社会组织名册", "social_organisation"),
        ("名称 网格编码", "杨舍镇社会组织和志愿服务队名册", None),  # two kinds
        ("名称 网格编码", "", None),
    ],
)
def test_a_list_of_one_kind_says_it_in_its_title(place, headers, title, kind):
    table = found(headers, "甲 320582100201001", title=title)
    prepared = taken_in(place, table, table="facilities")
    assert keys(prepared) == ([] if kind else ["facility-kind-missing"])
    assert prepared.rows["facilities"]["kind"].tolist() == ([kind] if kind else []) if kind else prepared.good == 0


def test_nobody_who_stands_in_the_list_is_kept(place):
    headers = "设施名称 设施类别 负责人 姓名 联系人 联系电话 家庭地址 备注 书记 网格编码 户数"
    cells = [
        "一队 志愿服务队 王小明 李四 赵六 13800000000 路1号 王小明患病 钱七 320582100201001 3",
        "二队（13912345678） 志愿服务队 - - - 0512-58123456/13800000000 - - - 320582100201001 3",
    ]
    prepared = taken_in(place, found(headers, *cells), table="facilities")
    left = {one.column: (one.reason, one.count) for one in prepared.left_out}
    assert left == {
        "负责人": ("header", 1), "姓名": ("header", 1), "联系人": ("header", 1), "家庭地址": ("header", 1),
        "备注": ("header", 1), "书记": ("header", 1), "联系电话": ("mobile", 2), "设施名称": ("mobile", 1),
    }  # fmt: skip
    plan = place.apply(prepared.change)
    kept = plan.tables["facilities"].drop(columns="geometry").astype(str).to_numpy().ravel().tolist()
    assert "二队" in kept and not any(part in " ".join(kept) for part in ("王", "李四", "赵六", "钱七", "138", "路1"))
    bare = found("设施名称 设施类别 联系电话 网格编码", "一队 志愿服务队 0512-58123456、13800000000 320582100201001")
    assert after(place, bare).tables["facilities"]["phone"].tolist() == ["0512-58123456"]


def test_bad_rows_stay_out_with_their_reason_and_good_ones_come_in(place):
    table = found(
        HEADERS,
        f"1 甲 志愿服务队 A {WHERE} 一堆 - - -",
        f"2 乙 志愿服务队 B {WHERE} - - - 2024-13-01",
        "3 丙 志愿服务队 C 杨舍镇 长江村 第九网格 - - - -",
        "4 丁 志愿服务队 D 杨舍镇 长江村 第一网格、第二网格 - - - -",
        f"5 戊 志愿服务队 A {WHERE} - - - -",
        f"6 - 志愿服务队 - {WHERE} - - - -",
        "7 己 志愿服务队 E - - - - - - -",
        f"8 庚 志愿服务队 F {WHERE} - - - -",
        f"9 庚 志愿服务队 F {WHERE} - - - -",
    )
    prepared = taken_in(place, table)
    assert {fault.problem.row: fault.problem.key for fault in prepared.faults} == {
        2: "count-not-understood", 3: "date-impossible", 4: "roster-grid-unknown", 5: "facility-in-several-grids",
        6: "facility-code-twice", 7: "facility-name-missing",
    }  # fmt: skip
    assert [row[1] for row in rows(place.apply(prepared.change))] == ["甲", "己", "庚"]
    assert {"roster-facilities-without-place", "roster-rows-twice"} <= set(keys(prepared))
    asked = next(fault.asked for fault in prepared.faults if fault.problem.row == 4)
    assert taken_in(place, table, choices={asked: 4}).good == prepared.good + 1


def test_an_address_that_is_the_door_plate_of_one_building_says_the_place(place):
    plates = found("门牌 小区 x y", f"江海路12号 - {EAST + 1500} {NORTH + 500}", f"8幢 花园 {EAST + 500} {NORTH + 500}",
                   f"8幢 - {EAST + 600} {NORTH + 500}")  # fmt: skip
    plan = after(place, plates, table="buildings")
    table = found("设施名称 类别 地址 网格编码", "甲 志愿服务队 江海路１２号 -", "乙 志愿服务队 花园8幢 -",
                  "丙 志愿服务队 8幢 320582100201002", "丁 志愿服务队 别处 320582100201002")  # fmt: skip
    prepared = taken_in(plan, table)
    assert keys(prepared) == ["roster-facilities-at-plate", "roster-addresses-left"]
    done = plan.apply(prepared.change)
    assert [row[-1] for row in rows(done)] == ["201002", "201001", "201002", "201002"]
    assert shapely.is_missing(np.asarray(done.tables["facilities"].geometry.array)).tolist() == [0, 0, 1, 1]
    assert not taken_in(done, table).change


def test_a_facility_with_an_outline_keeps_it_when_the_list_has_its_inner_point(place):
    ground = shapely.box(EAST + 100, NORTH + 100, EAST + 300, NORTH + 300)
    plan = place.apply(AddFacility("服务中心", "service_centre", place=ground).change(place))
    assert not taken_in(plan, form_of(plan, "facilities")).change


def test_a_roster_with_the_name_of_an_office_stays_a_roster(place):
    headers = ["姓名", "单位名称", "联系电话", "所属网格", "类别"]
    mapping = mapping_of(headers, np.full((0, 5), "", dtype=object), place.scheme)
    assert mapping is not None and mapping.table == "workers"
    assert [column.field for column in mapping.columns] == ["person", "", "phone", "grid_name", "role"]


def test_hostile_names_are_kept_as_they_are_written(place):
    names = ['=HYPERLINK("http://x")', "<b>队</b>{{7*7}}", "'; DROP TABLE grids;--", "队\u202e伍", "+1"]
    table = found(["设施名称", "类别", "网格编码"], *([name, "志愿服务队", "320582100201001"] for name in names))
    assert after(place, table).tables["facilities"]["name"].tolist() == names
    assert isinstance(after(place, table).tables["facilities"], pd.DataFrame)
