"""What is lacking, as rows for a table: grids without a worker or a branch, and ground that does not fit together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridmap.checks import Finding
from gridmap.figures.statistics import inside
from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, needs_branch
from gridmap.people.staffing import Staffing, needs_full_time_worker, staffing_state
from ui.words.findings import Wording
from ui.words.messages import Language, between, text

GROUND_RULES: Final = ("gap", "overlap", "overhang")


@dataclass(frozen=True)
class Rows:
    """A table: headings, rows, how wide the columns are, and which of them hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...]


def vacancies(plan: Plan, grids: tuple[int, ...], language: Language, on: dt.date) -> Rows:
    """Return the grids that lack a full-time worker or a branch that the scheme asks, those with most households first.

    They are those that :func:`gridmap.figures.statistics.rollup` does not count as staffed or covered.
    """
    scope = inside(plan, grids) if grids else np.ones(len(plan.ids), dtype=bool)
    staffing = staffing_state(plan, on=on)
    worker = scope & needs_full_time_worker(plan) & (staffing < Staffing.FULL_TIME)
    branch = scope & needs_branch(plan) & (branch_state(plan, on=on) == BranchState.NONE)
    households = households_by_grid(plan)
    codes, names = (plan.grids[column].to_numpy(dtype=object) for column in ("code", "name"))
    which = np.flatnonzero(worker | branch)
    which = which[np.lexsort((codes[which].astype(str), -households[which]))]
    lacking = {
        Staffing.NOBODY: text("slides-lacks-anybody", language),
        Staffing.PART_TIME: text("slides-lacks-full-time", language),
    }
    no_branch = text("slides-lacks-branch", language)
    above = plan.scheme.levels[:-1]
    places = [_names_above(plan, level.rank, which) for level in above]
    rows = []
    for number, at in enumerate(which.tolist()):
        lacks = [lacking[Staffing(int(staffing[at]))]] if worker[at] else []
        lacks += [no_branch] if branch[at] else []
        rows.append(
            (
                codes[at],
                names[at],
                *(place[number] for place in places),
                between(language).join(lacks),
                f"{households[at]:,}",
            )
        )
    heads = (
        text("column-code", language),
        text("column-name", language),
        *(level.name.in_language(language) for level in above),
        text("slides-lacking", language),
        text("column-households", language),
    )
    return Rows(heads, tuple(rows), (2.0, 1.8, *([1.8] * len(above)), 3.0, 0.9), (len(heads) - 1,))


def _names_above(plan: Plan, rank: int, which: np.ndarray) -> list[str]:
    level = plan.scheme.levels[rank - 1]
    above = plan.positions(plan.ancestors_at(level)[which])
    names = plan.grids["name"].to_numpy(dtype=object)
    return [names[at] if at >= 0 else "" for at in above.tolist()]


def ground_faults(plan: Plan, found: Sequence[Finding], language: Language) -> Rows:
    """Return gaps, overlaps and overhangs as rows, in the order of the findings."""
    wording = Wording(plan, language, "public")
    of_ground = [finding for finding in found if finding.rule in GROUND_RULES]
    rows = tuple(
        (
            wording.rule(finding.rule),
            wording.message(finding),
            f"{int(finding.values.get('households', 0)):,}",
            f"{float(finding.values.get('area_m2', 0)):,.0f}",
        )
        for finding in of_ground
    )
    heads = (
        text("column-rule", language),
        text("column-message", language),
        text("column-households", language),
        text("column-area_m2", language),
    )
    return Rows(heads, rows, (1.2, 7.0, 0.9, 1.2), (2, 3))
