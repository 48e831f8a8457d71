"""What is left where the proof fails: gaps, overlaps, overhangs and unmatched vertices, each with its exact shape.

Only the edges that the proof left over are looked at. They are noded and polygonised; inside each face that comes out
the number of children less that of the parent (1 inside, 0 outside) is the same everywhere, since a boundary that was
cancelled does not change the difference. That number is how often these edges, which are closed lines since the
cancelled ones are, go around a point of the face: no shape is asked, so that it does not matter on which border between
two children the point may lie. It tells bare ground (-1), proper ground (0) and surplus (1 and more) apart, and the
cost follows the size of the faults and not that of the families. Where there is surplus, which may be an overlap
inside, an overhang outside, or both in one face, the children there are overlaid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.cores import on_all_cores, shared_out
from gridmap.ground.tiling.bands import points_in_bands
from gridmap.ground.tiling.edges import Edges, point_keys, turns_about
from gridmap.ground.tiling.faces import as_lines, faces_between, polygons_in
from gridmap.ground.tiling.hairs import KnownHairs, hairs_in
from gridmap.ground.tiling.held import held_by_two, is_among, lie_within, prepared
from gridmap.ground.tiling.overlaid import Overlaid, pieces_of, united
from gridmap.ground.tiling.proof import (
    NO_PARENT,
    Proof,
    exempt_ground,
    families_of,
    grid_index,
    prove,
    valid_shapes,
)
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.ground.tiling.widths import REACH, width
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray, shapes_where
from gridmap.model.change import Change
from gridmap.model.kept import kept, once_for_change
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of ground with whom they concern, as columns; the rows are in a fixed order.

    Attributes
    ----------
    parent : int64 (n,)
        Id of the parent in whose family the fault is, 0 for a family without one.
    grids : int64 (n, k)
        Ids of the children concerned: none for gaps, two for overlaps, one for overhangs.
    shape : object (n,)
        Polygons in the plan's CRS.
    """

    parent: IntArray
    grids: IntArray
    shape: ShapeArray

    def __len__(self) -> int:
        return len(self.parent)


@dataclass(frozen=True, eq=False)
class Vertices:
    """Vertices that lie on somebody's border without being one of its vertices, gathered by whose they should be.

    Attributes
    ----------
    parent : int64 (n,)
        Id of the parent in whose family the fault is.
    lacking : int64 (n,)
        Id of the grid whose ring lacks the vertices: a child, or the parent itself.
    others : tuple of int64 arrays
        Ids of the grids that have them.
    where : object (n,)
        MultiPoints in the plan's CRS.
    """

    parent: IntArray
    lacking: IntArray
    others: tuple[IntArray, ...]
    where: ShapeArray

    def __len__(self) -> int:
        return len(self.parent)


@dataclass(frozen=True, eq=False)
class Tiling:
    """What the ground check of some families found.

    Attributes
    ----------
    parent : int64 (f,)
        Ids of the parents whose families were looked at, 0 for those without one, ascending.
    proven : bool (f,)
        Whether the family is proven to tile its parent exactly.
    gaps, overlaps, overhangs : Pieces
    unmatched : Vertices
    hairs : Vertices
        Spikes, slits and holes narrower than rounding (see :mod:`gridmap.ground.tiling.hairs`) of the grids in
        ``lacking``, of whom the proof left anything over; nobody has them but the grid itself.
    """

    parent: IntArray
    proven: BoolArray
    gaps: Pieces
    overlaps: Pieces
    overhangs: Pieces
    unmatched: Vertices
    hairs: Vertices


def tiling(plan: Plan, parents: IntArray | None = None) -> Tiling:
    """Prove that children tile their parents, and find what is wrong where they do not.

    Parameters
    ----------
    parents : int64 array, optional
        Only these parents' families (0: grids without a parent). All of them by default; that result is kept with the
        plan.

    Notes
    -----
    Pieces narrower than the scheme's limit ``coordinate_noise`` (twice area over perimeter) are rounding, not ground;
    they show up as unmatched vertices. Exempt areas are taken off gaps wherever they lie.
    """
    if parents is None:
        return _whole_tiling(plan)
    if _whole_tiling.is_known(plan):
        return _only(_whole_tiling(plan), parents)
    return looked_at(plan, parents)


def tiling_with(plan: Plan, parents: IntArray | None) -> Tiling:
    """Return what :func:`tiling` does of some parents' families and maybe of others: of all if that is known."""
    return tiling(plan, None if parents is None or _whole_tiling.is_known(plan) else parents)


