"""Coordinates from one CRS or datum to another: right, exact, and the same for everybody who shares a vertex."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from gridmap.exchange.datum import (
    Source,
    bd09_from_gcj02,
    datum_shift_is_known,
    gcj02_from_bd09,
    gcj02_from_wgs84,
    move,
    reproject,
    source_named,
    wgs84_from_gcj02,
)
from gridmap.model.errors import BadInput

CITY = pyproj.CRS.from_epsg(4549)
WGS84 = Source(pyproj.CRS.from_epsg(4326))

# Latitude and longitude in WGS 84 and in GCJ-02, from the tests of eviltransform (Go, Python, C: the same numbers).
KNOWN = np.array(
    [
        (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
        (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
        (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
    ]
)

in_china = st.tuples(st.floats(75, 134), st.floats(5, 53))


def test_gcj02_is_what_other_implementations_say():
    lon, lat = gcj02_from_wgs84(KNOWN[:, 1], KNOWN[:, 0])
    assert np.abs(lon - KNOWN[:, 3]).max() < 1e-12
    assert np.abs(lat - KNOWN[:, 2]).max() < 1e-12


@given(in_china)
def test_the_way_back_is_exact_to_a_micrometre(place):
    lon, lat = np.array([place[0]]), np.array([place[1]])
    for there, back in ((gcj02_from_wgs84, wgs84_from_gcj02), (bd09_from_gcj02, gcj02_from_bd09)):
        x, y = back(*there(lon, lat))
        assert abs(x[0] - lon[0]) < 1e-11 and abs(y[0] - lat[0]) < 1e-11  # 1e-11 degrees are 1.1e-6 m


def test_the_shifts_at_the_city_are_those_that_officers_meet():
    lon, lat = np.array([120.55]), np.array([31.87])
    ball = pyproj.Geod(ellps="GRS80")
    gcj = gcj02_from_wgs84(lon, lat)
    bd = bd09_from_gcj02(*gcj)
    assert 440 < ball.inv(lon[0], lat[0], gcj[0][0], gcj[1][0])[2] < 500
    assert 1050 < ball.inv(lon[0], lat[0], bd[0][0], bd[1][0])[2] < 1150


def test_outside_china_nothing_is_shifted():
    lon, lat = np.array([2.35, -3.7, 139.7]), np.array([48.86, 40.4, 35.7])
    for function in (gcj02_from_wgs84, wgs84_from_gcj02, bd09_from_gcj02, gcj02_from_bd09):
        x, y = function(lon, lat)
        assert (x == lon).all() and (y == lat).all()


def test_a_place_from_a_web_map_comes_out_where_it_is():
    lon, lat = np.array([120.55]), np.array([31.87])
    right = move(np.stack([lon, lat], axis=1), WGS84, CITY)
    for name, shifted in (
        ("gcj02", gcj02_from_wgs84(lon, lat)),
        ("bd09", bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))),
    ):
        found = move(np.stack(shifted, axis=1), source_named(name), CITY)
        assert np.hypot(*(found - right)[0]) < 1e-5


@pytest.mark.parametrize("name", ["gcj02", "bd09", "EPSG:4326", "EPSG:4490", "EPSG:3857", "EPSG:2437"])
def test_a_shared_vertex_stays_shared_to_the_last_bit(name):
    source = source_named(name)
    random = np.random.default_rng(5)
    degrees = np.stack([random.uniform(120.3, 120.9, 400), random.uniform(31.7, 32.1, 400)], axis=1)
    there = degrees if source.crs.is_geographic else move(degrees, WGS84, source.crs)
    squares = shapely.polygons(there.reshape(100, 4, 2))
    alone = np.concatenate([shapely.get_coordinates(reproject(np.array([s]), source, CITY)) for s in squares])
    order = random.permutation(100)
    together = reproject(squares[order], source, CITY)
    assert np.array_equal(shapely.get_coordinates(together[np.argsort(order)]), alone)


def test_what_is_in_the_plans_crs_already_is_not_touched():
    shapes = np.array([box(552000.1, 3526000.2, 552001.3, 3526001.4), None], dtype=object)
    result = reproject(shapes, Source(CITY), CITY)
    assert shapely.to_wkb(result[0]) == shapely.to_wkb(shapes[0]) and result[1] is None


def test_x_is_east_and_y_is_north():
    [[x, y]] = move(np.array([[120.55, 31.87]]), WGS84, CITY)
    assert 551_000 < x < 553_000 and 3_526_000 < y < 3_529_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EPSG:4549", "EPSG:4549"),
        ("4549", "EPSG:4549"),
        (" epsg:4490 ", "EPSG:4490"),
        ("GCJ-02", "GCJ-02"),
        ("bd09", "BD-09"),
    ],
)
def test_a_crs_is_understood_as_people_write_it(text, name):
    assert source_named(text).name == name


@pytest.mark.parametrize("text", ["", "EPSG:999999", "somewhere", "99999999999999999999"])
def test_a_crs_that_nobody_knows_is_refused(text):
    with pytest.raises(BadInput, match="crs-unknown"):
        source_named(text)


def test_which_datum_shifts_are_known():
    known = {
        code: datum_shift_is_known(pyproj.CRS.from_epsg(code), CITY) for code in (4326, 4490, 4528, 2437, 2385, 4610)
    }
    assert known == {4326: True, 4490: True, 4528: True, 2437: False, 2385: False, 4610: False}
