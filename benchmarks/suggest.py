"""Who takes what is vacant, in a town and in the city; and many grids given to one worker, as they are stored.

The peer is an assignment solved by another algorithm (Jonker and Volgenant, in scipy) on the same
vacancies and the same people: one grid more for each, nobody moves, no proof of anything else.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment

from benchmarks.measure import Bench, timed
from gridmap.edits import AssignGrids
from gridmap.ground.placement import households_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.plan import Plan
from gridmap.people.staffing import counting, duties, is_full_time
from gridmap.people.suggestions import suggest
from gridmap.people.vacancies import lacking
from gridmap.project.project import Project

DAY = dt.date(2026, 6, 15)
LEFT = 0.1
"""Share of the workers who have gone."""

FEWER = 0.3
"""Share of them in the tight city, where nobody may have more than so many households."""
HOUSEHOLDS = 800

BUDGET_S = {"town": 0.6, "city": 10.0, "tight city": 10.0}
STORED_S = 0.1
GRIDS = 200


def run(bench: Bench) -> None:
    """Measure the town with about 110 grids and the city, with a tenth of the people gone, and a tight city.

    It is tight where more have gone and limits are so low that some can take nothing unless others move.
    """
    if "city" not in bench.sizes:
        return
    whole = bench.fresh_plan("city")
    city, tight = _thinned(whole, LEFT), _tightened(_thinned(whole, FEWER))
    top = city.ancestors_at(city.scheme.levels[0])
    towns, count = np.unique(top[top > 0], return_counts=True)
    cases = (
        ("town", city, top == towns[np.argmin(np.abs(count - 110))]),
        ("city", city, None),
        ("tight city", tight, None),
    )
    for what, of, within in cases:
        plan = Plan.of_conformed(of.scheme, of.tables)
        suggest(plan, within=within, on=DAY)  # grounds and households are known in the window
        found = []
        timing = timed(lambda plan=plan, within=within, found=found: found.append(suggest(plan, within=within, on=DAY)))
        peer = timed(lambda plan=plan, within=within: _by_assignment(plan, within))
        bench.add(
            f"suggest for a {what}",
            "city",
            timing,
            budget=BUDGET_S[what],
            peer="assignment",
            peer_seconds=peer.seconds,
            note=f"{found[0].filled} filled, {found[0].moved} moved, proved: {found[0].proved}",
        )
    _store(bench)


def _tightened(plan: Plan) -> Plan:
    limit = replace(plan.scheme.limits["worker_households"], value=HOUSEHOLDS)
    return Plan(replace(plan.scheme, limits={**plan.scheme.limits, "worker_households": limit}), plan.tables)


def _thinned(plan: Plan, left: float) -> Plan:
    workers, assignments = plan.tables["workers"], plan.tables["assignments"]
    gone = np.random.default_rng(1).choice(workers.index.to_numpy(), int(len(workers) * left), replace=False)
    kept = assignments[~np.isin(assignments["worker"].to_numpy(), gone)]
    return Plan(plan.scheme, {**plan.tables, "workers": workers.drop(gone), "assignments": kept})


def _by_assignment(plan: Plan, within: np.ndarray | None) -> None:
    posts = np.flatnonzero(lacking(plan, DAY) & (within if within is not None else True))
    _, grid = duties(plan, counting(plan, DAY) & is_full_time(plan))
    shapes, households = valid_shapes(plan), households_by_grid(plan)
    far = ~shapely.dwithin(shapes[posts][:, None], shapes[grid][None], plan.scheme.limit("worker_distance"))
    inner = shapely.point_on_surface(shapes)
    way = np.nan_to_num(shapely.distance(inner[posts][:, None], inner[grid][None]))
    much = households[posts][:, None] + households[grid][None] > plan.scheme.limit("worker_households")
    linear_sum_assignment(np.where(far | much, 1e9, way))


def _store(bench: Bench) -> None:
    path = bench.folder / "city-assigned.gpkg"
    shutil.copy(bench.path("city"), path)
    with Project.open(path) as project:
        plan = project.plan
        worker = int(plan.tables["workers"].index[-1])
        grids = plan.ids[plan.ranks == len(plan.scheme.levels)][: GRIDS * 4]
        runs = []
        for number in range(4):
            own = tuple(grids[number * GRIDS : (number + 1) * GRIDS].tolist())
            edit = AssignGrids(worker, own, "part_time", "2027-01-01", "2027-12-31")
            runs.append(timed(lambda project=project, edit=edit: project.perform(edit)))
    bench.add(f"{GRIDS} grids assigned and stored", "city", min(runs[1:], key=lambda one: one.seconds), budget=STORED_S)
    path.unlink()
