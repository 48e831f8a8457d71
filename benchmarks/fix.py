"""Fix of the defective city and province; peers: mapshaper -clean as a whole process, and maup.smart_repair."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio

from benchmarks.flat_layer import Outcome, flat_layer, outcome
from benchmarks.measure import Bench, Timing, best_of, timed
from gridmap.checks import run_checks
from gridmap.mending import UNATTENDED, Mending, fix_all
from gridmap.model.plan import Plan

BUDGET = {"city": 0.5, "province": 15.0}
MOVED_AT_MOST = 1.05  # times the least of the peers'
PEERS = Path("build/bench-peers")  # where tools/setup.sh puts what comes from npm
CLEAN = (
    "gap-width=100km",
    "overlap-rule=min-area",
    "allow-empty",
)  # fills all gaps, and keeps a grid that lies in another


def run(bench: Bench) -> None:
    """Measure mending, and what was moved and is left by each."""
    for size in bench.sizes:
        plan = bench.fresh_plan(size, defects=True)
        run_checks(plan)  # an officer mends what a check found
        done: list[Mending] = []
        timing = best_of(5 if size == "city" else 2, lambda plan=plan, done=done: done.append(fix_all(looked_at(plan))))
        mending = done[-1]
        before = flat_layer(plan)
        after = plan.apply(mending.result)
        ours = outcome(before, flat_layer(after))
        left = sum(run_checks(after, rules=UNATTENDED).counts.values())
        told = f"{len(mending.mended)} mended, {len(mending.left)} left to decide, {left} findings after; {ours}"
        bench.add(f"fix of a checked plan ({len(plan.ids)} grids)", size, timing, budget=BUDGET[size], note=told)
        _whole_process(bench, size, before, ours)
        if bench.peers and size == "city":
            _smart_repair(bench, size, before, timing, ours)
        elif bench.peers:
            bench.remark(
                "maup.smart_repair is not run on the province: what it takes grows faster than the number of grids."
            )


def looked_at(plan: Plan) -> Plan:
    """Return the plan as it is after a check, without what an earlier mending left with it."""
    again = Plan.of_conformed(plan.scheme, plan.tables)
    again.results.update(plan.results)
    return again


def _whole_process(bench: Bench, size: str, before: gpd.GeoDataFrame, ours: Outcome) -> None:
    """Measure ``gridmap fix`` from file to file beside mapshaper from file to file."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        copy = Path(folder) / "copy.gpkg"

        def fix() -> None:
            command = [
                sys.executable,
                "-m",
                "ui",
                "fix",
                str(copy),
                "--report",
                str(Path(folder) / "report.json"),
            ]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode not in (0, 1):  # 1: errors that are for somebody to decide are left
                raise RuntimeError(done.stderr)

        times = 3 if size == "city" else 1
        timing = best_of(times, fix, lambda: shutil.copy(bench.path(size, defects=True), copy))
        timing = Timing(timing.seconds, 0.0, timing.note)  # what a child took is not in our own CPU time
        mapshaper = shutil.which("mapshaper", path=str((PEERS / "node_modules" / ".bin").resolve()))
        if not bench.peers or mapshaper is None:
            bench.add("fix, whole process", size, timing, note="" if bench.peers else "mapshaper is not installed")
            return
        source, result = Path(folder) / "flat.shp", Path(folder) / "cleaned.shp"
        pyogrio.write_dataframe(before, source, encoding="UTF-8")
        command = [mapshaper, "-i", str(source), "-clean", *CLEAN, "-o", str(result)]
        peer = best_of(times, lambda: subprocess.run(command, check=True, capture_output=True))
        theirs = outcome(before, gpd.read_file(result))
        bench.add(
            "fix, whole process",
            size,
            timing,
            peer="mapshaper -clean",
            peer_seconds=peer.seconds,
            note="GridMap also checks all rules and writes a report. "
            f"The peer, lowest grids alone: {theirs}. {_verdict(ours, theirs)}",
        )


def _smart_repair(bench: Bench, size: str, before: gpd.GeoDataFrame, timing: Timing, ours: Outcome) -> None:
    import maup

    layer = before.set_index("grid", drop=False)
    repaired: list[gpd.GeoDataFrame] = []

    def repair() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            repaired.append(maup.smart_repair(layer, fill_gaps_threshold=None))

    maup.progress.enabled = False
    peer = timed(repair)
    theirs = outcome(before, repaired[0].assign(grid=np.asarray(repaired[0].index)))
    bench.add(
        "fix of a checked plan",
        size,
        timing,
        peer="maup.smart_repair",
        peer_seconds=peer.seconds,
        note=f"the peer, lowest grids alone: {theirs}. {_verdict(ours, theirs)}",
    )


def _verdict(ours: Outcome, theirs: Outcome) -> str:
    times = ours.area_moved_m2 / theirs.area_moved_m2 if theirs.area_moved_m2 else float("inf")
    kept = "within" if times <= MOVED_AT_MOST else "OVER"
    return f"GridMap moved {times:.3f} times as much ({kept} {MOVED_AT_MOST})"
