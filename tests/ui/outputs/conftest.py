"""The sample town and city, made once for all that is exported of them."""

from __future__ import annotations

import pytest

from gridmap.model.plan import Plan
from sample_data.make import make_plan


@pytest.fixture(scope="session")
def town() -> Plan:
    """The sample town: 12 villages, 47 comprehensive and 17 dedicated grids."""
    return make_plan("town", 2020)


@pytest.fixture(scope="session")
def city(sample_city: Plan) -> Plan:
    """The sample city: 10 towns, 250 villages, 1,036 comprehensive and 380 dedicated grids."""
    return sample_city
