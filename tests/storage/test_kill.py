"""A process that is killed at any moment loses no edit that it was told is done, and spoils nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.storage.killing import Victims, kill_again_and_again, undo_must_lead_back

KILLS = 200

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.mark.slow
def test_killed_200_times_every_acknowledged_edit_is_there_and_undo_leads_back(file, plan, content):
    Project.create(file, plan).close()
    start = content(file)
    with Victims() as victims:
        killed = kill_again_and_again(victims, file, KILLS, 2020)
    assert killed.lines > KILLS and killed.in_the_middle > 5 and killed.while_opening > 5, killed
    undo_must_lead_back(file, start)
    with Project.open(file) as project:
        project.go_to(0)
        assert project.plan.same_content(plan)


def test_a_save_that_is_killed_leaves_the_old_file_whole(file, plan, content):
    """Killed at the last moment before the new file takes the old one's place."""
    Project.create(file, plan).close()
    start = content(file)
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from gridmap.model.plan import Plan\n"
        "from gridmap.project.project import Project\n"
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
