"""Who answers for a grid: a full-time worker, only somebody part-time, or nobody, on a given day."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from gridmap.plan import BoolArray, IntArray, Plan, positions_in


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
    assignments = plan.tables["assignments"]
    counts = in_force(plan, on) & (positions_in(plan.tables["workers"].index.to_numpy(), assignments["worker"]) >= 0)
    full_time = np.isin(assignments["role"].to_numpy(dtype=object), plan.scheme.full_time_roles)
    where = plan.positions(assignments["grid"])
    counts &= where >= 0
    state = np.zeros(len(plan.ids) + 1, dtype=np.int8)  # the last place answers for ids that are not there (-1)
    state[where[counts]] = Staffing.PART_TIME
    state[where[counts & full_time]] = Staffing.FULL_TIME
    return state[:-1] if grids is None else state[plan.positions(grids)]


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
    assignments = plan.tables["assignments"]
    day = (on or dt.date.today()).isoformat()
    begun = assignments["from_date"].to_numpy(dtype=object) <= day
    until = assignments["until_date"].to_numpy(dtype=object)
    return begun & ((until == "") | (until >= day))


def workers_of(plan: Plan, grid: int, on: dt.date | None = None) -> IntArray:
    """Return the ids of the workers assigned to a grid on a day, ascending, each once."""
    assignments = plan.tables["assignments"]
    workers = assignments["worker"].to_numpy()[in_force(plan, on) & (assignments["grid"].to_numpy() == grid)]
    return np.intersect1d(workers, plan.tables["workers"].index.to_numpy())
