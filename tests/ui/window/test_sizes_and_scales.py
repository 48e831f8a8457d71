"""The window at twelve sizes and scales, in both languages: no control that is seen is cut or covered."""

from __future__ import annotations

from contextlib import suppress

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.seen import cut_or_covered
from ui.window.main_window import MainWindow

SIZES = [
    ("plain", 1024, 640),
    ("plain", 1280, 720),
    ("plain", 1366, 768),
    ("plain", 1440, 900),
    ("plain", 1600, 900),
    ("plain", 1920, 1080),
    ("plain", 2560, 1440),
    ("plain", 3840, 2160),
    ("sharp", 1024, 640),
    ("sharp", 1280, 720),  # 2560x1440 at 200 %
    ("sharp", 1536, 864),  # 3072x1728 at 200 %, in points what 1920x1080 is at 125 %
    ("sharp", 1920, 1080),  # 3840x2160 at 200 %
]
"""Screen of ``tests/ui/screens.json``, then width and height of the window in points."""


def seen_whole(qtbot: QtBot, window: MainWindow) -> list[str]:
    """Return what is cut or covered once the window has laid itself out."""
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not cut_or_covered(window), timeout=2_000)
    return cut_or_covered(window)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("screen", "width", "height"), SIZES)
def test_nothing_is_cut_or_covered(
    screen: str, width: int, height: int, language: str, qtbot: QtBot, opened: MainWindow
) -> None:
    [there] = [other for other in QGuiApplication.screens() if other.name() == screen]
    opened.looks.speak(language)
    opened.move(there.geometry().topLeft())
    qtbot.waitUntil(lambda: opened.screen() is there)
    opened.resize(width, height)
    qtbot.waitUntil(lambda: (opened.width(), opened.height()) == (width, height))
    scale = 2 if screen == "sharp" else 1
    assert opened.devicePixelRatio() == scale
    assert seen_whole(qtbot, opened) == []
    assert opened.grab().width() == width * scale
    opened.findings_bar.unfold()
    qtbot.waitUntil(opened.docks["findings"].isVisible)
    assert seen_whole(qtbot, opened) == []
    assert (opened.width(), opened.height()) == (width, height)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1024, 640), (1366, 768), (3840, 2160)])
def test_nothing_of_the_first_page_is_cut(
    size: tuple[int, int], language: str, qtbot: QtBot, window: MainWindow
) -> None:
    window.looks.speak(language)
    window.resize(*size)
    assert seen_whole(qtbot, window) == []
