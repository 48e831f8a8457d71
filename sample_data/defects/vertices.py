"""Borders that agree on the ground but not in their vertices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray
from sample_data.defects.figures import moved, run_of_vertices
from sample_data.defects.places import Corner, between, corners, outer
from sample_data.defects.planting import Planting, plant_each
from sample_data.defects.survey import Family

RULE: Final = "unmatched-vertices"
LACKING: Final = "vertices"
"""What is claimed of a grid that lacks vertices: all that it lacks in one family is one finding."""

SHIFT_M: Final = 1e-9
ROOM_M2: Final = 4.0
"""Area around a vertex that must be free of other defects."""


def plant_vertices(planting: Planting, per_kind: int) -> None:
    """Plant vertices that a neighbour or the parent lacks, so many of each sort."""
    for act in (missing_vertex, extra_vertices, vertex_off_by_rounding):
        plant_each(planting, act, per_kind, ROOM_M2, ROOM_M2)


def extra_vertices(planting: Planting, room_m2: float) -> bool:
    """Put one to three vertices on a border that only one of the two neighbours has."""
    for corner, run in _edges(planting, room_m2, outer_border=False):
        one, two = planting.rng.permutation(corner.children).tolist()
        count = min(int(planting.rng.integers(1, 4)), len(run) - 1)
        middle = (run[:count] + run[1 : count + 1]) / 2
        if not planting.is_free(shapely.linestrings(run)) or not planting.claim(LACKING, two):
            continue
        shape = planting.shape(one)
        for start, end, xy in zip(run[:count], run[1 : count + 1], middle, strict=True):
            shape = _with_vertex(shape, start, end, xy)
        planting.set_shape(one, shape)
        planting.occupy(shapely.linestrings(run))
        planting.tell(RULE, "extra-vertex", grids=(two, one), where=shapely.multipoints(middle), count=count)
        return True
    return False


def missing_vertex(planting: Planting, room_m2: float) -> bool:
    """Put a vertex on a village's border that neither its grid nor the neighbouring village has."""
    for corner, run in _edges(planting, room_m2, outer_border=True):
        village, [grid] = corner.family.parent, corner.children.tolist()
        start, end = run[0], run[1]
        above = planting.parent(village)
        others = [
            v for v in planting.family(above).children.tolist() if v != village and _has(planting.shape(v), start, end)
        ]
        if not others and _has(planting.shape(above), start, end):
            others = [above]
        edge = shapely.linestrings([start, end])
        lacks = [(f"{LACKING} of its children", above) if v == above else (LACKING, v) for v in (grid, *others)]
        if len(others) > 1 or not planting.is_free(edge) or any(planting.is_claimed(*lack) for lack in lacks):
            continue
        for lack in lacks:
            planting.claim(*lack)
        middle = (start + end) / 2
        planting.set_shape(village, _with_vertex(planting.shape(village), start, end, middle))
        planting.occupy(edge)
        for lacking in (grid, *others):
            where = shapely.multipoints(middle[None])
            planting.tell(RULE, "missing-vertex", grids=(lacking, village), where=where, count=1)
        return True
    return False


def vertex_off_by_rounding(planting: Planting, room_m2: float) -> bool:
    """Move a vertex of one grid by a billionth of a metre: each of the neighbours now lacks the other's vertex."""
    for corner, run in _edges(planting, room_m2, outer_border=False):
        if len(run) < 3 or not planting.is_free(shapely.linestrings(run[:3])):
            continue
        one, two = planting.rng.permutation(corner.children).tolist()
        before, after = run[1], run[1] + (SHIFT_M, 0.0)
        if after[0] == before[0] or planting.is_claimed(LACKING, one) or not planting.claim(LACKING, two, one):
            continue
        planting.set_shape(one, moved(planting.shape(one), before[None], after[None]))
        planting.occupy(shapely.linestrings(run[:3]))
        for lacking, having, xy in ((two, one, after), (one, two, before)):
            where = shapely.multipoints(xy[None])
            planting.tell(RULE, "vertex-off-by-rounding", grids=(lacking, having), where=where, count=1)
        return True
    return False


def _edges(planting: Planting, room_m2: float, *, outer_border: bool) -> Iterator[tuple[Corner, FloatArray]]:
    """Yield corners with a run of two to four vertices, the corner first, of a border that exactly two share."""
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        which = outer(family) if outer_border else between(family, 2)
        for corner in corners(planting, family, which, room_m2):
            shape = planting.shape(int(corner.children[0]))
            if shape.geom_type != "Polygon":
                continue
            run = run_of_vertices(
                shapely.get_coordinates(shape.exterior), _vertices_of(family, which, corner), corner.xy, 3
            )
            at = np.flatnonzero((run == corner.xy).all(axis=1))
            run = run[int(at[0]) :] if len(at) else run
            shapes = [planting.shape(c) for c in (*corner.children.tolist(), *[parent] * outer_border)]
            if any(s.geom_type != "Polygon" for s in shapes):
                continue
            shapes = [s.exterior for s in shapes]
            if len(run) >= 2 and all(_has(s, p, q) for s in shapes for p, q in pairwise(run)):
                yield corner, run


def _vertices_of(family: Family, which: BoolArray, corner: Corner) -> FloatArray:
    mine = family.has[:, np.isin(family.children, corner.children)].all(axis=1)
    return family.xy[which & mine]


def _has(shape: shapely.Geometry, start: FloatArray, end: FloatArray) -> bool:
    """Whether an edge, in either direction, is one of a shape's (its rings lie one after the other)."""
    xy = shapely.get_coordinates(shape)
    is_start, is_end = (xy == start).all(axis=1), (xy == end).all(axis=1)
    return bool((is_start[:-1] & is_end[1:]).any() or (is_end[:-1] & is_start[1:]).any())


def _with_vertex(shape: shapely.Polygon, start: FloatArray, end: FloatArray, xy: FloatArray) -> shapely.Polygon:
    """Return a polygon with one more vertex on the edge of its shell between two others."""
    ring = shapely.get_coordinates(shape.exterior)
    is_start, is_end = (ring == start).all(axis=1), (ring == end).all(axis=1)
    at = np.flatnonzero((is_start[:-1] & is_end[1:]) | (is_end[:-1] & is_start[1:]))
    return shapely.Polygon(np.insert(ring, int(at[0]) + 1, xy, axis=0), [hole.coords for hole in shape.interiors])
