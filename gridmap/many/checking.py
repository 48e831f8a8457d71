"""Checking many files: each by itself, and what of each is needed to find what crosses files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gridmap.checks import Findings, run_checks
from gridmap.many.cluster import on_cluster
from gridmap.many.kept import Kept, Stamp, digest_of, stamp_of
from gridmap.many.running import Lost, in_processes, processes_for
from gridmap.model.arrays import ShapeArray
from gridmap.model.errors import BadInput, GridMapError, Problem
from gridmap.model.plan import Plan

Tell = Callable[[Plan, Findings, tuple[Problem, ...]], dict[str, Any]]
"""Puts what was found into words, as JSON would have it; called where the plan is, and importable by name there."""


@dataclass(frozen=True)
class Request:
    """What is asked of every file.

    Attributes
    ----------
    tell : Tell
    on : date
        The day for which assignments count.
    rules : tuple of str
        Keys of the rules to run; all if there are none.
    """

    tell: Tell
    on: dt.date
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What became of one file.

    Attributes
    ----------
    path : Path
    error : Problem, optional
        Why it was not checked.
    told : dict
        What :data:`Tell` says.
    facts : dict
        What is needed to find what crosses files; see :func:`facts_of`.
    digest : str
        Of its content.
    is_from_before : bool
        Whether a run before this one has found it.
    """

    path: Path
    error: Problem | None = None
    told: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    is_from_before: bool = False


def check_files(
    files: Sequence[Path], request: Request, *, keep: Kept | None = None, cluster: str = "", processes: int = 0
) -> Iterator[tuple[int, Checked]]:
    """Check files, and yield each one's number and what became of it as soon as it is known.

    Parameters
    ----------
    keep : Kept, optional
        Where to look for what was found before, and to keep what is found.
    cluster : str, optional
        Address of the scheduler whose workers do it; processes of this machine if there is none.
    processes : int, optional
        At once; as many as there are cores and memory for if nothing is said.

    Raises
    ------
    BadInput, GridMapError
        As :func:`gridmap.many.cluster.on_cluster`. What is wrong with a file is told in its place.
    """
    digests: dict[int, tuple[str, Stamp]] = {}
    numbers: list[int] = []
    for number, path in enumerate(files):
        try:
            stamp = stamp_of(path)
            digests[number] = (digest_of(path), stamp)
        except OSError:  # whoever opens it says what is wrong
            numbers.append(number)
            continue
        found = keep.get(digests[number][0]) if keep else None
        if found is None:
            numbers.append(number)
        else:
            yield number, Checked(path, None, found["told"], found["facts"], digests[number][0], True)
    jobs = [(str(files[number].absolute()), request) for number in numbers]
    if cluster:
        results = on_cluster(check_one, jobs, cluster)
    else:
        chosen = [files[number] for number in numbers]
        results = in_processes(check_one, jobs, processes or processes_for(chosen))
    for at, result in results:
        number = numbers[at]
        path = files[number]
        if isinstance(result, Lost):
            yield number, Checked(path, Problem("many-process-lost", file=str(path)))
        elif isinstance(result, Problem):
            yield number, Checked(path, result)
        else:
            digest, stamp = digests.get(number, ("", (0, 0, 0)))
            if keep and digest and _is_still(path, stamp):
                keep.put(digest, result)
            yield number, Checked(path, None, result["told"], result["facts"], digest)


def _is_still(path: Path, stamp: Stamp) -> bool:
    try:
        return stamp_of(path) == stamp
    except OSError:
        return False


def check_one(job: tuple[str, Request]) -> dict[str, Any] | Problem:
    """Check one file: what is told of it and its facts, or why it cannot be checked."""
    from gridmap.project.project import Project

    file, request = job
    try:
        with Project.open(file, read_only=True) as project:
            project.must_be_whole()
            plan, problems = project.plan, tuple(project.problems)
        findings = run_checks(plan, rules=request.rules or None, on=request.on)
        return {"told": request.tell(plan, findings, problems), "facts": facts_of(plan)}
    except Exception as error:  # noqa: BLE001  # the other files go on; what it was stands in the report
        return problem_of(error, file)


def problem_of(error: Exception, file: str) -> Problem:
    """Return why nothing came of a file as what can be sent to another process."""
    if isinstance(error, OSError):
        return Problem("cli-file", file=file, values={"reason": error.strerror or str(error)})
    if not isinstance(error, GridMapError):
        return Problem("many-failed", file=file, values={"reason": f"{type(error).__name__}: {error}"})
    plain = (str, int, float, list, tuple)
    values: dict[str, object] = {
        name: value if isinstance(value, plain) else str(value) for name, value in error.values.items()
    }
    return Problem(error.key, file=file, values=values)


def must_be_rules(rules: Sequence[str]) -> None:
    """Make sure that rules are ones; raises :class:`BadInput` ``unknown-rule`` with the keys there are."""
    from gridmap.checks import RULES

    for key in rules:
        if key not in RULES:
            raise BadInput("unknown-rule", value=key, expected=", ".join(RULES))


def facts_of(plan: Plan) -> dict[str, Any]:
    """Return what is needed of a file to find what crosses files; nothing in it is about a person.

    Returns
    -------
    dict
        ``scheme`` (its text), ``codes`` and ``ranks`` of all grids with a code, and of the grids without a parent that
        share ground ``top_codes``, ``tops`` (WKB, hexadecimal) and ``box`` (around them: min x, min y, max x, max y;
        nothing if there are none); ``exempt`` likewise, of areas without a parent.
    """
    codes = plan.grids["code"].to_numpy(dtype=object)
    coded = codes != ""
    tops = np.flatnonzero((plan.parents == 0) & plan.shares_ground & ~shapely.is_missing(plan.all_shapes))
    exempt = plan.tables["exempt_areas"]
    loose = np.asarray(exempt.geometry.array, dtype=object)[exempt["parent"].to_numpy() == 0]
    box = shapely.total_bounds(plan.all_shapes[tops])
    return {
        "scheme": plan.scheme.text,
        "codes": codes[coded].tolist(),
        "ranks": plan.ranks[coded].tolist(),
        "top_codes": codes[tops].tolist(),
        "box": box.tolist() if np.isfinite(box).all() else [],
        "tops": _as_hexadecimal(plan.all_shapes[tops]),
        "exempt": _as_hexadecimal(loose[~shapely.is_missing(loose)]),
    }


def _as_hexadecimal(shapes: ShapeArray) -> list[str]:
    """Return the well-known binary of shapes in hexadecimal, which GEOS takes five times as long to write."""
    return [wkb.hex().upper() for wkb in shapely.to_wkb(shapes).tolist()]
