"""Samples of the map's marks can be seen on the panels that they stand on."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from layers import palette
from layers.marks import Entry
from tests.ui.contrast import contrast
from ui.canvas.renderer import Look
from ui.look.appearance import APPEARANCES
from ui.panels.swatches import SIZE, swatch


@pytest.mark.parametrize("rank", list(palette.ROAD))
@pytest.mark.usefixtures("qapp")
def test_the_sample_of_a_road_is_seen_on_its_panel_at_night(rank):
    appearance = APPEARANCES["dark"]
    entry = Entry(f"legend-road-{rank}", (palette.ROAD[rank],), form="line")
    colours = Look(True, appearance.surface)
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(appearance.surface))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, swatch(entry, colours, appearance.muted, 1.0))
    painter.end()
    ground = np.array(QColor(appearance.surface).getRgb()[:3], dtype=np.uint8)
    column = [image.pixelColor(image.width() // 2, y).getRgb()[:3] for y in range(image.height())]
    assert contrast(np.array(column, dtype=np.uint8), ground).max() >= 1.6
