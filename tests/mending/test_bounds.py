"""What is mended without anybody looking is narrow or small; the rest is left, and nothing else moves."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import Geometry, Point, Polygon, box

from gridmap.checks import run_checks
from gridmap.ground.tiling import edges_of, families_of, tiling
from gridmap.mending import fix_all, offers
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from ui.outputs.findings import Wording

TOWN, VILLAGE, A, B, C = 1, 2, 11, 12, 13
EAST_M, NORTH_M = 500_000.0, 3_500_000.0


def at(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    return box(EAST_M + x0, NORTH_M + y0, EAST_M + x1, NORTH_M + y1)


def plan_of(rows: dict[int, tuple[str, int, Geometry]], homes: tuple[tuple[float, float], ...] = ()) -> Plan:
    kinds, parents, shapes = zip(*rows.values(), strict=True)
    scheme = load_scheme()
    grids = gpd.GeoDataFrame(
        {"kind": kinds, "parent": parents}, geometry=list(shapes), index=list(rows), crs=scheme.crs
    )
    buildings = gpd.GeoDataFrame(
        {"households": [1] * len(homes)},
        geometry=[Point(EAST_M + x, NORTH_M + y) for x, y in homes],
        index=range(1, len(homes) + 1),
        crs=scheme.crs,
    )
    return Plan(scheme, {"grids": grids, "buildings": buildings} if homes else {"grids": grids})


def village(a: Geometry, b: Geometry, outline: Geometry, homes: tuple[tuple[float, float], ...] = ()) -> Plan:
    above = {TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline)}
    return plan_of({**above, A: ("comprehensive", VILLAGE, a), B: ("comprehensive", VILLAGE, b)}, homes)


def left(plan: Plan) -> list[tuple[str, str]]:
    return [(one.rule, one.reason) for one in fix_all(plan).left]


def mended(plan: Plan) -> Counter[str]:
    return Counter(one.rule for one in fix_all(plan).mended if one.rule != "unmatched-vertices")


# ---- narrow or small -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wide", "high", "reason"),
    [
        (4.9, 400, None),  # narrow, 1,960 m2
        (30, 30, None),  # small
        (5.5, 400, "too-large"),  # neither
        (40, 40, "too-large"),
        (400, 400, "grid-missing-here"),
    ],
)
def test_a_gap_is_filled_if_it_is_narrow_or_small(wide, high, reason):
    #  +------+----+------+
    #  |      +----+      |     a gap of some size at the southern border, between A and B
    #  |   A  | gap|  B   |
    outline = at(0, 0, 1000, 400)
    gap = at(500 - wide / 2, 0, 500 + wide / 2, high)
    plan = village(at(0, 0, 500, 400) - gap, at(500, 0, 1000, 400) - gap, outline)
    assert left(plan) == ([("gap", reason)] if reason else [])
    assert mended(plan) == ({} if reason else {"gap": 1})


def test_a_wide_gap_with_long_thin_arms_is_not_taken_for_a_narrow_one():
    #  Twice the area over the perimeter is 3.4 m: 200 arms of 1 m by 190 m around 60 m by 60 m.
    arms = [at(10 + 4 * k, 200, 11 + 4 * k, 390) for k in range(200)]
    gap = shapely.union_all([*arms, at(5, 195, 815, 200.5), at(470, 140, 530, 200)])
    plan = village(at(0, 0, 1000, 400) - gap, at(1000, 0, 2000, 400), at(0, 0, 2000, 400))
    assert 2 * gap.area / gap.length < 5.0
    assert left(plan) == [("gap", "too-large")]


def test_where_somebody_lives_nothing_is_mended_unattended():
    outline = at(0, 0, 1000, 400)
    gap = village(at(0, 0, 498, 400), at(502, 0, 1000, 400), outline, ((500, 100),))
    overlap = village(at(0, 0, 502, 400), at(498, 0, 1000, 400), outline, ((500, 100),))
    overhang = village(at(0, 0, 500, 400), at(500, 0, 1004, 400), outline, ((1002, 100),))
    assert left(gap) == [("gap", "households-inside")] and left(overlap) == [("overlap", "households-inside")]
    assert left(overhang) == [("overhang", "households-left-alone")]


@pytest.mark.parametrize(("wide", "reason"), [(4, None), (20, "too-large")])
def test_an_overlap_and_an_overhang_are_cut_if_they_are_narrow(wide, reason):
    outline = at(0, 0, 1000, 400)
    overlap = village(at(0, 0, 500 + wide, 400), at(500, 0, 1000, 400), outline)
    overhang = village(at(0, 0, 500, 400), at(500, 0, 1000 + wide, 400), outline)
    assert left(overlap) == ([("overlap", reason)] if reason else [])
    assert left(overhang) == ([("overhang", reason)] if reason else [])


def test_a_narrow_overhang_is_cut_beside_a_wide_one_of_the_same_grid():
    #  +-----+-----+--+
    #  |  A  |  B  |  |  20 m by 100 m beyond the border in the south, 3 m by 100 m in the north
    #  +-----+-----+--+
    b = shapely.union_all([at(500, 0, 1000, 400), at(1000, 0, 1020, 100), at(1000, 300, 1003, 400)])
    plan = village(at(0, 0, 500, 400), b, at(0, 0, 1000, 400))
    after = plan.apply(fix_all(plan).result)
    assert left(plan) == [("overhang", "too-large")]
    assert after.shape(B).area == pytest.approx(500 * 400 + 20 * 100)


def test_a_scheme_without_the_limits_has_those_of_the_city_and_may_have_its_own():
    text = load_scheme("micro").text
    start, end = text.index("[limit.fix_width]"), text.index("[limit.coordinate_noise]")
    older = parse_scheme(text[:start] + text[end:])
    assert (older.limit("fix_width"), older.limit("fix_area")) == (5.0, 1000.0)
    own = parse_scheme(text.replace("[limit.fix_width]\nvalue = 5.0", "[limit.fix_width]\nvalue = 12.0"))
    assert own.limit("fix_width") == 12.0 and own.limits["fix_width"].source


def test_where_a_village_reaches_over_its_town_the_gap_below_says_so():
    #  +-----+-----+--+
    #  |  A  |  B  |  |     the village ends 20 m beyond the town's border, its grids end at it
    #  +-----+-----+--+
    town = at(0, 0, 1000, 400)
    rows = {TOWN: ("town", 0, town), VILLAGE: ("village", TOWN, at(0, 0, 1020, 400))}
    rows |= {A: ("comprehensive", VILLAGE, at(0, 0, 500, 400)), B: ("comprehensive", VILLAGE, at(500, 0, 1000, 400))}
    plan = plan_of(rows)
    assert left(plan) == [("overhang", "too-large"), ("gap", "parent-reaches-over")]
    [gap] = [finding for finding in run_checks(plan).open if finding.rule == "gap"]
    gifts = [offer for offer in offers(plan, gap) if offer.key.startswith("give")]
    assert gifts and {offer.warning for offer in gifts} == {"parent-reaches-over"}


def test_where_no_grid_comes_near_the_overhang_of_its_village_the_reason_is_the_overhang():
    #  +-----+-----+  +--+
    #  |  A  |  B  |  |  |     the village has a part of its own across the town's border, and no grid there
    #  +-----+-----+  +--+
    town, beyond = at(0, 0, 1000, 400), at(1100, 0, 1140, 400)
    rows = {TOWN: ("town", 0, town), VILLAGE: ("village", TOWN, town | beyond)}
    rows |= {A: ("comprehensive", VILLAGE, at(0, 0, 500, 400)), B: ("comprehensive", VILLAGE, at(500, 0, 1000, 400))}
    assert left(plan_of(rows)) == [("overhang", "too-large"), ("gap", "parent-reaches-over")]


# ---- enclaves --------------------------------------------------------------------------------------------------------


def said(plan: Plan, language: str) -> list[str]:
    wording = Wording(plan, language)
    return [wording.message(finding) for finding in run_checks(plan).open if finding.rule == "gap"]


def test_a_hole_of_the_top_level_is_told_as_a_possible_enclave_and_stays():
    #  +----------+
    #  |   +--+   |     the town, its village and its grid have the same hole of 20 m by 20 m
    #  |   +--+   |
    #  +----------+
    ground = at(0, 0, 1000, 400) - at(400, 100, 420, 120)
    plan = plan_of({1: ("town", 0, ground), 2: ("village", 1, ground), 11: ("comprehensive", 2, ground)})
    assert left(plan) == [("gap", "may-be-enclave")] and not fix_all(plan).result
    assert "may be an enclave" in said(plan, "en")[0] and "可能是飞地" in said(plan, "zh")[0]


def test_a_hole_of_the_top_level_that_nobody_could_live_on_is_filled():
    ground = at(0, 0, 1000, 400) - at(400, 100, 404, 300)
    plan = plan_of({1: ("town", 0, ground), 2: ("village", 1, ground), 11: ("comprehensive", 2, ground)})
    assert left(plan) == [] and mended(plan) == {"gap": 1}
    assert "enclave" not in said(plan, "en")[0]


def test_an_enclosed_gap_of_a_flat_layer_as_large_as_a_grid_stays():
    #  +---+---+---+
    #  |   |   |   |     eight towns around ground that is nobody's
    #  +---+---+---+
    #  |   | ? |   |
    cells = {(i, j): at(100 * i, 100 * j, 100 * i + 100, 100 * j + 100) for i in range(3) for j in range(3)}
    del cells[1, 1]
    plan = plan_of({number: ("town", 0, cell) for number, cell in enumerate(cells.values(), start=1)})
    assert left(plan) == [("gap", "may-be-enclave")] and not fix_all(plan).result
    assert "may be an enclave" in said(plan, "en")[0]


def test_what_would_not_be_done_unattended_is_offered_with_a_warning():
    outline = at(0, 0, 1000, 400)
    for wide, warning in ((4, ""), (20, "too-large")):
        plans = (
            village(at(0, 0, 500 - wide, 400), at(500, 0, 1000, 400), outline),
            village(at(0, 0, 500 + wide, 400), at(500, 0, 1000, 400), outline),
            village(at(0, 0, 500, 400), at(500, 0, 1000 + wide, 400), outline),
        )
        for plan, keys in zip(plans, ({"give-to-longest-border"}, {"keep-in"}, {"clip-to-parent"}), strict=True):
            [finding] = [one for one in run_checks(plan).open if one.rule in ("gap", "overlap", "overhang")]
            assert {offer.warning for offer in offers(plan, finding) if offer.key in keys} == {warning}


# ---- one piece -------------------------------------------------------------------------------------------------------


def parts(plan: Plan) -> np.ndarray:
    return shapely.get_num_geometries(plan.all_shapes)


@pytest.mark.parametrize("step", [(5.0, 0.0), (5.0, 5.0), (0.0, 5.0), (3.0, 4.0)])
def test_squares_that_lie_half_on_each_other_stay_in_one_piece(step):
    squares = [at(step[0] * k, step[1] * k, step[0] * k + 10, step[1] * k + 10) for k in range(4)]
    outline = shapely.union_all(squares)
    plan = plan_of(
        {TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline)}
        | {10 + k: ("comprehensive", VILLAGE, square) for k, square in enumerate(squares)}
    )
    assert (parts(plan.apply(fix_all(plan).result)) <= parts(plan)).all()


def test_the_way_that_leaves_both_in_one_piece_comes_before_the_stronger_claim():
    #       +-+            B is carved out, a narrow strip across A; to keep it whole would cut A in two.
    #  +----+ +----+       B reaches beyond A, and A beside B, so that either way is possible.
    #  | A  |B|  A |
    #  +----+ +----+
    #       +-+
    a, b = at(0, 0, 100, 20), at(50, -20, 54, 20)
    outline = shapely.union_all([a, b])
    above = {TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline)}
    plan = plan_of({**above, A: ("comprehensive", VILLAGE, a), B: ("dedicated", VILLAGE, b)})
    after = plan.apply(fix_all(plan).result)
    assert parts(after).max() == 1 and after.shape(A).area == pytest.approx(a.area)
    assert after.shape(B).area == pytest.approx(4 * 20)


@pytest.mark.parametrize("jitter", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_a_jittered_lattice_is_not_scattered(jitter, seed):
    rng, cell = np.random.default_rng(seed), 20.0
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    cells = [
        Polygon((np.array([i, j]) + corners + rng.uniform(-jitter, jitter, (4, 2))) * cell + (EAST_M, NORTH_M))
        for i in range(4)
        for j in range(4)
    ]
    outline = at(0, 0, 4 * cell, 4 * cell)
    plan = plan_of(
        {TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline)}
        | {10 + k: ("comprehensive", VILLAGE, shape) for k, shape in enumerate(cells)}
    )
    after = plan.apply(fix_all(plan).result)
    assert (parts(after) <= parts(plan)).all()


# ---- nothing else moves ----------------------------------------------------------------------------------------------


@st.composite
def cells(draw: st.DrawFn) -> dict[int, tuple[str, int, Geometry]]:
    """Draw a town of two villages of merged jittered cells, exact at all levels."""
    columns, rows = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    corner = np.stack(np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="ij"), axis=2)
    corner = corner * 100 + rng.uniform(-30, 30, corner.shape) + [draw(st.sampled_from([0.0, 40_500_000.0])), 3e6]
    square = {
        (i, j): Polygon([corner[i, j], corner[i + 1, j], corner[i + 1, j + 1], corner[i, j + 1]])
        for i in range(columns)
        for j in range(rows)
    }
    cut = draw(st.integers(1, columns - 1))
    above = {cell: 2 + (cell[0] >= cut) for cell in square}
    grid = {cell: 10 * above[cell] + int(rng.integers(0, 4)) for cell in square}

    def merged(numbers: dict[tuple[int, int], int], number: int) -> Geometry:
        return shapely.union_all([shape for cell, shape in square.items() if numbers[cell] == number])

    plan: dict[int, tuple[str, int, Geometry]] = {1: ("town", 0, shapely.union_all(list(square.values())))}
    plan |= {number: ("village", 1, merged(above, number)) for number in sorted(set(above.values()))}
    plan |= {number: ("comprehensive", number // 10, merged(grid, number)) for number in sorted(set(grid.values()))}
    return plan


def edges(shape: Geometry) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    found = edges_of(np.array([shape], dtype=object))
    return {((a, b), (c, d)) for a, b, c, d in np.hstack([found.start, found.end]).tolist()}


def vertices(shape: Geometry) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(shape).tolist()}


NEAR_M = 0.01
faults = st.tuples(st.integers(0, 99), st.integers(0, 99), st.floats(-9, 0.5), st.floats(0, 6.28), st.floats(0, 1))


@settings(max_examples=25)
@given(cells(), st.lists(faults, min_size=1, max_size=3))
def test_no_vertex_away_from_a_fault_moves_by_a_bit_and_what_has_no_finding_is_exact(rows, planted):
    changed: set[tuple[tuple[float, float], tuple[float, float]]] = set()
    for which, vertex, magnitude, direction, share in planted:  # a vertex too many, beside its edge by 1 nm to 3 m
        number = sorted(rows)[1:][which % (len(rows) - 1)]
        kind, parent, shape = rows[number]
        part = shapely.get_parts(shape)[0]
        ring = shapely.get_coordinates(part.exterior)
        place = vertex % (len(ring) - 1)
        off = 10**magnitude * np.array([np.cos(direction), np.sin(direction)])
        point = ring[place] + share * (ring[place + 1] - ring[place]) + off
        bent = Polygon(np.insert(ring, place + 1, point, axis=0), part.interiors)
        spoiled = bent if shape.geom_type == "Polygon" else shapely.multipolygons([bent, *shapely.get_parts(shape)[1:]])
        if not shapely.is_valid(spoiled):
            continue
        changed |= edges(shape) ^ edges(spoiled)
        rows = {**rows, number: (kind, parent, spoiled)}
    assume(changed)
    plan = plan_of(rows)
    places = shapely.multilinestrings([list(edge) for edge in sorted(changed)])
    after = plan.apply(fix_all(plan).result)
    for one, two in zip(plan.all_shapes, after.all_shapes, strict=True):
        moved = np.array(sorted(vertices(one) ^ vertices(two))).reshape(-1, 2)
        assert (shapely.distance(shapely.points(moved), places) <= NEAR_M).all()

    found, families = tiling(after), families_of(after)
    spoilt = (found.gaps, found.overlaps, found.overhangs, found.unmatched, found.hairs)
    told = np.concatenate([one.parent for one in spoilt])
    for number, parent in enumerate(families.parent.tolist()):
        if parent and parent not in told:
            assert found.proven[found.parent == parent].all()
            assert shapely.coverage_is_valid(families.member_shape[families.member_family == number])
