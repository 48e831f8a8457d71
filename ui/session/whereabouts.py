"""How the places of a plan are turned into degrees; found out before a map asks for it."""

from __future__ import annotations

from functools import cache
from typing import Final

import pyproj

from gridmap.model.plan import Plan

_AXES: Final = "EPSG:4326"


@cache
def degrees_from(wkt: str) -> pyproj.Transformer:
    """Return what turns places of a CRS, as WKT, into longitude and latitude (WGS 84)."""
    way = _way_to_degrees(wkt)
    return pyproj.Transformer.from_pipeline(way) if way else _any_way(wkt)


def find_way_to_degrees(plan: Plan) -> None:
    """Find the way from a plan's CRS to degrees, in whichever thread calls: it takes a tenth of a second."""
    _way_to_degrees(plan.crs.to_wkt())


@cache
def _way_to_degrees(wkt: str) -> str:
    """Return the steps of the only way from a CRS to degrees, nothing if there are several.

    Finding the way is what takes time, and PROJ finds it anew for each thread; the steps alone hold for all of them.
    """
    way = _any_way(wkt).definition
    return way if way.startswith("proj=pipeline") else ""


def _any_way(wkt: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(wkt, _AXES, always_xy=True)
