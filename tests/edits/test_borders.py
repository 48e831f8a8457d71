"""A whole border between two grids: moved, redrawn along a line, laid along a road."""

from __future__ import annotations

import pytest
import shapely

from gridmap.edits import FollowLine, MoveBorder, ReshapeBorder
from gridmap.model.errors import Refused

PAIRS = """
    A A B B
    C C D D
    """


@pytest.fixture
def before(ground):
    return ground(PAIRS, villages={"V": "AC", "W": "BD"})


def line(ground, *places) -> shapely.LineString:
    return shapely.LineString(ground.at(*places))


def refusal(edit, ground) -> Refused:
    with pytest.raises(Refused) as refused:
        edit.change(ground.plan)
    return refused.value


# ---- the whole border ------------------------------------------------------------------------------------------------


def test_a_border_moves_and_its_ends_slide_along_the_outline(ground):
    before = ground("A A B B\nC C C C", villages={"V": "ABC"})
    edit = MoveBorder(before["A"], before["B"], 50, 10)
    after = before.after(edit)
    assert after.findings() == []
    assert after.area("A") == pytest.approx(2.5) and after.area("B") == pytest.approx(1.5)
    assert {(2.5, 1), (2.5, 2)} <= after.vertices("A") & after.vertices("B")
    assert after.shape("C").equals(before.shape("C"))


def test_a_border_of_villages_takes_the_villages_along(before):
    after = before.after(MoveBorder(before["A"], before["B"], -100, 0))
    assert after.findings() == []
    assert after.area("A") == pytest.approx(1) and after.area("V") == pytest.approx(3)


def test_of_villages_the_grids_follow(before):
    after = before.after(MoveBorder(before["V"], before["W"], 100, 0))
    assert after.findings() == []
    assert [after.area(letter) for letter in "VWABCD"] == pytest.approx([6, 2, 3, 1, 3, 1])


def test_an_enclave_is_moved_inside_what_is_around_it(ground):
    before = ground("A A A A\nA B A A\nA A A A", villages={"V": "AB"})
    after = before.after(MoveBorder(before["A"], before["B"], 40, -30))
    assert after.findings() == [] and after.area("B") == pytest.approx(1)
    assert after.shape("B").bounds == pytest.approx(shapely.bounds(before.cell(1.4, 0.7)))


def test_a_border_moved_too_far_is_refused(before):
    refused = refusal(MoveBorder(before["A"], before["B"], -500, 0), before)
    assert refused.key == "grid-would-vanish"
    assert refusal(MoveBorder(before["A"], before["D"], 1, 0), before).key == "no-common-border"


# ---- along a line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [True, False])
def test_a_border_follows_a_drawn_line(ground, named):
    #  A A B B     a bulge into B, between two points of the border
    before = ground("A A B B", villages={"V": "AB"})
    drawn = line(before, (2, 0.2), (2.6, 0.2), (2.6, 0.8), (2, 0.8))
    after = before.after(ReshapeBorder(drawn, (before["A"], before["B"]) if named else ()))
    assert after.findings() == []
    assert after.area("A") == pytest.approx(2.36) and (2.6, 0.8) in after.vertices("A") & after.vertices("B")


def test_a_line_that_winds_around_the_border_gives_to_both(ground):
    before = ground("A A B B", villages={"V": "AB"})
    after = before.after(ReshapeBorder(line(before, (2, 0), (2.5, 0.25), (1.5, 0.75), (2, 1))))
    assert after.findings() == [] and after.area("A") == pytest.approx(2)
    assert (2.5, 0.25) in after.vertices("A") and (1.5, 0.75) in after.vertices("B")


def test_more_than_half_of_a_grid_may_be_cut_off(ground):
    before = ground("A A B B", villages={"V": "AB"})
    after = before.after(ReshapeBorder(line(before, (2, 0), (0.1, 0.1), (0.1, 0.9), (2, 1))))
    assert after.findings() == [] and after.area("A") < 0.5


def test_from_the_border_to_the_outline_the_smaller_piece_changes_hands(ground):
    before = ground("A A B B", villages={"V": "AB"})
    after = before.after(ReshapeBorder(line(before, (2, 0), (1.5, 1)), (before["A"], before["B"])))
    assert after.findings() == [] and after.area("A") == pytest.approx(1.75)


def test_a_line_may_reach_beyond_the_border(ground):
    before = ground("A A B B", villages={"V": "AB"})
    after = before.after(
        ReshapeBorder(line(before, (1.9, 0.2), (2.4, 0.2), (2.4, 0.8), (1.9, 0.8)), (before["A"], before["B"]))
    )
    assert after.findings() == [] and after.area("A") == pytest.approx(2.24)


def test_the_border_of_villages_is_redrawn_with_the_grids_below(before):
    drawn = line(before, (2, 0.5), (2.5, 0.5), (2.5, 1.5), (2, 1.5))
    after = before.after(ReshapeBorder(drawn, (before["V"], before["W"])))
    assert after.findings() == []
    assert after.area("V") == pytest.approx(4.5) and after.area("A") == after.area("C") == pytest.approx(2.25)


def test_lines_that_say_nothing_are_refused(before):
    loose = line(before, (0.5, 0.5), (1.5, 1.5))
    assert refusal(ReshapeBorder(loose), before).key == "line-not-on-one-border"
    pair = (before["A"], before["B"])
    assert refusal(ReshapeBorder(loose, pair), before).key == "line-changes-nothing"
    along = line(before, (2, 1.2), (2, 1.8))
    assert refusal(ReshapeBorder(along, pair), before).key == "line-changes-nothing"
    away = line(before, (2, 2), (3, 5), (1, 5), (2, 1.5))
    assert refusal(ReshapeBorder(away, pair), before).key == "line-leaves-grids"


def test_a_border_follows_a_road(ground):
    #  A A B B     the road runs to the east of the border
    before = ground("A A B B", villages={"V": "AB"})
    road = line(before, (2.2, -3), (2.2, 0.5), (2.4, 0.6), (2.2, 0.7), (2.2, 5))
    [start, end] = before.at((2, 0), (2, 1))
    after = before.after(FollowLine(start, end, road))
    assert after.findings() == [] and after.area("A") == pytest.approx(2.22)
    assert {(2.4, 0.6), (2.2, 0.5)} <= after.vertices("A") & after.vertices("B")
    back = before.after(FollowLine(end, start, road))
    assert back.shape("A").equals(after.shape("A"))


def test_a_road_that_is_only_passed_changes_nothing(ground):
    before = ground("A A B B", villages={"V": "AB"})
    [place] = before.at((2, 0.5))
    assert refusal(FollowLine(place, place, line(before, (2, 0.5), (3, 0.5))), before).key == "line-changes-nothing"
