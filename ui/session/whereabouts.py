"""Where a plan lies: its extent, and how its places are turned into degrees; prepared before a map asks for it."""

from __future__ import annotations

from functools import cache
from typing import Final

import pyproj
import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

_AXES: Final = "EPSG:4326"


@kept("grids.geometry")
def extent_of(plan: Plan) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of all grids in the plan's CRS, ``None`` if none has a shape on the map."""
    shapes = on_the_map(plan.all_shapes)
    if not len(shapes):
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north


@cache
def degrees_from(wkt: str) -> pyproj.Transformer:
    """Return what turns places of a CRS, as WKT, into longitude and latitude (WGS 84)."""
    way = _way_to_degrees(wkt)
    return pyproj.Transformer.from_pipeline(way) if way else _any_way(wkt)


def prepare(plan: Plan) -> None:
    """Work both out, in whichever thread calls; a tenth of a second each for a city."""
    extent_of(plan)
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
