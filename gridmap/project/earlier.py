"""The plan as it was at an earlier point of the history, to look at beside the present one; nothing is taken back."""

from __future__ import annotations

from gridmap.model.plan import Plan
from gridmap.project.project import Project


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
    change, _ = project.file.way_to(seq, project.plan)
    return project.plan if change is None else project.plan.apply(change)
