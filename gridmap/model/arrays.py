"""Columns as arrays, and arithmetic on rows: where ids stand, what is the same, rows taken and put on one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.model.frames import column_arrays, framed

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


def runs_in(ascending: IntArray, wanted: IntArray) -> IntArray:
    """Return all places of an ascending array where a wanted value stands, ascending; ``wanted`` ascends, no twice."""
    if len(wanted) == 1:
        first, last = ascending.searchsorted([wanted[0], wanted[0] + 1])
        return np.arange(first, last)
    first, last = ascending.searchsorted(wanted), ascending.searchsorted(wanted, side="right")
    count = last - first
    # One run for each value, all runs laid out at once.
    start = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count) if len(wanted) else first
    return start + np.arange(count.sum())


def with_runs(known: tuple[IntArray, ...], wanted: IntArray, again: tuple[IntArray, ...]) -> tuple[IntArray, ...]:
    """Return columns, of which the first ascends, with other rows in place of those whose first value is wanted.

    Parameters
    ----------
    known : arrays (k,)
    wanted : int64
        Values of the first column, ascending, none twice.
    again : arrays (m,)
        The rows of these values, likewise by the first column.

    Returns
    -------
    arrays
        The very same if the rows are.
    """
    places = runs_in(known[0], wanted)
    if len(places) == len(again[0]) and all(
        np.array_equal(was[places], now) for was, now in zip(known, again, strict=True)
    ):
        return known
    stay = tuple(np.delete(column, places) for column in known)
    at = stay[0].searchsorted(again[0])
    return tuple(np.insert(column, at, now) for column, now in zip(stay, again, strict=True))


@dataclass(frozen=True, eq=False)
class RowsByValue:
    """Where the rows with some value in a column of ids stand, without going through the column."""

    order: IntArray
    values: IntArray

    @classmethod
    def of(cls, column: IntArray) -> RowsByValue:
        """Sort a column once."""
        order = np.argsort(column, kind="stable")
        return cls(order, column[order])

    def rows(self, wanted: IntArray) -> IntArray:
        """Return the rows with one of the values, ascending; ``wanted`` ascends, none twice."""
        places = runs_in(self.values, wanted)
        return np.sort(self.order[places])


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
    return one.index.equals(two.index) and same_rows_at(one, slice(None), two)


def same_rows_at(frame: pd.DataFrame, where: IntArray | slice, rows: pd.DataFrame) -> bool:
    """Whether some places of a frame hold what rows of that table do, to the last bit; ids are not looked at."""
    if list(frame.columns) != list(rows.columns):
        return False
    there = column_arrays(frame)
    return all(_is_same(name, there[name][where], values) for name, values in column_arrays(rows).items())


def _is_same(column: str, one: Any, two: Any) -> bool:
    if column == "geometry":
        return bool(same_shapes(np.asarray(one, dtype=object), np.asarray(two, dtype=object)).all())
    a, b = np.asarray(one), np.asarray(two)
    if a.dtype == b.dtype and (a == b).all():
        return True
    return pd.Series(a).equals(pd.Series(b))  # what is no number twice is the same


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
