"""The program with its window: one Qt application, one window, and nothing that a user should see go wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Final

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from ui.look.crash_log import write_crash_log
from ui.look.words import Words
from ui.session.cycles import CycleSearch
from ui.session.freeing import when_plans_went
from ui.session.memory import GivingBack
from ui.session.settings import Settings
from ui.window.ahead import ReadAhead
from ui.window.main_window import MainWindow
from ui.words.messages import Language

SWITCH_S: Final = 0.0005
"""How soon a thread that works in the background hands Python's lock to the window. With Python's own 5 ms the longest
frame while a province is checked took 0.5 to 1.1 s, with this 0.1 to 0.2 s, on two cores that others used as well."""


def run(project: str | None = None, *, language: Language | None = None) -> int:
    """Open the window, with a project or with the start page, and return when it is closed.

    Parameters
    ----------
    project : str, optional
        Path of the project to open.
    language : "zh" or "en", optional
        What the command line asked for; by default what was chosen last, then Chinese.
    """
    sys.setswitchinterval(SWITCH_S)
    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    app.setApplicationName("GridMap")
    app.setApplicationDisplayName("GridMap")
    cycles, giving_back = CycleSearch(app), GivingBack(app)
    settings = Settings()
    words = Words(language or settings.language or "zh")
    translator = QtsOwnWords(app, words)
    window = MainWindow(settings, words)
    window.session.closed.connect(cycles.take_up_again)
    cycles.looked_through.connect(giving_back.begin)
    when_plans_went(giving_back.begin)
    ahead = window.ahead = ReadAhead(window.session, app)
    ahead.ended.connect(cycles.put_away)
    sys.excepthook = _telling(window)
    window.come_up()
    if project is not None:
        window.open_project(project)
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        ahead.let_go()
        giving_back.let_go()
        translator.let_go()
        cycles.end()


class QtsOwnWords:
    """Puts the buttons of Qt's own dialogs into the language of the window."""

    def __init__(self, app: QApplication, words: Words) -> None:
        self._app, self._words = app, words
        self._translator: QTranslator | None = None
        self._connection = words.changed.connect(self._load)
        self._load()

    def _load(self) -> None:
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if self._words.language != "en":
            locale = {"zh": "zh_CN"}.get(self._words.language, self._words.language)
            translator = QTranslator(self._app)
            if translator.load(f"qtbase_{locale}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._app.installTranslator(translator)
                self._translator = translator

    def let_go(self) -> None:
        """Stop following the language."""
        self._words.changed.disconnect(self._connection)


def _telling(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return an excepthook that writes a log and tells the user in one sentence."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            window.complain(error)
        else:
            write_crash_log(error)

    return tell
