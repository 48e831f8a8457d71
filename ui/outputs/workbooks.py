"""How every workbook is written: what comes from files is text, never a formula, a number or a link."""

from __future__ import annotations

from typing import Final

AS_TEXT: Final = {
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,  # no files elsewhere, which a kill would leave behind and a full disk open
}
"""Options of :class:`xlsxwriter.Workbook`."""
