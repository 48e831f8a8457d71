"""Tables without rows: what they are made of, and that nothing piles up behind them."""

from __future__ import annotations

import gc
import weakref

import geopandas as gpd
import pytest
from pandas.testing import assert_frame_equal

from gridmap.model.frames import conform, empty_table
from gridmap.model.tables import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_is_in_form(name: str) -> None:
    made = empty_table(name, "EPSG:4547")
    assert_frame_equal(conform(name, made), made)  # nothing was to be put in order
    assert made.columns.tolist() == [*TABLES[name].column_names, *(["geometry"] if TABLES[name].shape else [])]
    assert len(made) == 0 and made.index.name == "id"
    assert isinstance(made, gpd.GeoDataFrame) == bool(TABLES[name].shape)
    if isinstance(made, gpd.GeoDataFrame):
        assert made.crs == "EPSG:4547" and made.active_geometry_name == "geometry"


def test_nothing_is_left_behind_of_tables_without_rows() -> None:
    empty_table("grids")
    before = _noted()
    for _ in range(400):
        empty_table("grids").copy(deep=False)
    assert (
        _noted() - before < 1_200
    )  # 2,900 where all were copies of one frame; what is left notes the names of columns


def _noted() -> int:
    gc.collect()
    return sum(type(thing) is weakref.ref for thing in gc.get_objects())
