"""Faults of who answers for which grid: nobody, too few, too many, too far apart, or somebody who does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import shapely

from sample_data.defects.claims import GROUND, HOUSEHOLDS, WORKER, WORKERS
from sample_data.defects.codes import NO_SUCH_ROW
from sample_data.defects.planting import Mistake, Planting, plant_some
from sample_data.people.persons import PHONE_PREFIX, person_names

BEGUN: Final = "2018-01-01"
ENDED: Final = "2020-06-30"
NOT_BEGUN: Final = "2099-01-01"
FAR_MORE: Final = 1.05
"""Grids of a worker lie so many times farther apart than the limit."""


def plant_rounds(planting: Planting, per_kind: int) -> None:
    """Plant workers with too many grids or such as lie far apart; across towns only if there are several."""
    if len(planting.plan.children(0)) > 1:
        plant_some(planting, worker_across_level_1, per_kind)
    plant_some(planting, worker_far_apart, per_kind)
    plant_some(planting, worker_over_grids, per_kind)


def plant_people_faults(planting: Planting, per_kind: int) -> None:
    """Plant so many of every other fault of people."""
    faults: tuple[Mistake, ...] = (
        no_worker,
        only_part_time_worker,
        assignment_not_in_force,
        responsible_person_left,
        no_responsible_person,
        assignment_of_unknown_worker,
        assignment_to_unknown_grid,
        worker_without_grid,
        shared_phone,
    )
    for fault in faults:
        plant_some(planting, fault, per_kind)


def _simple(planting: Planting, kind: str) -> Iterator[tuple[int, int, int]]:
    """Yield grids of a kind with one assignment, of a worker with no other: ids of grid, assignment and worker."""
    grids = planting.rows("grids", "kind", kind)
    for grid in planting.drawn(grids).tolist():
        found = None if planting.is_claimed(WORKERS, grid) else planting.only_worker(grid)
        if found is not None and not planting.is_claimed(WORKER, found[1]):
            yield grid, *found


def _take(planting: Planting, kind: str) -> tuple[int, int, int] | None:
    """Take the first such grid with its worker."""
    for grid, row, worker in _simple(planting, kind):
        planting.claim(WORKERS, grid)
        planting.claim(WORKER, worker)
        return grid, row, worker
    return None


def no_worker(planting: Planting) -> bool:
    """Let the only worker of a grid leave."""
    if found := _take(planting, "comprehensive"):
        grid, row, worker = found
        planting.drop("assignments", [row])
        planting.drop("workers", [worker])
        planting.tell("no-worker", "no-worker", grids=(grid,))
    return found is not None


def only_part_time_worker(planting: Planting) -> bool:
    """Let the only worker of a grid go on part-time."""
    if found := _take(planting, "comprehensive"):
        grid, row, _ = found
        planting.put("assignments", row, role="part_time")
        planting.tell("only-part-time-worker", "only-part-time-worker", grids=(grid,))
    return found is not None


def assignment_not_in_force(planting: Planting) -> bool:
    """Let the only assignment to a grid end without a successor, or begin in the far future, in turn."""
    if found := _take(planting, "comprehensive"):
        grid, row, worker = found
        ends = planting.told("assignment-not-in-force") % 2 == 0
        planted = "assignment-ended" if ends else "assignment-not-begun"
        planting.put(
            "assignments", row, **({"from_date": BEGUN, "until_date": ENDED} if ends else {"from_date": NOT_BEGUN})
        )
        planting.tell("assignment-not-in-force", planted, grids=(grid,), workers=(worker,))
        planting.tell("no-worker", planted, grids=(grid,))
    return found is not None


def responsible_person_left(planting: Planting) -> bool:
    """Let the assignment of a unit's responsible person end."""
    if found := _take(planting, "dedicated"):
        grid, row, worker = found
        planting.put("assignments", row, from_date=BEGUN, until_date=ENDED)
        planting.tell("assignment-not-in-force", "responsible-person-left", grids=(grid,), workers=(worker,))
        planting.tell("no-responsible-person", "responsible-person-left", grids=(grid,))
    return found is not None


def no_responsible_person(planting: Planting) -> bool:
    """Name nobody for a unit."""
    if found := _take(planting, "dedicated"):
        grid, row, worker = found
        planting.drop("assignments", [row])
        planting.drop("workers", [worker])
        planting.tell("no-responsible-person", "no-responsible-person", grids=(grid,))
    return found is not None


def worker_over_grids(planting: Planting) -> bool:
    """Give a worker two more grids nearby: three or four are over the limit, whatever their households."""
    plan = planting.plan
    limit = int(plan.scheme.limit("worker_grids"))
    for grid, _, worker in _simple(planting, "comprehensive"):
        if planting.is_claimed(GROUND, grid):
            continue
        more = [g for g in _colleagues(planting, grid) if _distance_m(planting, grid, g) < 500.0][:limit]
        if len(more) < limit:
            continue
        planting.claim(WORKERS, grid, *more)
        planting.claim(WORKER, worker)
        for other in more:
            planting.add("assignments", worker=worker, grid=other, role="full_time", from_date=BEGUN)
        grids = tuple(sorted((grid, *more)))
        planting.tell("worker-over-grids", "worker-over-grids", grids=grids, workers=(worker,), count=len(grids))
        return True
    return False


