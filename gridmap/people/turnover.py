"""Who left and who came between two days, and which grids were vacant from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.errors import refuse_reversed
from gridmap.model.plan import Plan
from gridmap.people.staffing import assigned_positions, known_ends
from gridmap.people.vacancies import fits, lacking, places_of, vacant_since, wanted_roles

_DAY: Final = np.timedelta64(1, "D")


@dataclass(frozen=True, eq=False)
class Turnover:
    """Who left and came between two days, and how that left the grids.

    Attributes
    ----------
    first, last : date
        The two days; both count.
    left, came : DataFrame
        Indexed by id of the assignment: ``worker`` (id), ``grid`` (id), ``role``, ``on`` (the last day, or the first),
        by day, grid and id. An assignment that ends on ``last`` or later has not left, and one that began on ``first``
        or earlier has not come. ``vacant_since`` of ``left`` is the day after, if the grid lacked then what its kind
        needs, else ``None``; ``filled_on`` the first day on which it lacked it no more, ``None`` if it still does.
    vacant : DataFrame
        Each stretch of days in which a grid lacked the role that its kind needs: ``grid`` (id), ``lacks``, ``since``
        (the first day; may be before ``first``, and is ``None`` where nobody ever had it), ``until`` (the last day,
        ``None`` if it lasts on ``last``), ``days`` of it between the two days. By grid and day.
    coverage : DataFrame
        For each grid of the top level, by id (0: none of them): ``grids`` that need a role, ``lacking_first`` and
        ``lacking_last`` on the two days, ``days_vacant`` and ``covered_share`` of all days of all these grids.
    """

    first: dt.date
    last: dt.date
    left: pd.DataFrame
    came: pd.DataFrame
    vacant: pd.DataFrame
    coverage: pd.DataFrame


def turnover(plan: Plan, first: dt.date, last: dt.date, *, within: BoolArray | None = None) -> Turnover:
    """Return what happened between two days, which both count.

    Parameters
    ----------
    within : bool (n,), optional
        Which grids to look at; all by default.

    Raises
    ------
    BadInput
        ``days-reversed`` if the last day is before the first.
    """
    refuse_reversed(first, last)
    scope = np.ones(len(plan.ids), dtype=bool) if within is None else within
    vacant = _stretches(plan, first, last, scope)
    table = plan.tables["assignments"]
    begin, end = _days(table["from_date"]), _days(table["until_date"])
    known = known_ends(plan) & np.append(scope, False)[assigned_positions(plan)]
    a, b = np.datetime64(first), np.datetime64(last)
    gone = known & (end >= a) & (end < b) & (np.isnat(begin) | (begin <= end))
    come = known & (begin > a) & (begin <= b) & (np.isnat(end) | (begin <= end))
    left = _events(plan, np.flatnonzero(gone), end)
    return Turnover(
        first, last, _with_vacancy(left, vacant), _events(plan, np.flatnonzero(come), begin), vacant,
        _coverage(plan, first, last, scope, vacant),
    )  # fmt: skip


def _days(texts: pd.Series) -> npt.NDArray[np.datetime64]:
    """Return days as such, not-a-time for none and for what is no day."""
    numbers, unique = pd.factorize(texts.to_numpy(dtype=object))
    days = np.full(len(unique), np.datetime64("NaT", "D"))
    for number, text in enumerate(unique):
        try:
            days[number] = np.datetime64(dt.date.fromisoformat(text))
        except ValueError:  # open, or written by another program
            continue
    return days[numbers] if len(unique) else np.empty(0, dtype="datetime64[D]")


def _texts(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.object_]:
    found = np.full(len(days), None, dtype=object)
    found[:] = [None if np.isnat(day) else str(day) for day in days]
    return found


def _events(plan: Plan, rows: IntArray, days: npt.NDArray[np.datetime64]) -> pd.DataFrame:
    table = plan.tables["assignments"]
    found = pd.DataFrame(
        {
            "worker": table["worker"].to_numpy()[rows],
            "grid": table["grid"].to_numpy()[rows],
            "role": table["role"].to_numpy(dtype=object)[rows],
            "on": pd.Series(_texts(days[rows]), dtype=object, index=table.index[rows]),
        },
        index=table.index[rows],
    )
    order = np.lexsort((found.index.to_numpy(), found["grid"].to_numpy(), days[rows]))
    return found.iloc[order]


def _stretches(plan: Plan, first: dt.date, last: dt.date, scope: BoolArray) -> pd.DataFrame:
    """Return the stretches of days between two in which grids lacked what they need."""
    asked = np.flatnonzero((wanted_roles(plan) != "") & scope)
    a, b = np.datetime64(first, "D"), np.datetime64(last, "D")
    table = plan.tables["assignments"]
    begin, end = _days(table["from_date"]), _days(table["until_date"])
    begin, end = np.where(np.isnat(begin), a, np.maximum(begin, a)), np.where(np.isnat(end), b, np.minimum(end, b))
    where = assigned_positions(plan)
    rows = np.flatnonzero(known_ends(plan) & fits(plan) & (begin <= end) & np.isin(where, asked))
    # Covered days of each grid as whole numbers, grid after grid; a stretch is what lies between them.
    span = int((b - a) / _DAY) + 1
    offset = np.searchsorted(asked, where[rows]) * (span + 2)
    start = offset + ((begin[rows] - a) / _DAY).astype(np.int64)
    stop = offset + ((end[rows] - a) / _DAY).astype(np.int64)
    grid_start = np.arange(len(asked)) * (span + 2)
    starts = np.concatenate([start, grid_start + span])  # at the end of each grid's days something begins again
    stops = np.concatenate([stop, grid_start + span])
    order = np.argsort(starts, kind="stable")
    starts, stops = starts[order], stops[order]
    covered = np.maximum.accumulate(np.concatenate([[-2], stops]))[:-1]
    number = starts // (span + 2)
    gap_from = np.maximum(covered + 1, number * (span + 2))
    gap = starts > gap_from
    number, gap_from, gap_to = number[gap], gap_from[gap], starts[gap] - 1
    at = asked[number]
    since = a + (gap_from - number * (span + 2)) * _DAY
    until = a + (gap_to - number * (span + 2)) * _DAY
    since_texts = _texts(since)
    from_before = since == a
    since_texts[from_before] = vacant_since(plan, at[from_before], first)
    until_texts = _texts(until)
    until_texts[until == b] = None
    return pd.DataFrame(
        {
            "grid": plan.ids[at],
            "lacks": wanted_roles(plan)[at],
            "since": pd.Series(since_texts, dtype=object),
            "until": pd.Series(until_texts, dtype=object),
            "days": (gap_to - gap_from + 1).astype(np.int64),
        }
    )


def _with_vacancy(left: pd.DataFrame, vacant: pd.DataFrame) -> pd.DataFrame:
    """Add to who left since when the grid lacked somebody for it, and when it lacked nobody again."""
    known = {
        (grid, since): until
        for grid, since, until in zip(vacant["grid"], vacant["since"], vacant["until"], strict=True)
    }
    since: list[str | None] = []
    filled: list[str | None] = []
    for grid, on in zip(left["grid"].tolist(), left["on"].tolist(), strict=True):
        day = (dt.date.fromisoformat(on) + dt.timedelta(days=1)).isoformat()
        since.append(day if (grid, day) in known else None)
        until = known.get((grid, day))
        filled.append((dt.date.fromisoformat(until) + dt.timedelta(days=1)).isoformat() if until else None)
    return left.assign(
        vacant_since=pd.Series(since, dtype=object, index=left.index),
        filled_on=pd.Series(filled, dtype=object, index=left.index),
    )


def _coverage(plan: Plan, first: dt.date, last: dt.date, scope: BoolArray, vacant: pd.DataFrame) -> pd.DataFrame:
    asked = (wanted_roles(plan) != "") & scope
    town = plan.ancestors_at(plan.scheme.levels[0])
    towns = np.unique(town[asked])
    place = np.searchsorted(towns, town)
    place[~asked] = 0

    def count(which: npt.NDArray[np.generic], weights: npt.NDArray[np.generic] | None = None) -> IntArray:
        return np.bincount(place[which], weights=weights, minlength=len(towns)).astype(np.int64)

    days = (last - first).days + 1
    of_vacant = plan.positions(vacant["grid"].to_numpy())
    grids, empty = count(np.flatnonzero(asked)), count(of_vacant, vacant["days"].to_numpy())
    return pd.DataFrame(
        {
            "grids": grids,
            "lacking_first": count(np.flatnonzero(lacking(plan, first) & asked)),
            "lacking_last": count(np.flatnonzero(lacking(plan, last) & asked)),
            "days_vacant": empty,
            "covered_share": 1 - empty / np.maximum(grids * days, 1),
        },
        index=pd.Index(towns, name="id"),
    )


def grids_in_words(plan: Plan, ids: npt.ArrayLike) -> pd.DataFrame:
    """Return code, name, town, village, their names, kind and households of some grids, in their order."""
    at = plan.positions(ids)
    return pd.DataFrame(
        {
            "code": plan.grids["code"].to_numpy(dtype=object)[at],
            "name": plan.grids["name"].to_numpy(dtype=object)[at],
            **places_of(plan, at),
            "kind": plan.grids["kind"].to_numpy(dtype=object)[at],
            "households": households_by_grid(plan)[at],
        }
    )
