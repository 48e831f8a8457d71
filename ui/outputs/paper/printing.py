"""A page on a printer: painted as it is into a PDF, on whatever paper the printer has."""

from __future__ import annotations

from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from gridmap.model.errors import BadInput
from ui.look.fonts import chinese_family
from ui.outputs.paper.page import Page, Size
from ui.outputs.paper.sheet import Sheet


def print_page(page: Page, printer: QPrinter) -> None:
    """Print a page; may be called in any thread, as Qt lets painters be used on printers.

    The page is laid out for the paper that the printer has now and reaches to its edges: every page has a margin of its
    own that is wider than what printers leave white.

    Raises
    ------
    BadInput
        ``not-printed`` with the printer's name.
    GridMapError
        ``no-chinese-font``
    """
    family = chinese_family()
    printer.setFullPage(True)
    paper = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    width, height, reduced = Size.of_paper(paper.width(), paper.height(), printer.resolution()).laid_out()
    painter = QPainter()
    if not painter.begin(printer):
        raise BadInput("not-printed", printer=printer.printerName())
    try:
        page.paint(Sheet(painter, width, height, printer.width(), printer.height(), family), reduced)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
