"""What GridMap says, by key, in Chinese, in English and in whatever language has a folder.

``gridmap`` raises errors and describes findings and changes by a key and values; ``ui/words/sentences`` has the words
in Chinese and English, a subject to a file, and ``ui/words/languages`` those of other languages. Here they are looked
up and filled in.

Keys with a first part of their own
    ``column-``  a heading of a table         ``finding-``  what was found, one sentence to a rule
    ``change-``  a line of the history        ``fix-``      what a fix of a finding does
    ``cli-``     what the command line says   ``rule-``     the name of a rule
    ``help-``    the command line's help      ``severity-``, ``table-``, ``value-``, ``use-``  names of keys in tables
    ``map-``, ``legend-``, ``layer-``, ``theme-``  what stands on maps
All others are errors and problems, named as they are raised.
"""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from gridmap.model.plain_text import plain_text
from ui.words import languages, sentences
from ui.words.catalogue import Catalogue

if TYPE_CHECKING:
    import datetime as dt

    from gridmap.model.errors import GridMapError, Problem

Language = str
"""The code of a language, one of :data:`LANGUAGES`."""

BOTH: Final[tuple[Language, Language]] = ("zh", "en")
"""The languages that have every sentence."""

LANGUAGES: Final[tuple[Language, ...]] = (*BOTH, *(code for code in languages.codes() if code not in BOTH))
"""The languages to choose from."""


SENTENCES: Final = Catalogue(
    sentences,
    # what a check says, and a fix
    first=("command_line", "common", "columns", "rules", "indicators", "fixes", "compounds", "departments"),
    # a language is chosen by its own name, whatever is spoken now
    more={f"action-language-{code}": (languages.name_of(code),) * 2 for code in LANGUAGES[len(BOTH) :]},
)
"""Key to (Chinese, English). Placeholders are those of ``str.format``, with a format where a number needs one."""


@cache
def _others(language: Language) -> Mapping[str, str]:
    """Return the sentences of a language beside Chinese and English, as many as it has."""
    return languages.sentences_of(language, SENTENCES) if language in LANGUAGES else {}


_SINGULAR: Final = {
    "buildings": "building",
    "crossings": "crossing",
    "differences": "difference",
    "drafts": "draft",
    "errors": "error",
    "faults": "fault",
    "findings": "finding",
    "grids": "grid",
    "households": "household",
    "notices": "notice",
    "parts": "part",
    "residents": "resident",
    "rows": "row",
    "shapes": "shape",
    "texts": "text",
    "vertices": "vertex",
    "warnings": "warning",
    "workers": "worker",
}


@cache
def _counted() -> re.Pattern[str]:
    """Match a value and the noun that it counts, which English has in the singular where the value is one."""
    return re.compile(rf"(?P<before>\{{(?P<value>\w+)(?::[^}}]*)?\}} )(?P<counted>{'|'.join(_SINGULAR)})\b")


_HAN: Final = "[\u3001-\u303f\u3400-\u9fff\uff01-\uffef“”‘’]"
"""A Chinese letter or mark; between two of them Chinese has no blank."""
_IS_HAN: Final = re.compile(_HAN)


@cache
def _parted() -> re.Pattern[str]:
    """Match a value of a Chinese sentence with the blanks that part it from Chinese before and after it.

    The name of a file keeps them: it is not Chinese at its end.
    """
    named = r"(?P<name>(?!file\b)\w+)"
    return re.compile(rf"(?P<before>(?<={_HAN}) )?(?P<value>\{{{named}[^}}]*\}})(?P<after> (?={_HAN}))?")


@cache
def _parted_values(sentence: str) -> tuple[str, ...]:
    """Return the names of the values that blanks part from a Chinese sentence."""
    return tuple(found["name"] for found in _parted().finditer(sentence) if found["before"] or found["after"])


@cache
def _joined(sentence: str, chinese: tuple[tuple[bool, bool], ...]) -> str:
    """Return a Chinese sentence without the blanks beside values that begin, or end, with Chinese themselves."""
    ends = iter(chinese)

    def join(found: re.Match[str]) -> str:
        before, after = found["before"] or "", found["after"] or ""
        begins, ends_so = next(ends) if before or after else (False, False)
        return ("" if begins else before) + found["value"] + ("" if ends_so else after)

    return _parted().sub(join, sentence)


def _without_blanks(sentence: str, shown: Mapping[str, object]) -> str:
    """Return a Chinese sentence as it takes some values: a name stands in it without blanks, a number or code with."""
    names = _parted_values(sentence)
    if not names:
        return sentence
    values = [shown.get(name) for name in names]
    chinese = tuple(
        (_IS_HAN.match(value) is not None, _IS_HAN.match(value, len(value) - 1) is not None)
        if isinstance(value, str) and value
        else (False, False)
        for value in values
    )
    return _joined(sentence, chinese)


