"""A vertex of a border: moved, added or removed for everybody who shares it, on all levels."""

from __future__ import annotations

import pytest
import shapely

from gridmap.edits import AddVertex, ExemptGround, MoveVertex, RemoveVertex
from gridmap.model.errors import Refused

FOUR = """
    A B
    C D
    """


def refusal(edit, ground) -> Refused:
    with pytest.raises(Refused) as refused:
        edit.change(ground.plan)
    return refused.value


def test_a_vertex_moves_for_all_who_share_it(ground):
    #  A B      the middle, which four grids of two villages share, goes north-east
    #  C D
    before = ground(FOUR, villages={"V": "AC", "W": "BD"})
    edit = MoveVertex(*before.at((1, 1), (1.3, 1.2)))
    after = before.after(edit)
    assert after.findings() == [] and before.touched_by(edit) == "ABCDVW"
    assert all((1.3, 1.2) in after.vertices(letter) for letter in "ABCDVW")
    assert after.area("A") == pytest.approx(1 + 0.15 - 0.1)
    assert sum(after.area(letter) for letter in "ABCD") == pytest.approx(4)
    assert after.shape("T") is before.shape("T")
    assert before.vertices("A") == {(0, 1), (1, 1), (1, 2), (0, 2)}  # the old plan is untouched


@pytest.mark.parametrize("off", [1e-9, 8e-6])
def test_it_is_found_also_where_coordinates_differ_by_rounding(ground, off):
    before = ground(FOUR, villages={"V": "ABCD"})
    [(x, y)] = before.at((1, 1))
    nudge = [off, 0]
    moved = shapely.transform(before.shape("A"), lambda xy: xy + (xy == [x, y]).all(axis=1)[:, None] * nudge)
    ragged = before.reshaped("A", moved)
    assert (x, y) not in {tuple(place) for place in shapely.get_coordinates(ragged.shape("A")).tolist()}
    after = ragged.after(MoveVertex((x + off, y), before.at((0.7, 0.8))[0]))
    assert after.findings() == []
    assert all((0.7, 0.8) in after.vertices(letter) for letter in "ABCD")


def test_a_drag_goes_on_from_where_others_have_put_the_vertex_meanwhile(ground):
    before = ground(FOUR, villages={"V": "AC", "W": "BD"})
    middle, aside = before.at((1, 1), (1.2, 1.2))
    for to in ((1.3, 1.2), (0.8, 0.9)):  # two moves of one drag, from the same plan
        dragged = before.after(MoveVertex(middle, *before.at(to)))
        assert all(to in dragged.vertices(letter) for letter in "ABCDVW") and dragged.findings() == []
    after = before.after(MoveVertex(middle, aside))
    assert refusal(MoveVertex(middle, *before.at((1.1, 1.1))), after).key == "no-vertex-here"
    again = after.after(MoveVertex(aside, middle))
    assert again.vertices("A") == before.vertices("A") and again.findings() == []


def test_a_vertex_of_the_outline_moves_the_town_with_it(ground):
    before = ground(FOUR, villages={"V": "AC", "W": "BD"})
    after = before.after(MoveVertex(*before.at((0, 2), (-0.5, 2.5))))
    assert after.findings() == []
    assert after.area("A") == pytest.approx(1.5) and after.area("V") == pytest.approx(2.5)
    assert after.area("T") == pytest.approx(4.5)


def test_a_border_that_lacks_the_vertex_gets_it(ground):
    #  A A   C and D meet in the middle of the border of A, which lacks the vertex
    #  C D
    before = ground("A A\nC D", villages={"V": "ACD"})
    before = before.reshaped("A", shapely.Polygon(before.at((0, 1), (2, 1), (2, 2), (1, 2), (0, 2))))
    assert before.findings() == ["unmatched-vertices"]
    after = before.after(MoveVertex(*before.at((1, 1), (1.1, 1.4))))
    assert after.findings() == [] and (1.1, 1.4) in after.vertices("A")


def test_moved_onto_the_next_vertex_the_two_become_one(ground):
    before = ground("A B", villages={"V": "AB"}).after(AddVertex(*ground("A B", {"V": "AB"}).at((1, 0.5))))
    assert (1, 0.5) in before.vertices("A")
    after = before.after(MoveVertex(*before.at((1, 0.5), (1, 1))))
    assert after.findings() == []
    assert after.vertices("A") == {(0, 0), (1, 0), (1, 1), (0, 1)}


def test_a_lake_that_shares_the_vertex_moves_along(ground):
    before = ground("A A 1\nB B 1", villages={"V": "AB1"})
    before = before.after(ExemptGround(before.cell(2, 0, 1, 2), before["V"], reason="lake"))
    assert before.findings("gap") == []
    edit = MoveVertex(*before.at((2, 1), (1.6, 1.2)))
    after = before.after(edit)
    assert after.findings() == []
    [lake] = after.plan.tables["exempt_areas"].geometry
    assert lake.area == pytest.approx(2.4 * 100**2)
    assert after.area("A") + after.area("B") == pytest.approx(3.6)


