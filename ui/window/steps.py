"""Undo and redo, and what they did: said at the bottom of the window, for not every change can be seen on the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject

from gridmap.storage.journal import HistoryEntry
from ui.look.words import Words
from ui.session.session import Session
from ui.window.frame import Frame
from ui.words.history_lines import what_was_done

_MS: Final = 8_000


class Steps(QObject):
    """The part of the window that takes steps back and does them again.

    Parameters
    ----------
    session : Session
    words : Words
    frame : Frame
    """

    def __init__(self, session: Session, words: Words, frame: Frame) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._frame = session, words, frame

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {"undo": self.undo, "redo": self.redo}

    def undo(self) -> None:
        """Take the latest step back, and say which it was."""
        project = self._session.project
        entry = project.undo_entry if project is not None else None
        if self._session.undo() is not None:
            self._say("step-undone", entry)

    def redo(self) -> None:
        """Do again what was undone last, and say what it was."""
        project = self._session.project
        entry = project.redo_entry if project is not None else None
        if self._session.redo() is not None:
            self._say("step-redone", entry)

    def _say(self, key: str, entry: HistoryEntry | None) -> None:
        if entry is not None:
            edit = what_was_done(entry, self._words.language, self._session.privacy)
            self._frame.told(self._words(key, edit=edit), _MS)
