"""What stands in one row of figures: counts, homes, people, branches, findings of the grids that belong to it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.figures.items import columns_for_rows
from gridmap.figures.reach import reach_of_rows
from gridmap.figures.roles import columns_of_roles
from gridmap.ground.placement import declared_own, holder_positions
from gridmap.ground.tiling.proof import grid_index, valid_shapes
from gridmap.indicators.counted import indicators, rows_of_units
from gridmap.indicators.facilities import facilities_in_force, facility_positions, of_kind
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.indicators import Indicator
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, needs_branch, seats
from gridmap.people.staffing import Staffing, counting, is_full_time, needs_full_time_worker, staffing_state

if TYPE_CHECKING:
    from gridmap.checks.finding import Finding
    from gridmap.checks.run import Findings

SEVERITIES = ("error", "warning", "notice")


@dataclass(frozen=True, eq=False)
class Rows:
    """Which row of a table every grid belongs to.

    Attributes
    ----------
    of : int64 (n,)
        In the order of ``plan.ids``, -1 for none.
    count : int
    rest_of : int64 (count,), optional
        For each row the one that has what is in no other of its group, itself among these; none without such rows.
    everything : bool
        Whether the table is of the whole plan, so that what concerns no grid at all belongs to the rest.
    """

    of: IntArray
    count: int
    rest_of: IntArray | None = None
    everything: bool = False


def column_of(asked: Indicator) -> str:
    """Return the column of :func:`rollup` with the values of an indicator."""
    return f"indicator_{asked.key}_{'share' if asked.is_share else 'rate'}"


def figures_of_rows(
    plan: Plan, rows: Rows, kinds: list[str], on: dt.date | None, findings: Findings | None
) -> pd.DataFrame:
    """Return the figures of some rows, all but their ground, which is not made of what is below them."""
    columns: dict[str, Any] = {**_counts(plan, rows, kinds), **homes_of_rows(plan, rows)}
    columns["area_m2"] = np.zeros(rows.count)
    columns |= _people(plan, rows, on) | _branches(plan, rows, on) | reach_of_rows(plan, rows.of, rows.count, on)
    columns |= columns_for_rows(plan, rows.of, rows.count, on)
    columns |= columns_of_roles(plan, rows.of, rows.count, on)
    if findings is not None:
        columns |= _findings(plan, rows, findings)
    return pd.DataFrame(columns | _counted(plan, rows, on))


def _counts(plan: Plan, rows: Rows, kinds: list[str]) -> dict[str, IntArray]:
    return {f"n_{key}": _tally(plan.kind_numbers == plan.scheme.kind_index(key), rows) for key in kinds}


def homes_of_rows(plan: Plan, rows: Rows) -> dict[str, IntArray]:
    """Count what is in the buildings whose grid belongs to each row."""
    holder = holder_positions(plan)
    held = np.flatnonzero(holder >= 0)
    row = rows.of[holder[held]]
    held, row = held[row >= 0], row[row >= 0]
    found = {
        name: np.bincount(row, weights=plan.buildings[name].to_numpy()[held], minlength=rows.count).astype(np.int64)
        for name in ("households", "residents")
    }
    belongs = np.flatnonzero(rows.of >= 0)
    for name in found:
        own = declared_own(plan, name)[belongs]
        found[name] += np.bincount(rows.of[belongs], weights=own, minlength=rows.count).astype(np.int64)
    return {**found, "buildings": np.bincount(row, minlength=rows.count)}


def _people(plan: Plan, rows: Rows, on: dt.date | None) -> dict[str, npt.NDArray[Any]]:
    must = needs_full_time_worker(plan)
    has = must & (staffing_state(plan, on=on) == Staffing.FULL_TIME)
    assignments = plan.tables["assignments"]
    counts = counting(plan, on) & is_full_time(plan)
    row = rows.of[plan.positions(assignments["grid"].to_numpy()[counts])]
    needed, staffed = _tally(must, rows), _tally(has, rows)
    return {
        "must_staff": needed,
        "staffed": staffed,
        "staffed_share": _share(staffed, needed),
        "full_time_workers": _distinct(row, assignments["worker"].to_numpy()[counts], rows),
    }


def _branches(plan: Plan, rows: Rows, on: dt.date | None) -> dict[str, npt.NDArray[Any]]:
    must, state = needs_branch(plan), branch_state(plan, on=on)
    needed = _tally(must, rows)
    own = _tally(must & (state == BranchState.OWN), rows)
    joint = _tally(must & (state == BranchState.JOINT), rows)
    found: dict[str, npt.NDArray[Any]] = {
        "must_branch": needed,
        "own_branch": own,
        "joint_branch": joint,
        "branch_covered_share": _share(own + joint, needed),
        "joint_share": _share(joint, needed),
    }
    branch, grid = seats(plan, on=on)
    tier = plan.tables["branches"]["tier"].to_numpy(dtype=object)[branch]
    for known in plan.scheme.tiers:
        here = tier == known.key
        found[f"branches_{known.key}"] = _distinct(rows.of[grid[here]], branch[here], rows)
    return found


def _counted(plan: Plan, rows: Rows, on: dt.date | None) -> dict[str, npt.NDArray[Any]]:
    """Count facilities for the rows of their grids, and work out the indicators, of which the rest has none."""
    found: dict[str, npt.NDArray[Any]] = {}
    if plan.scheme.facilities:
        at, there = facility_positions(plan), facilities_in_force(plan, on)
        row = np.append(rows.of, -1)[at]
        number = plan.tables["facilities"]["count"].to_numpy()
        for kind in plan.scheme.facilities:
            here = of_kind(plan, kind.key) & there & (row >= 0)
            found[f"facilities_{kind.key}"] = np.bincount(row[here], weights=number[here], minlength=rows.count).astype(
                np.int64
            )
    for counted in indicators(plan, on).values() if plan.scheme.indicators else ():
        value = counted.by_row(rows_of_units(plan, counted, rows.of), rows.count)
        if rows.rest_of is not None:
            value[rows.rest_of] = math.nan
        found[column_of(counted.indicator)] = value
    return found


def _findings(plan: Plan, rows: Rows, findings: Findings) -> dict[str, IntArray]:
    """Count findings for the rows of their grids; one that names no grid counts where its ground lies."""
    number, at = concerned(plan, findings.open)
    severity = np.array([finding.severity for finding in findings.open], dtype=object)
    row = rows.of[at]
    if rows.everything:  # those that concern no grid at all
        nowhere = np.setdiff1d(np.arange(len(severity)), number)
        number = np.concatenate([number, nowhere])
        row = np.concatenate([row, np.full(len(nowhere), rows.count - 1)])
    return {
        f"findings_{wanted}": _distinct(row[severity[number] == wanted], number[severity[number] == wanted], rows)
        for wanted in SEVERITIES
    }


def concerned(plan: Plan, findings: Sequence[Finding]) -> tuple[IntArray, IntArray]:
    """Return which grids findings concern: those they name, or else those of every level in which their ground lies.

    Returns
    -------
    which, grid : int64 (k,)
        Pairs: place in ``findings``, and in ``plan.ids``.
    """
    named = np.repeat(np.arange(len(findings)), [len(finding.grids) for finding in findings])
    at = plan.positions(np.array([grid for finding in findings for grid in finding.grids], dtype=np.int64))
    named, at = named[at >= 0], at[at >= 0]
    placed = np.array(
        [i for i, finding in enumerate(findings) if not finding.grids and finding.where is not None], dtype=np.int64
    )
    if not len(placed):
        return named, at
    inner = shapely.point_on_surface(np.array([findings[i].where for i in placed.tolist()], dtype=object))
    point, grid = grid_index(plan).query(inner, predicate="intersects")
    return np.concatenate([named, placed[point]]), np.concatenate([at, grid])


def areas(plan: Plan, at: IntArray | None = None) -> npt.NDArray[np.float64]:
    """Return the area of every grid, or of those at some places, square metres.

    That of an invalid shape is of the ground that it encloses.
    """
    shapes = valid_shapes(plan)
    return np.nan_to_num(shapely.area(shapes if at is None else shapes[at]))


def _tally(which: BoolArray, rows: Rows) -> IntArray:
    return np.bincount(rows.of[which & (rows.of >= 0)], minlength=rows.count)


def _distinct(row: IntArray, what: IntArray, rows: Rows) -> IntArray:
    """Return for each row how many different numbers it has; a rest has those that no other row of its group has."""
    numbers, what = np.unique(what[row >= 0], return_inverse=True)
    width = max(len(numbers), 1)
    row, what = np.divmod(np.unique(row[row >= 0] * width + what), width)
    if rows.rest_of is not None:
        group = rows.rest_of[row]
        in_rest = row == group
        known = group * width + what
        row = row[~in_rest | ~np.isin(known, known[~in_rest])]
    return np.bincount(row, minlength=rows.count)


def _share(part: IntArray, whole: IntArray) -> npt.NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
