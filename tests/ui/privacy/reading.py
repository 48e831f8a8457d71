"""Everything that can be read in the bytes of an output, whatever they are packed and written in."""

from __future__ import annotations

import base64
import html
import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.pdf_text import texts_of

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/=\s]+)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\-–—.()（）]+(?=\d)")


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield the bytes themselves and whatever is packed in them: members, streams, blobs, embedded files."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    if data.startswith(b"%PDF"):
        for text in texts_of(data):
            yield text.encode()
        yield from (inflated(stream) for stream in _STREAM.findall(data))
    if data.startswith(b"\x89PNG"):
        yield from (
            inflated(data[at.end() :])
            for at in re.finditer(rb"zTXt[^\x00]*\x00\x00|iTXt[^\x00]*\x00\x01\x00[^\x00]*\x00[^\x00]*\x00", data)
        )
    if data.startswith(b"SQLite format 3\0"):
        yield from _cells(data)
    for found in _EMBEDDED.findall(data):
        yield from unpacked(base64.b64decode(found + b"=="))


def inflated(data: bytes) -> bytes:
    """Return what a deflated stream holds, nothing if it is none."""
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def _cells(data: bytes) -> Iterator[bytes]:
    """Yield every text and blob of a database, since a long one lies in pieces on several pages."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for cell in row:
                if isinstance(cell, str):
                    yield cell.encode()
                elif isinstance(cell, bytes):
                    yield from unpacked(cell)
    connection.close()


def readings(data: bytes) -> Iterator[str]:
    """Yield all that the bytes may say: in every encoding, with escapes of JSON, XML and addresses undone."""
    for blob in unpacked(data):
        for encoding in _ENCODINGS:
            for start in (0, 1) if encoding.startswith("utf-16") else (0,):
                plain = blob[start:].decode(encoding, errors="ignore")
                undone = html.unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), plain))
                for text in {plain, undone, unquote(undone)}:
                    yield text
                    yield _BETWEEN_DIGITS.sub("", text)


def said_in(data: bytes, secrets: Iterable[str]) -> set[str]:
    """Return which of some texts the bytes hold."""
    wanted, found = set(secrets), set()
    for text in readings(data):
        found |= {secret for secret in wanted - found if secret in text}
    return found


def said_in_files(files: Iterable[Path], secrets: Iterable[str]) -> set[str]:
    """Return which of some texts some files hold, or bear in their names."""
    wanted = set(secrets)
    return {secret for file in files for secret in said_in(file.name.encode() + b"\n", wanted)} | {
        secret for file in files for secret in said_in(file.read_bytes(), wanted)
    }
