"""The borders of all levels as lines, each drawn once: where two levels share a border, the higher one wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling import valid_shapes
from gridmap.ground.tiling.edges import point_keys
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from layers.detail import level_of_detail

OUTLINE: Final = 0
"""Rank of the lines that bound the whole division: edges of the top level with nothing beyond."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class BorderLines:
    """Lines that together are the borders of all grids.

    Attributes
    ----------
    line : object (n,)
        LineStrings in the plan's CRS.
    rank : int16 (n,)
        Rank of the highest level whose border it is, :data:`OUTLINE` for the outline of the whole.
    """

    line: ShapeArray
    rank: npt.NDArray[np.int16]


def border_lines(plan: Plan, detail_m: float = 0.0) -> BorderLines:
    """Return the borders of a plan's grids as lines, every edge once; kept with the plan.

    Parameters
    ----------
    plan : Plan
    detail_m : float
        Details smaller than this may go, metres. Ends of lines stay where they are, so that junctions hold.

    Notes
    -----
    Two grids share an edge if both have its two end points. Borders that only nearly meet (a gap, an overlap, an
    unmatched vertex) are both drawn.
    """
    level = level_of_detail(detail_m)
    drawn = _by_level(plan)
    if level not in drawn:
        line = shapely.simplify(drawn[0.0].line, level / 2, preserve_topology=False)
        drawn[level] = BorderLines(line, drawn[0.0].rank)
    return drawn[level]


@kept("grids")
def _by_level(plan: Plan) -> dict[float, BorderLines]:
    """Hold the lines of a plan by level of detail, as they are asked for."""
    return {0.0: _lines_of(plan)}


def _lines_of(plan: Plan) -> BorderLines:
    shapes = valid_shapes(plan)
    rows = np.flatnonzero(~shapely.is_missing(shapes) & (plan.ranks > 0))
    rows = rows[np.argsort(plan.ranks[rows], kind="stable")]
    parts, row_of_part = shapely.get_parts(shapes[rows], return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return BorderLines(np.empty(0, dtype=object), np.empty(0, dtype=np.int16))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    rank = plan.ranks[rows][row_of_part[part_of_ring]][ring]

    # Edge i goes from point i to point i + 1. Rings of the highest level come first, so the first of equal edges wins.
    is_edge = np.append((ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1), False)
    edge = np.flatnonzero(is_edge)
    points = point_keys(xy)
    one, two = points[edge], points[edge + 1]
    keys = np.minimum(one, two) * _MIX ^ np.maximum(one, two)
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    top = rank[edge] == rank[edge[0]]
    met = np.bincount(group[top], minlength=len(first))[group] > 1
    kept = edge[np.sort(first)]
    line_rank = np.zeros(len(xy), dtype=np.int16)
    line_rank[edge] = np.where(top & ~met, OUTLINE, rank[edge])
    return _joined(xy, kept, line_rank[kept])


def _joined(xy: FloatArray, edge: IntArray, rank: npt.NDArray[np.int16]) -> BorderLines:
    """Join edges that follow one another in ``xy`` and have one rank into lines."""
    begins = np.concatenate([[True], (np.diff(edge) != 1) | (np.diff(rank) != 0)])
    line = np.cumsum(begins) - 1
    count = int(line[-1]) + 1
    at = np.arange(len(edge)) + line
    point = np.empty(len(edge) + count, dtype=np.int64)
    point[at] = edge
    ends = np.append(np.flatnonzero(begins)[1:] - 1, len(edge) - 1)
    point[at[ends] + 1] = edge[ends] + 1
    index = np.empty(len(point), dtype=np.int64)
    index[at] = line
    index[at[ends] + 1] = line[ends]
    return BorderLines(shapely.linestrings(xy[point], indices=index), rank[begins])
