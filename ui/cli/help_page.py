"""A page of help in columns that know how wide Chinese is, laid out without a library that takes longer to load."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Section = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and lines of (how it is written, what it does)."""

_LEAST: Final = 60
_MOST: Final = 100
_FIRST_COLUMN: Final = 12
_NOT_FIRST: Final = frozenset("，。；：！？、）》”’」』…,.;:!?)]}%")
"""No line begins with one of these."""
_NOT_LAST: Final = frozenset("（《“‘「『([{")
"""No line ends with one of these."""


def page_of(usage: str, about: str, sections: Iterable[Section], end: str) -> str:
    """Return a page of help: how it is called, what it is about, sections in two columns, and what is said at the end.

    Parameters
    ----------
    about, end : str
        Left out where empty.
    """
    width = min(max(_LEAST, terminal_width()), _MOST)
    parts = [wrapped(usage, width), wrapped(about, width) if about else []]
    parts += [[*wrapped(heading, width), *_in_columns(lines, width)] for heading, lines in sections if lines]
    parts.append(wrapped(end, width) if end else [])
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def terminal_width() -> int:
    """Return how many letters a line of the terminal holds: what ``COLUMNS`` says, 80 where there is no terminal."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    for stream in (1, 2, 0):
        try:
            return os.get_terminal_size(stream).columns or 80
        except OSError:  # leads into a file, or is closed
            continue
    return 80


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a Chinese letter, none for an accent."""
    return sum(0 if unicodedata.combining(letter) else 2 if _is_wide(letter) else 1 for letter in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text that fit a width; it is broken at blanks and between wide letters, as is usual."""
    return [line.rstrip() for given in text.split("\n") for line in _filled(given, width)]


def _filled(line: str, width: int) -> Iterator[str]:
    now, used = "", 0
    for piece in _pieces(line):
        if used and used + width_of(piece.rstrip()) > width:
            yield now
            now, used = "", 0
        while width_of(piece) > width:  # a path for instance
            fits = next(number for number in range(len(piece), 0, -1) if width_of(piece[:number]) <= width)
            yield piece[:fits]
            piece = piece[fits:]  # noqa: PLW2901
        now += piece
        used += width_of(piece)
    yield now


def _pieces(line: str) -> Iterator[str]:
    """Cut a line where it may be broken."""
    piece = ""
    for letter in line:
        if piece and _may_break(piece[-1], letter):
            yield piece
            piece = ""
        piece += letter
    yield piece


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return before == " " and after != " "
    return after not in _NOT_FIRST and before not in _NOT_LAST and (_is_wide(before) or _is_wide(after))


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _in_columns(lines: Sequence[tuple[str, str]], width: int) -> list[str]:
    first = max(_FIRST_COLUMN, *(2 + width_of(written) for written, _ in lines)) + 2
    page = []
    for written, does in lines:
        beside = wrapped(does, max(width - first, 20))
        page.append("  " + written + " " * (first - 2 - width_of(written)) + beside[0])
        page += [" " * first + line for line in beside[1:]]
    return page
