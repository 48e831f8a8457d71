"""What was done to each grid, from the journal of an open project, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from gridmap.people.privacy import Profile
from ui.outputs.paper.grid_facts import Done
from ui.words.history_lines import what_was_done
from ui.words.messages import Language

if TYPE_CHECKING:
    from gridmap.model.change import Change
    from gridmap.project.earlier import Moment
    from gridmap.project.project import Project

_MOST_LINES: Final = 2000
"""Of the journal, the latest; reading a change takes its time."""
_NAMES_GRIDS: Final = {"assignments": "grid", "branch_grids": "grid"}


def changes_of(
    project: Project | Moment,
    language: Language,
    privacy: Profile,
    progress: Callable[[float], object] | None = None,
) -> tuple[Done, ...]:
    """Return the edits that stand, the latest first, each with the grids that it concerned.

    A grid is concerned if its own row changed, or one that assigns a worker or a branch to it.

    Parameters
    ----------
    project : Project or Moment
        A moment if another thread asks.
    progress : callable, optional
        Told the share that is done, from 0 to 1; what it raises ends the work.
    """
    numbers = project.plan.tables["workers"]["staff_number"].tolist()
    standing = set(project.standing[-_MOST_LINES:])
    found: list[Done] = []
    told = [entry for entry in reversed(project.history()) if entry.action == "do" and entry.seq in standing]
    for at, entry in enumerate(told):
        if progress is not None:
            progress(at / len(told))
        grids = _grids_of(project.file.change_of(entry.seq, project.plan.crs))
        if grids:
            words = what_was_done(entry, language, privacy, numbers)
            found.append(Done(entry.at.astimezone().date(), words, grids))
    return tuple(found)


def _grids_of(change: Change) -> frozenset[int]:
    ids: set[int] = set()
    for table, rows in change.rows.items():
        if table == "grids":
            ids |= set(np.asarray(rows.ids).tolist())
        elif table in _NAMES_GRIDS:
            for side in (rows.before, rows.after):
                ids |= set(side[_NAMES_GRIDS[table]].to_numpy().tolist())
    return frozenset(ids)
