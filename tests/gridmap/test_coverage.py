"""The covered share of villages and towns equals a plain overlay of their grids."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.figures.coverage import covered_share
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from sample_data.defects import plant
from sample_data.make import make_plan


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


@pytest.fixture(scope="module")
def spoiled(town) -> Plan:
    return plant(town, 2020, 1)[0]


def overlay(plan: Plan, village: int) -> shapely.Geometry:
    """Ground of a village that its grids or exempt areas cover, by plain union."""
    children = plan.grids[(plan.grids["parent"] == village) & plan.grids["kind"].isin(["comprehensive", "dedicated"])]
    exempt = plan.tables["exempt_areas"].geometry.array
    return shapely.intersection(plan.shape(village), shapely.union_all([*children.geometry.dropna(), *exempt]))


def test_everything_is_covered_where_nothing_is_wrong(town):
    assert (covered_share(town, "town") == 1).all()
    assert (covered_share(town, "village") == 1).all()


def test_the_share_of_a_village_is_that_of_an_overlay(spoiled):
    villages = spoiled.ids[spoiled.of_level(spoiled.scheme.level("village"))]
    found = covered_share(spoiled, "village")
    compared = 0
    for village, share in zip(villages.tolist(), found.tolist(), strict=True):
        shapes = [s for s in spoiled.shapes([village, *spoiled.children(village)]) if s is not None]
        if shapely.is_valid(shapes).all() and spoiled.shape(village) is not None:
            assert share == pytest.approx(overlay(spoiled, village).area / spoiled.shape(village).area, abs=1e-6)
            compared += share < 1
    assert compared >= 3


def test_a_town_lacks_what_its_villages_lack(town):
    village = int(town.ids[town.of_level(town.scheme.level("village"))][0])
    gone = town.children(village)[:1]
    after = town.apply(change_of(town, "drop", drop={"grids": gone.tolist()}))
    [share] = covered_share(after, "town")
    lost = town.shape(int(gone[0])).area
    assert share == pytest.approx(1 - lost / town.shape(int(town.ids[0])).area, abs=1e-9)


def test_a_village_that_must_be_divided_and_is_not_is_not_covered(town):
    village = int(town.ids[town.of_level(town.scheme.level("village"))][0])
    after = town.apply(change_of(town, "drop", drop={"grids": town.children(village).tolist()}))
    assert covered_share(after, "village")[0] == 0


def test_what_nothing_divides_has_no_share(town):
    village = int(town.ids[town.of_level(town.scheme.level("village"))][0])
    assert np.isnan(covered_share(town, "grid")).all()
    bare = town.apply(change_of(town, "b", put={"grids": edited_rows(town, "grids", [village], geometry=[None])}))
    assert np.isnan(covered_share(bare, "village")[0])
