"""On which line of a scheme's file something stands, so that an error can name it."""

from __future__ import annotations

import re
from typing import Final

_HEADER: Final = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_PART: Final = re.compile(r"(.*?)(?:\[(\d+)\])?$")


class Place(str):
    """A place in a scheme, as errors name it, that knows its line."""

    line: int

    def __new__(cls, place: str, line: int) -> Place:
        """Make the place of a text and of the line on which it stands, counted from 1."""
        self = super().__new__(cls, place)
        self.line = line
        return self


def line_of(text: str, place: str) -> int:
    """Return the line, counted from 1, of a place such as ``tier[2].at`` or ``limit.fix_width.value``.

    It is that of the key, else that of the table in which the key should stand, else that of the nearest key on the
    way to it, and 1 for a key that should stand at the top.
    """
    lines = text.splitlines()
    name, number = _part(place.partition(".")[0])
    path = [_part(part)[0] for part in place.split(".")]
    best, depth, seen, table = 1, 0, 0, []
    for at, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header:
            table = _keys(header[1])
            if table == [name] and line.lstrip().startswith("[["):
                seen += 1
            here = table
        else:
            here = [*table, *_keys(line.partition("=")[0])] if "=" in line and not line.lstrip().startswith("#") else []
        if not here or here != path[: len(here)] or len(here) <= depth:
            continue
        if number and seen != number and (seen or table):
            continue
        best, depth = at, len(here)
    return best


def _part(part: str) -> tuple[str, int]:
    found = _PART.match(part)
    assert found is not None  # it matches everything
    return found[1], int(found[2] or 0)


def _keys(text: str) -> list[str]:
    """Return the parts of a dotted key, quotes left out."""
    return [part.strip().strip("\"'") for part in text.strip().split(".") if part.strip()]
