"""What models keep of the rows that a view has asked for is that of the plan, profile and language shown now."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt

from gridmap.edits import CorrectBranch, SetAttributes, SetParent
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan
from gridmap.people.privacy import shown_names
from sample_data.make import make_plan
from ui.look.words import Words
from ui.panels.chain_model import COLUMNS, ChainModel, chain_of
from ui.panels.hierarchy import hierarchy_of
from ui.panels.hierarchy_model import HierarchyModel
from ui.session.jobs import Job

ROLES = [Qt.ItemDataRole(role) for role in range(14)]


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


def after(plan: Plan, edit: Edit) -> Plan:
    return plan.apply(edit.change(plan))


def every_row(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[QModelIndex]:
    """Return the first cell of every row; each is asked for what is above it."""
    above = parent or QModelIndex()
    rows = [model.index(row, 0, above) for row in range(model.rowCount(above))]
    assert all(model.parent(index) == above for index in rows)
    return [found for index in rows for found in (index, *every_row(model, index))]


def test_a_branch_that_was_moved_stands_below_the_other_one(qapp, town):
    branches = town.tables["branches"]
    moved = int(branches.index[branches["parent"] != 0][0])
    other = next(int(b) for b in branches.index[branches["parent"] == 0] if b != branches.loc[moved, "parent"])
    model = ChainModel(Words("zh"), "internal")
    model.show_chain(chain_of(town))
    assert len(every_row(model)) == len(branches)
    assert model.parent(model.index_of(moved)).internalId() == branches.loc[moved, "parent"]
    again = after(town, CorrectBranch(moved, parent=other, name="另一个支部"))
    model.show_chain(chain_of(again))
    assert len(every_row(model)) == len(branches)
    assert model.parent(model.index_of(moved)).internalId() == other
    assert model.index_of(moved).data() == "另一个支部"
    model.show_chain(None)
    assert model.rowCount() == 0


def test_a_branch_has_rows_below_it_where_there_are_any(qapp, town):
    model = ChainModel(Words("zh"), "briefing")
    assert not model.hasChildren()
    chain = chain_of(town)
    model.show_chain(chain)
    counts = []
    for branch in chain.ids.tolist():
        index = model.index_of(branch)
        counts.append(int((town.tables["branches"]["parent"] == branch).sum()))
        assert model.rowCount(index) == counts[-1] and model.hasChildren(index) == (counts[-1] > 0)
        assert not model.hasChildren(index.siblingAtColumn(1))
    assert 0 in counts and max(counts) > 1 and model.hasChildren()
    assert not model.index_of(int(chain.ids[-1]) + 1).isValid() and chain.place(-5) == -1


def test_a_chain_with_its_rows_where_they_were_is_not_laid_out_again(qapp, qtbot, town):
    branch = int(town.tables["branches"].index[-1])
    grid = int(town.ids[-1])
    model = ChainModel(Words("zh"), "internal")
    model.show_chain(chain_of(town))
    members = model.index_of(branch).siblingAtColumn(COLUMNS.index("members"))
    count = int(town.tables["branches"].loc[branch, "members"])
    assert members.data() == f"{count:,}"
    other = after(town, SetAttributes("grids", (grid,), {"name": "另一个网格"}))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.dataChanged):
        model.show_chain(chain_of(other))
    assert model.chain.plan is other
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_chain(chain_of(after(other, CorrectBranch(branch, members=count + 3))))
    assert members.data() == f"{count + 3:,}" and members.isValid()
    with qtbot.waitSignal(model.modelReset):
        model.show_chain(None)


def test_a_secretary_and_a_tier_are_told_as_profile_and_language_want_it(qapp, town):
    words = Words("zh")
    model = ChainModel(words, "internal")
    model.show_chain(chain_of(town))
    branch = int(town.tables["branches"].index[town.tables["branches"]["secretary"] != ""][0])
    secretary, tier = (model.index_of(branch).siblingAtColumn(COLUMNS.index(key)) for key in ("secretary", "tier"))
    name, key = town.tables["branches"].loc[branch, ["secretary", "tier"]]
    named = next(tier.name for tier in town.scheme.tiers if tier.key == key)
    assert secretary.data() == name and tier.data() == named.zh
    model.privacy = "public"
    masked = shown_names([name], "public")[0]
    assert secretary.data() == masked != name
    words.speak("en")
    assert tier.data() == named.en and secretary.data() == masked


def test_a_grid_that_was_moved_stands_below_the_other_village(qapp, town):
    model = HierarchyModel(Words("zh"))
    model.show_hierarchy(hierarchy_of(town, Job(str)))
    rows = every_row(model)
    lowest = town.ids[town.ranks == town.ranks.max()]
    grid, home = int(lowest[0]), int(town.value(lowest[0], "parent"))
    other = next(int(p) for p in np.unique(town.grids.loc[lowest, "parent"]) if p != home)
    assert model.parent(model.index_of(grid)).internalId() == home
    model.show_hierarchy(hierarchy_of(after(town, SetParent(grid, other)), Job(str)))
    assert len(every_row(model)) >= len(rows) - 1  # a row for all compounds of a village may go or come
    assert model.parent(model.index_of(grid)).internalId() == other


def test_grids_that_stand_below_one_another_are_one_range(qapp, town):
    model = HierarchyModel(Words("zh"))
    model.show_hierarchy(hierarchy_of(town, Job(str)))
    village = next(v for v in town.parents if np.count_nonzero(town.parents == v) > 4 and town.ranks[town.ids == v] > 0)
    above = model.index_of(int(village))
    below = [model.index(row, 0, above).internalId() for row in range(5)]
    chosen = model.ranges_of([below[4], int(village), below[0], below[1], 10**9, below[1]])
    ranges = {(one.parent().internalId() if one.parent().isValid() else 0, one.top(), one.bottom()) for one in chosen}
    top = model.parent(above).internalId()
    assert ranges == {(top, above.row(), above.row()), (int(village), 0, 1), (int(village), 4, 4)}
    assert {index.internalId() for index in chosen.indexes()} == {int(village), below[0], below[1], below[4]}
    assert not model.ranges_of([]).indexes()


def test_what_a_cell_has_nothing_to_say_of_is_nothing(qapp, town):
    model = HierarchyModel(Words("zh"))
    model.show_hierarchy(hierarchy_of(town, Job(str)))
    index = model.index_of(int(town.ids[0]))
    said = {role for role in ROLES if index.data(role) is not None}
    assert said == {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
