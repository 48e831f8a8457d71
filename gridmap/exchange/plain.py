"""A plan for files to be made of: its texts without what no file can hold, and where such texts stand."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.errors import Problem
from gridmap.model.kept import Kept, kept_by_row
from gridmap.model.plain_text import is_plain, letters_named, plain_text
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES

_PLAIN_PLAN: Final = "gridmap.exchange.plain.plan"


def _texts_of(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in TABLES[table].columns if column.kind in ("text", "date"))


def _marks(table: str) -> Kept[BoolArray]:
    """Make what tells which rows of a table have a text that no file can hold; it follows each change by row."""
    columns = _texts_of(table)

    def strange(plan: Plan, rows: IntArray) -> BoolArray:
        frame = plan.tables[table]
        result = np.zeros(len(rows), dtype=bool)
        for column in columns:
            texts = frame[column].to_numpy(dtype=object)[rows].tolist()
            if not is_plain("".join(texts)):  # one look at all of them; hardly a table has any
                result |= np.fromiter((not is_plain(text) for text in texts), dtype=bool, count=len(texts))
        return result

    strange.__qualname__ = f"strange_{table}"
    return kept_by_row(table, *columns)(strange)


_STRANGE: Final = {table: _marks(table) for table in TABLES if _texts_of(table)}


def in_plain_text(plan: Plan) -> Plan:
    """Return the plan as every file can hold it: the same plan, unless texts have control characters and the like.

    In these :func:`gridmap.model.plain_text.plain_text` puts what stands for them. Ids, shapes and figures are the
    same, so findings and selections of the one hold for the other.
    """
    strange = {table: rows for table, mark in _STRANGE.items() if (rows := mark(plan)).any()}
    if not strange:
        return plan
    known = plan.results.get(_PLAIN_PLAN)
    if isinstance(known, Plan):
        return known
    tables = dict(plan.tables)
    for table, rows in strange.items():
        frame = tables[table].copy()
        for column in _texts_of(table):
            texts = frame[column].to_numpy(dtype=object)
            texts[rows] = [plain_text(text) for text in texts[rows]]
            frame[column] = texts.tolist()
        tables[table] = frame
    result = Plan(plan.scheme, tables, last_ids=plan.last_ids)
    plan.results[_PLAIN_PLAN] = result
    return result


def _plain_columns(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**{column: [plain_text(str(text)) for text in frame[column]] for column in columns})


def strange_texts(plan: Plan) -> tuple[Problem, ...]:
    """Return where a plan has texts that :func:`in_plain_text` changes, by row and column; never the text itself.

    Of a grid its code tells which it is; of anything else its table (``sheet``) and id (``row``).
    """
    problems = []
    for table, mark in _STRANGE.items():
        rows = mark(plan)
        if not rows.any():
            continue
        frame = plan.tables[table]
        for at in np.flatnonzero(rows).tolist():
            for column in _texts_of(table):
                text = str(frame[column].iloc[at])
                if is_plain(text):
                    continue
                values: dict[str, object] = {"letters": letters_named(text)}
                if table == "grids":
                    values["code"] = plain_text(str(frame["code"].iloc[at]))
                key = "grid-text-not-plain" if table == "grids" else "text-not-plain"
                row = int(frame.index[at])
                problems.append(Problem(key, sheet=table, row=row, column=column, values=values))
    return tuple(problems)
