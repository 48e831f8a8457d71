"""The tree leads the selection and follows it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QIcon

from gridmap.edits import AddCompound, EndAssignment, SetAttributes, SetParent
from gridmap.figures.compounds import within
from gridmap.figures.statistics import rollup
from gridmap.ground.compounds import compounds, grounds
from gridmap.people.staffing import Staffing, staffing_state
from layers import palette
from ui.panels.tree import TreePanel
from ui.words.states import branch_word, staffing_word

CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def tree(show, session, qtbot) -> TreePanel:
    """The tree, filled."""
    tree = show(TreePanel)
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    return tree


def is_filled(tree: TreePanel) -> bool:
    return tree.model.hierarchy is not None and tree.model.hierarchy.plan is tree.session.plan


def grids_in(plan, level: str):
    return plan.ids[plan.of_level(plan.scheme.level(level))].tolist()


def chosen(tree) -> set[int]:
    return {int(index.internalId()) for index in tree.view.selectionModel().selectedRows()}


def test_a_row_that_is_chosen_is_selected(tree, session):
    village = grids_in(session.plan, "village")[2]
    tree.view.selectionModel().select(tree.model.index_of(village), CHOOSE)
    assert session.selection == (village,)


def test_arrow_keys_lead(tree, session, qtbot):
    town = grids_in(session.plan, "town")[0]
    tree.view.setCurrentIndex(tree.model.index_of(town))
    assert session.selection == (town,)
    qtbot.keyClick(tree.view, Qt.Key.Key_Right)
    qtbot.keyClick(tree.view, Qt.Key.Key_Down)
    [village] = session.selection
    assert session.plan.value(village, "parent") == town


def test_what_is_selected_elsewhere_is_shown_in_the_tree(tree, session):
    first, second = grids_in(session.plan, "grid")[3:5]
    session.select([first, second])
    assert chosen(tree) == {first, second}
    assert tree.view.isExpanded(tree.model.parent(tree.model.index_of(second)))
    session.select([])
    assert chosen(tree) == set()
    assert session.selection == ()


def test_rows_that_follow_one_another_are_chosen_as_one_range(tree, session):
    plan = session.plan
    villages = grids_in(plan, "village")
    below = {village: [grid for grid in tree.model.hierarchy.plan.ids if plan.value(grid, "parent") == village]
             for village in villages}  # fmt: skip
    one, two = [village for village in villages if len(below[village]) >= 4][:2]
    rows = [[tree.model.grid_at(tree.model.index(row, 0, tree.model.index_of(village))) for row in range(4)]
            for village in (one, two)]  # fmt: skip
    picked = [rows[0][1], rows[1][0], rows[0][0], rows[1][2], rows[1][3]]
    session.select(picked)
    assert chosen(tree) == {*picked} and session.selection == tuple(picked)
    ranges = tree.view.selectionModel().selection()
    found = sorted((tree.model.grid_at(one.parent()), one.top(), one.bottom()) for one in ranges)
    assert found == sorted([(one, 0, 1), (two, 0, 0), (two, 2, 3)])


def test_rows_that_give_way_to_others_are_not_held_against_each_of_these(tree, session, monkeypatch):
    grids = grids_in(session.plan, "grid")
    ways = [grids[part::2] for part in (0, 1)]  # no two of them in one range
    asked, above = list[int](), tree.model.parent
    monkeypatch.setattr(tree.model, "parent", lambda *index: (asked.append(1), above(*index))[1])
    counts = []
    for way in ways:
        asked.clear()
        session.select(way)
        counts.append(len(asked))
        assert chosen(tree) == set(way)
    assert len(ways[1]) > 30
    assert counts[1] - counts[0] < 15 * len(ways[1]), "some for each row that goes, and not one for each pair"


def test_finding_by_name_selects_one_after_the_other(tree, session, qtbot):
    hits = session.plan.ids[session.plan.grids["name"].str.contains("小学", regex=False).to_numpy(dtype=bool)].tolist()
    assert len(hits) > 1
    tree.finder.setText("小学")
    qtbot.waitUntil(lambda: tree.model.hits is not None, timeout=20_000)
    seen = []
    for _ in range(len(hits) + 1):
        qtbot.keyClick(tree.finder, Qt.Key.Key_Return)
        seen.extend(session.selection)
    assert seen == [*hits, hits[0]]


def test_the_totals_of_a_village_are_those_of_the_statistics(tree, session):
    for village, row in rollup(session.plan, "village").iterrows():
        index = tree.model.index_of(village)
        texts = [tree.model.data(index.siblingAtColumn(column)) for column in range(4)]
        staffed = f"{row['staffed_share']:.0%}" if row["must_staff"] else ""
        assert texts[:3] == [row["name"], f"{row['households']:,}", staffed]


def test_badges_follow_an_edit_and_what_was_open_stays_open(tree, session, words, qtbot):
    plan = session.plan
    assignments = plan.tables["assignments"]
    alone = assignments[~assignments["grid"].duplicated(keep=False) & (assignments["role"] == "full_time")]
    alone = alone[staffing_state(plan, alone["grid"]) == Staffing.FULL_TIME]
    row, grid = int(alone.index[0]), int(alone["grid"].iloc[0])
    session.select([grid])
    index = tree.model.index_of(grid)
    assert tree.model.data(index.siblingAtColumn(2)) == "专职"
    last = max(alone["from_date"].iloc[0], "2020-01-01")
    assert session.perform(EndAssignment(row, last))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    index = tree.model.index_of(grid)
    assert tree.model.data(index.siblingAtColumn(2)) == "无人"
    assert tree.view.isExpanded(tree.model.parent(index))
    assert chosen(tree) == {grid}


def test_a_state_has_the_colour_of_the_map_before_its_word(tree, session):
    plan, model = session.plan, tree.model
    lowest = plan.ids[plan.ranks == len(plan.scheme.levels)].tolist()
    found = {}
    for grid in lowest:
        index = model.index_of(grid)
        for column, styles, word in ((2, palette.STAFFING, staffing_word), (3, palette.BRANCHES, branch_word)):
            cell = index.siblingAtColumn(column)
            if patch := model.data(cell, Qt.ItemDataRole.DecorationRole):
                states = {word(state, "zh"): style.fill for state, style in styles.items()}
                for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                    colour = patch.pixmap(QSize(10, 10), 1.0, mode).toImage().pixelColor(5, 5).name()
                    assert colour == states[model.data(cell)]
                found[column, colour] = True
    assert len(found) > 2
    village = int(plan.ids[plan.ranks == 2][0])
    assert model.data(model.index_of(village).siblingAtColumn(2), Qt.ItemDataRole.DecorationRole) is None  # a share


def test_headings_change_their_language(tree, words):
    words.speak("en")
    assert tree.model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert tree.finder.placeholderText() == "Find a name, code or person"


def test_a_grid_that_moves_to_another_village_moves_in_the_tree_and_what_was_open_stays_open(tree, session, qtbot):
    one, other = grids_in(session.plan, "village")[1:3]
    grid, stays = session.plan.children(one).tolist()[:2]
    session.select([stays])
    before = tree.model.rowCount(tree.model.index_of(one))
    assert session.perform(SetParent(grid, other))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    assert tree.model.rowCount(tree.model.index_of(one)) == before - 1
    assert tree.model.parent(tree.model.index_of(grid)).internalId() == other
    assert tree.view.isExpanded(tree.model.index_of(one))
    assert chosen(tree) == {stays}


def test_the_compounds_of_a_village_stand_folded_below_its_grids_and_lead(tree, session, qtbot):
    plan, model = session.plan, tree.model
    found = compounds(plan)
    counts = {village: int(within(plan, found, [village]).sum()) for village in grids_in(plan, "village")}
    assert 0 in counts.values() and max(counts.values()) > 2
    for village, count in counts.items():
        index, grids = model.index_of(village), len(plan.children(village))
        assert model.rowCount(index) == grids + (count > 0)
        if count:
            group = model.index(grids, 0, index)
            assert model.data(group) == f"小区（{count} 个）" and model.rowCount(group) == count
            assert group.parent() == index and not tree.view.isExpanded(group)
            assert model.index_of(group.internalId()) == group
    village = max(counts, key=lambda one: counts[one])
    group = model.index(len(plan.children(village)), 0, model.index_of(village))
    names = [model.data(model.index(row, 0, group)) for row in range(counts[village])]
    assert names == sorted(found.name[within(plan, found, [village])].tolist())
    tree.view.expand(model.index_of(village))
    tree.view.expand(group)
    row = model.index(1, 0, group)
    place = model.compound_at(row)
    assert model.data(row.siblingAtColumn(1)) == f"{found.households[place]:,}" and row.parent() == group
    tree.view.scrollTo(row)
    at = tree.view.visualRect(row).center()
    with qtbot.waitSignal(tree.compound_chosen) as chose:
        qtbot.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chose.args == [place] and session.selection == (int(found.seat[place]),)
    with qtbot.waitSignal(session.view_wanted) as shown:
        qtbot.mouseDClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown.args[0].contains(grounds(plan, np.array([place]))[0])

    assert session.perform(AddCompound("阿房苑", village))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    group = model.index(len(plan.children(village)), 0, model.index_of(village))
    assert model.rowCount(group) == counts[village] + 1 and tree.view.isExpanded(group)
    tree.finder.setText("小学")
    qtbot.waitUntil(lambda: model.hits is not None, timeout=20_000)
    assert not model.index_of(group.internalId()).isValid()


def test_a_tree_that_nobody_sees_is_filled_when_it_is_shown(tree, session, qtbot):
    tree.hide()
    [grid] = grids_in(session.plan, "grid")[:1]
    assert session.perform(SetAttributes("grids", (grid,), {"name": "改名网格"}))
    assert not is_filled(tree)
    tree.show()
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    assert tree.model.data(tree.model.index_of(grid)) == "改名网格"


def test_after_an_edit_only_the_rows_that_show_something_else_are_told(tree, session, qtbot):
    plan, model, told, resets = session.plan, tree.model, [], []
    grid = grids_in(plan, "grid")[7]
    session.select([grid])
    tree.view.collapse(model.parent(model.index_of(grid)))  # folded by hand: no edit unfolds it again
    tree.view.verticalScrollBar().setValue(3)
    model.modelReset.connect(lambda: resets.append(None))
    model.dataChanged.connect(lambda first, last: told.append((first, last)))

    def rows_told() -> set[int]:
        rows = {
            int(model.index(row, 0, a.parent()).internalId()) for a, b in told for row in range(a.row(), b.row() + 1)
        }
        told.clear()
        return rows

    assert session.perform(SetAttributes("grids", (grid,), {"name": "另名"}))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    assert rows_told() == {grid}
    assert model.data(model.index_of(grid)) == "另名"
    assert session.perform(SetAttributes("roads", (int(plan.tables["roads"].index[0]),), {"name": "另路"}))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    assert rows_told() == set()

    below = model.hierarchy.compounds
    number = next(i for i, place in enumerate(below.place) if len(below.houses_of(int(place))))
    house = int(below.houses_of(int(below.place[number]))[0])
    seat, homes = int(below.holder[house]), int(below.homes[house])
    assert session.perform(SetAttributes("buildings", (int(plan.buildings.index[house]),), {"households": homes + 7}))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    pair, village = below.node(*below.above(number)), below.above(number)[0]
    assert {pair, below.house_node(number, 0), seat, village} <= (rows := rows_told())
    assert not {grid, below.group(village)} & (rows - {seat})
    assert (
        model.data(model.index_of(village).siblingAtColumn(1))
        == f"{model.hierarchy.households[plan.positions([village])[0]]:,}"
    )

    assert session.perform(SetAttributes("grids", tuple(grids_in(plan, "grid")), {"name": "同名"}))
    qtbot.waitUntil(lambda: is_filled(tree), timeout=20_000)
    assert told  # all at once
    assert model.data(model.index_of(grid)) == "同名"
    assert not resets
    assert not tree.view.isExpanded(model.parent(model.index_of(grid)))
    assert tree.view.verticalScrollBar().value() == min(3, tree.view.verticalScrollBar().maximum())
    assert chosen(tree) == {grid}
