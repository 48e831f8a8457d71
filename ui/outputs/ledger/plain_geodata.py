"""Grids for programs that read neither GeoPackage nor shapefile: KML for globes, CSV for tables, DXF for drawings."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import numpy as np
import shapely

from gridmap.model.arrays import ShapeArray

Part = tuple[str, str, gpd.GeoDataFrame]
"""Key of a kind, its name, and its grids, ``geometry`` in the coordinates of the file."""

_KML: Final = "http://www.opengis.net/kml/2.2"
_COLOURS: Final = ("7a8a1c3c", "7a2f6f73", "7ae2a63c", "7a5b7db1", "7a7f6bb0")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_DXF_COLOURS: Final = (1, 3, 5, 30, 6, 4)
_TEXT_SHARE: Final = 0.06
_MOST_BYTES: Final = 250


def as_kml(parts: Sequence[Part], about: str) -> str:
    """Return grids as KML 2.2 (OGC 07-147r2): a folder for each kind, all columns as extended data.

    Parameters
    ----------
    parts : sequence of Part
        In degrees, longitude first.
    about : str
        What the document says of itself.
    """
    out = [f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_KML}"><Document><description>{escape(about)}']
    out.append("</description>")
    for number in range(len(parts)):
        colour = _COLOURS[number % len(_COLOURS)]
        line = f"<LineStyle><color>ff{colour[6:]}{colour[4:6]}{colour[2:4]}</color><width>2</width></LineStyle>"
        fill = f"<PolyStyle><color>{colour[:2]}{colour[6:]}{colour[4:6]}{colour[2:4]}</color></PolyStyle>"
        out.append(f'<Style id="kind{number}">{line}{fill}</Style>')
    for number, (key, name, frame) in enumerate(parts):
        out.append(f"<Folder id={quoteattr(key)}><name>{escape(name)}</name>")
        columns = [column for column in frame.columns if column != "geometry"]
        shapes = _kml_shapes(np.asarray(frame.geometry.array, dtype=object))
        for values, shape in zip(frame[columns].itertuples(index=False), shapes, strict=True):
            told = dict(zip(columns, values, strict=True))
            data = "".join(
                f"<Data name={quoteattr(column)}><value>{escape(_plain(value))}</value></Data>"
                for column, value in told.items()
            )
            called = escape(str(told["name"] or told["code"]))
            out.append(
                f"<Placemark><name>{called}</name><styleUrl>#kind{number}</styleUrl><ExtendedData>{data}</ExtendedData>"
                f"{shape}</Placemark>"
            )
        out.append("</Folder>")
    out.append("</Document></kml>\n")
    return "".join(out)


def _kml_shapes(shapes: ShapeArray) -> list[str]:
    """Return the geometry of each grid, ``""`` for one without; outer rings counter-clockwise."""
    found = []
    for shape in shapely.orient_polygons(shapes, exterior_cw=False):
        polygons = []
        for part in shapely.get_parts(shape) if shape is not None else ():
            if shapely.get_dimensions(part) != 2:
                continue
            rings = [_kml_ring(ring) for ring in shapely.get_rings(part)]
            inner = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in rings[1:])
            polygons.append(f"<Polygon><outerBoundaryIs>{rings[0]}</outerBoundaryIs>{inner}</Polygon>")
        several = len(polygons) > 1
        found.append(f"<MultiGeometry>{''.join(polygons)}</MultiGeometry>" if several else "".join(polygons))
    return found


def _kml_ring(ring: shapely.Geometry) -> str:
    places = " ".join(f"{x:.9f},{y:.9f}" for x, y in shapely.get_coordinates(ring).tolist())
    return f"<LinearRing><coordinates>{places}</coordinates></LinearRing>"


def _plain(value: object) -> str:
    return "" if isinstance(value, float) and np.isnan(value) else str(value)


def as_csv(parts: Sequence[Part], *, in_degrees: bool) -> str:
    """Return grids as a list with commas, with the mark by which Excel knows UTF-8, and a place inside each.

    A text that a spreadsheet would take for a formula has an apostrophe before it, as one would type it there.
    """
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\r\n")
    columns = [column for column in parts[0][2].columns if column != "geometry"]
    written.writerow([*columns, *(("lon", "lat") if in_degrees else ("x", "y"))])
    digits = 7 if in_degrees else 2
    for _, _, frame in parts:
        inner = shapely.point_on_surface(np.asarray(frame.geometry.array, dtype=object))
        x, y = shapely.get_x(inner), shapely.get_y(inner)
        for values, east, north in zip(frame[columns].itertuples(index=False), x.tolist(), y.tolist(), strict=True):
            place = ["", ""] if np.isnan(east) else [f"{east:.{digits}f}", f"{north:.{digits}f}"]
            written.writerow([*(_as_cell(value) for value in values), *place])
    return "\ufeff" + text.getvalue()


def _as_cell(value: object) -> str:
    said = _plain(value)
    return "'" + said if isinstance(value, str) and said.startswith(_FORMULA) else said


def as_dxf(parts: Sequence[Part], *, in_degrees: bool) -> bytes:
    r"""Return grids as a drawing (DXF R12, which every program reads): closed polylines with code and name inside.

    Every kind has a layer of its own, and two more for codes and names. Texts are in GBK, as the drawing says; what
    that does not have is written as ``\U+XXXX``.
    """
    out = [*_pair(0, "SECTION"), *_pair(2, "HEADER"), *_pair(9, "$ACADVER"), *_pair(1, "AC1009")]
    out += [*_pair(9, "$DWGCODEPAGE"), *_pair(3, "ANSI_936"), *_pair(0, "ENDSEC")]
    out += [
        *_pair(0, "SECTION"),
        *_pair(2, "TABLES"),
        *_pair(0, "TABLE"),
        *_pair(2, "LAYER"),
        *_pair(70, 3 * len(parts)),
    ]
    for number, (key, _, _) in enumerate(parts):
        for layer in (key, f"{key}_code", f"{key}_name"):
            colour = _DXF_COLOURS[number % len(_DXF_COLOURS)]
            out += [*_pair(0, "LAYER"), *_pair(2, layer), *_pair(70, 0), *_pair(62, colour), *_pair(6, "CONTINUOUS")]
    out += [*_pair(0, "ENDTAB"), *_pair(0, "ENDSEC"), *_pair(0, "SECTION"), *_pair(2, "ENTITIES")]
    digits = 9 if in_degrees else 4
    for key, _, frame in parts:
        shapes = np.asarray(frame.geometry.array, dtype=object)
        for shape, code, name in zip(shapes, frame["code"], frame["name"], strict=True):
            out += _drawn(shape, key, str(code), str(name), digits)
    out += [*_pair(0, "ENDSEC"), *_pair(0, "EOF")]
    return "".join(out).encode("gbk")


def _drawn(shape: shapely.Geometry | None, key: str, code: str, name: str, digits: int) -> list[str]:
    """Return the entities of one grid; one without ground has none."""
    parts = shapely.get_parts(shape) if shape is not None else np.empty(0, dtype=object)
    parts = parts[shapely.get_dimensions(parts) == 2]
    out: list[str] = []
    for ring in shapely.get_rings(parts):
        out += [*_pair(0, "POLYLINE"), *_pair(8, key), *_pair(66, 1), *_pair(70, 1)]
        out += [*_pair(10, "0.0"), *_pair(20, "0.0"), *_pair(30, "0.0")]
        for x, y in shapely.get_coordinates(ring)[:-1].tolist():
            out += [*_pair(0, "VERTEX"), *_pair(8, key), *_pair(10, f"{x:.{digits}f}"), *_pair(20, f"{y:.{digits}f}")]
        out += [*_pair(0, "SEQEND"), *_pair(8, key)]
    if not len(parts):
        return out
    largest = parts[int(np.argmax(shapely.area(parts)))]
    (x, y), height = shapely.get_coordinates(shapely.point_on_surface(largest))[0], 0.0
    west, south, east, north = shapely.bounds(largest)
    height = min(east - west, north - south) * _TEXT_SHARE
    for said, layer, lower in ((code, f"{key}_code", 0.0), (name, f"{key}_name", 1.5 * height)):
        if said:
            out += [*_pair(0, "TEXT"), *_pair(8, layer), *_pair(10, f"{x:.{digits}f}")]
            out += [
                *_pair(20, f"{y - lower:.{digits}f}"),
                *_pair(40, f"{height:.{digits}f}"),
                *_pair(1, _escaped(said)),
            ]
    return out


def _pair(group: int, value: object) -> tuple[str, str]:
    return f"{group:>3}\r\n", f"{value}\r\n"


def _escaped(said: str) -> str:
    """Return a text on one line as R12 holds it, 250 bytes at most."""
    out, size = "", 0
    for letter in " ".join(said.split()):
        piece = letter if _in_gbk(letter) else _by_number(letter)
        size += len(piece.encode("gbk"))
        if size > _MOST_BYTES:
            break
        out += piece
    return out


def _in_gbk(letter: str) -> bool:
    try:
        letter.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _by_number(letter: str) -> str:
    units = letter.encode("utf-16-be")
    return "".join(f"\\U+{high:02X}{low:02X}" for high, low in zip(units[::2], units[1::2], strict=True))
