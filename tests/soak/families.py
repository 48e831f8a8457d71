"""The families: each sets up what it needs in a folder and gives a function that makes one attempt with a seed.

What is tried and what must hold of it is written where the tests of it are; here is only how often and with what seed.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import hypothesis
from hypothesis import Phase, given, settings

from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from tests.drafts.conftest import village_plan
from tests.exchange.broken import BROKEN, PARTS, damaged_copy, must_be_read_or_refused, write_sound_files
from tests.exchange.conftest import grid_frame
from tests.exchange.reaching_out import counting_server, instructions, must_refuse_to_follow
from tests.forgetting.conftest import make_project, people
from tests.forgetting.killing import (
    copies_of,
    forget_and_be_killed,
    forgetful_victims,
    once_more_must_complete,
    statements,
)
from tests.full_disk import PAGES, REPORTS, draft_with_a_change, empty, small_disk, sweep_report
from tests.hostile_text import HOSTILE, UNPRINTABLE, hostile_names
from tests.rigged.make import RIGGED
from tests.rigged.run import run as run_rigged
from tests.soak.tally import Tally
from tests.storage.conftest import content_of, small_plan
from tests.storage.killing import Victims, kill_again_and_again, undo_must_lead_back
from tests.ui.conftest import faulty_village
from tests.ui.reading_back import must_be_read_back

Attempt = Callable[[int], Tally]
Family = Callable[[Path], AbstractContextManager[Attempt]]


class NotHereError(Exception):
    """A family cannot be tried on this machine; says why."""


def _needs_fork() -> None:
    if not hasattr(os, "fork"):
        raise NotHereError("killing needs fork and SIGKILL")


@contextmanager
def kills(folder: Path) -> Iterator[Attempt]:
    """Kill whoever edits a project, or a draft of it, twenty-five times; then undo everything."""
    _needs_fork()
    count = 25
    with Victims() as victims:

        def attempt(seed: int) -> Tally:
            file = folder / f"{seed}.gpkg"
            with Project.create(file, small_plan(), overwrite=True) as project:
                edited = begin_draft(project, "方案") if seed % 5 == 0 else file
            start = content_of(file)
            kill_again_and_again(victims, edited, count, seed, title="" if edited == file else "方案")
            undo_must_lead_back(edited, start)
            assert edited == file or content_of(file) == start
            return Tally(survived=count)

        yield attempt


@contextmanager
def forgetting(folder: Path) -> Iterator[Attempt]:
    """Kill whoever forgets a person at some statement; then forget the person once more."""
    _needs_fork()
    (folder / "project").mkdir()
    project = make_project(folder / "project", village_plan())
    with Project.open(project, read_only=True) as opened:
        before = people(opened.plan)
    copy = copies_of(project, folder)
    with forgetful_victims() as victims:
        count = statements(victims, copy)

        def attempt(seed: int) -> Tally:
            path = copy(f"kill-{seed}")
            assert forget_and_be_killed(victims, path, random.Random(seed).randint(1, count)) == "killed"
            once_more_must_complete(path, before)
            shutil.rmtree(path.parent)
            return Tally(survived=1)

        yield attempt


@contextmanager
def disks(folder: Path) -> Iterator[Attempt]:
    """Write a file or a report to a disk with ever more room."""
    project = folder / "faulty.gpkg"
    Project.create(project, faulty_village()).close()
    draft = draft_with_a_change(project)
    (folder / "disk").mkdir()
    with small_disk(folder / "disk") as disk:

        def attempt(seed: int) -> Tally:
            chance = random.Random(seed)
            name = chance.choice(list(REPORTS))
            rooms = (0, *sorted(chance.sample(range(1, 30), 2)), PAGES[-1])
            try:
                return Tally(refused=sweep_report(name, disk, project, draft, rooms), survived=1)
            finally:
                empty(disk)

        yield attempt


@contextmanager
def damage(folder: Path) -> Iterator[Attempt]:
    """Open five damaged projects, each with another kind of damage, and two rigged ones."""

    def attempt(seed: int) -> Tally:
        report = run_rigged(5, 5 * seed, rigs=random.Random(seed).sample(list(RIGGED), 2))
        refused = sum(times for outcome, times in report.counts.items() if outcome.endswith("refused"))
        survived = report.counts.total() - refused - len(report.failures)
        return Tally(refused, survived, report.failures)

    yield attempt


@contextmanager
def files(folder: Path) -> Iterator[Attempt]:
    """Import twenty damaged files, one that is broken in a known way, and one that asks for another file."""
    (folder / "sound").mkdir()
    sound = write_sound_files(grid_frame(), folder / "sound")
    with counting_server() as server:
        names = list(instructions("", Path()))

        def attempt(seed: int) -> Tally:
            chance, tally, place = random.Random(seed), Tally(), folder / f"files-{seed}"

            def emptied() -> Path:
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()
                return place

            def read(source: Path) -> None:
                if must_be_read_or_refused(source):
                    tally.survived += 1
                else:
                    tally.refused += 1

            for _ in range(20):
                part, number, cut = chance.choice(PARTS), chance.randrange(2**32), chance.random() < 0.5
                read(damaged_copy(part, number, cut, sound, emptied()))
            make, _ = BROKEN[chance.choice(list(BROKEN))]
            read(make(emptied(), grid_frame()))
            must_refuse_to_follow(chance.choice(names), server, emptied())
            shutil.rmtree(place)
            tally.refused += 1
            return tally

        yield attempt


@contextmanager
def names(folder: Path) -> Iterator[Attempt]:
    """Export villages with hostile names, some of them well known and some that nobody has thought of."""
    most = 3

    def attempt(seed: int) -> Tally:
        tally = Tally()
        known = random.Random(seed).sample((*HOSTILE, *UNPRINTABLE), 4)

        def try_names(names: list[str]) -> None:
            (place := folder / "names").mkdir()
            try:
                must_be_read_back(names, place)
                tally.survived += 1
            finally:
                shutil.rmtree(place)

        any_names = given(hostile_names())(try_names)
        quiet = settings(max_examples=most, database=None, deadline=None, derandomize=False, phases=[Phase.generate])
        try_names(known)
        hypothesis.seed(seed)(quiet(any_names))()
        return tally

    yield attempt


FAMILIES: Final[dict[str, tuple[Family, int]]] = {
    "kills": (kills, 1),
    "forgetting": (forgetting, 2),
    "disks": (disks, 1),
    "damage": (damage, 1),
    "files": (files, 1),
    "names": (names, 1),
}
"""Each family with how often it is tried in a round."""
