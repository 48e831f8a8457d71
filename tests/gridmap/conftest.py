"""The sample town."""

from __future__ import annotations

import pytest

from gridmap.model.plan import Plan
from sample_data.make import make_plan


@pytest.fixture(scope="session")
def town() -> Plan:
    """The sample town."""
    return make_plan("town", 2020)
