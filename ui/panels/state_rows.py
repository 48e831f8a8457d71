"""The states of a grid as rows of its details: each with the colour of the map and the word of the tables."""

from __future__ import annotations

import html

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication

from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state
from gridmap.people.staffing import Staffing, needs_full_time_worker, staffing_state
from gridmap.people.workload import Workload, has_standard, workload_state
from layers import palette
from layers.style import Style
from ui.look.appearance import Appearance
from ui.look.words import Words
from ui.panels.swatches import STATE_PX, state_sample
from ui.words.states import branch_word, staffing_word, workload_word


def state_rows(plan: Plan, grid: int, words: Words, look: Appearance) -> list[tuple[str, str]]:
    """Return heading and HTML of each state that is asked of a grid of the lowest level; none for others.

    Parameters
    ----------
    look : Appearance
        Of the window, and so of the map.
    """
    at = int(plan.positions([grid])[0])
    if plan.ranks[at] != len(plan.scheme.levels):
        return []
    rows, language = [], words.language
    if has_standard(plan)[at]:
        load = Workload(int(workload_state(plan)[at]))
        rows.append((words("figure-met"), _told(palette.WORKLOAD[load], workload_word(load, language), look)))
    staffed = Staffing(int(staffing_state(plan, [grid])[0]))
    if staffed is not Staffing.NOBODY or needs_full_time_worker(plan)[at]:
        told = _told(palette.STAFFING[staffed], staffing_word(staffed, language), look)
        rows.append((words("column-staffing"), told))
    branch = BranchState(int(branch_state(plan, [grid])[0]))
    rows.append((words("column-branch_state"), _told(palette.BRANCHES[branch], branch_word(branch, language), look)))
    return rows


def _told(style: Style, word: str, look: Appearance) -> str:
    """Return a word with its patch, which has a rim: some colours are nearly those of the page."""
    screen = QGuiApplication.primaryScreen()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    state_sample(style, look, screen.devicePixelRatio()).save(buffer, "PNG")
    patch = bytes(data.toBase64().data()).decode("ascii")
    size = f"width='{STATE_PX}' height='{STATE_PX}'"
    return f"<img src='data:image/png;base64,{patch}' {size}>&nbsp;{html.escape(word)}"
