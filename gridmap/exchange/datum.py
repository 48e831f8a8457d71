"""From the coordinates of a file to the plan's: any CRS, and the two shifted datums of Chinese web maps.

A vertex that two shapes share stays one vertex: every coordinate that occurs is transformed once and put wherever it
occurred, so that equal input is equal output to the last bit, in one file and from file to file.

GCJ-02 and BD-09
    Web maps in China shift coordinates: GCJ-02 (Amap, Tencent, Google's China map) by some 500 m, BD-09 (Baidu) by a
    further 0.9 km. The shift of GCJ-02 was never published by its authority; the formulae here are those that became
    known in 2010 and that open implementations have used since (eviltransform, 2013; coordtransform, 2015), on the
    Krasovsky ellipsoid. They give the way into the shifted datum. The way back has no closed form; most
    implementations take the shift at the shifted place, which is wrong by up to 5 m. Here the equation is solved by
    iteration, to less than 1e-11 degrees (1e-6 m).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import pyproj
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray
from gridmap.model.errors import BadInput

ShiftedDatum = Literal["gcj02", "bd09"]
SHIFTED: Final[dict[str, ShiftedDatum]] = {
    "gcj02": "gcj02",
    "gcj": "gcj02",
    "mars": "gcj02",
    "bd09": "bd09",
    "bd": "bd09",
    "baidu": "bd09",
}

# The Krasovsky ellipsoid, as the known formulae use it: semi-major axis in metres and squared eccentricity.
_AXIS: Final = 6378245.0
_ECCENTRICITY2: Final = 0.00669342162296594323
_BD_FREQUENCY: Final = np.pi * 3000.0 / 180.0
_ROUNDS: Final = 10

# Outside this box (west, south, east, north) nothing is shifted.
_SHIFTED_BOX: Final = (72.004, 0.8293, 137.8347, 55.8271)

# Datums that agree to a few decimetres, so that PROJ's "ballpark" change between them is as good as any.
_MODERN_DATUMS: Final = (
    "World Geodetic System 1984",
    "China 2000",
    "China Geodetic Coordinate System 2000",
    "European Terrestrial Reference System 1989",
    "International Terrestrial Reference",
)


@dataclass(frozen=True)
class Source:
    """Where the coordinates of a file are: a CRS, and whether they are shifted as on a Chinese web map.

    Shifted coordinates of a projected CRS are what a program makes of degrees from a web map that it takes for right.
    """

    crs: pyproj.CRS
    shifted: ShiftedDatum | None = None

    @property
    def name(self) -> str:
        """What to call it: ``"EPSG:4549"``, ``"GCJ-02"``, ``"GCJ-02/EPSG:4549"``, or the CRS's own name."""
        authority = self.crs.to_authority(min_confidence=90)
        name = ":".join(authority) if authority else str(self.crs.name)
        if self.shifted:
            shifted = {"gcj02": "GCJ-02", "bd09": "BD-09"}[self.shifted]
            return shifted if self.crs.is_geographic else f"{shifted}/{name}"
        return name

    @property
    def option(self) -> str:
        """What :func:`source_named` understands as this: ``"gcj02"``, ``"EPSG:4549"``, ``"gcj02/EPSG:4549"``."""
        authority = self.crs.to_authority(min_confidence=20)
        name = ":".join(authority) if authority else self.crs.to_string()
        if self.shifted:
            return self.shifted if self.crs.is_geographic else f"{self.shifted}/{name}"
        return name


def source_named(text: str) -> Source:
    """Return what a user calls a CRS: an EPSG code, ``gcj02``, ``bd09``, or anything that PROJ knows.

    ``gcj02/EPSG:4549`` are coordinates of EPSG:4549 that were made of degrees in GCJ-02.

    Raises
    ------
    BadInput
        ``crs-unknown``.
    """
    plain = text.strip()
    shifted, slash, below = plain.partition("/")
    datum = SHIFTED.get(shifted.strip().lower().replace("-", "").replace("_", ""))
    if slash and datum:
        return Source(source_named(below).crs, datum)
    key = plain.lower().replace("-", "").replace("_", "")
    if key in SHIFTED:
        return Source(pyproj.CRS.from_epsg(4490), SHIFTED[key])
    try:
        return Source(pyproj.CRS.from_user_input(int(plain) if plain.isdigit() else plain))
    except (pyproj.exceptions.CRSError, ValueError, OverflowError) as error:
        raise BadInput("crs-unknown", value=text) from error


# ---- shapes ----------------------------------------------------------------------------------------------------------


def reproject(shapes: ShapeArray, source: Source, target: pyproj.CRS) -> ShapeArray:
    """Return shapes in another CRS, x east and y north; equal coordinates stay equal to the last bit.

    Parameters
    ----------
    shapes : array of shapely geometries, shape (n,)
        2D; ``None`` stays ``None``.
    source : Source
    target : pyproj.CRS

    Returns
    -------
    array of shapely geometries, shape (n,)
        A coordinate that cannot be projected is infinite.
    """
    if source.shifted is None and source.crs.equals(target, ignore_axis_order=True):
        return shapes.copy()
    coordinates = shapely.get_coordinates(shapes)
    moved = move(coordinates, source, target)
    result = shapes.copy()
    present = ~shapely.is_missing(result)
    result[present] = shapely.set_coordinates(result[present], moved)
    return result


