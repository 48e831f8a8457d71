"""Any vector file as something to look at: its shapes in the plan's CRS, whatever they are, and nothing of its columns.

What comes in is never part of the plan. Faulty shapes come in as they are; what cannot be drawn is left out and told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyproj
import shapely

from gridmap.exchange.crs_hints import look_of, refuse_if_elsewhere
from gridmap.exchange.datum import Source, datum_shift_is_known, reproject, source_named
from gridmap.exchange.shapes import finite
from gridmap.exchange.sources import Features, read_features
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.cycles import left_out
from gridmap.model.errors import BadInput, Problem

_ANY_ENCODING: Final = "ISO-8859-1"
"""Has a letter for every byte."""


@dataclass(frozen=True, eq=False)
class ReferenceShapes:
    """What a layer of a file holds, ready to be laid over a plan.

    Attributes
    ----------
    layer : str
        Name of the layer in the file.
    shapes : object (n,)
        Points, lines and polygons of one part each, 2D, in the plan's CRS; all coordinates finite.
    crs : str
        What the file is in, by name.
    problems : tuple of Problem
        What was noticed on the way, and how many shapes were left out.
    """

    layer: str
    shapes: ShapeArray
    crs: str
    problems: tuple[Problem, ...]


def read_reference(
    source: Path, target: pyproj.CRS, layer: str | None = None, crs: str | None = None, encoding: str | None = None
) -> ReferenceShapes:
    """Read one layer of a file that is to be looked at beside a plan.

    Parameters
    ----------
    source : Path
        A file of any format that GDAL reads, as for :func:`gridmap.exchange.sources.read_features`.
    target : CRS
        The plan's.
    layer : str, optional
        Needed where the file has several.
    crs : str, optional
        Where the coordinates are, if the file does not say: ``EPSG:…``, ``gcj02`` or ``bd09``.
    encoding : str, optional
        Of the texts, where the file is known to be wrong about it.

    Coordinates that have plainly changed places, latitude first, are put in order, and a problem says so.

    Raises
    ------
    BadInput
        Those of :func:`~gridmap.exchange.sources.read_features` and, but for ``coordinates-swapped``,
        :func:`~gridmap.exchange.crs_hints.refuse_if_elsewhere`, ``crs-missing`` (with the CRS that it may be in
        ``expected``), ``crs-missing-swapped``, ``crs-unknown``, ``reference-without-shapes``.
    """
    features = _read(source, layer, encoding)
    problems = list(features.problems)
    shapes = shapely.force_2d(features.shapes)
    parts = _single_parts(shapes[~shapely.is_missing(shapes)])
    good = finite(parts)
    lost = int(features.unreadable.sum() + (~good).sum())
    parts = parts[good]
    coordinates = shapely.get_coordinates(parts)
    if not len(coordinates):
        raise BadInput("reference-without-shapes", file=str(source))
    where = _source(features.crs, crs, coordinates, target, str(source))
    try:
        refuse_if_elsewhere(coordinates, where, target, str(source))
    except BadInput as error:
        if error.key != "coordinates-swapped":
            raise
        parts = shapely.transform(parts, lambda xy: xy[:, ::-1])
        problems.append(Problem("reference-swapped", file=str(source)))
    if not datum_shift_is_known(where.crs, target):
        problems.append(Problem("datum-shift-unknown", file=str(source), values={"crs": where.name}))
    try:
        moved = reproject(parts, where, target)
    except pyproj.exceptions.ProjError as error:
        raise BadInput("crs-unknown", value=where.name) from error
    there = finite(moved)
    lost += int((~there).sum())
    if not there.any():
        raise BadInput("reference-without-shapes", file=str(source))
    if lost:
        problems.append(Problem("reference-shapes-left-out", file=str(source), values={"count": lost}))
    return ReferenceShapes(features.layer, left_out(moved[there]), where.name, tuple(problems))


def _read(source: Path, layer: str | None, encoding: str | None) -> Features:
    """Read a layer; texts in an encoding that nobody can tell do not matter here, since none is shown."""
    try:
        return read_features(source, layer, encoding)
    except BadInput as error:
        if error.key != "encoding-unknown" or encoding is not None:
            raise
        return read_features(source, layer, _ANY_ENCODING)


def _source(
    said: pyproj.CRS | None, given: str | None, coordinates: FloatArray, target: pyproj.CRS, file: str
) -> Source:
    if given is not None:
        return source_named(given)
    if said is not None:
        return Source(said)
    look = look_of(coordinates, target)
    key = "crs-missing-swapped" if look.swapped else "crs-missing"
    raise BadInput(key, file=file, x=look.x, y=look.y, expected=look.expected)


def _single_parts(shapes: ShapeArray) -> ShapeArray:
    """Return the parts that shapes consist of, collections within collections too, without empty ones."""
    while (shapely.get_type_id(shapes) >= shapely.GeometryType.MULTIPOINT).any():
        shapes = shapely.get_parts(shapes)
    return shapes[~shapely.is_empty(shapes)]
