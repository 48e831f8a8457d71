"""Ground is cut where borders may run, and nowhere else; estates and buildings stay whole."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, box

from gridmap.division.blocks import blocks_of
from gridmap.division.proposals import ground_to_divide
from gridmap.model.plan import Plan
from tests.division.ground import at, village

GRIDS = np.array([11])


def areas(blocks) -> list[float]:
    return sorted(round(float(area)) for area in shapely.area(blocks.shapes))


def test_roads_cut_ground_and_a_dead_end_does_not():
    """The road from north to south cuts; the one that ends in a field does not.

    +----+----+
    |    |    |
    |    |-   |
    +----+----+
    """
    plan = village([box(0, 0, 600, 200)], [LineString([(300, -10), (300, 210)]), LineString([(300, 50), (400, 50)])])
    assert areas(blocks_of(plan, GRIDS, 300, 500)) == [60_000, 60_000]


def test_borders_of_today_cut_ground():
    plan = village([box(0, 0, 200, 200), box(200, 0, 600, 200)])
    blocks = blocks_of(plan, np.array([11, 12]), 300, 500)
    assert areas(blocks) == [40_000, 80_000]
    assert blocks.units.cost.tolist() == (1.5 * blocks.units.border).tolist()
    assert blocks.anew.cost.tolist() == (6 * blocks.units.border).tolist()


def test_a_crowded_face_is_cut_between_its_buildings_and_dearly():
    buildings = [(50.0 + 100 * x, 50.0 + 100 * y, 60, "") for x in range(4) for y in range(2)]
    plan = village([box(0, 0, 400, 200)], buildings=buildings)
    blocks = blocks_of(plan, GRIDS, 300, 500)
    assert len(blocks.shapes) == 8
    footprints = plan.buildings.geometry.to_numpy()
    lines = shapely.union_all(shapely.boundary(blocks.shapes))
    assert shapely.distance(lines, footprints).min() > 5
    assert (blocks.units.cost == 40 * blocks.units.border).all()
    assert blocks.units.weight.tolist() == [60] * 8


def test_a_face_with_few_households_stays_whole():
    buildings = [(50.0 + 100 * x, 50.0, 25, "") for x in range(4)]
    assert len(blocks_of(village([box(0, 0, 400, 100)], buildings=buildings), GRIDS, 300, 500).shapes) == 1


def test_an_estate_is_one_group_wherever_its_buildings_stand():
    """A road runs through the estate "E"; west and east of it are other houses."""
    buildings = [(50.0, 50, 100, ""), (250.0, 50, 90, "E"), (350.0, 50, 90, "E"), (550.0, 50, 100, "")]
    roads = [LineString([(x, -5), (x, 105)]) for x in (150, 300, 450)]
    blocks = blocks_of(village([box(0, 0, 600, 100)], roads, buildings), GRIDS, 300, 500)
    assert len(blocks.shapes) == 4 and len(blocks.units) == 3
    assert sorted(blocks.units.weight.tolist()) == [100, 100, 180]
    assert [(name, len(groups)) for name, groups in blocks.compounds] == [("E", 1)]


@pytest.mark.parametrize("names", [("E", ""), ("甲", "E"), ("", "")], ids=["outline", "other name", "outline alone"])
def test_a_compound_of_the_list_is_one_group_by_its_outline_and_its_other_names(names):
    """Its outline is around the house in the west, and around the next one unless that bears its name.

    The road between them cuts the ground, and so does the one to the third house, which is nobody's.
    """
    buildings = [(50.0, 50, 90, names[0]), (150.0, 50, 90, names[1]), (350.0, 50, 100, "")]
    roads = [LineString([(x, -5), (x, 105)]) for x in (100, 200)]
    plan = village([box(0, 0, 400, 100)], roads, buildings)
    assert len(blocks_of(plan, GRIDS, 300, 500).units) == 3
    outline = [at(box(10, 10, 190, 90))]
    listed = gpd.GeoDataFrame({"name": ["E"], "alias": ["甲"]}, geometry=outline, index=[1], crs=4549)
    blocks = blocks_of(Plan(plan.scheme, {**plan.tables, "compounds": listed}), GRIDS, 300, 500)
    assert sorted(blocks.units.weight.tolist()) == [100, 180]
    assert [(name, len(groups)) for name, groups in blocks.compounds] == [("E", 1)]


@pytest.mark.parametrize(("between", "groups"), [(30, 1), (450, 2)], ids=["few between", "too many between"])
def test_parts_of_an_estate_stay_together_with_what_lies_between_unless_that_is_too_much(between, groups):
    buildings = [(50.0, 50, 40, "E"), (150.0, 50, between, ""), (250.0, 50, 40, "E"), (350.0, 50, 200, "")]
    roads = [LineString([(x, -5), (x, 105)]) for x in (100, 200, 300)]
    blocks = blocks_of(village([box(0, 0, 400, 100)], roads, buildings), GRIDS, 300, 500)
    assert [(name, len(of)) for name, of in blocks.compounds] == [("E", groups)]
    assert set(blocks.units.components()) == {0}


def test_the_strip_between_two_carriageways_is_no_block():
    roads = [LineString([(300, -5), (300, 205)]), LineString([(312, -5), (312, 205)])]
    blocks = blocks_of(village([box(0, 0, 600, 200)], roads), GRIDS, 300, 500)
    assert len(blocks.shapes) == 3 and len(blocks.units) == 2


def test_estates_are_told_by_name_and_other_ground_by_its_place():
    buildings = [(50.0, 50, 40, "E"), (250.0, 50, 40, "")]
    roads = [LineString([(150, -5), (150, 105)])]
    blocks = blocks_of(village([box(0, 0, 300, 100)], roads, buildings), GRIDS, 300, 500)
    inner = np.array([shapely.Point(500_050, 3_500_050), shapely.Point(500_250, 3_500_050)])
    where = [blocks.group[int(np.argmax(shapely.contains(blocks.shapes, point)))] for point in inner]
    assert blocks.place_of(int(where[0])) == "E"
    assert blocks.place_of(int(where[1])).startswith("(5002")
    assert shapely.area(shapely.polygonize(blocks.outlines())) == 150 * 100


def test_blocks_of_the_sample_tile_the_ground_and_cut_no_building(town, villages):
    for parent in list(villages.values())[::3]:
        ground = ground_to_divide(town, parent)
        blocks = blocks_of(town, ground.grids, ground.least, ground.most)
        whole = shapely.union_all(town.shapes(ground.grids))
        assert shapely.area(blocks.shapes).sum() == pytest.approx(whole.area, abs=1e-3)
        assert shapely.coverage_is_valid(blocks.shapes)
        before = shapely.union_all(shapely.boundary(town.shapes(ground.grids)))
        lines = shapely.union_all(shapely.boundary(blocks.shapes))
        footprints = town.buildings.geometry.to_numpy()
        inside = footprints[shapely.within(footprints, whole)]
        roads = shapely.union_all(town.tables["roads"].geometry.to_numpy())
        water = town.tables["water"].geometry.to_numpy()
        old = shapely.union_all([before, roads, *shapely.boundary(water), *water[shapely.get_dimensions(water) == 1]])
        new = shapely.difference(lines, shapely.buffer(old, 0.05))
        assert not shapely.intersects(shapely.buffer(inside, -0.1), new).any()


def test_ground_in_the_plan_is_where_it_was_given():
    assert at(box(0, 0, 1, 1)).bounds == (500_000, 3_500_000, 500_001, 3_500_001)
