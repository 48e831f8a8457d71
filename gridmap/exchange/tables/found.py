"""One table as it was found on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gridmap.exchange.cells import TextArray
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.errors import Problem

Epoch = Literal[1900, 1904]
"""Whence the days of a workbook are counted; 1904 in those that began on an old Macintosh."""


@dataclass(frozen=True, eq=False)
class FoundTable:
    """A table of an officer's file: its header, and its rows cell by cell, without what stands around them.

    Attributes
    ----------
    file : str
        Name of the file, as messages name it.
    sheet : str
        Name of the sheet; ``""`` where the file has none.
    title : str
        What stands above the header (``XX镇网格员花名册``); ``""`` if nothing does.
    columns : tuple of str
        The headers, all different, without blanks and line breaks inside. Those of two rows are joined:
        ``党支部 / 名称``. A column without a header has its letter (``F``).
    cells : array of str, shape (n, m)
        Exactly as the cells say; ``""`` for a blank one. Merged cells are filled, dates are ISO.
    rows : int64 (n,)
        Number of each row in the sheet, from 1, as Excel shows it.
    problems : tuple of Problem
        What was left out or changed on the way. What concerns the whole file stands at its first table.
    rounded : bool (n, m)
        Which cells are numbers of more digits than Excel keeps: the last ones are lost.
    epoch : int
        What a bare number in a column of dates counts from.
    letters : tuple of str
        The letter of each column in the sheet, as Excel shows it.
    above : tuple of str
        All that stands above the header, the title among it (``填报单位：XX镇``).
    sections : tuple of str
        For each row what stands over all columns in the last row of that kind above it (``城北村``), ``""`` if there
        is none; empty if there is none for any. Such rows are not among the rows.
    """

    file: str
    sheet: str
    title: str
    columns: tuple[str, ...]
    cells: TextArray
    rows: IntArray
    problems: tuple[Problem, ...]
    rounded: BoolArray
    epoch: Epoch = 1900
    letters: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
