"""Names for places that do not exist: streets, communities, roads. One of them may be somewhere all the same."""

from __future__ import annotations

from typing import Final

import numpy as np

from sample_data.chance import Ints, stream
from sample_data.ground.addresses import estate_names

_FIRST: Final = "云锦禾沐澄晓棠梧榕竹岚溪霁昭景翠芷兰栖漱听揽映倚照知春秋雁鹤"
_SECOND: Final = "汀坪湾坊里巷桥亭台畔苑渡塘陂岭林园径堤洲"
_ROADS: Final = ("路", "街", "大道")
_SCATTER: Final = 271
"""Has no divisor in common with the number of names, so that neighbours have names unlike each other."""

_ESTATES: Final = 1840
"""Names of housing estates before they go on with a second phase."""


def place_names(count: int, first: int = 0) -> list[str]:
    """Return names of two characters, none twice among the first 600 numbers; after that with a figure.

    Parameters
    ----------
    first : int
        The number of the first of them; other numbers, other names.
    """
    names = []
    size = len(_FIRST) * len(_SECOND)
    for number in range(first, first + count):
        again, place = divmod(number, size)
        one, other = divmod((place * _SCATTER + 88) % size, len(_SECOND))
        names.append(f"{_FIRST[one]}{_SECOND[other]}{again + 1 if again else ''}")
    return names


def road_names(count: int) -> list[str]:
    """Return names of roads."""
    return [f"{name}{_ROADS[number % len(_ROADS)]}" for number, name in enumerate(place_names(count, 300))]


def compound_names(street: Ints, seed: int) -> list[str]:
    """Return a name for each of some compounds, none twice in a street.

    Parameters
    ----------
    street : int array
        The street of each compound, ascending.
    """
    known = estate_names(stream(seed, "compound names"), max(_ESTATES, int(np.bincount(street).max(initial=0))))
    begin = np.searchsorted(street, street)
    place = (np.arange(len(street)) - begin + 37 * street) % len(known)
    return [known[number] for number in place.tolist()]
