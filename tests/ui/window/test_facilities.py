"""Facilities in the real window: listed, typed, added, put on the map, told of where one points, opened by a click."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication

from gridmap.edits import AddFacility, PutRows
from gridmap.indicators.facilities import facility_positions
from tests.ui.window.people_at_work import LEFT, click, do, press, ready, shown, text, typed, undone
from tests.ui.window.people_at_work import opened as dialog_of
from ui.dialogs.confirming import ConfirmEdit
from ui.dialogs.facility import FacilityDialog
from ui.panels.facility_rows import facility_rows

WAIT = 20_000


@pytest.fixture
def many(opened):
    """The window on a town in the middle of which twenty teams stand side by side."""
    plan = opened.session.plan
    middle = plan.shape(int(plan.ids[plan.ranks == 2][0])).representative_point()
    spots = shapely.points(middle.x + np.arange(20.0), np.full(20, middle.y))
    first = plan.next_id("facilities")
    frame = {"name": [f"队{i}" for i in range(20)], "kind": "volunteer_team", "count": 1}
    rows = gpd.GeoDataFrame(frame, geometry=spots, crs=plan.crs, index=range(first, first + 20))
    opened.session.perform(PutRows("add-facility", put={"facilities": rows}))
    return opened


def facilities(window):
    return window.session.plan.tables["facilities"]


def test_a_facility_is_found_typed_added_and_deleted_and_every_step_undone(opened, qtbot):
    panel, page = shown(qtbot, opened, "facilities")
    plan, session = opened.session.plan, opened.session
    assert page.model.rowCount() == len(facilities(opened)) and not panel.filters.sort.isHidden()
    count = facilities(opened)["kind"].value_counts()
    box = panel.filters.sort
    box.setCurrentIndex(box.findData("council"))
    assert box.currentText() == f"村（居）民议事会（{count['council']}）"
    assert page.model.rowCount() == count["council"]
    name = text(page, 0, "facility")
    panel.filters.text.setText(name)
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert text(page, 0, "facility") == name
    typed(qtbot, page, 0, "people_in", "23")
    ready(qtbot, opened)
    [row] = np.flatnonzero(facilities(opened)["people"] == 23)
    assert facilities(opened)["name"].iloc[row] == name
    page.view.selectRow(0)
    page.long.copy_rows()
    assert f"{name}\t村（居）民议事会" in QGuiApplication.clipboard().text()
    assert undone(opened, plan)
    panel.filters.text.clear()
    box.setCurrentIndex(0)
    ready(qtbot, opened)

    do(panel, "facility-new")
    dialog = dialog_of(FacilityDialog)
    assert not dialog.do.isEnabled()
    dialog.texts["name"].setText("新服务站")
    dialog.place.setText("不是坐标")
    assert not dialog.do.isEnabled() and dialog.note.isVisible()
    spot = plan.shape(int(plan.ids[plan.ranks == 3][0])).representative_point()
    dialog.place.setText(f"{spot.x}, {spot.y}")
    dialog.texts["from_date"].setText("2020年5月")
    press(qtbot, dialog.do)
    new = facilities(opened).iloc[-1]
    assert (new["name"], new["from_date"], new["count"]) == ("新服务站", "2020-05-01", 1)
    assert session.plan.ids[facility_positions(session.plan)[-1]] == plan.ids[plan.ranks == 3][0]
    assert session.project.history()[-1].label == "add-facility"
    [told] = [html for kind, html in facility_rows(session.plan, int(plan.ids[plan.ranks == 3][0]), opened.words,
                                                   session.on) if "新服务站" in html]  # fmt: skip
    assert told == "新服务站"
    ready(qtbot, opened)
    panel.filters.text.setText("xfwz")  # the initials of 新服务站
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    click(qtbot, page, 0)
    do(panel, "facility-delete")
    press(qtbot, dialog_of(ConfirmEdit).do)
    assert session.plan.same_content(plan)
    opened.actions_by_key["undo"].trigger()
    assert undone(opened, plan)


def test_a_facility_is_put_where_one_clicks_and_dragged_and_left_by_escape(opened, qtbot):
    panel, page = shown(qtbot, opened, "facilities")
    canvas, plan = opened.canvas, opened.session.plan
    pointing = canvas.facilities
    click(qtbot, page, 0)
    facility = int(page.selected_ids()[0])
    do(panel, "facility-place")
    middle = canvas.rect().center() + QPoint(20, 10)
    wanted = canvas.view.to_ground(middle.x(), middle.y())
    qtbot.mouseClick(canvas, LEFT, pos=middle)
    now = facilities(opened).geometry[facility]
    assert (now.x, now.y) == pytest.approx(wanted) and pointing.placing is None
    ready(qtbot, opened)
    do(panel, "facility-place")
    ring = pointing._ring.geometry().center()
    view = canvas.view
    qtbot.mousePress(canvas, LEFT, pos=ring)
    qtbot.mouseMove(canvas, ring + QPoint(25, -15))
    qtbot.mouseRelease(canvas, LEFT, pos=ring + QPoint(25, -15))
    moved = facilities(opened).geometry[facility]
    assert canvas.view.box == view.box  # the ground stays
    assert abs(moved.x - now.x - 25 * view.metres_per_pixel) < 2 * view.metres_per_pixel
    opened.actions_by_key["undo"].trigger()
    assert undone(opened, plan)
    ready(qtbot, opened)
    do(panel, "facility-correct")
    dialog = dialog_of(FacilityDialog)
    before = dialog.place.text()
    press(qtbot, dialog.on_map)
    assert not dialog.isVisible()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.place.text() == before and opened.session.plan.same_content(plan)
    press(qtbot, dialog.on_map)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    centre = canvas.view.to_ground(canvas.rect().center().x(), canvas.rect().center().y())
    assert dialog.isVisible() and dialog.place.text() == f"{centre[0]:.2f}, {centre[1]:.2f}"
    dialog.reject()


def test_symbols_near_together_say_how_many_and_open_by_a_click(many, qtbot):
    many.actions_by_key["theme-indicators"].trigger()
    canvas = many.canvas
    row = facilities(many).iloc[-20]
    qtbot.waitUntil(lambda: not many.session.is_working, timeout=WAIT)

    def at() -> QPointF:
        return QPointF(*canvas.view.to_screen(row["geometry"].x, row["geometry"].y))

    qtbot.waitUntil(lambda: canvas.facilities.under(at())[1] >= 20, timeout=WAIT)
    assert canvas.facilities.words_for(at()).startswith("志愿服务队：2")
    assert canvas.facilities.words_for(QPointF(2, 2)) == ""
    before = canvas.view.metres_per_pixel
    qtbot.mouseClick(canvas, LEFT, pos=at().toPoint())
    assert canvas.view.metres_per_pixel == pytest.approx(before / 4) and many.session.selection == ()
    qtbot.waitUntil(lambda: "志愿服务队" in [line[0] for line in many.legend.plate.lines], timeout=WAIT)
    many.session.perform(AddFacility("<b>站</b>", "service_centre", place=shapely.Point(canvas.view.to_ground(60, 60))))
    new = facilities(many).iloc[-1]["geometry"]

    def spot() -> QPointF:
        return QPointF(*canvas.view.to_screen(new.x, new.y))

    qtbot.waitUntil(lambda: canvas.facilities.words_for(spot()) == "<b>站</b>（邻里服务综合体）", timeout=WAIT)
