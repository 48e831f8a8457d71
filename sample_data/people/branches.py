"""The three tiers of party branches of the sample: village organisations, grid branches, building groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.scheme import Scheme
from sample_data.chance import Floats, Ints, shares_in_groups, stream, within
from sample_data.ground.addresses import short_name
from sample_data.ground.partition import apportion
from sample_data.people.persons import person_names

Bools = npt.NDArray[np.bool_]

JOINT_SHARE: Final = 160 / 1416
"""Level-3 grids that share a joint branch, over all level-3 grids."""

LARGE_UNITS: Final = ("steel_works", "port", "industry", "logistics", "hospital", "school")
"""Uses of dedicated grids that may have several branches."""

_ORDINALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True)
class Party:
    """The tables of branches and of their links to grids, and which branch stands for a grid.

    ``main`` holds a branch id for each row of the grids: its organisation for a village, its first branch for a level-3
    grid, 0 for others.
    """

    branches: pd.DataFrame
    branch_grids: pd.DataFrame
    main: Ints


def make_branches(grids: gpd.GeoDataFrame, households: Ints, count: int, scheme: Scheme, seed: int) -> Party:
    """Make the chain of branches: every level-3 grid has one of its own, several, or one that it shares.

    Long because one table is made column by column, each from those before.

    Parameters
    ----------
    grids : GeoDataFrame
        Grids of all levels by id, with the columns of the plan's table.
    households : array of int, one for each row of ``grids``
    count : int
        Grid branches that there are to be.
    scheme : Scheme
        For the limits of members and of units of a joint branch.
    seed : int

    Raises
    ------
    ValueError
        If ``count`` is too small for every grid to be served.
    """
    rng = stream(seed, "branches")
    kind = grids["kind"].to_numpy(dtype=object)
    ids = grids.index.to_numpy()
    villages = np.flatnonzero(kind == "village")
    low = np.flatnonzero(np.isin(kind, ("comprehensive", "dedicated")))
    joint_of = _joint_groups(grids, low, households, int(scheme.limit("joint_branch_units")), rng)
    joints = int(joint_of.max(initial=-1)) + 1
    own = low[joint_of < 0]
    each = 1 + apportion(
        _appetite(grids, own, households), count - joints - len(own), least=0, most=np.full(len(own), 3)
    )

    # grid branches: those of one grid first, then the joint ones; the seat of a branch is its (first) grid
    owner, number = within(each)
    joint_rows = np.flatnonzero(joint_of >= 0)
    by_group = joint_rows[np.argsort(joint_of[joint_rows], kind="stable")]
    group_size = np.bincount(joint_of[joint_rows], minlength=joints)
    seat = np.concatenate([own[owner], low[by_group[np.cumsum(group_size) - group_size]]])
    is_joint = np.arange(len(seat)) >= len(owner)
    order = np.lexsort((np.concatenate([number, np.zeros(joints, dtype=np.int64)]), seat))
    place = np.empty(len(seat), dtype=np.int64)
    place[order] = np.arange(len(seat))

    least, most = int(scheme.limit("branch_members_min")), int(scheme.limit("branch_members_max"))
    members = _members(grids, seat, is_joint, least, most, rng)
    names = _names(grids, own, each, owner, number, low, by_group, group_size)
    names = [names[i] for i in order.tolist()]
    seat, is_joint, members = seat[order], is_joint[order], members[order]

    first_branch = len(villages) + 1
    organisation = 1 + np.searchsorted(ids[villages], grids["parent"].to_numpy()[seat])
    groups = np.clip(members // rng.integers(5, 11, len(seat)), 1, 5)
    branch_of_group, _ = within(groups)
    group_members = shares_in_groups(members, branch_of_group, 1.0 + rng.random(len(branch_of_group)), least=least)
    secretaries = person_names(rng, len(villages) + len(seat) + len(branch_of_group))
    grids_of_village = np.bincount(grids["parent"].to_numpy()[low], minlength=int(ids[-1]) + 1)[ids[villages]]
    branches = pd.DataFrame(
        {
            "name": _organisation_names(grids, villages, grids_of_village)
            + names
            + _group_names(names, groups, (kind == "dedicated")[seat]),
            "tier": ["village"] * len(villages) + ["grid"] * len(seat) + ["building"] * len(branch_of_group),
            "parent": np.concatenate(
                [np.zeros(len(villages), dtype=np.int64), organisation, first_branch + branch_of_group]
            ),
            "secretary": secretaries,
            "members": np.concatenate([rng.integers(5, 10, len(villages)), members, group_members]),
            "joint": np.concatenate([np.zeros(len(villages), bool), is_joint, np.zeros(len(branch_of_group), bool)]),
        },
        index=pd.Index(np.arange(1, first_branch + len(seat) + len(branch_of_group)), name="id"),
    )
    branch = np.concatenate([place[: len(owner)], place[len(owner) + joint_of[by_group]]]) + first_branch
    grid = np.concatenate([own[owner], low[by_group]])
    by_branch = np.lexsort((grid, branch))
    links = pd.DataFrame(
        {
            "branch": np.concatenate([1 + np.arange(len(villages)), branch[by_branch]]),
            "grid": np.concatenate([ids[villages], ids[grid[by_branch]]]),
        },
        index=pd.Index(np.arange(1, len(villages) + len(grid) + 1), name="id"),
    )
    main = np.zeros(len(grids), dtype=np.int64)
    main[villages] = 1 + np.arange(len(villages))
    main[grid[by_branch][::-1]] = branch[by_branch][::-1]
    return Party(branches, links, main)


def _joint_groups(grids: gpd.GeoDataFrame, low: Ints, households: Ints, most: int, rng: np.random.Generator) -> Ints:
    """Put small grids of a village together that share a branch: dedicated ones, at times a comprehensive one.

    Returns
    -------
    array of int, one for each of ``low``
        Number of the group, -1 for a grid with branches of its own. A group has two to ``most`` grids.
    """
    parent = grids["parent"].to_numpy()[low]
    unit = (grids["kind"].to_numpy(dtype=object) == "dedicated")[low]
    small = unit & ~np.isin(grids["use"].to_numpy(dtype=object)[low], ("steel_works", "port"))
    result = np.full(len(low), -1, dtype=np.int64)
    wanted = round(JOINT_SHARE * len(low))
    villages = np.unique(parent[small])
    count = 0
    for village in rng.permutation(villages).tolist():
        members = rng.permutation(np.flatnonzero(small & (parent == village)))
        members = members[: int(rng.integers(2, most))]
        homes = np.flatnonzero(~unit & (parent == village))
        if len(homes) > 1 and rng.random() < 0.3:
            members = np.append(members, homes[np.argmin(households[low[homes]])])
        if 2 <= len(members) <= wanted - int((result >= 0).sum()):
            result[members] = count
            count += 1
    return result


def _appetite(grids: gpd.GeoDataFrame, own: Ints, households: Ints) -> Floats:
    """Weigh how far each grid needs more than one branch: many households, or a large unit."""
    large = np.isin(grids["use"].to_numpy(dtype=object)[own], LARGE_UNITS)
    area = grids.geometry.area.fillna(0.0).to_numpy()[own]
    return np.where(large, np.sqrt(area) / 900.0, np.maximum(households[own] - 380.0, 0.0) / 100.0) ** 2 + 1e-6


def _members(
    grids: gpd.GeoDataFrame, seat: Ints, joint: Bools, least: int, most: int, rng: np.random.Generator
) -> Ints:
    """Draw full members: most in residential grids, few in joint branches; never beyond the limits."""
    unit = (grids["kind"].to_numpy(dtype=object) == "dedicated")[seat]
    share = rng.random((2, len(seat))).mean(axis=0)
    low = np.where(joint, least, np.where(unit, least + 1, least + 6))
    high = np.where(joint, least + 8, np.where(unit, 0.6 * most, 0.96 * most))
    return np.clip(np.round(low + share * (high - low)).astype(np.int64), least, most)


def _stem(name: str) -> str:
    return name.removesuffix("网格")


def _names(
    grids: gpd.GeoDataFrame,
    own: Ints,
    each: Ints,
    owner: Ints,
    number: Ints,
    low: Ints,
    by_group: Ints,
    group_size: Ints,
) -> list[str]:
    """Name the grid branches after their grid, numbered where it has several; a joint one after two of its grids."""
    stems = [_stem(n) for n in grids["name"].to_list()]
    names = [
        f"{stems[row]}{f'第{_ORDINALS[n]}' if several else ''}党支部"
        for row, n, several in zip(own[owner].tolist(), number.tolist(), (each[owner] > 1).tolist(), strict=True)
    ]
    for group in np.split(low[by_group], np.cumsum(group_size)[:-1]) if len(group_size) else []:
        names.append(
            "、".join(stems[row] for row in group.tolist()[:2]) + ("等" if len(group) > 2 else "") + "联合党支部"
        )
    return names


def _organisation_names(grids: gpd.GeoDataFrame, villages: Ints, grids_below: Ints) -> list[str]:
    """Name the organisation of each village; large ones have a committee of their own rank."""
    names = grids["name"].to_numpy(dtype=object)[villages].tolist()
    return [
        short_name(name) + ("党委" if below >= 8 else "党总支")
        for name, below in zip(names, grids_below.tolist(), strict=True)
    ]


def _group_names(branches: list[str], groups: Ints, unit: Bools) -> list[str]:
    """Name the groups of each branch: of a stairwell in a residential grid, by number alone in a unit."""
    return [
        f"{name.replace('党支部', '支部')}第{_ORDINALS[n]}{'' if is_unit else '楼道'}党小组"
        for name, count, is_unit in zip(branches, groups.tolist(), unit.tolist(), strict=True)
        for n in range(count)
    ]
