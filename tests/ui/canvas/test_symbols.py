"""Symbols on the map: their size, and the number in one that stands for several."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from layers.style import Style, TextStyle
from ui.canvas.renderer import DOTS_PER_MM, Look, _symbol_step
from ui.canvas.scene.scene import Symbols

STYLE = Style(fill="#17803d", symbol="circle", symbol_mm=8.0, text=TextStyle(2.0))


def painted(look: Look) -> np.ndarray:
    """Return the picture of one symbol with a number in the middle of 100 x 100 dots, height x width x BGRA."""
    symbols = Symbols(STYLE, np.array([[50.0, 50.0]]), np.zeros(1), np.array(["8"], dtype=object), np.array([1]))
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setClipRect(0, 0, 100, 100)
    step = _symbol_step(symbols, 1.0, 1.0, look, 1.0)
    assert step is not None
    step(painter)
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(100, 100, 4).copy()


def across(picture: np.ndarray) -> int:
    """Return how many columns have anything."""
    return int((picture[..., 3] > 128).any(axis=0).sum())


@pytest.mark.usefixtures("qapp")
def test_a_small_map_has_small_symbols_without_numbers():
    large, small = painted(Look()), painted(Look(symbol_size=0.4))
    assert across(large) == pytest.approx(STYLE.symbol_mm * DOTS_PER_MM + 3, abs=2)
    assert across(small) == pytest.approx(0.4 * (STYLE.symbol_mm * DOTS_PER_MM + 3), abs=2)
    white = [int(((each[45:55, 45:55, :3] > 240).all(axis=2)).sum()) for each in (large, small)]
    assert white[0] >= 5 and white[1] == 0
