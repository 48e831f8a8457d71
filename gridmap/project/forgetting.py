"""Forget this person: name, phone and staff number go from a project, its history and all its drafts.

    with Project.open("city.gpkg") as project:
        forget_person(project, Person("W0417"), dry_run=True)    # how many places
        forget_person(project, Person("W0417"))

The row of the worker stays, as ``(forgotten)``, so that assignments and history hold together and every older step can
still be taken back and done again. Texts in which people are named (secretaries, notes, reasons, who accepted a
finding, whose name the history has) lose the name, the phone and the number wherever they stand for this person alone.
A text with nothing but a name that somebody else has too may speak of either: it stays, and is counted. Names of places
that hold the same characters stay too.
Results of checks that are kept in the user's cache go altogether.

The drafts come first and the project last, each in one transaction, so that after a kill at any moment the same call
completes what was begun: until the project itself is done it still knows who is meant.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gridmap.model.errors import Refused
from gridmap.project import erasure
from gridmap.project.drafts import drafts_of, files_beside
from gridmap.project.erasure import erase_in_file, file_without_plan
from gridmap.project.project import Project
from gridmap.storage import erasing
from gridmap.storage.results import forget_results
from gridmap.storage.traces import FORGOTTEN, Person, Traces, must_be_known

__all__ = ["Forgotten", "Person", "forget_person"]

Progress = Callable[[int, int], None]
"""Called with how many files are done and how many there are."""


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, or would be.

    Attributes
    ----------
    names : tuple of str
        Every name that the person was listed under.
    places : int
        Cells of tables and lines of histories, in the project and its drafts.
    drafts : int
        Drafts of the project, all of which were gone through.
    assignments : int
        Assignments that stay, of "(forgotten)".
    left : Counter
        What stays although it may name the person, by kind; see :class:`gridmap.storage.erasing.Erased`, and
        ``"file-name"`` of drafts, ``"not-a-draft"`` for files named like drafts that cannot be read.
    """

    names: tuple[str, ...]
    places: int
    drafts: int
    assignments: int
    left: Counter[str]


def forget_person(
    project: Project, person: Person, *, dry_run: bool = False, progress: Progress | None = None
) -> Forgotten:
    """Forget a person in an open project and all its drafts; this cannot be taken back.

    Parameters
    ----------
    dry_run : bool
        Whether to say only what would be done.

    Raises
    ------
    BadInput
        ``forget-nobody`` if neither project nor drafts have ever known the person.
    Refused
        ``forget-several`` if people of different names have had the staff number; ``forget-in-draft`` if the project is
        a draft itself.
    ReadOnly
        ``project-in-use`` with the file, if somebody has the project or one of its drafts open; nothing was done then.
    GridMapError
        As :func:`gridmap.project.erasure.erase`. The same call completes what was begun.
    """
    if project.draft is not None:
        raise Refused("forget-in-draft", title=project.draft.title)
    if not dry_run:
        erasure.must_be_erasable(project)
    beside = files_beside(project.path)
    paths = [draft.path for draft in drafts_of(project.path)]
    with contextlib.ExitStack() as opened:
        files = [opened.enter_context(file_without_plan(path, project.who, read_only=dry_run)) for path in paths]
        rosters = [erasure.roster(project), *map(erasing.roster_of, files)]
        mine = [person.rows_in(rosters[0])]
        known = frozenset(version for worker in mine[0] for version in rosters[0][worker])
        mine += [person.rows_in(roster, known) for roster in rosters[1:]]
        must_be_known(person, mine)
        traces = Traces.of(list(zip(rosters, mine, strict=True)))
        places, left = 0, Counter({"not-a-draft": len(beside) - len(paths)})
        left["file-name"] = sum(_is_named_after(traces, path) for path in [project.path, *beside])
        for done, (path, connection, workers) in enumerate(zip(paths, files, mine[1:], strict=True)):
            if progress is not None:
                progress(done, len(paths) + 1)
            if dry_run:
                erased = erasing.erase(connection, traces, workers, write=False)
            else:
                erased = erase_in_file(path, connection, traces, workers, project.who)
            places, left = places + erased.places, left + erased.left
        if progress is not None:
            progress(len(paths), len(paths) + 1)
        erased = erasure.would_erase(project, traces, mine[0]) if dry_run else erasure.erase(project, traces, mine[0])
    if not dry_run:
        forget_results()
    assignments = int(project.plan.tables["assignments"]["worker"].isin(mine[0]).sum())
    versions = [v for roster, ids in zip(rosters, mine, strict=True) for worker in ids for v in roster[worker]]
    names = tuple(sorted({name for _, name, _ in versions} - {"", FORGOTTEN}))
    return Forgotten(names, places + erased.places, len(paths), assignments, +(left + erased.left))


def _is_named_after(traces: Traces, path: Path) -> bool:
    return traces.without(path.stem) != path.stem
