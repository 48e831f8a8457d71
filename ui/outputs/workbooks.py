"""How every workbook is written: what comes from files is text, never a formula, a number or a link."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

AS_TEXT: Final = {
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,  # no files elsewhere, which a kill would leave behind and a full disk open
}
"""Options of :class:`xlsxwriter.Workbook`."""


class Workbook(xlsxwriter.Workbook):
    """A workbook that goes, with the cells of its sheets, when nobody has it any more.

    XlsxWriter's own is held by its sheets, so that a search for cycles had to find it: 90,000 cells of a city, in the
    window's thread.

    Parameters
    ----------
    place : Path or binary stream
    **options : object
        Of XlsxWriter, besides :data:`AS_TEXT`.
    """

    def __init__(self, place: Path | IO[bytes], **options: Any) -> None:
        super().__init__(place, {**AS_TEXT, **options})

    def add_worksheet(self, name: str | None = None, worksheet_class: type[Worksheet] | None = None) -> Worksheet:
        """Add a sheet, which does not hold the book; it asks it for the format of a tick box only, and has none."""
        sheet = super().add_worksheet(name, worksheet_class)
        sheet.workbook_add_format = None
        return sheet
