"""The layer of the chain of party branches: from each grid to the seat of the branch above the one that serves it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import numpy as np
import shapely

from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.people.branches import known_links, parent_positions, seats, tier_ranks
from layers import palette
from layers.marks import Box, Entry, Layer, Legend, Marks, touching


class BranchChain(Layer):
    """Lines from grids with a branch to the nearest seat of the branch above it, and a symbol on each such seat."""

    key: ClassVar[str] = "chain"
    names: ClassVar[tuple[str, ...]] = ("own", "joint", "seat")
    """What the legend calls a line from a branch of one grid, from a joint one, and where the one above sits."""

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the lines, those of joint branches dashed, and the seats on top; the key is the id of the branch."""
        ids = plan.tables["branches"].index.to_numpy(dtype=np.int64)
        joint = plan.tables["branches"]["joint"].to_numpy(dtype=bool)
        branch, start, above, end = self._links(plan)
        lines = shapely.linestrings(np.stack([start, end], axis=1)) if len(branch) else np.empty(0, dtype=object)
        seat, first = np.unique(np.column_stack([above, end]), axis=0, return_index=True)
        points = shapely.points(end[first]) if len(first) else np.empty(0, dtype=object)
        key = np.concatenate([ids[branch], ids[seat[:, 0].astype(np.int64)]])
        style = np.concatenate([joint[branch].astype(np.int64), np.full(len(points), 2)])
        shapes = np.concatenate([lines, points])
        count = np.bincount(style, minlength=3).tolist()
        entries = tuple(
            Entry(
                f"legend-chain-{name}", (palette.CHAIN[number],), count[number], "point" if name == "seat" else "line"
            )
            for number, name in enumerate(self.names)
            if count[number]
        )
        seen = touching(shapes, window)
        legend = Legend("legend-chain", entries) if entries else Legend()
        return Marks(key[seen], shapes[seen], style[seen], palette.CHAIN, legend=legend)

    def _links(self, plan: Plan) -> tuple[IntArray, np.ndarray, IntArray, np.ndarray]:
        """Return places of branches, the points of grids they serve, places of those above, and the nearest seats.

        A branch below those that serve grids has no line, and neither has one whose branch above sits in the same grid.
        """
        branch, grid = known_links(plan, self.on)
        above = parent_positions(plan)[branch]
        rank = tier_ranks(plan)
        point = shapely.point_on_surface(valid_shapes(plan))
        there = ~(shapely.is_missing(point) | shapely.is_empty(point))
        upward = (above >= 0) & there[grid] & ((rank[branch] == 0) | (rank[above] < rank[branch]))
        branch, grid, above = branch[upward], grid[upward], above[upward]
        which, seat = seats(plan, above, self.on)
        has_place = there[seat]
        which, seat = which[has_place], seat[has_place]
        start, end = shapely.get_coordinates(point[grid[which]]), shapely.get_coordinates(point[seat])
        away = np.hypot(*(end - start).T)
        order = np.lexsort((seat, away, which))
        _, first = np.unique(which[order], return_index=True)
        nearest = order[first]
        nearest = nearest[away[nearest] > 0]
        return branch[which[nearest]], start[nearest], above[which[nearest]], end[nearest]
