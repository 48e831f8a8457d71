"""Rules about ground: each fires where it should and brings no other finding with it.

The place (see ``town`` in conftest.py), in cells of 200 m from the south-west corner:

    A A B B E E E G G        T: V and W      U: X
    A A B B E F E G G        V: A B C D      W: E F      X: G H
    C C D D E E E H H
    C C D D E E E H H
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon


def test_gap_is_told_to_the_parent_with_its_exact_ground(town):
    hole = town.cell(0.5, 2.5, 1, 0.5)
    [gap] = town.grid("A", geometry=town.shape("A").difference(hole)).only("gap")
    assert town.letters(gap.grids) == "V"
    assert shapely.equals(gap.where, hole) and gap.values["area_m2"] == hole.area
    assert gap.values["households"] == 0


def test_gap_counts_the_households_inside_and_outranks_a_larger_empty_one(town):
    bare = town.grid("A", geometry=town.shape("A").difference(town.cell(0.4, 3.4, 0.2, 0.2)))
    bare = bare.grid("D", geometry=town.shape("D").difference(town.cell(2.1, 0.1, 0.5, 0.5)))
    small, large = bare.found("gap")["gap"]
    assert (small.values["households"], large.values["households"]) == (400, 0)
    assert small.values["area_m2"] < large.values["area_m2"]


def test_gap_between_villages_belongs_to_the_town(town):
    strip = town.cell(3.9, 0, 0.1, 4)
    changed = town
    for letter in "BD":
        changed = changed.grid(letter, geometry=town.shape(letter).difference(strip))
    changed = changed.grid("V", geometry=shapely.union_all([changed.shape(letter) for letter in "ABCD"]))
    [gap] = changed.only("gap")
    assert town.letters(gap.grids) == "T" and gap.values["area_m2"] == pytest.approx(strip.area)
    assert gap.values["width_m"] == pytest.approx(2 * strip.area / strip.length)


def test_exempt_ground_is_no_gap_and_excuses_only_itself(town):
    hole = town.cell(0.2, 2.2, 0.6, 0.5)
    spoiled = town.grid("A", geometry=town.shape("A").difference(hole))
    assert spoiled.add("exempt_areas", name="池塘", parent=town["V"], geometry=hole).found() == {}
    half = spoiled.add("exempt_areas", name="池塘", geometry=town.cell(0, 2.2, 0.5, 0.5))
    [gap] = half.only("gap")
    assert shapely.equals(gap.where, town.cell(0.5, 2.2, 0.3, 0.5))


def test_overlap_names_the_two_grids(town):
    reach = town.cell(2, 3.4, 0.2, 0.2)
    [overlap] = town.grid("A", geometry=town.shape("A").union(reach)).only("overlap")
    assert town.letters(overlap.grids) == "AB" and shapely.equals(overlap.where, reach)


def test_overlap_with_a_carved_grid_is_one_as_well(town):
    [overlap] = town.grid("E", geometry=town.shape("E").union(town.shape("F"))).only("overlap")
    assert town.letters(overlap.grids) == "EF"
    assert (overlap.values["kind"], overlap.values["other_kind"]) == ("comprehensive", "dedicated")


def test_an_overlay_may_lie_on_others_but_not_on_its_own_kind(town):
    overlay = town.scheme(('ground = "carve"', 'ground = "overlay"'))
    covered = overlay.grid("E", geometry=town.shape("E").union(town.shape("F")))
    assert covered.found("gap", "overlap", "overhang") == {}
    twice = covered.grid("E", kind="dedicated").found("overlap")
    assert [town.letters(f.grids) for f in twice["overlap"]] == ["EF"]


def test_overhang_over_the_neighbours_border_is_one_finding_for_both(town):
    reach = town.cell(4, 0.4, 0.3, 0.2)
    [overhang] = town.grid("D", geometry=town.shape("D").union(reach)).only("overhang")
    assert town.letters(overhang.grids) == "DV" and shapely.equals(overhang.where, reach)


def test_unmatched_vertices_name_who_lacks_them_and_who_has_them(town):
    xy = shapely.get_coordinates(town.shape("A")).tolist()
    at = xy.index(list(town.point(2, 3).coords[0]))
    moved = [xy[at][0], (xy[at][1] + xy[at + 1][1]) / 2] if xy[at + 1][0] == xy[at][0] else None
    assert moved is not None
    shape = Polygon([*xy[: at + 1], moved, *xy[at + 1 :]])
    [joint] = town.grid("A", geometry=shape).only("unmatched-vertices")
    assert town.letters(joint.grids) == "BA" and joint.values["count"] == 1
    assert shapely.get_coordinates(joint.where).tolist() == [moved]


@pytest.mark.parametrize(
    ("corners", "reason", "place"),
    [
        ([(0, 2), (2, 4), (2, 2), (0, 4)], "self-intersection", (1, 3)),  # a bow-tie
        ([(0, 2), (2, 2), (2, 4), (2, 2), (0, 4)], "ring-self-intersection", (2, 2)),  # a spike
        ([(0, 2), (2, float("nan")), (2, 4)], "not-finite", None),
    ],
)
def test_invalid_shape_says_what_is_wrong_and_where(town, corners, reason, place):
    with np.errstate(invalid="ignore"):
        shape = Polygon([town.point(*corner).coords[0] for corner in corners])
    [invalid] = town.grid("A", geometry=shape).found("invalid-shape")["invalid-shape"]
    assert town.letters(invalid.grids) == "A" and invalid.values["reason"] == reason
    assert (invalid.where is None) if place is None else invalid.where.equals(town.point(*place))


def test_parts_inside_each_other_are_invalid_and_stand_for_the_ground_they_enclose(town):
    nested = MultiPolygon([town.shape("A"), town.cell(0.5, 2.5, 0.5, 0.5)])
    [invalid] = town.grid("A", geometry=nested).only("invalid-shape")
    assert invalid.values["reason"] == "nested-shells"


@pytest.mark.parametrize("as_collection", [False, True])
def test_a_line_or_a_collection_is_no_polygon(town, as_collection):
    ground = town.shape("A")
    shape = shapely.GeometryCollection([ground, town.point(0, 0)]) if as_collection else ground.exterior
    found = town.grid("A", geometry=shape).found("invalid-shape", "gap")
    assert [f.values["reason"] for f in found["invalid-shape"]] == ["not-a-polygon"]
    assert ("gap" in found) == (not as_collection)  # of a collection the polygons count


def test_missing_shape_is_told_unless_the_kind_may_lack_one(town):
    found = town.grid("A", geometry=None).found("missing-shape", "gap")
    assert [town.letters(f.grids) for f in found["missing-shape"]] == ["A"]
    assert shapely.equals(found["gap"][0].where, town.shape("A"))
    assert "missing-shape" not in town.grid("F", geometry=None).found()


# ---- slivers and parts -----------------------------------------------------------------------------------------------


def test_sliver_is_told_by_width_and_not_by_area(town):
    # A ditch of 2 m by 200 m goes from E to D, where it is a separate part on E's ground: 400 m2, as much as 20 by 20.
    ditch = town.cell(6.5, 0.5, 0.01, 1)
    yard = town.cell(6.5, 2.5, 0.1, 0.1)
    narrow = town.grid("E", geometry=town.shape("E").difference(ditch))
    narrow = narrow.grid("F", geometry=town.shape("F").union(ditch))
    [sliver] = narrow.only("sliver")
    assert town.letters(sliver.grids) == "F" and shapely.equals(sliver.where, ditch)
    assert sliver.values["width_m"] == pytest.approx(2 * 400 / 404)
    broad = town.grid("E", geometry=town.shape("E").difference(yard))
    broad = broad.grid("F", geometry=town.shape("F").union(yard))
    assert yard.area == pytest.approx(ditch.area)
    [parts] = broad.only("several-parts")
    assert (parts.values["count"], parts.values["expected"]) == (2, 1)


def test_the_number_of_parts_that_is_recorded_is_meant(town):
    yard = town.cell(6.5, 2.5, 0.1, 0.1)
    split = town.grid("E", geometry=town.shape("E").difference(yard))
    split = split.grid("F", geometry=town.shape("F").union(yard), parts=2)
    assert split.found() == {}
    assert split.grid("F", parts=0).found() == {}
    [parts] = split.grid("F", parts=3).only("several-parts")
    assert (town.letters(parts.grids), parts.values["count"], parts.values["expected"]) == ("F", 2, 3)


def test_a_whole_grid_may_be_a_sliver_and_the_limit_is_the_schemes(town):
    assert (
        "sliver" not in town.scheme(("[limit.sliver_width]\nvalue = 5.0", "[limit.sliver_width]\nvalue = 99.9")).found()
    )
    strict = town.scheme(("[limit.sliver_width]\nvalue = 5.0", "[limit.sliver_width]\nvalue = 100.1"))
    [sliver] = strict.only("sliver")  # F is 200 m by 200 m
    assert town.letters(sliver.grids) == "F" and sliver.values["width_m"] == pytest.approx(100)


# ---- enclaves --------------------------------------------------------------------------------------------------------


def test_enclave_is_told_apart_from_a_gap(place):
    ring = place(
        """
        A A A C
        A B A C
        A A A C
        """,
        villages={"V": "A", "W": "BC"},
        towns={"T": "VW"},
    )
    [enclave] = ring.only("enclave")
    assert ring.letters(enclave.grids) == "WV" and shapely.equals(enclave.where, ring.shape("B"))
    assert enclave.severity == "notice" and enclave.values["households"] == 400
    # Without B and its part of W the hole is a gap of the town, and no enclave.
    empty = ring.grid("W", geometry=ring.shape("C"), parts=1).drop("grids", ring["B"])
    found = empty.found("enclave", "gap")
    assert set(found) == {"gap"} and ring.letters(found["gap"][0].grids) == "T"


def test_an_enclave_of_towns_is_told_once_and_not_for_their_villages_again(place):
    ring = place(
        """
        A A A C
        A B A C
        A A A C
        """,
        villages={"V": "A", "W": "BC"},
        towns={"T": "V", "U": "W"},
    )
    [enclave] = ring.only("enclave")
    assert ring.letters(enclave.grids) == "UT"


def test_a_carved_grid_inside_another_is_no_enclave(town):
    assert town.shape("E").interiors and town.found("enclave") == {}


# ---- exempt areas ----------------------------------------------------------------------------------------------------


def test_exempt_ground_with_households_is_no_excuse(town):
    # The building of A stands in the middle of its north-western cell.
    hole = town.cell(0.4, 3.4, 0.4, 0.4)
    spoiled = town.grid("A", geometry=town.shape("A").difference(hole))
    spoiled = spoiled.add("exempt_areas", name="封闭区", parent=town["V"], geometry=hole)
    found = spoiled.found()
    assert set(found) == {"exempt-with-households", "households-under-standard"}  # A itself has nobody left
    [exempt] = found["exempt-with-households"]
    assert exempt.severity == "error" and town.letters(exempt.grids) == "V"
    assert (exempt.values["name"], exempt.values["households"], exempt.values["count"]) == ("封闭区", 400, 1)
    assert shapely.equals(exempt.where, hole)


def test_exempt_ground_over_a_grid_that_holds_the_building_is_none_of_an_excuse(town):
    area = town.cell(0.4, 3.4, 0.4, 0.4)
    assert town.add("exempt_areas", name="封闭区", geometry=area).found("exempt-with-households") == {}


def test_empty_buildings_may_stand_on_exempt_ground(town):
    hole = town.cell(0.2, 2.2, 0.4, 0.4)
    pump = town.grid("A", geometry=town.shape("A").difference(hole)).add("exempt_areas", name="河", geometry=hole)
    pump = pump.add("buildings", door_plate="泵房", geometry=town.point(0.4, 2.4))
    assert pump.found() == {}


def test_a_house_where_two_exempt_areas_overlap_counts_once(town):
    hole = town.cell(0.4, 3.4, 0.4, 0.4)
    spoiled = town.grid("A", geometry=town.shape("A").difference(hole))
    for name in ("河", "湖"):
        spoiled = spoiled.add("exempt_areas", name=name, parent=town["V"], geometry=hole)
    [exempt] = spoiled.found("exempt-with-households")["exempt-with-households"]
    assert exempt.values["name"] == "河"


def test_a_departments_border_through_a_grid_is_told_with_the_part_on_the_other_side(town):
    west = town.add("department_grids", department="公安", name="西", geometry=town.cell(0, 0, 2.5, 4))
    crossed = west.add("department_grids", department="公安", name="东", geometry=town.cell(2.5, 0, 6.5, 4))
    found = crossed.only("department-crossing")
    assert {town.letters(finding.grids) for finding in found} == {"B", "D"}
    [part] = [finding for finding in found if town.letters(finding.grids) == "B"]
    assert shapely.equals(part.where, town.cell(2, 2, 0.5, 2)) and part.values["area_m2"] == part.where.area
    assert (part.severity, part.values["department"], part.values["holder"]) == ("notice", "公安", "西")
    assert part.values["households"] == 0
    assert len(crossed.found(scope="B")["department-crossing"]) == 1


def test_departments_that_follow_the_grids_cross_nothing(town):
    west = town.add("department_grids", department="公安", name="西", geometry=town.cell(0, 0, 4, 4))
    assert west.add("department_grids", department="环保", name="全", geometry=town.cell(0, 0, 9, 4)).found() == {}
