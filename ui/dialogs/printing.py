"""Print the map: the page that an export to PDF would make, with its picture, on one of the system's printers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from ui.dialogs.export import ExportDialog
from ui.outputs.export import PAPER_MM
from ui.outputs.paper.printing import print_page
from ui.outputs.publishing import marked
from ui.session.jobs import Job

_SHEETS: Final = {
    "A4": QPageSize.PageSizeId.A4,
    "A3": QPageSize.PageSizeId.A3,
    "A2": QPageSize.PageSizeId.A2,
    "A1": QPageSize.PageSizeId.A1,
    "A0": QPageSize.PageSizeId.A0,
}
_NOT_OF_PAPER: Final = frozenset({"atlas"})
"""What a PDF may be asked for and a sheet of paper is not: many pages."""


class PrintDialog(ExportDialog):
    """Asks what to print, shows the page, then asks the system which printer; it stays open until the page is sent.

    A printer that writes a PDF is an export like any other, and takes its way.
    """

    asking: QPrintDialog | None = None
    """The system's dialog, while it is open."""
    printed_on: str = ""
    """The printer that the page was sent to, when it was."""

    def _connect(self) -> None:
        for paper in PAPER_MM.keys() - _SHEETS.keys():
            self.paper.removeItem(self.paper.findData(paper))
        self.paper.setCurrentIndex(self.paper.findData("A4"))
        self.format.setCurrentIndex(self.format.findData("pdf"))
        super()._connect()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        self.setWindowTitle(self.words("print-heading"))
        self.do.setText(self.words("print-do"))

    def _changed(self) -> None:
        super()._changed()
        self._form.setRowVisible(self.format, False)
        self.more.show_for(self._kind.asks - _NOT_OF_PAPER)

    def _ask_where(self) -> None:
        """Ask the system for a printer with the paper that was chosen."""
        if self.session.project is None:
            return
        wish = self.wish()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(wish.heading)
        printer.setCreator("GridMap")
        printer.setPageSize(QPageSize(_SHEETS[wish.paper]))
        way = QPageLayout.Orientation
        printer.setPageOrientation(way.Portrait if wish.upright else way.Landscape)
        self.asking = asking = QPrintDialog(printer, self)
        asking.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
        asking.accepted.connect(lambda: self.print_on(printer))
        asking.finished.connect(self._asked)
        QDialog.open(asking)  # the one of its own wants a receiver by name

    def _asked(self, _result: int) -> None:
        asking, self.asking = self.asking, None
        if asking is not None:
            asking.deleteLater()

    def print_on(self, printer: QPrinter) -> None:
        """Print in the background; into a file it goes as an export does."""
        if printer.outputFileName():
            self.write(self.wish(), Path(printer.outputFileName()))
            return
        wish, name = self.wish(), printer.printerName()
        self.preview.stop()
        self.written, self.printed_on = None, ""
        self.writing.emit(wish)

        def work(job: Job) -> str:
            print_page(marked(wish.checked()).page(job.step), printer)
            return name

        self.session.start("job-printing", work, self._take_printed, self._watch)
        self._show_state()

    def _take_printed(self, name: str) -> None:
        self.printed_on = name or self.words("print-default")

    def _show_state(self) -> None:
        super()._show_state()
        if self._job is not None:
            self.told.setText(self.words("job-printing"))
        elif self.printed_on and self.written is None:
            self.told.setText(self.words("print-sent", printer=self.printed_on))
            self.told.setVisible(True)
            self.leave.setText(self.words("window-close"))
