"""Processes that edit a project and are killed at any moment, and what must be true of the file afterwards."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from gridmap.project.project import Project
from tests.storage.conftest import content_of

VICTIM = Path(__file__).with_name("edit_until_killed.py")


class Victims:
    """Starts processes that edit, one after the other, and kills them."""

    def __init__(self) -> None:
        self.server = subprocess.Popen([sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.server.stdin is not None and self.server.stdout is not None
        assert self.server.stdout.readline() == b"ready\n"

    def __enter__(self) -> Victims:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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


@dataclass
class Killed:
    """What came of many kills: how long the journal is, and how many kills came while a line was written or before."""

    lines: int = 0
    in_the_middle: int = 0
    while_opening: int = 0


def kill_again_and_again(
    victims: Victims, file: Path, kills: int, seed: int, *, title: str = "", longest_s: float = 0.03
) -> Killed:
    """Kill whoever edits a project, so many times; fail if an edit that was acknowledged is lost or anything spoilt.

    Parameters
    ----------
    file : Path
        A project or a draft whose journal is empty.
    title : str
        Title of the draft; empty for a project.
    """
    chance, killed = random.Random(seed), Killed()
    for kill in range(kills):
        edits = chance.randrange(4) if kill % 4 else 0
        told = victims.edit_and_be_killed(file, seed + kill, chance.random() * longest_s, edits)
        killed.while_opening += not told
        killed.in_the_middle += file.with_name(file.name + "-journal").exists()
        with Project.open(file) as project:
            assert not project.read_only and project.problems == ()
            assert (project.draft.title if project.draft else "") == title
            last = len(project.history())
            # Every acknowledged line is there, and at most one more, whose acknowledgement the kill cut off.
            assert told == list(range(killed.lines + 1, killed.lines + 1 + len(told)))
            assert last - (killed.lines + len(told)) in (0, 1)
            killed.lines = last
        if kill % 10 == 0:
            must_be_whole(file)
    return killed


def must_be_whole(file: Path) -> None:
    """Fail if SQLite finds anything wrong with a file."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def undo_must_lead_back(file: Path, start: str) -> None:
    """Fail unless undoing everything leads to the content there was, and doing it again to what there is."""
    with Project.open(file) as project:
        assert {entry.who for entry in project.history()} <= {"victim"}
        end, end_content, lines = project.plan, content_of(file), len(project.history())
        project.go_to(0)
        assert content_of(file) == start
        project.go_to(lines)
        assert project.plan.same_content(end) and content_of(file) == end_content