def worker_far_apart(planting: Planting) -> bool:
    """Give a worker a second grid at the other end of the town."""
    limit = planting.plan.scheme.limit("worker_distance")
    return _second_grid(
        planting, "worker-far-apart", lambda one, two: _distance_m(planting, one, two) > FAR_MORE * limit
    )


def worker_across_level_1(planting: Planting) -> bool:
    """Give a worker a second grid in another town."""
    top = planting.tops
    return _second_grid(planting, "worker-across-level-1", lambda one, two: bool(top[one] != top[two]), everywhere=True)


def _second_grid(planting: Planting, rule: str, fits: Callable[[int, int], bool], *, everywhere: bool = False) -> bool:
    """Give a worker with one grid a second one that fits, if both together are not too many households."""
    most = planting.plan.scheme.limit("worker_households")
    for grid, _, worker in _simple(planting, "comprehensive"):
        if planting.is_claimed(GROUND, grid):
            continue
        for other in _colleagues(planting, grid, everywhere=everywhere):
            together = planting.households[grid] + planting.households[other]
            if together > most or not fits(grid, other):
                continue
            planting.claim(WORKERS, grid, other)
            planting.claim(WORKER, worker)
            planting.add("assignments", worker=worker, grid=other, role="full_time", from_date=BEGUN)
            planting.tell(rule, rule, grids=tuple(sorted((grid, other))), workers=(worker,))
            return True
    return False


def _colleagues(planting: Planting, grid: int, *, everywhere: bool = False) -> list[int]:
    """Return other grids whose ground and staff are untouched, of the same town or of all.

    Those that other faults need, with untouched households or just one worker, come last.
    """
    top = planting.tops
    ids = planting.leaves if everywhere else planting.leaves[top[planting.leaves] == top[grid]]
    untouched = (g for g in planting.shuffled(ids).tolist() if not planting.is_claimed(WORKERS, g))
    found = [g for g in untouched if g != grid and not planting.is_claimed(GROUND, g)]
    return sorted(found, key=lambda g: (not planting.is_claimed(HOUSEHOLDS, g), planting.only_worker(g) is not None))


def _distance_m(planting: Planting, one: int, two: int) -> float:
    """Return how far two grids, as they are by now, lie from each other; they must have ground."""
    shapes = shapely.make_valid(np.array([planting.shape(one), planting.shape(two)], dtype=object), method="structure")
    return float(shapely.distance(*shapes))


def assignment_of_unknown_worker(planting: Planting) -> bool:
    """Assign somebody who is not in the table of workers."""
    grid = next(g for g in planting.shuffled(planting.intact).tolist() if planting.claim("unknown worker of", g))
    number = len(planting.added("assignments"))
    planting.add("assignments", worker=NO_SUCH_ROW + number, grid=grid, role="part_time", from_date=BEGUN)
    planting.tell("assignment-unknown", "assignment-of-unknown-worker", grids=(grid,))
    return True


def assignment_to_unknown_grid(planting: Planting) -> bool:
    """Assign somebody to a grid that does not exist."""
    worker = next(w for w in planting.shuffled(planting.ids("workers")).tolist() if planting.claim(WORKER, w))
    number = len(planting.added("assignments"))
    planting.add("assignments", worker=worker, grid=NO_SUCH_ROW + number, role="full_time", from_date=BEGUN)
    planting.tell("assignment-unknown", "assignment-to-unknown-grid", workers=(worker,))
    return True


def worker_without_grid(planting: Planting) -> bool:
    """Hire somebody and give him nothing to do."""
    number = len(planting.added("workers")) + 1
    [name] = person_names(planting.rng, 1)
    phone = _free_phone(planting)
    worker = planting.add("workers", staff_number=f"N{number:05d}", name=name, phone=phone)
    planting.tell("worker-without-grid", "worker-without-grid", workers=(worker,))
    return True


def _free_phone(planting: Planting) -> str:
    """Return a number that nobody in the plan has."""
    taken = {*planting.column("workers", "phone"), *(str(row["phone"]) for row in planting.added("workers"))}
    while True:
        phone = f"{PHONE_PREFIX}{int(planting.rng.integers(10**8)):08d}"
        if phone not in taken:
            return phone


def shared_phone(planting: Planting) -> bool:
    """Give a worker the number of another one, at times written differently."""
    workers = planting.shuffled(planting.ids("workers")).tolist()
    one, two = [worker for worker in workers if not planting.is_claimed(WORKER, worker)][:2]
    planting.claim(WORKER, one, two)
    phone = str(planting.value("workers", one, "phone"))
    written = [phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"+86 {phone}"][int(planting.rng.integers(3))]
    planting.put("workers", two, phone=written)
    rows = [row for worker in (one, two) for row in planting.rows("assignments", "worker", worker)]
    grids = tuple(sorted({int(planting.value("assignments", row, "grid")) for row in rows}))
    planting.tell("shared-phone", "shared-phone", grids=grids, workers=tuple(sorted((one, two))), count=2)
    return True
