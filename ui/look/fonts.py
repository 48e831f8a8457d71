"""Which font writes Chinese on this machine, so that no box of tofu ever stands where a character should be."""

from __future__ import annotations

import os
import sys
import threading
from functools import cache, lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from PySide6.QtWidgets import QApplication

from gridmap.model.errors import GridMapError

FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "MiSans",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "DengXian",
    "Heiti SC",
    "SimHei",
    "SimSun",
)
"""Sans-serif families with simplified Chinese, the best first."""

_PROBE: Final = "网格党支部镇圩塍泗"
"""Characters that a font must have: those of every page, and rarer ones of the places' names."""

_kept: list[QApplication] = []


def qt_application() -> QApplication:
    """Return the running Qt application, or start one that needs no screen."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _kept.append(QApplication([sys.argv[0] if sys.argv else "gridmap"]))
    return _kept[-1]


@cache
def chinese_family() -> str:
    """Return the family that Chinese is written in on this machine; Latin letters and figures come from it as well.

    Raises
    ------
    GridMapError
        ``no-chinese-font``, if no font of this machine has simplified Chinese; it says what to install.
    """
    qt_application()
    there = set(QFontDatabase.families())
    others = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    sans = [family for family in others if "Serif" not in family and "Mono" not in family]
    for family in [*(name for name in FAMILIES if name in there), *sans, *others]:
        if _writes(family, _PROBE):
            return family
    raise GridMapError("no-chinese-font", families=FAMILIES[:1] + FAMILIES[8:9] + FAMILIES[4:5])


class _FontsOfThread(threading.local):
    """Fonts that a thread has asked for: Qt looks up afresh what a new one is set in, and threads may share none."""

    def __init__(self) -> None:
        self.made: dict[tuple[int, str, bool, bool, float], QFont] = {}


_fonts = _FontsOfThread()


def page_font(size_units: int, family: str, *, bold: bool = False, slant: bool = False, spacing: float = 0.0) -> QFont:
    """Return a font for a page, whose letters keep their proportions at any scale; nobody may change it.

    Local forms of glyphs are left out: the family is the Chinese one already, and forms that have no code of their own
    could not be found in a PDF. So are ligatures, behind which a search in a PDF does not find the letters.

    Parameters
    ----------
    size_units : int
        Height of an em in units of the painter.
    spacing : float
        Extra space after each letter, as a share of the letter's width. (Qt would scale a spacing in units by the
        resolution of what is painted on, and not when it measures.)
    """
    asked = (size_units, family, bold, slant, spacing)
    font = _fonts.made.get(asked)
    if font is None:
        font = _fonts.made[asked] = _made(*asked)
    return font


def _made(size_units: int, family: str, bold: bool, slant: bool, spacing: float) -> QFont:
    font = QFont(family)
    font.setPixelSize(max(1, size_units))
    font.setBold(bold)
    font.setItalic(slant)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("locl"), 0)
    font.setFeature(QFont.Tag("liga"), 0)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * (1 + spacing))
    return font


@lru_cache(maxsize=1 << 16)
def page_text_width(
    text: str, size_units: int, family: str, *, bold: bool = False, slant: bool = False, spacing: float = 0.0
) -> float:
    """Return how wide a line is in a font of :func:`page_font`, in units of the painter.

    Pages say the same things again and again, and Qt sets a text in full to say how wide it is.
    """
    font = page_font(size_units, family, bold=bold, slant=slant, spacing=spacing)
    return QFontMetricsF(font).horizontalAdvance(text)


def _writes(family: str, characters: str) -> bool:
    """Whether a family itself, or what Qt puts in for it, has all of the characters."""
    metrics = QFontMetricsF(QFont(family))
    return all(metrics.inFontUcs4(ord(character)) for character in characters)
