"""The states of a grid as rows of its details: each with the colour of the map and the word of the tables."""

from __future__ import annotations

import html

from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state
from gridmap.people.staffing import Staffing, needs_full_time_worker, staffing_state
from gridmap.people.workload import Workload, has_standard, workload_state
from layers import palette
from layers.style import Style
from ui.canvas.scene.colours import screen_colour
from ui.look.words import Words
from ui.words.states import branch_word, staffing_word, workload_word


def state_rows(plan: Plan, grid: int, words: Words, *, night: bool) -> list[tuple[str, str]]:
    """Return heading and HTML of each state that is asked of a grid of the lowest level; none for others.

    Parameters
    ----------
    night : bool
        Whether the map is dark.
    """
    at = int(plan.positions([grid])[0])
    if plan.ranks[at] != len(plan.scheme.levels):
        return []
    rows, language = [], words.language
    if has_standard(plan)[at]:
        load = Workload(int(workload_state(plan)[at]))
        rows.append((words("figure-met"), _told(palette.WORKLOAD[load], workload_word(load, language), night)))
    staffed = Staffing(int(staffing_state(plan, [grid])[0]))
    if staffed is not Staffing.NOBODY or needs_full_time_worker(plan)[at]:
        told = _told(palette.STAFFING[staffed], staffing_word(staffed, language), night)
        rows.append((words("column-staffing"), told))
    branch = BranchState(int(branch_state(plan, [grid])[0]))
    rows.append((words("column-branch_state"), _told(palette.BRANCHES[branch], branch_word(branch, language), night)))
    return rows


def _told(style: Style, word: str, night: bool) -> str:
    colour = screen_colour(style.fill, night).name()
    return f"<span style='color:{colour}'>\u25a0</span>&nbsp;{html.escape(word)}"
