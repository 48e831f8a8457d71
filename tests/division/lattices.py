"""Ground to divide whose answers are known: lattices of square blocks, and what is asked of their zones."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from gridmap.division.units import Units, units_of
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray

SIDE = 100.0


def squares(columns: int, rows: int) -> ShapeArray:
    """Return squares of 100 m, row by row from the south-west."""
    x, y = np.meshgrid(np.arange(columns) * SIDE, np.arange(rows) * SIDE)
    return shapely.box(x.ravel(), y.ravel(), x.ravel() + SIDE, y.ravel() + SIDE)


def lattice(side: int, seed: int = 0, lumpy: bool = False) -> tuple[ShapeArray, FloatArray]:
    """Return a lattice and its households: 20 to 79 a block, and one block in 40 of 250 to 900 if it is lumpy."""
    rng = np.random.default_rng(seed)
    weight = rng.integers(20, 80, side * side).astype(float)
    if lumpy:
        lumps = rng.random(side * side) < 1 / 40
        weight[lumps] = rng.integers(250, 900, int(lumps.sum()))
    return squares(side, side), weight


def row_of(*weights: float) -> Units:
    """Return blocks in a row, from west to east."""
    return units_of(squares(len(weights), 1), np.array(weights, dtype=float))


def pieces_of(shapes: ShapeArray, zone: IntArray) -> list[int]:
    """Return in how many pieces each zone lies, by the union of its shapes: not by the graph that made it."""
    frame = gpd.GeoDataFrame({"zone": zone}, geometry=shapes).dissolve("zone")
    return shapely.get_num_geometries(np.asarray(frame.geometry.array, dtype=object)).tolist()
