"""Findings as a GeoPackage: the exact ground, lines and points, for QGIS or any other GIS."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from gridmap.checks import Findings
from gridmap.storage.whole_files import whole_files
from ui.words.findings import Wording
from ui.words.messages import origin_of

_LAYERS: Final = (
    (2, "findings_areas", "MultiPolygon"),
    (1, "findings_lines", "MultiLineString"),
    (0, "findings_points", "MultiPoint"),
)


def write_geopackage(findings: Findings, wording: Wording, file: Path) -> dict[str, int]:
    """Write the open findings that have a place, with their words, to a GeoPackage.

    Areas, lines and points are layers of their own, in the project's CRS; the layer of areas is always there. An older
    file is replaced.

    Returns
    -------
    dict
        Number of findings by layer.

    Raises
    ------
    BadInput, GridMapError
        As :func:`gridmap.storage.whole_files.whole_files`.
    """
    with whole_files(file) as place:
        return _write_layers(findings, wording, place)


def _write_layers(findings: Findings, wording: Wording, place: Path) -> dict[str, int]:
    table = wording.table(findings)
    shapes = np.asarray(table.pop("geometry"), dtype=object)
    dimension = shapely.get_dimensions(shapes)
    written: dict[str, int] = {}
    for wanted, layer, kind in _LAYERS:
        chosen = dimension == wanted
        if not chosen.any() and layer != _LAYERS[0][1]:
            continue
        rows = table[chosen].copy()
        origin = origin_of(wording.plan.facts(), wording.language)
        if origin:
            rows["origin"] = origin
        frame = gpd.GeoDataFrame(rows, geometry=shapes[chosen], crs=wording.plan.crs)
        frame.to_file(place, layer=layer, driver="GPKG", engine="pyogrio", promote_to_multi=True, geometry_type=kind)
        written[layer] = int(chosen.sum())
    return written
