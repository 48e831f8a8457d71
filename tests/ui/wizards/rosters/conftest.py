"""A window with a project of one village, and lists as offices keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import geopandas as gpd
import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot
from shapely.geometry import box
from shiboken6 import isValid

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from tests.ui.window.windows import shown_window
from ui.window.main_window import MainWindow
from ui.wizards.rosters.wizard import RosterWizard

WAIT = 20_000
ID_NUMBER = "320582199001011234"
HEAD = ("序号", "村（社区）", "网格名称", "姓名", "联系电话", "角色", "身份证号")
VILLAGE, FIRST, SECOND = 1, 2, 3


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one village and its two grids.

    +---------+---------+
    |  FIRST  | SECOND  |
    +---------+---------+
    """
    x, y = 552_000, 3_526_000
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100201", "320582100201001", "320582100201002"],
            "name": ["长江村", "第一网格", "第二网格"],
            "kind": ["village", "comprehensive", "comprehensive"],
            "parent": [0, VILLAGE, VILLAGE],
        },
        index=[VILLAGE, FIRST, SECOND],
        geometry=[box(x, y, x + 2000, y + 1000), box(x, y, x + 1000, y + 1000), box(x + 1000, y, x + 2000, y + 1000)],
        crs="EPSG:4549",
    )
    Project.create(tmp_path / "p.gpkg", Plan(load_scheme("city"), {"grids": grids})).close()
    return tmp_path / "p.gpkg"


def workbook(file: Path, *rows: Sequence[str], title: str = "长江村网格员花名册", sheet: str = "名单") -> Path:
    """Write rows of texts below a title."""
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(sheet)
        page.write_string(0, 0, title)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(at, column, cell)
    return file


@pytest.fixture
def workers(tmp_path: Path) -> Path:
    """A list of three workers, the third of a grid that is named only nearly."""
    return workbook(
        tmp_path / "六月.xlsx",
        HEAD,
        ("1", "长江村", "第一网格", "张三", "13800000001", "专职网格员", ID_NUMBER),
        ("2", "长江村", "第二网格", "李四", "13800000002", "专职网格员", ID_NUMBER),
        ("3", "长江村", "第三网格", "王五", "13800000003", "专职网格员", ID_NUMBER),
    )


@pytest.fixture
def window(_nothing_of_a_wizard_is_left: None, qtbot: QtBot, project: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with that project; nothing of it may stay behind."""
    with shown_window(qtbot, tmp_path, project) as window:
        yield window


Bring = Callable[..., RosterWizard]


@pytest.fixture
def bring(qtbot: QtBot, window: MainWindow) -> Iterator[Bring]:
    """Drop lists on the window and return the wizard that takes them, once it has read them."""
    shown: list[RosterWizard] = []

    def drop(*files: Path) -> RosterWizard:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        for make in (QDragEnterEvent, QDropEvent):
            event = make(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
            QApplication.sendEvent(window, event)
            assert event.isAccepted()
        wizard = next(one for one in window.findChildren(RosterWizard) if one not in shown)
        shown.append(wizard)
        qtbot.waitUntil(lambda: wizard.isVisible() and not wizard.is_working, timeout=WAIT)
        return wizard

    yield drop
    for wizard in shown:
        if isValid(wizard):
            wizard.close()


def go_on(qtbot: QtBot, wizard: RosterWizard) -> None:
    """Click the button that goes on, and wait until the next step is shown."""
    here = wizard.step
    qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not isValid(wizard) or wizard.step is not here or not wizard.isVisible(), timeout=WAIT)


def to_rows(qtbot: QtBot, wizard: RosterWizard) -> RosterWizard:
    """Go on until the outcome is shown."""
    while wizard.step is not wizard.rows:
        go_on(qtbot, wizard)
    return wizard


def bring_in(qtbot: QtBot, wizard: RosterWizard) -> None:
    """Go on until the lists are stored, and close the summary."""
    go_on(qtbot, to_rows(qtbot, wizard))
    assert wizard.step is wizard.summary
    with qtbot.waitSignal(wizard.accepted):
        qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)


def pick(qtbot: QtBot, box: QComboBox, data: object) -> None:
    """Open a box and click on what it offers."""
    at = next(place for place in range(box.count()) if box.itemData(place) == data)
    assert box.isEnabled()
    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    index = box.model().index(at, 0)
    view.scrollTo(index)
    place = (view.visualRect(index) & view.viewport().rect()).center()
    qtbot.mouseMove(view.viewport(), place)
    qtbot.wait(1)  # a popup passes over what comes with the click that has opened it
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    box.hidePopup()


def people(window: MainWindow) -> list[str]:
    return window.session.plan.tables["workers"]["name"].tolist()


def labels(window: MainWindow) -> list[str]:
    """Return the labels of the history."""
    assert window.session.project is not None
    return [entry.label for entry in window.session.project.history()]
