"""Rows with some value in a column are found without going through it, and put in place of others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.model.arrays import RowsByValue, runs_in, with_runs

few = st.lists(st.integers(-3, 6), max_size=12)


@given(few, st.sets(st.integers(-4, 7), max_size=5))
def test_the_rows_are_those_that_going_through_the_column_finds(column, wanted):
    ids, asked = np.array(column, dtype=np.int64), np.array(sorted(wanted), dtype=np.int64)
    assert RowsByValue.of(ids).rows(asked).tolist() == np.flatnonzero(np.isin(ids, asked)).tolist()
    ids.sort()
    assert runs_in(ids, asked).tolist() == np.flatnonzero(np.isin(ids, asked)).tolist()


@pytest.mark.parametrize(
    ("again", "worker", "grid"),
    [
        ([(2, 21), (2, 22)], [1, 2, 2, 4, 4], [10, 21, 22, 40, 41]),
        ([], [1, 4, 4], [10, 40, 41]),
        ([(2, 20), (3, 30), (3, 31)], [1, 2, 3, 3, 4, 4], [10, 20, 30, 31, 40, 41]),
    ],
)
def test_the_rows_of_some_values_are_put_in_place_of_those_before(again, worker, grid):
    known = np.array([1, 2, 4, 4]), np.array([10, 20, 40, 41])
    rows = np.array(again, dtype=np.int64).reshape(-1, 2)
    after = with_runs(known, np.array([2, 3]), (rows[:, 0], rows[:, 1]))
    assert [column.tolist() for column in after] == [worker, grid]
    assert [column.tolist() for column in known] == [[1, 2, 4, 4], [10, 20, 40, 41]], "what was known stays as it is"


def test_rows_that_are_there_already_leave_the_very_same():
    known = np.array([1, 2, 4, 4]), np.array([10, 20, 40, 41])
    assert with_runs(known, np.array([2, 4]), (np.array([2, 4, 4]), np.array([20, 40, 41]))) is known
    assert with_runs(known, np.array([4]), (np.array([4, 4]), np.array([41, 40])))[1].tolist() == [10, 20, 41, 40]
