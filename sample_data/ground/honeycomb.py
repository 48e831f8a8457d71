"""A honeycomb with wandering borders: cells and unions of cells whose shapes meet vertex for vertex.

In a honeycomb three cells meet at every corner, so the border of a union of cells never touches itself. All shapes are
put together from the same edges, each drawn once, so that neighbours, and unions and their cells, have equal vertices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from sample_data.chance import Floats, Ints, bell, within

Shapes = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]

CELL_M: Final = 940.0
"""Distance between the middles of two neighbouring cells of a row, metres."""

EDGE_POINTS: Final = (8, 4, 2)
"""Points of an edge, its end not counted: a border that wanders, one that bends, one that is nearly straight."""

EDGE_WEIGHTS: Final = (0.75, 0.20, 0.05)
SWAY: Final = (0.085, 0.045, 0.022)
"""How far the middle of an edge, of its halves and of its quarters move aside, at most, by the length of the edge."""


@dataclass(frozen=True)
class Honeycomb:
    """Cells, their corners, and the edges between two cells each.

    Attributes
    ----------
    corners : array of float, shape (corners, 2)
        Metres, x east and y north.
    ends : array of int, shape (edges, 2)
        The corners where an edge begins and ends.
    sides : array of int, shape (edges, 2)
        The cells to its left and to its right, -1 for none.
    cell_edges, cell_forward : arrays of int and bool, shape (cells, 6)
        The edges of a cell counter-clockwise, and whether it is passed from its begin to its end.
    """

    corners: Floats
    ends: Ints
    sides: Ints
    cell_edges: Ints
    cell_forward: Bools


def honeycomb(rows: int, columns: int, rng: np.random.Generator) -> Honeycomb:
    """Make a honeycomb of rows of cells, every second row half a cell to the east, its corners moved about.

    Row ``r`` lies between the lines ``r`` and ``r + 1``; each line has a corner every half cell.
    """
    wide = 2 * columns + 2
    line, step = np.divmod(np.arange((rows + 1) * wide), wide)
    upper = (line - step) % 2 == 0
    height = np.sqrt(3.0) / 2.0
    x = 0.5 * step + 0.22 * bell(rng, len(step))
    y = height * line + np.where(upper, height, -height) / 6.0 + 0.22 * bell(rng, len(step))
    corners = CELL_M * _warped(np.column_stack([x, y]), rng)

    row, column = np.divmod(np.arange(rows * columns), columns)
    first = 2 * column + row % 2  # the corner at the lower left, counted along the line
    below, above = row * wide + first, (row + 1) * wide + first
    # an edge along a line is numbered by its western corner, one that goes up by its lower corner after all of those
    up = (rows + 1) * wide
    edges = np.column_stack([below, below + 1, up + below + 2, above + 1, above, up + below])
    forward = np.array([True, True, True, False, False, False])
    used, places = np.unique(edges, return_inverse=True)
    places = places.reshape(edges.shape)
    sides = np.full((len(used), 2), -1, dtype=np.int64)
    cells = np.arange(len(edges))
    for side in range(6):
        sides[places[:, side], 0 if forward[side] else 1] = cells
    begin = np.where(used >= up, used - up, used)
    ends = np.column_stack([begin, np.where(used >= up, begin + wide, begin + 1)])
    return Honeycomb(corners, ends, sides, places, np.broadcast_to(forward, edges.shape))


def _warped(points: Floats, rng: np.random.Generator) -> Floats:
    """Bend the plane slowly, so that rows are not straight and the outline is no rectangle."""
    result = points.copy()
    for reach, sway in ((90.0, 9.0), (30.0, 2.0)):
        size = (points.max(axis=0) - points.min(axis=0)) / reach
        knots = rng.uniform(-sway, sway, (int(size[0]) + 3, int(size[1]) + 3, 2))
        place = (points - points.min(axis=0)) / reach
        cell = np.floor(place).astype(np.int64)
        share = place - cell
        share = share * share * (3.0 - 2.0 * share)
        (i, j), (s, t) = cell.T, share.T[..., None]
        result += (knots[i, j] * (1 - s) + knots[i + 1, j] * s) * (1 - t)
        result += (knots[i, j + 1] * (1 - s) + knots[i + 1, j + 1] * s) * t
    return result


def wandering_edges(comb: Honeycomb, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Lay nine points along every edge, and say how many of its eighths each edge really uses.

    Middles move aside first, then the middles of the halves, then those of the quarters.

    Returns
    -------
    points : array of float, shape (edges, 9, 2)
        From begin to end, to the millimetre.
    count : array of int, shape (edges,)
        8, 4 or 2: an edge has that many points without its end, every 8 / count-th of the nine.
    """
    ends = comb.corners[comb.ends]
    along = ends[:, 1] - ends[:, 0]
    aside = np.column_stack([-along[:, 1], along[:, 0]])
    points = np.empty((len(ends), 9, 2))
    points[:, 0], points[:, 8] = ends[:, 0], ends[:, 1]
    for half, sway in zip((4, 2, 1), SWAY, strict=True):
        for middle in range(half, 8, 2 * half):
            move = rng.uniform(-sway, sway, (len(ends), 1)) * aside
            points[:, middle] = 0.5 * (points[:, middle - half] + points[:, middle + half]) + move
    running = np.cumsum(EDGE_WEIGHTS)
    kind = np.searchsorted(running, rng.random(len(ends)) * running[-1], side="right")
    return np.round(points, 3), np.array(EDGE_POINTS)[np.minimum(kind, len(EDGE_POINTS) - 1)]


