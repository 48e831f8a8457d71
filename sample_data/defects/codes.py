"""Codes, names, kinds and parents that are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from gridmap.model.arrays import IntArray
from sample_data.defects.claims import BRANCH, BRANCHES, CODE, JOINT, SHAPE, WORKERS
from sample_data.defects.figures import blob
from sample_data.defects.places import spots
from sample_data.defects.planting import MARGIN_M, Planting, plant_each

NO_SUCH_ROW: Final = 9_000_000
"""Above every id of a sample: a reference to it leads nowhere."""

BUILDINGS_TAKEN_OVER: Final = 3
"""So many buildings at least stand on ground that two grids hold, one of them without a parent."""

VILLAGE_M2: Final = (400.0, 40_000.0)


def plant_family_faults(planting: Planting, per_kind: int) -> None:
    """Plant grids with the wrong parent or none and undivided villages, with the gaps and overhangs that follow.

    Those without parent are a third each with their ground left bare, with their ground taken over, and in the ledger.
    """
    for entry in (orphan_in_ledger, straight_under_town_in_ledger):
        planting.use_stream(entry.__name__)
        ids = planting.rng.permutation(_ledger(planting)).tolist()
        free = [g for g in ids if not planting.is_claimed(CODE, g) and not planting.is_claimed(JOINT, g)]
        for grid in free[: per_kind // 3]:
            entry(planting, grid)
    taken_over = per_kind // 3
    for fault, count in (
        (replaced_orphan, taken_over),
        (orphan_with_ground, per_kind - planting.told("orphan") - taken_over),
        (straight_under_town, per_kind - planting.told("wrong-parent")),
        (under_another_village, per_kind),
        (of_unknown_kind, per_kind),
    ):
        planting.use_stream(fault.__name__)
        candidates = _candidates(planting, lived_in=fault is not replaced_orphan)
        _plant_among(planting, fault, candidates, count)
    plant_each(planting, undivided_village, per_kind, *VILLAGE_M2)


def _plant_among(planting: Planting, fault: Callable[[Planting, int], bool], grids: Iterator[int], count: int) -> None:
    """Plant a fault in the first grids where it is possible; :class:`NoRoom` if they are too few."""
    planted = 0
    while planted < count and (grid := next(grids, None)) is not None:
        planted += fault(planting, grid)
    planting.require(planted, count, fault.__name__)


def _ledger(planting: Planting) -> IntArray:
    """Return the leaves that stand in the ledger only."""
    plan = planting.plan
    return plan.ids[(plan.ranks == len(plan.scheme.levels)) & ~plan.has_shape]


def plant_code_faults(planting: Planting, per_kind: int) -> None:
    """Plant so many faults of every sort of codes and names."""
    for fault in (duplicate_code, bad_code, retired_code, same_name):
        planting.use_stream(fault.__name__)
        _plant_among(planting, fault, iter(planting.drawn(planting.leaves).tolist()), per_kind)


# ---- parents ---------------------------------------------------------------------------------------------------------


def _candidates(planting: Planting, *, lived_in: bool) -> Iterator[int]:
    """Yield leaves in one part, without a hole, not alone in their village, and that share no compound with others.

    Only such without households, if so wanted.
    """
    for grid in planting.drawn(planting.intact).tolist():
        shape = planting.shape(grid)
        plain = shape.geom_type == "Polygon" and not len(shape.interiors)
        needed = len(planting.children(planting.parent(grid))) < 3 or planting.shares_compound(grid)
        if plain and not needed and (lived_in or not planting.households[grid]):
            yield grid


def _leave_family(planting: Planting, grid: int, planted: str, **values: Any) -> bool:
    """Change the parent or the kind of a grid, whose ground then is nobody's."""
    ground = planting.shape(grid)
    if planting.is_claimed(JOINT, grid) or planting.is_claimed(CODE, grid) or not planting.is_free(ground):
        return False
    if not planting.can_vanish(grid):
        return False
    planting.claim(BRANCHES, grid)
    planting.claim(CODE, grid)
    planting.put("grids", grid, **values)
    planting.act_on(ground.buffer(-MARGIN_M / 10), planted)
    planting.touch(planting.parent(grid))
    planting.occupy(ground)
    return True


