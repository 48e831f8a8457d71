"""Figures of items by grids of a level, by kind, or by the month in which they were raised: counts, shares, ageing.

One function, :func:`of_items`, makes them all. Items that no row holds stand apart (:attr:`ItemFigures.rest`), so that
the rows and they make the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.items import (
    AGES,
    ItemState,
    days_open,
    is_open,
    is_overdue,
    item_days,
    item_holders,
    item_states,
)
from gridmap.ground.placement import residents_by_grid, rolled_up
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, positions_in
from gridmap.model.kept import kept_by_day
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level

MONTH: Final = "month"
KIND: Final = "kind"
"""What figures may be by besides a level of the scheme."""

TextArray = npt.NDArray[np.object_]

_READS: Final = ("items", "grids.geometry", "grids.kind", "grids.parent")

COUNTS: Final = (
    "raised", "open", "assigned", "solved", "evaluated", "overdue",
    *(f"open_to_{days}" for days in AGES), f"open_over_{AGES[-1]}",
)  # fmt: skip
"""The columns that add up: ``assigned`` of those that are open, ``evaluated`` of those that are solved."""
SHARES: Final = ("solved_share", "median_days", "mean_rating")
"""The columns that do not: ``median_days`` from raised to solved, ``mean_rating`` of those that have one."""


@dataclass(frozen=True, eq=False)
class ItemFigures:
    """Figures of items. In each of :data:`COUNTS` ``rows`` and ``rest`` add up to ``whole``.

    Attributes
    ----------
    by : str
        Key of a level or kind of grid, ``"month"`` or ``"kind"``.
    on : date
        The day for which they count.
    rows : DataFrame
        By level indexed by grid id, with ``code`` and ``name``; else by number, with the month (``2016-01``) or the
        kind of the items (a key of the scheme or a word) in both.
    rest : DataFrame
        One row of what is in no other: items in no grid of the level, or without a kind. No row if there is nothing.
    whole : DataFrame
        One row.
    """

    by: str
    on: dt.date
    rows: pd.DataFrame
    rest: pd.DataFrame
    whole: pd.DataFrame


def of_items(
    plan: Plan,
    by: Level | str,
    *,
    on: dt.date | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    within: BoolArray | None = None,
) -> ItemFigures:
    """Return the figures of items.

    Parameters
    ----------
    by : Level or str
        A level, its key or that of a kind of grid, ``"month"`` or ``"kind"`` (of the items).
    on : date, optional
        The day for which their states count; today by default.
    since, until : date, optional
        Only items that were raised on these days or between them; all that were raised until ``on`` by default.
    within : bool (n,), optional
        Only items in these grids, in the order of ``plan.ids``.

    Raises
    ------
    BadInput
        ``unknown-level`` if the scheme has no level or kind of that key.
    """
    day = on or dt.date.today()
    counted = raised_between(plan, day, since, until)
    if within is not None:
        counted &= np.append(within, False)[item_holders(plan)]
    at = np.flatnonzero(counted)
    key = by.key if isinstance(by, Level) else by
    codes, names, index, row = _by_label(plan, key, at) if key in (MONTH, KIND) else _by_place(plan, by, at)
    count = len(index)
    table = _figures(plan, day, at, np.where(row < 0, count, row), count + 1)
    table.insert(0, "code", np.append(codes, ""))
    table.insert(1, "name", np.append(names, ""))
    table.index = pd.Index(np.append(index, 0), name="id")
    whole = _figures(plan, day, at, np.zeros(len(at), dtype=np.int64), 1)
    whole.insert(0, "code", "")
    whole.insert(1, "name", "")
    whole.index = pd.Index([0], name="id")
    rest = table.iloc[-1:]
    return ItemFigures(key, day, table.iloc[:-1], rest if int(rest["raised"].iloc[0]) else rest.iloc[:0], whole)


def _by_label(plan: Plan, by: str, at: IntArray) -> tuple[TextArray, TextArray, IntArray, IntArray]:
    """Return code, name and number of the rows by month or kind, and the row of each of some items, -1 for none."""
    labels = _months(plan, at) if by == MONTH else plan.tables["items"]["kind"].to_numpy(dtype=object)[at].astype(str)
    codes, row = np.unique(labels, return_inverse=True)
    if len(codes) and codes[0] == "":  # sorted, so what says nothing comes first
        codes, row = codes[1:], row - 1
    return codes.astype(object), codes.astype(object), np.arange(1, len(codes) + 1), row


def _by_place(plan: Plan, by: Level | str, at: IntArray) -> tuple[TextArray, TextArray, IntArray, IntArray]:
    """Return code, name and id of the grids that are rows, and the row of each of some items, -1 for none."""
    level = by if isinstance(by, Level) else plan.scheme.level(by)
    which = plan.of_level(level)
    if not isinstance(by, Level) and by not in (known.key for known in plan.scheme.levels):
        which = plan.of_kinds([plan.scheme.kind(by)])
    ids = plan.ids[which]
    row = np.append(positions_in(ids, plan.ancestors_at(level)), -1)[item_holders(plan)[at]]
    codes, names = (plan.grids[name].to_numpy(dtype=object)[which] for name in ("code", "name"))
    return codes, names, ids, row


def raised_between(
    plan: Plan, on: dt.date, since: dt.date | None = None, until: dt.date | None = None
) -> npt.NDArray[np.bool_]:
    """Return which items are raised by a day, and in a period if one is said. Shape (m,)."""
    raised = item_days(plan)["raised_on"]
    counted = item_states(plan, on) >= ItemState.RAISED
    if since is not None:
        counted = counted & (raised >= np.datetime64(since, "D"))
    if until is not None:
        counted = counted & (raised <= np.datetime64(until, "D"))
    return counted.copy()


def item_totals(plan: Plan, on: dt.date | None = None) -> dict[str, Any]:
    """Return the figures of all items of a plan, and how many are in no grid (``not_placed``), for JSON."""
    whole = of_items(plan, MONTH, on=on).whole
    lost = (item_holders(plan) < 0) & (item_states(plan, on) >= ItemState.RAISED)
    return {**as_record(whole), "not_placed": int(lost.sum())}


def as_record(table: pd.DataFrame) -> dict[str, Any]:
    """Return the figures of the first row for JSON, ``None`` where there is nothing to have a share of."""
    row = table.iloc[0]
    found: dict[str, Any] = {name: int(row[name]) for name in COUNTS}
    return found | {name: None if np.isnan(row[name]) else round(float(row[name]), 6) for name in SHARES}


def records(found: ItemFigures) -> list[dict[str, Any]]:
    """Return the rows for JSON, and last, with ``"unassigned": True``, what none of them holds."""
    lines = []
    for part, more in ((found.rows, {}), (found.rest, {"unassigned": True})):
        for place in range(len(part)):
            one = part.iloc[place : place + 1]
            named = {name: str(one[name].iloc[0]) for name in ("code", "name")}
            lines.append({**named, **as_record(one), **more})
    return lines


def columns_for_rows(plan: Plan, of: IntArray, count: int, on: dt.date | None) -> Mapping[str, npt.NDArray[Any]]:
    """Return the columns of items in a table of figures (:mod:`gridmap.figures.statistics`), none if a plan has none.

    Parameters
    ----------
    of : int64 (n,)
        The row of every grid, -1 for none.
    count : int
        How many rows.
    """
    if not len(plan.tables["items"]):
        return {}
    day = on or dt.date.today()
    row = np.append(of, -1)[item_holders(plan)]
    at = np.flatnonzero(raised_between(plan, day) & (row >= 0))
    found = _figures(plan, day, at, row[at], count)
    return {f"items_{name}": found[name].to_numpy() for name in ("raised", "open", "solved", "overdue", "solved_share")}


@kept_by_day(*_READS)
def open_by_grid(plan: Plan, on: dt.date) -> IntArray:
    """Return how many items are open on a day in every grid and in all below it. Shape (n,)."""
    return _by_grid(plan, is_open(item_states(plan, on)))


@kept_by_day(*_READS)
def overdue_by_grid(plan: Plan, on: dt.date) -> IntArray:
    """Return how many items are overdue on a day in every grid and in all below it. Shape (n,)."""
    return _by_grid(plan, is_overdue(plan, on))


@kept_by_day(*_READS)
def raised_by_grid(plan: Plan, on: dt.date) -> IntArray:
    """Return how many items were raised by a day in every grid and in all below it. Shape (n,)."""
    return _by_grid(plan, item_states(plan, on) >= ItemState.RAISED)


@kept_by_day(*_READS)
def solved_by_grid(plan: Plan, on: dt.date) -> IntArray:
    """Return how many items are solved on a day in every grid and in all below it. Shape (n,)."""
    return _by_grid(plan, item_states(plan, on) >= ItemState.SOLVED)


@kept_by_day(*_READS)
def median_age_by_grid(plan: Plan, on: dt.date) -> FloatArray:
    """Return for how many days the open items of every grid and all below it are open, the median; NaN without any.

    Shape (n,).
    """
    some = np.flatnonzero(is_open(item_states(plan, on)) & (item_holders(plan) >= 0))
    age, holder = days_open(plan, on)[some].astype(np.float64), item_holders(plan)[some]
    found = np.full(len(plan.ids), np.nan)
    for level in plan.scheme.levels:
        at = plan.positions(plan.ancestors_at(level))[holder]
        median = pd.Series(age[at >= 0]).groupby(at[at >= 0]).median()
        found[median.index.to_numpy(dtype=np.int64)] = median.to_numpy()
    return found


def per_thousand_residents(plan: Plan, on: dt.date | None = None) -> FloatArray:
    """Return for every grid its items raised by a day per 1,000 residents, NaN where nobody lives. Shape (n,)."""
    residents = residents_by_grid(plan)
    raised = raised_by_grid(plan, on) * 1000.0
    return np.divide(raised, residents, out=np.full(len(raised), np.nan), where=residents > 0)


def _by_grid(plan: Plan, which: BoolArray) -> IntArray:
    at = item_holders(plan)[which]
    own = np.bincount(at[at >= 0], minlength=len(plan.ids)).astype(np.float64)
    return rolled_up(plan, own).astype(np.int64)


def _months(plan: Plan, at: IntArray) -> npt.NDArray[np.str_]:
    return item_days(plan)["raised_on"][at].astype("datetime64[M]").astype(str)


def _figures(plan: Plan, on: dt.date, at: IntArray, row: IntArray, count: int) -> pd.DataFrame:
    """Return the figures of some items, one row of a table for each number from 0 to ``count``.

    Parameters
    ----------
    at : int64 (k,)
        Places in the table of items.
    row : int64 (k,)
        The row of each.
    """
    state, age = item_states(plan, on)[at], days_open(plan, on)[at]
    opened, solved = is_open(state), state >= ItemState.SOLVED
    classes = np.searchsorted(AGES, age, side="left")
    which = {
        "raised": np.ones(len(at), dtype=bool),
        "open": opened,
        "assigned": state == ItemState.ASSIGNED,
        "solved": solved,
        "evaluated": state == ItemState.EVALUATED,
        "overdue": is_overdue(plan, on)[at],
    }
    for number, name in enumerate(COUNTS[len(which) :]):
        which[name] = opened & (classes == number)
    table = pd.DataFrame({name: np.bincount(row[some], minlength=count) for name, some in which.items()})
    raised = table["raised"].to_numpy()
    table["solved_share"] = _share(table["solved"].to_numpy(), raised)
    rating = plan.tables["items"]["rating"].to_numpy()[at]
    table["median_days"] = _by_row(age, row, solved, count, "median")
    table["mean_rating"] = _by_row(rating, row, (state == ItemState.EVALUATED) & (rating > 0), count, "mean")
    return table


def _by_row(values: IntArray, row: IntArray, which: BoolArray, count: int, how: str) -> FloatArray:
    found = pd.Series(values[which]).groupby(row[which]).agg(how)
    result = np.full(count, np.nan)
    result[found.index.to_numpy(dtype=np.int64)] = found.to_numpy(dtype=float)
    return result


def _share(part: IntArray, whole: IntArray) -> FloatArray:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
