"""Text files as text: in UTF-8, UTF-16 or GB18030 (which GBK and GB2312 are part of), as it was told or as it fits."""

from __future__ import annotations

import codecs
from typing import Final

from gridmap.exchange.encodings import encoding_named, fits, guess_encoding
from gridmap.exchange.tables.kinds import wide_encoding
from gridmap.model.errors import BadInput, Problem

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A file may be cut off within a letter, or have one letter that is damaged: 1 in this many may be lost.
_ONE_LOST_IN: Final = 2000


def decoded_text(data: bytes, file: str, said: str = "") -> tuple[str, list[Problem]]:
    """Return a file's text.

    Parameters
    ----------
    data : bytes
    file : str
        As messages name it.
    said : str, optional
        The encoding that the file names; believed if it fits.

    Raises
    ------
    BadInput
        ``tables-encoding-unknown``.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").replace("\x00", ""), []
    if wide := wide_encoding(data):
        return data.decode(wide, "replace").replace("\x00", ""), [_guessed(file, wide)]
    if data.isascii():
        return data.decode("ascii").replace("\x00", ""), []
    named = _named(said, data)
    name = named or guess_encoding([data]) or ("big5" if fits([data], "big5") else "")
    if name:
        told = name not in (named, "utf-8")
        return data.decode(name, "replace").replace("\x00", ""), [_guessed(file, name)] if told else []
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, "replace")
        lost = text.count("\ufffd")
        if lost * _ONE_LOST_IN <= len(text) + _ONE_LOST_IN:
            return text.replace("\x00", ""), [
                _guessed(file, name),
                Problem("letters-unreadable", file=file, values={"count": lost}),
            ]
    raise BadInput("tables-encoding-unknown", file=file)


def _named(said: str, data: bytes) -> str:
    try:
        name = encoding_named(said) if said else ""
    except BadInput:
        return ""
    return name if name and fits([data], name) else ""


def _guessed(file: str, name: str) -> Problem:
    shown = {"gb18030": "GBK/GB18030", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "big5": "Big5"}.get(name, name)
    return Problem("encoding-guessed", file=file, values={"value": shown})
