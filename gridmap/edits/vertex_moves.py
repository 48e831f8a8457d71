"""Edits of single vertices of a border: move, add, remove, for everybody who shares them.

A vertex belongs to every grid of every level, and every exempt area, whose border has it, also where their coordinates
differ by rounding. All of them get the same new coordinates, so each edge still meets its reverse and the ground stays
tiled exactly; what could go wrong is that a shape crosses itself or turns over, and that is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.ground.tiling.proof import are_valid_at
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.kept import kept_for_last
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import with_vertex_at_each, with_vertices, without_vertex
from gridmap.reshaping.soundness import refuse_new_faults

Place = tuple[float, float]


@dataclass(frozen=True)
class MoveVertex:
    """Move a vertex of a border, for every grid of every level that shares it.

    Moved onto a neighbouring vertex, the two become one. Buildings follow the ground; nothing else changes.

    Parameters
    ----------
    at : (float, float)
        Where the vertex is, to within the scheme's limit ``coordinate_noise``; in the plan's CRS, metres.
    to : (float, float)
        Where it goes. If there is a vertex within noise of it, exactly there.
    """

    at: Place
    to: Place

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-vertex-here``; ``shape-not-valid`` if a grid there is invalid already; ``border-would-cross`` if a
            border would cross itself or another; ``would-open-gap``, ``would-overlap`` or ``would-overhang`` where the
            ground is not tiled already.
        """
        work, owners = Reshaping(plan), _owners_before(plan, self.at)
        if not len(owners):
            raise Refused("no-vertex-here")
        _move(work, owners, np.array(self.at), self.to, _shared_before(plan, self.at))
        return _done(work, "move-vertex", owners)


@dataclass(frozen=True)
class AddVertex:
    """Put a vertex into a border, for every grid of every level that has this border, and drag it away at once.

    Parameters
    ----------
    at : (float, float)
        On a border, to within the scheme's limit ``coordinate_noise``; in the plan's CRS, metres.
    to : (float, float), optional
        Where it is dragged. By default it stays, and no ground moves.
    """

    at: Place
    to: Place | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change, an empty one if the vertex is there already and stays.

        Raises
        ------
        Refused
            ``no-border-here``, or as :class:`MoveVertex`.
        """
        work = Reshaping(plan)
        owners = _passing(work, self.at)
        if not len(owners):
            raise Refused("no-border-here")
        if self.to is not None:
            _move(work, owners, np.array(self.at), self.to)
        elif not len(_owners(work, self.at)):
            _refuse_unsound(work, owners)
            _reshape(work, owners, lambda shape: with_vertices(shape, np.array([self.at]), work.noise))
        return _done(work, "add-vertex", owners)


@dataclass(frozen=True)
class RemoveVertex:
    """Take a vertex out of a border, for every grid of every level that has it; the border runs straight there then.

    Parameters
    ----------
    at : (float, float)
        Where the vertex is, to within the scheme's limit ``coordinate_noise``; in the plan's CRS, metres.
    """

    at: Place

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-vertex-here``; ``vertex-joins-borders`` if more than two borders meet there; or as
            :class:`MoveVertex`.
        """
        work = Reshaping(plan)
        owners = _owners(work, self.at)
        if not len(owners):
            raise Refused("no-vertex-here")
        _refuse_unsound(work, owners)
        at = _settled(work, owners, np.array(self.at))
        if len(_neighbours(work, owners, at)) > 2:
            known = owners[owners > 0]
            raise Refused("vertex-joins-borders", grids=known.tolist(), codes=", ".join(plan.codes(known)))
        _reshape(work, owners, lambda shape: without_vertex(shape, at))
        return _done(work, "remove-vertex", owners)


def _move(work: Reshaping, owners: IntArray, at: FloatArray, to: Place, shared: FloatArray | None = None) -> None:
    """Move a vertex of some grids; ``shared`` are its coordinates, where it is known that all of them have the same."""
    _refuse_unsound(work, owners)
    near, place = work.around_place(to), _vertex_near(work, to)
    at = _settled(work, owners, at) if shared is None else shared
    before = work.shapes(owners)
    _put(work, owners, before, with_vertex_at_each(before, at, place))
    # A border that merely passes there, where the ground was not tiled before, gets the vertex too.
    others = near[~np.isin(near, owners)] if to == tuple(place) else None
    if not np.isin(_passing(work, (float(place[0]), float(place[1])), others), owners).all():
        work.share_vertices(place[None, :])


def _passing(work: Reshaping, at: Place, around: IntArray | None = None) -> IntArray:
    """Return the ids of the grids, and below zero of the exempt areas, whose border passes through a place.

    Of those around it, or of those that are given.
    """
    around = work.around_place(at) if around is None else around
    if not len(around):
        return around
    return around[shapely.dwithin(shapely.boundary(work.shapes(around)), shapely.Point(at), work.noise)]


