"""Drafts: begun beside the project, edited freely, applied as one step, refused where both changed the same."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from shapely import box

from gridmap.edits import AddWorker, AssignWorker, DrawGrid, EndAssignment, GiveGround, PutRows, SetAttributes
from gridmap.ground.placement import placement
from gridmap.model.errors import BadInput, GridMapError, Refused
from gridmap.project.drafts import (
    applied,
    as_seen_from,
    begin_draft,
    draft_named,
    draft_path,
    drafts_of,
    drop_draft,
    project_of,
)
from gridmap.project.project import Project
from gridmap.storage.draft_mark import read_mark
from tests.drafts.conftest import EAST, NORTH, VILLAGE, A, B, C, D, E, ground

EAST_OF_A = ground(80, 0, 100, 100)
EAST_OF_C = ground(280, 0, 300, 100)


def rename(grid: int, name: str) -> SetAttributes:
    return SetAttributes("grids", (grid,), {"name": name})


@pytest.fixture
def draft(project: Project):
    with Project.open(begin_draft(project, "东门调整"), who="tester") as draft:
        yield draft


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_draft_begins_as_the_project_is_with_a_history_of_its_own(project: Project) -> None:
    project.perform(rename(A, "甲"))
    path = begin_draft(project, "  东门   调整 ")
    assert path == project.path.with_name("城区 网格.draft-东门 调整.gpkg")
    with Project.open(path) as draft:
        assert draft.plan.same_content(project.plan)
        assert draft.draft is not None
        assert (draft.draft.title, draft.draft.project, draft.draft.seq) == ("东门 调整", project.path.name, 1)
        assert not draft.can_undo
        assert draft.history() == []
    assert project.draft is None


def test_drafts_are_listed_by_when_they_were_begun_and_found_by_their_title(project: Project, plan) -> None:
    titles = ["二 a/b:c", "一", "CON?"]
    paths = [begin_draft(project, title) for title in titles]
    other = project.path.with_name("城区 网格.draft-不是.gpkg")
    Project.create(other, plan).close()
    (project.path.parent / "城区 网格.draft-broken.gpkg").write_text("no database")
    assert [draft.mark.title for draft in drafts_of(project.path)] == titles
    assert draft_named(project.path, "一").path == paths[1]
    assert draft_named(project.path, paths[0].name).mark.title == "二 a/b:c"
    with pytest.raises(BadInput, match="no-such-draft"):
        draft_named(project.path, "不是")


def test_a_project_and_its_draft_may_be_renamed_alike(project: Project, tmp_path) -> None:
    path = begin_draft(project, "一")
    project.close()
    project.path.rename(tmp_path / "新.gpkg")
    path = path.rename(tmp_path / "新.draft-一.gpkg")
    assert [draft.path for draft in drafts_of(tmp_path / "新.gpkg")] == [path]
    with Project.open(path) as draft:
        assert project_of(draft) == tmp_path / "新.gpkg"
        (tmp_path / "新.gpkg").rename(project.path)
        assert project_of(draft) == project.path
        project.path.unlink()
        with pytest.raises(BadInput, match="draft-without-project"):
            project_of(draft)


def spoil_mark(path, **changes) -> None:
    """Change what a draft says of itself, as somebody does who means it ill."""
    with closing(sqlite3.connect(path)) as connection, connection:
        (text,) = connection.execute("SELECT value FROM gridmap_meta WHERE key = 'draft'").fetchone()
        text = json.dumps(json.loads(text) | changes)
        connection.execute("UPDATE gridmap_meta SET value = ? WHERE key = 'draft'", (text,))


@pytest.mark.parametrize(
    "leads_out", ["../other.gpkg", "..\\other.gpkg", "..", ".", "", "a\0b", "长" * 90, "/other.gpkg"]
)
def test_a_mark_leads_to_no_file_but_one_beside_the_draft(project: Project, plan, tmp_path, leads_out: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    Project.create(tmp_path / "other.gpkg", plan).close()
    path = begin_draft(project, "一").rename(folder / "无项目.gpkg")
    spoil_mark(path, project=leads_out)
    with Project.open(path) as draft:
        assert draft.draft is None and draft.plan.same_content(project.plan)  # a project like any other
        with pytest.raises(BadInput, match="not-a-draft"):
            project_of(draft)
    assert read_mark(path) is None


@pytest.mark.parametrize("name", ["其他.gpkg", "自己.gpkg", "方案.gpkg", "\ud800.gpkg"])
def test_a_draft_is_of_no_draft_and_not_of_itself(project: Project, tmp_path, name: str) -> None:
    begin_draft(project, "二").rename(tmp_path / "方案.gpkg")
    path = begin_draft(project, "一").rename(tmp_path / "自己.gpkg")
    spoil_mark(path, project=name)
    with Project.open(path) as draft, pytest.raises(BadInput) as refused:
        project_of(draft)
    assert (refused.value.key, refused.value.values["project"]) == ("draft-without-project", name)


@pytest.mark.parametrize("name", [".draft-", ".draft-.gpkg"])
def test_a_draft_whose_file_has_no_name_is_without_project(project: Project, tmp_path, name: str) -> None:
    path = begin_draft(project, "一").rename(tmp_path / name)
    spoil_mark(path, project="没有.gpkg")
    with Project.open(path) as draft, pytest.raises(BadInput, match="draft-without-project"):
        project_of(draft)


def test_a_long_title_still_makes_a_file(project: Project) -> None:
    title = "东门片区网格调整方案" * 20
    path = begin_draft(project, title)
    assert len(path.name.encode()) < 200
    assert draft_named(project.path, title).path == path


@pytest.mark.parametrize("title", ["", "   ", "\n"])
def test_a_draft_needs_a_title(project: Project, title: str) -> None:
    with pytest.raises(Refused, match="draft-without-title"):
        begin_draft(project, title)


def test_a_title_is_given_once_and_a_draft_has_no_drafts(project: Project, draft: Project) -> None:
    with pytest.raises(Refused, match="draft-exists"):
        begin_draft(project, "东门调整")
    with pytest.raises(Refused, match="draft-of-draft"):
        begin_draft(draft, "又一个")


def test_a_draft_is_dropped_but_never_a_project_and_not_while_somebody_has_it_open(project: Project) -> None:
    path = begin_draft(project, "一")
    with Project.open(path), pytest.raises(GridMapError, match="project-in-use"):
        drop_draft(path)
    with pytest.raises(BadInput, match="not-a-draft"):
        drop_draft(project.path)
    drop_draft(path)
    assert sorted(p.name for p in path.parent.iterdir()) == [".城区 网格.gpkg.lock", "城区 网格.gpkg"]
    assert draft_path(project.path, "...") == project.path.with_name("城区 网格.draft-_.gpkg")


def test_a_copy_of_a_draft_is_a_project_of_its_own(draft: Project, tmp_path) -> None:
    draft.perform(rename(A, "甲"))
    draft.save_copy(tmp_path / "copy.gpkg")
    with Project.open(tmp_path / "copy.gpkg") as copy:
        assert copy.draft is None
        assert copy.plan.same_content(draft.plan)
        assert copy.can_undo
    assert draft.draft is not None


# ---- applying --------------------------------------------------------------------------------------------------------


def test_a_draft_is_applied_as_one_step_that_one_undo_takes_back(project: Project, draft: Project, plan) -> None:
    draft.perform(GiveGround(EAST_OF_A, B))
    draft.perform(rename(B, "东门网格"))
    draft.perform(rename(C, "不要"))
    draft.undo()
    change = project.perform(applied(draft))
    assert project.plan.same_content(draft.plan)
    # town and village got vertices on their borders
    assert dict(change.values) == {"title": "东门调整", "grids": 4, "draft": draft.draft.id}
    assert [entry.label for entry in project.history()] == ["apply-draft"]
    project.undo()
    assert project.plan.same_content(plan)


def test_a_draft_that_changes_nothing_writes_nothing(project: Project, draft: Project) -> None:
    draft.perform(rename(A, "甲"))
    draft.undo()
    assert not project.perform(applied(draft))
    assert project.history() == []


def test_what_others_changed_meanwhile_stays(project: Project, draft: Project) -> None:
    draft.perform(GiveGround(EAST_OF_A, B))
    project.perform(GiveGround(ground(400, 0, 420, 100), D))
    project.perform(rename(C, "丙"))
    project.perform(applied(draft))
    assert project.plan.value(C, "name") == "丙"
    assert [round(project.plan.shape(grid).area) for grid in (A, B, C, D, E)] == [8000, 12000, 10000, 12000, 8000]


def test_rows_that_both_changed_stand_in_the_way_and_their_grids_are_named(project: Project, draft: Project) -> None:
    draft.perform(GiveGround(EAST_OF_A, B))
    draft.perform(rename(E, "戊"))
    project.perform(rename(B, "乙"))
    with pytest.raises(Refused, match="draft-conflicts") as told:
        project.perform(applied(draft))
    assert told.value.grids == (B,)
    assert told.value.values["codes"] == ["320582100201002"]
    assert [entry.label for entry in project.history()] == ["set-attributes"]


def test_what_both_changed_alike_is_no_conflict(project: Project, draft: Project) -> None:
    for one in (draft, project):
        one.perform(rename(B, "乙"))
        one.perform(EndAssignment(3, "2020-06-30"))
    draft.perform(rename(A, "甲"))
    assert project.perform(applied(draft)).ids("grids").tolist() == [A]


def test_people_of_a_grid_that_both_changed_name_the_grid(project: Project, draft: Project) -> None:
    draft.perform(EndAssignment(3, "2020-06-30"))
    project.perform(EndAssignment(3, "2020-12-31"))
    with pytest.raises(Refused, match="draft-conflicts") as told:
        applied(draft).change(project.plan)
    assert told.value.grids == (C,)
    assert told.value.values["tables"] == ["assignments"]


def test_a_building_that_was_removed_meanwhile_names_the_grid_that_held_it(project: Project, draft: Project) -> None:
    draft.perform(SetAttributes("buildings", (5,), {"households": 1}))
    project.perform(PutRows("drop", drop={"buildings": (5,)}))
    with pytest.raises(Refused, match="draft-conflicts") as told:
        applied(draft).change(project.plan)
    assert told.value.grids == (C,)


def test_new_rows_get_other_ids_where_theirs_were_given_out_meanwhile(project: Project, draft: Project) -> None:
    draft.perform(AddWorker("己"))
    draft.perform(AssignWorker(6, A, "part_time", "2021-01-01"))
    project.perform(AddWorker("庚"))
    project.perform(AssignWorker(6, B, "part_time", "2021-01-01"))
    project.perform(applied(draft))
    assert project.plan.tables["workers"]["name"].tolist()[-2:] == ["庚", "己"]
    assert project.plan.tables["assignments"][["worker", "grid"]].to_numpy().tolist()[-2:] == [[6, B], [7, A]]


def test_two_grids_with_one_code_collide(project: Project, plan, tmp_path) -> None:
    north = ground(0, 100, 500, 200)
    wide = PutRows("wider", put={"grids": plan.grids.loc[[1, 2]].set_geometry([ground(0, 0, 500, 200)] * 2)})
    project.perform(wide)
    with Project.open(begin_draft(project, "一")) as draft:
        west, east = ground(0, 100, 250, 200), ground(250, 100, 500, 200)
        code = "320582100201006"
        draft.perform(DrawGrid(west, VILLAGE, "comprehensive", code))
        project.perform(DrawGrid(east, VILLAGE, "comprehensive", code))
        with pytest.raises(Refused, match="draft-collides") as told:
            applied(draft).change(project.plan)
    assert told.value.values["rules"] == ["duplicate-code"]
    assert north.contains(east)


def test_two_grids_on_one_ground_collide(project: Project, plan) -> None:
    project.perform(PutRows("wider", put={"grids": plan.grids.loc[[1, 2]].set_geometry([ground(0, 0, 500, 200)] * 2)}))
    with Project.open(begin_draft(project, "一")) as draft:
        draft.perform(
            DrawGrid(box(EAST, NORTH + 100, EAST + 300, NORTH + 200), VILLAGE, "comprehensive", "320582100201006")
        )
        project.perform(DrawGrid(ground(200, 100, 500, 200), VILLAGE, "comprehensive", "320582100201007"))
        with pytest.raises(Refused, match="draft-collides") as told:
            applied(draft).change(project.plan)
    assert "overlap" in told.value.values["rules"]


def test_rows_that_another_program_changed_in_a_draft_are_noticed(project: Project, draft: Project) -> None:
    draft.perform(rename(A, "甲"))
    draft.file.connection.execute("UPDATE grids SET name = '外面' WHERE fid = 11")
    draft.reload()
    with pytest.raises(Refused, match="history-does-not-fit"):
        applied(draft)


def test_only_a_draft_can_be_applied(project: Project) -> None:
    with pytest.raises(BadInput, match="not-a-draft"):
        applied(project)


def test_a_draft_seen_from_the_project_shares_what_was_worked_out(project: Project, draft: Project) -> None:
    kept = placement(project.plan)
    draft.perform(rename(A, "甲"))
    seen, change = as_seen_from(project.plan, draft.plan)
    assert seen.same_content(draft.plan)
    assert change.ids("grids").tolist() == [A]
    assert seen.last_ids == draft.plan.last_ids
    assert placement(seen) is kept
