"""Values of a column that SQLite has joined to one text, taken apart at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from gridmap.model.arrays import IntArray

BETWEEN: Final = "\x1f"
"""Joins texts: the separator of units of ASCII, which nobody can type."""
LIFT: Final = 10_000_000
"""Added to a number that is joined without anything in between, so that it has eight digits."""
MOST_LIFTED: Final = 8 * LIFT + LIFT - 1
OTHER: Final = b"~"
"""Stands for any value for which no letter does."""
_FIRST_MARK: Final = ord("A")
_FEW: Final = 8
"""Different values of a column, as of a kind or a role, for each of which a letter can stand."""


class Strange(Exception):
    """Something is not as GridMap writes it."""


def numbers_between_commas(joined: bytes, count: int) -> IntArray:
    """Return whole numbers that are joined by commas."""
    try:
        numbers = np.fromiter(map(int, joined.split(b",")), dtype=np.int64)
    except (ValueError, OverflowError):  # no number, or none that 64 bits hold
        raise Strange from None
    if len(numbers) != count:
        raise Strange
    return numbers


def lifted_numbers(joined: bytes, count: int) -> IntArray:
    """Return whole numbers from 0 to :data:`MOST_LIFTED` that were lifted to eight digits each, and joined.

    All digits of a number are taken apart in one go: two and two neighbours become one, three times.
    """
    if len(joined) != 8 * count:
        raise Strange  # a broken number has more of them
    found = np.frombuffer(joined, dtype="<u8") & np.uint64(0x0F0F0F0F0F0F0F0F)
    for factor, shift, mask in (
        (10 * (1 << 8) + 1, 8, 0x00FF00FF00FF00FF),
        (100 * (1 << 16) + 1, 16, 0x0000FFFF0000FFFF),
        (10_000 * (1 << 32) + 1, 32, 0x00000000FFFFFFFF),
    ):
        found = ((found * np.uint64(factor)) >> np.uint64(shift)) & np.uint64(mask)
    return found.astype(np.int64) - LIFT


def put_texts_between(cells: npt.NDArray[np.object_], joined: str) -> None:
    """Put texts that are joined by :data:`BETWEEN` into their cells; one object into all where all are the same."""
    count = len(cells)
    first = joined.partition(BETWEEN)[0]
    if len(joined) == (len(first) + 1) * count - 1 and joined == BETWEEN.join([first] * count):
        cells.fill(first)
        return
    texts = joined.split(BETWEEN)
    if len(texts) != count:
        raise Strange
    cells[:] = texts


def few_of(values: list[Any]) -> list[Any]:
    """Return the different ones of some values, the most frequent first; none if there are many."""
    counted = Counter(values)
    return [value for value, _ in counted.most_common()] if len(counted) <= _FEW else []


def mark_of(number: int) -> str:
    """Return the letter that stands for one of few values."""
    return chr(_FIRST_MARK + number)


def put_by_marks(cells: npt.NDArray[Any], marks: bytes, values: list[Any]) -> None:
    """Put the values for which letters stand into their cells."""
    if len(marks) != len(cells):
        raise Strange
    table = np.empty(len(values), dtype=cells.dtype)
    table[:] = values
    np.take(table, np.frombuffer(marks, dtype=np.uint8) - np.uint8(_FIRST_MARK), out=cells, mode="clip")
