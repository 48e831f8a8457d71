"""The outcome of lists line by line: right states and words, and no more of them than somebody looks at."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot
from shapely.geometry import box

from gridmap.exchange.rosters import ImportRoster, RosterOptions, prepare
from gridmap.exchange.tables import FoundTable
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.look.words import Words
from ui.wizards.rosters.lines_table import LinesTable
from ui.wizards.rosters.outcome_lines import (
    COLUMNS,
    LEFT_OUT,
    NAME,
    SOURCE,
    STATE,
    STATES,
    TABLE,
    TOLD,
    WHERE,
    OutcomeLines,
)
from ui.wizards.rosters.places_map import Ground
from ui.wizards.rosters.searching import Search

from .conftest import FIRST, SECOND, VILLAGE

X, Y = 552_000, 3_526_000


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The village of the other tests."""
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100201", "320582100201001", "320582100201002"],
            "name": ["长江村", "第一网格", "第二网格"],
            "kind": ["village", "comprehensive", "comprehensive"],
            "parent": [0, VILLAGE, VILLAGE],
        },
        index=[VILLAGE, FIRST, SECOND],
        geometry=[box(X, Y, X + 2000, Y + 1000), box(X, Y, X + 1000, Y + 1000), box(X + 1000, Y, X + 2000, Y + 1000)],
        crs="EPSG:4549",
    )
    return Plan(load_scheme("city"), {"grids": grids})


def found(headers: str, *rows: str) -> FoundTable:
    """Make a table; a dash is a blank cell."""
    cells = np.array([["" if word == "-" else word for word in row.split()] for row in rows], dtype=object)
    return FoundTable(
        "a.xlsx", "名单", "", tuple(headers.split()), cells, np.arange(len(rows)) + 2, (), np.zeros(cells.shape, bool)
    )


def outcome(plan: Plan, *tables: FoundTable, **options: object) -> OutcomeLines:
    return OutcomeLines(prepare(plan, tables, RosterOptions(**options)))  # type: ignore[arg-type]


def said(lines: OutcomeLines, column: int, language: str = "zh") -> list[str]:
    return [lines.text(line, column, Words(language), "briefing") for line in range(len(lines))]


def test_each_line_says_what_becomes_of_its_row(plan):
    people = "网格编码 姓名 联系电话 工号 角色 任职时间"
    first = found(people, "320582100201001 张三 13800000001 W00001 专职网格员 2024-05-01")
    known = plan.apply(ImportRoster((first,)).change(plan))
    lines = outcome(
        known,
        found(
            people,
            "320582100201001 张三 13911112222 W00001 专职网格员 2024-05-01",
            "320582100201002 李四 - - 网格联络员 -",
            "320582100201009 王五 - - - -",
        ),
    )
    assert said(lines, STATE) == ["不能读入", "新增", "新增", "更新", "不变"]
    assert said(lines, TABLE) == ["网格员", "网格员", "任职", "网格员", "任职"]
    assert said(lines, NAME) == ["王五", "李四", "李四", "张三", "张三"]
    assert said(lines, WHERE)[1:3] == ["第二网格 · 长江村"] * 2
    assert said(lines, SOURCE) == ["第 4 行", "第 3 行", "第 3 行", "第 2 行", "第 2 行"]
    assert said(lines, TOLD)[3] == "联系电话：138****0001 → 139****2222"
    assert said(lines, TOLD)[2] == "网格联络员"
    assert said(lines, TOLD)[4] == "专职网格员 · 2024-05-01 至 …"
    assert [lines.grids(line) for line in range(1, 5)] == [(SECOND,), (SECOND,), (FIRST,), (FIRST,)]
    assert [lines.touched[STATES.index(state)].tolist() for state in ("new", "changed")] == [[SECOND], []]


def test_branches_grids_and_buildings_are_told_as_they_will_be(plan):
    branches = found("党组织名称 党组织层级 书记 党员数 网格编码", "第一网格党支部 网格党支部 李四 12 320582100201001")
    grids = found("网格编码 户数 人口 备注", "320582100201001 380 1050 临街")
    houses = found("门牌 小区 户数 东坐标 北坐标", "人民路1号 江滨花园 24 552100 3526100")
    lines = outcome(plan, branches, grids, houses)
    told = dict(
        zip(zip(said(lines, TABLE, "en"), said(lines, NAME), strict=True), said(lines, TOLD, "en"), strict=True)
    )
    assert "李四" in told["Branches", "第一网格党支部"] and "12" in told["Branches", "第一网格党支部"]
    assert told["Branches and grids", "第一网格党支部"] == ""
    assert told["Grids", "第一网格"] == "Households: – → 380; Residents: – → 1,050; Note: – → 临街"
    assert told["Buildings", "人民路1号"] == "Households 24"
    at = said(lines, NAME).index("人民路1号")
    assert lines.point(at) == (552_100, 3_526_100) and lines.grids(at) == ()
    assert said(lines, WHERE)[at] == "江滨花园"


