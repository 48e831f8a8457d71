"""What the window asks of every plan at once, worked out by the job that brings one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

from gridmap.exchange.plain import in_plain_text
from gridmap.ground.extent import ground_extent
from gridmap.model.plan import Plan
from gridmap.people.staff_numbers import staff_numbers
from gridmap.project.project import Project
from gridmap.project.reading_again import ReadAgain
from ui.look.place_box import places_of
from ui.session.jobs import Job
from ui.session.whereabouts import find_way_to_degrees

_ASKED: Final = (ground_extent, places_of, find_way_to_degrees, in_plain_text, staff_numbers)


def work_out_first(plan: Plan, step: Callable[[], None]) -> None:
    """Work out of a plan that follows from none that is shown what the window would work out in its own thread.

    Parameters
    ----------
    plan : Plan
        Opened, read again or just made.
    step : callable
        Called now and then; what it raises stops the work.
    """
    for known in _ASKED:
        step()
        known(plan)
    step()
    plan.ids_with_codes([""])  # others are found at once then


def read_again(project: Project, job: Job) -> ReadAgain:
    """Read a project's file again, and work out what is asked of its plan at once; let go of the file if given up.

    Raises
    ------
    BadInput, GridMapError
        As :meth:`gridmap.project.project.Project.read_again`.
    """
    with contextlib.ExitStack() as opened:
        read = project.read_again(job.count)
        opened.callback(read.close)
        work_out_first(read.read.plan, job.step)
        opened.pop_all()
    return read
