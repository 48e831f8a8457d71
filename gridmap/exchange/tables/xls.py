"""What an .xls says beside the values of its cells ([MS-XLS] 2.1.4: records of a number, a length and bytes)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

import olefile

from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.number_formats import NumberFormat, number_format
from gridmap.exchange.tables.workbooks import Extras
from gridmap.model.errors import BadInput

_BOF: Final = 0x0809
_EOF: Final = 0x000A
_LOCKED: Final = 0x002F
_DATE_MODE: Final = 0x0022
_FORMAT: Final = 0x041E
_CELL_FORMAT: Final = 0x00E0
_SHEET: Final = 0x0085
_ROW: Final = 0x0208
_HIDDEN: Final = 0x20
_MULTIPLE_NUMBERS: Final = 0x00BD
# LABELSST, LABEL, NUMBER, RK, FORMULA, BOOLERR, RSTRING: each begins with row, column and number of the cell format.
_CELLS: Final = frozenset((0x00FD, 0x0204, 0x0203, 0x027E, 0x0006, 0x0205, 0x00D6))
_NUMBERS: Final = frozenset((0x0203, 0x027E, 0x0006))


class XlsExtras:
    """Looks things up in the stream of an .xls.

    Raises
    ------
    BadInput
        ``file-needs-password``, ``file-unreadable``.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.epoch: Epoch = 1900
        self._stream = workbook_stream(data, file)
        self._offsets: list[int] = []
        codes: dict[int, str] = {}
        numbers: list[int] = []
        for kind, body in _records(self._stream, 0):
            if kind == _LOCKED:
                raise BadInput("file-needs-password", file=file)
            if kind == _DATE_MODE and body[:1] == b"\x01":
                self.epoch = 1904
            elif kind == _FORMAT and len(body) > 5:
                codes[int.from_bytes(body[:2], "little")] = _text(body)
            elif kind == _CELL_FORMAT and len(body) >= 4:
                numbers.append(int.from_bytes(body[2:4], "little"))
            elif kind == _SHEET and len(body) >= 4:
                self._offsets.append(int.from_bytes(body[:4], "little"))
        shown = (
            (style, number_format(number, codes.get(number, ""), self.epoch)) for style, number in enumerate(numbers)
        )
        self._formats = {style: found for style, found in shown if found is not None}

    def of(self, number: int, name: str) -> Extras:
        """Return what is known of a sheet."""
        hidden: set[int] = set()
        formats: dict[tuple[int, int], NumberFormat] = {}
        rows: set[int] = set()
        columns = 0
        offset = self._offsets[number] if number < len(self._offsets) else len(self._stream)
        for kind, body in _records(self._stream, offset):
            if kind in _CELLS and len(body) >= 6:
                row, column, style = struct.unpack_from("<3H", body)
                rows.add(row)
                columns = max(columns, column + 1)
                if style in self._formats and kind in _NUMBERS:
                    formats[row, column] = self._formats[style]
            elif kind == _MULTIPLE_NUMBERS and len(body) >= 12:
                row, column = struct.unpack_from("<2H", body)
                rows.add(row)
                count = (len(body) - 6) // 6
                columns = max(columns, column + count)
                for which in range(count):
                    style = int.from_bytes(body[4 + 6 * which : 6 + 6 * which], "little")
                    if style in self._formats:
                        formats[row, column + which] = self._formats[style]
            elif kind == _ROW and len(body) >= 14 and body[12] & _HIDDEN:
                hidden.add(int.from_bytes(body[:2], "little"))
        height = max(rows) - min(rows) + 1 if rows else 0
        return Extras(height, columns, frozenset(hidden), formats)


def workbook_stream(data: bytes, file: str) -> bytes:
    """Return the stream of an .xls that holds the workbook."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    return bytes(ole.openstream(name).read())
    except Exception as error:  # what olefile raises on damaged data shares no base
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    raise BadInput("file-is-no-table", file=file)


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Go through the records from a place to the end of what begins there (what is within it, too)."""
    depth = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<2H", data, at)
        at += 4
        yield kind, data[at : at + length]
        at += length
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return


def _text(body: bytes) -> str:
    length, wide = int.from_bytes(body[2:4], "little"), body[4] & 1
    return body[5 : 5 + 2 * length].decode("utf-16-le", "ignore") if wide else body[5 : 5 + length].decode("latin-1")
