"""How Chinese names sound: their pinyin and its initials, so that a name is found by typing Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from gridmap.model.cycles import leave_out, soon_left_out

_RUNS: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]+|[0-9a-z]+")
_HAN: Final = "\u3400"

# Characters that sound otherwise as a surname than in a sentence.
_SURNAMES: Final = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "任": "ren", "查": "zha", "朴": "piao", "区": "ou",
    "盖": "ge", "乐": "yue", "尉": "yu", "翟": "zhai", "覃": "qin", "缪": "miao", "冼": "xian", "员": "yun",
    "宓": "mi", "种": "chong", "葛": "ge", "盛": "sheng", "石": "shi", "宁": "ning", "万": "wan",
}  # fmt: skip


def plain(text: str) -> str:
    """Return a text as it is compared: full-width letters and digits as ordinary ones, in lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def syllables(texts: Iterable[str], *, people: bool = False) -> list[tuple[str, ...]]:
    """Return the syllables of each text, tone left out: ``"长江3号"`` gives ``("chang", "jiang", "3", "hao")``.

    A run of digits or of Latin letters counts as one syllable; everything else is left out. Words decide between
    readings of a character (``"长江"``, ``"镇长"``).

    Parameters
    ----------
    texts : iterable of str
    people : bool
        The texts are names of people: the first character sounds as it does in a surname.
    """
    seg = _segmenter()
    known: dict[str, tuple[str, ...]] = {}
    result = []
    for text in texts:
        parts: list[str] = []
        for run in _RUNS.findall(plain(text)):
            if run < _HAN:
                parts.append(run)
                continue
            if run not in known:
                single = tuple(_only_reading(character) for character in run)
                known[run] = single if all(single) else tuple(sound for word in seg(run) for sound in _of_word(word))
            parts.extend(known[run])
        if people and parts and text[:1] in _SURNAMES:
            parts[0] = _SURNAMES[text[0]]
        result.append(tuple(parts))
    return result


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Return what divides a text into words: it reads a dictionary, for half a second, so not before it is asked."""
    with soon_left_out():
        import pypinyin  # noqa: F401 - whole, before a part: two threads that begin with its parts wait for each other
        from pypinyin.constants import PHRASES_DICT
        from pypinyin.seg.simpleseg import seg

        leave_out(chain.from_iterable(PHRASES_DICT.values()))  # 190,000 lists of texts
        leave_out(PHRASES_DICT.values())
    return seg


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> tuple[str, ...]:
    """Return how a word sounds; names are made of the same few words again and again."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


@cache
def _only_reading(character: str) -> str:
    """Return how a character sounds, tone left out, or nothing if that depends on the word."""
    from pypinyin import Style, pinyin

    [readings] = pinyin(character, style=Style.NORMAL, heteronym=True)
    different = set(readings)
    return different.pop() if len(different) == 1 else ""
