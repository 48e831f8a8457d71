"""Run the benchmarks: ``python -m benchmarks [--size city] [--size province] [--only check] [--no-peers]``."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from benchmarks.measure import Bench

BENCHMARKS = ("open_and_save", "check", "recheck", "fix", "edits", "place", "render", "window", "briefing")


def main() -> None:
    """Run what was asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", action="append", choices=("city", "province"))
    parser.add_argument("--only", action="append", choices=BENCHMARKS)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    chosen = parser.parse_args()
    bench = Bench(chosen.folder, tuple(chosen.size or ("city", "province")), peers=not chosen.no_peers)
    for name in chosen.only or BENCHMARKS:
        importlib.import_module(f"benchmarks.{name}").run(bench)
    bench.print_table()


if __name__ == "__main__":
    main()
