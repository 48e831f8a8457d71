"""Grids near some ground are the same ones whether or not the plan's spatial index is there."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.ground.nearby import rows_near
from gridmap.ground.tiling.proof import grid_index
from gridmap.model.plan import Plan
from sample_data.make import make_plan


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


@pytest.mark.parametrize("distance_m", [0.0, 40.0])
def test_boxes_and_index_tell_the_same(town: Plan, distance_m: float) -> None:
    places = shapely.point_on_surface(town.all_shapes[town.has_shape][::7])
    before = Plan(town.scheme, town.tables)
    told = [rows_near(before, place, distance_m).tolist() for place in places]
    assert not grid_index.is_known(before)  # nobody has waited for it
    grid_index(before)
    assert told == [rows_near(before, place, distance_m).tolist() for place in places]
    holding = [np.flatnonzero(shapely.intersects(town.all_shapes, place)).tolist() for place in places]
    assert all({*one} <= {*rows} for one, rows in zip(holding, told, strict=True)) and all(holding)
