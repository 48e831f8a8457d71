"""An index of points that follows edits: points in the order of square cells, and the few that changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cores import shared_out
from gridmap.ground.rows_since import RowsSince
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray, positions_in

_LOT: Final = 100_000
"""Vertices and points that are looked at together: with fewer, threads would wait for Python's lock in between."""
_FEW: Final = 8
"""Points of a shape for which preparing it does not pay."""
_ONE_BY_ONE: Final = 2
"""Shapes for which the points near each are looked for in turn."""
_SAMPLE: Final = 1_000
"""Points by which it is told where most of them lie."""


@dataclass(frozen=True, eq=False)
class PointIndex:
    """Finds rows of a table, each of which has a point or none, by ground.

    Attributes
    ----------
    cells : PointsInCells
        The points when the index was made.
    rows : RowsSince
        Which rows those are.
    fresh_points : object (k,)
        Where the fresh ones of them are now.
    """

    cells: PointsInCells
    rows: RowsSince
    fresh_points: ShapeArray = field(default_factory=lambda: np.empty(0, dtype=object))

    @classmethod
    def of(cls, ids: IntArray, points: ShapeArray) -> PointIndex:
        """Build an index of points; missing and empty ones are never found."""
        return cls(PointsInCells.of(points), RowsSince(ids, ids))

    def query(
        self, shapes: npt.ArrayLike, predicate: Literal["intersects"] = "intersects"
    ) -> tuple[IntArray, IntArray]:
        """Return pairs of rows: which of ``shapes`` (0 for a single one) holds the point of which row of the table.

        Parameters
        ----------
        shapes : geometry or object (m,)
            In the CRS of the table. Of a polygon its border counts as well.
        predicate : "intersects"

        Returns
        -------
        which, position : int64 (p,)
            ``position`` counts in the table as it is now.
        """
        asked = np.atleast_1d(np.asarray(shapes, dtype=object))
        one, at = self.cells.held_by(asked)
        if self.rows.are_as_made:
            return one, at
        return self.rows.now(one, at, *self._fresh_cells.held_by(asked))

    def in_box(self, west: float, south: float, east: float, north: float) -> IntArray:
        """Return the positions of the rows with their point in a box or on its border, in no order. Shape (p,)."""
        found = self.cells.row[self.cells.in_box(west, south, east, north)]
        if self.rows.are_as_made:
            return found
        fresh = self._fresh_cells.row[self._fresh_cells.in_box(west, south, east, north)]
        return self.rows.now(found, found, fresh, fresh)[1]

    @cached_property
    def _fresh_cells(self) -> PointsInCells:
        return PointsInCells.of(self.fresh_points)

    def following(self, ids: IntArray, touched: IntArray, points: ShapeArray) -> PointIndex:
        """Return the index after a change; see :meth:`RowsSince.following`. ``points`` are those of all rows, (n,)."""
        rows = self.rows.following(ids, touched)
        if rows is None:
            return PointIndex.of(ids, points)
        return PointIndex(self.cells, rows, points[positions_in(ids, rows.fresh)])


