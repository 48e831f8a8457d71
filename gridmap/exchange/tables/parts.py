"""The parts of a workbook that is a zip, looked at before any program unpacks it."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from gridmap.model.errors import BadInput

MOST_BYTES: Final = 1_000_000_000
"""Of all parts, unpacked."""

MOST_PARTS: Final = 10_000
FREE_BYTES: Final = 50_000_000
MOST_TIMES: Final = 200
"""How many times its packed size a workbook may become; what stays below :data:`FREE_BYTES` may become any."""

_CHUNK: Final = 1 << 20
_SHEETS: Final = "xl/worksheets/sheet"
_READ_BY_OTHERS: Final = (".xml", ".rels", ".bin")


class Parts:
    """A zip whose every part is as long as it says, and not too long.

    Raises
    ------
    BadInput
        ``workbook-too-large``; what is damaged raises what :mod:`zipfile` does.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._left = min(MOST_BYTES, max(FREE_BYTES, MOST_TIMES * len(data)))
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > self._left:
            raise self._too_large()
        self.names = tuple(info.filename for info in infos)
        self._kept: dict[str, bytes] = {}
        self.locked = any(info.flag_bits & 1 for info in infos)

    def read(self, name: str) -> bytes:
        """Return a part; ``b""`` if there is none of that name, in any case of letters."""
        for info in self._zip.infolist():
            if info.filename.lower() == name.lower():
                data = self._kept.pop(info.filename, None) or self._zip.read(info)
                if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    raise zipfile.BadZipFile(f"{name}: UTF-16")
                return data
        return b""

    def prove_lengths(self) -> None:
        """Unpack everything that another program may unpack, and keep none of it but the only sheet, to be read next.

        A part that is longer than the zip says would be cut off here, but perhaps not there; its checksum tells.
        """
        sheets = [info for info in self._zip.infolist() if info.filename.lower().startswith(_SHEETS)]
        for info in self._zip.infolist():
            if len(sheets) == 1 and info is sheets[0]:
                self._kept[info.filename] = self._zip.read(info)
                self._left -= info.file_size
                if self._left < 0:
                    raise self._too_large()
            elif info.filename.lower().endswith(_READ_BY_OTHERS):
                with self._zip.open(info) as part:
                    while chunk := part.read(_CHUNK):
                        self._left -= len(chunk)
                        if self._left < 0:
                            raise self._too_large()

    def _too_large(self) -> BadInput:
        return BadInput("workbook-too-large", file=self._file, bytes=MOST_BYTES, times=MOST_TIMES)


DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError)
"""What reading a damaged zip raises, among others."""