def _owners(work: Reshaping, at: Place) -> IntArray:
    """Return the ids of those whose border passes through a place if any of them has a vertex there, else none."""
    passing = _passing(work, at)
    return passing if len(_vertices_within(work, passing, np.array(at))) else passing[:0]


@kept_for_last
def _owners_before(plan: Plan, at: Place) -> IntArray:
    """Return what :func:`_owners` does before anything moves; asked of the same place at every move of a drag."""
    return _owners(Reshaping(plan), at)


@kept_for_last
def _shared_before(plan: Plan, at: Place) -> FloatArray | None:
    """Return the coordinates that all owners of a vertex have for it before anything moves; ``None`` if they differ."""
    work, owners = Reshaping(plan), _owners_before(plan, at)
    place = _vertex_near(work, at)
    return place if _have(work, owners, place).all() else None


def _vertices_within(work: Reshaping, grids: IntArray, at: FloatArray) -> FloatArray:
    """Return the vertices that some grids have within noise of a place, as often as they have them. Shape (k, 2)."""
    xy = shapely.get_coordinates(work.shapes(grids))
    near = np.flatnonzero((np.abs(xy - at) <= work.noise).all(axis=1))
    return xy[near][np.hypot(*(xy[near] - at).T) <= work.noise]


def _vertex_near(work: Reshaping, at: Place) -> FloatArray:
    """Return the vertex that most grids have within noise of a place, or the place itself. Shape (2,)."""
    xy = _vertices_within(work, work.around_place(at), np.array(at))
    if not len(xy):
        return np.array(at, dtype=np.float64)
    if (xy == xy[0]).all():
        return xy[0]
    places, count = np.unique(xy, axis=0, return_counts=True)
    return np.asarray(places[np.argmax(count)])


def _settled(work: Reshaping, owners: IntArray, at: FloatArray) -> FloatArray:
    """Give all who share a vertex the same coordinates for it and return these."""
    place = _vertex_near(work, (float(at[0]), float(at[1])))
    owners = owners[~_have(work, owners, place)]
    _reshape(work, owners, lambda shape: with_vertices(shape, place[None, :], work.noise))
    return place


def _have(work: Reshaping, owners: IntArray, place: FloatArray) -> BoolArray:
    """Return which of some grids have a vertex just at a place."""
    xy, of = shapely.get_coordinates(work.shapes(owners), return_index=True)
    has = np.zeros(len(owners), dtype=bool)
    has[of[(xy[:, 0] == place[0]) & (xy[:, 1] == place[1])]] = True
    return has


def _neighbours(work: Reshaping, owners: IntArray, at: FloatArray) -> FloatArray:
    """Return the vertices next to a vertex along all borders that have it, each once. Shape (k, 2)."""
    rings = shapely.get_rings(shapely.get_parts(work.shapes(owners)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    here = (xy == at).all(axis=1)
    joined = ring[1:] == ring[:-1]
    after, before = here[:-1] & joined, here[1:] & joined
    return np.unique(np.concatenate([xy[1:][after], xy[:-1][before]]), axis=0)


def _reshape(work: Reshaping, owners: IntArray, edit: Callable[[shapely.Geometry], shapely.Geometry | None]) -> None:
    before = work.shapes(owners)
    _put(work, owners, before, [edit(shape) for shape in before])


def _put(work: Reshaping, owners: IntArray, before: ShapeArray, after: Iterable[shapely.Geometry | None]) -> None:
    for grid, was, now in zip(owners.tolist(), before, after, strict=True):
        if now is None:
            raise _crossing(work, [grid])
        if now is not was:
            work.put(grid, now)


def _refuse_unsound(work: Reshaping, owners: IntArray) -> None:
    """Refuse to edit vertices of shapes that are invalid: which ground they hold is not settled."""
    plan, known = work.plan, owners[owners > 0]
    invalid = known[~are_valid_at(plan, plan.positions(known))]
    if len(invalid):
        raise Refused("shape-not-valid", grids=invalid.tolist(), codes=", ".join(plan.codes(invalid)))


def _crossing(work: Reshaping, grids: list[int]) -> Refused:
    known = [grid for grid in grids if grid > 0]
    return Refused("border-would-cross", grids=known, codes=", ".join(work.plan.codes(known)))


def _done(work: Reshaping, label: str, owners: IntArray) -> Change:
    plan, altered = work.plan, list(work.changed)
    good = shapely.is_valid(work.shapes(altered)).tolist()
    invalid = [grid for grid, fine in zip(altered, good, strict=True) if not fine]
    if invalid:
        raise _crossing(work, invalid)
    values: dict[str, str | int | float] = {"codes": _codes_of_deepest(plan, owners)}
    return refuse_new_faults(plan, work.change(label, values), seen_valid=True)


@kept_for_last
def _codes_of_deepest(plan: Plan, owners: IntArray) -> str:
    """Return the codes of the grids of the deepest level among some."""
    known = owners[owners > 0]
    if not len(known):
        return ""
    ranks = plan.ranks[plan.positions(known)]
    return ", ".join(plan.codes(known[ranks == ranks.max()]))
