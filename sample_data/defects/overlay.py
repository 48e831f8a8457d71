"""What is wrong with the ground of one family, by plain overlay: unions, intersections and differences of whole shapes.

Slow and simple on purpose. It shares nothing with the proof and the checks that are measured by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from gridmap.model.arrays import IntArray, ShapeArray


@dataclass(frozen=True, eq=False)
class Fault:
    """A piece of ground that nobody holds, that two hold, or that lies outside the parent.

    ``grids`` are the parent for a gap (none for one between grids without a parent), the two children for an overlap,
    child and parent for an overhang.
    """

    rule: Literal["gap", "overlap", "overhang"]
    grids: tuple[int, ...]
    ground: shapely.Polygon


def faults_of_family(
    parent: int,
    outline: shapely.Geometry | None,
    children: IntArray,
    shapes: ShapeArray,
    exempt: ShapeArray,
    noise_m: float,
) -> Iterator[Fault]:
    """Overlay a parent and its children and yield everything that does not fit.

    Parameters
    ----------
    parent : int
        Id; 0 for children without a parent. Of these only overlaps and enclosed gaps can be told.
    outline : geometry or None
        Shape of the parent.
    children, shapes : arrays (n,)
        Ids and shapes of the children, ``None`` for one that has none. An invalid shape stands for what it encloses.
    exempt : array
        Areas that excuse a gap.
    noise_m : float
        Pieces that are narrower (twice area over perimeter) are rounding.
    """
    ground = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    there = ~(shapely.is_missing(ground) | shapely.is_empty(ground))
    children, ground = children[there], ground[there]
    if outline is not None:
        outline = shapely.make_valid(outline, method="structure", keep_collapsed=False)
        bare = outline.difference(shapely.union_all(ground)).difference(shapely.union_all(exempt))
        yield from (Fault("gap", (parent,), piece) for piece in pieces(bare, noise_m))
        for child, outside in zip(children.tolist(), shapely.difference(ground, outline), strict=True):
            yield from (Fault("overhang", (child, parent), piece) for piece in pieces(outside, noise_m))
    elif not parent:
        held = shapely.union_all(ground)
        filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(held)])
        bare = filled.difference(held).difference(shapely.union_all(exempt))
        yield from (Fault("gap", (), piece) for piece in pieces(bare, noise_m))
    one, two = shapely.STRtree(ground).query(ground, predicate="intersects")
    one, two = one[one < two], two[one < two]
    pairs = np.stack([children[one], children[two]], axis=1)
    for (a, b), common in zip(pairs.tolist(), shapely.intersection(ground[one], ground[two]), strict=True):
        yield from (Fault("overlap", (a, b), piece) for piece in pieces(common, noise_m))


def pieces(shape: shapely.Geometry, noise_m: float) -> list[shapely.Polygon]:
    """Return the polygons of a shape that are wider than rounding."""
    if not shape.area:
        return []
    parts = shapely.get_parts(shapely.get_parts(np.array([shape], dtype=object)))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return [part for part in parts if 2 * part.area > noise_m * part.length]
