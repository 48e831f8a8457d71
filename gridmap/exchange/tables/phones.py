"""Which phones stand in a cell, whatever else does."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gridmap.exchange.tables.doubt import Doubt
from gridmap.exchange.tables.id_numbers import shown, take_id_numbers

# Beside those that people have the numbers of the sample, which begin with 111, as nobody's does.
_PLAIN_MOBILE: Final = re.compile(r"1(?:[3-9][0-9]|11)[0-9]{8}")
_SCIENTIFIC: Final = re.compile(r"(?<![\d.])\d\.\d+[eE]\+?\d{1,2}(?!\d)")
_AS_FLOAT: Final = re.compile(r"(?<![\d.])(\d{7,})\.0+(?!\d)")
_ABROAD: Final = r"(?:\(?(?:\+|00)?86\)?[\s\-]*)?"
_EXTENSION: Final = r"(?:\s*(?:转|分机号?|ext\.?|[*#]|[\-](?=\d{1,5}(?!\d)))[\s:]*(\d{1,5})(?!\d))?"

# In this order; each takes its digits out of what the next one looks at.
_MOBILE: Final = re.compile(rf"(?<!\d){_ABROAD}(1(?:[3-9](?:[\s\-]?\d)|11)(?:[\s\-]?\d){{8}})(?![\d])", re.IGNORECASE)
_LANDLINE: Final = re.compile(
    rf"(?<!\d){_ABROAD}\(?(010|02\d|0[3-9]\d{{2}})\)?[\s\-]*([2-8]\d{{2,3}}[\s\-]?\d{{4}})(?!\d){_EXTENSION}",
    re.IGNORECASE,
)
_SERVICE: Final = re.compile(r"(?<!\d)([48]00[\s\-]?\d{3}[\s\-]?\d{4})(?!\d)")
_LOCAL: Final = re.compile(rf"(?<![\d\-])([2-8]\d{{2,3}}[\s\-]?\d{{4}})(?!\d){_EXTENSION}", re.IGNORECASE)
_LEFT: Final = re.compile(r"\+?\d[\d\s\-]*\d|\d")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NUMBERING: Final = re.compile(r"(?<!\d)\d{1,2}[.、):](?=\s*\+?\d{3})")
_EDGES: Final = " \t\r\n()[]【】:：,，;；、/\\|-—*.。'\"“”+&"
_APART: Final = re.compile(r"[,，;；、/\\|\n\r]")


@dataclass(frozen=True)
class Phone:
    """A phone (``13812345678``, ``0512-58123456``, ``58123456``, with ``-801`` behind for an extension) and a note."""

    number: str
    note: str = ""


@dataclass(frozen=True)
class CellPhones:
    """The phones of a cell.

    Attributes
    ----------
    phones : tuple of Phone
        In the order of the cell.
    id_numbers : int
        How many ID numbers stood in the cell; they are not kept.
    doubts : tuple of Doubt
        ``phone-too-short``, ``phone-too-long``, ``phone-impossible``, ``phone-rounded`` (1.38E+10).
    """

    phones: tuple[Phone, ...]
    id_numbers: int = 0
    doubts: tuple[Doubt, ...] = ()


@lru_cache(maxsize=65536)
def read_phones(cell: str) -> CellPhones:
    """Return the phones of a cell: mobile and landline, with a country or area code or without, and what is none."""
    if _PLAIN_MOBILE.fullmatch(cell):
        return CellPhones((Phone(cell),))
    text, id_numbers = take_id_numbers(unicodedata.normalize("NFKC", cell))
    text = re.sub(r"[‐‑‒–—―−─]", "-", _AS_FLOAT.sub(r"\1", text))
    doubts: list[Doubt] = []

    def written_out(found: re.Match[str]) -> str:
        number = Decimal(found[0])
        exponent, digits = number.adjusted(), len(number.as_tuple().digits)
        if digits == 11 and exponent == 10:
            return f"{number:f}"
        doubts.append(Doubt("phone-rounded", found[0]))
        return " "

    text = _NUMBERING.sub("、", _SCIENTIFIC.sub(written_out, text))
    places: list[tuple[int, int, str]] = []
    rest = text
    for pattern, form in ((_MOBILE, _mobile), (_LANDLINE, _landline), (_SERVICE, _mobile), (_LOCAL, _local)):
        for found in pattern.finditer(rest):
            places.append((found.start(), found.end(), form(found)))
        rest = pattern.sub(lambda found: "\0" * len(found[0]), rest)
    places.sort()
    outside = _BRACKETS.sub(
        lambda found: " " * len(found[0]) if len(re.sub(r"\D", "", found[0])) < 7 else found[0], rest
    )
    doubts += [_doubt(found[0]) for found in _LEFT.finditer(outside)]
    phones = [Phone(number, _note(rest, places, number_of)) for number_of, (_, _, number) in enumerate(places)]
    different = {phone.number: phone for phone in reversed(phones)}
    return CellPhones(tuple(reversed(different.values())), id_numbers, tuple(dict.fromkeys(doubts)))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _mobile(found: re.Match[str]) -> str:
    return _digits(found[1])


def _landline(found: re.Match[str]) -> str:
    return f"{found[1]}-{_digits(found[2])}" + (f"-{found[3]}" if found[3] else "")


def _local(found: re.Match[str]) -> str:
    return _digits(found[1]) + (f"-{found[2]}" if found[2] else "")


def _doubt(text: str) -> Doubt:
    digits = _digits(text)
    value = shown(text.strip())
    if digits.startswith("1"):
        key = "phone-too-short" if len(digits) < 11 else "phone-too-long" if len(digits) > 11 else "phone-impossible"
    elif len(digits) < 7:
        key = "phone-too-short"
    else:
        key = "phone-too-long" if len(digits) > 12 else "phone-impossible"
    return Doubt(key, value)


def _note(rest: str, places: list[tuple[int, int, str]], which: int) -> str:
    """Return the words behind a phone, or else before it, as far as the next separator or phone."""
    begin, end, _ = places[which]
    after = rest[end : places[which + 1][0] if which + 1 < len(places) else len(rest)]
    before = rest[places[which - 1][1] if which else 0 : begin]
    behind = _APART.split(after, maxsplit=1)[0] if which + 1 < len(places) or _APART.search(after) else after
    words = behind.strip(_EDGES) or _APART.split(before)[-1].strip(_EDGES)
    return re.sub(r"[\d\0]{7,}", "", " ".join(words.replace("\0", " ").split()))
