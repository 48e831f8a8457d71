"""Whether shapes that come in lie beside where they belong, and which known error would put them there.

A file from a web map says WGS 84 and is in GCJ-02 or BD-09: everything lies some 500 m or 1 km off, all in one
direction. Nothing in the file shows it. What the project holds does: the grids lie across the borders of the villages
to which they belong, and would not if they were read as what they are. A file that was projected from such degrees is
shifted just so; one whose .prj names another zone lies some hundred kilometres off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyproj
import shapely

from gridmap.exchange.datum import Source, move, reproject, source_named
from gridmap.exchange.shapes import finite
from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray
from gridmap.model.errors import BadInput

# As many shapes, evenly taken, say enough.
_SAMPLE: Final = 200
# A shape of which less than this share lies within where it belongs lies elsewhere.
_WITHIN: Final = 0.98
# A shift fits clearly better if it leaves at most this share of what is outside now, and nearly all is within then.
_LEFT: Final = 0.2
_FITS: Final = 0.97
# Of shapes whose home is not known, so many are looked at; those of another zone must come within so many metres of
# what the plan holds; and so many of their vertices must stand on its borders, which is within half a metre.
_MOST_BESIDE: Final = 2_000
_NEAR: Final = 20_000.0
_FEWEST_ON: Final = 6
_ON_BORDER: Final = 0.5
# CGCS2000 / 3-degree and 6-degree Gauss-Kruger by central meridian, WGS 84 / UTM, and the CRS of web maps.
_THREE_DEGREES: Final = range(4534, 4555)
_SIX_DEGREES: Final = range(4502, 4513)
_UTM: Final = range(32643, 32654)
_WEB: Final = 3857
_WINDS: Final = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")


@dataclass(frozen=True)
class Shift:
    """What is wrong with where shapes lie.

    Attributes
    ----------
    crs : str
        What the file is in, as for ``--crs``: ``"gcj02"``, ``"gcj02/EPSG:4549"`` or ``"EPSG:4548"``.
    name : str
        What that is called.
    metres : float
        How far from where they belong the shapes lie.
    wind : str
        In which direction, of sixteen: ``"ESE"``.
    """

    crs: str
    name: str
    metres: float
    wind: str

    def refusal(self, file: str) -> BadInput:
        """Return what to raise for a file: how far and whither it is off, what it is, and the option to use."""
        values = {"metres": self.metres, "name": self.name, "option": f"--crs {self.crs}"}
        return BadInput(f"shifted-{self.wind.lower()}", file=file, **values)


def known_shift(
    areas: ShapeArray, shapes: ShapeArray, source: Source, target: pyproj.CRS, homes: ShapeArray, *, far: bool = False
) -> Shift | None:
    """Return the known error with which shapes fit clearly better where they belong; ``None`` if none does.

    Parameters
    ----------
    areas : array of geometries (n,)
        As they stand in the file.
    shapes : array of geometries (n,)
        The same in the target CRS, as the file or the user has it.
    source : Source
        What the file or the user says they are in.
    target : pyproj.CRS
        The plan's; in metres.
    homes : array of geometries (n,)
        The ground of which each is a part, in the target CRS; ``None`` where it is not known.
    far : bool
        Only try what moves shapes by many kilometres: another zone, another CRS. So what belongs beside the homes is
        not drawn into them.
    """
    if source.shifted:
        return None
    use = np.flatnonzero(_are_there(shapes) & _are_there(homes))
    use = use[:: 1 + len(use) // _SAMPLE]
    use = use[_usable(shapes[use]) & _usable(homes[use])]
    if not len(use):
        return None
    areas, shapes, homes = areas[use], shapes[use], homes[use]
    now = _within(shapes, homes)
    if now >= _WITHIN:
        return None
    best: tuple[float, Source, ShapeArray] | None = None
    for one in [*([] if far else _shifted(source)), *_other_crs(areas, source, target, homes)]:
        moved = reproject(areas, one, target)
        fit = _within(moved, homes) if finite(moved).all() else 0.0
        if best is None or fit > best[0]:
            best = fit, one, moved
    if best is None or best[0] < _FITS or 1 - best[0] > _LEFT * (1 - now):
        return None
    return _shift_between(shapes, best[1], best[2])


def shift_beside(
    areas: ShapeArray, shapes: ShapeArray, source: Source, target: pyproj.CRS, neighbours: ShapeArray
) -> Shift | None:
    """Return the known error without which shapes have the border of neighbours; ``None`` if none shows.

    For shapes of which nobody knows where they belong: what stands beside them has some of their vertices on its
    border, hardly any by chance. Parameters as of :func:`known_shift`; ``neighbours`` are what the plan holds.
    """
    use = np.flatnonzero(_are_there(shapes))
    use = use[:: 1 + len(use) // _MOST_BESIDE]
    use = use[_usable(shapes[use])]
    there = neighbours[_usable(neighbours)]
    if source.shifted or not len(use) or not len(there):
        return None
    areas, shapes = areas[use], shapes[use]
    borders = shapely.STRtree(shapely.get_rings(shapely.get_parts(there)))
    now = _on(borders, shapes)
    best: tuple[int, Source, ShapeArray] | None = None
    for one in [*_shifted(source), *_other_crs(areas, source, target, shapely.buffer(there, _NEAR))]:
        moved = reproject(areas, one, target)
        touching = _on(borders, moved) if finite(moved).all() else 0
        if best is None or touching > best[0]:
            best = touching, one, moved
    if best is None or best[0] < _FEWEST_ON or now > _LEFT * best[0]:
        return None
    return _shift_between(shapes, best[1], best[2])


def _on(borders: shapely.STRtree, shapes: ShapeArray) -> int:
    """Return how many vertices of shapes stand on borders."""
    points = shapely.points(np.unique(shapely.get_coordinates(shapes), axis=0))
    return len(np.unique(borders.query(points, predicate="dwithin", distance=_ON_BORDER)[0]))


def _shift_between(shapes: ShapeArray, meant: Source, moved: ShapeArray) -> Shift:
    offset = np.median(_middles(shapes) - _middles(moved), axis=0)
    bearing = float(np.degrees(np.arctan2(offset[0], offset[1]))) % 360
    wind = _WINDS[round(bearing / 22.5) % len(_WINDS)]
    return Shift(meant.option, meant.name, float(np.hypot(*offset)), wind)


def _shifted(source: Source) -> list[Source]:
    """Return the shifted datums of web maps; of a projected CRS what a program makes of degrees in them."""
    if source.crs.is_geographic:
        return [source_named(name) for name in ("gcj02", "bd09")]
    if not source.crs.is_projected or source.crs.geodetic_crs is None:
        return []
    return [Source(source.crs, "gcj02"), Source(source.crs, "bd09")]


def _other_crs(areas: ShapeArray, source: Source, target: pyproj.CRS, homes: ShapeArray) -> list[Source]:
    """Return the CRSs for which others are commonly mistaken that put the middle of the areas where their homes are.

    These are the zones of Gauss-Kruger of 3 and 6 degrees without a number before the easting, those of UTM, and that
    of web maps.
    """
    if not source.crs.is_projected:
        return []
    west, south, east, north = shapely.total_bounds(homes)
    middle = np.median(_middles(areas), axis=0)[None, :]
    found = []
    for code in (*_THREE_DEGREES, *_SIX_DEGREES, *_UTM, _WEB):
        one = source_named(str(code))
        if one.crs.equals(source.crs, ignore_axis_order=True):
            continue
        try:
            x, y = move(middle, one, target)[0]
        except pyproj.exceptions.ProjError:
            continue
        if west <= x <= east and south <= y <= north:
            found.append(one)
    return found


def whole_of(shapes: ShapeArray) -> shapely.Geometry | None:
    """Return the ground of shapes together, ``None`` if there is none."""
    there = shapes[_usable(shapes)]
    return shapely.union_all(there) if len(there) else None


def _are_there(shapes: ShapeArray) -> BoolArray:
    return ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)


def _usable(shapes: ShapeArray) -> BoolArray:
    return _are_there(shapes) & shapely.is_valid(shapes)


def _within(shapes: ShapeArray, homes: ShapeArray) -> float:
    """Return the share of the ground of shapes that is ground of their homes."""
    valid = shapely.is_valid(shapes)
    total = float(shapely.area(shapes[valid]).sum())
    shared = shapely.area(shapely.intersection(shapes[valid], homes[valid]))
    return float(shared.sum()) / total if total else 0.0


def _middles(shapes: ShapeArray) -> FloatArray:
    box = shapely.bounds(shapes)
    return np.stack([(box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2], axis=1)
