"""Items and roles of a grid as rows of its details."""

from __future__ import annotations

import datetime as dt
import html

from gridmap.figures.items import open_by_grid, overdue_by_grid, raised_by_grid
from gridmap.model.plan import Plan
from gridmap.people.roles import missing_roles
from ui.look.words import Words
from ui.words.messages import between


def item_rows(plan: Plan, grid: int, words: Words, on: dt.date) -> list[tuple[str, str]]:
    """Return heading and HTML of the items of a grid with all below it, and of the roles that it lacks; none for none.

    Parameters
    ----------
    on : date
        The day for which items and assignments count.
    """
    at, rows = int(plan.positions([grid])[0]), []
    raised = int(raised_by_grid(plan, on)[at])
    if raised:
        still, late = (int(count(plan, on)[at]) for count in (open_by_grid, overdue_by_grid))
        rows.append((words("table-items"), words("inspector-items", raised=raised, open=still, overdue=late)))
    where, role = missing_roles(plan, on)
    lacks = [words.name(plan.scheme.roles[number].name) for number in role[where == at].tolist()]
    if lacks:
        rows.append((words("inspector-roles-missing"), html.escape(between(words.language).join(lacks))))
    return rows
