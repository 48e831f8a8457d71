"""Check of the clean and of the defective city and province; peer: maup.doctor, which counts overlaps and holes."""

from __future__ import annotations

import time

import numpy as np
import shapely

from benchmarks.measure import Bench, best_of, peak_memory_gb
from gridmap.checks import RULES, run_checks
from gridmap.plan import Plan

BUDGET_GROUND = {"city": 0.1, "province": 6.0}
BUDGET_ALL = {"city": 0.3, "province": 10.0}


def run(bench: Bench) -> None:
    """Measure the ground rules and all rules, clean and defective, and the peak memory at the province."""
    ground = [key for key, rule in RULES.items() if rule.group == "ground"]
    for size in bench.sizes:
        times = 5 if size == "city" else 3
        for defects in (False, True):
            state = "defective" if defects else "clean"
            plans: list[Plan] = []

            def prepare(plans: list[Plan] = plans, size: str = size, defects: bool = defects) -> None:
                plans[:] = [bench.fresh_plan(size, defects=defects)]

            seconds, noise = best_of(times, lambda plans=plans: run_checks(plans[0], rules=ground), prepare)
            peer_seconds, told = _doctor(bench, size, defects) if bench.peers else (None, "")
            found = sum(run_checks(plans[0], rules=ground).counts.values())
            note = f"{found} findings; {told}{noise}"
            what = f"check, ground rules, {state}"
            bench.add(
                what,
                size,
                seconds,
                budget=BUDGET_GROUND[size],
                peer="maup.doctor" if bench.peers else "",
                peer_seconds=peer_seconds,
                note=note,
            )
            seconds, noise = best_of(times, lambda plans=plans: run_checks(plans[0]), prepare)
            bench.add(f"check, all rules, {state}", size, seconds, budget=BUDGET_ALL[size], note=noise)
        if size == "province":
            code = (
                "from gridmap.project import Project\nfrom gridmap.checks import run_checks\n"
                f"p = Project.open({str(bench.path(size, defects=True))!r}, read_only=True)\nrun_checks(p.plan)"
            )
            bench.add("peak memory of open and check, GB", size, peak_memory_gb(code), note="budget 2.5 GB")


def _doctor(bench: Bench, size: str, defects: bool) -> tuple[float, str]:
    """Time maup.doctor on the level-3 grids, which is all it can look at."""
    import contextlib
    import io

    import maup

    plan = bench.fresh_plan(size, defects=defects)
    deepest = max(level.rank for level in plan.scheme.levels)
    grids = plan.grids[(plan.ranks == deepest) & plan.has_shape]
    valid = np.asarray(shapely.is_valid(np.asarray(grids.geometry.array)))
    grids = grids[valid].reset_index(drop=True)  # it stops at an invalid shape
    said = io.StringIO()
    start = time.perf_counter()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        verdict = maup.doctor(grids, silent=False)
    seconds = time.perf_counter() - start
    return seconds, f"peer says {'clean' if verdict else 'not clean'}; "
