"""The guide's pages: the sketches of tools are painted in the look that is on, and anew when it changes."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.dialogs.reading import Pages, page_of, without_blanks_of_lines
from ui.look.appearance import DARK, LIGHT, Appearance
from ui.look.dressing import apply


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
