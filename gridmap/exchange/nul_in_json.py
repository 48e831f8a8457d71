"""Texts of a GeoJSON file that hold NUL: whatever reads them as C does takes them to end there, without a word."""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import Final

_ESCAPED: Final = b"\\u0000"  # NUL as JSON must write it
_JSON: Final = (".geojson", ".json")


def cells_with_nul(source: Path) -> dict[int, tuple[str, ...]]:
    """Return the rows, counted from 1, whose texts hold NUL, and the columns in which they do.

    Empty for a file that is no JSON; one without NUL is not parsed.
    """
    if source.suffix.lower() not in _JSON or not source.is_file() or not source.stat().st_size:
        return {}
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ESCAPED) < 0:
            return {}
    try:
        read = json.loads(source.read_bytes())
    except (ValueError, RecursionError):  # GDAL has read it, which is more forgiving
        return {}
    features = read.get("features") if isinstance(read, dict) else None
    found: dict[int, tuple[str, ...]] = {}
    for row, feature in enumerate(features if isinstance(features, list) else [read], start=1):
        about = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(about, dict):
            columns = tuple(key for key, value in about.items() if isinstance(value, str) and "\0" in value)
            if columns:
                found[row] = columns
    return found
