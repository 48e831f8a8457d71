"""What Qt itself says (buttons of its dialogs, menus of its fields) is in the language of the window, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QMessageBox

from ui.look.words import Words
from ui.window.app import QtsOwnWords


@pytest.fixture
def words(qapp) -> Iterator[Words]:
    words = Words("zh")
    qts = QtsOwnWords(qapp, words)
    yield words
    words.speak("en")
    qts.let_go()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_buttons_of_a_message_change_while_it_is_open(qtbot, words):
    box = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    qtbot.addWidget(box)
    box.show()
    assert all(is_chinese(button.text()) for button in box.buttons())
    words.speak("en")
    qtbot.waitUntil(lambda: {button.text() for button in box.buttons()} == {"&Yes", "&No"})
    words.speak("zh")
    qtbot.waitUntil(lambda: all(is_chinese(button.text()) for button in box.buttons()))


def test_the_menu_of_a_field_is_chinese_and_then_english(qtbot, words):
    field = QLineEdit("x")
    qtbot.addWidget(field)
    for language, wanted in (("zh", True), ("en", False)):
        words.speak(language)
        menu = field.createStandardContextMenu()
        said = [action.text() for action in menu.actions() if action.text()]
        menu.deleteLater()
        assert len(said) > 5 and all(is_chinese(text) is wanted for text in said)


@pytest.mark.parametrize(
    ("context", "text"),
    [
        ("QFileDialog", "Look in:"),
        ("QFileDialog", "&Open"),
        ("QFileDialog", "&Save"),
        ("QFileDialog", "%1 already exists.\nDo you want to replace it?"),
        ("QFileDialog", "File &name:"),
        ("QFileSystemModel", "Date Modified"),
        ("QPlatformTheme", "Cancel"),
        ("QPlatformTheme", "OK"),
    ],
)
def test_qt_ships_its_dialogs_in_chinese(words, context, text):
    assert is_chinese(QCoreApplication.translate(context, text))
