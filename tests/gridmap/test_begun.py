"""A result that was begun in another thread is worked out once, whoever comes first, and follows changes like any."""

from __future__ import annotations

import sys
import threading
import weakref

import numpy as np
import pandas as pd
import pytest

from gridmap.checks import ahead, run_checks
from gridmap.ground.placement import building_index, building_points, placement
from gridmap.ground.tiling import tiling
from gridmap.model.kept import kept, kept_by_row
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from sample_data.make import make_plan

PATIENCE_S = 20.0
done_by: list[int] = []
fails: list[str] = []


@kept("grids.name")
def names(plan: Plan) -> list[str]:
    """Return the names of the grids, and note who was asked."""
    done_by.append(threading.get_ident())
    if fails:
        raise ValueError(fails.pop())
    return plan.grids["name"].tolist()


@kept_by_row("grids", "name")
def lengths(plan: Plan, rows: np.ndarray) -> np.ndarray:
    """Return how long the names of some grids are, and note of how many it was asked."""
    done_by.append(len(rows))
    return np.array([len(plan.grids["name"].iloc[row]) for row in rows], dtype=np.int64)


@pytest.fixture
def small_plan() -> Plan:
    done_by.clear()
    fails.clear()
    return Plan(load_scheme(), {"grids": pd.DataFrame({"name": ["东网格", "西网格"]}, index=[7, 9])})


def test_who_asks_before_the_other_has_begun_does_it_and_the_other_does_it_no_more(small_plan):
    put_off = []
    names.begin(small_plan, put_off.append)
    names.begin(small_plan, put_off.append)  # it is begun already
    assert names(small_plan) == ["东网格", "西网格"]
    assert len(put_off) == 1
    put_off[0]()
    assert done_by == [threading.get_ident()]
    assert small_plan.results[names.key] is names(small_plan)


def test_who_asks_while_the_other_is_at_it_waits_for_it(small_plan):
    at_it, go_on = threading.Event(), threading.Event()

    def other(work) -> None:
        def slowly() -> None:
            at_it.set()
            go_on.wait(PATIENCE_S)
            work()

        threading.Thread(target=slowly).start()

    names.begin(small_plan, other)
    assert at_it.wait(PATIENCE_S)
    go_on.set()
    assert names(small_plan) == ["东网格", "西网格"]
    assert len(done_by) == 1


def test_what_went_wrong_in_the_other_thread_is_tried_again_by_who_asks(small_plan):
    fails.append("gone")

    def other(work) -> None:
        with pytest.raises(ValueError, match="gone"):
            work()

    names.begin(small_plan, other)
    assert names(small_plan) == ["东网格", "西网格"]


def test_a_plan_that_comes_of_a_change_meanwhile_has_its_own_result(small_plan):
    put_off = []
    names.begin(small_plan, put_off.append)
    renamed = small_plan.apply(
        change_of(small_plan, "test", put={"grids": edited_rows(small_plan, "grids", [7], name="新名")})
    )
    assert names(renamed) == ["新名", "西网格"]
    put_off[0]()
    assert names(small_plan) == ["东网格", "西网格"]


def of_another_parent(plan: Plan) -> Plan:
    return plan.apply(change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [7], parent=9)}))


def test_a_change_waits_for_nothing_that_was_begun_and_what_it_does_not_touch_is_worked_out_once(small_plan):
    put_off = []
    names.begin(small_plan, put_off.append)
    moved = of_another_parent(small_plan)
    assert done_by == [] and not names.is_known(moved)
    put_off[0]()
    assert names.is_known(small_plan) and names.is_known(moved)
    assert names(moved) == ["东网格", "西网格"] and names(moved) is names(small_plan)
    assert len(done_by) == 1


def test_what_follows_changes_does_so_from_what_was_begun_once_somebody_asks(small_plan):
    put_off = []
    lengths.begin(small_plan, put_off.append)
    renamed = small_plan.apply(
        change_of(small_plan, "test", put={"grids": edited_rows(small_plan, "grids", [7], name="最东网格")})
    )
    assert done_by == [] and not lengths.is_known(renamed)
    put_off[0]()
    assert lengths.is_known(renamed)
    assert lengths(renamed).tolist() == [4, 3] and lengths(small_plan).tolist() == [3, 3]
    assert done_by == [2, 1], "all rows of the first plan, then the one that changed"


@pytest.mark.parametrize("late", [False, True])
def test_a_check_finds_the_same_whether_or_not_another_core_places_the_buildings(monkeypatch, late):
    town = make_plan("town", 2020)
    alone, beside = (Plan.of_conformed(town.scheme, town.tables) for _ in range(2))
    monkeypatch.setattr(ahead, "CORES", 1)
    expected = run_checks(alone)
    monkeypatch.setattr(ahead, "CORES", 2)
    monkeypatch.setattr(ahead, "WORTH_PLACING", 0)
    handed_over = []
    monkeypatch.setattr(ahead, "elsewhere", handed_over.append if late else lambda work: work())
    found = run_checks(beside)
    # Points, index, placement, what comes after that, and what a rule asks; after that comes what three rules ask.
    assert len(handed_over) == (5 if late else 0)
    for work in handed_over[:]:
        work()
    assert len(handed_over) == (8 if late else 0)
    assert [finding.id for finding in found.open] == [finding.id for finding in expected.open]
    assert np.array_equal(placement(beside).holder, placement(alone).holder)
    known = (building_points, building_index, placement, tiling)
    assert all(a is b for a, b in zip([of(beside) for of in known], [of(beside) for of in known], strict=True))


def test_turns_are_as_long_as_before_when_the_last_of_several_checks_is_done():
    usual = sys.getswitchinterval()
    one, two = ahead.quick_turns(), ahead.quick_turns()
    one.__enter__()
    two.__enter__()
    assert sys.getswitchinterval() < usual
    one.__exit__(None, None, None)  # the first that came goes first
    assert sys.getswitchinterval() < usual
    two.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_what_was_begun_and_asked_by_nobody_lets_go_of_its_plan_once_it_is_done(small_plan):
    put_off = []
    names.begin(small_plan, put_off.append)
    put_off.pop()()
    gone = weakref.ref(small_plan.results[names.key])
    assert names(small_plan) == ["东网格", "西网格"]
    assert gone() is None and len(done_by) == 1
