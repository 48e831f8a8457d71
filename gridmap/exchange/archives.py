"""Unpacking what others have packed, within bounds: a zip of 40 kB may hold four gigabytes, or say that it holds none.

What an archive says of itself is looked at before anything is unpacked, and what comes out is counted all the same.
"""

from __future__ import annotations

import contextlib
import re
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Final

from gridmap.model.errors import BadInput

MOST_BYTES: Final = 1_000_000_000
"""Of all that is unpacked of one archive. The boundaries of a city have some ten million."""

MOST_ENTRIES: Final = 10_000
FREE_BYTES: Final = 50_000_000
MOST_TIMES: Final = 200
"""How many times its packed size an archive may become; fixed-width tables become a hundred times. What stays below
:data:`FREE_BYTES` may become any."""

_UNICODE_PATH: Final = b"up"
_LONGEST_DIRECTORY: Final = 8_000_000
_CHUNK: Final = 1 << 20
_NOT_IN_A_NAME: Final = re.compile(r"[!;:*?\"<>|\x00-\x1f\x7f]+")


def unpack(archive: Path, folder: Path, wanted: Callable[[PurePosixPath], bool]) -> list[Path]:
    """Unpack what is wanted of a zip into a folder, flat, under names that every system can write.

    Folders within the archive become part of the name, so that no name leads out of the folder, but for a file
    geodatabase, which stays a folder; links become plain files. Suffixes are in lower case.

    Parameters
    ----------
    archive, folder : Path
    wanted : function of the name of an entry

    Raises
    ------
    BadInput
        ``file-unreadable``, ``archive-too-large``, ``archive-locked``.
    """
    try:
        return _unpack(archive, folder, wanted)
    except BadInput:
        raise
    except Exception as error:  # what zlib, lzma and bz2 raise on damaged data shares no base
        raise BadInput("file-unreadable", file=str(archive), reason=str(error)) from error


def _unpack(archive: Path, folder: Path, wanted: Callable[[PurePosixPath], bool]) -> list[Path]:
    too_large = BadInput("archive-too-large", file=str(archive), bytes=MOST_BYTES, times=MOST_TIMES, count=MOST_ENTRIES)
    most = min(MOST_BYTES, max(FREE_BYTES, MOST_TIMES * archive.stat().st_size))
    if _directory_bytes(archive) > _LONGEST_DIRECTORY:
        raise too_large
    found = []
    with zipfile.ZipFile(archive) as opened:
        infos = opened.infolist()
        if len(infos) > MOST_ENTRIES:
            raise too_large
        names = [PurePosixPath(_name_of(info).replace("\\", "/")) for info in infos]
        chosen = [
            (info, name)
            for info, name in zip(infos, names, strict=True)
            if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16) and wanted(name)
        ]
        if sum(info.file_size for info, _ in chosen) > most:
            raise too_large
        if any(info.flag_bits & 1 for info, _ in chosen):
            raise BadInput("archive-locked", file=str(archive))
        for info, name in chosen:
            place = folder / _place_of(name)
            place.parent.mkdir(exist_ok=True)
            with opened.open(info) as packed, place.open("xb") as out:
                most -= _copied(packed, out, most)
            if most < 0:
                raise too_large
            found.append(place)
    return found


def _copied(packed: IO[bytes], out: IO[bytes], most: int) -> int:
    """Copy until the end, or until there is more than may be, and return how many bytes there were."""
    count = 0
    while count <= most and (chunk := packed.read(_CHUNK)):
        out.write(chunk)
        count += len(chunk)
    return count


def is_of_geodatabase(name: PurePosixPath) -> bool:
    """Whether an entry is part of a file geodatabase: in a folder ``.gdb``, or one of its tables without that."""
    return name.parent.suffix.lower() == ".gdb" or name.suffix.lower().startswith(".gdbtabl")


def _place_of(name: PurePosixPath) -> str:
    """Return where an entry goes: a flat name, within a folder if it is part of a file geodatabase."""
    if not is_of_geodatabase(name):
        return _flat(name)
    home = name.parent if name.parent.suffix.lower() == ".gdb" else name.parent / "all.gdb"
    return f"{_flat(home)}/{_flat(PurePosixPath(name.name))}"


def _flat(name: PurePosixPath) -> str:
    whole = _NOT_IN_A_NAME.sub("_", "_".join(part for part in name.parts if part not in ("/", "//", "..", ".")))
    path = PurePosixPath(whole)
    return str(path.with_suffix(path.suffix.lower()))


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a name in a zip; without the flag for UTF-8, Python reads it as CP437.

    Windows in China writes GBK, a Mac writes UTF-8 all the same, and others add the name in a field of its own (APPNOTE
    4.6.9).
    """
    if info.flag_bits & 0x800:
        return info.filename
    if (at := info.extra.find(_UNICODE_PATH)) >= 0 and len(info.extra) >= at + 9:
        length = int.from_bytes(info.extra[at + 2 : at + 4], "little")
        with contextlib.suppress(UnicodeError):
            return info.extra[at + 9 : at + 4 + length].decode("utf-8") or info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def _directory_bytes(archive: Path) -> int:
    """Return the length of a zip's list of contents as its end says; 0 where no end is found (APPNOTE 4.3.14-16)."""
    with archive.open("rb") as stream:
        size = stream.seek(0, 2)
        begin = max(0, size - 66_000)
        stream.seek(begin)
        tail = stream.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            return 0
        length = int(struct.unpack_from("<L", tail, at + 12)[0])
        locator = at - 20
        if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
            stream.seek(min(int(struct.unpack_from("<Q", tail, locator + 8)[0]), size))
            end = stream.read(56)
            if len(end) == 56 and end[:4] == b"PK\x06\x06":
                length = max(length if length != 0xFFFFFFFF else 0, int(struct.unpack_from("<Q", end, 40)[0]))
    return length
