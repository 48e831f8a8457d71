"""The last jobs of an officer's day: people, history, and files that are written and read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QTableView

from gridmap.project.project import Project
from tools.day_jobs import CTRL, LEFT, SHIFT, job
from tools.day_stage import Day
from ui.wizards.frame import Wizard


@job
def people(day: Day) -> None:
    """Ctrl+Shift+P shows the tables of people; typing narrows them."""
    day.press(Qt.Key.Key_P, CTRL | SHIFT)
    day.settle()
    panel = day.window.panels["people"]
    view = next(one for one in panel.findChildren(QTableView) if one.isVisible())
    rows = view.model().rowCount()
    field = next(one for one in panel.findChildren(QLineEdit) if one.isVisible())
    QTest.keyClicks(field, "w")
    day.settle()
    assert 0 < view.model().rowCount() < rows


@job
def copy_rows(day: Day) -> None:
    """Ctrl+C takes rows to Excel."""
    view = next(one for one in day.window.panels["people"].findChildren(QTableView) if one.isVisible())
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, CTRL)
    day.settle()
    assert len(QGuiApplication.clipboard().text().splitlines()) > 2


@job
def history(day: Day) -> None:
    """Every step of the day stands in the history."""
    day.window.docks["people"].close()
    day.window.raise_panel("history")
    day.settle()
    assert day.window.panels["history"].view.model().rowCount() >= 7


@job
def export_map(day: Day) -> None:
    """Ctrl+E shows the page before it is written."""
    day.window.raise_panel("tree")
    day.press(Qt.Key.Key_E, CTRL)
    box = day.dialog()
    day.until(lambda: not box.preview.pixmap().isNull())
    QTest.qWait(800)
    day.settle()
    day.shown(box)


@job
def export_pdf(day: Day) -> None:
    """The page is written."""
    path = day.folder / "map.pdf"
    _writing_to(path)
    day.press(Qt.Key.Key_E, CTRL)
    box = day.dialog()
    day.click_on(box.do)
    day.until(lambda: path.exists() and not day.session.is_working)
    day.settle()
    assert path.read_bytes()[:4] == b"%PDF"
    if box.isVisible():
        box.close()


@job
def print_map(day: Day) -> None:
    """Ctrl+P shows what would be printed."""
    day.press(Qt.Key.Key_P, CTRL)
    box = day.dialog()
    day.settle()
    assert box.findChildren(QComboBox)
    day.shown(box)


@job
def export_workbook(day: Day) -> None:
    """The ledger is written."""
    path = day.folder / "ledger.xlsx"
    _writing_to(path)
    day.window.actions_by_key["export-workbook"].trigger()
    day.until(lambda: path.exists() and not day.session.is_working)
    assert path.read_bytes()[:2] == b"PK"


@job
def bring_in_list(day: Day) -> None:
    """A list of workers is read, looked at, and stored."""
    before = len(day.plan.tables["workers"])
    grids = day.plan.grids[day.plan.grids["kind"] == "comprehensive"].head(5)
    villages = [str(day.plan.value(int(parent), "name")) for parent in grids["parent"]]
    table = pd.DataFrame({"村居": villages, "网格": grids["name"].to_numpy(), "岗位": "专职网格员"})
    table["姓名"] = [f"新人{number}" for number in "甲乙丙丁戊"]
    table["电话"] = [f"1380000{number:04d}" for number in range(5)]
    path = day.folder / "新人.csv"
    table.to_csv(path, index=False, encoding="gbk")
    _reading(path)
    day.press(Qt.Key.Key_I, CTRL | SHIFT)
    wizard = day.dialog(Wizard)
    for _ in range(6):
        day.until(lambda: not wizard.isVisible() or (wizard.go.isEnabled() and not wizard.is_working))
        if not wizard.isVisible() or len(day.plan.tables["workers"]) > before:
            break
        day.settle()
        day.kept[f"list-{wizard.step.key}"] = day.picture(wizard)
        QTest.mouseClick(wizard.go, LEFT)
        QTest.qWait(100)
    day.settle()
    assert len(day.plan.tables["workers"]) == before + 5
    if wizard.isVisible():
        day.shown(wizard)


@job
def bring_in_boundaries(day: Day) -> None:
    """Boundaries are looked at before they come in; today they do not."""
    plan, path = day.plan, day.folder / "网格.geojson"
    rows = plan.grids[plan.grids["kind"] == "comprehensive"].head(30)
    table = rows[["code", "name", "geometry"]].rename(columns={"code": "网格编码", "name": "网格名称"})
    table["geometry"] = table.geometry.translate(4, 0)
    table.to_crs(4490).to_file(path)
    _reading(path)
    day.press(Qt.Key.Key_I, CTRL)
    wizard = day.dialog(Wizard)
    for _ in range(4):
        day.until(lambda: wizard.go.isEnabled() and not wizard.is_working)
        if wizard.step.key == "outcome":
            break
        QTest.mouseClick(wizard.go, LEFT)
        QTest.qWait(100)
    day.settle()
    assert wizard.step.key == "outcome" and day.plan is plan
    day.shown(wizard)


@job
def reload(day: Day) -> None:
    """F5 reads the file again; nothing is different."""
    plan = day.plan
    day.press(Qt.Key.Key_F5)
    day.settle()
    assert len(day.plan.ids) == len(plan.ids) and day.window.statusBar().currentMessage()


@job
def close_project(day: Day) -> None:
    """Ctrl+W closes it, with all the day's work in the file."""
    workers = len(day.plan.tables["workers"])
    day.press(Qt.Key.Key_W, CTRL)
    day.until(lambda: day.session.project is None)
    with Project.open(day.path, read_only=True) as project:
        assert len(project.plan.tables["workers"]) == workers and "东门小学" in set(project.plan.grids["name"])


def _writing_to(path: Path) -> None:
    QFileDialog.getSaveFileName = staticmethod(lambda *_, **__: (str(path), ""))  # type: ignore[method-assign,assignment]


def _reading(path: Path) -> None:
    QFileDialog.getOpenFileNames = staticmethod(lambda *_, **__: ([str(path)], ""))  # type: ignore[method-assign,assignment]
