"""Whether an edit leaves the ground as well shared out as it was: no new gap, overlap or overhang.

The boundaries of the children of a parent, less that of the parent, add up to nothing where they tile it (see
:mod:`gridmap.ground.tiling.proof`). So if an edit leaves that sum as it is, edge by edge, it leaves untouched by how
many children each point is held: whatever fault there was is still there, and no other. Only the shapes that changed
need to be looked at, once with their old and once with their new edges. Where the sum does change, the ground that was
lost and gained is overlaid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.ground.tiling.edges import ComplexArray, Edges, edges_of, joined, point_keys
from gridmap.ground.tiling.proof import are_valid_at, exempt_ground, families_of, prove, valid_shapes_at
from gridmap.ground.tiling.valid import FARTHEST_M, is_valid, made_valid
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, positions_in, shapes_where
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.frames import column_arrays
from gridmap.model.kept import kept_for_last
from gridmap.model.plan import Plan
from gridmap.reshaping.edge_changes import edge_changes
from gridmap.reshaping.rings import ground_of

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def refuse_new_faults(plan: Plan, change: Change, *, seen_valid: bool = False) -> Change:
    """Return a change as it is if it brings no fault of the ground that was not there before.

    Parameters
    ----------
    seen_valid : bool
        Whether somebody has seen already that all shapes of the change are valid.

    Raises
    ------
    Refused
        ``would-open-gap``, ``would-overlap`` or ``would-overhang``, with the codes of the grids and the area in m2;
        ``borders-would-not-match`` if vertices of a family that was tiled exactly would miss each other.
    """
    if seen_valid and _moves_alike(plan, change):
        return change
    moves = _Moves.of(plan, change)
    for family in moves.unbalanced().tolist():
        _Overlaid(plan, moves, family).refuse()
    return change


@dataclass(frozen=True, eq=False)
class _Moves:
    """The shapes that a change takes away and puts in their place, as columns: once as members and once as outlines.

    A family is known by the id of its parent, or for grids without one by their rank below zero.
    """

    family: IntArray
    grid: IntArray  # below zero an exempt area
    shape: ShapeArray
    is_new: BoolArray
    is_outline: BoolArray

    @classmethod
    def of(cls, plan: Plan, change: Change) -> _Moves:
        parts: list[tuple[IntArray, IntArray, ShapeArray, bool, bool]] = []
        for table, rows in change.rows.items():
            for is_new, frame in ((False, rows.before), (True, rows.after)):
                if table == "grids":
                    family, grid, shape = _members(plan, frame, new=is_new)
                    parts.append((family, grid, shape, is_new, False))
                    divided = np.isin(grid, _parents(plan, change, grid))
                    parts.append((grid[divided], grid[divided], shape[divided], is_new, True))
                elif table == "exempt_areas":
                    shape, ids = _ground(frame), frame.index.to_numpy()
                    part = (frame["parent"].to_numpy() > 0) & ~shapely.is_missing(shape)
                    parts.append((frame["parent"].to_numpy()[part], -ids[part], shape[part], is_new, False))
        flags = np.array([(is_new, outline) for *_, is_new, outline in parts], dtype=bool).reshape(-1, 2)
        size = [len(grid) for _, grid, *_ in parts]
        if not parts:
            none = np.empty(0, np.int64)
            return cls(none, none, none.astype(object), none.astype(bool), none.astype(bool))
        family, grid, shape = (np.concatenate([part[i] for part in parts]) for i in range(3))
        return cls(family, grid, shape, np.repeat(flags[:, 0], size), np.repeat(flags[:, 1], size))

    def unbalanced(self) -> IntArray:
        """Return the families in which the sum of the boundaries is another after the change."""
        if not len(self.shape):
            return np.empty(0, np.int64)
        edges = edges_of(self.shape)
        counts = np.where(self.is_new != self.is_outline, 1, -1)
        return _unbalanced(edges, self.family[edges.owner], counts[edges.owner])

    def of_family(self, family: int, *, new: bool, outline: bool) -> tuple[IntArray, ShapeArray]:
        """Return who takes part in a family before or after the change, and with which shape."""
        here = (self.family == family) & (self.is_new == new) & (self.is_outline == outline)
        return self.grid[here], self.shape[here]


def _moves_alike(plan: Plan, change: Change) -> bool:
    """Whether a change of valid shapes and of nothing else leaves the sum of the boundaries as it is in every family.

    Told by the edges alone that go and come, since the others stay in the sum.
    """
    rows = change.rows.get("grids")
    if rows is None or len(change.rows) > 1 or not rows.keeps_ids or rows.changed_columns != {"geometry"}:
        return False
    stand = _stand(plan, rows.ids)
    if not stand.are_valid:
        return False
    changes = edge_changes(rows)
    if len(changes.come) and not np.abs(changes.come.points.view(np.float64)).max() <= FARTHEST_M:
        return False
    edges = joined([changes.gone, changes.come])
    sign = np.repeat([-1, 1], [len(changes.gone), len(changes.come)])
    member, outline = stand.shares[edges.owner], stand.divided[edges.owner]
    both = joined([edges.only(member), edges.only(outline)])
    families = np.concatenate([stand.family[edges.owner[member]], rows.ids[edges.owner[outline]]])
    return not len(_unbalanced(both, families, np.concatenate([sign[member], -sign[outline]])))


@dataclass(frozen=True, eq=False)
class _Stand:
    """In which families some grids take part with their boundaries.

    Attributes
    ----------
    are_valid : bool
        Whether all of their shapes are.
    family : int64 (n,)
        See :class:`_Moves`.
    shares, divided : bool (n,)
        Which share out ground, and which of these have children.
    """

    are_valid: bool
    family: IntArray
    shares: BoolArray
    divided: BoolArray


@kept_for_last
def _stand(plan: Plan, grids: IntArray) -> _Stand:
    """Return in which families some grids, given by their ids, take part."""
    at = plan.positions(grids)
    family = np.where(plan.parent_fits[at], plan.parents[at], -plan.ranks[at].astype(np.int64))
    divided = np.zeros(len(grids), dtype=bool)
    divided[positions_in(grids, plan.parents[plan.child_positions(grids)])] = True
    shares = plan.shares_ground[at]
    return _Stand(bool(are_valid_at(plan, at).all()), family, shares, divided & shares)


def _unbalanced(edges: Edges, family: IntArray, counts: IntArray) -> IntArray:
    """Return the families in which edges, each counted so many times, do not add up to nothing, ascending."""
    if not len(edges):
        return np.empty(0, np.int64)
    start, end = edges.points[edges.at], edges.points[edges.at + 1]
    falls = (start.real > end.real) | ((start.real == end.real) & (start.imag > end.imag))
    low, high = np.where(falls, end, start), np.where(falls, start, end)
    along = np.where(falls == edges.backward, 1, -1)
    key = _keys(low) * _MIX[0] + _keys(high) * _MIX[1] + family.astype(np.uint64) * _MIX[2]
    order = np.argsort(key)
    first = np.flatnonzero(np.concatenate([[True], np.diff(key[order]) != 0]))
    left = np.add.reduceat((along * counts)[order], first) != 0
    return np.unique(family[order[first[left]]])


class _Overlaid:
    """The ground of one family that a change moves, overlaid with who holds it before and after."""

    def __init__(self, plan: Plan, moves: _Moves, family: int) -> None:
        self.plan = plan
        self.moves = moves
        self.family = family
        self.noise = plan.scheme.limit("coordinate_noise")

    def refuse(self) -> None:
        """Raise :class:`Refused` if there is a fault after the change that was not there before."""
        if self._moved is not None:
            self._refuse_ground()
        if self.family > 0 and prove(families_of(self.plan, np.array([self.family]))).proven.all():
            raise Refused("borders-would-not-match", **self._told)

    def _refuse_ground(self) -> None:
        for key, fault in (("would-overlap", _held_twice), ("would-overhang", _outside), ("would-open-gap", _bare)):
            before, after = (fault(self._moved, *self._holders(new), self._outline(new)) for new in (False, True))
            more = ground_brought(before, after, self.noise)
            if more is not None and not (key == "would-open-gap" and self._is_open(more)):
                raise Refused(key, where=more, area_m2=float(more.area), **self._told)

    @property
    def _told(self) -> dict[str, Any]:
        """Which grids take part, for a refusal; those that come have no code yet that anybody knows."""
        known = [grid for grid in self._parties if self.plan.positions([grid])[0] >= 0]
        return {"grids": known, "codes": ", ".join(self.plan.codes(known))}

    @cached_property
    def _parties(self) -> list[int]:
        members = [self.moves.of_family(self.family, new=new, outline=False)[0] for new in (False, True)]
        return np.unique(np.concatenate(members)).tolist() or [self.family]

    @cached_property
    def _moved(self) -> shapely.Geometry | None:
        """The ground that somebody lost or gained."""
        pieces = []
        for outline in (False, True):
            sides = [self.moves.of_family(self.family, new=new, outline=outline) for new in (False, True)]
            by_grid = [dict(zip(grids.tolist(), shapes, strict=True)) for grids, shapes in sides]
            for grid in by_grid[0].keys() | by_grid[1].keys():
                before, after = (side.get(grid) for side in by_grid)
                pieces.append(shapely.symmetric_difference(before, after) if before and after else before or after)
        return ground_of(shapely.union_all(pieces), self.noise) if pieces else None

    @cached_property
    def _unmoved(self) -> tuple[ShapeArray, ShapeArray]:
        """Shapes near the ground that stay as they are: other members, and exempt areas."""
        plan, family = self.plan, self.family
        at = plan.child_positions([family]) if family > 0 else np.flatnonzero(plan.ranks == -family)
        at = at[plan.shares_ground[at] & (plan.parent_fits[at] == (family > 0)) & ~np.isin(plan.ids[at], self._parties)]
        areas = plan.tables["exempt_areas"]
        exempt = exempt_ground(plan)[~np.isin(-areas.index.to_numpy(), self.moves.grid)]
        near = [shapes[shapely.intersects(shapes, self._moved)] for shapes in (valid_shapes_at(plan, at), exempt)]
        return near[0], near[1]

    def _holders(self, new: bool) -> tuple[ShapeArray, ShapeArray]:
        """Return the shapes of the members near the moved ground, and of the exempt areas, before or after."""
        grids, shapes = self.moves.of_family(self.family, new=new, outline=False)
        everywhere = (self.moves.grid < 0) & (self.moves.is_new == new)
        members, exempt = self._unmoved
        return (
            np.concatenate([members, shapes[grids > 0]]),
            np.concatenate([exempt, self.moves.shape[everywhere]]),
        )

    def _outline(self, new: bool) -> shapely.Geometry | None:
        if self.family < 0:
            return None
        _, changed = self.moves.of_family(self.family, new=new, outline=True)
        return changed[0] if len(changed) else valid_shapes_at(self.plan, self.plan.positions([self.family]))[0]

    def _is_open(self, bare: shapely.Geometry) -> bool:
        """Whether bare ground of grids without a parent is no gap, since it is open to the outside."""
        if self.family > 0:
            return False
        members, exempt = self._holders(True)
        whole = shapely.union_all(np.concatenate([members, exempt]))
        filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(whole))))
        return ground_of(shapely.intersection(bare, filled), self.noise) is None


def ground_brought(
    before: shapely.Geometry | None, after: shapely.Geometry | None, narrowest: float
) -> shapely.Geometry | None:
    """Return the ground of a fault after a change that was not at fault before; ``None`` if there is none.

    Either may be ``None``, empty, or a collection with lines and points in it, as overlays return them.
    """
    if after is None or after.is_empty:
        return None  # GEOS 3.14 fails at an empty collection less a collection of several kinds
    faulty = after if before is None or before.is_empty else shapely.difference(after, before)
    return ground_of(faulty, narrowest)


def _held_twice(
    moved: shapely.Geometry, members: ShapeArray, exempt: ShapeArray, outline: shapely.Geometry | None
) -> shapely.Geometry | None:
    here = shapely.intersection(members, moved)
    one, two = shapely.STRtree(here).query(here, predicate="intersects")
    pair = one < two
    return shapely.union_all(shapely.intersection(here[one[pair]], here[two[pair]])) if pair.any() else None


def _outside(
    moved: shapely.Geometry, members: ShapeArray, exempt: ShapeArray, outline: shapely.Geometry | None
) -> shapely.Geometry | None:
    if outline is None:
        return None
    return shapely.difference(shapely.union_all(shapely.intersection(members, moved)), outline)


def _bare(
    moved: shapely.Geometry, members: ShapeArray, exempt: ShapeArray, outline: shapely.Geometry | None
) -> shapely.Geometry | None:
    inside = moved if outline is None else shapely.intersection(moved, outline)
    return shapely.difference(inside, shapely.union_all(np.concatenate([members, exempt])))


def parents_fit(plan: Plan, columns: Mapping[str, Any]) -> BoolArray:
    """Return which rows of grids, of the plan or yet to come, have a parent in the plan that may be their parent."""
    kinds = plan.scheme.kinds
    at = plan.positions(columns["parent"])
    above = plan.kind_numbers[at] if len(plan.ids) else at
    pairs = zip(np.asarray(columns["kind"], dtype=object).tolist(), above.tolist(), (at >= 0).tolist(), strict=True)
    may = [
        there and number >= 0 and key in plan.scheme and kinds[number].key in plan.scheme.kind(key).parents
        for key, number, there in pairs
    ]
    return np.array(may, dtype=bool)


def _members(plan: Plan, frame: pd.DataFrame, *, new: bool) -> tuple[IntArray, IntArray, ShapeArray]:
    """Return family, id and shape of those rows of grids that share out ground and have some."""
    scheme, columns, ids = plan.scheme, column_arrays(frame), frame.index.to_numpy()
    shape = _ground(frame) if new else valid_shapes_at(plan, plan.positions(ids))
    kinds = [scheme.kind(key) if key in scheme else None for key in np.asarray(columns["kind"], dtype=object).tolist()]
    rank = np.array([kind.level.rank if kind is not None and kind.shares_ground else 0 for kind in kinds])
    family = np.where(parents_fit(plan, columns), columns["parent"], -rank)
    shares = (rank > 0) & ~shapely.is_missing(shape)
    return family[shares], ids[shares], shape[shares]


def _parents(plan: Plan, change: Change, grids: IntArray) -> IntArray:
    """Return which of some grids have children, before a change or after it."""
    rows = change.rows["grids"]
    mine = np.concatenate([rows.after["parent"].to_numpy(), plan.parents[plan.child_positions(grids)]])
    return np.unique(mine)


def _ground(frame: pd.DataFrame) -> ShapeArray:
    """Return the ground of some rows, ``None`` where there is none."""
    shapes = np.asarray(column_arrays(frame)["geometry"], dtype=object)
    shapes = shapes_where(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)), shapes)
    return made_valid(shapes, is_valid(shapes))


def _keys(points: ComplexArray) -> npt.NDArray[np.uint64]:
    return point_keys(np.ascontiguousarray(points).view(np.float64).reshape(-1, 2))
