"""200 grids of a department laid over the base grids of the city; peer: geopandas.overlay (how="union")."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.measure import Bench, best_of, timed
from gridmap.ground.departments import base_grids, laid_over
from gridmap.ground.placement import placement
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan

COLUMNS, ROWS = 20, 10
NAME = "police"


def run(bench: Bench) -> None:
    """Measure the crossings with their households; buildings are placed already, as they are in the window."""
    if "city" not in bench.sizes:
        return
    plan = bench.fresh_plan("city")
    grids = cells(plan.all_shapes)
    rows = gpd.GeoDataFrame(
        {"department": NAME, "name": [str(number) for number in range(len(grids))]},
        geometry=grids,
        index=pd.Index(np.arange(1, len(grids) + 1), name="id"),
        crs=plan.crs,
    )
    crossed = Plan(plan.scheme, {**plan.tables, "department_grids": rows})
    fresh: list[Plan] = []

    def prepare() -> None:
        fresh[:] = [Plan.of_conformed(crossed.scheme, crossed.tables)]
        placement(fresh[0])

    timing = best_of(3, lambda: laid_over(fresh[0], NAME), prepare)
    laid = laid_over(fresh[0], NAME)
    base = base_grids(plan)
    peer, note = None, f"{int(laid.misplaced.sum())} crossings, households and what only one holds included"
    if bench.peers:
        one = gpd.GeoDataFrame({"grid": range(len(grids))}, geometry=grids, crs=plan.crs)
        two = gpd.GeoDataFrame({"base": plan.ids[base]}, geometry=valid_shapes(plan)[base], crs=plan.crs)
        found: list[gpd.GeoDataFrame] = []
        peer = timed(lambda: found.append(gpd.overlay(one, two, how="union", keep_geom_type=True)))
        both = found[0].dropna()
        note += f"; areas differ by {abs(both.geometry.area.sum() - laid.area_m2.sum()):.1e} m2"
    bench.add(
        f"lay {len(grids)} grids over {len(base)} base grids",
        "city",
        timing,
        peer="geopandas.overlay" if peer else "",
        peer_seconds=peer.seconds if peer else None,
        note=note,
    )


def cells(shapes: ShapeArray) -> ShapeArray:
    """Return cells that share their corners and fit nowhere, over the ground of some shapes."""
    west, south, east, north = shapely.total_bounds(shapes)
    rng = np.random.default_rng(2020)
    x, y = np.meshgrid(np.linspace(west, east, COLUMNS + 1), np.linspace(south, north, ROWS + 1))
    x[1:-1, 1:-1] += rng.uniform(-0.3, 0.3, x[1:-1, 1:-1].shape) * (east - west) / COLUMNS
    y[1:-1, 1:-1] += rng.uniform(-0.3, 0.3, y[1:-1, 1:-1].shape) * (north - south) / ROWS
    corners = np.stack([x, y], axis=-1)
    rings = np.stack([corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]], axis=2)
    return shapely.polygons(rings.reshape(-1, 4, 2))
