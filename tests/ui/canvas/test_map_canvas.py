"""The canvas by mouse, wheel, touchpad and keys; what it shows, lights up and selects."""

from __future__ import annotations

import threading
import weakref
from dataclasses import replace

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from gridmap.edits import SetAttributes
from gridmap.model.plan import Plan
from layers import palette
from layers.shown import ShownLayer
from layers.themes import layers_of
from ui.canvas.input import ZOOM_STEP
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.renderer import Renderer
from ui.canvas.scene.colours import screen_colour
from ui.look.appearance import DARK, LIGHT
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.freeing import THREAD

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def drag(qtbot, canvas, begin, *ends, button=LEFT):
    qtbot.mousePress(canvas, button, pos=begin)
    for at in ends:
        qtbot.mouseMove(canvas, at)
    qtbot.mouseRelease(canvas, button, pos=ends[-1])


def wheel(canvas, at, *, angle=0, pixels=None, keys=NONE, phase=Qt.ScrollPhase.NoScrollPhase):
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), pixels or QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
        keys, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def point(canvas, at):
    none = Qt.MouseButton.NoButton
    place = QPointF(at)
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseMove, place, QPointF(canvas.mapToGlobal(at)), none, none, NONE)
    )


def colour_at(canvas, at):
    return canvas.grab().toImage().pixelColor(at * canvas.devicePixelRatioF())


def near(one: QColor, two: QColor, by=10):
    return all(abs(a - b) <= by for a, b in zip(one.getRgb()[:3], two.getRgb()[:3], strict=True))


# ---- what is shown ---------------------------------------------------------------------------------------------------


def test_an_opened_plan_is_seen_whole(canvas, session):
    assert canvas.view.shows(tuple(shapely.total_bounds(session.plan.all_shapes)))


def test_towns_have_tints_of_their_own(canvas, pixel):
    west, east = colour_at(canvas, pixel(5, 1.2)), colour_at(canvas, pixel(11, 1.2))
    assert west != east
    assert {west.name(), east.name()} <= set(palette.TINTS)


def test_scenes_that_are_kept_no_more_end_in_another_thread(canvas, session, rest, qtbot):
    ended, at = list[str](), threading.current_thread
    grid = int(session.plan.ids[-1])
    session.perform(SetAttributes("grids", (grid,), {"kind": "special"}))
    rest()
    [first, *_] = canvas._scenery.stack(canvas.view.box, canvas.view.metres_per_pixel)[0]
    watched = weakref.ref(first, lambda _: ended.append(at().name))
    del first
    session.perform(SetAttributes("grids", (grid,), {"kind": "comprehensive"}))
    rest()  # the whole is made anew, and what was made before goes
    qtbot.waitUntil(lambda: watched() is None, timeout=20_000)
    assert ended == [THREAD]
    [last, *_] = canvas._scenery.stack(canvas.view.box, canvas.view.metres_per_pixel)[0]
    watched = weakref.ref(last, lambda _: ended.append(at().name))
    del last
    session.close()
    qtbot.waitUntil(lambda: watched() is None, timeout=20_000)
    assert ended == [THREAD, THREAD]


def test_the_level_fits_the_scale(canvas, rest):
    assert canvas.shown_rank == 3
    for metres_per_pixel, rank in ((34, 2), (100, 1), (1, 3)):  # villages are 400 m wide, most grids less
        canvas.zoom(canvas.view.metres_per_pixel / metres_per_pixel)
        rest()
        assert canvas.shown_rank == rank, canvas.view
    canvas.pictures.set_level(1)
    rest()
    assert canvas.shown_rank == 1


def test_a_theme_colours_the_grids(canvas, rest, pixel, session):
    canvas.set_layers([ShownLayer(layer) for layer in layers_of("staffing")])
    rest()
    nobody = canvas.grab().toImage()
    at = pixel(10.2, 1.1)
    seen = {nobody.pixelColor(at + QPoint(dx, 0)).name() for dx in range(24)}
    wanted = next(style for style in palette.STAFFING.values() if style.pattern == "cross")
    assert wanted.fill in seen  # nobody works anywhere here
    assert "staffing" in {shown.layer.key for shown in canvas.layers}


