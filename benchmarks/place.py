"""A million buildings placed into the 120,000 grids of the province; peer: geopandas.sjoin."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.measure import Bench, best_of, timed
from gridmap.ground.placement import placement
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan

BUILDINGS = 1_000_000
BUDGET = 3.0


def run(bench: Bench) -> None:
    """Measure placement from nothing: neither shapes nor points have been looked at before."""
    if "province" not in bench.sizes:
        return
    plan = bench.fresh_plan("province")
    lowest = np.flatnonzero((plan.ranks == len(plan.scheme.levels)) & plan.has_shape)
    points = scattered(plan.all_shapes[lowest], BUILDINGS)
    buildings = gpd.GeoDataFrame(
        {"households": np.full(BUILDINGS, 2)}, geometry=points, index=np.arange(1, BUILDINGS + 1), crs=plan.crs
    )
    crowded = Plan(plan.scheme, {**plan.tables, "buildings": buildings})
    fresh: list[Plan] = []

    def prepare() -> None:
        fresh[:] = [Plan.of_conformed(crowded.scheme, crowded.tables)]

    timing = best_of(3, lambda: placement(fresh[0]), prepare)
    holder = placement(fresh[0]).holder
    peer, note = None, f"{(holder > 0).sum()} placed, validity of all shapes and inner points of buildings included"
    if bench.peers:
        grids = gpd.GeoDataFrame(geometry=plan.all_shapes[lowest], crs=plan.crs)
        joined: list[gpd.GeoDataFrame] = []
        peer = timed(lambda: joined.append(gpd.sjoin(gpd.GeoDataFrame(geometry=points, crs=plan.crs), grids)))
        first = joined[0].reset_index().groupby("index")["index_right"].min()
        same = holder[first.index.to_numpy()] == plan.ids[lowest[first.to_numpy()]]
        note += f"; the peer says the same of {same.sum()}"
    bench.add(
        f"place {BUILDINGS} buildings into {len(lowest)} grids",
        "province",
        timing,
        budget=BUDGET,
        peer="geopandas.sjoin" if peer else "",
        peer_seconds=peer.seconds if peer else None,
        note=note,
    )


def scattered(shapes: ShapeArray, count: int) -> ShapeArray:
    """Return points spread over some shapes, always the same: between a point on the surface and a vertex."""
    rng = np.random.default_rng(2020)
    chosen = rng.integers(len(shapes), size=count)
    vertices = shapely.get_num_coordinates(shapes)
    first = np.cumsum(vertices) - vertices
    corner = shapely.get_coordinates(shapes)[first[chosen] + (rng.random(count) * vertices[chosen]).astype(np.int64)]
    inner = shapely.get_coordinates(shapely.point_on_surface(shapes))[chosen]
    return shapely.points(inner + rng.random((count, 1)) * (corner - inner))
