"""The texts of a file of boundaries, without what no file can hold and without ID numbers; both are told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from gridmap.exchange.cells import TextArray, code_texts, texts_of
from gridmap.exchange.features import Features
from gridmap.exchange.nul import cells_with_nul
from gridmap.exchange.rows import Rows
from gridmap.model.plain_text import REPLACEMENT, is_plain, letters_named, plain_text
from gridmap.people.privacy import holds_id_number

_SETTINGS: Final = {
    "urban": "urban", "城": "urban", "城市": "urban", "城镇": "urban", "城区": "urban", "u": "urban",
    "rural": "rural", "乡": "rural", "乡村": "rural", "农村": "rural", "村": "rural", "r": "rural",
}  # fmt: skip


def texts_in(features: Features, headers: Mapping[str, str], rows: Rows) -> dict[str, TextArray]:
    """Return the texts of the columns of name, use, note, setting and parent, as far as there are such, by field.

    Parameters
    ----------
    features : Features
    headers : mapping of field to header
    rows : Rows
        Told of what was replaced or left out.
    """
    texts = {
        field: plain_cells(texts_of(features.columns[headers[field]]), headers[field], rows)
        for field in ("name", "use", "note")
        if field in headers
    }
    for field, said in texts.items():
        for row in np.flatnonzero(holds_id_number(pd.Series(said))):
            texts[field][row] = ""
            rows.tell("id-number-left-out", row, headers[field])
    if "parent" in headers:  # only sought, never kept
        texts["parent"] = code_texts(features.columns[headers["parent"]])[0]
    if "setting" in headers:
        said = texts_of(features.columns[headers["setting"]])
        texts["setting"] = np.array([_SETTINGS.get(text.lower(), "") for text in said], dtype=object)
        for row in np.flatnonzero((texts["setting"] == "") & (said != "") & rows.keep):
            rows.tell_if_kept("setting-unknown", row, headers["setting"], value=said[row])
    return texts


def plain_cells(texts: TextArray, header: str, rows: Rows, instead: str = REPLACEMENT) -> TextArray:
    """Return texts without what no file can hold, ``instead`` in its place, and tell which rows had it."""
    result = texts.copy()
    if is_plain("".join(texts.tolist())):
        return result
    for row in np.flatnonzero([not is_plain(text) for text in texts.tolist()]):
        result[row] = plain_text(texts[row]).replace(REPLACEMENT, instead)
        key = "letters-replaced" if instead else "letters-left-out"
        rows.tell(key, row, header, letters=letters_named(texts[row]))
    return result


def tell_of_nul(source: Path, features: Features, headers: Mapping[str, str], rows: Rows) -> None:
    """Tell of texts that GDAL ends at a NUL before anybody else can see that there is one.

    In a table of plain text it would end the line, so what stands for it was put there before.
    """
    used = set(headers.values())
    ends = source.suffix.lower() != ".csv"
    for row, columns in cells_with_nul(source, features.layer).items():
        for column in columns:
            if column in used and row <= len(features):
                key, values = ("text-ends-at-nul", {}) if ends else ("letters-replaced", {"letters": "U+0000"})
                rows.tell(key, row - 1, column, **values)
