"""Folders for branches of which very many stand below the same one: by the ground on which they are seated."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan

MANY: Final = 1_000
"""More than so many branches side by side are put into folders; no folder holds more.

A tree asks of each row of those that stand side by side, seen or not, whenever it is laid out: at a province, where
24,041 branches of villages stand at the top, that takes 430 ms.
"""
FIRST_ID: Final = 1 << 60
"""Ids of folders are this and more; those of branches are less."""
_PARTS: Final = 4_096


class Folders(NamedTuple):
    """Folders of a chain.

    Attributes
    ----------
    ids : int64 (f,)
        Ascending; a folder of the same ground has the same again in the plan after an edit.
    above : int64 (f,)
        The place of the branch below which it stands, -1 at the top.
    grid : int64 (f,)
        The id of the grid on which those in it are seated, 0 for those that are seated nowhere.
    part : int64 (f,)
        Which part of those on a grid that has too many it holds, from 1; 0 if it holds all.
    holds : int64 (b,)
        Of each branch the folder that it stands in, -1 for none.
    """

    ids: IntArray
    above: IntArray
    grid: IntArray
    part: IntArray
    holds: IntArray


def folders_of(plan: Plan, above: IntArray, order: IntArray, seated: tuple[IntArray, IntArray]) -> Folders:
    """Put branches into folders wherever more than :data:`MANY` stand below the same one.

    Parameters
    ----------
    plan : Plan
    above : int64 (b,)
        The place of the branch above each, -1 at the top.
    order : int64 (b,)
        Places in the order in which branches stand; a folder that is parted is so in this order.
    seated : int64 (k,), int64 (k,)
        From :func:`gridmap.people.branches.seats`, of all branches.
    """
    holds = np.full(len(above), -1, dtype=np.int64)
    crowded = np.flatnonzero(np.bincount(above + 1, minlength=1) > MANY) - 1
    if not len(crowded):
        none = np.empty(0, dtype=np.int64)
        return Folders(none, none, none, none, holds)
    which, where = seated
    seat = np.full(len(above), -1, dtype=np.int64)
    seat[which[::-1]] = where[::-1]  # the first of each
    grid, part = np.zeros(len(above), dtype=np.int64), np.zeros(len(above), dtype=np.int64)
    number = np.full(len(above), -1, dtype=np.int64)
    for turn, one in enumerate(crowded.tolist()):
        rows = order[above[order] == one]
        grid[rows] = ground = _ground_of(plan, seat[rows])
        by_ground = rows[np.argsort(ground, kind="stable")]
        _, begins, counts = np.unique(grid[by_ground], return_index=True, return_counts=True)
        place = np.arange(len(rows)) - np.repeat(begins, counts)
        part[by_ground] = np.where(np.repeat(counts, counts) > MANY, place // MANY + 1, 0)
        number[rows] = turn * (len(plan.ids) + 1) + plan.positions(grid[rows]) + 1
    inside = np.flatnonzero(number >= 0)
    ids, first, folder = np.unique(
        FIRST_ID + number[inside] * _PARTS + part[inside], return_index=True, return_inverse=True
    )
    holds[inside] = folder
    first = inside[first]
    return Folders(ids, above[first], grid[first], part[first], holds)


def _ground_of(plan: Plan, seat: IntArray) -> IntArray:
    """Return the grid of the highest level above each seat at which few enough share one, 0 for none."""
    best, fewest = np.zeros(len(seat), dtype=np.int64), len(seat) + 1
    for level in plan.scheme.levels:
        ground = np.where(seat >= 0, plan.ancestors_at(level)[seat], 0)
        most = int(np.unique(ground, return_counts=True)[1].max())
        if most < fewest:
            best, fewest = ground, most
        if most <= MANY:
            break
    return best
