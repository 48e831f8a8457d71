"""Mending many files: each in its own project, as one step that can be taken back there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridmap.many.checking import problem_of
from gridmap.many.running import Lost, in_processes, processes_for
from gridmap.model.errors import Problem
from gridmap.model.plan import Plan

if TYPE_CHECKING:
    from gridmap.mending import Mending, Preview

Report = Callable[["Plan", "Mending", "Preview", bool], dict[str, Any]]
"""Returns the report of one file as JSON would have it, from the plan before, what is mended, what comes of it, and
whether it was done; importable by name."""


@dataclass(frozen=True)
class Wanted:
    """What is to be done to every file.

    Attributes
    ----------
    report : Report
    rules : tuple of str
        Only findings of these rules are mended; those of all if there are none.
    dry_run : bool
        Whether to say only what would be done.
    """

    report: Report
    rules: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True)
class Mended:
    """What became of one file.

    Attributes
    ----------
    path : Path
    error : Problem, optional
        Why it was not mended.
    count, left : int
        Findings that are mended (would be, if :attr:`performed` is false), and that are left to decide.
    area_m2 : float
        Ground that changes hands.
    errors_brought, errors_after : int
        Findings of severity error that the mending would bring (nothing is done then), and that there are afterwards.
    performed : bool
    report : dict
        As :data:`Report` returns it.
    """

    path: Path
    error: Problem | None = None
    count: int = 0
    left: int = 0
    area_m2: float = 0.0
    errors_brought: int = 0
    errors_after: int = 0
    performed: bool = False
    report: dict[str, Any] | None = None


def mend_files(files: Sequence[Path], wanted: Wanted, *, processes: int = 0) -> Iterator[tuple[int, Mended]]:
    """Mend files, and yield each one's number and what became of it as soon as it is known."""
    jobs = [(str(path.absolute()), wanted) for path in files]
    for number, result in in_processes(mend_one, jobs, processes or processes_for(files)):
        if isinstance(result, Lost):
            yield number, Mended(files[number], Problem("many-process-lost", file=str(files[number])))
        elif isinstance(result, Problem):
            yield number, Mended(files[number], result)
        else:
            yield number, Mended(files[number], **result)


def mend_one(job: tuple[str, Wanted]) -> dict[str, Any] | Problem:
    """Mend one file in one step: the values of :class:`Mended`, or why it cannot be done."""
    from gridmap.mending import fix_all, preview
    from gridmap.project.project import Project

    file, wanted = job
    try:
        with Project.open(file, read_only=wanted.dry_run) as project:
            if wanted.dry_run:
                project.must_be_whole()
            else:
                project.must_be_writable()
            plan = project.plan
            mending = fix_all(plan, wanted.rules or None)
            told = preview(plan, mending)
            brought = sum(finding.severity == "error" for finding in told.brought)
            performs = bool(mending.result) and not wanted.dry_run and not brought
            if performs:
                project.perform(mending)
        return {
            "count": len(mending.mended),
            "left": len(mending.left),
            "area_m2": told.area_moved_m2,
            "errors_brought": brought,
            "errors_after": told.findings.by_severity["error"],
            "performed": performs,
            "report": wanted.report(plan, mending, told, performs),
        }
    except Exception as error:  # noqa: BLE001  # the other files go on; what it was stands in the report
        return problem_of(error, file)
