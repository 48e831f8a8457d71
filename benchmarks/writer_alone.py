"""What Qt's writer of PDF takes for pages that are drawn already: no page can be quicker than that."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QPicture

from benchmarks.measure import Timing, timed
from ui.look.fonts import chinese_family
from ui.outputs.paper.page import Page, Size
from ui.outputs.paper.sheet import UNITS, Sheet


def writer_alone(pages: Iterable[Page], size: Size) -> Timing:
    """Note every line, area and letter of some pages, and measure how long writing just these takes."""
    family = chinese_family()
    width, height, reduced = size.laid_out()
    pictures = []
    for page in pages:
        picture = QPicture()
        painter = QPainter(picture)
        page.paint(Sheet(painter, width, height, width * UNITS, height * UNITS, family), reduced)
        painter.end()
        pictures.append(picture)

    def write() -> None:
        buffer = QBuffer(QByteArray())
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(QSizeF(width * reduced, height * reduced), QPageSize.Unit.Millimeter))
        writer.setResolution(round(25.4 * UNITS / reduced))
        painter = QPainter(writer)
        for number, picture in enumerate(pictures):
            if number:
                writer.newPage()
            painter.drawPicture(0, 0, picture)
        painter.end()

    return timed(write)
