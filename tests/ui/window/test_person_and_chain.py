"""The page of a person, the chain of branches that is dragged, workers dragged onto grids, in the real window."""

from __future__ import annotations

import html

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication, QMessageBox

from gridmap.people.loads import load_of, worker_loads
from gridmap.people.privacy import mask_phone
from tests.ui.window.people_at_work import click, do, drag, index_of, press, ready, row_of, shown, undone
from tests.ui.window.people_at_work import opened as dialog_of
from ui.dialogs.portfolios import AssignGridsDialog, HandOverDialog
from ui.panels import chain_folders
from ui.panels.people.tables import KINDS
from ui.session.carried import workers_carried, workers_in

LEFT = Qt.MouseButton.LeftButton
MOVE = Qt.DropAction.MoveAction


def seen(window, key: str) -> bool:
    panel = window.panels[key]
    return not (panel.page if key == "person" else panel.view).viewport().visibleRegion().isEmpty()


def page_of(qtbot, window, worker: int):
    """Show the page of a person by the button beside the table, and wait until it is written."""
    panel, page = shown(qtbot, window)
    click(qtbot, page, row_of(page, worker))
    press(qtbot, panel._buttons["person"])
    person = window.panels["person"]
    qtbot.waitUntil(lambda: person._facts is not None and person._facts.plan is window.session.plan, timeout=20_000)
    qtbot.waitUntil(lambda: seen(window, "person"))
    return person


def chain_of_window(qtbot, window):
    panel, _ = shown(qtbot, window, "branches")
    do(panel, "branch-chain")
    chain = window.panels["chain"]
    qtbot.waitUntil(lambda: chain.model.chain is not None and chain.model.chain.plan is window.session.plan)
    qtbot.waitUntil(lambda: seen(window, "chain"))
    return chain


# ---- the page of a person --------------------------------------------------------------------------------------------


def test_the_page_tells_grids_load_and_limits_and_shows_them_on_the_map(opened, qtbot):
    plan, say = opened.session.plan, opened.words
    worker = int(worker_loads(plan)["of_limit"].idxmax())
    person = page_of(qtbot, opened, worker)
    told, load = person.page.toPlainText(), load_of(plan, worker)
    assert plan.tables["workers"].loc[worker, "name"] in told
    limit = plan.scheme.limit("worker_grids")
    assert say("person-of-limit", value=float(load["grids"]), limit=limit, share=load["grids"] / limit) in told
    assert say("person-over-limit") in told and load["over"]
    duties = [duty for duty in person._facts.duties if duty.state == "now"]
    assert len({duty.grid for duty in duties}) >= int(load["grids"]) > 0
    opened.session.select(())
    with qtbot.waitSignal(opened.session.view_wanted):
        person.page.anchorClicked.emit(QUrl("map:"))
    assert set(opened.session.selection) == {duty.grid for duty in duties}
    person.page.anchorClicked.emit(QUrl(f"grid:{duties[0].grid}"))
    assert opened.session.selection == (duties[0].grid,)


def test_the_phone_is_masked_until_it_is_asked_for_and_again_with_the_next_person(opened, qtbot):
    plan = opened.session.plan
    one, two = plan.tables["workers"].index[:2].tolist()
    phone = plan.tables["workers"].loc[one, "phone"]
    person = page_of(qtbot, opened, one)
    assert mask_phone(phone) in person.page.toPlainText() and phone not in person.page.toHtml()
    person.page.anchorClicked.emit(QUrl("phone:"))
    assert phone in person.page.toPlainText()
    opened.session.show_person(two)
    opened.session.show_person(one)
    assert phone not in person.page.toHtml()
    person.page.anchorClicked.emit(QUrl("phone:"))
    opened.actions_by_key["people-public"].trigger()
    assert phone not in person.page.toHtml() and mask_phone(phone) not in person.page.toHtml()
    person.page.anchorClicked.emit(QUrl("phone:"))
    opened.actions_by_key["people-briefing"].trigger()
    assert phone not in person.page.toHtml()


