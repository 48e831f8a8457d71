"""Figures of a plan, rolled up from any level of grids to any other: counts, households, staffing, branches, findings.

Everything follows the stored parents, so a code or a place that disagrees does not matter. A share is 0 to 1, and NaN
where there is nothing to have a share of.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.branches import BranchState, branch_state, seats
from gridmap.placement import buildings_by_grid, households_by_grid, placement, residents_by_grid
from gridmap.plan import BoolArray, IntArray, Plan, positions_in
from gridmap.scheme import Level
from gridmap.staffing import Staffing, counting, is_full_time, needs_full_time_worker, staffing_state
from gridmap.tiling.proof import grid_index, valid_shapes

if TYPE_CHECKING:
    from gridmap.checks.run import Findings

SEVERITIES = ("error", "warning", "notice")


def rollup(plan: Plan, by: Level | str, *, on: dt.date | None = None, findings: Findings | None = None) -> pd.DataFrame:
    """Return one row of figures for every grid of a level (or of a kind), rolled up from all that is below it.

    Parameters
    ----------
    by : Level or str
        A level or its key; the key of a kind gives the grids of that kind alone.
    on : date, optional
        The day for which assignments count; today by default.
    findings : Findings, optional
        What a check found; adds how many of its open findings concern each row.

    Returns
    -------
    DataFrame
        Indexed by grid id, ascending, with the columns

        ``code``, ``name``
            of the grid;
        ``n_KIND``
            for each kind of a lower level, the number of grids;
        ``households``, ``residents``, ``buildings``
            of the buildings inside;
        ``area_m2``
            of the grid's own shape, 0 without one;
        ``must_staff``, ``staffed``, ``staffed_share``
            grids (the row's own among them) that need a full-time worker, those that have one, and their share;
        ``must_branch``, ``own_branch``, ``joint_branch``, ``branch_covered_share``, ``joint_share``
            the same for grids that need a party branch: covered by one of their own or a joint one;
        ``full_time_workers``
            different people who answer full-time for a grid in the row;
        ``branches_TIER``
            for each tier, different branches seated in the row (:func:`gridmap.branches.seats`);
        ``findings_error``, ``findings_warning``, ``findings_notice``
            if findings are given: how many concern a grid in the row, or ground in it.

    Raises
    ------
    BadInput
        ``unknown-level`` if the scheme has no level or kind of that key.
    """
    level = by if isinstance(by, Level) else plan.scheme.level(by)
    rows = plan.of_level(level)
    if isinstance(by, str) and by not in (known.key for known in plan.scheme.levels):
        rows = plan.of_kinds([plan.scheme.kind(by)])
    ids = plan.ids[rows]
    row_of = positions_in(ids, plan.ancestors_at(level))
    below = [kind.key for kind in plan.scheme.kinds if kind.level.rank > level.rank]
    columns: dict[str, Any] = {name: plan.grids[name].to_numpy(dtype=object)[rows] for name in ("code", "name")}
    columns |= _counts(plan, row_of, len(ids), below)
    columns |= {
        "households": households_by_grid(plan)[rows],
        "residents": residents_by_grid(plan)[rows],
        "buildings": buildings_by_grid(plan)[rows],
        "area_m2": _areas(plan)[rows],
    }
    columns |= _people(plan, row_of, len(ids), on) | _branches(plan, row_of, len(ids))
    if findings is not None:
        columns |= _findings(plan, row_of, len(ids), findings)
    return pd.DataFrame(columns, index=pd.Index(ids, name="id"))


def total(plan: Plan, *, on: dt.date | None = None, findings: Findings | None = None) -> pd.DataFrame:
    """Return the figures of :func:`rollup` for the whole plan as one row, with id 0 and no code.

    Here every kind is counted. Households are those inside some grid, so that the rows of a level that covers the plan
    add up to them; ``area_m2`` is that of the top level; findings that name no grid count as well.
    """
    row_of = np.zeros(len(plan.ids), dtype=np.int64)
    top = (plan.positions(plan.parents) < 0) & plan.shares_ground
    top_level = np.where(top, plan.ranks, np.iinfo(np.int16).max).min(initial=np.iinfo(np.int16).max)
    held = placement(plan).holder > 0
    columns: dict[str, Any] = {"code": [""], "name": [""]}
    columns |= _counts(plan, row_of, 1, [kind.key for kind in plan.scheme.kinds])
    columns |= {
        "households": [int(plan.buildings["households"].to_numpy()[held].sum())],
        "residents": [int(plan.buildings["residents"].to_numpy()[held].sum())],
        "buildings": [int(held.sum())],
        "area_m2": [float(_areas(plan)[top & (plan.ranks == top_level)].sum())],
    }
    columns |= _people(plan, row_of, 1, on) | _branches(plan, row_of, 1)
    if findings is not None:
        columns |= {f"findings_{severity}": [findings.by_severity[severity]] for severity in SEVERITIES}
    return pd.DataFrame(columns, index=pd.Index([0], name="id"))


def figures(plan: Plan, *, on: dt.date | None = None) -> dict[str, dict[str, int | float | None]]:
    """Return the figures that a city publishes of itself, named after the keys of the scheme.

    Returns
    -------
    dict of dict
        ``grids``: number by kind; ``party``: ``TIER_branches`` by tier and ``zones``; ``workers``: people in force by
        role, ``at_work`` in any role, and for every kind that needs somebody the ``KIND_with_ROLE_share`` (``None``
        where there is no such grid); ``buildings``: their number, households and residents, inside grids or not.
    """
    scheme = plan.scheme
    kinds = np.bincount(plan.kind_numbers[plan.kind_numbers >= 0], minlength=len(scheme.kinds))
    tier = plan.tables["branches"]["tier"].to_numpy(dtype=object)
    assignments, counts = plan.tables["assignments"], counting(plan, on)
    worker = assignments["worker"].to_numpy()[counts]
    role = assignments["role"].to_numpy(dtype=object)[counts]
    grid = assignments["grid"].to_numpy()[counts]
    workers: dict[str, int | float | None] = {"at_work": len(np.unique(worker))}
    workers |= {known.key: len(np.unique(worker[role == known.key])) for known in scheme.roles}
    for number, kind in enumerate(scheme.kinds):
        if kind.worker_required and kind.worker_role:
            ids = plan.ids[plan.kind_numbers == number]
            has = np.isin(ids, grid[role == kind.worker_role])
            workers[f"{kind.key}_with_{kind.worker_role}_share"] = float(has.mean()) if len(ids) else None
    return {
        "grids": {kind.key: int(count) for kind, count in zip(scheme.kinds, kinds, strict=True)},
        "party": {
            **{f"{known.key}_branches": int((tier == known.key).sum()) for known in scheme.tiers},
            "zones": len(plan.tables["zones"]),
        },
        "workers": workers,
        "buildings": {
            "buildings": len(plan.buildings),
            "households": int(plan.buildings["households"].sum()),
            "residents": int(plan.buildings["residents"].sum()),
        },
    }


def as_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table of figures as plain rows for JSON, without the id, and ``None`` where a share has no meaning."""
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


# ---- parts of a row --------------------------------------------------------------------------------------------------
# Each takes the row that a grid belongs to (-1 for none), in the order of ``plan.ids``, and the number of rows.


def _counts(plan: Plan, row_of: IntArray, rows: int, kinds: list[str]) -> dict[str, IntArray]:
    found = {}
    for key in kinds:
        of_kind = (plan.kind_numbers == plan.scheme.kind_index(key)) & (row_of >= 0)
        found[f"n_{key}"] = np.bincount(row_of[of_kind], minlength=rows)
    return found


def _people(plan: Plan, row_of: IntArray, rows: int, on: dt.date | None) -> dict[str, npt.NDArray[Any]]:
    must = needs_full_time_worker(plan)
    has = must & (staffing_state(plan, on=on) == Staffing.FULL_TIME)
    assignments = plan.tables["assignments"]
    counts = counting(plan, on) & is_full_time(plan)
    row = row_of[plan.positions(assignments["grid"].to_numpy()[counts])]
    needed, staffed = _tally(must, row_of, rows), _tally(has, row_of, rows)
    return {
        "must_staff": needed,
        "staffed": staffed,
        "staffed_share": _share(staffed, needed),
        "full_time_workers": _distinct(row, assignments["worker"].to_numpy()[counts], rows),
    }


def _branches(plan: Plan, row_of: IntArray, rows: int) -> dict[str, npt.NDArray[Any]]:
    must = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.branch_required)
    state = branch_state(plan)
    needed = _tally(must, row_of, rows)
    own = _tally(must & (state == BranchState.OWN), row_of, rows)
    joint = _tally(must & (state == BranchState.JOINT), row_of, rows)
    found: dict[str, npt.NDArray[Any]] = {
        "must_branch": needed,
        "own_branch": own,
        "joint_branch": joint,
        "branch_covered_share": _share(own + joint, needed),
        "joint_share": _share(joint, needed),
    }
    branch, grid = seats(plan)
    tier = plan.tables["branches"]["tier"].to_numpy(dtype=object)[branch]
    for known in plan.scheme.tiers:
        here = tier == known.key
        found[f"branches_{known.key}"] = _distinct(row_of[grid[here]], branch[here], rows)
    return found


