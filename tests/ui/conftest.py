"""A village in which every rule finds something, a desk with a spoiled town, and a look at what tests leave behind."""

from __future__ import annotations

import gc
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from shapely import MultiPolygon, Point, Polygon, box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from sample_data.defects import plant
from sample_data.make import make_plan
from ui.look.appearance import DARK, LIGHT, appearance_of
from ui.look.dressing import apply, dress_the_rest
from ui.look.words import Words
from ui.panels.base import Panel
from ui.session.desk import Desk
from ui.session.freeing import THREAD
from ui.session.session import Session
from ui.session.telling import PREFIX

TOWN, VILLAGE, NEIGHBOUR = 1, 2, 3
WEST, MIDDLE, EAST, LEDGER, STRAY, BOWTIE, ODD = 11, 12, 13, 14, 15, 16, 17


def faulty_village() -> Plan:
    """Return a plan whose village has a gap of 20,000 m2, an overlap, an overhang and people missing.

    Ground in metres from 500,000 E 3,500,000 N:

        +----------------+--------+     WEST   0-400
        | WEST | MIDDLE  | (gap)  |     MIDDLE 300-600, so 100 m on WEST's ground
        |   [overlap]    |  EAST--|--   EAST   700-1100 by 0-200, 100 m beyond the village
        +----------------+--------+
        0               600     1000
    """
    # Long because it lists a whole place: every table once.

    def ground(x0: float, y0: float, x1: float, y1: float) -> Polygon:
        return box(500_000 + x0, 3_500_000 + y0, 500_000 + x1, 3_500_000 + y1)

    bowtie = Polygon([(502_000 + x, 3_500_000 + y) for x, y in [(0, 0), (200, 200), (200, 0), (0, 200)]])
    rows = {
        TOWN: ("320582100", "杨舍镇", "town", 0, ground(0, 0, 3000, 400)),
        VILLAGE: ("320582100201", "长江村", "village", TOWN, ground(0, 0, 1000, 400)),
        NEIGHBOUR: ("320582100202", "江边村", "village", TOWN, ground(1000, 0, 3000, 400)),
        WEST: ("320582100201001", "第一网格", "comprehensive", VILLAGE, ground(0, 0, 400, 400)),
        MIDDLE: ("320582100201002", "第二网格", "comprehensive", VILLAGE, ground(300, 0, 600, 400)),
        EAST: ("320582100201002", "第三网格", "comprehensive", VILLAGE, ground(700, 0, 1100, 200)),
        LEDGER: ("x-1", "", "comprehensive", VILLAGE, None),
        STRAY: ("320582100202001", "散网格", "comprehensive", 99, ground(2500, 0, 2600, 100)),
        BOWTIE: ("320582100202002", "蝶形", "comprehensive", NEIGHBOUR, bowtie),
        ODD: ("320582100202003", "怪类型", "district", NEIGHBOUR, ground(2700, 0, 2800, 100)),
    }
    grids = gpd.GeoDataFrame(
        {
            "code": [row[0] for row in rows.values()],
            "name": [row[1] for row in rows.values()],
            "kind": [row[2] for row in rows.values()],
            "parent": [row[3] for row in rows.values()],
        },
        geometry=[row[4] for row in rows.values()],
        index=list(rows),
        crs="EPSG:4549",
    )
    buildings = gpd.GeoDataFrame(
        {"households": [30, 5, 12]},
        geometry=[Point(500_650, 3_500_100), Point(500_350, 3_500_100), Point(500_100, 3_500_100)],
        index=[1, 2, 3],
        crs="EPSG:4549",
    )
    workers = pd.DataFrame({"staff_number": ["W001", "W002"], "name": ["张三", "李四"]}, index=[1, 2])
    assignments = pd.DataFrame(
        {"worker": [1, 2], "grid": [WEST, MIDDLE], "role": ["full_time", "part_time"]}, index=[1, 2]
    )
    branches = pd.DataFrame(
        {
            "name": ["长江村党委", "第一支部", "联合支部"],
            "tier": ["village", "grid", "grid"],
            "joint": [False, False, True],
        },
        index=[1, 2, 3],
    )
    links = pd.DataFrame({"branch": [1, 2, 3], "grid": [VILLAGE, WEST, MIDDLE]}, index=[1, 2, 3])
    facts = pd.DataFrame({"key": ["title", "origin"], "value": ["测试村", "synthetic boundaries"]}, index=[1, 2])
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
def faulty_plan() -> Plan:
    """Return the village above."""
    return faulty_village()


