"""Ground for units within units: blocks of a honeycomb, gathered into the units of every level above them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sample_data.chance import Floats, Ints, stream, within
from sample_data.ground.honeycomb import (
    CELL_M,
    Honeycomb,
    Shapes,
    honeycomb,
    outlines,
    polygons,
    wandering_edges,
)
from sample_data.schemes.names import road_names
from sample_data.schemes.walk import walk

RANKS: Final = ("primary", "secondary", "street")
"""Of the roads between units of the top level but one, of the next, and of those below."""


@dataclass(frozen=True)
class Nest:
    """Units of some levels and the blocks below them.

    Attributes
    ----------
    shapes : tuple of object arrays
        Polygons of the units of each level from the top, of the blocks last. Those of a level tile the one above,
        vertex for vertex.
    above : tuple of int arrays
        For each level the place of the unit above in its level; zeros for the top.
    middle : float (blocks, 2)
        The inner point of each block from which its border is ``room_m`` away at least.
    room_m : float (blocks,)
    roads : GeoDataFrame
        ``name``, ``rank`` and lines: the borders between units.
    """

    shapes: tuple[Shapes, ...]
    above: tuple[Ints, ...]
    middle: Floats
    room_m: Floats
    roads: gpd.GeoDataFrame

    def of(self, level: int) -> Ints:
        """Return the place of the unit of a level that holds each block."""
        place = np.arange(len(self.shapes[-1]))
        for above in self.above[:level:-1]:
            place = above[place]
        return place


def make_nest(
    counts: Sequence[Ints],
    cell_m: float,
    middle: tuple[float, float],
    seed: int,
    part: str,
    *,
    bare: int = 1,
    known: tuple[int, int, float] | None = None,
) -> Nest:
    """Lay out units in a plane.

    Parameters
    ----------
    counts : sequence of int arrays
        How many units of the level below each unit of a level has, from the top; the last says how many blocks.
    cell_m : float
        Distance between the middles of two neighbouring blocks, metres.
    middle : (float, float)
        East and north of the middle of it all.
    seed, part : int, str
        Chance, and whose.
    bare : int, optional
        Of how many levels from below the borders are no roads: 1 for those of the blocks alone.
    known : (int, int, float), optional
        A level, the place of a unit in it, and how many square metres it has; all is made larger or smaller for it.

    Raises
    ------
    ValueError
        If the counts of a level are not as many as the level above says.
    """
    sizes = [np.asarray(count, dtype=np.int64) for count in counts]
    for upper, lower in itertools.pairwise(sizes):
        if int(upper.sum()) != len(lower) or upper.min() < 1:
            raise ValueError(f"{int(upper.sum())} units of a level, and {len(lower)} that are said to have any below")
    blocks = int(sizes[-1].sum())
    rows, columns = _sides(blocks)
    column, row = (axis[:blocks] for axis in walk(columns, rows))
    comb = honeycomb(rows, columns, stream(seed, f"{part} corners"))
    points, count = wandering_edges(comb, stream(seed, f"{part} edges"))
    above = [np.zeros(len(sizes[0]), dtype=np.int64)]
    above += [np.repeat(np.arange(len(size)), size) for size in sizes]
    cell = np.full(rows * columns, -1, dtype=np.int64)
    cell[row * columns + column] = np.arange(blocks)
    unit = [np.arange(blocks)]
    for up in above[:0:-1]:
        unit.insert(0, up[unit[0]])
    rings = [outlines(comb, np.where(cell >= 0, own[cell], -1)) for own in unit]
    points *= cell_m / CELL_M
    if known is not None:
        level, place, area_m2 = known
        points *= np.sqrt(area_m2 / polygons(points, count, *rings[level])[place].area)
    points = np.round(points + np.round(np.asarray(middle) - points.reshape(-1, 2).mean(axis=0)), 3)
    shapes = [polygons(points, count, *ring) for ring in rings]
    inner = shapely.centroid(shapes[-1])
    room = shapely.distance(inner, shapely.boundary(shapes[-1]))
    roads = _roads(comb, points, count, cell, unit[: len(unit) - bare])
    return Nest(tuple(shapes), tuple(above), shapely.get_coordinates(inner), room, roads)


def _sides(blocks: int) -> tuple[int, int]:
    """Return even numbers of rows and columns with room for so many blocks and few more, about as high as wide."""
    ideal = np.sqrt(blocks * np.sqrt(0.75))
    columns = 2 * np.arange(max(round(0.37 * ideal), 1), max(round(0.67 * ideal), 1) + 1)
    rows = -(-blocks // columns)
    rows += rows % 2
    best = int(np.argmin(rows * columns))
    return int(rows[best]), int(columns[best])


def _roads(comb: Honeycomb, points: Floats, count: Ints, cell: Ints, unit: list[Ints]) -> gpd.GeoDataFrame:
    """Lay a road along every border between two units, of the highest level that it parts."""
    side = cell[comb.sides] * (comb.sides >= 0) - (comb.sides < 0)
    inside = np.flatnonzero((side >= 0).all(axis=1))
    rank = np.full(len(inside), -1, dtype=np.int64)
    pair = np.zeros(len(inside), dtype=np.int64)
    for level in range(len(unit) - 1, -1, -1):
        left, right = unit[level][side[inside]].T
        parts = left != right
        rank[parts] = level
        size = int(unit[level].max()) + 1
        pair[parts] = (np.minimum(left, right) * size + np.maximum(left, right))[parts]
    laid = rank >= 0
    edge, rank, pair = inside[laid], rank[laid], pair[laid]
    order = np.lexsort((edge, pair, rank))
    edge, rank, pair = edge[order], rank[order], pair[order]
    line, place = within(count[edge] + 1)
    lines = shapely.linestrings(points[edge[line], place * (8 // count[edge])[line]], indices=line)
    begins = np.flatnonzero(np.r_[True, (np.diff(rank) != 0) | (np.diff(pair) != 0)][: len(edge)])
    group = np.cumsum(np.isin(np.arange(len(edge)), begins)) - 1
    merged = shapely.line_merge(shapely.multilinestrings(lines, indices=group)) if len(lines) else lines
    top = int(rank.min(initial=0))
    return gpd.GeoDataFrame(
        {
            "name": road_names(len(begins)),
            "rank": [RANKS[min(level - top, len(RANKS) - 1)] for level in rank[begins].tolist()],
        },
        geometry=merged,
        index=pd.RangeIndex(1, len(begins) + 1, name="id"),
    )
