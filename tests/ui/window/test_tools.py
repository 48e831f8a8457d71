"""Tools of the map from the window: each by its key, its button and its menu entry, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ui.canvas.map_canvas import MapCanvas
from ui.canvas.tools import EDIT_TOOLS, TOOLS, MeasureLength
from ui.window.actions import ACTIONS
from ui.window.main_window import MainWindow

WAIT = 20_000


def drawn(qtbot: QtBot, window: MainWindow) -> MapCanvas:
    """Return the map when its picture shows the whole plan."""
    canvas = window.canvas
    canvas.fit()
    qtbot.waitUntil(lambda: canvas.pictures.latest is not None and not canvas.is_busy, timeout=WAIT)
    return canvas


def test_every_tool_has_a_key_a_button_and_a_place_in_the_menu(opened: MainWindow) -> None:
    specs = {spec.argument: spec for spec in ACTIONS if spec.choice == "tool"}
    assert set(specs) == {tool.key for tool in TOOLS}
    for spec in specs.values():
        action = opened.actions_by_key[spec.key]
        assert spec.shortcut
        changes = spec.menu == "boundaries"
        assert action in (opened.menus.modes if changes else opened.menus.bar).actions()
        assert action in opened.menus.menus["boundaries" if changes else "tools"].actions()
        assert changes == any(spec.argument == tool.key for tool in EDIT_TOOLS)
        assert opened.words(f"tool-{spec.argument}-help")


def test_a_key_takes_a_tool_and_the_rectangle_selects(qtbot: QtBot, opened: MainWindow) -> None:
    canvas = drawn(qtbot, opened)
    qtbot.keyClick(opened, Qt.Key.Key_R)
    assert canvas.tool.key == "box"
    assert opened.actions_by_key["tool-box"].isChecked()
    assert not opened.actions_by_key["tool-pan"].isChecked()
    assert "矩形" in opened.statusBar().currentMessage()
    corner = QPoint(canvas.width() - 2, canvas.height() // 2)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseMove(canvas, corner)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=corner)
    assert opened.session.selection
    qtbot.keyClick(opened, Qt.Key.Key_V)
    assert canvas.tool.key == "pan"


def test_a_length_is_measured_after_its_button_is_clicked(qtbot: QtBot, opened: MainWindow) -> None:
    canvas = drawn(qtbot, opened)
    button = opened.menus.bar.widgetForAction(opened.actions_by_key["tool-measure-length"])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    for x in (100, 200):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
    tool = canvas.tool
    assert isinstance(tool, MeasureLength)
    assert abs(tool.length_m - 100 * canvas.view.metres_per_pixel) < 1e-6
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not len(tool.corners)


def test_the_overview_is_turned_off_and_stays_off(qtbot: QtBot, opened: MainWindow) -> None:
    canvas = drawn(qtbot, opened)
    canvas.zoom(6)
    qtbot.waitUntil(lambda: canvas.overview.box is not None, timeout=WAIT)
    qtbot.keyClick(opened, Qt.Key.Key_O)
    assert canvas.overview.box is None
    assert not opened.settings.overview
    opened.actions_by_key["overview"].trigger()
    assert canvas.overview.box is not None
    assert opened.settings.overview


def test_borders_stand_out_while_a_tool_that_edits_is_held(qtbot: QtBot, opened: MainWindow) -> None:
    canvas = drawn(qtbot, opened)

    def weights() -> dict[str, tuple[float, float]]:
        return {one.layer.key: (one.weight, one.opacity) for one in canvas._as_shown()}

    usual = weights()
    qtbot.keyClick(opened, Qt.Key.Key_B)
    held = weights()
    assert held["borders"][0] == 2 * usual["borders"][0]
    assert held["roads"][1] < usual["roads"][1] and held["buildings"][1] < usual["buildings"][1]
    qtbot.keyClick(opened, Qt.Key.Key_V)
    assert weights() == usual