@dataclass(frozen=True, eq=False)
class PointsInCells:
    """Points in the order of square cells, about one for each: row by row from the south, each from the west.

    What lies outside of the cells counts to the nearest of them.

    Attributes
    ----------
    row : int64 (n,)
        Where each point came from.
    x, y : float64 (n,)
    begin : int64 (c + 1,)
        How many points lie in cells before each.
    west, south, side : float
        Where the cells begin, and how wide they are.
    columns, rows : int
    """

    row: IntArray
    x: FloatArray
    y: FloatArray
    begin: IntArray
    west: float
    south: float
    side: float
    columns: int
    rows: int

    @classmethod
    def of(cls, points: ShapeArray) -> PointsInCells:
        """Put points in order; missing and empty ones are left out."""
        x, y = np.ascontiguousarray(shapely.bounds(points)[:, :2].T)  # the quickest way to all of them
        there = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if len(there) < len(x):
            x, y = x[there], y[there]
        (west, width), (south, height) = _most_of(x), _most_of(y)
        side = max(float(np.sqrt(width * height / max(len(x), 1))), max(width, height) / max(len(x), 1), 1e-3)
        columns, rows = int(width / side) + 1, int(height / side) + 1
        cell = _steps(y, south, side, rows) * columns + _steps(x, west, side, columns)
        order, begin = in_order_of(cell, columns * rows)
        row = order if len(there) == len(points) else there[order]
        return cls(row, x[order], y[order], begin, west, south, side, columns, rows)

    def held_by(self, shapes: ShapeArray) -> tuple[IntArray, IntArray]:
        """Return pairs: which of some shapes intersects which point, by where the point came from.

        Parameters
        ----------
        shapes : object (m,)
            Missing and empty ones hold none.

        Returns
        -------
        which, row : int64 (p,)
        """
        box = shapely.bounds(shapes)
        if len(shapes) <= _ONE_BY_ONE:
            places = [self.in_box(*sides) for sides in box.tolist()]
            of = np.repeat(np.arange(len(shapes)), [len(at) for at in places])
            return self._of_those(shapes, of, np.concatenate([np.empty(0, dtype=np.int64), *places]))
        shape = np.flatnonzero(np.isfinite(box).all(axis=1)) if len(self.row) else np.empty(0, np.int64)
        west, south, east, north = np.ascontiguousarray(box[shape].T)
        column, until = (_steps(x, self.west, self.side, self.columns) for x in (west, east))
        lowest, highest = (_steps(y, self.south, self.side, self.rows) for y in (south, north))
        stripe, row = runs(lowest, highest - lowest + 1)  # of one row of cells below each box
        first = self.begin[row * self.columns + column[stripe]]
        number = self.begin[row * self.columns + until[stripe] + 1] - first
        in_box = np.bincount(stripe, weights=number, minlength=len(shape)).astype(np.int64)
        cuts = [0, len(shape)]
        if in_box.sum() > _LOT // 8:
            work = np.cumsum(in_box + shapely.get_num_coordinates(shapes[shape])) // _LOT
            cuts = [0, *(np.flatnonzero(work[1:] != work[:-1]) + 1).tolist(), len(shape)]
        ends = np.searchsorted(stripe, cuts).tolist()

        def look(lot: int) -> tuple[IntArray, IntArray]:
            some, stripes = slice(cuts[lot], cuts[lot + 1]), slice(ends[lot], ends[lot + 1])
            return self._looked(shapes, shape[some], box[shape[some]], in_box[some], first[stripes], number[stripes])

        found = shared_out(look, range(len(cuts) - 1))
        if len(found) == 1:
            return found[0]
        return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])

    def in_box(self, west: float, south: float, east: float, north: float) -> IntArray:
        """Return the places of the points in a box or on its border."""
        if not len(self.row) or not (west <= east and south <= north):  # nor if one is no number
            return np.empty(0, dtype=np.int64)
        columns = _steps(np.array([west, east]), self.west, self.side, self.columns)
        lowest, highest = _steps(np.array([south, north]), self.south, self.side, self.rows).tolist()
        row = np.arange(lowest, highest + 1) * self.columns
        first, last = self.begin[row + columns[0]], self.begin[row + columns[1] + 1]
        _, at = runs(first, last - first)
        x, y = self.x[at], self.y[at]
        return at[(x >= west) & (x <= east) & (y >= south) & (y <= north)]

    def _looked(
        self, shapes: ShapeArray, shape: IntArray, box: FloatArray, in_box: IntArray, first: IntArray, number: IntArray
    ) -> tuple[IntArray, IntArray]:
        """Return what :meth:`held_by` does of shapes of which is known where the points near each box are."""
        _, at = runs(first, number)
        of = np.repeat(np.arange(len(shape)), in_box)
        x, y = self.x[at], self.y[at]
        west, south, east, north = (np.repeat(side, in_box) for side in np.ascontiguousarray(box.T))
        within = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        which, row = self._of_those(shapes[shape], of[within], at[within])
        return shape[which], row

    def _of_those(self, shapes: ShapeArray, of: IntArray, at: IntArray) -> tuple[IntArray, IntArray]:
        """Return the pairs of shapes and rows that intersect, of shapes and places of points that may."""
        if not len(at):
            return of, at
        asked = shapes[of]
        if len(at) > _FEW * len(shapes):
            number = np.bincount(of, minlength=len(shapes)) > 0
            copies = shapely.set_srid(shapes[number], 0)  # since a prepared shape is for one thread alone
            shapely.prepare(copies)
            asked = copies[(np.cumsum(number) - 1)[of]]
        inside = shapely.intersects_xy(asked, self.x[at], self.y[at])
        return of[inside], self.row[at[inside]]


def in_order_of(number: IntArray, numbers: int) -> tuple[IntArray, IntArray]:
    """Return rows in the order of a number that each has, and how many rows have a lower one than each.

    Parameters
    ----------
    number : int64 (n,)
        From 0 on, below ``numbers``.

    Returns
    -------
    rows : int64 (n,)
    begin : int64 (numbers + 1,)
        The rows with number k are ``rows[begin[k]:begin[k + 1]]``, ascending.
    """
    begin = np.zeros(numbers + 1, dtype=np.int64)
    np.cumsum(np.bincount(number, minlength=numbers), out=begin[1:])
    return in_order(number), begin


def in_order(number: IntArray) -> IntArray:
    """Return rows in the order of a number that each has, and of themselves where that is the same. Shape (n,).

    Parameters
    ----------
    number : int64 (n,)
        From 0 on, of so many bits at most as the number of rows leaves of 63.
    """
    bits = len(number).bit_length()
    return np.sort((number << bits) | np.arange(len(number))) & ((1 << bits) - 1)  # quicker than an argsort


def runs(first: IntArray, number: IntArray) -> tuple[IntArray, IntArray]:
    """Return all places in some runs, one run after the other, and the run that each is of.

    Parameters
    ----------
    first, number : int64 (n,)
        Where each run begins, and how many places it has.

    Returns
    -------
    run, place : int64 (k,)
    """
    of = np.repeat(np.arange(len(first)), number)
    return of, np.arange(len(of)) + np.repeat(first - (np.cumsum(number) - number), number)


def _most_of(value: FloatArray) -> tuple[float, float]:
    """Return where most values begin and how far they reach: a few may lie far off, and make no cells wider."""
    if not len(value):
        return 0.0, 0.0
    sample = np.sort(value[:: max(len(value) // _SAMPLE, 1)])
    few = len(sample) // 50
    low, high = float(sample[few]), float(sample[-1 - few])
    return low - (high - low) / 20, (high - low) * 1.1


def _steps(value: FloatArray, begin: float, side: float, number: int) -> IntArray:
    """Return the column or row of cells that each value lies in; it never falls where the value rises."""
    return ((value - begin) * (1 / side)).clip(0.0, number - 1.0).astype(np.int64)
