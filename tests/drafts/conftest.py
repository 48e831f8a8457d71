"""A village of five grids in a row, small enough that each border can be followed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project

EAST, NORTH = 551_000.0, 3_520_000.0
TOWN, VILLAGE = 1, 2
A, B, C, D, E = 11, 12, 13, 14, 15


def ground(x0: float, y0: float, x1: float, y1: float):
    return box(EAST + x0, NORTH + y0, EAST + x1, NORTH + y1)


def village_plan() -> Plan:
    """Return the village, with a building of 310 to 350 households in the middle of each grid and 40 on its east.

        0      100     200     300     400     500
    100 +-------+-------+-------+-------+-------+
        |   A   |   B   |   C   |   D   |   E   |     buildings at x = 50 and 90 of every grid
      0 +-------+-------+-------+-------+-------+
    """
    # Long because it lists a whole place: every table once.
    village, wide = "320582100201", ground(0, 0, 500, 100)
    ids = [TOWN, VILLAGE, A, B, C, D, E]
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100", village, *(f"{village}{n:03d}" for n in range(1, 6))],
            "name": ["杨舍镇", "东莱村", *(f"第{n}网格" for n in "一二三四五")],
            "kind": ["town", "village", *["comprehensive"] * 5],
            "parent": [0, TOWN, *[VILLAGE] * 5],
            "setting": ["", "", *["urban"] * 5],
            "parts": 1,
        },
        geometry=[wide, wide, *(ground(x, 0, x + 100, 100) for x in range(0, 500, 100))],
        index=pd.Index(ids, name="id"),
        crs=4549,
    )
    places = [Point(EAST + x + at, NORTH + 50) for x in range(0, 500, 100) for at in (50, 90)]
    households = [310, 40, 320, 40, 330, 40, 340, 40, 350, 40]
    buildings = gpd.GeoDataFrame(
        {
            "door_plate": [f"人民路{n}号" for n in range(1, 11)],
            "households": households,
            "residents": [3 * n for n in households],
        },
        geometry=places,
        index=pd.RangeIndex(1, 11, name="id"),
        crs=4549,
    )
    workers = pd.DataFrame(
        {"staff_number": [f"W{n}" for n in range(1, 6)], "name": list("甲乙丙丁戊"), "phone": "13800001111"},
        index=pd.RangeIndex(1, 6, name="id"),
    )
    assignments = pd.DataFrame(
        {"worker": range(1, 6), "grid": [A, B, C, D, E], "role": "full_time", "from_date": "2020-01-01"},
        index=pd.RangeIndex(1, 6, name="id"),
    )
    branches = pd.DataFrame(
        {"name": ["东莱村党委", "第一网格党支部"], "tier": ["village", "grid"], "parent": [0, 1], "members": [80, 12]},
        index=pd.RangeIndex(1, 3, name="id"),
    )
    links = pd.DataFrame({"branch": [1, *[2] * 5], "grid": [VILLAGE, A, B, C, D, E]}, index=range(1, 7))
    facts = pd.DataFrame({"key": ["title", "origin"], "value": ["测试", "synthetic boundaries"]}, index=[1, 2])
    return Plan(
        load_scheme(),
        {
            "grids": grids,
            "buildings": buildings,
            "workers": workers,
            "assignments": assignments,
            "branches": branches,
            "branch_grids": links,
            "facts": facts,
        },
    )


@pytest.fixture(scope="session")
def plan() -> Plan:
    return village_plan()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "城区 网格.gpkg"


@pytest.fixture
def project(file: Path, plan: Plan) -> Iterator[Project]:
    with Project.create(file, plan, who="tester") as project:
        yield project
