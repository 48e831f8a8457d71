"""What to show of a step: the ground that changed hands, else what it is about."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.edits import AddCompound, CorrectCompound, GiveGround, PutRows, RemoveOutline, SetAttributes
from tests.drafts.conftest import A, B, ground, village_plan
from ui.session.steps import Step


def step_of(edit) -> Step:
    plan = village_plan()
    change = edit.change(plan)
    return Step("undo", change.label, change.values, plan, plan.apply(change), change)


def test_ground_that_is_given_is_shown_and_nothing_else():
    strip = ground(80, 0, 100, 100)
    shown = shapely.union_all(step_of(GiveGround(strip, B)).ground)
    assert shown.symmetric_difference(strip).area == pytest.approx(0, abs=1e-6)


def test_of_an_attribute_the_whole_grid_is_shown():
    step = step_of(SetAttributes("grids", (A,), {"name": "东门"}))
    assert step.grids.tolist() == [A]
    assert shapely.equals(step.ground, [step.before.shape(A)]).tolist() == [True]


def test_a_grid_that_comes_or_goes_is_shown_whole():
    plan = village_plan()
    step = step_of(PutRows("drop", drop={"grids": (A,)}))
    assert shapely.equals(step.ground, [plan.shape(A)]).tolist() == [True]


def test_what_lies_nowhere_shows_nothing():
    worker = int(village_plan().tables["workers"].index[0])
    assert len(step_of(SetAttributes("workers", (worker,), {"name": "王五"})).ground) == 0


def test_of_an_assignment_the_grid_is_shown():
    plan = village_plan()
    assignment = plan.tables["assignments"].iloc[0]
    step = step_of(PutRows("drop", drop={"assignments": (int(assignment.name),)}))
    assert shapely.equals(step.ground, [plan.shape(int(assignment["grid"]))]).tolist() == [True]


def test_a_shape_that_crosses_itself_is_shown_where_it_lies():
    plan = village_plan()
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    rows = plan.grids.loc[[A]].copy()
    moved = shapely.transform(bow_tie, lambda xy: xy + np.array(plan.shape(A).bounds[:2]))
    rows["geometry"] = [shapely.MultiPolygon([moved])]
    assert len(step_of(PutRows("import", put={"grids": rows})).ground) == 1


def test_compounds_with_an_outline_that_is_new_or_another_are_told_from_all_others():
    plan, square = village_plan(), ground(10, 10, 20, 20)
    outlined = []
    for edit in (
        AddCompound("新苑", A, square),
        AddCompound("旧苑", A),
        CorrectCompound(1, {"firm": "安居物业"}),
        CorrectCompound(1, {}, ground(10, 10, 25, 20)),
        CorrectCompound(2, {}, ground(40, 10, 50, 20)),
        RemoveOutline(1),
        SetAttributes("grids", (A,), {"name": "东门"}),
    ):
        change = edit.change(plan)
        after = plan.apply(change)
        outlined.append(Step("do", change.label, change.values, plan, after, change).outlined.tolist())
        plan = after
    assert outlined == [[1], [], [], [1], [2], [], []]
