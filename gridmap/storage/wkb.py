"""Well-known binary from files that anybody may have written."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

_SAFE_BYTES: Final = 16_384
"""A shape within a shape takes nine bytes: what is shorter than this cannot be nested deep enough to matter."""
_DEEPEST: Final = 256
_NESTED: Final = re.compile(
    rb"\x01(?:[\x04-\x07]\x00\x00[\x00\x20\x40\x60\x80\xa0\xc0\xe0]"
    rb"|[\xec-\xef]\x03\x00\x00|[\xd4-\xd7]\x07\x00\x00|[\xbc-\xbf]\x0b\x00\x00)"
    rb"|\x00(?:[\x00\x20\x40\x60\x80\xa0\xc0\xe0]\x00\x00[\x04-\x07]"
    rb"|\x00\x00\x03[\xec-\xef]|\x00\x00\x07[\xd4-\xd7]|\x00\x00\x0b[\xbc-\xbf])"
)
"""The beginning of a shape that holds others: its order of bytes and its kind, as ISO and as PostGIS write it."""

_POINT: Final = np.dtype([("order", "u1"), ("kind", "<u4"), ("xy", "<f8", 2)])
_PLANE: Final = 2
"""Coordinates of a point without height and measure."""


def shapes_of_wkb(wkb: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Decode an array of bytes or ``None``; ``None`` where there is none and where it cannot be read.

    GEOS reads a shape within a shape by calling itself, and a few ten thousand of them end the program. So what is
    nested deeper than any real shape is not read at all.
    """
    deep = [at for at, data in enumerate(wkb.tolist()) if data is not None and _is_deep(data)]
    if deep:
        wkb = wkb.copy()
        wkb[deep] = None
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers are for the checks to find
        return np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"))


def _is_deep(data: bytes) -> bool:
    return len(data) > _SAFE_BYTES and any(True for _ in islice(_NESTED.finditer(data), _DEEPEST, None))


def wkb_of_points(shapes: npt.NDArray[Any]) -> bytes:
    """Encode points one behind the other, 21 bytes each; nothing if one of the shapes is something else or missing."""
    if not (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        return b""
    if shapely.is_empty(shapes).any() or (shapely.get_coordinate_dimension(shapes) != _PLANE).any():
        return b""
    found = np.empty(len(shapes), dtype=_POINT)
    found["order"], found["kind"], found["xy"] = 1, 1, shapely.get_coordinates(shapes)
    return found.tobytes()
