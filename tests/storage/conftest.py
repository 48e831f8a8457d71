"""A small plan with every table filled, drawn so that each shape can be followed by hand."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.affinity import translate

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.model.tables import TABLES
from gridmap.project.project import Project

EAST, NORTH = 551_000.0, 3_520_000.0


def at(shape):
    """Move a shape from small coordinates to where the city is."""
    return None if shape is None else translate(shape, EAST, NORTH)


def rows(ids, geometry=None, **columns):
    index = pd.Index(ids, dtype="int64", name="id")
    if geometry is None:
        return pd.DataFrame(columns, index=index)
    return gpd.GeoDataFrame(columns, index=index, geometry=geometry, crs=4549)


def small_plan() -> Plan:
    """Return one town with two villages; the west one in three grids, one of which has no shape, the east one in two.

        0      100     200     300     400
    200 +-------+-------+-------+-------+
        |       |       |               |
        |   4   |   5   |       7       |     6: dedicated, in the ledger only
        |       |       |   +---+       |     8: dedicated, in two parts
    100 |       |       |   | 8 |       |
        |       |       |   +---+   +---+
        |       |       |           | 8 |
      0 +-------+-------+-----------+---+
    """
    # Long because it lists a whole place: every table once.
    eight = MultiPolygon([box(250, 80, 300, 120), box(350, 0, 400, 40)])
    grids = rows(
        [1, 2, 3, 4, 5, 6, 7, 8],
        code=[
            "320582100",
            "320582100201",
            "320582100202",
            "320582100201001",
            "320582100201002",
            "320582100201901",
            "320582100202001",
            "320582100202901",
        ],
        name=["杨舍镇", "东莱村", "田垛里社区", "第一网格", "第二网格", "“明德”小学", "第一网格", "沙钢'厂区'"],
        kind=[
            "town",
            "village",
            "village",
            "comprehensive",
            "comprehensive",
            "dedicated",
            "comprehensive",
            "dedicated",
        ],
        parent=[0, 1, 1, 2, 2, 2, 3, 3],
        setting=["", "", "urban", "rural", "rural", "", "urban", ""],
        use=["", "", "", "", "", "school", "", "works"],
        parts=[1, 1, 1, 1, 1, 1, 1, 2],
        locked=[False, False, True, False, False, False, False, False],
        note=["", "", "", "含\n两行", "", "emoji 🏫, NUL-free", "", ""],
        geometry=[
            at(box(0, 0, 400, 200)),
            at(box(0, 0, 200, 200)),
            at(box(200, 0, 400, 200)),
            at(box(0, 0, 100, 200)),
            at(box(100, 0, 200, 200)),
            None,
            at(box(200, 0, 400, 200).difference(eight)),
            at(eight),
        ],
    )
    return Plan(
        load_scheme(),
        {
            "grids": grids,
            "buildings": rows(
                [1, 2, 5],
                door_plate=["人民路1号", "人民路2号", "沿江路 3-1"],
                compound=["", "明珠花园", ""],
                households=[30, 24, 0],
                residents=[71, 60, 0],
                geometry=[at(Point(10, 10)), at(box(20, 20, 30, 30)), None],
            ),
            "workers": rows([1, 2], staff_number=["0007", "A12"], name=["张三", "李四"], phone=["05120000001", ""]),
            "assignments": rows(
                [1, 2, 3],
                worker=[1, 1, 2],
                grid=[4, 5, 0],
                role=["full_time", "full_time", "part_time"],
                from_date=["2020-01-01", "", "2019-12-31"],
                until_date=["", "2020-06-30", ""],
            ),
            "branches": rows(
                [1, 2],
                name=["东莱村党委", "第一网格党支部"],
                tier=["village", "grid"],
                parent=[0, 1],
                secretary=["王五", ""],
                members=[120, 12],
                joint=[False, True],
            ),
            "branch_grids": rows([1, 2], branch=[2, 2], grid=[4, 5]),
            "zones": rows([1], name=["江畔片区"], kind=["river"], branch=[1], geometry=[at(box(0, 0, 150, 90))]),
            "compounds": rows(
                [1, 3],
                name=["明珠花园", "锦绣苑"],
                alias=["明珠", ""],
                grid=[4, 0],
                declared_residents=[0, 12000],
                has_committee=[True, False],
                firm=["明珠物业", ""],
                branch=[2, 0],
                note=["", "王五经办"],
                geometry=[at(box(15, 15, 40, 40)), None],
            ),
            "department_grids": rows(
                [1, 2],
                department=["公安", "公安"],
                code=["JW01", ""],
                name=["东莱警务区", "江畔警务区"],
                note=["", "王五负责"],
                geometry=[at(box(0, 0, 150, 200)), None],
            ),
            "exempt_areas": rows(
                [1], name=["长江"], kind=["river"], reason=["水面"], parent=[0], geometry=[at(box(0, 200, 400, 260))]
            ),
            "accepted": rows(
                [1],
                finding=["gap-1"],
                rule=["gap"],
                accepted_by=["赵六"],
                accepted_on=["2020-08-25"],
                reason=["河道"],
                until_date=[""],
                evidence=["abc"],
            ),
            "items": rows(
                [1, 2],
                number=["0031", ""],
                kind=["环境卫生", "停车"],
                grid=[0, 4],
                raised_on=["2020-02-01", "2020-02-02"],
                solved_on=["2020-02-09", ""],
                rating=[4, 0],
                geometry=[at(Point(12, 12)), None],
            ),
            "retired_codes": rows(
                [1], code=["320582100201009"], kind=["comprehensive"], retired_on=["2018-05-01"], reason=["合并"]
            ),
            "roads": rows([1], name=["人民路"], rank=["primary"], geometry=[at(LineString([(0, 50), (400, 60)]))]),
            "water": rows(
                [1, 2],
                name=["长江", "小河"],
                kind=["river", "stream"],
                geometry=[at(Polygon([(0, 200), (400, 200), (400, 260)])), at(LineString([(0, 0), (9, 9)]))],
            ),
            "facts": rows([1, 2], key=["origin", "title"], value=["synthetic boundaries", "测试"]),
        },
    )


def content_of(path: Path) -> str:
    """Digest all rows of a plan in a file as plain SQLite sees them, so that GridMap's own reader has no part in it."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for table in TABLES:
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY fid'):
                digest.update(repr((table, *row)).encode())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def plan() -> Plan:
    return small_plan()


@pytest.fixture(scope="session")
def content() -> Callable[[Path], str]:
    return content_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "测试 城市#1%20.gpkg"


@pytest.fixture
def project(file: Path, plan: Plan) -> Iterator[Project]:
    with Project.create(file, plan, who="tester") as project:
        yield project