def test_the_history_names_what_was_done_to_the_person_and_links_change_it(opened, qtbot):
    plan = opened.session.plan
    worker = int(worker_loads(plan)["grids"].idxmax())
    person = page_of(qtbot, opened, worker)
    person.page.anchorClicked.emit(QUrl("hand-over:"))
    dialog = dialog_of(HandOverDialog)
    assert dialog.worker == worker
    dialog.picker.choose(int(np.setdiff1d(plan.tables["workers"].index, worker_loads(plan).index)[0]))
    press(qtbot, dialog.do)
    qtbot.waitUntil(lambda: person._facts.plan is opened.session.plan)
    told = person.page.toPlainText()
    assert opened.words("inspector-history") in told and opened.words("person-no-grids") in told
    assert opened.words("person-over") in told


def test_the_page_is_reached_from_the_details_and_is_empty_once_the_person_is_gone(opened, qtbot):
    plan = opened.session.plan
    table = plan.tables["assignments"]
    row = table[(table["until_date"] == "").to_numpy()].iloc[0]
    opened.session.select([int(row["grid"])])
    inspector = opened.panels["inspector"]
    assert f"person:{int(row['worker'])}" in inspector.page.toHtml()
    inspector.page.anchorClicked.emit(QUrl(f"person:{int(row['worker'])}"))
    qtbot.waitUntil(lambda: seen(opened, "person"))
    assert opened.session.person == row["worker"]
    opened.session.close()
    assert html.unescape(opened.panels["person"].page.toPlainText()) == opened.words("person-nobody")


# ---- the chain -------------------------------------------------------------------------------------------------------


def test_the_chain_shows_every_branch_once_below_the_one_above_it(opened, qtbot):
    chain = chain_of_window(qtbot, opened)
    branches = opened.session.plan.tables["branches"]
    found = {}

    def walk(parent, above: int) -> None:
        for row in range(chain.model.rowCount(parent)):
            index = chain.model.index(row, 0, parent)
            found[int(index.internalId())] = above
            assert chain.model.parent(index) == parent
            walk(index, int(index.internalId()))

    walk(chain.view.rootIndex(), 0)
    known = set(branches.index.tolist())
    assert found == {one: (parent if parent in known else 0) for one, parent in branches["parent"].items()}


def test_a_branch_is_dragged_below_another_and_a_circle_is_refused_with_the_reason(opened, qtbot, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _, __, words: told.append(words))
    chain = chain_of_window(qtbot, opened)
    plan, words = opened.session.plan, opened.words
    branches, tiers = plan.tables["branches"], [tier.key for tier in plan.scheme.tiers]
    low = int(branches.index[(branches["tier"] == tiers[1]).to_numpy() & (branches["parent"] > 0).to_numpy()][0])
    above = int(branches.loc[low, "parent"])
    other = int(branches.index[(branches["tier"] == tiers[0]).to_numpy() & (branches.index != above)][0])
    for branch in (above, other):
        chain.view.expand(chain.model.index_of(branch))
    data = chain.model.mimeData([chain.model.index_of(low)])
    assert not data.hasText() and branches.loc[low, "name"].encode() not in bytes(data.data(data.formats()[0]).data())

    def centre(branch: int) -> QPoint:
        chain.view.scrollTo(chain.model.index_of(branch))
        return chain.view.visualRect(chain.model.index_of(branch)).center()

    assert drag(data, chain.view.viewport(), centre(other), MOVE)
    qtbot.waitUntil(lambda: opened.session.plan is not plan)
    assert opened.session.plan.tables["branches"].loc[low, "parent"] == other
    qtbot.waitUntil(lambda: chain.model.chain.plan is opened.session.plan)
    assert undone(opened, plan)
    qtbot.waitUntil(lambda: chain.model.chain.plan is opened.session.plan)
    # The branch above cannot go below its own: it is not taken, and the reason stands below the tree.
    chain.view.expand(chain.model.index_of(above))
    now = opened.session.plan
    upper = chain.model.mimeData([chain.model.index_of(above)])
    assert not drag(upper, chain.view.viewport(), centre(low), MOVE)
    name = branches.loc[above, "name"]
    assert chain.note.text() == words("branch-above-itself", name=name)
    assert opened.session.plan is now and not told


