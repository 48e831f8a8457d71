"""Coordinate systems in plain words."""

from __future__ import annotations

from typing import Final

import pyproj

from gridmap.exchange.whereabouts import zone_of
from ui.look.words import Words

_KNOWN: Final = {
    "bd09": "crs-bd09",
    "gcj02": "crs-gcj02",
    "EPSG:4326": "crs-wgs84",
    "OGC:CRS84": "crs-wgs84",
    "EPSG:4490": "crs-cgcs2000",
    "EPSG:3857": "crs-web",
}


def crs_in_words(name: str, words: Words) -> str:
    """Return what a CRS is called in plain words, with its number behind; a name that says nothing stays as it is."""
    if name in ("gcj02", "bd09"):
        return words(_KNOWN[name])
    if name in _KNOWN:
        return f"{words(_KNOWN[name])} ({name})" if words.language != "zh" else f"{words(_KNOWN[name])}（{name}）"
    try:
        crs = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError:
        return name
    zone = zone_of(crs)
    if zone is not None:
        return words("new-project-zone", meridian=zone.meridian, crs=name)
    return name if crs.name == name else f"{crs.name} ({name})"
