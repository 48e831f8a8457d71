"""Numbers of which a file has only the first digits: 3.20582100201e+14 is no code, whatever a program makes of it.

GDAL reads such a number as a float, which looks like one that was written in full. So where a column of floats holds
numbers as large as codes, the file's own letters are looked at.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_LARGE: Final = 1e9
_JSON: Final = (".geojson", ".json", ".geojsonl", ".topojson")
_WITH_EXPONENT: Final = re.compile(rb"(?<![\d.])[+-]?(\d)\.?(\d{0,40})[eE]\+?0{0,2}([1-9]\d?)")


def with_inexact_as_text(columns: dict[str, npt.NDArray[Any]], place: Path, suffix: str) -> dict[str, npt.NDArray[Any]]:
    """Return columns in which large numbers that the file writes with an exponent and fewer digits are texts.

    Parameters
    ----------
    columns : mapping of header to array (n,)
    place : Path
        The file that GDAL read.
    suffix : str
        Of the format: .shp and JSON are looked at.
    """
    suspects = [header for header, values in columns.items() if _has_large(values)]
    if not suspects or (suffix != ".shp" and suffix not in _JSON):
        return columns
    table = next((place.with_suffix(s) for s in (".dbf", ".DBF") if place.with_suffix(s).is_file()), place)
    lost = _written_short((table if suffix == ".shp" else place).read_bytes())
    if not lost:
        return columns
    known = np.array(sorted(lost))
    result = dict(columns)
    for header in suspects:
        values = columns[header]
        short = np.isin(values, known)
        if short.any():
            texts = values.astype(object)
            texts[short] = [lost[value] for value in values[short].tolist()]
            result[header] = texts
    return result


def _has_large(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind == "f" and bool((np.abs(values[np.isfinite(values)]) >= _LARGE).any())


def _written_short(data: bytes) -> dict[float, str]:
    """Return the numbers that are written with fewer digits than they have, and how."""
    found: dict[float, str] = {}
    for said in _WITH_EXPONENT.finditer(data):
        decimals = said[2].rstrip(b"0")
        if len(decimals) < int(said[3]):
            value = float(said[0])
            if abs(value) >= _LARGE:
                text = said[0].decode("ascii")
                found[value] = text if "." in text else text.lower().replace("e", ".0e", 1)
    return found
