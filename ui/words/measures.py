"""In which unit areas and lengths are told: the same everywhere, and one for all that stand in a row."""

from __future__ import annotations

from typing import Final

from ui.words.messages import Language, text

_KM: Final = 1e3
_KM2: Final = 1e6


def in_km2(*areas_m2: float) -> bool:
    """Whether some areas are told in square kilometres: if the largest of them is one at least.

    Parameters
    ----------
    areas_m2 : float
        What stands in one row, an area before and after for instance.
    """
    return max(areas_m2, default=0.0) >= _KM2


def area_text(language: Language, area_m2: float, *beside_m2: float) -> str:
    """Return an area for a map and its figures, in the unit of those that stand beside it: ``"12,400 m²"``."""
    if in_km2(area_m2, *beside_m2):
        return text("measure-km2", language, value=area_m2 / _KM2)
    return text("measure-m2", language, value=area_m2)


def length_text(language: Language, metres: float) -> str:
    """Return a length for a reader: metres up to a kilometre, then kilometres; ``"313 m"``."""
    key = "measure-m" if metres < _KM else "measure-km"
    return text(key, language, value=length_digits(metres))


def length_digits(metres: float) -> str:
    """Return a length without its unit, with the digits that one reads: metres up to a kilometre, then kilometres."""
    if metres < _KM:
        return f"{metres:,.3g}" if metres < 10 else f"{metres:,.0f}"
    return f"{metres / _KM:,.2f}" if metres < 10 * _KM and metres % _KM else f"{metres / _KM:,.4g}"
