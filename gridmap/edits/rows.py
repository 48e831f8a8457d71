"""Edits of plain rows: attributes of one row or a selection, and whole rows put in or taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gridmap.model.arrays import positions_in
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES


@dataclass(frozen=True)
class SetAttributes:
    """Give some rows of a table other values, for instance a grid its name or a selection its setting.

    Parameters
    ----------
    table : str
        A key of :data:`gridmap.model.tables.TABLES`.
    ids : tuple of int
        Rows to change.
    values : mapping of column to value
        The same value for all rows. A text loses what no file can hold (control characters).
    """

    table: str
    ids: tuple[int, ...]
    values: Mapping[str, str | int | float | bool]

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row`` or ``no-such-column``."""
        known = TABLES[self.table].column_names
        for column in self.values:
            if column not in known:
                raise Refused("no-such-column", table=self.table, column=column, expected=", ".join(known))
        if (positions_in(plan.tables[self.table].index.to_numpy(), self.ids) < 0).any():
            raise Refused("no-such-row", table=self.table)
        values = {
            column: without_strange_letters(value) if isinstance(value, str) else value
            for column, value in self.values.items()
        }
        rows = edited_rows(plan, self.table, self.ids, **values)
        what: dict[str, str | int | float] = {
            "table": self.table,
            "count": len(self.ids),
            "columns": ", ".join(self.values),
        }
        return change_of(plan, "set-attributes", put={self.table: rows}, values=what)


@dataclass(frozen=True, eq=False)
class PutRows:
    """Put whole rows into tables, new ones or instead of old ones, and drop others, in one step.

    This is what an import performs. ``label`` and ``values`` name the step in the history.
    """

    label: str
    put: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    drop: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row`` if a row to drop is not there."""
        for table, ids in self.drop.items():
            if (positions_in(plan.tables[table].index.to_numpy(), ids) < 0).any():
                raise Refused("no-such-row", table=table)
        return change_of(plan, self.label, put=self.put, drop=self.drop, values=self.values)
