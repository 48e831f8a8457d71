"""The staff numbers of a plan follow its edits."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.people.staff_numbers import StaffNumbers, staff_numbers


@pytest.fixture
def numbered(town: Plan) -> Plan:
    """Three workers, of whom two have one number and the third has none."""
    ids = town.tables["workers"].index.to_numpy()
    rows = edited_rows(town, "workers", ids[:3], staff_number=np.array(["A17", "A17", ""], dtype=object))
    plan = town.apply(change_of(town, "put", put={"workers": rows}, drop={"workers": ids[3:]}))
    assert set(staff_numbers(plan)) == {"A17"}
    return plan


def given(plan: Plan, worker: int, number: str) -> StaffNumbers:
    """Return the staff numbers after one worker was given another number."""
    at = plan.tables["workers"].index.to_numpy()[[worker]]
    rows = edited_rows(plan, "workers", at, staff_number=np.array([number], dtype=object))
    return staff_numbers(plan.apply(change_of(plan, "put", put={"workers": rows})))


def test_a_number_that_comes_is_found_and_one_that_another_worker_has_as_well_stays(numbered: Plan) -> None:
    assert set(given(numbered, 2, "B2001")) == {"A17", "B2001"}
    assert given(numbered, 2, "B2001").within("see B2001") == {"B2001"}
    assert set(given(numbered, 0, "C3")) == {"A17", "C3"}
    assert set(given(numbered, 0, "")) == {"A17"}


def test_a_number_that_nobody_has_any_more_goes(numbered: Plan) -> None:
    ids = numbered.tables["workers"].index.to_numpy()
    one = numbered.apply(change_of(numbered, "drop", drop={"workers": ids[:1]}))
    assert set(staff_numbers(one)) == {"A17"}
    none = one.apply(change_of(one, "drop", drop={"workers": ids[1:2]}))
    assert set(staff_numbers(none)) == set() and not staff_numbers(none).within("A17")


def test_an_edit_that_changes_no_number_leaves_the_very_same_ones(numbered: Plan) -> None:
    ids = numbered.tables["workers"].index.to_numpy()
    rows = edited_rows(numbered, "workers", ids[:1], name=np.array(["王芳"], dtype=object))
    renamed = numbered.apply(change_of(numbered, "put", put={"workers": rows}))
    assert staff_numbers(renamed) is staff_numbers(numbered)
