"""How well a text fits a few names: what is written, pinyin and initials, as the index of everything judges them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gridmap.model.arrays import FloatArray
from gridmap.search.index import (
    EXACT,
    INITIALS,
    INITIALS_INSIDE,
    INITIALS_PREFIX,
    INSIDE,
    PINYIN,
    PINYIN_INSIDE,
    PINYIN_PREFIX,
    PREFIX,
)
from gridmap.search.pinyin import plain, syllables

_WRITTEN = (EXACT, PREFIX, INSIDE)
_SOUNDED = (PINYIN, PINYIN_PREFIX, PINYIN_INSIDE)
_BEGUN = (INITIALS, INITIALS_PREFIX, INITIALS_INSIDE)


def worth_of_names(names: Sequence[str], text: str) -> FloatArray:
    """Return how well every word of a text fits each name, 0 to 100, 0 where one does not. Shape (n,)."""
    words = plain(text).split()
    worth = np.zeros(len(names))
    for place, (name, parts) in enumerate(zip(names, syllables(list(names)), strict=True)):
        told = (
            (plain(name), _WRITTEN),
            ("".join(parts), _SOUNDED),
            ("".join(part[0] for part in parts), _BEGUN),
        )
        values = [max(_worth(word, letters, scale) for letters, scale in told) for word in words]
        worth[place] = sum(values) / len(values) if values and min(values) > 0 else 0.0
    return worth


def _worth(word: str, letters: str, scale: tuple[float, float, float]) -> float:
    """Return what it is worth that a word is all of some letters, begins them, or lies in them."""
    if word == letters:
        return scale[0]
    return scale[1] if letters.startswith(word) else scale[2] if word in letters else 0.0
