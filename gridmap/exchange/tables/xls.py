"""Sheets of .xls ([MS-XLS] 2.1.4: records of a number, a length and bytes), of Excel 5 to 2003 and of WPS.

Read here and not by calamine, which asks for as much memory as a damaged file says and takes the program down with it.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

import olefile

from gridmap.exchange.tables.found import Epoch
from gridmap.exchange.tables.number_formats import NumberFormat, date_text, is_date_format, number_format
from gridmap.exchange.tables.sheet import ERRORS, Merge, Sheet, clean, is_rounded, number_text, sheet_of_rows
from gridmap.exchange.tables.workbooks import refuse_missing
from gridmap.model.errors import BadInput, Problem

_BOF: Final = 0x0809
_EOF: Final = 0x000A
_LOCKED: Final = 0x002F
_CODE_PAGE: Final = 0x0042
_DATE_MODE: Final = 0x0022
_FORMAT: Final = 0x041E
_CELL_FORMAT: Final = 0x00E0
_SHEET: Final = 0x0085
_SHARED_TEXTS: Final = 0x00FC
_CONTINUE: Final = 0x003C
_ROW: Final = 0x0208
_HIDDEN: Final = 0x20
_SHARED_TEXT: Final = 0x00FD
_TEXTS: Final = (0x0204, 0x00D6)
_NUMBER: Final = 0x0203
_SHORT_NUMBER: Final = 0x027E
_SHORT_NUMBERS: Final = 0x00BD
_FORMULA: Final = 0x0006
_TEXT_OF_FORMULA: Final = 0x0207
_TRUTH: Final = 0x0205
_ALL_CELLS: Final = frozenset((_SHARED_TEXT, *_TEXTS, _NUMBER, _SHORT_NUMBER, _FORMULA, _TRUTH))
_MERGED: Final = 0x00E5
_FONT: Final = 0x0031
_COLUMNS: Final = 0x007D
_GRAYS: Final = frozenset((22, 23, 55))
"""Colours of letters ([MS-XLS] 2.5.161) in which forms write their examples."""
_EXCEL_97: Final = 0x0600


def read_xls(
    data: bytes, file: str, wanted: Collection[str] | None, progress: Callable[[int, int], None]
) -> tuple[list[Sheet], list[Problem]]:
    """Read the sheets that are shown, or those asked for by name.

    Raises
    ------
    BadInput
        ``file-needs-password``, ``file-unreadable``, ``file-is-no-table``, ``sheet-missing``, ``sheet-too-large``.
    """
    book = _Book(_workbook_stream(data, file), file)
    refuse_missing([name for name, _, _ in book.sheets], wanted, file)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for number, (name, offset, hidden) in enumerate(book.sheets):
        progress(number, len(book.sheets))
        if wanted is not None and name not in wanted:
            continue
        if wanted is None and hidden:
            problems.append(Problem("sheet-hidden", file=file, sheet=name))
            continue
        sheets.append(_SheetRead(book, name).read(offset))
    return sheets, problems


class _Book:
    """What a workbook says before its sheets.

    Attributes
    ----------
    sheets : list of (name, offset in the stream, whether it is hidden)
    """

    def __init__(self, stream: bytes, file: str) -> None:
        self.stream, self.file = stream, file
        self.epoch: Epoch = 1900
        self.unicode = True
        self.encoding = "gb18030"
        self.texts: list[str] = []
        self.sheets: list[tuple[str, int, bool]] = []
        self.shown: dict[int, NumberFormat] = {}
        self.dates: set[int] = set()
        self.gray: set[int] = set()
        fonts: list[bool] = []
        codes: dict[int, str] = {}
        numbers: list[int] = []
        shared: list[bytes] = []
        before = 0
        for kind, body, _ in _records(stream, 0):
            if kind == _LOCKED:
                raise BadInput("file-needs-password", file=file)
            if kind == _BOF and len(body) >= 2:
                self.unicode = int.from_bytes(body[:2], "little") >= _EXCEL_97
            elif kind == _CODE_PAGE and len(body) >= 2:
                page = int.from_bytes(body[:2], "little")
                self.encoding = "gb18030" if page in (936, 1200) else f"cp{page}"
            elif kind == _DATE_MODE and body[:1] == b"\x01":
                self.epoch = 1904
            elif kind == _FORMAT and len(body) > 3:
                wide = 2 if self.unicode else 1
                codes[int.from_bytes(body[:2], "little")] = self.text(body, 2, wide)
            elif kind == _FONT and len(body) >= 6:
                fonts.append(int.from_bytes(body[4:6], "little") in _GRAYS)
                if len(fonts) == 4:
                    fonts.append(False)  # there is no font of that number ([MS-XLS] 2.5.129)
            elif kind == _CELL_FORMAT and len(body) >= 4:
                font = int.from_bytes(body[:2], "little")
                if font < len(fonts) and fonts[font]:
                    self.gray.add(len(numbers))
                numbers.append(int.from_bytes(body[2:4], "little"))
            elif kind == _SHEET and len(body) >= 8 and not body[5]:
                self.sheets.append((self.text(body, 6, 1), int.from_bytes(body[:4], "little"), bool(body[4] & 3)))
            elif kind == _SHARED_TEXTS:
                shared.append(body[8:])
            elif kind == _CONTINUE and before in (_SHARED_TEXTS, _CONTINUE) and shared:
                shared.append(body)
            before = kind if kind != _CONTINUE or before in (_SHARED_TEXTS, _CONTINUE) else 0
        self.texts = [clean(text) for text in _shared_texts(shared)]
        for style, number in enumerate(numbers):
            code = codes.get(number, "")
            shown = number_format(number, code, self.epoch)
            if is_date_format(number, code):
                self.dates.add(style)
            elif shown is not None:
                self.shown[style] = shown

    def text(self, body: bytes, at: int, wide: int) -> str:
        """Return a text behind its length, which takes ``wide`` bytes."""
        length = int.from_bytes(body[at : at + wide], "little")
        at += wide
        if not self.unicode:
            try:
                return body[at : at + length].decode(self.encoding, "replace")
            except LookupError:
                return body[at : at + length].decode("gb18030", "replace")
        two = body[at : at + 1] == b"\x01" or bool(body[at : at + 1] and body[at] & 1)
        at += 1
        return (
            body[at : at + 2 * length].decode("utf-16-le", "ignore")
            if two
            else body[at : at + length].decode("latin-1")
        )


class _SheetRead:
    """A sheet while it is read."""

    def __init__(self, book: _Book, name: str) -> None:
        self._book, self._name = book, name
        self._rows: dict[int, dict[int, str]] = {}
        self._rounded: list[tuple[int, int]] = []
        self._merged: list[Merge] = []
        self._hidden: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._not_gray: set[int] = set()

    def read(self, offset: int) -> Sheet:
        """Read what stands from an offset of the stream."""
        formula: tuple[int, int] | None = None
        for kind, body, depth in _records(self._book.stream, offset):
            if depth > 1:  # a chart within the sheet
                continue
            if kind == _TEXT_OF_FORMULA:
                if formula is not None:
                    self._put(*formula, clean(self._book.text(body, 0, 2)))
                continue
            if kind == _ROW and len(body) >= 14:
                if body[12] & _HIDDEN:
                    self._hidden.add(int.from_bytes(body[:2], "little"))
            elif kind == _SHORT_NUMBERS and len(body) >= 12:
                self._short_numbers(body)
            elif kind == _COLUMNS and len(body) >= 10 and body[8] & 1:
                first, last = struct.unpack_from("<2H", body)
                self._hidden_columns.update(range(first, min(last, 255) + 1))
            elif kind == _MERGED:
                for at in range(2, len(body) - 7, 8):
                    top, bottom, left, right = struct.unpack_from("<4H", body, at)
                    self._merged.append((top, left, bottom, right))
            elif len(body) >= 8:
                formula = self._cell(kind, body)
        return sheet_of_rows(
            self._name,
            self._rows.items(),
            self._book.file,
            rounded=self._rounded,
            merged=self._merged,
            hidden_rows=self._hidden,
            epoch=self._book.epoch,
            gray_rows=set(self._rows) - self._not_gray if self._book.gray else frozenset(),
            hidden_columns=self._hidden_columns,
        )

    def _cell(self, kind: int, body: bytes) -> tuple[int, int] | None:
        """Take a record if it is a cell; return its place if its text follows in another record."""
        row, column, style = struct.unpack_from("<3H", body)
        if style not in self._book.gray and kind in _ALL_CELLS:
            self._not_gray.add(row)
        if kind == _SHARED_TEXT and len(body) >= 10:
            index = int.from_bytes(body[6:10], "little")
            if index < len(self._book.texts):
                self._put(row, column, self._book.texts[index])
        elif kind in _TEXTS:
            self._put(row, column, clean(self._book.text(body, 6, 2)))
        elif kind == _NUMBER and len(body) >= 14:
            self._number(row, column, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == _SHORT_NUMBER and len(body) >= 10:
            self._number(row, column, style, short_number(int.from_bytes(body[6:10], "little")))
        elif kind == _TRUTH:
            self._put(row, column, ERRORS.get(body[6], "") if body[7] else "TRUE" if body[6] else "FALSE")
        elif kind == _FORMULA and len(body) >= 14:
            if body[12:14] != b"\xff\xff":
                self._number(row, column, style, struct.unpack_from("<d", body, 6)[0])
            elif body[6] == 0:
                return row, column
            elif body[6] in (1, 2):
                self._put(row, column, ERRORS.get(body[8], "") if body[6] == 2 else "TRUE" if body[8] else "FALSE")
        return None

    def _short_numbers(self, body: bytes) -> None:
        row, column = struct.unpack_from("<2H", body)
        for which in range((len(body) - 6) // 6):
            style, number = struct.unpack_from("<HL", body, 4 + 6 * which)
            if style not in self._book.gray:
                self._not_gray.add(row)
            self._number(row, column + which, style, short_number(number))

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        text = number_text(value)
        if style in self._book.dates:
            text = date_text(value, self._book.epoch) or text
        elif style in self._book.shown and not is_rounded(value):
            text = self._book.shown[style].text(value, text)
        if text and is_rounded(value):
            self._rounded.append((row, column))
        self._put(row, column, text)

    def _put(self, row: int, column: int, text: str) -> None:
        if text:
            self._rows.setdefault(row, {})[column] = text


def short_number(number: int) -> float:
    """Return an RK number ([MS-XLS] 2.5.217): 30 bits of a float or of a whole number, perhaps a hundredth of it."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0])
    return value / 100 if number & 1 else value


