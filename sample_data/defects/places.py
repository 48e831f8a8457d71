"""Where defects of the ground can be planted: open ground inside a grid, and vertices of borders of every sort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from sample_data.defects.figures import reach_m
from sample_data.defects.planting import Planting
from sample_data.defects.survey import Family

SPOTS = 48
"""Points tried inside a grid."""

VERTICES = 12
"""Vertices tried in a family."""


@dataclass(frozen=True, eq=False)
class Corner:
    """A vertex of a border, far enough from buildings, and the children of the family that have it."""

    family: Family
    xy: FloatArray
    children: IntArray


def spots(planting: Planting, grid: int, area_m2: float) -> Iterator[FloatArray]:
    """Yield points inside a grid around which a blob of an area meets no border, no building and no other defect."""
    shape = planting.shape(grid)
    west, south, east, north = shape.bounds
    xy = planting.rng.uniform((west, south), (east, north), (SPOTS, 2))
    reach = reach_m(area_m2)
    points = shapely.points(xy)
    roomy = shapely.contains(shape, points) & (shapely.distance(shape.boundary, points) > reach)
    for spot in xy[roomy][planting.clearance_m(xy[roomy]) > reach]:
        if planting.is_free(shapely.Point(spot).buffer(reach)):
            yield spot


def corners(planting: Planting, family: Family, which: BoolArray, area_m2: float) -> Iterator[Corner]:
    """Yield some of a family's vertices around which a blob of an area meets no building and no other defect."""
    rows = planting.rng.permutation(np.flatnonzero(which))[:VERTICES]
    reach = reach_m(area_m2)
    for row in rows[planting.clearance_m(family.xy[rows]) > reach].tolist():
        if planting.is_free(shapely.Point(family.xy[row]).buffer(reach)):
            yield Corner(family, family.xy[row], family.children_at(row))


def between(family: Family, children: int) -> BoolArray:
    """Return which vertices belong to so many children and to nobody else (neither parent nor exempt area)."""
    return (family.holders == children) & ~family.of_parent & ~family.of_exempt


def outer(family: Family) -> BoolArray:
    """Return which vertices belong to one child and the parent."""
    return (family.holders == 1) & family.of_parent & ~family.of_exempt


def shore(family: Family) -> BoolArray:
    """Return which vertices belong to one child and an exempt area inside the parent."""
    return (family.holders == 1) & ~family.of_parent & family.of_exempt


def met_by(planting: Planting, family: Family, ground: shapely.Geometry) -> IntArray:
    """Return the ids of the children of a family, as they are by now, that a piece of ground meets."""
    shapes = np.array([planting.shape(child) for child in family.children.tolist()], dtype=object)
    return family.children[shapely.intersects(shapes, ground)]
