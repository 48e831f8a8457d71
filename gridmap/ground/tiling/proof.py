"""The proof that children tile their parent exactly, for all families of a plan at once.

Orient all rings alike and list the directed edges of the children and, reversed, of the parent. If within a family
every edge meets its reverse exactly once, the oriented boundaries cancel; a sum of boundaries that vanishes is the
boundary of nothing, so each point inside the parent lies in exactly one child and no child reaches outside. This
holds for valid polygons, so invalid ones are made valid first (and are findings of their own).

Where edges are left over the family is not proven, and :mod:`gridmap.ground.tiling.remains` looks at just these edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from gridmap.ground.cores import CORES, shared_out
from gridmap.ground.spatial_index import SpatialIndex
from gridmap.ground.tiling.edges import Edges, edges_of, joined, unmatched
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, moved_rows, positions_in, shapes_where
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

NO_PARENT = 0


@dataclass(frozen=True, eq=False)
class Families:
    """Parents and their children as columns.

    A family is numbered by its place in ``parent``. Its members are the grids that share out the parent's ground, and
    exempt areas that are recorded as part of that ground. Grids without a parent form one family for each level, which
    has no outline: there only enclosed gaps can be told.

    Attributes
    ----------
    parent : int64 (f,)
        Id of the parent, 0 for a family without one.
    outline : object (f,)
        Valid shape of the parent, ``None`` if there is none.
    member_family : int64 (m,)
        Family of each member.
    member_grid : int64 (m,)
        Id of the grid, 0 for an exempt area.
    member_shape : object (m,)
        Valid, non-empty shape of each member.
    """

    parent: IntArray
    outline: ShapeArray
    member_family: IntArray
    member_grid: IntArray
    member_shape: ShapeArray

    @cached_property
    def has_outline(self) -> BoolArray:
        """Whether a family has an outline. Shape (f,)."""
        return ~shapely.is_missing(self.outline)


def families_of(plan: Plan, parents: IntArray | None = None) -> Families:
    """Return the families of a plan, or only those of some parents (id 0: those without a parent).

    A grid whose stored parent does not exist, or is of a kind that cannot be its parent, counts as one without a
    parent: it is at fault itself, and no part of the ground of what it is wrongly recorded under. A parent whose
    children all lack the shapes that they must have is a family without members: its whole ground is a gap.
    """
    shapes = valid_shapes(plan)
    if parents is None or NO_PARENT in parents:
        above = np.where(plan.parent_fits, plan.parents, NO_PARENT)
        chosen = np.arange(len(plan.ids)) if parents is None else np.flatnonzero(np.isin(above, parents))
        above = above[chosen]
    else:
        parents = parents[plan.positions(parents) >= 0]
        chosen = plan.child_positions(parents)
        chosen = chosen[plan.parent_fits[chosen]]
        above = plan.parents[chosen]
    required = np.array([*(kind.shape_required for kind in plan.scheme.kinds), False])[plan.kind_numbers[chosen]]
    present = ~shapely.is_missing(shapes[chosen])
    share = plan.shares_ground[chosen] & (present | required)
    chosen, above, present = chosen[share], above[share], present[share]
    # Families without a parent are told apart by the level of their members: keys 0, -1, -2, ... against ids above 0.
    key = np.where(above > 0, above, -plan.ranks[chosen].astype(np.int64))
    keys, family = np.unique(key, return_inverse=True)
    parent = np.maximum(keys, NO_PARENT)
    at = positions_in(plan.ids, parent)
    outline = shapes_where(at >= 0, shapes[at])

    exempt = plan.tables["exempt_areas"]
    exempt_family = positions_in(keys, exempt["parent"].to_numpy())
    known = (exempt_family >= 0) & (exempt["parent"].to_numpy() > 0)
    exempt_shapes = exempt_ground(plan)
    known &= ~shapely.is_missing(exempt_shapes)
    return Families(
        parent=parent,
        outline=outline,
        member_family=np.concatenate([family[present], exempt_family[known]]).astype(np.int64),
        member_grid=np.concatenate([plan.ids[chosen[present]], np.zeros(known.sum(), np.int64)]),
        member_shape=np.concatenate([shapes[chosen[present]], exempt_shapes[known]]),
    )


@kept("grids.geometry", column_of="grids")
def validity(plan: Plan) -> BoolArray:
    """Return which grids have a valid shape that is not empty; kept with the plan. Shape (n,)."""
    return is_valid(plan.all_shapes) & plan.has_shape


@kept("grids.geometry", column_of="grids")
def valid_shapes(plan: Plan) -> ShapeArray:
    """Return the grids' shapes with invalid ones repaired, ``None`` where there is no ground; kept with the plan."""
    return made_valid(shapes_where(plan.has_shape, plan.all_shapes), validity(plan))


@kept("exempt_areas", column_of="exempt_areas")
def exempt_ground(plan: Plan) -> ShapeArray:
    """Return the shapes of the exempt areas, valid, ``None`` where there is no ground; kept with the plan."""
    return _ground_of_exempt(plan, np.arange(len(plan.tables["exempt_areas"])))


