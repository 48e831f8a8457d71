"""A look at a file that was begun early is taken over where the file is still the same, and nowhere else."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from gridmap.edits import SetAttributes
from gridmap.model.errors import NotAProject
from gridmap.project.project import Project
from gridmap.storage import early_look, pages


@pytest.fixture
def looks(monkeypatch):
    """Count who looks at all pages: early, or on opening."""
    seen = []
    for module in ("early_look", "soundness"):

        def look(connection, module=module):
            seen.append(module)
            return pages.faults(connection)

        monkeypatch.setattr(f"gridmap.storage.{module}.faults", look)
    return seen


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_what_was_looked_at_early_is_not_looked_at_again(file, plan, looks, monkeypatch, large, read_only):
    Project.create(file, plan).close()
    if large:
        monkeypatch.setattr("gridmap.storage.soundness.LARGE_BYTES", 0)
    early_look.begin(file)
    with Project.open(file, read_only=read_only) as project:
        project.must_be_whole()
        assert project.plan.same_content(plan) and project.problems == ()
    assert looks == ["early_look"]
    with Project.open(file) as project:  # it holds for one opening
        project.must_be_whole()
    assert looks == ["early_look", "soundness"]


def test_a_file_that_was_changed_since_is_looked_at_again(file, plan, looks):
    Project.create(file, plan).close()
    early_look.begin(file)
    early_look._begun[str(file)]._thread.join()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE rtree_grids_geom_rowid SET nodeno = 99")
    with Project.open(file) as project:
        project.perform(SetAttributes("grids", (4,), {"note": "x"}))
        assert [(p.key, p.sheet) for p in project.problems] == [("index-rebuilt", "grids")]
    assert looks == ["early_look", "soundness"]


@pytest.mark.parametrize("beside", ["-wal", "-journal"])
def test_a_file_that_somebody_writes_to_is_not_looked_at_early(file, plan, beside):
    Project.create(file, plan).close()
    file.with_name(file.name + beside).touch()
    early_look.begin(file)
    look = early_look.taken(file)
    assert not look.is_of_now() and not look.answers()


@pytest.mark.parametrize("large", [False, True])
def test_what_opening_writes_spoils_no_early_look(file, plan, looks, monkeypatch, large):
    """A large file's look may be taken over long after opening has written to the file, on a busy machine."""
    Project.create(file, plan).close()
    opened = threading.Event()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE rtree_grids_geom")
    if large:
        monkeypatch.setattr("gridmap.storage.soundness.LARGE_BYTES", 0)
        answers = early_look.EarlyLook.answers
        monkeypatch.setattr(early_look.EarlyLook, "answers", lambda look: opened.wait(60) and answers(look))
    before = pages.commits(file)
    early_look.begin(file)
    early_look._begun[str(file)]._thread.join()
    with Project.open(file) as project:
        opened.set()
        project.must_be_whole()
    assert looks == ["early_look"] and pages.commits(file) != before


@pytest.mark.parametrize("large", [False, True])
def test_what_an_early_look_finds_is_told_and_mended_as_ever(file, plan, looks, monkeypatch, large):
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM rtree_grids_geom_node")
    if large:
        monkeypatch.setattr("gridmap.storage.soundness.LARGE_BYTES", 0)
    early_look.begin(file)
    with Project.open(file) as project:
        project.perform(SetAttributes("grids", (4,), {"note": "x"}))
        assert [(p.key, p.sheet) for p in project.problems] == [("index-rebuilt", "grids")]
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'workers'").fetchone()
    with file.open("rb+") as spoilt:
        spoilt.seek((page - 1) * 4096)
        spoilt.write(bytes(4096))
    early_look.begin(file)
    early_look._begun[str(file)]._thread.join()  # reading may come upon it first, which ends the look
    with pytest.raises(NotAProject, match="file-damaged"):
        Project.open(file).must_be_whole()
    assert looks[:2] == ["early_look"] * 2


def test_a_look_waits_for_who_writes_to_the_file_just_then(file, plan, looks):
    """Opening writes to a file that it mends, and may be ahead of the look on a busy machine."""
    Project.create(file, plan).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        early_look.begin(file)
        look = early_look.taken(file)
        look._thread.join(0.5)
        assert look._thread.is_alive() and look.is_of_now()
        connection.execute("ROLLBACK")
    assert look.answers() and looks == ["early_look"]


def test_a_look_that_nobody_wants_any_more_is_not_begun(file, plan, looks, monkeypatch):
    Project.create(file, plan).close()
    given_up = threading.Event()
    guarded = early_look.guarded
    monkeypatch.setattr(early_look, "guarded", lambda connection: given_up.wait(60) and guarded(connection))
    early_look.begin(file)
    look = early_look.taken(file)
    look.give_up()
    given_up.set()
    assert not look.answers() and looks == []


def test_what_is_no_file_or_no_project_is_left_to_who_opens_it(file, tmp_path):
    for path in (file, tmp_path):
        early_look.begin(path)
        assert early_look.taken(path) is None
    file.write_text("no database at all")
    early_look.begin(file)
    with pytest.raises(NotAProject, match="file-not-geopackage"):
        Project.open(file)


def test_it_is_begun_before_any_library_is_imported():
    code = "import sys; bare = {*sys.modules}; import gridmap.storage.early_look; print(*{*sys.modules} - bare)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    others = {name for name in done.stdout.split() if name.split(".")[0] not in sys.stdlib_module_names}
    assert others == {
        "gridmap",
        "gridmap.storage",
        "gridmap.storage.early_look",
        "gridmap.storage.held",
        "gridmap.storage.pages",
    }
