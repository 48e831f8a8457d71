"""Dividing ground fairly: groups of neighbouring blocks, each with its share, whose borders follow water and roads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROUNDS_OF_BALANCE = 40
ROUNDS_OF_SMOOTHING = 6


@dataclass(frozen=True)
class Neighbours:
    """Which blocks border on which, and what a grid border between them costs.

    ``of[b]`` lists ``(neighbour, cost)``, neighbours in ascending order.
    """

    of: list[list[tuple[int, float]]]

    @classmethod
    def from_pairs(cls, count: int, left: Ints, right: Ints, cost: Floats) -> Neighbours:
        """Make the lists from pairs of neighbours, each pair once."""
        of: list[list[tuple[int, float]]] = [[] for _ in range(count)]
        for a, b, c in zip(left.tolist(), right.tolist(), cost.tolist(), strict=True):
            of[a].append((b, c))
            of[b].append((a, c))
        for row in of:
            row.sort()
        return cls(of)

    def components(self, members: Ints) -> list[Ints]:
        """Return the connected pieces of some blocks, in the order of their first block."""
        left = dict.fromkeys(members.tolist())
        pieces = []
        for first in members.tolist():
            if first not in left:
                continue
            del left[first]
            piece = [first]
            for block in piece:
                for other, _ in self.of[block]:
                    if other in left:
                        del left[other]
                        piece.append(other)
            pieces.append(np.array(piece))
        return pieces


def apportion(weights: Floats, total: int, least: int | Ints = 1, most: Ints | None = None) -> Ints:
    """Share out whole numbers by weight: largest remainders, ties to the earlier one.

    Parameters
    ----------
    weights : array of float
        Not negative.
    total : int
        Sum of the shares.
    least, most : int or array of int
        Bounds of each share.

    Raises
    ------
    ValueError
        The bounds do not admit the total.
    """
    low = np.broadcast_to(np.asarray(least, dtype=np.int64), weights.shape).copy()
    high = np.full(weights.shape, total, dtype=np.int64) if most is None else np.maximum(most, low)
    if low.sum() > total or high.sum() < total:
        raise ValueError(
            f"cannot share {total} in {len(weights)} with {int(low.sum())} at least, {int(high.sum())} at most"
        )
    share = low
    # One at a time to whoever is furthest below its due: Webster's method, with bounds.
    for _ in range(total - int(low.sum())):
        due = np.where(share < high, weights / (share + 0.5), -1.0)
        share[int(np.argmax(due))] += 1
    return share


def divide(
    members: Ints, count: int, weight: Floats, place: Floats, neighbours: Neighbours, rng: np.random.Generator
) -> Ints:
    """Divide connected blocks into connected groups of about equal weight with short borders.

    Parameters
    ----------
    members : array of int
        Numbers of the blocks; they must be connected, and at least ``count``.
    count : int
        Number of groups.
    weight : array of float
        Of every block (also those that are not members).
    place : array of shape (n, 2)
        Centre of every block, metres.
    neighbours : Neighbours
    rng : numpy.random.Generator

    Returns
    -------
    array of int, of the shape of ``members``
        Group of each member, 0 to ``count - 1``; none is empty.
    """
    if count == 1:
        return np.zeros(len(members), dtype=np.int64)
    if count > len(members):
        raise ValueError(f"cannot make {count} groups of {len(members)} blocks")
    share = weight[members] + 1e-9 * weight[members].sum() + 1e-9
    group = _balanced_cells(share, place[members], count, rng)
    position = {block: i for i, block in enumerate(members.tolist())}
    near = [[(position[b], c) for b, c in neighbours.of[block] if b in position] for block in members.tolist()]
    labels = _connect(group.tolist(), near, share.tolist(), count)
    _smooth(labels, near, share.tolist(), count)
    return np.array(labels)


def _balanced_cells(share: Floats, place: Floats, count: int, rng: np.random.Generator) -> Ints:
    """Give each block to the nearest centre, distances shifted so that all centres get about the same share."""
    centre = _spread_centres(share, place, count, rng)
    target = share.sum() / count
    shift = np.zeros(count)
    group = np.zeros(len(share), dtype=np.int64)
    for turn in range(ROUNDS_OF_BALANCE):
        away = place[:, None, :] - centre[None, :, :]
        square = away[:, :, 0] ** 2 + away[:, :, 1] ** 2
        group = np.argmin(square - shift[None, :], axis=1)
        held = np.bincount(group, weights=share, minlength=count)
        some = held > 0
        if turn < ROUNDS_OF_BALANCE // 2:
            for axis in (0, 1):
                mean = np.bincount(group, weights=share * place[:, axis], minlength=count)[some] / held[some]
                centre[some, axis] = mean
        spread = square[np.arange(len(share)), group]
        typical = np.sum(spread * share) / share.sum() + 1.0
        shift += typical * 0.5 * np.clip((target - held) / target, -1.0, 1.0)
    for empty in np.flatnonzero(np.bincount(group, minlength=count) == 0):
        size = np.bincount(group, minlength=count)
        away = place - centre[empty]
        square = np.where(size[group] > 1, away[:, 0] ** 2 + away[:, 1] ** 2, np.inf)
        group[int(np.argmin(square))] = empty
    return group


def _spread_centres(share: Floats, place: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Choose blocks far from each other, heavy ones rather than light ones."""
    chosen = [int(np.argmax(share * rng.uniform(0.5, 1.0, len(share))))]
    away = place - place[chosen[0]]
    square = away[:, 0] ** 2 + away[:, 1] ** 2
    for _ in range(count - 1):
        score = square * share * rng.uniform(0.3, 1.0, len(share))
        chosen.append(int(np.argmax(score)))
        away = place - place[chosen[-1]]
        square = np.minimum(square, away[:, 0] ** 2 + away[:, 1] ** 2)
    return place[chosen].copy()


