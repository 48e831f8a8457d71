"""A check of many files in one line; the peer is the same files one after the other, each by a line of its own."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from benchmarks.measure import Bench, Timing, timed
from gridmap.model.plan import Plan
from gridmap.project.project import Project

FILES: Final = {"city": 8, "province": 10}
BUDGET_CPU_S: Final = {"province": 60.0}
MEMORY_GB: Final = 4.0
_APART_M: Final = 400_000.0
"""Files lie so far from one another that none borders on another."""
_GLANCE_S: Final = 0.1


def run(bench: Bench) -> None:
    """Measure what a check of all files takes, anew and taken from before, and what it holds at most."""
    for size in bench.sizes:
        folder = bench.folder / f"many-{size}"
        files = _files(bench, size, folder)
        kept = folder / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        ours, cpu, peak = _watched(["check", *map(str, files), "--keep", str(kept)])
        again, again_cpu, _ = _watched(["check", *map(str, files), "--keep", str(kept)])
        peer = None
        if bench.peers:
            peer = timed(lambda files=files: [_watched(["check", str(path)]) for path in files]).seconds
        bench.add(
            f"check of {len(files)} files, {cpu:.1f} s of processor",
            size,
            Timing(ours, cpu, "1 run"),
            peer="one after the other",
            peer_seconds=peer,
            note=_goal(size, cpu),
        )
        bench.add("the same once more", size, Timing(again, again_cpu, "1 run"), note="all taken from before")
        bench.say_memory(f"a check of {len(files)} files, all processes together", size, peak, MEMORY_GB)


def _goal(size: str, cpu: float) -> str:
    goal = BUDGET_CPU_S.get(size)
    return "" if goal is None else f"goal {goal:g} s of processor: {'kept' if cpu <= goal else 'MISSED'}"


def _files(bench: Bench, size: str, folder: Path) -> list[Path]:
    """Return copies of a sample that differ in place, codes and phones, as files of neighbouring offices do."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{size}-{number}.gpkg" for number in range(FILES[size])]
    for number, path in enumerate(files):
        if not path.exists():
            Project.create(path, _elsewhere(bench.fresh_plan(size), number)).close()
    return files


def _elsewhere(plan: Plan, number: int) -> Plan:
    tables = {}
    for name, known in plan.tables.items():
        table = known.copy()
        if "geometry" in table:
            shapes = np.asarray(table.geometry.array, dtype=object)
            table["geometry"] = shapely.transform(shapes, lambda xy: xy + np.array([number * _APART_M, 0.0]))
        for column in ("code", "phone", "staff_number"):
            if column in table:
                texts = table[column].astype(str)
                table[column] = texts.where(texts == "", str(10 + number) + texts.str[2:])
        tables[name] = table
    return Plan(plan.scheme, tables)


def _watched(arguments: Sequence[str]) -> tuple[float, float, float]:
    """Run a line, and return its time by the clock, of all its processes' processor, and their memory at most, GB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "ui", *arguments], stdout=subprocess.DEVNULL)
    over, peak = threading.Event(), [0.0]

    def watch() -> None:
        while not over.wait(_GLANCE_S):
            peak[0] = max(peak[0], _memory_gb(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    code = process.wait()
    took = time.perf_counter() - begun
    over.set()
    watching.join()
    if code not in (0, 1):
        raise RuntimeError(f"gridmap {arguments[0]} ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, peak[0]


def _memory_gb(root: int) -> float:
    """Return what a process and all that it has started hold now; 0 where the system does not say."""
    held, parents = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        except OSError:  # gone meanwhile
            continue
        parents[int(folder.name)] = int(lines["PPid"])
        held[int(folder.name)] = int(lines.get("VmRSS", "0 kB").split()[0]) * 1024 / 1e9
    family = {root}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(held.get(one, 0.0) for one in family)
