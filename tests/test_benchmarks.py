"""What the benchmarks run in processes of their own is written in strings, which no type checker reads."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import numpy as np
import pytest
import shapely

from benchmarks.furnished import furnished
from gridmap.model.scheme import load_scheme
from sample_data.province import make_province

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


def test_the_province_is_furnished_with_facilities_in_their_villages_and_roads_through_all_grids():
    plan = furnished(make_province(load_scheme(), 2020, share=0.005))
    low, villages = (plan.of_level(plan.scheme.level(level)) for level in ("grid", "village"))
    table = plan.tables["facilities"]
    counts = table["kind"].value_counts()
    assert counts["door_plate"] == low.sum() and counts["council"] == villages.sum() < counts["volunteer_team"]
    has_place = ~table.geometry.isna().to_numpy()
    assert set(table["kind"][has_place]) == {"volunteer_team", "service_centre", "social_work_body"}
    village = plan.grids.geometry.array[plan.positions(table["grid"].to_numpy()[has_place])]
    assert shapely.intersects(village, table.geometry.array[has_place]).all()
    middles = shapely.centroid(plan.grids.geometry.array[np.flatnonzero(low)])
    _, away = plan.tables["roads"].sindex.nearest(middles, return_all=False, return_distance=True)
    assert (away <= 50.001).all()  # 40 m east and 30 m north of the middle