def _connect(labels: list[int], near: list[list[tuple[int, float]]], share: list[float], count: int) -> list[int]:
    """Keep the heaviest piece of each group and give the others to the neighbouring group with the costliest border."""
    piece_of = [-1] * len(labels)
    heaviest: list[tuple[float, int]] = [(-1.0, -1)] * count
    pieces = 0
    for first in range(len(labels)):
        if piece_of[first] >= 0:
            continue
        piece_of[first] = pieces
        stack, total = [first], 0.0
        for block in stack:
            total += share[block]
            for other, _ in near[block]:
                if piece_of[other] < 0 and labels[other] == labels[first]:
                    piece_of[other] = pieces
                    stack.append(other)
        if total > heaviest[labels[first]][0]:
            heaviest[labels[first]] = (total, pieces)
        pieces += 1
    kept = {piece for _, piece in heaviest}
    loose = [block for block in range(len(labels)) if piece_of[block] not in kept]
    settled = [piece in kept for piece in piece_of]
    while loose:
        rest = []
        for block in loose:
            pull: dict[int, float] = {}
            for other, cost in near[block]:
                if settled[other]:
                    pull[labels[other]] = pull.get(labels[other], 0.0) + cost
            if pull:
                labels[block] = max(sorted(pull), key=lambda label: pull[label])
                settled[block] = True
            else:
                rest.append(block)
        if len(rest) == len(loose):
            raise ValueError("the blocks to divide are not connected")
        loose = rest
    return labels


def _smooth(labels: list[int], near: list[list[tuple[int, float]]], share: list[float], count: int) -> None:
    """Move blocks across borders while that makes borders cheaper or shares more equal, keeping groups connected."""
    target = sum(share) / count
    held = [0.0] * count
    size = [0] * count
    for block, label in enumerate(labels):
        held[label] += share[block]
        size[label] += 1
    costs = [cost for row in near for _, cost in row]
    scale = 2.2 * (sum(costs) / max(len(costs), 1))
    for _ in range(ROUNDS_OF_SMOOTHING):
        moved = False
        for block, row in enumerate(near):
            mine = labels[block]
            if size[mine] == 1 or all(labels[other] == mine for other, _ in row):
                continue
            pull: dict[int, float] = {}
            for other, cost in row:
                pull[labels[other]] = pull.get(labels[other], 0.0) + cost
            best, gain = mine, 1e-6
            for label in sorted(pull):
                if label == mine:
                    continue
                before = ((held[mine] - target) / target) ** 2 + ((held[label] - target) / target) ** 2
                after = ((held[mine] - share[block] - target) / target) ** 2 + (
                    (held[label] + share[block] - target) / target
                ) ** 2
                better = pull[label] - pull.get(mine, 0.0) + scale * 4.0 * (before - after)
                if better > gain:
                    best, gain = label, better
            if best != mine and _stays_connected(block, labels, near, size[mine]):
                labels[block] = best
                held[mine] -= share[block]
                held[best] += share[block]
                size[mine] -= 1
                size[best] += 1
                moved = True
        if not moved:
            return


def _stays_connected(block: int, labels: list[int], near: list[list[tuple[int, float]]], size: int) -> bool:
    """Tell whether a group hangs together without one of its blocks."""
    mine = labels[block]
    inside = [other for other, _ in near[block] if labels[other] == mine]
    if not inside:
        return False
    if len(inside) == 1:
        return True
    wanted = set(inside[1:])
    seen = {block, inside[0]}
    stack = [inside[0]]
    while stack and wanted:
        for other, _ in near[stack.pop()]:
            if other not in seen and labels[other] == mine:
                seen.add(other)
                wanted.discard(other)
                stack.append(other)
    return not wanted