def test_a_layer_can_be_hidden_and_paled(canvas, rest, pixel):
    at = pixel(10, 1.2)
    full = colour_at(canvas, at)
    canvas.set_layers([replace(shown, visible=shown.layer.key != "kinds") for shown in canvas.layers])
    rest()
    bare = colour_at(canvas, at)
    assert near(bare, QColor(canvas.appearance.ground), 1)
    canvas.set_layers([ShownLayer(s.layer, opacity=0.5 if s.layer.key == "kinds" else 1.0) for s in canvas.layers])
    rest()
    paled = colour_at(canvas, at)
    middle = QColor(*((a + b) // 2 for a, b in zip(full.getRgb()[:3], bare.getRgb()[:3], strict=True)))
    assert near(paled, middle, 3)


def test_night_darkens_the_ground(canvas, rest, pixel):
    day = colour_at(canvas, pixel(10, 1.2))
    canvas.set_appearance(DARK)
    rest()
    night = colour_at(canvas, pixel(10, 1.2))
    assert night.name() == screen_colour(day.name(), night=True).name()
    assert night.lightnessF() < 0.35 < 0.7 < day.lightnessF()


def test_a_part_that_is_mended_meanwhile_does_not_stop_the_rest_from_being_painted(canvas, rest, pixel):
    canvas.set_appearance(DARK)
    west, south = canvas.view.to_ground(300, 300)
    canvas.pictures.touch((west, south, west + 1, south + 1))
    canvas.pictures.paint_again()
    rest()
    assert colour_at(canvas, pixel(10, 1.2)).lightnessF() < 0.35


def test_names_never_overlap(canvas, rest):
    assert {"西城镇", "东城镇"} <= {written.text for written in canvas.pictures.names}
    for factor in (0.6, 0.6, 4.0):
        canvas.zoom(factor)
        rest()
        boxes = []
        for written in canvas.pictures.names:
            px, py = canvas.view.to_screen(written.x, written.y)
            width = max(len(line) for line in written.text.split("\n")) * written.style.size * 0.58
            boxes.append(shapely.box(px - width / 2, py - 5, px + width / 2, py + 5))
        assert all(not one.intersects(two) for i, one in enumerate(boxes) for two in boxes[:i])


# ---- moving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_a_drag_takes_the_ground_along(qtbot, canvas, button):
    before = canvas.view.to_ground(200, 200)
    drag(qtbot, canvas, QPoint(200, 200), QPoint(230, 190), QPoint(260, 220), button=button)
    assert canvas.view.to_ground(260, 220) == pytest.approx(before)


def test_the_middle_button_pans_whatever_tool_is_in_hand(qtbot, canvas):
    canvas.set_tool("measure-length")
    before = canvas.view.to_ground(200, 200)
    drag(qtbot, canvas, QPoint(200, 200), QPoint(150, 260), button=MIDDLE)
    assert canvas.view.to_ground(150, 260) == pytest.approx(before)


def test_the_space_bar_holds_the_ground_whatever_tool_is_in_hand(qtbot, canvas, session):
    canvas.set_tool("box")
    before = canvas.view.to_ground(200, 200)
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, QPoint(200, 200), QPoint(260, 220))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.view.to_ground(260, 220) == pytest.approx(before)
    assert session.selection == ()


def test_after_a_pan_the_picture_is_what_a_new_one_would_be(qtbot, canvas, rest):
    drag(qtbot, canvas, QPoint(300, 200), QPoint(180, 150), QPoint(90, 110))
    drag(qtbot, canvas, QPoint(300, 200), QPoint(310, 330))
    rest()
    moved = canvas.pictures.latest
    canvas.set_appearance(canvas.appearance)  # paints all of it anew
    rest()
    fresh = canvas.pictures.latest
    dx = round(moved.target(canvas.view).left() - fresh.target(canvas.view).left())
    dy = round(moved.target(canvas.view).top() - fresh.target(canvas.view).top())
    differing = 0
    for x in range(160, 700, 9):
        for y in range(160, 500, 9):
            differing += not near(moved.image.pixelColor(x - dx, y - dy), fresh.image.pixelColor(x, y), 60)
    assert differing <= 12  # lines may lie half a dot beside


def test_the_wheel_zooms_at_the_cursor(canvas):
    at, scale = QPoint(150, 120), canvas.view.metres_per_pixel
    before = canvas.view.to_ground(150, 120)
    wheel(canvas, at, angle=120)
    assert canvas.view.metres_per_pixel == pytest.approx(scale / ZOOM_STEP)
    assert canvas.view.to_ground(150, 120) == pytest.approx(before)
    wheel(canvas, at, angle=-120)
    assert canvas.view.metres_per_pixel == pytest.approx(scale)


def test_two_fingers_on_a_touchpad_pan_and_with_ctrl_zoom(canvas):
    before, scale = canvas.view.to_ground(150, 120), canvas.view.metres_per_pixel
    wheel(canvas, QPoint(150, 120), angle=40, pixels=QPoint(12, 20), phase=Qt.ScrollPhase.ScrollUpdate)
    assert canvas.view.to_ground(162, 140) == pytest.approx(before)
    assert canvas.view.metres_per_pixel == scale
    wheel(canvas, QPoint(1, 1), angle=40, pixels=QPoint(0, 20), keys=CTRL, phase=Qt.ScrollPhase.ScrollUpdate)
    assert canvas.view.metres_per_pixel < scale


def test_a_double_click_zooms_in(qtbot, canvas):
    scale = canvas.view.metres_per_pixel
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(100, 100))
    assert canvas.view.metres_per_pixel == pytest.approx(scale / 2)


