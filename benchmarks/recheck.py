"""A check after an edit: the plan after it, and all rules over it. Peer: all rules anew, as others look at it."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import numpy as np
import shapely

from benchmarks.measure import Bench, Timing, spoken, timed
from gridmap.checks import run_checks
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.change import Change
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan

BUDGET = {
    ("city", "clean"): 0.008,
    ("city", "defective"): 0.008,
    ("province", "clean"): 0.015,
    ("province", "defective"): 0.020,
}
"""Of the processor, after a vertex, an assignment or a code; what is printed as kept is by the clock."""
REPEATS = 10


def run(bench: Bench) -> None:
    """Measure edits of all sorts, each on the plan after the one before it, as somebody works."""
    for size in bench.sizes:
        for defects in (False, True):
            first = bench.fresh_plan(size, defects=defects)
            whole = timed(lambda first=first: run_checks(first))
            found, state = len(run_checks(first).open), "defective" if defects else "clean"
            for what, edit in EDITS.items():
                plan, seconds = first, []
                for number in range(REPEATS + 1):
                    change = edit(plan, number)
                    after: list[Plan] = []
                    seconds.append(
                        timed(lambda plan=plan, change=change, after=after: after.append(_after(plan, change)))
                    )
                    plan = after[0]
                del seconds[0]  # the first asks for some things that only edits ask for
                walls = [run.seconds for run in seconds]
                timing = Timing(min(walls), min(run.cpu_seconds for run in seconds), "")
                bench.add(
                    f"re-check after {what}, {state}",
                    size,
                    timing,
                    budget=BUDGET[size, state],
                    peer="all rules anew",
                    peer_seconds=whole.seconds,
                    note=f"{found} findings kept in step; {REPEATS} edits, median {spoken(median(walls))}; by the "
                    f"processor {'kept' if timing.cpu_seconds <= BUDGET[size, state] else 'MISSED'}",
                )


def _after(plan: Plan, change: Change) -> Plan:
    after = plan.apply(change)
    run_checks(after)
    return after


def move_shared_vertex(plan: Plan, number: int) -> Change:
    """Move a vertex that two grids of the lowest level share, in both, well inside what is above them."""
    rng = np.random.default_rng(number)
    lowest = np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape)
    while True:
        corner = rng.choice(shapely.get_coordinates(plan.all_shapes[rng.choice(lowest)]))
        _, near = grid_index(plan).query(shapely.Point(corner), predicate="intersects")
        own, above = near[np.isin(near, lowest)], near[~np.isin(near, lowest)]
        inside = shapely.contains_properly(plan.all_shapes[above], shapely.Point(corner)).all()
        has = [(shapely.get_coordinates(shape) == corner).all(axis=1).any() for shape in plan.all_shapes[own]]
        if len(own) == 2 and inside and all(has):
            break

    def moved(xy: np.ndarray) -> np.ndarray:
        return np.where((xy == corner).all(axis=1)[:, None], corner + np.array([0.3, 0.2]), xy)

    shapes = [shapely.transform(shape, moved) for shape in plan.all_shapes[own]]
    rows = edited_rows(plan, "grids", plan.ids[own].tolist(), geometry=shapes)
    return change_of(plan, "move-vertex", put={"grids": rows})


def _edited(table: str, column: str, value: object) -> Callable[[Plan, int], Change]:
    def edit(plan: Plan, number: int) -> Change:
        ids = plan.tables[table].index.to_numpy()
        return change_of(
            plan, "edit", put={table: edited_rows(plan, table, [int(ids[-1 - 7 * number])], **{column: value})}
        )

    return edit


EDITS: dict[str, Callable[[Plan, int], Change]] = {
    "a shared vertex was moved": move_shared_vertex,
    "an assignment was ended": _edited("assignments", "until_date", "2019-12-31"),
    "a grid was renamed": _edited("grids", "name", "新名"),
    "a code was changed": _edited("grids", "code", "320582000000000"),
    "a building was given households": _edited("buildings", "households", 77),
    "a branch lost its secretary": _edited("branches", "secretary", ""),
}
