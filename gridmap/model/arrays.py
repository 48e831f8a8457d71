"""Columns as arrays, and arithmetic on rows: where ids stand, what is the same, rows taken and put on one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.model.tables import column_arrays, framed

if TYPE_CHECKING:
    pass


IntArray = npt.NDArray[np.int64]


BoolArray = npt.NDArray[np.bool_]


FloatArray = npt.NDArray[np.float64]


ShapeArray = npt.NDArray[np.object_]

_FEW: Final = 20
"""Shapes up to which their bytes are compared at once."""
_PLANE: Final = 2
"""Coordinates of a shape without heights and measures."""


def _not_empty(shapes: ShapeArray) -> BoolArray:
    return ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))


def shapes_where(which: BoolArray, shapes: ShapeArray) -> ShapeArray:
    """Return the shapes with ``None`` for those that are not wanted. Shape (n,)."""
    result = np.full(len(shapes), None, dtype=object)
    result[which] = shapes[which]
    return result


def moved_rows(before: IntArray, after: IntArray, values: npt.NDArray[Any], blank: object) -> npt.NDArray[Any]:
    """Return a column of one plan laid out for another: rows found by id, ``blank`` for ids that are new.

    Parameters
    ----------
    before, after : int64 (n,), int64 (m,)
        Ids of the rows in the old and in the new plan, ascending.
    values : (n,)
        The column; never changed, a copy is returned.
    """
    if same_array(before, after):
        return values.copy()
    # Most changes leave the rows up to some place where they were.
    shorter = min(len(before), len(after))
    differs = before[:shorter] != after[:shorter]
    first = int(np.argmax(differs)) if differs.any() else shorter
    moved = np.full((len(after), *values.shape[1:]), blank, dtype=values.dtype)
    moved[:first] = values[:first]
    where = positions_in(before[first:], after[first:])
    moved[first:][where >= 0] = values[first:][where[where >= 0]]
    return moved


def same_array(one: npt.NDArray[Any], two: npt.NDArray[Any]) -> bool:
    """Whether two arrays are the same piece of memory (frames hand out their ids as a new view each time)."""
    return one is two or (len(one) == len(two) and one.ctypes.data == two.ctypes.data)


def positions_in(ascending: IntArray, ids: npt.ArrayLike) -> IntArray:
    """Return where ids stand in an ascending array of ids, -1 for one that is not there."""
    wanted = np.asarray(ids, dtype=np.int64)
    if not len(ascending):
        return np.full(wanted.shape, -1, dtype=np.int64)
    inside = np.minimum(ascending.searchsorted(wanted), len(ascending) - 1)
    return np.where(ascending[inside] == wanted, inside, -1)


def ids_of_both(one: IntArray, two: IntArray) -> IntArray:
    """Return the ids that stand in one of two arrays or in both, ascending; each of the two must be so already."""
    if not len(one) or not len(two):
        return two if len(two) else one
    if one[-1] < two[0] or two[-1] < one[0]:
        return np.concatenate([one, two] if one[-1] < two[0] else [two, one])
    both = np.sort(np.concatenate([one, two]), kind="stable")
    return both[np.diff(both, prepend=both[0] - 1) > 0]


def same_rows(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    """Whether two frames of one table hold the same rows, to the last bit of every coordinate."""
    if one is two:
        return True
    if not one.index.equals(two.index) or list(one.columns) != list(two.columns):
        return False
    for column in one.columns:
        a, b = one[column].array, two[column].array
        if column == "geometry":
            if not same_shapes(np.asarray(a, dtype=object), np.asarray(b, dtype=object)).all():
                return False
            continue
        if not pd.Series(np.asarray(a)).equals(pd.Series(np.asarray(b))):
            return False
    return True


def same_values(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, BoolArray]:
    """Return by column which rows hold the same value in both, shapes to the last bit."""
    same = {}
    for column, values in one.items():
        a, b = np.asarray(values), np.asarray(two[column])
        same[column] = same_shapes(a, b) if column == "geometry" else np.asarray(a == b, dtype=bool)
    return same


def same_shapes(one: ShapeArray, two: ShapeArray) -> BoolArray:
    """Return which shapes are the same to the last bit; most that are, are the same object.

    A closed line and a ring with the same points are the same: no file tells one from the other.
    """
    same = np.fromiter((a is b for a, b in zip(one, two, strict=True)), dtype=bool, count=len(one))
    other = np.flatnonzero(~same)
    if len(other) <= _FEW:
        same[other] = shapely.to_wkb(one[other]) == shapely.to_wkb(two[other])
        return same
    same[other] = shapely.equals_identical(one[other], two[other])
    kind = shapely.get_type_id(one[other])
    of_a_kind = (kind == shapely.get_type_id(two[other])) & (kind != shapely.GeometryType.GEOMETRYCOLLECTION)
    doubtful = other[~(_has_no_zero(one[other]) & of_a_kind)]
    same[doubtful] = shapely.to_wkb(one[doubtful]) == shapely.to_wkb(two[doubtful])
    return same


def _has_no_zero(shapes: ShapeArray) -> BoolArray:
    """Return which shapes have coordinates whose numbers, where they are equal, are the same to the last bit.

    0.0 and -0.0 are equal, and where nothing can be one of them the bits, which take ten times as long, tell no more.
    """
    least_x, least_y, most_x, most_y = shapely.bounds(shapes).T
    clear = ((least_x > 0) | (most_x < 0)) & ((least_y > 0) | (most_y < 0))
    return np.asarray(clear & (shapely.get_coordinate_dimension(shapes) == _PLANE), dtype=bool)


def rows_taken(frame: pd.DataFrame, where: IntArray | BoolArray) -> pd.DataFrame:
    """Return the rows at some places of a frame, or where a mask is true."""
    return framed(frame.index.to_numpy()[where], {name: values[where] for name, values in column_arrays(frame).items()})


def rows_stacked(parts: list[tuple[pd.DataFrame, BoolArray | None]]) -> pd.DataFrame:
    """Return the rows of several frames of one table (all, or where a mask is true) in the order of their ids."""
    ids = np.concatenate(
        [frame.index.to_numpy() if mask is None else frame.index.to_numpy()[mask] for frame, mask in parts]
    )
    order = None if (np.diff(ids) > 0).all() else np.argsort(ids, kind="stable")
    frames = [(column_arrays(frame), mask) for frame, mask in parts]
    columns = {
        name: _joined([frame[name] if mask is None else frame[name][mask] for frame, mask in frames], order)
        for name in frames[0][0]
    }
    return framed(ids if order is None else ids[order], columns)


def _joined(parts: list[Any], order: IntArray | None) -> Any:
    filled = [part for part in parts if len(part)] or parts[:1]
    if len(filled) == 1:
        joined = filled[0]
    elif isinstance(filled[0], gpd.array.GeometryArray):
        shapes = np.concatenate([np.asarray(part, dtype=object) for part in filled])
        joined = gpd.array.GeometryArray(shapes, crs=filled[0].crs)
    else:
        joined = np.concatenate(filled) if isinstance(filled[0], np.ndarray) else filled[0]._concat_same_type(filled)
    return joined if order is None else joined.take(order)
