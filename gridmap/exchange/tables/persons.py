"""Who is named in a cell: one person or several, with what stands behind a name, or a word for nobody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gridmap.exchange.tables.doubt import Doubt
from gridmap.exchange.tables.id_numbers import shown, take_id_numbers

VACANT: Final = frozenset(
    (
        "空缺", "待定", "暂无", "无", "缺", "空", "暂缺", "未定", "未配", "未配备", "暂未配备", "待配", "待配备",
        "待补", "待补充", "缺编", "缺员", "空岗", "空编", "空白", "无人", "待聘", "待招", "待招聘", "招聘中", "未明确",
        "待明确", "待落实", "未落实", "没有", "暂无人", "暂空", "vacant", "none", "n/a", "na", "nobody", "tbd", "null",
    )
)  # fmt: skip
"""Words for nobody, in lower case and without blanks; strokes and slashes mean the same."""

_TICKS: Final = frozenset(("√", "✓", "✔", "☑", "●", "○", "是", "有", "v", "y", "yes", "1", "☆", "★"))

_STROKES: Final = re.compile(r"[\-‐‑–—―─_/\\|*.×~]+")
_SEPARATORS: Final = frozenset("、,;/|\n\r\t+&；，")
_OPENING: Final = "([{【〔<《"
_CLOSING: Final = ")]}】〕>》"
_NOTE_WORDS: Final = frozenset(("代", "兼", "兼任", "代理", "挂职", "暂代", "主持", "负责", "拟任", "借调", "退休返聘"))
_PHONE: Final = re.compile(r"(?:\+?86[\s\-]?)?1\d{2}[\s\-]?\d{4}[\s\-]?\d{4}(?!\d)|0\d{2,3}[\s\-]?\d{7,8}(?!\d)")
_LABEL: Final = re.compile(r"^([^\d:：]{1,8})[:：](.+)$")
_NUMBER: Final = re.compile(r"^\d{1,2}\s*[.、)．]\s*|^\d(?=[^\d\s])")
_NUMBERED: Final = re.compile(r"(?<!\d)(\d{1,2})[、.]\s*(?=[^\d\s])")
_CIRCLED: Final = re.compile("[①-⒛]")
_OTHERS: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2})等(?:共?\d*[人名位])?$")
_AND: Final = re.compile(r"([\u4e00-\u9fff]{2,4})[和及与]([\u4e00-\u9fff]{2,4})")
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇·•]+")
_LATIN: Final = re.compile(r"[^\W\d_\u3400-\u9fff][^\W\d_\u3400-\u9fff'.\-]*")


@dataclass(frozen=True)
class Person:
    """A name, and the note that stands behind it in brackets (``代``)."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class CellPersons:
    """The people of a cell.

    Attributes
    ----------
    people : tuple of Person
        In the order of the cell.
    vacant : bool
        Whether the cell says that there is nobody (空缺, 待定, /); a blank cell says nothing.
    id_numbers : int
        How many ID numbers stood in the cell; they are not kept.
    doubts : tuple of Doubt
        ``person-name-odd``: it is hardly a name (one letter, a dozen), yet it is among the people, unless it is a
        number or a sign. ``person-others-unnamed`` (张三等3人). ``person-with-phone``: a phone stood beside the name;
        :func:`~gridmap.exchange.tables.phones.read_phones` finds it.
    """

    people: tuple[Person, ...]
    vacant: bool = False
    id_numbers: int = 0
    doubts: tuple[Doubt, ...] = ()


@lru_cache(maxsize=65536)
def read_persons(cell: str) -> CellPersons:
    """Return who is named in a cell.

    Names are parted by 、 , ; / and line breaks, and by blanks unless these stand within a name (张 三). What stands
    in brackets behind a name, or before it with a colon, is its note.
    """
    text, id_numbers = take_id_numbers(unicodedata.normalize("NFKC", _CIRCLED.sub("、", cell)))
    doubts: list[Doubt] = []
    without_phones = _PHONE.sub("、", text)
    if without_phones != text:
        doubts.append(Doubt("person-with-phone", shown(text.strip())))
    people: list[Person] = []
    vacant = False
    for part in _parts(_NUMBERED.sub("、", without_phones)):
        for words, note in _names(part):
            if _is_vacant(words):
                vacant = True
                continue
            name = _OTHERS.sub("", words)
            if name != words:
                doubts.append(Doubt("person-others-unnamed", words))
            for single in _both(name):
                if not _is_name(single):
                    doubts.append(Doubt("person-name-odd", shown(single)))
                if any(letter.isalpha() for letter in single) and not any(letter.isdigit() for letter in single):
                    people.append(Person(single, note))
    return CellPersons(tuple(dict.fromkeys(people)), vacant and not people, id_numbers, tuple(dict.fromkeys(doubts)))


