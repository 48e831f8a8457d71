"""The day that counts: today until another is chosen, and the next day once midnight has passed."""

from __future__ import annotations

import datetime as dt

import pytest

from ui.session.counted_day import CountedDay

MONDAY = dt.date(2026, 6, 15)


@pytest.fixture
def day(qapp, monkeypatch):
    """A day whose clock stands at Monday until a test sets it."""
    clock = [MONDAY]
    monkeypatch.setattr(CountedDay, "today", staticmethod(lambda: clock[0]))
    counted = CountedDay()
    counted.clock = clock
    counted.told = []
    counted.changed.connect(counted.told.append)
    return counted


def test_today_follows_midnight(day):
    assert (day.date, day.is_today) == (MONDAY, True)
    day.clock[0] += dt.timedelta(days=1)
    assert day.date == MONDAY  # nobody has been told
    day.look_at_clock()
    assert (day.date, day.is_today, day.told) == (dt.date(2026, 6, 16), True, [dt.date(2026, 6, 16)])


def test_a_day_that_was_chosen_stays_over_midnight(day):
    day.choose(dt.date(2025, 12, 31))
    day.clock[0] += dt.timedelta(days=1)
    day.look_at_clock()
    assert (day.date, day.is_today, day.told) == (dt.date(2025, 12, 31), False, [dt.date(2025, 12, 31)])


def test_today_chosen_by_its_date_is_today_and_a_planned_day_that_comes_is_too(day):
    day.choose(MONDAY)
    assert day.is_today and day.told == []
    day.choose(MONDAY + dt.timedelta(days=1))
    assert not day.is_today
    day.clock[0] += dt.timedelta(days=1)
    day.look_at_clock()
    assert day.is_today and day.told == [dt.date(2026, 6, 16)]
