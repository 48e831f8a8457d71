"""Closed lines as areas: what is drawn in CAD or walked with a phone is the outline of a grid, and means its ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.exchange.boundary_codes import mostly_codes
from gridmap.exchange.sources import Features
from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.errors import BadInput, Problem
from gridmap.model.scheme import Kind

# Ends of a line nearly meet if what is open is less than this share of its length.
NEARLY_CLOSED: Final = 0.02
_CHINESE: Final = ("\u4e00", "\u9fff")


def with_outlines(features: Features, layer: str | None, kinds: Sequence[Kind]) -> Features:
    """Return features of which closed lines are areas, if there are no areas among them.

    Of a drawing (DXF) the rows are those areas only, with ``code`` and ``name`` from the texts that stand inside.

    Parameters
    ----------
    features : Features
    layer : str or None
        Of a drawing, the layer to take; it must be given where outlines are on several.
    kinds : sequence of Kind
        Their patterns tell which texts are codes.

    Raises
    ------
    BadInput
        ``layer-not-found``, ``layer-choose``.
    """
    shapes = features.shapes
    if shapely.has_z(shapes).any():
        shapes = shapely.force_2d(shapes)
    types = shapely.get_type_id(shapes)
    drawing = features.driver == "DXF"
    has_areas = bool(np.isin(types, [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON]).any())
    problems = list(features.problems)
    if not has_areas:
        shapes, forced = _closed(shapes)
        if forced.any():
            first = int(np.argmax(forced))
            values: dict[str, object] = {"count": int(forced.sum())}
            problems.append(Problem("outline-closed", file=features.file, row=first + 1, values=values))
    if not drawing:
        return features if has_areas else _with(features, features.columns, shapes, features.unreadable, problems)
    return _of_drawing(features, shapes, layer, kinds, problems)


def _closed(shapes: ShapeArray) -> tuple[ShapeArray, BoolArray]:
    """Return shapes of which closed lines are polygons, and which of them had to be closed."""
    result = shapes.copy()
    forced = np.zeros(len(shapes), dtype=bool)
    types = shapely.get_type_id(shapes)
    lines = np.isin(types, [shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING])
    for row in np.flatnonzero(lines & ~shapely.is_empty(shapes)):
        line = shapely.line_merge(shapes[row]) if shapes[row].geom_type == "MultiLineString" else shapes[row]
        if line.geom_type != "LineString" or len(line.coords) < 4 - (not line.is_closed):
            continue
        opening = shapely.distance(shapely.get_point(line, 0), shapely.get_point(line, -1))
        if opening <= NEARLY_CLOSED * line.length:
            result[row] = shapely.Polygon(line.coords)
            forced[row] = opening > 0
    return result, forced


def _of_drawing(
    features: Features, shapes: ShapeArray, layer: str | None, kinds: Sequence[Kind], problems: list[Problem]
) -> Features:
    types = shapely.get_type_id(shapes)
    areas = np.isin(types, [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
    if not areas.any():
        return features
    on = np.array([str(text or "") for text in features.columns.get("Layer", np.full(len(shapes), ""))], dtype=object)
    named = sorted(set(on[areas]))
    if layer is not None and layer not in named and layer != features.layer:
        raise BadInput("layer-not-found", file=features.file, value=layer, expected=", ".join(named))
    if layer is not None and layer in named:
        areas &= on == layer
    elif len(named) > 1:
        raise BadInput("layer-choose", file=features.file, expected=", ".join(named))
    rows = np.flatnonzero(areas)
    texts = _texts_inside(features, shapes, rows)
    columns: dict[str, npt.NDArray[Any]] = {"Layer": on[rows]}
    columns["Text"] = np.array([" ".join(inside) for inside in texts], dtype=object)
    codes = [next((text for text in inside if _is_code(text, kinds)), None) for inside in texts]
    if any(code is not None for code in codes):
        columns["code"] = np.array(codes, dtype=object)
    columns["name"] = np.array(
        [_name([text for text in inside if text != code]) for inside, code in zip(texts, codes, strict=True)],
        dtype=object,
    )
    return _with(features, columns, shapes[rows], features.unreadable[rows], problems)


def _texts_inside(features: Features, shapes: ShapeArray, rows: npt.NDArray[np.intp]) -> list[list[str]]:
    """Return for every area the texts in it, from the top; one that is in several belongs to the smallest."""
    said = features.columns.get("Text", np.full(len(shapes), None, dtype=object))
    points = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    at = np.flatnonzero(points & np.array([bool(str(text or "").strip()) for text in said]))
    at = at[np.argsort(-shapely.get_y(shapes[at]), kind="stable")]
    area, point = shapely.STRtree(shapes[at]).query(shapes[rows], predicate="intersects")
    size = shapely.area(shapes[rows])
    inside: list[list[str]] = [[] for _ in rows]
    owner: dict[int, int] = {}
    for where, text in zip(area.tolist(), point.tolist(), strict=True):
        if text not in owner or size[where] < size[owner[text]]:
            owner[text] = where
    for text in sorted(owner):
        inside[owner[text]].append(str(said[at[text]]).strip())
    return inside


def _is_code(text: str, kinds: Sequence[Kind]) -> bool:
    return any(kind.code.pattern for kind in kinds) and mostly_codes(np.array([text], dtype=object), kinds)


def _name(texts: list[str]) -> str | None:
    chinese = [text for text in texts if any(_CHINESE[0] <= letter <= _CHINESE[1] for letter in text)]
    return next(iter(chinese or texts), None)


def _with(
    features: Features,
    columns: Any,
    shapes: ShapeArray,
    unreadable: BoolArray,
    problems: list[Problem],
) -> Features:
    return Features(
        features.file, features.layer, features.driver, columns, shapes, unreadable, features.crs, tuple(problems)
    )
