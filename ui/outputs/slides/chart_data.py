"""The sheet behind a chart of a slide, in which somebody who corrects the chart finds its numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ui.outputs.workbooks import Workbook


def chart_data(names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> bytes:
    """Return the data of a chart where python-pptx expects them, without taking a name for a formula or a link.

    Parameters
    ----------
    names : sequence of str
        Of the bars or points, down the first column.
    series : sequence of (str, sequence of float)
        What a series is called, and its number for each name; a column each.
    """
    packed = io.BytesIO()
    with Workbook(packed) as book:
        sheet = book.add_worksheet("Sheet1")
        for row, name in enumerate(names, start=1):
            sheet.write_string(row, 0, name)
        for column, (name, values) in enumerate(series, start=1):
            sheet.write_string(0, column, name)
            sheet.write_column(1, column, [float(value) for value in values])
    return packed.getvalue()
