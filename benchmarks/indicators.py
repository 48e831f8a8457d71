"""A check of all rules under a scheme with twenty indicators; the peer is the same check under one without any.

With ``--against FOLDER``, a clone at an earlier commit, the check there of the same sample is timed in the same
minutes: bed78215 is the last commit that knew no indicators.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.furnished import furnished
from benchmarks.measure import Bench, best_of, spoken
from benchmarks.start import environment
from gridmap.checks import run_checks
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme, parse_scheme

MOST_TIMES: Final = 1.5
"""How many times as long as before there were any it may take; without an earlier clone, as without any today."""

_FORMS: Final = (
    'of = "council"\nper = "village"\nat_least = 1',
    'of = "role:full_time"\nper = "village"\nat_least = 1',
    'of = "tier:grid"\nper = "village"\nat_least = 1',
    'of = "micro_project"\nper = "village"\nsetting = "urban"\nshare_with = true\ntarget = 0.98',
    'of = "door_plate"\nper = "grid"\nkinds = ["comprehensive"]\nshare_with = true\ntarget = 0.9',
    'of = "volunteer_team"\nmeasure = "people"\nper = "village"\nper_1000 = "residents"\ntarget = 10',
    'of = "social_worker"\nper = "town"\nper_1000 = "households"\ntarget = 5',
    'of = "volunteer_team"\nper = "compound"\nat_least = 1\ntarget = 0',
    'of = "service_centre"\nper = "village"\nwithin_m = 1500\ntarget = 0.5',
    'of = "volunteer_team"\nper = "town"\nwithin_m = 1000\ntarget = 0.5',
)


def _scheme(indicators: int) -> Scheme:
    text = re.sub(r"\[\[indicator\]\]\n(?:.+\n)+", "", load_scheme().text)
    for number in range(indicators):
        name = f'key = "i{number}"\nname = {{ zh = "指标{number}", en = "Indicator {number}" }}\n'
        text += f"\n[[indicator]]\n{name}{_FORMS[number % len(_FORMS)]}\n"
    return parse_scheme(text)


_CHECK_THERE: Final = """
import gc, sys, time
from gridmap.checks import run_checks
from gridmap.model.plan import Plan
from gridmap.project.project import Project
with Project.open(sys.argv[1], read_only=True) as project:
    known = project.plan
taken = []
for _ in range(int(sys.argv[2])):
    plan = Plan.of_conformed(known.scheme, known.tables)
    gc.collect()
    start = time.perf_counter()
    run_checks(plan)
    taken.append(time.perf_counter() - start)
print(min(taken))
"""


def _there(clone: Path, size: str, folder: Path, times: int) -> float:
    """Return how long a check of the same sample takes in another clone, seconds by the clock, the least of some."""
    project = (folder / f"{size}-of-{clone.name}.gpkg").resolve()

    def python(*words: str) -> str:
        command = [sys.executable, *words]
        around = environment(clone)
        return subprocess.run(command, cwd=clone, env=around, check=True, stdout=subprocess.PIPE, text=True).stdout

    if not project.exists():
        python("-m", "ui", "sample", str(project), "--size", size, "--seed", "2020")
    return float(python("-c", _CHECK_THERE, str(project), str(times)))


def run(bench: Bench) -> None:
    """Measure a check of everything with twenty indicators and without any."""
    with_twenty, without = _scheme(20), _scheme(0)
    for size in bench.sizes:
        first = bench.fresh_plan(size)
        if size == "province":
            first = furnished(first)
        plans: list[Plan] = []
        times = 5 if size == "city" else 3

        def prepare(scheme: Scheme, first: Plan = first, plans: list[Plan] = plans) -> None:
            plans[:] = [Plan.of_conformed(scheme, first.tables, last_ids=first.last_ids)]

        bare = best_of(times, lambda plans=plans: run_checks(plans[0]), lambda: prepare(without))
        full = best_of(times, lambda plans=plans: run_checks(plans[0]), lambda: prepare(with_twenty))
        found = run_checks(plans[0]).counts["indicator-lacking"]
        earlier, budget = "", MOST_TIMES * bare.seconds
        if bench.against:
            there = _there(bench.against, size, bench.folder, times)
            earlier = f"; the check in {bench.against.name} {spoken(there)}: {full.seconds / there:.2f} times that"
            budget = MOST_TIMES * there
        bench.add(
            "check, all rules, 20 indicators",
            size,
            full,
            budget=budget,
            peer="without indicators",
            peer_seconds=bare.seconds,
            note=f"{len(first.tables['facilities'])} facilities, {len(first.tables['roads'])} roads; "
            f"{found} units lack something; {full.cpu_seconds / bare.cpu_seconds:.2f} times the processor{earlier}",
        )
