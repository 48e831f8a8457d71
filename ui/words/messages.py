"""Every sentence that GridMap says, in Chinese and in English, under the key that the domain raises.

``gridmap`` raises errors and describes findings and changes by a key and values; here stand the words. Keys are in
alphabetical order, each with its sentence in Chinese and then in English, and both speak of the same values.

Keys with a first part of their own
    ``column-``  a heading of a table         ``finding-``  what was found, one sentence to a rule
    ``change-``  a line of the history        ``fix-``      what a fix of a finding does
    ``cli-``     what the command line says   ``rule-``     the name of a rule
    ``help-``    the command line's help      ``severity-``, ``table-``  names of severities and tables
    ``map-``, ``legend-``, ``layer-``, ``theme-``  what stands on maps
All others are errors and problems, named as they are raised.
"""

from __future__ import annotations

import ctypes
import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from gridmap.model.plain_text import plain_text
from ui.words import (
    boundaries,
    columns,
    command_line,
    dialogs,
    drafts,
    errors,
    history,
    map,
    panels,
    rosters,
    rules,
    sheets,
    tools,
    window,
)

if TYPE_CHECKING:
    from gridmap.model.errors import GridMapError, Problem

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


def _joined(*subjects: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the sentences of all subjects in one; a key that two of them have is a mistake."""
    joined: dict[str, tuple[str, str]] = {}
    for sentences in subjects:
        if twice := joined.keys() & sentences.keys():
            raise ValueError(f"in two subjects: {sorted(twice)}")
        joined |= sentences
    return joined


SENTENCES: Final = _joined(
    boundaries.SENTENCES,
    columns.SENTENCES,
    command_line.SENTENCES,
    dialogs.SENTENCES,
    drafts.SENTENCES,
    errors.SENTENCES,
    history.SENTENCES,
    map.SENTENCES,
    panels.SENTENCES,
    rosters.SENTENCES,
    rules.SENTENCES,
    sheets.SENTENCES,
    tools.SENTENCES,
    window.SENTENCES,
)
"""Key to (Chinese, English). Placeholders are those of ``str.format``, with a format where a number needs one."""


_SINGULAR: Final = {
    "buildings": "building",
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
_COUNTED: Final = re.compile(rf"(?P<before>\{{(?P<value>\w+)(?::[^}}]*)?\}} )(?P<counted>{'|'.join(_SINGULAR)})\b")
"""A value and the noun that it counts, which English has in the singular where the value is one."""


def text(key: str, language: Language, /, **values: object) -> str:
    """Return the sentence of a key in a language, with the values filled in.

    Raises
    ------
    KeyError
        If there is no such sentence, or it speaks of a value that is not given.
    """
    sentence = SENTENCES[key][LANGUAGES.index(language)]
    if language == "en":
        sentence = _COUNTED.sub(lambda found: _in_number(found, values.get(found["value"])), sentence)
    return plain_text(sentence.format_map({name: _shown(value, language) for name, value in values.items()}))


def _in_number(found: re.Match[str], count: object) -> str:
    """Return a value and what it counts as the sentence has it, or in the singular if the value is one."""
    if count != 1:
        return found[0]
    return found["before"] + _SINGULAR[found["counted"]]


def message_of(error: GridMapError | Problem, language: Language) -> str:
    """Return what to tell a user about an error or a problem; falls back on key and values, for errors of plug-ins."""
    values = dict(error.values)
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


def has(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in SENTENCES


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
    if plain in ("", "C", "POSIX") or plain.lower().startswith("zh"):
        return "zh"
    return "en"


def _system_locale() -> str:
    """Name the locale of the desktop where the environment does not (Windows, macOS)."""
    if sys.platform == "win32":
        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return locale.getlocale()[0] or ""


def _shown(value: object, language: Language) -> object:
    """Return a value as a sentence says it; numbers stay numbers, so that the sentence may format them."""
    if isinstance(value, bool):
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}[language]
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Sequence):
        return ("、" if language == "zh" else ", ").join(str(_shown(part, language)) for part in value)
    named = getattr(value, "in_language", None)
    return named(language) if named else str(value)