def text(key: str, language: Language, /, **values: object) -> str:
    """Return the sentence of a key in a language, with the values filled in; in English if that language has none.

    Raises
    ------
    KeyError
        If there is no such sentence, or it speaks of a value that is not given.
    """
    chinese, sentence = SENTENCES[key]
    shown = {name: _shown(value, language) for name, value in values.items()}
    if language == "zh":
        sentence = _without_blanks(chinese, shown)
    elif language != "en" and key in _others(language):
        sentence = _others(language)[key]
    else:
        sentence = _counted().sub(lambda found: _in_number(found, values.get(found["value"])), sentence)
    return plain_text(sentence.format_map(shown))


def _in_number(found: re.Match[str], count: object) -> str:
    """Return a value and what it counts as the sentence has it, or in the singular if the value is one."""
    if count != 1:
        return found[0]
    return found["before"] + _SINGULAR[found["counted"]]


def message_of(error: GridMapError | Problem, language: Language, **instead: object) -> str:
    """Return what to tell a user about an error or a problem; falls back on key and values, for errors of plug-ins.

    Parameters
    ----------
    **instead : object
        What to say in the place of values of that name, names of grids for their codes for instance.
    """
    values = {**error.values, **instead}
    for name in ("file", "sheet", "row", "column"):
        if getattr(error, name, None):
            values.setdefault(name, getattr(error, name))
    try:
        return text(error.key, language, **values)
    except (KeyError, ValueError, IndexError):
        return plain_text(" ".join([error.key, *(f"{name}={value}" for name, value in values.items())]))


def origin_of(facts: Mapping[str, str], language: Language) -> str:
    """Return what a project says of where its boundaries come from, "synthetic boundaries" for instance, or nothing."""
    plain = facts.get("origin", "")
    return facts.get("origin_zh", plain) if language == "zh" else plain


def about_of(facts: Mapping[str, str], language: Language) -> str:
    """Return what a sample says of itself, what is published of its place and what is made up, or nothing."""
    plain = facts.get("about", "")
    return facts.get("about_zh", plain) if language == "zh" else plain


def between(language: Language) -> str:
    """Return what stands between the parts of a list."""
    return text("said-between", language)


def day_of(day: dt.date, language: Language) -> str:
    """Return a day as a title or a letter has it, 25 August 2020 for instance."""
    months = text("said-months", language).split()
    return text("said-day", language, year=day.year, month=months[day.month - 1], day=day.day)


def as_percentage(share: float) -> str:
    """Return a share as people read it: 100.0% only if nothing is lacking, 0.0% only if there is nothing."""
    if math.isnan(share):
        return "–"
    percentage = round(share * 100, 1)
    if 0 < share < 1:
        percentage = min(max(percentage, 0.1), 99.9)
    return f"{percentage:.1f}%"


def has(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in SENTENCES


def rule_named(key: str, language: Language) -> str:
    """Return the name of a rule; its key if it is a rule of somebody else's that has none."""
    return text(f"rule-{key}", language) if has(f"rule-{key}") else key


def preferred_language(environ: Mapping[str, str] = os.environ) -> Language:
    """Return the language to speak: ``GRIDMAP_LANG`` if it is set, else the system's if that says one, else Chinese."""
    asked = environ.get("GRIDMAP_LANG", "").strip().lower()[:2]
    if asked in LANGUAGES:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return _language_of_locale(value)
    return _language_of_locale(_system_locale())


def _language_of_locale(name: str) -> Language:
    plain = name.split(".", maxsplit=1)[0]
    if plain in ("", "C", "POSIX"):
        return "zh"
    return next((known for known in LANGUAGES if plain.lower().startswith(known.lower())), "en")


def _system_locale() -> str:
    """Name the locale of the desktop where the environment does not (Windows, macOS)."""
    import locale

    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return locale.getlocale()[0] or ""


def _shown(value: object, language: Language) -> object:
    """Return a value as a sentence says it; numbers stay numbers, so that the sentence may format them."""
    if isinstance(value, bool):
        return text("said-yes" if value else "said-no", language)
    if isinstance(value, str) and hasattr(value, "line"):  # a Place of gridmap.model.scheme_lines, not loaded for it
        return text("said-place", language, place=str(value), line=value.line)
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Sequence):
        return between(language).join(str(_shown(part, language)) for part in value)
    named = getattr(value, "in_language", None)
    return named(language) if named else str(value)
