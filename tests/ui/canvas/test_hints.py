"""Hints at the pointer: a few words on what the tool in hand waits for, which follow it and can be turned off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

import ui.canvas.tools
from ui.canvas.hints import _place_for
from ui.canvas.tools import EDIT_TOOLS
from ui.canvas.view import View
from ui.words.messages import BOTH, SENTENCES, has, text

LEFT = Qt.MouseButton.LeftButton
FOLDER = Path(ui.canvas.tools.__path__[0])


def hint(canvas) -> str:
    return canvas.hints.key_for(canvas)


def at_the_pointer(canvas, qtbot) -> QRectF | None:
    QTest.mouseMove(canvas, QPoint(120, 120))
    QTest.mouseMove(canvas, QPoint(123, 121))
    canvas.repaint()
    return canvas.hints.box


@pytest.mark.parametrize("tool", EDIT_TOOLS, ids=lambda tool: tool.key)
def test_every_tool_that_edits_says_what_it_waits_for_at_first(canvas, desk, tool):
    desk.session.select([])
    canvas.set_tool(tool.key)
    key = hint(canvas)
    assert has(key), key
    for language in BOTH:
        assert len(text(key, language)) <= (24 if language == "zh" else 60)
    canvas.set_tool("pan")
    assert hint(canvas) == ""


def test_every_hint_is_given_by_a_tool():
    hints = {key.removeprefix("hint-") for key in SENTENCES if key.startswith("hint-")} - {"enter"}
    named = {key for file in FOLDER.glob("*.py") for key in re.findall(r'"([a-z-]+)"', file.read_text("utf-8"))}
    assert hints - named == set()


def test_a_drawing_is_told_on_until_it_waits_for_enter(canvas, desk, qtbot):
    desk.session.select([])
    canvas.set_tool("split")
    assert hint(canvas) == "hint-draw-line"
    QTest.mouseClick(canvas, LEFT, pos=QPoint(100, 60))
    assert hint(canvas) in ("hint-next-corner", "hint-end-drawing")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert hint(canvas) == "hint-draw-line"


def test_the_two_clicks_of_following_a_road_are_told_apart(canvas):
    canvas.set_tool("follow")
    assert hint(canvas) == "hint-follow-begin"
    QTest.mouseClick(canvas, LEFT, pos=QPoint(100, 60))
    assert hint(canvas) == "hint-follow-end"
    canvas.set_tool("pan")


def test_it_stands_at_the_pointer_and_goes_with_it_and_with_the_wish(canvas, qtbot):
    canvas.set_tool("fill-gap")
    box = at_the_pointer(canvas, qtbot)
    assert box is not None
    assert not box.contains(QPointF(123, 121))
    assert abs(box.center().x() - 123) < 260 and abs(box.center().y() - 121) < 80
    canvas.hints.shown = False
    assert at_the_pointer(canvas, qtbot) is None
    canvas.hints.shown = True
    assert at_the_pointer(canvas, qtbot) is not None
    canvas.set_tool("pan")
    assert at_the_pointer(canvas, qtbot) is None


@pytest.mark.parametrize("at", [(0, 0), (399, 0), (0, 299), (399, 299), (200, 150)])
def test_it_lies_in_the_window_and_off_what_stands_there(at):
    view = View(0, 0, 1, 400, 300)
    box = _place_for(120, 24, QPointF(*at), view, [])
    assert QRectF(0, 0, 400, 300).contains(box)
    other = _place_for(120, 24, QPointF(200, 150), view, [QRectF(210, 160, 150, 60)])
    assert not other.intersects(QRectF(210, 160, 150, 60))
