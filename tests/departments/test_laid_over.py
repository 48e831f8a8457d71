"""A department's grids over the base grids: what a plain overlay says, and all parts add up."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.edits import MoveVertex, SetAttributes
from gridmap.ground.departments import bare_ground, base_grids, crossings, departments, ground_outside, laid_over
from gridmap.ground.departments.laid_over import LaidOver
from gridmap.ground.placement import households_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.plan import Plan
from tests.departments.conftest import CELL, SOUTH, WEST, lattice, random_place, village, with_department


def plain_overlay(plan: Plan, department: str) -> dict[tuple[int, int], float]:
    """Area in square metres by pair of ids, as geopandas overlays the two layers; 0 stands for nobody."""
    at = base_grids(plan)
    base = gpd.GeoDataFrame({"base": plan.ids[at]}, geometry=valid_shapes(plan)[at], crs=plan.crs)
    rows = plan.tables["department_grids"]
    rows = rows[rows["department"] == department]
    grids = gpd.GeoDataFrame({"grid": rows.index.to_numpy()}, geometry=list(rows.geometry), crs=plan.crs)
    found = gpd.overlay(grids, base, how="union", keep_geom_type=True).fillna(0)
    found["area"] = found.geometry.area
    return found.groupby(["grid", "base"])["area"].sum().to_dict()


def agrees(laid: LaidOver, expected: dict[tuple[int, int], float]) -> None:
    pieces, most = laid.pieces, 0.0
    found = {
        **dict(
            zip(
                zip(pieces.grids[laid.grid].tolist(), pieces.base[laid.at].tolist(), strict=True),
                laid.area_m2,
                strict=True,
            )
        ),
        **{(int(grid), 0): area for grid, area in zip(pieces.grids, laid.outside_m2, strict=True)},
        **{(0, int(base)): area for base, area in zip(pieces.base, laid.bare_m2, strict=True)},
    }
    for pair in found.keys() | expected.keys():
        one, two = found.get(pair, 0.0), expected.get(pair, 0.0)
        most = max(most, abs(one - two) / max(1.0, two))
    assert most <= 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_areas_are_those_of_a_plain_overlay(seed):
    place = random_place(seed)
    laid = laid_over(place.plan, "公安")
    agrees(laid, plain_overlay(place.plan, "公安"))
    assert laid.twice_m2 == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_households_are_those_of_the_buildings_in_both(seed):
    place = random_place(seed)
    laid = laid_over(place.plan, "公安")
    houses, points = place.plan.buildings["households"].to_numpy(), place.plan.buildings.geometry.to_numpy()
    grids, base = laid.pieces.grid_shapes, laid.pieces.base_shapes
    for grid, at, households in zip(laid.grid, laid.at, laid.households, strict=True):
        both = shapely.intersects(grids[grid], points) & shapely.intersects(base[at], points)
        assert households == houses[both].sum()
    in_any = shapely.intersects(shapely.union_all(grids), points)
    for at in range(len(base)):
        assert laid.bare_households[at] == houses[shapely.intersects(base[at], points) & ~in_any].sum()
    assert (laid.of_base == households_by_grid(place.plan)[base_grids(place.plan)]).all()


@settings(max_examples=10)
@given(st.integers(100, 10_000))
def test_all_parts_add_up_to_the_whole(seed):
    laid = laid_over(random_place(seed).plan, "公安")
    many, few = len(laid.pieces.base), len(laid.pieces.grids)
    area = np.bincount(laid.at, laid.area_m2, many) + laid.bare_m2
    assert area == pytest.approx(laid.area_of_base, rel=1e-9)
    assert np.bincount(laid.grid, laid.area_m2, few) + laid.outside_m2 == pytest.approx(laid.area_of_grid, rel=1e-9)
    assert (np.bincount(laid.at, laid.households, many) + laid.bare_households == laid.of_base).all()
    assert (np.bincount(laid.grid, laid.households, few) + laid.outside_households == laid.of_grid).all()


def test_the_base_grids_as_a_department_of_their_own_cross_nowhere():
    base = lattice(4, 3, CELL, 0.3)
    plan = with_department(village(base, shapely.centroid(base)), "环保", base[::-1])
    laid = laid_over(plan, "环保")
    assert not len(crossings(laid)) and not len(bare_ground(laid)) and not len(ground_outside(laid))
    assert laid.area_m2.tolist() == shapely.area(base[::-1]).tolist()


def test_a_crossing_has_its_place_its_area_and_its_households():
    """+----+----+       the police divide at 60 m: the west of b is theirs
    | a  | b  |       with one house of three, so b is mostly the east's
    +----+----+
    """
    base = lattice(2, 1, CELL)
    houses = shapely.points(
        [[WEST + 50, SOUTH + 50], [WEST + 250, SOUTH + 9], [WEST + 290, SOUTH + 9], [WEST + 390, SOUTH + 9]]
    )
    police = np.array(
        [shapely.box(WEST, SOUTH, WEST + 260, SOUTH + 200), shapely.box(WEST + 260, SOUTH, WEST + 400, SOUTH + 200)]
    )
    plan = with_department(village(base, houses, np.array([40, 10, 20, 30])), "公安", police)
    found = crossings(laid_over(plan, "公安"))
    assert (found.base.tolist(), found.home.tolist(), found.grid.tolist()) == ([4], [2], [1])
    assert found.area_m2.tolist() == [60 * 200] and found.share.tolist() == [0.3] and found.households.tolist() == [10]
    assert shapely.equals(found.shape[0], shapely.box(WEST + 200, SOUTH, WEST + 260, SOUTH + 200))


def test_households_come_before_area_and_area_counts_where_nobody_lives():
    base = lattice(2, 1, CELL)
    east = shapely.box(WEST + 150, SOUTH, WEST + 400, SOUTH + 200)
    police = np.array([shapely.difference(shapely.union_all(base), east), east])
    houses = shapely.points([[WEST + 190, SOUTH + 50]])
    lived_in, empty = (with_department(village(base, h), "公安", police) for h in (houses, None))
    assert laid_over(lived_in, "公安").home.tolist() == [1, 1]
    assert laid_over(empty, "公安").home.tolist() == [0, 1]
    [area] = crossings(laid_over(lived_in, "公安")).area_m2
    assert area == 150 * 200


def test_a_border_drawn_a_little_off_is_no_crossing_unless_somebody_lives_there():
    base = lattice(2, 1, CELL)
    police = lattice(2, 1, CELL)
    police = np.array(
        [shapely.box(WEST, SOUTH, WEST + 203, SOUTH + 200), shapely.box(WEST + 203, SOUTH, WEST + 400, SOUTH + 200)]
    )
    house, far = shapely.points([[WEST + 201.5, SOUTH + 50], [WEST + 350, SOUTH + 50]])
    plan = with_department(village(base, np.array([far])), "公安", police)
    laid = laid_over(plan, "公安")
    assert not len(crossings(laid)) and laid.area_m2[laid.drawn_otherwise].tolist() == [600]
    plan = with_department(village(base, np.array([house, far, far])), "公安", police)
    assert crossings(laid_over(plan, "公安")).households.tolist() == [1]


def test_a_strip_that_is_wide_at_one_place_is_a_crossing():
    base = lattice(2, 1, CELL)
    bay = shapely.box(WEST + 200, SOUTH + 80, WEST + 240, SOUTH + 120)
    west = shapely.union_all([shapely.box(WEST, SOUTH, WEST + 201, SOUTH + 200), bay])
    police = np.array([west, shapely.difference(shapely.union_all(base), west)])
    laid = laid_over(with_department(village(base), "公安", police), "公安")
    assert crossings(laid).area_m2.tolist() == pytest.approx([200 + 39 * 40])


def test_ground_that_only_one_of_the_two_holds_is_a_line_of_its_own():
    """The department's one grid: the east half of a, and 100 m beyond the village."""
    base = lattice(2, 1, CELL)
    houses = shapely.points(
        [[WEST + 50, SOUTH + 50], [WEST + 150, SOUTH - 50], [WEST + 160, SOUTH + 50], [WEST + 170, SOUTH + 50]]
    )
    grid = np.array([shapely.box(WEST + 100, SOUTH - 100, WEST + 200, SOUTH + 200)])
    laid = laid_over(with_department(village(base, houses, np.array([5, 6, 7, 8])), "城管", grid), "城管")
    assert not len(crossings(laid))
    bare, outside = bare_ground(laid), ground_outside(laid)
    assert (bare.base.tolist(), bare.home.tolist(), bare.grid.tolist()) == ([3, 4], [1, 0], [0, 0])
    assert (bare.area_m2.tolist(), bare.households.tolist()) == ([20_000, 40_000], [5, 0])
    assert (outside.grid.tolist(), outside.area_m2.tolist(), outside.households.tolist()) == ([1], [10_000], [6])


