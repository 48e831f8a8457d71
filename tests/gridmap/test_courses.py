"""The course of an indicator: its value on several days is that of the statistics, and what is not known is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gridmap.figures.courses import Course, courses, courses_of_a_year, days_between
from gridmap.figures.rows import column_of
from gridmap.figures.trend import trend
from gridmap.indicators.counted import figures_of
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from sample_data.make import make_plan
from ui.words.courses import course_in_words, courses_for_page, mark_in_words, rows_in_words, scale_of, why_no_line

FIRST, LAST = dt.date(2025, 6, 15), dt.date(2026, 6, 15)
DAYS = [FIRST, dt.date(2025, 9, 14), dt.date(2025, 12, 14), dt.date(2026, 3, 16), LAST]


def growing(plan, kind="council", of=4):
    """Return a plan in which a quarter of a kind's facilities is there from each of four of the days on."""
    table = plan.tables["facilities"].copy()
    rows = table.index[table["kind"] == kind]
    for at, row in enumerate(rows):
        table.loc[row, "from_date"] = DAYS[1 + at * of // len(rows)].isoformat()
    return Plan(plan.scheme, {**plan.tables, "facilities": table})


@pytest.fixture(scope="module")
def town():
    return growing(make_plan("town", 2020))


def test_five_days_are_looked_at_and_some_of_the_history():
    assert days_between(FIRST, LAST) == DAYS
    assert days_between(FIRST, FIRST) == [FIRST]
    told = [FIRST + dt.timedelta(days=day) for day in (-5, 3, 4, 5, 6, 7, 8, 400)]
    assert days_between(FIRST, LAST, told) == sorted({*DAYS, *(FIRST + dt.timedelta(days=d) for d in (3, 5, 6, 8))})
    with pytest.raises(BadInput, match="days-reversed"):
        days_between(LAST, FIRST)


def test_the_values_are_those_of_the_statistics_on_each_day(town):
    found = courses([(day, town) for day in DAYS])
    assert [one.indicator.key for one in found] == [
        key for key, one in figures_of(town, LAST).items() if one["value"] is not None
    ]
    for one in found:
        for day, value in zip(one.days, one.values, strict=True):
            assert value == pytest.approx(figures_of(town, day)[one.indicator.key]["value"])
        compared = trend(town, town, "town", FIRST, LAST)
        assert (one.values[0], one.values[-1]) == pytest.approx(compared.whole(column_of(one.indicator)))
    [council] = [one for one in found if one.indicator.key == "council"]
    assert council.values == pytest.approx((0, 0.25, 0.5, 0.75, 1), abs=0.09)
    assert (council.values[0], council.values[-1], council.is_reached) == (0, 1, True)


def test_each_day_has_the_plan_of_that_day(town):
    """Without its facilities a day has no data; so the line has one value, and that is said."""
    bare = Plan(town.scheme, {**town.tables, "facilities": town.tables["facilities"].iloc[:0]})
    [council, *_] = courses([(FIRST, bare), (LAST, town)])
    assert (council.lacks, council.known) == ("earlier", ((LAST, 1.0),))
    assert why_no_line(council, "zh") == "更早的日期没有数据，画不出走势；2026-06-15 为 100.0%。"
    assert courses([(FIRST, bare), (LAST, bare)]) == () == courses([])
    empty = Course(council.indicator, (FIRST, LAST), (float("nan"),) * 2)
    assert (empty.lacks, course_in_words(empty, "en")) == (
        "data",
        "There is no data of these days, so there is no line to draw.",
    )


def test_a_course_is_said_in_one_sentence_and_row_by_row(town):
    [council] = [
        one for one in courses([(FIRST, town), (DAYS[2], town), (LAST, town)]) if one.indicator.key == "council"
    ]
    half = rows_in_words(council, "zh")[1][1]
    assert course_in_words(council, "zh") == (
        "2025-06-15 为 0.0%，2026-06-15 为 100.0%（+100.0 个百分点）；目标 100.0%，达标。"
    )
    assert rows_in_words(council, "zh")[0] == ("2025-06-15", "0.0%", "–")
    assert rows_in_words(council, "zh")[2][2] == f"+{100 - float(half[:-1]):.1f} 个百分点"


@pytest.mark.parametrize(
    ("values", "target", "low", "high", "marks"),
    [
        ((0.62, 0.93), 1.0, 0.4, 1.0, ["40%", "60%", "80%", "100%"]),
        ((0.0, 0.5), 1.0, 0.0, 1.0, ["0%", "25%", "50%", "75%", "100%"]),
        ((1.0, 1.0), 1.0, 0.98, 1.0, ["98%", "98.5%", "99%", "99.5%", "100%"]),
        ((0.0, 0.0), 0.0, 0.0, 4e-6, None),
    ],
)
def test_a_scale_holds_the_course_and_its_target(town, values, target, low, high, marks):
    asked = replace(town.scheme.indicator("council"), target=target)
    course = Course(asked, (FIRST, LAST), values)
    scale = scale_of(course)
    assert scale.low <= min(values) and scale.high >= max(*values, target) and scale.high > scale.low
    if marks:
        assert (scale.low, scale.high) == pytest.approx((low, high))
        assert [mark_in_words(asked, mark) for mark in scale.marks] == marks


def test_a_page_is_given_places_and_words_only(town):
    [one] = courses_for_page([Course(town.scheme.indicator("council"), (FIRST, LAST), (0.5, 1.0))], "en")
    assert [point[:2] for point in one["points"]] == [[0, 0.5], [1, 1]] and one["at"] == 1
    assert one["points"][1][2:] == ["2026-06-15", "100.0%"]


def test_of_some_grids_the_course_is_theirs(town):
    [village, *_] = town.ids[town.ranks == 2].tolist()
    whole, part = courses_of_a_year(town, LAST), courses_of_a_year(town, LAST, (village,))
    of_part = trend(town, town, "village", FIRST, LAST, within=[village])
    for one in part:
        assert one.values[-1] == pytest.approx(of_part.whole(column_of(one.indicator))[1])
    assert [one.values for one in whole] != [one.values for one in part]
    assert courses_of_a_year(town, LAST, (10**6,)) == ()
