"""What the formats in XML share: one pass over the file, in which nothing can be declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from gridmap.model.errors import BadInput

Attributes = Mapping[str, str]


def parse(
    data: bytes,
    file: str,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Go through a file in XML; names come as ``namespace name``.

    Raises
    ------
    BadInput
        ``file-unreadable`` if it is damaged or declares anything: entities may grow without end.
    """

    def declared(*_: object) -> None:
        raise BadInput("file-unreadable", file=file, reason="DOCTYPE")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error


def whole(text: str | None, default: int = 0) -> int:
    """Return a whole number that is not negative, as an attribute has it; ``default`` for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default
