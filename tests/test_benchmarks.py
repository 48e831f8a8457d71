"""What the benchmarks run in processes of their own is written in strings, which no type checker reads."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
OURS = re.compile(r"from ((?:gridmap|layers|ui|benchmarks|sample_data)[\w.]*) import ([\w, ]+)")


def imports_in_strings() -> list[tuple[str, str, str]]:
    """Return file, module and name of every import from our packages that stands in a string."""
    found = []
    for file in sorted(BENCHMARKS.glob("*.py")):
        strings = [
            node.value
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        for module, names in OURS.findall("\n".join(strings)):
            found += [(file.name, module, name.strip()) for name in names.split(",")]
    return found


@pytest.mark.parametrize(("file", "module", "name"), imports_in_strings())
def test_what_a_process_of_a_benchmark_imports_is_there(file, module, name):
    assert hasattr(importlib.import_module(module), name), file


def test_some_benchmark_runs_a_process_of_its_own():
    assert ("check.py", "gridmap.project.project", "Project") in imports_in_strings()
