"""A city's own coordinates brought to a known CRS by a best fit to points that are known in both; kept in memory only.

The parameters between a city's own system and the national one may be classified. They are worked out from points that
the user types, hold for one reading, and are written into no file, log, journal or export: neither the fit nor its
parameters have a text form, and neither can be pickled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

import numpy as np

from gridmap.model.arrays import FloatArray
from gridmap.model.errors import BadInput

FEWEST: Final = 2
"""So many points make a similarity; with more of them residuals say how good it is."""
# A similarity between two plane systems in metres keeps lengths to some per mille.
_MOST_STRETCH: Final = 0.01


@dataclass(frozen=True, eq=False, repr=False)
class LocalFit:
    """A similarity of four parameters from a city's own coordinates to those of a CRS (x east, y north, metres).

    Attributes
    ----------
    crs : str
        Of the points in the known system.
    residuals : array (n,)
        How far each point lies from where the fit puts it, metres.
    """

    crs: str
    residuals: FloatArray
    _origin: FloatArray = field(repr=False)
    _target: FloatArray = field(repr=False)
    _turn: complex = field(repr=False)

    def __repr__(self) -> str:
        """Say that it is one, without its parameters."""
        return f"LocalFit({len(self.residuals)} points)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be written."""
        raise TypeError("a fit to a city's own system is not to be stored")

    @property
    def rmse(self) -> float:
        """Root of the mean squared residual, metres; 0 with two points, which fit whatever they are."""
        return float(np.sqrt(np.mean(self.residuals**2)))

    def moved(self, coordinates: FloatArray) -> FloatArray:
        """Return coordinates of the city's own system, shape (n, 2), in the known CRS."""
        own = (coordinates[:, 0] - self._origin[0]) + 1j * (coordinates[:, 1] - self._origin[1])
        turned = own * self._turn
        return np.stack([turned.real + self._target[0], turned.imag + self._target[1]], axis=1)


def fit_of(own: Sequence[tuple[float, float]], known: Sequence[tuple[float, float]], crs: str) -> LocalFit:
    """Return the similarity that fits points best (least squares, Helmert's four parameters).

    Parameters
    ----------
    own, known : sequence of (x, y), n of each
        The same points in the city's own system and in the known one, x east and y north, metres.
    crs : str
        Of the known ones.

    Raises
    ------
    BadInput
        ``fit-points-few`` for fewer than two, ``fit-points-together`` if they are one place, ``fit-not-similar`` if
        lengths differ by more than 1 % (then a point is wrong, or axes have changed places).
    """
    one, two = np.asarray(own, dtype=np.float64).reshape(-1, 2), np.asarray(known, dtype=np.float64).reshape(-1, 2)
    if len(one) != len(two) or len(one) < FEWEST:
        raise BadInput("fit-points-few", count=min(len(one), len(two)))
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise BadInput("fit-points-together")
    origin, target = one.mean(axis=0), two.mean(axis=0)
    a = (one - origin) @ np.array([1, 1j])
    b = (two - target) @ np.array([1, 1j])
    spread, other = float((np.abs(a) ** 2).sum()), float((np.abs(b) ** 2).sum())
    if spread <= 1.0 or other <= 1.0:
        raise BadInput("fit-points-together")
    turn = complex((np.conj(a) * b).sum() / spread)
    if abs(abs(turn) - 1) > _MOST_STRETCH or abs(np.sqrt(other / spread) - 1) > _MOST_STRETCH:
        raise BadInput("fit-not-similar")
    residuals = np.abs(b - turn * a)
    return LocalFit(crs, residuals, origin, target, turn)


def pairs_in(text: str) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return pairs of points from ``"x1 y1 x2 y2; ..."``: the city's own, and the known ones.

    Parameters
    ----------
    text : str
        Pairs are parted by semicolons or lines, numbers by blanks or commas; what follows a ``#`` is a remark.

    Raises
    ------
    BadInput
        ``fit-not-pairs`` with the number of the pair; never with what it says.
    """
    own: list[tuple[float, float]] = []
    known: list[tuple[float, float]] = []
    lines = [line.partition("#")[0] for line in text.replace(";", "\n").replace("；", "\n").splitlines()]
    for number, line in enumerate((line for line in lines if line.strip()), start=1):
        words = line.replace(",", " ").replace("，", " ").split()
        try:
            x, y, east, north = (float(word) for word in words)
        except ValueError:
            raise BadInput("fit-not-pairs", row=number) from None
        own.append((x, y))
        known.append((east, north))
    return own, known