def orphan_with_ground(planting: Planting, grid: int) -> bool:
    """Take a grid's parent."""
    if not _leave_family(planting, grid, "orphan", parent=int(planting.rng.choice([0, NO_SUCH_ROW + grid]))):
        return False
    planting.tell("orphan", "orphan", grids=(grid,))
    return True


def under_another_village(planting: Planting, grid: int) -> bool:
    """Record a grid under a village far away: it hangs over there with all its ground."""
    village = planting.parent(grid)
    workers = [int(planting.value("assignments", row, "worker")) for row in planting.rows("assignments", "grid", grid)]
    if any(planting.grids_of(worker) != [grid] for worker in workers):  # he would have grids in two towns
        return False
    others = planting.middles[planting.middles != village]
    shape = planting.shape(grid)
    name = planting.value("grids", grid, "name")
    for other in planting.shuffled(others).tolist():
        names = {planting.value("grids", child, "name") for child in planting.plan.children(other).tolist()}
        if planting.clean_shape(other).distance(shape) < MARGIN_M or name in names:
            continue
        if not _leave_family(planting, grid, "under-another-village", parent=other):
            return False
        planting.touch(other)
        for branch in planting.branches_of(grid):
            planting.claim(BRANCH, branch)
            planting.tell("branch-of-another", "under-another-village", grids=(grid,), branches=(branch,))
        return True
    return False


def straight_under_town(planting: Planting, grid: int) -> bool:
    """Record a grid straight under its town."""
    if not _leave_family(planting, grid, "wrong-parent", parent=planting.parent(planting.parent(grid))):
        return False
    planting.tell("wrong-parent", "wrong-parent", grids=(grid,))
    return True


def of_unknown_kind(planting: Planting, grid: int) -> bool:
    """Record a kind that the scheme does not know."""
    if planting.is_claimed(WORKERS, grid) or not _leave_family(planting, grid, "unknown-kind", kind="专属网格"):
        return False
    planting.claim(WORKERS, grid)
    planting.tell("unknown-kind", "unknown-kind", grids=(grid,))
    return True


