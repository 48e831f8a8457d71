"""Which day a cell means, in all the ways in which people write one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.doubt import Doubt
from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.id_numbers import shown
from gridmap.exchange.tables.persons import is_vacant
from gridmap.model.arrays import BoolArray

_YEARS: Final = range(1900, 2101)
_OPEN: Final = frozenset(
    (
        "至今", "目前", "现在", "长期", "今", "现今", "在任", "在职", "在岗", "现任", "长期有效", "无固定期限", "永久",
        "当前", "至目前", "无期限", "present", "now", "open", "current",
    )
)  # fmt: skip
_STILL: Final = re.compile(r"(?:[至到~\-—–]+)(?:今|目前|现在|present|now)$", re.IGNORECASE)
_BEGUN: Final = re.compile(r"(?:起|开始|以来|上任|到岗|到任|任职|入职|左右)$")
_CLOCK: Final = re.compile(
    r"(?<=\d)[T ]*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+\-]\d{2}:?\d{2})?$"
    r"|(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)$"
)
_APART: Final = r"\s*[\-./\\年。·,]\s*"
_WHOLE: Final = re.compile(rf"(\d{{4}}){_APART}(\d{{1,2}})\s*[\-./\\月。·,]\s*(\d{{1,2}})[日号]?")
_MONTH: Final = re.compile(rf"(\d{{4}}){_APART}(\d{{1,2}})(?:月份?|\.)?")
_YEAR: Final = re.compile(r"(\d{4})(?:年度?)?")
_EIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SIX: Final = re.compile(r"(\d{4})(\d{2})")
_SHORT: Final = re.compile(r"['’]?(\d{2})[.年](\d{1,2})[.月](\d{1,2})[日号]?")
_SHORT_MONTH: Final = re.compile(r"['’]?(\d{2})年(\d{1,2})月份?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NO_YEAR: Final = re.compile(r"(?:\d{1,2}月份?(?:\d{1,2}[日号]?)?|\d{1,2}[./]\d{1,2}|\d{1,2}[日号])")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIALS: Final = range(14_000, 73_051)
_NUMERALS: Final = {letter: str(value) for value, letter in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_BETWEEN: Final = re.compile(r"\s*(?:至|到|~|～|—+|–|―|--+)\s*")


@dataclass(frozen=True, eq=False)
class Dates:
    """The days of a column.

    Attributes
    ----------
    days : array of str, shape (n,)
        ``YYYY-MM-DD``; ``""`` where there is none. A month is its first day, a year its first of January.
    open : bool (n,)
        Where the cell says that there is no end (至今, 长期); ``2021.3至今`` has a day as well.
    doubts : array of str, shape (n,)
        ``date-impossible``, ``date-not-understood``, ``date-without-year`` or ``""``.
    """

    days: TextArray
    open: BoolArray
    doubts: TextArray


@dataclass(frozen=True)
class Period:
    """From when until when (``2021.3-2023.5``); ``""`` for unknown or open."""

    begin: str
    end: str
    doubts: tuple[Doubt, ...] = ()


class _Day(NamedTuple):
    day: str
    open: bool = False
    doubt: str = ""


def read_dates(cells: TextArray, epoch: Epoch = 1900) -> Dates:
    """Return the day of each cell.

    Parameters
    ----------
    cells : array of str, shape (n,)
    epoch : 1900 or 1904
        From when a bare number counts days (:attr:`FoundTable.epoch`).
    """
    read = [_day(cell, epoch) for cell in cells.tolist()]
    days, doubts = np.full(len(read), "", dtype=object), np.full(len(read), "", dtype=object)
    days[:], doubts[:] = [day.day for day in read], [day.doubt for day in read]
    return Dates(days, np.array([day.open for day in read], dtype=bool), doubts)


def reversed_dates(begins: TextArray, ends: TextArray) -> BoolArray:
    """Where an end is before its begin; both ISO, shape (n,)."""
    return np.array([bool(b and e and e < b) for b, e in zip(begins.tolist(), ends.tolist(), strict=True)], dtype=bool)


def read_period(cell: str, epoch: Epoch = 1900) -> Period:
    """Return the begin and the end of a cell that names both; ``date-reversed`` if it ends before it begins."""
    text = unicodedata.normalize("NFKC", cell).strip()
    whole = _day(text, epoch)
    if not whole.doubt:
        return Period(whole.day, "")
    for left, right in _halves(text):
        begin, end = _day(left, epoch), _day(right, epoch)
        if not (begin.doubt or end.doubt) and (begin.day or end.day):
            if begin.day and end.day and end.day < begin.day:
                return Period(begin.day, end.day, (Doubt("date-reversed", shown(text)),))
            return Period(begin.day, "" if end.open else end.day)
    for left, right in _halves(text):
        doubts = [day.doubt for day in (_day(left, epoch), _day(right, epoch))]
        if "date-impossible" in doubts and "date-not-understood" not in doubts:
            return Period("", "", (Doubt("date-impossible", shown(text)),))
    return Period("", "", (Doubt(whole.doubt, shown(text)),))


def _halves(text: str) -> list[tuple[str, str]]:
    """Return the ways in which a text may be parted into two dates."""
    places = [*_BETWEEN.finditer(text), *re.finditer(r"\s*-\s*", text)]
    return [(text[: place.start()], text[place.end() :]) for place in places]


@lru_cache(maxsize=65536)
def _day(cell: str, epoch: Epoch) -> _Day:
    text = unicodedata.normalize("NFKC", cell).strip().strip("'‘’`")
    if not text:
        return _Day("")
    plain = "".join(text.split())
    if plain.casefold() in _OPEN:
        return _Day("", open=True)
    if is_vacant(plain):
        return _Day("")
    still = _STILL.search(plain)
    if still:
        return _day(plain[: still.start()], epoch)._replace(open=True)
    return _written(_CLOCK.sub("", text).strip() if len(text) > 10 else text, epoch)


def _written(text: str, epoch: Epoch) -> _Day:
    text = _BEGUN.sub("", "".join(_in_digits(text).split()) if not re.search(r"\d\s+\d", text) else text)
    for pattern in (_WHOLE, _EIGHT):
        found = pattern.fullmatch(text)
        if found:
            return _checked(int(found[1]), int(found[2]), int(found[3]))
    found = _YEAR_LAST.fullmatch(text)
    if found:  # month and day are told apart only where one is no month
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first > 12 or second > 12 or first == second:
            return _checked(year, *((second, first) if first > 12 else (first, second)))
        return _Day("", doubt="date-not-understood")
    for pattern in (_SHORT, _SHORT_MONTH):
        found = pattern.fullmatch(text)
        if found:
            year = int(found[1])
            return _checked(
                year + (2000 if year < 50 else 1900), int(found[2]), int(found[3]) if pattern is _SHORT else 1
            )
    for pattern in (_MONTH, _SIX):
        found = pattern.fullmatch(text)
        if found:
            return _checked(int(found[1]), int(found[2]), 1)
    found = _YEAR.fullmatch(text)
    if found:
        return _checked(int(found[1]), 1, 1)
    found = _SERIAL.fullmatch(text)
    if found and int(found[1]) in _SERIALS:
        return _Day(day_of_serial(int(found[1]), epoch))
    if _NO_YEAR.fullmatch(text):
        return _Day("", doubt="date-without-year")
    return _Day("", doubt="date-not-understood")


def day_of_serial(serial: int, epoch: Epoch) -> str:
    """Return the day that a workbook counts so: from 1899-12-30 (Excel thinks 1900 a leap year) or 1904-01-01."""
    begin = dt.date(1904, 1, 1) if epoch == 1904 else dt.date(1899, 12, 30)
    return (begin + dt.timedelta(days=serial)).isoformat()


def _checked(year: int, month: int, day: int) -> _Day:
    if year not in _YEARS:
        return _Day("", doubt="date-impossible")
    try:
        return _Day(dt.date(year, month, day).isoformat())
    except ValueError:
        return _Day("", doubt="date-impossible")


def _in_digits(text: str) -> str:
    """Return 二〇二三年五月十二日 as 2023年5月12日."""
    if not any(letter in _NUMERALS or letter == "十" for letter in text):
        return text
    text = re.sub(
        r"([一二三四五六七八九]?)十([一二三四五六七八九]?)",
        lambda found: (_NUMERALS.get(found[1], "1")) + (_NUMERALS.get(found[2], "0")),
        text,
    )
    return "".join(_NUMERALS.get(letter, letter) for letter in text)