def _shared_texts(parts: Sequence[bytes]) -> Iterator[str]:
    """Read the texts that cells share ([MS-XLS] 2.5.293), which go on from one record to the next."""
    part, at = 0, 0
    while part < len(parts):
        data = parts[part]
        if at + 3 > len(data):
            part, at = part + 1, 0
            continue
        length, flags = int.from_bytes(data[at : at + 2], "little"), data[at + 2]
        at += 3
        behind = 0
        if flags & 8:
            behind += 4 * int.from_bytes(data[at : at + 2], "little")
            at += 2
        if flags & 4:
            behind += int.from_bytes(data[at : at + 4], "little")
            at += 4
        words = []
        while length:
            wide = 2 if flags & 1 else 1
            chunk = parts[part][at : at + wide * length]
            words.append(chunk.decode("utf-16-le" if wide == 2 else "latin-1", "ignore"))
            at += len(chunk)
            length -= len(chunk) // wide
            if length:
                part, at = part + 1, 1
                if part >= len(parts) or not parts[part]:
                    break
                flags = parts[part][0]
        yield "".join(words)
        at += behind
        while part < len(parts) and at > len(parts[part]):
            at -= len(parts[part])
            part += 1


def _workbook_stream(data: bytes, file: str) -> bytes:
    """Return the stream of an .xls that holds the workbook."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    return bytes(ole.openstream(name).read())
    except Exception as error:  # what olefile raises on damaged data shares no base
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    raise BadInput("file-is-no-table", file=file)


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    """Go through the records from a place to the end of what begins there, with how deep each is within it."""
    depth = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<2H", data, at)
        at += 4
        depth += kind == _BOF
        yield kind, data[at : at + length], depth
        at += length
        depth -= kind == _EOF
        if kind == _EOF and depth <= 0:
            return