def test_keys_pan_zoom_fit_and_go_back(qtbot, canvas, rest):
    whole = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x > whole.x and canvas.view.y == whole.y
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.view.y > whole.y
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.metres_per_pixel < whole.metres_per_pixel
    canvas.rest()
    close = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.view.is_near(whole)
    qtbot.keyClick(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view == close
    qtbot.keyClick(canvas, Qt.Key.Key_Right, ALT)
    assert canvas.view.is_near(whole)


def test_a_larger_window_still_shows_everything(canvas, rest, session):
    canvas.resize(900, 300)
    rest()
    assert canvas.view.shows(tuple(shapely.total_bounds(session.plan.all_shapes)))
    canvas.zoom(5, 200, 200)
    middle = canvas.view.x, canvas.view.y
    canvas.resize(500, 500)
    assert (canvas.view.x, canvas.view.y) == middle


# ---- pointing and selecting ------------------------------------------------------------------------------------------


def test_the_grid_under_the_cursor_is_told(qtbot, canvas, pixel, ids):
    with qtbot.waitSignal(canvas.pointing.hovered) as heard:
        point(canvas, pixel(2, 1))
    assert heard.args == [ids.B]
    with qtbot.waitSignal(canvas.cursor_moved) as moved:
        point(canvas, pixel(6, 1))
    assert moved.args == pytest.approx(canvas.view.to_ground(pixel(6, 1).x(), pixel(6, 1).y()))


def test_clicks_select_add_and_take_out(qtbot, canvas, pixel, session, ids):
    qtbot.mouseClick(canvas, LEFT, pos=pixel(2, 3))
    assert session.selection == (ids.A,)
    qtbot.mouseClick(canvas, LEFT, CTRL, pos=pixel(10, 3))
    assert session.selection == (ids.A, ids.D)
    qtbot.mouseClick(canvas, LEFT, CTRL, pos=pixel(2, 3))
    assert session.selection == (ids.D,)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(3, 3))
    assert session.selection == ()


def test_from_afar_a_click_selects_the_town(qtbot, canvas, pixel, session, rest, ids):
    canvas.zoom(1 / 60)
    rest()
    qtbot.mouseClick(canvas, LEFT, pos=pixel(2, 3))
    assert session.selection == (ids.WEST,)


def test_a_rectangle_selects_the_grids_whose_middle_it_holds(qtbot, canvas, pixel, session, ids):
    canvas.set_tool("box")
    drag(qtbot, canvas, pixel(-0.5, 4.2), pixel(3, 2), pixel(7, -0.2))
    assert set(session.selection) == {ids.A, ids.B, ids.C}


