"""Make the pictures of the supervisor's guide: the real window does each of the ten jobs, in both languages.

    python -m tools.supervisor_pictures [FOLDER] [JOB...]

The pictures go into ``docs/images/supervisor`` as ``JOB-zh.png`` and ``JOB-en.png``; what they show is the sample town,
from which some workers have gone.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from tools.guide_pictures import Job, Stage, main  # isort: skip  # chooses Qt's platform before Qt is loaded

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from gridmap.edits import EndAll
from gridmap.model.plan import Plan
from gridmap.people.staffing import needs_full_time_worker
from gridmap.people.vacancies import vacancies
from sample_data.make import make_plan
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.people_lists import WHICH, PeopleListsDialog
from ui.dialogs.portfolios import HandOverDialog
from ui.dialogs.suggestion import SuggestionDialog
from ui.panels.people import PeoplePanel
from ui.panels.people.tables import KINDS

FOLDER: Final = Path("docs/images/supervisor")
LAST_DAYS: Final = ("2026-02-28", "2026-03-31", "2026-05-15", "2026-06-30")
"""When some workers have left."""
PAST: Final = dt.date(2026, 1, 1)


def with_people_gone(plan: Plan) -> Plan:
    """Return a plan in which some full-time workers have left, one on each of the days."""
    table = plan.tables["assignments"]
    held = table[(table["until_date"] == "") & table["role"].isin(plan.scheme.full_time_roles)]
    held = held[held["grid"].isin(plan.ids[needs_full_time_worker(plan)])].drop_duplicates("grid", keep=False)
    workers = held["worker"].drop_duplicates().tolist()
    for place, day in enumerate(LAST_DAYS):
        plan = plan.apply(EndAll(int(workers[7 * place + 3]), day).change(plan))
    return plan


def _people(stage: Stage, kind: str) -> PeoplePanel:
    """Show a table of people below the map."""
    stage.window.actions_by_key["show-people"].trigger()
    panel = stage.window.panels["people"]
    assert isinstance(panel, PeoplePanel)
    panel.tabs.setCurrentIndex([*KINDS].index(kind))  # type: ignore[arg-type]
    stage.until(lambda: panel.page.model.table is not None)
    stage.window.resizeDocks([stage.window.docks["people"]], [270], Qt.Orientation.Vertical)
    stage.settle()
    return panel


def _whole(stage: Stage) -> None:
    stage.look(stage.plan.shape(int(stage.plan.ids[0])), 0.9)


def _vacant(stage: Stage) -> int:
    return int(vacancies(stage.plan).index[0])


def _closed(stage: Stage, dialog: QDialog) -> QImage:
    stage.settle()
    image = stage.picture(dialog)
    dialog.close()
    stage.settle()
    return image


def details(stage: Stage) -> QImage:
    """Look at who answers for a grid."""
    stage.window.actions_by_key["theme-staffing"].trigger()
    stage.look(stage.plan.shape(stage.grid))
    stage.session.select([stage.grid])
    stage.settle()
    return stage.picture()


def find(stage: Stage) -> QImage:
    """Find somebody by the last four digits of a phone."""
    _whole(stage)
    palette = stage.window.search_everything
    palette.ask()
    stage.until(lambda: palette._index is not None)
    phone = next(phone for phone in stage.plan.tables["workers"]["phone"] if phone)
    QTest.keyClicks(palette.field, phone[-4:])
    return _closed(stage, palette)


def day(stage: Stage) -> QImage:
    """Count another day."""
    stage.window.actions_by_key["theme-staffing"].trigger()
    _whole(stage)
    stage.session.day.choose(PAST)
    stage.until(lambda: stage.session.findings is not None)
    stage.settle()
    image = stage.picture()
    stage.session.day.choose(None)
    stage.until(lambda: stage.session.findings is not None)
    stage.settle()
    return image


def workload(stage: Stage) -> QImage:
    """Sort the workers by how much of the limit they carry."""
    stage.window.actions_by_key["theme-workload"].trigger()
    _whole(stage)
    panel = _people(stage, "workers")
    column = next(at for at, known in enumerate(panel.page.model.table.columns) if known.key == "of_limit")
    panel.page.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    stage.settle()
    panel.page.view.selectRow(0)
    stage.settle()
    return stage.picture()


def vacant(stage: Stage) -> QImage:
    """See what is vacant, and where."""
    stage.window.actions_by_key["theme-staffing"].trigger()
    _whole(stage)
    panel = _people(stage, "vacancies")
    panel.page.view.selectRow(0)
    stage.settle()
    return stage.picture()


def suggest(stage: Stage) -> QImage:
    """Have a suggestion made of who takes what is vacant."""
    stage.window.actions_by_key["theme-staffing"].trigger()
    _whole(stage)
    _people(stage, "vacancies").actions_by_key["suggest"].trigger()
    stage.until(lambda: bool(stage.window.findChildren(SuggestionDialog)))
    return _closed(stage, stage.window.findChildren(SuggestionDialog)[0])


def assign(stage: Stage) -> QImage:
    """Assign a worker to a vacant grid."""
    stage.window.actions_by_key["theme-staffing"].trigger()
    grid = _vacant(stage)
    stage.look(stage.plan.shape(grid))
    stage.session.select([grid])
    dialog = AssignWorkerDialog(stage.session, stage.window.words, grid, stage.window)
    dialog.open()
    return _closed(stage, dialog)


def hand_over(stage: Stage) -> QImage:
    """Hand all of somebody's grids over to a successor."""
    _whole(stage)
    panel = _people(stage, "workers")
    panel.page.view.selectRow(2)
    stage.settle()
    worker = int(panel.page.selected_ids()[0])
    dialog = HandOverDialog(stage.session, stage.window.words, worker, stage.window)
    dialog.open()
    return _closed(stage, dialog)


def _lists(stage: Stage, which: str) -> PeopleListsDialog:
    _whole(stage)
    stage.window.actions_by_key["people-lists"].trigger()
    dialog = stage.window.findChildren(PeopleListsDialog)[-1]
    dialog.first.show_day(PAST)
    dialog.which.setCurrentIndex([*WHICH].index(which))  # type: ignore[arg-type]
    stage.until(lambda: dialog.listed is not None)
    stage.settle()
    return dialog


def changes(stage: Stage) -> QImage:
    """List who left and came between two days."""
    return _closed(stage, _lists(stage, "turnover"))


def send(stage: Stage) -> QImage:
    """Print or send the list of vacancies."""
    return _closed(stage, _lists(stage, "vacancies"))


JOBS: Final[dict[str, Job]] = {
    "01-details": details,
    "02-find": find,
    "03-day": day,
    "04-workload": workload,
    "05-vacant": vacant,
    "06-suggest": suggest,
    "07-assign": assign,
    "08-hand-over": hand_over,
    "09-changes": changes,
    "10-send": send,
}
"""All jobs of the supervisor's guide, by the name of their picture."""


if __name__ == "__main__":
    main(FOLDER, with_people_gone(make_plan("town", 2020)), JOBS)
