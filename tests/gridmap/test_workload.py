"""Households of a grid against its standard."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from gridmap.people.workload import UNBOUNDED, Workload, household_standard, workload_state

URBAN, RURAL, UNKNOWN, DEDICATED, TOWN = 1, 2, 3, 4, 5


def plan_with(households: int = 0, least_rural: str = "[200, 300]") -> Plan:
    """Return grids side by side, the first of which holds a building with so many households."""
    text = load_scheme().text.replace("rural = [300, 500]", f"rural = {least_rural}")
    grids = pd.DataFrame(
        {
            "kind": ["comprehensive"] * 3 + ["dedicated", "town"],
            "setting": ["urban", "rural", "", "urban", ""],
            "geometry": [box(i, 0, i + 1, 1) for i in range(4)] + [None],
        },
        index=[URBAN, RURAL, UNKNOWN, DEDICATED, TOWN],
    )
    buildings = gpd.GeoDataFrame({"households": [households]}, geometry=[Point(0.5, 0.5)], index=[1])
    return Plan(parse_scheme(text), {"grids": gpd.GeoDataFrame(grids, geometry="geometry"), "buildings": buildings})


def test_the_standard_goes_by_kind_and_setting():
    least, most = household_standard(plan_with())
    assert least.tolist() == [300, 200, 200, 0, 0]  # an unknown setting has the widest range
    assert most.tolist() == [500, 300, 500, 0, UNBOUNDED]


@pytest.mark.parametrize(
    ("households", "state"),
    [
        (299, Workload.UNDER),
        (300, Workload.WITHIN),
        (500, Workload.WITHIN),
        (501, Workload.OVER),
        (751, Workload.FAR_OVER),
    ],
)
def test_households_are_measured_by_it(households, state):
    found = workload_state(plan_with(households))
    assert found[0] == state
    assert found[1:].tolist() == [Workload.UNDER, Workload.UNDER, Workload.WITHIN, Workload.WITHIN]


def test_any_household_is_too_many_where_there_should_be_none():
    plan = plan_with()
    moved = plan.buildings.assign(households=[1]).set_geometry([Point(3.5, 0.5)])
    assert workload_state(Plan(plan.scheme, {**plan.tables, "buildings": moved}))[3] == Workload.FAR_OVER
