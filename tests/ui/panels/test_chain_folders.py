"""Branches of which very many would stand side by side are in folders, by the ground on which they are seated."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt

from gridmap.edits import CorrectBranch, SetAttributes
from gridmap.people.branches import seats, tier_ranks
from sample_data.make import make_plan
from tests.ui.panels.test_cells import after, every_row
from ui.look.words import Words
from ui.panels import chain_folders
from ui.panels.chain_folders import FIRST_ID
from ui.panels.chain_model import ChainModel, chain_of

MOST = 4


@pytest.fixture(scope="module")
def town():
    return make_plan("town", 2020)


@pytest.fixture
def flat(town):
    """Return the town with all branches side by side."""
    branches = town.tables["branches"]
    for one in branches.index[branches["parent"] != 0].tolist():
        town = after(town, CorrectBranch(one, parent=0))
    return town


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(chain_folders, "MANY", MOST)


def shown(plan) -> ChainModel:
    model = ChainModel(Words("zh"), "internal")
    model.show_chain(chain_of(plan))
    return model


def test_up_to_a_thousand_side_by_side_are_in_no_folder(qapp, flat):
    assert len(flat.tables["branches"]) < chain_folders.MANY == 1_000
    model = shown(flat)
    assert model.rowCount() == len(flat.tables["branches"])
    assert all(index.internalId() < FIRST_ID for index in every_row(model))


@pytest.mark.parametrize("which", ["town", "flat"])
def test_every_branch_is_there_once_below_its_own_and_no_folder_holds_more_than_it_may(qapp, few, request, which):
    plan = request.getfixturevalue(which)
    model, above = shown(plan), {}
    rows = every_row(model)
    for index in rows:
        if index.internalId() >= FIRST_ID:
            assert 0 < model.rowCount(index) <= MOST and model.hasChildren(index)
            continue
        assert model.index_of(index.internalId()) == index
        parent = model.parent(index)
        if parent.isValid() and parent.internalId() >= FIRST_ID:
            parent = model.parent(parent)
        above[index.internalId()] = parent.internalId() if parent.isValid() else 0
    assert above == plan.tables["branches"]["parent"].to_dict()
    assert len(set(map(QModelIndex.internalId, rows))) == len(rows) > len(above)


def test_a_folder_is_called_by_the_ground_on_which_its_branches_are_seated(qapp, few, flat):
    chain = chain_of(flat)
    model = shown(flat)
    which, where = seats(flat)
    names, seen = flat.grids["name"].to_dict(), Counter()
    for row in range(model.rowCount()):
        folder = model.index(row, 0)
        at = chain.place(folder.internalId()) - len(chain.grids)
        grid = int(chain.folders.grid[at])
        for below in range(model.rowCount(folder)):
            place = chain.place(model.index(below, 0, folder).internalId())
            seat = flat.ids[where[which == place]][:1].tolist()
            assert (grid in {seat[0], *_above(flat, seat[0])}) if seat else grid == 0
            seen[grid] += 1
        assert folder.data().startswith(names[grid] if grid else "未关联网格")
        assert f"{model.rowCount(folder)}）" in folder.data()
    assert sum(seen.values()) == len(flat.tables["branches"]) and len(seen) > 1


def low_and_high(plan) -> tuple[int, int]:
    """Return a branch and one below which it may stand."""
    ids, ranks = plan.tables["branches"].index, tier_ranks(plan)
    return int(ids[np.argmax(ranks)]), int(ids[np.argmin(np.where(ranks > 0, ranks, 99))])


def _above(plan, grid):
    while (grid := int(plan.value(grid, "parent"))) and grid in plan.ids:
        yield grid


def test_a_folder_stays_the_same_after_an_edit_and_follows_the_name_of_its_ground(qapp, qtbot, few, flat):
    model = shown(flat)
    ids = [model.index(row, 0).internalId() for row in range(model.rowCount())]
    chain = model.chain
    grid = int(chain.folders.grid[-1])
    other = after(flat, SetAttributes("grids", (grid,), {"name": "改名"}))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_chain(chain_of(other))
    assert model.index_of(int(chain.folders.ids[-1])).data().startswith("改名")
    low, high = low_and_high(other)
    model.show_chain(chain_of(after(other, CorrectBranch(low, parent=high))))
    assert len({*ids} & {model.index(row, 0).internalId() for row in range(model.rowCount())}) >= len(ids) - 1


def test_into_a_folder_means_below_what_the_folder_stands_below_and_none_is_carried(qapp, qtbot, few, flat):
    model = shown(flat)
    model.can_edit = True
    low, high = low_and_high(flat)
    branch, below = model.index_of(low), model.index_of(high)
    folder = model.parent(branch)
    other = next(index for index in every_row(model) if index.internalId() >= FIRST_ID and index != folder)
    assert not folder.flags() & (Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled)
    assert branch.flags() & Qt.ItemFlag.ItemIsDragEnabled and branch.flags() & Qt.ItemFlag.ItemIsDropEnabled
    data = model.mimeData([branch, folder])
    move = Qt.DropAction.MoveAction
    with qtbot.assertNotEmitted(model.moved):  # it stands at the top already
        assert model.canDropMimeData(data, move, 0, 0, other) and model.dropMimeData(data, move, 0, 0, other)
    with qtbot.waitSignal(model.moved) as moved:
        model.dropMimeData(data, move, -1, -1, below)
    edit = moved.args[0]
    model.show_chain(chain_of(after(flat, edit)))
    assert model.parent(model.index_of(low)).internalId() == high
    with qtbot.waitSignal(model.moved) as moved:
        assert model.dropMimeData(data, move, 0, 0, model.index(0, 0))
    assert moved.args[0].parent == 0


def test_where_all_are_seated_on_one_ground_it_is_parted(qapp, few, flat):
    which, where = seats(flat)
    first = int(np.flatnonzero(flat.ranks == flat.ranks.min())[0])
    above = np.full(len(flat.tables["branches"]), -1)
    order = np.arange(len(above))
    seated = np.arange(len(above)), np.full(len(above), first)
    folders = chain_folders.folders_of(flat, above, order, seated)
    assert set(folders.grid.tolist()) == {int(flat.ids[first])} and len(which) == len(where)
    assert folders.part.tolist() == list(range(1, len(folders.ids) + 1))
    assert np.bincount(folders.holds).max() == MOST and (np.diff(folders.holds) >= 0).all()