def _ground_of_exempt(plan: Plan, rows: IntArray) -> ShapeArray:
    shapes = np.asarray(plan.tables["exempt_areas"].geometry.array, dtype=object)[rows]
    shapes = shapes_where(~shapely.is_empty(shapes), shapes)
    return made_valid(shapes, is_valid(shapes))


def are_valid_at(plan: Plan, at: IntArray) -> BoolArray:
    """Return what :func:`validity` does of the grids at some places, without looking at all others for it."""
    if validity.is_known(plan):
        return validity(plan)[at]
    return is_valid(plan.all_shapes[at]) & plan.has_shape[at]


def valid_shapes_at(plan: Plan, at: IntArray) -> ShapeArray:
    """Return what :func:`valid_shapes` does of the grids at some places, without looking at all others for it."""
    if valid_shapes.is_known(plan):
        return valid_shapes(plan)[at]
    return made_valid(shapes_where(plan.has_shape[at], plan.all_shapes[at]), are_valid_at(plan, at))


@kept("grids.geometry")
def grid_index(plan: Plan) -> SpatialIndex:
    """Return a spatial index of :func:`valid_shapes`; kept with the plan and following edits."""
    return SpatialIndex.of(plan.ids, valid_shapes(plan))


@validity.follows
def _(old: Plan, new: Plan, change: Change, result: BoolArray) -> BoolArray:
    ids = change.ids("grids")
    moved = moved_rows(old.ids, new.ids, result, False)
    at = new.positions(ids)
    at = at[at >= 0]
    moved[at] = is_valid(new.all_shapes[at]) & new.has_shape[at]
    return moved


@valid_shapes.follows
def _(old: Plan, new: Plan, change: Change, result: ShapeArray) -> ShapeArray:
    ids = change.ids("grids")
    moved = moved_rows(old.ids, new.ids, result, None)
    at = new.positions(ids)
    at = at[at >= 0]
    moved[at] = made_valid(shapes_where(new.has_shape[at], new.all_shapes[at]), validity(new)[at])
    return moved


@exempt_ground.follows
def _(old: Plan, new: Plan, change: Change, result: ShapeArray) -> ShapeArray:
    before, after = (plan.tables["exempt_areas"].index.to_numpy() for plan in (old, new))
    moved = moved_rows(before, after, result, None)
    at = positions_in(after, change.ids("exempt_areas"))
    at = at[at >= 0]
    moved[at] = _ground_of_exempt(new, at)
    return moved


@grid_index.follows
def _(old: Plan, new: Plan, change: Change, result: SpatialIndex) -> SpatialIndex:
    return result.following(new.ids, change.ids("grids"), valid_shapes(new))


@dataclass(frozen=True, eq=False)
class Proof:
    """What the proof left over.

    Attributes
    ----------
    families : Families
    left : Edges
        Edges that did not meet their reverse; ``owner`` is the member, or ``len(member_shape) + family`` for an edge of
        a family's outline (which is reversed).
    left_family : int64 (k,)
        Family of each edge that is left.
    """

    families: Families
    left: Edges
    left_family: IntArray

    @cached_property
    def proven(self) -> BoolArray:
        """Which families are proven to tile their parents exactly. Shape (f,)."""
        proven = self.families.has_outline.copy()
        proven[self.left_family] = False
        return proven


def prove(families: Families) -> Proof:
    """Match the edges of all families and return what is left over.

    Families are taken in lots of some ten thousand edges, which fit the processor's cache, on as many threads as
    there are cores.
    """
    members = np.argsort(families.member_family, kind="stable")
    first = np.searchsorted(families.member_family[members], np.arange(len(families.parent) + 1))
    size = np.zeros(len(members) + 1, dtype=np.int64)
    np.cumsum(shapely.get_num_coordinates(families.member_shape[members]), out=size[1:])
    until = size[first[1:]] + np.cumsum(shapely.get_num_coordinates(families.outline))
    lots = max(int(until[-1] // _LOT), min(CORES, int(until[-1] // _WORTH_A_THREAD)), 1) if len(until) else 0
    cuts = np.searchsorted(until, np.linspace(0, until[-1], lots + 1)[1:-1]) if lots > 1 else np.empty(0, np.int64)
    ends = np.unique([0, *cuts.tolist(), len(until)])
    ranges = list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))

    def prove_lot(families_from_to: tuple[int, int]) -> tuple[Edges, IntArray]:
        low, high = families_from_to
        mine = members[first[low] : first[high]]
        shapes = np.concatenate([families.member_shape[mine], families.outline[low:high]])
        family = np.concatenate([families.member_family[mine], np.arange(low, high)])
        left = unmatched(shapes, family, np.arange(len(shapes)) >= len(mine)).compact()
        owner_of = np.concatenate([mine, np.arange(low, high) + len(members)])
        return Edges(left.points, left.at, left.backward, owner_of[left.owner]), family[left.owner]

    found = shared_out(prove_lot, ranges)
    if not found:
        return Proof(families, edges_of(families.outline), families.parent)
    return Proof(families, joined([edges for edges, _ in found]), np.concatenate([family for _, family in found]))


_LOT = 25_000
"""Edges that are matched at once."""

_WORTH_A_THREAD = 50_000
"""Edges for which a thread of their own pays."""
