"""The chapters of the guide as text: their sections, and where words stand in them. Knows no Qt.

Chinese has no blanks between words, so a run of Chinese letters that stands nowhere as it was typed is taken apart into
the longest pieces that do stand somewhere in the guide: 移动边界快捷键 is looked for as 移动边界 and 快捷键.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from gridmap.search.pinyin import plain

CHAPTERS: Final = (
    "first-map", "guide", "supervisor", "tools", "window", "rosters", "drafts", "dividing", "departments", "people",
    "items", "compounds", "briefing", "exchange", "checks", "mending", "many-files", "scheme", "schemes", "privacy",
    "project-file",
)  # fmt: skip
"""The chapters in the order in which they are offered, by the names of their files."""

_TITLE_WORTH: Final = 20
_BEFORE, _AFTER = 14, 60
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_RULES: Final = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_RUN: Final = re.compile(r"[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Section:
    """A part of a chapter below one heading.

    Attributes
    ----------
    chapter : str
        One of :data:`CHAPTERS`.
    page : str
        Title of the chapter.
    title : str
        Its heading.
    level : int
        1 for the beginning of a chapter.
    text : str
        What stands below, as it reads.
    """

    chapter: str
    page: str
    title: str
    level: int
    text: str

    @cached_property
    def plain(self) -> str:
        """Heading and text as they are compared, by :func:`gridmap.search.pinyin.plain`."""
        return plain(f"{self.title} {self.text}")


@dataclass(frozen=True)
class Found:
    """A section in which everything that was looked for stands, and the words around the first place."""

    section: Section
    excerpt: str


def sections_of(chapter: str, page: Path) -> list[Section]:
    """Return the sections of a chapter, the first with what stands before the second heading."""
    found: list[tuple[str, int, list[str]]] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"(#+) (.+)", line)
        if heading:
            found.append((as_read(heading[2]), len(heading[1]), []))
        elif found and not _RULES.match(line):
            found[-1][2].append(as_read(line))
    first = found[0][0] if found else chapter
    return [Section(chapter, first, title, level, " ".join(" ".join(lines).split())) for title, level, lines in found]


def as_read(line: str) -> str:
    """Return a line of Markdown without what is not read: marks, addresses, pictures, the rims of tables."""
    line = _LINK.sub(r"\1", _PICTURE.sub("", line))
    return re.sub(r"\*\*|`|^\s*[*-] |^\s*\d+\. ", "", line.replace("|", " ")).strip()


def words_of(typed: str, texts: Sequence[str]) -> list[str]:
    """Return what has to be looked for: words as they are, Chinese in pieces that stand in the texts.

    Parameters
    ----------
    typed : str
    texts : sequence of str
        As :func:`gridmap.search.pinyin.plain` has them.
    """
    found: list[str] = []
    for run in _RUN.findall(plain(typed)):
        found += _pieces(run, texts) if _HAN.match(run) else [run]
    long = [word for word in found if len(word) > 1]
    return list(dict.fromkeys(long or found))


def _pieces(run: str, texts: Sequence[str]) -> list[str]:
    """Take a run of Chinese apart into the longest pieces that stand somewhere, from the left."""
    pieces = []
    while run:
        end = next((end for end in range(len(run), 1, -1) if any(run[:end] in text for text in texts)), 1)
        pieces.append(run[:end])
        run = run[end:]
    return pieces


def find(typed: str, sections: Sequence[Section]) -> tuple[list[str], list[Found]]:
    """Return what was looked for, and the sections in which all of it stands, the best first.

    Where it stands nowhere together, the sections that have most of it, half of the words at least.
    """
    texts = [section.plain for section in sections]
    words = words_of(typed, texts)
    held = [sum(word in text for word in words) for text in texts]
    most = max(held, default=0)
    if not most or 2 * most < len(words):
        return words, []
    worth: list[tuple[int, int]] = []
    for number, (section, text) in enumerate(zip(sections, texts, strict=True)):
        if held[number] == most:
            title = plain(section.title)
            worth.append((sum(text.count(word) + _TITLE_WORTH * (word in title) for word in words), number))
    worth.sort(key=lambda one: (-one[0], one[1]))
    return words, [Found(sections[number], excerpt(sections[number].text, words)) for _, number in worth]


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return some words around the first place at which something stands."""
    small = plain(text)
    if len(small) != len(text):  # full-width letters may count otherwise
        text = small
    places = [small.find(word) for word in words if word in small]
    at = max(min(places, default=0) - _BEFORE, 0)
    if at and not _HAN.match(text[at]):
        at = text.find(" ", at) + 1 or at  # no half words
    end = at + _BEFORE + _AFTER
    return f"{'…' if at else ''}{text[at:end].strip()}{'…' if end < len(text) else ''}"
