"""A planar mesh: faces that share their borders vertex for vertex, and who borders on whom.

Linework is noded once on a grid of one millimetre and polygonised; whatever is made of its faces by merging them
(grids, villages, towns) therefore tiles exactly, because an edge between two faces is the same two vertices for both.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

#: Coordinates lie on a grid of this many metres, so that they survive any file format.
PRECISION_M = 0.001


def node_lines(lines: Sequence[shapely.Geometry] | Shapes) -> Shapes:
    """Split lines where they meet and round them to the millimetre.

    Returns
    -------
    array of shapely.LineString
        They meet at their ends only; every crossing and every touch is a vertex of all lines there.
    """
    noded: Shapes = shapely.get_parts(shapely.union_all(np.asarray(lines, dtype=object), grid_size=PRECISION_M))
    return noded


@dataclass(frozen=True)
class Mesh:
    """Faces of noded lines, and the edges between them.

    Parameters
    ----------
    faces : array of shapely.Polygon
    start, end : array of shape (e, 2)
        Ends of each edge, metres, in the direction in which its left face runs counter-clockwise.
    left, right : array of shape (e,)
        Face on either side; -1 for the outside.
    """

    faces: Shapes
    start: Floats
    end: Floats
    left: Ints
    right: Ints

    @classmethod
    def from_lines(cls, lines: Shapes) -> Mesh:
        """Make the mesh of lines that meet at their ends only; lines that lead nowhere are left out."""
        faces = shapely.get_parts(shapely.polygonize(lines))
        faces = faces[np.lexsort(shapely.bounds(faces)[:, :2].T)]
        return cls.from_faces(shapely.orient_polygons(faces))

    @classmethod
    def from_faces(cls, faces: Shapes) -> Mesh:
        """Find the edges of polygons that share their borders vertex for vertex and run counter-clockwise."""
        coordinates, (ring_start, face_start) = _rings(faces)
        ring = np.repeat(np.arange(len(ring_start) - 1), np.diff(ring_start))
        face_of_ring = np.repeat(np.arange(len(faces)), np.diff(face_start))
        starts = np.flatnonzero(ring[:-1] == ring[1:])
        face = face_of_ring[ring[starts]]
        vertex = vertex_numbers(coordinates)
        a, b = vertex[starts], vertex[starts + 1]
        key = np.minimum(a, b) * np.int64(vertex.max() + 1) + np.maximum(a, b)
        order = np.argsort(key, kind="stable")
        twin = np.flatnonzero(key[order][:-1] == key[order][1:])
        first, second = order[twin], order[twin + 1]
        right = np.full(len(key), -1)
        right[first] = face[second]
        keep = np.ones(len(key), dtype=bool)
        keep[second] = False
        return cls(faces, coordinates[starts][keep], coordinates[starts + 1][keep], face[keep], right[keep])

    @property
    def length(self) -> Floats:
        """Length of each edge, metres."""
        step = self.end - self.start
        return np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2)

    def borders(self, cost: Floats | None = None, of: Ints | None = None) -> tuple[Ints, Ints, Floats]:
        """Sum the edges between each two neighbours.

        Parameters
        ----------
        cost : array of shape (e,), optional
            What each edge counts; by default its length.
        of : array of shape (f,), optional
            Number of the group that each face belongs to; by default each face is its own.

        Returns
        -------
        left, right : array of int
            Pairs of neighbours, each pair once and the smaller number first.
        total : array of float
            Sum of the edges between the two.
        """
        amount = self.length if cost is None else cost
        inner = self.right >= 0
        a, b = self.left[inner], self.right[inner]
        if of is not None:
            a, b = of[a], of[b]
        size = np.int64(max(int(a.max(initial=0)), int(b.max(initial=0))) + 1)
        key = np.minimum(a, b) * size + np.maximum(a, b)
        pairs, pair = np.unique(key[a != b], return_inverse=True)
        total = np.bincount(pair, weights=amount[inner][a != b], minlength=len(pairs)).astype(np.float64)
        return pairs // size, pairs % size, total


def vertex_numbers(coordinates: Floats) -> Ints:
    """Number vertices so that two have the same number exactly if they are the same point, to the last bit."""
    _, number = np.unique(coordinates[:, 0] + 1j * coordinates[:, 1], return_inverse=True)
    return number.astype(np.int64)


def merge_faces(faces: Shapes, group: Ints, count: int) -> Shapes:
    """Merge the faces of each group into one shape with every vertex of their common outline kept.

    Parameters
    ----------
    faces : array of shapely.Polygon
        They share their borders vertex for vertex.
    group : array of shape (f,)
        Group of each face, 0 to ``count - 1``, or -1 for none.
    count : int
        Number of groups; each must have a face.

    Returns
    -------
    array of shapely.Polygon or MultiPolygon, of shape (count,)
    """
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(count + 1))
    merged = np.array(
        [shapely.coverage_union_all(faces[order[a:b]]) for a, b in itertools.pairwise(bounds.tolist())],
        dtype=object,
    )
    parts = shapely.get_num_geometries(merged)
    single = parts == 1
    merged[single] = shapely.get_geometry(merged[single], 0)
    oriented: Shapes = shapely.orient_polygons(merged)
    return oriented


def _rings(faces: Shapes) -> tuple[Floats, tuple[Ints, Ints]]:
    kind, coordinates, offsets = shapely.to_ragged_array(faces)
    if kind != shapely.GeometryType.POLYGON:
        raise TypeError(f"faces of a mesh are polygons, got {kind.name}")
    return coordinates, (offsets[0].astype(np.int64), offsets[1].astype(np.int64))


def edge_sources(mesh: Mesh, lines: Shapes) -> Ints:
    """Find for each edge of a mesh the noded line that it came from.

    Parameters
    ----------
    mesh : Mesh
    lines : array of shapely.LineString
        The lines that the mesh was made from.

    Returns
    -------
    array of shape (e,)
        Positions in ``lines``.
    """
    coordinates, source = shapely.get_coordinates(lines, return_index=True)
    starts = np.flatnonzero(source[:-1] == source[1:])
    vertex = vertex_numbers(np.vstack([coordinates, mesh.start, mesh.end]))
    ends = vertex[len(coordinates) :].reshape(2, -1)
    size = np.int64(vertex.max() + 1)
    a, b = vertex[starts], vertex[starts + 1]
    key = np.minimum(a, b) * size + np.maximum(a, b)
    order = np.argsort(key, kind="stable")
    wanted = ends.min(axis=0) * size + ends.max(axis=0)
    found: Ints = source[starts[order[np.searchsorted(key[order], wanted)]]]
    return found
