"""The measure itself: what is cut, covered or outside is told, what is whole is not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import cut_or_covered


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(300, 200)
    return page


def test_what_is_whole_is_not_told(page: QWidget) -> None:
    label, button = QLabel("Households", page), QPushButton("Divide", page)
    label.setGeometry(10, 10, 200, 30)
    button.setGeometry(10, 60, 200, 40)
    page.show()
    assert cut_or_covered(page) == []


@pytest.mark.parametrize(
    ("place", "what"),
    [((10, 10, 20, 40), "of text in"), ((250, 10, 200, 40), "beyond"), ((60, 100, 120, 40), "covered by")],
)
@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_what_is_cut_outside_or_covered_is_told(
    kind: type[QLabel | QPushButton], place: tuple[int, int, int, int], what: str, page: QWidget
) -> None:
    kind("Households", page).setGeometry(*place)
    QWidget(page).setGeometry(50, 90, 200, 60)
    page.show()
    [line] = cut_or_covered(page)
    assert what in line
    assert "Households" in line


def test_a_page_that_scrolls_may_be_larger(page: QWidget) -> None:
    area, inside = QScrollArea(page), QWidget()
    area.setGeometry(0, 0, 300, 200)
    inside.resize(900, 900)
    QPushButton("Divide", inside).setGeometry(800, 800, 90, 40)
    area.setWidget(inside)
    page.show()
    assert cut_or_covered(page) == []
