"""The pages of the guide are shown in the window, with their pictures, in the language that is spoken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gridmap.model.errors import BadInput
from ui.dialogs import reading
from ui.dialogs.reading import Reading, docs_folder, page_of
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH, text


def shown(window: MainWindow) -> Reading:
    [dialog] = [one for one in window.findChildren(Reading) if one.isVisible()]
    return dialog


@pytest.mark.parametrize("language", BOTH)
def test_f1_shows_how_one_comes_to_a_first_map(qtbot: QtBot, window: MainWindow, language: str) -> None:
    window.words.speak(language)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = shown(window)
    page = page_of("first-map", language)
    assert page is not None
    heading = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert dialog.pages.toPlainText().startswith(heading)
    picture = dialog.pages.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl(f"images/window-first-map-{language}.png")
    )
    assert isinstance(picture, QImage)
    assert 0 < picture.deviceIndependentSize().width() <= dialog.pages.viewport().width()
    dialog.close()


def test_the_start_page_leads_there_and_the_page_on_to_the_guide_and_back(qtbot: QtBot, window: MainWindow) -> None:
    [link] = [one for one in window.start.findChildren(QPushButton) if one.text() == text("action-first-map", "zh")]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog = shown(window)
    first = dialog.pages.toPlainText()
    assert not dialog.back.isEnabled()
    dialog.pages.setSource(QUrl("guide.zh-CN.md"))
    assert dialog.pages.toPlainText() != first
    dialog.pages.setSource(QUrl("no-such-page.md"))
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.pages.toPlainText() == first
    dialog.close()


def test_every_page_of_help_is_there_in_both_languages() -> None:
    for name in ("first-map", "guide"):
        assert {page_of(name, language) for language in BOTH} == {
            docs_folder() / f"{name}.md",  # type: ignore[operator]
            docs_folder() / f"{name}.zh-CN.md",  # type: ignore[operator]
        }


def test_pages_are_found_where_they_were_installed_and_told_if_they_are_nowhere(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "share" / "gridmap" / "docs"
    told: list[Exception] = []
    monkeypatch.setattr(window, "complain", told.append)
    monkeypatch.setattr(reading.ui, "__file__", str(tmp_path / "site" / "ui" / "__init__.py"))
    monkeypatch.setattr(reading.sys, "prefix", str(tmp_path))
    docs_folder.cache_clear()
    try:
        window.help.show_guide()
        [error] = told
        assert isinstance(error, BadInput)
        assert error.key == "pages-not-found"
        installed.mkdir(parents=True)
        (installed / "guide.md").write_text("# Guide", encoding="utf-8")
        docs_folder.cache_clear()
        assert page_of("guide", "zh") == installed / "guide.md"
    finally:
        docs_folder.cache_clear()
