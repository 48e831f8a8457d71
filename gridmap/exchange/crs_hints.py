"""Whether coordinates can be where their file says they are, and which CRS they look like if they cannot.

What officers meet: a shapefile without .prj, latitude before longitude, degrees under a projected CRS, and coordinates
of a Gauss-Kruger zone with the zone number before the easting (40,5xx,xxx) under a CRS without it, or the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyproj
import shapely

from gridmap.exchange.datum import Source, move, transformer
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.errors import BadInput, Problem

# Beyond the edge of a CRS's area of use by more than this, a shape is said to be outside it.
MARGIN_DEGREES: Final = 1.5

# So many coordinates, evenly taken, say enough of where all of them are.
_SAMPLE: Final = 50_000
# Where an area would come out over ten times too large or too small, it is none; more is not said.
_ANY_AREA: Final = 10.0

# CGCS2000 / 3-degree Gauss-Kruger: zones 25 to 45, with the zone number before the easting and without it.
_THREE_DEGREE_ZONE_25: Final = 4513
_THREE_DEGREE_CM_75: Final = 4534
_THREE_DEGREE_ZONES: Final = range(25, 46)
# CGCS2000 / 6-degree Gauss-Kruger: zones 13 to 23.
_SIX_DEGREE_ZONE_13: Final = 4491
_SIX_DEGREE_CM_75: Final = 4502
_SIX_DEGREE_ZONES: Final = range(13, 24)
_WEB_MERCATOR: Final = 3857
_WEB_MERCATOR_EDGE: Final = 20_037_509.0
_DEGREES: Final = "EPSG:4490 / EPSG:4326 / gcj02 / bd09"
_CHINA: Final = (73.0, 3.0, 136.0, 54.0)


@dataclass(frozen=True)
class Look:
    """What coordinates look like: their middle, in the order in which they stand, and CRSs they may be in."""

    x: float
    y: float
    expected: str
    swapped: bool


def look_of(coordinates: FloatArray, target: pyproj.CRS) -> Look:
    """Guess from the size of coordinates, shape (n, 2), in which CRS they may be; ``expected`` lists it for a user."""
    x, y = np.median(coordinates, axis=0).tolist()
    if _are_degrees(coordinates):
        swapped = bool(not _inside(_CHINA, x, y) and _inside(_CHINA, y, x))
        return Look(x, y, _DEGREES, swapped)
    if _is_web_mercator(x, y, target):
        return Look(x, y, f"EPSG:{_WEB_MERCATOR}", swapped=False)
    swapped = _is_northing(x) and (_is_easting(y) or _zone_of(y) > 0)
    easting = y if swapped else x
    zone = _zone_of(easting)
    if zone in _THREE_DEGREE_ZONES:
        return Look(x, y, f"EPSG:{_THREE_DEGREE_ZONE_25 + zone - 25}", swapped)
    if zone in _SIX_DEGREE_ZONES:
        return Look(x, y, f"EPSG:{_SIX_DEGREE_ZONE_13 + zone - 13}", swapped)
    authority = target.to_authority()
    return Look(x, y, ":".join(authority) if authority and _is_easting(easting) else "EPSG", swapped)


def zone_at(lon: float) -> str:
    """Return the 3-degree zone of CGCS2000, without the zone number before the easting, in which a longitude lies."""
    zone = min(max(round(lon / 3), _THREE_DEGREE_ZONES[0]), _THREE_DEGREE_ZONES[-1])
    return f"EPSG:{_THREE_DEGREE_CM_75 + zone - 25}"


def refuse_if_elsewhere(coordinates: FloatArray, source: Source, target: pyproj.CRS, file: str) -> None:
    """Refuse coordinates that cannot be in the CRS that they are said to be in.

    Parameters
    ----------
    coordinates : array, shape (n, 2)
        As they stand in the file.
    source : Source
        What the file or the user says they are in.
    target : pyproj.CRS
        The plan's; its area of use is where they are expected.

    Raises
    ------
    BadInput
        ``coordinates-not-degrees``, ``coordinates-are-degrees``, ``coordinates-zone-prefixed``,
        ``coordinates-lack-zone``, ``coordinates-other-zone``, ``coordinates-of-other-crs`` or ``coordinates-swapped``,
        each with the CRS to try.
    """
    if not len(coordinates):
        return
    coordinates = coordinates[:: 1 + len(coordinates) // _SAMPLE]
    look = look_of(coordinates, target)
    said = {"file": file, "crs": source.name, "x": look.x, "y": look.y, "expected": look.expected}
    degrees = _are_degrees(coordinates)
    if _swapped(coordinates, source, target):
        raise BadInput("coordinates-swapped", **said)
    if source.crs.is_geographic and not degrees:
        raise BadInput("coordinates-not-degrees", **said)
    if source.crs.is_projected:
        if degrees and not _fits_area(coordinates, source):
            raise BadInput("coordinates-are-degrees", **said)
        _refuse_web_mercator(look, source, target, said)
        _refuse_zone(look, source, said)


def _refuse_web_mercator(look: Look, source: Source, target: pyproj.CRS, said: dict[str, object]) -> None:
    """Refuse coordinates of web maps under another CRS, and those of a zone under that of web maps."""
    is_web = _is_pseudo_mercator(source.crs)
    looks_so = look.expected == f"EPSG:{_WEB_MERCATOR}"
    if looks_so and not is_web and not _lies_there(look, source, target):
        raise BadInput("coordinates-of-other-crs", **said)
    if is_web and (_zone_of(look.y if look.swapped else look.x) or abs(look.x) > _WEB_MERCATOR_EDGE) and not looks_so:
        raise BadInput("coordinates-of-other-crs", **said)


def _is_pseudo_mercator(crs: pyproj.CRS) -> bool:
    operation = crs.coordinate_operation
    return operation is not None and "Pseudo Mercator" in operation.method_name


def _lies_there(look: Look, source: Source, target: pyproj.CRS) -> bool:
    """Whether the middle of the coordinates, in the CRS that they are said to be in, is in the target's area of use."""
    area, degrees = target.area_of_use, target.geodetic_crs
    if area is None or degrees is None:
        return True
    try:
        lon, lat = move(np.array([[look.x, look.y]]), source, degrees)[0]
    except pyproj.exceptions.ProjError:
        return False
    return bool(_inside(area.bounds, lon, lat, MARGIN_DEGREES))


