"""Longitude and latitude, in either order, in degrees or degrees, minutes and seconds; or metres of a plane."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.persons import is_vacant
from gridmap.model.arrays import BoolArray

FloatArray = npt.NDArray[np.float64]

_NUMBER: Final = r"[+\-]?\d+(?:\.\d+)?"
_SIDE: Final = r"东经|西经|北纬|南纬|经度|纬度|lng|lon|lat|[EWNSewns]"
_ONE: Final = re.compile(
    rf"(?P<before>{_SIDE})?[:=]?\s*(?P<degrees>{_NUMBER})\s*(?:[°º度:]\s*(?:(?P<minutes>\d+(?:\.\d+)?)\s*(?:['’′分:]\s*"
    rf"(?:(?P<seconds>\d+(?:\.\d+)?)\s*(?:[\"”″秒]|''|’’|′′)?)?)?)?)?\s*(?P<after>{_SIDE})?"
)
_NORTH: Final = frozenset(("北纬", "南纬", "纬度", "lat", "n", "s"))
_EAST: Final = frozenset(("东经", "西经", "经度", "lng", "lon", "e", "w"))
_LESS: Final = frozenset(("西经", "南纬", "w", "s"))
_BETWEEN: Final = re.compile(r"\s*[,;、|/]\s*|\s+")


@dataclass(frozen=True, eq=False)
class Coordinates:
    """The places of some rows.

    Attributes
    ----------
    xy : float64 (n, 2)
        East and north (longitude and latitude, or metres); NaN where there is none.
    degrees : bool (n,)
        Whether they are longitude and latitude.
    swapped : bool (n,)
        Where latitude (or north) stood first and they were put in order.
    doubts : array of str, shape (n,)
        ``coordinates-not-understood``, ``coordinates-out-of-range`` or ``""``.
    """

    xy: FloatArray
    degrees: BoolArray
    swapped: BoolArray
    doubts: TextArray


def read_coordinates(first: TextArray, second: TextArray | None = None) -> Coordinates:
    """Return places from two columns, or from one in which both stand (``120.55,31.87``).

    Which of two numbers is the longitude is told by a word or letter beside it, else by their size: in China a
    longitude is always over 70 and a latitude under 55, and metres to the north are a few million, to the east a few
    hundred thousand, or tens of millions with the number of the zone.

    Parameters
    ----------
    first, second : array of str, shape (n,)
        The column that is taken for east, and that for north.
    """
    pairs = [_two(cell) for cell in first.tolist()] if second is None else None
    left = [pair[0] for pair in pairs] if pairs is not None else [_one(cell) for cell in first.tolist()]
    right = [pair[1] for pair in pairs] if pairs is not None else [_one(cell) for cell in second.tolist()]  # type: ignore[union-attr]
    a, b = (np.array([value for value, _ in side], dtype=np.float64) for side in (left, right))
    lat_first = np.array(
        [ours == "n" or theirs == "e" for (_, ours), (_, theirs) in zip(left, right, strict=True)], bool
    )
    lon_first = np.array(
        [ours == "e" or theirs == "n" for (_, ours), (_, theirs) in zip(left, right, strict=True)], bool
    )
    there = np.isfinite(a) & np.isfinite(b)
    degrees = there & (np.abs(a) <= 180) & (np.abs(b) <= 180)
    metres = there & ~degrees
    by_size = degrees & (_within(a, 0, 55) & _within(b, 70, 180) | (np.abs(a) <= 90) & (np.abs(b) > 90))
    by_size |= metres & _within(a, 1e6, 1e7) & ((np.abs(b) < 1e6) | _within(b, 1e7, 1e8))
    swapped = there & ~lon_first & (lat_first | by_size)
    xy = np.column_stack([np.where(swapped, b, a), np.where(swapped, a, b)])
    out = degrees & ((np.abs(xy[:, 1]) > 90) | ((xy[:, 0] == 0) & (xy[:, 1] == 0)))
    out |= metres & ((np.abs(xy[:, 0]) <= 180) | (np.abs(xy[:, 1]) <= 180) | (np.abs(xy) >= 1e8).any(axis=1))
    said = [
        any(text and not is_vacant(text) for text in row)
        for row in zip(first.tolist(), [""] * len(first) if second is None else second.tolist(), strict=True)
    ]
    doubts = np.full(len(first), "", dtype=object)
    doubts[np.array(said, dtype=bool) & ~there] = "coordinates-not-understood"
    doubts[out] = "coordinates-out-of-range"
    bad = out | ~there
    xy[bad] = np.nan
    return Coordinates(xy, degrees & ~bad, swapped & ~bad, doubts)


def _within(values: FloatArray, low: float, high: float) -> BoolArray:
    return (values > low) & (values < high)


def _one(cell: str) -> tuple[float, str]:
    """Return one value in degrees or metres, and what it is as far as it says so: ``e``, ``n`` or nothing."""
    try:
        value = float(cell)
    except ValueError:
        return _said(unicodedata.normalize("NFKC", cell).strip().replace("″", '"').replace("′", "'"))
    return (value, "") if cell.isascii() and np.isfinite(value) else (np.nan, "")


def _said(text: str) -> tuple[float, str]:
    found = _ONE.fullmatch(text)
    if found is None:
        return np.nan, ""
    minutes, seconds = float(found["minutes"] or 0), float(found["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        return np.nan, ""
    whole = float(found["degrees"])
    value = abs(whole) + minutes / 60 + seconds / 3600
    side = (found["before"] or found["after"] or "").lower()
    negative = found["degrees"].startswith("-") or side in _LESS
    return -value if negative else value, "n" if side in _NORTH else "e" if side in _EAST else ""


def _two(cell: str) -> tuple[tuple[float, str], tuple[float, str]]:
    """Return both values of a cell."""
    text = unicodedata.normalize("NFKC", cell).strip().strip("()[]").replace("″", '"').replace("′", "'")
    for place in _BETWEEN.finditer(text):
        two = _said(text[: place.start()].strip()), _said(text[place.end() :].strip())
        if all(np.isfinite(value) for value, _ in two):
            return two
    if len(found := list(_ONE.finditer(text))) == 2 and not text[: found[0].start()] and not text[found[1].end() :]:
        return _said(found[0][0].strip()), _said(found[1][0].strip())
    return (np.nan, ""), (np.nan, "")
