"""Every key that the sheet of keys tells of the map does there what the sheet says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.canvas.keys import ON_THE_MAP, WITH_A_TOOL
from ui.words.messages import has

LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def test_every_key_has_a_sentence():
    assert all(has(does) for _, does in (*ON_THE_MAP, *WITH_A_TOOL))


def on_the_map(canvas, desk) -> dict[str, bool]:
    """Press the keys of the map and return whether each did what is said of it."""
    session, done = desk.session, {}
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    first = session.selection
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    second = session.selection
    QTest.keyClick(canvas, Qt.Key.Key_Backtab, SHIFT)
    done["key-next-grid"] = bool(first) and second != first and session.selection == first
    moved = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        before = canvas.view
        QTest.keyClick(canvas, key)
        moved.append(canvas.view != before)
    done["key-pan"] = all(moved)
    before = canvas.view.metres_per_pixel
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    nearer = canvas.view.metres_per_pixel
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    done["key-zoom"] = nearer < before < canvas.view.metres_per_pixel * 1.001
    before = canvas.view
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(140, 120))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(140, 120))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    done["key-hold-space"] = canvas.view != before
    canvas.fit()
    middle = canvas.rect().center()
    session.select([])
    QTest.mouseClick(canvas, LEFT, CTRL, middle)
    added = session.selection
    QTest.mouseClick(canvas, LEFT, CTRL, middle)
    done["key-select-more"] = len(added) == 1 and session.selection == ()
    session.select(first)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    done["key-escape"] = session.selection == ()
    return done


def test_the_keys_of_the_map_do_what_is_said(canvas, desk):
    done = on_the_map(canvas, desk)
    assert done.keys() == {does for _, does in ON_THE_MAP}
    assert [does for does, did in done.items() if not did] == []


@pytest.fixture
def drawing(canvas):
    canvas.set_tool("split")
    for place in (QPoint(60, 60), QPoint(120, 90)):
        QTest.mouseMove(canvas, place)
        QTest.mouseClick(canvas, LEFT, pos=place)
    return canvas.tool


def test_backspace_takes_a_corner_back_and_escape_forgets_the_drawing(canvas, drawing):
    assert len(drawing.corners) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(drawing.corners) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert drawing.corners == []


def test_a_digit_begins_a_place_and_alt_keeps_the_pointer_free(canvas, drawing):
    QTest.keyClicks(canvas, "5")
    assert canvas.editing.place_field.isVisible()
    canvas.editing.place_field.end()
    places = [
        drawing.place(canvas.rect().center().toPointF(), keys) for keys in (NONE, Qt.KeyboardModifier.AltModifier)
    ]
    assert places[1] == canvas.view.to_ground(canvas.rect().center().x(), canvas.rect().center().y())


def test_the_keys_of_tools_are_those_that_tools_answer():
    answered = {"key-accept", "key-forget", "key-corner-back", "key-vertex-out", "key-type-place", "key-no-snap"}
    assert {does for _, does in WITH_A_TOOL} == answered
