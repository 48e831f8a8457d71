"""Only one person edits a project at a time; the next one learns who, where and since when."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from gridmap.edits import SetAttributes
from gridmap.model.errors import GridMapError, ReadOnly
from gridmap.project.project import Project
from gridmap.storage.lock import Holder, Lock, acquire, lock_path, process_start


def held_by(project_file, *, user="李四", host=None, pid=None, started="") -> Holder:
    """Leave a lock as another process would, and return what it says."""
    since = datetime(2020, 8, 25, 9, 30, tzinfo=UTC)
    holder = Holder(
        user, platform.node() if host is None else host, os.getpid() if pid is None else pid, since, started
    )
    lock_path(project_file).write_text(holder.to_json(), encoding="utf-8")
    return holder


def a_dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_second_opener_may_look_and_learns_who_has_it(file, plan):
    before = datetime.now(UTC) - timedelta(seconds=2)
    with Project.create(file, plan, who="张三") as first, Project.open(file, who="李四") as second:
        assert second.read_only and not first.read_only
        assert (second.locked_by.user, second.locked_by.host, second.locked_by.pid) == (
            "张三",
            platform.node(),
            os.getpid(),
        )
        assert before <= second.locked_by.since <= datetime.now(UTC)
        with pytest.raises(ReadOnly) as refused:
            second.perform(SetAttributes("grids", (4,), {"name": "x"}))
        assert refused.value.key == "project-in-use" and refused.value.values["user"] == "张三"
        first.perform(SetAttributes("grids", (4,), {"name": "东门"}))
        assert second.plan.value(4, "name") == "第一网格"
        second.reload()
        assert second.plan.value(4, "name") == "东门"
    with Project.open(file) as third:
        assert not third.read_only


def test_the_lock_lies_beside_the_file_while_it_is_open_and_not_afterwards(file, plan):
    with Project.create(file, plan):
        raw = json.loads((file.parent / f".{file.name}.lock").read_text(encoding="utf-8"))
        assert raw.keys() == {"user", "host", "pid", "since", "started"}
    assert not lock_path(file).exists()


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_another_name_for_the_same_file_leads_to_the_same_lock(file, plan, tmp_path):
    with Project.create(file, plan, who="张三"):
        (tmp_path / "link.gpkg").symlink_to(file)
        with Project.open(tmp_path / "link.gpkg") as project:
            assert project.read_only and project.locked_by.user == "张三"


def test_a_copy_does_not_replace_a_file_that_somebody_has_open(file, plan, tmp_path):
    with Project.create(file, plan) as project, Project.create(tmp_path / "b.gpkg", plan):
        with pytest.raises(GridMapError, match="project-in-use"):
            project.save_copy(tmp_path / "b.gpkg", overwrite=True)
        project.save_copy(tmp_path / "c.gpkg")
        assert not lock_path(tmp_path / "c.gpkg").exists()


def test_looking_takes_no_lock(file, plan):
    Project.create(file, plan).close()
    with Project.open(file, read_only=True):
        assert not lock_path(file).exists()
        with Project.open(file) as writer:
            assert not writer.read_only


def test_a_file_that_somebody_has_open_is_not_replaced(file, plan):
    with Project.create(file, plan, who="张三"):
        with pytest.raises(GridMapError) as refused:
            Project.create(file, plan, overwrite=True)
        assert refused.value.key == "project-in-use" and refused.value.values["user"] == "张三"


def test_opening_that_fails_leaves_no_lock(file, plan):
    file.write_bytes(b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(4000))
    with pytest.raises(GridMapError):
        Project.open(file)
    assert not lock_path(file).exists()


@pytest.mark.parametrize(
    "left_by",
    [
        lambda file: held_by(file, pid=a_dead_process()),
        lambda file: held_by(file, pid=os.getpid(), started="another start of a process with this number"),
        lambda file: lock_path(file).write_text("", encoding="utf-8"),
        lambda file: lock_path(file).write_text('{"user": "张', encoding="utf-8"),
        lambda file: lock_path(file).write_bytes(b"\xff\xfe\x00"),
        lambda file: lock_path(file).write_text("[1, 2]", encoding="utf-8"),
    ],
    ids=["dead process", "number used again", "empty", "half written", "not text", "not a lock"],
)
def test_a_lock_that_nobody_holds_any_more_is_taken_over(file, plan, left_by):
    Project.create(file, plan).close()
    left_by(file)
    with Project.open(file, who="王五") as project:
        assert not project.read_only
        assert Holder.from_json(lock_path(file).read_text(encoding="utf-8")).user == "王五"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "left_by",
    [
        lambda file: held_by(file, host="another-computer", pid=a_dead_process()),
        lambda file: held_by(file, pid=os.getpid()),
        lambda file: held_by(file, pid=os.getpid(), started=process_start(os.getpid())),
        lambda file: held_by(file, pid=os.getppid()),
    ],
    ids=["another computer", "this process", "this process surely", "another process"],
)
def test_a_lock_whose_holder_may_be_there_is_respected(file, plan, left_by):
    Project.create(file, plan).close()
    holder = left_by(file)
    with Project.open(file) as project:
        assert project.read_only and project.locked_by == holder
    assert Holder.from_json(lock_path(file).read_text(encoding="utf-8")) == holder


def test_closing_leaves_a_lock_alone_that_is_not_ones_own(file, plan):
    project = Project.create(file, plan)
    held_by(file, host="another-computer")
    project.close()
    assert lock_path(file).exists()


def test_of_many_who_ask_at_once_one_gets_it(file):
    """Also where all of them find the same stale lock first."""
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from gridmap.storage.lock import Lock, acquire\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "held = acquire(Path(sys.argv[1]))\n"
        "print('mine' if isinstance(held, Lock) else 'theirs', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", script, str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(4)]
    try:
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        held_by(file, pid=a_dead_process())
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = [process.stdout.readline().strip() for process in processes]
        assert sorted(answers) == ["mine"] + ["theirs"] * 3
    finally:
        for process in processes:
            process.communicate("done\n")


def test_a_process_that_has_ended_is_known_to_have():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = process_start(process.pid)
    assert started and process_start(process.pid) == started != process_start(os.getpid())
    process.communicate(b"\n")
    assert process_start(process.pid) is None
    assert process_start(0) is None and process_start(-1) is None


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="other systems keep no dead processes")
def test_a_process_that_died_but_was_not_asked_after_yet_counts_as_gone():
    process = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert process_start(process.pid) is None
    process.wait()


def test_a_lock_can_be_taken_again_after_its_release(file):
    first = acquire(file)
    assert isinstance(first, Lock) and isinstance(acquire(file), Holder)
    first.release()
    first.release()
    second = acquire(file)
    assert isinstance(second, Lock)
    second.release()


@pytest.mark.parametrize(
    "odd",
    [
        {"pid": 10**30}, {"pid": -1}, {"pid": float("inf")}, {"pid": None},
        {"since": "0001-01-01T00:00:00+23:59"}, {"since": 10**30}, None,
    ],
)  # fmt: skip
def test_a_lock_that_cannot_be_one_is_taken_over(file, plan, odd):
    Project.create(file, plan).close()
    whole = {"user": "李四", "host": platform.node(), "pid": os.getpid(), "since": "2020-08-25T09:30:00+00:00"}
    lock_path(file).write_text("[" * 100_000 if odd is None else json.dumps(whole | odd), encoding="utf-8")
    with Project.open(file) as project:
        assert not project.read_only
        project.perform(SetAttributes("grids", (4,), {"name": "东门"}))


def test_a_lock_that_goes_while_it_is_read_is_nobodys(file, plan, monkeypatch):
    Project.create(file, plan).close()
    lock_path(file).write_text("half writ", encoding="utf-8")
    monkeypatch.setattr("gridmap.storage.lock.time.sleep", lambda _: lock_path(file).unlink())
    with Project.open(file) as project:
        assert not project.read_only