def test_words_are_found_in_every_table_and_of_people_only_what_is_shown(plan):
    lines = outcome(
        plan,
        found("网格编码 姓名 联系电话 角色", "320582100201001 张三 13800000001 专职网格员", "320582100201009 王五 - -"),
        found("门牌 小区 东坐标 北坐标", "人民路1号 江滨花园 552100 3526100"),
    )

    def names(typed: str, profile: str = "briefing", *states: int) -> list[str]:
        search = Search(lines, Words("zh"), profile)  # type: ignore[arg-type]
        return [lines.text(line, NAME, Words("zh"), profile) for line in search.found(states, typed)]  # type: ignore[arg-type]

    assert names("") == ["王五", "张三", "张三", "人民路1号"]
    assert names("江滨") == ["人民路1号"] and names("长江村 张三") == ["张三", "张三"]
    assert names("专职") == ["张三"] and names("", "briefing", LEFT_OUT) == ["王五"]
    assert names("13800000001") == [] and names("13800000001", "internal") == ["张三"]
    assert names("张三", "public") == [] and names("张*", "public") == ["张*", "张*"]


def test_of_many_lines_only_those_in_sight_are_put_into_words(qtbot: QtBot, plan, monkeypatch):
    count = 20_000
    cells = np.full((count, 4), "", dtype=object)
    cells[:, 0] = [f"人民路{number}号" for number in range(count)]
    cells[:, 1] = "江滨花园"
    cells[:, 2] = [str(X + number % 2000) for number in range(count)]
    cells[:, 3] = [str(Y + number // 2000) for number in range(count)]
    houses = FoundTable(
        "a.csv", "", "", ("门牌", "小区", "东坐标", "北坐标"), cells, np.arange(count) + 2, (),
        np.zeros(cells.shape, bool),
    )  # fmt: skip
    lines = outcome(plan, houses)
    assert len(lines) == count == int(lines.counts[STATES.index("new")])
    asked: list[int] = []
    text = OutcomeLines.text

    def counted(self: OutcomeLines, line: int, *rest: object) -> str:
        asked.append(line)
        return text(self, line, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(OutcomeLines, "text", counted)
    table = LinesTable(Words("zh"))
    qtbot.addWidget(table)
    table.resize(900, 420)
    table.show()
    qtbot.waitUntil(table.isVisible)
    table.lines.show_lines(lines, "briefing")
    table.scrollToBottom()
    table.grab()
    table.lines.narrow((), "人民路1999")
    table.grab()
    assert table.lines.rowCount() == 11  # 1999 and 19990 to 19999
    assert 0 < len(set(asked)) < 100


def test_rows_are_sorted_by_where_they_come_from(qtbot: QtBot, plan):
    head = "网格编码 姓名 角色"
    lines = outcome(
        plan,
        found(head, "320582100201001 张三 专职网格员", "320582100201009 王五 -"),
        found(head, "320582100201002 李四 专职网格员"),
    )
    table = LinesTable(Words("zh"))
    qtbot.addWidget(table)
    table.lines.show_lines(lines, "briefing")

    def names() -> list[str]:
        model = table.lines
        return [model.data(model.index(row, NAME)) for row in range(model.rowCount())]

    table.sortByColumn(SOURCE, Qt.SortOrder.AscendingOrder)
    assert names() == ["张三", "张三", "王五", "李四", "李四"]
    table.sortByColumn(SOURCE, Qt.SortOrder.DescendingOrder)
    assert names() == ["李四", "李四", "王五", "张三", "张三"]
    assert len(COLUMNS) == table.lines.columnCount()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_why_a_row_stays_out_is_read_whole_and_nothing_is_beyond_the_edge(qtbot: QtBot, plan, language):
    words = "长江村 第三网格 专职网格员 张三 2024-05-01"
    lines = outcome(plan, found("村 网格 角色 姓名 任职时间", words, words.replace("第三", "第一")))
    table = LinesTable(Words(language))
    qtbot.addWidget(table)
    table.resize(560, 300)
    table.show()
    table.lines.show_lines(lines, "internal")
    room = QRect(0, 0, table.columnWidth(TOLD) - 8, 0)
    said = str(table.lines.data(table.lines.index(0, TOLD)))
    assert said.startswith("项目中没有" if language == "zh" else "The project has no grid")
    needed = table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, said).height()
    assert needed > 2 * table.fontMetrics().height()
    qtbot.waitUntil(lambda: table.rowHeight(0) >= needed)
    assert table.rowHeight(1) == 28 and table.horizontalHeader().length() <= table.viewport().width()


def test_what_is_the_same_on_the_map_is_made_once(plan):
    lines = outcome(plan, found("网格编码 姓名 角色", "320582100201001 张三 专职网格员"))
    first = Ground(plan, lines.touched)
    again = Ground(plan, lines.touched, first)
    assert again.base is first.base and again.extent == first.extent == (X, Y, X + 2000, Y + 1000)
    assert first.touched[STATES.index("new")] is not None and first.touched[STATES.index("ended")] is None


def test_of_a_plan_without_shapes_there_is_no_map():
    grids = gpd.GeoDataFrame(
        {"code": ["320582100201"], "name": ["长江村"], "kind": ["village"], "parent": [0]},
        geometry=[None],
        index=[VILLAGE],
        crs="EPSG:4549",
    )
    bare = Plan(load_scheme("city"), {"grids": grids})
    lines = outcome(bare, found("村 户数 备注", "长江村 20 无"))
    ground = Ground(bare, lines.touched)
    assert ground.base is None and ground.extent is None
