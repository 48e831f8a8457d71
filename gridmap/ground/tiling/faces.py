"""The faces between edges, family by family.

Edges that follow one another with nobody else at the vertex between them go into one line, so that noding and
polygonising look at a few long lines and not at each edge.
"""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores
from gridmap.ground.tiling.edges import Edges, meetings
from gridmap.ground.tiling.nodes import cut_where_they_meet
from gridmap.ground.tiling.widths import is_ground
from gridmap.model.arrays import IntArray, ShapeArray


def faces_between(edges: Edges, family: IntArray, narrowest: float) -> tuple[ShapeArray, IntArray]:
    """Return the faces between the edges of each family that are ground, and the family of each.

    Parameters
    ----------
    edges : Edges
    family : int64 (n,)
        Of each edge; those of different families do not see each other.
    narrowest : float
        Metres; see :func:`gridmap.ground.tiling.widths.is_ground`.

    Returns
    -------
    faces : object (k,)
        Polygons in normal form.
    family : int64 (k,)
    """
    if not len(edges):
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    lines, numbers, of = _by_family(*ways(edges, family))
    bundles = shapely.multilinestrings(lines, indices=of)
    tangled = ~on_all_cores(shapely.is_simple, bundles, worth=20)  # lines that meet at their ends need no nodes
    if tangled.any():  # edge by edge: where borders run along each other, what rounding leaves hangs on the order
        rows = np.flatnonzero(tangled[np.searchsorted(numbers, family)])
        lines, _, of = _by_family(*ways(*cut_where_they_meet(edges.only(rows), family[rows])))
        bundles[tangled] = shapely.multilinestrings(lines, indices=of)
    found = on_all_cores(lambda some: shapely.polygonize(some[:, None]), bundles, worth=20)
    faces, row_of_face = polygons_in(found, narrowest)
    return faces, numbers[row_of_face]


def _by_family(lines: ShapeArray, family: IntArray) -> tuple[ShapeArray, IntArray, IntArray]:
    """Return lines by family, the families that there are, and the place among these of the family of each line."""
    order = np.argsort(family, kind="stable")
    numbers, row = np.unique(family[order], return_inverse=True)
    return lines[order], numbers, row


def as_lines(edges: Edges) -> ShapeArray:
    """Return each edge as a line. Shape (n,)."""
    return shapely.linestrings(np.stack([edges.start, edges.end], axis=1))


def ways(edges: Edges, family: IntArray) -> tuple[ShapeArray, IntArray]:
    """Return edges as lines that run on as long as no other edge of the family meets them, and the family of each.

    Edges go on in one line only if they are of one owner and come one after the other.
    """
    begin, end = edges.points[edges.at], edges.points[edges.at + 1]
    goes_on = begin[1:] == end[:-1]
    for column in (edges.owner, edges.backward, family):
        goes_on &= column[1:] == column[:-1]
    goes_on &= meetings(np.concatenate([begin, end]), np.tile(family, 2))[len(edges) : -1] == _BOTH_SIDES
    first = np.flatnonzero(np.append(True, ~goes_on))
    size = np.diff(first, append=len(edges)) + 1
    until = np.cumsum(size)
    way = np.repeat(np.arange(len(first)), size)
    # The points of each line in the order of the ring: where its first edge begins, and where each of its edges ends.
    points = np.empty(len(way), dtype=np.complex128)
    is_first = np.zeros(len(way), dtype=bool)
    is_first[until - size] = True
    points[is_first], points[~is_first] = begin[first], end
    at = np.arange(len(way))
    back = np.flatnonzero(edges.backward[first][way])
    at[back] = (2 * until - size - 1)[way[back]] - back
    return shapely.linestrings(points[at].view(np.float64).reshape(-1, 2), indices=way), family[first]


_BOTH_SIDES = 2
"""Edges at a vertex that a line passes and nobody else meets."""


def polygons_in(shapes: ShapeArray, narrowest: float) -> tuple[ShapeArray, IntArray]:
    """Return the polygons that shapes are made of and that are ground, in normal form, and the row of each one's shape.

    See :func:`gridmap.ground.tiling.widths.is_ground`.
    """
    # Where neighbours meet, overlays return their common borders line by line: these are left where they are.
    at = np.flatnonzero(shapely.get_dimensions(shapes) == _OF_GROUND)
    parts, row = _taken_apart(shapes[at], at)
    if (shapely.get_type_id(parts) != shapely.GeometryType.POLYGON).any():  # a collection may hold multipolygons
        parts, row = _taken_apart(parts, row)
    good = is_ground(parts, narrowest)
    return shapely.normalize(parts[good]), row[good].astype(np.int64)


_OF_GROUND = 2
"""The dimension of what has an area."""


def _taken_apart(shapes: ShapeArray, row: IntArray) -> tuple[ShapeArray, IntArray]:
    """Return those parts of shapes that have an area, and the row of each one's shape."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    here = np.flatnonzero(shapely.get_dimensions(parts) == _OF_GROUND)
    return parts[here], row[of[here]]
