"""Figures of two days beside one another, by the grids of a level: what each was, what it became, the difference.

Whoever shows a trend takes it from :func:`trend`. Both sides are those of :func:`gridmap.figures.statistics.breakdown`,
so that the lines of each side add up to its total, and so do the differences, but for shares and rates.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from gridmap.figures.rows import column_of
from gridmap.figures.statistics import RATIOS, breakdown
from gridmap.model.errors import refuse_reversed
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level

FIGURES: Final = ("grids", "households", "residents", "full_time_workers", "vacant", "staffed_share", "items_open")
"""What is compared besides facilities and indicators: ``grids`` of the lowest level, ``vacant`` those that need a
full-time worker and have none."""

REST, AGAIN, WHOLE = "rest", "again", "whole"


@dataclass(frozen=True, eq=False)
class Trend:
    """Figures on two days.

    Attributes
    ----------
    by : str
        Key of the level or kind whose grids are the rows.
    first, last : date
    figures : tuple of str
        Columns of ``before`` and ``after``: :data:`FIGURES`, ``facilities_KIND``, and the columns of indicators.
    lines : DataFrame
        ``code``, ``name`` and ``line`` of each line, indexed by grid id, by code: ``""`` for a grid (of either day),
        and with id 0 at the end ``"rest"``, ``"again"`` (if there is anything) and ``"whole"``, as
        :class:`gridmap.figures.statistics.Breakdown` has them.
    before, after : float64 (n, f)
        NaN where there is nothing to have a share of, and for a facility or an indicator that was not known yet.
    """

    by: str
    first: dt.date
    last: dt.date
    figures: tuple[str, ...]
    lines: pd.DataFrame
    before: np.ndarray[Any, np.dtype[np.float64]]
    after: np.ndarray[Any, np.dtype[np.float64]]

    @property
    def difference(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """How much more each figure is on the last day, NaN where one of the two is nothing. Shape (n, f)."""
        return self.after - self.before

    def whole(self, figure: str) -> tuple[float, float]:
        """Return a figure of everything on the first and on the last day."""
        at = self.figures.index(figure)
        return float(self.before[-1, at]), float(self.after[-1, at])


def is_ratio(figure: str) -> bool:
    """Whether a figure is a share or a rate, which does not add up."""
    return figure.endswith(RATIOS)


def trend(
    before: Plan,
    after: Plan,
    by: Level | str,
    first: dt.date,
    last: dt.date,
    *,
    within: Iterable[int] | None = None,
) -> Trend:
    """Return the figures of two days.

    Parameters
    ----------
    before, after : Plan
        The plan as it was on each day (:func:`gridmap.project.earlier.plan_on`); one and the same to compare what has
        days of its own alone.
    by : Level or str
        A level or its key; the key of a kind gives the grids of that kind alone.
    within : iterable of int, optional
        Ids of grids: these and all below them.

    Raises
    ------
    BadInput
        ``unknown-level``; ``days-reversed`` if the last day is before the first.
    """
    refuse_reversed(first, last)
    chosen = None if within is None else list(within)
    sides = [_side(plan, by, day, chosen) for plan, day in ((before, first), (after, last))]
    known = pd.concat([side[["line", "code", "name"]] for side in reversed(sides)])
    lines = known[~known.index.duplicated()]  # as they are called on the last day
    order = np.lexsort((lines["code"].to_numpy(dtype=str), lines.index.get_level_values("rank")))
    lines = lines.iloc[order]
    indicators = {column_of(one): one for one in after.scheme.indicators}
    columns = [
        key
        for key in (*FIGURES, *(f"facilities_{kind.key}" for kind in after.scheme.facilities), *indicators)
        if any(key in side and (key in FIGURES or side[key].fillna(0).any()) for side in sides)
    ]
    tables = [_aligned(side, lines, columns) for side in sides]
    shown = lines.reset_index("rank", drop=True)
    key = by.key if isinstance(by, Level) else by
    return Trend(key, first, last, tuple(columns), shown, tables[0], tables[1])


def records(found: Trend) -> list[dict[str, Any]]:
    """Return the lines for JSON: code, name, and for each figure ``from``, ``to`` and ``difference``.

    A line that is no grid says so: ``"unassigned": True`` what is in no row, ``"again": True`` what several rows have
    in common (below zero), ``"total": True``.
    """
    said = {REST: {"unassigned": True}, AGAIN: {"again": True}, WHOLE: {"total": True}}
    rows = []
    for place, line in enumerate(found.lines.to_dict("records")):
        row: dict[str, Any] = {"code": str(line["code"]), "name": str(line["name"]), **said.get(line["line"], {})}
        for at, figure in enumerate(found.figures):
            sides = {"from": found.before, "to": found.after, "difference": found.difference}
            row[figure] = {name: _plain(figure, float(side[place, at])) for name, side in sides.items()}
        rows.append(row)
    return rows


def _plain(figure: str, value: float) -> float | int | None:
    if math.isnan(value):
        return None
    return round(value, 9) if is_ratio(figure) else int(value)


def _side(plan: Plan, by: Level | str, on: dt.date, within: list[int] | None) -> pd.DataFrame:
    """Return the lines of one day, indexed by rank (grids first) and id."""
    if within is not None:
        within = plan.there(within)
    parts = breakdown(plan, by, within=within, on=on)
    sides = [(0, "", parts.rows), (1, REST, parts.rest), (2, AGAIN, parts.again), (3, WHOLE, parts.whole)]
    lowest = [f"n_{kind.key}" for kind in plan.scheme.kinds_of(plan.scheme.levels[-1])]
    tables = []
    for rank, line, part in sides:
        table = part.assign(line=line, vacant=part["must_staff"] - part["staffed"])
        here = [column for column in lowest if column in part.columns]
        table["grids"] = part[here].sum(axis=1) if here else int(not rank)  # a row of the lowest level is one itself
        table.index = pd.MultiIndex.from_arrays([np.full(len(table), rank), table.index], names=["rank", "id"])
        tables.append(table)
    if len(tables[1]):  # of the lowest level, or of one of its kinds, the others
        tables[1]["grids"] = tables[3]["grids"].iloc[0] - tables[0]["grids"].sum()
    return pd.concat([table for table in tables if len(table)])


def _aligned(side: pd.DataFrame, lines: pd.DataFrame, columns: list[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return columns of a day for the lines of both; what is in no line of that day counts nothing."""
    found = side.reindex(index=lines.index, columns=columns).to_numpy(dtype=float)
    gone = ~lines.index.isin(side.index)
    counts = np.array([not is_ratio(column) and column in side.columns for column in columns], dtype=bool)
    found[np.ix_(gone, counts)] = 0.0
    return found
