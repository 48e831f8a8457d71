"""Text in a PDF that reads as it was written.

Where several characters look the same, a font has one picture for them, and Qt notes the first of them in the PDF: 网
becomes the radical ⽹, and whoever searches for 网格 finds nothing. Here the notes are corrected in place.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
from PySide6.QtGui import QFont, QRawFont

_CMAP: Final = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_TARGETS: Final = re.compile(rb"\[[^\]]*\]")
_CODE: Final = re.compile(rb"<([0-9A-Fa-f]{4})>")
_RANGES: Final = ((0x2E80, 0x2FE0), (0x3400, 0xA000))
"""Radicals, and Chinese characters of the basic plane."""


def with_readable_text(pdf: bytes, family: str) -> bytes:
    """Return a PDF in whose maps from glyphs to text each glyph stands for the character that is used.

    Nothing moves: codes are replaced by codes of the same length.

    Parameters
    ----------
    pdf : bytes
        As Qt writes it, with its maps uncompressed.
    family : str
        The family that its text is set in.
    """
    usual = usual_characters(family)

    def code(match: re.Match[bytes]) -> bytes:
        number = int(match[1], 16)
        return b"<%04X>" % usual.get(number, number)

    def targets(match: re.Match[bytes]) -> bytes:
        return _CODE.sub(code, match[0])

    return _CMAP.sub(lambda match: _TARGETS.sub(targets, match[0]), pdf)


@cache
def usual_characters(family: str) -> dict[int, int]:
    """Return for each character that looks like another one in a font the one of them that is in use.

    In use are those of GB 2312, then those of GBK; of several the first.
    """
    font = QRawFont.fromFont(QFont(family))
    numbers = [number for first, end in _RANGES for number in range(first, end)]
    glyphs = np.array(font.glyphIndexesForString("".join(map(chr, numbers))))
    shared = np.flatnonzero((np.bincount(glyphs)[glyphs] > 1) & (glyphs > 0)).tolist()  # few of them are
    alike: dict[int, list[int]] = {}
    for place in shared:
        alike.setdefault(int(glyphs[place]), []).append(numbers[place])
    return {
        number: best
        for group in alike.values()
        for best in [min(group, key=_rareness)]
        for number in group
        if number != best
    }


def _rareness(number: int) -> tuple[int, int]:
    for rank, encoding in enumerate(("gb2312", "gbk")):
        try:
            chr(number).encode(encoding)
        except UnicodeEncodeError:
            continue
        return rank, number
    return 2, number
