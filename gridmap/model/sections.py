"""Tables of a scheme's TOML file that know where they stand, and complain of what is missing, strange or too much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, cast

from gridmap.model.errors import BadInput
from gridmap.model.plain_text import plain_text

MOST_ROWS: Final = 100
_MOST_LEVELS: Final = 9
_MOST_IN_A_TEXT: Final = 2_000
_MOST_SHOWN: Final = 80
_KEY: Final = re.compile(r"\w[\w-]{0,63}")
"""Keys become names of layers and parts of file names."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True)
class Name:
    """What something is called, or what is said of it, in Chinese and in English; false where nothing is."""

    zh: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def in_language(self, language: str) -> str:
        """Return the name in Chinese for ``"zh"``, in English for every other language."""
        return self.zh if language == "zh" else self.en


NOTHING: Final = Name("", "")


class Section:
    """A table of the TOML file that knows where it stands and complains of keys that nobody asked for."""

    def __init__(self, file: str, place: str, raw: object) -> None:
        self.file = file
        self.place = place
        if not isinstance(raw, dict):
            raise BadInput("scheme-value", file=file, place=place, value=shown(raw), expected="table")
        self.raw: dict[str, Any] = raw
        self.asked: set[str] = set()

    def get(self, key: str, expected: type | tuple[type, ...], default: object = ...) -> Any:
        """Return the value of a key, of the kind that is expected; the default where it is left out."""
        self.asked.add(key)
        place = f"{self.place}.{key}" if self.place else key
        if key not in self.raw:
            if default is ...:
                raise BadInput("scheme-missing", file=self.file, place=place)
            return default
        value = self.raw[key]
        wanted = expected if isinstance(expected, tuple) else (expected,)
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise self.wrong(key, " / ".join(kind.__name__ for kind in wanted))
        if isinstance(value, str) and (len(value) > _MOST_IN_A_TEXT or _CONTROL.search(value)):
            raise self.wrong(key, f"≤ {_MOST_IN_A_TEXT} characters, no control characters")
        return value

    def wrong(self, key: str, expected: str) -> BadInput:
        """Return the error that says what should stand at a key instead of what stands there."""
        place = f"{self.place}.{key}" if self.place else key
        return BadInput("scheme-value", file=self.file, place=place, value=shown(self.raw[key]), expected=expected)

    def key(self) -> str:
        """Return the key by which others refer to what stands here."""
        value = cast(str, self.get("key", str))
        if not _KEY.fullmatch(value):
            raise self.wrong("key", "a-z 0-9 _ -")
        return value

    def number(self, key: str, kind: type | tuple[type, ...], low: float, high: float, default: object = ...) -> Any:
        """Return a number from ``low`` to ``high``."""
        value = self.get(key, kind, default)
        if not low <= value <= high:  # neither is one that is no number
            raise self.wrong(key, f"{low:g} – {high:g}")
        return value

    def one_of(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of a few words."""
        value = cast(str, self.get(key, str, default))
        if value not in choices:
            raise self.wrong(key, " / ".join(choices))
        return value

    def section(self, key: str, default: object = ...) -> Section:
        """Return a table inside this one."""
        return Section(self.file, f"{self.place}.{key}" if self.place else key, self.get(key, dict, default))

    def sections(self, key: str) -> list[Section]:
        """Return the tables of a list, not more than a scheme may have."""
        rows = cast(list[object], self.get(key, list, []))
        most = _MOST_LEVELS if key in ("level", "tier") else MOST_ROWS
        if len(rows) > most:
            raise self.wrong(key, f"≤ {most}")
        return [Section(self.file, f"{key}[{i + 1}]", row) for i, row in enumerate(rows)]

    def name(self) -> Name:
        """Return the name in both languages."""
        both = self.section("name")
        name = Name(plain_text(both.get("zh", str)), plain_text(both.get("en", str)))
        both.done()
        return name

    def said(self, key: str) -> Name:
        """Return what is said in both languages: ``zh`` and ``en``, or one text for both; empty if left out."""
        if not isinstance(self.raw.get(key), dict):
            only = self.get(key, str, "")
            return Name(only, only)
        both = self.section(key)
        said = Name(plain_text(both.get("zh", str)), plain_text(both.get("en", str)))
        both.done()
        return said

    def done(self) -> None:
        """Complain of keys that nobody asked for."""
        for key in self.raw:
            if key not in self.asked:
                place = f"{self.place}.{key}" if self.place else key
                raise BadInput(
                    "scheme-unknown-key", file=self.file, place=place, expected=", ".join(sorted(self.asked))
                )


def shown(value: object) -> str:
    """Return a value as an error shows it: what is long is cut short."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, in hexadecimal in the file
        return "…"
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
