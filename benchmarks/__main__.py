"""Run the benchmarks: ``python -m benchmarks [--size city] [--size province] [--only check] [--no-peers]``."""

from __future__ import annotations

import argparse
import importlib
import time
from pathlib import Path
from typing import Final

from benchmarks.measure import Bench

WHOLE_MINUTES: Final = 25.0
"""A whole run with all peers may take as long."""

BENCHMARKS = (
    "start",
    "open_and_save",
    "check",
    "many",
    "indicators",
    "recheck",
    "fix",
    "edits",
    "place",
    "departments",
    "divide",
    "suggest",
    "lists",
    "people",
    "read_boundaries",
    "bring_in",
    "render",
    "window",
    "briefing",
)


def main() -> None:
    """Run what was asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", action="append", choices=("city", "province"))
    parser.add_argument("--only", action="append", choices=BENCHMARKS)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--against", type=Path, help="another clone, whose start and check are measured beside ours")
    chosen = parser.parse_args()
    sizes = tuple(chosen.size or ("city", "province"))
    bench = Bench(chosen.folder, sizes, peers=not chosen.no_peers, against=chosen.against and chosen.against.resolve())
    took = {}
    for name in chosen.only or BENCHMARKS:
        start = time.perf_counter()
        importlib.import_module(f"benchmarks.{name}").run(bench)
        took[name] = time.perf_counter() - start
        print(f"[{name}: {took[name]:.0f} s]", flush=True)
    minutes = sum(took.values()) / 60
    kept = "kept" if minutes <= WHOLE_MINUTES else "MISSED"
    bench.remark("Seconds a subject took, peers included: " + ", ".join(f"{name} {s:.0f}" for name, s in took.items()))
    bench.remark(f"The whole run took {minutes:.1f} minutes; goal {WHOLE_MINUTES:g} for all subjects {kept}")
    bench.print_table()


if __name__ == "__main__":
    main()
