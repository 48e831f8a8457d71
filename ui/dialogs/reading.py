"""The pages of the guide: where they are, and a view that shows one with its pictures as wide as there is room."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QImageReader, QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

import ui
from ui.look.appearance import Appearance, appearance_of
from ui.look.sketches import SKETCHES, picture_of
from ui.session.telling import Hears, told_by_thread

_MARGIN_PX: Final = 18
_BESIDE_PX: Final = 56
_SETTLE_MS: Final = 120
_INSTALLED: Final = "share/gridmap/docs"
_SKETCHES: Final = "tools"
"""The folder of pictures with the sketch of each tool, by its key."""
_ENDS: Final = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uffef”]$")
_BEGINS: Final = re.compile("\\s*[\u3001-\u303f\u3400-\u9fff\uff01-\uffef“]")
"""How a line of Chinese ends, and how one begins that goes on."""
_LEFT_OUT: Final = re.compile(r"[^\w\- ]+")


@cache
def docs_folder() -> Path | None:
    """Return where the pages are: beside the program where it runs from its sources, else where it was installed."""
    for folder in (Path(ui.__file__).resolve().parents[1] / "docs", _recorded(), Path(sys.prefix) / _INSTALLED):
        if folder is not None and (folder / "guide.md").is_file():
            return folder
    return None


def _recorded() -> Path | None:
    """Return where whoever installed the program says that the pages are, for the user alone say (pip's RECORD)."""
    try:
        files = importlib.metadata.files("gridmap") or []
    except importlib.metadata.PackageNotFoundError:
        return None
    found = next((file for file in files if file.as_posix().endswith(f"{_INSTALLED}/guide.md")), None)
    return Path(str(found.locate())).resolve().parent if found is not None else None


def page_of(name: str, language: str) -> Path | None:
    """Return a page in a language, in English where it does not exist in that one; ``None`` if there is none at all."""
    folder = docs_folder()
    if folder is None:
        return None
    names = (f"{name}.zh-CN.md", f"{name}.md") if language == "zh" else (f"{name}.md", f"{name}.zh-CN.md")
    return next((folder / page for page in names if (folder / page).is_file()), None)


def anchor_of(heading: str) -> str:
    """Return the name under which links lead to a heading of a page, as GitHub makes it."""
    return _LEFT_OUT.sub("", heading.strip().lower()).replace(" ", "-")


def without_blanks_of_lines(text: str) -> str:
    """Return a page in Markdown in which Chinese goes on where a line ended: Markdown makes a blank of the end."""
    lines: list[str] = []
    is_code = is_joined = False
    for line in text.split("\n"):
        is_fence = line.lstrip().startswith("```")
        if is_joined and not is_code and _BEGINS.match(line):
            lines[-1] += line.lstrip()
        else:
            lines.append(line)
        is_code ^= is_fence
        is_joined = not is_code and not line.startswith(("#", "|")) and _ENDS.search(line) is not None
    return "\n".join(lines)


class Pages(QTextBrowser):
    """Shows Markdown from files of the program and nothing else; pictures are never wider than the window.

    Signals
    -------
    outside_wanted : str
        A link leads out of the guide, to this address.
    loaded_anew : ()
        What was marked in the page has to be marked again.
    """

    outside_wanted = Signal(str)
    loaded_anew = Signal()

    _look: Appearance | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else each fitting would ask for another
        self.document().setDocumentMargin(_MARGIN_PX)
        self._kept = 0
        """Number of the paragraph that stands at the upper edge."""
        self._is_laying_out = False
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self._again)
        self._pictures: dict[tuple[str, int], QImage] = {}
        """What was read, by file and by the room there was for it."""
        self._coming: list[tuple[str, int]] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._read_next)
        self._reader = _Reader(self)
        self._reader.read.connect(self._take)
        self._look = appearance_of(self.palette())

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture as wide as there is room for it, and all else as it is; nothing from a network."""
        address = self.source().resolved(QUrl(name))
        if not address.isLocalFile():
            return None
        if kind == QTextDocument.ResourceType.MarkdownResource.value:
            return without_blanks_of_lines(Path(address.toLocalFile()).read_text(encoding="utf-8"))
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        room = round(max(self.viewport().width() - _BESIDE_PX, 200) * self.devicePixelRatioF())
        wanted = address.toLocalFile(), room
        if wanted in self._pictures:
            return self._pictures[wanted]
        if wanted not in self._coming:
            self._coming.append(wanted)
            self._next.start(0)
        size = QImageReader(wanted[0]).size()
        if size.width() > room:
            size = size.scaled(room, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        blank = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        blank.fill(Qt.GlobalColor.transparent)
        return self._as_shown(blank, room)

    def _read_next(self) -> None:
        """Have one picture read after the other; until they are there, there is as much empty room."""
        if not self._coming or self._reader.is_reading:
            return
        name, room = wanted = self._coming[0]
        file = Path(name)
        sketch = SKETCHES.get(f"tool-{file.stem}") if file.parent.name == _SKETCHES else None
        size = QImageReader(name).size()
        if sketch is None or not size.isValid():
            self._reader.begin(wanted)
        else:  # as the window paints it, in the look that is on
            picture = picture_of(sketch, appearance_of(self.palette()), self.font(), size)
            self._take(wanted, _fitted(picture, room))

    def _take(self, wanted: tuple[str, int], image: QImage) -> None:
        """Show a picture that was read where its room was left empty, and have the next one read."""
        if wanted in self._coming:
            self._coming.remove(wanted)
        name, room = wanted
        self._pictures = {one: picture for one, picture in self._pictures.items() if one[1] == room}
        self._pictures[wanted] = self._as_shown(image, room)
        picture = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(picture, QUrl.fromLocalFile(name), self._pictures[wanted])
        self.viewport().update()
        if self._coming:
            self._next.start(0)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the sketches of tools anew when light changes to dark."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.PaletteChange or self._look is None:
            return
        before, self._look = self._look, appearance_of(self.palette())
        if self._look is not before:
            self._pictures.clear()
            self._later.start()

    def _as_shown(self, image: QImage, room: int) -> QImage:
        image.setDevicePixelRatio(self.devicePixelRatioF() if image.width() > room / 2 else 1.0)
        return image

    def doSetSource(
        self, name: QUrl | str, kind: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource
    ) -> None:
        """Go to a page, and to the heading that the address names; one that is not there is passed over."""
        address = self.source().resolved(QUrl(name))
        if address.isEmpty():
            return
        if not address.isLocalFile():
            self.outside_wanted.emit(address.toString())
            return
        page = Path(address.toLocalFile())
        if page.is_file() and page.suffix == ".md":
            super().doSetSource(address, QTextDocument.ResourceType.MarkdownResource)
            if not self._is_laying_out:  # else the reader is somewhere already
                self.go_to(address.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    # ---- headings ----------------------------------------------------------------------------------------------------

    @property
    def headings(self) -> list[QTextBlock]:
        """The headings of the page in their order."""
        found, block = [], self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                found.append(block)
            block = block.next()
        return found

    def go_to(self, anchor: str) -> None:
        """Have a heading at the upper edge; one that is not there leaves the page where it is."""
        block = next((one for one in self.headings if anchor and anchor_of(one.text()) == anchor), None)
        if block is not None:
            self.show_block(block)

    def show_block(self, block: QTextBlock) -> None:
        """Have a paragraph at the upper edge, now and after the page has been laid out anew."""
        if not block.isValid():
            return
        self._kept = block.blockNumber()
        layout = self.document().documentLayout()
        top, bar = layout.blockBoundingRect(block).top(), self.verticalScrollBar()
        before, self._is_laying_out = self._is_laying_out, True
        # Qt tells the scroll bar later how long the page is, and until then it goes no farther.
        bar.setMaximum(max(bar.maximum(), round(layout.documentSize().height()) - self.viewport().height()))
        bar.setValue(round(top - _MARGIN_PX / 2))
        self._is_laying_out = before

    def _scrolled(self) -> None:
        """Keep in mind what the reader has at the upper edge."""
        if not self._is_laying_out:
            at_top = self.verticalScrollBar().value() == 0
            self._kept = 0 if at_top else self.cursorForPosition(QPoint(_MARGIN_PX, _MARGIN_PX)).blockNumber()

    # ---- fitting -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what stands at the upper edge there, and fit the pictures anew once the window has settled."""
        before, self._is_laying_out = self._is_laying_out, True
        super().resizeEvent(event)
        self._is_laying_out = before
        if not before:  # else the page is being loaded and has nothing in it
            self._keep()
        if event.oldSize().width() != event.size().width():
            self._later.start()

    def _keep(self) -> None:
        if self._kept:
            self.show_block(self.document().findBlockByNumber(self._kept))

    def _again(self) -> None:
        """Load the page anew, with pictures as wide as there is room now."""
        if self.source().isEmpty():  # the room was changed before there was a page
            return
        marked = bool(self.extraSelections())
        self._is_laying_out = True
        self.document().clear()
        self.reload()
        self._is_laying_out = False
        self._keep()
        if marked:
            self.loaded_anew.emit()


class _Reader(Hears):
    """Reads one picture at a time in a thread that nobody waits for."""

    read = Signal(object, QImage)
    """File and room as they were asked for, and what is in the file, no wider than that."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_reading = False

    def begin(self, wanted: tuple[str, int]) -> None:
        """Begin to read a file as wide as there is room for it, pixels."""
        self.is_reading = True
        name, room = wanted
        told_by_thread("pictures", lambda: (wanted, _fitted(QImage(name), room)), self)

    def hear(self, said: tuple[tuple[str, int], QImage]) -> None:
        """Tell of the picture that was read."""
        self.is_reading = False  # before whoever has the next one read by that
        self.read.emit(*said)


def _fitted(image: QImage, room: int) -> QImage:
    if image.width() <= room:
        return image
    return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
