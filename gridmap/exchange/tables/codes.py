"""Codes of 15 to 20 digits, as cells have them: with dashes and blanks, or spoilt by a program."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.persons import is_vacant
from gridmap.model.arrays import BoolArray

# A code of a town has nine digits; what is shorter may be a number with a dash that matters (1-2).
_SHORTEST: Final = 9
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_WHOLE_AS_FLOAT: Final = re.compile(r"(\d+)\.0+")
_BETWEEN: Final = re.compile(r"[\s\-‐‑‒–—―−_.·'‘’`\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True, eq=False)
class Codes:
    """The codes of a column.

    Attributes
    ----------
    texts : array of str, shape (n,)
        ``""`` where there is none or it is spoilt.
    doubts : array of str, shape (n,)
        ``code-cleaned`` (dashes or blanks inside went, or digits were full-width), ``code-rounded``,
        ``code-scientific``, ``code-strange`` (not only digits; kept as it is) or ``""``.
    """

    texts: TextArray
    doubts: TextArray


def read_codes(cells: TextArray, rounded: BoolArray | None = None) -> Codes:
    """Return the code of each cell.

    Parameters
    ----------
    cells : array of str, shape (n,)
    rounded : bool (n,), optional
        That column of :attr:`FoundTable.rounded`. What Excel rounded is never guessed.
    """
    texts, doubts = cells.copy(), np.full(len(cells), "", dtype=object)
    spoilt = np.zeros(len(cells), dtype=bool) if rounded is None else rounded
    for row, cell in enumerate(cells.tolist()):
        if spoilt[row]:
            texts[row], doubts[row] = "", "code-rounded"
        elif not (cell.isascii() and cell.isdigit()):
            texts[row], doubts[row] = _code(cell)
    return Codes(texts, doubts)


def _code(cell: str) -> tuple[str, str]:
    text = unicodedata.normalize("NFKC", cell).strip().lstrip("'‘’`\ufeff\u200b").strip()
    if not text or is_vacant(text):
        return "", ""
    if _SCIENTIFIC.fullmatch(text):
        return "", "code-scientific"
    whole = _WHOLE_AS_FLOAT.fullmatch(text)
    if whole:
        return whole[1], ""
    digits = _BETWEEN.sub("", text)
    if digits.isascii() and digits.isdigit() and (len(digits) >= _SHORTEST or digits == text):
        return digits, "code-cleaned" if digits != cell.strip().lstrip("'‘’`") else ""
    return text, "code-strange"
