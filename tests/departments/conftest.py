"""Plans of one village in a lattice of base grids, with other lattices over it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.model.making import change_of
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from sample_data.make_sample import make_sample

CRS = "EPSG:4549"
WEST, SOUTH, CELL = 500_000.0, 3_500_000.0, 200.0


def lattice(
    columns: int, rows: int, cell: float, jitter: float = 0.0, seed: int = 0, west: float = WEST, south: float = SOUTH
) -> np.ndarray:
    """Cells that share their corners exactly; inner corners lie up to ``jitter`` of a cell off."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0))
    if jitter:
        for of in (x, y):
            of[1:-1, 1:-1] += rng.uniform(-jitter, jitter, of[1:-1, 1:-1].shape)
    x, y = west + x * cell, south + y * cell
    corners = np.stack([x, y], axis=-1)
    return np.array(
        [
            shapely.Polygon([corners[r, c], corners[r, c + 1], corners[r + 1, c + 1], corners[r + 1, c]])
            for r in range(rows)
            for c in range(columns)
        ],
        dtype=object,
    )


def village(base: np.ndarray, points: np.ndarray | None = None, households: np.ndarray | None = None) -> Plan:
    """Return a plan of one village with these base grids (ids from 3) and buildings."""
    ground = shapely.union_all(base)
    count = len(base)
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100", "320582100201", *(f"320582100201{number:03d}" for number in range(1, count + 1))],
            "name": ["镇", "村", *(f"第{number}网格" for number in range(1, count + 1))],
            "kind": ["town", "village", *["comprehensive"] * count],
            "parent": [0, 1, *[2] * count],
        },
        geometry=[ground, ground, *base],
        index=pd.Index(np.arange(1, count + 3), name="id"),
        crs=CRS,
    )
    points = np.empty(0, dtype=object) if points is None else points
    counts = np.full(len(points), 1) if households is None else households
    buildings = gpd.GeoDataFrame(
        {"households": counts, "residents": counts * 2},
        geometry=list(points),
        index=pd.Index(np.arange(1, len(points) + 1), name="id"),
        crs=CRS,
    )
    return Plan(load_scheme(), {"grids": grids, "buildings": buildings})


def with_department(plan: Plan, name: str, shapes: np.ndarray) -> Plan:
    """Return the plan with a department's grids."""
    first = plan.next_id("department_grids")
    count = len(shapes)
    rows = gpd.GeoDataFrame(
        {
            "department": [name] * count,
            "code": [f"D{number:02d}" for number in range(1, count + 1)],
            "name": [f"{name}{number}" for number in range(1, count + 1)],
        },
        geometry=list(shapes),
        index=pd.Index(np.arange(first, first + count), name="id"),
        crs=CRS,
    )
    return plan.apply(change_of(plan, "test", put={"department_grids": rows}))


@dataclass(frozen=True)
class Random:
    """A village in a random lattice with houses anywhere, and a department's lattice that fits nowhere."""

    plan: Plan
    base: np.ndarray
    grids: np.ndarray


def random_place(seed: int) -> Random:
    rng = np.random.default_rng(seed)
    base = lattice(*rng.integers(2, 7, 2), CELL, 0.3, seed)
    west, south, east, north = shapely.total_bounds(base)
    columns, rows = rng.integers(1, 5, 2)
    grids = lattice(
        columns, rows, float(rng.uniform(150, 500)), 0.3, seed + 1, west - 37.3, south + rng.uniform(-90, 90)
    )
    grids = grids[rng.uniform(size=len(grids)) < 0.9]
    points = shapely.points(rng.uniform((west - 50, south - 50), (east + 50, north + 50), (300, 2)))
    plan = village(base, points, rng.integers(0, 9, 300))
    return Random(with_department(plan, "公安", grids), base, grids)


@pytest.fixture(scope="session")
def town() -> Plan:
    return make_sample("town")[0]