def test_as_much_in_two_is_told_and_the_one_recorded_first_gets_it():
    base = lattice(1, 1, CELL)
    halves = np.array(
        [shapely.box(WEST, SOUTH, WEST + 100, SOUTH + 200), shapely.box(WEST + 100, SOUTH, WEST + 200, SOUTH + 200)]
    )
    laid = laid_over(with_department(village(base), "公安", halves[::-1]), "公安")
    assert laid.home.tolist() == [0] and laid.tied.tolist() == [True]


def test_a_building_in_two_overlapping_grids_counts_once_and_the_ground_is_told():
    base = lattice(2, 1, CELL)
    both = np.array(
        [shapely.box(WEST, SOUTH, WEST + 250, SOUTH + 200), shapely.box(WEST + 150, SOUTH, WEST + 400, SOUTH + 200)]
    )
    houses = shapely.points([[WEST + 170, SOUTH + 50], [WEST + 230, SOUTH + 50]])
    laid = laid_over(with_department(village(base, houses), "公安", both), "公安")
    assert laid.of_grid.tolist() == [1, 1] and laid.households.sum() == 2
    assert laid.twice_m2 == pytest.approx(100 * 200)


@pytest.mark.parametrize("shape", [None, shapely.Polygon(), shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])])
def test_a_grid_without_usable_ground_harms_nobody(shape):
    base = lattice(2, 1, CELL)
    plan = with_department(village(base), "公安", np.array([shapely.union_all(base), shape], dtype=object))
    laid = laid_over(plan, "公安")
    assert not len(crossings(laid)) and laid.area_m2.tolist() == [CELL * CELL] * 2


