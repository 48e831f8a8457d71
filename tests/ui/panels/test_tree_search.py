"""The field above the tree narrows it down as one types: by name, code, pinyin and initials; nothing found is said."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt

from gridmap.edits import SetAttributes
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import placement
from gridmap.people.staffing import counting
from ui.panels.hierarchy import hierarchy_of, narrowed
from ui.panels.tree import TreePanel
from ui.panels.tree_finding import find_in_tree
from ui.session.jobs import Job

WAIT = 20_000


@pytest.fixture
def tree(show, session, qtbot) -> TreePanel:
    """The tree, filled."""
    tree = show(TreePanel)
    qtbot.waitUntil(lambda: tree.model.hierarchy is not None, timeout=WAIT)
    return tree


def indexes(tree: TreePanel) -> list[QModelIndex]:
    """Return the rows of all that the tree holds, from above to below."""
    waiting, found = [QModelIndex()], []
    while waiting:
        parent = waiting.pop()
        below = [tree.model.index(row, 0, parent) for row in range(tree.model.rowCount(parent))]
        found += [parent] if parent.isValid() else []
        waiting += below[::-1]
    return found


def rows(tree: TreePanel) -> list[int]:
    """Return the ids of all grids that the tree holds."""
    grids = set(tree.session.plan.ids.tolist())
    return sorted(id_ for index in indexes(tree) if (id_ := int(index.internalId())) in grids)


def others(tree: TreePanel) -> list[str]:
    """Return what stands in the rows for compounds and buildings, from above to below."""
    grids = set(rows(tree))
    return [tree.model.data(index) for index in indexes(tree) if int(index.internalId()) not in grids]


def type_in(tree: TreePanel, qtbot, text: str) -> None:
    if text.isascii():
        qtbot.keyClicks(tree.finder, text)
    else:
        tree.finder.setText(text)
    qtbot.waitUntil(lambda: tree._search is None and tree.model.hits is not None, timeout=WAIT)


def with_kin(plan, hits: list[int]) -> list[int]:
    """Return grids with all above and below them, the slow way."""
    parents = dict(zip(plan.ids.tolist(), plan.parents.tolist(), strict=True))
    line = {}
    for grid in parents:
        line[grid], at = [grid], grid
        while parents.get(at, 0) in parents and parents[at] not in line[grid]:
            at = parents[at]
            line[grid].append(at)
    above = {one for hit in hits for one in line[hit]}
    return sorted(grid for grid in parents if grid in above or set(line[grid]) & set(hits))


@pytest.mark.parametrize("typed", ["小学", "xx", "xiaoxue"])
def test_what_is_typed_leaves_the_grids_that_fit_and_their_kin(tree, session, qtbot, typed):
    plan = session.plan
    hits = plan.ids[plan.grids["name"].str.contains("小学", regex=False).to_numpy(dtype=bool)].tolist()
    type_in(tree, qtbot, typed)
    assert set(hits) <= set(plan.ids[tree.model.hits].tolist())
    assert rows(tree) == with_kin(plan, plan.ids[tree.model.hits].tolist())
    assert len(rows(tree)) < len(plan.ids)
    if typed == "小学":
        assert plan.ids[tree.model.hits].tolist() == hits
        for grid in hits:  # each can be seen, and stands out
            index = tree.model.index_of(grid)
            parent = tree.model.parent(index)
            assert not parent.isValid() or tree.view.isExpanded(parent)
            assert tree.model.data(index, Qt.ItemDataRole.FontRole).bold()


def test_a_code_is_found_by_its_beginning(tree, session, qtbot):
    village = int(session.plan.ids[session.plan.ranks == 2][0])
    type_in(tree, qtbot, str(session.plan.value(village, "code")))
    assert village in rows(tree)
    assert rows(tree) == with_kin(session.plan, session.plan.ids[tree.model.hits].tolist())


def test_nothing_found_says_so_and_escape_brings_everything_back(tree, session, words, qtbot):
    everything = rows(tree)
    type_in(tree, qtbot, "qqqq")
    assert rows(tree) == []
    assert tree.note.isVisible()
    assert tree.note.text() == words("tree-nothing")
    words.speak("en")
    assert tree.note.text() == words("tree-nothing")
    qtbot.keyClick(tree.finder, Qt.Key.Key_Escape)
    assert tree.finder.text() == ""
    assert not tree.note.isVisible()
    assert rows(tree) == everything


def test_how_many_were_found_is_said(tree, words, qtbot):
    type_in(tree, qtbot, "小学")
    assert tree.note.text() == words("tree-found", count=int(tree.model.hits.sum()))


def test_enter_before_anything_is_found_goes_there_once_it_is(tree, session, qtbot):
    tree.finder.setText("小学")
    qtbot.keyClick(tree.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.selection), timeout=WAIT)
    assert "小学" in session.plan.value(session.selection[0], "name")


def test_enter_goes_through_all_that_was_found_and_looks_at_no_more_than_the_next(tree, qtbot, monkeypatch):
    compound = compounds(tree.session.plan)
    house = int(np.flatnonzero(compound.building_compound >= 0)[5])
    plate = str(tree.session.plan.buildings["door_plate"].iloc[house])
    asked, is_found = list[QModelIndex](), tree._is_found
    monkeypatch.setattr(tree, "_is_found", lambda index: (asked.append(index), is_found(index))[1])
    for text in ("大新", "小学", "新", "苑", plate):
        tree.finder.clear()
        type_in(tree, qtbot, text)
        tree.view.clearSelection()
        hits, went = [int(one.internalId()) for one in indexes(tree) if is_found(one)], list[int]()
        assert hits
        asked.clear()
        for _ in range(min(len(hits), 60) + 1):
            tree._find_next()
            [row] = tree.view.selectionModel().selectedRows()
            went.append(int(row.internalId()))
        assert went == [*hits, *hits][: len(went)], text
        assert len(asked) < 10 * len(went), text


def test_the_arrow_down_goes_on_into_the_tree(tree, qtbot):
    tree.finder.setFocus()
    qtbot.keyClick(tree.finder, Qt.Key.Key_Down)
    assert tree.window().focusWidget() is tree.view


def test_an_edit_is_looked_at_anew(tree, session, qtbot):
    type_in(tree, qtbot, "小学")
    grid = next(one for one in session.plan.ids[session.plan.ranks == 3].tolist() if one not in rows(tree))
    assert session.perform(SetAttributes("grids", (grid,), {"name": "新建小学"}))
    qtbot.waitUntil(lambda: grid in rows(tree), timeout=WAIT)


def test_narrowing_to_everything_changes_nothing(session):
    whole = hierarchy_of(session.plan, Job(lambda _: None))
    same, _ = narrowed(whole, np.ones(len(session.plan.ids), dtype=bool))
    assert same.is_laid_out_like(whole)
    assert np.array_equal(same.begins, whole.begins)
    assert np.array_equal(same.ends, whole.ends)
    none, leads = narrowed(whole, np.zeros(len(session.plan.ids), dtype=bool))
    assert len(none.below(-1)) == 0
    assert not leads.any()


# ---- what else is in the tree ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["万豪花苑", "whhy", "wanhaohua"])
def test_a_compound_is_found_in_its_village_with_all_its_buildings(tree, session, qtbot, typed):
    found = compounds(session.plan)
    [place] = np.flatnonzero(found.name == "万豪花苑").tolist()
    type_in(tree, qtbot, typed)
    [row] = [one for one in indexes(tree) if tree.model.compound_at(one) == place]
    group = row.parent()
    assert tree.view.isExpanded(group) and tree.view.isExpanded(group.parent()) and not tree.view.isExpanded(row)
    assert tree.model.data(row, Qt.ItemDataRole.FontRole).bold()
    own = np.flatnonzero(found.building_compound == place)
    below = [tree.model.index(at, 0, row) for at in range(tree.model.rowCount(row))]
    assert sorted(tree.model.building_at(one) for one in below) == own.tolist()
    homes = [int(tree.model.data(one.siblingAtColumn(1)).replace(",", "")) for one in below]
    assert sum(homes) == found.households[place] == int(tree.model.data(row.siblingAtColumn(1)).replace(",", ""))


def test_a_building_is_found_below_its_compound_and_enter_goes_there(tree, session, qtbot):
    plan = session.plan
    found = compounds(plan)
    house = int(np.flatnonzero(found.building_compound >= 0)[5])
    plate = str(plan.buildings["door_plate"].iloc[house])
    tree.finder.setText(plate)
    qtbot.waitUntil(lambda: tree._search is None and tree.model.hits is not None, timeout=WAIT)
    [row] = [one for one in indexes(tree) if tree.model.building_at(one) == house]
    short = tree.model.data(row)
    assert plate.endswith(short) and not short.startswith("大新镇")
    tree.finder.clear()
    shown = tree.model.hierarchy.compounds
    own = shown.houses_of(int(found.building_compound[house]))
    assert len({shown.short_plate(int(found.building_compound[house]), at) for at in own}) == len(own) > 1
    assert shown.short_plate(int(found.building_compound[house]), house) == short  # alone or among all
    tree.finder.setText(plate)
    qtbot.waitUntil(lambda: tree._search is None and tree.model.hits is not None, timeout=WAIT)
    [row] = [one for one in indexes(tree) if tree.model.building_at(one) == house]
    assert tree.view.isExpanded(row.parent()) and tree.model.compound_at(row.parent()) == found.building_compound[house]
    assert tree.model.data(row, Qt.ItemDataRole.FontRole).bold()
    with qtbot.waitSignal(session.view_wanted) as shown:
        qtbot.keyClick(tree.finder, Qt.Key.Key_Return)
    assert shown.args[0].equals(plan.buildings.geometry.iloc[house])
    assert session.selection == (int(placement(plan).holder[house]),)


def test_door_plates_stand_as_one_counts(tree, session):
    shown = tree.model.hierarchy.compounds
    place = int(np.argmax(np.diff(shown.begins)))
    numbers = [[int(n) for n in re.findall(r"[0-9]+", shown.plate[at])] for at in shown.houses_of(place)]
    streets = [re.sub(r"[0-9]+", "", shown.plate[at]) for at in shown.houses_of(place)]
    assert len(numbers) > 10
    for street in set(streets):
        own = [one for one, of in zip(numbers, streets, strict=True) if of == street]
        assert own == sorted(own)


@pytest.mark.parametrize("table", ["workers", "branches"])
def test_a_worker_and_a_branch_are_found_in_their_grids(tree, session, qtbot, table):
    plan = session.plan
    if table == "workers":
        assignment = plan.tables["assignments"][counting(plan)].iloc[0]
        who, grid = int(assignment["worker"]), int(assignment["grid"])
    else:
        link = plan.tables["branch_grids"].iloc[0]
        who, grid = int(link["branch"]), int(link["grid"])
    name = str(plan.tables[table].loc[who, "name"])
    said = name if table == "workers" else f"{name[:7]}…" if len(name) > 8 else name
    tree.finder.setText(name)
    qtbot.waitUntil(lambda: tree._search is None and tree.model.hits is not None, timeout=WAIT)
    index = tree.model.index_of(grid)
    assert index.isValid() and grid in plan.ids[tree.model.hits]
    own = str(plan.value(grid, "name"))
    assert tree.model.data(index) == (own if name in own else f"{said} · {own}")
    assert name in tree.model.data(index, Qt.ItemDataRole.ToolTipRole) or name in own
    qtbot.keyClick(tree.finder, Qt.Key.Key_Escape)
    assert tree.model.data(tree.model.index_of(grid)) == own


def test_a_branch_that_is_found_by_its_secretary_is_called_by_that(session):
    plan, below = session.plan, hierarchy_of(session.plan, Job(lambda _: None)).compounds
    link = plan.tables["branch_grids"].iloc[0]
    secretary = str(plan.tables["branches"].loc[link["branch"], "secretary"])
    found = find_in_tree(plan, session.on, secretary, below, "briefing")
    at = int(plan.positions([link["grid"]])[0])
    assert found.grids[at] and secretary in found.why[at]
    assert secretary not in find_in_tree(plan, session.on, secretary, below, "public").why[at]


def test_the_name_of_a_town_is_no_building(session):
    plan, below = session.plan, hierarchy_of(session.plan, Job(lambda _: None)).compounds
    found = find_in_tree(plan, session.on, "大新镇", below, "briefing")
    assert not found.houses.any() and plan.ids[found.grids].tolist() == plan.ids[plan.ranks == 1].tolist()
