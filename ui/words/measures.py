"""In which unit areas are told: the same everywhere, and one for all that stand in a row."""

from __future__ import annotations

from typing import Final

_KM2: Final = 1e6


def in_km2(*areas_m2: float) -> bool:
    """Whether some areas are told in square kilometres: if the largest of them is one at least.

    Parameters
    ----------
    areas_m2 : float
        What stands in one row, an area before and after for instance.
    """
    return max(areas_m2, default=0.0) >= _KM2


def area_text(area_m2: float, *beside_m2: float) -> str:
    """Return an area for a map and its figures, in the unit of those that stand beside it: ``"12,400 m²"``."""
    if in_km2(area_m2, *beside_m2):
        return f"{area_m2 / _KM2:,.3f} km²"
    return f"{area_m2:,.0f} m²"
