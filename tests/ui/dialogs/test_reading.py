"""The guide's pages: the sketches of tools are painted in the look that is on, and anew when it changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.dialogs.reading import Pages, page_of
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
