"""A town of the sample in the files in which an office has it: with the usual sins, so that reading them can be shown.

Boundaries of grids are a shapefile in GBK whose .prj is wrong: they are in GCJ-02. The roster of workers and the ledger
of party branches are workbooks with titles, merged cells, notes, examples, blanks within names and phones, several ways
to write a day, identity numbers, totals and signatures. All people are made, and their identity numbers are of nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
import xlsxwriter

from gridmap.exchange.datum import gcj02_from_wgs84
from gridmap.model.arrays import positions_in
from gridmap.model.plan import Plan

UNITS: Final = "镇村界线.gpkg"
GRIDS: Final = "网格.shp"
ROSTER: Final = "网格员花名册.xlsx"
LEDGER: Final = "党组织台账.xlsx"

LAYERS: Final = {"town": "镇", "village": "村社区"}
"""Layers of :data:`UNITS`, by the level that they hold."""

_DEGREES: Final = "EPSG:4490"
_ROSTER_HEAD: Final = (
    "序号", "村（社区）", "网格名称", "姓 名", "联系\n电话", "岗位", "任职时间", "身份证号", "备注",
)  # fmt: skip
_ROSTER_NOTES: Final = (
    "自动生成", "必填", "必填，与系统一致", "必填，真实姓名", "11位手机号", "下拉选择", "如2020.5.1", "选填", "选填",
)  # fmt: skip
_ROSTER_EXAMPLE: Final = (
    "示例", "某某村", "第一网格", "张三", "13800138000", "专职网格员", "2020.5.1", "320582199001011234", "",
)  # fmt: skip
_LEDGER_HEAD: Final = (
    ("序号", "村（社区）", "村（社区）党组织", "", "网格党支部", "", "", "所属网格", "备注"),
    ("", "", "名称", "书记", "名称", "书记", "党员数", "", ""),
)
_DAYS: Final = ("{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}-{1:02d}-{2:02d}", "{0}/{1}/{2}")


def write_units(plan: Plan, place: Path) -> None:
    """Write the town and its villages as the county's surveyors do: right, one layer for each level."""
    for rank, layer in enumerate(LAYERS.values(), start=1):
        units = plan.grids[plan.ranks == rank]
        columns = {"编码": units["code"].to_numpy(), "名称": units["name"].to_numpy()}
        frame = gpd.GeoDataFrame(columns, geometry=units.geometry.to_numpy(), crs=plan.crs)
        pyogrio.write_dataframe(frame, place, layer=layer, driver="GPKG", append=rank > 1)


def write_grids(plan: Plan, place: Path) -> None:
    """Write the grids of the lowest level as a shapefile in GBK; its .prj says CGCS2000, and they are in GCJ-02."""
    grids = plan.grids[plan.ranks == len(plan.scheme.levels)]
    degrees = grids.geometry.to_crs(_DEGREES).to_numpy()
    shifted = shapely.transform(degrees, _shifted)
    names = {kind.key: kind.name.zh for kind in plan.scheme.kinds}
    villages = plan.grids["name"].to_numpy(dtype=object)[plan.positions(grids["parent"].to_numpy())]
    columns = {
        "网格编码": grids["code"].to_numpy(),
        "网格名称": grids["name"].to_numpy(),
        "网格类型": [names[kind] for kind in grids["kind"].tolist()],
        "村社区": villages,
    }
    frame = gpd.GeoDataFrame(columns, geometry=shifted, crs=_DEGREES)
    pyogrio.write_dataframe(frame, place, driver="ESRI Shapefile", encoding="GBK")
    place.with_suffix(".cpg").unlink(missing_ok=True)


