"""Officers' lists into a project: 10,000 rows of a roster, a million buildings, 120,000 boundaries.

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
import pyogrio
import shapely
import xlsxwriter

from benchmarks.measure import Bench, Timing, timed
from benchmarks.place import scattered
from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.exchange.rosters import ImportRoster, Prepared, RosterOptions, prepare
from gridmap.exchange.tables import FoundTable, read_tables
from gridmap.model.plan import Plan
from gridmap.project.project import Project

ROWS = 10_000
BUILDINGS = 1_000_000
BUDGET_ROWS = 2.0
BUDGET_BUILDINGS = 60.0
BUDGET_GRIDS = 15.0

Row = tuple[str | int | float, ...]


def run(bench: Bench) -> None:
    """Measure the lists at the city, and the boundaries at the province."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as name:
        folder = Path(name)
        if "city" in bench.sizes:
            _roster(bench, folder)
            _buildings(bench, folder)
        if "province" in bench.sizes:
            _boundaries(bench, folder)


# ---- lists -----------------------------------------------------------------------------------------------------------


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


# ---- boundaries ------------------------------------------------------------------------------------------------------


def _boundaries(bench: Bench, folder: Path) -> None:
    whole = bench.fresh_plan("province")
    deepest = len(whole.scheme.levels)
    above = whole.grids[whole.ranks < deepest]
    plan = Plan(whole.scheme, {"grids": above})
    lowest = whole.grids[(whole.ranks == deepest) & whole.has_shape]
    file = folder / "网格.gpkg"
    columns = {"wgbm": lowest["code"].to_numpy(), "wgmc": lowest["name"].to_numpy()}
    gpd.GeoDataFrame(columns, geometry=lowest.geometry.to_numpy(), crs=whole.crs).to_file(file)
    told: list[str] = []

    def work() -> None:
        edit, _ = read_boundaries(plan, file, ImportOptions(kind="comprehensive"))
        told[:] = [f"{edit.values['count']} grids in"]
        edit.change(plan)

    timing = timed(work)
    peer = timed(lambda: pyogrio.read_dataframe(file)) if bench.peers else None
    what = f"boundaries, {len(lowest)} polygons of .gpkg"
    _add(bench, what, timing, BUDGET_GRIDS, ("pyogrio.read_dataframe", peer), told[0], size="province")


def _add(
    bench: Bench,
    what: str,
    timing: Timing,
    budget: float,
    peer: tuple[str, Timing | None],
    note: str,
    size: str = "city",
) -> None:
    name, theirs = peer
    bench.add(
        what,
        size,
        timing,
        budget=budget,
        peer=name if theirs else "",
        peer_seconds=theirs.seconds if theirs else None,
        note=note,
    )