def polygons(points: Floats, count: Ints, edges: Ints, forward: Bools, sizes: Ints) -> Shapes:
    """Put polygons of one ring together from the edges that they share.

    Parameters
    ----------
    points, count : arrays
        As :func:`wandering_edges` returns them.
    edges, forward : arrays of int and bool, shape (n,)
        The edges of all rings one after the other, and whether each is passed from its begin to its end.
    sizes : array of int, shape (rings,)
        How many edges each ring has.
    """
    used = count[edges]
    last = np.cumsum(sizes) - 1
    taken = used.copy()
    taken[last] += 1  # the end of the last edge closes the ring
    edge, place = within(taken)
    place *= (8 // used)[edge]
    np.subtract(8, place, out=place, where=~forward[edge])
    coordinates = points.reshape(-1, 2)[edges[edge] * 9 + place]
    offsets = np.r_[0, np.cumsum(taken)[last]]
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, coordinates, (offsets, np.arange(len(sizes) + 1)))


def outlines(comb: Honeycomb, region: Ints) -> tuple[Ints, Bools, Ints]:
    """Walk around every region of cells.

    Parameters
    ----------
    region : array of int, shape (cells,)
        The region of every cell, from 0 without holes in the numbering, -1 for none.

    Returns
    -------
    edges, forward, sizes : arrays
        As :func:`polygons` takes them, a ring for every region, counter-clockwise.

    Raises
    ------
    ValueError
        If a region is not in one piece or has a hole.
    """
    around = np.append(region, -1)[comb.sides]
    border = around[:, 0] != around[:, 1]
    edge = np.tile(np.flatnonzero(border), 2)
    forward = np.repeat([True, False], int(border.sum()))
    of = np.concatenate([around[border, 0], around[border, 1]])
    edge, forward, of = edge[of >= 0], forward[of >= 0], of[of >= 0]
    order = np.lexsort((edge, of))
    edge, forward, of = edge[order], forward[order], of[order]
    begin = np.where(forward, comb.ends[edge, 0], comb.ends[edge, 1])
    end = np.where(forward, comb.ends[edge, 1], comb.ends[edge, 0])
    # at a corner a region has one edge that begins there: that is the next one
    corners = len(comb.corners)
    keys = of * corners + begin
    by_key = np.argsort(keys)
    following = by_key[np.searchsorted(keys[by_key], of * corners + end)]
    sizes = np.bincount(of)
    root = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return _in_walking_order(edge, forward, following, root, sizes)


def _in_walking_order(edge: Ints, forward: Bools, following: Ints, root: Ints, sizes: Ints) -> tuple[Ints, Bools, Ints]:
    """Sort edges as their ring is walked: how far each is from the ring's first edge, by doubling steps."""
    here = np.arange(len(edge))
    target = np.where(here == root, here, following)
    steps = (here != root).astype(np.int64)
    for _ in range(int(sizes.max()).bit_length()):
        steps += steps[target]
        target = target[target]
    place = np.where(here == root, 0, np.repeat(sizes, sizes) - steps)
    order = np.lexsort((place, root))
    walked = place[order]
    if (target != root).any() or (walked != within(sizes)[1]).any():
        raise ValueError("a region is not in one piece or has a hole")
    return edge[order], forward[order], sizes
