"""Makes damaged and rigged projects, opens each of them, and prints counts; 1 if any was not as it must be."""

from __future__ import annotations

import argparse
import sys

from tests.rigged.run import run

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--damaged", type=int, default=500, help="how many damaged files; all rigged ones are made anyway")
parser.add_argument("--seed", type=int, default=2020)
asked = parser.parse_args()
report = run(asked.damaged, asked.seed, tell=print)
print(report)
sys.exit(1 if report.failures else 0)
