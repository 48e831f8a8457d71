"""The picture of a page is moved and zoomed, and the page shows what the picture showed; a template keeps it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from ui.dialogs.export import ExportDialog
from ui.outputs.page_template import PageTemplate, read_template, write_template

WAIT = 20_000


@pytest.fixture
def dialog(qtbot, session, words):
    dialog = ExportDialog(session, words, "staffing", ())
    dialog.open()
    qtbot.waitUntil(lambda: dialog.preview.shown is not None, timeout=WAIT)
    yield dialog
    if isValid(dialog):
        dialog.done(0)


def drawn(qtbot, preview, act) -> tuple[float, float, float, float]:
    """Do something and return what the map shows when it is drawn anew."""
    before = preview.shown
    act()
    qtbot.waitUntil(lambda: preview.shown is not before, timeout=WAIT)
    return preview.shown.ground


def choose(box, wanted) -> None:
    box.setCurrentIndex(box.findData(wanted))
    assert box.currentData() == wanted


def wheel(preview, at: QPointF, up: bool) -> None:
    turned = QPoint(0, 120 if up else -120)
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, preview.mapToGlobal(at), QPoint(), turned, *none, False)
    QApplication.sendEvent(preview, event)


def test_ground_goes_where_it_is_dragged_and_the_scale_stays(qtbot, dialog):
    preview = dialog.preview
    west, south, east, north = preview.shown.ground
    place = preview.map_place()
    start = place.center().toPoint()
    moved = QPoint(round(place.width() / 4), round(place.height() / 8))

    def drag() -> None:
        qtbot.mousePress(preview, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(preview, start + moved)
        qtbot.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=start + moved)

    ground = drawn(qtbot, preview, drag)
    width, height = east - west, north - south
    assert ground[2] - ground[0] == pytest.approx(width, rel=0.01)
    assert ground[0] == pytest.approx(west - width * moved.x() / place.width(), abs=0.02 * width)
    assert ground[1] == pytest.approx(south + height * moved.y() / place.height(), abs=0.02 * height)
    assert dialog.wish().extent is not None and dialog.templates.everything.isEnabled()


def test_a_click_without_a_drag_and_a_drag_beside_the_map_change_nothing(qtbot, dialog):
    preview = dialog.preview
    qtbot.mouseClick(preview, Qt.MouseButton.LeftButton, pos=preview.map_place().center().toPoint())
    qtbot.mousePress(preview, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert preview.extent is None


def test_the_wheel_zooms_to_the_pointer_and_lets_go_of_a_chosen_scale(qtbot, dialog):
    preview = dialog.preview
    drawn(qtbot, preview, lambda: choose(dialog.more.scale, 50_000))
    west, _, east, _ = preview.shown.ground
    place = preview.map_place()
    at = QPointF(place.left() + place.width() * 0.25, place.top() + place.height() * 0.25)
    ground = drawn(qtbot, preview, lambda: wheel(preview, at, up=True))
    assert dialog.more.scale.currentData() == 0
    assert ground[2] - ground[0] < east - west
    x = west + 0.25 * (east - west)
    assert (x - ground[0]) / (ground[2] - ground[0]) == pytest.approx(0.25, abs=0.06)
    assert drawn(qtbot, preview, lambda: wheel(preview, at, up=False))[0] < ground[0]


def test_keys_do_the_same_and_0_shows_everything(qtbot, dialog):
    preview = dialog.preview
    whole = preview.shown.ground
    east = drawn(qtbot, preview, lambda: qtbot.keyClick(preview, Qt.Key.Key_Right))
    assert east[0] == pytest.approx(whole[0] + 0.1 * (whole[2] - whole[0]), abs=0.02 * (whole[2] - whole[0]))
    closer = drawn(qtbot, preview, lambda: qtbot.keyClick(preview, Qt.Key.Key_Plus))
    assert closer[2] - closer[0] < east[2] - east[0]
    assert drawn(qtbot, preview, lambda: qtbot.keyClick(preview, Qt.Key.Key_0)) == whole and preview.extent is None


def test_another_area_is_shown_whole(qtbot, dialog):
    drawn(qtbot, dialog.preview, lambda: qtbot.keyClick(dialog.preview, Qt.Key.Key_Plus))
    choose(dialog.scope, "village" if dialog.scope.findData("village") >= 0 else "town")
    assert dialog.preview.extent is None and dialog.wish().extent is None


def test_an_atlas_has_no_extent_of_its_own(qtbot, dialog):
    drawn(qtbot, dialog.preview, lambda: qtbot.keyClick(dialog.preview, Qt.Key.Key_Plus))
    choose(dialog.more.pages, "village")
    assert dialog.wish().extent is None


def test_what_is_set_is_kept_and_taken_again(qtbot, monkeypatch, dialog, tmp_path):
    choose(dialog.paper, "16:9")
    choose(dialog.orientation, True)
    choose(dialog.look.type_size, 1.5)
    dialog.title.setText("区域图")
    dialog.look.made_by.setText("某中心")
    dialog.holds["figures"].setChecked(False)
    choose(dialog.content, "branches")
    drawn(qtbot, dialog.preview, lambda: qtbot.keyClick(dialog.preview, Qt.Key.Key_Plus))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "look"), ""))
    qtbot.mouseClick(dialog.templates.keep, Qt.MouseButton.LeftButton)
    assert str(tmp_path / "look.toml") in dialog.told.text()
    kept = read_template(tmp_path / "look.toml")
    assert kept == PageTemplate.of(dialog.wish()) and kept.extent == dialog.preview.extent
    choose(dialog.paper, "A4")
    choose(dialog.look.type_size, 0.0)
    dialog.title.clear()
    dialog.preview.show_everything()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "look.toml"), ""))
    qtbot.mouseClick(dialog.templates.open, Qt.MouseButton.LeftButton)
    assert PageTemplate.of(dialog.wish()) == kept


def test_layers_and_values_that_the_dialog_does_not_offer_are_taken_too(qtbot, monkeypatch, dialog, tmp_path):
    write_template(
        PageTemplate(layers=("kinds", "names"), scale=12_345, type_size=1.1, theme="boundaries"), tmp_path / "t.toml"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "t.toml"), ""))
    qtbot.mouseClick(dialog.templates.open, Qt.MouseButton.LeftButton)
    wish = dialog.wish()
    assert [layer.key for layer, _ in wish.drawn] == ["kinds", "names"]
    assert (wish.scale, wish.type_size) == (12_345, 1.1)
    choose(dialog.content, "staffing")
    assert dialog.wish().drawn == ()


def test_what_is_no_template_is_told_and_nothing_is_set(qtbot, monkeypatch, dialog, tmp_path):
    before = PageTemplate.of(dialog.wish())
    (tmp_path / "t.toml").write_text("paper = 'A4'\npapier = 1")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "t.toml"), ""))
    qtbot.mouseClick(dialog.templates.open, Qt.MouseButton.LeftButton)
    assert "papier" in dialog.told.text() and dialog.told.isVisible()
    assert PageTemplate.of(dialog.wish()) == before
    write_template(PageTemplate(extent=(1.0, 2.0, 3.0, 4.0), crs="EPSG:4490", paper="A4"), tmp_path / "t.toml")
    qtbot.mouseClick(dialog.templates.open, Qt.MouseButton.LeftButton)
    assert "EPSG:4490" in dialog.told.text() and PageTemplate.of(dialog.wish()) == before
