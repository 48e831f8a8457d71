"""Timing, peak memory, the files that are measured on, and the table that is printed."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from gridmap.plan import Plan


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, on what, how long, and the peer's time for it."""

    what: str
    size: str
    seconds: float
    budget: float | None = None
    peer: str = ""
    peer_seconds: float | None = None
    note: str = ""


@dataclass
class Bench:
    """What every benchmark gets: files to measure on, and the table to add to.

    Parameters
    ----------
    folder : Path
        Where the sample projects are kept between runs.
    sizes : tuple of str
        ``"city"``, ``"province"``.
    peers : bool
        Whether to run the peers too (the province takes them minutes).
    """

    folder: Path
    sizes: tuple[str, ...] = ("city", "province")
    peers: bool = True
    rows: list[Row] = field(default_factory=list)
    _plans: dict[tuple[str, bool], Plan] = field(default_factory=dict)

    def path(self, size: str, *, defects: bool = False) -> Path:
        """Return the path of a sample project, made by the command line if it is not there yet."""
        path = self.folder / f"{size}{'-defects' if defects else ''}.gpkg"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", "ui.cli", "sample", str(path), "--size", size, "--seed", "2020"]
            subprocess.run(command + (["--defects"] if defects else []), check=True)
        return path

    def fresh_plan(self, size: str, *, defects: bool = False) -> Plan:
        """Return a sample plan with nothing worked out yet: every call gives a plan without kept results."""
        from gridmap.project import Project

        key = (size, defects)
        if key not in self._plans:
            self._plans.clear()  # one province at a time is enough for the memory
            with Project.open(self.path(size, defects=defects), read_only=True) as project:
                self._plans[key] = project.plan
        plan = self._plans[key]
        return Plan.of_conformed(plan.scheme, plan.tables)

    def add(
        self,
        what: str,
        size: str,
        seconds: float,
        *,
        budget: float | None = None,
        peer: str = "",
        peer_seconds: float | None = None,
        note: str = "",
    ) -> None:
        """Add a line to the table and say it at once."""
        row = Row(what, size, seconds, budget, peer, peer_seconds, note)
        self.rows.append(row)
        print(
            f"{what} ({size}): {seconds:.4g} s {peer} {'' if peer_seconds is None else f'{peer_seconds:.4g} s'} {note}"
        )

    def print_table(self) -> None:
        """Print all lines, with the ratio to the peer and whether the budget was kept."""
        table = Table(title=machine())
        for heading in ("what", "size", "GridMap", "budget", "peer", "peer's time", "ratio", "note"):
            table.add_column(heading)
        for row in self.rows:
            ratio = "" if row.peer_seconds is None else f"{row.peer_seconds / row.seconds:.1f} x"
            kept = "" if row.budget is None else f"{row.budget:g} s {'kept' if row.seconds <= row.budget else 'MISSED'}"
            peer_time = "" if row.peer_seconds is None else f"{row.peer_seconds:.3g} s"
            table.add_row(row.what, row.size, f"{row.seconds:.3g} s", kept, row.peer, peer_time, ratio, row.note)
        Console(width=160).print(table)


def best_of(times: int, work: Callable[[], object], prepare: Callable[[], object] | None = None) -> tuple[float, str]:
    """Return the shortest of some runs in seconds, and how far they lay apart.

    ``prepare`` runs before each and is not measured; what it returns is given to ``work`` if that takes it.
    """
    seconds = []
    for _ in range(times):
        if prepare is not None:
            prepare()
        gc.collect()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), f"{times} runs, median {median(seconds):.3g} s, slowest {max(seconds):.3g} s"


def peak_memory_gb(code: str) -> float:
    """Run Python code in a process of its own and return its peak resident memory in GB."""
    tail = "\nimport resource; print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code + tail], check=True, capture_output=True, text=True)
    return int(done.stdout.rsplit("PEAK", 1)[1]) * 1024 / 1e9


def machine() -> str:
    """Say on what the figures were taken."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}, load {load:.1f} at the end"
    )
