"""The samples of the schemes besides the city's: each made of one honeycomb, with the figures of its place."""

from __future__ import annotations

from typing import Final

CITY: Final = "city"
"""Key of the scheme whose sample is Zhangjiagang."""

OTHERS: Final = ("micro", "shapingba", "chengdu", "chongchuan", "planners")
"""Schemes with a sample besides the city's; each has a file of its name here, with a function ``tables``."""

WITH_SAMPLE: Final = (CITY, *OTHERS)
SIZES: Final = ("town", "city", "province")


def sizes_of(scheme: str) -> tuple[str, ...]:
    """Return the sizes in which the sample of a scheme can be made; a province there is of the city's scheme alone."""
    return SIZES if scheme == CITY else SIZES[:2]
