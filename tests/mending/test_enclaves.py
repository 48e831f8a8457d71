"""Ground of somebody else inside a layer that has no level above it: told as what it may be, and never filled."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import Geometry, box

from gridmap.checks import run_checks
from gridmap.ground.tiling import tiling
from gridmap.mending import fix_all
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.outputs.findings import Wording

EAST_M, NORTH_M = 500_000.0, 3_500_000.0


def at(x0: float, y0: float, x1: float, y1: float) -> Geometry:
    return box(EAST_M + x0, NORTH_M + y0, EAST_M + x1, NORTH_M + y1)


def layer(shapes: list[Geometry], outline: Geometry | None = None) -> Plan:
    """Return grids without a parent, or villages of one town with an outline."""
    kind, parent = ("town", 0) if outline is None else ("village", 1)
    rows = [("town", 0, outline)] if outline is not None else []
    rows += [(kind, parent, shape) for shape in shapes]
    kinds, parents, ground = zip(*rows, strict=True)
    scheme = load_scheme()
    table = {"kind": kinds, "parent": parents}
    index = range(1, len(rows) + 1)
    return Plan(scheme, {"grids": gpd.GeoDataFrame(table, geometry=list(ground), index=index, crs=scheme.crs)})


def lattice(count: int, side: float) -> dict[tuple[int, int], Geometry]:
    return {(i, j): at(side * i, side * j, side * (i + 1), side * (j + 1)) for i in range(count) for j in range(count)}


def voronoi(seed: int, count: int, side: float) -> list[Geometry]:
    rng, ground = np.random.default_rng(seed), at(0, 0, side, side)
    points = shapely.multipoints(rng.uniform(0, side, (count, 2)) + np.array([EAST_M, NORTH_M]))
    lines = shapely.boundary([c.intersection(ground) for c in shapely.voronoi_polygons(points, extend_to=ground).geoms])
    return list(shapely.polygonize([shapely.union_all(lines, grid_size=1e-3)]).geoms)


def holes_in(shapes: list[Geometry]) -> list[Geometry]:
    """Return the bare ground that shapes enclose, as anybody would work it out."""
    held = shapely.union_all(shapes)
    rings = [ring for part in shapely.get_parts(held) for ring in part.interiors]
    bare = shapely.union_all(shapely.polygons(rings)).difference(held) if rings else shapely.MultiPolygon()
    return [part for part in shapely.get_parts(bare) if part.geom_type == "Polygon"]


def insist_that_each_is_told_and_stays(plan: Plan, enclaves: list[Geometry]) -> None:
    gaps = [finding for finding in run_checks(plan).open if finding.rule == "gap"]
    assert sorted(gap.where.area for gap in gaps) == pytest.approx(sorted(one.area for one in enclaves), abs=1)
    for language, words in (("en", "may be an enclave"), ("zh", "可能是飞地")):
        wording = Wording(plan, language)
        assert all(words in wording.message(gap) for gap in gaps)
    mending = fix_all(plan)
    assert [(one.rule, one.reason) for one in mending.left] == [("gap", "may-be-enclave")] * len(enclaves)
    assert not mending.result


@pytest.mark.parametrize("side", [25, 1_000])
def test_ten_enclaves_of_a_lattice_stay(side):
    #  +-+-+-+-+     every other cell of two rows is somebody else's: grids of 625 m2 or of 1 km2
    #  | |?| |?|
    #  +-+-+-+-+
    cells = lattice(12, side)
    enclaves = [cells.pop((2 * i + 1, j)) for i in range(5) for j in (3, 7)]
    insist_that_each_is_told_and_stays(layer(list(cells.values())), enclaves)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), gone=st.sets(st.integers(0, 59), min_size=1, max_size=14))
def test_whatever_cells_of_a_layer_are_somebody_else_s_they_stay(seed, gone):
    cells = voronoi(seed, 60, 10_000)
    kept = [cell for number, cell in enumerate(cells) if number not in gone]
    enclaves = holes_in(kept)  # cells at the rim are outside, and neighbours are one
    assume(enclaves and min(one.area for one in enclaves) > 1_000)
    insist_that_each_is_told_and_stays(layer(kept), enclaves)


def test_enclaves_that_touch_at_a_point_are_two():
    cells = lattice(6, 1_000)
    enclaves = [cells.pop((2, 2)), cells.pop((3, 3))]
    insist_that_each_is_told_and_stays(layer(list(cells.values())), enclaves)


def test_an_enclave_around_an_island_of_the_layer_stays():
    #  +-------+
    #  | ????? |     a grid lies in the middle of ground that is somebody else's
    #  | ?[ ]? |
    #  | ????? |
    island = at(2_300, 2_300, 2_700, 2_700)
    enclave = at(2_000, 2_000, 3_000, 3_000) - island
    cells = lattice(5, 1_000)
    del cells[2, 2]
    insist_that_each_is_told_and_stays(layer([*cells.values(), island]), [enclave])


def test_an_enclave_in_the_middle_of_one_grid_stays_however_small():
    #  between several grids ground of no more than `fix_area` may be a slip; inside one nobody disputes it
    for wide in (6, 30, 300):
        enclave = at(2_400, 2_400, 2_400 + wide, 2_400 + wide)
        cells = lattice(5, 1_000)
        cells[2, 2] -= enclave
        insist_that_each_is_told_and_stays(layer(list(cells.values())), [enclave])


def test_a_bay_that_is_open_to_the_outside_is_no_finding():
    cells = lattice(4, 1_000)
    del cells[0, 2], cells[3, 3]
    assert not len(tiling(layer(list(cells.values()))).gaps)


@pytest.mark.parametrize("small", [(4, 300, "narrow"), (25, 25, "small")])
def test_what_is_narrow_or_small_between_several_grids_is_a_slip(small):
    wide, high, _ = small
    gap = at(2_000 - wide / 2, 2_100, 2_000 + wide / 2, 2_100 + high)
    cells = {place: cell - gap for place, cell in lattice(5, 1_000).items()}
    mending = fix_all(layer(list(cells.values())))
    assert not mending.left and sum(one.area_m2 for one in mending.mended) == pytest.approx(gap.area)


def test_an_enclave_that_the_level_above_leaves_out_too_is_no_finding_below():
    #  ten enclaves of the town; its villages leave out the same ground, so that they tile it exactly
    cells = lattice(12, 1_000)
    enclaves = [cells.pop((2 * i + 1, j)) for i in range(5) for j in (3, 7)]
    inside = at(6_400, 6_400, 6_500, 6_500)
    cells[6, 6] -= inside
    plan = layer(list(cells.values()), shapely.union_all(list(cells.values())))
    found = tiling(plan)
    assert 1 not in found.gaps.parent and len(found.overlaps) + len(found.overhangs) == 0
    insist_that_each_is_told_and_stays(plan, [*enclaves, inside])  # each once, for the town
    mended = plan.apply(fix_all(plan, ["unmatched-vertices"]).result)
    assert tiling(mended).proven[tiling(mended).parent == 1].all()


def test_an_enclave_that_only_the_villages_leave_out_is_a_gap_of_the_town_and_stays():
    cells = lattice(5, 1_000)
    gap = cells.pop((2, 2))
    plan = layer(list(cells.values()), shapely.union_all([gap, *cells.values()]))
    assert [(one.rule, one.reason) for one in fix_all(plan, ["gap"]).left] == [("gap", "grid-missing-here")]
