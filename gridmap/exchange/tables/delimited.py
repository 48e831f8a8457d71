"""A sheet of a text file: CSV and its relatives, with whatever stands between the cells."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from gridmap.exchange.tables.lines import Step
from gridmap.exchange.tables.sheet import MOST_CELLS, Block, Sheet, clean, sheet_of_blocks
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
_CHUNK: Final = 200_000
"""So many letters, and what is left of a line, are parted at once; less than the longest cell may have."""
_MOST: Final = 2 * MOST_CELLS


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
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    body, quotes = text[said.end() :] if said else text, text.count('"')
    if quotes % 2:  # one quotation mark without its other would take in all that follows
        problems.append(Problem("quotes-unbalanced", file=file))
    blocks: list[Block] = [[[]] * skipped]
    cells, number = 0, skipped
    try:
        for block, done in _parsed(body, delimiter, quotes) if quotes else _split(body, delimiter):
            step(done / max(1, len(body)))
            cells = _counted(block, cells, number, file)
            number += len(block)
            blocks.append(block)
    except csv.Error as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    return sheet_of_blocks("", blocks, file, problems=tuple(problems))


def _counted(block: Block, cells: int, number: int, file: str) -> int:
    """Return how many cells there are with those of a block that begins in some line; refuse far too many."""
    for width in map(len, block) if isinstance(block, list) else ():
        cells += width
        if cells > _MOST:
            raise BadInput("sheet-too-large", file=file, sheet="", rows=number, columns=width, count=MOST_CELLS)
        number += 1
    if not isinstance(block, list):
        width = block.shape[1]
        if cells + block.size > _MOST:
            rows = number + (_MOST - cells) // width
            raise BadInput("sheet-too-large", file=file, sheet="", rows=rows, columns=width, count=MOST_CELLS)
        cells += block.size
    return cells


def _split(text: str, delimiter: str) -> Iterator[tuple[Block, int]]:
    """Go through a text without quotation marks, some thousand lines at a time, with how far that is.

    Where all lines have as many cells, which they nearly always do, they are parted all at once.
    """
    at = 0
    while at < len(text):
        end = text.find("\n", at + _CHUNK) + 1 or len(text)
        chunk = text[at:end]
        at = end
        lines = chunk.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
        width = lines[0].count(delimiter) + 1
        even = width > 1 and len(chunk) <= _LONGEST_CELL
        if even and {*map(str.count, lines, itertools.repeat(delimiter))} == {width - 1}:
            flat = delimiter.join(lines)
            cells = flat.split(delimiter)
            if not _is_plain(flat.replace("\t", "") if delimiter == "\t" else flat):
                cells = [_cell(value) if value else "" for value in cells]
            yield np.array(cells, dtype=object).reshape(-1, width), at
        else:
            source = io.StringIO(chunk, newline="")
            yield [_line(line) for line in csv.reader(source, delimiter=delimiter)], at


def _parsed(text: str, delimiter: str, quotes: int) -> Iterator[tuple[Block, int]]:
    """Go through a text with quotation marks as :func:`_split` does."""
    source = io.StringIO(text, newline="")
    reader: Iterator[list[str]] = csv.reader(source, delimiter=delimiter)
    if quotes % 2:
        reader = (_cells_of(line, delimiter) for line in source)
    while lines := list(itertools.islice(reader, _BLOCK)):
        lines = [_line(line) for line in lines]
        even = len({*map(len, lines)}) == 1 and len(lines[0]) > 0
        yield np.array(lines, dtype=object) if even else lines, source.tell()


def _cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, whose quotation marks are letters if one of them has no other."""
    line = line.rstrip("\r\n")
    if line.count('"') % 2:
        return line.replace('"', "").split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])


def _line(cells: list[str]) -> list[str]:
    return cells if _is_plain("".join(cells)) else [_cell(value) if value else "" for value in cells]


def _is_plain(text: str) -> bool:
    """Whether nothing has to be cleaned off some cells."""
    return " " not in text and "=" not in text and "_x" not in text and text.isprintable()


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
