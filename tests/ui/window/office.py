"""The files of an office, made of the sample town: what a test drops on the window, and the way through its wizard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gridmap.model.plan import Plan
from ui.window.main_window import MainWindow
from ui.wizards.frame import Wizard

KINDS = ["town", "village", "grid"]
"""What its files are of."""
WAIT = 30_000

_HEADERS = {"code": "编码", "name": "名称", "parent": "上级编码", "kind": "类型"}
_KINDS = {"town": "镇", "village": "村", "comprehensive": "综合网格", "dedicated": "专属网格"}


def table_of(plan: Plan, *kinds: str) -> gpd.GeoDataFrame:
    """Return the grids of some kinds as an office would keep them, in degrees."""
    rows = plan.grids[plan.grids["kind"].isin(kinds)]
    codes = pd.Series(plan.grids["code"].to_numpy(), index=plan.grids.index)
    columns = {
        "code": rows["code"].to_numpy(),
        "name": rows["name"].to_numpy(),
        "parent": [codes.get(parent, "") for parent in rows["parent"]],
        "kind": [_KINDS[kind] for kind in rows["kind"]],
    }
    return gpd.GeoDataFrame(columns, geometry=rows.geometry.to_numpy(), crs=plan.crs).to_crs(4490)


def write(table: gpd.GeoDataFrame, path: Path, headers: dict[str, str] | None = None) -> Path:
    """Write a table as a file; a shapefile is in GBK."""
    named = table.rename(columns=headers or _HEADERS)
    named.to_file(path, **({"encoding": "GBK"} if path.suffix == ".shp" else {}))
    return path


def office(folder: Path, plan: Plan) -> list[Path]:
    """Write the boundaries of a whole town into a folder: three files, the lowest level first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write(table_of(plan, "comprehensive", "dedicated"), folder / "网格.geojson"),
        write(table_of(plan, "village").drop(columns="kind"), folder / "村界.shp"),
        write(table_of(plan, "town").drop(columns=["kind", "parent"]), folder / "镇界.shp"),
    ]


def next_year(plan: Plan) -> gpd.GeoDataFrame:
    """Return the grids with one renamed, one moved by half a metre, one left out, one new and one doubtful."""
    table = table_of(plan, "comprehensive", "dedicated").to_crs(plan.crs)
    table.loc[0, "name"] = "新名字"
    shape = table.geometry.iloc[1]
    table.loc[1, "geometry"] = shapely.affinity.translate(shape, 0.5, 0)
    table = table.drop(index=2).reset_index(drop=True)
    added = table.iloc[[3]].copy()
    added["code"] = f"{added['parent'].iloc[0]}888"
    added["name"] = "增设网格"
    return pd.concat([table, added], ignore_index=True).to_crs(4490)


def drop(on: QWidget, files: Sequence[Path]) -> bool:
    """Drag files over a widget and let them fall; return whether it would take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at, action = on.rect().center(), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, action, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(on, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(on, QDropEvent(QPointF(at), action, data, buttons, keys))
    return True


def farthest_m(one: Plan, two: Plan) -> float:
    """Return how far apart the grids of the same code in two plans lie at most."""
    shapes = dict(zip(two.grids["code"], two.all_shapes, strict=True))
    codes = one.grids["code"].to_numpy(dtype=object)[one.has_shape]
    pairs = [(shape, shapes[code]) for code, shape in zip(codes, one.all_shapes[one.has_shape], strict=True)]
    return float(np.max([shapely.hausdorff_distance(*pair) for pair in pairs]))


# ---- the wizard that takes them --------------------------------------------------------------------------------------


def wizard_of(window: MainWindow) -> Wizard:
    """Return the wizard that stands over a window."""
    [wizard] = [one for one in window.findChildren(Wizard) if one.isVisible()]
    return wizard


def idle(qtbot: QtBot, wizard: Wizard) -> None:
    """Wait until a wizard has done what it does, or is gone."""
    qtbot.waitUntil(lambda: not isValid(wizard) or not wizard.is_working, timeout=WAIT)


def enter(qtbot: QtBot, wizard: Wizard) -> None:
    """Press Enter where the keys are, and wait for what it begins."""
    idle(qtbot, wizard)
    qtbot.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_Return)
    idle(qtbot, wizard)


def go_to(qtbot: QtBot, wizard: Wizard, key: str) -> None:
    """Go on by Enter until a step is shown."""
    for _ in range(len(wizard.steps)):
        idle(qtbot, wizard)
        if wizard.step.key == key:
            return
        assert wizard.go.isEnabled(), wizard.told.text()
        enter(qtbot, wizard)
    assert wizard.step.key == key, wizard.told.text()
