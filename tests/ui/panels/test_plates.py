"""Door plates of a narrow tree: their numbers are there to be read, and the street gives way."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QStyleOptionViewItem

from gridmap.edits import SetAttributes
from ui.panels.plates import PlateDelegate, plate_that_fits
from ui.panels.tree import TreePanel

WAIT = 20_000


@pytest.fixture
def metrics(qapp) -> QFontMetrics:
    return QFontMetrics(QFont(qapp.font()))


@pytest.mark.parametrize(
    ("plate", "number"),
    [
        ("人民中路延伸段112号", "112号"),
        ("人民中路延伸段112号3幢", "112号3幢"),
        ("人民中路延伸段88弄12-3号楼", "88弄12-3号楼"),
        ("204国道东侧辅道12号", "12号"),
        ("人民中路延伸段7", "7"),
    ],
)
def test_the_street_gives_way_to_the_number(metrics, plate, number):
    whole = metrics.horizontalAdvance(plate)
    assert plate_that_fits(plate, metrics, whole) == plate
    least = metrics.horizontalAdvance(f"{plate[0]}…{number}") + 2
    for room in range(least, whole):
        fits = plate_that_fits(plate, metrics, room)
        street, cut, end = fits.partition("…")
        assert (cut, end) == ("…", number) and street and plate.startswith(street)
        assert metrics.horizontalAdvance(street + cut) + metrics.horizontalAdvance(end) <= room


@pytest.mark.parametrize(
    ("plate", "room_for", "fits"),
    [
        ("人民中路延伸段191号10幢", "…191号10幢", "…191号10幢"),
        ("人民中路延伸段191号10幢", "…91号10幢", "…10幢"),
        ("人民中路延伸段112号", "…12号", "…12号"),
    ],
)
def test_without_room_for_the_number_that_of_the_house_stays(metrics, plate, room_for, fits):
    assert plate_that_fits(plate, metrics, metrics.horizontalAdvance(room_for) + 2) == fits


@pytest.mark.parametrize(
    "plate", ["No. 12, North Renmin Road", "农贸市场东侧第一排平房", "12 Long Lane of the Old Mill"]
)
def test_a_plate_that_does_not_end_with_a_number_is_cut_at_its_end(metrics, plate):
    fits = plate_that_fits(plate, metrics, metrics.horizontalAdvance(plate) // 2)
    assert fits.endswith("…") and len(fits) > 2 and plate.startswith(fits[:-1])


def test_a_long_number_that_leads_nowhere_is_gone_through_once(metrics):
    assert plate_that_fits("1" * 400 + "。" * 4, metrics, 60).startswith("111")


def test_a_narrow_tree_shows_buildings_of_two_streets_with_their_numbers(show, qtbot):
    tree = show(TreePanel)
    qtbot.waitUntil(lambda: tree.model.hierarchy is not None, timeout=WAIT)
    tree.resize(260, 640)
    shown = tree.model.hierarchy.compounds
    places = np.unique(shown.place)
    streets = {
        int(place): {shown.short_plate(int(place), at).rstrip("0123456789号") for at in shown.houses_of(int(place))}
        for place in places
    }
    place = next(place for place, names in streets.items() if len(names) > 1 and "" not in names)
    village = int(shown.village[shown.place == place][0])
    group = tree.model.index_of(shown.group(village))
    [row] = [
        one
        for at in range(tree.model.rowCount(group))
        if tree.model.compound_at(one := tree.model.index(at, 0, group)) == place
    ]
    tree.view.expand(group.parent().parent())
    tree.view.expand(group.parent())
    tree.view.expand(group)
    tree.view.expand(row)
    tree.view.scrollTo(row, tree.view.ScrollHint.PositionAtTop)
    painted = {}
    for at in range(tree.model.rowCount(row)):
        index = tree.model.index(at, 0, row)
        painted[tree.model.data(index)] = as_painted(tree, index)
        assert tree.model.data(index, Qt.ItemDataRole.ToolTipRole) == shown.plate[tree.model.building_at(index)]
    assert any(text != whole for whole, text in painted.items())
    for whole, text in painted.items():
        assert text.endswith(re.search("[0-9].*", whole)[0])
    assert as_painted(tree, row) == tree.model.data(row)  # a compound's name is the view's own to cut


def test_a_code_in_the_place_of_a_name_is_cut_where_its_neighbours_begin_alike(show, session, qtbot):
    tree = show(TreePanel)
    qtbot.waitUntil(lambda: tree.model.hierarchy is not None, timeout=WAIT)
    grid = int(session.plan.ids_with_codes(["320582107001008"])[0])
    named = tree.model.index_of(grid)
    assert option_of(tree, named).textElideMode == Qt.TextElideMode.ElideRight
    session.perform(SetAttributes("grids", (grid,), {"name": ""}))
    qtbot.waitUntil(lambda: str(tree.model.data(tree.model.index_of(grid))).isdecimal(), timeout=WAIT)
    option = option_of(tree, tree.model.index_of(grid))
    assert option.textElideMode == Qt.TextElideMode.ElideLeft
    assert option.text == "320582107001008"


def as_painted(tree: TreePanel, index: QModelIndex) -> str:
    """Return what the tree paints in a cell."""
    return str(option_of(tree, index).text)


def option_of(tree: TreePanel, index: QModelIndex) -> QStyleOptionViewItem:
    """Return what the tree paints a cell with."""
    delegate = tree.view.itemDelegateForIndex(index)
    assert isinstance(delegate, PlateDelegate)
    option = QStyleOptionViewItem()
    tree.view.initViewItemOption(option)
    option.rect = tree.view.visualRect(index)
    delegate.initStyleOption(option, index)
    return option
