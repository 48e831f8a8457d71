"""A first division of a graph, by METIS: multilevel partitioning, quick and nearly balanced.

Source: G. Karypis and V. Kumar, A fast and high quality multilevel scheme for partitioning irregular graphs (1998).
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator

import numpy as np

from gridmap.division.units import Units, sums
from gridmap.model.arrays import IntArray

_FINE = 1000


def started(units: Units, zones: int, tolerance: float, seed: int) -> IntArray:
    """Return the zone of each unit, 0 to ``zones`` - 1, of connected units that are at least as many as the zones.

    Zones may be out of balance, but each has a unit and is in one piece.
    """
    n = len(units)
    if zones <= 1:
        return np.zeros(n, dtype=np.int64)
    if zones >= n:
        return np.arange(n, dtype=np.int64)
    import pymetis

    # METIS wants whole numbers, and none of a border may be nothing.
    usual = units.cost.mean() or 1.0
    costs = np.maximum(1, np.round(units.cost / usual * _FINE)).astype(np.int64)
    total = units.weight.sum() or 1.0
    weights = np.maximum(1, np.round(units.weight / total * n * _FINE)).astype(np.int64)
    options = pymetis.Options(seed=seed, ufactor=max(1, int(tolerance * 1000)), contig=1, niter=20)
    with _quiet():
        _, part = pymetis.part_graph(
            zones,
            pymetis.CSRAdjacency(units.first.tolist(), units.neighbour.tolist()),
            vweights=weights.tolist(),
            eweights=costs.tolist(),
            recursive=False,
            options=options,
        )
    return whole_zones(units, np.array(part, dtype=np.int64), zones)


def whole_zones(units: Units, zone: IntArray, zones: int) -> IntArray:
    """Return a division whose zones are each in one piece, and as many as asked for, from one that may lack both.

    Of a zone in several pieces the heaviest stays, the others go to the neighbour with whom they have most border. A
    piece on which nothing borders, an island say, stays where it is. Zones that are missing are cut off the heaviest
    ones.
    """
    zone = zone.copy()
    while True:
        piece = _pieces(units, zone)
        count = int(piece.max()) + 1
        of_piece = np.zeros(count, dtype=np.int64)
        of_piece[piece] = zone
        load = sums(units.weight, piece, count)
        order = np.lexsort((-load, of_piece))
        extra = order[1:][of_piece[order][1:] == of_piece[order][:-1]]
        beside = piece[units.owner] != piece[units.neighbour]
        extra = extra[np.isin(extra, piece[units.owner[beside]])]
        if not len(extra):
            break
        lightest = extra[np.argmin(load[extra])]
        inside = piece == lightest
        at = beside & inside[units.owner]
        near, which = np.unique(zone[units.neighbour[at]], return_inverse=True)
        zone[inside] = near[np.argmax(sums(units.border[at], which, len(near)))]  # each time there is a piece less
    missing = np.setdiff1d(np.arange(zones), zone)
    for number in missing.tolist():
        count_of = np.bincount(zone, minlength=zones)
        load = np.where(count_of > 1, sums(units.weight, zone, zones), -1.0)
        _cut_off(units, zone, int(np.argmax(load)), number)
    return zone


def _pieces(units: Units, zone: IntArray) -> IntArray:
    """Return the number of the connected piece of its zone that each unit is in."""
    same = zone[units.owner] == zone[units.neighbour]
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    links = csr_matrix((np.ones(int(same.sum())), (units.owner[same], units.neighbour[same])), shape=(len(units),) * 2)
    _, label = connected_components(links, directed=False)
    return label.astype(np.int64)


def _cut_off(units: Units, zone: IntArray, number: int, new: int) -> None:
    """Make about half of a zone, grown from one end of it, another one; both stay in one piece."""
    inside = zone == number
    members = np.flatnonzero(inside)
    first, to = units.first.tolist(), units.neighbour.tolist()

    def walk(begin: int) -> list[int]:
        seen, queue = {begin}, [begin]
        for unit in queue:
            for other in to[first[unit] : first[unit + 1]]:
                if inside[other] and other not in seen:
                    seen.add(other)
                    queue.append(other)
        return queue

    order = walk(walk(int(members[0]))[-1])
    weight = units.weight[order]
    half = int(np.searchsorted(np.cumsum(weight), weight.sum() / 2))
    zone[order[: max(1, min(half, len(order) - 1))]] = new
    rest = zone == number
    piece = _pieces(units, np.where(rest, 0, 1))
    pieces, counts = np.unique(piece[rest], return_counts=True)
    for other in pieces[np.argsort(-counts)][1:].tolist():  # what the walk has cut off goes with it
        zone[rest & (piece == other)] = new


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what METIS prints on the standard error of the process from whoever reads it."""
    try:
        place = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
        kept = os.dup(place)
    except (OSError, ValueError):
        yield
        return
    with tempfile.TemporaryFile() as nowhere:
        os.dup2(nowhere.fileno(), place)
        try:
            yield
        finally:
            os.dup2(kept, place)
            os.close(kept)
