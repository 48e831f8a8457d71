"""Runs the families and prints counts; 1 if anything failed."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import home_in
from tests.soak.families import FAMILIES
from tests.soak.run import soak, table

ROUNDS = 20
"""So many if nothing else is said: 500 kills."""


def main() -> int:
    """Read what is asked for, do it, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=sys.modules["tests.soak"].__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--minutes", type=float, help="how long")
    parser.add_argument("--rounds", type=int, help=f"how many rounds; {ROUNDS} if nothing is said: 500 kills")
    parser.add_argument("--seed", type=int, help="where the seeds begin; the time of day if left out")
    parser.add_argument("--only", action="append", choices=FAMILIES, metavar="FAMILY", help=", ".join(FAMILIES))
    parser.add_argument("--attempt", type=int, metavar="SEED", help="one attempt, with the seed that a failure told")
    asked = parser.parse_args()
    rounds = ROUNDS if asked.rounds is None and asked.minutes is None else asked.rounds
    seed = int(time.time()) if asked.seed is None else asked.seed
    if asked.attempt is not None:
        seed = asked.attempt
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(home_in(Path(home)))
        tallies = soak(
            seed=seed,
            rounds=rounds,
            minutes=asked.minutes,
            only=asked.only or FAMILIES,
            once=asked.attempt is not None,
            after_round=lambda counts: print(counts, flush=True),
            tell=lambda line: print(line, flush=True),
        )
    print(table(tallies))
    return int(any(tally.failures for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
