"""One PDF of the pages of several, which were written by several processes at once and have some of the pages each."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

_ABOUT: Final = ("/Title", "/Creator", "/Author", "/Producer", "/CreationDate", "/ModDate")


def prepare() -> None:
    """Read the library that joins, while others are not up yet; at the end everybody would wait for it."""
    import pypdf  # noqa: F401 - most files are of one part and need none of it


def joined(parts: Sequence[tuple[bytes, Sequence[int]]]) -> bytes:
    """Return one PDF with the pages of all parts in the order of their numbers.

    Pages stay as they are, byte by byte; what a part's pages share, its fonts above all, comes along once for the part.
    What a file says of itself (title, who made it and when) is what the first part says.

    Parameters
    ----------
    parts : sequence of (bytes, sequence of int)
        A PDF, and the number of each of its pages in the whole. A number occurs once.

    Raises
    ------
    ValueError
        If a part has not as many pages as numbers.
    """
    if len(parts) == 1 and list(parts[0][1]) == sorted(parts[0][1]):
        return parts[0][0]
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    readers = [PdfReader(io.BytesIO(pdf)) for pdf, _ in parts]
    places = {}
    for reader, (_, numbers) in zip(readers, parts, strict=True):
        for page, number in zip(reader.pages, numbers, strict=True):
            places[number] = page
    writer = PdfWriter()
    for number in sorted(places):
        writer.add_page(places[number])
    first = readers[0]
    about: Mapping[str, Any] = first.metadata or {}
    writer.add_metadata({key: about[key] for key in _ABOUT if key in about})
    if "/Metadata" in first.root_object:
        writer.root_object[NameObject("/Metadata")] = first.root_object.raw_get("/Metadata").clone(writer)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()
