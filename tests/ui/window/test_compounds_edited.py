"""Compounds in the real window: made, corrected, given an outline and taken off the list from the details of a grid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from gridmap.edits import AddCompound
from gridmap.ground.compound_outlines import buildings_of, outline_around, place_named
from gridmap.ground.compounds import compounds
from gridmap.model.errors import Refused
from tests.ui.window.people_at_work import opened as dialog_of
from tests.ui.window.people_at_work import press, undone
from ui.dialogs.compound import CompoundDialog
from ui.dialogs.confirming import ConfirmEdit
from ui.panels.inspector import InspectorPanel


def follow(qtbot, window, words):
    """Click on a link of the details of a grid."""
    page = window.findChild(InspectorPanel).page
    found = page.document().find(window.words(words) if "-" in words else words)
    assert not found.isNull(), page.toPlainText()
    found.setPosition(found.selectionStart() + 1)
    page.setTextCursor(found)
    page.ensureCursorVisible()
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=page.cursorRect(found).center())


def is_shown(window):
    """Whether the layer of compounds is on."""
    return window.panels["layers"].stack["compounds"].visible


def untick(qtbot, window):
    """Click on the tick of the layer of compounds, as somebody does who has seen enough."""
    panel = window.panels["layers"]
    window.docks["layers"].show()
    window.docks["layers"].raise_()
    index = panel.model.index(panel.model.row_of("compounds"), 0)
    panel.view.scrollTo(index)
    option = QStyleOptionViewItem()
    panel.view.initViewItemOption(option)
    option.rect = panel.view.visualRect(index)
    panel.view.itemDelegateForIndex(index).initStyleOption(option, index)
    box = panel.view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, panel.view)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert not is_shown(window)


def drag(canvas, to):
    """Move the mouse with its button and Alt held, which keeps it from snapping."""
    where, none, left = QPointF(to), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.AltModifier
    event = QMouseEvent(QEvent.Type.MouseMove, where, canvas.mapToGlobal(where), none, left, held)
    QCoreApplication.sendEvent(canvas, event)


def in_its_grid(window, place):
    plan = window.session.plan
    window.session.select([int(compounds(plan).seat[place])])


def test_a_compound_that_buildings_name_is_listed_corrected_and_taken_off_and_every_step_undone(opened, qtbot):
    session, start = opened.session, opened.session.plan
    found = compounds(start)
    sizes = np.bincount(found.building_compound[found.building_compound >= 0], minlength=len(found))
    place = int(np.flatnonzero((np.arange(len(found)) >= found.listed) & (found.seat > 0) & (sizes > 1))[0])
    name = str(found.name[place])
    in_its_grid(opened, place)
    grid = session.selection[0]
    follow(qtbot, opened, name)
    follow(qtbot, opened, "inspector-compound-list")
    dialog = dialog_of(CompoundDialog)
    assert dialog.texts["name"].text() == name and dialog.around.isEnabled()
    dialog.texts["name"].clear()
    assert not dialog.do.isEnabled()
    dialog.texts["name"].insert(name)
    dialog.numbers["declared_residents"].setValue(812)
    dialog.around.setChecked(True)
    press(qtbot, dialog.do)
    listed = session.plan
    row = listed.tables["compounds"].iloc[-1]
    assert (row["name"], row["declared_residents"], row["grid"]) == (name, 812, grid)
    around = shapely.convex_hull(shapely.union_all(start.buildings.geometry.to_numpy()[buildings_of(start, place)]))
    assert (
        around.buffer(6, quad_segs=2)
        .intersection(start.shape(grid))
        .equals_exact(row["geometry"], 1e-6, normalize=True)
    )
    assert is_shown(opened)
    untick(qtbot, opened)

    in_its_grid(opened, len(listed.tables["compounds"]) - 1)
    follow(qtbot, opened, name)
    follow(qtbot, opened, "inspector-compound-correct")
    dialog = dialog_of(CompoundDialog)
    assert not dialog.do.isEnabled()
    dialog.texts["firm"].insert("安居物业")
    dialog.texts["committee"].insert("业委会")
    press(qtbot, dialog.do)
    row = session.plan.tables["compounds"].iloc[-1]
    assert (row["firm"], row["committee"], row["has_committee"], row["declared_residents"]) == (
        "安居物业",
        "业委会",
        True,
        812,
    )
    assert row["geometry"] is not None and not is_shown(opened)

    follow(qtbot, opened, name)
    follow(qtbot, opened, "inspector-compound-delete")
    press(qtbot, dialog_of(ConfirmEdit).do)
    assert len(session.plan.tables["compounds"]) == len(start.tables["compounds"])
    session.undo()
    session.undo()
    assert undone(opened, start) and not is_shown(opened)


def test_a_name_that_the_list_has_is_refused_before_it_is_saved(opened, qtbot):
    session = opened.session
    grid = int(session.plan.ids[session.plan.ranks == 2][0])
    session.perform(AddCompound("新苑", grid))
    session.select([grid])
    follow(qtbot, opened, "inspector-compound-new")
    dialog = dialog_of(CompoundDialog)
    dialog.texts["name"].insert("新苑")
    assert not dialog.do.isEnabled() and "新苑" in dialog.minded.text() and dialog.minded.isVisible()
    assert not dialog.around.isEnabled()
    dialog.texts["name"].insert("二期")
    press(qtbot, dialog.do)
    assert session.plan.tables["compounds"]["name"].iloc[-1] == "新苑二期"
    with pytest.raises(Refused):
        AddCompound("新苑二期", grid).change(session.plan)
    assert place_named(session.plan, "没有", grid) == -1 and outline_around(session.plan, -1) is None


def test_a_form_goes_on_to_the_outline_which_is_drawn_corrected_and_removed(opened, qtbot):
    session, start = opened.session, opened.session.plan
    grid = int(start.ids[start.ranks == 3][0])
    session.select([grid])
    follow(qtbot, opened, "inspector-compound-new")
    dialog = dialog_of(CompoundDialog)
    assert not dialog.draw.isEnabled() and not dialog.remove.isVisible()
    dialog.texts["name"].insert("新苑")
    press(qtbot, dialog.draw)
    assert opened.canvas.tool.key == "outline" and "新苑" in opened.panels["editing"].heading.text()
    row = session.plan.tables["compounds"].iloc[-1]
    assert (row["name"], row["geometry"]) == ("新苑", None) and not is_shown(opened)
    qtbot.waitUntil(lambda: not opened.canvas.is_busy, timeout=20_000)
    middle, view = start.shape(grid).representative_point(), opened.canvas.view
    x, y = view.to_screen(middle.x, middle.y)
    for dx, dy in ((-4, -14), (4, -14), (0, 12)):
        at = QPoint(round(x) + dx, round(y) + dy)
        qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not opened.desk.editing.is_waiting, timeout=20_000)
    assert opened.panels["editing"].reason.text().startswith("范围内归本小区的楼栋")
    press(qtbot, opened.panels["editing"].accept)
    drawn = session.plan.tables["compounds"]["geometry"].iloc[-1]
    assert shapely.get_num_coordinates(drawn) == 4 and opened.canvas.tool.key == "outline-vertices"
    assert is_shown(opened)
    untick(qtbot, opened)
    low, view = min(drawn.exterior.coords, key=lambda corner: corner[1]), opened.canvas.view
    x, y = (round(one) for one in view.to_screen(*low))
    qtbot.mousePress(opened.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, QPoint(x, y))
    for up in (3, 6):
        drag(opened.canvas, QPoint(x, y - up))
        qtbot.waitUntil(lambda: not opened.desk.editing.is_waiting, timeout=20_000)
    qtbot.mouseRelease(opened.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, QPoint(x, y - 6))
    qtbot.waitUntil(lambda: session.plan.tables["compounds"]["geometry"].iloc[-1] is not drawn, timeout=20_000)
    assert not session.plan.tables["compounds"]["geometry"].iloc[-1].equals(drawn) and is_shown(opened)
    session.undo()

    session.select([grid])
    for link, tool in (("compound-outline-again", "outline"), ("compound-outline-correct", "outline-vertices")):
        if opened.panels["inspector"].page.document().find(opened.words(link)).isNull():
            follow(qtbot, opened, "新苑")
        follow(qtbot, opened, link)
        assert opened.canvas.tool.key == tool
    follow(qtbot, opened, "compound-outline-remove")
    assert session.plan.tables["compounds"]["geometry"].iloc[-1] is None and opened.canvas.tool.key == "pan"
    for _ in range(2):
        session.undo()
    assert undone(opened, start)
