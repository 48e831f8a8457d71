"""Jobs of an officer's day about what is counted: compounds, indicators, facilities, and two days side by side."""

from __future__ import annotations

import datetime as dt

import numpy as np
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gridmap.edits import AddCompound
from gridmap.ground.compound_outlines import outline_around
from gridmap.ground.compounds import compounds
from tools.day_jobs import LEFT, job
from tools.day_stage import Day
from ui.dialogs.indicator import IndicatorDialog
from ui.dialogs.people_lists import WHICH, PeopleListsDialog
from ui.look.wrapping_link import WrappingLink
from ui.panels.compound_changes import work_on_outline
from ui.panels.people.tables import KINDS


def _biggest(day: Day) -> int:
    """Return the place of the compound with most buildings."""
    of = compounds(day.plan).building_compound
    return int(np.argmax(np.bincount(of[of >= 0])))


@job
def find_in_tree(day: Day) -> None:
    """The field above the hierarchy finds a compound, and Enter goes there."""
    tree, name = day.window.panels["tree"], str(compounds(day.plan).name[_biggest(day)])
    day.window.raise_panel("tree")
    QTest.keyClicks(tree.finder, "qqqq")
    day.until(lambda: tree.note.isVisible() and tree._search is None)
    day.settle()
    day.kept["nothing"] = day.picture()
    tree.finder.setText(name)
    day.until(lambda: tree._search is None and tree.model.found is not None and tree.model.found.compounds.any())
    while tree.model.compound_at(tree.view.currentIndex()) < 0:
        QTest.keyClick(tree.finder, Qt.Key.Key_Return)
    day.settle()
    tree.view.expand(tree.view.currentIndex())
    day.settle()
    assert tree.model.data(tree.view.currentIndex()) == name


@job
def compound_outline(day: Day) -> None:
    """The outline of a compound is drawn around its buildings, and Enter accepts it."""
    day.window.panels["tree"].finder.clear()
    place = _biggest(day)
    name, seat = str(compounds(day.plan).name[place]), int(compounds(day.plan).seat[place])
    assert day.session.perform(AddCompound(name, seat))
    day.settle()
    row = int(day.plan.tables["compounds"].index[0])
    work_on_outline(day.window.desk, row, "outline")
    day.settle()
    around = outline_around(day.plan, 0)
    assert around is not None
    corners = shapely.get_coordinates(around.buffer(-3).simplify(2))[:-1]
    for corner in corners[:-1]:
        day.click(day.pixel(*corner), Qt.KeyboardModifier.AltModifier)
    QTest.mouseMove(day.canvas, day.pixel(*corners[-1]))
    day.settle()
    day.kept["drawn"] = day.picture()
    QTest.mouseDClick(day.canvas, LEFT, Qt.KeyboardModifier.AltModifier, day.pixel(*corners[-1]))
    day.accept_proposal()
    assert day.plan.tables["compounds"].geometry[row] is not None
    day.press(Qt.Key.Key_V)


@job
def indicator_page(day: Day) -> None:
    """A click on the name of an indicator opens its page."""
    day.window.raise_panel("dashboard")
    panel = day.window.panels["dashboard"]
    day.until(lambda: bool(panel.indicators.findChildren(WrappingLink)))
    day.settle()
    day.kept["dashboard"] = day.picture()
    day.click_on(panel.indicators.findChildren(WrappingLink)[0])
    page = day.dialog(IndicatorDialog)
    day.until(lambda: page.told is not None)
    day.settle()
    assert page.chart.course is not None and not page.chart.course.lacks
    day.shown(page)


@job
def facility_dragged(day: Day) -> None:
    """A facility is put on the map by a click, and dragged to where it belongs."""
    day.window.actions_by_key["theme-indicators"].trigger()
    day.window.actions_by_key["show-people"].trigger()
    panel = day.window.panels["people"]
    panel.tabs.setCurrentIndex(KINDS.index("facilities"))
    day.until(lambda: panel.page.model.table is not None and panel.page.kind == "facilities")
    day.settle()
    panel.page.view.selectRow(0)
    facility = int(panel.page.selected_ids()[0])
    day.to_grid()
    panel.actions_by_key["facility-place"].trigger()
    day.click(day.canvas.rect().center())
    before = day.plan.tables["facilities"].geometry[facility]
    panel.actions_by_key["facility-place"].trigger()
    ring = day.canvas.facilities._ring.geometry().center()
    day.drag(ring, ring + QPoint(60, -30))
    day.kept["dragged"] = day.picture()
    day.let_go(ring + QPoint(60, -30))
    assert day.plan.tables["facilities"].geometry[facility].distance(before) > 0


@job
def two_days(day: Day) -> None:
    """The lists of people say who left and who came between two days."""
    day.window.docks["people"].close()
    day.window.actions_by_key["theme-boundaries"].trigger()
    day.window.actions_by_key["people-lists"].trigger()
    page = day.dialog(PeopleListsDialog)
    page.first.show_day(dt.date(2019, 1, 1))
    page.which.setCurrentIndex(list(WHICH).index("turnover"))
    day.until(lambda: page.listed is not None)
    day.settle()
    day.shown(page)
