"""Between two days: who left and came, what was vacant from when to when, how far the days were covered."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.people.turnover import Turnover, turnover
from gridmap.people.vacancies import lacking, vacant_since
from tests.people.conftest import drawn

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def found(*rows: tuple[int, str, str, str, str]) -> tuple[Plan, Turnover]:
    plan = drawn("ab", rows=rows)
    return plan, turnover(plan, FIRST, LAST)


def stretches(plan: Plan, result: Turnover) -> list[tuple[str, str | None, str | None, int]]:
    table = result.vacant
    codes = plan.codes(table["grid"].to_numpy())
    return list(zip(codes, table["since"].tolist(), table["until"].tolist(), table["days"].tolist(), strict=True))


def test_who_left_and_who_came_after_a_while():
    rows = [
        (1, "a", "full_time", "2020-01-01", "2026-03-31"),
        (2, "a", "full_time", "2026-05-01", ""),
        (3, "b", "full_time", "", ""),
    ]
    plan, result = found(*rows)
    [left] = result.left.to_dict("records")
    assert (left["worker"], left["on"], left["vacant_since"], left["filled_on"]) == (
        1, "2026-03-31", "2026-04-01", "2026-05-01",
    )  # fmt: skip
    [came] = result.came.to_dict("records")
    assert (came["worker"], came["on"]) == (2, "2026-05-01")
    assert stretches(plan, result) == [("a", "2026-04-01", "2026-04-30", 30)]
    [town] = result.coverage.to_dict("records")
    assert (town["grids"], town["lacking_first"], town["lacking_last"], town["days_vacant"]) == (2, 0, 0, 30)
    assert town["covered_share"] == pytest.approx(1 - 30 / 730)


def test_who_left_where_somebody_else_is_leaves_nothing_vacant():
    rows = [(1, "a", "full_time", "", "2026-03-31"), (2, "a", "full_time", "2025-01-01", "")]
    plan, result = found(*rows)
    assert result.left["vacant_since"].tolist() == [None] and [row[0] for row in stretches(plan, result)] == ["b"]


def test_what_was_vacant_before_says_since_when_and_what_lasts_has_no_end():
    plan, result = found((1, "a", "full_time", "2020-01-01", "2025-06-30"))
    assert stretches(plan, result) == [("a", "2025-07-01", None, 365), ("b", None, None, 365)]
    assert result.left.empty and result.came.empty


def test_a_part_timer_neither_fills_nor_is_forgotten():
    plan, result = found((1, "a", "part_time", "2026-02-01", "2026-02-28"))
    assert len(result.left) == len(result.came) == 1
    assert stretches(plan, result)[0] == ("a", None, None, 365)


def test_days_the_wrong_way_round_are_bad_input():
    with pytest.raises(BadInput, match="days-reversed"):
        turnover(drawn("a"), LAST, FIRST)


DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(12)]
WRITTEN = st.sampled_from(["", *(day.isoformat() for day in DAYS)])


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 3), st.sampled_from("ab"), st.sampled_from(["full_time", "part_time"]), WRITTEN, WRITTEN
        ),
        max_size=6,
    )
)
def test_the_days_between_are_what_each_day_says_alone(rows):
    """Every day asked on its own (:func:`lacking`) against the stretches, which are worked out at once."""
    plan = drawn("ab", rows=rows)
    first, last = DAYS[2], DAYS[9]
    table = turnover(plan, first, last).vacant
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    by_day = {grid: [day for day in days if lacking(plan, day)[at]] for at, grid in enumerate(plan.ids.tolist())}
    assert table.groupby("grid")["days"].sum().to_dict() == {g: len(lacks) for g, lacks in by_day.items() if lacks}
    for _, row in table.iterrows():
        own = by_day[row["grid"]]
        last_day = dt.date.fromisoformat(row["until"]) if row["until"] else last
        assert last_day in own and last_day + dt.timedelta(days=1) not in own
        begin = last_day - dt.timedelta(days=row["days"] - 1)
        at = np.flatnonzero(plan.ids == row["grid"])
        assert row["since"] == vacant_since(plan, at, begin)[0] or row["since"] == begin.isoformat()
