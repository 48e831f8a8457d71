"""Make the picture of facilities: their table, and the map with symbols that stand for several.

    python -m tools.facility_pictures [FOLDER]

The real window shows the sample town with more facilities than it has, without a screen, in both languages.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import geopandas as gpd
import numpy as np
import shapely
from PySide6.QtGui import QImage

from gridmap.edits import PutRows
from gridmap.model.plan import Plan
from sample_data.make import make_plan
from tools.guide_pictures import Job, Stage, main
from ui.panels.people.tables import KINDS

FOLDER: Final = Path("docs/images")
_MORE: Final = {"volunteer_team": 60, "social_organisation": 40, "service_centre": 14, "micro_project": 24}
"""So many of each kind are made up besides."""


def with_more_facilities(plan: Plan) -> Plan:
    """Return a plan with facilities that are made up, each in some building."""
    rng = np.random.default_rng(2020)
    names = {kind.key: kind.name.zh for kind in plan.scheme.facilities}
    kinds = [kind for kind, count in _MORE.items() for _ in range(count)]
    shapes = np.asarray(plan.buildings.geometry.array, dtype=object)
    places = shapely.point_on_surface(shapes[rng.integers(0, len(shapes), len(kinds))])
    first = plan.next_id("facilities")
    rows = gpd.GeoDataFrame(
        {
            "name": [f"{names[kind]}{number}号" for number, kind in enumerate(kinds, start=1)],
            "kind": kinds,
            "code": [f"S{number:04}" for number in range(1, len(kinds) + 1)],
            "count": 1,
            "members": rng.integers(1, 12, len(kinds)),
            "people": rng.integers(6, 80, len(kinds)),
        },
        geometry=places,
        crs=plan.crs,
        index=range(first, first + len(kinds)),
    )
    return plan.apply(PutRows("add-facility", put={"facilities": rows}).change(plan))


def facilities(stage: Stage) -> QImage:
    """Look at the table of facilities, and at the town with their symbols."""
    window = stage.window
    window.actions_by_key["theme-indicators"].trigger()
    window.actions_by_key["show-people"].trigger()
    panel = window.panels["people"]
    panel.tabs.setCurrentIndex(KINDS.index("facilities"))
    stage.until(lambda: panel.page.model.table is not None and panel.page.kind == "facilities")
    box = panel.filters.sort
    box.setCurrentIndex(box.findData("volunteer_team"))
    stage.settle()
    plan = stage.plan
    stage.look(shapely.union_all(plan.all_shapes[(plan.ranks == 3) & plan.has_shape]), 0.98)
    return stage.picture()


JOBS: Final[dict[str, Job]] = {"window-facilities": facilities}
"""What is shown, by the name of its picture."""


if __name__ == "__main__":
    main(FOLDER, with_more_facilities(make_plan("town", 2020)), JOBS)
