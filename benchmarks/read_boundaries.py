"""Reading the polygons of a file of boundaries; peer: pyogrio.read_dataframe on the same file."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from benchmarks.measure import Bench, best_of
from gridmap.exchange.sources import read_features

COUNT = {"city": 1_200, "province": 120_000}
TIMES_OF_THE_PEER = 1.5
"""How many times as long as the peer it may take: it decodes what the peer takes as it comes."""

_ACROSS = 400
_CORNERS = 8


def run(bench: Bench) -> None:
    """Measure each format in which the boundaries of a province may come."""
    bench.folder.mkdir(parents=True, exist_ok=True)
    for size in bench.sizes:
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            made = _grids(COUNT[size])
            for name in ("grids.gpkg", "grids.shp", "grids.geojson"):
                _read(bench, size, Path(folder) / name, made)


def _read(bench: Bench, size: str, file: Path, made: gpd.GeoDataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (made.to_crs(4326) if file.suffix == ".geojson" else made).to_file(file)
        ours = best_of(3, lambda: read_features(file))
        peer = best_of(3, lambda: pyogrio.read_dataframe(file)) if bench.peers else None
    bench.add(
        f"read {file.suffix}",
        size,
        ours,
        budget=TIMES_OF_THE_PEER * peer.seconds if peer else None,
        peer="pyogrio.read_dataframe" if peer else "",
        peer_seconds=peer.seconds if peer else None,
        note=f"{len(made):,} polygons of {_CORNERS} corners; the budget is {TIMES_OF_THE_PEER} times the peer's time",
    )


def _grids(count: int) -> gpd.GeoDataFrame:
    """Return octagons side by side with codes and names in Chinese, under headers that the peer can read too."""
    number = np.arange(count)
    middles = np.stack([500_000 + 50.0 * (number % _ACROSS), 3_500_000 + 50.0 * (number // _ACROSS)], axis=1)
    angles = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    rings = middles[:, None, :] + 25 * np.stack([np.cos(angles), np.sin(angles)], axis=1)[None]
    shapes = shapely.polygons(shapely.linearrings(rings.reshape(-1, 2), indices=np.repeat(number, _CORNERS)))
    columns = {
        "code": [f"320582{each // 1000:06d}{each % 1000:03d}" for each in number],
        "name": [f"第{each}网格" for each in number],
        "households": number % 500,
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4549")
