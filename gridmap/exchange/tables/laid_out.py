"""A sheet with what its texts look like, and with merged cells filled: what tables are found on."""

from __future__ import annotations

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.lines import Looks, Step, looks_of
from gridmap.exchange.tables.sheet import Merge, Sheet
from gridmap.model.arrays import BoolArray, IntArray


class Lines:
    """A sheet with what its texts look like, and with merged cells filled."""

    def __init__(self, sheet: Sheet, step: Step) -> None:
        self.sheet = sheet
        self.own = sheet.texts
        self.filled, self.rounded, self.across = _filled(sheet)
        self.looks: Looks = looks_of(self.own, step)
        self.there = ~self.looks.blank
        self.count = self.there.sum(axis=1)
        self.filled_there: BoolArray = self.filled != "" if sheet.merged else self.there
        self.different = _different(self.filled, self.filled_there)

    def columns_of(self, first: int, end: int) -> BoolArray:
        """Which columns hold anything from the header of a table to its end."""
        return np.asarray(self.filled_there[first:end].any(axis=0))

    def single(self, row: int) -> str:
        """Return what stands in a row if that is one thing only, else nothing."""
        if self.different[row] != 1 or not self.count[row]:
            return ""
        return str(self.own[row, int(np.argmax(self.there[row]))])


def _different(filled: TextArray, there: BoolArray) -> IntArray:
    """Return for each row 0 if it is blank, 1 if all that stands in it is the same, else 2."""
    result = np.where(there.any(axis=1), 1, 0)
    begin = there.argmax(axis=1)
    open_ = np.flatnonzero(result)
    for column in range(filled.shape[1]):  # after two columns hardly a row is open
        if not len(open_):
            break
        others = there[open_, column] & (filled[open_, column] != filled[open_, begin[open_]])
        result[open_[others]] = 2
        open_ = open_[~others]
    return result


def _filled(sheet: Sheet) -> tuple[TextArray, BoolArray, BoolArray]:
    """Return the texts with merged cells filled, which are rounded, and which cells are merged across with others."""
    across = np.zeros(sheet.texts.shape, dtype=bool)
    if not sheet.merged:
        return sheet.texts, sheet.rounded, across
    texts, rounded = sheet.texts.copy(), sheet.rounded.copy()
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