def test_a_lasso_selects_what_it_goes_around(qtbot, canvas, pixel, session, ids):
    canvas.set_tool("lasso")
    drag(qtbot, canvas, pixel(-0.5, 4.3), pixel(11.5, 4.3), pixel(11.5, 0.5), pixel(9, 0.5), pixel(9, 3.4), pixel(0, 2))
    assert ids.D in session.selection and ids.B not in session.selection


@pytest.mark.parametrize("tool", ["lasso", "give-area", "give-buildings"])
def test_a_scribble_too_tangled_to_say_what_it_goes_around_does_nothing(qtbot, canvas, pixel, desk, session, ids, tool):
    session.select([ids.D])
    canvas.set_tool(tool)
    places = np.random.default_rng(0).random((200, 2)) * (11, 4)
    drag(qtbot, canvas, *(pixel(x, y) for x, y in places))
    assert session.selection == (ids.D,) and desk.editing.outcome is None


def test_the_selection_is_lit_up(canvas, session, pixel, ids):
    before = colour_at(canvas, pixel(10, 1.2))
    session.select([ids.D])
    after = colour_at(canvas, pixel(10, 1.2))
    accent = QColor(canvas.appearance.accent)
    assert after != before
    assert abs(after.red() - accent.red()) < abs(before.red() - accent.red())


def test_tab_goes_from_grid_to_grid_and_then_on(qtbot, canvas, session, ids):
    canvas.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        seen.append(session.selection[0])
    assert set(seen) == {ids.A, ids.B, ids.C, ids.D} and seen[0] == ids.A
    qtbot.keyClick(canvas, Qt.Key.Key_Backtab)
    assert session.selection == (seen[2],)


def test_lengths_and_areas_are_measured_on_the_ground(qtbot, canvas, pixel):
    canvas.set_tool("measure-length")
    for x, y in ((1, 1), (5, 1), (5, 4)):
        qtbot.mouseClick(canvas, LEFT, pos=pixel(x, y))
    assert canvas.tool.length_m == pytest.approx(700, abs=3 * canvas.view.metres_per_pixel)
    assert "长度" in canvas.tool.result()
    canvas.set_tool("measure-area")
    for x, y in ((1, 1), (5, 1), (5, 3), (1, 3)):
        qtbot.mouseClick(canvas, LEFT, pos=pixel(x, y))
    assert canvas.tool.area_m2 == pytest.approx(80_000, rel=0.02)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool.area_m2 == 0


# ---- following the session -------------------------------------------------------------------------------------------


def test_an_edit_repaints_its_ground_alone(qtbot, canvas, session, rest, pixel, ids):
    before = canvas.grab().toImage()
    session.perform(SetAttributes("grids", (ids.B,), {"kind": "dedicated"}))
    rest()
    after = canvas.grab().toImage()
    hatched = {after.pixelColor(pixel(2.6, 1.6) + QPoint(dx, 0)).name() for dx in range(16)}
    assert palette.DEDICATED.fill in hatched
    for x, y in ((2, 3.5), (6, 0.4), (11, 0.4)):
        assert after.pixelColor(pixel(x, y)) == before.pixelColor(pixel(x, y))
    session.undo()
    rest()
    assert canvas.grab().toImage().pixelColor(pixel(2.6, 1.6)) == before.pixelColor(pixel(2.6, 1.6))


def test_a_finding_is_gone_to_and_lit_up(canvas, session, rest, pixel, ids):
    finding = next(f for f in session.findings.open if ids.D in f.grids)
    hole = shapely.box(500_905, 3_500_105, 500_925, 3_500_125)
    session.look_at(replace(finding, where=hole))
    rest()
    west, south, east, north = hole.bounds
    assert canvas.view.shows((west, south, east, north))
    assert (east - west) / canvas.view.metres_per_pixel >= 20  # to be seen, and not alone
    assert (east - west) / canvas.view.metres_per_pixel <= 0.5 * canvas.width()
    inside, outside = colour_at(canvas, pixel(9.15, 1.15)), colour_at(canvas, pixel(9.5, 1.15))
    assert inside != outside
    place = canvas.view
    session.look_at(None)
    assert canvas.view == place  # one keeps one's place


