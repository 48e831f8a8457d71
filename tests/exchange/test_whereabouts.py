"""Where files lie, and the zone that a new project should have."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from shapely import box

from gridmap.exchange.sources import Features
from gridmap.exchange.whereabouts import ZONES, nearest_zones, whereabouts, zone_of

PLAN_CRS = pyproj.CRS.from_epsg(4549)


def features(shape, crs=None) -> Features:
    known = None if crs is None else pyproj.CRS.from_user_input(crs)
    shapes = np.array([shape], dtype=object)
    return Features("a.shp", "a", "ESRI Shapefile", {}, shapes, np.zeros(1, dtype=bool), known, ())


@pytest.mark.parametrize(
    ("shape", "crs", "longitude", "latitude", "meridian", "sure"),
    [
        (box(120.5, 31.8, 120.6, 31.9), "EPSG:4326", 120.55, 31.85, 120, True),
        (box(118.4, 31.8, 118.44, 31.9), None, 118.42, 31.85, 117, False),
        (box(31.8, 120.5, 31.9, 120.6), None, 120.55, 31.85, 120, False),  # latitude first
        (box(40_552_000, 3_527_000, 40_553_000, 3_528_000), None, 120.554, 31.866, 120, False),  # zone 40
        (box(552_000, 3_527_000, 553_000, 3_528_000), "EPSG:4549", 120.554, 31.866, 120, True),
        # Not far beyond the edge of its own zone a file's CRS is kept: the neighbours have it too.
        (box(690_000, 3_527_000, 691_000, 3_528_000), "EPSG:4548", 119.012, 31.855, 117, True),
        (box(13_420_000, 3_740_000, 13_421_000, 3_741_000), "EPSG:3857", 120.56, 31.82, 120, True),
    ],
)
def test_a_place_and_its_zone_are_told_from_coordinates(shape, crs, longitude, latitude, meridian, sure):
    found = whereabouts([features(shape, crs)], PLAN_CRS)
    assert found.longitude == pytest.approx(longitude, abs=0.01)
    assert found.latitude == pytest.approx(latitude, abs=0.01)
    assert (found.zone.meridian, found.sure) == (meridian, sure)


def test_nothing_is_said_of_files_that_say_nothing():
    assert whereabouts([], PLAN_CRS) is None
    assert whereabouts([features(None)], PLAN_CRS) is None
    assert whereabouts([features(box(0, 0, 1e9, 1e9))], PLAN_CRS) is None


def test_all_zones_are_those_of_epsg():
    assert len(ZONES) == 21
    for zone in ZONES:
        crs = pyproj.CRS.from_epsg(zone.epsg)
        assert crs.name == f"CGCS2000 / 3-degree Gauss-Kruger CM {zone.meridian}E"
        assert zone_of(crs) == zone
        assert zone_of(pyproj.CRS.from_epsg(4513 + (zone.meridian - 75) // 3)) == zone  # with the zone number
    assert zone_of(pyproj.CRS.from_epsg(3857)) is None
    assert zone_of(pyproj.CRS.from_epsg(2437)) is None  # Beijing 1954, CM 120


def test_the_nearest_zones_come_first():
    assert [zone.meridian for zone in nearest_zones(118.4)[:3]] == [117, 120, 114]
