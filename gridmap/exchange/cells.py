"""The cells of an officer's table as text, exactly: above all codes, which programs like to take for numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.arrays import BoolArray

TextArray = npt.NDArray[np.object_]

# From here on not every whole number has a float64 of its own.
_EXACT_UP_TO: Final = 2.0**53
_SCIENTIFIC: Final = re.compile(r"\d\.\d+[eE]\+?\d{1,2}")
_WHOLE_AS_FLOAT: Final = re.compile(r"(\d+)\.0+")


def code_texts(values: npt.NDArray[Any] | Sequence[object]) -> tuple[TextArray, BoolArray]:
    """Return codes as text, and which of them are exact.

    A number is written out in full. One that is too large for its digits to be sure (2**53 and over as a float), and a
    text in scientific notation (3.20582E+11, what Excel leaves of a long code), is not exact.

    Parameters
    ----------
    values : array, shape (n,)
        Numbers or texts, with ``None`` or NaN where there is none.

    Returns
    -------
    array of str, array of bool, both shape (n,)
    """
    array = np.asarray(values)
    texts = np.full(len(array), "", dtype=object)
    exact = np.ones(len(array), dtype=bool)
    listed = array.tolist()
    joined = _in_one(listed)
    if joined.isascii() and joined.isdigit() and all(listed):  # nearly all are, and there may be many
        texts[:] = listed
        return texts, exact
    for row in np.flatnonzero(pd.notna(array)):
        value = listed[row]
        if type(value) is str and value.isascii() and value.isdigit():
            texts[row] = value
        elif isinstance(value, float) and value.is_integer():
            exact[row] = abs(value) < _EXACT_UP_TO
            texts[row] = str(int(value))
        else:
            text = "".join(unicodedata.normalize("NFKC", str(value)).split()).lstrip("'‘’`")
            whole = _WHOLE_AS_FLOAT.fullmatch(text)
            texts[row] = whole[1] if whole else text
            exact[row] = _SCIENTIFIC.fullmatch(text) is None
    return texts, exact


def texts_of(values: npt.NDArray[Any]) -> TextArray:
    """Return cells as text without blanks around it, ``""`` where there is none. Shape (n,)."""
    texts = np.full(len(values), "", dtype=object)
    listed = values.tolist()
    joined = _in_one(listed)
    if joined and " " not in joined and joined.isprintable():  # no kind of blank but the plain one is
        texts[:] = listed
        return texts
    for row in np.flatnonzero(pd.notna(values)):
        value = listed[row]
        whole = isinstance(value, float) and value.is_integer()
        texts[row] = (str(int(value)) if whole else str(value)).strip()
    return texts


def _in_one(cells: list[object]) -> str:
    """Return all cells behind one another, which is looked at far quicker than each; nothing if some are no texts."""
    try:
        return "".join(cells)  # type: ignore[arg-type]
    except TypeError:
        return ""
