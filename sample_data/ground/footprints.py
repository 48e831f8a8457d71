"""Where buildings stand: rows along the direction of their grid, clear of its border, of roads and of water.

Each grid gets a lattice of plots in the direction in which most of its border runs; plots that do not fit inside with
their yard are struck out, and of the rest those are built on that its way of building prefers. All grids at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import edges_of
from gridmap.model.wanted import must_be_wanted
from sample_data.chance import Floats, Ints, ranks, sums, within

Shapes = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]

YARD_M: Final = 4.0
"""Least distance between a building and the border of its grid, a road or a water, metres."""

BAR_SHARE: Final = 0.52
"""Depth of either bar of an L-shaped building, over the depth of the whole."""

TRIED: Final = 4
"""Plots that are looked at for each building that is wanted, the best first."""

SMALLEST_M: Final = 8.0
"""Side of the building that stands in a grid where no plot fits."""


@dataclass(frozen=True)
class Style:
    """A way of building.

    Parameters
    ----------
    length_m, depth_m : (float, float)
        From-to, along the row and across it.
    gap_m, row_gap_m : float
        Free ground between neighbours in a row, and between the rows.
    wing_share : float
        Share of the buildings that are L-shaped.
    cluster : (int, int)
        Plots along a row and rows that are built on together.
    roadside : float
        How much plots near a road or a water are preferred: what a kilometre's distance counts against chance (0 to 1).
    """

    length_m: tuple[float, float]
    depth_m: tuple[float, float]
    gap_m: float
    row_gap_m: float
    wing_share: float = 0.0
    cluster: tuple[int, int] = (1, 1)
    roadside: float = 0.0


@dataclass(frozen=True)
class Footprints:
    """Buildings of all grids, ordered by grid, then from the northernmost row to the south, in a row from west to east.

    Attributes
    ----------
    grid : array of int, shape (n,)
        Place of the grid in the shapes that were given.
    row, column : arrays of int, shape (n,)
        Place in the grid's lattice.
    middle : array of float, shape (n, 2)
    size_m : array of float, shape (n, 2)
        Length and depth.
    shape : array of polygons, shape (n,)
    """

    grid: Ints
    row: Ints
    column: Ints
    middle: Floats
    size_m: Floats
    shape: Shapes


def place_footprints(
    grounds: Shapes,
    styles: tuple[Style, ...],
    style: Ints,
    wanted: Ints,
    roads: Shapes,
    obstacles: Shapes,
    rng: np.random.Generator,
) -> Footprints:
    """Set up to the wanted number of buildings into each grid, at least one.

    Parameters
    ----------
    grounds : array of polygons, shape (n,)
        The grids, none missing, metres.
    styles : tuple of Style
    style : array of int, shape (n,)
        The way of building of each grid.
    wanted : array of int, shape (n,)
    roads : array of lines
        Buildings keep off them, and in some styles prefer to be near.
    obstacles : array of geometries
        Water and other ground to keep off.
    rng : numpy.random.Generator
    """
    direction = main_direction(grounds)
    plots = _plots(grounds, direction, styles, style, wanted, rng)
    things = _segments(np.concatenate([roads, obstacles]))
    must_be_wanted()
    badness = _badness(plots, styles, style, things, rng)
    must_be_wanted()
    kept = np.flatnonzero(ranks(plots.grid, badness) < TRIED * wanted[plots.grid])
    kept = kept[_fits(plots.only(kept), grounds)]
    must_be_wanted()
    kept = kept[~_blocked(plots.only(kept), things, obstacles)]
    must_be_wanted()
    kept = kept[ranks(plots.grid[kept], badness[kept]) < wanted[plots.grid[kept]]]
    plots = _with_smallest(plots.only(kept), grounds, direction)
    plots = plots.only(np.lexsort((plots.column, -plots.row, plots.grid)))
    return Footprints(plots.grid, plots.row, plots.column, plots.middle, plots.size_m, _outlines(plots))


def main_direction(grounds: Shapes) -> Floats:
    """Return the direction along or across which most of each border runs: a unit vector, shape (n, 2).

    It is at most 45 degrees from east. Turning an edge by a right angle has no effect, since directions are added as
    fourth powers.
    """
    edges = edges_of(grounds)
    step = edges.end - edges.start
    length = np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2)
    unit = (step[:, 0] + 1j * step[:, 1]) / length
    fourth = unit * unit
    fourth = fourth * fourth * length
    size = len(grounds)
    x = sums(edges.owner, fourth.real, size)
    y = sums(edges.owner, fourth.imag, size)
    return _half_angle(_half_angle(np.column_stack([x, y])))


def _half_angle(vector: Floats) -> Floats:
    """Return unit vectors at half the angle from east, which is taken from -180 to 180 degrees; no sine, no cosine."""
    x, y = vector.T
    length = np.sqrt(x * x + y * y)
    cosine = np.divide(x, length, out=np.ones_like(x), where=length > 0)
    half_x = np.sqrt(np.maximum(0.0, (1.0 + cosine) / 2.0))
    half_y = np.sqrt(np.maximum(0.0, (1.0 - cosine) / 2.0))
    return np.column_stack([half_x, np.where(y < 0, -half_y, half_y)])


@dataclass(frozen=True)
class _Plots:
    """Places where a building could stand."""

    grid: Ints
    row: Ints
    column: Ints
    middle: Floats
    size_m: Floats
    along: Floats
    wing: Bools

    def only(self, which: Bools | Ints) -> _Plots:
        return _Plots(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def corners(self, yard_m: float = 0.0) -> Floats:
        """Return the corners of the rectangles, counter-clockwise, a yard added on all sides. Shape (n, 4, 2)."""
        across = np.column_stack([-self.along[:, 1], self.along[:, 0]])
        half = self.size_m / 2.0 + yard_m
        along, across = half[:, :1] * self.along, half[:, 1:] * across
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return np.stack([self.middle + s * along + t * across for s, t in signs], axis=1)


def _plots(
    grounds: Shapes, direction: Floats, styles: tuple[Style, ...], style: Ints, wanted: Ints, rng: np.random.Generator
) -> _Plots:
    """Lay a lattice over each grid; a grid too small for the wanted number gets a tighter one."""
    table = np.array([[*s.length_m, *s.depth_m, s.gap_m, s.row_gap_m] for s in styles], dtype=np.float64)[style]
    pitch = np.column_stack([table[:, 1] + table[:, 4], table[:, 3] + table[:, 5]])
    room = shapely.area(grounds) / (pitch[:, 0] * pitch[:, 1] * np.maximum(wanted, 1))
    pitch *= np.clip(np.sqrt(0.45 * room), 0.72, 1.0)[:, None]

    xy, of = shapely.get_coordinates(grounds, return_index=True)
    across = np.column_stack([-direction[:, 1], direction[:, 0]])
    first = np.searchsorted(of, np.arange(len(grounds)))
    lattice = np.column_stack([(xy * direction[of]).sum(axis=1), (xy * across[of]).sum(axis=1)])
    low = np.minimum.reduceat(lattice, first) + rng.random((len(grounds), 2)) * pitch - pitch
    count = np.ceil((np.maximum.reduceat(lattice, first) - low) / pitch).astype(np.int64) + 1
    grid, place = within(count[:, 0] * count[:, 1])
    row, column = np.divmod(place, count[grid, 0])
    at = low[grid] + np.column_stack([column, row]) * pitch[grid]
    middle = at[:, :1] * direction[grid] + at[:, 1:] * across[grid]

    shapely.prepare(grounds)
    inside = shapely.contains_xy(grounds[grid], middle[:, 0], middle[:, 1])
    grid, row, column, middle = grid[inside], row[inside], column[inside], middle[inside]
    most = np.maximum(pitch[grid] - table[grid][:, 4:], 0.5 * pitch[grid])
    size_m = table[grid][:, [0, 2]] + rng.random((len(grid), 2)) * (table[grid][:, [1, 3]] - table[grid][:, [0, 2]])
    size_m = np.minimum(size_m, most)
    wing = rng.random(len(grid)) < np.array([s.wing_share for s in styles])[style[grid]]
    size_m[wing, 1] = np.minimum(size_m[wing, 1] / BAR_SHARE, pitch[grid][wing, 1] - 2.0 * YARD_M)
    return _Plots(grid, row, column, middle, size_m, direction[grid], wing)


def _fits(plots: _Plots, grounds: Shapes) -> Bools:
    """Whether each plot lies inside its grid, with its yard."""
    yards = shapely.polygons(plots.corners(YARD_M))
    inside: Bools = shapely.contains_properly(grounds[plots.grid], yards)
    return inside


def _segments(things: Shapes) -> Shapes:
    """Cut lines and outlines into their straight stretches, so that an index of them answers quickly."""
    rings, of_ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(_areas(things))), return_index=True)
    lines, of_line = shapely.get_coordinates(
        shapely.get_parts(things[shapely.get_dimensions(things) == 1]), return_index=True
    )
    xy, of = np.concatenate([rings, lines]), np.concatenate([of_ring, of_line + len(rings)])
    joined = of[1:] == of[:-1]
    return shapely.linestrings(np.stack([xy[:-1][joined], xy[1:][joined]], axis=1))


def _areas(things: Shapes) -> Shapes:
    return things[shapely.get_dimensions(things) == 2]


def _blocked(plots: _Plots, segments: Shapes, obstacles: Shapes) -> Bools:
    """Whether a road or a shore runs through each plot or its yard, or the plot lies in a water altogether."""
    yards = shapely.polygons(plots.corners(YARD_M))
    result = np.zeros(len(yards), dtype=bool)
    result[shapely.STRtree(segments).query(yards, predicate="intersects")[0]] = True
    result[shapely.STRtree(shapely.points(plots.middle)).query(_areas(obstacles), predicate="contains")[1]] = True
    return result


def _badness(plots: _Plots, styles: tuple[Style, ...], style: Ints, things: Shapes, rng: np.random.Generator) -> Floats:
    """Say how little each plot is liked: clusters as a whole, and the less, the further from a road or a water."""
    of = style[plots.grid]
    cluster = np.array([s.cluster for s in styles])[of]
    key = np.column_stack([plots.grid, plots.column // cluster[:, 0], plots.row // cluster[:, 1]])
    order = np.lexsort(key.T[::-1])
    new = np.r_[True, (np.diff(key[order], axis=0) != 0).any(axis=1)][: len(order)]
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    first = order[new]  # one plot speaks for its cluster
    noise = rng.random(len(first))
    roadside = np.array([s.roadside for s in styles])[of[first]]
    near = np.flatnonzero(roadside > 0)
    if len(near) and len(things):
        place, away = shapely.STRtree(things).query_nearest(
            shapely.points(plots.middle[first[near]]), return_distance=True, all_matches=False
        )
        noise[near[place[0]]] += roadside[near[place[0]]] * away / 1000.0
    return noise[number] + 0.25 * rng.random(len(of))


def _with_smallest(plots: _Plots, grounds: Shapes, direction: Floats) -> _Plots:
    """Give each grid that has no plot a small building where it is widest."""
    bare = np.flatnonzero(np.bincount(plots.grid, minlength=len(grounds)) == 0)
    if not len(bare):
        return plots
    circle = shapely.maximum_inscribed_circle(grounds[bare], tolerance=0.5)
    middle = shapely.get_coordinates(circle).reshape(-1, 2, 2)[:, 0]
    side = np.minimum(SMALLEST_M, shapely.length(circle))
    none = np.zeros(len(bare), dtype=np.int64)
    more = _Plots(bare, none, none, middle, np.column_stack([side, side]), direction[bare], none > 0)
    return _Plots(*(np.concatenate([getattr(plots, n), getattr(more, n)]) for n in plots.__dataclass_fields__))


def _outlines(plots: _Plots) -> Shapes:
    """Draw rectangles, and an L with bars of equal depth where there is a wing; to the centimetre."""
    corner = np.round(plots.corners(), 2)
    shape = np.empty(len(corner), dtype=object)
    shape[~plots.wing] = shapely.polygons(corner[~plots.wing])
    a, b, c, d = corner[plots.wing].transpose(1, 0, 2)
    length, depth = plots.size_m[plots.wing].T
    wide = np.minimum(BAR_SHARE * depth / length, 0.45)[:, None]
    inner = a + wide * (b - a) + BAR_SHARE * (d - a)
    ell = np.stack([a, b, b + BAR_SHARE * (c - b), inner, d + wide * (c - d), d], axis=1)
    shape[plots.wing] = shapely.polygons(np.round(ell, 2))
    return shape
