"""Tables that stand side by side on a sheet: where one ends and the next begins.

A blank column alone parts nothing, for people put one into a table too. What stands to the right of it is a table of
its own if it begins with a serial number again, has headings of the table to the left again, or a title of its own.
Without a blank column the headings must begin anew from the first one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.headers import plain
from gridmap.exchange.tables.sheet import Merge, Sheet
from gridmap.model.arrays import IntArray

_SERIAL: Final = frozenset(("序号", "序", "编号", "no", "sn", "行号"))
_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_FIRST_WORDS: Final = 3
"""So many headings at the beginning of a table say what its rows are."""
_PLACES: Final = ("镇", "街道", "村", "社区", "网格", "网格名称", "小区", "编码", "代码", "village", "town", "grid")


def blocks_of(columns: IntArray, names: Sequence[str], titles: TextArray) -> list[IntArray]:
    """Part the columns of a header into tables that stand side by side; one block if there is one table only.

    Parameters
    ----------
    columns : int (k,)
        Places of the columns on the sheet, ascending.
    names : sequence of str
        Their headings, as the last row of the header has them (``""`` for none).
    titles : array of str, shape (t, n)
        The rows above the header, merged cells filled, for all columns of the sheet.
    """
    words = [plain(_BRACKETS.sub("", name)) for name in names]
    runs = np.split(np.arange(len(columns)), np.flatnonzero(np.diff(columns) > 1) + 1)
    blocks: list[list[int]] = [runs[0].tolist()]
    for run in runs[1:]:
        own = _own_title(columns[blocks[-1]], columns[run], titles)
        if own or _is_anew([words[at] for at in blocks[-1]], [words[at] for at in run]):
            blocks.append(run.tolist())
        else:
            blocks[-1] += run.tolist()
    parts = [part for block in blocks for part in _repeated(block, words)]
    return [columns[part] for part in parts]


def _is_anew(before: Sequence[str], words: Sequence[str]) -> bool:
    """Whether headings behind a blank column begin a table."""
    said = [word for word in words if word]
    if len(said) < 2:
        return False
    if said[0] in _SERIAL:
        return True
    first = [word for word in before if word and word not in _SERIAL][:_FIRST_WORDS]
    return said[0] in first[:1] or (said[0] in first and said[0].endswith(_PLACES))


def _own_title(before: IntArray, columns: IntArray, titles: TextArray) -> bool:
    """Whether something else stands above some columns than above those before them, over all of each."""
    for row in titles[::-1]:
        left, right = ({text for text in row[part].tolist() if text} for part in (before, columns))
        if len(left) == 1 and len(right) == 1 and len(before) > 1 and len(columns) > 1:
            return left != right
    return False


def _repeated(block: Sequence[int], words: Sequence[str]) -> list[list[int]]:
    """Part columns without a blank one between them where the headings begin anew from the first."""
    first = words[block[0]]
    again = [at for at in range(2, len(block)) if first and words[block[at]] == first]
    ends = [*again, len(block)]
    length = ends[0]
    for begin, end in zip(again, ends[1:], strict=True):
        shorter = min(length, end - begin)
        same = [words[block[at]] for at in range(shorter)] == [words[block[begin + at]] for at in range(shorter)]
        if not same or end - begin < 2:
            return [list(block)]
    return [list(block[begin:end]) for begin, end in zip([0, *again], ends, strict=True)]


def part_of(sheet: Sheet, rows: slice, columns: IntArray, titles: int, filled: TextArray) -> Sheet:
    """Return some columns of a sheet as a sheet; what stands merged above several parts is the title of each.

    Parameters
    ----------
    rows : slice
        Of the array, from the title on.
    columns : int (k,)
        Of the array, ascending.
    titles : int
        How many of the rows are above the header.
    filled : array of str, shape (n, m)
        The texts with merged cells filled.
    """
    first, last = int(columns[0]), int(columns[-1])
    texts = sheet.texts[rows, first : last + 1].copy()
    above = filled[rows, first : last + 1][:titles]
    texts[:titles] = above
    keep = np.isin(np.arange(first, last + 1), columns)
    texts[:, ~keep] = ""
    top, left = sheet.top + rows.start, sheet.left + first
    merged: list[Merge] = [
        merge
        for merge in sheet.merged
        if top <= merge[0] and merge[2] < sheet.top + rows.stop and left <= merge[1] and merge[3] <= sheet.left + last
    ]
    return Sheet(
        sheet.name,
        texts,
        sheet.rounded[rows, first : last + 1],
        top,
        left,
        merged,
        sheet.hidden_rows,
        sheet.epoch,
        (),
        sheet.gray_rows,
        sheet.hidden_columns,
    )
