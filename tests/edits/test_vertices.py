"""Vertices that are matched and shapes that are made valid: no ground is meant to move."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.checks import run_checks
from gridmap.edits import DropRepeatedPoints, MakeValid, MatchVertices
from gridmap.model.errors import Refused

TINY = 1e-11  # of a cell: 1e-9 m


def points(ground, *places):
    return shapely.MultiPoint(ground.at(*places))


def test_a_vertex_in_a_neighbours_border_becomes_the_neighbours_too(ground):
    #  +---+---+        A's east side is one edge; B and C meet in its middle.
    #  |   | B |
    #  | A o---+
    #  |   | C |
    #  +---+---+
    before = ground("A B\nA C", villages={"V": "ABC"})
    before = before.reshaped("A", before.cell(0, 0, 1, 2))
    assert before.findings() == ["unmatched-vertices"]
    edit = MatchVertices(points(before, (1, 1), (0, 1)))  # in the west the village has one
    after = before.after(edit)
    assert {(1.0, 1.0), (0.0, 1.0)} <= after.vertices("A") and before.touched_by(edit) == "A"
    assert after.findings() == []
    assert after.shape("A").area == before.shape("A").area


def test_a_vertex_goes_into_every_ring_that_passes_there_of_whatever_level(ground):
    # B alone has a vertex in the southern border, which is the border of the village and of the town as well.
    before = ground("A B", villages={"V": "AB"})
    worn = shapely.Polygon(before.at((1, 0), (1.5, 0), (2, 0), (2, 1), (1, 1)))
    before = before.reshaped("B", worn)
    assert before.findings() == ["unmatched-vertices"]
    edit = MatchVertices(points(before, (1.5, 0)))
    after = before.after(edit)
    assert before.touched_by(edit) == "TV" and after.findings() == []
    assert all((1.5, 0.0) in after.vertices(letter) for letter in "BVT")


def test_two_vertices_a_nanometre_apart_become_one(ground):
    before = ground("A B", villages={"V": "AB"})
    shifted = shapely.Polygon(before.at((1 + TINY, 0), (2, 0), (2, 1), (1, 1)))
    before = before.reshaped("B", shifted)
    found = run_checks(before.plan, rules=["unmatched-vertices"]).open
    assert found and before.findings() == ["unmatched-vertices"] * len(found)
    for finding in found:
        before = before.after(MatchVertices(finding.where))
    assert before.findings() == []
    assert shapely.get_num_coordinates(before.shape("B")) == 5


def test_of_two_vertices_of_one_grid_a_nanometre_apart_one_is_left(ground):
    before = ground("A B", villages={"V": "AB"})
    doubled = shapely.Polygon(before.at((1, 0), (1 + TINY, 0), (2, 0), (2, 1), (1, 1)))
    before = before.reshaped("B", doubled)
    [finding] = run_checks(before.plan, rules=["unmatched-vertices"]).open
    after = before.after(MatchVertices(finding.where))
    assert after.findings() == [] and shapely.get_num_coordinates(after.shape("B")) == 5


def test_where_everybody_has_the_vertices_nothing_changes(ground):
    before = ground("A B", villages={"V": "AB"})
    assert not MatchVertices(points(before, (1, 0), (1, 1), (0.5, 0.5), (7, 7))).change(before.plan)


def test_a_border_that_would_close_up_is_left_and_told(ground):
    #  A's spike is a nanometre wide at its root: to make one vertex of the two would make a spike of no width.
    before = ground("A B", villages={"V": "AB"})
    spike = shapely.Polygon(before.at((0, 0), (1, 0), (1, 0.5), (1.8, 0.5), (1, 0.5 + TINY), (1, 1), (0, 1)))
    before = before.reshaped("A", spike)
    with pytest.raises(Refused) as refused:
        MatchVertices(points(before, (1, 0.5), (1, 0.5 + TINY))).change(before.plan)
    assert refused.value.key == "shape-would-be-invalid" and refused.value.grids == (before["A"],)


# ---- shapes ----------------------------------------------------------------------------------------------------------


def test_a_bow_tie_becomes_the_ground_that_it_encloses(ground):
    #  +\ /+        +\ /+
    #  | X |   ->   | . |   two parts that meet in a point
    #  +/ \+        +/ \+
    before = ground("A A B B", villages={"V": "AB"})
    bow_tie = shapely.Polygon(before.at((0, 0), (2, 1), (2, 0), (0, 1)))
    before = before.reshaped("A", bow_tie)
    assert "invalid-shape" in before.findings()
    edit = MakeValid(before["A"])
    after = before.after(edit)
    assert after.shape("A").is_valid and shapely.get_num_geometries(after.shape("A")) == 2
    assert after.area("A") == pytest.approx(1) and before.touched_by(edit) == "A"


def test_a_splinter_that_comes_off_is_left_to_the_neighbours(ground):
    # The border crosses itself close to its corner: what comes off is less than a metre wide.
    before = ground("A A B B", villages={"V": "AB"})
    crossed = shapely.Polygon(before.at((0, 0), (2, 0), (2, 0.98), (1.98, 1), (2, 1), (1.97, 0.99), (0, 1)))
    before = before.reshaped("A", crossed)
    assert not before.shape("A").is_valid
    after = before.after(MakeValid(before["A"]))
    assert after.shape("A").geom_type == "Polygon" and after.shape("A").is_valid


def test_parts_that_were_there_before_stay_however_narrow(ground):
    before = ground("A A B B", villages={"V": "AB"})
    parts = shapely.multipolygons(
        [shapely.Polygon(before.at((0, 0), (1.5, 1), (1.5, 0), (0, 1))), before.cell(1.9, 0, 0.02)]
    )
    after = before.reshaped("A", parts).after(MakeValid(before["A"]))
    assert shapely.get_num_geometries(after.shape("A")) == 2


@pytest.mark.parametrize(
    "hair",
    [
        [(1, 0.5), (1.8, 0.5), (1, 0.5 + TINY)],
        [(1, 0.5), (1.8, 0.5), (1.8, 0.5 + TINY), (1, 0.5 + TINY)],
        [(1, 0.5), (0.2, 0.5), (1, 0.5 + TINY)],
        [(1, 0.5), (1.8, 0.5), (1.8, 0.9), (1.8 - TINY, 0.9), (1.8 - TINY, 0.5 + TINY), (1, 0.5 + TINY)],
    ],
    ids=["spike", "blunt spike", "slit", "bent spike"],
)
def test_a_hair_is_found_and_taken_off(ground, hair):
    #  +---+---+      +---+---+
    #  | A |--- B  -> | A | B |
    #  +---+---+      +---+---+
    before = ground("A B", villages={"V": "AB"})
    hairy = before.reshaped("A", shapely.Polygon(before.at((0, 0), (1, 0), *hair, (1, 1), (0, 1))))
    assert hairy.shape("A").is_valid
    [finding] = run_checks(hairy.plan, rules=["invalid-shape"]).open
    assert finding.grids == (before["A"],) and finding.values["reason"] == "spike"
    after = hairy.after(MakeValid(before["A"]))
    assert "invalid-shape" not in after.findings() and after.area("A") == pytest.approx(1)
    assert shapely.get_num_coordinates(after.shape("A")) == 6  # four corners, the root, and the first again


def test_a_hole_of_no_width_is_closed(ground):
    before = ground("A B", villages={"V": "AB"})
    hole = before.at((0.2, 0.5), (0.8, 0.5), (0.8, 0.5 + TINY))
    holed = before.reshaped("A", shapely.Polygon(before.at((0, 0), (1, 0), (1, 1), (0, 1)), [hole]))
    assert holed.findings() == ["invalid-shape"]
    after = holed.after(MakeValid(before["A"]))
    assert after.findings() == [] and not after.shape("A").interiors


@pytest.mark.parametrize(
    "wkt", ["POLYGON ((0 0, 9 0, 5 0, 0 0))", "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, NaN 0, 1 1, 0 0))"]
)
def test_a_shape_that_encloses_nothing_cannot_be_made_valid(ground, wkt):
    with np.errstate(invalid="ignore"):
        nothing = shapely.from_wkt(wkt)
    before = ground("A B", villages={"V": "AB"}).reshaped("A", nothing)
    with pytest.raises(Refused) as refused:
        MakeValid(before["A"]).change(before.plan)
    assert refused.value.key == "no-ground-left" and refused.value.grids == (before["A"],)


def test_a_valid_shape_stays_as_it_is(ground):
    before = ground("A B", villages={"V": "AB"})
    assert not MakeValid(before["A"]).change(before.plan)
    assert not DropRepeatedPoints(before["A"]).change(before.plan)


def test_repeated_vertices_are_left_out_and_nothing_else(ground):
    before = ground("A B", villages={"V": "AB"})
    ring = before.at((0, 0), (0, 0), (1, 0), (1, 1), (1, 1), (1, 1), (0, 1), (0, 0), (0, 0))
    doubled = before.reshaped("A", shapely.Polygon(ring))
    assert doubled.findings() == []  # the ground is shared out all the same
    [finding] = run_checks(doubled.plan, rules=["repeated-points"]).open
    assert finding.values["count"] == 4 and finding.grids == (before["A"],)
    after = doubled.after(DropRepeatedPoints(before["A"]))
    assert np.array_equal(
        shapely.get_coordinates(after.shape("A")), shapely.get_coordinates(shapely.Polygon(ring[1:4] + ring[6:7]))
    )
    assert after.findings() == [] == after.findings("repeated-points")


def test_a_hole_that_begins_where_the_shell_ends_repeats_nothing(ground):
    before = ground("A A\nA A", villages={"V": "A"})
    shell, hole = before.at((0, 0), (2, 0), (2, 2), (0, 2)), before.at((0, 0), (1, 1.2), (1.2, 1))
    assert before.reshaped("A", shapely.Polygon(shell, [hole])).findings("repeated-points") == []
