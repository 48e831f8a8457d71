"""Which formats are read, and what no file of them may do: ask the network, read another file, or grow without end.

GDAL knows some sixty formats. Some are no files at all but instructions to fetch something, from a server or from
anywhere on the disk (VRT, WFS and their like), and GDAL goes by what a file holds, whatever its name. So the drivers
that are not on the list are taken out of GDAL before it opens the first file, and what the others may refer to is
looked for in the file itself.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import threading
from functools import cache
from pathlib import Path
from typing import Final

import pyogrio
import pyogrio.core

from gridmap.model.errors import BadInput
from gridmap.storage.held import raw_bytes

MAIN: Final = (
    ".shp", ".gpkg", ".geojson", ".json", ".topojson", ".kml", ".kmz", ".gml", ".tab", ".mif", ".fgb",
)  # fmt: skip
"""Suffixes of files that hold boundaries, in the order in which users are told of them."""

TEXTS: Final = (".geojson", ".json", ".topojson", ".kml", ".gml", ".geojsonl", ".gpx", ".dxf")
"""Suffixes of texts that GDAL reads, once they are in UTF-8."""

TABLES: Final = (".csv", ".tsv", ".txt", ".dat", ".asc", ".xyz", ".wkt")
"""Suffixes of texts that hold a table or a list of points, if they are none of the others."""

WORKBOOKS: Final = (".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".et")
ALSO_READ: Final = (".gdb", ".zip", ".shz", *TABLES, *WORKBOOKS, *TEXTS)
MOST_TEXT_BYTES: Final = 1_000_000_000

_DRIVERS: Final = (
    "CSV", "DXF", "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GML", "GPKG", "GPX", "GeoJSON", "GeoJSONSeq", "JSONFG",
    "KML", "LIBKML", "MEM", "MapInfo File", "OpenFileGDB", "TopoJSON",
)  # fmt: skip
_SETTINGS: Final = {
    "OGR_ARC_STEPSIZE": "0.5",  # degrees; with GDAL's 4 an arc of 400 m may be a metre off
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "OGR_SQLITE_LOAD_EXTENSIONS": None,
    "LIBKML_RESOLVE_STYLE": "NO",
    "CPL_LOG": os.devnull,  # what it does not raise it would print, which nobody sees or everybody minds
}
_ALLOWING: Final = threading.Lock()
_SHAPEFILE: Final = b"\x00\x00\x27\x0a"
_SQLITE: Final = b"SQLite format 3\x00"
_APPLICATION: Final = slice(68, 72)
"""Where a database says which program's it is (sqlite.org/fileformat.html, 1.3)."""
_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
_GZIP: Final = b"\x1f\x8b"
_PLAIN_MODULES: Final = re.compile(r"\busing\s+[\"'`\[]?(?:rtree|rtree_i32|geopoly|fts3|fts4|fts5)\b", re.IGNORECASE)
_OTHER_TABLES: Final = re.compile(rb"open\s+table|create\s+view|isseamless", re.IGNORECASE)
_SCHEMA_PLACE: Final = re.compile(rb"\b(?:\w+:)?(?:noNamespaceS|s)chemaLocation\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')")


def formats() -> str:
    """Return the suffixes that are read, as users are told of them."""
    return ", ".join((*MAIN, ".csv", ".xlsx", ".gpx", ".dxf", ".gdb", ".txt", ".zip"))


def allow_only_these_drivers() -> None:
    """Take all other drivers out of GDAL, for as long as the program runs, and keep the rest from the network.

    The first reads of a window may begin side by side: a second thread in the middle of this would see half of the
    drivers gone, call only the others strange, and bring those back.
    """
    with _ALLOWING:
        _allow_once()


@cache
def _allow_once() -> None:
    strange = [driver for driver in pyogrio.list_drivers_details() if driver not in _DRIVERS]
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(strange), **_SETTINGS})
    pyogrio.core._register_drivers()  # again: what is to be skipped is dropped
    left = set(pyogrio.list_drivers_details()) - set(_DRIVERS)
    if left:
        raise RuntimeError(f"drivers that may not be used are still there: {sorted(left)}")


