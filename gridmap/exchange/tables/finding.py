"""Where the tables are on a sheet, among titles, notes, totals and signatures, and which of their rows are rows.

A row is a header if most of what stands in it is what people write over columns. What stands above it in one cell is
the title; what follows are the rows, until the next header. What a row is otherwise (a total, a signature, an
example, the same header on the next page) is told by its texts and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.beside import blocks_of, part_of
from gridmap.exchange.tables.found import FoundTable
from gridmap.exchange.tables.header_rows import MOST_HEADER_ROWS, Header, headers_of, heading_text, repeats
from gridmap.exchange.tables.laid_out import Lines
from gridmap.exchange.tables.lines import Looks, Step
from gridmap.exchange.tables.sheet import Sheet, column_letter, place
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.errors import Problem

_Cell = TypeVar("_Cell", bound=np.generic)

_MOST_TOLD: Final = 20
_MOST_AT_TOP: Final = 10
"""Among so many rows below a header those are found that number the columns or say how to fill them in."""
_LONG: Final = 10
_MOST_TRANSPOSED: Final = 60
_MOSTLY: Final = 0.6

_SERIAL: Final = re.compile(r"序号?|no\.?|s/?n|#|", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\s+")


def find_tables(sheet: Sheet, file: str, step: Step = lambda _: None) -> tuple[list[FoundTable], list[Problem]]:
    """Find the tables of a sheet, from the top down.

    Returns
    -------
    list of FoundTable
    list of Problem
        What was left out without being part of a table: a pivot table, a sheet on which there is none.
    """
    if not sheet.texts.size:
        return [], []
    lines = Lines(sheet, step)
    headers = headers_of(lines)
    tables: list[FoundTable] = []
    problems: list[Problem] = []
    ends = [*(header.begin for header in headers), len(sheet.texts)][1:]
    for header, end in zip(headers, ends, strict=True):
        columns = _columns_without_pivot(lines, header, end)
        if len(columns) < lines.columns_of(header.first, end).sum():
            row = sheet.top + header.begin + 1
            problems.append(
                Problem(
                    "pivot-left-out", file=file, sheet=sheet.name, row=row, values={"where": place(file, sheet.name)}
                )
            )
        blocks = _blocks(lines, header, columns) if len(columns) else []
        if len(blocks) > 1:
            more, told = _side_by_side(lines, header, end, blocks, file)
            tables += more
            problems += told
        elif blocks and _is_transposed(lines, header, end, columns):
            row = sheet.top + header.first + 1
            problems.append(
                Problem(
                    "table-transposed", file=file, sheet=sheet.name, row=row, values={"where": place(file, sheet.name)}
                )
            )
        elif blocks:
            tables.append(_table(lines, header, end, columns, file))
    if any(len(table.rows) for table in tables):  # a row of units or dates may look like a header without rows
        tables = [table for table in tables if len(table.rows)]
    if not headers:
        whole = np.flatnonzero(lines.filled_there.any(axis=0))
        transposed = len(whole) > 0 and _is_transposed(lines, Header(0, -1, -1), len(sheet.texts), whole)
        key = "table-transposed" if transposed else "sheet-without-table"
        problems.append(
            Problem(key, file=file, sheet=sheet.name, row=sheet.top + 1, values={"where": place(file, sheet.name)})
        )
    return tables, problems


def _blocks(lines: Lines, header: Header, columns: IntArray) -> list[IntArray]:
    """Return the columns of each of the tables that stand side by side below a header."""
    names = [heading_text(str(text)) for text in lines.filled[header.last, columns].tolist()]
    return blocks_of(columns, names, lines.filled[_first_title(lines, header) : header.last])


def _first_title(lines: Lines, header: Header) -> int:
    """Return the first row above a header, also of titles of their own above tables that stand side by side."""
    row = header.begin
    while row > 0 and row == header.first and header.first - row < MOST_HEADER_ROWS:
        there = lines.there[row - 1]
        special = lines.looks.value[row - 1] | lines.looks.total[row - 1] | lines.looks.heading[row - 1]
        if not there.any() or (special & there).any() or there.sum() * 2 > lines.there[header.first].sum():
            break
        row -= 1
    return row


def _side_by_side(
    lines: Lines, header: Header, end: int, blocks: Sequence[IntArray], file: str
) -> tuple[list[FoundTable], list[Problem]]:
    """Find the tables of each block of columns as on a sheet of its own."""
    sheet, begin = lines.sheet, _first_title(lines, header)
    where = {"where": place(file, sheet.name), "count": len(blocks)}
    row = sheet.top + header.first + 1
    tables: list[FoundTable] = []
    problems = [Problem("tables-side-by-side", file=file, sheet=sheet.name, row=row, values=where)]
    for columns in blocks:
        part = part_of(sheet, slice(begin, end), columns, header.first - begin, lines.filled)
        found, told = find_tables(part, file)
        tables += found
        problems += [problem for problem in told if problem.key != "sheet-without-table"]
    return tables, problems


def _is_transposed(lines: Lines, header: Header, end: int, columns: IntArray) -> bool:
    """Whether what people write over columns stands in the first one, from the top down."""
    first, rest = int(columns[0]), columns[1:]
    rows = np.arange(max(header.first, 0), end)
    rows = rows[lines.there[rows][:, columns].sum(axis=1) > 1]
    if not 3 <= len(rows) <= _MOST_TRANSPOSED or not len(rest):
        return False
    sure = lines.looks.sure_heading[rows]
    beside = sure[:, rest] & lines.there[rows][:, rest]
    return bool(sure[:, first].mean() >= _MOSTLY and beside.sum() * 2 <= len(rows))


def _columns_without_pivot(lines: Lines, header: Header, end: int) -> IntArray:
    """Return the columns of a table; blocks between blank columns that are a pivot table are not among them."""
    used = lines.columns_of(header.first, end)
    pivot = np.asarray(lines.looks.pivot[header.first : header.last + 1].any(axis=0))
    if not pivot.any():
        return np.flatnonzero(used)
    keep = used.copy()
    at = 0
    while at < len(used):
        stop = at
        while stop < len(used) and used[stop]:
            stop += 1
        if pivot[at:stop].any():
            keep[at:stop] = False
        at = stop + 1
    return np.flatnonzero(keep)


def _above(lines: Lines, begin: int, end: int) -> tuple[str, ...]:
    """Return the texts above a header, from the left to the right and from the top down."""
    rows = [row for row in range(begin, end) if lines.count[row]]
    return tuple(str(text) for row in rows[-8:] for text in lines.own[row][lines.there[row]].tolist())


def _title(lines: Lines, begin: int, end: int) -> str:
    """Return the title: the first thing above a header that stands by itself and is no unit, date or attachment."""
    for row in range(begin, end):
        text = lines.single(row)
        column = int(np.argmax(lines.there[row]))
        if text and not lines.looks.unit[row, column] and not lines.looks.legend[row, column]:
            return _BLANKS.sub(" ", text)
    return ""


def _table(lines: Lines, header: Header, end: int, columns: IntArray, file: str) -> FoundTable:
    sheet = lines.sheet
    names = _column_names(lines, header, columns)
    rows, sections, problems = _rows(lines, header, end, columns, file)
    cells, more = _same_as_filled(lines, rows, columns, names, file)
    problems += more
    there = cells != "" if more else _taken(lines.filled_there, rows, columns)
    filled = there.any(axis=1)
    if not filled.all():
        rows, cells, there = rows[filled], cells[filled], there[filled]
    rounded = _taken(lines.rounded, rows, columns)
    numbers = rows + sheet.top + 1
    problems += _told_of_rounded(rounded, numbers, names, sheet.name, file)
    keep = there.any(axis=0) | np.array([not name.startswith("\0") for name in names], dtype=bool)
    names = tuple(name.lstrip("\0") for name in names)
    if header.guessed:
        row = header.first + sheet.top + 1
        where = place(file, sheet.name)
        problems.append(Problem("header-guessed", file=file, sheet=sheet.name, row=row, values={"where": where}))
    hidden = [int(number) for number in numbers if int(number) - 1 in sheet.hidden_rows] if sheet.hidden_rows else []
    if hidden:
        problems.append(_told("rows-hidden-read", hidden, sheet.name, file))
    kept = np.flatnonzero(keep)
    columns_hidden = [names[at] for at in kept if sheet.left + int(columns[at]) in sheet.hidden_columns]
    if columns_hidden:
        values: dict[str, object] = {"where": place(file, sheet.name), "columns": columns_hidden}
        problems.append(Problem("columns-hidden-read", file=file, sheet=sheet.name, values=values))
    return FoundTable(
        file=file,
        sheet=sheet.name,
        title=_title(lines, header.begin, header.first),
        columns=tuple(names[at] for at in kept),
        cells=cells if keep.all() else cells[:, kept],
        rows=numbers.astype(np.int64),
        problems=tuple(problems),
        rounded=rounded if keep.all() else rounded[:, kept],
        epoch=sheet.epoch,
        letters=tuple(column_letter(sheet.left + int(columns[at])) for at in kept),
        above=_above(lines, header.begin, header.first),
        sections=_sections(lines, rows, sections),
    )


def _taken(cells: npt.NDArray[_Cell], rows: IntArray, columns: IntArray) -> npt.NDArray[_Cell]:
    """Return some rows and columns of an array, not to be written into; without a copy where none lies between them."""
    for at in (rows, columns):
        if not len(at) or at[-1] - at[0] + 1 != len(at):
            return cells[np.ix_(rows, columns)]
    return cells[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _column_names(lines: Lines, header: Header, columns: IntArray) -> tuple[str, ...]:
    """Return the headers, all different; one that is only a letter begins with a NUL."""
    levels = [_level(lines, row, header.last) for row in range(header.first, header.last + 1)]
    names: list[str] = []
    seen: dict[str, int] = {}
    for column in columns.tolist():
        parts: list[str] = []
        for level in levels:
            text = heading_text(level[column])
            if text and text not in parts:
                parts.append(text)
        letter = column_letter(lines.sheet.left + column)
        name = " / ".join(parts) or "\0" + letter
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in names:
            seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _level(lines: Lines, row: int, last: int) -> list[str]:
    """Return the texts of a row of a header; where cells are not merged, a common heading is carried to the right."""
    texts: list[str] = lines.filled[row].tolist()
    if row == last:
        return texts
    for column in range(1, len(texts)):
        below = lines.there[last, column]
        merged_apart = lines.across[row, column - 1] and not lines.across[row, column]
        if not texts[column] and below and lines.there[last, column - 1] and not merged_apart:
            texts[column] = texts[column - 1]
    return texts


def _rows(
    lines: Lines, header: Header, end: int, columns: IntArray, file: str
) -> tuple[IntArray, list[int], list[Problem]]:
    """Return which rows of the array are rows of the table, which head sections of it, and what was left out of it."""
    looks, sheet = lines.looks, lines.sheet
    span = np.arange(header.last + 1, end)
    left_out: dict[str, list[int]] = {}
    if not len(span):
        return span, [], []
    own = _taken(lines.there, span, columns)
    serial = _SERIAL.fullmatch(heading_text(str(lines.filled[header.last, columns[0]]))) is not None
    filled = own.sum(axis=1)
    headings = (_taken(looks.heading, span, columns) & own).sum(axis=1)
    again = (headings * 2 >= filled) & (filled > 1)
    doubtful = _marked(looks, span, columns) | (lines.different[span] == 1)
    is_row = filled > 0
    at_top = True
    shown = [int(row) + sheet.top in sheet.gray_rows for row in span[is_row][:_MOST_AT_TOP]] if sheet.gray_rows else []
    few_gray = 0 < sum(shown) < len(shown) and sum(shown) <= 3
    looked_at = np.flatnonzero(is_row & (again | doubtful)).tolist()
    top = np.flatnonzero(is_row)[:_MOST_AT_TOP].tolist()
    for at in sorted({*looked_at, *top}):
        row, key = int(span[at]), ""
        if at_top and _is_numbering(lines, row, columns):
            key = "rows-note-left-out"
        elif again[at] and repeats(lines, header, row):
            key = "rows-header-repeated"
        elif doubtful[at]:
            key = _reason(lines, header, row, columns, at_top, serial)
        if not key and at_top and few_gray and row + sheet.top in sheet.gray_rows:
            key = "rows-example-left-out"
        if key:
            left_out.setdefault(key, []).append(row)
            is_row[at] = False
        at_top = at_top and key in ("rows-note-left-out", "rows-example-left-out")
    kept = _without_tail(lines, span[is_row], columns, left_out)
    problems = [
        _told(key, [sheet.top + row + 1 for row in sorted(rows)], sheet.name, file) for key, rows in left_out.items()
    ]
    return kept, left_out.get("rows-section-left-out", []), problems


def _sections(lines: Lines, rows: IntArray, sections: Sequence[int]) -> tuple[str, ...]:
    """Return the heading of the section of each row."""
    if not sections:
        return ()
    headings = ["", *(lines.single(row) for row in sections)]
    return tuple(headings[at] for at in np.searchsorted(sections, rows).tolist())


def _marked(looks: Looks, span: IntArray, columns: IntArray) -> BoolArray:
    """Which rows hold a text that may make them something else than a row."""
    marks = looks.any_of("total", "total_of", "signature", "legend", "example", "notes", "unit")
    return np.asarray(_taken(marks, span, columns).any(axis=1), dtype=bool)


def _reason(lines: Lines, header: Header, row: int, columns: IntArray, at_top: bool, serial: bool) -> str:
    """Return why a row is none of the table, ``""`` if it is one."""
    looks = lines.looks
    there = np.flatnonzero(lines.there[row])
    count = len(there)
    if not count:
        return ""
    first = there[:3]
    if looks.total[row, first].any() or looks.total_of[row, there[0]]:
        return "rows-total-left-out"
    if at_top and (looks.notes[row, there].sum() * 2 >= count) and not looks.value[row, there].any():
        return "rows-note-left-out"
    if looks.example[row, first].any():
        return "rows-example-left-out"
    signatures = int(looks.signature[row, there].sum())
    few = count * 2 <= len(columns) or len(columns) <= 4
    if signatures * 2 >= count or (signatures and few and signatures * 3 >= count):
        return "rows-signature-left-out"
    if looks.legend[row, there[0]] and (count == 1 or lines.different[row] == 1):
        return "rows-note-left-out"
    text = lines.single(row)
    if text and any(text == lines.single(above) for above in range(header.begin, header.first)):
        return "rows-header-repeated"
    if text and len(columns) >= 3 and count == 1:
        return _reason_of_single(lines, row, int(there[0]), text, columns, serial)
    return ""


def _reason_of_single(lines: Lines, row: int, column: int, text: str, columns: IntArray, serial: bool) -> str:
    if lines.across[row, column]:
        return "rows-section-left-out"
    if column == columns[0] and serial:
        return "rows-number-only" if text.isdigit() else "rows-section-left-out"
    return ""


def _without_tail(lines: Lines, rows: IntArray, columns: IntArray, left_out: dict[str, list[int]]) -> IntArray:
    """Take long sentences that stand alone off the end of a table."""
    count = len(rows) if len(columns) >= 3 else 0
    while count:
        row = int(rows[count - 1])
        text = lines.single(row)
        if (
            not text
            or lines.count[row] > 1
            or lines.looks.value[row].any()
            or not (len(text) > _LONG or ":" in text or "：" in text)
        ):
            break
        left_out.setdefault("rows-note-left-out", []).append(row)
        count -= 1
    return rows[:count] if len(columns) >= 3 else rows


def _is_numbering(lines: Lines, row: int, columns: IntArray) -> bool:
    """Whether a row numbers the columns: 1, 2, 3, …, or 甲, 乙, 1, 2, …."""
    texts = [str(text) for text in lines.own[row][columns].tolist() if text]
    texts = [text.strip("()（）") for text in texts if text not in ("甲", "乙", "丙", "丁", "戊", "A", "B", "C")]
    if len(texts) < 3 or not all(text.isascii() and text.isdigit() for text in texts):
        return False
    numbers = [int(text) for text in texts[:64]]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _same_as_filled(
    lines: Lines, rows: IntArray, columns: IntArray, names: Sequence[str], file: str
) -> tuple[TextArray, list[Problem]]:
    """Return the cells of a table with 同上, 〃 and 同左 written out, and without (空白); and what is told of that."""
    cells = _taken(lines.filled, rows, columns)
    marked = _taken(lines.looks.any_of("above", "beside", "pivot_blank"), rows, columns)
    if not len(rows) or not marked.any():
        return cells, []
    problems: list[Problem] = []
    sheet, cells = lines.sheet, cells.copy()
    above, beside, blank = (
        _taken(look, rows, columns) for look in (lines.looks.above, lines.looks.beside, lines.looks.pivot_blank)
    )
    for at in np.flatnonzero((above | beside).any(axis=0)).tolist():
        lost = []
        for row in np.flatnonzero(above[:, at] | beside[:, at]).tolist():
            source = (row - 1, at) if above[row, at] else (row, at - 1)
            cells[row, at] = cells[source] if min(source) >= 0 else ""
            if not cells[row, at]:
                lost.append(int(rows[row]) + sheet.top + 1)
        if lost:
            problems.append(_told("same-as-nothing", lost, sheet.name, file, names[at].lstrip("\0")))
    if blank.any():
        cells[blank] = ""
        told = (rows[blank.any(axis=1)] + sheet.top + 1).tolist()
        problems.append(_told("cells-pivot-blank", told, sheet.name, file))
    return cells, problems


def _told_of_rounded(
    rounded: BoolArray, numbers: IntArray, names: Sequence[str], sheet: str, file: str
) -> list[Problem]:
    return [
        _told("numbers-rounded", numbers[rounded[:, at]].tolist(), sheet, file, names[at].lstrip("\0"))
        for at in np.flatnonzero(rounded.any(axis=0)).tolist()
    ]


def _told(key: str, rows: Sequence[int], sheet: str, file: str, column: str = "") -> Problem:
    """Tell of some rows: how many, and which, as far as anybody reads on."""
    shown = [str(row) for row in rows[:_MOST_TOLD]] + (["…"] if len(rows) > _MOST_TOLD else [])
    values = {"where": place(file, sheet), "count": len(rows), "rows": shown}
    return Problem(key, file=file, sheet=sheet, row=int(rows[0]), column=column, values=values)
