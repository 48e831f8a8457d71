"""A village whose workers have names that a profile must hide, for the record."""

from __future__ import annotations

import pytest

from gridmap.model.plan import Plan
from tests.drafts.conftest import village_plan


@pytest.fixture(scope="session")
def village() -> Plan:
    """Return the village of five grids, one of whose workers has a name of four characters."""
    plan = village_plan()
    workers = plan.tables["workers"].copy()
    workers.loc[2, "name"] = "司马大海"
    return Plan(plan.scheme, {**plan.tables, "workers": workers})