def _findings(plan: Plan, row_of: IntArray, rows: int, findings: Findings) -> dict[str, IntArray]:
    """Count findings for the rows of their grids; one that names no grid counts where its ground lies."""
    named = [finding for finding in findings.open if finding.grids]
    placed = [finding for finding in findings.open if not finding.grids and finding.where is not None]
    number = np.repeat(np.arange(len(named)), [len(finding.grids) for finding in named])
    grids = np.array([grid for finding in named for grid in finding.grids], dtype=np.int64)
    at = plan.positions(grids)
    number, at = number[at >= 0], at[at >= 0]
    if placed:
        # The point lies in a grid of every level; those of other levels have no row or the same one.
        inner = shapely.point_on_surface(np.array([finding.where for finding in placed], dtype=object))
        point, grid = grid_index(plan).query(inner, predicate="intersects")
        number = np.concatenate([number, len(named) + point])
        at = np.concatenate([at, grid])
    severity = np.array([finding.severity for finding in named + placed], dtype=object)[number]
    return {
        f"findings_{wanted}": _distinct(row_of[at[severity == wanted]], number[severity == wanted], rows)
        for wanted in SEVERITIES
    }


def _areas(plan: Plan) -> npt.NDArray[np.float64]:
    """Return the area of every grid; that of an invalid shape is of the ground that it encloses."""
    return np.nan_to_num(shapely.area(valid_shapes(plan)))


def _tally(which: BoolArray, row_of: IntArray, rows: int) -> IntArray:
    return np.bincount(row_of[which & (row_of >= 0)], minlength=rows)


def _distinct(row: IntArray, what: IntArray, rows: int) -> IntArray:
    """Return for each row how many different numbers it has."""
    pairs = np.unique(np.stack([row[row >= 0], what[row >= 0]], axis=1), axis=0)
    return np.bincount(pairs[:, 0], minlength=rows)


def _share(part: IntArray, whole: IntArray) -> npt.NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
