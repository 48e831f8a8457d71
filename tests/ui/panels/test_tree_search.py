"""The field above the tree narrows it down as one types: by name, code, pinyin and initials; nothing found is said."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt

from gridmap.edits import SetAttributes
from ui.panels.hierarchy import hierarchy_of, narrowed
from ui.panels.tree import TreePanel
from ui.session.jobs import Job

WAIT = 20_000


@pytest.fixture
def tree(show, session, qtbot) -> TreePanel:
    """The tree, filled."""
    tree = show(TreePanel)
    qtbot.waitUntil(lambda: tree.model.hierarchy is not None, timeout=WAIT)
    return tree


def rows(tree: TreePanel) -> list[int]:
    """Return the ids of all that the tree holds, from above to below."""
    waiting, found = [QModelIndex()], []
    while waiting:
        parent = waiting.pop()
        for row in range(tree.model.rowCount(parent)):
            index = tree.model.index(row, 0, parent)
            found.append(int(index.internalId()))
            waiting.append(index)
    return sorted(found)


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
