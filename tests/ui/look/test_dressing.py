"""Another appearance takes the place of the present one: nothing is laid out again, and everything is as if made so."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QFile, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.contrast import colours_in, contrast_of
from ui.look import dressing
from ui.look.appearance import DARK, LIGHT, Appearance, sheet_of
from ui.look.dressing import AT_ONCE, apply, dress, dress_the_rest, undress


class Heard(QObject):
    """Counts the events of some kinds."""

    def __init__(self, *kinds: QEvent.Type) -> None:
        super().__init__()
        self.kinds, self.count = kinds, 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in self.kinds
        return False


def everything() -> QWidget:
    """Return something that holds a bit of everything which the sheet knows."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    tree = QTreeWidget()
    tree.setHeaderLabels(["网格"])
    field = QLineEdit("名称")
    field.setClearButtonEnabled(True)
    for part in (QPushButton("新建"), field, QComboBox(), tree):
        row.addWidget(part)
    whole.resize(600, 200)
    return whole


@pytest.mark.usefixtures("light")
def test_what_changes_its_appearance_looks_as_what_was_made_in_it(qtbot: QtBot, qapp: QApplication) -> None:
    seen, hidden = everything(), everything()
    qtbot.addWidget(seen)
    qtbot.addWidget(hidden)
    seen.show()
    hidden.show()
    hidden.hide()
    for look in (DARK, LIGHT):
        apply(qapp, look)
        made = everything()
        qtbot.addWidget(made)
        made.show()
        assert seen.grab().toImage() == made.grab().toImage()
        dress_the_rest()
        assert hidden.grab().toImage() == made.grab().toImage()
        assert seen.grab().toImage().pixelColor(1, 1) == QColor(look.window)


@pytest.mark.usefixtures("light")
def test_nothing_is_laid_out_again(qtbot: QtBot, qapp: QApplication) -> None:
    seen = everything()
    qtbot.addWidget(seen)
    seen.show()
    qapp.processEvents()
    heard = Heard(QEvent.Type.StyleChange, QEvent.Type.LayoutRequest, QEvent.Type.Resize)
    qapp.installEventFilter(heard)
    apply(qapp, DARK)
    dress_the_rest()
    qapp.removeEventFilter(heard)
    assert heard.count == 0


@pytest.mark.usefixtures("light")
def test_what_nobody_sees_follows_a_few_in_a_turn_each_once(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    buttons = [QPushButton(str(number), whole) for number in range(AT_ONCE + 5)]
    dressed: list[QWidget] = []
    monkeypatch.setattr(dressing, "_dress_one", dressed.append)
    counts: list[int] = []
    apply(qapp, DARK)
    assert not set(dressed) & set(buttons)
    while not counts or counts[-1] < len(dressed):
        counts.append(len(dressed))
        qapp.processEvents()
    assert max(after - before for before, after in pairwise(counts)) <= AT_ONCE
    assert set(buttons) <= set(dressed)
    assert len(set(dressed)) == len(dressed)


@pytest.mark.usefixtures("light")
def test_what_is_closed_before_its_turn_is_passed_by(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, DARK)
    whole = QWidget()
    button = QPushButton("关闭", whole)
    apply(qapp, LIGHT)
    whole.deleteLater()
    qapp.sendPostedEvents(whole, QEvent.Type.DeferredDelete)
    del whole, button
    dress_the_rest()


@pytest.mark.usefixtures("light")
def test_a_window_that_is_built_without_the_sheet_is_dressed_with_it_whatever_was_left(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, DARK)
    undress(qapp)
    built = everything()
    qtbot.addWidget(built)
    dress(qapp, DARK)
    built.show()
    assert built.grab().toImage().pixelColor(1, 1) == QColor(DARK.window)
    made = everything()
    qtbot.addWidget(made)
    made.show()
    assert built.grab().toImage() == made.grab().toImage()


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.key)
def test_the_cross_of_a_field_is_seen_whatever_it_was_made_in(
    qtbot: QtBot, qapp: QApplication, look: Appearance
) -> None:
    field = QLineEdit("名称")
    field.setClearButtonEnabled(True)
    qtbot.addWidget(field)
    field.resize(160, 32)
    field.show()
    for _ in range(2):  # as it was made, and after both have been on
        apply(qapp, look)
        qapp.processEvents()
        image = field.grab(QRect(160 - 26, 8, 18, 16)).toImage()
        painted = colours_in(image)
        assert look.surface in painted
        assert max(contrast_of(colour, look.surface) for colour in painted) >= 3
        apply(qapp, LIGHT if look is DARK else DARK)


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.key)
def test_the_buttons_of_a_dock_are_seen_whatever_it_was_made_in(
    qtbot: QtBot, qapp: QApplication, look: Appearance
) -> None:
    undress(qapp)
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = QDockWidget("人员", window)
    dock.setWidget(QWidget())
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dress(qapp, LIGHT)
    window.resize(400, 300)
    window.show()
    for _ in range(2):  # as it was made, and after both have been on
        apply(qapp, look)
        qapp.processEvents()
        buttons = [button for button in dock.findChildren(QAbstractButton) if button.isVisible()]
        assert len(buttons) == 2
        for button in buttons:
            image = window.grab(QRect(button.mapTo(window, QPoint(0, 0)), button.size())).toImage()
            painted = colours_in(image)
            assert look.window in painted
            assert max(contrast_of(colour, look.window) for colour in painted) >= 3
        apply(qapp, LIGHT if look is DARK else DARK)


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.key)
def test_the_sheet_is_read_from_memory_word_for_word(qapp: QApplication, look: Appearance) -> None:
    apply(qapp, look)
    file = QFile(qapp.styleSheet().removeprefix("file:///"))
    assert file.open(QFile.OpenModeFlag.ReadOnly)
    assert file.readAll().data().decode() == sheet_of(look)
    file.close()


@pytest.mark.usefixtures("light")
def test_what_is_built_without_a_sheet_looks_as_what_was_made_in_it(qtbot: QtBot, qapp: QApplication) -> None:
    undress(qapp)
    built = everything()
    qtbot.addWidget(built)
    dress(qapp, DARK)
    made = everything()
    qtbot.addWidget(made)
    for whole in (built, made):
        whole.show()
    assert built.grab().toImage() == made.grab().toImage()
