"""Faces that are just the ground that two members have in common, told without overlaying the two."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import Edges, point_keys
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray

_TWO: Final = 2


def held_by_two(
    faces: ShapeArray, surplus: IntArray, members: ShapeArray, left: Edges, face: IntArray, member: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the faces that are just what two members have in common there, as no overlay could tell better.

    The two hold all of the face; as it is held once too often nobody else does. Each edge of it is one of theirs,
    so that one of them ends there, and nothing had to be cut.

    Parameters
    ----------
    faces : object (f,)
        Between edges that are left over.
    surplus : int64 (f,)
        How many members hold each, less one inside the outline.
    members : object (m,)
        Shapes.
    left : Edges
        Those left over, with members as owners.
    face, member : int64 (n,)
        Pairs that meet.

    Returns
    -------
    face : int64 (k,)
    members : int64 (k, 2)
        The lower one first.
    """
    once = np.flatnonzero(surplus[face] == 1)
    once = once[np.argsort(face[once], kind="stable")]
    xy, of = shapely.get_coordinates(faces[face[once]], return_index=True)
    goes_on = np.flatnonzero(of[1:] == of[:-1])
    of, number = of[goes_on], np.bincount(of[goes_on], minlength=len(once))
    known = np.sort(_edge_keys(left.start, left.end, left.owner))
    theirs = is_among(_edge_keys(xy[goes_on], xy[goes_on + 1], member[once[of]]), known)
    has = np.bincount(of[theirs], minlength=len(once))
    once, has, number = once[has > 0], has[has > 0], number[has > 0]
    _, first, of_two = np.unique(face[once], return_index=True, return_counts=True)
    first = first[of_two == _TWO]
    first = first[has[first] + has[first + 1] == number[first]]
    pairs = np.stack([once[first], once[first + 1]], axis=1)
    held = lie_within(faces, members, face[pairs].reshape(-1), member[pairs].reshape(-1))
    pairs = pairs[held.reshape(-1, _TWO).all(axis=1)]
    return face[pairs[:, 0]], np.sort(member[pairs], axis=1)


def _edge_keys(one: FloatArray, two: FloatArray, owner: IntArray) -> npt.NDArray[np.uint64]:
    """Return a hash of each edge and its owner, the same whichever way it runs."""
    return (point_keys(one) + point_keys(two)) ^ (owner.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))


def is_among(keys: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> BoolArray:
    """Return which keys are among some that ascend."""
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray(known[at] == keys)


def lie_within(inner: ShapeArray, outer: ShapeArray, one: IntArray, two: IntArray) -> BoolArray:
    """Return of which pairs of rows the first shape lies wholly in the second. Shape (n,)."""
    (west, south, east, north), (least, lowest, most, highest) = (
        shapely.bounds(shapes[rows]).T for shapes, rows in ((inner, one), (outer, two))
    )
    within = (least <= west) & (lowest <= south) & (east <= most) & (north <= highest)
    around, of = np.unique(two[within], return_inverse=True)
    within[within] = shapely.covers(prepared(outer[around])[of], inner[one[within]])
    return np.asarray(within, dtype=bool)


def prepared(shapes: ShapeArray) -> ShapeArray:
    """Return copies of shapes that are prepared, which may be asked by one thread alone."""
    copies: ShapeArray = shapely.set_srid(shapes, 0)
    shapely.prepare(copies)
    return copies
