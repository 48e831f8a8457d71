"""Help: F1 anywhere leads to the chapter on what one looks at; the guide is read, searched and left in its window."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QCursor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import ui.dialogs
import ui.wizards
from gridmap.model.errors import BadInput
from ui.canvas.tools import TOOLS
from ui.dialogs import help_window, reading
from ui.dialogs.chapters import CHAPTERS, find, sections_of
from ui.dialogs.help_window import HelpWindow, chapters_in
from ui.dialogs.keys_sheet import KeysSheet
from ui.dialogs.reading import docs_folder, page_of
from ui.window.arrangement import PANELS
from ui.window.help_topics import FIRST, OF_ACTIONS, OF_DIALOGS, OF_PANELS, OF_TOOLS, USUAL, Topic
from ui.window.main_window import MainWindow
from ui.words.messages import BOTH, has, text

WAIT = 20_000


def shown(within: QWidget) -> HelpWindow:
    [dialog] = [one for one in within.findChildren(HelpWindow) if one.isVisible()]
    return dialog


def heading_at_the_top(dialog: HelpWindow) -> str:
    """Return the heading that stands highest in what is seen."""
    pages = dialog.pages
    top = pages.verticalScrollBar().value()
    layout = pages.document().documentLayout()
    return next(one.text() for one in pages.headings if layout.blockBoundingRect(one).bottom() > top)


def f1(qtbot: QtBot, window: MainWindow) -> HelpWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    return shown(window)


def point_at(widget: QWidget, place: QPoint | None = None) -> None:
    QCursor.setPos(widget.mapToGlobal(place or widget.rect().center()))


@pytest.fixture(autouse=True)
def _pointer_elsewhere() -> None:
    QCursor.setPos(QPoint(5000, 5000))


# ---- the window of help ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", BOTH)
def test_f1_on_the_start_page_shows_how_one_comes_to_a_first_map(
    qtbot: QtBot, window: MainWindow, language: str
) -> None:
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
    assert picture.pixelColor(5, 5).alpha() == 0, "pictures are read one a turn, and the page is there before them"

    def read() -> QImage:
        kind = QTextDocument.ResourceType.ImageResource.value
        picture = dialog.pages.document().resource(kind, QUrl(f"images/window-first-map-{language}.png"))
        assert isinstance(picture, QImage)
        return picture

    qtbot.waitUntil(lambda: read().pixelColor(5, 5).alpha() == 255)
    assert read().size() == picture.size(), "nothing moves when it comes"
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
    qtbot.mouseClick(dialog.forward, Qt.MouseButton.LeftButton)
    assert dialog.pages.toPlainText() != first
    dialog.close()


def test_a_link_leads_to_the_heading_of_another_chapter(qtbot: QtBot, window: MainWindow) -> None:
    window.help.show(USUAL)
    dialog = shown(window)
    dialog.pages.setSource(QUrl("people.zh-CN.md#在窗口中"))
    assert dialog.chapter == "people"
    assert heading_at_the_top(dialog) == "在窗口中"
    assert dialog.list.currentItem().text() == dialog.pages.toPlainText().split("\n")[0]
    dialog.close()


def test_a_link_out_of_the_guide_is_followed_only_if_that_is_wanted(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    opened: list[str] = []
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *args: (asked.append(args[2]), answers.pop(0))[1])
    monkeypatch.setattr(help_window.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window.help.show(USUAL)
    dialog = shown(window)
    before = dialog.pages.toPlainText()
    dialog.pages.setSource(QUrl("https://example.org/a"))
    assert "https://example.org/a" in asked[0]
    assert opened == []
    dialog.pages.setSource(QUrl("https://example.org/a"))
    assert opened == ["https://example.org/a"]
    assert dialog.pages.toPlainText() == before
    picture = QTextDocument.ResourceType.ImageResource.value
    assert dialog.pages.loadResource(picture, QUrl("https://example.org/a.png")) is None
    dialog.close()


def test_the_guide_speaks_the_other_language_at_once(window: MainWindow) -> None:
    window.help.show(Topic("guide"))
    dialog = shown(window)
    assert dialog.pages.toPlainText().startswith("十件常用的事")
    window.words.speak("en")
    assert dialog.chapter == "guide"
    assert dialog.pages.toPlainText().startswith("The ten commonest jobs")
    assert dialog.leave.text() == text("window-close", "en")
    dialog.close()


def test_f1_again_uses_the_window_that_is_open(qtbot: QtBot, window: MainWindow) -> None:
    window.help.show_guide()
    window.help.show_first_map()
    assert shown(window).chapter == "first-map"
    shown(window).close()


def test_what_is_read_stays_where_it_is_when_the_window_becomes_wider(qtbot: QtBot, window: MainWindow) -> None:
    window.help.show(Topic("guide", 7))
    dialog = shown(window)
    assert heading_at_the_top(dialog).startswith("7 ")
    for width in (1000, 700, 900):
        dialog.resize(width, 600)
        qtbot.waitUntil(lambda: not dialog.pages._later.isActive(), timeout=WAIT)
        assert heading_at_the_top(dialog).startswith("7 ")
    dialog.pages.verticalScrollBar().setValue(0)
    dialog.resize(800, 600)
    qtbot.waitUntil(lambda: not dialog.pages._later.isActive(), timeout=WAIT)
    assert dialog.pages.verticalScrollBar().value() == 0
    dialog.close()


# ---- searching -------------------------------------------------------------------------------------------------------


def marked(dialog: HelpWindow) -> list[str]:
    return [selection.cursor.selectedText() for selection in dialog.pages.extraSelections()]


@pytest.mark.parametrize(
    ("language", "typed", "title"),
    [
        ("zh", "移动边界", "3 移动边界"),
        ("en", "move border", "3 Move a border"),
        ("en", "MOVE Border", "3 Move a border"),
    ],
)
def test_what_is_looked_for_is_listed_gone_to_and_marked(
    qtbot: QtBot, window: MainWindow, language: str, typed: str, title: str
) -> None:
    window.words.speak(language)
    window.help.show(USUAL)
    dialog = shown(window)
    qtbot.keyClicks(dialog.finder, typed) if language == "en" else dialog.finder.setText(typed)
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    row = next(i for i, one in enumerate(rows) if one.startswith(title))
    place = dialog.list.visualItemRect(dialog.list.item(row)).center()
    dialog.list.scrollToItem(dialog.list.item(row))
    place = dialog.list.visualItemRect(dialog.list.item(row)).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.chapter == "guide"
    assert heading_at_the_top(dialog) == title
    words = [word.lower() for word in typed.split()]
    assert marked(dialog)
    assert {one.lower() for one in marked(dialog)} <= set(words)
    dialog.finder.clear()
    assert marked(dialog) == []
    assert dialog.list.count() == len(chapters_in(language))
    dialog.close()


def test_chinese_without_blanks_is_taken_apart_where_it_stands_nowhere_as_a_whole() -> None:
    sections = [section for chapter in chapters_in("zh") for section in chapter]
    words, found = find("移动边界快捷键", sections)
    assert words == ["移动边界", "快捷键"]
    assert found
    assert all(any(word in f"{one.section.title}{one.section.text}" for word in words) for one in found)


def test_of_words_that_stand_nowhere_it_is_said_so(qtbot: QtBot, window: MainWindow) -> None:
    window.help.show(USUAL)
    dialog = shown(window)
    qtbot.keyClicks(dialog.finder, "zzzqqq")
    assert dialog.list.count() == 0
    assert dialog.note.isVisible()
    assert dialog.note.text() == text("help-window-nothing", "zh", typed="zzzqqq")
    dialog.close()


def test_enter_goes_from_one_place_to_the_next(qtbot: QtBot, window: MainWindow) -> None:
    window.help.show(USUAL)
    dialog = shown(window)
    dialog.finder.setText("网格")
    for row in (0, 1, 2):
        qtbot.keyClick(dialog.finder, Qt.Key.Key_Return)
        assert dialog.list.currentRow() == row
    dialog.close()


def test_sections_are_read_without_marks_pictures_and_addresses(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "# Title\n\nsee [the map](map.md)\n\n## Two\n\n![alt](x.png)\n\n| a | b |\n|---|---|\n| **F8** | `next` |\n",
        encoding="utf-8",
    )
    one, two = sections_of("guide", page)
    assert (one.title, one.level, one.text) == ("Title", 1, "see the map")
    assert (two.title, two.level, two.page, two.text) == ("Two", 2, "Title", "a b F8 next")


# ---- what F1 leads to ------------------------------------------------------------------------------------------------


def test_f1_over_a_tool_leads_to_its_section(qtbot: QtBot, opened: MainWindow) -> None:
    for key in ("tool-split", "tool-carve"):
        button = opened.menus.modes.widgetForAction(opened.actions_by_key[key])
        point_at(button)
        dialog = f1(qtbot, opened)
        assert dialog.chapter == "tools"
        assert heading_at_the_top(dialog).startswith(text(f"action-{key}", "zh"))
        dialog.close()


def test_f1_with_a_tool_in_hand_leads_to_its_section_and_without_one_to_the_window(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.canvas.setFocus()
    dialog = f1(qtbot, opened)
    assert dialog.chapter == "window"
    dialog.close()
    opened.map.take_tool("merge")
    point_at(opened.canvas)
    assert heading_at_the_top(f1(qtbot, opened)).startswith(text("action-tool-merge", "zh"))
    shown(opened).close()


def test_f1_over_a_panel_leads_to_its_chapter(qtbot: QtBot, opened: MainWindow) -> None:
    point_at(opened.panels["inspector"])
    assert heading_at_the_top(f1(qtbot, opened)).startswith("7 ")
    shown(opened).close()


def test_f1_helps_in_a_dialog_and_the_help_can_be_used_there(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_key["export-map"].trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    dialog.focusWidget().setFocus() if dialog.focusWidget() else dialog.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    help_ = shown(dialog)
    assert help_.chapter == "window"
    assert heading_at_the_top(help_) == "导出地图"
    qtbot.keyClicks(help_.finder, "Ctrl+E")
    assert help_.list.count()
    help_.close()
    dialog.reject()
    qtbot.waitUntil(lambda: not opened.session.is_working, timeout=WAIT)


@pytest.mark.parametrize("language", BOTH)
def test_every_topic_is_a_section_that_there_is(language: str) -> None:
    headings = {
        chapter[0].chapter: [section.title for section in chapter if section.level == 2]
        for chapter in chapters_in(language)
    }
    for topic in {FIRST, USUAL, *OF_ACTIONS.values(), *OF_PANELS.values(), *OF_DIALOGS.values()}:
        assert topic.section <= len(headings[topic.chapter]), topic
    for tool in TOOLS:
        topic = OF_TOOLS[f"tool-{tool.key}"]
        assert headings["tools"][topic.section - 1].startswith(text(f"action-tool-{tool.key}", language))


def test_every_panel_has_a_topic_and_every_dialog_with_one_is_there() -> None:
    assert {kind.key for kind, _ in PANELS} | {"comparison", "departments"} == OF_PANELS.keys()
    known = {KeysSheet.__name__, "Palette"}
    for package in (ui.dialogs, ui.wizards):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            known |= vars(importlib.import_module(module.name)).keys()
    assert OF_DIALOGS.keys() <= known


# ---- where the pages are ---------------------------------------------------------------------------------------------


def test_every_page_of_help_is_there_in_both_languages() -> None:
    folder = docs_folder()
    assert folder is not None
    for name in ("first-map", "guide", "tools", "window"):
        assert {page_of(name, language) for language in BOTH} == {folder / f"{name}.md", folder / f"{name}.zh-CN.md"}
    assert all(page_of(name, "zh") is not None for name in CHAPTERS)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("language", BOTH)
def test_no_page_shows_the_marks_of_its_bold_words(language: str) -> None:
    for chapter in CHAPTERS:
        page, document = page_of(chapter, language), QTextDocument()
        assert page is not None
        document.setMarkdown(page.read_text(encoding="utf-8"))
        masked = document.toPlainText().replace("****", "")  # 138****5678
        assert "**" not in masked, f"{page.name}: …{masked[masked.find('**') - 20 :][:60]}"


def test_a_chapter_is_called_english_only_where_it_is() -> None:
    for chapter in CHAPTERS:
        page, key = page_of(chapter, "zh"), f"help-chapter-{chapter}"
        assert page is not None
        called = text(key, "zh") if has(key) else ""
        assert page.name.endswith(".zh-CN.md") != ("英文" in called), called


def test_pages_are_found_where_they_were_installed_and_told_if_they_are_nowhere(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "share" / "gridmap" / "docs"
    told: list[Exception] = []
    monkeypatch.setattr(window, "complain", told.append)
    monkeypatch.setattr(reading.ui, "__file__", str(tmp_path / "site" / "ui" / "__init__.py"))
    monkeypatch.setattr(reading.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(reading, "_recorded", lambda: None)
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


def test_pages_are_found_where_the_record_of_the_installer_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "user" / "share" / "gridmap" / "docs" / "guide.md"

    class Recorded:
        def as_posix(self) -> str:
            return "../../../share/gridmap/docs/guide.md"

        def locate(self) -> Path:
            return page

    monkeypatch.setattr(reading.importlib.metadata, "files", lambda _: [Recorded()])
    assert reading._recorded() == page.parent


def test_a_help_window_without_a_page_asks_nothing_when_it_is_resized(qtbot):
    """It took the empty address for one outside the guide, and asked whether to follow it."""
    pages, asked = reading.Pages(), []
    qtbot.addWidget(pages)
    pages.outside_wanted.connect(asked.append)
    pages.show()
    pages._again()
    pages.doSetSource("")
    assert asked == []


def test_a_word_that_stands_everywhere_is_not_marked_everywhere(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dialogs.help_window._MOST_MARKS", 7)
    window.words.speak("en")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = shown(window)
    dialog.show_chapter("guide")
    dialog.look_for("the")
    assert dialog.pages.toPlainText().casefold().count("the") > 7
    assert len(dialog.pages.extraSelections()) == 7
    dialog.close()
