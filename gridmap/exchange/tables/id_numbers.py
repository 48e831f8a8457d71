"""Identity numbers, which are never kept, wherever they stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.model.arrays import IntArray

# 18 characters: place, day of birth, three digits, check digit; a mistyped one is private too, so that is not checked.
# The 15 of the old kind were given out to people born until 1999; a code of a grid has a town's number there (001-199).
_DAY: Final = r"(?:0[1-9]|1[0-2])[ \-]?(?:0[1-9]|[12]\d|3[01])"
_ID_NUMBER: Final = re.compile(
    r"(?:(?:公民|居民)?(?:身份证|证件)件?(?:号码?|号)?|\bID(?: ?(?:no\.?|number|card))?)?[ :：]*"
    r"(?<!\d)(?:[1-9]\d{5}[ \-]?(?:19|20)\d{2}[ \-]?\d{2}[ \-]?\d{2}[ \-]?\d{3}[ \-]?[\dXx]"
    rf"|[1-9]\d{{5}}[2-9]\d{_DAY}\d{{3}})(?![\dXx])",
    re.IGNORECASE,
)
_SHORTEST: Final = 15
_MANY_DIGITS: Final = re.compile(r"\d[\dXx]{10,}")


@dataclass(frozen=True, eq=False)
class WithoutIds:
    """Texts from which ID numbers are gone, and how many there were in each. Shapes (n,)."""

    texts: TextArray
    counts: IntArray


def without_id_numbers(cells: TextArray) -> WithoutIds:
    """Take ID numbers (18 characters, or 15 of the old kind) out of any text, such as a remark.

    The cells are left as they are; where there is nothing to be taken out of any of them, they are what is returned.
    """
    texts, counts = cells, np.zeros(len(cells), dtype=np.int64)
    listed = cells.tolist()
    for row in np.flatnonzero(np.fromiter(map(len, listed), np.int64, len(listed)) >= _SHORTEST).tolist():
        without, count = take_id_numbers(listed[row])
        if count:
            texts = cells.copy() if texts is cells else texts
            texts[row], counts[row] = without.strip(" ()（）[]【】:：;；,，、"), count
    return WithoutIds(texts, counts)


def take_id_numbers(text: str) -> tuple[str, int]:
    """Return a text without its ID numbers, and how many there were. A text without any comes back as it is."""
    if len(text) < _SHORTEST:
        return text, 0
    plain = unicodedata.normalize("NFKC", text)
    places = [found.span() for found in _ID_NUMBER.finditer(plain)]
    if not places:
        return text, 0
    kept = text if len(text) == len(plain) else plain
    for begin, end in reversed(places):
        kept = kept[:begin] + " " + kept[end:]
    return kept, len(places)


def shown(text: str) -> str:
    """Return a text as a message may show it: of digits in a row that may be somebody's number, the first three."""
    return _MANY_DIGITS.sub(lambda found: found[0][:3] + "…", text) if len(text) > 10 else text
