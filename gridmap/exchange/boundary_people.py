"""The columns of people and branches in a file of boundaries, taken as a roster of its grids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gridmap.exchange.boundaries import Reading
from gridmap.exchange.cells import texts_of
from gridmap.exchange.rosters import Prepared, RosterOptions, prepare
from gridmap.exchange.rosters.columns import ColumnTaken
from gridmap.exchange.tables import FoundTable
from gridmap.model.plan import Plan

_CODE = "网格编码"
"""Header of the column in front, with the code that each grid has in the end."""


def people_in(plan: Plan, reading: Reading, columns: Sequence[ColumnTaken]) -> Prepared:
    """Work out what the columns of people of a file that was read bring; its grids are in the plan already.

    Parameters
    ----------
    plan : Plan
        With the grids of the file.
    reading : Reading
    columns : sequence of ColumnTaken
        Those that :func:`gridmap.exchange.boundary_columns.offered` offers.
    """
    kept = np.flatnonzero(reading.rows.keep)
    texts = [texts_of(reading.features.columns[column.header])[kept] for column in columns]
    cells = np.stack([reading.codes[kept], *texts], axis=1)
    headers = (_unlike(_CODE, columns), *(column.header for column in columns))
    found = FoundTable(reading.file, "", "", headers, cells, kept + 1, (), np.zeros(cells.shape, dtype=bool))
    chosen = {headers[0]: "grid_code", **{column.header: column.field for column in columns}}
    return prepare(plan, [found], RosterOptions(table="grids", columns=chosen))


def _unlike(header: str, columns: Sequence[ColumnTaken]) -> str:
    while any(column.header == header for column in columns):
        header += "_"
    return header
