"""Where the tables are on a sheet, among titles, notes, totals and signatures, and which of their rows are rows.

A row is a header if most of what stands in it is what people write over columns. What stands above it in one cell is
the title; what follows are the rows, until the next header. What a row is otherwise (a total, a signature, an
example, the same header on the next page) is told by its texts and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import FoundTable
from gridmap.exchange.tables.lines import Looks, Step, looks_of
from gridmap.exchange.tables.sheet import Merge, Sheet, column_letter, place
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.errors import Problem

_MOST_HEADER_ROWS: Final = 3
_MOST_TOLD: Final = 20
_MOST_AT_TOP: Final = 10
"""Among so many rows below a header those are found that number the columns or say how to fill them in."""
_LONG: Final = 10
_BETWEEN_LETTERS: Final = re.compile(r"(?<=[A-Za-z0-9.,)])[ \t\r\n]+(?=[A-Za-z0-9(])")
_SERIAL: Final = re.compile(r"序号?|no\.?|s/?n|#|", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\s+")


def find_tables(
    sheet: Sheet, file: str, step: Step = lambda _: None
) -> tuple[list[FoundTable], list[Problem]]:
    """Find the tables of a sheet, from the top down.

    Returns
    -------
    list of FoundTable
    list of Problem
        What was left out without being part of a table: a pivot table, a sheet on which there is none.
    """
    if not sheet.texts.size:
        return [], []
    lines = _Lines(sheet, step)
    headers = _headers(lines)
    tables: list[FoundTable] = []
    problems: list[Problem] = []
    ends = [*(header.begin for header in headers), len(sheet.texts)][1:]
    for header, end in zip(headers, ends, strict=True):
        columns = _columns_without_pivot(lines, header, end)
        if len(columns) < lines.columns_of(header, end).sum():
            row = sheet.top + header.begin + 1
            problems.append(
                Problem(
                    "pivot-left-out", file=file, sheet=sheet.name, row=row, values={"where": place(file, sheet.name)}
                )
            )
        if len(columns):
            tables.append(_table(lines, header, end, columns, file))
    if any(len(table.rows) for table in tables):  # a row of units or dates may look like a header without rows
        tables = [table for table in tables if len(table.rows)]
    if not headers:
        problems.append(
            Problem("sheet-without-table", file=file, sheet=sheet.name, values={"where": place(file, sheet.name)})
        )
    return tables, problems


@dataclass(frozen=True)
class _Header:
    """Rows of the array: of the header, and of the title above it (``begin``)."""

    begin: int
    first: int
    last: int
    guessed: bool = False


class _Lines:
    """A sheet with what its texts look like, and with merged cells filled."""

    def __init__(self, sheet: Sheet, step: Step) -> None:
        self.sheet = sheet
        self.own = sheet.texts
        self.filled, self.rounded, self.across = _filled(sheet)
        self.looks: Looks = looks_of(self.own, step)
        self.there = ~self.looks.blank
        self.count = self.there.sum(axis=1)
        self.filled_there = self.filled != ""
        self.different = _different(self.filled, self.filled_there)

    def columns_of(self, header: _Header, end: int) -> BoolArray:
        """Which columns hold anything from the header to the end of the table."""
        return self.filled_there[header.first : end].any(axis=0)

    def single(self, row: int) -> str:
        """Return what stands in a row if that is one thing only, else nothing."""
        if self.different[row] != 1 or not self.count[row]:
            return ""
        return str(self.own[row, int(np.argmax(self.there[row]))])


def _different(filled: TextArray, there: BoolArray) -> IntArray:
    """Return for each row 0 if it is blank, 1 if all that stands in it is the same, else 2."""
    first = filled[np.arange(len(filled)), there.argmax(axis=1)]
    others = ((filled != first[:, np.newaxis]) & there).any(axis=1)
    return np.where(there.any(axis=1), 1 + others, 0)


def _filled(sheet: Sheet) -> tuple[TextArray, BoolArray, BoolArray]:
    """Return the texts with merged cells filled, which are rounded, and which cells are merged across with others."""
    texts, rounded = sheet.texts.copy(), sheet.rounded.copy()
    across = np.zeros(texts.shape, dtype=bool)
    height, width = texts.shape
    budget = 4 * texts.size + 1000  # ranges may lie over each other only in a damaged file
    for top, left, bottom, right in sheet.merged:
        r0, c0, r1, c1 = _clipped((top, left, bottom, right), sheet, height, width)
        budget -= max(0, r1 - r0 + 1) * max(0, c1 - c0 + 1)
        if r1 < r0 or c1 < c0 or budget < 0 or top < sheet.top or left < sheet.left:
            continue
        texts[r0 : r1 + 1, c0 : c1 + 1] = texts[r0, c0]
        rounded[r0 : r1 + 1, c0 : c1 + 1] = rounded[r0, c0]
        across[r0 : r1 + 1, c0 : c1 + 1] |= c1 > c0
    return texts, rounded, across


def _clipped(merge: Merge, sheet: Sheet, height: int, width: int) -> Merge:
    top, left, bottom, right = merge
    return (
        max(top - sheet.top, 0),
        max(left - sheet.left, 0),
        min(bottom - sheet.top, height - 1),
        min(right - sheet.left, width - 1),
    )


def _headers(lines: _Lines) -> list[_Header]:
    """Find the rows that are headers; one that repeats the header before it is not among them."""
    looks = lines.looks
    headings = (looks.heading & lines.there).sum(axis=1)
    values = (looks.value & lines.there).sum(axis=1)
    marks = ((looks.signature | looks.example | looks.legend) & ~looks.heading).sum(axis=1)
    count = lines.count
    first = (headings >= 2) & (headings >= 0.5 * count) & (values <= 0.2 * count)
    first |= (headings >= 3) & (headings >= 0.34 * count) & (values == 0)
    sure = (looks.sure_heading & lines.there).sum(axis=1)
    first &= (marks * 2 < count) & (sure >= 1)
    later = first & (headings >= 3) & (headings >= 0.6 * count) & (values == 0)
    found: list[_Header] = []
    row, height = 0, len(lines.own)
    candidates = np.flatnonzero(first)
    for row in candidates.tolist():
        if found and (row <= found[-1].last or not later[row] or _repeats(lines, found[-1], row)):
            continue
        if found and not _is_new(lines, row):
            continue
        top = row
        if row and _is_upper(lines, row - 1, row) and (not found or row - 1 > found[-1].last):
            top = row - 1
        last = row
        while last + 1 < height and last - top + 1 < _MOST_HEADER_ROWS and _is_lower(lines, top, last, last + 1):
            last += 1
        lowest = found[-1].last + 1 if found else 0
        found.append(_Header(_title_begin(lines, top, lowest) if found else 0, top, last))
    if not found:
        guessed = _guessed_header(lines)
        return [guessed] if guessed else []
    return found


def _is_new(lines: _Lines, row: int) -> bool:
    """Whether a row that looks like a header begins another table: names of roles and places look like headings too."""
    sure, count = int((lines.looks.sure_heading[row] & lines.there[row]).sum()), int(lines.count[row])
    after_gap = row > 0 and lines.different[row - 1] <= 1
    return (sure >= 3 and sure >= 0.6 * count) or bool(after_gap and sure >= 2 and sure >= 0.4 * count)


def _repeats(lines: _Lines, header: _Header, row: int) -> bool:
    """Whether a row says the same as one of the rows of a header, as on the next page."""
    for above in range(header.first, header.last + 1):
        there = lines.filled_there[row] | lines.filled_there[above]
        if there.any() and (lines.filled[row][there] == lines.filled[above][there]).mean() >= 0.8:
            return True
        own = lines.there[row]
        if own.sum() >= 2 and (lines.filled[row][own] == lines.filled[above][own]).all():
            return True
    return False


def _title_begin(lines: _Lines, top: int, lowest: int) -> int:
    """Return the first of the rows directly above a header that hold its title, unit and date, not rows of a table."""
    row = top
    while row > lowest and lines.count[row - 1] and _is_title_like(lines, row - 1):
        row -= 1
    return row


def _is_title_like(lines: _Lines, row: int) -> bool:
    there = lines.there[row]
    unit = lines.looks.unit[row] | lines.looks.signature[row]
    if lines.looks.total[row].any() or lines.looks.legend[row].any():
        return False
    text = lines.single(row)
    if text and not lines.looks.value[row].any():
        return True
    return bool((unit & there).sum() * 2 >= there.sum() and there.any())


def _is_upper(lines: _Lines, row: int, header: int) -> bool:
    """Whether a row says what groups of the columns below have in common (基本情况 | 党支部)."""
    there, looks = lines.there[row], lines.looks
    special = looks.value[row] | looks.unit[row] | looks.signature[row] | looks.legend[row]
    if lines.different[row] < 2 or lines.count[row] >= lines.count[header] or special.any():
        return False
    merged = lines.across[row] & there
    if merged.any():
        return True
    gaps = ~there & lines.there[header]
    return bool(gaps.any() and (looks.heading[row] & there).sum() * 2 >= there.sum())


def _is_lower(lines: _Lines, top: int, last: int, row: int) -> bool:
    """Whether a row completes the header above: it heads columns that have only a common heading so far."""
    there, looks = lines.there[row], lines.looks
    if not there.any() or (looks.value[row] | looks.notes[row] & ~looks.heading[row] | looks.example[row]).any():
        return False
    if looks.total[row].any() or looks.signature[row].any():
        return False
    grouped = _grouped(lines, top, last, row)
    headings = int((looks.heading[row] & there).sum())
    if not (there & grouped).any() or headings * 2 < int(there.sum()):
        return False
    # Below a heading of a column alone, unless it says the same, as where merged cells were filled by hand.
    beside = there & ~grouped & lines.filled_there[last] & (lines.own[row] != lines.own[last])
    return not beside.any() or (headings == int(there.sum()) and bool(lines.across[last].any()))


def _grouped(lines: _Lines, top: int, last: int, row: int) -> BoolArray:
    """Which columns have a common heading in the last row of a header: merged across, or with blanks beside it."""
    grouped = lines.across[last].copy()
    same = (lines.own[last, 1:] == lines.own[last, :-1]) & lines.there[last, 1:]
    grouped[1:] |= same
    grouped[:-1] |= same
    there = lines.filled_there[top : last + 1].any(axis=0)
    at = 0
    while at < len(there):
        end = at + 1
        while end < len(there) and not there[end] and lines.there[row, end]:
            end += 1
        if end > at + 1 and ((there[at] and lines.there[row, at]) or not there[at]):
            grouped[at:end] = True
        at = end
    return grouped & (lines.there[row] | lines.across[last])


def _guessed_header(lines: _Lines) -> _Header | None:
    """Take the first full row of different words that are no values for the header, where none is known."""
    width = int(lines.filled_there.any(axis=0).sum())
    for row in np.flatnonzero(lines.count).tolist():
        there = lines.there[row]
        texts = lines.own[row][there].tolist()
        one = width == 1 and bool(lines.looks.heading[row].any())
        full = width >= 2 and lines.count[row] >= max(2, 0.6 * width) and len(set(texts)) == len(texts)
        special = lines.looks.value[row] | lines.looks.unit[row] | lines.looks.signature[row] | lines.looks.legend[row]
        if (one or full) and not special.any() and max(map(len, texts)) <= 30:
            below = lines.looks.value[row + 1 :] & lines.there[row + 1 :]
            return _Header(0, row, row, guessed=not one) if one or below.any() else None
        if lines.count[row] >= 2 and not special.any():
            return None
    return None


def _columns_without_pivot(lines: _Lines, header: _Header, end: int) -> IntArray:
    """Return the columns of a table; blocks between blank columns that are a pivot table are not among them."""
    used = lines.columns_of(header, end)
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


def _above(lines: _Lines, begin: int, end: int) -> tuple[str, ...]:
    """Return the texts above a header, from the left to the right and from the top down."""
    rows = [row for row in range(begin, end) if lines.count[row]]
    return tuple(str(text) for row in rows[-8:] for text in lines.own[row][lines.there[row]].tolist())


def _title(lines: _Lines, begin: int, end: int) -> str:
    """Return the title: the first thing above a header that stands by itself and is no unit, date or attachment."""
    for row in range(begin, end):
        text = lines.single(row)
        column = int(np.argmax(lines.there[row]))
        if text and not lines.looks.unit[row, column] and not lines.looks.legend[row, column]:
            return _BLANKS.sub(" ", text)
    return ""


def _table(lines: _Lines, header: _Header, end: int, columns: IntArray, file: str) -> FoundTable:
    sheet = lines.sheet
    names = _column_names(lines, header, columns)
    rows, sections, problems = _rows(lines, header, end, columns, file)
    cells = lines.filled[np.ix_(rows, columns)]
    problems += _fill_same_as(cells, lines, rows, columns, names, file)
    filled = (cells != "").any(axis=1)
    rows, cells = rows[filled], cells[filled]
    rounded = lines.rounded[np.ix_(rows, columns)]
    numbers = rows + sheet.top + 1
    problems += _told_of_rounded(rounded, numbers, names, sheet.name, file)
    keep = (cells != "").any(axis=0) | np.array([not name.startswith("\0") for name in names], dtype=bool)
    names = tuple(name.lstrip("\0") for name in names)
    if header.guessed:
        row = header.first + sheet.top + 1
        where = place(file, sheet.name)
        problems.append(Problem("header-guessed", file=file, sheet=sheet.name, row=row, values={"where": where}))
    hidden = [int(number) for number in numbers if int(number) - 1 in sheet.hidden_rows] if sheet.hidden_rows else []
    if hidden:
        problems.append(_told("rows-hidden-read", hidden, sheet.name, file))
    kept = np.flatnonzero(keep)
    return FoundTable(
        file=file,
        sheet=sheet.name,
        title=_title(lines, header.begin, header.first),
        columns=tuple(names[at] for at in kept),
        cells=cells[:, kept],
        rows=numbers.astype(np.int64),
        problems=tuple(problems),
        rounded=rounded[:, kept],
        epoch=sheet.epoch,
        letters=tuple(column_letter(sheet.left + int(columns[at])) for at in kept),
        above=_above(lines, header.begin, header.first),
        sections=_sections(lines, rows, sections),
    )


def _column_names(lines: _Lines, header: _Header, columns: IntArray) -> tuple[str, ...]:
    """Return the headers, all different; one that is only a letter begins with a NUL."""
    levels = [_level(lines, row, header.last) for row in range(header.first, header.last + 1)]
    names: list[str] = []
    seen: dict[str, int] = {}
    for column in columns.tolist():
        parts: list[str] = []
        for level in levels:
            text = _heading(level[column])
            if text and text not in parts:
                parts.append(text)
        letter = column_letter(lines.sheet.left + column)
        name = " / ".join(parts) or "\0" + letter
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in names:
            seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _level(lines: _Lines, row: int, last: int) -> list[str]:
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


def _heading(text: str) -> str:
    """Return a heading without blanks and line breaks, but for those between Latin words."""
    return _BLANKS.sub("", _BETWEEN_LETTERS.sub("\0", text)).replace("\0", " ")


def _rows(
    lines: _Lines, header: _Header, end: int, columns: IntArray, file: str
) -> tuple[IntArray, list[int], list[Problem]]:
    """Return which rows of the array are rows of the table, which head sections of it, and what was left out of it."""
    looks, sheet = lines.looks, lines.sheet
    span = np.arange(header.last + 1, end)
    left_out: dict[str, list[int]] = {}
    if not len(span):
        return span, [], []
    own = lines.there[span][:, columns]
    serial = _SERIAL.fullmatch(_heading(str(lines.filled[header.last, columns[0]]))) is not None
    filled = own.sum(axis=1)
    headings = (looks.heading[span][:, columns] & own).sum(axis=1)
    again = (headings * 2 >= filled) & (filled > 1)
    doubtful = _marked(looks, span, columns) | (lines.different[span] == 1)
    is_row = filled > 0
    at_top = True
    looked_at = np.flatnonzero(is_row & (again | doubtful)).tolist()
    top = np.flatnonzero(is_row)[: _MOST_AT_TOP].tolist()
    for at in sorted({*looked_at, *top}):
        row, key = int(span[at]), ""
        if at_top and _is_numbering(lines, row, columns):
            key = "rows-note-left-out"
        elif again[at] and _repeats(lines, header, row):
            key = "rows-header-repeated"
        elif doubtful[at]:
            key = _reason(lines, header, row, columns, at_top, serial)
        if key:
            left_out.setdefault(key, []).append(row)
            is_row[at] = False
        at_top = at_top and key in ("rows-note-left-out", "rows-example-left-out")
    kept: list[int] = span[is_row].tolist()
    kept = _without_tail(lines, kept, columns, left_out)
    problems = [
        _told(key, [sheet.top + row + 1 for row in sorted(rows)], sheet.name, file) for key, rows in left_out.items()
    ]
    return np.array(kept, dtype=np.int64), left_out.get("rows-section-left-out", []), problems


def _sections(lines: _Lines, rows: IntArray, sections: Sequence[int]) -> tuple[str, ...]:
    """Return the heading of the section of each row."""
    if not sections:
        return ()
    headings = ["", *(lines.single(row) for row in sections)]
    return tuple(headings[at] for at in np.searchsorted(sections, rows).tolist())


def _marked(looks: Looks, span: IntArray, columns: IntArray) -> BoolArray:
    """Which rows hold a text that may make them something else than a row."""
    marks = looks.total | looks.total_of | looks.signature | looks.legend | looks.example | looks.notes | looks.unit
    return np.asarray(marks[span][:, columns].any(axis=1), dtype=bool)


def _reason(lines: _Lines, header: _Header, row: int, columns: IntArray, at_top: bool, serial: bool) -> str:
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


def _reason_of_single(lines: _Lines, row: int, column: int, text: str, columns: IntArray, serial: bool) -> str:
    if lines.across[row, column]:
        return "rows-section-left-out"
    if column == columns[0] and serial:
        return "rows-number-only" if text.isdigit() else "rows-section-left-out"
    return ""


def _without_tail(lines: _Lines, kept: list[int], columns: IntArray, left_out: dict[str, list[int]]) -> list[int]:
    """Take long sentences that stand alone off the end of a table."""
    if len(columns) < 3:
        return kept
    while kept:
        row = kept[-1]
        text = lines.single(row)
        if (
            not text
            or lines.count[row] > 1
            or lines.looks.value[row].any()
            or not (len(text) > _LONG or ":" in text or "：" in text)
        ):
            return kept
        left_out.setdefault("rows-note-left-out", []).append(kept.pop())
    return kept


def _is_numbering(lines: _Lines, row: int, columns: IntArray) -> bool:
    """Whether a row numbers the columns: 1, 2, 3, …, or 甲, 乙, 1, 2, …."""
    texts = [str(text) for text in lines.own[row][columns].tolist() if text]
    texts = [text.strip("()（）") for text in texts if text not in ("甲", "乙", "丙", "丁", "戊", "A", "B", "C")]
    if len(texts) < 3 or not all(text.isascii() and text.isdigit() for text in texts):
        return False
    numbers = [int(text) for text in texts[:64]]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _fill_same_as(
    cells: TextArray, lines: _Lines, rows: IntArray, columns: IntArray, names: Sequence[str], file: str
) -> list[Problem]:
    """Write out 同上, 〃 and 同左, and take (空白) out, in place."""
    if not len(rows):
        return []
    problems: list[Problem] = []
    sheet = lines.sheet
    place = np.ix_(rows, columns)
    above, beside, blank = lines.looks.above[place], lines.looks.beside[place], lines.looks.pivot_blank[place]
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
    return problems


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
