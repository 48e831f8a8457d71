"""A layer of villages colours the grids that the screen paints, though it says nothing of them one by one."""

from __future__ import annotations

import datetime as dt

import pytest

from layers import IndicatorStates, palette
from layers.shown import ShownLayer
from sample_data.make import make_plan
from ui.canvas.scene.scene import build_scene, levels_of, wanted_for


@pytest.mark.parametrize("metres_per_pixel", [2.0, 12.0, 400.0])
def test_villages_are_painted_at_every_scale(qapp, metres_per_pixel):
    plan, layer = make_plan("town", 2020), IndicatorStates(dt.date(2026, 6, 15))
    assert set(plan.ranks[plan.positions(layer.marks(plan).key)].tolist()) == {2}
    wanted = wanted_for(plan, levels_of(plan).extent, metres_per_pixel)
    [prepared] = build_scene(plan, [ShownLayer(layer)], wanted).layers
    assert {style for style, _ in prepared.fills} == {palette.INDICATOR[0]}
