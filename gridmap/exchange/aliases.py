"""What a file says beside what GDAL hands on of it: how columns are headed for people, and that there are curves."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pyogrio

_CURVES_IN_GML: Final = re.compile(
    rb"<(?:\w+:)?(?:Arc|ArcString|ArcByBulge|ArcStringByBulge|ArcByCenterPoint|Circle|CircleByCenterPoint|CubicSpline|"
    rb"BSpline|Bezier|Clothoid|GeodesicString)[\s>/]"
)
# A corner of a polyline whose bulge (group 42) is not nothing, after its easting and northing.
_BULGE: Final = re.compile(
    rb"\n[ \t]*10\r?\n[^\n]*\n[ \t]*20\r?\n[^\n]*\n(?:[ \t]*(?:30|40|41|91)\r?\n[^\n]*\n){0,9}[ \t]*42\r?\n[ \t]*"
    rb"-?0{0,9}\.?0{0,20}[1-9]"
)
_CURVED: Final = (
    "GEOMETRY", "CURVEPOLYGON", "MULTISURFACE", "MULTICURVE", "COMPOUNDCURVE", "CIRCULARSTRING", "SURFACE", "CURVE",
    "GEOMETRYCOLLECTION",
)  # fmt: skip
# A circular string within well-known binary, in either order of bytes (ISO 13249-3, type 8, with Z 1008).
_ARC: Final = "x'0108000000', x'01F0030000', x'0000000008', x'00000003F0'"
_LONGEST: Final = 5_000_000


def told_beside(place: Path, layer: str, driver: str) -> tuple[dict[str, str], bool]:
    """Return what GDAL does not hand on of a layer.

    Returns
    -------
    dict
        How columns are headed for people, by their names: empty where a file does not say.
    bool
        Whether shapes are bounded by curves, which are read as lines of many short parts.
    """
    if driver != "GPKG":
        return _aliases_of(place, layer, driver), _is_curved(place, driver)
    try:
        with contextlib.closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return _of_geopackage(database, layer), _has_arcs(database, layer)
    except (sqlite3.Error, ValueError, OSError):  # GDAL has read it, which is more forgiving
        return {}, False


def _aliases_of(place: Path, layer: str, driver: str) -> dict[str, str]:
    try:
        if driver == "OpenFileGDB":
            return _of_geodatabase(place, layer)
        if driver == "ESRIJSON":
            return _of_esri_json(place)
    except (ValueError, OSError, ET.ParseError, RecursionError, KeyError, TypeError, AttributeError):
        return {}  # aliases are a help and no more
    except Exception as error:  # what GDAL raises shares no base with anything
        if type(error).__module__.startswith("pyogrio"):
            return {}
        raise
    return {}


def _is_curved(place: Path, driver: str) -> bool:
    if driver == "GML":
        return _CURVES_IN_GML.search(place.read_bytes()) is not None
    return driver == "DXF" and _BULGE.search(place.read_bytes()) is not None


def _of_geopackage(database: sqlite3.Connection, layer: str) -> dict[str, str]:
    try:
        rows = database.execute(
            "SELECT column_name, coalesce(nullif(name, column_name), title, '') FROM gpkg_data_columns "
            "WHERE table_name = ? LIMIT 10000", (layer,),
        ).fetchall()  # fmt: skip
        return {str(column): str(alias) for column, alias in rows}
    except (sqlite3.Error, ValueError):
        return {}


def _has_arcs(database: sqlite3.Connection, layer: str) -> bool:
    try:
        asked = "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?"
        column, sort = database.execute(asked, (layer,)).fetchone() or ("", "")
        if str(sort).upper() not in _CURVED:
            return False
        found = " OR ".join(f"instr({_quoted(column)}, {mark})" for mark in _ARC.split(", "))
        return bool(database.execute(f"SELECT EXISTS (SELECT 1 FROM {_quoted(layer)} WHERE {found})").fetchone()[0])
    except sqlite3.Error:
        return False


def _quoted(name: str) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _of_geodatabase(place: Path, layer: str) -> dict[str, str]:
    meta, _, _, values = pyogrio.raw.read(place, layer="GDB_Items", LIST_ALL_TABLES="YES")
    fields = [str(name) for name in meta["fields"]]
    for name, said in zip(values[fields.index("Name")], values[fields.index("Definition")], strict=True):
        if str(name) != layer or not said or len(said) > _LONGEST or "<!" in said:
            continue
        root = ET.fromstring(said)
        pairs = [
            (item.findtext("Name"), item.findtext("AliasName"))
            for item in root.iter()
            if item.tag.endswith("FieldInfoEx")
        ]
        return {key: alias for key, alias in pairs if key and alias}
    return {}


def _of_esri_json(place: Path) -> dict[str, str]:
    said = json.loads(place.read_text(encoding="utf-8-sig"))
    listed = {each["name"]: each.get("alias") or "" for each in said.get("fields") or [] if isinstance(each, dict)}
    return {
        **{key: alias for key, alias in (said.get("fieldAliases") or {}).items() if isinstance(alias, str)},
        **listed,
    }
