"""Fields and buttons in both appearances, measured in what is painted: arrows are there, and what is chosen is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.look.appearance import APPEARANCES, Appearance
from ui.look.dressing import apply
from ui.look.fields import number_field, whole_number_field

MOST_ROWS = 14


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Appearance]:
    """Put on an appearance, and the light one again afterwards."""
    appearance = APPEARANCES[request.param]
    apply(qapp, appearance)
    yield appearance
    apply(qapp, APPEARANCES["light"])


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.2, 0 to 1."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(image: QImage, rect: QRect) -> float:
    """Return the ratio of the lightest to the darkest pixel in a part of a picture, 1 to 21."""
    values = [
        luminance(image.pixelColor(x, y))
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    ]
    return (max(values) + 0.05) / (min(values) + 0.05)


def picture(widget: QWidget) -> QImage:
    """Return what a widget paints, one pixel per pixel of its coordinates."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    widget.render(image)
    return image


@pytest.mark.parametrize("make", [whole_number_field, number_field])
def test_a_spin_box_has_an_arrow_up_and_an_arrow_down(
    make: Callable[[], QSpinBox | QDoubleSpinBox], look: Appearance, qtbot: QtBot
) -> None:
    field = make()
    qtbot.addWidget(field)
    field.setValue(5)
    field.resize(120, field.sizeHint().height())
    field.show()
    option = QStyleOptionSpinBox()
    field.initStyleOption(option)
    image, frame = picture(field), QRect(0, 0, field.width(), field.height())
    buttons = []
    for part in (QStyle.SubControl.SC_SpinBoxUp, QStyle.SubControl.SC_SpinBoxDown):
        rect = field.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, field)
        assert frame.contains(rect)
        assert rect.width() >= 16
        assert rect.height() >= 10
        assert contrast(image, rect.adjusted(4, 2, -4, -2)) >= 3
        buttons.append(rect)
    assert not buttons[0].intersects(buttons[1])
    text = field.lineEdit()
    assert text.textMargins().left() >= 4
    assert text.geometry().right() <= buttons[0].left() + 1
    assert text.fontMetrics().horizontalAdvance(field.text()) <= text.width() - text.textMargins().left()


def test_the_highlighted_row_of_a_combo_box_is_read(look: Appearance, qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems([f"Rule {row}" for row in range(40)])
    box.show()
    box.showPopup()
    view = box.view()
    view.setCurrentIndex(view.model().index(2, 0))
    row = view.visualRect(view.model().index(2, 0))
    image = picture(view.viewport())
    assert image.pixelColor(row.right() - 4, row.center().y()) == QColor(look.accent)
    assert contrast(image, row) >= 4.5
    box.hidePopup()


def test_a_popup_has_at_most_fourteen_rows(look: Appearance, qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems([f"Rule {row}" for row in range(40)])
    box.show()
    box.showPopup()
    view = box.view()
    last = view.indexAt(view.viewport().rect().bottomLeft())
    assert 5 <= last.row() + 1 <= MOST_ROWS
    box.hidePopup()


def test_no_button_of_a_dialog_has_a_stock_picture(look: Appearance, qtbot: QtBot) -> None:
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok
        | QDialogButtonBox.StandardButton.Cancel
        | QDialogButtonBox.StandardButton.Save
        | QDialogButtonBox.StandardButton.Discard
    )
    qtbot.addWidget(buttons)
    buttons.show()
    assert [button.text() for button in buttons.buttons() if not button.icon().isNull()] == []
