"""A person who is forgotten is nowhere, whoever else there is stays, and the history can still be walked."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from gridmap.edits import AddWorker, PutRows, SetAttributes
from gridmap.model.errors import BadInput, GridMapError, ReadOnly, Refused
from gridmap.model.making import change_between
from gridmap.project.drafts import applied, begin_draft, draft_named
from gridmap.project.forgetting import Person, forget_person
from gridmap.project.project import Project
from gridmap.storage.traces import FORGOTTEN
from tests.drafts.conftest import A, B, C
from tests.forgetting.conftest import LONGER, NAME, NUMBER, PHONE, TRACES, change_rows, people, traces_in

PERSON = Person(NUMBER)


# ---- nothing is left -------------------------------------------------------------------------------------------------


def test_no_byte_of_the_person_is_left_in_project_and_drafts(project: Project) -> None:
    folder = project.path.parent
    assert {trace for _, trace, _ in traces_in(folder)} == set(TRACES)  # the search finds what there is
    assert {name for name, _, _ in traces_in(folder)} == {"city.gpkg", "city.draft-early.gpkg", "city.draft-late.gpkg"}
    forget_person(project, PERSON)
    assert traces_in(folder) == []
    assert people(project.plan).loc[6].tolist() == ["", FORGOTTEN, ""]
    assert project.plan.value(A, "note") == f"找{FORGOTTEN}，电话 {FORGOTTEN}（工号{FORGOTTEN}）；{LONGER}也可以"
    assert project.plan.tables["branches"].loc[2, "secretary"] == FORGOTTEN
    assert project.plan.tables["assignments"]["worker"].tolist() == [1, 2, 3, 4, 5, 6]
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".lock") == [
        "city.draft-early.gpkg",
        "city.draft-late.gpkg",
        "city.gpkg",
    ]


def test_nobody_else_is_touched(project: Project) -> None:
    others = people(project.plan).drop(index=6)
    forget_person(project, PERSON)
    assert people(project.plan).drop(index=6).equals(others)
    assert LONGER in others["name"].tolist()


def test_the_file_says_what_the_plan_says(project: Project) -> None:
    forget_person(project, PERSON)
    project.perform(SetAttributes("grids", (A,), {"name": "东门"}))  # and it is no "changed elsewhere"
    with Project.open(project.path, read_only=True) as again:
        assert again.plan.same_content(project.plan)
        assert again.problems == ()
        assert again.standing == project.standing


def test_somebody_who_was_deleted_is_forgotten_in_the_history(project: Project) -> None:
    own = project.plan.tables["assignments"].index[project.plan.tables["assignments"]["worker"] == 6]
    project.perform(PutRows("drop", drop={"assignments": tuple(own), "workers": (6,)}))
    forget_person(project, PERSON)
    assert traces_in(project.path.parent) == []
    project.undo()
    assert people(project.plan).loc[6].tolist() == ["", FORGOTTEN, ""]


def test_what_was_deleted_before_a_draft_was_begun_is_not_left_on_its_unused_pages(tmp_path, plan) -> None:
    with Project.create(tmp_path / "city.gpkg", plan) as project:
        for n in range(200):
            project.perform(
                AddWorker(NAME if n == 7 else f"某{n:03d}", PHONE if n == 7 else f"139{n:08d}", f"N{n:05d}")
            )
        begin_draft(project, "d")
        project.go_to(0)
        with Project.open(begin_draft(project, "e")):
            pass
        forget_person(project, Person("N00007"))
    assert traces_in(tmp_path) == []


def test_columns_that_other_programs_have_added_to_the_workers_are_blanked(project: Project) -> None:
    with closing(sqlite3.connect(project.path)) as connection, connection:
        connection.execute("ALTER TABLE workers ADD COLUMN email TEXT")
        connection.execute("UPDATE workers SET email = 'w' || fid || '@example.org'")
        connection.execute("UPDATE workers SET phone = CAST(? AS BLOB) WHERE fid = 6", (PHONE,))
    project.reload()
    forget_person(project, PERSON)
    with closing(sqlite3.connect(project.path)) as connection:
        emails = dict(connection.execute("SELECT fid, email FROM workers"))
    assert emails[6] is None and emails[5] == "w5@example.org"
    assert traces_in(project.path.parent) == []


# ---- the history -----------------------------------------------------------------------------------------------------


def test_every_step_can_be_taken_back_and_done_again(project: Project) -> None:
    last = project.last_line
    forget_person(project, PERSON)
    ends = {}
    for seq in [*range(last, -1, -1), *range(last + 1)]:
        project.go_to(seq)
        names = people(project.plan)["name"].tolist()
        assert not {NAME, "赵大虎"} & set(names)
        assert project.plan.same_content(ends.setdefault(seq, project.plan))
    project.go_to(0)
    while project.redo():
        pass
    while project.undo():
        pass
    assert project.plan.same_content(ends[0])
    assert traces_in(project.path.parent) == []


def test_what_could_be_undone_and_redone_can_be_still_and_the_forgetting_itself_cannot(project: Project) -> None:
    done, undo, redo = project.standing, project.undo_entry, project.redo_entry
    before = people(project.plan).loc[6].tolist()
    forget_person(project, PERSON)
    assert (project.standing, project.undo_entry.label, project.redo_entry.label) == (done, undo.label, redo.label)
    line = project.history()[-1]
    assert (line.action, line.label, line.who) == ("forget", "forget-person", "officer")
    assert line.target == line.seq == project.last_line
    assert set(line.values) == {"places"} and line.values["places"] > 5
    project.undo()
    assert people(project.plan).loc[6].tolist() == ["", FORGOTTEN, ""] != before
    project.redo()
    with Project.open(project.path, read_only=True) as again:
        assert (again.standing, again.undo_entry.label, again.redo_entry.label) == (done, undo.label, redo.label)


def test_the_lines_of_the_history_name_nobody(project: Project) -> None:
    forget_person(project, PERSON)
    lines = project.history()
    assert {line.values["name"] for line in lines if line.label == "assign-worker"} == {FORGOTTEN}
    assert {line.values["name"] for line in lines if line.label == "end-assignment"} == {FORGOTTEN}
    assert [line.values["name"] for line in lines if line.label == "add-worker"] == [FORGOTTEN, LONGER]
    assert {line.who for line in lines} == {FORGOTTEN, "officer"}  # the person had edited the project
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))


def test_a_step_that_nobody_can_read_is_emptied_and_told(project: Project) -> None:
    with closing(sqlite3.connect(project.path)) as connection, connection:
        connection.execute("UPDATE gridmap_journal SET change = ? WHERE seq = 5", (b"\x05\0\0\0" + PHONE.encode(),))
    project.reload()
    assert forget_person(project, PERSON).left["unreadable-line"] == 1
    assert traces_in(project.path.parent) == []


# ---- drafts ----------------------------------------------------------------------------------------------------------


def test_drafts_can_still_be_applied(project: Project) -> None:
    forget_person(project, PERSON)
    with Project.open(draft_named(project.path, "early").path) as draft:
        project.perform(applied(draft))
    with Project.open(draft_named(project.path, "late").path) as draft:
        assert people(draft.plan).loc[6].tolist() == ["", FORGOTTEN, ""]
        assert draft.history()[-1].label == "forget-person"
        assert {line.who for line in draft.history()} == {"tester", "officer"}
        with pytest.raises(Refused, match="draft-conflicts") as conflict:  # both have named grid C, and only that
            project.perform(applied(draft))
        assert conflict.value.grids == (C,)
    project.undo()
    with Project.open(draft_named(project.path, "late").path) as draft:
        project.perform(applied(draft))
    assert project.plan.value(B, "name") == "方案里的第二网格"
    assert project.plan.value(C, "note") == f"问 {FORGOTTEN}"
    assert traces_in(project.path.parent) == []


def test_a_draft_that_somebody_has_open_is_named_and_nothing_is_done(project: Project) -> None:
    path = draft_named(project.path, "late").path
    before = {file.name: file.read_bytes() for file in project.path.parent.glob("*.gpkg")}
    with Project.open(path, who="colleague"):
        with pytest.raises(ReadOnly, match="project-in-use") as refusal:
            forget_person(project, PERSON)
        assert refusal.value.values["file"] == str(path) and refusal.value.values["user"] == "colleague"
        assert {file.name: file.read_bytes() for file in project.path.parent.glob("*.gpkg")} == before
    forget_person(project, PERSON)
    assert traces_in(project.path.parent) == []


@pytest.mark.parametrize("which", ["city.gpkg", "city.draft-late.gpkg"])
def test_a_file_that_another_program_keeps_a_copy_of_beside_it_is_refused_before_anything_is_done(
    project: Project, which: str
) -> None:
    path = project.path
    project.close()
    with closing(sqlite3.connect(path.with_name(which))) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        other.execute("SELECT count(*) FROM workers").fetchall()
        before = traces_in(path.parent)
        with Project.open(path, who="officer") as again:
            with pytest.raises(GridMapError, match="file-busy") as refusal:
                forget_person(again, PERSON)
            assert refusal.value.values["file"] == str(path.with_name(which))
        assert [trace for trace in traces_in(path.parent) if "-wal" not in trace[0]] == before
    with Project.open(path, who="officer") as again:
        forget_person(again, PERSON)
    assert traces_in(path.parent) == []


def test_a_draft_itself_forgets_nobody(project: Project) -> None:
    with (
        Project.open(draft_named(project.path, "late").path) as draft,
        pytest.raises(Refused, match="forget-in-draft"),
    ):
        forget_person(draft, PERSON)


def test_somebody_who_is_in_a_draft_alone_is_forgotten_there(project: Project) -> None:
    with Project.open(draft_named(project.path, "early").path) as draft:
        draft.perform(AddWorker("孙新来", "0512-58129999", "ZJG-00999"))
    told = forget_person(project, Person("ZJG-00999"))
    assert told.names == ("孙新来",) and people(project.plan).loc[6, "name"] == NAME
    with Project.open(draft_named(project.path, "early").path) as draft:
        assert people(draft.plan).loc[6].tolist() == ["", FORGOTTEN, ""]


def test_files_that_only_look_like_drafts_are_counted(project: Project) -> None:
    broken = project.path.with_name("city.draft-broken.gpkg")
    broken.write_bytes(b"no database")
    assert forget_person(project, PERSON).left == Counter({"not-a-draft": 1})
    assert broken.read_bytes() == b"no database"


# ---- who is meant ----------------------------------------------------------------------------------------------------


def test_of_two_people_of_one_name_only_the_one_with_the_number_is_forgotten(project: Project) -> None:
    project.perform(AddWorker(NAME, "13800004444", "ZJG-00500"))
    other = project.plan.next_id("workers") - 1
    change_rows(project, "branches", [1], secretary="王五")
    told = forget_person(project, PERSON)
    assert people(project.plan).loc[6].tolist() == ["", FORGOTTEN, ""]
    assert people(project.plan).loc[other].tolist() == ["ZJG-00500", NAME, "13800004444"]
    # Nobody can tell which of the two the secretary and the notes are, but the history knows whom it assigned.
    assert project.plan.tables["branches"].loc[2, "secretary"] == NAME
    assert told.left["shared-name"] == 5  # secretary and note in the project and the late draft, a note in that alone
    assert PHONE not in project.plan.value(A, "note") and NAME in project.plan.value(A, "note")
    assert {line.values["name"] for line in project.history() if line.label == "assign-worker"} == {FORGOTTEN}
    assert [line.values["name"] for line in project.history() if line.label == "add-worker"] == [
        FORGOTTEN,
        LONGER,
        NAME,
    ]


def test_a_phone_of_two_people_stays_with_the_other(project: Project) -> None:
    change_rows(project, "workers", [1], phone=PHONE)
    forget_person(project, PERSON)
    assert people(project.plan).loc[[1, 6], "phone"].tolist() == [PHONE, ""]
    project.undo()
    project.redo()
    assert people(project.plan).loc[[1, 6], "phone"].tolist() == [PHONE, ""]


def test_a_number_that_passed_from_one_to_another_needs_a_name(project: Project) -> None:
    change_rows(project, "workers", [6], staff_number=NUMBER, name=NAME)
    change_rows(project, "workers", [3], staff_number=NUMBER)
    with pytest.raises(Refused, match="forget-several") as refusal:
        forget_person(project, PERSON)
    assert refusal.value.values["names"] == sorted(["丙", NAME])
    forget_person(project, Person(NUMBER, NAME))
    assert people(project.plan).loc[3].tolist() == [NUMBER, "丙", "13800001111"]
    assert people(project.plan).loc[6].tolist() == ["", FORGOTTEN, ""]


def test_somebody_without_a_number_is_forgotten_by_the_row(project: Project) -> None:
    project.perform(AddWorker("钱无号", "0512-58127777"))
    begin_draft(project, "third")
    worker = project.plan.next_id("workers") - 1
    forget_person(project, Person(worker=worker))
    assert people(project.plan).loc[worker].tolist() == ["", FORGOTTEN, ""]
    for file in project.path.parent.glob("*.gpkg"):
        assert "钱无号".encode() not in file.read_bytes() and b"58127777" not in file.read_bytes()
    assert people(project.plan).loc[6, "name"] == NAME


def test_names_of_places_stay_and_are_counted(project: Project) -> None:
    project.perform(SetAttributes("grids", (B,), {"name": f"{NAME}工作室"}))
    begin_draft(project, f"{NAME}的方案")
    told = forget_person(project, PERSON)
    assert project.plan.value(B, "name") == f"{NAME}工作室"
    assert told.left == Counter({"place": 2, "file-name": 1})  # in the project and in the draft of it
    assert draft_named(project.path, f"{FORGOTTEN}的方案").path.is_file()


def test_tables_of_other_programs_are_counted(project: Project) -> None:
    with closing(sqlite3.connect(project.path)) as connection, connection:
        connection.execute("CREATE TABLE my_list (who TEXT, tel TEXT)")
        connection.execute("INSERT INTO my_list VALUES (?, ?), ('x', 'y')", (NAME, PHONE))
    project.reload()
    assert forget_person(project, PERSON).left == Counter({"other-table": 2})


def test_nobody_of_a_number_is_said(project: Project) -> None:
    before = project.path.read_bytes()
    with pytest.raises(BadInput, match="forget-nobody"):
        forget_person(project, Person("ZJG-0"))
    assert project.path.read_bytes() == before
    forget_person(project, PERSON)
    with pytest.raises(BadInput, match="forget-nobody"):
        forget_person(project, PERSON)


def test_a_dry_run_counts_the_same_and_writes_nothing(project: Project) -> None:
    before = {file.name: file.read_bytes() for file in project.path.parent.glob("*.gpkg")}
    told = forget_person(project, PERSON, dry_run=True)
    assert {file.name: file.read_bytes() for file in project.path.parent.glob("*.gpkg")} == before
    assert told.names == ("赵大虎", NAME) and told.drafts == 2 and told.assignments == 1 and told.places > 20
    assert forget_person(project, PERSON) == told


def test_a_project_that_is_only_read_forgets_nobody(project: Project) -> None:
    with Project.open(project.path) as second:
        assert second.read_only
        assert forget_person(second, PERSON, dry_run=True).places > 0
        with pytest.raises(ReadOnly, match="project-in-use"):
            forget_person(second, PERSON)


# ---- the file anew ---------------------------------------------------------------------------------------------------


def test_the_plan_follows(project: Project) -> None:
    before = project.plan
    forget_person(project, PERSON)
    touched = change_between(before, project.plan, "forget-person").touched
    assert {"workers.name", "workers.phone", "grids.note", "branches.secretary"} <= touched
    assert "grids.name" not in touched


def test_a_file_that_was_not_written_anew_is_when_it_is_opened_next(project: Project, monkeypatch) -> None:
    path = project.path
    with monkeypatch.context() as patch:

        def fail(_: object) -> bool:
            raise sqlite3.OperationalError("database or disk is full")

        patch.setattr("gridmap.storage.erasing.finish", fail)
        patch.setattr("gridmap.project.forgetting.erase_in_file", lambda *_: None)
        patch.setattr("gridmap.project.forgetting.drafts_of", lambda _: [])
        with pytest.raises(GridMapError):
            forget_person(project, PERSON)
        assert people(project.plan).loc[6, "name"] == FORGOTTEN  # what is in the file is what is shown
        project.close()
        with Project.open(path) as again:
            assert [problem.key for problem in again.problems] == ["forget-unfinished"]
    with Project.open(path) as again:
        assert again.problems == ()
    with closing(sqlite3.connect(path)) as connection:
        assert not connection.execute("SELECT 1 FROM gridmap_meta WHERE key = 'vacuum_due'").fetchall()
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
