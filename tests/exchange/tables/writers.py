"""Writes sheets in every format that is read, as the programs of officers do, so that tests need no files of theirs."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import struct
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Cell:
    """A value with a format of its number."""

    value: object
    shown: str = "General"
    number_of_format: int = 0


@dataclass
class Page:
    """A sheet to be written: rows of values, ranges of merged cells (first row and column, last row and column)."""

    rows: list[list[object]]
    name: str = "Sheet1"
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    filtered: bool = False


def plain(value: object) -> object:
    return value.value if isinstance(value, Cell) else value


def xlsx(path: Path, *pages: Page, **options: object) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd", **options})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for top, left, bottom, right in page.merged:
            sheet.merge_range(top, left, bottom, right, "")
        for row, line in enumerate(page.rows):
            for column, value in enumerate(line):
                if value is None or value == "":
                    continue
                if isinstance(value, Cell):
                    shown = book.add_format({"num_format": value.number_of_format or value.shown})
                    sheet.write(row, column, value.value, shown)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write(row, column, value)
        for row in page.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        if page.filtered:
            sheet.autofilter(0, 0, len(page.rows) - 1, max(map(len, page.rows)) - 1)
        if page.hidden:
            sheet.hide()
    book.close()
    return path


def xls(path: Path, *pages: Page, date_1904: bool = False) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date_1904
    for page in pages:
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        for row, line in enumerate(page.rows):
            for column, value in enumerate(line):
                if value is not None and value != "":
                    shown = value.shown if isinstance(value, Cell) else "General"
                    if isinstance(plain(value), dt.date):
                        shown = "yyyy-mm-dd"
                    sheet.write(row, column, plain(value), xlwt.easyxf(num_format_str=shown))
        for top, left, bottom, right in page.merged:
            sheet.merge(top, bottom, left, right)
        for row in page.hidden_rows:
            sheet.row(row).hidden = True
        sheet.visibility = int(page.hidden)
    book.save(str(path))
    return path


def ods(path: Path, *pages: Page, locked: bool = False) -> Path:
    tables = []
    for page in pages:
        covered = {
            (row, column)
            for top, left, bottom, right in page.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
        height = max([len(page.rows), *(merge[2] + 1 for merge in page.merged)])
        width = max([*(len(row) for row in page.rows), *(merge[3] + 1 for merge in page.merged), 1])
        lines = []
        for row in range(height):
            cells = []
            for column in range(width):
                value = page.rows[row][column] if row < len(page.rows) and column < len(page.rows[row]) else None
                if (row, column) in covered:
                    cells.append("<table:covered-table-cell/>")
                    continue
                span = ""
                if (row, column) in spans:
                    down, across = spans[row, column]
                    span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
                cells.append(_ods_cell(value, span))
            filtered = ' table:visibility="filter"' if row in page.hidden_rows else ""
            lines.append(f"<table:table-row{filtered}>{''.join(cells)}</table:table-row>")
        lines.append(
            '<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        style = "ta2" if page.hidden else "ta1"
        tables.append(
            f'<table:table table:name={quoteattr(page.name)} table:style-name="{style}">{"".join(lines)}</table:table>'
        )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:automatic-styles>'
        '<style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<manifest:encryption-data/>" if locked else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


def _ods_cell(value: object, span: str) -> str:
    shown = value.shown if isinstance(value, Cell) else ""
    value = plain(value)
    if value is None or value == "":
        return f"<table:table-cell{span}/>"
    if isinstance(value, dt.date):
        text = f"{value.year}年{value.month}月{value.day}日"
        return (
            f'<table:table-cell{span} office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    if isinstance(value, (int, float)):
        text = f"{value:0{len(shown)}d}" if set(shown) == {"0"} else f"{value:.5E}" if value > 1e11 else str(value)
        return (
            f'<table:table-cell{span} office:value-type="float" office:value="{value}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    paragraphs = "".join(
        f"<text:p>{escape(line).replace('  ', ' <text:s/>')}</text:p>" for line in str(value).split("\n")
    )
    return f'<table:table-cell{span} office:value-type="string">{paragraphs}</table:table-cell>'


def spreadsheetml(path: Path, *pages: Page) -> Path:
    sheets = []
    for page in pages:
        spans = {(m[0], m[1]): f' ss:MergeAcross="{m[3] - m[1]}" ss:MergeDown="{m[2] - m[0]}"' for m in page.merged}
        lines = []
        for row, line in enumerate(page.rows):
            cells = []
            for column, value in enumerate(map(plain, line)):
                if value is None or value == "":
                    continue
                number = isinstance(value, (int, float))
                date = isinstance(value, dt.date)
                kind = "Number" if number else "DateTime" if date else "String"
                text = f"{value.isoformat()}T00:00:00.000" if date else escape(str(value)).replace("\n", "&#10;")
                span = spans.get((row, column), "")
                cells.append(f'<Cell ss:Index="{column + 1}"{span}><Data ss:Type="{kind}">{text}</Data></Cell>')
            hidden = ' ss:Hidden="1"' if row in page.hidden_rows else ""
            lines.append(f'<Row ss:Index="{row + 1}"{hidden}>{"".join(cells)}</Row>')
        visible = "<x:Visible>SheetHidden</x:Visible>" if page.hidden else ""
        sheets.append(
            f"<Worksheet ss:Name={quoteattr(page.name)}><Table>{''.join(lines)}</Table>"
            f"<x:WorksheetOptions>{visible}</x:WorksheetOptions></Worksheet>"
        )
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{"".join(sheets)}</Workbook>',
        encoding="utf-8",
    )
    return path


def webpage(path: Path, *pages: Page, encoding: str = "utf-8") -> Path:
    tables = []
    for page in pages:
        covered = {
            (row, column)
            for top, left, bottom, right in page.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        spans = {(m[0], m[1]): (m[2] - m[0] + 1, m[3] - m[1] + 1) for m in page.merged}
        width = max(len(row) for row in page.rows)
        lines = []
        for row, line in enumerate(page.rows):
            cells = []
            for column, value in enumerate([*line, *[None] * (width - len(line))]):
                if (row, column) in covered and (row, column) not in spans:
                    continue
                down, across = spans.get((row, column), (1, 1))
                span = (f' rowspan="{down}"' if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
                text = "" if value is None else html.escape(str(plain(value))).replace("\n", "<br>")
                cells.append(f"<td{span}>{text}</td>")
            hidden = ' style="display:none"' if row in page.hidden_rows else ""
            lines.append(f"<tr{hidden}>{''.join(cells)}</tr>")
        tables.append(f"<table border=1>{''.join(lines)}</table>")
    text = f'<html><head><meta charset="{encoding}"><style>td {{}}</style></head><body>{"".join(tables)}</body></html>'
    path.write_bytes(text.encode(encoding))
    return path


def delimited(path: Path, page: Page, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for row in page.rows:
        writer.writerow(["" if value is None else str(plain(value)) for value in row])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(body)
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | 0x80 if size else low])
        if not size:
            return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<L", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def xlsb(path: Path, *pages: Page) -> Path:
    """Write a small binary workbook ([MS-XLSB] 2.1.7): shared texts, short numbers, and two formats: a day, and 000."""
    bundle = b"".join(
        _record(156, struct.pack("<2L", int(page.hidden), at) + _wide(f"rId{at}") + _wide(page.name))
        for at, page in enumerate(pages, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.bin"/>'
        for at in range(1, len(pages) + 1)
    )
    shared: list[str] = []
    sheets = [_binary_sheet(page, shared) for page in pages]
    formats = b"".join(_record(47, struct.pack("<2H", 0, number) + bytes(12)) for number in (0, 14, 164))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.bin", _record(131) + _record(143) + bundle + _record(144) + _record(132))
        book.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>",
        )
        book.writestr(
            "xl/styles.bin", _record(44, struct.pack("<H", 164) + _wide("000")) + _record(617) + formats + _record(618)
        )
        book.writestr("xl/sharedStrings.bin", b"".join(_record(19, b"\0" + _wide(text)) for text in shared))
        for at, sheet in enumerate(sheets, 1):
            book.writestr(f"xl/worksheets/sheet{at}.bin", sheet)
    return path


def _binary_sheet(page: Page, shared: list[str]) -> bytes:
    width = max(len(row) for row in page.rows)
    body = _record(129) + _record(148, struct.pack("<4L", 0, len(page.rows) - 1, 0, width - 1)) + _record(145)
    for row, line in enumerate(page.rows):
        hidden = 0x10 if row in page.hidden_rows else 0
        body += _record(0, struct.pack("<2LH2B", row, 0, 300, 0, hidden) + b"\0" + struct.pack("<L", 0))
        for column, value in enumerate(line):
            style = 2 if isinstance(value, Cell) else 1 if isinstance(value, dt.date) else 0
            body += _binary_cell(struct.pack("<2L", column, style), plain(value), shared)
    body += _record(146)
    if page.merged:
        body += _record(177, struct.pack("<L", len(page.merged)))
        body += b"".join(_record(176, struct.pack("<4L", m[0], m[2], m[1], m[3])) for m in page.merged)
        body += _record(178)
    return body + _record(130)


def _binary_cell(head: bytes, value: object, shared: list[str]) -> bytes:
    if value is None or value == "":
        return b""
    if isinstance(value, bool):
        return _record(4, head + bytes([value]))
    if isinstance(value, dt.date):
        value = (value - dt.date(1899, 12, 30)).days
    if isinstance(value, int) and 0 <= value < 2**29:
        return _record(2, head + struct.pack("<L", value << 2 | 2))
    if isinstance(value, (int, float)):
        return _record(5, head + struct.pack("<d", value))
    if len(str(value)) % 2:
        return _record(6, head + _wide(str(value)))
    shared.append(str(value))
    return _record(7, head + struct.pack("<L", len(shared) - 1))


WRITERS = {
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "xml": spreadsheetml,
    "html": webpage,
    "csv": lambda path, page: delimited(path, page, "gb18030"),
    "tsv": lambda path, page: delimited(path, page, "utf-16", "\t"),
}
"""By ending, what writes a page in a format."""
PACKED = ("xlsx", "xlsb", "ods")
"""Those that are zips."""
