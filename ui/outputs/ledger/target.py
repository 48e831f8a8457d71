"""In which coordinates data leave: a CRS by its EPSG code, or one of the shifted datums of Chinese web maps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from gridmap.exchange.datum import (
    Source,
    bd09_from_gcj02,
    gcj02_from_wgs84,
    reproject,
    source_named,
)
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.errors import BadInput

_LOCAL: Final = (
    'LOCAL_CS["{name}",LOCAL_DATUM["{name}",0],UNIT["degree",0.0174532925199433],AXIS["lon",EAST],AXIS["lat",NORTH]]'
)
_EPSG: Final = re.compile(r"(?:EPSG:)?\d{3,6}", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """Where coordinates go.

    Attributes
    ----------
    source : Source
        As files are read from there: a CRS, and whether it is shifted.
    """

    source: Source

    @classmethod
    def named(cls, text: str) -> Target:
        """Return what somebody calls a CRS: an EPSG code, ``gcj02`` or ``bd09``.

        Others are not taken: parameters between national and local systems must not get into a file.

        Raises
        ------
        BadInput
            ``crs-unknown``.
        """
        found = source_named(text)
        if not found.shifted and not _EPSG.fullmatch(text.strip()):
            raise BadInput("crs-unknown", value=text)
        return cls(found)

    @property
    def crs(self) -> pyproj.CRS:
        """What a file says of its coordinates: of those that are shifted a local system by name, for no CRS is that."""
        if not self.source.shifted:
            return self.source.crs
        return pyproj.CRS.from_wkt(_LOCAL.format(name=self.source.name))

    @property
    def in_degrees(self) -> bool:
        """Whether coordinates are degrees, longitude first."""
        return bool(self.source.crs.is_geographic)

    def moved(self, shapes: ShapeArray, crs: pyproj.CRS) -> ShapeArray:
        """Return shapes of a CRS in these coordinates; what cannot be projected is ``None``."""
        moved = reproject(shapes, Source(crs), self.source.crs)
        if self.source.shifted:
            moved = shapely.transform(moved, self._shifted)
        lost = ~np.isfinite(shapely.bounds(moved)).all(axis=1) & ~shapely.is_missing(moved) & ~shapely.is_empty(moved)
        moved[lost] = None
        return moved

    def _shifted(self, xy: FloatArray) -> FloatArray:
        x, y = gcj02_from_wgs84(xy[:, 0], xy[:, 1])
        if self.source.shifted == "bd09":
            x, y = bd09_from_gcj02(x, y)
        return np.stack([x, y], axis=1)

    def frame(self, frame: gpd.GeoDataFrame, crs: pyproj.CRS) -> gpd.GeoDataFrame:
        """Return a table with its shapes in these coordinates."""
        shapes = self.moved(np.asarray(frame.geometry.array, dtype=object), crs)
        return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=gpd.GeoSeries(shapes, crs=self.crs))
