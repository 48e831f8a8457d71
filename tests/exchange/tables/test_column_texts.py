"""What the cells of a column say is what each of them says alone, whatever else stands in the column."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.tables.sheet import cell_text, column_texts

VALUES = st.one_of(
    st.sampled_from(["", "甲", " 乙 ", "_x0041_", "丙\u3000", "_", "x0041_"]),
    st.sampled_from([0.0, -0.0, 1.0, 0.1 + 0.2, 13_812_345_678.0, 1e22, -1e-9, float("inf"), float("nan"), -0.5]),
    st.sampled_from([True, False, 1, 0]),
    st.sampled_from([dt.datetime(2024, 5, 1), dt.datetime(2024, 5, 1, 8, 30), dt.date(2024, 5, 1), dt.time(8, 30)]),
    st.just(dt.timedelta(hours=30)),
)


@given(st.one_of(st.lists(VALUES, max_size=9), VALUES.flatmap(lambda one: st.lists(st.just(one), max_size=9))))
def test_a_column_says_what_its_cells_say_one_by_one(values):
    assert list(column_texts(values)) == [cell_text(value) for value in values]


@given(st.lists(st.floats(), min_size=1, max_size=6), st.integers(1, 3))
def test_a_column_of_numbers_says_each_in_full(values, times):
    assert list(column_texts(values * times)) == [cell_text(value) for value in values * times]
