"""The first jobs of an officer's day, in their order: each does what a user does, and says what must be so then."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QTableView,
    QTextBrowser,
)

from gridmap.mending import offers
from tools.day_stage import Day
from tools.guide_pictures import DRAG, GRID
from ui.dialogs.divide import DivideDialog

LEFT: Final = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

Job = Callable[[Day], object]
JOBS: Final[dict[str, Job]] = {}


def job(do: Job) -> Job:
    """Put a job on the list, under the number that it has in the day."""
    JOBS[f"{len(JOBS) + 1:02d}-{do.__name__.replace('_', '-')}"] = do
    return do


# ---- in the morning: open, look, ask ---------------------------------------------------------------------------------


@job
def start_page(day: Day) -> None:
    """The start page lists what was open last."""
    listed = day.window.start.findChild(QListView, "recent")
    assert listed is not None and listed.model().rowCount() == 1


@job
def open_recent(day: Day) -> None:
    """A click on it opens it."""
    listed = day.window.start.findChild(QListView, "recent")
    assert listed is not None
    at = listed.visualRect(listed.model().index(0, 0)).center()
    for press in (QTest.mouseClick, QTest.mouseDClick):  # out of habit: a click is enough
        press(listed.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    day.until(lambda: day.session.findings is not None)
    day.settle()
    assert day.session.project.path == day.path and day.session.can_edit


@job
def help_page(day: Day) -> None:
    """F1 opens the guide."""
    day.press(Qt.Key.Key_F1)
    page = day.dialog()
    assert page.findChild(QTextBrowser).toPlainText()
    day.shown(page)


@job
def search_by_code(day: Day) -> None:
    """Ctrl+K finds a grid by its code."""
    day.press(Qt.Key.Key_K, CTRL)
    field = day.window.search_everything.field
    field.setText(GRID)
    QTest.qWait(600)
    day.settle()
    day.kept["search"] = day.window.search_everything.grab()
    QTest.keyClick(field, Qt.Key.Key_Return)
    day.settle()
    assert day.session.selection == (day.grid,)


@job
def ask_who_answers(day: Day) -> None:
    """A click on the map tells who answers for a grid."""
    day.press(Qt.Key.Key_V)
    day.to_grid()
    day.click(day.inner(day.grid))
    assert day.session.selection == (day.grid,)
    day.window.raise_panel("inspector")
    assert str(day.plan.value(day.grid, "name")) in day.window.panels["inspector"].page.toPlainText()


@job
def show_phones(day: Day) -> None:
    """Phones are shown when they are asked for."""
    page = day.window.panels["inspector"].page
    assert "****" in page.toPlainText()
    day.click_link(page, "phones:")
    assert "****" not in page.toPlainText()


@job
def next_finding(day: Day) -> None:
    """F8 goes to the next finding."""
    day.window.findings_bar.unfold()
    day.press(Qt.Key.Key_F8)
    day.settle()
    assert day.session.finding is not None


@job
def choose_gaps(day: Day) -> None:
    """The table shows gaps alone, and F8 goes to the one there is."""
    panel = day.window.panels["findings"]
    panel.rule.setCurrentIndex(panel.rule.findData("gap"))
    day.press(Qt.Key.Key_F8)
    day.settle()
    assert day.session.finding.rule == "gap" and panel.model.rowCount() >= 1


@job
def mend_gap(day: Day) -> None:
    """The first fix that is offered fills the gap."""
    finding, count = day.session.finding, len(day.session.findings.open)
    panel = day.window.panels["findings"]
    assert any(offer.edit is not None for offer in offers(day.plan, finding))
    menu = panel.mend.menu()
    menu.popup(panel.mend.mapToGlobal(QPoint(0, 0)))
    day.until(lambda: any(action.isEnabled() and not action.isSeparator() for action in menu.actions()))
    day.settle()
    first = next(action for action in menu.actions() if action.isEnabled() and not action.isSeparator())
    first.trigger()
    menu.close()
    day.settle()
    assert len(day.session.findings.open) < count
    assert finding.id not in {one.id for one in day.session.findings.open}


@job
def undo(day: Day) -> None:
    """Ctrl+Z takes it back, and says what."""
    before = day.plan
    day.press(Qt.Key.Key_Z, CTRL)
    day.settle()
    assert day.plan is not before and day.window.statusBar().currentMessage()


@job
def redo(day: Day) -> None:
    """Ctrl+Shift+Z does it again."""
    before = day.plan
    day.press(Qt.Key.Key_Z, CTRL | SHIFT)
    day.settle()
    assert day.plan is not before


@job
def accept_finding(day: Day) -> None:
    """A finding is accepted with a reason."""
    panel = day.window.panels["findings"]
    panel.rule.setCurrentIndex(0)
    day.press(Qt.Key.Key_F8)
    day.settle()
    accepted = len(day.session.findings.accepted)
    day.type_in("2026")
    day.click_on(panel.accept)
    assert len(day.session.findings.accepted) == accepted + 1


# ---- five questions --------------------------------------------------------------------------------------------------


def _theme(day: Day, key: Qt.Key, theme: str) -> None:
    day.window.docks["findings"].close()
    day.press(key, CTRL)
    day.canvas.fit()
    day.settle()
    assert day.window.settings.theme == theme


def _question(name: str, key: Qt.Key) -> None:
    """Put on the list that Ctrl and a figure show one of the questions that the map answers."""

    def asks(day: Day) -> None:
        _theme(day, key, name)

    asks.__name__ = name
    job(asks)


_question("staffing", Qt.Key.Key_2)
_question("branches", Qt.Key.Key_3)
_question("workload", Qt.Key.Key_4)
_question("gaps", Qt.Key.Key_5)


@job
def dashboard(day: Day) -> None:
    """A click on a line of the dashboard goes there."""
    _theme(day, Qt.Key.Key_1, "boundaries")
    day.window.raise_panel("dashboard")
    day.settle()
    view = day.window.panels["dashboard"].view
    before = day.canvas.view
    index = view.model().index(0, 0)
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, view.visualRect(index).center())
    day.settle()
    assert day.canvas.view != before or day.session.selection


@job
def layers(day: Day) -> None:
    """The space bar takes a layer off the map."""
    day.window.raise_panel("layers")
    day.settle()
    view = day.window.panels["layers"].view
    shown = [layer.visible for layer in day.canvas.layers]
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    day.settle()
    assert [layer.visible for layer in day.canvas.layers] != shown


@job
def layers_again(day: Day) -> None:
    """And puts it back."""
    view = day.window.panels["layers"].view
    shown = [layer.visible for layer in day.canvas.layers]
    QTest.keyClick(view, Qt.Key.Key_Space)
    day.settle()
    assert sum(layer.visible for layer in day.canvas.layers) == sum(shown) + 1
    day.window.raise_panel("tree")


@job
def measure(day: Day) -> None:
    """M measures a length by two clicks."""
    day.press(Qt.Key.Key_M)
    for at in (QPoint(150, 220), QPoint(360, 260)):
        day.click(at)
    assert day.canvas.tool.length_m > 0


@job
def select_by_box(day: Day) -> None:
    """R selects by a rectangle."""
    day.to_grid(0.3)
    day.press(Qt.Key.Key_R)
    QTest.mousePress(day.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    corner = QPoint(day.canvas.width() - 20, day.canvas.height() - 20)
    QTest.mouseMove(day.canvas, corner)
    QTest.mouseRelease(day.canvas, LEFT, Qt.KeyboardModifier.NoModifier, corner)
    day.settle()
    day.window.raise_panel("inspector")
    assert len(day.session.selection) > 1


# ---- at work ---------------------------------------------------------------------------------------------------------


@job
def set_attributes(day: Day) -> None:
    """A names a grid anew."""
    day.press(Qt.Key.Key_V)
    day.session.select([day.grid])
    day.press(Qt.Key.Key_A)
    box = day.dialog()
    field = box.findChild(QLineEdit)
    field.selectAll()
    field.insert("示范网格")
    day.kept["attributes"] = box.grab()
    QTest.keyClick(field, Qt.Key.Key_Return)
    day.settle()
    assert day.plan.value(day.grid, "name") == "示范网格"


@job
def move_border(day: Day) -> None:
    """B drags the border between two grids."""
    before, other = day.plan, day.neighbour()
    day.session.select(())
    day.take("move-border")
    day.look(shapely.union_all(day.plan.shapes([day.grid, other])), 0.8)
    middle = shapely.line_interpolate_point(day.shared_with(other), 0.45, normalized=True)
    start = day.pixel(middle.x, middle.y)
    day.drag(start, start + DRAG)
    day.let_go(start + DRAG)
    if day.plan.shape(day.grid) == before.shape(day.grid):
        day.accept_proposal()
    assert day.plan.shape(day.grid) != before.shape(day.grid)


@job
def split(day: Day) -> None:
    """S splits a grid along a line, and Enter accepts."""
    count, shape = len(day.plan.ids), day.plan.shape(day.grid)
    day.take("split")
    day.look(shape, 0.7)
    west, _, east, _ = shapely.bounds(shape).tolist()
    y = shapely.point_on_surface(shape).y
    day.draw(day.pixel(west - 5, y - 10), day.pixel((west + east) / 2, y + 10), day.pixel(east + 5, y))
    day.kept["split"] = day.picture()
    day.accept_proposal()
    assert len(day.plan.ids) == count + 1


@job
def split_taken_back(day: Day) -> None:
    """Ctrl+Z takes the split back."""
    count = len(day.plan.ids)
    day.press(Qt.Key.Key_V)
    day.press(Qt.Key.Key_Z, CTRL)
    day.settle()
    assert len(day.plan.ids) == count - 1


@job
def carve(day: Day) -> None:
    """C carves a school out of a grid."""
    count, shape = len(day.plan.ids), day.plan.shape(day.grid)
    day.take("carve")
    day.look(shape, 0.7)
    inner, half = shapely.point_on_surface(shape), 45.0
    corners = [(-half, -half), (-half, half), (half, half), (half, -half)]
    day.draw(*(day.pixel(inner.x + x, inner.y + y) for x, y in corners))
    day.window.desk.editing.choose("name", "东门小学")
    day.accept_proposal()
    assert len(day.plan.ids) == count + 1 and "东门小学" in set(day.plan.grids["name"])


@job
def assign(day: Day) -> None:
    """A worker is assigned from the details."""
    before = len(day.plan.tables["assignments"])
    day.press(Qt.Key.Key_V)
    day.to_grid()
    day.session.select([day.grid])
    day.window.raise_panel("inspector")
    day.click_link(day.window.panels["inspector"].page, "assign:")
    box = day.dialog()
    view = box.findChild(QTableView)
    view.selectRow(3)
    day.kept["assign"] = day.picture(box)
    day.click_on(box.do)
    assert len(day.plan.tables["assignments"]) == before + 1


@job
def link_branch(day: Day) -> None:
    """A branch is linked from the details."""
    before = len(day.plan.tables["branch_grids"])
    day.click_link(day.window.panels["inspector"].page, "link-branch:")
    box = day.dialog()
    box.findChild(QTableView).selectRow(5)
    day.kept["link"] = day.picture(box)
    day.click_on(box.do)
    assert len(day.plan.tables["branch_grids"]) == before + 1


@job
def divide(day: Day) -> None:
    """Shift+D proposes new grids for a village; today nothing comes of it."""
    day.session.select([int(day.plan.value(day.grid, "parent"))])
    day.press(Qt.Key.Key_D, SHIFT)
    box = day.dialog(DivideDialog)
    day.until(lambda: bool(box.proposals) or (bool(box.note.text()) and not day.session.is_working))
    day.settle()
    assert box.proposals
    day.shown(box)


@job
def begin_draft(day: Day) -> None:
    """Ctrl+T begins a draft."""
    day.press(Qt.Key.Key_T, CTRL)
    box = day.dialog()
    QTest.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Return)
    day.until(lambda: day.window.desk.drafting.mark is not None)
    day.settle()


@job
def work_in_draft(day: Day) -> None:
    """A border is dragged in it."""
    move_border(day)


@job
def compare(day: Day) -> None:
    """Ctrl+D compares it with the division in force."""
    day.press(Qt.Key.Key_V)
    day.press(Qt.Key.Key_D, CTRL)
    day.until(lambda: day.window.desk.drafting.comparison is not None)
    day.settle()
    assert len(day.window.desk.drafting.comparison.ground)


@job
def leave_draft(day: Day) -> None:
    """Back to the division in force; the draft is kept."""
    day.window.actions_by_key["leave-draft"].trigger()
    day.until(lambda: day.window.desk.drafting.mark is None)
    day.settle()
    assert len(day.window.desk.drafting.drafts) == 1
