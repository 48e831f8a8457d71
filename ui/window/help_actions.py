"""What the window does to help: it shows the pages of the guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from gridmap.model.errors import BadInput
from ui.look.words import Words
from ui.window.frame import Frame


class HelpActions(QObject):
    """The part of the window that shows pages of the guide.

    Parameters
    ----------
    words : Words
    frame : Frame
    """

    def __init__(self, words: Words, frame: Frame) -> None:
        super().__init__(frame.window())
        self._words, self._frame = words, frame

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {"first-map": self.show_first_map, "guide": self.show_guide}

    def show_first_map(self) -> None:
        """Show how one comes from files to a map in five minutes."""
        self._show("first-map")

    def show_guide(self) -> None:
        """Show the guide with all jobs."""
        self._show("guide")

    def _show(self, name: str) -> None:
        from ui.dialogs.reading import Reading, page_of

        page = page_of(name, self._words.language)
        if page is None:
            self._frame.complain(BadInput("pages-not-found"))
            return
        Reading(self._words, page, self._frame.window()).show()
