"""A sheet as it stands in a file, cell by cell, whatever the format; tables are found in it afterwards."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import Epoch
from gridmap.model.arrays import BoolArray
from gridmap.model.errors import BadInput, Problem

MOST_CELLS: Final = 16_000_000
"""Of the smallest rectangle around everything that stands on a sheet."""

MOST_BYTES: Final = 300_000_000
"""Of a file."""

# Excel keeps fifteen digits of a number and writes zeros for the rest; other programs keep all that a float can hold.
_EXACT_BELOW: Final = 1e15
_ALL_BELOW: Final = 2.0**53

ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
"""What a cell shows whose formula has failed, by its number in binary workbooks ([MS-XLS] 2.5.10)."""

_ERROR: Final = re.compile(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!)|Err:\d{3}",
    re.IGNORECASE,
)

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]"
)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EDGES: Final = " \t\r\n\xa0\u3000"

Block = TextArray | list[list[str]]
"""Lines of a sheet: an array (n, m) where all have as many cells."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; the sheet's, from 0."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """What stands on one sheet.

    Attributes
    ----------
    name : str
    texts : array of str, shape (n, m)
        From the first row and column that hold anything.
    rounded : bool (n, m)
        Numbers of more digits than are kept.
    top, left : int
        Where the first row and column are in the sheet, from 0.
    merged : tuple
        Ranges of merged cells.
    hidden_rows : collection of int
        Rows of the sheet, from 0, that a filter or a hand has hidden.
    gray_rows : collection of int
        Rows of the sheet, from 0, in which all that stands is gray, as far as the format of the file tells.
    hidden_columns : collection of int
        Columns of the sheet, from 0, that are hidden, as far as the format of the file tells.
    epoch : int
    problems : tuple of Problem
    """

    name: str
    texts: TextArray
    rounded: BoolArray
    top: int = 0
    left: int = 0
    merged: Sequence[Merge] = ()
    hidden_rows: Collection[int] = frozenset()
    epoch: Epoch = 1900
    problems: tuple[Problem, ...] = ()
    gray_rows: Collection[int] = frozenset()
    hidden_columns: Collection[int] = frozenset()


def is_error(text: str) -> bool:
    """Whether a cell shows that its formula has failed."""
    return text[:1] in "#eE" and _ERROR.fullmatch(text) is not None


def number_text(value: float) -> str:
    """Return a number as a cell would say it in full: 13812345678, not 13812345678.0 or 1.38E+10."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and -_ALL_BELOW < value < _ALL_BELOW:
        return str(int(value))
    if not math.isfinite(value):
        return ""
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def is_rounded(value: float) -> bool:
    """Whether a number has more digits than a spreadsheet keeps."""
    return abs(value) >= _EXACT_BELOW and (abs(value) >= _ALL_BELOW or int(value) % 10 == 0)


def clean(text: str) -> str:
    """Return a text without blanks around it, control characters, and the escapes that Excel writes for these."""
    if text.isprintable() and "_x" not in text:  # no kind of blank but the plain one is printable
        return text.strip(" ")
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("utf-8", "ignore").decode()
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip(_EDGES)


def cell_texts(values: Sequence[object]) -> list[str]:
    """Return what the cells of a row say; a quick way for texts and numbers, which most are."""
    said: list[str] = []
    for value in values:
        if type(value) is str:
            plain = value.isprintable() and "_x" not in value  # as in clean, without calling it
            said.append(value.strip(" ") if plain else clean(value))
        elif type(value) is float:
            text = f"{value:.15g}"
            plain = "e" not in text and "n" not in text and text != "-0"  # no power of ten, and no inf or nan
            said.append(text if plain else number_text(value))
        else:
            said.append(cell_text(value))
    return said


def column_texts(values: Sequence[object]) -> Sequence[str]:
    """Return what the cells of a column say; where all are of one kind, each that occurs is looked at once."""
    kinds = {*map(type, values)}
    if kinds == {str}:
        whole = "".join(values)  # type: ignore[arg-type]
        if " " not in whole and "_x" not in whole and whole.isprintable():
            return values  # type: ignore[return-value]
    elif len(kinds) == 1:  # of several kinds some are equal that say something else: 1 and TRUE
        different = list({*values})
        if len(different) * 2 < len(values):
            known = dict(zip(different, cell_texts(different), strict=True))
            return [known[value] for value in values]
        if kinds == {float}:
            said = [f"{value:.15g}" for value in values]
            whole = "".join(said)
            if "e" not in whole and "n" not in whole and "-0" not in whole:  # as in cell_texts
                return said
    return cell_texts(values)


def cell_text(value: object) -> str:
    """Return what a cell says: a date as ISO, a number in full, a truth as TRUE or FALSE."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return value.date().isoformat() if whole_day else value.replace(microsecond=0).isoformat(" ")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return "" if value is None else clean(str(value))


