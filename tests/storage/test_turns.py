"""Threads that read and write by one connection while SQLite calls Python: none waits for ever."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gridmap.edits import SetAttributes
from gridmap.storage.file import connect, in_memory_copy
from gridmap.storage.geopackage import clean_copy
from gridmap.storage.turns import TakenInTurns

PATIENCE_S = 120.0
"""Two threads that wait for each other stop the whole process, so it is one of its own that is waited for."""
CODE = """
import sys, threading
from gridmap.project.project import Project

sys.setswitchinterval(1e-4)
project = Project.open(sys.argv[1])
connection, line = project.file.connection, project.file.stack.done[-1]
over = threading.Event()
reads = 0

def read():
    global reads
    while not over.is_set():
        project.file.change_of(line, project.plan.crs)
        reads += 1

ids = [row for (row,) in connection.execute("SELECT fid FROM grids WHERE geom IS NOT NULL")]
thread = threading.Thread(target=read)
thread.start()
with project.file.stopping((lambda: False) if sys.argv[2] == "asked" else None):
    for _ in range(1500):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("UPDATE grids SET geom = geom WHERE fid = ?", [(row,) for row in ids])
        assert sum(1 for _ in connection.execute("SELECT fid FROM grids")) >= len(ids)
        connection.execute("ROLLBACK")
over.set()
thread.join()
project.close()
print(reads)
"""


@pytest.mark.parametrize("asked", ["asked", "not asked"])
def test_who_reads_the_history_and_who_writes_shapes_never_wait_for_each_other(project, asked):
    project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
    project.close()
    line = [sys.executable, "-c", CODE, str(project.path), asked]
    done = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert int(done.stdout) > 0


def test_every_connection_that_a_project_may_have_is_taken_in_turns(project):
    there = connect(project.path)
    for connection in (there, in_memory_copy(there), clean_copy(project.plan)):
        assert isinstance(connection, TakenInTurns)
        for cursor in (connection.cursor(), connection.execute("SELECT 1"), connection.executescript("")):
            assert type(cursor).__module__ == TakenInTurns.__module__
    there.close()
