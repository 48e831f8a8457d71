"""A bar that goes on paints nothing by itself: what waits in its window is painted in a later turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.look.progress_bar import ProgressBar


class Counted(QWidget):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1


def painted_at_once(
    qtbot: QtBot, bar: QProgressBar, go_on: Callable[[QProgressBar], object], to: tuple[int, int]
) -> int:
    """Return how often a widget beside a bar that waits for being painted is painted as the bar goes on."""
    window, beside = QWidget(), Counted()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(beside, 1)
    layout.addWidget(bar)
    bar.setValue(50)
    window.resize(300, 200)
    window.show()
    qtbot.waitUntil(lambda: beside.painted > 0)
    before = beside.painted
    beside.update()
    go_on(bar)
    at_once = beside.painted - before
    qtbot.waitUntil(lambda: beside.painted > before)
    assert (bar.value(), bar.maximum()) == to and bar.updatesEnabled()
    return at_once


@pytest.mark.parametrize(
    ("go_on", "to"),
    [
        (lambda bar: bar.setValue(60), (60, 100)),
        (lambda bar: bar.setRange(0, 0), (-1, 0)),  # of work that does not know how far it is, after one that did
    ],
)
def test_it_paints_nothing_at_once_as_qts_own_does(
    qtbot: QtBot, go_on: Callable[[QProgressBar], object], to: tuple[int, int]
) -> None:
    assert painted_at_once(qtbot, QProgressBar(), go_on, to) == 1, "else there is no need for one of our own"
    assert painted_at_once(qtbot, ProgressBar(), go_on, to) == 0
