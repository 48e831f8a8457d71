"""The sheet of keys is made of the actions and has all of them; it is found in, and written as a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ui.canvas.keys import ON_THE_MAP, WITH_A_TOOL
from ui.dialogs.keys_sheet import KeyGroup, KeyLine, KeysSheet, matching
from ui.window.key_groups import key_groups
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH, text


def sheet_of(window: MainWindow) -> KeysSheet:
    [sheet] = [one for one in window.findChildren(KeysSheet) if one.isVisible()]
    return sheet


@pytest.mark.parametrize("language", BOTH)
def test_every_key_of_every_action_stands_there_under_its_menu(window: MainWindow, language: str) -> None:
    window.words.speak(language)
    groups = key_groups(window.actions_by_key, window.words)
    told = {(line.keys, line.does) for group in groups for line in group.lines}
    native = QKeySequence.SequenceFormat.NativeText
    for key, action in window.actions_by_key.items():
        if not action.shortcut().isEmpty():
            assert (action.shortcut().toString(native), text(f"action-{key}", language).rstrip("…")) in told
    actions = sum(not action.shortcut().isEmpty() for action in window.actions_by_key.values())
    assert sum(len(group.lines) for group in groups) == actions + len(ON_THE_MAP) + len(WITH_A_TOOL)


def test_a_key_that_is_another_stands_there_as_it_is_now(window: MainWindow) -> None:
    window.actions_by_key["tool-split"].setShortcut(QKeySequence("Ctrl+Shift+F9"))
    lines = [line for group in key_groups(window.actions_by_key, window.words) for line in group.lines]
    assert KeyLine("Ctrl+Shift+F9", text("action-tool-split", "zh")) in lines


def test_help_shows_it_and_what_is_typed_narrows_it_down(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(window)
    assert text("action-tool-split", "zh") in sheet.sheet.toPlainText()
    qtbot.keyClicks(sheet.finder, "ctrl+e")
    assert text("action-export-map", "zh").rstrip("…") in sheet.sheet.toPlainText()
    assert text("action-tool-split", "zh") not in sheet.sheet.toPlainText()
    sheet.finder.setText("没有这种")
    assert sheet.note.text() == text("keys-none", "zh", typed="没有这种")
    sheet.close()


@pytest.mark.parametrize("language", BOTH)
def test_it_is_written_as_a_pdf_whose_text_can_be_found(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    window.words.speak(language)
    window.help.show_keys()
    sheet = sheet_of(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "keys"), ""))
    qtbot.mouseClick(sheet.write, Qt.MouseButton.LeftButton)
    path = tmp_path / "keys.pdf"
    qtbot.waitUntil(lambda: sheet.note.text() == text("cli-written", language, file=str(path)))
    pages = PdfReader(path).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
    read = "".join(pages[0].extract_text().split())
    for key in ("tool-split", "undo", "search"):
        assert "".join(text(f"action-{key}", language).rstrip("…").split()) in read
    assert "Ctrl+Shift+Z" in read
    sheet.close()


def test_a_folder_that_cannot_be_written_to_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.help.show_keys()
    sheet = sheet_of(window)
    (tmp_path / "taken").write_text("a file")
    sheet.write_to(tmp_path / "taken" / "keys.pdf")
    qtbot.waitUntil(lambda: "taken" in sheet.note.text())
    assert (tmp_path / "taken").read_text() == "a file"
    sheet.close()


def test_a_group_is_found_by_its_title_and_a_line_by_key_or_name() -> None:
    groups = [
        KeyGroup("File", (KeyLine("Ctrl+N", "New"), KeyLine("Ctrl+O", "Open"))),
        KeyGroup("Help", (KeyLine("F1", "Help"),)),
    ]
    assert matching(groups, "") == groups
    assert matching(groups, "file") == groups[:1]
    assert matching(groups, "open") == [KeyGroup("File", (KeyLine("Ctrl+O", "Open"),))]
    assert matching(groups, "f1") == groups[1:]
    assert matching(groups, "none") == []
