"""What is wide enough to be ground, on the whole or at one place."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from gridmap.ground.tiling import hairs_in, is_ground, tiling, width, without_hairs
from gridmap.ground.tiling.hairs import KnownHairs, without_hairs_of_each

NOISE_M = 1e-5
EAST_M, NORTH_M = 40_500_000.0, 3_500_000.0


def blob_on_a_hair(long: float, thin: float, blob: float) -> Polygon:
    r"""Return a hair that widens at one end.

    ===============================/\
                                   \/
    """
    there = [(long, 0), (long + blob, -blob), (long + 2 * blob, 0), (long + blob, blob), (long, thin)]
    return Polygon([(0, 0), *there, (0, thin)])


@pytest.mark.parametrize("long", [800.0, 50_000.0])
@pytest.mark.parametrize("blob", [1e-3, 0.05, 0.5])
def test_a_little_ground_on_a_hair_is_ground_however_long_the_hair(long, blob):
    shape = blob_on_a_hair(long, 1e-6, blob)
    assert is_ground(np.array([shape], dtype=object), NOISE_M).all()


@given(st.floats(10, 50_000), st.floats(1e-9, 0.9e-5), st.integers(2, 30))
def test_a_strip_as_thin_as_rounding_is_no_ground_however_many_vertices_it_has(long, thin, count):
    x = np.linspace(0, long, count)
    strip = Polygon([*zip(x, x * 0, strict=True), *zip(x[::-1], x * 0 + thin, strict=True)])
    assert not is_ground(np.array([strip], dtype=object), NOISE_M).any()


def test_what_is_wide_on_the_whole_is_ground():
    shapes = np.array([shapely.box(0, 0, 1e-3, 1e-3), shapely.box(0, 0, 100, 2e-5)], dtype=object)
    assert (width(shapes) > NOISE_M).all() and is_ground(shapes, NOISE_M).all()


def lake_beside(family, long: float, thin: float, blob: float):
    #  +--------+--------+
    #  |  grid  |  lake  |     the grid ends a hair before the lake, all the way, and a little more at the end
    #  +--------+--------+
    def ground(*corners: tuple[float, float]) -> Polygon:
        return Polygon(np.array(corners) + np.array([EAST_M, NORTH_M]))

    outline = ground((0, 0), (400, 0), (800, 0), (800, long), (400, long), (0, long))
    lake = ground((400, 0), (800, 0), (800, long), (400, long))
    corner = (400 - thin, long - 2 * blob), (400 - blob, long - blob)
    grid = ground((0, 0), (400, 0), *corner, (400, long), (0, long))
    above = {1: ("town", 0, outline), 2: ("village", 1, outline)}
    return family({**above, 11: ("comprehensive", 2, grid)}, {1: (2, lake)})


@pytest.mark.parametrize("long", [800.0, 50_000.0])
@pytest.mark.parametrize("blob", [1e-3, 0.05, 0.5])
def test_bare_ground_on_a_hair_beside_a_lake_is_told(family, long, blob):
    found = tiling(lake_beside(family, long, 1e-6, blob))
    [gap] = found.gaps.shape
    assert gap.area == pytest.approx(blob**2 + long * 1e-6 / 2, rel=0.01)


@pytest.mark.parametrize("start", range(7))
def test_a_hole_with_a_little_ground_on_a_hair_loses_the_hair_alone_wherever_its_ring_begins(start):
    ring = shapely.get_coordinates(blob_on_a_hair(800, 1e-6, 0.05))[:-1]
    holed = Polygon(shapely.box(-10, -10, 1_000, 10).exterior, [np.roll(ring, start, axis=0)])
    points, _ = hairs_in(np.array([holed], dtype=object), NOISE_M)
    left = without_hairs(holed, NOISE_M)
    assert len(points) and len(left.interiors) == 1
    assert shapely.Polygon(left.interiors[0]).area == pytest.approx(2 * 0.05**2, rel=0.1)


def test_hairs_of_many_shapes_are_taken_off_each_for_itself():
    square = shapely.box(0, 0, 10, 10)
    spike = Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5, 30), (5 + 1e-7, 10), (0, 10)])
    twice = Polygon(
        [(0, 0), (5, 0), (5, -7), (5 + 1e-7, 0), (10, 0), (10, 10), (5, 10), (5, 30), (5 + 1e-7, 10), (0, 10)]
    )
    slit = Polygon(square.exterior, [[(2, 2), (8, 2), (8, 2 + 1e-7)]])
    sliver = shapely.box(20, 0, 20 + 1e-7, 10)
    two = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), sliver, spike])
    shapes = np.array([square, spike, slit, two, sliver, twice, shapely.affinity.translate(square, 99)], dtype=object)
    left = without_hairs_of_each(shapes, NOISE_M)
    assert [left[row] is shapes[row] for row in (0, 4, 6)] == [True] * 3
    bare = Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (0, 10)])
    rooted = Polygon([(0, 0), (5, 0), *bare.exterior.coords[1:]])
    for row, wanted in ((1, bare), (2, square), (3, shapely.MultiPolygon([two.geoms[0], bare])), (5, rooted)):
        assert left[row].is_valid and left[row].equals_exact(wanted, 1e-6, normalize=True)
        assert left[row].wkb == without_hairs(shapes[row], NOISE_M).wkb


def test_hairs_are_looked_for_once_in_a_shape_that_many_ask_about():
    plain, spiked = (
        shapely.box(0, 0, 10, 10),
        shapely.Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5, 30), (5, 10), (0, 10)]),
    )
    hole = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (8, 2), (5, 2 + 1e-7)]])
    known = KnownHairs()
    for some in ([plain, spiked], [spiked, None, hole, plain], [], [None]):
        shapes = np.empty(len(some), dtype=object)
        shapes[:] = some
        points, row = known.hairs_in(shapes, 1e-5)
        wanted, of = hairs_in(shapes, 1e-5)
        np.testing.assert_array_equal(points, wanted)
        assert row.tolist() == of.tolist()
