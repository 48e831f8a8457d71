"""The map answers a pointer and a click before anybody else, and paints no more than what looks different."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget


class Eye(QObject):
    """Sees which parts of a widget are painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.painted = QRegion()
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.painted += event.region()
        return False


def look_of(canvas: QWidget) -> np.ndarray:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), image.width()).copy()


@pytest.mark.parametrize("how", ["point", "click"])
def test_all_that_looks_different_is_painted_and_little_more(qtbot, canvas, pixel, rest, how):
    def act(x: float, y: float) -> None:
        if how == "point":  # straight to the map: the pointer of an offscreen screen does not always move
            at, none = QPointF(pixel(x, y)), Qt.MouseButton.NoButton
            event = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), none, none, Qt.KeyboardModifier(0))
            QApplication.sendEvent(canvas, event)
        else:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pixel(x, y))

    act(2, 3)
    rest()
    before = look_of(canvas)
    eye = Eye(canvas)
    act(2, 1)
    qtbot.waitUntil(lambda: not eye.painted.isEmpty())
    painted = QRegion(eye.painted)
    different = np.argwhere(look_of(canvas) != before)
    assert len(different)
    assert all(painted.contains(QPoint(x, y)) for y, x in different.tolist())
    everything = canvas.width() * canvas.height()
    assert sum(rect.width() * rect.height() for rect in painted) < 0.6 * everything


def test_the_map_shows_a_selection_before_the_panels_hear_of_it(canvas, session, ids):
    eye = Eye(canvas)
    seen = []
    session.selection_changed.connect(lambda _: seen.append(not eye.painted.isEmpty()))
    session.select([ids.WEST])
    assert seen == [True]
