"""Who answers for a grid: a full-time worker, only somebody part-time, or nobody, on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from gridmap.model.arrays import BoolArray, IntArray, RowsByValue, moved_rows, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import kept, kept_by_day, kept_by_row
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme


class Staffing(IntEnum):
    """How a grid is staffed; a higher number is better."""

    NOBODY = 0
    PART_TIME = 1
    FULL_TIME = 2


def staffing_state(plan: Plan, grids: npt.ArrayLike | None = None, on: dt.date | None = None) -> npt.NDArray[np.int8]:
    """Return for every grid whether a full-time worker, only others, or nobody answers for it on a day.

    Only assignments made to the grid itself count, in force on that day (:func:`in_force`), of a worker who is in the
    table of workers. A role that the scheme does not call full-time counts as part-time, a responsible person as well.

    Parameters
    ----------
    plan : Plan
    grids : array of int, optional
        Ids of grids; all of the plan by default. An id that the plan does not have is answered with 0.
    on : date, optional
        The day; today by default.

    Returns
    -------
    array of int8, shape (n,)
        Values of :class:`Staffing`: 0 nobody, 1 part-time only, 2 full-time; in the order of ``grids``.
    """
    state = _states(plan, on)
    return state[:-1].copy() if grids is None else state[plan.positions(grids)]


def reassigned(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return the ids of the grids of which a change touches an assignment, before and after; ``None`` if also others.

    Others than those of assignments that a change touches may be answered for otherwise where workers or grids come or
    go, or become of another kind.
    """
    if not change.touched.isdisjoint(("workers.id", "grids.id", "grids.kind")):
        return None
    rows = change.rows.get("assignments")
    if rows is None:
        return np.empty(0, dtype=np.int64)
    return np.unique(np.concatenate([np.asarray(columns["grid"], dtype=np.int64) for columns in rows.columns]))


def reassigned_rows(old: Plan, new: Plan, change: Change, on: dt.date) -> tuple[IntArray, IntArray] | None:
    """Return the positions of the grids that :func:`reassigned` names, and all of their assignments that count."""
    grids = reassigned(old, new, change)
    if grids is None:
        return None
    at = new.positions(grids)
    rows = rows_by_grid(new).rows(grids[at >= 0])
    return at[at >= 0], rows[counting(new, on)[rows]]


@kept("assignments.grid")
def rows_by_grid(plan: Plan) -> RowsByValue:
    """Return where the assignments to each grid stand, by its id."""
    return RowsByValue.of(plan.tables["assignments"]["grid"].to_numpy())


@kept("assignments.worker")
def rows_by_worker(plan: Plan) -> RowsByValue:
    """Return where the assignments of each worker stand, by his id."""
    return RowsByValue.of(plan.tables["assignments"]["worker"].to_numpy())


def _states_again(
    old: Plan, new: Plan, change: Change, on: dt.date, state: npt.NDArray[np.int8]
) -> npt.NDArray[np.int8] | None:
    found = reassigned_rows(old, new, change, on)
    if found is None:
        return None
    at, rows = found
    state = state.copy()
    state[at] = Staffing.NOBODY
    _rate(new, rows, state)
    return state


@kept_by_day("assignments", "workers.id", "grids.id", follow=_states_again)
def _states(plan: Plan, on: dt.date) -> npt.NDArray[np.int8]:
    state = np.zeros(len(plan.ids) + 1, dtype=np.int8)  # the last place answers for ids that are not there (-1)
    _rate(plan, np.flatnonzero(counting(plan, on)), state)
    return state


def _rate(plan: Plan, rows: IntArray, state: npt.NDArray[np.int8]) -> None:
    """Write down who some assignments that count give to their grids."""
    where = assigned_positions(plan)[rows]
    state[where] = Staffing.PART_TIME
    state[where[is_full_time(plan)[rows]]] = Staffing.FULL_TIME


