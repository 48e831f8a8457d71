"""In which encoding the texts of a shapefile are, whatever its side files say.

A shapefile names its encoding in a .cpg file or by a number in its .dbf, and often in neither or wrongly: a table in
GBK whose .cpg says UTF-8 is an everyday thing. So what is said is tried on the texts themselves before it is believed,
and where nothing is said the texts decide between UTF-8 and GB18030 (which GBK and GB2312 are part of).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from gridmap.model.errors import BadInput

# Language driver numbers of a .dbf that name an encoding (ESRI and dBASE tables); 0x57 "ANSI" says nothing.
_LANGUAGE_DRIVERS: Final = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x13: "cp932",
    0x4D: "gb18030",
    0x4E: "cp949",
    0x4F: "cp950",
    0x78: "cp950",
    0x79: "cp949",
    0x7A: "gb18030",
    0x7B: "cp932",
}
_SINGLE_BYTE: Final = ("cp437", "cp850", "cp1252", "iso8859-1")
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]+")
_NO_TEXT: Final = re.compile("[\ue000-\uf8ff\x80-\x9f]")
"""Private use and control characters."""
_MOST_BYTES: Final = 16_000_000

# Two-byte UTF-8 beside a Latin letter (Añora): there a Latin text with accents is more likely than Chinese in GBK.
_ACCENTED: Final = re.compile(rb"[A-Za-z][\xc2-\xdf][\x80-\xbf]|[\xc2-\xdf][\x80-\xbf][A-Za-z]")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a table's texts.

    Attributes
    ----------
    name : str
        As Python calls it.
    said : str
        What the file says, if that was found to be wrong; else ``""``.
    """

    name: str
    said: str = ""


def encoding_named(text: str) -> str:
    """Return Python's name of an encoding as users write it (``GBK``, ``936``, ``UTF-8``, ``ANSI 936``).

    Raises
    ------
    BadInput
        ``encoding-name-unknown``.
    """
    plain = text.strip().strip("\x00").lower()
    digits = re.fullmatch(r"(?:ansi|cp|windows|ms|oem)?[\s_\-]*(\d{3,5})", plain)
    if digits:
        plain = {"936": "gb18030", "65001": "utf-8", "54936": "gb18030", "20936": "gb18030"}.get(
            digits[1], f"cp{digits[1]}"
        )
    if plain in ("gbk", "gb2312", "gb-2312", "gb 2312", "euc-cn"):
        plain = "gb18030"
    try:
        return codecs.lookup(plain).name
    except (LookupError, ValueError) as error:
        raise BadInput("encoding-name-unknown", value=text) from error


def shapefile_encoding(dbf: Path, cpg: Path | None = None) -> Encoding:
    """Return the encoding of a .dbf: what .cpg or the table say if that fits its texts, else what fits them.

    Raises
    ------
    BadInput
        ``encoding-unknown`` if the texts are neither what is said nor UTF-8 nor GB18030.
    """
    data = dbf.read_bytes()[:_MOST_BYTES]
    texts = [text for text in _dbf_texts(data) if not text.isascii()]
    said = [_said_by(cpg)] if cpg else []
    if len(data) > 29 and data[29] in _LANGUAGE_DRIVERS:
        said.append(_LANGUAGE_DRIVERS[data[29]])
    guess = guess_encoding(texts)
    for name in filter(None, said):
        # Texts that are valid UTF-8 by chance hardly exist, and a single-byte code page fits any bytes at all.
        speaks_against = guess == "utf-8" and bool(texts)
        if name in _SINGLE_BYTE:
            speaks_against = speaks_against or (guess == "gb18030" and not _stands_alone(texts))
        if name == guess or (not speaks_against and fits(texts, name)):
            return Encoding(name, said="" if name == said[0] else said[0])
    if guess is None:
        raise BadInput("encoding-unknown", file=dbf.name)
    return Encoding(guess, said=next(filter(None, said), "") if texts else "")


def _stands_alone(texts: Sequence[bytes]) -> bool:
    """Whether most bytes beyond ASCII stand alone among Latin letters, as accents do and Chinese does not."""
    runs = [len(run) for text in texts for run in _BEYOND_ASCII.findall(text)]
    return 2 * sum(length == 1 for length in runs) > len(runs)


def guess_encoding(texts: Sequence[bytes]) -> str | None:
    """Return ``"utf-8"`` or ``"gb18030"``, whichever the texts are written in; ``None`` if they fit neither.

    Texts in UTF-8 are hardly ever valid by chance. The exception are few and short words in GBK of which every
    character looks like a two-byte sequence of UTF-8 (联通 is the famous one); they are told by this: read as UTF-8
    they hold no Chinese, and no accented letter stands beside a Latin one.
    """
    other = [text for text in texts if not text.isascii()]
    if not fits(other, "utf-8"):
        return "gb18030" if fits(other, "gb18030") else None
    if not other:
        return "utf-8"
    read = "".join(decoded(text, "utf-8")[0] for text in other)
    only_two_bytes = all(ord(letter) < 0x800 for letter in read)
    if only_two_bytes and fits(other, "gb18030") and not any(_ACCENTED.search(text) for text in other):
        return "gb18030"
    return "utf-8"


def fits(texts: Iterable[bytes], encoding: str) -> bool:
    """Whether all texts can be read in an encoding; a character cut off at the end of a field does not count."""
    for text in texts:
        try:
            read, _ = decoded(text, encoding)
        except UnicodeDecodeError:
            return False
        if _NO_TEXT.search(read):
            return False
    return True


def decoded(text: bytes, encoding: str) -> tuple[str, bool]:
    """Return a text and whether its last character was cut off, as happens where a field is too narrow."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = decoder.decode(text)
    pending = decoder.getstate()[0]
    return read, bool(pending)


def _said_by(cpg: Path) -> str:
    try:
        return encoding_named(cpg.read_bytes()[:64].decode("ascii", "ignore"))
    except (OSError, BadInput):
        return ""


def _dbf_texts(data: bytes) -> list[bytes]:
    """Return the names of the fields and the different texts in a .dbf, as bytes; stops where the file is broken."""
    if len(data) < 65:
        return []
    header, record = int.from_bytes(data[8:10], "little"), int.from_bytes(data[10:12], "little")
    fields = []
    for at in range(32, min(header, len(data)) - 31, 32):
        if data[at] == 0x0D:
            break
        fields.append((data[at : at + 11].split(b"\0")[0], chr(data[at + 11]), data[at + 16], data[at + 17]))
    texts = [name for name, *_ in fields]
    if not record:
        return texts
    count = max(0, (len(data) - header) // record)
    rows = np.frombuffer(data, dtype=np.uint8, count=count * record, offset=min(header, len(data) - count * record))
    rows = rows.reshape(count, record)
    offset = 1
    for _, kind, narrow, decimals in fields:
        width = narrow
        if kind == "C":
            width += 256 * decimals  # how FoxPro writes texts that are longer than 255
            cells = np.ascontiguousarray(rows[:, offset : offset + width])
            if cells.size and cells.shape[1] == width:
                texts += np.unique(cells.view(f"S{width}")).tolist()
        offset += width
    return [text.rstrip(b" \0") for text in texts]
