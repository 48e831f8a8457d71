"""A canvas that shows a small division of two towns, and ways to point at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot
from shapely import box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from ui.canvas.map_canvas import MapCanvas
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.session import Session

X, Y = 500_000.0, 3_500_000.0
WEST, EAST, VILLAGE, HAMLET, OTHER, A, B, C, D = 1, 2, 3, 4, 5, 11, 12, 13, 14


def ground(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """Return a rectangle in hundreds of metres from 500,000 E 3,500,000 N, with a vertex at each."""
    return shapely.segmentize(box(X + 100 * x0, Y + 100 * y0, X + 100 * x1, Y + 100 * y1), 100)


def division() -> Plan:
    """Return two towns with three villages and four grids.

    In hundreds of metres; VILLAGE and HAMLET are in the town WEST, OTHER is the only village of EAST:

        4 +-------+-------+-------+
          |   A   |       |       |
        2 +-------+   C   |   D   |
          |   B   |       |       |
        0 +-------+-------+-------+
          0       4       8      12
    """
    rows = {
        WEST: ("320582100", "西城镇", "town", 0, ground(0, 0, 8, 4)),
        EAST: ("320582101", "东城镇", "town", 0, ground(8, 0, 12, 4)),
        VILLAGE: ("320582100201", "甲村村委会", "village", WEST, ground(0, 0, 4, 4)),
        HAMLET: ("320582100202", "乙社区居委会", "village", WEST, ground(4, 0, 8, 4)),
        OTHER: ("320582101201", "丙村", "village", EAST, ground(8, 0, 12, 4)),
        A: ("320582100201001", "第一网格", "comprehensive", VILLAGE, ground(0, 2, 4, 4)),
        B: ("320582100201002", "第二网格", "comprehensive", VILLAGE, ground(0, 0, 4, 2)),
        C: ("320582100202001", "第一网格", "comprehensive", HAMLET, ground(4, 0, 8, 4)),
        D: ("320582101201001", "第一网格", "comprehensive", OTHER, ground(8, 0, 12, 4)),
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["code", "name", "kind", "parent", "geometry"])
    return Plan(load_scheme(), {"grids": gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4549")})


@pytest.fixture
def ids() -> SimpleNamespace:
    """Return the ids of the grids by name."""
    return SimpleNamespace(WEST=WEST, EAST=EAST, VILLAGE=VILLAGE, HAMLET=HAMLET, OTHER=OTHER, A=A, B=B, C=C, D=D)


@pytest.fixture
def bare_division() -> Plan:
    """Return the division as a plan that no project holds."""
    return division()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path) -> Iterator[Desk]:
    """Return a desk with that division open, checked already."""
    desk = Desk()
    session = desk.session
    Project.create(tmp_path / "two-towns.gpkg", division()).close()
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        desk.opening.open(tmp_path / "two-towns.gpkg")
    yield desk
    session.close()


@pytest.fixture
def session(desk: Desk) -> Session:
    """Return the session of the desk."""
    return desk.session


@pytest.fixture
def canvas(qtbot: QtBot, desk: Desk) -> Iterator[MapCanvas]:
    """Return a canvas of 600 by 400 pixels that shows the session's plan, drawn to the end."""
    canvas = MapCanvas(desk, Words("zh"))
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    qtbot.waitExposed(canvas)
    at_rest(qtbot, canvas)
    yield canvas
    canvas.let_go()


def at_rest(qtbot: QtBot, canvas: MapCanvas) -> None:
    """Wait until the canvas has drawn its view to the end."""
    qtbot.waitUntil(lambda: not canvas.is_busy, timeout=20_000)


@pytest.fixture
def rest(qtbot: QtBot, canvas: MapCanvas) -> Callable[[], None]:
    """Return a function that waits until the canvas has drawn its view to the end."""
    return lambda: at_rest(qtbot, canvas)


@pytest.fixture
def pixel(canvas: MapCanvas) -> Callable[[float, float], QPoint]:
    """Return a function from hundreds of metres in the drawing above to the pixel where that lies now."""

    def place(x: float, y: float) -> QPoint:
        px, py = canvas.view.to_screen(X + 100 * x, Y + 100 * y)
        return QPoint(round(px), round(py))

    return place