def give_tiling(plan: Plan, found: Tiling) -> None:
    """Give a plan the tiling of all its families, where it is known from another plan with the same rows."""
    _whole_tiling.give(plan, found)


def looked_at(
    plan: Plan, parents: IntArray | None = None, overlaid: Overlaid | None = None, hairs: KnownHairs | None = None
) -> Tiling:
    """Return what :func:`tiling` does, looked at whatever is known.

    Parameters
    ----------
    overlaid : Overlaid, optional
        What is known of shapes that were overlaid before; what is found is written down there.
    hairs : KnownHairs, optional
        The same of hairs.
    """
    return _Remains(plan, prove(families_of(plan, parents)), overlaid, hairs).tiling()


def _only(whole: Tiling, parents: IntArray) -> Tiling:
    """Return what is known about the families of some parents."""
    family = np.isin(whole.parent, parents)
    gaps, overlaps, overhangs = (
        Pieces(pieces.parent[mine], pieces.grids[mine], pieces.shape[mine])
        for pieces in (whole.gaps, whole.overlaps, whole.overhangs)
        for mine in [np.isin(pieces.parent, parents)]
    )
    unmatched, hairs = (
        Vertices(points.parent[mine], points.lacking[mine], tuple(points.others[i] for i in mine), points.where[mine])
        for points in (whole.unmatched, whole.hairs)
        for mine in [np.flatnonzero(np.isin(points.parent, parents))]
    )
    return Tiling(whole.parent[family], whole.proven[family], gaps, overlaps, overhangs, unmatched, hairs)


@kept("grids.geometry", "grids.kind", "grids.parent", "exempt_areas")
def _whole_tiling(plan: Plan) -> Tiling:
    return looked_at(plan)


@_whole_tiling.follows
def _(old: Plan, new: Plan, change: Change, result: Tiling) -> Tiling:
    """Look again only at the families that a change concerns."""
    parents = concerned_parents(old, new, change)
    return spliced(result, looked_at(new, parents), parents)


def spliced(result: Tiling, again: Tiling, parents: IntArray) -> Tiling:
    """Return what was found before, with what was found again in the families of some parents in place of these."""
    stays = ~np.isin(result.parent, parents)
    parent = np.concatenate([result.parent[stays], again.parent])
    order = np.argsort(parent, kind="stable")
    return Tiling(
        parent=parent[order],
        proven=np.concatenate([result.proven[stays], again.proven])[order],
        gaps=_spliced(result.gaps, again.gaps, parents),
        overlaps=_spliced(result.overlaps, again.overlaps, parents),
        overhangs=_spliced(result.overhangs, again.overhangs, parents),
        unmatched=_spliced_vertices(result.unmatched, again.unmatched, parents),
        hairs=_spliced_vertices(result.hairs, again.hairs, parents),
    )


