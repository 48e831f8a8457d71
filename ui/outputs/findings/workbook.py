"""Findings as an Excel workbook: what was found by rule, and the list to work through."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gridmap.checks import RULES, Findings
from gridmap.storage.whole_files import whole_files
from ui.words.findings import Wording
from ui.words.labels import term
from ui.words.messages import origin_of, text

_WIDTHS: Final = {"message": 60, "codes": 20, "id": 18, "rule": 18}
_ROWS_MAX: Final = 1_048_575  # of a sheet, without the headings


def write_workbook(findings: Findings, wording: Wording, file: Path, *, on: dt.date | None = None) -> None:
    """Write the findings to an .xlsx file, with one sheet of counts and one with every open finding.

    Codes are written as text, so that leading zeros stay; the sheet can be filtered at once, and the day for which
    assignments count (today by default) is told. Raises as :func:`gridmap.storage.whole_files.whole_files` does.
    """
    from ui.outputs.workbooks import Workbook  # XlsxWriter not at the start of the window, which needs sentences only

    with whole_files(file) as place, Workbook(place) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _write_counts(book, findings, wording, bold, on or dt.date.today())
        _write_list(book, findings, wording, bold)


def _write_counts(book: Any, findings: Findings, wording: Wording, bold: Any, on: dt.date) -> None:
    from ui.outputs.ledger.workbook import cell_text

    sheet = book.add_worksheet(text("findings-sheet-counts", wording.language))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 14)
    facts = wording.plan.facts()
    row = 0
    for line in (facts.get("title", ""), origin_of(facts, wording.language)):
        if line:
            sheet.write_string(row, 0, cell_text(line))
            row += 1
    sheet.write_row(row, 0, [wording.heading(c) for c in ("rule", "severity", "count")], bold)
    for key, count in findings.counts.items():
        row += 1
        severity = wording.plan.scheme.severity(key, RULES[key].severity)
        sheet.write_row(row, 0, [wording.rule(key), wording.severity(severity), count])
    sheet.write_row(row + 2, 0, [text("findings-accepted", wording.language), "", len(findings.accepted)])
    shown = (term("privacy", wording.language), term(wording.privacy, wording.language))
    sheet.write_row(row + 3, 0, shown)  # whoever has the file must see whether it may be passed on
    sheet.write_row(row + 4, 0, [term("counted_on", wording.language), on.isoformat()])


def _write_list(book: Any, findings: Findings, wording: Wording, bold: Any) -> None:
    from ui.outputs.ledger.workbook import cell_text

    sheet = book.add_worksheet(text("findings-sheet-list", wording.language))
    table = wording.table(findings).drop(columns="geometry").iloc[:_ROWS_MAX]
    whole = book.add_format({"num_format": "#,##0"})
    tenth = book.add_format({"num_format": "#,##0.0"})
    widths = {wording.heading(column): width for column, width in _WIDTHS.items()}
    for number, column in enumerate(table.columns):
        values = table[column]
        style = tenth if pd.api.types.is_float_dtype(values) else whole if values.dtype.kind == "i" else None
        sheet.set_column(number, number, widths.get(column, 14), style)
        cells = values.astype(object).where(values.notna(), None).tolist()
        cells = [cell_text(cell) if isinstance(cell, str) else cell for cell in cells]
        sheet.write_column(1, number, cells)
    sheet.write_row(0, 0, list(table.columns), bold)
    sheet.freeze_panes(1, 0)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