def test_a_plan_without_departments_has_none_and_one_without_grids_no_crossing():
    base = lattice(2, 1, CELL)
    assert departments(village(base)) == [] and len(bare_ground(laid_over(village(base), "公安"))) == 2
    bare = Plan(village(base).scheme)
    assert not len(crossings(laid_over(with_department(bare, "公安", base), "公安")))


def test_what_is_kept_follows_a_changed_base_grid():
    place = random_place(5)
    plan, laid = place.plan, laid_over(place.plan, "公安")
    x, y = next(iter(place.base[0].exterior.coords[2:3]))
    moved = plan.apply(MoveVertex((x, y), (x + 7, y - 5)).change(plan))
    followed = laid_over(moved, "公安")
    again = laid_over(Plan(plan.scheme, dict(moved.tables)), "公安")
    assert followed.area_m2.tolist() == pytest.approx(again.area_m2.tolist(), abs=1e-6)
    for name in ("grid", "at", "households", "home", "is_ground", "bare_households", "outside_households"):
        assert (getattr(followed, name) == getattr(again, name)).all(), name
    assert followed.bare_m2 == pytest.approx(again.bare_m2, abs=1e-6)
    assert sum(one is two for one, two in zip(laid.pieces.shape, followed.pieces.shape, strict=False)) > 5
    named = plan.apply(SetAttributes("grids", (3,), {"name": "东"}).change(plan))
    assert laid_over(named, "公安") is laid


def test_the_sample_agrees_with_a_plain_overlay(town):
    west, south, east, _ = shapely.total_bounds(town.all_shapes)
    grids = lattice(5, 4, (east - west) / 4.5, 0.3, 1, west, south)
    plan = with_department(town, "公安", grids)
    agrees(laid_over(plan, "公安"), plain_overlay(plan, "公安"))
