"""Processes that forget a person and are killed at any statement, and what must be true of the files afterwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect

import pandas as pd
import pytest

from gridmap.model.errors import BadInput
from gridmap.project.forgetting import Person, forget_person
from gridmap.project.project import Project
from gridmap.storage.traces import FORGOTTEN
from tests.forgetting.conftest import NUMBER, people, traces_in
from tests.storage.killing import must_be_whole

VICTIM = Path(__file__).with_name("forget_until_killed.py")
WHO = 6
"""Id of the worker who is forgotten."""

CopyOf = Callable[[str], Path]


@contextmanager
def forgetful_victims() -> Iterator[subprocess.Popen[str]]:
    """Start what forgets and kills itself."""
    server = subprocess.Popen(
        [sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert server.stdout is not None and server.stdout.readline() == "ready\n"
    try:
        yield server
    finally:
        server.communicate(timeout=20)


def copies_of(project: Path, into: Path) -> CopyOf:
    """Return what copies the folder of a project to a new place by name, and returns the project in it."""

    def copy(name: str) -> Path:
        shutil.copytree(project.parent, into / name)
        return into / name / project.name

    return copy


def forget_and_be_killed(victims: subprocess.Popen[str], path: Path, statement: int) -> str:
    """Return ``killed``, or ``done`` if there are not so many statements."""
    assert victims.stdin is not None and victims.stdout is not None
    victims.stdin.write(f"{path} {NUMBER} {statement}\n")
    victims.stdin.flush()
    return victims.stdout.readline().strip()


def statements(victims: subprocess.Popen[str], copy: CopyOf) -> int:
    """Return how many statements it takes if nobody is killed."""
    count = int(forget_and_be_killed(victims, copy("count"), 0))
    assert victims.stdout is not None and victims.stdout.readline() == "done\n"
    return count


def once_more_must_complete(path: Path, before: pd.DataFrame) -> bool:
    """Fail unless all files of a folder are whole and forgetting the person leaves nothing.

    Returns
    -------
    bool
        Whether it was complete when the process was killed, or opening the file completed it.
    """
    for file in path.parent.glob("*.gpkg"):
        with Project.open(file) as whole:
            assert not whole.read_only and whole.problems == ()
            now = people(whole.plan)
            untouched = [i for i in now.index if i != WHO]
            assert now.loc[untouched].equals(before.loc[untouched])
    with Project.open(path) as whole:
        assert people(whole.plan).loc[WHO].tolist() in (before.loc[WHO].tolist(), ["", FORGOTTEN, ""])
        forgotten = people(whole.plan).loc[WHO, "name"] == FORGOTTEN
        if forgotten:
            with pytest.raises(BadInput, match="forget-nobody"):
                forget_person(whole, Person(NUMBER))
        else:
            forget_person(whole, Person(NUMBER))
        assert traces_in(path.parent) == []
        whole.go_to(0)
        whole.go_to(whole.last_line)
    for file in path.parent.glob("*.gpkg"):
        must_be_whole(file)
        with closing(connect(file)) as connection:
            assert not connection.execute("SELECT 1 FROM gridmap_meta WHERE key = 'vacuum_due'").fetchall()
    return bool(forgotten)
