"""Faults of party branches: none, no secretary, too few or too many members, another village's, a broken chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sample_data.defects.claims import BRANCH, BRANCHES, JOINT
from sample_data.defects.codes import NO_SUCH_ROW
from sample_data.defects.planting import Mistake, Planting, plant_some
from sample_data.people.persons import person_names

UPPER: Final = "village"
MIDDLE: Final = "grid"
LOWER: Final = "building"
"""Tiers of the chain in the sample's scheme."""


def plant_party_faults(planting: Planting, per_kind: int) -> None:
    """Plant so many faults of every sort; of zones as many as there are."""
    faults: tuple[Mistake, ...] = (
        no_branch,
        branch_under_another_village,
        grid_of_another_branch,
        branch_hangs_on_nothing,
        group_hangs_on_village,
        no_group_below,
        no_secretary,
        too_few_members,
        too_many_members,
        link_to_unknown_grid,
        link_of_unknown_branch,
    )
    for fault in faults:
        plant_some(planting, fault, per_kind)
    planting.use_stream("zone_without_branch")
    for zone in planting.rng.permutation(planting.ids("zones")).tolist()[:per_kind]:
        planting.put("zones", zone, branch=int(planting.rng.choice([0, NO_SUCH_ROW])))
        where = planting.value("zones", zone, "geometry").point_on_surface()
        planting.tell("zone-without-branch", "zone-without-branch", where=where)


def plant_joint_branches(planting: Planting, per_kind: int) -> None:
    """Plant joint branches that serve too many grids; first of all, since few villages have grids enough."""
    plant_some(planting, joint_branch_over_units, per_kind)


def _own_branches(planting: Planting) -> Iterator[tuple[int, int]]:
    """Yield grids with one branch, of their own, and that branch, if both are untouched and no zone counts on it."""
    for grid in planting.drawn(planting.leaves).tolist():
        branches = planting.branches_of(grid)
        if len(branches) != 1 or planting.is_claimed(BRANCHES, grid) or planting.is_claimed(BRANCH, branches[0]):
            continue
        links = planting.rows("branch_grids", "branch", branches[0])
        if len(links) == 1 and not planting.rows("zones", "branch", branches[0]):
            yield grid, branches[0]


def _take(planting: Planting) -> tuple[int, int]:
    """Take the first such grid and branch."""
    grid, branch = next(_own_branches(planting))
    planting.claim(BRANCHES, grid)
    planting.claim(BRANCH, branch)
    return grid, branch


def _can_spare_one(planting: Planting, organisation: int) -> bool:
    """Take one branch from under an organisation, once, if enough are left."""
    return len(planting.rows("branches", "parent", organisation)) > 2 and planting.claim("branch below", organisation)


def no_branch(planting: Planting) -> bool:
    """Dissolve the only branch of a grid, with the groups below it."""
    for grid, branch in _own_branches(planting):
        above = int(planting.value("branches", branch, "parent"))
        if planting.is_claimed(JOINT, grid) or not _can_spare_one(planting, above):
            continue
        planting.claim(BRANCHES, grid)
        planting.claim(BRANCH, branch)
        planting.drop("branch_grids", planting.rows("branch_grids", "grid", grid))
        planting.drop("branches", [branch, *planting.rows("branches", "parent", branch)])
        planting.tell("no-branch", "no-branch", grids=(grid,))
        return True
    return False


def joint_branch_over_units(planting: Planting) -> bool:
    """Found a joint branch, with a group below, for more grids of a village than one may serve."""
    plan = planting.plan
    limit = int(plan.scheme.limit("joint_branch_units"))
    for village in planting.drawn(planting.middles).tolist():
        grids = [grid for grid in plan.children(village).tolist() if not planting.is_claimed(BRANCHES, grid)]
        above = planting.branches_of(village)
        if len(grids) <= limit or len(above) != 1:
            continue
        count = min(len(grids), limit + int(planting.rng.integers(1, 3)))
        grids = sorted(planting.rng.permutation(grids)[:count].tolist())
        name = f"{plan.value(village, 'name')}第{len(planting.added('branches')) // 2 + 1}联合党支部"
        [secretary] = person_names(planting.rng, 1)
        members = int(planting.rng.integers(6, 20))
        branch = planting.add(
            "branches", name=name, tier=MIDDLE, parent=above[0], secretary=secretary, members=members, joint=True
        )
        planting.add("branches", name=f"{name}第一党小组", tier=LOWER, parent=branch, members=members)
        for grid in grids:
            planting.add("branch_grids", branch=branch, grid=grid)
            planting.claim(JOINT, grid)
        planting.tell(
            "joint-over-units", "joint-branch-over-units", grids=tuple(grids), branches=(branch,), count=len(grids)
        )
        return True
    return False