@lru_cache(maxsize=65536)
def is_vacant(cell: str) -> bool:
    """Whether a cell is a word or a stroke for nobody or nothing. A blank cell is not."""
    return _is_vacant("".join(unicodedata.normalize("NFKC", cell).split()))


def is_tick(cell: str) -> bool:
    """Whether a cell only marks something: a tick, a dot, yes."""
    return cell.strip().casefold() in _TICKS


def _is_vacant(words: str) -> bool:
    return words.casefold() in VACANT or _STROKES.fullmatch(words) is not None


def _parts(text: str) -> list[str]:
    """Cut a text at its separators, but not within brackets; a slash alone is a word for nobody, not a separator."""
    if _STROKES.fullmatch(text.strip()) or text.strip().casefold() in VACANT:
        return [text.strip()]
    parts, begin, depth = [], 0, 0
    for at, letter in enumerate(text):
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth = max(0, depth - 1)
        elif letter in _SEPARATORS and not depth:
            parts.append(text[begin:at])
            begin = at + 1
    parts.append(text[begin:])
    return [part.strip() for part in parts if part.strip()]


def _names(part: str) -> list[tuple[str, str]]:
    """Return (name, note) for what stands between two separators; there may be several names parted by blanks."""
    label = _LABEL.match(part)
    before = ""
    if label and label[1][-1] not in _CLOSING:
        before, part = label[1].strip(), label[2]
    found: list[list[str]] = []  # [name, note]
    for words, note in _with_brackets(_NUMBER.sub("", part.strip())):
        tokens = words.split()
        while tokens and tokens[0] in _NOTE_WORDS and found:
            found[-1][1] = _joined(found[-1][1], tokens.pop(0))
        notes: list[str] = []
        while len(tokens) > 1 and tokens[-1] in _NOTE_WORDS:
            notes.insert(0, tokens.pop())
        found += [[name, ""] for name in _joined_tokens(tokens)]
        for more in [*notes, note]:
            if more and found:
                found[-1][1] = _joined(found[-1][1], more)
    return [(name, note or before) for name, note in found]


def _with_brackets(text: str) -> list[tuple[str, str]]:
    """Cut a text into (words, what stands in brackets behind them)."""
    pieces, words, depth, note = [], "", 0, ""
    for letter in text:
        if letter in _OPENING:
            depth += 1
            if depth == 1:
                continue
        elif letter in _CLOSING and depth:
            depth -= 1
            if not depth:
                pieces.append((words, note.strip()))
                words = note = ""
                continue
        if depth:
            note += letter
        else:
            words += letter
    if words.strip() or note.strip():
        pieces.append((words, note.strip()))
    return pieces


def _joined(note: str, more: str) -> str:
    return f"{note} {more}" if note else more


def _joined_tokens(tokens: list[str]) -> list[str]:
    """Put names together that blanks have cut: a single letter is no name (张 三, 张 三丰, 欧阳 修, 李 四 王 五)."""
    if tokens and all(_LATIN.fullmatch(token) for token in tokens):
        return [" ".join(tokens)]
    names: list[str] = []
    waiting = ""
    for token in tokens:
        if waiting:
            names.append(waiting + token)
            waiting = ""
        elif len(token) == 1 and _HAN.fullmatch(token):
            waiting = token
        else:
            names.append(token)
    if waiting and names and len(names[-1]) <= 3:
        names[-1] += waiting
    elif waiting:
        names.append(waiting)
    return names


def _both(name: str) -> tuple[str, ...]:
    """Return both names of 张三和李四; 李和平 is one."""
    both = _AND.fullmatch(name)
    return both.groups() if both and len(name) >= 5 else (name,)


def _is_name(words: str) -> bool:
    if _HAN.fullmatch(words):
        return 2 <= len(words) <= (20 if "·" in words or "•" in words else 5)
    return len(words) > 1 and all(_LATIN.fullmatch(word) for word in words.split())
