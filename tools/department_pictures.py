"""Make the pictures of departments' grids: the panel with a crossing chosen, and what snapping would do.

    python -m tools.department_pictures [FOLDER]

The real window shows the sample town with its three departments, without a screen, in both languages.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage

from sample_data.departments import with_departments
from sample_data.make import make_plan
from tools.guide_pictures import Job, Stage, main
from ui.dialogs.snap_department import SnapDialog
from ui.panels.departments import DepartmentsPanel

FOLDER: Final = Path("docs/images")
DEPARTMENT: Final = "城管"
"""Whose grids cross the base grids."""


def panel_of(stage: Stage) -> DepartmentsPanel:
    """Open the panel, and choose the department."""
    stage.window.actions_by_key["departments"].trigger()
    [panel] = stage.window.findChildren(DepartmentsPanel)
    panel.show_department(DEPARTMENT)
    stage.until(lambda: panel.laid is not None and panel.laid.department == DEPARTMENT)
    stage.settle()
    return panel


def crossings(stage: Stage) -> QImage:
    """Look at the crossings, and at the place of one."""
    panel = panel_of(stage)
    panel.views["crossings"].selectRow(1)
    stage.settle()
    stage.look(stage.plan.shape(int(stage.plan.ids[0])), 0.95)
    return stage.picture()


def snap(stage: Stage) -> QImage:
    """Look at what snapping the department to the base grids would do."""
    panel_of(stage).buttons["snap"].click()
    stage.until(lambda: bool(stage.window.findChildren(SnapDialog)))
    stage.settle()
    [dialog] = stage.window.findChildren(SnapDialog)
    image = dialog.grab().toImage()
    dialog.reject()
    stage.settle()
    return image


JOBS: Final[dict[str, Job]] = {"window-departments": crossings, "window-departments-snap": snap}
"""What is shown, by the name of its picture."""


if __name__ == "__main__":
    main(FOLDER, with_departments(make_plan("town", 2020)), JOBS)