@pytest.mark.parametrize("to", [(2.5, 1.5), (0.5, 3.5), (-0.5, 2.2)])
def test_a_border_that_would_cross_is_refused(ground, to):
    before = ground("A B\nC D\nE F", villages={"V": "ABCDEF"})
    refused = refusal(MoveVertex(*before.at((1, 2), to)), before)
    assert refused.key == "border-would-cross"
    assert set(refused.grids) <= {before[letter] for letter in "ABCD"} and refused.grids


def test_a_grid_is_not_turned_inside_out(ground):
    # B becomes a triangle; its tip is then dragged across the opposite side.
    before = ground("A B", villages={"V": "AB"}).reshaped("B", None)
    triangle = shapely.Polygon(before.at((1, 0), (1, 1), (2, 0.5)))
    before = before.reshaped("B", triangle).reshaped("V", None).reshaped("T", None)
    refused = refusal(MoveVertex(*before.at((2, 0.5), (0.5, 0.5))), before)
    assert refused.key == "border-would-cross" and before["B"] in refused.grids


def test_where_there_is_no_vertex_or_no_border_nothing_is_done(ground):
    before = ground(FOUR, villages={"V": "ABCD"})
    for edit in (MoveVertex(*before.at((1, 1.5), (1, 1.6))), RemoveVertex(*before.at((0.5, 0.5)))):
        assert refusal(edit, before).key == "no-vertex-here"
    assert refusal(AddVertex(*before.at((0.5, 0.5))), before).key == "no-border-here"


def test_an_invalid_shape_must_be_mended_first(ground):
    before = ground("A B", villages={"V": "AB"})
    before = before.reshaped("A", shapely.Polygon(before.at((0, 0), (1, 1), (1, 0), (0, 1))))
    refused = refusal(MoveVertex(*before.at((1, 1), (1.1, 1))), before)
    assert refused.key == "shape-not-valid" and refused.grids == (before["A"],)


def test_a_gap_that_is_there_may_shrink_but_not_grow(ground):
    #  A 1 B
    before = ground("A 1 B", villages={"V": "AB1"})
    for letter in "VT":
        before = before.reshaped(letter, shapely.box(*before.at((0, -1), (3, 1))[0], *before.at((3, 1))[0]))
    corner = before.at((1, 0))[0]
    refused = refusal(MoveVertex(corner, before.at((0.5, 0.1))[0]), before)
    assert refused.key == "would-open-gap" and refused.values["area_m2"] > 100
    after = before.after(MoveVertex(corner, before.at((1.5, -0.2))[0]))
    assert after.area("A") > before.area("A")


def test_over_a_gap_nobody_is_overlapped(ground):
    #  A 1 B    a vertex of A alone is dragged across the gap into B
    before = ground("A 1 B", villages={"V": "AB1"})
    before = before.after(AddVertex(*before.at((1, 0.5))))
    refused = refusal(MoveVertex(*before.at((1, 0.5), (2.5, 0.5))), before)
    assert refused.key == "would-overlap"


# ---- added and removed -----------------------------------------------------------------------------------------------


def test_a_vertex_is_added_to_everybody_whose_border_it_is(ground):
    before = ground(FOUR, villages={"V": "AC", "W": "BD"})
    edit = AddVertex(*before.at((1, 1.5)))
    after = before.after(edit)
    assert before.touched_by(edit) == "ABVW" and after.findings() == []
    assert all((1, 1.5) in after.vertices(letter) for letter in "ABVW")
    assert not AddVertex(*before.at((1, 1.5))).change(after.plan)


def test_a_vertex_is_added_and_dragged_at_once(ground):
    before = ground(FOUR, villages={"V": "AC", "W": "BD"})
    after = before.after(AddVertex(*before.at((1, 1.5), (1.4, 1.5))))
    assert after.findings() == []
    assert after.area("A") == pytest.approx(1.2) and after.area("V") == pytest.approx(2.2)


def test_a_vertex_is_removed_for_everybody(ground):
    before = ground(FOUR, villages={"V": "AC", "W": "BD"}).after(
        AddVertex(*ground(FOUR, {"V": "AC"}).at((1, 1.5), (1.4, 1.5)))
    )
    edit = RemoveVertex(*before.at((1.4, 1.5)))
    after = before.after(edit)
    assert before.touched_by(edit) == "ABVW" and after.findings() == []
    assert after.area("A") == pytest.approx(1) and after.area("V") == pytest.approx(2)


def test_where_several_borders_meet_the_vertex_stays(ground):
    before = ground(FOUR, villages={"V": "ABCD"})
    refused = refusal(RemoveVertex(*before.at((1, 1))), before)
    assert refused.key == "vertex-joins-borders"
    assert set(refused.grids) >= {before[letter] for letter in "ABCD"}


def test_the_last_three_vertices_stay(ground):
    before = ground("A B", villages={"V": "AB"})
    before = before.reshaped("V", None).reshaped("T", None).reshaped("A", None)
    before = before.reshaped("B", shapely.Polygon(before.at((0, 0), (1, 0), (0, 1))))
    assert refusal(RemoveVertex(*before.at((1, 0))), before).key == "border-would-cross"
