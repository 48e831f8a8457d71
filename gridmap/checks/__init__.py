"""Rules: one file each, found here by importing every module of the folder."""

from __future__ import annotations

import importlib
import pkgutil

from gridmap.checks.base import RULES, Finding, Rule, Scope, check
from gridmap.checks.difference import difference
from gridmap.checks.run import Findings, run_checks

for _module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
    if _module.name not in ("base", "run"):
        importlib.import_module(f"{__name__}.{_module.name}")

_GROUP_ORDER = ("ground", "codes", "people", "branches", "buildings")
_sorted = sorted(RULES.items(), key=lambda item: (_GROUP_ORDER.index(item[1].group), item[0]))
RULES.clear()
RULES.update(_sorted)

__all__ = ["RULES", "Finding", "Findings", "Rule", "Scope", "check", "difference", "run_checks"]
