"""Ground that changes hands: at all levels at once, vertex for vertex, and never anybody else's."""

from __future__ import annotations

import pytest
import shapely

from gridmap.edits import ClipToParent, ExtendParent, GiveGround, GiveShape
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme


def test_a_gap_is_given_to_a_neighbour(ground, same):
    before = ground("A A 1 B B", villages={"V": "AB1"})
    assert before.findings() == ["gap"]
    edit = GiveGround(before.cell(2, 0), before["B"])
    after = before.after(edit)
    assert after.drawn("AB") == same("A A B B B") and after.findings() == []
    assert before.touched_by(edit) == "B"
    assert before.drawn("AB") == same("A A . B B")  # the old plan is untouched


def test_an_overlap_stays_with_one_and_the_other_loses_it(ground, same):
    before = ground(
        """
        A AB B
        A A  B
        """,
        villages={"V": "AB"},
    )
    assert before.findings() == ["overlap"]
    for keeper, drawing in (("A", "A A B\nA A B"), ("B", "A B B\nA A B")):
        after = before.after(GiveGround(before.cell(1, 1), before[keeper]))
        assert after.drawn("AB") == same(drawing) and after.findings() == []


def test_ground_of_siblings_is_taken_from_all_who_hold_it(ground, same):
    before = ground(
        """
        A B B
        A C C
        """,
        villages={"V": "ABC"},
    )
    after = before.after(GiveGround(before.cell(1, 0, 1, 2), before["A"]))
    assert after.findings() == []
    assert after.drawn("ABC") == same(
        """
        A A B
        A A C
        """
    )


def test_what_a_village_receives_its_grids_receive_and_those_of_the_other_lose(ground, same):
    before = ground(
        """
        A B B C
        A B B C
        A B B D
        """,
        villages={"V": "AB", "W": "CD"},
    )
    after = before.after(GiveGround(before.cell(2, 0, 1, 3), before["W"]))
    assert after.findings() == [] == before.findings()
    assert after.drawn("VW") == same("V V W W\nV V W W\nV V W W")
    assert after.drawn("ABCD") == same(  # C has the longest border with what came
        """
        A B C C
        A B C C
        A B C D
        """
    )


def test_part_of_a_grid_goes_to_another_village_with_it(ground, same):
    before = ground("A A A B B", villages={"V": "A", "W": "B"})
    after = before.after(GiveGround(before.cell(1.5, 0, 1.5), before["W"]))
    assert after.findings() == []
    assert after.area("A") == pytest.approx(1.5) and after.area("B") == pytest.approx(3.5)


def test_ground_far_from_the_receiver_is_refused(ground):
    before = ground("A 1 B C", villages={"V": "AB1", "W": "C"})
    with pytest.raises(Refused) as refused:
        GiveGround(before.cell(1, 0), before["W"]).change(before.plan)
    assert refused.value.key == "ground-not-adjacent" and refused.value.grids == (before["W"],)


def test_a_grid_is_never_taken_away_whole(ground):
    before = ground("A B B", villages={"V": "AB"})
    with pytest.raises(Refused) as refused:
        GiveGround(before.cell(0, 0), before["B"]).change(before.plan)
    assert refused.value.key == "grid-would-vanish" and refused.value.grids == (before["A"],)


def test_a_village_takes_nothing_that_would_empty_a_grid_of_the_other(ground):
    before = ground("A A B C", villages={"V": "A", "W": "BC"})
    with pytest.raises(Refused) as refused:
        GiveGround(before.cell(2, 0), before["V"]).change(before.plan)
    assert refused.value.key == "grid-would-vanish" and refused.value.grids == (before["B"],)


def test_ground_that_no_child_borders_is_refused(ground):
    # V has the cell 2, but none of its grids comes near it.
    before = ground("A 1 1 B", villages={"V": "A1", "W": "B"})
    with pytest.raises(Refused) as refused:
        GiveGround(before.cell(3, 0, 0.5), before["V"]).change(before.plan)
    assert refused.value.key == "no-taker" and refused.value.grids == (before["V"],)


# ---- parents ---------------------------------------------------------------------------------------------------------


def test_a_grid_is_clipped_to_its_parent(ground, same):
    before = ground("A A BA B", villages={"V": "A", "W": "B"})
    assert before.findings() == ["overhang"]
    edit = ClipToParent(before["A"])
    after = before.after(edit)
    assert after.drawn("AB") == same("A A B B") and after.findings() == []
    assert before.touched_by(edit) == "A"


def test_a_village_is_clipped_with_everything_below_it(ground, same):
    # The town ends after three cells.
    before = ground("A A B C", villages={"V": "AB", "W": "C"})
    before = before.reshaped("T", shapely.intersection(before.shape("T"), before.cell(0, 0, 3.5)))
    after = before.after(ClipToParent(before["W"]))
    assert after.area("C") == after.area("W") == pytest.approx(0.5)
    assert after.findings() == []


