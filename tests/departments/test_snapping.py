"""A department's grids as unions of whole base grids."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gridmap.edits import DropDepartment, PutDepartment, SnapDepartment
from gridmap.ground.departments import crossings, laid_over, snapped
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from tests.departments.conftest import CELL, SOUTH, WEST, lattice, random_place, village, with_department


@settings(max_examples=10)
@given(st.integers(100, 10_000))
def test_snapping_keeps_households_and_tiles_the_base_grids_that_have_a_home(seed):
    plan = random_place(seed).plan
    laid = laid_over(plan, "公安")
    found = snapped(laid)
    assert (found.before - found.lost + found.gained == found.after).all()
    with_home = laid.home >= 0
    assert found.after.sum() == laid.of_base[with_home].sum()
    there = found.shape[~shapely.is_missing(found.shape)]
    ground = shapely.union_all(laid.pieces.base_shapes[with_home])
    assert shapely.area(there).sum() == pytest.approx(ground.area, rel=1e-12)
    assert shapely.union_all(there).symmetric_difference(ground).area == pytest.approx(0, abs=1e-6)
    assert found.moved == found.lost.sum() + laid.bare_households[with_home].sum()


@settings(max_examples=10)
@given(st.integers(100, 10_000))
def test_snapped_once_there_is_no_crossing_and_snapping_again_changes_nothing(seed):
    plan = random_place(seed).plan
    assume(snapped(laid_over(plan, "公安")).changes.any())
    after = plan.apply(SnapDepartment("公安").change(plan))
    laid = laid_over(after, "公安")
    assert not len(crossings(laid)) and not laid.outside_households.any()
    assert not snapped(laid).changes.any() and snapped(laid).moved == 0
    with pytest.raises(Refused, match="changes-nothing"):
        SnapDepartment("公安").change(after)


def test_the_borders_are_those_of_the_base_grids_to_the_last_bit():
    base = lattice(4, 4, CELL, 0.3)
    plan = with_department(village(base), "公安", lattice(2, 2, CELL * 2, 0.1, 7))
    after = plan.apply(SnapDepartment("公安").change(plan))
    known = {tuple(xy) for xy in shapely.get_coordinates(base).tolist()}
    assert {tuple(xy) for xy in shapely.get_coordinates(after.tables["department_grids"].geometry).tolist()} <= known


def test_a_grid_that_gets_nothing_is_named_and_has_no_ground_afterwards():
    base = lattice(2, 1, CELL)
    small = shapely.box(WEST + 150, SOUTH, WEST + 250, SOUTH + 50)
    police = np.array([shapely.difference(shapely.union_all(base), small), small])
    plan = with_department(village(base), "公安", police)
    assert snapped(laid_over(plan, "公安")).vanishing.tolist() == [2]
    after = plan.apply(SnapDepartment("公安").change(plan))
    assert after.tables["department_grids"].geometry.iloc[1] is None
    assert after.tables["department_grids"]["name"].tolist() == ["公安1", "公安2"]


def test_base_grids_of_which_most_is_in_none_stay_without_and_are_named():
    base = lattice(2, 1, CELL)
    plan = with_department(village(base), "城管", np.array([shapely.box(WEST, SOUTH, WEST + 250, SOUTH + 200)]))
    found = snapped(laid_over(plan, "城管"))
    assert found.left_out.tolist() == [4] and shapely.equals(found.shape[0], base[0])


def test_an_undone_snap_is_what_was_before_and_other_departments_stay():
    plan = with_department(random_place(3).plan, "环保", lattice(1, 1, 333.3))
    change = SnapDepartment("公安").change(plan)
    assert change.label == "snap-department" and change.values["department"] == "公安"
    after = plan.apply(change)
    assert after.apply(change.inverted()).same_content(plan)
    rows = after.tables["department_grids"]
    assert rows[rows["department"] == "环保"].geometry.tolist() == lattice(1, 1, 333.3).tolist()


def test_edits_of_departments_are_refused_with_a_reason():
    plan = with_department(village(lattice(1, 1, CELL)), "公安", lattice(1, 1, CELL))
    for edit, key in (
        (SnapDepartment("公安"), "changes-nothing"),
        (SnapDepartment("民政"), "department-unknown"),
        (DropDepartment("民政"), "department-unknown"),
        (PutDepartment(" ", plan.tables["department_grids"]), "department-without-name"),
        (PutDepartment("公安", plan.tables["department_grids"]), "changes-nothing"),
    ):
        with pytest.raises(Refused, match=key):
            edit.change(plan)
    without = Plan(plan.scheme, {"department_grids": plan.tables["department_grids"]})
    with pytest.raises(Refused, match="no-base-grids"):
        SnapDepartment("公安").change(without)
    assert not len(plan.apply(DropDepartment("公安").change(plan)).tables["department_grids"])
