"""Shapes as short texts: what a page holds of them, a quarter as long as in GeoJSON.

A shape is its parts one after the other. A part begins with what it is: ``.`` a point, ``/`` a line, ``(`` a polygon,
whose further rings begin with ``,``. What follows are whole numbers, longitude and latitude in turn in millionths of a
degree, each the difference from the one before and the first from :attr:`Encoder.origin`; a ring does not come back to
where it began. Numbers are written as in encoded polylines of Google Maps (zigzag, five bits to a letter, the lowest
first, 32 added while more follow), but with letters that mean nothing in JSON and HTML: A-Z a-z 0-9 - _ for 0 to 63.
``page.js`` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.model.arrays import IntArray, ShapeArray

DECIMALS: Final = 6  # of a degree: 0.1 m
_ALPHABET: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8)
_BITS: Final = 5
_LETTERS: Final = 6  # of one number, the whole earth in millionths of a degree

_POINT: Final = 0
_POLYGON: Final = 3
_COLLECTIONS: Final = (4, 5, 6, 7)


@dataclass(frozen=True)
class Encoder:
    """Writes shapes of one page.

    Attributes
    ----------
    origin : (int, int)
        Longitude and latitude in millionths of a degree from which the first point of each part is counted.
    """

    origin: tuple[int, int] = (0, 0)

    def texts(self, shapes: ShapeArray) -> list[str]:
        """Return each shape as a text, ``""`` for what is missing or empty.

        Parameters
        ----------
        shapes : object (n,)
            In degrees, longitude first.
        """
        pieces, whose, marks, is_ring = _pieces(shapes)
        if not len(pieces):
            return [""] * len(shapes)
        xy, piece = shapely.get_coordinates(pieces, return_index=True)
        last = np.append(piece[1:] != piece[:-1], True)
        keep = ~(last & is_ring[piece])
        whole = np.round(xy[keep] * 10**DECIMALS).astype(np.int64) - np.array(self.origin)
        piece = piece[keep]
        begins = np.append(True, piece[1:] != piece[:-1])
        step = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        step[begins] = whole[begins]
        letters, first = _letters(step.ravel())
        start = first[2 * np.flatnonzero(begins)].tolist()
        texts = [""] * len(shapes)
        named = piece[begins].tolist()
        for number, one, end in zip(named, start, [*start[1:], len(letters)], strict=True):
            texts[whose[number]] += marks[number] + letters[one:end]
        return texts


def _pieces(shapes: ShapeArray) -> tuple[ShapeArray, list[int], list[str], npt.NDArray[np.bool_]]:
    """Return rings, lines and points of all shapes in order: these, whose each is, how it begins, whether a ring."""
    parts, index = shapely.get_parts(shapes, return_index=True)
    while np.isin(shapely.get_type_id(parts), _COLLECTIONS).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        index = index[inner]
    there = ~shapely.is_empty(parts)
    parts, index = parts[there], index[there]
    kind = shapely.get_type_id(parts)
    polygons, others = np.flatnonzero(kind == _POLYGON), np.flatnonzero(kind != _POLYGON)
    rings, ring_of = shapely.get_rings(parts[polygons], return_index=True)
    outer = np.append(True, ring_of[1:] != ring_of[:-1])[: len(ring_of)]
    pieces = np.concatenate([rings, parts[others]])
    part = np.concatenate([polygons[ring_of], others])
    mark = np.concatenate([np.where(outer, "(", ","), np.where(kind[others] == _POINT, ".", "/")])
    order = np.argsort(part, kind="stable")
    is_ring = np.arange(len(pieces)) < len(rings)
    return pieces[order], index[part[order]].tolist(), mark[order].tolist(), is_ring[order]


def _letters(numbers: IntArray) -> tuple[str, IntArray]:
    """Return numbers as letters in one text, and where each begins."""
    plain = (numbers << 1) ^ (numbers >> 63)
    steps = np.arange(1, _LETTERS) * _BITS
    length = 1 + (plain[:, None] >= (1 << steps)[None, :]).sum(axis=1)
    first = np.cumsum(length) - length
    out = np.empty(int(length.sum()), dtype=np.uint8)
    for at in range(_LETTERS):
        more = np.flatnonzero(length > at)
        out[first[more] + at] = _ALPHABET[((plain[more] >> (_BITS * at)) & 31) | np.where(length[more] > at + 1, 32, 0)]
    return out.tobytes().decode("ascii"), first
