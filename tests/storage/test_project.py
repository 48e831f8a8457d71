"""An open project: edits, undo and redo, history, and what is left when the disk fails."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from gridmap.edits import PutRows, SetAttributes
from gridmap.model.errors import BadInput, GridMapError, Refused
from gridmap.project.project import Project
from gridmap.storage import journal
from gridmap.storage.layout import JOURNAL


def rename(name: str, grid: int = 4) -> SetAttributes:
    return SetAttributes("grids", (grid,), {"name": name})


def name_of(project: Project, grid: int = 4) -> str:
    return project.plan.value(grid, "name")


def test_an_edit_is_in_the_plan_in_the_file_and_in_the_history(project, plan, file):
    change = project.perform(rename("东门"))
    assert change.ids("grids").tolist() == [4]
    assert name_of(project) == "东门" and plan.value(4, "name") == "第一网格"
    with Project.open(file, read_only=True) as other:
        assert name_of(other) == "东门"
    [entry] = project.history()
    assert (entry.seq, entry.who, entry.action, entry.label, entry.target) == (1, "tester", "do", "set-attributes", 1)
    assert entry.values == {"table": "grids", "count": 1, "columns": "name"}
    assert datetime.now(UTC) - timedelta(minutes=1) < entry.at <= datetime.now(UTC)


def test_an_edit_that_is_refused_or_changes_nothing_writes_nothing(project, plan):
    with pytest.raises(Refused):
        project.perform(rename("x", grid=99))
    assert not project.perform(rename("第一网格"))
    assert project.history() == [] and project.plan is plan and not project.can_undo


def test_undo_and_redo_go_back_and_forth(project, plan):
    assert project.undo() is None and project.redo() is None and project.history() == []
    for name in ("一", "二", "三"):
        project.perform(rename(name))
    names = [name_of(project)]
    while project.undo():
        names.append(name_of(project))
    assert names == ["三", "二", "一", "第一网格"] and project.plan.same_content(plan)
    assert not project.can_undo and project.can_redo
    names = []
    while project.redo():
        names.append(name_of(project))
    assert names == ["一", "二", "三"] and not project.can_redo


def test_a_new_edit_after_an_undo_drops_what_could_have_been_redone(project, file):
    project.perform(rename("一"))
    project.perform(rename("二"))
    project.undo()
    project.perform(rename("三"))
    assert not project.can_redo and project.redo() is None
    project.undo()
    assert name_of(project) == "一"
    assert [(e.action, e.target) for e in project.history()] == [
        ("do", 1),
        ("do", 2),
        ("undo", 2),
        ("do", 4),
        ("undo", 4),
    ]
    project.close()
    with Project.open(file) as again:
        assert (again.undo_entry.seq, again.redo_entry.seq) == (1, 4)
        again.undo()
        assert not again.can_undo


def test_what_would_be_undone_and_redone_has_a_name(project):
    assert project.undo_entry is None and project.redo_entry is None
    project.perform(
        PutRows("import", put={"workers": project.plan.tables["workers"].assign(phone="")}, values={"n": 2})
    )
    assert project.undo_entry.label == "import" and project.undo_entry.values == {"n": 2}
    project.undo()
    assert project.redo_entry.label == "import" and project.redo_entry.seq == 1


def test_the_history_leads_to_any_moment_and_back(project, plan, file):
    """Also to edits that a later one has displaced.

    line   1    2    3          4    5          6
           一   二   undo(二)   三   undo(三)   四
    """
    moments = [plan]
    for step in ("一", "二", None, "三", None, "四"):
        project.perform(rename(step)) if step else project.undo()
        moments.append(project.plan)
    for seq in (0, 6, 2, 4, 3, 5, 1, 6, 0, 4):
        project.go_to(seq)
        assert project.plan.same_content(moments[seq]), seq
        assert project.go_to(seq) is None
    project.close()
    with Project.open(file) as again:
        assert again.plan.same_content(moments[4])
        lines = len(again.history())
        again.go_to(2)
        assert again.plan.same_content(moments[2])
        again.go_to(lines)
        assert again.plan.same_content(moments[4])


@pytest.mark.parametrize("seq", [-1, 2, 10**9])
def test_a_moment_that_never_was_is_refused(project, seq):
    project.perform(rename("一"))
    with pytest.raises(Refused) as refused:
        project.go_to(seq)
    assert refused.value.key == "no-such-line" and refused.value.values == {"seq": seq, "last": 1}


def test_a_jump_is_one_change(project, plan):
    for name in ("一", "二", "三"):
        project.perform(rename(name))
    before = project.plan
    change = project.go_to(0)
    assert before.value(4, "name") == "三"
    assert project.plan.same_content(plan) and before.apply(change).same_content(plan)


def test_every_step_returns_what_it_did(project):
    for step in (lambda: project.perform(rename("一")), project.undo, project.redo):
        before = project.plan
        change = step()
        assert change.label == "set-attributes" and not before.same_content(project.plan)
        assert before.apply(change).same_content(project.plan)
    assert project.redo() is None


def test_a_full_disk_leaves_plan_and_file_as_they_were_and_the_project_usable(project, plan, file, content):
    start = content(file)
    (pages,) = project.file.connection.execute("PRAGMA page_count").fetchone()
    project.file.connection.execute(f"PRAGMA max_page_count = {pages}")
    many = pd.DataFrame({"name": ["长" * 100] * 3000}, index=pd.RangeIndex(10, 3010, name="id"))
    with pytest.raises(GridMapError) as failed:
        project.perform(PutRows("import", put={"workers": many}))
    assert failed.value.key == "disk-full"
    assert project.plan is plan and content(file) == start and project.history() == []
    project.file.connection.execute("PRAGMA max_page_count = 1000000")
    project.perform(PutRows("import", put={"workers": many}))
    project.undo()
    assert content(file) == start


@pytest.mark.parametrize("fate", ["removed", "moved", "replaced"])
def test_a_file_that_is_gone_is_noticed_before_an_edit_is_lost(project, plan, file, fate):
    match fate:
        case "removed":
            file.unlink()
        case "moved":
            file.rename(file.with_name("elsewhere.gpkg"))
        case "replaced":
            file.rename(file.with_name("elsewhere.gpkg"))
            shutil.copy(file.with_name("elsewhere.gpkg"), file)
    with pytest.raises(GridMapError) as failed:
        project.perform(rename("一"))
    assert failed.value.key == "file-gone" and project.plan is plan


def test_after_the_file_was_replaced_it_can_be_read_again(project, plan, file):
    project.save_copy(file.with_name("copy.gpkg"))
    with Project.open(file.with_name("copy.gpkg")) as copy:
        copy.perform(rename("别处改的"))
    file.with_name("copy.gpkg").replace(file)
    change = project.reload()
    assert change.ids("grids").tolist() == [4] and name_of(project) == "别处改的"
    project.undo()
    assert project.plan.same_content(plan)


def test_reading_a_file_again_that_is_gone_or_spoilt_says_so_and_keeps_the_plan(project, plan, file):
    aside = file.with_name("aside.gpkg")
    file.rename(aside)
    with pytest.raises(BadInput, match="file-not-found"):
        project.reload()
    file.write_text("spoilt")
    with pytest.raises(BadInput, match="file-not-geopackage"):
        project.reload()
    assert project.plan is plan
    aside.replace(file)
    project.perform(rename("一"))
    assert project.reload() is None and name_of(project) == "一"


def test_an_error_inside_a_transaction_is_taken_back_whole(project, plan, file, content, monkeypatch):
    start = content(file)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("gridmap.storage.journal.append", fail)
    with pytest.raises(GridMapError) as failed:
        project.perform(rename("一"))
    assert failed.value.key == "file-not-saved" and failed.value.values["file"] == str(file)
    assert content(file) == start and project.plan is plan
    monkeypatch.undo()
    project.perform(rename("二"))
    assert [entry.seq for entry in project.history()] == [1]


def test_a_copy_has_the_whole_history_and_is_on_its_own(project, tmp_path, plan):
    project.perform(rename("一"))
    there = tmp_path / "copy.gpkg"
    project.save_copy(there)
    project.perform(rename("二"))
    with Project.open(there) as copy:
        assert not copy.read_only and name_of(copy) == "一"
        copy.undo()
        assert copy.plan.same_content(plan)
    with pytest.raises(BadInput, match="file-exists"):
        project.save_copy(there)
    with pytest.raises(BadInput, match="file-exists"):
        project.save_copy(project.path, overwrite=True)
    with pytest.raises(BadInput, match="folder-not-found"):
        project.save_copy(tmp_path / "nowhere" / "copy.gpkg")
    project.save_copy(there, overwrite=True)
    with Project.open(there, read_only=True) as copy:
        assert name_of(copy) == "二"


def test_each_line_says_who_it_was(file, plan):
    with Project.create(file, plan, who="张三") as project:
        project.perform(rename("一"))
    with Project.open(file, who="李四") as project:
        project.undo()
        assert [(entry.who, entry.action) for entry in project.history()] == [("张三", "do"), ("李四", "undo")]


def test_a_closed_project_still_has_its_plan(project, plan):
    project.close()
    project.close()
    assert project.plan is plan
    with pytest.raises(GridMapError):
        project.perform(rename("一"))


def test_of_the_history_only_the_lines_that_are_new_or_others_are_made_out_again(project):
    for name in "甲乙丙":
        project.perform(rename(name))
    first = project.history()
    again = project.history()
    assert len(first) == 3 and all(one is two for one, two in zip(first, again, strict=True))
    project.perform(rename("丁"))
    project.file.connection.execute(f"UPDATE {JOURNAL} SET who = '李四' WHERE seq = 2")
    later = project.history()
    assert [one is two for one, two in zip(first, later, strict=False)] == [True, False, True]
    assert [entry.who == "李四" for entry in later] == [False, True, False, False]
    project.file.connection.execute(f"DELETE FROM {JOURNAL} WHERE seq = 1")
    assert [entry.seq for entry in project.history()] == [2, 3, 4]


def test_after_an_edit_of_our_own_the_lines_of_before_are_not_read_again(project, monkeypatch):
    project.perform(rename("甲"))
    assert len(project.history()) == 1
    with monkeypatch.context() as patched:
        patched.setattr(journal, "history", lambda *_: pytest.fail("all of it read"))
        project.perform(rename("乙"))
        project.undo()
        assert [(entry.seq, entry.action) for entry in project.history()] == [(1, "do"), (2, "do"), (3, "undo")]
    with contextlib.closing(sqlite3.connect(project.path)) as other, other:
        other.execute(f"UPDATE {JOURNAL} SET who = '李四' WHERE seq = 1")
    assert [entry.who == "李四" for entry in project.history()] == [True, False, False]


def test_a_line_that_another_thread_saw_being_written_and_that_was_taken_back_is_in_no_history(project, monkeypatch):
    project.perform(rename("甲"))
    seen = []

    def fails(*asked):
        append(*asked)
        seen.append(len(project.history()))
        raise sqlite3.OperationalError("disk I/O error")

    append = journal.append
    with monkeypatch.context() as patched:
        patched.setattr(journal, "append", fails)
        with pytest.raises(GridMapError):
            project.perform(rename("乙"))
    assert (seen, [entry.seq for entry in project.history()]) == ([2], [1])


def test_a_change_of_texts_counts_as_it_unpacks_and_one_of_many_bytes_as_it_is_stored(project):
    grids = tuple(project.plan.grids.index.tolist())
    project.perform(SetAttributes("grids", grids, {"note": "同" * 200}))
    [stored, head] = project.file.connection.execute(
        f"SELECT length(change), substr(change, 1, 4) FROM {JOURNAL} WHERE seq = 1"
    ).fetchone()
    texts = int.from_bytes(head, "little")
    assert 0 < texts < stored
    assert project.file.bytes_of([1]) == stored + 14 * texts
    project.file.connection.execute(f"UPDATE {JOURNAL} SET change = zeroblob({5 << 20}) WHERE seq = 1")
    assert project.file.bytes_of([1]) == 5 << 20
    project.file.connection.execute(f"UPDATE {JOURNAL} SET change = 'not a change' WHERE seq = 1")
    assert project.file.bytes_of([1]) == 0