def _shifted(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack(gcj02_from_wgs84(coordinates[:, 0], coordinates[:, 1]))


def write_roster(plan: Plan, place: Path) -> int:
    """Write the roster of workers; return how many identity numbers are in it, those of the example left aside."""
    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet("花名册")
        style = _Styles(book)
        town = str(plan.grids["name"].iloc[0])
        sheet.merge_range(0, 0, 0, 8, f"{town}网格员花名册", style.title)
        sheet.write_string(1, 0, f"填报单位：{town}")
        sheet.write_string(1, 7, "填报日期：2020年12月31日")
        for row, (heading, how) in enumerate(
            ((_ROSTER_HEAD, style.head), (_ROSTER_NOTES, style.gray), (_ROSTER_EXAMPLE, style.gray)), start=2
        ):
            _write_row(sheet, row, heading, how)
        rows, villages, personal = _roster_rows(plan)
        for row, cells in enumerate(rows, start=5):
            _write_row(sheet, row, cells, style.cell)
        _merge_runs(sheet, villages, 5, 1, style.cell)
        last = 5 + len(rows)
        sheet.merge_range(last, 0, last, 2, "合计", style.cell)
        sheet.write_string(last, 3, f"{len(rows)}人")
        sheet.write_string(last + 1, 0, "填表人：")
        sheet.write_string(last + 1, 4, "审核人：")
        sheet.set_column(1, 8, 16)
    return personal


def _roster_rows(plan: Plan) -> tuple[list[list[Any]], list[str], int]:
    """Return the rows, the village of each, and how many identity numbers they hold."""
    duties, workers = plan.tables["assignments"], plan.tables["workers"]
    grid = plan.positions(duties["grid"].to_numpy())
    order = np.lexsort((grid, plan.parent_positions[grid]))
    who = positions_in(workers.index.to_numpy(), duties["worker"].to_numpy())[order]
    roles = {role.key: role.name.zh for role in plan.scheme.roles}
    names = plan.grids["name"].tolist()
    rows: list[list[Any]] = []
    villages: list[str] = []
    personal = 0
    for number, (at, worker, role, begin) in enumerate(
        zip(
            grid[order].tolist(),
            who.tolist(),
            duties["role"].to_numpy(dtype=object)[order].tolist(),
            duties["from_date"].to_numpy(dtype=object)[order].tolist(),
            strict=True,
        )
    ):
        name, phone = str(workers["name"].iloc[worker]), str(workers["phone"].iloc[worker])
        villages.append(names[plan.parent_positions[at]])
        remark = f"身份证{_nobodys(number + 500)}" if number % 20 == 3 else "患慢性病" if number % 20 == 11 else ""
        personal += 1 + (number % 20 == 3)
        rows.append(
            [
                number + 1, villages[-1], names[at], " ".join(name) if len(name) == 2 else name,
                _phone(phone, number), roles.get(role, role), _day(begin, number), _nobodys(number), remark,
            ]
        )  # fmt: skip
    return rows, villages, personal


def _nobodys(number: int) -> str:
    """Return an identity number that nobody can have: its last character is no check digit of the others."""
    digits = f"320582{1960 + number % 40}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    right = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11]
    return digits + ("1" if right != "1" else "2")


def _phone(phone: str, number: int) -> str | int:
    ways = (phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")
    return int(phone) if phone and number % 4 == 3 else ways[number % 4 % 3] if phone else ""


def _day(day: str, number: int) -> str | int:
    if not day:
        return ""
    date = dt.date.fromisoformat(day)
    if number % 5 == 4:
        return (date - dt.date(1899, 12, 30)).days
    return _DAYS[number % 5].format(date.year, date.month, date.day)


def write_ledger(plan: Plan, place: Path) -> None:
    """Write the ledger of party branches: villages' and grids', a header in two rows, villages merged down."""
    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet("台账")
        style = _Styles(book)
        sheet.merge_range(0, 0, 0, 8, f"{plan.grids['name'].iloc[0]}党组织台账", style.title)
        for row, heading in enumerate(_LEDGER_HEAD, start=1):
            _write_row(sheet, row, heading, style.head)
        sheet.merge_range(1, 2, 1, 3, _LEDGER_HEAD[0][2], style.head)
        sheet.merge_range(1, 4, 1, 6, _LEDGER_HEAD[0][4], style.head)
        for column in (0, 1, 7, 8):
            sheet.merge_range(1, column, 2, column, _LEDGER_HEAD[0][column], style.head)
        rows = _ledger_rows(plan)
        for row, cells in enumerate(rows, start=3):
            _write_row(sheet, row, cells, style.cell)
        for column in (1, 2, 3):
            _merge_runs(sheet, [str(cells[column]) for cells in rows], 3, column, style.cell)
        last = 3 + len(rows)
        sheet.merge_range(last, 0, last, 8, "注：党员数为在册正式党员，不含流动党员。", style.cell)
        sheet.set_column(1, 8, 20)


def _ledger_rows(plan: Plan) -> list[list[Any]]:
    table, links = plan.tables["branches"], plan.tables["branch_grids"]
    names = plan.grids["name"].to_numpy(dtype=object)
    served: dict[int, list[int]] = {}
    for branch, at in zip(links["branch"].tolist(), plan.positions(links["grid"].to_numpy()).tolist(), strict=True):
        served.setdefault(branch, []).append(at)
    rows: list[list[Any]] = []
    for branch, row in table[table["tier"] == "grid"].iterrows():
        above = table.loc[row["parent"]]
        grids = served[int(str(branch))]
        village = names[plan.parent_positions[grids[0]]]
        where = "、".join(names[grids].tolist())
        cells = (above["name"], above["secretary"], row["name"], row["secretary"], int(row["members"]), where)
        rows.append([len(rows) + 1, village, *cells, "联合组建" if row["joint"] else ""])
    order = sorted(range(len(rows)), key=lambda at: (str(rows[at][2]), at))
    return [[number, *rows[at][1:]] for number, at in enumerate(order, start=1)]


class _Styles:
    """The looks of a workbook's cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title = book.add_format({"bold": True, "align": "center", "font_size": 16})
        self.head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": 1})
        self.gray = book.add_format({"font_color": "#808080", "border": 1})
        self.cell = book.add_format({"border": 1, "valign": "vcenter"})


def _write_row(sheet: Any, row: int, cells: Sequence[Any], style: Any) -> None:
    for column, value in enumerate(cells):
        if value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)


def _merge_runs(sheet: Any, texts: Sequence[str], top: int, column: int, style: Any) -> None:
    """Merge cells below each other that say the same."""
    begin = 0
    for at in range(1, len(texts) + 1):
        if at == len(texts) or texts[at] != texts[begin]:
            if at - begin > 1:
                sheet.merge_range(top + begin, column, top + at - 1, column, texts[begin], style)
            begin = at
