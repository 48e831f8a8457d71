"""A town to divide."""

from __future__ import annotations

import pytest

from gridmap.model.plan import Plan
from sample_data.make import make_plan


@pytest.fixture(scope="session")
def town() -> Plan:
    """A clean town of 12 villages with people, roads and buildings."""
    return make_plan("town", 2020)


@pytest.fixture(scope="session")
def villages(town) -> dict[str, int]:
    """Ids of the villages by code."""
    ids = town.grids.index[town.grids["kind"] == "village"]
    return dict(zip(town.codes(ids), ids.tolist(), strict=True))
