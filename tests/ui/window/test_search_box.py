"""The search over everything, with the keyboard alone: type, arrows, Enter, Esc."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gridmap.people.staffing import workers_of
from gridmap.search.pinyin import syllables
from ui.window import search_box
from ui.window.actions import ACTIONS
from ui.window.search_box import COMMANDS_ONLY, Palette

KEY = Qt.Key


@pytest.fixture
def window(nothing_left, qtbot) -> Iterator[QWidget]:
    window = QWidget()
    window.resize(1000, 700)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def done(window) -> list[str]:
    return []


@pytest.fixture
def palette(qtbot, session, words, window, done) -> Palette:
    """Open the search over a window whose actions write down that they were done."""
    actions = {}
    for spec in ACTIONS:
        actions[spec.key] = action = QAction(window)
        action.setShortcut(spec.shortcut)
        action.triggered.connect(lambda _=False, key=spec.key: done.append(key))
    actions["redo"].setEnabled(False)
    palette = Palette(session, words, actions, window)
    palette.ask()
    qtbot.waitUntil(lambda: not session.is_working)
    return palette


def titles(palette: Palette) -> list[str]:
    return [choice.title for choice in palette.model.choices]


def first(palette: Palette):
    return palette.list.currentIndex().data(Qt.ItemDataRole.UserRole)


def type_in(qtbot, palette: Palette, text: str) -> None:
    palette.field.clear()
    qtbot.keyClicks(palette.field, text)


def test_a_village_is_found_by_its_code_and_enter_goes_there(qtbot, session, palette):
    plan = session.plan
    village = int(plan.ids[plan.ranks == 2][0])
    palette.field.setText(str(plan.value(village, "code")))
    assert first(palette).hit.id == village and first(palette).kind
    with qtbot.waitSignals([session.selection_changed, session.view_wanted]):
        qtbot.keyClick(palette.field, KEY.Key_Return)
    assert session.selection == (village,) and not palette.isVisible()


def test_a_worker_leads_to_the_grids_she_answers_for_and_her_phone_stays_masked(qtbot, session, palette):
    plan = session.plan
    grid = next(g for g in plan.ids.tolist() if len(workers_of(plan, g)) and plan.shape(g) is not None)
    worker = plan.tables["workers"].loc[int(workers_of(plan, grid)[0])]
    palette.field.setText(worker["phone"])
    assert first(palette).title == worker["name"]
    assert worker["phone"] not in first(palette).detail and worker["phone"][-4:] in first(palette).detail
    seen: list[shapely.Geometry] = []
    session.view_wanted.connect(seen.append)
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert grid in session.selection
    [shape] = seen
    assert shape.bounds[0] <= plan.shape(grid).bounds[0] and shape.bounds[3] >= plan.shape(grid).bounds[3]


def test_a_door_plate_leads_to_the_house(qtbot, session, palette):
    house = session.plan.buildings.iloc[0]
    palette.field.setText(house["door_plate"])
    assert first(palette).hit.kind == "building"
    with qtbot.waitSignal(session.view_wanted) as shown:
        qtbot.keyClick(palette.field, KEY.Key_Return)
    assert shown.args[0].contains(house.geometry)


def test_a_command_is_found_in_either_language_by_name_pinyin_and_initials(qtbot, palette, words):
    for typed in ("撤销", "chexiao", "cx", "undo"):
        type_in(qtbot, palette, COMMANDS_ONLY + typed) if typed.isascii() else palette.field.setText(typed)
        assert first(palette).command == "undo", typed
        assert first(palette).title == words("action-undo") and "Ctrl+Z" in first(palette).detail


def test_enter_does_the_command_once_and_closes_first(qtbot, palette, done):
    type_in(qtbot, palette, ">undo")
    qtbot.keyClick(palette.field, KEY.Key_Enter)
    assert done == ["undo"] and not palette.isVisible()


def test_what_cannot_be_done_now_is_not_offered(palette, words):
    assert words("action-undo") in titles(palette) and words("action-redo") not in titles(palette)
    palette.field.setText(">" + words("action-redo"))
    assert titles(palette) == [] and palette.note.text() == words("palette-nothing")


def test_the_arrows_go_round_and_the_field_keeps_the_keys(qtbot, palette):
    count = palette.model.rowCount()
    assert count > 5 and palette.list.currentIndex().row() == 0
    for key, row in ((KEY.Key_Up, count - 1), (KEY.Key_Down, 0), (KEY.Key_Down, 1), (KEY.Key_PageUp, 0)):
        qtbot.keyClick(palette.field, key)
        assert palette.list.currentIndex().row() == row
    assert palette.field.hasFocus() or palette.focusWidget() is palette.field


def test_escape_closes_and_changes_nothing(qtbot, session, palette, done):
    before = session.selection
    qtbot.keyClick(palette.field, KEY.Key_Escape)
    assert not palette.isVisible() and session.selection == before and done == []


def test_enter_on_an_empty_list_does_nothing(qtbot, palette):
    palette.field.setText("没有这样的东西吧")
    assert titles(palette) == []
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert palette.isVisible()


def test_the_language_changes_while_it_is_open(palette, words):
    words.speak("en")
    assert palette.field.placeholderText() == words("palette-placeholder")
    assert "Undo" in titles(palette)
    words.speak("zh")
    assert "撤销" in titles(palette)


def test_of_a_project_that_was_closed_nothing_is_found(qtbot, session, palette):
    palette.field.setText("320582")
    assert titles(palette)
    session.close()
    assert titles(palette) == []


def test_initials_are_enough(qtbot, session, palette):
    plan = session.plan
    village = int(plan.ids[plan.ranks == 2][0])
    initials = "".join(syllable[0] for syllable in syllables([str(plan.value(village, "name"))])[0])
    type_in(qtbot, palette, initials)
    assert village in [choice.hit.id for choice in palette.model.choices if choice.hit]
    assert not palette.grab().isNull()


def test_a_command_is_found_by_its_name_before_anybody_knows_how_it_sounds_and_by_its_sound_once_that_is_known(
    qtbot, session, words, window, done, monkeypatch
):
    monkeypatch.setattr(search_box, "sounds_of_command", cache(search_box.sounds_of_command.__wrapped__))
    gate, read = threading.Event(), search_box.read_sounds
    monkeypatch.setattr(search_box, "read_sounds", lambda job: (gate.wait(10), read(job)))
    palette = Palette(session, words, {spec.key: QAction(window) for spec in ACTIONS}, window)
    palette.ask()
    palette.field.setText(COMMANDS_ONLY + words("action-undo"))
    assert first(palette).command == "undo"
    palette.field.setText(COMMANDS_ONLY + "chexiao")
    assert not titles(palette)
    gate.set()
    qtbot.waitUntil(lambda: titles(palette)[:1] == [words("action-undo")], timeout=10_000)
