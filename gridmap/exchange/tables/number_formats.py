"""Formats that show a number otherwise than it is written: 001 for 1, and days as Chinese Excel shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gridmap.exchange.tables.dates import day_of_serial
from gridmap.exchange.tables.found import Epoch

# Formats without a text of their own; in Chinese Excel these are dates (ECMA-376 part 1, 18.8.30).
_CHINESE_DATES: Final = frozenset((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58))
_ZEROS: Final = re.compile(r'(?:\[[^\]]*\])?((?:"[^"]*"|\\.)*)(0+)(?:_.|\\ |(?=;)|$)*((?:"[^"]*")*)(?:;.*)?')
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')
_SERIALS: Final = range(1, 73_051)


_DATES: Final = frozenset((*range(14, 23), *range(45, 48), *_CHINESE_DATES))
_NOT_LETTERS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS: Final = re.compile(r"[ymdhs年月日]", re.IGNORECASE)


@dataclass(frozen=True)
class NumberFormat:
    """How a whole number is shown: so many digits, with words before and behind; or as a day."""

    digits: int = 0
    before: str = ""
    behind: str = ""
    date: bool = False
    epoch: Epoch = 1900

    def text(self, value: float, plain: str) -> str:
        """Return the number as it is shown; ``plain`` if the format does not fit it."""
        if value != int(value) or value < 0:
            return plain
        if self.date:
            return day_of_serial(int(value), self.epoch) if int(value) in _SERIALS else plain
        return f"{self.before}{plain.zfill(self.digits)}{self.behind}"


def number_format(number: int, code: str, epoch: Epoch) -> NumberFormat | None:
    """Return what a format does to whole numbers, by its number and its text; ``None`` if nothing that matters."""
    if not code:
        return NumberFormat(date=True, epoch=epoch) if number in _CHINESE_DATES else None
    found = _ZEROS.fullmatch(code)
    if found is None:
        return None
    before, behind = ("".join(a or b for a, b in _QUOTED.findall(part)) for part in (found[1], found[3]))
    return NumberFormat(len(found[2]), before, behind) if len(found[2]) > 1 or before or behind else None


def is_date_format(number: int, code: str) -> bool:
    """Whether a format shows a number as a day or a time, by its number and its text."""
    if not code:
        return number in _DATES
    plain = _NOT_LETTERS.sub("", code)
    return "general" not in plain.lower() and _DATE_LETTERS.search(plain) is not None


def date_text(value: float, epoch: Epoch) -> str:
    """Return a number as the day and time that it counts; ``""`` if it counts none."""
    if not 0 <= value < _SERIALS.stop:
        return ""
    days, seconds = divmod(round(value * 86_400), 86_400)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if not days:
        return clock
    return day_of_serial(days, epoch) + (f" {clock}" if seconds else "")
