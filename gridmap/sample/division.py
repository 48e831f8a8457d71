"""Who gets which block: communities and villages inside a part, and comprehensive grids inside a village."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridmap.sample.blocks import Floats, Ints
from gridmap.sample.partition import Neighbours, apportion, divide
from gridmap.sample.settlement import CANAL, DEDICATED, LAKE, OPEN, RIVER, Settlement, Wanted

#: Open ground of a village that is cut off and holds less than this share of a grid is no grid of its own.
LEAST_SHARE_OF_GRID = 0.4
#: Ground that is cut off and holds less than this share of a village joins a village across the water.
LEAST_SHARE_OF_VILLAGE = 0.55


@dataclass(frozen=True)
class Division:
    """The outcome: what each block belongs to.

    Parameters
    ----------
    village : array of int, one for each block
        Number of its village, -1 for the river; villages of a part are consecutive, communities first.
    part_of_village : array of int
    urban : array of bool, one for each village
    grid : array of int, one for each block
        Number of its comprehensive grid, -1 if it is in none.
    village_of_grid : array of int
    expected : array of float, one for each comprehensive grid
        Expected blocks in it, a measure of how many live there.
    pocket : array of bool, one for each block
        Open ground too small for a grid of its own, between water and premises: it stays without a grid, as an exempt area.
    """

    village: Ints
    part_of_village: Ints
    urban: np.ndarray
    grid: Ints
    village_of_grid: Ints
    expected: Floats
    pocket: np.ndarray


def divide_settlement(settlement: Settlement, wanted: list[Wanted], parts: list[int], seed: int) -> Division:
    """Divide every part among its villages, and every village among its comprehensive grids.

    Parameters
    ----------
    settlement : Settlement
    wanted : list of Wanted
        One for each part of the settlement.
    parts : list of int
        The key of each part's random stream.
    seed : int
    """
    s = settlement
    blocks = len(s.area_m2)
    left, right, length = s.mesh.borders(of=s.block_of)
    _, _, cost = s.mesh.borders(s.mesh.length * s.edge_cost, of=s.block_of)
    village = np.full(blocks, -1)
    grid = np.full(blocks, -1)
    pocket = np.zeros(blocks, dtype=bool)
    part_of_village: list[int] = []
    urban: list[bool] = []
    village_of_grid: list[int] = []
    expected: list[float] = []
    load = s.area_m2 / s.expected_m2
    for i, want in enumerate(wanted):
        rng = np.random.default_rng([seed, 3, parts[i]])
        mine = (s.part == i) & (s.kind != RIVER)
        open_ = np.flatnonzero(mine & (s.kind == OPEN))
        inside = mine[left] & mine[right]
        both_open = inside & (s.kind[left] == OPEN) & (s.kind[right] == OPEN)
        plain = Neighbours.from_pairs(blocks, left[both_open], right[both_open], cost[both_open])
        touching = Neighbours.from_pairs(blocks, left[inside], right[inside], length[inside])
        town = _built_up(open_, want, s, plain)
        for is_urban, members, count in ((True, open_[town], want.communities), (False, open_[~town], want.villages)):
            if count == 0:
                continue
            weight = load if is_urban else load / load[members].sum() + s.area_m2 / s.area_m2[members].sum()
            for piece, share, near in _pieces(members, count, weight, plain, touching, s):
                group = divide(piece, share, weight, s.centre, near, rng)
                village[piece] = group + len(urban)
                urban += [is_urban] * share
                part_of_village += [i] * share
        _give_the_rest(village, np.flatnonzero(mine & (s.kind != OPEN)), touching)
        first = len(urban) - want.communities - want.villages
        stretches: list[Ints] = []
        for number in range(first, len(urban)):
            stretches += plain.components(open_[village[open_] == number])
        stretches = _without_pockets(stretches, village, load, want.comprehensive, pocket)
        loads = np.array([load[stretch].sum() for stretch in stretches])
        most = np.array([len(stretch) for stretch in stretches])
        for stretch, count in zip(stretches, apportion(loads, want.comprehensive, 1, most).tolist(), strict=True):
            group = divide(stretch, count, load, s.centre, plain, rng)
            grid[stretch] = group + len(village_of_grid)
            village_of_grid += [int(village[stretch[0]])] * count
            expected += np.bincount(group, weights=load[stretch], minlength=count).tolist()
    return Division(
        village,
        np.array(part_of_village),
        np.array(urban, dtype=bool),
        grid,
        np.array(village_of_grid),
        np.array(expected),
        pocket,
    )


def _built_up(open_: Ints, want: Wanted, s: Settlement, plain: Neighbours) -> np.ndarray:
    """Tell the ground of communities from that of villages: the least remote, without holes and islands."""
    town = np.zeros(len(open_), dtype=bool)
    if want.villages == 0 or want.communities == 0:
        town[:] = want.communities > 0
        return town
    order = np.argsort(s.remoteness[open_], kind="stable")
    area = np.cumsum(s.area_m2[open_][order])
    share = min(want.communities * 0.72e6, 0.6 * area[-1])
    town[order[: int(np.searchsorted(area, share))]] = True
    position = {block: i for i, block in enumerate(open_.tolist())}
    for side, count in ((True, want.communities), (False, want.villages), (True, want.communities)):
        members = open_[town == side]
        total = s.area_m2[members].sum()
        for piece in plain.components(members):
            if s.area_m2[piece].sum() < LEAST_SHARE_OF_VILLAGE * total / count:
                around = {b for block in piece.tolist() for b, _ in plain.of[block]} - set(piece.tolist())
                if around:
                    town[[position[block] for block in piece.tolist()]] = not side
    return town


def _pieces(
    members: Ints, count: int, weight: Floats, plain: Neighbours, touching: Neighbours, s: Settlement
) -> list[tuple[Ints, int, Neighbours]]:
    """Split ground into connected pieces with a whole number of villages each; small pieces are joined across water."""
    near = Neighbours([list(row) for row in plain.of])
    total = weight[members].sum()
    while True:
        pieces = near.components(members)
        loads = np.array([weight[piece].sum() for piece in pieces])
        small = int(np.argmin(loads))
        if len(pieces) == 1 or (len(pieces) <= count and loads[small] >= LEAST_SHARE_OF_VILLAGE * total / count):
            break
        _bridge(pieces, small, near, touching, s)
    return list(
        zip(
            pieces,
            apportion(loads, count, 1, np.array([len(p) for p in pieces])).tolist(),
            [near] * len(pieces),
            strict=True,
        )
    )


def _bridge(pieces: list[Ints], small: int, near: Neighbours, touching: Neighbours, s: Settlement) -> None:
    """Join the small piece to the nearest other one, by way of water or premises if there are any between the two."""
    inside = set(pieces[small].tolist())
    others = {block for i, piece in enumerate(pieces) if i != small for block in piece.tolist()}
    best: tuple[float, int, int] | None = None
    for block in pieces[small].tolist():
        for between, a in touching.of[block]:
            if s.kind[between] == OPEN:
                continue
            for other, b in touching.of[between]:
                if other in others and other not in inside and (best is None or min(a, b) > best[0]):
                    best = (min(a, b), block, other)
    if best is None:
        far = np.array(sorted(others))
        mine = pieces[small]
        away = s.centre[mine][:, None] - s.centre[far][None]
        nearest = int(np.argmin(away[:, :, 0] ** 2 + away[:, :, 1] ** 2))
        best = (0.0, int(mine[nearest // len(far)]), int(far[nearest % len(far)]))
    _, a_block, b_block = best
    near.of[a_block].append((b_block, 1.0))
    near.of[b_block].append((a_block, 1.0))


def _give_the_rest(village: Ints, rest: Ints, touching: Neighbours) -> None:
    """Give water and premises to the village with the longest border, from the shores inwards."""
    left = rest.tolist()
    while left:
        later, found = [], []
        for block in left:
            pull: dict[int, float] = {}
            for other, length in touching.of[block]:
                if village[other] >= 0:
                    pull[int(village[other])] = pull.get(int(village[other]), 0.0) + length
            if pull:
                found.append((block, max(sorted(pull), key=lambda number: pull[number])))
            else:
                later.append(block)
        for block, number in found:
            village[block] = number
        if not found:
            raise ValueError(f"{len(later)} blocks touch no village")
        left = later


def _without_pockets(stretches: list[Ints], village: Ints, load: Floats, count: int, pocket: np.ndarray) -> list[Ints]:
    """Leave out open ground that is cut off and too small for a grid, unless it is all that its village has."""
    loads = [float(load[stretch].sum()) for stretch in stretches]
    typical = sum(loads) / count
    largest: dict[int, float] = {}
    for stretch, held in zip(stretches, loads, strict=True):
        number = int(village[stretch[0]])
        largest[number] = max(largest.get(number, 0.0), held)
    kept = []
    for stretch, held in zip(stretches, loads, strict=True):
        if held < LEAST_SHARE_OF_GRID * typical and held < largest[int(village[stretch[0]])]:
            pocket[stretch] = True
        else:
            kept.append(stretch)
    return kept


__all__ = ["CANAL", "DEDICATED", "LAKE", "Division", "divide_settlement"]
