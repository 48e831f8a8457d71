"""The real window for a test, of which nothing stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pytestqt.qtbot import QtBot

from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow

WAIT: Final = 60_000


@contextmanager
def shown_window(qtbot: QtBot, folder: Path, project: Path | None = None, language: str = "zh") -> Iterator[MainWindow]:
    """Show a window with settings of its own in a folder, with a project that is opened and checked if one is given."""
    window = MainWindow(Settings(folder / "settings.ini"), Words(language))
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(window.isVisible)
    if project is not None:
        with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
            window.open_project(project)
    yield window
    window.close()
    assert window.session.project is None
    assert window.desk.drafting.base is None
    assert not window.session.is_working
    window.deleteLater()
