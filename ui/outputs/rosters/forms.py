"""The form of each table: its columns in the order in which people fill them in, empty or with what a plan holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import shapely
import xlsxwriter

from gridmap.exchange.rosters.fields import RosterTable
from gridmap.exchange.tables import FoundTable
from gridmap.ground.placement import building_points
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.model.scheme import Name, Scheme
from gridmap.people.branches import links_in_force
from gridmap.storage.whole_files import whole_files
from ui.outputs.ledger.workbook import cell_text
from ui.outputs.workbooks import AS_TEXT

ROWS: Final = 5000
"""So many rows of a template have lists to choose from."""


@dataclass(frozen=True)
class FormColumn:
    """A column of a form: its header, what to write in it, an example, and whether it must be filled in."""

    field: str
    header: Name
    note: Name
    example: Name
    needed: bool = False


def _column(
    field: str, header: tuple[str, str], note: tuple[str, str], example: tuple[str, str], needed: bool = False
) -> FormColumn:
    return FormColumn(field, Name(*header), Name(*note), Name(*example), needed)


_SERIAL = _column("serial", ("序号", "No."), ("", ""), ("示例", "Example"))
_TOWN = _column(
    "town", ("镇（街道）", "Town"), ("网格名称有重复时必填", "if names of grids repeat"), ("杨舍镇", "Yangshe")
)
_VILLAGE = _column(
    "village", ("村（社区）", "Village"), ("网格名称有重复时必填", "if names of grids repeat"), ("长江村", "Changjiang")
)
_CODE = _column(
    "grid_code",
    ("网格编码", "Grid code"),
    ("文本；编码与名称填一项即可", "text; code or name will do"),
    ("320582100201001", "320582100201001"),
)
_GRID = _column("grid_name", ("网格名称", "Grid"), ("须与项目中一致", "as in the project"), ("第一网格", "Grid 1"))

_FORMS: Final[Mapping[RosterTable, tuple[FormColumn, ...]]] = {
    "workers": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        _column("person", ("姓名", "Worker"), ("必填，真实姓名", "required"), ("张三", "Anna Weber"), True),
        _column("phone", ("联系电话", "Phone"), ("工作电话", "work phone"), ("13800000000", "13800000000")),
        _column(
            "staff_number", ("工号", "Staff number"),
            ("同名时用于区分", "tells namesakes apart"), ("W00123", "W00123"),
        ),
        _column("role", ("角色", "Role"), ("从列表选择", "choose from the list"), ("", "")),
        _column(
            "from_date", ("任职时间", "From"),
            ("如 2024-05-01", "such as 2024-05-01"), ("2024-05-01", "2024-05-01"),
        ),
        _column("until_date", ("截止时间", "Until"), ("在任留空", "blank while in office"), ("", "")),
    ),
    "branches": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        _column(
            "branch", ("党组织名称", "Party branch"),
            ("必填", "required"), ("长江村第一网格党支部", "Changjiang grid branch 1"), True,
        ),
        _column("tier", ("党组织层级", "Tier"), ("从列表选择", "choose from the list"), ("", "")),
        _column(
            "parent_branch", ("上级党组织", "Parent branch"),
            ("名称", "its name"), ("长江村党总支", "Changjiang branch"),
        ),
        _column("secretary", ("书记", "Secretary"), ("姓名", "name"), ("李四", "Bo Li")),
        _column("members", ("党员数", "Members"), ("正式党员", "full members"), ("12", "12")),
        _column("joint", ("是否联合", "Joint"), ("是/否", "yes/no"), ("否", "no")),
        _column(
            "grid_code", ("网格编码", "Grid code"),
            ("服务多个网格用、隔开", "several: comma between"), ("320582100201001", "320582100201001"),
        ),
        _GRID,
    ),
    "grids": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        _column(
            "grid_code", ("网格编码", "Grid code"),
            ("文本；编码与名称填一项即可", "text; code or name will do"), ("320582100201001", "320582100201001"), True,
        ),
        _GRID,
        _column("grid_kind", ("网格类型", "Grid kind"), ("从列表选择", "choose from the list"), ("", "")),
        _column("households", ("户数", "Households"), ("整数", "whole number"), ("380", "380")),
        _column("residents", ("人口", "Residents"), ("整数", "whole number"), ("1050", "1050")),
        _column("setting", ("城乡分类", "Setting"), ("城镇/乡村", "urban/rural"), ("城镇", "urban")),
        _column("use", ("用途", "Use"), ("专属网格填写", "of dedicated grids"), ("", "")),
        _column("note", ("备注", "Note"), ("勿填个人信息", "nothing personal"), ("", "")),
    ),
    "buildings": (
        _SERIAL,
        _TOWN,
        _VILLAGE,
        _CODE,
        _GRID,
        _column(
            "door_plate", ("门牌", "Door plate"),
            ("无坐标时必填", "required without coordinates"), ("人民路1号1幢", "1 Renmin Road"),
        ),
        _column("compound", ("小区", "Compound"), ("", ""), ("江滨花园", "Riverside")),
        _column("households", ("户数", "Households"), ("整数", "whole number"), ("24", "24")),
        _column("residents", ("人口", "Residents"), ("整数", "whole number"), ("70", "70")),
        _column("x", ("经度", "Longitude"), ("度或米", "degrees or metres"), ("120.55", "120.55")),
        _column("y", ("纬度", "Latitude"), ("度或米", "degrees or metres"), ("31.87", "31.87")),
    ),
}  # fmt: skip
FORMS: Final[Mapping[RosterTable, tuple[FormColumn, ...]]] = {**_FORMS, "assignments": _FORMS["workers"]}

TITLES: Final[Mapping[RosterTable, Name]] = {
    "workers": Name("网格员花名册", "Workers"),
    "assignments": Name("网格员任职名单", "Assignments"),
    "branches": Name("党组织台账", "Party branches"),
    "grids": Name("网格基本情况", "Grids"),
    "buildings": Name("楼栋门牌清单", "Buildings"),
}
NOTES: Final = Name("填写说明", "How to fill in")


# ---- what a plan holds -----------------------------------------------------------------------------------------------


def form_of(plan: Plan, table: RosterTable, language: str = "zh") -> FoundTable:
    """Return what a plan holds of a table in its form, as reading such a file finds it.

    Coordinates are metres in the plan's CRS. Everything of people is in it: it is for internal use.
    """
    columns = FORMS[table]
    makers = {
        "workers": _workers,
        "assignments": _assignments,
        "branches": _branches,
        "grids": _grids,
        "buildings": _buildings,
    }
    values = makers[table](plan, language)
    count = len(next(iter(values.values()))) if values else 0
    cells = np.full((count, len(columns)), "", dtype=object)
    for at, column in enumerate(columns):
        if column.field == "serial":
            cells[:, at] = [str(number) for number in range(1, count + 1)]
        elif column.field in values:
            cells[:, at] = values[column.field]
    title = TITLES[table].in_language(language)
    return FoundTable(
        file=title,
        sheet="",
        title="",
        columns=tuple(column.header.in_language(language) for column in columns),
        cells=cells,
        rows=np.arange(2, count + 2),
        problems=(),
        rounded=np.zeros(cells.shape, dtype=bool),
    )


def _assignments(plan: Plan, language: str, everybody: bool = False) -> dict[str, list[str]]:
    duties, workers = plan.tables["assignments"], plan.tables["workers"]
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    at = positions_in(workers.index.to_numpy(), duties["worker"].to_numpy())
    grid = plan.positions(duties["grid"].to_numpy())
    known = (at >= 0) & (grid >= 0)
    idle = np.setdiff1d(np.arange(len(workers)), at[known]) if everybody else np.empty(0, np.int64)
    who = np.concatenate([at[known], idle])
    blank = [""] * len(idle)
    values = {
        "person": workers["name"].to_numpy(dtype=object)[who].tolist(),
        "phone": workers["phone"].to_numpy(dtype=object)[who].tolist(),
        "staff_number": workers["staff_number"].to_numpy(dtype=object)[who].tolist(),
        "role": [roles.get(role, role) for role in duties["role"].to_numpy(dtype=object)[known]] + blank,
        "from_date": duties["from_date"].to_numpy(dtype=object)[known].tolist() + blank,
        "until_date": duties["until_date"].to_numpy(dtype=object)[known].tolist() + blank,
    }
    return values | {key: cells + blank for key, cells in _named(plan, grid[known]).items()}


def _workers(plan: Plan, language: str) -> dict[str, list[str]]:
    return _assignments(plan, language, everybody=True)


def _named(plan: Plan, positions: IntArray) -> dict[str, list[str]]:
    """Return town, village, code and name of some grids."""
    names = np.append(plan.grids["name"].to_numpy(dtype=object), "")
    values = {
        "grid_code": np.append(plan.grids["code"].to_numpy(dtype=object), "")[positions].tolist(),
        "grid_name": names[positions].tolist(),
    }
    for level, field in zip(plan.scheme.levels[:-1], ("town", "village"), strict=False):
        values[field] = names[plan.positions(plan.ancestors_at(level))][positions].tolist()
    return values


def _branches(plan: Plan, language: str) -> dict[str, list[str]]:
    table, links = plan.tables["branches"], plan.tables["branch_grids"][links_in_force(plan)]
    tiers = {tier.key: tier.name.in_language(language) for tier in plan.scheme.tiers}
    yes, no = {"zh": ("是", "否")}.get(language, ("yes", "no"))
    names = dict(zip(table.index.tolist(), table["name"].tolist(), strict=True))
    grids: dict[int, list[int]] = {}
    for branch, at in zip(links["branch"].tolist(), plan.positions(links["grid"].to_numpy()).tolist(), strict=True):
        if at >= 0 and at not in grids.setdefault(branch, []):
            grids[branch].append(at)
    where = [sorted(grids.get(row, [])) for row in table.index.tolist()]
    first = np.array([_seat(plan, table, grids, row) for row in table.index.tolist()], dtype=np.int64)
    codes = plan.grids["code"].tolist()
    values = _named(plan, first)
    return {
        "branch": table["name"].tolist(),
        "tier": [tiers.get(tier, tier) for tier in table["tier"].tolist()],
        "parent_branch": [names.get(parent, "") for parent in table["parent"].tolist()],
        "secretary": table["secretary"].tolist(),
        "members": [str(count) for count in table["members"].tolist()],
        "joint": [yes if joint else no for joint in table["joint"].tolist()],
        "town": values.get("town", [""] * len(table)),
        "village": values.get("village", [""] * len(table)),
        "grid_code": ["、".join(codes[at] for at in places) for places in where],
    }


def _seat(plan: Plan, table: pd.DataFrame, grids: Mapping[int, Sequence[int]], row: int) -> int:
    """Return the position of the first grid of a branch, or of the nearest one above it that has any; -1 for none."""
    for _ in range(len(plan.scheme.tiers) + 1):
        if grids.get(row):
            return min(grids[row])
        if row not in table.index:
            break
        row = int(table.loc[row, "parent"])
    return -1


def _grids(plan: Plan, language: str) -> dict[str, list[str]]:
    from ui.words.labels import use_in_words, value_in_words

    table = plan.grids
    kinds = {kind.key: kind.name.in_language(language) for kind in plan.scheme.kinds}
    settings = {key: value_in_words(key, language) for key in ("urban", "rural")}
    return {
        **_named(plan, np.arange(len(table))),
        "grid_kind": [kinds.get(kind, kind) for kind in table["kind"].tolist()],
        "households": [str(count or "") for count in table["declared_households"].tolist()],
        "residents": [str(count or "") for count in table["declared_residents"].tolist()],
        "setting": [settings.get(setting, setting) for setting in table["setting"].tolist()],
        "use": [use_in_words(use, language) for use in table["use"].tolist()],
        "note": table["note"].tolist(),
    }


def _buildings(plan: Plan, language: str) -> dict[str, list[str]]:
    table = plan.buildings
    points = building_points(plan)
    there = ~shapely.is_missing(points)
    x, y = (np.full(len(table), "", dtype=object) for _ in range(2))
    x[there] = [repr(float(value)) for value in shapely.get_x(points[there])]
    y[there] = [repr(float(value)) for value in shapely.get_y(points[there])]
    return {
        "door_plate": table["door_plate"].tolist(),
        "compound": table["compound"].tolist(),
        "households": [str(count) for count in table["households"].tolist()],
        "residents": [str(count) for count in table["residents"].tolist()],
        "x": x.tolist(),
        "y": y.tolist(),
    }


# ---- empty forms -----------------------------------------------------------------------------------------------------


def write_template(scheme: Scheme, table: RosterTable, path: Path, language: str = "zh") -> None:
    """Write the empty form of a table: headers, a row that says what goes in, an example, and lists to choose from.

    The row of notes and the example are passed over when the file is read.

    Raises
    ------
    BadInput
        ``file-not-saved``.
    """
    columns = FORMS[table]
    with whole_files(Path(path)) as place:
        book = xlsxwriter.Workbook(place, AS_TEXT)
        sheet = book.add_worksheet(TITLES[table].in_language(language)[:31])
        text = book.add_format({"num_format": "@"})
        header = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#DDEBF7"}
        )
        needed = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#F8CBAD"}
        )
        grey = book.add_format({"num_format": "@", "font_color": "#808080", "italic": True, "text_wrap": True})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, 18 if at else 10, text)
            sheet.write_string(0, at, column.header.in_language(language), needed if column.needed else header)
            note = NOTES if column.field == "serial" else column.note
            sheet.write_string(1, at, cell_text(note.in_language(language)), grey)
            choices = choices_of(scheme, column.field, language)
            example = choices[0] if choices and column.field != "joint" else column.example.in_language(language)
            sheet.write_string(2, at, cell_text(example), grey)
            if choices and len(",".join(choices)) <= 255:
                sheet.data_validation(
                    1 + 2, at, ROWS, at, {"validate": "list", "source": choices, "error_type": "warning"}
                )
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        book.close()


def choices_of(scheme: Scheme, field: str, language: str) -> list[str]:
    """Return what may stand in a column of a form, none if anything may."""
    from ui.words.labels import value_in_words

    if field == "setting":
        return [value_in_words(key, language) for key in ("urban", "rural")]
    names = {
        "role": [role.name for role in scheme.roles],
        "tier": [tier.name for tier in scheme.tiers],
        "grid_kind": [kind.name for kind in scheme.kinds if kind.level == scheme.levels[-1]],
        "joint": [Name("是", "yes"), Name("否", "no")],
    }
    return [name.in_language(language) for name in names.get(field, [])]
