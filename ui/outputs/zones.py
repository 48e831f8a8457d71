"""A layer with the zone of each of its units, as a GeoPackage."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from gridmap.division.dividing import Division
from gridmap.exchange.layer_units import LayerUnits
from gridmap.storage.whole_files import whole_files

ZONE: Final = "zone"
"""Column of the zones, 1 to N; empty for a row without ground."""
_TAKEN: Final = ("fid", "geom", "geometry", "ogc_fid")


def write_zones(read: LayerUnits, division: Division, file: Path) -> list[str]:
    """Write the rows of a layer with their columns, their shapes as they were, and the zone of each.

    Returns
    -------
    list of str
        Headers that had to give way: a ``zone`` that was there before, and what GeoPackage keeps for itself.

    Raises
    ------
    BadInput, GridMapError
        As :func:`gridmap.storage.whole_files.whole_files`.
    """
    features = read.features
    gave_way = [header for header in features.columns if header.lower() in (ZONE, *_TAKEN)]
    table = pd.DataFrame({h: values for h, values in features.columns.items() if h not in gave_way})
    zone = pd.array(np.zeros(len(features), dtype=np.int32), dtype="Int32")
    zone[:] = pd.NA
    zone[read.rows] = (division.zone[read.group] + 1).astype(np.int32)
    table[ZONE] = zone
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(features.shapes, crs=features.crs))
    with whole_files(file) as place:
        pyogrio.write_dataframe(frame, place, layer="zones", driver="GPKG", promote_to_multi=True)
    return gave_way
