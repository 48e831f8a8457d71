"""Who answers for which grid in the sample: full-time workers, some part-time, and persons of units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.scheme import Scheme
from sample_data.chance import Ints, ranks, stream
from sample_data.ground.borders import shared_borders
from sample_data.people.persons import person_names, phone_numbers

FULL_TIME_PER_GRID: Final = 1145 / 1036
"""Full-time workers over comprehensive grids; the city had at least 1,100 of them for 1,036 grids in 2020."""

PAIRS_PER_GRID: Final = 66 / 1036
"""Workers who have two neighbouring grids, over comprehensive grids."""

PART_TIME_PER_GRID: Final = 0.11
FIRST_DAY: Final = "2018-01-01"
DAYS: Final = 1060
"""Assignments begin within so many days after the first day: all before the day that the sample shows."""


@dataclass(frozen=True)
class Staff:
    """The tables of workers and of assignments."""

    workers: pd.DataFrame
    assignments: pd.DataFrame


def make_workers(grids: gpd.GeoDataFrame, households: Ints, scheme: Scheme, seed: int) -> Staff:
    """Staff every comprehensive grid with a full-time worker, and every dedicated one with a responsible person.

    Some full-time workers have two neighbouring grids of a village, if both together are below the limit of
    households; some large grids have two workers, or a part-time one besides.

    Parameters
    ----------
    grids : GeoDataFrame
        Grids of all levels by id, with the columns of the plan's table.
    households : array of int, one for each row of ``grids``
    scheme : Scheme
        For the limit of households of a worker.
    seed : int
    """
    rng = stream(seed, "workers")
    kind = grids["kind"].to_numpy(dtype=object)
    lived_in, units = np.flatnonzero(kind == "comprehensive"), np.flatnonzero(kind == "dedicated")
    first, second = _pairs(grids, lived_in, households, scheme.limit("worker_households"), rng)
    alone = np.setdiff1d(lived_in, second)  # the first grid of every worker who has one or two
    more = round(FULL_TIME_PER_GRID * len(lived_in)) - len(alone)
    single = np.setdiff1d(alone, first)
    burden = households[single] + 60.0 * rng.random(len(single))
    reinforced = np.sort(single[np.argsort(-burden, kind="stable")[:more]])
    assisted = np.sort(rng.permutation(single)[: round(PART_TIME_PER_GRID * len(lived_in))])

    grid = np.concatenate([alone, reinforced, assisted, units])
    role = np.repeat(
        np.array(["full_time", "full_time", "part_time", "responsible"], dtype=object),
        [len(alone), len(reinforced), len(assisted), len(units)],
    )
    order = np.lexsort((grid, role == "responsible"))
    grid, role = grid[order], role[order]
    workers = pd.DataFrame(
        {
            "staff_number": _staff_numbers(grids, grid, role),
            "name": person_names(rng, len(grid)),
            "phone": phone_numbers(rng, len(grid)),
        },
        index=pd.Index(np.arange(1, len(grid) + 1), name="id"),
    )
    worker = np.arange(1, len(grid) + 1)
    main = np.flatnonzero(role == "full_time")
    leads = main[np.searchsorted(grid[main], first)]  # the first worker of each first grid; pairs have one only
    worker = np.concatenate([worker, worker[leads]])
    grid, role = np.concatenate([grid, second]), np.concatenate([role, role[leads]])
    begun = np.datetime64(FIRST_DAY) + rng.integers(0, DAYS, len(grid)).astype("timedelta64[D]")
    order = np.lexsort((worker, grid))
    assignments = pd.DataFrame(
        {
            "worker": worker[order],
            "grid": grids.index.to_numpy()[grid[order]],
            "role": role[order],
            "from_date": begun.astype(str)[order],
            "until_date": "",
        },
        index=pd.Index(np.arange(1, len(grid) + 1), name="id"),
    )
    return Staff(workers, assignments)


def _pairs(
    grids: gpd.GeoDataFrame, lived_in: Ints, households: Ints, limit: float, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Choose neighbouring grids of one village that one worker can answer for together, the smallest first.

    Returns
    -------
    first, second : arrays of int
        Rows of ``grids``, ascending by ``first``; no grid is in two pairs.
    """
    left, right, _ = shared_borders(np.asarray(grids.geometry.array, dtype=object)[lived_in])
    left, right = lived_in[left], lived_in[right]
    parent = grids["parent"].to_numpy()
    together = households[left] + households[right]
    fits = (parent[left] == parent[right]) & (together <= 0.97 * limit)
    left, right, together = left[fits], right[fits], together[fits]
    wanted = round(PAIRS_PER_GRID * len(lived_in))
    taken: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for place in np.argsort(together + 120.0 * rng.random(len(together)), kind="stable").tolist():
        pair = (int(left[place]), int(right[place]))
        if len(chosen) < wanted and taken.isdisjoint(pair):
            taken.update(pair)
            chosen.append(pair)
    pairs: npt.NDArray[np.int64] = np.array(sorted(chosen), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _staff_numbers(grids: gpd.GeoDataFrame, grid: Ints, role: npt.NDArray[np.object_]) -> list[str]:
    """Number the staff of every town: the end of its code and a serial; persons of units with a D before."""
    village = grids["parent"].to_numpy()[grid]
    town = grids["parent"].loc[village].to_numpy()
    code = [c[-3:] for c in grids["code"].loc[town].to_list()]
    unit = role == "responsible"
    serial = 1 + ranks(2 * town + unit, np.arange(len(grid)))
    return [f"{'D' if u else ''}{c}{s:04d}" for u, c, s in zip(unit.tolist(), code, serial.tolist(), strict=True)]
