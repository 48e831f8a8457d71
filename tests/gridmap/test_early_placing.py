"""Buildings that are placed early are placed as ever, and once."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.ground import early
from gridmap.ground.placement import placement
from gridmap.ground.tiling.proof import valid_shapes
from tests.storage.conftest import small_plan


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "CORES", 2)


def test_buildings_are_where_they_are_placed_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "WORTH_PLACING", 1)
    plan = small_plan()
    early.place_early(plan)
    assert {placement.key, valid_shapes.key} <= set(plan.results)  # begun, whether or not the other core is done
    expected = placement(small_plan())
    assert placement(plan).holder.tolist() == expected.holder.tolist()
    assert np.array_equal(placement(plan).also, expected.also)
    assert placement(plan) is placement(plan)


def test_few_buildings_are_left_to_who_asks() -> None:
    plan = small_plan()
    early.place_early(plan)
    assert not placement.is_known(plan)
