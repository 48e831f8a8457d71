"""What is kept by day is worked out once for a day, and anew when what it reads is touched."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from gridmap.model.kept import kept_by_day
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

MONDAY, TUESDAY = dt.date(2026, 6, 15), dt.date(2026, 6, 16)
asked: list[dt.date] = []


@kept_by_day("assignments")
def rows_of_the_day(plan: Plan, on: dt.date) -> int:
    """Return how many assignments there are, and note that it was asked."""
    asked.append(on)
    return len(plan.tables["assignments"])


@pytest.fixture
def small_plan() -> Plan:
    grids = pd.DataFrame({"name": ["东网格", "西网格"]}, index=[7, 9])
    assignments = pd.DataFrame({"worker": [1, 2], "grid": [7, 9]}, index=[1, 2])
    return Plan(load_scheme(), {"grids": grids, "assignments": assignments})


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


def test_a_day_is_worked_out_once_and_another_day_by_itself(small_plan):
    assert [rows_of_the_day(small_plan, day) for day in (MONDAY, MONDAY, TUESDAY)] == [
        len(small_plan.tables["assignments"])
    ] * 3
    assert asked == [MONDAY, TUESDAY]


def test_without_a_day_it_is_today(small_plan):
    rows_of_the_day(small_plan)
    assert asked == [dt.date.today()]


def test_a_change_that_does_not_touch_what_it_reads_hands_it_on(small_plan):
    rows_of_the_day(small_plan, MONDAY)
    grid = 7
    renamed = small_plan.apply(
        change_of(small_plan, "test", put={"grids": edited_rows(small_plan, "grids", [grid], name="新名")})
    )
    rows_of_the_day(renamed, MONDAY)
    assert asked == [MONDAY]


def test_a_change_of_what_it_reads_has_it_worked_out_anew(small_plan):
    before = rows_of_the_day(small_plan, MONDAY)
    row = 1
    fewer = small_plan.apply(change_of(small_plan, "test", drop={"assignments": (row,)}))
    assert rows_of_the_day(fewer, MONDAY) == before - 1
    assert asked == [MONDAY, MONDAY]
    assert rows_of_the_day(small_plan, MONDAY) == before, "the plan before has its own"
