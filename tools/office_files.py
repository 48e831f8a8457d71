"""The files of an office that the pictures are made with: boundaries of the sample town, and next month's workers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from ui.window.main_window import MainWindow


def boundaries_only() -> Plan:
    """Return the grids of the sample town, and nobody in them."""
    from gridmap.model.plan import Plan
    from sample_data.make import make_plan

    plan = make_plan("town", 2020)
    facts = plan.tables["facts"]
    return Plan(plan.scheme, {"grids": plan.grids, "facts": facts})


def write_office(folder: Path) -> list[Path]:
    """Write the boundaries of the sample town as an office has them: two shapefiles in GBK and a GeoJSON."""
    folder.mkdir()
    plan = boundaries_only()
    grids = plan.grids.to_crs(4490)
    for kind, name, code in (("town", "镇界", "区划代码"), ("village", "村社区", "社区编码")):
        rows = grids[grids["kind"] == kind][["code", "name", "geometry"]]
        named = rows.rename(columns={"code": code, "name": "名称"})
        named.to_file(folder / f"{name}.shp", encoding="GBK", index=False)
    return [folder / "镇界.shp", folder / "村社区.shp", write_grids(folder / "网格.geojson")]


def write_grids(path: Path, *, shifted: bool = False) -> Path:
    """Write the grids of the sample town that have a shape, where they are or as a web map shows them."""
    import shapely

    from gridmap.exchange.datum import gcj02_from_wgs84

    plan = boundaries_only()
    grids = plan.grids[plan.has_shape & plan.grids["kind"].isin(["comprehensive", "dedicated"])].to_crs(4326)
    codes = dict(zip(plan.grids.index, plan.grids["code"], strict=True))
    table = grids[["code", "name", "geometry"]].rename(columns={"code": "网格编码", "name": "网格名称"})
    table["所属社区"] = [codes[parent] for parent in grids["parent"]]
    table["网格类型"] = [plan.scheme.kind(kind).name.zh for kind in grids["kind"]]
    if shifted:
        table["geometry"] = shapely.transform(
            table.geometry.to_numpy(), lambda xy: np.stack(gcj02_from_wgs84(xy[:, 0], xy[:, 1]), axis=1)
        )
    else:
        table["户数"] = np.arange(len(table)) * 7 % 200 + 300
        table["网格员"] = "张三"
        table["联系电话"] = "13800001234"
    table.to_file(path, index=False)
    return path


def write_next_months_list(window: MainWindow, place: Path) -> Path:
    """Write a list of workers as an office keeps it: some are new, some have gone, a few rows are wrong."""
    import xlsxwriter

    from ui.outputs.rosters.forms import form_of

    language = window.words.language
    form = form_of(window.session.plan, "workers", language)
    wanted = ("serial", "village", "grid_name", "person", "staff_number", "role", "from_date")
    headers = [window.words(f"roster-field-{field}") for field in wanted]
    at = [form.columns.index(header) for header in headers]
    rows = [list(row) for row in form.cells[:80, at].tolist() if row[2].endswith("网格")]
    del rows[4], rows[10]
    rows[2][2], rows[9][6] = rows[2][2].replace("网格", "小区网格"), "2026-13-05"
    for row, name in ((5, "陆文博"), (12, "顾晓岚")):
        rows[row][3:5] = name, ""
    headers.append({"zh": "身份证号"}.get(language, "ID number"))
    with xlsxwriter.Workbook(place.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, place.stem)
        for line, row in enumerate([headers, *([*row, "320582199001011234"] for row in rows)], start=1):
            sheet.write_row(line, 0, row)
    return place.with_suffix(".xlsx")
