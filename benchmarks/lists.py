"""Officers' lists into a project: 10,000 rows of a roster, 10,000 facilities, a million buildings; not boundaries.

Each is timed from the file to what is stored. The peers, pandas and geopandas, read the same files and find the same
grids, but tell nothing of what is wrong.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import xlsxwriter

from benchmarks.measure import Bench, Timing, timed
from benchmarks.place import scattered
from gridmap.exchange.rosters import ImportRoster, Prepared, RosterOptions, prepare
from gridmap.exchange.tables import FoundTable, read_tables
from gridmap.model.plan import Plan
from gridmap.project.project import Project

ROWS = 10_000
BUILDINGS = 1_000_000
BUDGET_ROWS = 2.0
BUDGET_BUILDINGS = 60.0

Row = tuple[str | int | float, ...]


def run(bench: Bench) -> None:
    """Measure at the city, from whose grids people and buildings are made."""
    if "city" in bench.sizes:
        with tempfile.TemporaryDirectory(dir=bench.folder) as name:
            _roster(bench, Path(name))
            _facilities(bench, Path(name))
            _buildings(bench, Path(name))


def _roster(bench: Bench, folder: Path) -> None:
    plan = bench.fresh_plan("city")
    file = folder / "名册.xlsx"
    _workbook(file, roster_rows(plan, ROWS), title="网格员花名册")
    timing, prepared = _into_project(bench, folder, file)
    people = prepared.counts["workers"]

    def peer() -> None:
        read = pd.read_excel(file, header=1, dtype=str, engine="calamine")
        grids = plan.grids[["code"]].reset_index()
        read.merge(grids, left_on="网格编码", right_on="code", how="left")

    _add(
        bench,
        f"roster, {ROWS} rows of .xlsx until stored",
        timing,
        BUDGET_ROWS,
        ("pandas.read_excel, merge", timed(peer) if bench.peers else None),
        f"{prepared.good} rows in, {people.new} people new",
    )


def _facilities(bench: Bench, folder: Path) -> None:
    plan = bench.fresh_plan("city")
    file = folder / "设施.xlsx"
    _workbook(file, facility_rows(plan, ROWS), title="设施与组织清单")
    timing, prepared = _into_project(bench, folder, file)
    lowest = np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape)
    grids = gpd.GeoDataFrame(geometry=plan.all_shapes[lowest], crs=plan.crs)

    def peer() -> None:
        table = pd.read_excel(file, header=1, engine="calamine")
        points = gpd.points_from_xy(table["经度"], table["纬度"], crs="EPSG:4490").to_crs(plan.crs)
        gpd.sjoin(gpd.GeoDataFrame(table, geometry=points), grids)

    _add(
        bench,
        f"facilities, {ROWS} rows of .xlsx until stored",
        timing,
        BUDGET_ROWS,
        ("pandas, geopandas.sjoin", timed(peer) if bench.peers else None),
        f"{prepared.good} rows in, {prepared.counts['facilities'].new} new",
    )


def _buildings(bench: Bench, folder: Path) -> None:
    plan = bench.fresh_plan("city")
    rows = building_rows(plan, BUILDINGS)
    lowest = np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape)
    grids = gpd.GeoDataFrame(geometry=plan.all_shapes[lowest], crs=plan.crs)
    readers: dict[str, Callable[[Path], pd.DataFrame]] = {
        ".csv": lambda file: pd.read_csv(file, encoding="gb18030"),
        ".xlsx": lambda file: pd.read_excel(file, engine="calamine"),
    }
    for suffix, read in readers.items():
        file = folder / f"楼栋{suffix}"
        if suffix == ".csv":
            with file.open("w", encoding="gb18030", newline="") as out:
                csv.writer(out).writerows(rows)
        else:
            _workbook(file, rows)
        timing, prepared = _into_project(bench, folder, file)
        placed: list[int] = []

        def peer(file: Path = file, read: Callable[[Path], pd.DataFrame] = read, placed: list[int] = placed) -> None:
            table = read(file)
            points = gpd.points_from_xy(table["经度"], table["纬度"], crs="EPSG:4490").to_crs(plan.crs)
            placed[:] = [len(gpd.sjoin(gpd.GeoDataFrame(table, geometry=points), grids))]

        _add(
            bench,
            f"buildings, {BUILDINGS} rows of {suffix} until stored",
            timing,
            BUDGET_BUILDINGS,
            ("pandas, geopandas.sjoin", timed(peer) if bench.peers else None),
            f"{prepared.good} rows in, {prepared.counts['buildings'].new} new",
        )
        file.unlink()


def _into_project(bench: Bench, folder: Path, file: Path) -> tuple[Timing, Prepared]:
    """Time a list from the file to what is stored, with progress as the command line and the window show it."""
    copy = folder / "project.gpkg"
    shutil.copy(bench.path("city"), copy)
    outcome: list[Prepared] = []
    steps: list[tuple[int, int]] = []
    with Project.open(copy) as project:

        def work() -> None:
            tables: list[FoundTable] = read_tables(file, progress=lambda done, of: steps.append((done, of)))
            prepared = prepare(project.plan, tables, progress=lambda done, of: steps.append((done, of)))
            project.perform(ImportRoster(tuple(tables), RosterOptions(), prepared))
            outcome[:] = [prepared]

        timing = timed(work)
    copy.unlink()
    return timing, outcome[0]


def facility_rows(plan: Plan, count: int) -> list[Row]:
    """Return rows of a list of facilities; half of them have coordinates, and all name their grid."""
    rng = np.random.default_rng(4)
    grids = np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape)
    chosen = grids[rng.integers(0, len(grids), count)]
    inner = gpd.GeoSeries(shapely.point_on_surface(plan.all_shapes[chosen]), crs=plan.crs).to_crs(4490)
    kinds = [kind.name.zh for kind in plan.scheme.facilities]
    codes = plan.grids["code"].tolist()
    rows: list[Row] = [("序号", "设施名称", "设施类型", "设施编号", "网格编码", "经度", "纬度", "成员人数", "成立时间")]
    for number, (grid, point) in enumerate(zip(chosen.tolist(), inner, strict=True)):
        place = (round(point.x, 7), round(point.y, 7)) if number % 2 == 0 else ("", "")
        named = (f"站点{number}", kinds[number % len(kinds)], f"F{number:06d}", codes[grid])
        rows.append((number + 1, *named, *place, int(rng.integers(1, 60)), "2019-05-01"))
    return rows


def roster_rows(plan: Plan, count: int) -> list[Row]:
    """Return rows of a roster of workers, several in each grid, with towns and villages only where they change."""
    lowest = np.flatnonzero(plan.ranks == len(plan.scheme.levels))
    names = plan.grids["name"].to_numpy(dtype=object)
    above = [names[plan.positions(plan.ancestors_at(level))] for level in plan.scheme.levels[:-1]]
    codes = plan.grids["code"].to_numpy(dtype=object)
    rows: list[Row] = [
        ("序号", "镇（街道）", "村（社区）", "网格编码", "网格名称", "姓名", "联系电话", "角色", "任职时间")
    ]
    for number in range(count):
        at = int(lowest[number * len(lowest) // count])
        name = "赵钱孙李周吴郑王"[number % 8] + "一二三四五六七八九十"[number // 8 % 10] + "东南西北"[number // 80 % 4]
        phone = 13_800_000_000 + number
        role = ("专职网格员", "兼职网格员", "网格长")[number % 3]
        place = tuple(str(one[at]) for one in above)
        rows.append((number + 1, *place, str(codes[at]), str(names[at]), name, phone, role, "2023.5.1"))
    return rows


def building_rows(plan: Plan, count: int) -> list[Row]:
    """Return rows of a list of buildings by longitude and latitude, spread over the grids of the lowest level."""
    lowest = np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape)
    points = scattered(plan.all_shapes[lowest], count)
    degrees = gpd.GeoSeries(points, crs=plan.crs).to_crs("EPSG:4490")
    east, north = shapely.get_x(degrees.array), shapely.get_y(degrees.array)
    rows: list[Row] = [("门牌", "小区", "户数", "人口", "经度", "纬度")]
    rows += [
        (f"人民路{number}号", f"第{number % 977}小区", 2, 5, float(x), float(y))
        for number, (x, y) in enumerate(zip(east.round(8).tolist(), north.round(8).tolist(), strict=True), 1)
    ]
    return rows


def _workbook(file: Path, rows: list[Row], title: str = "") -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        if title:
            sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title)
        for at, row in enumerate(rows, start=1 if title else 0):
            sheet.write_row(at, 0, row)


def _add(
    bench: Bench,
    what: str,
    timing: Timing,
    budget: float,
    peer: tuple[str, Timing | None],
    note: str,
) -> None:
    name, theirs = peer
    bench.add(
        what,
        "city",
        timing,
        budget=budget,
        peer=name if theirs else "",
        peer_seconds=theirs.seconds if theirs else None,
        note=note,
    )
