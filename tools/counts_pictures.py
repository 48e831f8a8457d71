"""Make the pictures of what a city counts: indicators, items and roles on the map, and the dashboard beside it.

    python -m tools.counts_pictures [FOLDER]

The real window shows the sample town with items of a few months and heads in some of its grids, without a screen, in
both languages.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton

from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items
from tools.guide_pictures import Job, Stage, main
from ui.panels.dashboard import DashboardPanel

FOLDER: Final = Path("docs/images")
ASKED: Final = "part_time"
"""The role that comprehensive grids must have besides the worker."""


def counted_town() -> Plan:
    """Return the town with items until today, under a scheme that asks for one more role."""
    plan, today = make_plan("town", 2020), dt.date.today()
    plan = with_items(plan, make_items(plan, 160, 105, today - dt.timedelta(days=150), today))
    line = "worker = { required = true"
    scheme = parse_scheme(plan.scheme.text.replace(line, f'roles = ["{ASKED}"]\n{line}', 1))
    return Plan(scheme, plan.tables, last_ids=plan.last_ids)


def _of_theme(stage: Stage, theme: str) -> DashboardPanel:
    """Show a theme beside the dashboard."""
    stage.window.actions_by_key[f"theme-{theme}"].trigger()
    stage.window.arrangement.docks["dashboard"].raise_()
    [panel] = stage.window.findChildren(DashboardPanel)
    stage.until(lambda: panel.overview is not None)
    stage.settle()
    return panel


def indicators(stage: Stage) -> QImage:
    """Look at which units reach the targets."""
    _of_theme(stage, "indicators")
    return stage.picture()


def items(stage: Stage) -> QImage:
    """Look at the items and at how many of them are open."""
    _of_theme(stage, "items")
    return stage.picture()


def roles(stage: Stage) -> QImage:
    """Ask the dashboard for one role."""
    panel = _of_theme(stage, "roles")
    names = [role.role.key for role in panel.overview.roles] if panel.overview else []
    panel.roles.findChildren(QPushButton)[names.index(ASKED)].click()
    stage.settle()
    return stage.picture()


JOBS: Final[dict[str, Job]] = {"window-indicators": indicators, "window-items": items, "window-roles": roles}
"""What is shown, by the name of its picture."""


if __name__ == "__main__":
    main(FOLDER, counted_town(), JOBS)
