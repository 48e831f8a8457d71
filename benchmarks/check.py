"""Check of the clean and of the defective city and province; peer: maup.doctor, which counts overlaps and holes."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import shapely

from benchmarks.measure import Bench, Timing, best_of, peak_memory_gb, timed
from gridmap.checks import RULES, run_checks
from gridmap.model.plan import Plan

BUDGET_GROUND = {("city", "clean"): 0.05, ("city", "defective"): 0.12}
BUDGET_ALL = {
    ("city", "clean"): 0.10,
    ("city", "defective"): 0.22,
    ("province", "clean"): 2.2,
    ("province", "defective"): 2.8,
}
BUDGET_MEMORY_GB = 2.5


def run(bench: Bench) -> None:
    """Measure the ground rules and all rules, clean and defective, and the peak memory at the province."""
    ground = [key for key, rule in RULES.items() if rule.group == "ground"]
    for size in bench.sizes:
        times = 7 if size == "city" else 3
        for defects in (False, True):
            state = "defective" if defects else "clean"
            plans: list[Plan] = []

            def prepare(plans: list[Plan] = plans, size: str = size, defects: bool = defects) -> None:
                plans[:] = [bench.fresh_plan(size, defects=defects)]

            timing = best_of(times, lambda plans=plans: run_checks(plans[0], rules=ground), prepare)
            peer, told = _doctor(bench.fresh_plan(size, defects=defects)) if bench.peers else (None, "")
            found = sum(run_checks(plans[0], rules=ground).counts.values())
            bench.add(
                f"check, ground rules, {state}",
                size,
                timing,
                budget=BUDGET_GROUND.get((size, state)),
                peer="maup.doctor" if peer else "",
                peer_seconds=peer.seconds if peer else None,
                note=f"{found} findings" + told,
            )
            timing = best_of(times, lambda plans=plans: run_checks(plans[0]), prepare)
            found = sum(run_checks(plans[0]).counts.values())
            bench.add(
                f"check, all rules, {state}",
                size,
                timing,
                budget=BUDGET_ALL[size, state],
                peer="maup.doctor" if peer else "",
                peer_seconds=peer.seconds if peer else None,
                note=f"{found} findings; the peer looks at overlaps and holes alone",
            )
            plans.clear()
        if size == "province":
            code = (
                "from gridmap.project.project import Project\nfrom gridmap.checks import run_checks\n"
                f"p = Project.open({str(bench.path(size, defects=True))!r}, read_only=True)\nrun_checks(p.plan)"
            )
            bench.say_memory("open and check, defective", size, peak_memory_gb(code), BUDGET_MEMORY_GB)


def _doctor(plan: Plan) -> tuple[Timing, str]:
    """Time maup.doctor on the level-3 grids, which is all it can look at."""
    import maup

    deepest = max(level.rank for level in plan.scheme.levels)
    grids = plan.grids[(plan.ranks == deepest) & plan.has_shape]
    valid = np.asarray(shapely.is_valid(np.asarray(grids.geometry.array)))
    grids = grids[valid].reset_index(drop=True)  # it stops at an invalid shape
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        timing = timed(lambda: maup.doctor(grids, silent=False))
    told = " ".join(line for line in said.getvalue().splitlines() if line.startswith("There are"))
    return timing, f"; the peer: {told or 'nothing'}"
