"""Open, save, edit and undo a city and a province; peer: pyogrio, which reads and writes the same tables."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pyogrio
import shapely

from benchmarks.measure import Bench, best_of, peak_memory_gb
from gridmap.change import edited_rows
from gridmap.edits import PutRows, SetAttributes
from gridmap.project import Project
from gridmap.tables import TABLES

BUDGET_OPEN = {"city": 0.5, "province": 4.0}
BUDGET_EDIT = {"city": 0.005, "province": 0.01}
EDITS = 40


def run(bench: Bench) -> None:
    """Measure opening and saving beside pyogrio, then single edits with their journal line on the disk."""
    for size in bench.sizes:
        path = bench.path(size)
        times = 7 if size == "city" else 3
        copy = bench.folder / f"{size}-saved.gpkg"
        peer_file = bench.folder / f"{size}-peer.gpkg"

        seconds, noise = best_of(times, lambda path=path: Project.open(path).close())
        peer_seconds = best_of(times, lambda path=path: _read(path))[0] if bench.peers else None
        budget = BUDGET_OPEN[size]
        bench.add("open", size, seconds, budget=budget, peer=_peer(bench), peer_seconds=peer_seconds, note=noise)

        plan = bench.fresh_plan(size)
        seconds, noise = best_of(times, lambda plan=plan, copy=copy: Project.create(copy, plan, overwrite=True).close())
        peer_seconds = best_of(times, lambda plan=plan, to=peer_file: _write(plan, to))[0] if bench.peers else None
        note = f"{copy.stat().st_size / 1e6:.0f} MB; {noise}"
        bench.add("save", size, seconds, peer=_peer(bench), peer_seconds=peer_seconds, note=note)
        del plan
        with Project.open(copy) as project:
            _edits(bench, size, project)
        if size == "province":
            code = f"from gridmap.project import Project\nProject.open({str(path)!r}, read_only=True)"
            bench.add("peak memory of open, GB", size, peak_memory_gb(code), note="budget 2.5 GB with a check")
        for file in (copy, peer_file):
            file.unlink(missing_ok=True)


def _peer(bench: Bench) -> str:
    return "pyogrio" if bench.peers else ""


def _read(path: Path) -> None:
    for name in TABLES:
        pyogrio.read_dataframe(path, layer=name, fid_as_index=True)


def _write(plan: object, path: Path) -> None:
    path.unlink(missing_ok=True)
    for name, frame in plan.tables.items():  # type: ignore[attr-defined]
        shapes = {"geometry_type": "MultiPolygon"} if TABLES[name].shape == "polygon" else {}
        pyogrio.write_dataframe(frame, path, layer=name, append=path.exists(), **shapes)


def _edits(bench: Bench, size: str, project: Project) -> None:
    """Time edits of one row, from the call to the moment they are on the disk, and taking them back."""
    drawn = project.plan.ids[project.plan.has_shape]
    grid = int(drawn[len(drawn) // 2])

    def rename(step: int) -> object:
        return project.perform(SetAttributes("grids", (grid,), {"name": f"网格{step}"}))

    def redraw(step: int) -> object:
        shape = shapely.transform(project.plan.shape(grid), lambda xy: xy + 0.01)
        return project.perform(
            PutRows("redraw", put={"grids": edited_rows(project.plan, "grids", [grid], geometry=[shape])})
        )

    def split(step: int) -> object:
        plan = project.plan
        rows = edited_rows(plan, "grids", [grid])
        rows.index = rows.index + (plan.next_id("grids") - grid)
        return project.perform(PutRows("split", put={"grids": rows}))

    for what, act in (
        ("edit a name, with its journal line", rename),
        ("edit a shape, with its journal line", redraw),
        ("add a grid, with its journal line", split),
        ("undo", lambda step: project.undo()),
    ):
        seconds, noise = _each_of(act)
        bench.add(what, size, seconds, budget=BUDGET_EDIT[size], note=noise)


def _each_of(act: Callable[[int], object]) -> tuple[float, str]:
    seconds = []
    gc.collect()
    for step in range(EDITS):
        start = time.perf_counter()
        act(step)
        seconds.append(time.perf_counter() - start)
    note = f"fastest of {EDITS}, median {median(seconds):.3g} s, 9 of 10 under {np.quantile(seconds, 0.9):.3g} s"
    return min(seconds), note
