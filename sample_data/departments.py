"""Grids as other departments of the sample have drawn them, with what was planted in them.

Police
    Precincts along the main roads: faces between roads and the outline, each with the station that is nearest. They
    follow no grid.
City management
    Some villages together, with their borders; in some base grids a strip along one side was given to another.
Environment
    One grid for each village, made of whole base grids: it crosses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from gridmap.ground.placement import building_points, placement
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.making import change_of
from gridmap.model.plan import Plan

FILE: Final = "部门网格.gpkg"
POLICE: Final = "公安"
CITY_MANAGEMENT: Final = "城管"
ENVIRONMENT: Final = "环保"
PLANTED: Final = 12
"""So many base grids are cut by the grids of city management."""

_STRIP: Final = 0.3
"""Part of a base grid's width that is given away."""
_LEAST_STRIP_M: Final = 20.0


@dataclass(frozen=True, eq=False)
class DepartmentsDrawn:
    """The departments' grids by name, and the codes of the base grids that city management cuts, ascending."""

    grids: dict[str, gpd.GeoDataFrame]
    cut: tuple[str, ...]


def draw_departments(plan: Plan, seed: int = 0) -> DepartmentsDrawn:
    """Draw the grids of three departments over a sample; the same seed draws the same."""
    management, cut = _management(plan, seed)
    return DepartmentsDrawn(
        {
            POLICE: _frame(plan, "派出所", "JW", _police(plan, seed)),
            CITY_MANAGEMENT: _frame(plan, "城管责任区", "CG", management),
            ENVIRONMENT: _frame(plan, "环保网格", "HB", _by_village(plan)),
        },
        cut,
    )


def with_departments(plan: Plan, seed: int = 0) -> Plan:
    """Return a sample that has the grids of the departments in it."""
    parts, first = [], plan.next_id("department_grids")
    for department, frame in draw_departments(plan, seed).grids.items():
        columns = frame.rename(columns={"编码": "code", "名称": "name"})
        parts.append(columns.assign(department=department))
    rows = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=plan.crs)
    rows.index = pd.RangeIndex(first, first + len(rows))
    return plan.apply(change_of(plan, "put-department", put={"department_grids": rows}))


def write_departments(plan: Plan, place: Path, seed: int = 0) -> None:
    """Write the departments' grids as one GeoPackage with a layer for each."""
    for number, (department, frame) in enumerate(draw_departments(plan, seed).grids.items()):
        pyogrio.write_dataframe(frame, place, layer=department, driver="GPKG", append=number > 0, promote_to_multi=True)


def _frame(plan: Plan, called: str, letters: str, shapes: ShapeArray) -> gpd.GeoDataFrame:
    numbers = range(1, len(shapes) + 1)
    columns = {
        "编码": [f"{letters}{number:03d}" for number in numbers],
        "名称": [f"第{number}{called}" for number in numbers],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=plan.crs)


def _base(plan: Plan) -> IntArray:
    return np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape & plan.shares_ground)


def _by_village(plan: Plan) -> ShapeArray:
    base = _base(plan)
    parents = plan.parents[base]
    return np.array(
        [shapely.coverage_union_all(plan.all_shapes[base[parents == village]]) for village in np.unique(parents)],
        dtype=object,
    )


def _police(plan: Plan, seed: int) -> ShapeArray:
    """Return the faces between main roads, each with the nearest station; there is one for every third village."""
    outline = shapely.coverage_union_all(plan.all_shapes[plan.ranks == 1])
    roads = plan.tables["roads"]
    main = np.asarray(roads.geometry.array, dtype=object)[roads["rank"].isin(["motorway", "primary", "secondary"])]
    lines = shapely.union_all([*main, outline.boundary])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    faces = faces[shapely.covers(outline, shapely.point_on_surface(faces))]
    villages = plan.all_shapes[plan.ranks == 2]
    rng = np.random.default_rng([seed, 1])
    stations = rng.permutation(len(villages))[: max(2, len(villages) // 3)]
    of = shapely.STRtree(shapely.point_on_surface(villages[np.sort(stations)])).nearest(shapely.centroid(faces))
    return np.array([shapely.union_all(faces[of == station]) for station in np.unique(of)], dtype=object)


def _management(plan: Plan, seed: int) -> tuple[ShapeArray, tuple[str, ...]]:
    """Return districts of some villages each, and the codes of the base grids of which another has a strip."""
    base = _base(plan)
    shapes, parents = plan.all_shapes[base], plan.parents[base]
    villages, village = np.unique(parents, return_inverse=True)
    middles = shapely.get_coordinates(shapely.centroid(plan.shapes(villages)))
    many = max(2, len(villages) // 4)
    of_village = (np.argsort(np.argsort(middles[:, 0], kind="stable")) * many) // len(villages)
    district = of_village[village]
    cut = _to_cut(plan, base, seed)
    strips = _strips(shapes[cut])
    whole = np.ones(len(base), dtype=bool)
    whole[cut] = False
    left = shapely.difference(shapes[cut], strips)
    result = []
    for number in range(many):
        parts = [*shapes[whole & (district == number)], *left[district[cut] == number]]
        parts += list(strips[(district[cut] + 1) % many == number])
        result.append(shapely.union_all(parts))
    return np.array(result, dtype=object), tuple(sorted(plan.codes(plan.ids[base[cut]])))


def _to_cut(plan: Plan, base: IntArray, seed: int) -> IntArray:
    """Return which base grids are cut: broad ones where fewer households live in the strip than beside it."""
    shapes = plan.all_shapes[base]
    strips = _strips(shapes)
    holder, households = placement(plan).holder, plan.buildings["households"].to_numpy()
    strip, row = shapely.STRtree(building_points(plan)).query(strips, predicate="intersects")
    own = holder[row] == plan.ids[base[strip]]
    away = np.bincount(strip[own], weights=households[row[own]], minlength=len(base))
    at = np.searchsorted(plan.ids[base], holder).clip(max=len(base) - 1)
    mine = plan.ids[base[at]] == holder
    total = np.bincount(at[mine], weights=households[mine], minlength=len(base))
    bounds = shapely.bounds(shapes)
    broad = (bounds[:, 2] - bounds[:, 0]) * _STRIP >= _LEAST_STRIP_M
    less = np.where(total > 0, 2 * away < total, shapely.area(strips) < 0.45 * shapely.area(shapes))
    may = np.flatnonzero(broad & less & (shapely.area(strips) > 0))
    return np.sort(np.random.default_rng([seed, 2]).permutation(may)[:PLANTED])


def _strips(shapes: ShapeArray) -> ShapeArray:
    """Return the west of each shape."""
    bounds = shapely.bounds(shapes)
    east = bounds[:, 0] + _STRIP * (bounds[:, 2] - bounds[:, 0])
    return shapely.intersection(shapes, shapely.box(bounds[:, 0] - 1, bounds[:, 1] - 1, east, bounds[:, 3] + 1))