def test_a_shape_that_a_panel_wants_to_show_is_shown(canvas, session, ids):
    session.show(session.plan.shape(ids.A))
    assert canvas.view.shows(session.plan.shape(ids.A).bounds)
    assert canvas.navigation.can_go_back


def test_after_closing_the_project_the_map_is_empty(canvas, session, rest):
    session.close()
    assert near(colour_at(canvas, QPoint(300, 200)), QColor(canvas.appearance.ground), 1)


def test_with_no_project_there_is_no_ground_to_move_and_no_place_to_point_at(qtbot, canvas, session):
    session.close()
    heard = []
    canvas.cursor_moved.connect(lambda x, y: heard.append((x, y)))
    drag(qtbot, canvas, QPoint(100, 100), QPoint(200, 150))
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    canvas.zoom(2.0)
    point(canvas, QPoint(120, 120))
    assert heard == [] and not canvas.navigation.is_placed


def test_degrees_are_longitude_and_latitude(canvas):
    longitude, latitude = canvas.navigation.degrees(500_000.0, 3_500_000.0)
    assert (longitude, latitude) == pytest.approx((120.0, 31.62), abs=0.02)


def test_a_canvas_that_let_go_hears_nothing_and_leaves_no_thread(qtbot, desk, session, ids):
    canvas = MapCanvas(desk, Words("en"))
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.close()
    session.select([ids.A])
    assert not canvas.is_busy


def test_grids_of_kinds_that_the_scheme_does_not_know_do_no_harm(qtbot, bare_division):
    plan = bare_division
    grids = plan.grids.assign(kind="district")
    desk = Desk()
    session = desk.session
    session.plan = Plan(plan.scheme, {"grids": grids})
    heard = []
    session.complained.connect(heard.append)
    canvas = MapCanvas(desk, Words("zh"))
    qtbot.addWidget(canvas)
    canvas.show()
    qtbot.waitUntil(lambda: not canvas.is_busy, timeout=20_000)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(50, 50))
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    assert not heard and session.selection == ()
    canvas.let_go()


def test_order_opacity_and_hiding_need_nothing_made_anew(canvas, rest):
    made = canvas._scenery._scenes[0]
    before = canvas.pictures.latest.image
    faded = [replace(shown, opacity=0.3) for shown in reversed(canvas.layers)]
    canvas.set_layers(faded)
    assert not canvas._scenery.is_working
    rest()
    assert canvas.pictures.latest.image != before
    ground = next(shown.layer for shown in canvas.layers if shown.layer.key == "kinds")
    canvas.set_layers([replace(shown, visible=shown.layer is not ground, opacity=1.0) for shown in reversed(faded)])
    rest()
    bare = canvas.pictures.latest.image
    canvas.set_layers([replace(shown, opacity=1.0) for shown in reversed(faded)])
    assert not canvas._scenery.is_working
    rest()
    assert bare != canvas.pictures.latest.image == before
    assert {prepared.layer for prepared in canvas._scenery._scenes[0].layers} == {p.layer for p in made.layers}


@pytest.mark.parametrize(("place", "across"), [((4, 1), (1, 0)), ((2, 2), (0, 1))], ids=["village", "grid"])
def test_while_a_tool_edits_borders_are_twice_as_wide_and_nothing_is_made_anew(
    canvas, session, rest, pixel, ids, place, across
):
    canvas.set_layers([replace(shown, opacity=0.0 if shown.layer.is_written else 1.0) for shown in canvas.layers])
    canvas.zoom_to(session.plan.shape(ids.B))
    rest()
    layers, at = canvas.layers, pixel(*place)

    def dark() -> int:  # how much ink a border has, along a line across it
        image = canvas.pictures.latest.image
        middle = image.width() // 2 + at.x() - canvas.width() // 2, image.height() // 2 + at.y() - canvas.height() // 2
        line = [image.pixelColor(middle[0] + i * across[0], middle[1] + i * across[1]) for i in range(-12, 13)]
        lightness = [colour.lightness() for colour in line]
        return sum(max(lightness) - one for one in lightness)

    thin = dark()
    canvas.set_tool("give-area")
    assert not canvas._scenery.is_working and canvas.layers == layers
    rest()
    assert thin and dark() > 1.5 * thin
    canvas.set_tool("carve")
    canvas.set_tool("pan")
    rest()
    assert dark() == thin


