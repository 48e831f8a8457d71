"""Borders that are locked stay where they are."""

from __future__ import annotations

import pytest
import shapely

from gridmap.edits import AddVertex, GiveGround, MoveVertex, RemoveVertex
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.outcome.locks import Locks

TWO_VILLAGES = """
    A B
    C D
    """


@pytest.fixture
def before(ground):
    return ground(TWO_VILLAGES, villages={"V": "AC", "W": "BD"})


def refusal(locks, plan, edit) -> Refused:
    with pytest.raises(Refused) as refused:
        locks.refuse(plan, edit.change(plan))
    assert refused.value.key == "border-locked"
    return refused.value


def test_by_default_only_borders_inside_villages_are_free(before):
    locks = Locks.default(before.plan)
    assert locks.ranks == {1, 2} and not locks.grids
    refused = refusal(locks, before.plan, MoveVertex(*before.at((1, 1), (1.1, 1))))
    assert refused.grids == (before["V"], before["W"]) and refused.values["level"].en == "Village"
    refused = refusal(locks, before.plan, MoveVertex(*before.at((0, 1), (-0.1, 1))))
    assert refused.grids == (before["T"], before["V"]) and refused.values["level"].en == "Town"
    inside = AddVertex(*before.at((0.5, 1), (0.5, 1.2)))
    locks.refuse(before.plan, inside.change(before.plan))


def test_what_is_unlocked_may_move(before):
    change = MoveVertex(*before.at((1, 1), (1.1, 1))).change(before.plan)
    Locks(ranks=frozenset({1})).refuse(before.plan, change)
    Locks().refuse(before.plan, MoveVertex(*before.at((0, 1), (-0.1, 1))).change(before.plan))


def test_a_single_grid_is_locked(before):
    change = MoveVertex(*before.at((1, 1), (1.1, 1)))
    assert refusal(Locks(grids=frozenset({before["D"]})), before.plan, change).grids == (before["D"],)
    rows = edited_rows(before.plan, "grids", [before["C"]], locked=True)
    marked = before.plan.apply(change_of(before.plan, "test", put={"grids": rows}))
    assert Locks.default(marked).grids == {before["C"]}


def test_a_vertex_put_into_a_border_or_taken_out_moves_nothing(before):
    locks = Locks.default(before.plan)
    change = AddVertex(*before.at((1, 1.37))).change(before.plan)
    locks.refuse(before.plan, change)
    after = before.plan.apply(change)
    locks.refuse(after, RemoveVertex(*before.at((1, 1.37))).change(after))
    # where a border of A begins anew, the village gets a vertex as well
    locks.refuse(before.plan, GiveGround(before.cell(0, 1, 0.3, 0.5), before["C"]).change(before.plan))


def test_ground_that_changes_villages_is_refused(before):
    refused = refusal(Locks.default(before.plan), before.plan, GiveGround(before.cell(0.5, 1, 0.5), before["W"]))
    assert refused.grids == (before["V"], before["W"])


def test_a_grid_that_goes_moves_its_border(before):
    change = change_of(before.plan, "test", drop={"grids": [before["D"]]})
    Locks.default(before.plan).refuse(before.plan, change)
    with pytest.raises(Refused):
        Locks(grids=frozenset({before["D"]})).refuse(before.plan, change)


def test_the_stretch_of_border_that_would_move_is_told(before):
    #  the vertex in the middle of the border of the two villages moves: both edges at it would
    where = refusal(Locks.default(before.plan), before.plan, MoveVertex(*before.at((1, 1), (1.1, 1)))).where
    above, middle, below = before.at((1, 2), (1, 1), (1, 0))
    assert shapely.equals(where, shapely.LineString([above, middle, below]))
