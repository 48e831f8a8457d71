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

from gridmap.model.plan import Plan


def _load() -> str:
    """Say how many processes wanted a core in the last minute; above the number of cores all figures suffer."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


@dataclass(frozen=True)
class Timing:
    """How long some work took, as the shortest of several runs: what else the machine does only ever adds to it.

    Attributes
    ----------
    seconds : float
        By the clock on the wall.
    cpu_seconds : float
        Of all threads of this process together. Where that is the less by far, others had the cores.
    note : str
        How many runs, and how far they lay apart.
    """

    seconds: float
    cpu_seconds: float
    note: str


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, on what, how long, and the peer's time for it."""

    what: str
    size: str
    timing: Timing
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
    against : Path, optional
        Another clone of GridMap, whose start is measured in turn with ours.
    """

    folder: Path
    sizes: tuple[str, ...] = ("city", "province")
    peers: bool = True
    against: Path | None = None
    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    load: str = field(default_factory=_load)
    _plans: dict[tuple[str, bool], Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, size: str, *, defects: bool = False) -> Path:
        """Return the path of a sample project, made by the command line if it is not there yet."""
        path = self.folder / f"{size}{'-defects' if defects else ''}.gpkg"
        if not path.exists():
            print(f"making {path.name}")
            command = [sys.executable, "-m", "ui", "sample", str(path), "--size", size, "--seed", "2020"]
            subprocess.run(command + (["--defects"] if defects else []), check=True, stdout=subprocess.DEVNULL)
        return path

    def fresh_plan(self, size: str, *, defects: bool = False) -> Plan:
        """Return a sample plan with nothing worked out yet: every call gives a plan without kept results."""
        from gridmap.project.project import Project

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
        timing: Timing,
        *,
        budget: float | None = None,
        peer: str = "",
        peer_seconds: float | None = None,
        note: str = "",
    ) -> None:
        """Add a line to the table and say it at once."""
        row = Row(what, size, timing, budget, peer, peer_seconds, note)
        self.rows.append(row)
        print("  ".join(cell for cell in _cells(row) if cell), flush=True)

    def say_memory(self, what: str, size: str, peak_gb: float, budget_gb: float) -> None:
        """Add a line about peak memory, which is told below the table."""
        kept = "kept" if peak_gb <= budget_gb else "MISSED"
        self.remark(f"Peak memory of {what} ({size}): {peak_gb:.2f} GB; budget {budget_gb:g} GB {kept}")

    def remark(self, sentence: str) -> None:
        """Say something that stands below the table."""
        self.remarks.append(sentence)
        print(sentence, flush=True)

    def print_table(self) -> None:
        """Print all lines, with the ratio to the peer and whether the budget was kept."""
        title = (
            f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; "
            f"load {self.load} at the start and {_load()} at the end; the shortest of several runs"
        )
        table = Table(title=title, show_lines=True)
        for heading in ("what", "size", "GridMap", "CPU", "budget", "peer", "peer's time", "ratio", "note"):
            table.add_column(heading)
        for row in self.rows:
            table.add_row(*_cells(row))
        console = Console(width=180)
        console.print(table)
        for line in self.remarks:
            console.print(line)


def _cells(row: Row) -> list[str]:
    seconds = row.timing.seconds
    ratio = "" if row.peer_seconds is None else f"{row.peer_seconds / seconds:.1f} x"
    kept = "" if row.budget is None else f"{spoken(row.budget)} {'kept' if seconds <= row.budget else 'MISSED'}"
    peer_time = "" if row.peer_seconds is None else spoken(row.peer_seconds)
    note = "; ".join(part for part in (row.note, row.timing.note) if part)
    cpu = spoken(row.timing.cpu_seconds) if row.timing.cpu_seconds else ""
    return [row.what, row.size, spoken(seconds), cpu, kept, row.peer, peer_time, ratio, note]


def spoken(seconds: float) -> str:
    """Say a duration in the unit that fits."""
    return f"{seconds:.3g} s" if seconds >= 0.1 else f"{seconds * 1000:.3g} ms"


def timed(work: Callable[[], object]) -> Timing:
    """Return how long one run took."""
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return Timing(time.perf_counter() - start, time.process_time() - cpu, "")


def best_of(times: int, work: Callable[[], object], prepare: Callable[[], object] | None = None) -> Timing:
    """Return the shortest of some runs; ``prepare`` runs before each and is not measured."""
    runs = []
    for _ in range(times):
        if prepare is not None:
            prepare()
        runs.append(timed(work))
    seconds = [run.seconds for run in runs]
    note = f"{times} runs, median {spoken(median(seconds))}" if times > 1 else ""
    return Timing(min(seconds), min(run.cpu_seconds for run in runs), note)


def own_peak_gb() -> float:
    """Return the peak resident memory of this process in GB.

    Not by ``getrusage`` where Linux says it otherwise: there a child begins with the peak of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024 / 1e9
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def peak_memory_gb(code: str) -> float:
    """Run Python code in a process of its own and return its peak resident memory in GB."""
    tail = "\nfrom benchmarks.measure import own_peak_gb; print('PEAK', own_peak_gb())"
    done = subprocess.run([sys.executable, "-c", code + tail], check=True, capture_output=True, text=True)
    return float(done.stdout.rsplit("PEAK", 1)[1])
