"""Pages: how big they are, and how they become a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter

from gridmap.model.errors import BadInput
from gridmap.storage.whole_files import write_whole
from ui.look.fonts import chinese_family
from ui.look.painting import state_kept
from ui.outputs.paper.letters import forget_lines
from ui.outputs.paper.pdf_text import with_readable_text
from ui.outputs.paper.sheet import UNITS, Sheet

A3_LANDSCAPE_MM: Final = (420.0, 297.0)
DPI: Final = 200
PDF_DPI: Final = 25.4 * UNITS
"""Steps to an inch of the layout in a PDF, finer than any printer's: one to a unit, so that numbers in it are whole."""


class Page(Protocol):
    """Something that can draw itself on a sheet of any size, and knows nothing of files."""

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the page.

        Parameters
        ----------
        sheet : Sheet
        mm_per_mm : float
            Millimetres of real paper to a millimetre of the sheet; only a printed scale needs to know.
        """


@dataclass(frozen=True)
class Size:
    """Size of a page: pixels, how many of them make an inch of paper, and how many times as large its type is."""

    width_px: int
    height_px: int
    dpi: float = DPI
    type_size: float = 1.0

    @classmethod
    def of_paper(cls, width_mm: float, height_mm: float, dpi: float = DPI, type_size: float = 1.0) -> Size:
        """Return the size of a sheet of paper."""
        return cls(round(width_mm / 25.4 * dpi), round(height_mm / 25.4 * dpi), dpi, type_size)

    def laid_out(self) -> tuple[float, float, float]:
        """Return width and height to lay the page out in, and how many millimetres of paper one of these is.

        Layout always happens on an area as large as A3: a page looks the same at any size, as one that was reduced.
        For larger type the area is the smaller.
        """
        width, height = self.width_px / self.dpi * 25.4, self.height_px / self.dpi * 25.4
        reduced = math.sqrt(width * height / (A3_LANDSCAPE_MM[0] * A3_LANDSCAPE_MM[1])) * self.type_size
        return width / reduced, height / reduced, reduced


def picture_of(page: Page, size: Size) -> QImage:
    """Paint a page into a picture.

    Raises
    ------
    GridMapError
        ``no-chinese-font``, see :func:`ui.look.fonts.chinese_family`; ``picture-too-large`` if there is no memory for
        it.
    """
    family = chinese_family()
    image = QImage(QSize(size.width_px, size.height_px), QImage.Format.Format_RGB32)
    if image.isNull():
        raise BadInput("picture-too-large", width=size.width_px, height=size.height_px)
    image.fill(0xFFFFFFFF)
    image.setDotsPerMeterX(round(size.dpi / 0.0254))
    image.setDotsPerMeterY(round(size.dpi / 0.0254))
    width, height, reduced = size.laid_out()
    painter = QPainter(image)
    try:
        page.paint(Sheet(painter, width, height, size.width_px, size.height_px, family), reduced)
    finally:
        painter.end()
    return image


def write_png(page: Page, path: Path, size: Size, *, title: str = "") -> None:
    """Paint a page and write it as PNG; a file is there whole or not at all.

    Raises
    ------
    BadInput, GridMapError
        As :func:`gridmap.storage.whole_files.whole_files` if the file cannot be written, and as :func:`picture_of`.
    """
    image = picture_of(page, size)
    if title:
        image.setText("Title", title)
    image.setText("Software", "GridMap")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    if not writer.write(image):
        raise BadInput("file-not-saved", file=str(path), reason=writer.errorString())
    write_whole(path, bytes(data.data()))


def write_pdf(page: Page, path: Path, size: Size, *, title: str = "") -> None:
    """Paint a page and write it as PDF, with lines and areas as such and text that can be searched.

    The sheet is as large as ``size`` is on paper. Raises as :func:`write_png` does.
    """
    write_whole(path, pages_as_pdf([page], size, title=title))


def pages_as_pdf(pages: Iterable[Page], size: Size, *, title: str = "") -> bytes:
    """Return a PDF of some pages of one size, which are asked for one after the other."""
    family = chinese_family()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    width, height, reduced = size.laid_out()
    writer = _writer_to(buffer, (width * reduced, height * reduced), PDF_DPI / reduced, title)
    painter = QPainter(writer)
    try:
        for number, page in enumerate(pages):
            if number:
                writer.newPage()
            with state_kept(painter):
                page.paint(Sheet(painter, width, height, width * UNITS, height * UNITS, family), reduced)
    finally:
        painter.end()
        forget_lines()
    return with_readable_text(bytes(data.data()), family)


def write_pages(
    lay_out: Callable[[Sheet], Sequence[Callable[[], None]]],
    path: Path,
    size_mm: tuple[float, float],
    *,
    title: str = "",
) -> None:
    """Write as many pages as it takes as PDF, at their true size. Raises as :func:`write_png` does.

    Parameters
    ----------
    lay_out : callable
        Is given the sheet, and returns for each page what paints it.
    size_mm : (float, float)
        Width and height of every page.
    """
    family = chinese_family()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer_to(buffer, size_mm, PDF_DPI, title)
    painter = QPainter(writer)
    try:
        sheet = Sheet(painter, *size_mm, size_mm[0] * UNITS, size_mm[1] * UNITS, family)
        for number, paint in enumerate(lay_out(sheet)):
            if number:
                writer.newPage()
            paint()
    finally:
        painter.end()
        forget_lines()
    write_whole(path, with_readable_text(bytes(data.data()), family))


def _writer_to(buffer: QBuffer, size_mm: tuple[float, float], dpi: float, title: str) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(round(dpi))
    writer.setTitle(title)
    writer.setCreator("GridMap")
    writer.setPageSize(QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    return writer


def write_svg(page: Page, path: Path, size: Size, *, title: str = "") -> None:
    """Paint a page and write it as SVG; it asks for the fonts of this machine. Raises as :func:`write_png` does."""
    from PySide6.QtSvg import QSvgGenerator

    family = chinese_family()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(size.dpi))
    generator.setSize(QSize(size.width_px, size.height_px))
    generator.setViewBox(QRect(0, 0, size.width_px, size.height_px))
    generator.setTitle(title)
    generator.setDescription("GridMap")
    width, height, reduced = size.laid_out()
    painter = QPainter(generator)
    try:
        page.paint(Sheet(painter, width, height, size.width_px, size.height_px, family), reduced)
    finally:
        painter.end()
    write_whole(path, bytes(data.data()))
