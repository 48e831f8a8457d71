"""Whoever is killed while forgetting a person leaves whole files; doing it again completes what was begun."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gridmap.model.errors import BadInput
from gridmap.project.forgetting import Person, forget_person
from gridmap.project.project import Project
from gridmap.storage.traces import FORGOTTEN
from tests.forgetting.conftest import NUMBER, people, traces_in

VICTIM = Path(__file__).with_name("forget_until_killed.py")
KILLS = 14

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.fixture
def victims() -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert server.stdout.readline() == "ready\n"
    yield server
    server.communicate(timeout=20)


def forget_and_be_killed(victims: subprocess.Popen[str], path: Path, statement: int) -> str:
    victims.stdin.write(f"{path} {NUMBER} {statement}\n")
    victims.stdin.flush()
    return victims.stdout.readline().strip()


def statements(victims: subprocess.Popen[str], make_copy) -> int:
    """Return about how many statements it takes, found by halving."""
    least, most = 0, 1024
    while most - least > 1:
        middle = (least + most) // 2
        if forget_and_be_killed(victims, make_copy(f"count-{middle}"), middle) == "killed":
            least = middle
        else:
            most = middle
    return least


def test_killed_at_any_statement_files_are_whole_and_once_more_completes_it(project, victims, tmp_path) -> None:
    folder, before = project.path.parent, people(project.plan)
    project.close()

    def copy(name: str) -> Path:
        shutil.copytree(folder, tmp_path / name)
        return tmp_path / name / project.path.name

    count = statements(victims, copy)
    assert count > 3 * KILLS
    forgotten = 0
    for kill in range(KILLS):
        path = copy(f"kill-{kill}")
        assert forget_and_be_killed(victims, path, 1 + (count - 1) * kill // (KILLS - 1)) == "killed"
        for file in path.parent.glob("*.gpkg"):
            with Project.open(file) as whole:
                assert not whole.read_only and whole.problems == ()
                now = people(whole.plan)
                untouched = [i for i in now.index if i != 6]
                assert now.loc[untouched].equals(before.loc[untouched])
        with Project.open(path) as whole:
            assert people(whole.plan).loc[6].tolist() in (before.loc[6].tolist(), ["", FORGOTTEN, ""])
            if people(whole.plan).loc[6, "name"] == FORGOTTEN:  # it was complete, or opening the file completed it
                forgotten += 1
                with pytest.raises(BadInput, match="forget-nobody"):
                    forget_person(whole, Person(NUMBER))
            else:
                forget_person(whole, Person(NUMBER))
            assert traces_in(path.parent) == []
            whole.go_to(0)
            whole.go_to(whole.last_line)
        for file in path.parent.glob("*.gpkg"):
            with closing(sqlite3.connect(file)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert not connection.execute("SELECT 1 FROM gridmap_meta WHERE key = 'vacuum_due'").fetchall()
    assert 0 < forgotten < KILLS
