"""Boundary points as land offices send them: a text with a line for each point, parcel by parcel.

    [属性描述]
    坐标系=2000国家大地坐标系
    几度分带=3
    带号=40
    [地块坐标]
    5,16.0000,320582100201001,东村第一网格,面,,,,@
    J1,1,3527000.000,40552400.000

A line that ends with ``@`` begins a parcel: number of points, area, number, name, kind of shape, map sheet, use. Those
below it are its points: name, number of the ring, northing, easting.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely

from gridmap.model.errors import BadInput

POINTS: Final = "[地块坐标]"
# First EPSG codes of Gauss-Kruger zones by datum and width of a zone: with the zone before the easting, and without it.
_FIRST_ZONE: Final = {3: 25, 6: 13}
_LAST_ZONE: Final = {3: 45, 6: 23}
_EPSG: Final = {
    ("2000", 3): (4513, 4534),
    ("2000", 6): (4491, 4502),
    ("80", 3): (2349, 2370),
    ("80", 6): (2327, 2338),
    ("54", 3): (2401, 2422),
    ("54", 6): (21413, 21453),
}


def is_survey(text: str) -> bool:
    """Whether a text is a list of boundary points."""
    return POINTS in text[:100_000]


def survey_as_other(text: str, file: str) -> tuple[str, bytes]:
    """Return the parcels of a list of boundary points in a format that GDAL reads, and the suffix of that.

    GeoJSON in the CRS that the list states; a table with WKT where it states none, since GeoJSON always has one.

    Raises
    ------
    BadInput
        ``survey-line`` with the row of a line that is neither a parcel nor a point; ``source-empty``.
    """
    said: dict[str, str] = {}
    parcels: list[tuple[list[str], dict[str, list[tuple[float, float]]]]] = []
    in_points = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = unicodedata.normalize("NFKC", raw).strip().lstrip("\ufeff")
        if not line or line.startswith("["):
            in_points = in_points or line.startswith(POINTS)
        elif not in_points:
            key, _, value = line.partition("=")
            said[key.strip()] = value.strip()
        elif line.endswith("@"):
            parcels.append(([cell.strip() for cell in line.split(",")], {}))
        else:
            ring, point = _point(line, number, file)
            if not parcels:
                raise BadInput("survey-line", file=file, row=number, value=line[:60])
            parcels[-1][1].setdefault(ring, []).append(point)
    points = np.array([xy for _, rings in parcels for ring in rings.values() for xy in ring])
    if not len(points):
        raise BadInput("source-empty", file=file)
    turned = _is_northing(float(np.median(points[:, 0])))
    east = float(np.median(points[:, 1 if turned else 0]))
    epsg = _epsg(said, has_zone=east >= 1_000_000)
    features = [_feature(head, rings, turned) for head, rings in parcels]
    return (".geojson", _as_geojson(features, epsg)) if epsg else (".csv", _as_table(features))


def _as_geojson(features: list[dict[str, Any]], epsg: int) -> bytes:
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}, ensure_ascii=False).encode()


def _as_table(features: list[dict[str, Any]]) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL)
    writer.writerow([*features[0]["properties"], "WKT"])
    for feature in features:
        shape = feature["geometry"]
        wkt = "" if shape is None else shapely.to_wkt(shapely.geometry.shape(shape), rounding_precision=-1)
        writer.writerow([*feature["properties"].values(), wkt])
    return made.getvalue().encode()


def _point(line: str, number: int, file: str) -> tuple[str, tuple[float, float]]:
    cells = [cell.strip() for cell in line.split(",")]
    try:
        one, two = float(cells[2]), float(cells[3])
    except (IndexError, ValueError) as error:
        raise BadInput("survey-line", file=file, row=number, value=line[:60]) from error
    if not np.isfinite([one, two]).all():
        raise BadInput("survey-line", file=file, row=number, value=line[:60])
    return cells[1], (one, two)


def _feature(head: list[str], rings: Mapping[str, list[tuple[float, float]]], turned: bool) -> dict[str, Any]:
    cells = [*head, *[""] * 8]
    about = {"编号": cells[2], "名称": cells[3], "图幅号": cells[5], "用途": cells[6]}
    shape = _area([[point[::-1] for point in ring] if turned else ring for ring in rings.values()])
    return {
        "type": "Feature",
        "properties": {key: value or None for key, value in about.items()},
        "geometry": None if shape is None else shapely.geometry.mapping(shape),
    }


def _area(rings: list[list[tuple[float, float]]]) -> shapely.Geometry | None:
    """Return the area of rings: one that lies in another is a hole of it, one beside it another part."""
    outers: list[tuple[shapely.Polygon, list[shapely.Polygon]]] = []
    areas = [shapely.Polygon(ring) for ring in rings if len(ring) >= 3]
    for area in sorted(areas, key=lambda each: -each.area):
        inside = area.representative_point() if area.is_valid else None
        outer = next((holes for whole, holes in outers if inside is not None and whole.covers(inside)), None)
        if outer is None:
            outers.append((area, []))
        else:
            outer.append(area)
    parts = [shapely.Polygon(whole.exterior, [hole.exterior for hole in holes]) for whole, holes in outers]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _epsg(said: Mapping[str, str], *, has_zone: bool) -> int:
    """Return the EPSG code of what the head of the list says of its coordinates, 0 if it does not say enough."""
    datum = next((key for key in ("2000", "80", "54") if key in said.get("坐标系", "")), "")
    width, zone = (_whole(said.get(key, "")) for key in ("几度分带", "带号"))
    if (datum, width) not in _EPSG or not _FIRST_ZONE[width] <= zone <= _LAST_ZONE[width]:
        return 0
    return _EPSG[datum, width][0 if has_zone else 1] + zone - _FIRST_ZONE[width]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _is_northing(value: float) -> bool:
    return 1_000_000 <= value < 6_500_000
