"""The samples, made once for all tests of this folder."""

from __future__ import annotations

import pytest

from gridmap.model.plan import Plan
from sample_data.make import make_plan


@pytest.fixture(scope="session")
def town_plan() -> Plan:
    return make_plan("town")


@pytest.fixture(scope="session")
def city_plan() -> Plan:
    return make_plan("city")


@pytest.fixture(scope="session", params=["town", "city"])
def plan(request: pytest.FixtureRequest) -> Plan:
    made: Plan = request.getfixturevalue(f"{request.param}_plan")
    return made
