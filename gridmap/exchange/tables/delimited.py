"""A sheet of a text file: CSV and its relatives, with whatever stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from gridmap.exchange.tables.lines import Step
from gridmap.exchange.tables.sheet import MOST_CELLS, Sheet, clean, sheet_of_lists
from gridmap.exchange.tables.texts import decoded_text
from gridmap.model.errors import BadInput, Problem

_DELIMITERS: Final = (",", "\t", ";", "|", "，")
_TRIED: Final = 60
_AS_FORMULA: Final = re.compile(r'="([^"]*)"')
_SAID: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FULL_WIDTH: Final = "，"
_LONGEST_CELL: Final = 1_000_000
_BLOCK: Final = 20_000
"""So many lines are read between two steps."""


def read_delimited(data: bytes, file: str, step: Step = lambda _: None) -> Sheet:
    """Read a text file as one sheet; ``step`` is told how much is done.

    Raises
    ------
    BadInput
        ``tables-encoding-unknown``, ``sheet-too-large``, ``file-unreadable``.
    """
    text, problems = decoded_text(data, file)
    text = text.lstrip("\ufeff")
    said = _SAID.match(text)
    delimiter = said[1] if said else delimiter_of(text)
    skipped = 1 if said else 0
    if delimiter != ",":
        shown = "Tab" if delimiter == "\t" else delimiter
        problems.append(Problem("delimiter-guessed", file=file, values={"value": shown}))
    rows: list[list[str]] = [[]] * skipped
    cells = 0
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    source = io.StringIO(text[said.end() :] if said else text, newline="")
    reader: Iterator[list[str]] = csv.reader(source, delimiter=delimiter)
    if text.count('"') % 2:  # one quotation mark without its other would take in all that follows
        problems.append(Problem("quotes-unbalanced", file=file))
        reader = (_cells_of(line, delimiter) for line in source)
    try:
        for number, line in enumerate(reader, skipped):
            cells += len(line)
            if cells > 2 * MOST_CELLS:
                raise BadInput("sheet-too-large", file=file, sheet="", rows=number, columns=len(line), count=MOST_CELLS)
            if number % _BLOCK == 0:
                step(source.tell() / max(1, len(text)))
            rows.append(_line(line))
    except csv.Error as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    return sheet_of_lists("", rows, file, problems=tuple(problems))


def _cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, whose quotation marks are letters if one of them has no other."""
    line = line.rstrip("\r\n")
    if line.count('"') % 2:
        return line.replace('"', "").split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])


def _line(cells: list[str]) -> list[str]:
    whole = "".join(cells)
    if " " not in whole and "=" not in whole and "_x" not in whole and whole.isprintable():
        return cells
    return [_cell(value) if value else "" for value in cells]


def delimiter_of(text: str) -> str:
    """Return what stands between the cells: what gives most lines the same number of cells, and that not one."""
    lines = [line for line in text[:200_000].splitlines()[: 2 * _TRIED] if line.strip()][:_TRIED]
    best, found = (0.0, 0), ","
    for delimiter in _DELIMITERS:
        counts = Counter(_count(line, delimiter) for line in lines)
        counts.pop(0, None)
        if not counts:
            continue
        cells, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        if delimiter == _FULL_WIDTH and times * 2 < len(lines):
            continue  # a comma within sentences
        score = (times * min(cells, 5), cells)
        if score > best:
            best, found = score, delimiter
    return found


def _count(line: str, delimiter: str) -> int:
    return re.sub(r'"[^"]*"', "", line).count(delimiter)


def _cell(value: str) -> str:
    formula = _AS_FORMULA.fullmatch(value.strip())
    return clean(formula[1] if formula else value)
