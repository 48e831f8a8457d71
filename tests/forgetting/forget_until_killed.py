"""Forgets a person until it kills itself at a given statement; run by test_kill.py.

Libraries are imported once. For each line ``PATH NUMBER STATEMENT`` on stdin a child is forked, which forgets the
person of that staff number and kills itself as SQLite begins that statement of all its files; ``killed`` or ``done`` is
told. At statement 0 nothing is killed, and how many there were is told before.
"""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import sys
from pathlib import Path

from gridmap.project.forgetting import Person, forget_person
from gridmap.project.project import Project
from gridmap.storage import file as project_file


def forget(path: str, number: str, statement: int) -> None:
    count = itertools.count(1)

    def trace(_: str) -> None:
        if next(count) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    connect = project_file.connect

    def connect_traced(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.set_trace_callback(trace)
        return connection

    project_file.connect = connect_traced
    with Project.open(path) as project:
        forget_person(project, Person(number))
    if not statement:
        print(next(count) - 1, flush=True)


def main() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        path, number, statement = line.rstrip("\n").rsplit(" ", 2)
        child = os.fork()
        if child == 0:
            try:
                forget(path, number, int(statement))
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        word = "killed" if os.WIFSIGNALED(status) else "done" if status == 0 else "failed"
        print(word, flush=True)


if __name__ == "__main__":
    main()