def test_a_parent_is_extended_and_who_held_the_ground_loses_it(ground, same):
    before = ground("A A BA B", villages={"V": "A", "W": "B"})
    after = before.after(ExtendParent(before["A"]))
    assert after.drawn("VW") == same("V V V W") and after.drawn("AB") == same("A A A B")
    assert after.findings() == []


@pytest.mark.parametrize("edit", [ClipToParent, ExtendParent])
def test_a_grid_without_a_parent_cannot_be_fitted_to_it(ground, edit):
    before = ground("A Z", villages={"V": "A"}, extra={"Z": ""})
    with pytest.raises(Refused) as refused:
        edit(before["Z"]).change(before.plan)
    assert refused.value.key == "no-parent" and refused.value.grids == (before["Z"],)


def test_clipping_takes_nothing_from_a_grid_inside_and_never_all_of_one_outside(ground):
    before = ground("A A B", villages={"V": "A", "W": "B"})
    assert not ClipToParent(before["A"]).change(before.plan)
    with pytest.raises(Refused) as refused:
        ExtendParent(before["A"]).change(before.plan)
    assert refused.value.key == "nothing-outside" and refused.value.grids == (before["A"],)
    outside = before.reshaped("A", before.cell(2, 0))
    with pytest.raises(Refused) as refused:
        ClipToParent(before["A"]).change(outside.plan)
    assert refused.value.key == "grid-would-vanish" and refused.value.grids == (before["A"],)


def test_a_parent_is_not_extended_where_its_neighbour_would_vanish(ground):
    before = ground("A A BA", villages={"V": "A", "W": "B"})
    with pytest.raises(Refused) as refused:
        ExtendParent(before["A"]).change(before.plan)
    assert refused.value.key == "grid-would-vanish"


# ---- a grid that has lost its shape ----------------------------------------------------------------------------------


def test_a_grid_without_ground_gets_the_bare_ground(ground, same):
    before = ground("A 1 1 B", villages={"V": "ABC1"})
    assert before.findings("missing-shape", "gap") == ["gap", "missing-shape"]
    after = before.after(GiveShape(before["C"], before.cell(1, 0, 2)))
    assert after.drawn("ABC") == same("A C C B") and after.findings("missing-shape") == after.findings() == []


def test_a_grid_that_has_ground_or_ground_that_is_held_is_refused(ground):
    before = ground("A 1 1 B", villages={"V": "ABC1"})
    with pytest.raises(Refused) as refused:
        GiveShape(before["A"], before.cell(1, 0)).change(before.plan)
    assert refused.value.key == "grid-has-ground" and refused.value.grids == (before["A"],)
    with pytest.raises(Refused) as refused:
        GiveShape(before["C"], before.cell(0, 0, 2)).change(before.plan)
    assert refused.value.key == "ground-is-held" and refused.value.grids == (before["A"],)


# ---- vertices of what moves ------------------------------------------------------------------------------------------


def test_corners_of_the_ground_become_vertices_of_everybody_there(ground):
    # B receives ground whose corners lie on the borders of A and of the village, between their vertices.
    before = ground("A A B", villages={"V": "AB"})
    after = before.after(GiveGround(before.cell(1.3, 0, 0.7), before["B"]))
    assert after.findings() == []
    for letter in "ABVT":
        assert {(1.3, 0.0), (1.3, 1.0)} <= after.vertices(letter)


def test_vertices_that_nobody_needs_any_more_go(ground):
    # A alone has corners where the gap began; neither the village nor the town has vertices there.
    before = ground("A 1 B", villages={"V": "AB1"})
    for letter in "VT":
        before = before.reshaped(letter, before.cell(0, 0, 3))
    after = before.after(GiveGround(before.cell(1, 0), before["A"]))
    assert after.findings() == [] and after.vertices("A") == {(0, 0), (2, 0), (2, 1), (0, 1)}


def test_a_neighbour_without_a_part_in_it_is_the_same_object(ground):
    before = ground(
        """
        A A 1 B
        C C C C
        """,
        villages={"V": "ABC1"},
    )
    after = before.after(GiveGround(before.cell(2, 1), before["B"]))
    assert after.shape("A") is before.shape("A")
    assert after.findings() == []


def test_two_overlays_share_out_their_overlap(ground):
    scheme = parse_scheme(load_scheme().text.replace('ground = "carve"', 'ground = "overlay"'))
    before = ground("A A A A", villages={"V": "A"}, extra={"X": "V", "Y": "V"})
    plan = Plan(scheme, dict(before.plan.tables))
    for letter, shape in (("X", before.cell(0.2, 0.2, 2, 0.5)), ("Y", before.cell(1.5, 0.2, 2, 0.5))):
        rows = edited_rows(plan, "grids", [before[letter]], geometry=[shape], kind="dedicated")
        plan = plan.apply(change_of(plan, "test", put={"grids": rows}))
    both = type(before)(plan, before.ids, before.size)
    assert both.findings() == ["overlap"]
    common = shapely.intersection(both.shape("X"), both.shape("Y"))
    after = both.after(GiveGround(common, both["X"]))
    assert after.findings() == [] and both.touched_by(GiveGround(common, both["X"])) == "Y"
