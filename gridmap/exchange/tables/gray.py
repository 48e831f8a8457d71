"""Rows that are written in gray, as forms write their examples; and columns of an .xlsx that are hidden.

Colours are those of ECMA-376 part 1, 18.8.3: red, green and blue, or a number of the palette, or of the theme with a
tint that makes it lighter or darker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final
from xml.etree import ElementTree as ET

_PALETTE: Final = frozenset((22, 23, 55))
"""Grays among the colours that have numbers."""
_LIGHT, _DARK = (0, 2), (1,)
"""Colours of the theme that are white or nearly, and black."""
_HOW_FAR_APART: Final = 24
_SHADES: Final = range(0x60, 0xD1)
_LOOKED_AT: Final = 400_000
"""So many bytes of a sheet are looked at: examples stand at its top."""

_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>")
_ROW_OF: Final = re.compile(rb"\br=[\"'][A-Z]{1,3}(\d{1,7})[\"']")
_STYLE_OF: Final = re.compile(rb"\bs=[\"'](\d+)[\"']")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER_IN: Final = r"\b%s=[\"'](\d{1,5})[\"']"
_HIDDEN: Final = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_WIDEST: Final = 16_384


def gray_styles(styles: ET.Element) -> frozenset[int]:
    """Return the numbers of the formats of cells whose letters are gray."""
    fonts: list[bool] = []
    gray: set[int] = set()
    for group in styles.iter():
        if _local(group.tag) == "fonts":
            fonts = [any(_is_gray(color) for color in font if _local(color.tag) == "color") for font in group]
    for group in styles.iter():
        if _local(group.tag) == "cellXfs":
            for style, element in enumerate(group):
                font = element.get("fontId", "")
                if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]:
                    gray.add(style)
    return frozenset(gray)


def is_gray(rgb: str) -> bool:
    """Whether a colour (``808080``, with anything in front) is a gray: neither black nor nearly white."""
    if not re.fullmatch(r"#?[0-9A-Fa-f]{6,8}", rgb):
        return False
    shades = [int(rgb[-6:][at : at + 2], 16) for at in (0, 2, 4)]
    return max(shades) - min(shades) <= _HOW_FAR_APART and all(shade in _SHADES for shade in shades)


def gray_rows(data: bytes, styles: Collection[int]) -> frozenset[int]:
    """Return the rows (from 0) at the top of a sheet in which every cell that holds anything is gray."""
    if not styles:
        return frozenset()
    filled: Counter[int] = Counter()
    gray: Counter[int] = Counter()
    for row, style in _cells(data[:_LOOKED_AT]):
        filled[row] += 1
        gray[row] += style in styles
    return frozenset(row for row, count in filled.items() if gray[row] == count)


def hidden_columns(data: bytes) -> frozenset[int]:
    """Return the columns (from 0) of a sheet that are hidden."""
    hidden: set[int] = set()
    head = data[: data.find(b"<sheetData")] if b"<sheetData" in data else data[:_LOOKED_AT]
    for found in _COLUMN.finditer(head):
        if _HIDDEN.search(found[1]):
            first, last = (re.search((_NUMBER_IN % name).encode(), found[1]) for name in ("min", "max"))
            if first and last:
                hidden.update(range(int(first[1]) - 1, min(int(last[1]), _WIDEST)))
    return frozenset(hidden)


def _cells(data: bytes) -> Iterator[tuple[int, int]]:
    for found in _CELL.finditer(data):
        row, style = _ROW_OF.search(found[1]), _STYLE_OF.search(found[1])
        if row:
            yield int(row[1]) - 1, int(style[1]) if style else 0


def _is_gray(color: ET.Element) -> bool:
    rgb = color.get("rgb", "")
    if rgb:
        return is_gray(rgb)
    indexed, theme = color.get("indexed", ""), color.get("theme", "")
    if indexed.isdigit():
        return int(indexed) in _PALETTE
    try:
        tint = float(color.get("tint", "0"))
    except ValueError:
        return False
    if not theme.isdigit():
        return False
    return -0.7 <= tint <= -0.2 if int(theme) in _LIGHT else int(theme) in _DARK and 0.3 <= tint <= 0.8


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]
