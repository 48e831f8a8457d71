"""The shapes of a file of boundaries: which are areas, and where they lie in the plan's CRS."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from gridmap.exchange.crs_hints import are_outside, look_of, refuse_if_elsewhere, warn_if_outside
from gridmap.exchange.datum import Source, datum_shift_is_known, reproject, source_named
from gridmap.exchange.rows import Rows
from gridmap.exchange.shapes import finite, only_polygons
from gridmap.exchange.sources import Features
from gridmap.model.arrays import ShapeArray
from gridmap.model.errors import BadInput


def areas_in(features: Features, rows: Rows) -> ShapeArray:
    """Return the areas of a file in its own CRS: polygons and multipolygons in two dimensions, or ``None``.

    Rows that hold something else are left out.

    Raises
    ------
    BadInput
        ``no-polygons`` if there is something else only.
    """
    shapes = features.shapes.copy()
    whole = finite(shapes)
    broken = features.unreadable | ~whole
    shapes[~whole] = None
    for row in np.flatnonzero(broken):
        rows.tell_if_kept("shape-broken", row)
    with_z = shapely.has_z(shapes) & ~shapely.is_missing(shapes)
    if with_z.any():
        rows.note("z-dropped", np.argmax(with_z), count=int(with_z.sum()))
        shapes = shapely.force_2d(shapes)
    shapes, others = only_polygons(shapes)
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if missing.all() and others.any():
        kinds = sorted({geometry.geom_type for geometry in features.shapes if geometry is not None})
        raise BadInput("no-polygons", file=rows.file, value=", ".join(kinds))
    for row in np.flatnonzero(others):
        value = features.shapes[row].geom_type
        if missing[row]:
            rows.leave_out("shape-not-polygon", row, value=value)
        else:
            rows.tell_if_kept("shape-parts-dropped", row, value=value)
    for row in np.flatnonzero(missing & ~others & ~broken):
        rows.tell_if_kept("shape-missing", row)
    shapes[missing] = None
    return shapes


def source_of(
    features: Features, given: str | None, coordinates: npt.NDArray[np.float64], target: pyproj.CRS, rows: Rows
) -> Source:
    """Return where the coordinates are: what the user says, else the file.

    Parameters
    ----------
    features : Features
    given : str or None
        What the user says.
    coordinates : array, shape (n, 2)
        As they stand in the file, for a guess where neither says anything.
    target : pyproj.CRS
        The plan's.
    rows : Rows
        Told of what the user overrules, and of what is assumed.

    Raises
    ------
    BadInput
        ``crs-unknown``; ``crs-missing`` or ``crs-missing-swapped`` with the CRS that it looks like.
    """
    said = features.crs
    if given is not None:
        source = source_named(given)
        if said is not None and not (source.shifted is None and source.crs.equals(said, ignore_axis_order=True)):
            rows.note("crs-overridden", said=Source(said).name, crs=source.name)
        return source
    if said is not None:
        return Source(said)
    if features.driver == "TopoJSON" and len(coordinates) and _are_lon_lat(coordinates):
        rows.note("crs-assumed", crs="EPSG:4326")
        return Source(pyproj.CRS.from_epsg(4326))
    if not len(coordinates):
        return Source(target)
    look = look_of(coordinates, target)
    key = "crs-missing-swapped" if look.swapped else "crs-missing"
    raise BadInput(key, file=rows.file, x=look.x, y=look.y, expected=look.expected)


def projected(shapes: ShapeArray, source: Source, target: pyproj.CRS, rows: Rows) -> ShapeArray:
    """Bring shapes into the plan's CRS; those that cannot be brought there become ``None`` and are told.

    Raises
    ------
    BadInput
        ``crs-unknown``, and those of :func:`gridmap.exchange.crs_hints.refuse_if_elsewhere`.
    """
    refuse_if_elsewhere(shapely.get_coordinates(shapes), source, target, rows.file)
    if not datum_shift_is_known(source.crs, target):
        rows.note("datum-shift-unknown", crs=source.name)
    try:
        moved = reproject(shapes, source, target)
    except pyproj.exceptions.ProjError as error:
        raise BadInput("crs-unknown", value=source.name) from error
    lost = ~finite(moved)
    for row in np.flatnonzero(lost):
        rows.tell_if_kept("shape-not-projectable", row, crs=source.name)
    moved[lost] = None
    outside = warn_if_outside(moved, target, rows.file, np.arange(1, len(moved) + 1))
    rows.say(*outside)
    for row in np.flatnonzero(are_outside(moved, target)) if outside else ():
        rows.doubt("outside-crs-area", row)
    return moved


def _are_lon_lat(coordinates: npt.NDArray[np.float64]) -> bool:
    return bool((np.abs(coordinates[:, 0]) <= 180).all() and (np.abs(coordinates[:, 1]) <= 90).all())
