"""Shapes as Qt's paths, by whole columns: no Python loop over vertices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from layers.marks import Box

BATCH: Final = 1500
"""Vertices to a path: a few polygons at a time fill much faster than one path of all, or one call for each."""

UNSEEN: Final = 4.0
"""What is smaller is left out of the rims of letters, in units of paper: 0.04 mm, half a dot of a printer."""

_FEW: Final = 12
"""Of shapes with no more vertices there is little to be saved."""

_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE, _CURVE, _WINDING = 0, 1, 2, 1


@dataclass(frozen=True)
class MapFrame:
    """Where a part of the ground lies on a page.

    Attributes
    ----------
    left, top, width, height : float
        The frame on the page, in the units in which is painted; y goes down.
    box : Box
        What is seen in it, in the plan's CRS, metres.
    """

    left: float
    top: float
    width: float
    height: float
    box: Box

    @property
    def units_per_metre(self) -> float:
        """How many units of the page a metre of the ground takes."""
        return self.width / (self.box[2] - self.box[0])

    def on_page(self, xy: FloatArray) -> FloatArray:
        """Return where points of the ground lie on the page. Shape (n, 2)."""
        scale = self.units_per_metre
        return np.stack(
            [self.left + (xy[:, 0] - self.box[0]) * scale, self.top + (self.box[3] - xy[:, 1]) * scale], axis=1
        )

    def shapes_on_page(self, shapes: ShapeArray) -> ShapeArray:
        """Return shapes as they lie on the page, cut to a little more than the frame."""
        return shapely.transform(self.shapes_seen(shapes), self.on_page)

    def shapes_seen(self, shapes: ShapeArray) -> ShapeArray:
        """Return shapes of the ground, cut to a little more than the frame; what lies outside is empty."""
        west, south, east, north = self.box
        margin_x, margin_y = (east - west) * 0.02, (north - south) * 0.02
        window = (west - margin_x, south - margin_y, east + margin_x, north + margin_y)
        bounds = shapely.bounds(shapes)
        beyond = (bounds[:, 0] < window[0]) | (bounds[:, 1] < window[1])
        beyond |= (bounds[:, 2] > window[2]) | (bounds[:, 3] > window[3])
        if beyond.any():
            shapes = shapes.copy()
            shapes[beyond] = shapely.clip_by_rect(shapes[beyond], *window)
        return shapes


def parts_of(shapes: ShapeArray) -> ShapeArray:
    """Return the polygons, lines and points that shapes are made of; nothing is copied where none has several."""
    kinds = shapely.get_type_id(shapes)
    if (kinds >= shapely.GeometryType.MULTIPOINT).any():
        return shapely.get_parts(shapes)
    return shapes if (kinds >= 0).all() else shapes[kinds >= 0]


def filled_paths(shapes: ShapeArray, *, whole: bool = False) -> Iterator[QPainterPath]:
    """Yield polygons in batches as paths to fill; where polygons lie over one another the ground is filled once.

    Parameters
    ----------
    whole : bool
        Whether points go to whole units, for units that are finer than can be seen: numbers take less room in a file.
    """
    parts = parts_of(shapes)
    parts = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]
    if not len(parts):
        return
    yield from _batches(*_rings_of(shapely.orient_polygons(parts)), whole)


def paths_apart(shapes: ShapeArray, frame: MapFrame) -> Iterator[QPainterPath]:
    """Yield polygons of the ground that lie apart as paths to fill on a page, in whole units and with open rings.

    They are many and small, so that they are neither turned one way round nor made anew for the page.
    """
    parts = parts_of(frame.shapes_seen(shapes))
    parts = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]
    if shapely.get_num_interior_rings(parts).any():
        parts = shapely.orient_polygons(parts)
    if len(parts):
        yield from _batches(*_rings_of(parts), whole=True, frame=frame)


def line_paths(shapes: ShapeArray, *, whole: bool = False) -> Iterator[QPainterPath]:
    """Yield lines, and the rings of polygons, in batches as paths to stroke; ``whole`` as :func:`filled_paths`."""
    parts = parts_of(shapes)
    dimensions = shapely.get_dimensions(parts)
    flat = np.concatenate([parts[dimensions == 1], _rings_of(parts[dimensions == 2])[0]])
    flat = flat[~shapely.is_empty(flat)]
    if len(flat):
        yield from _batches(flat, np.arange(len(flat)), whole)


def _rings_of(polygons: ShapeArray) -> tuple[ShapeArray, IntArray]:
    """Return what has the coordinates of each ring, and whose it is: of polygons without holes they themselves."""
    if not shapely.get_num_interior_rings(polygons).any():
        return polygons, np.arange(len(polygons))
    return shapely.get_rings(polygons, return_index=True)


def thinned(shapes: ShapeArray, tolerance: float | FloatArray) -> ShapeArray:
    """Return shapes without the vertices that lie so near to the line between others; what would vanish stays.

    ``tolerance`` is one for all, or one for each.

    Borders that several shapes have in common may come apart by as much, so that it has to be less than can be seen.
    """
    many = np.flatnonzero(shapely.get_num_coordinates(shapes) > _FEW)
    if not len(many):
        return shapes
    thin = shapely.simplify(shapes[many], np.broadcast_to(tolerance, len(shapes))[many], preserve_topology=False)
    shapes = shapes.copy()
    shapes[many] = np.where(shapely.is_empty(thin), shapes[many], thin)
    return shapes


def _batches(lines: ShapeArray, owner: IntArray, whole: bool, frame: MapFrame | None = None) -> Iterator[QPainterPath]:
    """Yield paths of about :data:`BATCH` vertices; lines of one owner stay together.

    With a frame they are rings of the ground that go on its page, and end before they are where they began: what is
    filled is the same.
    """
    xy, line = shapely.get_coordinates(lines, return_index=True)
    if frame is not None:
        stays = np.append(line[1:] == line[:-1], False)
        xy, line = frame.on_page(xy[stays]), line[stays]
    if whole:
        xy = np.rint(xy)
    begins = np.concatenate([[True], line[1:] != line[:-1]])
    owner_of_point = owner[line]
    cuts = np.flatnonzero(np.concatenate([[True], owner_of_point[1:] != owner_of_point[:-1]]))
    batch = cuts // BATCH
    cuts = cuts[np.concatenate([[True], batch[1:] != batch[:-1]])]
    for first, last in zip(cuts, np.append(cuts[1:], len(xy)), strict=True):
        yield path_through(xy[first:last], begins[first:last])


def path_through(xy: FloatArray, begins: npt.NDArray[np.bool_]) -> QPainterPath:
    """Return one path through points; a new line begins at some of them. It is filled by the winding rule.

    Handed to Qt in the format in which it reads paths from a stream, all points in one call.
    """
    elements = np.empty(len(xy), dtype=_ELEMENT)
    elements["kind"] = np.where(begins, _MOVE, _LINE)
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    start = int(np.flatnonzero(begins)[-1]) if len(xy) else 0
    header, footer = (np.array(numbers, dtype=">i4").tobytes() for numbers in ([len(xy)], [start, _WINDING]))
    return _path_of(header + elements.tobytes() + footer)


def plain_path(path: QPainterPath) -> QPainterPath:
    """Return a path of straight lines through whole units, without what is smaller than :data:`UNSEEN`.

    A curve becomes two lines, so that this is for what is small: letters, whose rim is broader than the difference.
    """
    data = QByteArray()
    stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
    stream << path
    elements = np.frombuffer(bytes(data.data()), dtype=_ELEMENT, count=path.elementCount(), offset=4)
    xy = np.stack([elements["x"], elements["y"]], axis=1).astype(np.float64)
    kinds = elements["kind"].astype(np.int64)
    curve = np.flatnonzero(kinds == _CURVE)  # two points that draw the line to them, and its end behind
    xy[curve + 1] = (xy[curve - 1] + 3 * xy[curve] + 3 * xy[curve + 1] + xy[curve + 2]) / 8
    stays = kinds != _CURVE
    line = np.cumsum(kinds[stays] == _MOVE) - 1
    kept = np.bincount(line)[line] > 1
    if not kept.any():
        return QPainterPath()
    lines = shapely.linestrings(xy[stays][kept], indices=np.unique(line[kept], return_inverse=True)[1])
    xy, line = shapely.get_coordinates(shapely.simplify(lines, UNSEEN, preserve_topology=False), return_index=True)
    return path_through(np.rint(xy), np.concatenate([[True], line[1:] != line[:-1]]))


def _path_of(said: bytes) -> QPainterPath:
    data = QByteArray(said)  # the stream only points to it
    stream = QDataStream(data, QIODevice.OpenModeFlag.ReadOnly)
    path = QPainterPath()
    stream >> path
    return path