def needs_full_time_worker(plan: Plan, at: IntArray | slice = slice(None)) -> BoolArray:
    """Return which grids, or which at some positions, must have a full-time worker under the scheme. Shape (n,)."""
    roles = plan.scheme.full_time_roles
    return plan.of_kinds((kind for kind in plan.scheme.kinds if kind.worker_required and kind.worker_role in roles), at)


def duties(plan: Plan, which: BoolArray | IntArray) -> tuple[IntArray, IntArray]:
    """Return who answers for what under some rows of ``assignments``, each pair once.

    Parameters
    ----------
    which : bool, one for each row of ``plan.tables["assignments"]``, or places of rows
        For instance :func:`counting`; their workers and grids must exist.

    Returns
    -------
    worker, grid : int64 (k,)
        Ids of workers and positions in ``plan.ids``, by worker and then grid.
    """
    assignments = plan.tables["assignments"]
    worker = assignments["worker"].to_numpy()[which]
    grid = assigned_positions(plan)[which]
    order = np.lexsort((grid, worker))
    worker, grid = worker[order], grid[order]
    first = np.ones(len(worker), dtype=bool)
    first[1:] = (np.diff(worker) != 0) | (np.diff(grid) != 0)
    return worker[first], grid[first]


def duties_again(new: Plan, change: Change, which: BoolArray) -> tuple[IntArray, IntArray, IntArray] | None:
    """Return the workers of whom a change touches an assignment, and their :func:`duties` after it; ``None`` if none.

    Parameters
    ----------
    which : bool, one for each row of ``assignments`` after the change
    """
    workers = reassigned_workers(change)
    if not len(workers):
        return None
    rows = rows_by_worker(new).rows(workers)
    return workers, *duties(new, rows[which[rows]])


def reassigned_workers(change: Change) -> IntArray:
    """Return the ids of the workers of whom a change touches an assignment, before or after, ascending."""
    rows = change.rows.get("assignments")
    if rows is None:
        return np.empty(0, dtype=np.int64)
    return np.unique(np.concatenate([np.asarray(columns["worker"], dtype=np.int64) for columns in rows.columns]))


def workers_in(plan: Plan, grids: IntArray, which: BoolArray) -> IntArray:
    """Return the ids of the workers of some grids, ascending.

    Parameters
    ----------
    grids : int64
        Ids, ascending, none twice.
    which : bool, one for each row of ``assignments``
        Which of them count.
    """
    rows = rows_by_grid(plan).rows(grids)
    return np.unique(plan.tables["assignments"]["worker"].to_numpy()[rows[which[rows]]])


@kept_by_row("assignments", "role")
def is_full_time(plan: Plan, rows: IntArray) -> BoolArray:
    """Return which rows of ``assignments`` are of a role that the scheme calls full-time."""
    return is_one_of(plan.tables["assignments"]["role"].to_numpy(dtype=object)[rows], plan.scheme.full_time_roles)


@kept_by_row("assignments", "role")
def goes_round(plan: Plan, rows: IntArray) -> BoolArray:
    """Return which assignments are of a role in which somebody goes round a grid, and does not just answer for a unit.

    The latter are the roles that the scheme names for kinds of grids that need nobody, unless they are full-time.
    """
    return ~is_one_of(plan.tables["assignments"]["role"].to_numpy(dtype=object)[rows], resident_roles(plan.scheme))


def resident_roles(scheme: Scheme) -> frozenset[str]:
    """Return the roles in which somebody answers for a unit and does not go round, see :func:`goes_round`."""
    needed = {kind.worker_role for kind in scheme.kinds if kind.worker_required}
    named = {kind.worker_role for kind in scheme.kinds if not kind.worker_required}
    return frozenset(named - needed - set(scheme.full_time_roles) - {""})


def is_one_of(texts: npt.NDArray[np.object_], wanted: Iterable[str]) -> BoolArray:
    """Return which of many texts are among a few."""
    known = frozenset(wanted)
    return np.fromiter((text in known for text in texts.tolist()), dtype=bool, count=len(texts))


