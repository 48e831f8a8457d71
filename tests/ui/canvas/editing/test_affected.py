"""The part of the map that a change makes look different: around what moved, wherever it was and is."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point, box

from gridmap.model.making import change_of
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.canvas.editing.affected import changed_box


@pytest.fixture(scope="module")
def plan() -> Plan:
    grids = gpd.GeoDataFrame(
        {"code": ["1", "2"], "kind": "comprehensive", "parent": 0, "name": ""},
        index=[1, 2],
        geometry=[box(0, 0, 100, 100), None],
        crs="EPSG:4549",
    )
    return Plan(load_scheme("city"), {"grids": grids})


def test_a_grid_that_moves_is_looked_for_where_it_was_and_where_it_is(plan: Plan) -> None:
    rows = plan.grids.loc[[1]].copy()
    rows["geometry"] = [box(50, 0, 150, 120)]
    change = change_of(plan, "draw-grid", put={"grids": rows})
    assert changed_box(plan, plan.apply(change), change) == (0, 0, 150, 120)


def test_a_grid_without_a_shape_is_nowhere(plan: Plan) -> None:
    rows = plan.grids.loc[[2]].copy()
    rows["name"] = ["named"]
    change = change_of(plan, "set-attributes", put={"grids": rows})
    west, _, east, _ = changed_box(plan, plan.apply(change), change)
    assert east < west


def test_buildings_are_where_they_stand(plan: Plan) -> None:
    columns = plan.tables["buildings"].dtypes
    new = gpd.GeoDataFrame(
        {name: np.zeros(2, dtype=kind) if kind.kind in "iuf" else ["", ""] for name, kind in columns.items()
         if name != "geometry"},
        index=[1, 2],
        geometry=[Point(500, 600), None],
        crs="EPSG:4549",
    )  # fmt: skip
    change = change_of(plan, "import-roster", put={"buildings": new})
    found = changed_box(plan, plan.apply(change), change)
    assert found is not None
    assert found[2] >= 500
    assert found[3] >= 600