def replaced_orphan(planting: Planting, grid: int) -> bool:
    """Let a neighbour take over a grid's ground and leave the old grid behind without a parent."""
    ground = planting.shape(grid)
    least = min(BUILDINGS_TAKEN_OVER, len(planting.building_points) // len(planting.leaves))
    buildings = planting.buildings_in(ground, 0.0)
    inside = buildings[planting.building_grid[buildings] == grid]
    family = planting.family(planting.parent(grid))
    near = [c for c in family.children.tolist() if c != grid and planting.shape(c) is not None]
    near = [c for c in near if planting.shape(c).intersection(ground).length > 0 and not planting.is_claimed(SHAPE, c)]
    for taker in near:
        taken = planting.shape(taker).union(ground)
        if (
            len(inside) < least
            or taken.geom_type != "Polygon"
            or len(taken.interiors) > len(planting.shape(taker).interiors)
        ):
            continue
        if not _leave_family(planting, grid, "replaced-orphan", parent=0):
            return False
        planting.set_shape(taker, taken)
        planting.tell("orphan", "replaced-orphan", grids=(grid,))
        for row in inside.tolist():
            building = int(planting.ids("buildings")[row])
            where = planting.building_points[row]
            planting.tell(
                "building-in-two-grids", "replaced-orphan", grids=(grid, taker), buildings=(building,), where=where
            )
        return True
    return False


def undivided_village(planting: Planting, area_m2: float) -> bool:
    """Found a village inside another one and forget to divide it."""
    plan = planting.plan
    for host in planting.shuffled(planting.intact).tolist():
        village = planting.parent(host)
        for spot in spots(planting, host, area_m2):
            ground = blob(planting.rng, spot, area_m2)
            around = planting.shape(village)
            shapes = {host: planting.shape(host).difference(ground), village: around.difference(ground)}
            if around.geom_type != "Polygon" or not planting.reshape(shapes, "undivided-village"):
                continue
            town = planting.parent(village)
            number = sum(1 for row in planting.added("grids") if row["parent"] == town) + 1
            new = planting.add(
                "grids",
                code=f"{plan.value(town, 'code')}{600 + number:03d}",
                name=f"新设第{number}村",
                kind=planting.kind(village),
                parent=town,
                setting=planting.value("grids", village, "setting"),
                geometry=ground,
            )
            planting.tell("childless", "undivided-village", grids=(new,), where=ground, area_m2=ground.area)
            planting.tell("no-branch", "undivided-village", grids=(new,))
            return True
    return False


def orphan_in_ledger(planting: Planting, grid: int) -> None:
    """Take the parent of a grid without ground."""
    planting.claim(CODE, grid)
    planting.claim(BRANCHES, grid)
    planting.put("grids", grid, parent=0)
    planting.tell("orphan", "orphan-in-ledger", grids=(grid,))


def straight_under_town_in_ledger(planting: Planting, grid: int) -> None:
    """Record a grid without ground straight under its town."""
    planting.claim(CODE, grid)
    planting.claim(BRANCHES, grid)
    planting.put("grids", grid, parent=planting.parent(planting.parent(grid)))
    planting.tell("wrong-parent", "wrong-parent-in-ledger", grids=(grid,))


# ---- codes and names -------------------------------------------------------------------------------------------------


def _siblings(planting: Planting, grid: int) -> list[int]:
    """Return the siblings of a grid whose code and name are as they were."""
    ids = planting.plan.siblings(grid).tolist()
    return [sibling for sibling in ids if sibling != grid and not planting.is_claimed(CODE, sibling)]


def duplicate_code(planting: Planting, grid: int) -> bool:
    """Give a grid the code of its sibling."""
    siblings = _siblings(planting, grid)
    if not siblings or planting.is_claimed(CODE, grid):
        return False
    other = int(planting.rng.choice(siblings))
    planting.claim(CODE, grid, other)
    planting.put("grids", grid, code=planting.value("grids", other, "code"))
    planting.tell("duplicate-code", "duplicate-code", grids=tuple(sorted((grid, other))))
    return True


def bad_code(planting: Planting, grid: int) -> bool:
    """Write a code one digit short, one too long, with a letter, with a blank, or not at all."""
    if not planting.claim(CODE, grid):
        return False
    code = str(planting.value("grids", grid, "code"))
    wrong = [code[:-1], code + "0", code[:-3] + "O" + code[-2:], code[:6] + " " + code[7:], ""]
    chosen = wrong[int(planting.rng.integers(len(wrong)))]
    if chosen and chosen in planting.codes_in_use:  # cut short, it may be that of a sibling that was cut short as well
        chosen = ""
    planting.codes_in_use.add(chosen)
    planting.put("grids", grid, code=chosen)
    planting.tell("bad-code", "bad-code", grids=(grid,))
    return True


def retired_code(planting: Planting, grid: int) -> bool:
    """Give a grid the code of a retired one of its village, or retire the code that it bears."""
    village = planting.parent(grid)
    prefix = str(planting.value("grids", village, "code"))
    retired = [code for code in planting.column("retired_codes", "code") if code.startswith(prefix)]
    if not planting.claim(CODE, grid):
        return False
    if retired and planting.claim("retired codes of", village):
        planting.put("grids", grid, code=retired[0])
    else:
        code, kind = planting.value("grids", grid, "code"), planting.kind(grid)
        planting.add("retired_codes", code=code, kind=kind, retired_on="2018-12-31", reason="撤并")
    planting.tell("retired-code", "retired-code", grids=(grid,))
    return True


def same_name(planting: Planting, grid: int) -> bool:
    """Call two grids of a village the same, at times with a blank behind."""
    siblings = _siblings(planting, grid)
    if not siblings or planting.is_claimed(CODE, grid):
        return False
    other = int(planting.rng.choice(siblings))
    planting.claim(CODE, grid, other)
    name = str(planting.value("grids", other, "name")) + " " * int(planting.rng.integers(2))
    planting.put("grids", grid, name=name)
    planting.tell("same-name", "same-name", grids=tuple(sorted((grid, other))))
    return True
