"""Pieces of ground that come of pairs of shapes that are overlaid, kept as long as the shapes are the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores
from gridmap.ground.tiling.faces import polygons_in
from gridmap.model.arrays import IntArray, ShapeArray

Overlay = Callable[[ShapeArray, ShapeArray], ShapeArray]
"""``shapely.intersection`` or ``shapely.difference``."""

_WORTH_A_THREAD: Final = 20


def pieces_of(overlay: Overlay, one: ShapeArray, two: ShapeArray, narrowest: float) -> tuple[ShapeArray, IntArray]:
    """Return the pieces of ground that come of pairs of shapes, and the row of the pair that each comes of.

    See :func:`gridmap.ground.tiling.faces.polygons_in`.
    """
    return polygons_in(on_all_cores(overlay, one, two, worth=_WORTH_A_THREAD), narrowest)


def united(groups: ShapeArray) -> ShapeArray:
    """Return the union of the shapes in each row of a table, which may be filled up with ``None``. Shape (n,)."""
    return np.asarray(shapely.union_all(groups, axis=1))


class Overlaid:
    """What came of pairs of shapes, known by the shapes as objects: for who asks about many of them again and again."""

    def __init__(self) -> None:
        self._known: dict[tuple[Overlay, int, int], tuple[shapely.Geometry, shapely.Geometry, ShapeArray]] = {}
        self._united: dict[tuple[int, ...], tuple[ShapeArray, shapely.Geometry]] = {}

    def tell(self, overlay: Overlay, one: ShapeArray, two: ShapeArray, pieces: ShapeArray) -> None:
        """Say what comes of pairs of shapes, all pieces of a pair one after the other.

        Parameters
        ----------
        one, two : object (n,)
            For each piece the two that it comes of.
        pieces : object (n,)
        """
        keys = [(id(a), id(b)) for a, b in zip(one, two, strict=True)]
        first = [row for row, key in enumerate(keys) if not row or key != keys[row - 1]]
        for low, high in pairwise([*first, len(keys)]):
            self._known[overlay, *keys[low]] = (one[low], two[low], pieces[low:high])

    def pieces_of(
        self, overlay: Overlay, one: ShapeArray, two: ShapeArray, narrowest: float
    ) -> tuple[ShapeArray, IntArray]:
        """Do what :func:`pieces_of` does, looking only at pairs that are new; those of others may come in any order.

        Each piece is another object than the last time, since it is of another look.
        """
        keys = [(overlay, id(a), id(b)) for a, b in zip(one, two, strict=True)]
        new = np.array([row for row, key in enumerate(keys) if key not in self._known], dtype=np.int64)
        found, of = pieces_of(overlay, one[new], two[new], narrowest)
        last = [self._known[key][2] for key in keys if key in self._known]
        kept = np.concatenate([np.empty(0, dtype=object), *last])
        rows = np.repeat(np.setdiff1d(np.arange(len(keys)), new), [len(pieces) for pieces in last])
        order = np.argsort(of, kind="stable")
        for row, pieces in zip(
            new, np.split(found[order], np.searchsorted(of[order], np.arange(1, len(new)))), strict=False
        ):
            self._known[keys[row]] = (one[row], two[row], pieces)
        return np.concatenate([found, shapely.set_srid(kept, shapely.get_srid(kept))]), np.concatenate([new[of], rows])

    def united(self, groups: ShapeArray) -> ShapeArray:
        """Do what :func:`united` does, looking only at groups that are new."""
        keys = [tuple(id(shape) for shape in group if shape is not None) for group in groups]
        new = [row for row, key in enumerate(keys) if key not in self._united]
        if new:
            for row, union in zip(new, united(groups[new]), strict=True):
                self._united[keys[row]] = (groups[row], union)
        result = np.empty(len(keys), dtype=object)
        result[:] = [self._united[key][1] for key in keys]
        return result