@kept_by_row("assignments", "worker", "grid", also=("workers.id", "grids.id"))
def known_ends(plan: Plan, rows: IntArray) -> BoolArray:
    """Return which rows of ``assignments`` have a worker and a grid that the plan has."""
    worker, grid = (plan.tables["assignments"][name].to_numpy()[rows] for name in ("worker", "grid"))
    return (positions_in(plan.tables["workers"].index.to_numpy(), worker) >= 0) & (plan.positions(grid) >= 0)


@kept_by_row("assignments", "grid", also=("grids.id",))
def assigned_positions(plan: Plan, rows: IntArray) -> IntArray:
    """Return where the grid of each row of ``assignments`` stands in ``plan.ids``, -1 if it is not there."""
    return plan.positions(plan.tables["assignments"]["grid"].to_numpy()[rows])


def _counting_again(old: Plan, new: Plan, change: Change, on: dt.date, counts: BoolArray) -> BoolArray | None:
    if not change.touched.isdisjoint(("workers.id", "grids.id")):
        return None
    before, after = (plan.tables["assignments"].index.to_numpy() for plan in (old, new))
    counts = moved_rows(before, after, counts, False)
    at = positions_in(after, change.ids("assignments"))
    at = at[at >= 0]
    counts[at] = has_begun(new, on, at) & ~has_ended(new, on, at) & known_ends(new)[at]
    return counts


@kept_by_day("assignments", "workers.id", "grids.id", follow=_counting_again)
def counting(plan: Plan, on: dt.date) -> BoolArray:
    """Return which rows of ``assignments`` count on a day: in force, with a worker and a grid that the plan has."""
    return in_force(plan, on) & known_ends(plan)


def in_force(plan: Plan, on: dt.date | None = None) -> BoolArray:
    """Return which rows of ``assignments`` are in force on a day: begun, and not ended before it.

    The first and the last day both count; an empty date is open.

    Parameters
    ----------
    plan : Plan
    on : date, optional
        The day; today by default.

    Returns
    -------
    array of bool, one for each row of ``plan.tables["assignments"]``
    """
    return has_begun(plan, on) & ~has_ended(plan, on)


def has_begun(plan: Plan, on: dt.date | None = None, rows: IntArray | None = None) -> BoolArray:
    """Return which rows of ``assignments`` have begun on a day or before it; an empty date is before every day.

    Parameters
    ----------
    rows : int64 (k,), optional
        Places of the rows that are asked about, a few; all by default.
    """
    first = _first_days(plan) if rows is None else _days(plan, "from_date", rows)
    return first <= (on or dt.date.today()).isoformat()


def has_ended(plan: Plan, on: dt.date | None = None, rows: IntArray | None = None) -> BoolArray:
    """Return which rows of ``assignments`` ended before a day; one with an empty date has not ended.

    Parameters
    ----------
    rows : int64 (k,), optional
        As for :func:`has_begun`.
    """
    until = _last_days(plan) if rows is None else _days(plan, "until_date", rows)
    return (until != "") & (until < (on or dt.date.today()).isoformat())


@kept_by_row("assignments", "from_date")
def _first_days(plan: Plan, rows: IntArray) -> npt.NDArray[np.str_]:
    """Return the first day of each assignment."""
    return _days(plan, "from_date", rows)


@kept_by_row("assignments", "until_date")
def _last_days(plan: Plan, rows: IntArray) -> npt.NDArray[np.str_]:
    """Return the last day of each assignment."""
    return _days(plan, "until_date", rows)


def _days(plan: Plan, column: str, rows: IntArray) -> npt.NDArray[np.str_]:
    """Return a day of some assignments as texts of fixed width, which compare quickly."""
    return plan.tables["assignments"][column].to_numpy(dtype=object)[rows].astype(str)


def workers_of(plan: Plan, grid: int, on: dt.date | None = None) -> IntArray:
    """Return the ids of the workers assigned to a grid on a day, ascending, each once."""
    assignments = plan.tables["assignments"]
    workers = assignments["worker"].to_numpy()[in_force(plan, on) & (assignments["grid"].to_numpy() == grid)]
    return np.intersect1d(workers, plan.tables["workers"].index.to_numpy())