@once_for_change
def concerned_parents(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the parents (0: none) whose families a change may have made or unmade a tiling of, ascending."""
    concerned = [np.empty(0, np.int64)]
    if "grids" in change.rows:
        rows = change.rows["grids"]
        if not rows.keeps_ids or rows.changed_columns & {"geometry", "kind", "parent"}:
            concerned += [rows.ids, rows.before["parent"].to_numpy(), rows.after["parent"].to_numpy()]
    if "exempt_areas" in change.rows:
        rows = change.rows["exempt_areas"]
        shapes = np.concatenate([np.asarray(frame.geometry.array, dtype=object) for frame in (rows.before, rows.after)])
        shapes = shapes_where(~shapely.is_empty(shapes), shapes)
        _, at = grid_index(new).query(made_valid(shapes, is_valid(shapes)), predicate="intersects")
        concerned += [new.ids[at], rows.before["parent"].to_numpy(), rows.after["parent"].to_numpy()]
    return _with_those_at_large(old, new, np.unique(np.concatenate(concerned)))


def parents_of_other_ground(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return what :func:`concerned_parents` does, but for families of which each shape is the very same ground.

    That of an invalid shape is what it encloses, which as a rule is what it is replaced by.
    """
    rows = change.rows.get("grids")
    if rows is None or len(change.rows) > 1 or not rows.keeps_ids or rows.changed_columns != {"geometry"}:
        return concerned_parents(old, new, change)
    at = new.positions(rows.ids)
    pairs = zip(valid_shapes(old)[at], valid_shapes(new)[at], strict=True)
    at = at[np.array([one is not two for one, two in pairs], dtype=bool)]
    return _with_those_at_large(old, new, np.union1d(new.ids[at], new.parents[at]))


def _with_those_at_large(old: Plan, new: Plan, parents: IntArray) -> IntArray:
    """Return some parents, with 0 if they have children that do not fit, which count as having none."""
    children = [(plan, plan.child_positions(parents[parents > NO_PARENT])) for plan in (old, new)]
    at_home = all(plan.parent_fits[at].all() for plan, at in children)
    return parents if at_home else np.union1d(parents, [NO_PARENT])


def _spliced(kept: Pieces, again: Pieces, parents: IntArray) -> Pieces:
    stays = ~np.isin(kept.parent, parents)
    if not len(again) and stays.all():
        return kept
    return _sorted(
        Pieces(
            np.concatenate([kept.parent[stays], again.parent]),
            np.concatenate([kept.grids[stays], again.grids]),
            np.concatenate([kept.shape[stays], again.shape]),
        )
    )


def _spliced_vertices(kept: Vertices, again: Vertices, parents: IntArray) -> Vertices:
    stays = np.flatnonzero(~np.isin(kept.parent, parents))
    if not len(again) and len(stays) == len(kept):
        return kept
    parent = np.concatenate([kept.parent[stays], again.parent])
    lacking = np.concatenate([kept.lacking[stays], again.lacking])
    others = [*(kept.others[i] for i in stays.tolist()), *again.others]
    order = np.lexsort((lacking, parent))
    where = np.concatenate([kept.where[stays], again.where])
    return Vertices(parent[order], lacking[order], tuple(others[i] for i in order.tolist()), where[order])


def inner_points(shapes: ShapeArray, noise: float) -> ShapeArray:
    """Return a point well inside each polygon: not in a hair of its border, and not on the border. Shape (n,).

    Where two borders part by rounding only, faces have hairs: narrower than the noise and as long as an edge. A point
    on the surface may lie in one, and then nobody can say what it is inside of. There the middle of the widest triangle
    of the polygon is taken.
    """
    result = shapely.point_on_surface(shapes)
    unsure = np.flatnonzero(shapely.distance(shapely.boundary(shapes), result) < noise)
    triangles, row = shapely.get_parts(shapely.constrained_delaunay_triangles(shapes[unsure]), return_index=True)
    order = np.lexsort((width(triangles), row))
    widest = order[np.flatnonzero(np.diff(row[order], append=len(unsure)))]
    result[unsure[row[widest]]] = shapely.centroid(triangles[widest])
    return result


class _Remains:
    """One look at what a proof left over."""

    def __init__(
        self, plan: Plan, proof: Proof, overlaid: Overlaid | None = None, hairs: KnownHairs | None = None
    ) -> None:
        self.plan = plan
        self.hairs_in = hairs_in if hairs is None else hairs.hairs_in
        self.pieces_of = pieces_of if overlaid is None else overlaid.pieces_of
        self.united = united if overlaid is None else overlaid.united
        self.proof = proof
        self.families = proof.families
        self.noise = plan.scheme.limit("coordinate_noise")

    def tiling(self) -> Tiling:
        """Sort out all that is left."""
        if not len(self.proof.left):
            return _nothing_wrong(self.families.parent, self.proof.proven)
        _, hairs = self._looked(lambda: self._surplus, self._hairs)  # all others need to know about surplus
        # What takes longest comes first, so that both cores are done at the same time.
        gaps, overlaps, overhangs, unmatched = self._looked(self._gaps, self._overlaps, self._overhangs, self._vertices)
        return Tiling(
            parent=self.families.parent,
            proven=self.proof.proven,
            gaps=gaps,
            overlaps=overlaps,
            overhangs=overhangs,
            unmatched=unmatched,
            hairs=hairs,
        )

    def _looked(self, *looks: Callable[[], Any]) -> list[Any]:
        """Return what some looks find, side by side if that pays."""
        return shared_out(lambda look: look(), looks) if len(self.proof.left) > _MANY else [look() for look in looks]

    # ---- faces -------------------------------------------------------------------------------------------------------

    @cached_property
    def _faces(self) -> tuple[ShapeArray, IntArray]:
        """Faces between the edges that are left, and the family of each."""
        return faces_between(self.proof.left, self.proof.left_family, self.noise)

    @cached_property
    def _suspects(self) -> IntArray:
        """Members of the families that have faces."""
        return np.flatnonzero(np.isin(self.families.member_family, self._faces[1]))

    @cached_property
    def _suspect_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.families.member_shape[self._suspects])

    @cached_property
    def _inner(self) -> ShapeArray:
        """A point well inside each face."""
        return inner_points(self._faces[0], self.noise)

    @cached_property
    def _surplus(self) -> IntArray:
        """How many members hold each face, less one if it is inside the outline: 0 where all is well.

        Exempt areas count like children. Where there is no outline, every face counts as inside.
        """
        family = self._faces[1]
        inner = shapely.get_coordinates(self._inner)
        turns = turns_about(inner, family, self.proof.left, self.proof.left_family)
        return turns - ~self.families.has_outline[family]

    # ---- ground ------------------------------------------------------------------------------------------------------

    def _gaps(self) -> Pieces:
        faces, family = self._faces
        bare = self._surplus < 0
        if not bare.any():
            return _no_pieces(0)
        joined, of = _joined(faces[bare], family[bare])
        parts, part_of = shapely.get_parts(joined, return_index=True)  # each meets fewer exempt areas than all together
        ground, row = polygons_in(self._without_exempt(parts), self.noise)
        parent = self.families.parent[of[part_of[row]]]
        return _sorted(Pieces(parent, np.empty((len(row), 0), np.int64), ground))

    def _without_exempt(self, ground: ShapeArray) -> ShapeArray:
        exempt = exempt_ground(self.plan)
        piece, area = shapely.STRtree(exempt).query(ground, predicate="intersects")
        if not len(piece):
            return ground
        result = ground.copy()
        of_one = lie_within(ground, exempt, piece, area)
        if of_one.any():  # whoever else is next to it takes nothing more
            result[piece[of_one]] = None
            left = ~np.isin(piece, piece[of_one])
            piece, area = piece[left], area[left]
        order = np.lexsort((area, piece))
        piece, area = piece[order], area[order]
        touched, first, row, count = np.unique(piece, return_index=True, return_inverse=True, return_counts=True)
        excuse = exempt[area[first]]
        several = count > 1
        if several.any():
            mine = several[row]
            groups = _padded(exempt[area[mine]], (np.cumsum(several) - 1)[row[mine]], int(several.sum()))
            excuse[several] = self.united(groups)
        result[touched] = on_all_cores(shapely.difference, ground[touched], excuse, worth=20)
        return result

    def _near(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Return pairs of some faces and members that meet them, of one family, grids only."""
        faces, family = self._faces
        face, suspect = self._suspect_tree.query(faces[rows])
        member = self._suspects[suspect]
        own = (self.families.member_family[member] == family[rows[face]]) & (self.families.member_grid[member] > 0)
        face, member = face[own], member[own]
        meets = shapely.intersects(prepared(faces[rows])[face], self.families.member_shape[member])
        return rows[face[meets]], member[meets]

    def _overlaps(self) -> Pieces:
        if not (self._surplus > 0).any():
            return _no_pieces(2)
        face, member = self._near(np.flatnonzero(self._surplus > 0))
        plain, holders = face[:0], np.empty((0, 2), dtype=np.int64)
        if self.pieces_of is pieces_of and len(self.proof.left) > _MANY:  # else it is known, or soon overlaid
            plain, holders = held_by_two(
                self._faces[0], self._surplus, self.families.member_shape, self.proof.left, face, member
            )
        asked = ~np.isin(face, plain)
        pairs = _pairs_within(face[asked], member[asked])
        shape = self.families.member_shape
        ground, row = self.pieces_of(shapely.intersection, shape[pairs[:, 0]], shape[pairs[:, 1]], self.noise)
        pairs = pairs[row]
        known = _are_among_pairs(holders, pairs, len(shape))
        ground = np.concatenate([ground, self._faces[0][plain[~known]]])
        pairs = np.concatenate([pairs, holders[~known]])
        parent = self.families.parent[self.families.member_family[pairs[:, 0]]]
        return _sorted(Pieces(parent, np.sort(self.families.member_grid[pairs], axis=1), ground))

    def _overhangs(self) -> Pieces:
        faces, family = self._faces
        reaches_out = np.flatnonzero((self._surplus > 0) & self.families.has_outline[family])
        families, own = np.unique(family[reaches_out], return_inverse=True)
        outlines = prepared(self.families.outline[families])
        reaches_out = reaches_out[~shapely.covers(outlines[own], faces[reaches_out])]
        if not len(reaches_out):
            return _no_pieces(1)
        _, member = self._near(reaches_out)
        member = np.unique(member)
        family = self.families.member_family[member]
        outlines = self.families.outline[family]
        ground, row = self.pieces_of(shapely.difference, self.families.member_shape[member], outlines, self.noise)
        return _sorted(
            Pieces(self.families.parent[family[row]], self.families.member_grid[member[row]][:, None], ground)
        )

    # ---- vertices ----------------------------------------------------------------------------------------------------

    def _vertices(self) -> Vertices:
        """Find vertices of left edges that lie on or beside a left edge of somebody else in the family who lacks them.

        Vertices at the border of a face that is no proper ground belong to that fault and are not told again.
        """
        left, family = self.proof.left, self.proof.left_family
        point, point_family, point_owner, known = _distinct_points(left, family)
        p, e = _beside(point, point_family, point_owner, left, family, 2 * REACH * self.noise)
        # A vertex that the owner of the edge has as well is no fault, though it may lie on two of its edges.
        lacks = ~is_among(_keys_of(point[p], left.owner[e]), known)
        p, e = p[lacks], e[lacks]
        near = shapely.dwithin(shapely.points(point[p]), as_lines(left.only(e)), REACH * self.noise)
        p, e = p[near], e[near]
        proper = self._surplus == 0
        faults, fault_family = self._faces[0][~proper], self._faces[1][~proper]
        touching, fault = shapely.STRtree(faults).query(
            shapely.points(point[p]), predicate="dwithin", distance=self.noise
        )
        clear = np.ones(len(p), dtype=bool)
        clear[touching[fault_family[fault] == point_family[p[touching]]]] = False
        p, e = p[clear], e[clear]
        return self._gathered(point[p], point_owner[p], left.owner[e])

    def _hairs(self) -> Vertices:
        """Find hairs of those of whom edges are left."""
        families = self.families
        owner = np.unique(self.proof.left.owner)
        shapes = np.concatenate([families.member_shape, families.outline])[owner]
        points, row = self.hairs_in(shapes, self.noise)
        return self._gathered(points, owner[row], owner[row])

    def _gathered(self, xy: FloatArray, having: IntArray, lacking: IntArray) -> Vertices:
        families, members = self.families, len(self.families.member_grid)
        is_member = lacking < members
        # What an exempt area lacks or has alone is nobody's fault.
        grid_of = np.concatenate([families.member_grid, families.parent])
        told = (grid_of[lacking] > 0) & (grid_of[having] > 0)
        xy, having, lacking, is_member = xy[told], having[told], lacking[told], is_member[told]
        family_of = np.concatenate([families.member_family, np.arange(len(families.parent))])
        parent = families.parent[family_of[lacking]]
        who, row = np.unique(np.stack([parent, grid_of[lacking]], axis=1), axis=0, return_inverse=True)
        row = row.reshape(-1)
        order = np.lexsort((xy[:, 1], xy[:, 0], row))
        place, of = xy[order], row[order]
        first = np.append(True, (place[1:] != place[:-1]).any(axis=1) | (of[1:] != of[:-1]))[: len(of)]
        where = shapely.multipoints(shapely.points(place[first]), indices=of[first])
        others = [np.unique(having) for having in _split(grid_of[having], row)]
        return Vertices(who[:, 0], who[:, 1], tuple(others), where)


_MANY: Final = 500
"""Edges left over from which on it pays to look side by side."""


def _nothing_wrong(parent: IntArray, proven: BoolArray) -> Tiling:
    none = np.empty(0, np.int64)
    nowhere = Vertices(none, none, (), np.empty(0, dtype=object))
    return Tiling(parent, proven, _no_pieces(0), _no_pieces(2), _no_pieces(1), nowhere, nowhere)


def _no_pieces(grids: int) -> Pieces:
    return Pieces(np.empty(0, np.int64), np.empty((0, grids), np.int64), np.empty(0, dtype=object))


def _distinct_points(left: Edges, family: IntArray) -> tuple[FloatArray, IntArray, IntArray, npt.NDArray[np.uint64]]:
    """Return the end points of edges, each once for each owner, with family, owner, and key of both, which ascend."""
    start, end = left.start, left.end
    # Where edges go on from one to the next, one of the two ends is enough.
    begins = np.append(True, (start[1:] != end[:-1]).any(axis=1) | (left.owner[1:] != left.owner[:-1]))
    xy = np.concatenate([start[begins], end])
    owner, family = (np.concatenate([column[begins], column]) for column in (left.owner, family))
    keys = _keys_of(xy, owner)
    order = np.argsort(keys)  # of several alike any will do
    keys = keys[order]
    once = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    first, keys = order[once], keys[once]
    return xy[first], family[first], owner[first], keys


def _beside(
    point: FloatArray, family: IntArray, owner: IntArray, edges: Edges, of: IntArray, reach: float
) -> tuple[IntArray, IntArray]:
    """Return pairs of points and edges of one family and different owners whose boxes are within reach (metres)."""
    start, end = edges.start, edges.end
    low, high = np.minimum(start, end) - reach, np.maximum(start, end) + reach
    found = [np.empty((2, 0), dtype=np.int64)]
    for p, e in points_in_bands(point[:, 0], family, low[:, 0], high[:, 0], of):
        y = point[p, 1]
        near = np.flatnonzero((owner[p] != edges.owner[e]) & (low[e, 1] <= y) & (y <= high[e, 1]))
        found.append(np.stack([p[near], e[near]]))
    both = np.concatenate(found, axis=1)
    return both[0], both[1]


def _split(values: IntArray, row: IntArray) -> list[IntArray]:
    """Return the values of each row from 0 on, in the order given."""
    order = np.argsort(row, kind="stable")
    return np.split(values[order], np.flatnonzero(np.diff(row[order])) + 1) if len(row) else []


def _keys_of(xy: FloatArray, owner: IntArray) -> npt.NDArray[np.uint64]:
    """Return a hash of point and owner for each row."""
    return (point_keys(xy) ^ owner.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)


def _are_among_pairs(these: IntArray, those: IntArray, numbers: int) -> BoolArray:
    """Return which pairs of numbers are among others, the lower one first in each. Shape (n,)."""
    return np.isin(these[:, 0] * numbers + these[:, 1], those[:, 0] * numbers + those[:, 1])


def _pairs_within(group: IntArray, item: IntArray) -> IntArray:
    """Return every pair of different items that share a group, once, the lower one first. Shape (n, 2)."""
    found: list[IntArray] = []
    order = np.lexsort((item, group))
    group, item = group[order], item[order]
    longest = int(np.bincount(np.unique(group, return_inverse=True)[1]).max()) if len(group) else 0
    for step in range(1, longest):  # pair each item with the one `step` places on
        same = group[step:] == group[:-step]
        found.append(np.stack([item[:-step][same], item[step:][same]], axis=1))
    return np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2), np.int64)


def _padded(shapes: ShapeArray, row: IntArray, rows: int) -> ShapeArray:
    """Return shapes as a table with one line for each row, filled up with ``None``."""
    order = np.argsort(row, kind="stable")
    count = np.bincount(row, minlength=rows)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    table = np.full((rows, int(count.max(initial=0))), None, dtype=object)
    table[row[order], place] = shapes[order]
    return table


def _joined(faces: ShapeArray, family: IntArray) -> tuple[ShapeArray, IntArray]:
    """Unite faces of a family that meet each other (they may share edges); return what comes of it, with its family."""
    one, two = shapely.STRtree(faces).query(faces)
    meet = (one != two) & (family[one] == family[two])
    beside = np.zeros(len(faces), dtype=bool)
    beside[one[meet]] = True
    numbers, row = np.unique(family[beside], return_inverse=True)
    united = np.empty(0, dtype=object)
    if len(numbers):
        united = shapely.union_all(_padded(faces[beside], row, len(numbers)), axis=1)
    return np.concatenate([faces[~beside], united]), np.concatenate([family[~beside], numbers])


def _sorted(pieces: Pieces) -> Pieces:
    """Put pieces in an order that does not depend on the order of rows or of rings: by ids, then by place."""
    if not len(pieces):
        return pieces
    west_south = shapely.bounds(pieces.shape)[:, :2]
    order = np.lexsort((west_south[:, 1], west_south[:, 0], *pieces.grids.T[::-1], pieces.parent))
    return Pieces(pieces.parent[order], pieces.grids[order], pieces.shape[order])


__all__ = ["NO_PARENT", "Pieces", "Tiling", "Vertices", "polygons_in", "tiling"]
