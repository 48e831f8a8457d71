"""Buildings go from grid to grid with the ground around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.edits.ground import give_ground
from gridmap.ground.placement import placement
from gridmap.model.arrays import IntArray, ShapeArray, positions_in
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of
from gridmap.reshaping.soundness import refuse_new_faults


@dataclass(frozen=True)
class GiveBuildings:
    """Hand buildings to a grid, each with the ground that is nearer to it than to any other building of its grid.

    The rest is as with :class:`gridmap.edits.GiveGround`.

    Parameters
    ----------
    buildings : tuple of int
        Ids of rows of ``buildings``. Those that the grid holds already stay where they are.
    to : int
        Id of the grid that receives them. Their ground must border it.
    """

    buildings: tuple[int, ...]
    to: int

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-such-row``; ``building-without-grid``; ``nothing-to-give``; ``buildings-not-adjacent``; or as
            :class:`gridmap.edits.GiveGround`.
        """
        work = Reshaping(plan)
        ground = self._ground(work)
        pieces = shapely.get_parts(ground)
        own = work.shape(self.to)
        if own is None or not all(work.border_lengths(piece, np.array([self.to]))[0] > 0 for piece in pieces):
            raise Refused("buildings-not-adjacent", grids=[self.to], codes=", ".join(plan.codes([self.to])))
        area = give_ground(work, ground, self.to)
        values: dict[str, str | int | float] = {
            "code": plan.codes([self.to])[0],
            "count": len(self.buildings),
            "area_m2": area,
        }
        return refuse_new_faults(plan, work.change("give-buildings", values))

    def _ground(self, work: Reshaping) -> shapely.Geometry:
        plan = work.plan
        row = positions_in(plan.buildings.index.to_numpy(), self.buildings)
        if (row < 0).any():
            raise Refused("no-such-row", table="buildings")
        holder = placement(plan).holder
        if (holder[row] == 0).any():
            raise Refused("building-without-grid", grids=[self.to])
        row = row[holder[row] != self.to]
        if not len(row):
            raise Refused("nothing-to-give", grids=[self.to], codes=", ".join(plan.codes([self.to])))
        parcels = [parcels_of(plan, work, grid, row[holder[row] == grid]) for grid in np.unique(holder[row]).tolist()]
        return shapely.union_all(parcels)


def parcels_of(plan: Plan, work: Reshaping, grid: int, rows: IntArray) -> shapely.Geometry:
    """Return the ground of a grid that is nearer to some of its buildings than to the others."""
    shape = work.shape(grid)
    all_rows = np.flatnonzero(placement(plan).holder == grid)
    if len(rows) == len(all_rows):
        raise Refused("grid-would-vanish", grids=[grid], codes=", ".join(plan.codes([grid])))
    footprints = np.asarray(plan.buildings.geometry.array, dtype=object)[all_rows]
    cells = _nearest(footprints, shape)
    ground = ground_of(shapely.intersection(shapely.union_all(cells[np.isin(all_rows, rows)]), shape), work.noise)
    if ground is None:
        raise Refused("building-without-grid", grids=[grid])
    return ground


def _nearest(footprints: ShapeArray, around: shapely.Geometry) -> ShapeArray:
    """Return the ground that is nearer to each footprint's corners than to those of any other. Shape (n,)."""
    xy, owner = shapely.get_coordinates(footprints, return_index=True)
    _, first = np.unique(xy, axis=0, return_index=True)
    xy, owner = xy[first], owner[first]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=around, ordered=True))
    return np.array([shapely.union_all(cells[owner == number]) for number in range(len(footprints))], dtype=object)
