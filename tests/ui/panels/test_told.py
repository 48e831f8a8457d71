"""What a cell shows is the same whether its model tells all of it at once or as Qt asks for it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ui.look.told import TICK, ToldDelegate
from ui.panels.chain import ChainPanel
from ui.panels.findings import FindingsPanel
from ui.panels.layers_panel import LayersPanel
from ui.panels.people.panel import PeoplePanel
from ui.panels.tree import TreePanel

WAIT = 20_000
_MOST = 400


@pytest.fixture
def tree(show, qtbot) -> QAbstractItemView:
    """The hierarchy with compounds and buildings unfolded, and one grid found."""
    panel = show(TreePanel)
    qtbot.waitUntil(lambda: panel.model.hierarchy is not None, timeout=WAIT)
    panel.model.hits = np.zeros(len(panel.model.hierarchy.plan.ids), dtype=bool)
    panel.model.hits[:2] = True
    panel.view.expandToDepth(3)
    return panel.view


@pytest.fixture
def layers(show, qtbot) -> QAbstractItemView:
    """The layers with their legends, one of them hidden."""
    panel = show(LayersPanel)
    qtbot.waitUntil(lambda: any(panel.model.entries(row) for row in range(len(panel.model.rows))), timeout=WAIT)
    panel.stack.show(panel.model.rows[0].key, not panel.model.rows[0].visible)
    panel.view.expandAll()
    return panel.view


@pytest.fixture(params=["workers", "branches"])
def people(show, qtbot, request) -> QAbstractItemView:
    """A table of people, some rows of which are tinted."""
    panel = show(PeoplePanel)
    panel.tabs.setCurrentIndex(list(panel.pages).index(request.param))
    page = panel.pages[request.param]
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=WAIT)
    lit = page.model.lit.copy()
    lit[::2] = True
    page.model.light(lit)
    return page.view


@pytest.fixture
def findings(show, qtbot) -> QAbstractItemView:
    """The findings of all rules."""
    panel = show(FindingsPanel)
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=WAIT)
    return panel.view


@pytest.fixture
def chain(show, qtbot) -> QAbstractItemView:
    """The branches below one another, with all columns."""
    panel = show(ChainPanel)
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=WAIT)
    for column in range(panel.model.columnCount()):
        panel.view.setColumnHidden(column, False)
    panel.view.expandAll()
    return panel.view


def cells(view: QAbstractItemView) -> list[QModelIndex]:
    """Return cells, those of the rows below others too."""
    model, found, above = view.model(), list[QModelIndex](), [QModelIndex()]
    while above and len(found) < _MOST:
        parent = above.pop(0)
        rows = [model.index(row, 0, parent) for row in range(min(model.rowCount(parent), 30))]
        found += [row.siblingAtColumn(column) for row in rows for column in range(model.columnCount())]
        above += rows[:4]
    return found


def shown(view: QAbstractItemView, delegate: QStyledItemDelegate, index: QModelIndex) -> dict[str, object]:
    """Return what an option says of a cell when a delegate has filled it in."""
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    delegate.initStyleOption(option, index)
    picture = QImage() if option.icon.isNull() else option.icon.pixmap(option.decorationSize).toImage()
    return {
        "text": option.text,
        "features": option.features,
        "place": option.displayAlignment,
        "font": option.font.toString(),
        "colour": option.palette.color(QPalette.ColorRole.Text).name(),
        "tick": option.checkState if option.features & TICK else None,
        "picture": picture.convertToFormat(QImage.Format.Format_ARGB32),
        "size": option.decorationSize.toTuple() if not option.icon.isNull() else None,
        "cell": (option.index.row(), option.index.column()),
    }


def assert_told_as_asked(view: QAbstractItemView) -> None:
    told, asking = view.itemDelegate(), QStyledItemDelegate(view)
    assert isinstance(told, ToldDelegate)
    both = [(shown(view, ToldDelegate(view, told._told), index), shown(view, asking, index)) for index in cells(view)]
    assert sum(told._told(index) is not None for index in cells(view)) > 10
    assert len({str(one["text"]) for one, _ in both}) > 10
    for one, other in both:
        assert one == other


def test_the_hierarchy(tree):
    assert_told_as_asked(tree)


def test_the_layers(layers):
    assert_told_as_asked(layers)


def test_findings(findings):
    assert_told_as_asked(findings)


def test_the_chain_of_branches(chain):
    assert_told_as_asked(chain)


def test_people(people):
    assert_told_as_asked(people)
