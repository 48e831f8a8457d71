"""What trees of the window have in common: arrows that are seen in selected rows too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication

from ui.look.appearance import DARK, LIGHT
from ui.look.dressing import apply, dress_the_rest
from ui.look.trees import ClearTree, expanded_ids


@pytest.fixture
def tree(nothing_left, qtbot):
    model = QStandardItemModel()
    for name in "ab":
        parent = QStandardItem(name)
        parent.appendRow(QStandardItem("below"))
        model.appendRow(parent)
    view = ClearTree()
    model.setParent(view)
    view.setModel(model)
    view.header().hide()
    view.resize(200, 120)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(view.isVisible)
    return view


def darkest_and_lightest(view, row: int) -> tuple[int, int]:
    """Return what the ground before the name of a row has for the darkest and the lightest of its colours."""
    QApplication.processEvents()
    rect = view.visualRect(view.model().index(row, 0))
    image = view.viewport().grab().toImage()
    seen = [
        QColor(image.pixel(x, y)).lightness()
        for x in range(max(rect.left() - view.indentation(), 0), rect.left())
        for y in range(rect.top() + 2, rect.bottom() - 2)
    ]
    return min(seen), max(seen)


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("is_open", [False, True])
def test_the_arrow_of_a_selected_row_has_the_colour_of_its_words(qapp, tree, look, is_open):
    apply(qapp, look)
    dress_the_rest()
    tree.setExpanded(tree.model().index(0, 0), is_open)
    tree.setCurrentIndex(tree.model().index(0, 0))
    ground, words = (QColor(colour).lightness() for colour in (look.accent, look.on_accent))
    darkest, lightest = darkest_and_lightest(tree, 0)
    assert abs((lightest if words > ground else darkest) - ground) > 0.4 * abs(words - ground)
    tree.clearSelection()
    darkest, lightest = darkest_and_lightest(tree, 0)
    assert lightest - darkest > 40
    apply(qapp, LIGHT)
    dress_the_rest()


class Numbered(QAbstractItemModel):
    """Ten rows, each with ten below, and so on; the id of an index tells the way to it. It counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def index(self, row, column, parent=QModelIndex()):  # noqa: B008
        self.asked += 1
        return self.createIndex(row, column, 10 * (int(parent.internalId()) if parent.isValid() else 0) + row + 1)

    def parent(self, index=QModelIndex()):  # noqa: B008
        above = (int(index.internalId()) - 1) // 10 if index.isValid() else 0
        return self.createIndex((above - 1) % 10, 0, above) if above else QModelIndex()

    def rowCount(self, parent=QModelIndex()):  # noqa: B008
        return 10

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 1

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return None


def test_which_rows_stand_open_is_known_without_asking_for_any(nothing_left, qtbot):
    view, model = ClearTree(), Numbered()
    model.setParent(view)
    view.setModel(model)
    qtbot.addWidget(view)
    assert expanded_ids(view) == []
    first, third = model.index(0, 0), model.index(2, 0)
    for index in (first, third, model.index(4, 0, third)):
        view.expand(index)
    model.asked = 0
    assert sorted(expanded_ids(view)) == [1, 3, 35]
    assert model.asked == 0
    view.collapse(first)
    assert sorted(expanded_ids(view)) == [3, 35]
    view.collapse(third)
    assert expanded_ids(view) == [35], "it stands open again with what is above it"
    view.expand(third)
    assert view.isExpanded(model.index(4, 0, third))
    assert sorted(expanded_ids(view)) == [3, 35]
    model.beginResetModel()
    model.endResetModel()
    assert expanded_ids(view) == []
    assert not view.isExpanded(model.index(2, 0))
