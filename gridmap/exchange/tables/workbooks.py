"""Sheets of .xlsx, read by calamine for speed and otherwise for what calamine leaves out.

Calamine says nothing of hidden rows, of formats that show leading zeros, and lays out a sheet from its first to its
last cell whatever these are. So the parts of a workbook are gone through beforehand, for these things only.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np
import python_calamine

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.lines import Step
from gridmap.exchange.tables.number_formats import NumberFormat
from gridmap.exchange.tables.sheet import (
    Sheet,
    cell_texts,
    column_texts,
    empty_sheet,
    is_rounded,
    number_text,
    refuse_too_large,
)
from gridmap.model.arrays import BoolArray
from gridmap.model.errors import BadInput, Problem


@dataclass(frozen=True)
class Extras:
    """What calamine does not say of a sheet.

    Attributes
    ----------
    rows, columns : int
        How far it reaches.
    hidden_rows : frozenset of int
    formats : mapping of (row, column) to a format
        Of cells that are shown otherwise than their number is written.
    errors : mapping of row to (column, what the cell shows)
        Of cells whose formulas have failed.
    gray_rows, hidden_columns : frozenset of int
    """

    rows: int = 0
    columns: int = 0
    hidden_rows: frozenset[int] = frozenset()
    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)
    errors: Mapping[int, Sequence[tuple[int, str]]] = field(default_factory=dict)
    gray_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


_Read = TypeVar("_Read")
_BLOCK: Final = 20_000
"""So many rows are read between two steps."""
_PARSED: Final = 0.5
"""The share of a sheet's time that passes before calamine has parsed it."""
_LONG: Final = 15

ExtrasOf = Callable[[int, str], Extras]
"""Of the sheet with that number and name."""


def read_workbook(
    data: bytes,
    file: str,
    extras_of: ExtrasOf,
    epoch: Epoch,
    wanted: Collection[str] | None,
    progress: Callable[[float, int], None],
) -> tuple[list[Sheet], list[Problem]]:
    """Read the sheets that are shown, or those that are asked for by name, and tell of the others."""
    book = _guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)), file)
    problems: list[Problem] = []
    sheets = []
    metadata = book.sheets_metadata
    refuse_missing([sheet.name for sheet in metadata], wanted, file)
    for number, about in enumerate(metadata):
        progress(number, len(metadata))
        if wanted is not None and about.name not in wanted:
            continue
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if wanted is None and about.visible != python_calamine.SheetVisibleEnum.Visible:
            problems.append(Problem("sheet-hidden", file=file, sheet=about.name))
            continue
        extras = extras_of(number, about.name)
        refuse_too_large(extras.rows, extras.columns, about.name, file)

        def step(share: float, number: int = number) -> None:
            progress(number + share, len(metadata))

        sheets.append(_sheet(book, about.name, file, extras, epoch, step))
    return sheets, problems


def refuse_missing(names: Sequence[str], wanted: Collection[str] | None, file: str) -> None:
    """Raise ``sheet-missing`` if a sheet is asked for that is not there."""
    for name in wanted or ():
        if name not in names:
            raise BadInput("sheet-missing", file=file, value=name, expected=list(names))


def _sheet(
    book: python_calamine.CalamineWorkbook, name: str, file: str, extras: Extras, epoch: Epoch, step: Step
) -> Sheet:
    read = _guarded(lambda: book.get_sheet_by_name(name), file)
    if read.start is None or read.end is None:
        return empty_sheet(name, epoch)
    (top, left), (bottom, right) = read.start, read.end
    refuse_too_large(bottom - top + 1, right - left + 1, name, file)
    texts = np.full((bottom - top + 1, right - left + 1), "", dtype=object)
    rounded = np.zeros(texts.shape, dtype=bool)
    formats = _by_row(extras.formats)
    lines = _guarded(read.iter_rows, file)

    def told(done: int) -> None:
        step(_PARSED + (1 - _PARSED) * done / (bottom + 1))

    # Calamine begins with the first row of the sheet, and with the first column in use.
    for first, block in _in_blocks(lines, file, told):
        lines_here = block[max(top - first, 0) :]
        at = max(first - top, 0)
        end = at + len(lines_here)
        _put(texts[at:end], rounded[at:end], lines_here)
        for row in range(at + top, end + top) if formats or extras.errors else ():
            own = texts[row - top]
            for column, shown in formats.get(row, ()):
                _as_shown(own, rounded[row - top], lines_here[row - top - at], column - left, shown)
            for column, text in extras.errors.get(row, ()):
                if 0 <= column - left < len(own):
                    own[column - left] = text
    merged = read.merged_cell_ranges
    ranges = tuple((r0, c0, r1, c1) for (r0, c0), (r1, c1) in merged or ())
    return Sheet(
        name, texts, rounded, top, left, ranges, extras.hidden_rows, epoch, (), extras.gray_rows, extras.hidden_columns
    )


def _put(texts: TextArray, rounded: BoolArray, lines: Sequence[Sequence[object]]) -> None:
    """Write what cells say into as many rows of a table, and which are rounded; by columns if all rows are as wide."""
    if {*map(len, lines)} == {texts.shape[1]}:
        for column, values in enumerate(zip(*lines, strict=True)):
            said = column_texts(values)
            texts[:, column] = said
            if len(max(said, key=len)) > _LONG:
                rounded[:, column] = _are_rounded(said, values)
        return
    for row, line in enumerate(lines):
        said = cell_texts(line)
        texts[row, : len(said)] = said
        rounded[row, : len(said)] = _are_rounded(said, line)


def _are_rounded(said: Sequence[str], values: Sequence[object]) -> list[bool]:
    """Return which cells are numbers of more digits than a spreadsheet keeps."""
    return [
        len(text) > _LONG and text.isdigit() and type(value) is float and is_rounded(value)
        for text, value in zip(said, values, strict=True)
    ]


def _in_blocks(
    lines: Iterator[Sequence[object]], file: str, step: Callable[[int], None]
) -> Iterator[tuple[int, list[Sequence[object]]]]:
    """Go through lines some thousands at a time, with the number of the first of them."""
    done = 0
    while block := _guarded(lambda: list(itertools.islice(lines, _BLOCK)), file):
        step(done)
        yield done, block
        done += len(block)


def _by_row(formats: Mapping[tuple[int, int], NumberFormat]) -> dict[int, list[tuple[int, NumberFormat]]]:
    rows: dict[int, list[tuple[int, NumberFormat]]] = {}
    for (row, column), shown in formats.items():
        rows.setdefault(row, []).append((column, shown))
    return rows


def _as_shown(texts: TextArray, rounded: BoolArray, values: Sequence[object], column: int, shown: NumberFormat) -> None:
    """Write a number of a row as its format shows it: 001, not 1."""
    if 0 <= column < len(values) and not rounded[column]:
        value = values[column]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            texts[column] = shown.text(value, number_text(value))


def _guarded(read: Callable[[], _Read], file: str) -> _Read:
    """Return what calamine reads. What Rust panics with is no ``Exception``."""
    try:
        return read()
    except python_calamine.PasswordError as error:
        raise BadInput("file-needs-password", file=file) from error
    except Exception as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
