"""A sheet of a workbook that can be given up while it is written, and whose cells the search for cycles passes over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from gridmap.model.cycles import leave_out
from gridmap.model.wanted import must_be_wanted

_ROWS: Final = 500


class LongSheet(Worksheet):
    """A sheet that asks, while the workbook is closed and its rows are written, whether it is still wanted.

    At the size of a province that takes most of the time. Were XlsxWriter to write its rows another way, the file would
    be the same and a stop would come later.

    Attributes
    ----------
    told : callable
        Called with the number of rows that were written since it was called last.
    """

    told: Callable[[int], None] = staticmethod(lambda rows: None)

    def leave_out(self, rows: range, column: int) -> None:
        """Leave the cells of a column in some rows out of the search for cycles, and the rows as far as they go.

        A cell holds what stands in it and its format, which holds no cell. The ledger of a province has 3.6 million of
        them: a look through all, in the window's thread, took half a second again and again while it was written.
        """
        filled = [self.table[row] for row in rows if row in self.table]
        leave_out(line[column] for line in filled if column in line)
        leave_out(filled)  # the next cell of a row brings it back

    def _write_row(self, row: int, *more: Any, **named: Any) -> None:
        if row % _ROWS == 0:
            must_be_wanted()
            self.told(_ROWS)
        super()._write_row(row, *more, **named)
