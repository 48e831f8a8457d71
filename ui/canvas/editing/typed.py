"""Places and lengths that one types instead of pointing at them, in the notation that draughtsmen know."""

from __future__ import annotations

import math
import re
from typing import Final

from layers.marks import Box

_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_PAIR: Final = re.compile(rf"\s*({_NUMBER})\s*[,，\s]\s*({_NUMBER})\s*")
_POLAR: Final = re.compile(rf"\s*@?\s*({_NUMBER})\s*[<＜]\s*({_NUMBER})\s*")
_LENGTH: Final = re.compile(rf"\s*@?\s*({_NUMBER})\s*")

BEGINS: Final = frozenset("0123456789.-+@")
"""Characters with which somebody begins to type a place."""


def typed_place(
    text: str, anchor: tuple[float, float] | None, ahead: tuple[float, float] | None, extent: Box
) -> tuple[float, float] | None:
    """Return the place that a text means, ``None`` if it means none.

    ``"12, -3"`` is that far east and north of the anchor; ``"@25<90"`` is 25 m in the direction of 90 degrees,
    counter-clockwise from east; ``"25"`` is 25 m from the anchor towards ``ahead``; and a pair that lies in the extent
    of the plan, ``"548123.5, 3527001"``, is a place in the plan's CRS.

    Parameters
    ----------
    anchor : (float, float) or None
        Where lengths are measured from; without it only places are understood.
    ahead : (float, float) or None
        Where the pointer is.
    extent : Box
        Of the plan; what lies within its own size around it counts as a place, too.
    """
    text = text.replace("，", ",").replace("＠", "@")
    pair = _PAIR.fullmatch(text.replace("@", "", 1))
    if pair is not None:
        x, y = float(pair[1]), float(pair[2])
        if "@" not in text and _is_within(x, y, extent):
            return x, y
        return None if anchor is None else (anchor[0] + x, anchor[1] + y)
    if anchor is None:
        return None
    polar = _POLAR.fullmatch(text)
    if polar is not None:
        length, angle = float(polar[1]), math.radians(float(polar[2]))
        return anchor[0] + length * math.cos(angle), anchor[1] + length * math.sin(angle)
    length_only = _LENGTH.fullmatch(text)
    if length_only is None or ahead is None:
        return None
    towards = math.hypot(ahead[0] - anchor[0], ahead[1] - anchor[1])
    if not towards:
        return None
    share = float(length_only[1]) / towards
    return anchor[0] + (ahead[0] - anchor[0]) * share, anchor[1] + (ahead[1] - anchor[1]) * share


def _is_within(x: float, y: float, extent: Box) -> bool:
    west, south, east, north = extent
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    return west - wide <= x <= east + wide and south - high <= y <= north + high
