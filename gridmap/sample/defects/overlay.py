"""What is wrong with the ground of one family, by plain overlay: unions, intersections and differences of whole shapes.

Slow and simple on purpose. It shares nothing with the proof and the checks that are measured by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from gridmap.plan import IntArray, ShapeArray


@dataclass(frozen=True, eq=False)
class Fault:
    """A piece of ground that nobody holds, that two hold, or that lies outside the parent.

    ``grids`` are the parent for a gap, the two children for an overlap, child and parent for an overhang.
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
        Id; 0 for children without a parent, of whom only overlaps can be told here.
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
        for child, shape in zip(children.tolist(), ground, strict=True):
            if not shapely.covers(outline, shape):
                for piece in pieces(shape.difference(outline), noise_m):
                    yield Fault("overhang", (child, parent), piece)
    one, two = shapely.STRtree(ground).query(ground, predicate="intersects")
    for i, j in zip(one[one < two].tolist(), two[one < two].tolist(), strict=True):
        for piece in pieces(ground[i].intersection(ground[j]), noise_m):
            yield Fault("overlap", (int(children[i]), int(children[j])), piece)


def pieces(shape: shapely.Geometry, noise_m: float) -> list[shapely.Polygon]:
    """Return the polygons of a shape that are wider than rounding."""
    parts = shapely.get_parts(shapely.get_parts(np.array([shape], dtype=object)))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return [part for part in parts if 2 * part.area > noise_m * part.length]
