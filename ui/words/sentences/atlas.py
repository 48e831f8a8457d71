"""What stands on an atlas, and what is said of one that cannot be made."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "atlas-contents": ("{title}网格图集", "{title}: atlas of grids"),
    "atlas-empty": (
        "没有可以成页的网格（{value}）：该级在所选范围内没有图形。",
        "There is no grid to make a page of ({value}): none of that level has a shape in the area chosen.",
    ),
    "atlas-only-pdf": (
        "{file}：图集只能写成 PDF。请把文件名改为 .pdf。",
        "{file}: an atlas is written as PDF only. Give the file the ending .pdf.",
    ),
    "atlas-page": ("页码", "Page"),
    "atlas-pattern": (
        "文件名“{value}”里没有可以识别的部分，可用：{expected}。",
        "Nothing in the name {value} is known; it may have: {expected}.",
    ),
}
"""Key to (Chinese, English)."""
