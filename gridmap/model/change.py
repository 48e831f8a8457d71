"""The change: the rows of a plan before and after, which is all that an edit leaves behind.

The same object updates the plan, is written to the file in one transaction with its line in the journal, tells the
canvas what to redraw and the checks what to look at again, and is inverted for undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from gridmap.model.arrays import (
    IntArray,
    ids_of_both,
    positions_in,
    rows_stacked,
    rows_taken,
    same_rows_at,
    same_values,
)
from gridmap.model.frames import column_arrays, framed
from gridmap.model.tables import TABLES, HasTables


class Rows:
    """The rows of one table before and after a change; they never change themselves.

    Ids in ``before`` alone are removed, in ``after`` alone added, in both replaced. Both frames are in the form of
    :func:`gridmap.model.tables.conform`.
    """

    def __init__(self, before: pd.DataFrame, after: pd.DataFrame) -> None:
        self.__dict__.update(before=before, after=after)

    @classmethod
    def with_other_values(
        cls,
        ids: IntArray,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        *names: str,
        results_before: dict[str, object],
    ) -> Rows:
        """Return rows that stay and differ in some columns alone, without making frames before somebody asks for them.

        Parameters
        ----------
        ids : int64 (n,)
            Ascending.
        before, after : mapping of column name to array (n,)
            All columns of the table, in form.
        *names : str
            Those columns in which some row differs.
        results_before : dict
            What is known of the rows before, see :attr:`results_before`.
        """
        rows = cls.__new__(cls)
        known = {"ids": ids, "columns": (before, after), "keeps_ids": True, "changed_columns": frozenset(names)}
        rows.__dict__.update(known, results_before=results_before)
        return rows

    @cached_property
    def before(self) -> pd.DataFrame:
        """The rows as they were."""
        return framed(self.ids, self.columns[0])

    @cached_property
    def after(self) -> pd.DataFrame:
        """The rows as they will be."""
        return framed(self.ids, self.columns[1])

    @cached_property
    def ids(self) -> IntArray:
        """Ids of all rows that the change touches, ascending."""
        return ids_of_both(self.before.index.to_numpy(), self.after.index.to_numpy())

    @cached_property
    def removed(self) -> IntArray:
        """Ids of the rows that the change removes, ascending."""
        return np.setdiff1d(self.before.index.to_numpy(), self.after.index.to_numpy(), assume_unique=True)

    @cached_property
    def added(self) -> IntArray:
        """Ids of the rows that the change adds, ascending."""
        return np.setdiff1d(self.after.index.to_numpy(), self.before.index.to_numpy(), assume_unique=True)

    @cached_property
    def keeps_ids(self) -> bool:
        """Whether the change only replaces rows."""
        return self.before.index.equals(self.after.index)

    @cached_property
    def columns(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The columns before and after as arrays, to read only."""
        return column_arrays(self.before), column_arrays(self.after)

    @cached_property
    def results(self) -> dict[str, object]:
        """What was worked out of these rows, by key: a drag asks for some things more than once at every move."""
        return {}

    @cached_property
    def results_before(self) -> dict[str, object]:
        """What was worked out of the rows before alone, by key; a drag starts from the same ones at every move."""
        return {}

    @property
    def replaced(self) -> Rows:
        """Those of the rows that are there before and after."""
        if self.keeps_ids:
            return self
        before, after = self.before.index.to_numpy(), self.after.index.to_numpy()
        return Rows(rows_taken(self.before, np.isin(before, after)), rows_taken(self.after, np.isin(after, before)))

    @cached_property
    def changed_columns(self) -> frozenset[str]:
        """Names of the columns in which some replaced row differs; meaningful where :attr:`keeps_ids` holds."""
        same = same_values(*self.columns)
        return frozenset(column for column, equal in same.items() if not equal.all())

    def inverted(self) -> Rows:
        """Return the same rows the other way round."""
        return Rows(self.after, self.before)

    def apply_to(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table after the change; columns that it does not touch are shared with ``frame``.

        Raises
        ------
        ValueError
            If a row to remove or replace is not there, or a row to add is there already.
        """
        ids = frame.index.to_numpy()
        fits = (positions_in(ids, self.before.index.to_numpy()) >= 0).all()
        if not fits or (not self.keeps_ids and (positions_in(ids, self.added) >= 0).any()):
            raise ValueError(f"the change does not fit table {name}")
        if self.keeps_ids:
            return self._replaced(frame)
        # Rows that stay keep their places, so that each column is gone through once, and no other is for their sake.
        replaced = self.replaced
        if len(replaced.after):
            frame = replaced._replaced(frame)
        kept = np.ones(len(ids), dtype=bool)
        kept[positions_in(ids, self.removed)] = False
        added = rows_taken(self.after, np.isin(self.after.index.to_numpy(), self.added))
        return rows_stacked([(frame, None if kept.all() else kept), (added, None)])

    def _replaced(self, frame: pd.DataFrame) -> pd.DataFrame:
        where = positions_in(frame.index.to_numpy(), self.after.index.to_numpy())
        before, after = column_arrays(frame), self.columns[1]
        result = frame.copy(deep=False)  # a quarter of what making a new frame of the same columns costs
        for column in self.changed_columns:
            values = before[column].copy()
            values[where] = after[column]
            result._iset_item_mgr(result.columns.get_loc(column), values)  # isetitem would copy them once more
        return result


@dataclass(frozen=True, eq=False)
class Change:
    """What an edit does: rows before and after, by table, under a label that has a sentence in ``ui/words``.

    Attributes
    ----------
    label : str
        What kind of edit it was, in kebab case: ``"split-grid"``.
    rows : mapping of table name to Rows
        Only tables that the change touches.
    values : mapping of str to str, int or float
        What the sentence speaks of: ``{"code": "320582100004012"}``.
    """

    label: str
    rows: Mapping[str, Rows]
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", MappingProxyType({n: r for n, r in self.rows.items() if len(r.ids)}))
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __bool__(self) -> bool:
        return bool(self.rows)

    @cached_property
    def touched(self) -> frozenset[str]:
        """Tables and columns that the change touches, as ``"table"`` and ``"table.column"``.

        Where rows are added or removed, every column counts, and ``"table.id"`` as well.
        """
        touched: set[str] = set()
        for table, rows in self.rows.items():
            columns = rows.changed_columns if rows.keeps_ids else rows.after.columns
            touched.add(table)
            touched.update(f"{table}.{column}" for column in columns)
            if not rows.keeps_ids:
                touched.add(f"{table}.id")
        return frozenset(touched)

    def ids(self, table: str) -> IntArray:
        """Return the ids of one table that the change touches, ascending."""
        return self.rows[table].ids if table in self.rows else np.empty(0, dtype=np.int64)

    def inverted(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.label, {name: rows.inverted() for name, rows in self.rows.items()}, self.values)

    def fits(self, plan: HasTables) -> bool:
        """Whether a plan holds exactly the rows that this change starts from, so that applying it loses nothing."""
        for name, rows in self.rows.items():
            frame = plan.tables[name]
            ids = frame.index.to_numpy()
            where = positions_in(ids, rows.before.index)
            if (where < 0).any() or (positions_in(ids, rows.added) >= 0).any():
                return False
            if not same_rows_at(frame, where, rows.before):
                return False
        return True


def compose(first: Change, second: Change, label: str | None = None) -> Change:
    """Return one change that does what two do one after the other; values and, unless given, label of the second."""
    rows: dict[str, Rows] = {}
    for name in TABLES:
        if name in first.rows and name in second.rows:
            one, two = first.rows[name], second.rows[name]
            before = rows_stacked([(one.before, None), (two.before, ~np.isin(two.before.index, one.ids))])
            after = rows_stacked([(one.after, ~np.isin(one.after.index, two.ids)), (two.after, None)])
            rows[name] = without_idle_rows(Rows(before, after))
        elif name in first.rows or name in second.rows:
            rows[name] = first.rows.get(name) or second.rows[name]
    return Change(label or second.label, rows, second.values)


def without_idle_rows(rows: Rows) -> Rows:
    """Leave out the rows that are the same before and after."""
    replaced = rows.replaced
    if not len(replaced.after):
        return rows
    same = same_values(*replaced.columns)
    idle = replaced.after.index.to_numpy()[np.logical_and.reduce(list(same.values()))]
    if len(idle):
        before, after = (~np.isin(frame.index.to_numpy(), idle) for frame in (rows.before, rows.after))
        rows = Rows(rows_taken(rows.before, before), rows_taken(rows.after, after))
    if rows.keeps_ids:  # whoever asks need not compare again
        rows.__dict__["changed_columns"] = frozenset(column for column, equal in same.items() if not equal.all())
    return rows
