"""What is worked out of shapes while an edit works on them, so that it is worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import point_keys
from gridmap.model.arrays import BoolArray, FloatArray, IntArray

FEW: Final = 10
"""Points up to which asking how far they are off a line is sooner done than preparing the line for it."""


@dataclass(frozen=True, eq=False)
class Looked:
    """What is worked out of a shape when it is looked at, and used as long as the shape stays the same."""

    shape: shapely.Geometry
    bounds: FloatArray

    @classmethod
    def at(cls, shape: shapely.Geometry) -> Looked:
        """Look at a shape."""
        return cls(shape, shapely.bounds(shape))

    @cached_property
    def xy(self) -> FloatArray:
        """Return the vertices, in the order of the rings. Shape (n, 2)."""
        return shapely.get_coordinates(self.shape)

    @cached_property
    def keys(self) -> npt.NDArray[np.uint64]:
        """Return the keys of the vertices, ascending."""
        keys = point_keys(self.xy)
        keys.sort()
        return keys

    @cached_property
    def border(self) -> shapely.Geometry:
        """The border of the shape, to be asked about few points."""
        return shapely.boundary(self.shape)

    @property
    def prepared_border(self) -> shapely.Geometry:
        """The border of the shape, prepared to be asked about many points."""
        shapely.prepare(self.border)
        return self.border

    def has(self, keys: npt.NDArray[np.uint64]) -> BoolArray:
        """Return which points, given by their keys, are vertices."""
        where = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        return self.keys[where] == keys


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

    def meeting(self, bounds: FloatArray) -> IntArray:
        """Return the ids of the grids whose boxes meet a box, in the order in which they came."""
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
        meets = (boxes[:, 0] <= bounds[2]) & (boxes[:, 2] >= bounds[0])
        meets &= (boxes[:, 1] <= bounds[3]) & (boxes[:, 3] >= bounds[1])
        return self._ids[: len(self._row)][meets]
