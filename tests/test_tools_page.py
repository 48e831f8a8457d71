"""The chapter on the tools says what the window says, and shows the sketches as they are."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from tools.tools_page import _NAMES, FOLDER, page, picture
from ui.canvas.tools import TOOLS
from ui.words.messages import BOTH


@pytest.mark.parametrize("language", BOTH)
def test_the_page_is_as_the_window_has_it(language):
    assert (FOLDER / _NAMES[language]).read_text(encoding="utf-8") == page(language)


def test_every_tool_has_the_picture_of_its_sketch(qapp):
    names = {file.stem for file in (FOLDER / "images" / "tools").glob("*.png")}
    assert names == {tool.key for tool in TOOLS}
    for tool in TOOLS:
        kept = QImage(str(FOLDER / "images" / "tools" / f"{tool.key}.png"))
        assert kept.size() == picture(f"tool-{tool.key}").size()