def branch_under_another_village(planting: Planting) -> bool:
    """Hang the branch of a grid under the organisation of another village."""
    for grid, branch in _own_branches(planting):
        above = int(planting.value("branches", branch, "parent"))
        others = [b for b in planting.rows("branches", "tier", UPPER) if b != above]
        if not _can_spare_one(planting, above):
            continue
        planting.claim(BRANCHES, grid)
        planting.claim(BRANCH, branch)
        planting.put("branches", branch, parent=int(planting.rng.choice(others)))
        planting.tell("branch-of-another", "branch-under-another-village", grids=(grid,), branches=(branch,))
        return True
    return False


def grid_of_another_branch(planting: Planting) -> bool:
    """Link a grid to a branch of another village besides its own."""
    grid, branch = _take(planting)
    village = planting.parent(grid)
    for other in planting.shuffled(planting.leaves).tolist():
        if planting.parent(other) != village and not planting.is_claimed(BRANCHES, other):
            planting.claim(BRANCHES, other)
            planting.add("branch_grids", branch=branch, grid=other)
            planting.tell("branch-of-another", "grid-of-another-branch", grids=(other,), branches=(branch,))
            return True
    return False


def branch_hangs_on_nothing(planting: Planting) -> bool:
    """Let the branch of a grid hang on no organisation, or on one that does not exist."""
    for grid, branch in _own_branches(planting):
        above = int(planting.value("branches", branch, "parent"))
        if not _can_spare_one(planting, above):
            continue
        planting.claim(BRANCHES, grid)
        planting.claim(BRANCH, branch)
        planting.put("branches", branch, parent=int(planting.rng.choice([0, NO_SUCH_ROW])))
        planting.tell("broken-chain", "branch-hangs-on-nothing", grids=(grid,), branches=(branch,))
        return True
    return False


def group_hangs_on_village(planting: Planting) -> bool:
    """Hang a building group straight on the organisation of the village."""
    for grid, branch in _own_branches(planting):
        groups = planting.rows("branches", "parent", branch)
        above = int(planting.value("branches", branch, "parent"))
        if len(groups) < 2:
            continue
        planting.claim(BRANCHES, grid)
        planting.claim(BRANCH, branch)
        planting.put("branches", groups[0], parent=above)
        village = planting.parent(grid)
        planting.tell("broken-chain", "group-hangs-on-village", grids=(village,), branches=(groups[0],))
        return True
    return False


def no_group_below(planting: Planting) -> bool:
    """Dissolve all building groups of a branch."""
    grid, branch = _take(planting)
    planting.drop("branches", planting.rows("branches", "parent", branch))
    planting.tell("no-branch-below", "no-group-below", grids=(grid,), branches=(branch,))
    return True


def no_secretary(planting: Planting) -> bool:
    """Let the office of a secretary fall vacant."""
    grid, branch = _take(planting)
    planting.put("branches", branch, secretary=" " * int(planting.rng.integers(2)))
    planting.tell("no-secretary", "no-secretary", grids=(grid,), branches=(branch,))
    return True


def too_few_members(planting: Planting) -> bool:
    """Leave a branch fewer full members than it needs to be one."""
    grid, branch = _take(planting)
    members = int(planting.rng.integers(0, int(planting.plan.scheme.limit("branch_members_min"))))
    planting.put("branches", branch, members=members)
    planting.tell("too-few-members", "too-few-members", grids=(grid,), branches=(branch,), count=members)
    return True


def too_many_members(planting: Planting) -> bool:
    """Let a branch grow beyond what it may be."""
    grid, branch = _take(planting)
    members = int(planting.plan.scheme.limit("branch_members_max")) + int(planting.rng.integers(1, 40))
    planting.put("branches", branch, members=members)
    planting.tell("too-many-members", "too-many-members", grids=(grid,), branches=(branch,), count=members)
    return True


def link_to_unknown_grid(planting: Planting) -> bool:
    """Link a branch, besides its grids, to one that does not exist."""
    branches = planting.shuffled(planting.rows("branches", "tier", MIDDLE)).tolist()
    branch = next(b for b in branches if not planting.is_claimed(BRANCH, b) and planting.claim("unknown grid of", b))
    planting.claim(BRANCH, branch)
    planting.add("branch_grids", branch=branch, grid=NO_SUCH_ROW)
    planting.tell("link-unknown", "link-to-unknown-grid", branches=(branch,))
    return True


def link_of_unknown_branch(planting: Planting) -> bool:
    """Link a grid, besides its branches, to one that does not exist."""
    grids = planting.shuffled(planting.leaves).tolist()
    grid = next(g for g in grids if planting.claim("unknown branch of", g))
    planting.add("branch_grids", branch=NO_SUCH_ROW, grid=grid)
    planting.tell("link-unknown", "link-of-unknown-branch", grids=(grid,))
    return True
