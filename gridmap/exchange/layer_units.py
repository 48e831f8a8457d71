"""Any layer of polygons as units to divide: their weights, what must stay together, and where they border."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.division.units import Units, units_of
from gridmap.exchange.boundary_shapes import areas_in
from gridmap.exchange.cells import texts_of
from gridmap.exchange.rows import Rows
from gridmap.exchange.sources import Features, read_features
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.errors import BadInput, Problem

_NAMES: Final = ("name", "名称", "名", "code", "编码", "代码", "id", "geoid", "fid")
"""Columns by which a unit is called, the best first."""


@dataclass(frozen=True, eq=False)
class LayerUnits:
    """The polygons of a layer, and the graph of what is divided.

    Attributes
    ----------
    features : Features
        As read.
    rows : int64 (k,)
        Places of the polygons in the layer; the other rows have no ground.
    group : int64 (k,)
        Unit that each of them belongs to: itself, or all that must stay together.
    units : Units
    weight : str
        Header of the column of weights.
    problems : tuple of Problem
    """

    features: Features
    rows: IntArray
    group: IntArray
    units: Units
    weight: str
    problems: tuple[Problem, ...]

    def names(self, units: Iterable[int]) -> list[str]:
        """Return what units are called: by a column of names, else by their rows, counted from 1."""
        return [self._name(np.flatnonzero(self.group == unit)) for unit in units]

    def _name(self, members: IntArray) -> str:
        row = int(self.rows[members[0]])
        more = f" +{len(members) - 1}" if len(members) > 1 else ""
        by_header = {header.lower(): header for header in self.features.columns}
        for wanted in _NAMES:
            if wanted in by_header:
                [text] = texts_of(self.features.columns[by_header[wanted]][row : row + 1])
                if text:
                    return f"{text}{more}"
        return f"#{row + 1}{more}"


def read_units(source: Path, weight: str, keep: str | None = None, layer: str | None = None) -> LayerUnits:
    """Read a layer of polygons as units to divide.

    Areas and lengths are measured in a UTM zone where the layer is in degrees, else as its coordinates stand.

    Parameters
    ----------
    source : Path
        See :func:`gridmap.exchange.sources.read_features`.
    weight : str
        Header of the column of weights, numbers of 0 and more.
    keep : str, optional
        Header of a column; rows of the same value stay together, those without a value stand alone.
    layer : str, optional

    Raises
    ------
    BadInput
        Those of :func:`~gridmap.exchange.sources.read_features`; ``column-not-found``; ``weight-not-a-number``,
        ``weight-negative`` with row and column; ``weights-are-nothing``; ``no-polygons``.
    """
    features = read_features(Path(source), layer)
    rows = Rows(Path(source).name, len(features))
    rows.say(*features.problems)
    weights = _weights(features, _header(features, weight), rows)
    shapes = areas_in(features, rows)
    there = np.flatnonzero(~shapely.is_missing(shapes) & rows.keep)
    if not len(there):
        raise BadInput("no-polygons", file=rows.file, value="-")
    group = _groups(features, keep, there)
    units = units_of(_in_metres(shapes[there], features), weights[there])
    total = float(weights[there].sum())
    if total <= 0:
        raise BadInput("weights-are-nothing", file=rows.file, column=weight)
    together = units if keep is None else units.together(group)
    return LayerUnits(features, there, group, together, _header(features, weight), rows.problems())


def _header(features: Features, wanted: str) -> str:
    """Return the header as it stands in the file; upper and lower case count as one if only one column fits."""
    if wanted in features.columns:
        return wanted
    alike = [header for header in features.columns if header.lower() == wanted.lower()]
    if len(alike) != 1:
        raise BadInput("column-not-found", file=features.file, column=wanted, expected=", ".join(features.columns))
    return alike[0]


def _weights(features: Features, header: str, rows: Rows) -> FloatArray:
    cells = features.columns[header]
    numbers = pd.to_numeric(pd.Series(cells), errors="coerce").to_numpy(dtype=np.float64)
    blank = pd.isna(pd.Series(cells)).to_numpy() | (texts_of(cells) == "")
    for row in np.flatnonzero(~blank & ~np.isfinite(numbers))[:1]:
        value = str(cells[row])
        raise BadInput("weight-not-a-number", file=rows.file, row=int(row) + 1, column=header, value=value)
    for row in np.flatnonzero(numbers < 0)[:1]:
        raise BadInput("weight-negative", file=rows.file, row=int(row) + 1, column=header, value=float(numbers[row]))
    if blank.any():
        rows.note("weight-missing", int(np.argmax(blank)), header, count=int(blank.sum()))
    return np.where(blank, 0.0, numbers)


def _groups(features: Features, keep: str | None, there: IntArray) -> IntArray:
    if keep is None:
        return np.arange(len(there))
    values: npt.NDArray[np.object_] = texts_of(features.columns[_header(features, keep)])[there]
    alone = values == ""
    values[alone] = [f"\0{number}" for number in np.flatnonzero(alone)]
    return pd.factorize(values)[0].astype(np.int64)


def _in_metres(shapes: ShapeArray, features: Features) -> ShapeArray:
    if features.crs is None or not features.crs.is_geographic:
        return shapes
    series = gpd.GeoSeries(shapes, crs=features.crs)
    return np.asarray(series.to_crs(series.estimate_utm_crs()).array, dtype=object)
