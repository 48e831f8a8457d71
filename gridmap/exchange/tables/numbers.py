"""Whole numbers as people write them: 1,234户, 约300, 300+."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.persons import is_vacant
from gridmap.model.arrays import BoolArray, IntArray

_LARGEST: Final = 10**9
_ABOUT: Final = r"约|大约|大概|近|将近|超|超过|不足|至少|至多|左右|上下|以上|以下|余|多|来|[+~≈>≥<≤±]"
_COUNT: Final = re.compile(
    rf"(?P<before>(?:{_ABOUT})*)(?P<number>-?\d+(?:\.\d+)?)(?P<times>[万千百]?)(?P<after>(?:{_ABOUT})*)"
    rf"(?P<unit>[户人名个幢栋座套家间口位层处所条支块]*)(?P<last>(?:{_ABOUT})*)(?P<note>\(.*\))?"
)
_THOUSANDS: Final = re.compile(r"(?<=\d)[,'](?=\d{3}(?!\d))")
_TIMES: Final = {"": 1, "百": 100, "千": 1000, "万": 10_000}


@dataclass(frozen=True, eq=False)
class Counts:
    """The whole numbers of a column.

    Attributes
    ----------
    values : int64 (n,)
        0 where there is none.
    known : bool (n,)
    doubts : array of str, shape (n,)
        ``count-not-exact`` (taken without 约 or +), ``count-not-whole``, ``count-negative``, ``count-not-understood``
        or ``""``.
    """

    values: IntArray
    known: BoolArray
    doubts: TextArray


def read_counts(cells: TextArray) -> Counts:
    """Return the whole number of each cell."""
    count = len(cells)
    values, known = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    doubts = np.full(count, "", dtype=object)
    for row, cell in enumerate(cells.tolist()):
        value, doubts[row] = _count(cell)
        if value is not None:
            values[row], known[row] = value, True
    return Counts(values, known, doubts)


@lru_cache(maxsize=65536)
def _count(cell: str) -> tuple[int | None, str]:
    if cell.isascii() and cell.isdigit() and len(cell) < 10:
        return int(cell), ""
    text = "".join(unicodedata.normalize("NFKC", cell).split()).lstrip("'‘’`")
    if not text or is_vacant(text):
        return None, ""
    text = _THOUSANDS.sub("", text)
    found = _COUNT.fullmatch(text)
    if found is None:
        return None, "count-not-understood"
    number = Decimal(found["number"]) * _TIMES[found["times"]]
    if number < 0:
        return None, "count-negative"
    if number != number.to_integral_value():
        return None, "count-not-whole"
    if number > _LARGEST:
        return None, "count-not-understood"
    about = found["before"] or found["after"] or found["last"] or found["note"] or found["times"]
    return int(number), "count-not-exact" if about else ""
