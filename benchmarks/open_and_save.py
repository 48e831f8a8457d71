"""Opening a project, storing one edit, and writing a whole file; peer: geopandas (pyogrio) on the same layers."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio

from benchmarks.measure import Bench, best_of, timed
from gridmap.edits.rows import SetAttributes
from gridmap.model.tables import TABLES
from gridmap.project.project import Project

BUDGET_OPEN = {"city": 0.5, "province": 1.5}
BUDGET_WRITE = {"city": None, "province": 2.5}


def run(bench: Bench) -> None:
    """Measure opening, an edit in its transaction, and saving everything."""
    for size in bench.sizes:
        times = 5 if size == "city" else 3
        path = bench.path(size)
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            _open(bench, size, times, path)
            _edit(bench, size, path, Path(folder) / "edited.gpkg")
            _save(bench, size, times, Path(folder))


def _open(bench: Bench, size: str, times: int, path: Path) -> None:
    layers = [name for name in TABLES if name in {row[0] for row in pyogrio.list_layers(path)}]
    timing = best_of(times, lambda: Project.open(path, read_only=True).close())
    peer = timed(lambda: [gpd.read_file(path, layer=layer) for layer in layers]) if bench.peers else None
    bench.add(
        "open",
        size,
        timing,
        budget=BUDGET_OPEN[size],
        peer="geopandas.read_file" if peer else "",
        peer_seconds=peer.seconds if peer else None,
        note=f"{path.stat().st_size / 1e6:.0f} MB; the peer reads the same {len(layers)} layers and checks nothing",
    )


def _edit(bench: Bench, size: str, path: Path, copy: Path) -> None:
    shutil.copy(path, copy)
    with Project.open(copy) as project:
        ids = iter(project.plan.ids[-20:].tolist())
        timing = best_of(10, lambda: project.perform(SetAttributes("grids", (next(ids),), {"name": "x"})))
    bench.add("store an edit with its journal line", size, timing, note="a file system that syncs decides")
    copy.unlink()


def _save(bench: Bench, size: str, times: int, folder: Path) -> None:
    plan = bench.fresh_plan(size)
    ours, theirs = folder / "ours.gpkg", folder / "theirs.gpkg"
    timing = best_of(times, lambda: Project.create(ours, plan, overwrite=True).close())

    def write() -> None:
        theirs.unlink(missing_ok=True)
        for name, frame in plan.tables.items():
            if TABLES[name].shape and len(frame):
                gpd.GeoDataFrame(frame).to_file(theirs, layer=name, driver="GPKG")
            elif len(frame):
                pyogrio.write_dataframe(frame, theirs, layer=name, driver="GPKG")

    peer = timed(write) if bench.peers else None
    bench.add(
        "write a whole project",
        size,
        timing,
        budget=BUDGET_WRITE[size],
        peer="GeoDataFrame.to_file" if peer else "",
        peer_seconds=peer.seconds if peer else None,
        note="the peer writes the same tables, without journal and registrations of our own",
    )
