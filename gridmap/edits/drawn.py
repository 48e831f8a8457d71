"""Edits with an area that somebody drew by hand: it is cut to where it may lie before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.edits.crossing import not_crossing
from gridmap.edits.ground import GiveGround
from gridmap.edits.recording import DrawGrid, ExemptGround
from gridmap.ground.codes import next_code
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of


@dataclass(frozen=True)
class GiveDrawn:
    """Give a grid what lies of a drawn area in its parent; see :class:`gridmap.edits.GiveGround`.

    Exempt ground stays exempt.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        As it was drawn, in the plan's CRS.
    to : int
        Id of the grid that receives it.
    """

    area: shapely.Geometry
    to: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``nothing-inside-parent`` or as :class:`gridmap.edits.GiveGround`."""
        return GiveGround(within(plan, self.area, int(plan.value(self.to, "parent"))), self.to).change(plan)


@dataclass(frozen=True)
class DrawGridWithin:
    """Make a new grid of what no other grid holds of a drawn area, with the next code of its parent.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        As it was drawn, in the plan's CRS.
    parent : int
        Id of the parent.
    kind, name, setting : str
        As for :class:`gridmap.edits.DrawGrid`.
    """

    area: shapely.Geometry
    parent: int
    kind: str
    name: str = ""
    setting: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``drawing-crosses-itself``; ``nothing-bare``; ``new-grid-in-pieces`` if what is bare lies in several
            places; or as :class:`gridmap.edits.DrawGrid`.
        """
        ground = bare(plan, not_crossing(plan, self.area), self.parent)
        if shapely.get_num_geometries(ground) > 1:
            raise Refused("new-grid-in-pieces", count=shapely.get_num_geometries(ground))
        code = next_code(plan, self.parent, plan.scheme.kind(self.kind))
        return DrawGrid(ground, self.parent, self.kind, code, self.name, self.setting).change(plan)


@dataclass(frozen=True)
class ExemptDrawn:
    """Record that what no grid holds of a drawn area need not be covered.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        As it was drawn, in the plan's CRS.
    parent : int
        Id of the grid whose ground it is part of.
    kind, name, reason : str
        As for :class:`gridmap.edits.ExemptGround`.
    """

    area: shapely.Geometry
    parent: int
    kind: str = ""
    name: str = ""
    reason: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``nothing-bare``."""
        ground = bare(plan, self.area, self.parent)
        return ExemptGround(ground, self.parent, self.kind, self.name, self.reason).change(plan)


def within(plan: Plan, area: shapely.Geometry, parent: int) -> shapely.Geometry:
    """Return what lies of an area in a parent (0: anywhere) and is not an exempt part of it.

    Raises
    ------
    Refused
        ``nothing-inside-parent``
    """
    work = Reshaping(plan)
    outline = work.shape(parent) if parent else None
    inside = area if outline is None else ground_of(shapely.intersection(area, outline), work.noise)
    if inside is not None:
        exempt = exempt_ground(plan)
        exempt = exempt[~shapely.is_missing(exempt) & (plan.tables["exempt_areas"]["parent"].to_numpy() == parent)]
        here = exempt[shapely.intersects(exempt, inside)] if len(exempt) else exempt
        if len(here):
            inside = ground_of(shapely.difference(inside, shapely.union_all(here)), work.noise)
    if inside is None:
        known = [parent] if parent else []
        raise Refused("nothing-inside-parent", grids=known, codes=", ".join(plan.codes(known)))
    return inside


def bare(plan: Plan, area: shapely.Geometry, parent: int) -> shapely.Geometry:
    """Return what no grid below a parent holds of an area in it, exempt ground left out.

    Raises
    ------
    Refused
        ``nothing-inside-parent`` or ``nothing-bare``
    """
    work = Reshaping(plan)
    inside = within(plan, area, parent)
    family = work.children(parent)
    holders = work.shapes(family)
    here = shapely.intersects(holders, inside) if len(family) else np.zeros(0, dtype=bool)
    left = inside
    if here.any():
        left = ground_of(shapely.difference(inside, shapely.union_all(holders[here])), work.noise)
    if left is None:
        raise Refused("nothing-bare", grids=family[here].tolist(), codes=", ".join(plan.codes(family[here])))
    return left
