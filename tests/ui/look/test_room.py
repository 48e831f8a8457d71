"""Words that have too little room end in dots, and are told in full under the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.look.appearance import LIGHT
from ui.look.choice_box import ChoiceBox
from ui.look.dressing import apply
from ui.window.status_bar import ToldBar

LONG = "画一条穿过网格的线（逐点单击、双击结束，或按住拖动），把网格一分为二"


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    apply(qapp, LIGHT)


@pytest.fixture
def box(qtbot: QtBot) -> ChoiceBox:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["全部", "\u3000空白区域 (1)"])
    box.show()
    return box


def test_a_box_leaves_out_what_sets_its_words_in(box: ChoiceBox) -> None:
    box.resize(200, 32)
    box.setCurrentIndex(1)
    assert box.shown_text() == "空白区域 (1)"


def test_a_narrow_box_ends_its_words_in_dots_and_has_them_in_its_tip(box: ChoiceBox) -> None:
    box.resize(80, 32)
    box.setCurrentIndex(1)
    assert box.shown_text().endswith("…") and box.shown_text().startswith("空")
    assert "空白区域 (1)" in box.toolTip()


def test_what_is_said_in_passing_ends_before_what_always_stands_there(qtbot: QtBot) -> None:
    bar, counts = ToldBar(), QLabel("错误 0")
    qtbot.addWidget(bar)
    counts.setFixedWidth(150)
    bar.addPermanentWidget(counts)
    bar.resize(400, 30)
    bar.show()
    bar.showMessage(LONG)
    qtbot.waitUntil(lambda: counts.x() > 200)
    shown = bar.shown_text()
    assert shown.endswith("…") and LONG.startswith(shown[:-1])
    assert bar.fontMetrics().horizontalAdvance(shown) < counts.x()
    assert LONG in bar.toolTip()
    bar.resize(1400, 30)
    qtbot.waitUntil(lambda: counts.x() > 1000)
    assert bar.shown_text() == LONG
