"""Compounds are put on the list, corrected, linked, taken off; undone, stored, found, and follow their grids."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import shapely

from gridmap.edits import (
    AddCompound,
    CorrectCompound,
    DeleteBranch,
    DeleteCompound,
    LinkCompound,
    MergeBranches,
    MergeGrids,
)
from gridmap.ground.compounds import compounds
from gridmap.indicators.compounds import compound_figures
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from gridmap.search.index import SearchIndex
from tests.indicators.squares import ids_of, scheme_with, squares
from tests.indicators.test_compounds import box, with_compounds
from ui.words.history_lines import what_was_done
from ui.words.messages import message_of

DAY = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def plan() -> Plan:
    rows = [
        {"name": "长江花园", "alias": "长花", "grid": 3, "branch": 1},
        {"name": "江畔苑", "geometry": box(2.2, 0, 3, 1)},
    ]
    return with_compounds(squares(scheme_with()), rows)


def test_what_is_done_to_a_compound_is_journalled_stored_and_undone(plan, tmp_path: Path):
    file = tmp_path / "a.gpkg"
    with Project.create(file, plan) as project:
        project.perform(AddCompound("新苑", outline=box(4.2, 0.2, 4.8, 0.8), values={"firm": "甲物业", "members": 12}))
        assert compound_figures(project.plan)["members"] == 12
        project.perform(CorrectCompound(3, {"has_committee": True, "name": "新新苑"}))
        project.perform(LinkCompound(3, 2))
        project.perform(LinkCompound(3, 0))
        project.perform(DeleteCompound(1))
        said = [what_was_done(line, "zh") for line in project.history()[-5:]]
        assert said[1:] == [
            "修改小区新新苑",
            "小区新新苑的党组织设为支部1",
            "取消小区新新苑的党组织",
            "删除小区长江花园",
        ]
        after = project.plan
    with Project.open(file) as project:
        assert project.plan.same_content(after) and project.problems == ()
        for _ in range(5):
            project.undo()
        assert project.plan.same_content(plan)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (AddCompound(" "), "compound-without-name"),
        (AddCompound("长江花园"), "compound-twice"),
        (AddCompound("长江花园", grid=4), "compound-twice"),
        (AddCompound("甲", values={"members": -1}), "compound-number"),
        (AddCompound("甲", values={"owner": "x"}), "no-such-column"),
        (AddCompound("甲", values={"branch": 99}), "no-such-row"),
        (AddCompound("甲", outline=shapely.Point(0, 0)), "compound-outline"),
        (AddCompound("甲", outline=shapely.Polygon()), "compound-outline"),
        (CorrectCompound(1, {"name": "江畔苑", "grid": 5}), "compound-twice"),
        (CorrectCompound(1, {"alias": "长花"}), "changes-nothing"),
        (CorrectCompound(9, {"alias": "长花"}), "no-such-row"),
        (LinkCompound(1, 1), "changes-nothing"),
        (LinkCompound(1, 9), "no-such-row"),
        (DeleteCompound(9), "no-such-row"),
    ],
)
def test_what_no_compound_can_be_is_refused_in_words(plan, edit, why):
    with pytest.raises(Refused) as refused:
        edit.change(plan)
    assert refused.value.key == why
    assert all(message_of(refused.value, language) for language in ("zh", "en"))


def test_one_name_may_stand_for_compounds_of_two_villages(plan):
    other = ids_of(plan, "village")[4]
    after = plan.apply(AddCompound("长江花园", grid=other).change(plan))
    assert [int(seat) for seat in compounds(after).seat] == [3, compounds(plan).seat[1], other]


def test_a_compound_loses_its_branch_with_the_branch_and_keeps_it_in_another(plan):
    gone = plan.apply(DeleteBranch(1).change(plan))
    assert gone.tables["compounds"]["branch"].tolist() == [0, 0]
    merged = plan.apply(MergeBranches((1,), 2).change(plan))
    assert merged.tables["compounds"]["branch"].tolist() == [2, 0]
    assert compound_figures(gone)["with_branch"] == 0 and compound_figures(merged)["with_branch"] == 1


def test_a_compound_follows_its_grid_into_another_and_is_found(plan):
    one, two = ids_of(plan, "comprehensive")[:2]
    merged = plan.apply(MergeGrids((one, two), two).change(plan))
    assert compounds(merged).seat[0] == two
    for typed in ("长江花", "cjhy", "changjianghuayuan", "长花"):
        [hit] = [hit for hit in SearchIndex(merged, DAY).find(typed) if hit.kind == "compound"]
        assert (hit.id, hit.title, hit.grids) == (1, "长江花园", (two,))
