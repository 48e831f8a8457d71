"""The grids that hold ground as one flat layer, which is all that the peers can mend, and what a mender made of it.

Faults are counted here by plain overlays of shapely, for GridMap and its peers alike: ground that two grids hold, and
holes of the union of all grids and exempt areas. What was moved is compared by id with the layer before.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan

_NOISE_M = 1e-5
_AT_ONCE = 16


@dataclass(frozen=True)
class Outcome:
    """What a mender made of a layer.

    Attributes
    ----------
    area_moved_m2 : float
        What grids gained or what they lost, whichever is more.
    gaps, overlaps : int
        Faults that are left.
    lost : int
        Grids that had ground and have none.
    """

    area_moved_m2: float
    gaps: int
    overlaps: int
    lost: int

    def __str__(self) -> str:
        lost = f", {self.lost} grids lost" if self.lost else ""
        return f"{self.area_moved_m2 / 1e4:.2f} ha moved, {self.gaps} gaps and {self.overlaps} overlaps left{lost}"


def flat_layer(plan: Plan) -> gpd.GeoDataFrame:
    """Return the grids that have a shape and none below that has one, by id, and the exempt areas with ids below 0.

    These are the lowest grids, and what is not divided further: all that holds ground of its own. The exempt areas go
    along so that no mender takes a river for a gap.
    """
    holds = plan.has_shape & (plan.shares_ground | (plan.kind_numbers < 0))
    above = plan.positions(plan.parents[holds])
    holds[above[above >= 0]] = False
    at = np.flatnonzero(holds)
    exempt = plan.tables["exempt_areas"]
    ids = np.concatenate([plan.ids[at], -exempt.index.to_numpy()])
    shapes = np.concatenate([plan.all_shapes[at], np.asarray(exempt.geometry.array, dtype=object)])
    return gpd.GeoDataFrame({"grid": ids}, geometry=shapes, crs=plan.crs)


def outcome(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> Outcome:
    """Compare a layer with what it was, and count what is left.

    Ground that an exempt area or a grid without a shape receives counts as moved like any other.
    """
    old, new, nothing = _by_id(before), _by_id(after), shapely.Polygon()
    ids = sorted(old.keys() | new.keys())
    one = np.array([old.get(grid, nothing) for grid in ids], dtype=object)
    two = np.array([new.get(grid, nothing) for grid in ids], dtype=object)
    gained, lost = (_areas(shapely.difference, *pair).sum() for pair in ((two, one), (one, two)))
    return Outcome(
        float(max(gained, lost)),
        *faults(np.array(list(new.values()), dtype=object)),
        int((shapely.is_empty(two) & ~shapely.is_empty(one)).sum()),
    )


def faults(shapes: ShapeArray) -> tuple[int, int]:
    """Return the number of gaps and of overlaps among some shapes."""
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, two = one[one < two], two[one < two]
    common = _on_all_cores(shapely.intersection, shapes[one], shapes[two])
    overlaps = int((_width(common) > _NOISE_M).sum())
    union = shapely.get_parts(_union(shapes))
    rings, of = shapely.get_rings(union, return_index=True)
    inner = np.concatenate([[False], of[1:] == of[:-1]])
    return int((_width(shapely.polygons(rings[inner])) > _NOISE_M).sum()), overlaps


def _by_id(layer: gpd.GeoDataFrame) -> dict[int, shapely.Geometry]:
    """Return the ground of each grid; a grid may be in several rows."""
    shapes = shapely.make_valid(np.asarray(layer.geometry.array, dtype=object), method="structure")
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    found: dict[int, shapely.Geometry] = {}
    for grid, shape in zip(layer["grid"].to_numpy()[present].tolist(), shapes[present], strict=True):
        found[int(grid)] = shapely.union(found[int(grid)], shape) if int(grid) in found else shape
    return found


def _areas(overlay: np.ufunc, one: ShapeArray, two: ShapeArray) -> np.ndarray:
    """Return the areas of an overlay of pairs, most of which are the same on both sides."""
    area = np.zeros(len(one))
    other = np.flatnonzero(~shapely.equals_exact(one, two, 0.0))
    area[other] = shapely.area(overlay(one[other], two[other]))
    return area


def _union(shapes: ShapeArray) -> shapely.Geometry:
    """Unite many shapes, a few neighbours at a time (ids follow the place)."""
    while len(shapes) > 1:
        rows = -(-len(shapes) // _AT_ONCE)
        table = np.full(rows * _AT_ONCE, None, dtype=object)
        table[: len(shapes)] = shapes
        shapes = _on_all_cores(lambda part: shapely.union_all(part, axis=1), table.reshape(rows, _AT_ONCE))
    return shapes[0]


def _on_all_cores(work: object, *columns: np.ndarray) -> np.ndarray:
    cores = os.cpu_count() or 1
    parts = zip(*(np.array_split(column, min(8 * cores, max(len(column), 1))) for column in columns), strict=True)
    with ThreadPoolExecutor(cores) as pool:
        return np.concatenate(list(pool.map(lambda some: work(*some), parts)))  # type: ignore[operator]


def _width(shapes: ShapeArray) -> np.ndarray:
    """Return twice the area over the perimeter of the widest polygon of each shape, 0 where there is none."""
    parts, row = shapely.get_parts(shapes, return_index=True)
    ground = shapely.get_dimensions(parts) == 2
    parts, row = parts[ground], row[ground]
    widest = np.zeros(len(shapes))
    np.maximum.at(widest, row, 2 * shapely.area(parts) / shapely.length(parts))
    return widest
