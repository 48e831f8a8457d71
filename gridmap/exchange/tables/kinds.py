"""What a file of tables is, by what it holds and never by its suffix."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from gridmap.model.errors import BadInput

Kind = Literal["xlsx", "xlsb", "ods", "xls", "locked", "html", "spreadsheetml", "delimited"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"Rar!", "file-is-archive"),
    (b"7z\xbc\xaf\x27\x1c", "file-is-archive"),
    (b"\x1f\x8b", "file-is-archive"),
    (b"\x00\x01\x00\x00Standard Jet DB", "file-is-database"),
    (b"\x00\x01\x00\x00Standard ACE DB", "file-is-database"),
    (b"SQLite format 3\x00", "file-is-database"),
    (b"%PDF", "file-is-document"),
    (b"{\\rtf", "file-is-document"),
    (b"MIME-Version:", "file-is-document"),
    (b"\x89PNG", "file-is-document"),
    (b"\xff\xd8\xff", "file-is-document"),
)
# Excel 2 to 4 wrote a sheet without a container around it.
_OLD_EXCEL: Final = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_SPREADSHEETML: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|style|div|tr|form)\b", re.IGNORECASE)


def kind_of(data: bytes, file: str) -> Kind:
    """Return what a file is.

    Raises
    ------
    BadInput
        ``file-is-archive``, ``file-is-database``, ``file-is-document``, ``file-is-no-table``, ``tables-file-empty``.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise BadInput("tables-file-empty", file=file)
    for head, key in _OTHERS:
        if data.startswith(head):
            raise BadInput(key, file=file)
    if data.startswith(_OLE):
        return _kind_of_ole(data, file)
    if data.startswith(b"PK"):
        return _kind_of_zip(data, file)
    if data.startswith(_OLD_EXCEL):
        raise BadInput("file-is-no-table", file=file)
    return _kind_of_text(data, file)


def _kind_of_ole(data: bytes, file: str) -> Kind:
    """Tell by the names of the streams, which stand in UTF-16 in the directory, wherever that is."""
    if _stream(data, "EncryptedPackage"):
        return "locked"
    if _stream(data, "Workbook") or _stream(data, "Book"):
        return "xls"
    raise BadInput("file-is-document" if _stream(data, "WordDocument") else "file-is-no-table", file=file)


def _stream(data: bytes, name: str) -> bool:
    return (name + "\0").encode("utf-16-le") in data


def _kind_of_zip(data: bytes, file: str) -> Kind:
    if b"xl/workbook.bin" in data:
        return "xlsb"
    lower = data.lower() if len(data) < 1_000_000 else data
    if b"xl/workbook.xml" in data or b"xl/workbook.xml" in lower or b"xl/worksheets/" in lower:
        return "xlsx"
    if b"content.xml" in data and b"word/" not in data:
        if b"opendocument.text" in data[:200]:
            raise BadInput("file-is-document", file=file)
        return "ods"
    raise BadInput(
        "file-is-document" if b"word/document.xml" in data or b"ppt/" in data else "file-is-archive", file=file
    )


def _kind_of_text(data: bytes, file: str) -> Kind:
    head = data[:65536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", "ignore")
    elif wide := wide_encoding(head):
        text = head.decode(wide, "ignore")
    else:
        if _control_share(head) > 0.02:
            raise BadInput("file-is-no-table", file=file)
        text = head.decode("latin-1").removeprefix("\xef\xbb\xbf")
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        if _SPREADSHEETML in text and "<table" not in text:
            return "spreadsheetml"
        if _HTML.search(text):
            return "html"
        if text.startswith("<?xml") or re.match(r"<\w+[^<>]*>", text):
            raise BadInput("file-is-no-table", file=file)
    if not any(unicodedata.category(letter)[0] in "LN" for letter in text[:4000]):
        raise BadInput("file-is-no-table", file=file)
    return "delimited"


def wide_encoding(data: bytes) -> str:
    """Return which UTF-16 bytes without a mark are in, ``""`` if in none.

    Every other byte of a delimiter, a digit or a line break is 0; one in five is enough where the rest is Chinese.
    """
    if len(data) < 4:
        return ""
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        half, other = data[at::2][:2000], data[1 - at :: 2][:2000]
        if half.count(0) * 5 > len(half) and other.count(0) * 20 < len(other) + 20:
            return name
    return ""


def _control_share(head: bytes) -> float:
    return sum(head.count(bytes([byte])) for byte in (*range(9), *range(14, 32))) / max(1, len(head))
