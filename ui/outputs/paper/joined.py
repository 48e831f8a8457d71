"""One PDF of the pages of several, which were written by several processes at once and have some of the pages each.

All of them are written by Qt, whose files are plain: a table at the end says where each object begins, one list has all
pages, and an object refers to another by its number. So objects are copied as they are, byte by byte, but for the
numbers, and no library has to read two hundred pages to write them again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

_START: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE: Final = re.compile(rb"xref\s+0 (\d+)\s+((?:\d{10} \d{5} [nf]\s*)+)trailer(.*)\Z", re.DOTALL)
_ENTRY: Final = re.compile(rb"(\d{10}) \d{5} ([nf])")
_REFERENCE: Final = re.compile(rb"\b(\d+) 0 R\b")
_BEGIN: Final = re.compile(rb"(\d+) 0 obj\s*")
_CONTENT: Final = re.compile(rb">>\s*stream\r?\n")
_KIDS: Final = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_COUNT: Final = re.compile(rb"/Count \d+")


def joined(parts: Sequence[tuple[bytes, Sequence[int]]]) -> bytes:
    """Return one PDF with the pages of all parts in the order of their numbers.

    Pages stay as they are, byte by byte; what a part's pages share, its fonts above all, comes along once for the part.
    What a file says of itself (title, who made it and when) is what the first part says.

    Parameters
    ----------
    parts : sequence of (bytes, sequence of int)
        A PDF as Qt writes it, and the number of each of its pages in the whole. A number occurs once.

    Raises
    ------
    ValueError
        If a part has not as many pages as numbers, or is no such PDF.
    """
    if len(parts) == 1 and list(parts[0][1]) == sorted(parts[0][1]):
        return parts[0][0]
    files = [_File(pdf) for pdf, _ in parts]
    whole = _Whole(files[0])
    places: dict[int, int] = {}
    for file, (_, numbers) in zip(files, parts, strict=True):
        before = whole.add(file)
        for page, number in zip(file.pages, numbers, strict=True):
            places[number] = page + before
    return whole.with_pages([places[number] for number in sorted(places)])


@dataclass(frozen=True)
class _File:
    """A PDF and its objects."""

    pdf: bytes

    @cached_property
    def table(self) -> re.Match[bytes]:
        """How many numbers there are, where each object begins, and the trailer."""
        start = _START.search(self.pdf, max(0, len(self.pdf) - 100))
        table = _TABLE.match(self.pdf, int(start[1])) if start else None
        if table is None:
            raise ValueError("no table of objects")
        return table

    @cached_property
    def objects(self) -> dict[int, bytes]:
        """What stands behind the beginning of each object, by number."""
        entries = _ENTRY.findall(self.table[2])
        begins = {int(place): number for number, (place, kind) in enumerate(entries) if kind == b"n"}
        found = {}
        for begin, end in pairwise([*sorted(begins), self.table.start()]):
            opening = _BEGIN.match(self.pdf, begin)
            if opening is None or int(opening[1]) != begins[begin]:
                raise ValueError(f"no object {begins[begin]} at {begin}")
            found[begins[begin]] = self.pdf[opening.end() : end]
        return found

    @cached_property
    def size(self) -> int:
        """One more than the highest number."""
        return int(self.table[1])

    @cached_property
    def catalogue(self) -> int:
        """The number of what everything hangs on."""
        return _reference(rb"/Root", self.table[3])

    @cached_property
    def list_of_pages(self) -> int:
        """The number of what lists all pages."""
        return _reference(rb"/Pages", self.objects[self.catalogue])

    @cached_property
    def pages(self) -> list[int]:
        """The numbers of the pages in their order."""
        kids = _KIDS.search(self.objects[self.list_of_pages])
        pages = [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []
        if not all(re.search(rb"/Type /Page\b", self.objects[page]) for page in pages):
            raise ValueError("pages in several lists")
        return pages

    @cached_property
    def about(self) -> set[int]:
        """The numbers of what says what the file is, and of what only that refers to."""
        catalogue = self.objects[self.catalogue]
        own = _REFERENCE.findall(catalogue) + _REFERENCE.findall(self.table[3])
        return {self.catalogue, *map(int, own)}


def _reference(key: bytes, dictionary: bytes) -> int:
    found = re.search(key + rb" (\d+) 0 R\b", dictionary)
    if found is None:
        raise ValueError(f"no {key.decode()}")
    return int(found[1])


class _Whole:
    """The PDF that comes of several, the first of which says what it is."""

    def __init__(self, first: _File) -> None:
        self._first = first
        self._objects: dict[int, bytes] = {}
        self._size = 0

    def add(self, file: _File) -> int:
        """Take the objects of a file, and return by how much their numbers grow."""
        before = self._size
        self._size += file.size
        if file is self._first:
            self._objects |= file.objects
            return before
        lists = {file.list_of_pages: self._first.list_of_pages}

        def renumbered(found: re.Match[bytes]) -> bytes:
            number = int(found[1])
            return b"%d 0 R" % lists.get(number, number + before)

        for number, content in file.objects.items():
            if number not in file.about:
                stream = _CONTENT.search(content)
                end = stream.start() if stream else len(content)
                self._objects[number + before] = _REFERENCE.sub(renumbered, content[:end]) + content[end:]
        return before

    def with_pages(self, pages: Sequence[int]) -> bytes:
        """Return the file with these pages."""
        first = self._first
        kids = b"/Kids [\n%s\n]" % b"\n".join(b"%d 0 R" % page for page in pages)
        listed = _KIDS.sub(kids, first.objects[first.list_of_pages])
        objects = {**self._objects, first.list_of_pages: _COUNT.sub(b"/Count %d" % len(pages), listed)}
        parts = [first.pdf[: first.pdf.index(b"1 0 obj")]]
        place, places = len(parts[0]), {}
        for number, content in objects.items():
            opening = b"%d 0 obj\n" % number
            places[number] = place
            parts += [opening, content]
            place += len(opening) + len(content)
        entries = [
            b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
            for number in range(self._size)
        ]
        trailer = re.sub(rb"/Size \d+", b"/Size %d" % self._size, first.table[3])
        trailer = re.sub(rb"startxref\s+\d+", b"startxref\n%d" % place, trailer)
        return b"".join([*parts, b"xref\n0 %d\n" % self._size, *entries, b"trailer", trailer])
