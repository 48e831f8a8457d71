"""The pages of the guide in a window of their own, with their pictures as wide as there is room."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

import ui
from ui.look.words import Words

_SIZE: Final = QSize(900, 660)
_LEAST: Final = QSize(480, 360)
_MARGIN_PX: Final = 18
_BESIDE_PX: Final = 56
_SETTLE_MS: Final = 120
_INSTALLED: Final = "share/gridmap/docs"


@cache
def docs_folder() -> Path | None:
    """Return where the pages are: beside the program where it runs from its sources, else where it was installed."""
    for folder in (Path(ui.__file__).resolve().parents[1] / "docs", Path(sys.prefix) / _INSTALLED):
        if (folder / "guide.md").is_file():
            return folder
    return None


def page_of(name: str, language: str) -> Path | None:
    """Return a page in a language, in English where it does not exist in that one; ``None`` if there is none at all."""
    folder = docs_folder()
    if folder is None:
        return None
    names = (f"{name}.zh-CN.md", f"{name}.md") if language == "zh" else (f"{name}.md", f"{name}.zh-CN.md")
    return next((folder / page for page in names if (folder / page).is_file()), None)


class Pages(QTextBrowser):
    """Shows Markdown; pictures are never wider than the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenExternalLinks(True)
        self.document().setDocumentMargin(_MARGIN_PX)
        # A bar that came and went would change the width each time the pictures are fitted to it, for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self._again)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture as wide as there is room for it, and all else as it is."""
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return found
        image = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        ratio = self.devicePixelRatioF()
        room = round(max(self.viewport().width() - _BESIDE_PX, 200) * ratio)
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio if image.width() > room / 2 else 1.0)
        return image

    def doSetSource(
        self, name: QUrl | str, kind: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource
    ) -> None:
        """Go to a page; one that is not there, of the sources say, is passed over."""
        address = self.source().resolved(QUrl(name))
        if not address.isLocalFile() or Path(address.toLocalFile()).is_file():
            super().doSetSource(address, kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures anew, once the window has settled."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._later.start()

    def _again(self) -> None:
        place = self.verticalScrollBar().value() / max(self.verticalScrollBar().maximum(), 1)
        self.document().clear()
        self.reload()
        self.verticalScrollBar().setValue(round(place * self.verticalScrollBar().maximum()))


class Reading(QDialog):
    """A page with the way back; the window can be used meanwhile."""

    def __init__(self, words: Words, page: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words
        self.pages = Pages()
        self.back, self.leave = QPushButton(), QPushButton()
        self.back.setAutoDefault(False)
        self.back.setEnabled(False)
        self.back.clicked.connect(self.pages.backward)
        self.pages.backwardAvailable.connect(self.back.setEnabled)
        self.leave.clicked.connect(self.close)
        self.leave.setDefault(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self.pages.backward)
        below = QHBoxLayout()
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.pages, 1)
        layout.addLayout(below)
        self.setMinimumSize(_LEAST)
        room = parent.window().size() - QSize(48, 48) if parent is not None else _SIZE
        self.resize(_SIZE.boundedTo(room).expandedTo(_LEAST))
        words.changed.connect(self.set_texts)
        self.set_texts()
        self.pages.setSource(QUrl.fromLocalFile(str(page)), QTextDocument.ResourceType.MarkdownResource)
        self.pages.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.setWindowTitle(self._words("reading-title"))
        self.back.setText(self._words("reading-back"))
        self.leave.setText(self._words("window-close"))
        self.pages.setAccessibleName(self._words("reading-title"))
