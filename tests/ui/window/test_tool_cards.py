"""The pointer rests on a tool: a card says what it does, with its key and a sketch that moves only where it may."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QImage, QKeySequence, QPainter
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from ui.canvas.tools import EDIT_TOOLS, TOOLS
from ui.look import motion
from ui.look.appearance import APPEARANCES
from ui.look.sketches import SKETCHES, WHOLE, paint_sketch
from ui.window import tool_cards
from ui.window.actions import ACTIONS
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH, text

OF_TOOLS = [spec for spec in ACTIONS if spec.choice == "tool"]


def button_of(window: MainWindow, key: str) -> QToolButton:
    bars = (window.menus.modes, window.menus.bar)
    return next(b for bar in bars if isinstance(b := bar.widgetForAction(window.actions_by_key[key]), QToolButton))


def rest_on(button: QToolButton) -> None:
    at = button.rect().center()
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, at, button.mapToGlobal(at)))


def picture(key: str, look: str, moment: float) -> QImage:
    image = QImage(WHOLE * 2, QImage.Format.Format_RGB32)
    image.fill(APPEARANCES[look].surface)
    painter = QPainter(image)
    paint_sketch(painter, QRectF(image.rect()), SKETCHES[key], APPEARANCES[look], QFont(), moment)
    painter.end()
    return image


def test_there_are_the_tools_that_the_window_has() -> None:
    assert len(EDIT_TOOLS) >= 17
    assert {spec.argument for spec in OF_TOOLS} == {tool.key for tool in TOOLS}


@pytest.mark.parametrize("key", [spec.key for spec in OF_TOOLS] + ["set-attributes"])
def test_every_tool_has_a_sentence_and_a_sketch_that_shows_a_change(qapp: QApplication, key: str) -> None:
    for language in BOTH:
        sentence = text(f"what-{key}", language)
        assert sentence.endswith("。" if language == "zh" else ".")
        assert sentence.count("。" if language == "zh" else ". ") == (1 if language == "zh" else 0)
        assert len(sentence) <= (40 if language == "zh" else 110)
    sketch = SKETCHES[key]
    assert sketch.before != sketch.after
    for look in APPEARANCES:
        first, last = picture(key, look, 0.0), picture(key, look, 1.0)
        assert first != last  # the hand moves
        frame = QSize(WHOLE.height() * 2, WHOLE.height() * 2)
        before, after = last.copy(0, 0, frame.width(), frame.height()), last.copy(252, 0, 200, frame.height())
        assert before != after


@pytest.mark.parametrize("language", BOTH)
def test_the_pointer_on_a_tool_shows_its_card_and_leaving_takes_it_away(
    qtbot: QtBot, opened: MainWindow, language: str
) -> None:
    opened.words.speak(language)
    card = opened.explaining.cards.card
    for key, shortcut in (("tool-split", "S"), ("tool-measure-area", "Shift+M")):
        button = button_of(opened, key)
        rest_on(button)
        assert card.isVisible()
        assert card.name.text() == text(f"action-{key}", language)
        assert card.key.text() == QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        assert card.sentence.text() == text(f"what-{key}", language)
        assert card.view.sketch is SKETCHES[key]
        QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
        assert not card.isVisible()


def test_the_card_goes_when_the_tool_is_taken(qtbot: QtBot, opened: MainWindow) -> None:
    button = button_of(opened, "tool-merge")
    rest_on(button)
    assert opened.explaining.cards.card.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not opened.explaining.cards.card.isVisible()
    assert opened.canvas.tool.key == "merge"


def test_the_card_stands_beside_the_button_and_on_the_screen(opened: MainWindow) -> None:
    card, button = opened.explaining.cards.card, button_of(opened, "tool-vertices")
    rest_on(button)
    assert not card.geometry().contains(button.mapToGlobal(QPoint(button.width() // 2, button.height() // 2)))
    assert opened.screen().availableGeometry().contains(card.geometry())
    card.hide()


def test_the_sketch_moves_where_it_may_and_stands_still_where_it_may_not(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, button = opened.explaining.cards.card.view, button_of(opened, "tool-split")
    rest_on(button)
    assert view.is_moving
    first = view.moment
    qtbot.waitUntil(lambda: view.moment > first, timeout=5000)
    opened.explaining.cards.card.hide()
    assert not view.is_moving
    monkeypatch.setattr(tool_cards, "may_move", lambda: False)
    rest_on(button)
    assert not view.is_moving
    assert view.moment == 1.0
    opened.explaining.cards.card.hide()


def test_whether_pictures_may_move_is_what_the_system_says(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class Style:
        def __init__(self, ms: int) -> None:
            self.ms = ms

        def styleHint(self, hint: object) -> int:
            return self.ms

    for ms, may in ((200, True), (0, False)):
        monkeypatch.setattr(motion.QApplication, "style", lambda ms=ms: Style(ms))
        assert motion.may_move() is may


def test_who_cannot_see_the_card_is_told_the_sentence(opened: MainWindow) -> None:
    for language in BOTH:
        opened.words.speak(language)
        for spec in OF_TOOLS:
            assert opened.actions_by_key[spec.key].whatsThis() == text(f"what-{spec.key}", language)