def move(coordinates: FloatArray, source: Source, target: pyproj.CRS) -> FloatArray:
    """Return coordinates, shape (n, 2), in another CRS; of a shifted datum each that occurs is transformed once."""
    if not len(coordinates):
        return coordinates.copy()
    if not source.shifted:  # to find out which are the same takes twice as long
        x, y = np.array(coordinates, dtype=np.float64).T.copy()
        return np.stack(transformer(source.crs, target).transform(x, y), axis=1)
    both = np.ascontiguousarray(coordinates, dtype=np.float64).view(np.complex128).ravel()
    unique, numbers = np.unique(both, return_inverse=True)
    x, y = unique.real.copy(), unique.imag.copy()
    crs = source.crs
    if not crs.is_geographic and crs.geodetic_crs is not None:
        x, y = transformer(crs, crs.geodetic_crs).transform(x, y)
        crs = crs.geodetic_crs
    there = np.isfinite(x) & np.isfinite(y)  # what lies nowhere on the globe stays infinite
    if source.shifted == "bd09":
        x[there], y[there] = gcj02_from_bd09(x[there], y[there])
    x[there], y[there] = wgs84_from_gcj02(x[there], y[there])
    moved = np.stack(transformer(crs, target).transform(x, y), axis=1)
    return moved[numbers]


@lru_cache(maxsize=32)
def transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    """Return PROJ's transformation from one CRS to another, x east and y north on both sides."""
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def datum_shift_is_known(source: pyproj.CRS, target: pyproj.CRS) -> bool:
    """Whether PROJ knows how the two datums differ, or they differ by decimetres at most.

    It does not for Beijing 1954 and Xian 1980 against CGCS2000, whose parameters are not public: there it changes the
    ellipsoid only, and places may be off by some 100 m.
    """
    if _is_modern(source) and _is_modern(target):
        return True
    return "allpark" not in transformer(source, target).description


def _is_modern(crs: pyproj.CRS) -> bool:
    geodetic = crs.geodetic_crs
    name = geodetic.datum.name if geodetic is not None and geodetic.datum is not None else ""
    return name.startswith(_MODERN_DATUMS)


# ---- shifted datums --------------------------------------------------------------------------------------------------

Pair = tuple[FloatArray, FloatArray]


def gcj02_from_wgs84(lon: FloatArray, lat: FloatArray) -> Pair:
    """Return where GCJ-02 puts places (degrees, CGCS2000 or WGS 84); outside China nothing is shifted."""
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    root, product = np.sqrt(np.abs(x)), x * y
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * product + 0.2 * root + waves
    north += (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3)) * 2 / 3
    north += (160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * product + 0.1 * root + waves
    east += (20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3)) * 2 / 3
    east += (150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30)) * 2 / 3
    radians = np.radians(lat)
    narrowing = 1 - _ECCENTRICITY2 * np.sin(radians) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY2) / (narrowing * np.sqrt(narrowing))
    parallel = _AXIS / np.sqrt(narrowing) * np.cos(radians)
    shifted = _in_china(lon, lat)
    with np.errstate(divide="ignore", invalid="ignore"):  # at the poles, which are not in China
        return (
            np.where(shifted, lon + np.degrees(east / parallel), lon),
            np.where(shifted, lat + np.degrees(north / meridian), lat),
        )


def wgs84_from_gcj02(lon: FloatArray, lat: FloatArray) -> Pair:
    """Return the places (degrees) that GCJ-02 shows at the coordinates given, to 1e-6 m."""
    return _solved(gcj02_from_wgs84, lon, lat)


def bd09_from_gcj02(lon: FloatArray, lat: FloatArray) -> Pair:
    """Return where BD-09 puts what GCJ-02 shows at some coordinates (degrees)."""
    distance = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_FREQUENCY)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_FREQUENCY)
    shifted = _in_china(lon, lat)
    return (
        np.where(shifted, distance * np.cos(angle) + 0.0065, lon),
        np.where(shifted, distance * np.sin(angle) + 0.006, lat),
    )


def gcj02_from_bd09(lon: FloatArray, lat: FloatArray) -> Pair:
    """Return where GCJ-02 shows what BD-09 shows at some coordinates (degrees), to 1e-6 m."""
    return _solved(bd09_from_gcj02, lon, lat)


def _solved(shift: Callable[[FloatArray, FloatArray], Pair], lon: FloatArray, lat: FloatArray) -> Pair:
    """Find what a shift moves to the coordinates given.

    Each round takes the shift at the last guess off the coordinates. Since a shift changes by less than a hundredth of
    the distance moved, a round makes the error a hundred times smaller; six would do. Everybody gets the same number of
    rounds, so that a place comes out the same to the last bit whatever else is in its file.
    """
    x, y = np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)
    inside = _in_china(x, y)
    for _ in range(_ROUNDS):
        there_x, there_y = shift(x, y)
        step_x, step_y = np.where(inside, lon - there_x, 0.0), np.where(inside, lat - there_y, 0.0)
        x, y = x + step_x, y + step_y
    return x, y


def _in_china(lon: FloatArray, lat: FloatArray) -> BoolArray:
    west, south, east, north = _SHIFTED_BOX
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
