"""In the window an edit that would cut a compound is refused, and a button or the menu allows it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.edits import PutRows
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import building_points
from gridmap.indicators.compound_cuts import compound_cuts
from gridmap.model.making import edited_rows
from gridmap.model.plan import Plan
from sample_data.compounds import with_compounds
from ui.panels.editing import EditingPanel


def cutting(plan: Plan) -> PutRows:
    """Return an edit that gives the east of a whole compound's grid to a neighbour, with some of its buildings."""
    found = compounds(plan)
    cut = set(compound_cuts(plan).which.tolist())
    for number in range(found.listed):
        grids = found.grid[found.compound == number]
        points = building_points(plan)[found.building_compound == number]
        if len(grids) != 1 or number in cut or len(points) < 2 or found.households[number] > 300:
            continue
        grid = int(grids[0])
        shape = plan.shape(grid)
        middle = float(np.mean(shapely.get_x(points)))
        _, south, east, north = shape.bounds
        part = shape & shapely.box(middle, south, east, north)
        for other in plan.siblings(grid).tolist():
            ground = plan.shape(other)
            if other != grid and ground is not None and ground.touches(shape) and part.intersection(ground).length > 1:
                shapes = [ground | part, shape - part] if other < grid else [shape - part, ground | part]
                rows = edited_rows(plan, "grids", sorted((grid, other)), geometry=shapes)
                return PutRows("give-ground", put={"grids": rows})
    raise AssertionError("no compound can be cut")


@pytest.fixture
def listed(session) -> Plan:
    plan = with_compounds(session.plan)
    session.perform(PutRows("put-compounds", put={"compounds": plan.tables["compounds"]}))
    return session.plan


def test_an_edit_that_would_cut_a_compound_is_refused_until_it_is_allowed(qtbot, show, desk, session, listed):
    panel, editing = show(EditingPanel), desk.editing
    editing.propose(cutting(listed))
    qtbot.waitUntil(lambda: editing.outcome is not None)
    refused = editing.outcome.refused
    assert refused is not None and refused.key == "compound-would-be-cut"
    assert refused.values["compound"] in panel.reason.text() and refused.values["sides"] in panel.reason.text()
    assert panel.unlock.text() == panel.words("editing-cut-compounds") and panel.accept.isHidden()
    panel.unlock.click()
    qtbot.waitUntil(lambda: editing.outcome is not None and editing.outcome.refused is None)
    assert not editing.keeps_compounds and panel.unlock.isHidden()
    assert editing.accept()
    assert len(compound_cuts(session.plan).which) > len(compound_cuts(listed).which)
    editing.keep_compounds(True)
    assert editing.locks.compounds
