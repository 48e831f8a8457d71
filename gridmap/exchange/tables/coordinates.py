"""Longitude and latitude, in either order, in degrees or degrees, minutes and seconds; or metres of a plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import BoolArray

FloatArray = npt.NDArray[np.float64]


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
        Where latitude stood first and they were put in order.
    doubts : array of str, shape (n,)
        ``coordinates-not-understood``, ``coordinates-out-of-range`` or ``""``.
    """

    xy: FloatArray
    degrees: BoolArray
    swapped: BoolArray
    doubts: TextArray


def read_coordinates(first: TextArray, second: TextArray | None = None) -> Coordinates:
    """Return places from two columns, or from one in which both stand (``120.55,31.87``)."""
    raise NotImplementedError
