"""Who answers for a grid on a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.staffing import Staffing, in_force, staffing_state, workers_of

DAY = dt.date(2026, 6, 15)
GRID, OTHER = 7, 9


def plan_with(*assignments: tuple[int, int, str, str, str]) -> Plan:
    grids = pd.DataFrame({"kind": ["comprehensive", "comprehensive"]}, index=[GRID, OTHER])
    workers = pd.DataFrame({"name": ["甲", "乙"]}, index=[1, 2])
    columns = ["worker", "grid", "role", "from_date", "until_date"]
    rows = pd.DataFrame(list(assignments), columns=columns, index=range(1, len(assignments) + 1))
    return Plan(load_scheme(), {"grids": grids, "workers": workers, "assignments": rows})


@pytest.mark.parametrize(
    ("assignment", "state"),
    [
        ((1, GRID, "full_time", "", ""), Staffing.FULL_TIME),
        ((1, GRID, "part_time", "", ""), Staffing.PART_TIME),
        ((1, GRID, "responsible", "", ""), Staffing.PART_TIME),
        ((1, GRID, "", "", ""), Staffing.PART_TIME),
        ((1, GRID, "full_time", "2026-06-15", ""), Staffing.FULL_TIME),  # first day counts
        ((1, GRID, "full_time", "2026-06-16", ""), Staffing.NOBODY),  # not begun
        ((1, GRID, "full_time", "2020-01-01", "2026-06-15"), Staffing.FULL_TIME),  # last day counts
        ((1, GRID, "full_time", "2020-01-01", "2026-06-14"), Staffing.NOBODY),  # ended
        ((3, GRID, "full_time", "", ""), Staffing.NOBODY),  # no such worker
        ((1, 8, "full_time", "", ""), Staffing.NOBODY),  # no such grid
    ],
)
def test_one_assignment_staffs_its_grid_if_it_is_in_force(assignment, state):
    assert staffing_state(plan_with(assignment), on=DAY).tolist() == [state, Staffing.NOBODY]


def test_full_time_wins_whatever_the_order():
    rows = [(1, GRID, "full_time", "", ""), (2, GRID, "part_time", "", ""), (2, OTHER, "part_time", "", "")]
    for plan in (plan_with(*rows), plan_with(*rows[::-1])):
        assert staffing_state(plan, on=DAY).tolist() == [2, 1]


def test_grids_are_answered_in_the_order_asked_and_strangers_with_nobody():
    plan = plan_with((1, OTHER, "full_time", "", ""))
    state = staffing_state(plan, [OTHER, 12345, GRID, OTHER], DAY)
    assert state.dtype == np.int8
    assert state.tolist() == [2, 0, 0, 2]


def test_a_plan_without_people_is_staffed_by_nobody():
    assert staffing_state(plan_with(), on=DAY).tolist() == [0, 0]
    assert staffing_state(Plan(load_scheme())).shape == (0,)


def test_today_is_the_day_unless_another_is_asked():
    tomorrow = (dt.date.today() + dt.timedelta(days=2)).isoformat()
    plan = plan_with((1, GRID, "full_time", "", ""), (1, OTHER, "full_time", tomorrow, ""))
    assert in_force(plan).tolist() == [True, False]
    assert staffing_state(plan).tolist() == [2, 0]


def test_workers_of_a_grid_are_those_in_force_each_once():
    plan = plan_with(
        (2, GRID, "full_time", "", ""),
        (2, GRID, "part_time", "", ""),
        (1, GRID, "part_time", "", "2020-01-01"),
        (1, OTHER, "full_time", "", ""),
    )
    assert workers_of(plan, GRID, DAY).tolist() == [2]
    assert workers_of(plan, 999, DAY).tolist() == []
