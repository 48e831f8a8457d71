"""Which rows of a sheet are headers of tables.

A row is a header if most of what stands in it is what people write over columns; rows above and below may belong to
it. Days, months and the numbers of days may stand over columns too, to the right of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.exchange.tables.laid_out import Lines
from gridmap.model.arrays import BoolArray, IntArray

MOST_HEADER_ROWS: Final = 3
_BETWEEN_LETTERS: Final = re.compile(r"(?<=[A-Za-z0-9.,)])[ \t\r\n]+(?=[A-Za-z0-9(])")
_BLANKS: Final = re.compile(r"\s+")
_DAY_HEADING: Final = re.compile(
    r"\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?|\d{4}年(?:度)?|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|\d{1,2}[./]\d{1,2}"
)


@dataclass(frozen=True)
class Header:
    """Rows of the array: of the header, and of the title above it (``begin``)."""

    begin: int
    first: int
    last: int
    guessed: bool = False


def headers_of(lines: Lines) -> list[Header]:
    """Find the rows that are headers; one that repeats the header before it is not among them."""
    looks = lines.looks
    headings = (looks.heading & lines.there).sum(axis=1)
    values = (looks.value & lines.there).sum(axis=1)
    marks = ((looks.signature | looks.example | looks.legend) & ~looks.heading).sum(axis=1)
    count = lines.count
    first = (headings >= 2) & (headings >= 0.5 * count) & (values <= 0.2 * count)
    first |= (headings >= 3) & (headings >= 0.34 * count) & (values == 0)
    sure = (looks.sure_heading & lines.there).sum(axis=1)
    first |= _with_dates(lines, headings, values)
    first &= (marks * 2 < count) & (sure >= 1)
    later = first & (headings >= 3) & (headings >= 0.6 * count) & (values == 0)
    pivot = (looks.pivot & lines.there).any(axis=1) & (headings == count) & (count >= 2)
    first |= pivot
    later |= pivot
    found: list[Header] = []
    row, height = 0, len(lines.own)
    candidates = np.flatnonzero(first)
    for row in candidates.tolist():
        if found and (row <= found[-1].last or not later[row] or repeats(lines, found[-1], row)):
            continue
        if found and not pivot[row] and not _is_new(lines, row):
            continue
        top = row
        if row and _is_upper(lines, row - 1, row) and (not found or row - 1 > found[-1].last):
            top = row - 1
        last = row
        while last + 1 < height and last - top + 1 < MOST_HEADER_ROWS and _is_lower(lines, top, last, last + 1):
            last += 1
        lowest = found[-1].last + 1 if found else 0
        found.append(Header(_title_begin(lines, top, lowest) if found else 0, top, last))
    if not found:
        guessed = _guessed_header(lines)
        return [guessed] if guessed else []
    return found


def _with_dates(lines: Lines, headings: IntArray, values: IntArray) -> BoolArray:
    """Which rows have days, months or the numbers of days for headings, to the right of words."""
    result = np.zeros(len(lines.own), dtype=bool)
    rows = np.flatnonzero((headings >= 2) & (values >= 2))
    there, is_value = lines.there[rows], lines.looks.value[rows] & lines.there[rows]
    words = (lines.looks.heading[rows] & there & ~is_value).sum(axis=1)
    before = (there & ~np.logical_or.accumulate(is_value, axis=1)).sum(axis=1)
    likely = (words * 2 >= (there & ~is_value).sum(axis=1)) & (before >= 2)
    for row, days in zip(rows[likely].tolist(), is_value[likely], strict=True):
        result[row] = _are_days(lines.own[row][days].tolist())
    return result


def _are_days(texts: Sequence[str]) -> bool:
    """Whether texts are different days or months, or numbers that count on."""
    if len(set(texts)) < len(texts):
        return False
    if all(_DAY_HEADING.fullmatch(text) for text in texts):
        return True
    if len(texts) < 3 or not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_new(lines: Lines, row: int) -> bool:
    """Whether a row that looks like a header begins another table: names of roles and places look like headings too."""
    sure, count = int((lines.looks.sure_heading[row] & lines.there[row]).sum()), int(lines.count[row])
    after_gap = row > 0 and lines.different[row - 1] <= 1
    return (sure >= 3 and sure >= 0.6 * count) or bool(after_gap and sure >= 2 and sure >= 0.4 * count)


def repeats(lines: Lines, header: Header, row: int) -> bool:
    """Whether a row says the same as one of the rows of a header, as on the next page."""
    for above in range(header.first, header.last + 1):
        there = lines.filled_there[row] | lines.filled_there[above]
        if there.any() and (lines.filled[row][there] == lines.filled[above][there]).mean() >= 0.8:
            return True
        own = lines.there[row]
        if own.sum() >= 2 and (lines.filled[row][own] == lines.filled[above][own]).all():
            return True
    return False


def _title_begin(lines: Lines, top: int, lowest: int) -> int:
    """Return the first of the rows directly above a header that hold its title, unit and date, not rows of a table."""
    row = top
    while row > lowest and lines.count[row - 1] and _is_title_like(lines, row - 1):
        row -= 1
    return row


def _is_title_like(lines: Lines, row: int) -> bool:
    there = lines.there[row]
    unit = lines.looks.unit[row] | lines.looks.signature[row]
    if lines.looks.total[row].any() or lines.looks.legend[row].any():
        return False
    text = lines.single(row)
    if text and not lines.looks.value[row].any():
        return True
    return bool((unit & there).sum() * 2 >= there.sum() and there.any())


def _is_upper(lines: Lines, row: int, header: int) -> bool:
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


def _is_lower(lines: Lines, top: int, last: int, row: int) -> bool:
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


def _grouped(lines: Lines, top: int, last: int, row: int) -> BoolArray:
    """Which columns have a common heading in the last row of a header: merged across, or with blanks beside it."""
    grouped = lines.across[last].copy()
    same = (lines.own[last, 1:] == lines.own[last, :-1]) & lines.there[last, 1:]
    grouped[1:] |= same
    grouped[:-1] |= same
    there = np.asarray(lines.filled_there[top : last + 1].any(axis=0))
    at = 0
    while at < len(there):
        end = at + 1
        while end < len(there) and not there[end] and lines.there[row, end]:
            end += 1
        if end > at + 1 and ((there[at] and lines.there[row, at]) or not there[at]):
            grouped[at:end] = True
        at = end
    return grouped & (lines.there[row] | lines.across[last])


def _guessed_header(lines: Lines) -> Header | None:
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
            return Header(0, row, row, guessed=not one) if one or below.any() else None
        if lines.count[row] >= 2 and not special.any():
            return None
    return None


def heading_text(text: str) -> str:
    """Return a heading without blanks and line breaks, but for those between Latin words."""
    return _BLANKS.sub("", _BETWEEN_LETTERS.sub("\0", text)).replace("\0", " ")
