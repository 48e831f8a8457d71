"""Texts of a file that hold NUL: whatever reads them as C does takes them to end there, without a word."""

from __future__ import annotations

import csv
import json
import mmap
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from gridmap.storage.held import is_held, raw_bytes

_ESCAPED: Final = b"\\u0000"  # NUL as JSON must write it
_JSON: Final = (".geojson", ".json")

Cells = dict[int, tuple[str, ...]]


def cells_with_nul(source: Path, layer: str) -> Cells:
    """Return the rows of a layer, counted from 1, whose texts hold NUL, and the columns in which they do.

    Empty for a file that is no JSON, GeoPackage or CSV; JSON and CSV without NUL are not parsed.
    """
    suffix = source.suffix.lower()
    if not source.is_file() or not source.stat().st_size:
        return {}
    if suffix == ".gpkg":
        return _in_geopackage(source, layer)
    if suffix == ".csv" and _holds(source, b"\0"):
        return _in_csv(source)
    return _in_json(source) if suffix in _JSON and _holds(source, _ESCAPED) else {}


def _holds(source: Path, letters: bytes) -> bool:
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(letters) >= 0


def _in_json(source: Path) -> Cells:
    try:
        read = json.loads(source.read_bytes())
    except (ValueError, RecursionError):  # GDAL has read it, which is more forgiving
        return {}
    features = read.get("features") if isinstance(read, dict) else None
    found: Cells = {}
    for row, feature in enumerate(features if isinstance(features, list) else [read], start=1):
        about = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(about, dict):
            columns = tuple(key for key, value in about.items() if isinstance(value, str) and "\0" in value)
            if columns:
                found[row] = columns
    return found


def _in_geopackage(source: Path, layer: str) -> Cells:
    """Look into every column; GDAL reads the rows of a table in the order of their numbers."""
    # With a write-ahead log SQLite would leave files beside it, unless they are there already.
    logs = raw_bytes(source, 19)[18:] == b"\x02" and not is_held(source)
    address = f"{source.absolute().as_uri()}?mode=ro{'&immutable=1' if logs else ''}"
    table = '"' + layer.replace('"', '""') + '"'
    found: Cells = {}
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
            quoted = ['"' + column.replace('"', '""') + '"' for column in columns]
            each = [f"(typeof({name}) = 'text' AND instr(CAST({name} AS BLOB), x'00'))" for name in quoted]
            if not columns:
                return {}
            some = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(each)})"
            if not connection.execute(some).fetchone()[0]:
                return {}
            for row, told in enumerate(
                connection.execute(f"SELECT {', '.join(each)} FROM {table} ORDER BY rowid"), start=1
            ):
                if any(told):
                    found[row] = tuple(column for column, has in zip(columns, told, strict=True) if has)
    except sqlite3.Error:  # GDAL has read it, which is more forgiving
        return {}
    return found


def _in_csv(source: Path) -> Cells:
    text = source.read_bytes().decode("utf-8-sig", errors="replace")
    try:
        head, *rows = csv.reader(text.splitlines(keepends=True))
    except (csv.Error, ValueError):
        return {}
    return {
        number: columns
        for number, row in enumerate(rows, start=1)
        if (columns := tuple(name for name, cell in zip(head, row, strict=False) if "\0" in cell))
    }
