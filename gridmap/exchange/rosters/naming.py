"""Names of places as people write them: what two ways of writing one name have in common."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gridmap.exchange.headers import plain

_DIGITS: Final = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMBER: Final = re.compile(
    r"第([零〇一二两三四五六七八九十百]+)|([零〇一二两三四五六七八九十百]+)(?=号?(?:微|综合|专属|基础)?网格|号?楼|幢|栋|组$)"
)
_ORDINAL: Final = re.compile(r"第?(\d+)号?(?=(?:微|综合|专属|基础)?网格)")
_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)")

_SAME: Final = (
    (re.compile(r"(?:村村民委员会|村民委员会|村委会|村委)$"), "村"),
    (re.compile(r"(?:社区居民委员会|居民委员会|社区居委会|社区居委|居委会|居委)$"), "社区"),
    (re.compile(r"(?:街道办事处|街道办)$"), "街道"),
    (re.compile(r"(?:镇人民政府|镇政府)$"), "镇"),
)
_SUFFIX: Final = re.compile(r"(?<=.)(?:村|社区|镇|街道|乡|园区)$")


@lru_cache(maxsize=1 << 17)
def name_key(name: str) -> str:
    """Return what stays the same however a name is written: 第01网格, 第一网格 and １号网格 are one."""
    key = plain(name)
    key = _NUMBER.sub(lambda found: ("第" if found[1] else "") + str(_number(found[1] or found[2])), key)
    return _ZEROS.sub("", _ORDINAL.sub(r"\1", key))


@lru_cache(maxsize=1 << 15)
def place_key(name: str) -> str:
    """Return a village's or town's name without what its office adds: 长江村村民委员会 is 长江村."""
    key = name_key(name)
    for pattern, suffix in _SAME:
        key = pattern.sub(suffix, key)
    return key


def stem(key: str) -> str:
    """Return a place's key without its suffix: 长江 of 长江村; it may be that of several places."""
    return _SUFFIX.sub("", key)


def _number(words: str) -> int:
    """Return the number that up to three Chinese digits write (二十一 is 21, 一〇五 is 105)."""
    if "十" not in words and "百" not in words:
        return int("".join(str(_DIGITS[letter]) for letter in words))
    total, digit = 0, 0
    for letter in words:
        if letter == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif letter == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[letter]
    return total + digit
