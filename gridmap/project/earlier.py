"""The plan as it was at an earlier point of the history, to look at beside the present one; nothing is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from gridmap.model.plan import Plan
from gridmap.project.open_file import OpenFile
from gridmap.project.project import Project
from gridmap.storage.journal import Action, HistoryEntry

Progress = Callable[[float], object]
"""Told the share that is done, from 0 to 1; what it raises ends the work."""
Told = Literal["history", "beginning", "present"]


@dataclass(frozen=True, eq=False)
class Earlier:
    """A plan on the evening of a day, and how well the project's history knows it.

    Attributes
    ----------
    plan : Plan
    told : "history", "beginning" or "present"
        "history": that is how it was. "beginning": the history begins later, and this is what it begins with.
        "present": it begins later and with nothing, so this is the plan as it is now.
    begins : date, optional
        The day of the first line of the history; ``None`` if there is none.
    """

    plan: Plan
    told: Told
    begins: dt.date | None = None


@dataclass(frozen=True, eq=False)
class Moment:
    """A project as it stands just now: its past can be asked for in another thread, whatever is done to it meanwhile.

    Attributes
    ----------
    file : OpenFile
    plan : Plan
    standing : tuple of int
        The lines whose edits stand, oldest first.
    last_line : int
        Number of the last line; those that come later are not of this moment's past.
    """

    file: OpenFile
    plan: Plan
    standing: tuple[int, ...]
    last_line: int

    @classmethod
    def of(cls, project: Project) -> Moment:
        """Return a project's present moment; nothing is read for it."""
        return cls(project.file, project.plan, project.standing, project.last_line)

    def history(self) -> list[HistoryEntry]:
        """Return the lines of the journal up to this moment, oldest first."""
        return [entry for entry in self.file.history() if entry.seq <= self.last_line]


def plan_at(project: Project | Moment, seq: int, progress: Progress | None = None) -> Plan:
    """Return the plan as it was right after a line of the history.

    Parameters
    ----------
    project : Project or Moment
        A moment if another thread asks.
    seq : int
        Number of the line; 0 for the state before the first.
    progress : callable, optional

    Raises
    ------
    Refused
        ``no-such-line``, or as :meth:`gridmap.project.project.Project.go_to`.
    """
    steps = project.file.steps_to(seq, project.standing)
    return plan_along(project, project.plan, steps, progress)


def plan_along(
    project: Project | Moment, plan: Plan, steps: Sequence[tuple[Action, int]], progress: Progress | None = None
) -> Plan:
    """Return what steps of a project's history make of its plan.

    Who asks for this in another thread finds out the steps beforehand, when the plan is the project's.

    Parameters
    ----------
    plan : Plan
        That of the project when it was asked for the steps.
    steps : sequence of (action, int)
        From :meth:`gridmap.project.open_file.OpenFile.steps_to`.
    progress : callable, optional

    Raises
    ------
    Refused
        ``history-does-not-fit``.
    """
    change, _ = project.file.way_along(steps, plan, progress)
    return plan if change is None else plan.apply(change)


def plan_on(project: Project | Moment, day: dt.date, progress: Progress | None = None) -> Earlier:
    """Return the plan as it was on the evening of a day, as far as the history of the project says it.

    Only boundaries, buildings and everything else without days of its own are a matter of the history; people, links,
    facilities and items say themselves on which days they count.

    Raises
    ------
    Refused
        As for :func:`plan_at`.
    """
    return plans_on(project, [day], progress)[0]


def days_of_history(project: Project | Moment) -> list[dt.date]:
    """Return the days on which something was done to the project, ascending, each once."""
    return sorted({day for day, _ in _lines(project)})


def plans_on(project: Project | Moment, days: Iterable[dt.date], progress: Progress | None = None) -> list[Earlier]:
    """Return :func:`plan_on` for each of some days; the history is read once.

    Raises
    ------
    Refused
        As for :func:`plan_at`.
    """
    lines, days = _lines(project), list(days)
    found = []
    for at, day in enumerate(days):
        part = None if progress is None else partial(_tell_part, progress, at, len(days))
        found.append(_plan_on(project, lines, day, part))
    return found


def _tell_part(progress: Progress, at: int, parts: int, share: float) -> None:
    """Say how far the whole is, of which a share of one of some parts is done."""
    progress((at + share) / parts)


def _lines(project: Project | Moment) -> list[tuple[dt.date, int]]:
    """Return the day and the number of each line of the history."""
    return [(entry.at.astimezone().date(), entry.seq) for entry in project.history()]


def _plan_on(
    project: Project | Moment, days: list[tuple[dt.date, int]], day: dt.date, progress: Progress | None
) -> Earlier:
    begins = days[0][0] if days else None
    until = [seq for done, seq in days if done <= day]
    if len(until) == len(days):
        return Earlier(project.plan, "history" if days else "present", begins)
    if until:
        return Earlier(plan_at(project, until[-1], progress), "history", begins)
    first = plan_at(project, 0, progress)
    return Earlier(first, "beginning", begins) if len(first.ids) else Earlier(project.plan, "present", begins)
