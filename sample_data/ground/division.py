"""Who gets which block: communities and villages inside a part, and comprehensive grids inside a village."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridmap.model.wanted import must_be_wanted
from sample_data.ground.blocks import Flags
from sample_data.ground.mesh import Floats, Ints
from sample_data.ground.partition import Neighbours, apportion, divide
from sample_data.ground.settlement import OPEN, RIVER, Settlement, Wanted

#: Open ground of a village that is cut off and holds less than this share of a grid is no grid of its own.
LEAST_SHARE_OF_GRID = 0.4
#: Ground that is cut off and holds less than this share of a village joins a village across the water.
LEAST_SHARE_OF_VILLAGE = 0.55
#: One in so many communities of a part is full of tall blocks, and has at least so many grids.
COMMUNITIES_PER_TALL_ONE = 9
GRIDS_OF_TALL_COMMUNITY = 9


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
        Open ground too small for a grid of its own, between water and premises: it has no grid and is exempt.
    """

    village: Ints
    part_of_village: Ints
    urban: Flags
    grid: Ints
    village_of_grid: Ints
    expected: Floats
    pocket: Flags


def divide_settlement(settlement: Settlement, wanted: list[Wanted], parts: list[int], seed: int) -> Division:
    """Divide every part among its villages, and every village among its comprehensive grids.

    Long because each level is divided with what the level above has left.

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
        must_be_wanted()
        rng = np.random.default_rng([seed, 3, parts[i]])
        mine = (s.part == i) & (s.kind != RIVER)
        open_ = np.flatnonzero(mine & (s.kind == OPEN))
        inside = mine[left] & mine[right]
        both_open = inside & (s.kind[left] == OPEN) & (s.kind[right] == OPEN)
        plain = Neighbours.from_pairs(blocks, left[both_open], right[both_open], cost[both_open])
        touching = Neighbours.from_pairs(blocks, left[inside], right[inside], length[inside])
        town = _built_up(open_, want, s, plain, touching)
        for is_urban, members, count in ((True, open_[town], want.communities), (False, open_[~town], want.villages)):
            if count == 0:
                continue
            weight = load if is_urban else load / load[members].sum() + s.area_m2 / s.area_m2[members].sum()
            pieces, near, bridges = _pieces(members, count, weight, plain, touching, s)
            most = np.array([len(piece) for piece in pieces])
            shares = apportion(np.array([weight[piece].sum() for piece in pieces]), count, 1, most)
            for piece, share in zip(pieces, shares.tolist(), strict=True):
                group = divide(piece, share, weight, s.centre, near, rng)
                village[piece] = group + len(urban)
                urban += [is_urban] * share
                part_of_village += [i] * share
            for one, between, other in bridges:
                if village[one] == village[other]:
                    village[between] = village[one]
        _give_the_rest(village, np.flatnonzero(mine & (s.kind != OPEN) & (village < 0)), touching)
        first = len(urban) - want.communities - want.villages
        stretches: list[Ints] = []
        for number in range(first, len(urban)):
            stretches += plain.components(open_[village[open_] == number])
        stretches = _without_pockets(stretches, village, load, want.comprehensive, pocket)
        loads = np.array([load[stretch].sum() for stretch in stretches])
        most = np.array([len(stretch) for stretch in stretches])
        least = _least_grids(stretches, loads, np.array(urban)[[int(village[stretch[0]]) for stretch in stretches]])
        for stretch, count in zip(stretches, apportion(loads, want.comprehensive, least, most).tolist(), strict=True):
            must_be_wanted()
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


def _built_up(open_: Ints, want: Wanted, s: Settlement, plain: Neighbours, touching: Neighbours) -> Flags:
    """Tell the ground of communities from that of villages: the least remote, without holes and islands."""
    town = np.zeros(len(open_), dtype=bool)
    if want.villages == 0 or want.communities == 0:
        town[:] = want.communities > 0
        return town
    order = np.argsort(s.remoteness[open_], kind="stable")
    area = np.cumsum(s.area_m2[open_][order])
    share = min(want.communities * 0.72e6, 0.6 * area[-1])
    town[order[: int(np.searchsorted(area, share))]] = True
    _even_out(open_, town, plain)
    position = {block: i for i, block in enumerate(open_.tolist())}
    for side, count in ((True, want.communities), (False, want.villages), (True, want.communities)):
        members = open_[town == side]
        total = s.area_m2[members].sum()
        water = np.flatnonzero((s.part == s.part[open_[0]]) & (s.kind != OPEN) & (s.kind != RIVER))
        for reach in touching.components(np.concatenate([members, water])):
            piece = reach[s.kind[reach] == OPEN]
            if s.area_m2[piece].sum() < LEAST_SHARE_OF_VILLAGE * total / count:
                around = {b for block in piece.tolist() for b, _ in plain.of[block]} - set(piece.tolist())
                if around:
                    town[[position[block] for block in piece.tolist()]] = not side
    return town


def _even_out(open_: Ints, town: Flags, plain: Neighbours) -> None:
    """Turn blocks that stick out of the edge of town, or into it, to the side that they touch most."""
    position = {block: i for i, block in enumerate(open_.tolist())}
    for _ in range(4):
        for i, block in enumerate(open_.tolist()):
            pull = [0.0, 0.0]
            for other, cost in plain.of[block]:
                pull[int(town[position[other]])] += cost
            if pull[1 - int(town[i])] > 1.25 * pull[int(town[i])]:
                town[i] = not town[i]


def _least_grids(stretches: list[Ints], loads: Floats, urban: Flags) -> Ints:
    """Say how many grids each stretch has at least: one, but many in a few communities full of tall blocks.

    There stand the housing estates of over 10,000 residents, which one grid cannot hold.
    """
    room = urban & (np.array([len(stretch) for stretch in stretches]) >= 2 * GRIDS_OF_TALL_COMMUNITY)
    tall = np.argsort(np.where(room, -loads, np.inf), kind="stable")[: int(urban.sum()) // COMMUNITIES_PER_TALL_ONE]
    least = np.ones(len(stretches), dtype=np.int64)
    least[tall[room[tall]]] = GRIDS_OF_TALL_COMMUNITY
    return least


def _pieces(
    members: Ints, count: int, weight: Floats, plain: Neighbours, touching: Neighbours, s: Settlement
) -> tuple[list[Ints], Neighbours, list[tuple[int, list[int], int]]]:
    """Split ground into connected pieces with room for a village each; small pieces are joined to others across water.

    Returns the pieces, the neighbours with those joined, and for each join two blocks and the waters between them.
    """
    near = Neighbours([list(row) for row in plain.of])
    bridges: list[tuple[int, list[int], int]] = []
    total = weight[members].sum()
    while True:
        pieces = near.components(members)
        loads = np.array([weight[piece].sum() for piece in pieces])
        small = int(np.argmin(loads))
        if len(pieces) == 1 or (len(pieces) <= count and loads[small] >= LEAST_SHARE_OF_VILLAGE * total / count):
            return pieces, near, bridges
        one, between, other = _bridge(pieces, small, touching, s)
        near.of[one].append((other, 1.0))
        near.of[other].append((one, 1.0))
        bridges.append((one, between, other))


def _bridge(pieces: list[Ints], small: int, touching: Neighbours, s: Settlement) -> tuple[int, list[int], int]:
    """Find the shortest way from the small piece to another: its first block, the waters crossed, the block reached."""
    others = {block for i, piece in enumerate(pieces) if i != small for block in piece.tolist()}
    came_from = dict.fromkeys(pieces[small].tolist(), -1)
    queue = pieces[small].tolist()
    for block in queue:
        for other, _ in touching.of[block]:
            if other in came_from:
                continue
            came_from[other] = block
            if other in others:
                way = [other]
                while came_from[way[-1]] >= 0:
                    way.append(came_from[way[-1]])
                return way[-1], way[1:-1], other
            if s.kind[other] != OPEN:
                queue.append(other)
    raise ValueError("a piece of ground touches no other of its part, not even across water")


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


def _without_pockets(stretches: list[Ints], village: Ints, load: Floats, count: int, pocket: Flags) -> list[Ints]:
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
