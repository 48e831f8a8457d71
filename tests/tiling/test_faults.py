"""What the ground check says of families with one fault each, confirmed by a plain overlay.

Unless a test draws something else, a village of 20 by 10 m has a west and an east half:

    10 +----+----+
       | A  | B  |     town 1, village 2, A 3, B 4
     0 +----+----+
       0    10   20
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from gridmap.ground.tiling import tiling, valid_shapes
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

TOWN, VILLAGE, A, B, C, D = 1, 2, 3, 4, 5, 6
OUTLINE = Polygon([(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (0, 10)])
WEST, EAST = box(0, 0, 10, 10), box(10, 0, 20, 10)
ABOVE = {TOWN: ("town", 0, OUTLINE), VILLAGE: ("village", TOWN, OUTLINE)}


def village(family, a=WEST, b=EAST, **options) -> Plan:
    rows = {**ABOVE, A: ("comprehensive", VILLAGE, a), B: ("comprehensive", VILLAGE, b)}
    return family(rows | options.pop("more", {}), **options)


def joints(plan: Plan) -> list[tuple[int, int, list[int], int]]:
    """Return parent, who lacks vertices, who has them, and how many."""
    found = tiling(plan).unmatched
    count = shapely.get_num_geometries(found.where).tolist()
    others = [other.tolist() for other in found.others]
    return list(zip(found.parent.tolist(), found.lacking.tolist(), others, count, strict=True))


# ---- gaps ------------------------------------------------------------------------------------------------------------


def test_a_tiled_village_has_no_fault_and_is_proven(family, faults):
    plan = village(family)
    assert faults(plan) == {} and joints(plan) == [] and tiling(plan).proven.tolist() == [False, True, True]


def test_a_gap_open_to_the_outside(family, faults):
    #  +----+ ---+     B keeps back from the southern border
    #  | A  | B  |
    #  +----+....+
    plan = village(family, b=box(10, 1, 20, 10))
    assert faults(plan)["gap"][(VILLAGE,)].equals(box(10, 0, 20, 1))
    assert set(faults(plan)) == {"gap"}


def test_a_gap_between_two_that_reaches_from_border_to_border(family, faults):
    assert faults(village(family, b=box(11, 0, 20, 10)))["gap"][(VILLAGE,)].equals(box(10, 0, 11, 10))


def test_a_gap_with_an_island_does_not_count_the_island(family, faults):
    #  A has a hole of 6 by 6 in which a dedicated grid of 2 by 2 lies
    plan = village(family, a=WEST.difference(box(2, 2, 8, 8)), more={C: ("dedicated", VILLAGE, box(4, 4, 6, 6))})
    assert faults(plan)["gap"][(VILLAGE,)].equals(box(2, 2, 8, 8).difference(box(4, 4, 6, 6)))
    assert tiling(plan).gaps.shape[0].area == 32


def test_a_village_whose_grids_all_lack_their_shapes_is_one_gap_unless_it_has_only_a_ledger(family):
    missing = tiling(family({**ABOVE, A: ("comprehensive", VILLAGE, None)}))
    assert missing.gaps.parent.tolist() == [VILLAGE] and missing.gaps.shape[0].equals(OUTLINE)
    # A dedicated grid need not have a shape: such a village counts as one that is not divided.
    assert not len(tiling(family({**ABOVE, A: ("dedicated", VILLAGE, None)})).gaps)


def test_an_island_that_touches_the_rim_of_its_gap(family, faults):
    plan = village(family, a=WEST.difference(box(2, 2, 8, 8)), more={C: ("dedicated", VILLAGE, box(2, 4, 6, 6))})
    assert faults(plan)["gap"][(VILLAGE,)].area == 28


def test_two_gaps_that_meet_in_a_point_are_two(family):
    holes = MultiPolygon([box(2, 2, 4, 4), box(4, 4, 6, 6)])
    found = tiling(village(family, a=WEST.difference(holes))).gaps
    assert sorted(found.shape, key=lambda shape: shape.bounds) == [shapely.normalize(part) for part in holes.geoms]


def test_a_child_without_a_shape_leaves_its_ground_as_a_gap(family, faults):
    assert faults(village(family, b=None))["gap"][(VILLAGE,)].equals(EAST)


def test_a_hole_in_the_parent_is_an_enclave_and_no_gap(family, faults):
    #  +---------+     the ring is a village, what it rings is another
    #  |  +---+  |
    #  |  | 7 |  |
    #  +---------+
    whole, inner = box(0, 0, 30, 30), box(10, 10, 20, 20)
    ring = whole.difference(inner)
    rows = {
        1: ("town", 0, whole),
        2: ("village", 1, ring),
        3: ("village", 1, inner),
        4: ("comprehensive", 2, ring),
        5: ("comprehensive", 3, inner),
    }
    plan = family(rows)
    assert faults(plan) == {} and joints(plan) == []
    filled = family({**rows, 4: ("comprehensive", 2, whole)})
    assert faults(filled)["overhang"][(4, 2)].equals(inner) and set(faults(filled)) == {"overhang"}
    nobody = family({key: row for key, row in rows.items() if key not in (3, 5)})
    assert faults(nobody)["gap"][(1,)].equals(inner) and set(faults(nobody)) == {"gap"}


# ---- exempt areas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parent", [0, VILLAGE, 99])
def test_exempt_ground_excuses_just_what_it_covers(family, faults, parent):
    short = village(family, b=box(12, 0, 20, 10), exempt={1: (parent, box(9, -5, 11, 15))})
    assert faults(short)["gap"][(VILLAGE,)].equals(box(11, 0, 12, 10)) and set(faults(short)) == {"gap"}
    full = village(family, b=box(12, 0, 20, 10), exempt={1: (parent, box(10, 0, 12, 10))})
    assert faults(full) == {}


def test_several_exempt_areas_excuse_together(family, faults):
    areas = {1: (VILLAGE, box(10, 0, 12, 4)), 2: (0, box(9, 4, 13, 10))}
    assert faults(village(family, b=box(12, 0, 20, 10), exempt=areas)) == {}


def test_a_river_along_the_whole_border_with_its_own_vertices(family, faults):
    river = Polygon([(10, 0), (12, 0), (12, 3), (12, 10), (10, 10), (10, 7)])
    assert faults(village(family, b=box(12, 0, 20, 10), exempt={1: (VILLAGE, river)})) == {}


def test_an_invalid_exempt_area_excuses_what_it_encloses(family, faults):
    bowtie = Polygon([(10, 0), (12, 10), (10, 10), (12, 0)])
    plan = village(family, b=box(12, 0, 20, 10), exempt={1: (0, bowtie)})
    assert tiling(plan).gaps.shape[0].area == pytest.approx(5) and len(tiling(plan).gaps) == 2


# ---- overlaps and overhangs ------------------------------------------------------------------------------------------


def test_an_overlap_of_two(family, faults):
    plan = village(family, b=box(9, 0, 20, 10))
    assert faults(plan)["overlap"][(A, B)].equals(box(9, 0, 10, 10)) and set(faults(plan)) == {"overlap"}


def test_an_overlap_of_three_names_each_pair(family, faults):
    plan = village(family, b=box(8, 0, 20, 10), more={C: ("dedicated", VILLAGE, box(9, 4, 11, 6))})
    found = faults(plan)
    assert {pair: shape.area for pair, shape in found["overlap"].items()} == {(A, B): 20, (A, C): 2, (B, C): 4}
    assert set(found) == {"overlap"}


def test_one_grid_that_lies_wholly_inside_another_is_overlap(family, faults):
    plan = village(family, more={C: ("dedicated", VILLAGE, box(2, 2, 4, 4))})
    assert set(faults(plan)) == {"overlap"} and faults(plan)["overlap"][(A, C)].equals(box(2, 2, 4, 4))


def test_the_same_shape_twice_is_overlap(family, faults):
    plan = village(family, more={C: ("comprehensive", VILLAGE, WEST)})
    assert set(faults(plan)) == {"overlap"} and faults(plan)["overlap"][(A, C)].equals(WEST)


def test_an_overhang_over_the_outer_border(family, faults):
    plan = village(family, b=Polygon([(10, 0), (20, 0), (25, 5), (20, 10), (10, 10)]))
    assert set(faults(plan)) == {"overhang"} and faults(plan)["overhang"][(B, VILLAGE)].area == 25


def test_an_overhang_over_the_neighbours_border_is_no_overlap_of_families(family, faults):
    #  +---------+---------+     C of the eastern village reaches 1 m into the western one
    #  | A  | B [|] C | D  |
    #  +---------+---------+
    rows = {
        TOWN: ("town", 0, box(0, 0, 40, 10)),
        VILLAGE: ("village", TOWN, OUTLINE),
        7: ("village", TOWN, box(20, 0, 40, 10)),
        A: ("comprehensive", VILLAGE, WEST),
        B: ("comprehensive", VILLAGE, EAST),
        C: ("comprehensive", 7, box(19, 0, 30, 10)),
        D: ("comprehensive", 7, box(30, 0, 40, 10)),
    }
    assert faults(family(rows)) == {"overhang": {(C, 7): shapely.normalize(box(19, 0, 20, 10))}}


def test_two_that_overlap_outside_their_parent_are_told_as_both(family, faults):
    plan = village(
        family, a=box(0, 0, 10, 12), b=Polygon([(10, 0), (20, 0), (20, 10), (20, 12), (9, 12), (9, 10), (10, 10)])
    )
    found = faults(plan)
    assert found["overlap"][(A, B)].area == 2 and found["overhang"][(A, VILLAGE)].area == 20
    assert found["overhang"][(B, VILLAGE)].area == 22


def test_gap_and_overlap_that_share_a_border(family, faults):
    #  A keeps 1 m back in the south and reaches 1 m over in the north
    zigzag = Polygon([(0, 0), (9, 0), (9, 5), (11, 5), (11, 10), (0, 10)])
    assert {
        kind: sum(s.area for s in ground.values()) for kind, ground in faults(village(family, a=zigzag)).items()
    } == {
        "gap": 5,
        "overlap": 5,
    }


# ---- vertices --------------------------------------------------------------------------------------------------------


def test_a_joint_names_who_lacks_it_and_who_has_it(family, faults):
    plan = village(family, a=Polygon([(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]))
    assert faults(plan) == {} and joints(plan) == [(VILLAGE, B, [A], 1)]
    assert tiling(plan).proven.tolist() == [False, True, False]


def test_the_parent_may_be_the_one_who_lacks_it(family, faults):
    plan = village(family, a=Polygon([(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)]))
    assert faults(plan) == {} and joints(plan) == [(VILLAGE, VILLAGE, [A], 1)]


@pytest.mark.parametrize("off", [1e-9, 1e-7, -1e-9])
def test_a_joint_off_by_rounding_is_a_joint_and_no_ground(family, faults, off):
    plan = village(family, a=Polygon([(0, 0), (10, 0), (10 + off, 5), (10, 10), (0, 10)]))
    assert faults(plan) == {} and joints(plan) == [(VILLAGE, B, [A], 1)]


def test_a_whole_border_off_by_rounding_is_no_ground(family, faults):
    plan = village(family, b=box(10 + 1e-9, 0, 20, 10))
    assert faults(plan) == {}
    assert {(parent, lacking) for parent, lacking, _, _ in joints(plan)} <= {
        (VILLAGE, A),
        (VILLAGE, B),
        (VILLAGE, VILLAGE),
    }
    assert joints(plan)


def test_vertices_at_a_fault_are_not_told_again(family):
    assert joints(village(family, b=box(11, 0, 20, 10))) == []
    assert joints(village(family, b=box(9, 0, 20, 10))) == []


# ---- shapes that are not in order ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "gap_m2"),
    [
        (Polygon([(0, 0), (10, 0), (0, 10), (10, 10)]), 50),  # a bow-tie: two triangles of 25
        (Polygon([(0, 0), (10, 0), (10, 10), (10, 15), (10, 10), (0, 10)]), 0),  # a spike
        (MultiPolygon([WEST, box(2, 2, 4, 4)]), 0),  # one part inside the other
        (Polygon([(0, 0), (10, 0), (10, 0), (10, 10), (10, 10), (0, 10), (0, 10)]), 0),  # repeated points
        (Polygon([(0, 0, 3), (10, 0, 4), (10, 10, 5), (0, 10, 6)]), 0),  # heights
        (WEST.reverse(), 0),
        (Polygon(), 100),
        (None, 100),
        (MultiPolygon([]), 100),
        (shapely.from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (0 0, 10 0, 10 10, 0 10, 0 0))"), None),
        (shapely.LineString([(0, 0), (10, 10)]), 100),
        (shapely.Point(5, 5), 100),
        (shapely.from_wkt("GEOMETRYCOLLECTION (POINT (5 5))"), 100),
        (Polygon([(0, 0), (10, 0), (0, 0), (0, 0)]), 100),  # no ground at all
    ],
)
def test_no_shape_breaks_the_check(family, shape, gap_m2):
    plan = village(family, a=shape)
    found = tiling(plan)
    assert len(found.overlaps) == 0 and len(found.overhangs) == 0
    if gap_m2 is not None:
        assert shapely.area(found.gaps.shape).sum() == pytest.approx(gap_m2)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300])
def test_coordinates_that_are_no_places_break_nothing(family, bad):
    with np.errstate(invalid="ignore", over="ignore"):
        plan = village(family, a=Polygon([(0, 0), (bad, 0), (10, 10), (0, 10)]))
        found = tiling(plan)
    assert set(found.parent.tolist()) == {0, TOWN, VILLAGE}
    if not np.isfinite(bad):
        assert shapely.area(found.gaps.shape).sum() == pytest.approx(100)


def test_an_invalid_outline_stands_for_what_it_encloses(family):
    bowtie = Polygon([(0, 0), (20, 10), (20, 0), (0, 10)])
    plan = family(
        {
            **ABOVE,
            VILLAGE: ("village", TOWN, bowtie),
            A: ("comprehensive", VILLAGE, WEST),
            B: ("comprehensive", VILLAGE, EAST),
        }
    )
    assert shapely.area(valid_shapes(plan)[1]) == pytest.approx(100)
    assert shapely.area(tiling(plan).overhangs.shape).sum() == pytest.approx(100)


# ---- families --------------------------------------------------------------------------------------------------------


def test_without_an_outline_enclosed_gaps_and_overlaps_are_found(family):
    plan = village(family, a=WEST.difference(box(2, 2, 4, 4)), b=box(9, 0, 20, 10))
    bare = family(
        {**{k: (kind, parent, shape) for k, kind, parent, shape in rows_of(plan)}, VILLAGE: ("village", TOWN, None)}
    )
    found = tiling(bare)
    assert [(p, s.area) for p, s in zip(found.gaps.parent, found.gaps.shape, strict=True) if p == VILLAGE] == [
        (VILLAGE, 4)
    ]
    assert found.overlaps.grids.tolist() == [[A, B]] and len(found.overhangs) == 0


def rows_of(plan: Plan):
    grids = plan.grids
    return zip(grids.index.tolist(), grids["kind"], grids["parent"], grids.geometry, strict=True)


def test_in_a_flat_layer_only_enclosed_gaps_are_found(family):
    ring = box(0, 0, 30, 30).difference(box(10, 10, 20, 20))
    found = tiling(
        family({1: ("town", 0, ring), 2: ("town", 0, box(30, 5, 40, 30)), 3: ("town", 0, box(11, 11, 12, 12))})
    )
    assert found.gaps.parent.tolist() == [0] and found.gaps.shape[0].area == 99


def test_orphans_of_different_levels_are_not_held_against_each_other(family):
    found = tiling(family({**ABOVE, A: ("comprehensive", 77, WEST), B: ("village", 0, WEST)}))
    assert len(found.overlaps) == 0
    assert len(tiling(family({A: ("comprehensive", 77, WEST), B: ("comprehensive", 0, WEST)})).overlaps) == 1


def test_under_a_wrong_parent_a_grid_is_no_part_of_its_ground(family, faults):
    plan = village(family, more={C: ("comprehensive", TOWN, box(2, 2, 4, 4)), D: ("town", VILLAGE, box(5, 5, 8, 8))})
    assert len(tiling(plan).overlaps) == 1  # D is a top-level grid, and lies on the other one
    assert tiling(plan).overlaps.grids.tolist() == [[TOWN, D]]


def test_overlays_take_no_part_in_the_tiling_and_have_faults_of_their_own(family):
    from gridmap.ground.tiling.overlays import overhangs_of_overlays, overlaps_of_overlays
    from gridmap.model.scheme import parse_scheme

    scheme = parse_scheme(load_scheme().text.replace('ground = "carve"', 'ground = "overlay"'))
    more = {C: ("dedicated", VILLAGE, box(5, 2, 12, 4)), D: ("dedicated", VILLAGE, box(11, 3, 22, 6))}
    plan = village(family, more=more, scheme=scheme)
    found = tiling(plan)
    assert len(found.gaps) + len(found.overlaps) + len(found.overhangs) == 0
    over, out = overlaps_of_overlays(plan), overhangs_of_overlays(plan)
    assert over.grids.tolist() == [[C, D]] and over.shape[0].equals(box(11, 3, 12, 4))
    assert out.grids.tolist() == [[D]] and out.shape[0].equals(box(20, 3, 22, 6))


def test_a_fourth_level_is_held_against_the_third(family, faults):
    micro = {
        C: ("micro", A, box(0, 0, 10, 5)),
        D: ("micro", A, box(0, 6, 10, 10)),
    }
    plan = village(family, more=micro, scheme=load_scheme("micro"))
    assert faults(plan) == {"gap": {(A,): shapely.normalize(box(0, 5, 10, 6))}}


@pytest.mark.parametrize("east_m", [0, 500_000, 40_500_000])
def test_where_the_village_lies_changes_nothing(family, faults, east_m):
    def moved(shape):
        return shapely.transform(shape, lambda xy: xy + np.array([east_m, 3_500_000]))

    rows = {
        **ABOVE,
        A: ("comprehensive", VILLAGE, box(0, 0, 9, 10)),
        B: ("comprehensive", VILLAGE, box(8.5, 0, 20.5, 10)),
    }
    plan = family({key: (kind, parent, moved(shape)) for key, (kind, parent, shape) in rows.items()})
    found = faults(plan)
    assert {kind: {key: round(s.area, 6) for key, s in ground.items()} for kind, ground in found.items()} == {
        "overlap": {(A, B): 5.0},
        "overhang": {(B, VILLAGE): 5.0},
    }


def test_a_look_at_one_family_finds_what_the_whole_finds_there(family, agreement):
    plan = village(family, b=box(11, 0, 21, 10))
    part, whole = tiling(plan, np.array([VILLAGE])), tiling(plan)
    for name in ("gaps", "overlaps", "overhangs"):
        one, two = getattr(part, name), getattr(whole, name)
        assert one.grids.tolist() == two.grids.tolist() and list(one.shape) == list(two.shape)
    assert part.parent.tolist() == [VILLAGE]


@pytest.mark.parametrize(
    ("grid", "values"),
    [
        (B, {"geometry": [box(11, 0, 20, 10)]}),
        (B, {"parent": TOWN}),  # a parent of the wrong level
        (B, {"parent": 99}),  # one that is not there
        (B, {"kind": "district"}),  # a kind that is not known
        (VILLAGE, {"kind": "town"}),  # whose children then have a parent of a wrong kind
        (VILLAGE, {"geometry": [box(0, 0, 20, 9)]}),
        (C, {"geometry": [box(10, 0, 12, 9)]}),  # a grid recorded under the wrong level all along
        (C, {"parent": VILLAGE}),
    ],
)
def test_after_a_change_the_result_is_that_of_a_fresh_look(family, grid, values):
    stray = {C: ("comprehensive", TOWN, box(2, 2, 4, 4)), D: ("comprehensive", TOWN, box(3, 3, 5, 5))}
    plan = village(family, more=stray)
    tiling(plan)
    change = change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [grid], **values)})
    followed, fresh = tiling(plan.apply(change)), tiling(Plan(plan.scheme, dict(plan.apply(change).tables)))
    assert dict(zip(followed.parent.tolist(), followed.proven.tolist(), strict=True)) == dict(
        zip(fresh.parent.tolist(), fresh.proven.tolist(), strict=True)
    )
    for name in ("gaps", "overlaps", "overhangs"):
        one, two = getattr(followed, name), getattr(fresh, name)
        assert one.parent.tolist() == two.parent.tolist() and one.grids.tolist() == two.grids.tolist()
        assert shapely.equals_exact(one.shape, two.shape).all()
