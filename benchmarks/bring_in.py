"""Bringing boundaries in: prepared and stored, with matching, and as an update; peer: geopandas, reading and writing.

The polygons are a lattice of which every corner and the middle of every edge is moved by chance, eight vertices each.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.measure import Bench, timed
from gridmap.exchange.boundaries import ImportOptions
from gridmap.exchange.boundary_prepare import ImportBoundaries, prepare_boundaries
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project

VILLAGES, ALONG = {"city": 4, "province": 16}, {"city": 8, "province": 22}
"""Villages along each side, and grids along each side of a village: 1,024 and 123,904 grids."""
BUDGET = {"city": None, "province": 15.0}


def lattice(villages: int, along: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return villages and their grids, which tile them exactly, in EPSG:4549."""
    count, rng = villages * along, np.random.default_rng(1)
    line = np.arange(count + 1) * 100.0
    x = np.broadcast_to(line + 520_000, (count + 1, count + 1)) + rng.uniform(-20, 20, (count + 1, count + 1))
    y = (line + 3_500_000)[:, None] + rng.uniform(-20, 20, (count + 1, count + 1))
    flat = (x[:, :-1] + x[:, 1:]) / 2, (y[:, :-1] + y[:, 1:]) / 2 + rng.uniform(-8, 8, (count + 1, count))
    steep = (x[:-1] + x[1:]) / 2 + rng.uniform(-8, 8, (count, count + 1)), (y[:-1] + y[1:]) / 2
    corners = [
        (x[:-1, :-1], y[:-1, :-1]), (flat[0][:-1], flat[1][:-1]), (x[:-1, 1:], y[:-1, 1:]),
        (steep[0][:, 1:], steep[1][:, 1:]), (x[1:, 1:], y[1:, 1:]), (flat[0][1:], flat[1][1:]),
        (x[1:, :-1], y[1:, :-1]), (steep[0][:, :-1], steep[1][:, :-1]),
    ]  # fmt: skip
    rings = np.stack([np.stack([a.ravel(), b.ravel()], axis=1) for a, b in corners], axis=1)
    row, column = np.divmod(np.arange(count * count), count)
    village = (row // along) * villages + column // along
    codes = np.array([f"320582{100 + one // 100:03d}{200 + one % 100:03d}" for one in range(villages**2)])
    number = (row % along) * along + column % along + 1
    grids = gpd.GeoDataFrame(
        {"网格编码": [f"{codes[one]}{of:03d}" for one, of in zip(village, number, strict=True)]},
        geometry=shapely.polygons(rings), crs=4549,
    )  # fmt: skip
    grids["网格名称"] = [f"第{one}网格" for one in range(len(grids))]
    whole = [shapely.coverage_union_all(grids.geometry.array[village == one]) for one in range(villages**2)]
    return gpd.GeoDataFrame({"编码": codes, "名称": codes}, geometry=whole, crs=4549), grids


def run(bench: Bench) -> None:
    """Measure an import, one with matching, and the same file once more."""
    bench.folder.mkdir(parents=True, exist_ok=True)
    for size in bench.sizes:
        villages, grids = lattice(VILLAGES[size], ALONG[size])
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            above, file = Path(folder) / "villages.gpkg", Path(folder) / "grids.gpkg"
            villages.to_file(above)
            grids.to_file(file)
            plan = Plan(load_scheme("city"))
            plan = plan.apply(prepare_boundaries(plan, [above], ImportOptions("village")).change)
            _bring_in(bench, size, Path(folder), plan, file)


def _bring_in(bench: Bench, size: str, folder: Path, plan: Plan, file: Path) -> None:
    def store(project: Project, options: ImportOptions) -> None:
        prepared = prepare_boundaries(project.plan, [file], options)
        project.perform(ImportBoundaries((file,), options, prepared))

    peer = None
    if bench.peers:
        peer = timed(lambda: gpd.read_file(file).to_file(folder / "peer.gpkg"))
    with Project.create(folder / "one.gpkg", plan) as project:
        timing = timed(lambda: store(project, ImportOptions("comprehensive")))
        bench.add(
            "bring boundaries in", size, timing, budget=BUDGET[size],
            peer="geopandas, read and write" if peer else "", peer_seconds=peer.seconds if peer else None,
            note="prepared and stored; the peer finds no parents and checks nothing",
        )  # fmt: skip
        again = timed(lambda: store(project, ImportOptions("comprehensive", existing="replace")))
        bench.add("bring the same in again as an update", size, again, note="nothing changes")
    with Project.create(folder / "two.gpkg", plan) as project:
        matching = timed(lambda: store(project, ImportOptions("comprehensive", match=0.1)))
        bench.add("bring boundaries in and match vertices", size, matching, note="within 0.1 m")