def test_names_that_are_shown_again_are_written_again(canvas, rest):
    assert canvas.pictures.names
    canvas.set_layers([replace(shown, visible=shown.layer.key != "names") for shown in canvas.layers])
    rest()
    assert not canvas.pictures.names
    canvas.set_layers([replace(shown, visible=True) for shown in canvas.layers])
    rest()
    assert canvas.pictures.names


def test_the_overview_shows_the_layers_that_the_map_shows(qtbot, canvas, rest):
    canvas.zoom(8)
    rest()
    before = canvas.overview.picture.image.copy()
    canvas.set_layers([ShownLayer(layer) for layer in layers_of("staffing")])
    rest()
    qtbot.waitUntil(lambda: canvas.overview.picture.image != before, timeout=20_000)
    staffing = canvas.overview.picture.image.copy()
    canvas.set_layers([replace(shown, opacity=0.9) for shown in canvas.layers])
    rest()
    assert canvas.overview.picture.image == staffing  # opacity alone is not worth another one


def test_the_overview_of_a_part_puts_on_another_appearance_and_stays(qtbot, canvas, rest):
    canvas.zoom(8)
    rest()
    light, stood = canvas.overview.picture.image.copy(), canvas.overview.box
    assert stood is not None
    canvas.set_appearance(DARK)
    qtbot.waitUntil(lambda: canvas.overview.box == stood, timeout=20_000)
    assert canvas.overview.picture.image != light
    canvas.set_appearance(LIGHT)
    rest()


# ---- findings, seen and not seen -------------------------------------------------------------------------------------


@pytest.fixture
def whole_paintings(canvas, monkeypatch):
    """Return how many times the picture was painted anew as a whole, as a list that grows."""
    begun = []
    start = Renderer.start

    def counted(self, stack, view, ratio, look, under=None, last=None, only=None):
        if last is None:
            begun.append(view)
        start(self, stack, view, ratio, look, under, last, only)

    monkeypatch.setattr(Renderer, "start", counted)
    return begun


def rename(qtbot, session, grid, code):
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        session.perform(SetAttributes("grids", (grid,), {"code": code}))


def test_an_edit_with_findings_hidden_makes_no_whole_scene(qtbot, canvas, session, rest, ids, whole_paintings):
    scenes = list(canvas._scenery._scenes)
    before = session.findings
    rename(qtbot, session, ids.B, "320582100201001")
    assert session.findings.open != before.open
    assert canvas._scenery._scenes == scenes
    rest()
    assert not whole_paintings


def test_findings_that_are_the_same_as_before_make_no_whole_scene(qtbot, canvas, session, rest, whole_paintings):
    canvas.set_layers([ShownLayer(layer) for layer in layers_of("gaps")])
    rest()
    scenes, painted = list(canvas._scenery._scenes), len(whole_paintings)
    found = session.findings
    session.findings = replace(found, open=tuple(replace(finding) for finding in found.open))
    session.findings_changed.emit(session.findings, (), ())
    assert canvas._scenery._scenes == scenes
    rest()
    assert len(whole_paintings) == painted


def test_other_findings_are_shown_where_findings_are_to_be_seen(qtbot, canvas, session, rest, ids):
    canvas.set_layers([ShownLayer(layer) for layer in layers_of("gaps")])
    rest()
    rename(qtbot, session, ids.B, "320582100201001")
    shown = next(shown.layer for shown in canvas.layers if shown.layer.key == "findings")
    assert shown.is_of(session.findings.open)
    rest()
    assert shown in {prepared.layer for prepared in canvas._scenery._scenes[0].layers}
