"""Edits that make a grid out of others' ground, and that end one: carve, dissolve, retire, move to another parent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.edits.crossing import not_crossing
from gridmap.edits.ground import give_ground
from gridmap.edits.handing_over import retired
from gridmap.edits.merging import without
from gridmap.ground.codes import next_code
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of
from gridmap.reshaping.soundness import refuse_new_faults


@dataclass(frozen=True)
class CarveGrid:
    """Make a new grid out of ground that tiling grids hold, usually a dedicated one: a school, a market, a building.

    Its parent is the one that holds most of the ground; what lies outside that, in a grid that is carved already, or in
    exempt ground, is left out. The new grid has the next code never used and neither worker nor branch. The grids that
    lose ground keep theirs; buildings follow the ground.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        As it was drawn, or the outline of a building; in the plan's CRS, metres.
    kind : str
        Key of the scheme; of a kind that shares out ground.
    name : str
    use : str
        What it is: school, market, ...
    """

    ground: shapely.Geometry
    kind: str
    name: str = ""
    use: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``kind-not-carved`` for an overlay; ``ground-without-area``; ``drawing-crosses-itself``;
            ``nothing-inside-parent``; ``nothing-to-carve`` of a village without grids; ``grid-would-vanish`` if a grid
            would lose all it has; or ``shape-would-be-invalid``.
        """
        kind = plan.scheme.kind(self.kind)
        if not kind.shares_ground:
            raise Refused("kind-not-carved", kind=kind.name)
        work = Reshaping(plan)
        drawn = not_crossing(plan, self.ground)
        parent = self._parent(work, drawn)
        family = work.children(parent)
        if not len(family):
            raise Refused("nothing-to-carve", grids=[parent], codes=", ".join(plan.codes([parent])))
        tiling = np.array([plan.scheme.kinds[number].ground == "tile" for number in plan.kind_numbers])
        gives = family[tiling[plan.positions(family)]]
        keeps = [*family[~tiling[plan.positions(family)]].tolist(), *work.exempt_below(parent)]
        inside = ground_of(shapely.intersection(drawn, work.shape(parent)), work.noise)
        left = inside and ground_of(shapely.difference(inside, shapely.union_all(work.shapes(keeps))), work.noise)
        if not left:
            raise Refused("nothing-inside-parent", grids=[parent], codes=", ".join(plan.codes([parent])))
        ground = work.fitted(left)
        losers = work.holders(ground, gives)
        code = next_code(plan, parent, kind)
        like = int(losers[0]) if len(losers) else int(family[0])
        name, use = without_strange_letters(self.name), without_strange_letters(self.use)
        columns = {"code": code, "name": name, "kind": self.kind, "use": use, "note": ""}
        work.add(like, ground, **columns, parent=parent, locked=False, parts=shapely.get_num_geometries(ground))
        work.move_ground(ground, None, losers.tolist())
        return refuse_new_faults(plan, work.change("carve-grid", {"code": code, "area_m2": float(ground.area)}))

    def _parent(self, work: Reshaping, drawn: shapely.Geometry) -> int:
        """Return who holds most of the ground of those that may be the parent of such a grid."""
        plan, kind = work.plan, work.plan.scheme.kind(self.kind)
        near = work.near(drawn)
        kinds = plan.grids["kind"].array[plan.positions(near)]
        may = near[np.isin(np.asarray(kinds, dtype=object), list(kind.parents))]
        held = shapely.area(shapely.intersection(work.shapes(may), drawn)) if len(may) else np.zeros(0)
        if not (held > 0).any():
            raise Refused("nothing-inside-parent", grids=may.tolist(), codes=", ".join(plan.codes(may)))
        return int(may[np.argmax(held)])


