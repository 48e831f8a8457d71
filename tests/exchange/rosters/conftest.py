"""A small place, and tables in memory as they are found in officers' files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from gridmap.exchange.rosters import ImportRoster, Prepared, RosterOptions, prepare
from gridmap.exchange.tables import FoundTable
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.words.messages import message_of

EAST, NORTH = 552_000.0, 3_526_000.0


def found(
    headers: str | Sequence[str], *rows: str | Sequence[str], file: str = "名单.xlsx", sheet: str = "", title: str = ""
) -> FoundTable:
    """Make a table; words of a line are parted by blanks, and ``-`` is a blank cell."""

    def parts(line: str | Sequence[str]) -> list[str]:
        return ["" if w == "-" else w for w in line.split()] if isinstance(line, str) else list(line)

    columns = parts(headers)
    cells = np.array([parts(row) for row in rows], dtype=object).reshape(len(rows), len(columns))
    rounded = np.zeros(cells.shape, dtype=bool)
    return FoundTable(file, sheet, title, tuple(columns), cells, np.arange(len(rows)) + 2, (), rounded)


def taken_in(plan: Plan, *tables: FoundTable, **options: object) -> Prepared:
    """Prepare tables; every problem has its sentence in both languages."""
    prepared = prepare(plan, tables, RosterOptions(**options))  # type: ignore[arg-type]
    for problem in (*prepared.problems, *(fault.problem for fault in prepared.faults)):
        for language in ("zh", "en"):
            assert not message_of(problem, language).startswith(f"{problem.key} "), problem
    return prepared


def after(plan: Plan, *tables: FoundTable, **options: object) -> Plan:
    """Return the plan after tables were taken in."""
    edit = ImportRoster(tables, RosterOptions(**options))  # type: ignore[arg-type]
    return plan.apply(edit.change(plan))


def keys(prepared: Prepared) -> list[str]:
    """Return what was told of cells and of tables."""
    return [fault.problem.key for fault in prepared.faults] + [problem.key for problem in prepared.problems]


def duties(plan: Plan) -> list[tuple[str, str, str, str, str]]:
    """Return who works where: name, code of the grid, role, from, until."""
    table, workers = plan.tables["assignments"], plan.tables["workers"]
    return sorted(
        (
            workers.loc[row["worker"], "name"],
            plan.codes([row["grid"]])[0][-6:],
            row["role"],
            row["from_date"],
            row["until_date"],
        )
        for _, row in table.iterrows()
    )


def branches(plan: Plan) -> list[tuple[str, str, str, str, int, bool, tuple[str, ...]]]:
    """Return name, tier, name of the one above, secretary, members, joint and codes of the grids of every branch."""
    table, links = plan.tables["branches"], plan.tables["branch_grids"]
    names = {0: "", **table["name"].to_dict()}
    return sorted(
        (
            row["name"], row["tier"], names[row["parent"]], row["secretary"], int(row["members"]), bool(row["joint"]),
            tuple(sorted(code[9:] for code in plan.codes(links["grid"][(links["branch"] == branch).to_numpy()]))),
        )
        for branch, row in table.iterrows()
    )  # fmt: skip


@pytest.fixture(scope="session")
def place() -> Plan:
    #  +----+----+----+----+
    #  | 11 | 12 | 21 | 22 |     a town of two villages, and another town with a village of the same name
    #  +----+----+----+----+
    rows: list[tuple[int, str, str, str, int, object]] = []

    def add(code: str, name: str, kind: str, parent: int, column: float, wide: float, row: int = 0) -> int:
        shape = box(EAST + 1000 * column, NORTH + 1000 * row, EAST + 1000 * (column + wide), NORTH + 1000 * (row + 1))
        rows.append((len(rows) + 1, code, name, kind, parent, shape))
        return len(rows)

    town = add("320582100", "杨舍镇", "town", 0, 0, 4)
    for number, name in enumerate(("长江村", "西街社区")):
        village = add(f"32058210020{number + 1}", name, "village", town, 2 * number, 2)
        for grid in range(2):
            kind = "dedicated" if number == 1 and grid == 1 else "comprehensive"
            code, named = f"32058210020{number + 1}00{grid + 1}", ("第一网格", "第二网格")[grid]
            add(code, named, kind, village, 2 * number + grid, 1)
    other = add("320582101", "塘桥镇", "town", 0, 0, 1, 1)
    twin = add("320582101201", "长江村", "village", other, 0, 1, 1)
    add("320582101201001", "长江村第一网格", "comprehensive", twin, 0, 1, 1)
    ids, codes, names, kinds, parents, shapes = zip(*rows, strict=True)
    frame = pd.DataFrame({"code": codes, "name": names, "kind": kinds, "parent": parents}, index=list(ids))
    grids = gpd.GeoDataFrame(frame, geometry=list(shapes), crs="EPSG:4549")
    return Plan(load_scheme("city"), {"grids": grids})


Make = Callable[..., FoundTable]
