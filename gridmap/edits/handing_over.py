"""What refers to a grid that goes: its workers, its branches and its code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from gridmap.model.arrays import IntArray
from gridmap.model.making import edited_rows
from gridmap.model.plan import Plan

_OPEN = "9999-12-31"


def handed_over(plan: Plan, heir: Mapping[int, int]) -> tuple[dict[str, pd.DataFrame], dict[str, list[int]]]:
    """Return the rows of assignments and branch links to put and to drop when grids go and others inherit from them.

    Every assignment to a grid that goes becomes one to its heir, with the same role and days. If the worker answers for
    the heir on some of these days already, in whatever role, there is one assignment: the heir's own, or else the one
    with the lowest id, which lasts from the first to the last day of both. A branch that served a grid that goes serves
    its heir, once. A facility or a compound that a list has in a grid that goes is in its heir.

    Parameters
    ----------
    heir : mapping of int to int
        By id of each grid that goes the id of the grid that receives what it has.

    Returns
    -------
    put : dict of table name to DataFrame
    drop : dict of table name to ids
    """
    put: dict[str, pd.DataFrame] = {}
    drop: dict[str, list[int]] = {}
    put["assignments"], drop["assignments"] = _assignments(plan, heir)
    put["branch_grids"], drop["branch_grids"] = _links(plan, heir)
    for name in ("facilities", "compounds"):
        table = plan.tables[name]
        grids = table["grid"].to_numpy()
        moving = np.isin(grids, list(heir))
        if moving.any():
            heirs = [heir[int(grid)] for grid in grids[moving]]
            put[name] = edited_rows(plan, name, table.index.to_numpy()[moving], grid=heirs)
    return put, drop


def items_of_heirs(plan: Plan, heir: Mapping[int, int]) -> pd.DataFrame:
    """Return the rows of items that a list has put in grids that go, now in the grids that come after them.

    Parameters
    ----------
    heir : mapping of int to int
        As for :func:`handed_over`.
    """
    table = plan.tables["items"]
    moving = table[np.isin(table["grid"].to_numpy(), list(heir))]
    return edited_rows(plan, "items", moving.index, grid=[heir[grid] for grid in moving["grid"].tolist()])


def retired(plan: Plan, grids: IntArray, heirs: Sequence[str], on: dt.date | None) -> pd.DataFrame:
    """Return the rows that retire the codes of grids, so that they are never given out again.

    Parameters
    ----------
    grids : int64 (n,)
    heirs : sequence of str, n of them
        Codes that take the place of the old ones, which is the reason.
    on : date, optional
        Today by default.
    """
    kinds = plan.grids["kind"].array[plan.positions(grids)]
    known = {*plan.tables["retired_codes"]["code"], ""}
    codes = plan.codes(grids)
    rows = [
        (code, kind, f"→ {into}") for code, kind, into in zip(codes, kinds, heirs, strict=True) if code not in known
    ]
    first = plan.next_id("retired_codes")
    return pd.DataFrame(
        {
            "code": [code for code, *_ in rows],
            "kind": [kind for _, kind, _ in rows],
            "retired_on": (on or dt.date.today()).isoformat(),
            "reason": [reason for *_, reason in rows],
        },
        index=pd.RangeIndex(first, first + len(rows), name="id"),
    )


def left_behind(plan: Plan, grids: IntArray) -> dict[str, list[int]]:
    """Return by table the rows of assignments and branch links that end with some grids."""
    tables = ((name, plan.tables[name]) for name in ("assignments", "branch_grids"))
    return {name: table.index.to_numpy()[np.isin(table["grid"].to_numpy(), grids)].tolist() for name, table in tables}


def _assignments(plan: Plan, heir: Mapping[int, int]) -> tuple[pd.DataFrame, list[int]]:
    table = plan.tables["assignments"]
    grid = table["grid"].to_numpy()
    moving = np.isin(grid, list(heir))
    if not moving.any():
        return table.iloc[:0], []
    heirs = list(set(heir.values()))
    workers = np.unique(table["worker"].to_numpy()[moving])
    here = table[moving | (np.isin(grid, heirs) & np.isin(table["worker"].to_numpy(), workers))]
    stands: dict[int, dict[str, object]] = {}
    dropped: list[int] = []
    own_first = sorted(here.index.tolist(), key=lambda row: (int(here.loc[row, "grid"]) in heir, row))
    for row in own_first:
        one = here.loc[row].to_dict()
        one["grid"] = heir.get(int(one["grid"]), int(one["grid"]))
        same = next((id_ for id_, other in stands.items() if _meet(one, other)), None)
        if same is None:
            stands[row] = one
            continue
        other = stands[same]
        other["from_date"] = min(str(one["from_date"]), str(other["from_date"]))
        last = max(str(both["until_date"]) or _OPEN for both in (one, other))
        other["until_date"] = "" if last == _OPEN else last
        dropped.append(row)
    ids = sorted(stands)
    columns = {name: [stands[row][name] for row in ids] for name in ("grid", "from_date", "until_date")}
    return edited_rows(plan, "assignments", ids, **columns), sorted(dropped)


def _meet(one: Mapping[str, object], two: Mapping[str, object]) -> bool:
    """Whether two assignments are of one worker to one grid and share a day."""
    if (one["worker"], one["grid"]) != (two["worker"], two["grid"]):
        return False
    begin = max(str(one["from_date"]), str(two["from_date"]))
    return begin <= min(str(both["until_date"]) or _OPEN for both in (one, two))


def _links(plan: Plan, heir: Mapping[int, int]) -> tuple[pd.DataFrame, list[int]]:
    table = plan.tables["branch_grids"]
    grid = table["grid"].to_numpy()
    moving = np.isin(grid, list(heir))
    if not moving.any():
        return table.iloc[:0], []
    known = np.isin(grid, list(set(heir.values()))) & ~moving
    ids = table.index.to_numpy()
    order = [*ids[known].tolist(), *ids[moving].tolist()]  # what the heir has stands, the others come to it
    ends = {row: (int(table.loc[row, "branch"]), heir.get(g := int(table.loc[row, "grid"]), g)) for row in order}
    return links_as_one(plan, ends)


def links_as_one(plan: Plan, ends: Mapping[int, tuple[int, int]]) -> tuple[pd.DataFrame, list[int]]:
    """Return rows of links with other ends, and those that are in others then since they share a day with them.

    Parameters
    ----------
    ends : mapping of row to (branch, grid)
        By row of ``branch_grids`` what it links from now on; of two alike the one that comes first stands.
    """
    table = plan.tables["branch_grids"]
    stands: dict[int, tuple[int, int, str, str]] = {}
    by_link: dict[tuple[int, int], list[int]] = {}
    dropped: list[int] = []
    for row, link in ends.items():
        first, last = str(table.loc[row, "from_date"]), str(table.loc[row, "until_date"])
        for other in by_link.setdefault(link, []):
            *_, begin, end = stands[other]
            if first <= (end or _OPEN) and begin <= (last or _OPEN):
                stands[other] = (*link, min(first, begin), "" if not (last and end) else max(last, end))
                dropped.append(row)
                break
        else:
            stands[row] = (*link, first, last)
            by_link[link].append(row)
    ids = sorted(stands)
    columns = {
        name: [stands[row][at] for row in ids] for at, name in enumerate(("branch", "grid", "from_date", "until_date"))
    }
    return edited_rows(plan, "branch_grids", ids, **columns), sorted(dropped)
