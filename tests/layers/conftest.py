"""A small division with two towns, and a way to make others."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

WEST, EAST, VILLAGE, HAMLET, OTHER, A, B, C, D, LEDGER = 1, 2, 3, 4, 5, 11, 12, 13, 14, 15
X, Y = 500_000.0, 3_500_000.0
IDS = SimpleNamespace(
    WEST=WEST, EAST=EAST, VILLAGE=VILLAGE, HAMLET=HAMLET, OTHER=OTHER, A=A, B=B, C=C, D=D, LEDGER=LEDGER
)


def _ground(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.segmentize(box(X + 100 * x0, Y + 100 * y0, X + 100 * x1, Y + 100 * y1), 100)


@pytest.fixture(scope="session")
def ground() -> Callable[[float, float, float, float], shapely.Polygon]:
    """Return a function that makes a rectangle in hundreds of metres from 500,000 E 3,500,000 N, a vertex at each."""
    return _ground


@pytest.fixture(scope="session")
def ids() -> SimpleNamespace:
    """Return the ids of the grids in ``rows`` by name."""
    return IDS


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., Plan]:
    """Return a function that makes a plan of rows (code, name, kind, parent, shape) by id, and of other tables."""

    def make(rows: dict[int, tuple[str, str, str, int, object]], **tables: pd.DataFrame) -> Plan:
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=["code", "name", "kind", "parent", "geometry"])
        grids = gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4549")
        return Plan(load_scheme(), {"grids": grids, **tables})

    return make


@pytest.fixture(scope="session")
def rows() -> dict[int, tuple[str, str, str, int, object]]:
    """Return two towns with three villages and five grids, one of them in the ledger only.

    In hundreds of metres; VILLAGE and HAMLET are in the town WEST, OTHER is the only village of EAST:

        4 +-------+-------+-------+
          |   A   |       |       |
        2 +-------+   C   |   D   |     A comprehensive, B dedicated, in VILLAGE
          |   B   |       |       |     C in HAMLET, D in OTHER, both comprehensive
        0 +-------+-------+-------+
          0       4       8      12
    """
    return {
        WEST: ("320582100", "西城镇", "town", 0, _ground(0, 0, 8, 4)),
        EAST: ("320582101", "东城镇", "town", 0, _ground(8, 0, 12, 4)),
        VILLAGE: ("320582100201", "甲村村委会", "village", WEST, _ground(0, 0, 4, 4)),
        HAMLET: ("320582100202", "乙社区居委会", "village", WEST, _ground(4, 0, 8, 4)),
        OTHER: ("320582101201", "丙村", "village", EAST, _ground(8, 0, 12, 4)),
        A: ("320582100201001", "第一网格", "comprehensive", VILLAGE, _ground(0, 2, 4, 4)),
        B: ("320582100201002", "中心小学", "dedicated", VILLAGE, _ground(0, 0, 4, 2)),
        C: ("320582100202001", "第一网格", "comprehensive", HAMLET, _ground(4, 0, 8, 4)),
        D: ("320582101201001", "第一网格", "comprehensive", OTHER, _ground(8, 0, 12, 4)),
        LEDGER: ("320582101201002", "写字楼", "dedicated", OTHER, None),
    }


@pytest.fixture(scope="session")
def plan(make_plan, rows) -> Plan:
    """Return the division of ``rows`` with people, branches, buildings and surroundings.

    A has a full-time worker, C only somebody part-time, D nobody; A has a branch, C a joint one, D none. A holds 250
    households, C 420, D 900.
    """
    assignments = pd.DataFrame(
        {"worker": [1, 2], "grid": [A, C], "role": ["full_time", "part_time"]}, index=pd.Index([1, 2])
    )
    branches = pd.DataFrame({"tier": ["grid", "grid"], "joint": [False, True]}, index=[1, 2])
    points = shapely.points([X + 100, X + 500, X + 1000], [Y + 300, Y + 200, Y + 200])
    return make_plan(
        rows,
        workers=pd.DataFrame({"name": ["张三", "李四"]}, index=[1, 2]),
        assignments=assignments,
        branches=branches,
        branch_grids=pd.DataFrame({"branch": [1, 2], "grid": [A, C]}, index=[1, 2]),
        buildings=gpd.GeoDataFrame({"households": [250, 420, 900]}, geometry=points, index=[1, 2, 3]),
        exempt_areas=gpd.GeoDataFrame(
            {"kind": ["lake", "lake"], "parent": [HAMLET, OTHER]},
            geometry=[_ground(4, 2, 8, 4), _ground(11.9, 0, 12, 0.1)],
            index=[1, 2],
        ),
        roads=gpd.GeoDataFrame(
            {"rank": ["street", "motorway", "unheard-of"]},
            geometry=[shapely.LineString([(X, Y + i), (X + 1200, Y + i)]) for i in (50, 150, 250)],
            index=[1, 2, 3],
        ),
        water=gpd.GeoDataFrame(
            {"name": ["大江", "小河", "小塘"]},
            geometry=[_ground(0, 4, 12, 6), shapely.LineString([(X, Y), (X + 90, Y + 90)]), _ground(1, 1, 1.5, 1.2)],
            index=[1, 2, 3],
        ),
        zones=gpd.GeoDataFrame({"name": ["片区"]}, geometry=[_ground(1, 1, 9, 3)], index=[1]),
    )