def test_branches_of_a_circle_in_the_file_are_all_seen(opened, qtbot):
    from gridmap.edits import PutRows
    from gridmap.model.making import edited_rows

    plan = opened.session.plan
    one, two = plan.tables["branches"].index[:2].tolist()
    rows = edited_rows(plan, "branches", [one, two], parent=[two, one])
    values = {"table": "branches", "count": 2, "columns": "parent"}
    opened.session.perform(PutRows("set-attributes", {"branches": rows}, values=values))
    chain = chain_of_window(qtbot, opened)
    assert chain.model.index_of(one).isValid() and chain.model.index_of(two).isValid()
    tops = {int(chain.model.index(row, 0).internalId()) for row in range(chain.model.rowCount())}
    assert len(tops & {one, two}) == 1


def test_in_folders_a_branch_is_found_and_a_folder_shows_its_ground(opened, qtbot, monkeypatch):
    monkeypatch.setattr(chain_folders, "MANY", 3)
    chain = chain_of_window(qtbot, opened)
    model = chain.model
    folders = [row for row in range(model.rowCount()) if model.index(row, 0).internalId() >= chain_folders.FIRST_ID]
    assert len(folders) == model.rowCount() > 1 and not chain.selected().tolist()
    assert not any(chain.view.isExpanded(model.index(row, 0)) for row in folders)
    branch = int(model.index(0, 0, model.index(folders[-1], 0)).internalId())
    chain.finder.insert(opened.session.plan.tables["branches"].loc[branch, "name"])
    qtbot.keyClick(chain.finder, Qt.Key.Key_Return)
    found = int(chain.selected()[0])
    index = model.index_of(found)
    assert chain.view.isExpanded(model.parent(index)) and not chain.view.visualRect(index).isEmpty()
    folder = model.index(folders[0], 0)
    chain.view.setCurrentIndex(folder)
    at = model.chain.place(folder.internalId()) - len(model.chain.grids)
    assert opened.session.selection == (int(model.chain.folders.grid[at]),) and not chain.selected().tolist()


def test_a_branch_in_the_tree_selects_its_grids_and_is_found_by_its_secretary(opened, qtbot):
    from gridmap.people.branches import seats

    chain = chain_of_window(qtbot, opened)
    plan = opened.session.plan
    which, grid = seats(plan)
    place = int(which[0])
    branch = plan.tables["branches"].iloc[place]
    chain.finder.insert(branch["name"])
    qtbot.keyClick(chain.finder, Qt.Key.Key_Return)
    assert chain.selected().tolist()[0] in plan.tables["branches"].index
    found = int(chain.selected()[0])
    at = int(np.flatnonzero(plan.tables["branches"].index == found)[0])
    assert set(opened.session.selection) == set(plan.ids[grid[which == at]].tolist())


# ---- dragging somebody onto a grid -----------------------------------------------------------------------------------


@pytest.fixture
def dragged(opened, qtbot):
    """A worker who answers for nothing, as he or she is dragged from the table; the panel, the page and the id."""
    panel, page = shown(qtbot, opened)
    plan = opened.session.plan
    worker = int(np.setdiff1d(plan.tables["workers"].index, plan.tables["assignments"]["worker"])[0])
    data = page.model.mimeData([page.model.index(row_of(page, worker), 0)])
    assert workers_in(data) == (worker,)
    return panel, page, worker, data


def at_grid(window, grid: int) -> QPoint:
    """Show a grid and return where on the map its inner point is."""
    plan = window.session.plan
    window.canvas.zoom_to(plan.shape(grid))
    point = plan.shape(grid).representative_point()
    x, y = window.canvas.view.to_screen(point.x, point.y)
    return QPoint(round(x), round(y))


def assigned(window, worker: int) -> set[int]:
    table = window.session.plan.tables["assignments"]
    return set(table["grid"][(table["worker"] == worker).to_numpy()].tolist())


def test_somebody_is_dropped_on_a_grid_of_the_map(opened, qtbot, dragged):
    *_, worker, data = dragged
    plan = opened.session.plan
    grid = int(plan.ids[(plan.ranks == 3) & plan.has_shape][0])
    at = at_grid(opened, grid)
    qtbot.waitUntil(lambda: opened.canvas.grid_under(at.x(), at.y()) == grid, timeout=20_000)
    assert drag(data, opened.canvas, at)
    dialog = dialog_of(AssignGridsDialog)
    assert (dialog.worker, dialog.grids) == (worker, (grid,))
    press(qtbot, dialog.do)
    assert assigned(opened, worker) == {grid}
    assert undone(opened, plan)


