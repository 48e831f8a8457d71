"""A walk through all cells of a rectangle whose stretches are compact: Hilbert's curve, for any sides that are even.

After J. Červený, Generalized Hilbert space-filling curve for rectangular domains of arbitrary size (2018).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sample_data.chance import Ints

Step = tuple[int, int]


def walk(columns: int, rows: int) -> tuple[Ints, Ints]:
    """Return column and row of every cell in the order of the walk: each cell lies beside the one before.

    It begins in one corner and ends in another. So what comes before a stretch and what comes after it both reach the
    outside, and no stretch has a hole.

    Parameters
    ----------
    columns, rows : int
        Even, above 0.

    Raises
    ------
    ValueError
        If a side is odd or not above 0.
    """
    if min(columns, rows) < 1 or columns % 2 or rows % 2:
        raise ValueError(f"the sides of a walk are even, not {columns} and {rows}")
    sides: tuple[Step, Step] = ((columns, 0), (0, rows))
    cells = np.array(list(_cells((0, 0), *(sides if columns >= rows else sides[::-1]))), dtype=np.int64)
    return cells[:, 0], cells[:, 1]


def _cells(at: Step, along: Step, aside: Step) -> Iterator[Step]:
    """Walk a rectangle from ``at`` to the other end of its side ``along``."""
    (x, y), (ax, ay), (bx, by) = at, along, aside
    length, width = abs(ax + ay), abs(bx + by)
    forward, sideways = (_sign(ax), _sign(ay)), (_sign(bx), _sign(by))
    if width == 1 or length == 1:
        step = forward if width == 1 else sideways
        yield from ((x + n * step[0], y + n * step[1]) for n in range(max(length, width)))
        return
    half, halved = (ax // 2, ay // 2), (bx // 2, by // 2)
    if 2 * length > 3 * width:  # long: two pieces, one after the other
        if abs(sum(half)) % 2 and length > 2:
            half = half[0] + forward[0], half[1] + forward[1]
        yield from _cells(at, half, aside)
        yield from _cells((x + half[0], y + half[1]), (ax - half[0], ay - half[1]), aside)
        return
    if abs(sum(halved)) % 2 and width > 2:
        halved = halved[0] + sideways[0], halved[1] + sideways[1]
    yield from _cells(at, halved, half)  # up, over, and down again
    yield from _cells((x + halved[0], y + halved[1]), along, (bx - halved[0], by - halved[1]))
    yield from _cells(
        (x + ax - forward[0] + halved[0] - sideways[0], y + ay - forward[1] + halved[1] - sideways[1]),
        (-halved[0], -halved[1]),
        (half[0] - ax, half[1] - ay),
    )


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
