"""What a layer says of villages or communities is painted on the ground of the grids in them, at every scale."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPointF

from layers.indicators import IndicatorStates
from layers.shown import ShownLayer
from sample_data.make import make_plan
from ui.canvas.scene.scene import Wanted, build_scene

COMMUNITY, GRID = 2, 3


@pytest.mark.parametrize("rank", [COMMUNITY, GRID])
def test_the_state_of_a_community_is_the_colour_of_its_grids(rank: int) -> None:
    plan = make_plan("town", 2020, "shapingba")
    layer = IndicatorStates()
    marks = layer.marks(plan)
    assert set(plan.ranks[plan.positions(marks.key)].tolist()) == {COMMUNITY}
    assert len(np.unique(marks.style)) > 1
    scene = build_scene(plan, [ShownLayer(layer)], Wanted(rank, 0.0))
    fills = dict(scene.layers[0].fills)
    assert set(fills) == {marks.styles[number] for number in marks.style.tolist()}
    state = dict(zip(marks.key.tolist(), marks.style.tolist(), strict=True))
    for grid in plan.ids[plan.ranks == GRID].tolist():
        place = shapely.point_on_surface(plan.shape(grid))
        here = QPointF(place.x - scene.origin[0], scene.origin[1] - place.y)
        found = {style for style, batches in fills.items() if any(path.contains(here) for path in batches.paths)}
        assert found == {marks.styles[state[int(plan.grids["parent"].loc[grid])]]}
