"""Contrast as WCAG 2.2 measures it: of colours by their name, and of what was painted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage


def luminance(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return the relative luminance of colours, 0 to 1 (WCAG 2.2, definition). Shape (..., 3) to (...)."""
    share = rgb.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    weighted: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighted


def contrast(one: npt.NDArray[np.uint8], two: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return the contrast of colours with others, 1 to 21. Shapes (..., 3) to (...)."""
    first, second = luminance(one), luminance(two)
    ratio: npt.NDArray[np.float64] = (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)
    return ratio


def contrast_of(one: str, two: str) -> float:
    """Return the contrast of two colours written ``#rrggbb``."""
    first, second = (np.array(QColor(name).getRgb()[:3], dtype=np.uint8) for name in (one, two))
    return float(contrast(first, second))


def colours_in(image: QImage) -> set[str]:
    """Return the colours that a picture has, written ``#rrggbb``."""
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
