"""Households of a grid against the standard of its kind and setting, and those that a worker answers for."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.kept import kept, kept_by_row
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme

FAR_OVER: Final = 1.5
"""A grid with more than this many times the highest number of households is far over its standard."""

UNBOUNDED: Final = int(np.iinfo(np.int64).max // 4)
"""The most households of a grid for which there is no standard."""


class Workload(IntEnum):
    """How many households a grid holds, against its standard."""

    UNDER = 0
    WITHIN = 1
    OVER = 2
    FAR_OVER = 3


@kept("grids.kind", "grids.setting")
def household_standard(plan: Plan) -> tuple[IntArray, IntArray]:
    """Return the least and the most households that every grid should hold. Two arrays of shape (n,).

    A grid whose setting has no standard, or is not known, is measured by the widest range of its kind; one whose kind
    has none at all by 0 and :data:`UNBOUNDED`.
    """
    least, most = _standards(plan).T
    return least, most


@kept_by_row("grids", "kind", "setting")
def _standards(plan: Plan, rows: IntArray) -> IntArray:
    """Return the least and the most households of some grids. Shape (n, 2)."""
    settings = plan.grids["setting"].to_numpy(dtype=object)
    return np.stack(standard_of(plan.scheme, plan.kind_numbers[rows], settings[rows]), axis=1)


def standard_of(
    scheme: Scheme, kind_numbers: npt.NDArray[np.int16], settings: npt.NDArray[np.object_]
) -> tuple[IntArray, IntArray]:
    """Return what :func:`household_standard` does for grids of some kinds (places in the scheme, -1: unknown)."""
    least = np.zeros(len(kind_numbers), dtype=np.int64)
    most = np.full(len(kind_numbers), UNBOUNDED, dtype=np.int64)
    for number, kind in enumerate(scheme.kinds):
        if not kind.households:
            continue
        of_kind = kind_numbers == number
        least[of_kind] = min(low for low, _ in kind.households.values())
        most[of_kind] = max(high for _, high in kind.households.values())
        for setting, (low, high) in kind.households.items():
            here = of_kind & (settings == setting)
            least[here], most[here] = low, high
    return least, most


def has_standard(plan: Plan) -> BoolArray:
    """Return the grids that a map, a table or a histogram of households counts. Shape (n,).

    They are of the deepest level for which the scheme has a standard that lets a grid have households at all, so that
    nobody's home counts twice.
    """
    kinds = [kind for kind in plan.scheme.kinds if any(most > 0 for _, most in kind.households.values())]
    rank = max((kind.level.rank for kind in kinds), default=0)
    return plan.of_kinds(kind for kind in kinds if kind.level.rank == rank)


def workload_state(plan: Plan) -> npt.NDArray[np.int8]:
    """Return for every grid how its households compare with its standard: values of :class:`Workload`. Shape (n,)."""
    return workload_of(households_by_grid(plan), *household_standard(plan))


def workload_of(households: IntArray, least: IntArray, most: IntArray) -> npt.NDArray[np.int8]:
    """Return how households compare with a standard: values of :class:`Workload`. All of shape (n,)."""
    state = np.full(len(households), Workload.WITHIN, dtype=np.int8)
    state[households < least] = Workload.UNDER
    state[households > most] = Workload.OVER
    state[households > most * FAR_OVER] = Workload.FAR_OVER
    return state