@dataclass(frozen=True)
class RetireGrid:
    """End a grid: its code is never used again, and another grid receives its ground.

    Grids and exempt areas below it go to that grid too. Its workers' assignments and its branch links end with it,
    unless they are handed over (see :func:`gridmap.edits.handing_over.handed_over`).

    Parameters
    ----------
    grid : int
    to : int, optional
        Id of the grid that receives the ground; by default that of its level with the longest border, first of those
        with the same parent.
    people : bool
        Whether workers and branches go to that grid too.
    on : date, optional
        The day on which the code is retired; today by default.
    """

    grid: int
    to: int | None = None
    people: bool = False
    on: dt.date | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-neighbour`` if no grid borders it; ``not-of-one-level``; or as :class:`gridmap.edits.GiveGround`.
        """
        work = Reshaping(plan)
        heirs = np.array([self.to]) if self.to is not None else _beside(work, self.grid)
        return _retired(work, self.grid, heirs, "retire-grid", self.people, self.on)


@dataclass(frozen=True)
class DissolveGrid:
    """Give the ground of a carved grid back to the tiling grid around it; its code is never used again.

    Of several around it the one with the longest border receives the ground. Workers' assignments and branch links of
    the grid end with it.

    Parameters
    ----------
    grid : int
    on : date, optional
        The day on which the code is retired; today by default.
    """

    grid: int
    on: dt.date | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-neighbour`` or as :class:`gridmap.edits.GiveGround`."""
        work = Reshaping(plan)
        kinds = plan.scheme.kinds
        beside = _beside(work, self.grid)
        tiles = [kinds[plan.kind_numbers[at]].ground == "tile" for at in plan.positions(beside)]
        return _retired(work, self.grid, beside[np.array(tiles, dtype=bool)], "dissolve-grid", False, self.on)


@dataclass(frozen=True)
class MoveGrid:
    """Put a grid below another parent, with its ground, its people and everything below it.

    The borders of the two parents move, and those of what is above them where they differ.

    Parameters
    ----------
    grid, parent : int
        Ids. The parent must border the grid.
    recode : bool
        Whether the grid gets the next code of its new parent, and the old code is retired. By default it keeps its
        code.
    on : date, optional
        The day on which the old code is retired; today by default.
    """

    grid: int
    parent: int
    recode: bool = False
    on: dt.date | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``kind-not-below``; ``parent-already``; or as :class:`gridmap.edits.GiveGround`.
        """
        kind, above = str(plan.value(self.grid, "kind")), str(plan.value(self.parent, "kind"))
        parents = plan.scheme.kind(kind).parents if kind in plan.scheme else ()
        if above not in parents:
            raise Refused("kind-not-below", grids=[self.parent], kind=kind, expected=", ".join(parents))
        codes = {"code": plan.codes([self.grid])[0], "parent": plan.codes([self.parent])[0]}
        if int(plan.value(self.grid, "parent")) == self.parent:
            raise Refused("parent-already", grids=[self.grid], **codes)
        work = Reshaping(plan)
        shape = work.shape(self.grid)
        work.set_parent(self.grid, self.parent)
        if shape is not None and plan.shares_ground[plan.positions([self.grid])[0]]:
            give_ground(work, shape, self.parent)
        if self.recode:
            code = next_code(plan, self.parent, plan.scheme.kind(kind))
            work.set_code(self.grid, code)
            gone = retired(plan, np.array([self.grid]), [code], self.on)
            return refuse_new_faults(plan, work.change("move-grid", codes, {"retired_codes": gone}))
        return refuse_new_faults(plan, work.change("move-grid", codes))


def _retired(work: Reshaping, grid: int, heirs: IntArray, label: str, people: bool, on: dt.date | None) -> Change:
    """Return the change that ends a grid and gives its ground to the first of its heirs."""
    plan = work.plan
    code = plan.codes([grid])[0]
    if not len(heirs):
        raise Refused("no-neighbour", grids=[grid], codes=code)
    heir = int(heirs[0])
    pair = plan.positions([grid, heir])
    if plan.ranks[pair[0]] != plan.ranks[pair[1]]:
        raise Refused("not-of-one-level", grids=[grid, heir], codes=", ".join(plan.codes([grid, heir])))
    shape, shares = work.shape(grid), plan.shares_ground[pair[0]]
    for below in (*plan.children(grid).tolist(), *work.exempt_below(grid)):
        work.set_parent(below, heir)
    work.drop(grid)
    if shape is not None and shares:
        give_ground(work, shape, heir)
    values: dict[str, str | int | float] = {"code": code, "to": plan.codes([heir])[0]}
    return without(work, {grid: heir}, label, values, on, people=people)


def _beside(work: Reshaping, grid: int) -> IntArray:
    """Return the grids of a grid's level that border it: those of its parent first, then those with longer borders."""
    plan, shape = work.plan, work.shape(grid)
    at = int(plan.positions([grid])[0])
    if shape is None:
        siblings = plan.siblings(grid)
        return siblings[(siblings != grid) & (plan.ranks[plan.positions(siblings)] == plan.ranks[at])]
    near = work.near(shape)
    where = plan.positions(near)
    near = near[(near != grid) & (plan.ranks[where] == plan.ranks[at]) & plan.shares_ground[where]]
    border = work.border_lengths(shape, near)
    own = plan.parents[plan.positions(near)] == plan.parents[at]
    order = np.lexsort((near, -border, ~own))
    return near[order[border[order] > 0]]
