"""The plan as it was at an earlier point of the history, to look at beside the present one; nothing is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from gridmap.model.plan import Plan
from gridmap.project.project import Project
from gridmap.storage.journal import Action

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


def plan_at(project: Project, seq: int) -> Plan:
    """Return the plan as it was right after a line of the history.

    Parameters
    ----------
    seq : int
        Number of the line; 0 for the state before the first.

    Raises
    ------
    Refused
        ``no-such-line``, or as :meth:`gridmap.project.project.Project.go_to`.
    """
    return plan_along(project, project.plan, project.file.steps_to(seq))


def plan_along(project: Project, plan: Plan, steps: Sequence[tuple[Action, int]]) -> Plan:
    """Return what steps of a project's history make of its plan.

    Who asks for this in another thread finds out the steps beforehand, when the plan is the project's.

    Parameters
    ----------
    plan : Plan
        That of the project when it was asked for the steps.
    steps : sequence of (action, int)
        From :meth:`gridmap.project.open_file.OpenFile.steps_to`.

    Raises
    ------
    Refused
        ``history-does-not-fit``.
    """
    change, _ = project.file.way_along(steps, plan)
    return plan if change is None else plan.apply(change)


def plan_on(project: Project, day: dt.date) -> Earlier:
    """Return the plan as it was on the evening of a day, as far as the history of the project says it.

    Only boundaries, buildings and everything else without days of its own are a matter of the history; people, links,
    facilities and items say themselves on which days they count.

    Raises
    ------
    Refused
        As for :func:`plan_at`.
    """
    return plans_on(project, [day])[0]


def days_of_history(project: Project) -> list[dt.date]:
    """Return the days on which something was done to the project, ascending, each once."""
    return sorted({day for day, _ in _lines(project)})


def plans_on(project: Project, days: Iterable[dt.date]) -> list[Earlier]:
    """Return :func:`plan_on` for each of some days; the history is read once.

    Raises
    ------
    Refused
        As for :func:`plan_at`.
    """
    lines = _lines(project)
    return [_plan_on(project, lines, day) for day in days]


def _lines(project: Project) -> list[tuple[dt.date, int]]:
    """Return the day and the number of each line of the history."""
    return [(entry.at.astimezone().date(), entry.seq) for entry in project.history()]


def _plan_on(project: Project, days: list[tuple[dt.date, int]], day: dt.date) -> Earlier:
    begins = days[0][0] if days else None
    until = [seq for done, seq in days if done <= day]
    if len(until) == len(days):
        return Earlier(project.plan, "history" if days else "present", begins)
    if until:
        return Earlier(plan_at(project, until[-1]), "history", begins)
    first = plan_at(project, 0)
    return Earlier(first, "beginning", begins) if len(first.ids) else Earlier(project.plan, "present", begins)
