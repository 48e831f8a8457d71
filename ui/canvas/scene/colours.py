"""The map's colours by day and by night: at night light and dark change places, and hues stay what they are."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtGui import QColor

from layers.palette import NIGHT

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_DARKEST, _LIGHTEST = 0.27, 0.93
_TOO_DARK = 0.15


@cache
def screen_colour(colour: str, night: bool) -> QColor:
    """Return a colour of the palette for the screen.

    At night its lightness is turned over in Oklab (Ottosson, 2020), so that pale ground becomes dark ground, and what
    is grave, which is dark on paper, shines; hues stay as the legend has them. Where classes would not keep apart so,
    the palette says which colour they have at night.

    Parameters
    ----------
    colour : str
        ``"#rrggbb"``.
    """
    if not night:
        return QColor(colour)
    if colour in NIGHT:
        return QColor(NIGHT[colour])
    wanted = QColor(colour)
    rgb = np.array([wanted.redF(), wanted.greenF(), wanted.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    light, a, b = _TO_LAB @ np.cbrt(_TO_CONES @ linear)
    turned = _DARKEST + (1 - light) * (_LIGHTEST - _DARKEST)
    for _ in range(12):  # less colour where the screen has none so strong
        linear = np.linalg.inv(_TO_CONES) @ (np.linalg.inv(_TO_LAB) @ np.array([turned, a, b])) ** 3
        if (linear >= -1e-4).all() and (linear <= 1.0001).all():
            break
        a, b = a * 0.85, b * 0.85
    linear = np.clip(linear, 0, 1)
    rgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return QColor.fromRgbF(*np.clip(rgb, 0, 1).tolist())


def symbol_colour(colour: str, night: bool) -> QColor:
    """Return a colour of a symbol for the screen: strong ones serve by day and by night, the darkest only by day."""
    own = QColor(colour)
    return screen_colour(colour, night) if own.lightnessF() < _TOO_DARK else own


def mixed(one: QColor, two: QColor, share: float) -> QColor:
    """Return one colour with a share (0 to 1) of another in it."""
    keep = 1 - share
    return QColor.fromRgbF(
        one.redF() * keep + two.redF() * share,
        one.greenF() * keep + two.greenF() * share,
        one.blueF() * keep + two.blueF() * share,
    )


def translucent(colour: QColor, alpha: float) -> QColor:
    """Return a colour that lets through what lies below; ``alpha`` 0 to 1."""
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result
