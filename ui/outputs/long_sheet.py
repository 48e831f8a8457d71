"""A sheet of a workbook that can be given up while it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from gridmap.model.wanted import must_be_wanted

_ROWS: Final = 500


class LongSheet(Worksheet):  # type: ignore[misc]
    """A sheet that asks, while the workbook is closed and its rows are written, whether it is still wanted.

    At the size of a province that takes most of the time. Were XlsxWriter to write its rows another way, the file would
    be the same and a stop would come later.

    Attributes
    ----------
    told : callable
        Called with the number of rows that were written since it was called last.
    """

    told: Callable[[int], None] = staticmethod(lambda rows: None)

    def _write_row(self, row: int, *more: Any, **named: Any) -> None:
        if row % _ROWS == 0:
            must_be_wanted()
            self.told(_ROWS)
        super()._write_row(row, *more, **named)
