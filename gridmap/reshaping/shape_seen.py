"""What is worked out of shapes while an edit works on them, so that it is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import point_keys
from gridmap.model.arrays import BoolArray, FloatArray, IntArray

FEW: Final = 10
"""Points up to which asking how far they are off a line is sooner done than preparing the line for it."""


OUTWARD: Final = np.array([-1.0, -1.0, 1.0, 1.0])
"""West, south, east and north of a box, moved by one."""


class Looked:
    """What is worked out of a shape when it is looked at, and used as long as the shape stays the same."""

    def __init__(self, shape: shapely.Geometry) -> None:
        self.shape = shape
        self.bounds: FloatArray | None = None
        self.xy: FloatArray | None = None

    @cached_property
    def _keys(self) -> npt.NDArray[np.uint64]:
        keys = point_keys(vertices_of([self])[0])
        keys.sort()
        return keys

    def has(self, keys: npt.NDArray[np.uint64]) -> BoolArray:
        """Return which points, given by their keys, are vertices. Shape (k,)."""
        where = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        return np.asarray(self._keys[where] == keys)

    @cached_property
    def border(self) -> shapely.Geometry:
        """The border of the shape, to be asked about few points."""
        return shapely.boundary(self.shape)

    @cached_property
    def prepared_border(self) -> shapely.Geometry:
        """The border once more, prepared to be asked about many points; never by two threads at once."""
        border = shapely.boundary(self.shape)
        shapely.prepare(border)
        return border


def bounds_of(looked: Sequence[Looked]) -> FloatArray:
    """Return the bounding boxes of shapes; those not known yet are worked out together. Shape (n, 4)."""
    new = [one for one in looked if one.bounds is None]
    if new:
        for one, box in zip(new, shapely.bounds(np.array([one.shape for one in new], dtype=object)), strict=True):
            one.bounds = box
    return np.array([one.bounds for one in looked], dtype=np.float64).reshape(-1, 4)


def vertices_of(looked: Sequence[Looked]) -> list[FloatArray]:
    """Return the vertices of shapes, in the order of the rings; those not known yet are worked out together."""
    new = [one for one in looked if one.xy is None]
    if new:
        shapes = np.array([one.shape for one in new], dtype=object)
        xy, until = shapely.get_coordinates(shapes), np.cumsum(shapely.get_num_coordinates(shapes)).tolist()
        for one, low, high in zip(new, [0, *until], until, strict=False):
            one.xy = xy[low:high]
    return [one.xy for one in looked if one.xy is not None]


class Boxes:
    """The bounding boxes of shapes that come one after the other, looked through all at once."""

    def __init__(self) -> None:
        self._row: dict[int, int] = {}
        self._ids = np.empty(16, dtype=np.int64)
        self._boxes = np.full((16, 4), np.nan)
        self._stale: dict[int, shapely.Geometry] = {}

    def put(self, grid: int, shape: shapely.Geometry | None) -> None:
        """Give a grid the box of a shape; one without a shape is never met."""
        self._stale[grid] = shape

    def __len__(self) -> int:
        """Return how many grids were given one, whether or not they have a shape now."""
        return len(self._row) + len(self._stale)

    def meeting(self, bounds: FloatArray) -> tuple[IntArray, IntArray]:
        """Return pairs of boxes that are asked for, by their row, and grids whose boxes meet them.

        Parameters
        ----------
        bounds : float64 (n, 4)
        """
        if self._stale:
            boxes = shapely.bounds(np.array(list(self._stale.values()), dtype=object))
            for grid, box in zip(self._stale, boxes, strict=True):
                row = self._row.setdefault(grid, len(self._row))
                if row == len(self._ids):
                    self._ids = np.concatenate([self._ids, np.empty_like(self._ids)])
                    self._boxes = np.concatenate([self._boxes, np.full_like(self._boxes, np.nan)])
                self._ids[row], self._boxes[row] = grid, box
            self._stale = {}
        boxes = self._boxes[: len(self._row)]
        meets = (boxes[:, 0] <= bounds[:, 2:3]) & (boxes[:, 2] >= bounds[:, 0:1])
        meets &= (boxes[:, 1] <= bounds[:, 3:4]) & (boxes[:, 3] >= bounds[:, 1:2])
        asked, place = meets.nonzero()
        return asked, self._ids[place]
