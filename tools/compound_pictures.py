"""Make the pictures of compounds: their table beside the map, and an outline that is drawn by hand.

    python -m tools.compound_pictures [FOLDER]

The real window shows the sample town with a list of compounds, which is made up, without a screen, in both languages.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from gridmap.edits import AddCompound
from gridmap.ground.compound_outlines import outline_around
from gridmap.ground.compounds import compounds
from gridmap.model.plan import Plan
from sample_data.make import make_plan
from tools.guide_pictures import Job, Stage, main
from ui.panels.compound_changes import work_on_outline
from ui.panels.people.panel import PeoplePanel
from ui.panels.people.tables import KINDS

FOLDER: Final = Path("docs/images")
_LISTED: Final = 12
"""So many compounds that buildings name are put on the list."""


def with_a_list(plan: Plan) -> Plan:
    """Return a plan with a list of compounds: those of the sample that have most buildings."""
    found = compounds(plan)
    sizes = np.bincount(found.building_compound[found.building_compound >= 0], minlength=len(found))
    for at in np.argsort(-sizes, kind="stable")[:_LISTED].tolist():
        name, seat = str(found.name[at]), int(found.seat[at])
        facts = {"has_committee": at % 2 == 0, "firm": f"{name}物业服务中心"}
        plan = plan.apply(AddCompound(name, seat, values=facts).change(plan))
    return plan


def table(stage: Stage) -> QImage:
    """Look at the table of compounds, with one of them shown on the map."""
    window = stage.window
    window.actions_by_key["show-people"].trigger()
    panel = window.panels["people"]
    assert isinstance(panel, PeoplePanel)
    panel.tabs.setCurrentIndex(KINDS.index("compounds"))
    stage.until(lambda: panel.page.model.table is not None and panel.page.kind == "compounds")
    stage.settle()
    panel.page.view.selectRow(1)
    panel.show_on_map()
    stage.settle()
    return stage.picture()


def outline(stage: Stage) -> QImage:
    """Draw the outline of the first compound on the list, and stop before the last corners."""
    window = stage.window
    row = int(stage.plan.tables["compounds"].index[0])
    stage.session.select([int(compounds(stage.plan).seat[0])])
    work_on_outline(window.desk, row, "outline")
    stage.settle()
    around = outline_around(stage.plan, 0)
    assert around is not None
    corners = shapely.get_coordinates(around.buffer(-3).simplify(2))[:-1]
    places = [stage.pixel(*corner) for corner in corners]
    for place in places[:-2]:
        stage.click(place, Qt.KeyboardModifier.AltModifier)
    QTest.mouseMove(stage.canvas, places[-2])
    stage.settle()
    return stage.picture()


JOBS: Final[dict[str, Job]] = {"window-compounds": table, "window-compound-outline": outline}
"""What is shown, by the name of its picture."""


if __name__ == "__main__":
    main(FOLDER, with_a_list(make_plan("town", 2020)), JOBS)
