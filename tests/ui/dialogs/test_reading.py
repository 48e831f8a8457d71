"""The guide's pages: the sketches of tools are painted in the look that is on, and anew when it changes."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.dialogs import reading
from ui.dialogs.reading import Pages, page_of, without_blanks_of_lines
from ui.look.appearance import DARK, LIGHT, Appearance
from ui.look.dressing import apply

WAIT = 20_000


@pytest.mark.usefixtures("light")
def test_the_sketch_of_a_tool_follows_the_look_while_it_is_read(qtbot: QtBot, qapp: QApplication) -> None:
    pages, page = Pages(), page_of("tools", "zh")
    assert page is not None
    qtbot.addWidget(pages)
    pages.resize(800, 600)
    pages.show()
    pages.setSource(QUrl.fromLocalFile(str(page)), QTextDocument.ResourceType.MarkdownResource)
    kind, kept = QTextDocument.ResourceType.ImageResource.value, QImage(str(page.parent / "images/tools/pan.png"))

    def painted() -> QImage:
        picture = pages.document().resource(kind, QUrl("images/tools/pan.png"))
        assert isinstance(picture, QImage)
        return picture

    def has_on(look: Appearance) -> bool:
        return painted().pixelColor(2, 2) == QColor(look.surface)

    qtbot.waitUntil(lambda: has_on(LIGHT))
    apply(qapp, DARK)
    qtbot.waitUntil(lambda: has_on(DARK))
    assert painted().size() == kept.size()
    apply(qapp, LIGHT)
    qtbot.waitUntil(lambda: has_on(LIGHT))


def test_chinese_goes_on_without_a_blank_where_a_line_of_the_file_ended():
    before = "# 标题\n正文，\n换行。\n\n- 一项，\n  还是它\n- 二项\n| 甲 |\n| 乙 |\nGridMap\n打开\n"
    after = "# 标题\n正文，换行。\n\n- 一项，还是它\n- 二项\n| 甲 |\n| 乙 |\nGridMap\n打开\n"
    code = "```\n代码，\n还是代码\n```\n完。"
    assert without_blanks_of_lines(before + code) == after + code
    assert without_blanks_of_lines("One\ntwo,\nthree") == "One\ntwo,\nthree"


def test_no_page_in_chinese_has_a_blank_behind_a_mark(qtbot):
    pages = Pages()
    qtbot.addWidget(pages)
    for chapter in ("window", "people"):
        pages.setSource(QUrl.fromLocalFile(str(page_of(chapter, "zh"))))
        text = pages.toPlainText()
        assert len(text) > 1000 and re.findall("[、。，；：） ] [\u3400-\u9fff]", text) == []


def test_pictures_are_read_one_after_the_other_in_another_thread(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, colour in (("one", "red"), ("two", "blue")):
        image = QImage(2000, 500, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(tmp_path / f"{name}.png"))
    (tmp_path / "page.md").write_text("# Page\n\n![one](one.png)\n\n![two](two.png)\n", encoding="utf-8")
    threads, goes_on, fitted = list[int](), threading.Semaphore(1), reading._fitted

    def noted(image: QImage, room: int) -> QImage:
        threads.append(threading.get_ident())
        assert goes_on.acquire(timeout=WAIT / 1000)
        return fitted(image, room)

    monkeypatch.setattr(reading, "_fitted", noted)
    pages = Pages()
    qtbot.addWidget(pages)
    pages.resize(800, 600)
    pages.show()
    pages.setSource(QUrl.fromLocalFile(str(tmp_path / "page.md")), QTextDocument.ResourceType.MarkdownResource)

    def shown(name: str) -> QImage:
        picture = pages.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"{name}.png"))
        assert isinstance(picture, QImage)
        return picture

    qtbot.waitUntil(lambda: shown("one").pixelColor(5, 5) == QColor("red"), timeout=WAIT)
    qtbot.waitUntil(lambda: len(threads) == 2, timeout=WAIT)
    assert threading.get_ident() not in threads
    assert shown("two").pixelColor(5, 5).alpha() == 0, "room is left for it"
    assert shown("one").size() == shown("two").size() and 4 * shown("one").height() == shown("one").width() < 800
    goes_on.release()
    qtbot.waitUntil(lambda: shown("two").pixelColor(5, 5) == QColor("blue"), timeout=WAIT)


def test_a_page_that_closes_while_a_picture_is_read_waits_for_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert QImage(50, 50, QImage.Format.Format_RGB32).save(str(tmp_path / "one.png"))
    (tmp_path / "page.md").write_text("![one](one.png)\n", encoding="utf-8")
    begun, goes_on, over = threading.Event(), threading.Event(), threading.Event()

    def slow(image: QImage, room: int) -> QImage:
        begun.set()
        goes_on.wait(WAIT / 1000)
        over.set()
        return image

    monkeypatch.setattr(reading, "_fitted", slow)
    pages = Pages()
    pages.show()
    pages.setSource(QUrl.fromLocalFile(str(tmp_path / "page.md")), QTextDocument.ResourceType.MarkdownResource)
    qtbot.waitUntil(begun.is_set, timeout=WAIT)
    shiboken6.delete(pages)
    assert not over.is_set()
    goes_on.set()
    qtbot.waitUntil(over.is_set, timeout=WAIT)
    qtbot.wait(20)
