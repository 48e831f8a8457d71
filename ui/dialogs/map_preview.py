"""A small picture of the page that will come out, drawn in the background whenever the wishes have settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel

from ui.look.words import Words
from ui.outputs.export import Export
from ui.session.jobs import Job
from ui.session.session import Session

_PREVIEW_PX: Final = 400
_PAUSE_MS: Final = 250
"""Nothing is drawn anew while somebody still types or clicks through a list."""


class Preview(QLabel):
    """Shows what will come out, or says that there is nothing to show.

    Parameters
    ----------
    wish : callable
        Returns what is wanted now.
    """

    def __init__(self, session: Session, words: Words, wish: Callable[[], Export]) -> None:
        super().__init__()
        self._session, self._words, self._wish = session, words, wish
        self._drawing: Job | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(_PREVIEW_PX + 24, _PREVIEW_PX + 24)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._draw)

    def draw_soon(self) -> None:
        """Draw anew after a pause; what is being drawn is given up."""
        self.stop()
        self._soon.start()

    def stop(self) -> None:
        """Give up what is being drawn, or was about to be."""
        self._soon.stop()
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def _draw(self) -> None:
        wish = self._wish()
        if wish.kind_of_file.kind != "page":
            self.setText(self._words("export-preview-none"))
            return
        if self.pixmap().isNull():
            self.setText(self._words("export-preview-working"))
        size = round(_PREVIEW_PX * self.devicePixelRatioF())
        self._drawing = self._session.start("job-preview", lambda job: wish.preview(size, job.step), self._take_picture)

    def _take_picture(self, picture: QImage) -> None:
        if self._wish().kind_of_file.kind != "page":
            return
        pixels = QPixmap.fromImage(picture)
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(pixels)
        self._drawing = None