def test_dropped_on_one_of_several_selected_grids_somebody_gets_them_all(opened, qtbot, dragged):
    *_, worker, data = dragged
    plan = opened.session.plan
    grids = plan.ids[(plan.ranks == 3) & plan.has_shape][:3].tolist()
    opened.session.select(grids)
    tree = opened.panels["tree"]
    qtbot.waitUntil(lambda: tree.model.index_of(grids[0]).isValid(), timeout=20_000)
    tree.view.scrollTo(tree.model.index_of(grids[0]))
    assert drag(data, tree.view.viewport(), tree.view.visualRect(tree.model.index_of(grids[0])).center())
    dialog = dialog_of(AssignGridsDialog)
    assert set(dialog.grids) == set(grids)
    press(qtbot, dialog.do)
    assert assigned(opened, worker) == set(grids)
    assert undone(opened, plan)


def test_somebody_is_dropped_on_a_vacancy_after_the_tab_has_turned_under_the_drag(opened, qtbot, dragged):
    panel, _, worker, data = dragged
    drag(data, panel.tabs, panel.tabs.tabRect(KINDS.index("vacancies")).center())
    qtbot.waitUntil(lambda: panel.page.kind == "vacancies")
    ready(qtbot, opened)
    page = panel.page
    grid = int(page.model.table.ids[page.model.rows[0]])
    assert drag(data, page.view.viewport(), page.view.visualRect(index_of(page, 0, "code")).center())
    dialog = dialog_of(AssignGridsDialog)
    assert (dialog.worker, dialog.grids) == (worker, (grid,))
    dialog.reject()


def test_beside_a_grid_and_for_whom_it_is_not_nobody_is_taken(opened, dragged, monkeypatch):
    *_, data = dragged
    opened.canvas.fit()
    assert not drag(data, opened.canvas, QPoint(1, 1))
    assert not drag(workers_carried([1, 2]), opened.canvas, opened.canvas.rect().center())
    monkeypatch.setattr(opened.session.project, "read_only", True)
    assert not drag(data, opened.canvas, opened.canvas.rect().center())
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, AssignGridsDialog) and w.isVisible()] == []


def test_a_row_is_really_dragged_by_the_mouse(opened, qtbot, monkeypatch):
    """The press and the moves of a mouse begin a drag that carries the worker's id."""
    from PySide6.QtGui import QDrag

    _, page = shown(qtbot, opened)
    carried: list[tuple[int, ...]] = []

    def caught(drag_, *_):
        carried.append(workers_in(drag_.mimeData()))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", caught)
    view = page.view
    at = view.visualRect(index_of(page, 2, "person")).center()
    QTimer.singleShot(0, lambda: None)
    qtbot.mousePress(view.viewport(), LEFT, pos=at)
    for step in (8, 24, 48):
        qtbot.mouseMove(view.viewport(), at + QPoint(step, 0))
    qtbot.mouseRelease(view.viewport(), LEFT, pos=at + QPoint(48, 0))
    flags = page.model.flags(index_of(page, 2, "person"))
    assert view.dragEnabled() and flags & Qt.ItemFlag.ItemIsDragEnabled
    assert not carried or carried == [(int(page.model.table.ids[page.model.rows[2]]),)]


def test_a_chain_that_is_dressed_anew_while_nobody_sees_it_has_rows_of_the_new_height_when_it_is_seen_again(
    opened, qtbot
):
    chain = chain_of_window(qtbot, opened)
    chain.view.expandAll()
    last = chain.view.indexBelow(chain.model.index(0, 0))
    while chain.view.indexBelow(last).isValid():
        last = chain.view.indexBelow(last)
    before = chain.view.visualRect(last)
    opened.docks["chain"].hide()
    chain.view.setStyleSheet("QTreeView::item { padding: 11px 1px; }")
    opened.docks["chain"].show()
    opened.raise_panel("chain")
    qtbot.waitUntil(chain.view.isVisible)
    after = chain.view.visualRect(last)
    assert after.height() > before.height() and chain.view.isExpanded(chain.model.parent(last))
    assert after.y() > before.y()