def looks_like(path: Path) -> str:
    """Return what a file begins like: ``xml``, ``sqlite``, ``shapefile``, ``zip``, ``gzip``, ``tab`` or nothing."""
    head = raw_bytes(path, 512)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if text[:1] == b"<" or head[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
        return "xml"
    if head.startswith(_SQLITE):
        return "sqlite"
    if head.startswith(_SHAPEFILE):
        return "shapefile"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(_GZIP):
        return "gzip"
    return "tab" if text[:6].lower() == b"!table" else ""


def sure_driver(path: Path) -> str:
    """Return GDAL's driver of a file whose first bytes leave no doubt, else ``""``; GDAL would open it to tell."""
    suffix = path.suffix.lower()
    if suffix not in (".shp", ".gpkg") or not path.is_file():
        return ""
    head = raw_bytes(path, 100)
    if suffix == ".shp" and head.startswith(_SHAPEFILE):
        return "ESRI Shapefile"
    of_geopackage = head.startswith(_SQLITE) and head[_APPLICATION] in _GEOPACKAGES
    return "GPKG" if suffix == ".gpkg" and of_geopackage else ""


# What officers have and nothing here reads, by how it begins and by its suffix, and how that is said.
_ELSEWHERE: Final = (
    ("format-dwg", (b"AC10",), (".dwg",)),
    ("format-archive", (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"), (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")),
    ("format-mdb", (b"\x00\x01\x00\x00Standard ",), (".mdb", ".accdb")),
    (
        "format-map-document",
        (),
        (
            ".mxd",
            ".mxt",
            ".mpk",
            ".mpkx",
            ".lyr",
            ".lyrx",
            ".lpk",
            ".lpkx",
            ".qgs",
            ".qgz",
            ".qlr",
            ".aprx",
            ".ppkx",
            ".pmf",
            ".wor",
            ".sxwu",
            ".smwu",
        ),
    ),
    ("format-dxf-binary", (b"AutoCAD Binary DXF",), ()),
    ("format-dgn", (), (".dgn",)),
    ("format-mapgis", (b"WMAP\x60\x27", b"WMAP"), (".wp", ".wl", ".wt", ".wat", ".mpj", ".hdf", ".mapx")),
    ("format-supermap", (), (".udb", ".udd", ".udbx", ".sdb", ".sdd")),
    ("format-ovital", (b"OVOBJ",), (".ovobj",)),
    (
        "format-picture",
        (b"II*\x00", b"MM\x00*", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
        (
            ".tif",
            ".tiff",
            ".img",
            ".jpg",
            ".jpeg",
            ".png",
            ".gif",
            ".bmp",
            ".jp2",
            ".ecw",
            ".sid",
            ".mbtiles",
            ".svg",
            ".cdr",
            ".ai",
            ".psd",
            ".skp",
            ".obj",
            ".3ds",
        ),
    ),
    (
        "format-document",
        (b"%PDF", b"{\\rtf"),
        (".pdf", ".doc", ".docx", ".wps", ".ofd", ".ppt", ".pptx", ".dps", ".rtf", ".caj"),
    ),
    ("format-arcinfo", (b"EXP  0 ",), (".e00", ".adf")),
    ("format-link", (b"L\x00\x00\x00\x01\x14\x02\x00",), (".lnk", ".url")),
)


def refuse_known_others(path: Path, file: str) -> None:
    """Refuse a file of a format that is well known and not read, with what to do about it.

    Raises
    ------
    BadInput
        ``format-dwg``, ``format-archive``, ``format-mdb`` and their like.
    """
    head = raw_bytes(path, 32)
    for key, beginnings, suffixes in _ELSEWHERE:
        if head.startswith(beginnings or b"\xff" * 33) or path.suffix.lower() in suffixes:
            raise BadInput(key, file=file, expected=formats())


def refuse_if_it_reaches_out(path: Path, kind: str, file: str) -> None:
    """Refuse a file that would have GDAL read something else than the file.

    Parameters
    ----------
    path : Path
    kind : str
        What it looks like, as of :func:`looks_like`.
    file : str
        What to call it.

    Raises
    ------
    BadInput
        ``source-reaches-out``; ``file-unreadable`` where the file is damaged.
    """
    if kind == "sqlite":
        _refuse_strange_tables(path, file)
    elif kind == "tab" and _OTHER_TABLES.search(raw_bytes(path, _SHORT)):
        raise BadInput("source-reaches-out", file=file, value="Open Table")


_SHORT: Final = 1_000_000


def _refuse_strange_tables(path: Path, file: str) -> None:
    """Refuse a database with virtual tables, which may be any file or address."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 100000").fetchall()
    except (sqlite3.Error, UnicodeError, ValueError) as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    for name, sql in rows:
        if str(sql).lstrip()[:20].upper().startswith("CREATE VIRTUAL") and not _PLAIN_MODULES.search(str(sql)):
            raise BadInput("source-reaches-out", file=file, value=str(name)[:80])


def views_in(path: Path) -> set[str]:
    """Return the names of the views of a database, in lower case: queries, which may never end, not layers."""
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'view' LIMIT 100000").fetchall()
    return {str(name).lower() for (name,) in rows}


def harmless_xml(data: bytes, file: str) -> bytes:
    """Return XML in UTF-8 without the places of its schemas, which GDAL would fetch.

    Raises
    ------
    BadInput
        ``source-reaches-out`` if it declares entities, which may be other files, or grow without end.
    """
    if _declares_a_type(data):
        raise BadInput("source-reaches-out", file=file, value="<!DOCTYPE>")
    return _SCHEMA_PLACE.sub(b"", data[:_SHORT]) + data[_SHORT:]


def _declares_a_type(data: bytes) -> bool:
    """Whether a document type stands before the first element, the only place where XML allows it."""
    at = len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))
    while (at := data.find(b"<", at)) >= 0:
        if data.startswith(b"<!--", at):
            at = data.find(b"-->", at + 4)
        elif data.startswith(b"<?", at):
            at = data.find(b"?>", at + 2)
        else:
            return data[at : at + 2] == b"<!"
        if at < 0:
            return False
    return False
