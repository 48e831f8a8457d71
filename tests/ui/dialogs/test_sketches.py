"""The small maps of dialogs in both looks: none is a white sheet in the dark one, and what they say is seen there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shapely import box

from gridmap.division.proposals import ground_to_divide, propose
from layers.marks import Marks
from layers.style import Style
from tests.division.ground import VILLAGE
from tests.division.test_proposals import street
from tests.ui.contrast import contrast, luminance
from ui.dialogs.department_sketch import DepartmentSketch
from ui.dialogs.division_sketch import DivisionSketch
from ui.dialogs.staffing_sketch import BeforeAndAfter, StaffingSketch
from ui.look.appearance import APPEARANCES, Appearance
from ui.look.dressing import apply, dress_the_rest

GROUND = np.array([box(0, 0, 50, 40), box(50, 0, 100, 40)], dtype=object)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    apply(qapp, APPEARANCES["light"])
    yield
    apply(qapp, APPEARANCES["light"])
    dress_the_rest()


def division() -> QWidget:
    plan = street([120] * 7, [250])
    [first, *_] = propose(plan, ground_to_divide(plan, VILLAGE), 1)
    return DivisionSketch(plan, first)


def department() -> QWidget:
    return DepartmentSketch(GROUND, [0, 1], GROUND, GROUND[:0])


def staffing() -> QWidget:
    number = np.arange(2)
    marks = Marks(number, GROUND, number, (Style(fill="#cfe6e3"), Style(fill="#a3243b")))
    return StaffingSketch(marks, BeforeAndAfter(marks, marks, number == 1, (0, 0, 100, 40)))


def pixels(widget: QWidget) -> npt.NDArray[np.uint8]:
    """Return what a widget paints. Shape (height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    dots = np.frombuffer(bytes(image.constBits()), dtype=np.uint8)
    return dots.reshape(image.height(), image.width(), 4)[..., :3]


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("make", [division, department, staffing])
def test_a_small_map_follows_the_look_while_it_is_seen(
    make: Callable[[], QWidget], qtbot: QtBot, qapp: QApplication
) -> None:
    sketch = make()
    qtbot.addWidget(sketch)
    sketch.resize(300, 200)
    sketch.show()
    for key in ("light", "dark", "light"):
        look: Appearance = APPEARANCES[key]
        apply(qapp, look)
        painted = pixels(sketch)
        surface = QColor(look.surface)
        paper = np.array([surface.red(), surface.green(), surface.blue()], dtype=np.uint8)
        assert (painted[3, 3] == paper).all(), key
        assert (np.median(luminance(painted)) < 0.1) == (key == "dark"), key
        assert contrast(painted, paper).max() >= 3, key
