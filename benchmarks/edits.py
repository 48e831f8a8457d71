"""Edits of borders: previewed, performed and stored, undone; peer: the same vertex moved by QGIS in all its layers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
import shapely

from benchmarks.measure import Bench, Timing, spoken, timed
from gridmap.edits import Edit, GiveGround, MergeGrids, MoveVertex, SplitGrid
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.outcome.effect import effect
from gridmap.project.project import Project

BUDGET_STORED: Final = {"city": 0.012, "province": 0.014}
BUDGET_PREVIEW: Final = 0.003
BUDGET_UNDO: Final = 0.020
BUDGET_DIVIDE: Final = 0.040
BUDGET_SNAP: Final = 0.002
REACH_M: Final = 20.0
SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
TIMES: Final = 30
SHARED_BY: Final = 6


def run(bench: Bench) -> None:
    """Measure every size on a copy of its project file."""
    for size in bench.sizes:
        copy = bench.folder / f"{size}-edited.gpkg"
        shutil.copy(bench.path(size), copy)
        with Project.open(copy) as project:
            place = shared_place(project.plan)
            _snapped(bench, size, project.plan)
            _vertex(bench, size, project, place)
            _ground(bench, size, project)
        _remove(copy)


def _snapped(bench: Bench, size: str, plan: Plan) -> None:
    from ui.canvas.editing.snapping import Snapper

    snapper, bounds = Snapper(), shapely.total_bounds(plan.all_shapes)
    places = np.random.default_rng(1).uniform(bounds[:2], bounds[2:], (200, 2)).tolist()
    snapper.near(plan, *places[0], REACH_M)
    moves = [timed(lambda x=x, y=y: snapper.near(plan, x, y, REACH_M)) for x, y in places]
    walls = [move.seconds for move in moves]
    note = f"median of {len(moves)} places, slowest {spoken(max(walls))}"
    timing = Timing(median(walls), median(move.cpu_seconds for move in moves), note)
    bench.add("a pointer's move that snaps, the first at its place", size, timing, budget=BUDGET_SNAP)


def _vertex(bench: Bench, size: str, project: Project, place: np.ndarray) -> None:
    qgis = _qgis(bench, size, place)

    def preview(number: int) -> None:
        effect(
            project.plan,
            MoveVertex(tuple(place), tuple(place + np.array([0.3 + number / 100, 0.2]))).change(project.plan),
        )

    at = [place]

    def perform(number: int) -> None:
        to = place + np.array([0.1 * number + 0.1, 0.05])
        project.perform(MoveVertex(tuple(at[0]), tuple(to)))
        at[0] = to

    peers = {} if qgis is None else {"peer": "QGIS", "note": f"{qgis['moved']} features moved by QGIS"}
    bench.add(
        f"preview of a vertex that {SHARED_BY} grids share, with its effect",
        size,
        _each(preview),
        budget=BUDGET_PREVIEW,
        peer_seconds=qgis and min(qgis["move"]),
        **peers,
    )
    bench.add(
        "a vertex moved and stored",
        size,
        _each(perform),
        budget=BUDGET_STORED[size],
        peer_seconds=qgis and min(map(sum, zip(qgis["move"], qgis["commit"], strict=True))),
        **peers,
    )
    bench.add("undo", size, _each(lambda _: project.undo()), budget=BUDGET_UNDO)


def _ground(bench: Bench, size: str, project: Project) -> None:
    for what, edits in (("split", _splits), ("merge", _merges), ("give", _gifts)):
        worked, stored = [], []
        for edit in edits(project.plan):
            try:
                worked.append(timed(lambda edit=edit: edit.change(project.plan)))
            except Refused:
                continue
            stored.append(timed(lambda edit=edit: project.perform(edit)))
            project.undo()
            if len(worked) == TIMES:
                break
        bench.add(f"{what}, worked out", size, _shortest(worked), budget=BUDGET_DIVIDE)
        bench.add(f"{what}, performed and stored", size, _shortest(stored))


def _each(step: Callable[[int], object]) -> Timing:
    """Return the shortest of some runs of a step after a first one, which asks for what only edits ask for."""
    step(0)
    return _shortest([timed(lambda number=number: step(number)) for number in range(1, TIMES)])


def _shortest(runs: list[Timing]) -> Timing:
    walls = [run.seconds for run in runs]
    note = f"{len(runs)} runs, median {spoken(median(walls))}"
    return Timing(min(walls), min(run.cpu_seconds for run in runs), note)


# ---- what is edited --------------------------------------------------------------------------------------------------


def shared_place(plan: Plan) -> np.ndarray:
    """Return a vertex that as many grids of all levels share as the preview is asked for."""
    rng = np.random.default_rng(3)
    villages = plan.ids[(plan.ranks == 2) & plan.has_shape]
    while True:
        corner = rng.choice(shapely.get_coordinates(plan.shape(int(rng.choice(villages)))))
        _, at = grid_index(plan).query(shapely.Point(corner), predicate="intersects")
        has = [(shapely.get_coordinates(shape) == corner).all(axis=1).any() for shape in plan.all_shapes[at]]
        if sum(has) == SHARED_BY:
            return np.asarray(corner)


def _lowest(plan: Plan) -> Iterator[int]:
    lowest = plan.ids[(plan.ranks == plan.ranks.max()) & plan.has_shape]
    yield from np.random.default_rng(7).permutation(lowest)[: 4 * TIMES].tolist()


def _neighbours(plan: Plan) -> Iterator[tuple[int, int, shapely.Geometry]]:
    """Yield pairs of grids of one village with the border that they share."""
    for grid in _lowest(plan):
        family = plan.siblings(grid)
        family = family[plan.has_shape[plan.positions(family)] & (family != grid)]
        borders = shapely.intersection(shapely.boundary(plan.shape(grid)), shapely.boundary(plan.shapes(family)))
        if len(family) and shapely.length(borders).max() > 10:
            longest = int(np.argmax(shapely.length(borders)))
            yield grid, int(family[longest]), borders[longest]


def _splits(plan: Plan) -> Iterator[Edit]:
    away = np.array([9000, 3000])
    for grid in _lowest(plan):
        middle = shapely.get_coordinates(shapely.centroid(plan.shape(grid)))[0]
        yield SplitGrid(grid, shapely.LineString([middle - away, middle + away]))


def _merges(plan: Plan) -> Iterator[Edit]:
    for one, two, _ in _neighbours(plan):
        yield MergeGrids((one, two), one)


def _gifts(plan: Plan) -> Iterator[Edit]:
    for one, two, border in _neighbours(plan):
        reach = float(np.sqrt(plan.shape(one).area)) / 5
        yield GiveGround(shapely.buffer(shapely.point_on_surface(border), reach, quad_segs=3), two)


# ---- the peer --------------------------------------------------------------------------------------------------------


def _qgis(bench: Bench, size: str, place: np.ndarray) -> dict[str, list[float]] | None:
    """Let QGIS move the same vertex in a copy of the file; ``None`` if it is not there."""
    if not bench.peers or not SYSTEM_PYTHON.exists():
        return None
    if subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        return None
    copy = bench.folder / f"{size}-qgis.gpkg"
    _remove(copy)
    shutil.copy(bench.path(size), copy)
    kinds = [kind.key for kind in bench.fresh_plan(size).scheme.kinds]
    script = Path(__file__).with_name("edit_in_qgis.py")
    command = [SYSTEM_PYTHON, script, copy, repr(float(place[0])), repr(float(place[1])), "6", *kinds]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    _remove(copy)
    try:
        found: dict[str, list[float]] = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    return found


def _remove(file: Path) -> None:
    """Remove a project file with what QGIS leaves beside it, which SQLite would take for part of the next one."""
    for beside in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
