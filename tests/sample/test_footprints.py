"""Where buildings stand, what stands on their doors, and which grids border on each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from sample_data.chance import stream
from sample_data.ground.addresses import Street, estate_names, short_name, street_addresses
from sample_data.ground.borders import shared_borders
from sample_data.ground.footprints import YARD_M, Style, main_direction, place_footprints

ROWS = Style((20, 30), (10, 12), 8, 14)
NOTHING = np.array([], dtype=object)


def shapes(*geometries: shapely.Geometry) -> np.ndarray:
    return np.array(geometries, dtype=object)


@pytest.mark.parametrize("degrees", [0, 20, -40, 100])
def test_buildings_follow_the_direction_of_their_ground(degrees: float) -> None:
    ground = affinity.rotate(shapely.box(0, 0, 400, 100), degrees)
    [along] = main_direction(shapes(ground))
    turned = (degrees + 45) % 90 - 45  # the same right angles, as near to east as can be
    assert np.degrees(np.arctan2(along[1], along[0])) == pytest.approx(turned, abs=1e-6)


def test_buildings_keep_off_the_border_the_road_and_the_pond_and_each_other() -> None:
    #  +---------------+
    #  |     |    (~)  |
    #  |     | road    |
    #  +---------------+
    grounds = shapes(shapely.box(0, 0, 400, 300), affinity.rotate(shapely.box(400, 0, 900, 300), 12))
    road = shapely.LineString([(150, -50), (170, 350)])
    pond = shapely.Point(280, 200).buffer(60)
    feet = place_footprints(
        grounds, (ROWS,), np.zeros(2, int), np.array([500, 500]), shapes(road), shapes(pond), stream(1, "t")
    )
    assert np.bincount(feet.grid).min() > 30
    assert (shapely.distance(feet.shape, shapely.boundary(grounds)[feet.grid]) >= YARD_M - 0.02).all()
    assert shapely.within(feet.shape, grounds[feet.grid]).all()
    assert (shapely.distance(feet.shape, road) >= YARD_M - 0.02).all()
    assert (shapely.distance(feet.shape, pond) > 0).all()
    tree = shapely.STRtree(feet.shape)
    one, other = tree.query(feet.shape, predicate="intersects")
    assert (one == other).all()


def test_no_more_buildings_than_wanted_and_one_at_least() -> None:
    grounds = shapes(shapely.box(0, 0, 500, 500), shapely.box(600, 0, 610, 10))
    feet = place_footprints(grounds, (ROWS,), np.zeros(2, int), np.array([7, 7]), NOTHING, NOTHING, stream(1, "t"))
    assert np.bincount(feet.grid).tolist() == [7, 1]
    assert shapely.contains_properly(grounds[1], feet.shape[-1])


def test_buildings_with_a_wing_are_l_shaped() -> None:
    style = Style((40, 50), (14, 16), 10, 30, wing_share=1.0)
    ground = shapes(shapely.box(0, 0, 300, 300))
    feet = place_footprints(ground, (style,), np.zeros(1, int), np.array([9]), NOTHING, NOTHING, stream(1, "t"))
    assert (shapely.get_num_coordinates(feet.shape) == 7).all()
    assert shapely.is_valid(feet.shape).all()
    assert (shapely.area(feet.shape) < 0.8 * shapely.area(shapely.minimum_rotated_rectangle(feet.shape))).all()


def test_neighbours_share_an_edge_and_not_just_a_corner() -> None:
    #  +--+--+
    #  |a |b |     a meets c in a corner only
    #  +--+--+--+
    #     |c |d |
    a, b, c, d = (shapely.box(x, y, x + 1, y + 1) for x, y in ((0, 1), (1, 1), (1, 0), (2, 0)))
    left, right, length_m = shared_borders(np.array([a, None, b, c, d], dtype=object))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2), (2, 3), (3, 4)]
    assert length_m.tolist() == [1.0, 1.0, 1.0]


def test_house_numbers_rise_along_the_street_odd_on_the_left() -> None:
    #   .1     .3         .2    (north of 长安路)
    #  ------------------------ 长安路 ->
    #      .4                   (south of it)
    street = Street(["长安路"], shapes(shapely.LineString([(0, 0), (1000, 0)])))
    points = np.array([[5.0, 20.0], [605.0, 20.0], [205.0, 20.0], [105.0, -20.0]])
    names, number = street_addresses(points, np.zeros(4, int), street)
    assert names == ["长安路"] * 4
    assert number.tolist() == [1, 121, 41, 22]


def test_no_house_number_comes_twice_in_a_street_of_a_town() -> None:
    street = Street(["长安路", "长安路"], shapes(*(shapely.LineString([(0, y), (1000, y)]) for y in (0, 500))))
    points = np.array([[x, y] for x in (1.0, 2.0, 3.0, 12.0) for y in (5.0, 505.0, 6.0)])
    town = np.repeat([0, 1], 6)
    _, number = street_addresses(points, town, street)
    assert len(set(zip(town.tolist(), number.tolist(), strict=True))) == len(points)
    assert (number % 2 == 1).all()


def test_estates_have_names_of_their_own() -> None:
    names = estate_names(stream(1, "estates"), 4000)
    assert len(set(names)) == 4000


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("金村村委会", "金村村"),
        ("暨阳社区居委会", "暨阳社区"),
        ("稻麦场社区居民委员会", "稻麦场社区"),
        ("双山岛", "双山岛"),
    ],
)
def test_addresses_leave_the_committee_out(full: str, short: str) -> None:
    assert short_name(full) == short
