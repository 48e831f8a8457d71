"""Rules: one file each in the folder of its group, found here by importing every module; beside them what runs them."""

from __future__ import annotations

import importlib
import pkgutil

from gridmap.checks.difference import difference
from gridmap.checks.finding import Finding
from gridmap.checks.registry import RULES, check
from gridmap.checks.rule import Rule
from gridmap.checks.run import Findings, run_checks
from gridmap.checks.scope import Scope

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(_module.name)

_GROUP_ORDER = ("ground", "codes", "people", "branches", "buildings", "indicators")
_sorted = sorted(RULES.items(), key=lambda item: (_GROUP_ORDER.index(item[1].group), item[0]))
RULES.clear()
RULES.update(_sorted)

__all__ = ["RULES", "Finding", "Findings", "Rule", "Scope", "check", "difference", "run_checks"]
