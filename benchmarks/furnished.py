"""Facilities and roads for the sample province, which has neither: made in memory, always the same ones."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from gridmap.ground.cells import as_complex, as_places
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan

_SEED: Final = 2020

_A_VILLAGE: Final = {
    "council": 1.0,
    "social_organisation": 1.0,
    "social_worker": 1.0,
    "volunteer_team": 1.08,
    "micro_project": 0.41,
    "service_centre": 0.16,
    "social_work_body": 0.11,
}
"""How many of each kind there are for each village, as in the sample city; and a door plate for each grid below."""

_PLACED: Final = ("volunteer_team", "service_centre", "social_work_body")
"""Kinds that have a place, as in the sample city; the others only say in which grid they are."""

_SEGMENTS: Final = 17
"""Of a road from the middle of a grid to that of the next one."""

_ASIDE_M: Final = 40.0 + 30.0j
"""How far east and north of the middle a road passes, where the buildings are."""


def furnished(plan: Plan) -> Plan:
    """Return a plan with facilities in its villages, and with roads through all of its grids."""
    crs = plan.scheme.crs
    roads = _roads(plan)
    made = gpd.GeoDataFrame(
        {"name": "", "rank": "tertiary"}, index=np.arange(1, len(roads) + 1), geometry=roads, crs=crs
    )
    return Plan(plan.scheme, {**plan.tables, "facilities": _facilities(plan), "roads": made})


def _of(plan: Plan, level: str) -> IntArray:
    """Return which grids are of a level, as places in ``plan.ids``."""
    return np.flatnonzero(plan.of_level(plan.scheme.level(level)))


def _facilities(plan: Plan) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(_SEED)
    villages, low = _of(plan, "village"), _of(plan, "grid")
    grids, kinds, placed = [low], [np.full(len(low), "door_plate", dtype=object)], [np.zeros(len(low), dtype=bool)]
    for kind, number in _A_VILLAGE.items():
        at = np.concatenate(
            [np.tile(villages, int(number)), rng.permutation(villages)[: round(number % 1 * len(villages))]]
        )
        grids.append(at)
        kinds.append(np.full(len(at), kind, dtype=object))
        placed.append(np.full(len(at), kind in _PLACED))
    at, which, has_place = np.concatenate(grids), np.concatenate(kinds), np.concatenate(placed)
    where = np.full(len(at), None, dtype=object)
    where[has_place] = shapely.point_on_surface(plan.grids.geometry.array[_below(plan, at[has_place], low, rng)])
    people = np.where(which == "volunteer_team", rng.integers(5, 200, len(at)), 0)
    columns = {
        "name": which,
        "kind": which,
        "count": 1,
        "people": people,
        "grid": plan.ids[at],
        "from_date": "2019-01-01",
    }
    return gpd.GeoDataFrame(columns, index=np.arange(1, len(at) + 1), geometry=where, crs=plan.scheme.crs)


def _below(plan: Plan, villages: IntArray, low: IntArray, rng: np.random.Generator) -> IntArray:
    """Return for each of some villages one of the grids below it."""
    above = plan.parent_positions[low]
    order = np.argsort(above, kind="stable")
    first, behind = (np.searchsorted(above[order], villages, side=side) for side in ("left", "right"))
    return low[order[rng.integers(first, behind)]]


def _roads(plan: Plan) -> ShapeArray:
    """Return a road through all grids of each village, and one from each village of a town to the next."""
    low = _of(plan, "grid")
    village = plan.parent_positions[low]
    town = plan.parent_positions[village]
    order = np.lexsort((village, town))
    village, town = village[order], town[order]
    middle = as_complex(shapely.get_coordinates(shapely.centroid(plan.grids.geometry.array[low[order]]))) + _ASIDE_M
    way = np.diff(middle)
    share = np.arange(_SEGMENTS) / _SEGMENTS
    bend = way[:, None] * 1j * np.sin(2 * np.pi * share) / 20
    steps = middle[:-1, None] + way[:, None] * share + bend
    goes = np.flatnonzero(town[1:] == town[:-1])
    within = village[goes + 1] == village[goes]
    begins = np.append(True, (np.diff(goes) > 1) | ~within[1:] | ~within[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(goes)) - 1
    places = np.insert(steps[goes].ravel(), (last + 1) * _SEGMENTS, middle[goes[last] + 1])
    return shapely.linestrings(
        as_places(places), indices=np.repeat(np.arange(len(first)), (last - first + 1) * _SEGMENTS + 1)
    )
