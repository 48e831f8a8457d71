"""The dialog that prints: the page is that of the export, and what goes wrong is a sentence."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from shiboken6 import isValid

from gridmap.model.errors import BadInput
from ui.dialogs.printing import PrintDialog
from ui.outputs.paper.printing import print_page
from ui.outputs.publishing import marked

WAIT = 10_000


class Printer(QPrinter):
    """A printer whose paper can be looked at; it does not say that it writes a file."""

    def __init__(self, file: Path, sheet: QPageSize.PageSizeId = QPageSize.PageSizeId.A4) -> None:
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(file))
        self.setPageSize(QPageSize(sheet))
        self.setPageOrientation(QPageLayout.Orientation.Landscape)

    def outputFileName(self) -> str:
        return ""


@pytest.fixture
def dialog(qtbot, session, words):
    dialog = PrintDialog(session, words, "staffing", ())
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    yield dialog
    if isValid(dialog):
        dialog.done(0)


def millimetres(pdf: Path) -> tuple[float, float]:
    [page] = pypdf.PdfReader(pdf).pages
    return float(page.mediabox.width) / 72 * 25.4, float(page.mediabox.height) / 72 * 25.4


def lines_of(pdf: Path) -> int:
    """Return how many strokes and areas a page is made of."""
    [page] = pypdf.PdfReader(pdf).pages
    return sum(page.get_contents().get_data().count(end) for end in (b"\nf", b"\nS", b"\nB"))


def test_the_page_on_the_printer_is_the_one_of_the_export(dialog, tmp_path):
    wish = dialog.wish()
    wish.write(tmp_path / "export.pdf")
    print_page(marked(wish.checked()).page(), Printer(tmp_path / "printed.pdf"))
    assert millimetres(tmp_path / "printed.pdf") == pytest.approx((297, 210), abs=0.5)
    assert millimetres(tmp_path / "export.pdf") == pytest.approx((297, 210), abs=0.5)
    exported = lines_of(tmp_path / "export.pdf")
    assert exported > 100 and lines_of(tmp_path / "printed.pdf") == pytest.approx(exported, rel=0.02)


def test_the_paper_of_the_printer_counts(dialog, tmp_path):
    print_page(dialog.wish().page(), Printer(tmp_path / "a3.pdf", QPageSize.PageSizeId.A3))
    assert millimetres(tmp_path / "a3.pdf") == pytest.approx((420, 297), abs=0.5)


def test_the_system_is_asked_for_a_printer_with_the_paper_that_was_chosen(qtbot, dialog):
    dialog.paper.setCurrentIndex(dialog.paper.findData("A3"))
    dialog.orientation.setCurrentIndex(dialog.orientation.findData(True))
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    asking = dialog.asking
    assert isinstance(asking, QPrintDialog) and asking.isVisible()
    layout = asking.printer().pageLayout()
    assert layout.pageSize().id() == QPageSize.PageSizeId.A3
    assert layout.orientation() == QPageLayout.Orientation.Portrait
    asking.reject()
    assert dialog.asking is None and not dialog.printed_on and dialog.isVisible()


def test_it_prints_in_the_background_and_says_so(qtbot, dialog, tmp_path):
    dialog.print_on(Printer(tmp_path / "printed.pdf"))
    assert dialog.bar.isVisible() and not dialog.do.isEnabled()
    qtbot.waitUntil(lambda: dialog.printed_on != "" and dialog._job is None, timeout=WAIT)
    assert dialog.told.text() == dialog.words("print-sent", printer=dialog.printed_on)
    assert dialog.do.isEnabled() and not dialog.open_file.isVisible()
    assert millimetres(tmp_path / "printed.pdf") == pytest.approx((297, 210), abs=0.5)


def test_a_printer_that_writes_a_file_takes_the_way_of_the_export(qtbot, dialog, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "written.pdf"))
    dialog.print_on(printer)
    qtbot.waitUntil(lambda: dialog.written is not None and dialog._job is None, timeout=WAIT)
    assert dialog.written == tmp_path / "written.pdf"
    assert pypdf.PdfReader(dialog.written).metadata.creator == "GridMap"


@pytest.mark.qt_log_ignore("QPainter::begin", "QPdfEngine", extend=True)
def test_a_printer_that_takes_nothing_is_told(dialog, tmp_path):
    with pytest.raises(BadInput) as error:
        print_page(dialog.wish().page(), Printer(tmp_path / "there is no such folder" / "a.pdf"))
    assert error.value.key == "not-printed"


def test_stopped_it_prints_nothing_more(qtbot, dialog, tmp_path):
    dialog.print_on(Printer(tmp_path / "printed.pdf"))
    qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=WAIT)
    assert dialog.isVisible() and not dialog.printed_on


def test_only_sheets_of_paper_are_offered_and_one_page(dialog):
    assert [dialog.paper.itemData(at) for at in range(dialog.paper.count())] == ["A4", "A3", "A2", "A1", "A0"]
    assert not dialog.format.isVisible() and not dialog.more.pages.isVisible()
    assert dialog.more.scale.isVisible() and dialog.preview.isVisible()