@pytest.fixture(scope="session")
def sound_plan() -> Plan:
    """Return one town that is one village, of which every rule is content: nothing below needs anything."""
    ground = MultiPolygon([box(0, 0, 100, 100)])
    grids = gpd.GeoDataFrame(
        {"code": ["320582100"], "name": ["杨舍镇"], "kind": ["town"]}, geometry=[ground], index=[1], crs="EPSG:4549"
    )
    return Plan(load_scheme(), {"grids": grids})


@pytest.fixture
def light(qapp: QApplication) -> Iterator[None]:
    """Have the light appearance on, and again after the test."""
    apply(qapp, LIGHT)
    yield
    apply(qapp, LIGHT)
    dress_the_rest()


@pytest.fixture(autouse=True)
def light_again() -> Iterator[None]:
    """Leave the light appearance to the next test, whatever this one had on."""
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication) and appearance_of(app.palette()) is DARK:
        apply(app, LIGHT)
        dress_the_rest()


@pytest.fixture
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a widget, a thread or work behind.

    Qt keeps some widgets of its own (the menu of a completer, say) until it comes round to deleting them. Python counts
    every thread of Qt's that it ever ran in as alive (``_DummyThread``); of those only the pool knows.
    """
    before, threads = set(QApplication.allWidgets()), _running()
    gc.freeze()  # what was there before is not looked through after every test, only now and then (tests/conftest.py)
    yield
    gc.collect()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    left = [f"{type(widget).__name__} {widget.objectName()}" for widget in set(QApplication.allWidgets()) - before]
    assert not left
    for thread in threading.enumerate():
        if thread.name == THREAD or thread.name.startswith(PREFIX):  # of those that end by themselves
            thread.join(10)
    assert _running() <= threads
    assert QThreadPool.globalInstance().activeThreadCount() == 0


def _running() -> set[int | None]:
    """Return the threads that Python has started and that are not over; those of :mod:`gridmap.ground.cores` stay."""
    own = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
    return {thread.ident for thread in own if not thread.name.startswith("gridmap-cores")}


@pytest.fixture(scope="session")
def town_file(tmp_path_factory) -> Path:
    """A project of a town in which one thing of every kind is wrong."""
    path = tmp_path_factory.mktemp("town") / "town.gpkg"
    Project.create(path, plant(make_plan("town", 2020), 2020, 1)[0]).close()
    return path


@pytest.fixture
def words() -> Words:
    return Words("zh")


@pytest.fixture
def desk(nothing_left, qtbot, town_file, tmp_path) -> Iterator[Desk]:
    """A desk with a copy of the town, checked; whatever it complains of fails the test."""
    desk = Desk()
    session = desk.session
    complaints: list[Exception] = []
    session.complained.connect(complaints.append)
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        desk.opening.open(shutil.copy(town_file, tmp_path / "town.gpkg"))
    yield desk
    session.close()
    assert not session.is_working
    desk.deleteLater()
    assert not complaints


@pytest.fixture
def session(desk: Desk) -> Session:
    """Return the session of the desk."""
    return desk.session


@pytest.fixture
def show(nothing_left, qtbot, desk, words) -> Iterator[Callable[[type[Panel]], Panel]]:
    """Show a panel at the desk; it is closed as the window closes it."""
    shown: list[QWidget] = []

    def build(make: type[Panel]) -> Panel:
        panel = make(desk, words)
        panel.resize(420, 640)
        panel.show()
        qtbot.waitUntil(panel.isVisible)
        shown.append(panel)
        return panel

    yield build
    for panel in shown:
        panel.close()
        panel.deleteLater()
