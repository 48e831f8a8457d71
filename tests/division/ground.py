"""A village made for a purpose: its grids, roads and buildings are given in metres from a corner."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme

CORNER = np.array([500_000.0, 3_500_000.0])
TOWN, VILLAGE = 1, 2


def at(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape moved to where the village is."""
    return shapely.transform(shape, lambda xy: xy + CORNER)


def village(
    grids: list[shapely.Geometry],
    roads: list[shapely.Geometry] = (),
    buildings: list[tuple[float, float, int, str]] = (),
    **columns: list,
) -> Plan:
    """Return a plan of one village that these grids tile, ids from 11; buildings are (x, y, households, estate)."""
    whole = shapely.union_all(grids)
    rows = [
        ("320582100", "镇", "town", 0, whole),
        ("320582100201", "村", "village", TOWN, whole),
        *(
            (f"320582100201{number:03d}", f"网格{number}", "comprehensive", VILLAGE, grid)
            for number, grid in enumerate(grids, 1)
        ),
    ]
    frame = gpd.GeoDataFrame(
        {name: [row[i] for row in rows] for i, name in enumerate(("code", "name", "kind", "parent"))},
        geometry=[at(row[4]) for row in rows],
        index=[TOWN, VILLAGE, *range(11, 11 + len(grids))],
        crs="EPSG:4549",
    )
    frame["setting"] = "urban"
    for name, values in columns.items():
        frame[name] = [values[0], values[0], *values]
    tables: dict[str, pd.DataFrame] = {"grids": frame}
    if roads:
        tables["roads"] = gpd.GeoDataFrame(
            {"name": "", "rank": "street"}, geometry=[at(r) for r in roads], index=range(1, len(roads) + 1), crs=4549
        )
    if buildings:
        tables["buildings"] = gpd.GeoDataFrame(
            {"households": [b[2] for b in buildings], "compound": [b[3] for b in buildings]},
            geometry=[at(shapely.box(b[0] - 5, b[1] - 5, b[0] + 5, b[1] + 5)) for b in buildings],
            index=range(1, len(buildings) + 1),
            crs="EPSG:4549",
        )
    return Plan(load_scheme("city"), tables)
