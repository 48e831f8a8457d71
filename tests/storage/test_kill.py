"""A process that is killed at any moment loses no edit that it was told is done, and spoils nothing."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from gridmap.model.plan import Plan
from gridmap.project.project import Project

KILLS = 200
VICTIM = Path(__file__).with_name("edit_until_killed.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


class Victims:
    """Starts processes that edit, one after the other, and kills them."""

    def __init__(self) -> None:
        self.server = subprocess.Popen([sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.server.stdin is not None and self.server.stdout is not None
        assert self.server.stdout.readline() == b"ready\n"

    def edit_and_be_killed(self, path: Path, seed: int, after_s: float, after_edits: int) -> list[int]:
        """Return the numbers of the lines that were acknowledged before the kill."""
        self.server.stdin.write(f"{path} {seed}\n".encode())
        self.server.stdin.flush()
        child = int(self.server.stdout.readline())
        acknowledged = [int(self.server.stdout.readline()) for _ in range(after_edits)]
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
        while (line := self.server.stdout.readline().strip()) != b"dead":
            acknowledged.append(int(line))
        return acknowledged

    def close(self) -> None:
        self.server.stdin.close()
        self.server.wait(10)
        self.server.stdout.close()


@pytest.fixture
def victims():
    victims = Victims()
    yield victims
    victims.close()


@pytest.mark.slow
def test_killed_200_times_every_acknowledged_edit_is_there_and_undo_leads_back(file, plan, content, victims):
    Project.create(file, plan).close()
    start = content(file)
    chance = random.Random(2020)
    lines = in_the_middle = while_opening = 0
    for kill in range(KILLS):
        edits = chance.randrange(4) if kill % 4 else 0
        told = victims.edit_and_be_killed(file, kill, chance.random() * 0.03, edits)
        while_opening += not told
        in_the_middle += file.with_name(file.name + "-journal").exists()
        with Project.open(file) as project:
            assert not project.read_only and project.problems == ()
            last = len(project.history())
            # Every acknowledged line is there, and at most one more, whose acknowledgement the kill cut off.
            assert told == list(range(lines + 1, lines + 1 + len(told)))
            assert last - (lines + len(told)) in (0, 1)
            lines = last
        if kill % 10 == 0:
            with closing(sqlite3.connect(file)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert lines > KILLS and in_the_middle > 5 and while_opening > 5, (lines, in_the_middle, while_opening)
    with Project.open(file) as project:
        assert {entry.who for entry in project.history()} == {"victim"}
        end, end_content = project.plan, content(file)
        project.go_to(0)
        assert project.plan.same_content(plan) and content(file) == start
        project.go_to(lines)
        assert project.plan.same_content(end) and content(file) == end_content


def test_a_save_that_is_killed_leaves_the_old_file_whole(file, plan, content):
    """Killed at the last moment before the new file takes the old one's place."""
    Project.create(file, plan).close()
    start = content(file)
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from gridmap.model.plan import Plan\n"
        "from gridmap.project import Project\n"
        "from gridmap.model.scheme import load_scheme\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Project.create(sys.argv[1], Plan(load_scheme()), overwrite=True)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert content(file) == start
    with Project.open(file) as project:
        assert not project.read_only and project.plan.same_content(plan)


def test_what_a_killed_process_left_beside_a_file_does_not_spoil_the_one_that_replaces_it(tmp_path, plan, content):
    """The rollback journal of the old file would be played back into the new one."""
    old, killed = tmp_path / "old.gpkg", tmp_path / "killed.gpkg"
    Project.create(old, plan).close()
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute(
            "CREATE TABLE big AS "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9999) SELECT i FROM n"
        )
        connection.execute("UPDATE facts SET value = 'half written'")
        for suffix in ("", "-journal"):
            killed.with_name(killed.name + suffix).write_bytes(old.with_name(old.name + suffix).read_bytes())
        connection.execute("ROLLBACK")
    assert killed.with_name("killed.gpkg-journal").stat().st_size > 512
    small = Plan(plan.scheme, {"facts": plan.tables["facts"]})
    with Project.create(killed, small, overwrite=True) as project:
        assert project.plan.same_content(small)
    with Project.open(killed) as project:
        assert project.plan.same_content(small) and project.problems == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["killed.gpkg", "old.gpkg"]
    Project.create(tmp_path / "fresh.gpkg", small).close()
    assert content(killed) == content(tmp_path / "fresh.gpkg")