def sheet_of_rows(
    name: str,
    rows: Iterable[tuple[int, Mapping[int, str]]],
    file: str,
    *,
    rounded: Collection[tuple[int, int]] = (),
    merged: Sequence[Merge] = (),
    hidden_rows: Collection[int] = frozenset(),
    epoch: Epoch = 1900,
    problems: tuple[Problem, ...] = (),
    gray_rows: Collection[int] = frozenset(),
    hidden_columns: Collection[int] = frozenset(),
) -> Sheet:
    """Lay out a sheet whose cells are known by row and column (from 0); blank texts are left out.

    Raises
    ------
    BadInput
        ``sheet-too-large``.
    """
    filled = [(row, {column: text for column, text in cells.items() if text}) for row, cells in rows]
    filled = [(row, cells) for row, cells in filled if cells]
    if not filled:
        return empty_sheet(name, epoch, problems)
    top, bottom = min(row for row, _ in filled), max(row for row, _ in filled)
    left, right = min(min(cells) for _, cells in filled), max(max(cells) for _, cells in filled)
    refuse_too_large(bottom - top + 1, right - left + 1, name, file)
    texts = np.full((bottom - top + 1, right - left + 1), "", dtype=object)
    spoilt = np.zeros(texts.shape, dtype=bool)
    for row, cells in filled:
        line = texts[row - top]
        for column, text in cells.items():
            line[column - left] = text
    for row, column in rounded:
        if top <= row <= bottom and left <= column <= right:
            spoilt[row - top, column - left] = True
    return Sheet(name, texts, spoilt, top, left, merged, hidden_rows, epoch, problems, gray_rows, hidden_columns)


def sheet_of_blocks(name: str, blocks: Sequence[Block], file: str, *, problems: tuple[Problem, ...] = ()) -> Sheet:
    """Lay out a sheet whose cells are known some lines at a time, from its first row and column on.

    Raises
    ------
    BadInput
        ``sheet-too-large``.
    """
    filled = [_filled_lines(block) for block in blocks]
    there = np.flatnonzero(np.concatenate(filled)) if filled else np.empty(0, dtype=np.int64)
    if not len(there):
        return empty_sheet(name, problems=problems)
    first, last = int(there[0]), int(there[-1])
    begins = np.cumsum([0, *map(len, blocks)]).tolist()
    parts = [
        (max(begin - first, 0), block[max(first - begin, 0) : last + 1 - begin])
        for begin, block in zip(begins, blocks, strict=False)
        if begin <= last and begin + len(block) > first
    ]
    width = max(max(map(len, part)) if isinstance(part, list) else part.shape[1] for _, part in parts)
    refuse_too_large(last - first + 1, width, name, file)
    texts = np.full((last - first + 1, width), "", dtype=object)
    for at, part in parts:
        if isinstance(part, list):
            for row, line in enumerate(part, start=at):
                texts[row, : len(line)] = line
        else:
            texts[at : at + len(part), : part.shape[1]] = part
    used = np.flatnonzero((texts != "").any(axis=0))
    texts = texts[:, used[0] : used[-1] + 1]
    return Sheet(name, texts, np.zeros(texts.shape, dtype=bool), first, int(used[0]), problems=problems)


def _filled_lines(block: Block) -> BoolArray:
    """Return in which lines something stands."""
    if isinstance(block, list):
        return np.array([any(line) for line in block], dtype=bool)
    return np.asarray((block != "").any(axis=1), dtype=bool)


def empty_sheet(name: str, epoch: Epoch = 1900, problems: tuple[Problem, ...] = ()) -> Sheet:
    """Return a sheet on which nothing stands."""
    return Sheet(name, np.full((0, 0), "", dtype=object), np.zeros((0, 0), dtype=bool), epoch=epoch, problems=problems)


def place(file: str, sheet: str) -> str:
    """Return where something is, as messages name it: the file, and the sheet if it has a name."""
    return f"{file} [{sheet}]" if sheet else file


def refuse_too_large(rows: int, columns: int, sheet: str, file: str) -> None:
    """Raise ``sheet-too-large`` if a rectangle of cells is larger than :data:`MOST_CELLS`."""
    if rows * columns > MOST_CELLS:
        raise BadInput("sheet-too-large", file=file, sheet=sheet, rows=rows, columns=columns, count=MOST_CELLS)


def column_letter(column: int) -> str:
    """Return the letter of a column, counted from 0: A, B, …, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, from 0, by its letter."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
