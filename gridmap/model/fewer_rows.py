"""Tables of which a part of the rows is wanted; a table is cut when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from gridmap.model.arrays import IntArray


class FewerRows(Mapping[str, pd.DataFrame]):
    """The tables of a plan with fewer rows in some of them.

    A page of an atlas is of a part of the plan and mostly asks for columns that are kept by the row, so that most
    tables of a part are never cut.

    Parameters
    ----------
    tables : mapping of str to DataFrame
    rows : mapping of str to int64
        By table the places of the rows that stay, ascending; all of a table that is not named.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], rows: Mapping[str, IntArray]) -> None:
        self._tables, self._rows = tables, rows
        self._cut: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._rows:
            return self._tables[name]
        if name not in self._cut:
            self._cut[name] = self._tables[name].take(self._rows[name])
        return self._cut[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
