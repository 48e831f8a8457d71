"""Where on the earth files lie, and which CRS a new project should therefore have.

Nearly everybody's boundaries are in CGCS2000, in the Gauss-Kruger zone three degrees wide whose central meridian is
nearest: there lengths and areas are true to a few parts in ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyproj
import shapely

from gridmap.exchange.crs_hints import look_of
from gridmap.exchange.datum import Source, move, source_named
from gridmap.exchange.sources import Features
from gridmap.model.arrays import FloatArray
from gridmap.model.errors import BadInput

_FIRST_MERIDIAN: Final = 75
_LAST_MERIDIAN: Final = 135
_WIDTH: Final = 3
_EPSG_OF_FIRST: Final = 4534
_DEGREES: Final = pyproj.CRS.from_epsg(4490)
_SAMPLE: Final = 20_000
_EDGES: Final = (1, 99)
"""Between these percentiles lies what counts: a slip of one row moves nothing."""


@dataclass(frozen=True)
class Zone:
    """A Gauss-Kruger zone of CGCS2000, three degrees wide, with eastings that have no zone number before them.

    Attributes
    ----------
    meridian : int
        Its central meridian, degrees east: 75, 78, ... 135.
    """

    meridian: int

    @property
    def epsg(self) -> int:
        """The number under which it is known: EPSG:4549 for 120 degrees."""
        return _EPSG_OF_FIRST + (self.meridian - _FIRST_MERIDIAN) // _WIDTH

    @property
    def crs(self) -> str:
        """What a scheme calls it: ``"EPSG:4549"``."""
        return f"EPSG:{self.epsg}"


ZONES: Final = tuple(Zone(meridian) for meridian in range(_FIRST_MERIDIAN, _LAST_MERIDIAN + 1, _WIDTH))
"""All zones from the west to the east; China lies in them."""


@dataclass(frozen=True)
class Whereabouts:
    """Where files lie.

    Attributes
    ----------
    longitude, latitude : float
        Of their middle, degrees.
    said : str
        The CRS of the first file that says it, or looks like one: ``"EPSG:4549"``, or its name.
    sure : bool
        Whether that file said it itself.
    zone : Zone
        Which zone fits: the one that a file is in already, else the nearest.
    """

    longitude: float
    latitude: float
    said: str
    sure: bool
    zone: Zone


def nearest_zones(longitude: float) -> list[Zone]:
    """Return all zones, the one whose central meridian is nearest first."""
    return sorted(ZONES, key=lambda zone: (abs(zone.meridian - longitude), zone.meridian))


def zone_of(crs: pyproj.CRS) -> Zone | None:
    """Return the zone that a CRS is, with or without the zone number before eastings; ``None`` for any other CRS."""
    for zone in ZONES:
        plain = pyproj.CRS.from_epsg(zone.epsg)
        if crs.equals(plain, ignore_axis_order=True):
            return zone
    meridian, false_easting = _of_gauss_kruger(crs)
    if meridian is None or round(false_easting) % 1_000_000 != 500_000:
        return None
    geodetic = crs.geodetic_crs
    of_2000 = geodetic is not None and "2000" in geodetic.name
    return next((zone for zone in ZONES if of_2000 and abs(zone.meridian - meridian) < 1e-9), None)


def whereabouts(read: Iterable[Features], crs: pyproj.CRS) -> Whereabouts | None:
    """Tell where files lie; ``None`` if none of them says or shows it.

    Parameters
    ----------
    read : iterable of Features
        What was read of the files, as it stands there.
    crs : pyproj.CRS
        Of the scheme: where coordinates are taken to be that are in metres and say nothing else.
    """
    found: list[tuple[FloatArray, Source, bool]] = []
    for features in read:
        coordinates = shapely.get_coordinates(features.shapes)
        coordinates = coordinates[np.isfinite(coordinates).all(axis=1)]
        if not len(coordinates):
            continue
        coordinates = coordinates[:: 1 + len(coordinates) // _SAMPLE]
        source = _source_of(features, coordinates, crs)
        if source is None:
            continue
        if look_of(coordinates, crs).swapped:
            coordinates = np.ascontiguousarray(coordinates[:, ::-1])
        degrees = _in_degrees(coordinates, source)
        if degrees is not None:
            found.append((degrees, source, features.crs is not None))
    if not found:
        return None
    edges = np.percentile(np.concatenate([degrees for degrees, _, _ in found]), _EDGES, axis=0)
    longitude, latitude = edges.mean(axis=0).tolist()
    _, source, sure = max(found, key=lambda one: one[2])
    zone = _zone_in_use([source for _, source, _ in found], longitude) or nearest_zones(longitude)[0]
    return Whereabouts(longitude, latitude, source.name, sure, zone)


def _source_of(features: Features, coordinates: FloatArray, crs: pyproj.CRS) -> Source | None:
    """Return where the coordinates are: what the file says, unless they cannot be there, else what they look like."""
    degrees = bool((np.abs(coordinates) <= 360).all())
    said = features.crs
    if said is not None and said.is_geographic == degrees:
        return Source(said)
    if degrees:
        return Source(_DEGREES)
    try:
        return source_named(look_of(coordinates, crs).expected)
    except BadInput:
        return None


def _in_degrees(coordinates: FloatArray, source: Source) -> FloatArray | None:
    """Return longitude and latitude, ``None`` if they come out beyond the earth."""
    try:
        degrees = move(coordinates, source, _DEGREES)
    except pyproj.exceptions.ProjError:
        return None
    inside = np.isfinite(degrees).all(axis=1) & (np.abs(degrees[:, 0]) <= 180) & (np.abs(degrees[:, 1]) <= 90)
    return degrees[inside] if inside.any() else None


def _zone_in_use(sources: Sequence[Source], longitude: float) -> Zone | None:
    """Return the zone that a file is in, if the place is not outside it by more than half its width."""
    zones = [zone_of(source.crs) for source in sources if source.crs.is_projected]
    return next((zone for zone in zones if zone is not None and abs(zone.meridian - longitude) <= _WIDTH), None)


def _of_gauss_kruger(crs: pyproj.CRS) -> tuple[float | None, float]:
    """Return central meridian and false easting of a transverse Mercator, ``None`` for any other projection."""
    operation = crs.coordinate_operation
    if operation is None or not operation.method_name.startswith("Transverse Mercator"):
        return None, 0.0
    values = {parameter.code: float(parameter.value) for parameter in operation.params}
    return values.get("8802"), values.get("8806", 0.0)
