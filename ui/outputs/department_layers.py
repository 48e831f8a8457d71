"""Departments' grids as layers of a GeoPackage: as they are, the crossings, and of whole base grids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.ground.departments import Crossings, LaidOver, bare_ground, crossings, ground_outside, snapped
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan
from gridmap.storage.whole_files import whole_files
from ui.outputs.lists.departments import crossings_in_words, grid_names, snap_in_words
from ui.words.messages import Language, origin_of


def write_layers(plan: Plan, all_laid: Sequence[LaidOver], file: Path, language: Language) -> dict[str, int]:
    """Write departments' grids, crossings, ground that only one holds, and the grids of whole base grids.

    Layers ``department_grids``, ``crossings``, ``base_in_none``, ``outside_base`` and ``snapped`` in the project's CRS;
    columns carry keys, which stay the same in every language. An older file is replaced.

    Returns
    -------
    dict
        Number of rows by layer.

    Raises
    ------
    BadInput, GridMapError
        As :func:`gridmap.storage.whole_files.whole_files`.
    """
    snaps = [snapped(laid) for laid in all_laid]
    lines = [(laid, crossings(laid), bare_ground(laid)) for laid in all_laid]
    layers = {
        "department_grids": [(_grids(plan, laid, language), laid.pieces.grid_shapes) for laid in all_laid],
        "crossings": [(crossings_in_words(plan, laid, found, language), found.shape) for laid, found, _ in lines],
        "base_in_none": [(_bare(plan, laid, found, language), found.shape) for laid, _, found in lines],
        "outside_base": [_outside(plan, laid, language) for laid in all_laid],
        "snapped": [(snap_in_words(plan, found, language), found.shape) for found in snaps],
    }
    origin, written = origin_of(plan.facts(), language), {}
    with whole_files(file) as place:
        for name, parts in layers.items():
            table = pd.concat([part for part, _ in parts], ignore_index=True)
            shapes: ShapeArray = np.concatenate([some for _, some in parts])
            if origin:
                table["origin"] = origin
            there = ~shapely.is_missing(shapes)
            frame = gpd.GeoDataFrame(table[there], geometry=shapes[there], crs=plan.crs)
            frame.to_file(
                place, layer=name, driver="GPKG", engine="pyogrio", promote_to_multi=True, geometry_type="MultiPolygon"
            )
            written[name] = int(there.sum())
    return written


def _grids(plan: Plan, laid: LaidOver, language: Language) -> pd.DataFrame:
    ids = laid.pieces.grids
    return pd.DataFrame(
        {
            "department": [laid.department] * len(ids),
            "code": plan.tables["department_grids"]["code"].loc[ids].tolist(),
            "name": grid_names(plan, ids, language),
            "households": laid.of_grid,
            "area_m2": laid.area_of_grid,
        }
    )


def _bare(plan: Plan, laid: LaidOver, found: Crossings, language: Language) -> pd.DataFrame:
    return crossings_in_words(plan, laid, found, language).drop(columns="holder")


def _outside(plan: Plan, laid: LaidOver, language: Language) -> tuple[pd.DataFrame, ShapeArray]:
    found = ground_outside(laid)
    table = pd.DataFrame(
        {
            "department": [laid.department] * len(found),
            "grid": grid_names(plan, found.grid, language),
            "households": found.households,
            "area_m2": found.area_m2,
        }
    )
    return table, found.shape
