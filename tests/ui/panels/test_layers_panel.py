"""The layers panel: ticking, fading and ordering by mouse and keys, legends with counts, and what is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers import THEMES, every_layer, layers_of
from layers.marks import Entry, Legend
from layers.states import StaffingStates
from ui.look.appearance import APPEARANCES, appearance_of
from ui.look.dressing import apply, dress, undress
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.layers_panel import LayersPanel
from ui.session.layer_stack import LayerStack
from ui.session.session import Session
from ui.session.settings import Settings

WAIT = 20_000


@pytest.fixture
def panel(qtbot: QtBot, show: Callable[[type[Panel]], Panel], session: Session) -> LayersPanel:
    """The panel on the town, its legends counted."""
    panel = show(LayersPanel)
    assert isinstance(panel, LayersPanel)
    counted(qtbot, panel, "borders")
    return panel


def counted(qtbot: QtBot, panel: LayersPanel, key: str) -> None:
    """Wait until a layer has its legend."""
    qtbot.waitUntil(lambda: bool(panel.model.entries(panel.model.row_of(key))), timeout=WAIT)


def keys(panel: LayersPanel) -> list[str]:
    return [row.key for row in panel.model.rows]


def box_of(panel: LayersPanel, key: str) -> QPoint:
    """The middle of the box that is ticked."""
    panel.view.scrollTo(panel.model.index(panel.model.row_of(key), 0))
    rect = panel.view.visualRect(panel.model.index(panel.model.row_of(key), 0))
    return QPoint(rect.left() + 9, rect.center().y())


def lines(panel: LayersPanel, key: str) -> dict[str, str]:
    """The legend of a layer as it is shown: words and counts."""
    layer = panel.model.index(panel.model.row_of(key), 0)
    return {
        panel.model.data(panel.model.index(i, 0, layer)): panel.model.data(panel.model.index(i, 1, layer))
        for i in range(panel.model.rowCount(layer))
    }


def test_every_layer_is_there_the_one_on_top_first_and_those_of_the_theme_are_ticked(panel: LayersPanel) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert keys(panel) == [layer.key for layer in reversed(every_layer())]
    shown = {layer.key for layer in layers_of("boundaries")}
    for i, key in enumerate(keys(panel)):
        state = panel.model.data(panel.model.index(i, 0), Qt.ItemDataRole.CheckStateRole)
        assert (state == Qt.CheckState.Checked) == (key in shown)


def test_a_click_on_the_box_hides_a_layer_and_shows_it_again(qtbot: QtBot, panel: LayersPanel) -> None:
    for visible in (False, True):
        with qtbot.waitSignal(panel.stack.changed):
            qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=box_of(panel, "water"))
        assert panel.stack["water"].visible is visible
        assert [one.visible for one in panel.stack.shown if one.layer.key == "water"] == [visible]


def test_the_space_bar_ticks_the_current_layer(qtbot: QtBot, panel: LayersPanel) -> None:
    panel.select("zones")
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert panel.stack["zones"].visible


def test_ground_that_is_ticked_comes_above_the_ground_that_would_hide_it(panel: LayersPanel) -> None:
    panel.stack.set_theme("staffing")
    panel.stack.show("density", True)
    order = keys(panel)
    assert order.index("density") < order.index("staffing")
    panel.stack.show("kinds", True)
    order = keys(panel)
    assert order.index("kinds") < order.index("density") < order.index("staffing")
    assert order.index("borders") < order.index("kinds")


def test_alt_and_an_arrow_move_a_layer(qtbot: QtBot, panel: LayersPanel) -> None:
    before = keys(panel)
    panel.select("water")
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert keys(panel).index("water") == before.index("water") - 1
    assert panel.current == "water"
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert keys(panel) == before
    panel.select(before[0])
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert keys(panel) == before


@pytest.mark.parametrize(("key", "onto"), [("water", "names"), ("names", "kinds"), ("borders", "water")])
def test_a_layer_is_dropped_between_two_others(panel: LayersPanel, key: str, onto: str) -> None:
    model = panel.model
    data = model.mimeData([model.index(model.row_of(key), 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, model.row_of(onto), 0, QModelIndex())
    order = keys(panel)
    assert order.index(key) + 1 == order.index(onto)
    assert sorted(order) == sorted(layer.key for layer in every_layer())
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index(0, 0))  # not into a layer


def test_the_slider_fades_the_current_layer(qtbot: QtBot, panel: LayersPanel) -> None:
    panel.select("kinds")
    assert panel.slider.value() == 100
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, Qt.Key.Key_PageDown)
    assert panel.stack["kinds"].opacity == pytest.approx(0.9)
    panel.select("water")
    assert panel.slider.value() == 100
    panel.select("kinds")
    assert panel.slider.value() == 90
    assert "90%" in panel._percent.text()


def test_legends_count_what_the_plan_has(qtbot: QtBot, panel: LayersPanel, session: Session) -> None:
    panel.stack.set_theme("staffing")
    counted(qtbot, panel, "staffing")
    legend = StaffingStates().legend(session.plan)
    assert lines(panel, "staffing") == {panel.words(entry.words): f"{entry.count:,}" for entry in legend.entries}
    assert panel.view.isExpanded(panel.model.index(panel.model.row_of("staffing"), 0))
    sample = panel.model.data(
        panel.model.index(0, 0, panel.model.index(panel.model.row_of("staffing"), 0)), Qt.ItemDataRole.DecorationRole
    )
    assert sample.toImage().pixelColor(15, 8).name() == legend.entries[0].styles[0].fill


def test_legends_follow_an_edit(qtbot: QtBot, panel: LayersPanel, session: Session) -> None:
    from gridmap.edits import EndAssignment

    panel.stack.set_theme("staffing")
    counted(qtbot, panel, "staffing")
    before = lines(panel, "staffing")
    marks = StaffingStates().marks(session.plan)
    full = set(marks.key[marks.style == 0].tolist())
    rows = session.plan.tables["assignments"]
    one = next(int(row) for row, grid in rows["grid"].items() if grid in full and list(rows["grid"]).count(grid) == 1)
    session.perform(EndAssignment(one, "2020-01-01"))
    qtbot.waitUntil(lambda: lines(panel, "staffing") != before, timeout=WAIT)
    assert int(lines(panel, "staffing")["专职网格员"]) == int(before["专职网格员"]) - 1


def test_what_is_unfolded_current_and_in_sight_stays_when_legends_have_other_lines(panel: LayersPanel) -> None:
    model, view = panel.model, panel.view
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[None] = []
    told: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    panel.select("kinds")
    water, borders = model.row_of("water"), model.row_of("borders")
    view.collapse(model.index(borders, 0))
    legends, own = dict(model._legends), model._legends["borders"]
    a, b = Entry("layer-water", (), 4), Entry("layer-roads", (), 5)
    for entries, shown in (
        ((a, b), ["4", "5"]),
        ((b,), []),
        ((a, b, a), ["4", "5", "4"]),
        ((), []),
        ((b, a), ["5", "4"]),
    ):
        model.set_legends({**legends, "water": Legend("", entries)})
        layer = model.index(water, 0)
        assert [model.data(model.index(i, 1, layer)) for i in range(model.rowCount(layer))] == shown
        assert model.data(model.index(water, 1)) == ("5" if entries == (b,) else "")
        assert view.isExpanded(layer)
        assert (len(shown) == 0) or view.visualRect(model.index(0, 0, layer)).height() > 0
        assert not view.isExpanded(model.index(borders, 0))
        assert panel.current == "kinds"
    told.clear()
    model.set_legends(dict(model._legends))
    assert not told  # nothing is another
    model.set_legends({**model._legends, "borders": Legend(own.heading, own.entries[::-1])})
    assert told == [(borders, borders + 1)]
    model.set_legends({})
    assert model.rowCount(model.index(water, 0)) == 0
    assert not resets


def test_a_theme_brings_its_layers_and_its_own_arrangement_back(tmp_path: Path, qapp: QApplication) -> None:
    file = tmp_path / "settings.ini"
    stack = LayerStack()
    stack.remember_in(Settings(file))
    stack.fade("kinds", 0.4)
    stack.move("water", 0)
    stack.set_theme("staffing")
    assert not stack.is_own
    assert stack.rows[0].key == "names"
    stack.show("zones", True)
    for theme in THEMES:
        again = LayerStack()
        settings = Settings(file)
        again.remember_in(settings)
        again.set_theme(theme)
        assert again.is_own == (theme in ("boundaries", "staffing"))
        assert (again["kinds"].opacity == 0.4) == (theme == "boundaries")
        assert (again.rows[0].key == "water") == (theme == "boundaries")
        assert again["zones"].visible == (theme == "staffing")
        shown = {one.layer.key for one in again.shown if one.visible} - {"zones"}
        assert shown == {layer.key for layer in layers_of(theme)}
    stack.set_theme("boundaries")
    stack.reset()
    assert not stack.is_own


def test_a_spoiled_arrangement_is_as_none(tmp_path: Path, qapp: QApplication) -> None:
    settings = Settings(tmp_path / "settings.ini")
    for spoiled in ('{"a"', "[1, 2]", '[["water", true]]', '[["unheard-of", true, 1.0]]', '"x"'):
        settings._store.setValue("layers/boundaries", spoiled)
        stack = LayerStack()
        stack.remember_in(settings)
        assert not stack.is_own
        assert len(stack.rows) == len(every_layer())


def test_a_layer_that_came_after_an_arrangement_was_kept_has_its_place(tmp_path: Path, qapp: QApplication) -> None:
    settings = Settings(tmp_path / "settings.ini")
    old = [(layer.key, True, 1.0) for layer in every_layer() if layer.key != "density"]
    settings.put_arrangement("boundaries", old)
    stack = LayerStack()
    stack.remember_in(settings)
    order = [row.key for row in stack.rows]
    assert order.index("density") == order.index("kinds") - 1
    assert not stack["density"].visible


def test_words_and_colours_follow_language_and_appearance(panel: LayersPanel, words: Words, qapp: QApplication) -> None:
    def water() -> str:
        return panel.model.data(panel.model.index(panel.model.row_of("water"), 0))

    assert water() == "水域"
    words.speak("en")
    assert water() == "Water"
    style, palette, dressed = qapp.style().objectName(), QPalette(qapp.palette()), qapp.styleSheet()
    try:
        apply(qapp, APPEARANCES["dark"])
        qapp.processEvents()
        assert panel.model.appearance.key == "dark"
    finally:
        undress(qapp)
        qapp.setStyle(style)
        qapp.setPalette(palette)
        if dressed:
            dress(qapp, appearance_of(palette))


def test_reset_brings_the_theme_back_and_is_off_until_there_is_something_to_reset(
    qtbot: QtBot, panel: LayersPanel
) -> None:
    assert not panel.again.isEnabled()
    panel.stack.show("roads", False)
    assert panel.again.isEnabled()
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    assert panel.stack["roads"].visible
    assert not panel.again.isEnabled()


def test_a_layer_that_is_pressed_can_be_dragged_and_a_line_of_a_legend_cannot(panel: LayersPanel) -> None:
    model = panel.model
    borders = model.index(model.row_of("borders"), 0)
    assert model.flags(borders) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(model.index(0, 0, borders)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(borders) & Qt.ItemFlag.ItemIsDropEnabled
    assert model.flags(QModelIndex()) & Qt.ItemFlag.ItemIsDropEnabled
    assert panel.view.dragDropMode() == panel.view.DragDropMode.InternalMove


def test_nothing_is_counted_while_the_panel_is_out_of_sight(qtbot: QtBot, panel: LayersPanel, session: Session) -> None:
    started: list[str] = []
    session.working.connect(lambda job: started.append(job.objectName()))
    panel.hide()
    panel.stack.set_theme("staffing")
    qtbot.waitUntil(lambda: panel._uncounted, timeout=WAIT)
    assert "job-legends" not in started
    panel.show()
    counted(qtbot, panel, "staffing")


def test_one_role_is_shown_until_another_theme_is(session):
    stack = LayerStack()
    role = session.plan.scheme.roles[0]
    stack.show_role(role.key)
    assert stack["roles"].visible and stack.layer("roles").legend(session.plan).heading == role.name
    stack.count_on(dt.date(2026, 6, 15))
    assert stack.layer("roles").role == role.key and stack.layer("roles").on == dt.date(2026, 6, 15)
    stack.set_theme("roles")
    assert stack["roles"].visible and not stack.layer("roles").role
    assert stack.layer("roles").on == dt.date(2026, 6, 15)