def _refuse_zone(look: Look, source: Source, said: dict[str, object]) -> None:
    """Refuse a zone before the easting, or its lack, of a Gauss-Kruger CRS; to no other does a zone mean anything."""
    false_easting = next((p.value for p in _parameters(source.crs) if p.code == "8806"), None)
    if false_easting is None or not _is_gauss_kruger(source.crs) or round(false_easting) % 1_000_000 != 500_000:
        return
    zone = _zone_of(look.x)
    if false_easting < 1_000_000 and zone:
        raise BadInput("coordinates-zone-prefixed", **{**said, "zone": zone})
    own = int(false_easting // 1_000_000)
    if own and zone and zone != own:
        raise BadInput("coordinates-other-zone", **{**said, "zone": zone, "own": own})
    if false_easting > 1_000_000 and _is_easting(look.x):
        zone = int(false_easting // 1_000_000)
        if zone in _THREE_DEGREE_ZONES:
            said = {**said, "expected": f"EPSG:{_THREE_DEGREE_CM_75 + zone - 25}"}
        elif zone in _SIX_DEGREE_ZONES:
            said = {**said, "expected": f"EPSG:{_SIX_DEGREE_CM_75 + zone - 13}"}
        raise BadInput("coordinates-lack-zone", **{**said, "zone": zone})


def _is_gauss_kruger(crs: pyproj.CRS) -> bool:
    operation = crs.coordinate_operation
    return operation is not None and operation.method_name.startswith("Transverse Mercator")


def warn_if_outside(shapes: ShapeArray, target: pyproj.CRS, file: str, rows: IntArray) -> list[Problem]:
    """Tell how many shapes lie outside the area for which the plan's CRS is made, and how wrong areas get there.

    Parameters
    ----------
    shapes : array of geometries (n,)
        In the target CRS.
    rows : array of int (n,)
        What the user calls them.

    Returns
    -------
    list of Problem
        None, or one ``outside-crs-area`` with the number of shapes and the greatest error of an area (a share).
    """
    outside, error = _outside(shapes, target)
    if not outside.any():
        return []
    values: dict[str, object] = {
        "count": int(outside.sum()),
        "of": len(shapes),
        "crs": Source(target).name,
        "area_error": float(error),
    }
    return [Problem("outside-crs-area", file=file, row=int(rows[np.argmax(outside)]), values=values)]


def are_outside(shapes: ShapeArray, target: pyproj.CRS) -> BoolArray:
    """Return which shapes :func:`warn_if_outside` speaks of. Shape (n,)."""
    return _outside(shapes, target)[0]


def _outside(shapes: ShapeArray, target: pyproj.CRS) -> tuple[BoolArray, float]:
    none = np.zeros(len(shapes), dtype=bool)
    area = target.area_of_use
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if area is None or not len(there) or target.geodetic_crs is None:
        return none, 0.0
    box = shapely.bounds(shapes[there])
    middle = np.stack([(box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2], axis=1)
    lon, lat = transformer(target, target.geodetic_crs).transform(middle[:, 0], middle[:, 1])
    outside = ~_inside(area.bounds, lon, lat, MARGIN_DEGREES)
    if not outside.any():
        return none, 0.0
    factors = pyproj.Proj(target).get_factors(lon[outside], lat[outside], errcheck=False)
    error = np.abs(np.asarray(factors.areal_scale) - 1)
    none[there[outside]] = True
    return none, float(np.minimum(np.nan_to_num(error, nan=_ANY_AREA), _ANY_AREA).max())


def _swapped(coordinates: FloatArray, source: Source, target: pyproj.CRS) -> bool:
    """Whether the coordinates are outside the target's area of use, and inside it once x and y change places."""
    area = target.area_of_use
    if area is None or target.geodetic_crs is None:
        return False
    middle = np.median(coordinates, axis=0)[None, :]
    degrees = target.geodetic_crs
    try:
        here = move(middle, source, degrees)[0]
        there = move(np.ascontiguousarray(middle[:, ::-1]), source, degrees)[0]
    except pyproj.exceptions.ProjError:
        return False
    return bool(not _inside(area.bounds, here[0], here[1], MARGIN_DEGREES) and _inside(area.bounds, there[0], there[1]))


def _is_web_mercator(x: float, y: float, target: pyproj.CRS) -> bool:
    """Whether coordinates are in the target's area of use if they are those of web maps, as of no zone there."""
    area = target.area_of_use
    if area is None or abs(x) > _WEB_MERCATOR_EDGE or abs(y) > _WEB_MERCATOR_EDGE or abs(x) < 1_000_000:
        return False
    lon, lat = transformer(pyproj.CRS.from_epsg(_WEB_MERCATOR), pyproj.CRS.from_epsg(4326)).transform(x, y)
    return bool(_inside(area.bounds, lon, lat))


def _fits_area(coordinates: FloatArray, source: Source) -> bool:
    """Whether the middle of the coordinates lies in the area for which their own CRS is made."""
    area, geodetic = source.crs.area_of_use, source.crs.geodetic_crs
    if area is None or geodetic is None:
        return True
    lon, lat = move(np.median(coordinates, axis=0)[None, :], source, geodetic)[0]
    return bool(_inside(area.bounds, lon, lat, MARGIN_DEGREES))


def _parameters(crs: pyproj.CRS) -> list[Any]:
    operation = crs.coordinate_operation
    return list(operation.params) if operation is not None else []


def _inside(box: tuple[float, float, float, float], lon: object, lat: object, margin: float = 0.0) -> BoolArray:
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    west, south, east, north = box
    return np.asarray(
        (x >= west - margin) & (x <= east + margin) & (y >= south - margin) & (y <= north + margin), dtype=np.bool_
    )


def _are_degrees(coordinates: FloatArray) -> bool:
    return bool((np.abs(coordinates[:, 0]) <= 360).all() and (np.abs(coordinates[:, 1]) <= 360).all())


def _is_easting(value: float) -> bool:
    return 100_000 <= value < 1_000_000


def _is_northing(value: float) -> bool:
    return 1_000_000 <= value < 6_500_000


def _zone_of(easting: float) -> int:
    """Return the zone number before an easting, 0 if there is none."""
    zone, rest = divmod(easting, 1_000_000)
    return int(zone) if (zone in _THREE_DEGREE_ZONES or zone in _SIX_DEGREE_ZONES) and _is_easting(rest) else 0
