"""What lists say of grids, and buildings by coordinates or by the grid they name."""

from __future__ import annotations

import pytest
import shapely
from pyproj import CRS

from gridmap.exchange.datum import Source, bd09_from_gcj02, gcj02_from_wgs84, move
from gridmap.ground.placement import households_by_grid, placement
from gridmap.model.errors import BadInput
from gridmap.model.making import change_of

from .conftest import EAST, NORTH, after, found, keys, taken_in

GRIDS = found(
    "网格编码 户数 人口 城乡分类 用途 备注 网格类型",
    "320582100201001 380 1,050 乡村 - - 综合网格",
    "320582100202002 约20户 - 城镇 学校 有门卫 专属网格",
)


def test_households_of_grids_without_buildings_are_declared(place):
    prepared = taken_in(place, GRIDS)
    plan = place.apply(prepared.change)
    assert households_by_grid(plan)[plan.positions([3, 7])].tolist() == [380, 20]
    row = plan.grids.loc[7]
    assert (row["setting"], row["use"], row["note"], row["declared_residents"]) == ("urban", "school", "有门卫", 0)
    assert keys(prepared)[0] == "count-not-exact"
    assert not taken_in(plan, GRIDS).change


def test_members_of_a_grid_are_declared_where_the_row_names_no_branch(place):
    prepared = taken_in(
        place,
        found("网格编码 党支部 党员数 备注", "320582100201001 - 5 -", "320582100202002 东门党支部 9 -"),
    )
    plan = place.apply(prepared.change)
    assert plan.grids.loc[[3, 7], "declared_members"].tolist() == [5, 0]
    assert plan.tables["branches"].set_index("name").loc["东门党支部", "members"] == 9
    alone = taken_in(place, found("网格编码 党员数", "320582100201001 4"))
    assert place.apply(alone.change).value(3, "declared_members") == 4


def test_a_figure_that_the_buildings_say_already_is_not_declared(place):
    plan = after(place, found("网格编码 门牌 户数", "320582100201001 1号 380"))
    again = taken_in(plan, found("网格编码 户数 备注", "320582100201001 380 -"))
    assert not again.change
    other = taken_in(plan, found("网格编码 户数 备注", "320582100201001 390 -"))
    assert "roster-beside-buildings" in keys(other)
    assert households_by_grid(plan.apply(other.change))[2] == 380


@pytest.mark.parametrize(
    ("column", "said", "key"),
    [
        ("城乡分类", "山区", "setting-unknown"),
        ("网格类型", "镇", "roster-kind-unknown"),
        ("户数", "很多", "count-not-understood"),
    ],
)
def test_a_word_that_means_nothing_is_told_and_the_rest_of_the_row_comes_in(place, column, said, key):
    prepared = taken_in(place, found(f"网格编码 备注 {column}", f"320582100201001 好 {said}"))
    [fault] = prepared.faults
    assert (fault.problem.key, fault.left_out) == (key, False)
    assert place.apply(prepared.change).value(3, "note") == "好"


def in_degrees(x: float, y: float, shifted: str | None = None) -> tuple[str, str]:
    import numpy as np

    lon, lat = move(np.array([[x, y]]), Source(CRS.from_epsg(4549)), CRS.from_epsg(4490)).T
    if shifted:
        lon, lat = gcj02_from_wgs84(lon, lat)
        if shifted == "bd09":
            lon, lat = bd09_from_gcj02(lon, lat)
    return repr(float(lon[0])), repr(float(lat[0]))


LON, LAT = in_degrees(EAST + 500, NORTH + 500)


@pytest.mark.parametrize(
    ("headers", "row", "options"),
    [
        ("门牌 经度 纬度", f"1号 {LON} {LAT}", {}),
        ("门牌 纬度 经度", f"1号 {LAT} {LON}", {}),
        ("门牌 经度 纬度", f"1号 {LAT} {LON}", {}),  # the headers are wrong
        ("门牌 坐标", f"1号 {LON},{LAT}", {}),
        ("门牌 X Y", f"1号 {EAST + 500} {NORTH + 500}", {}),
        ("门牌 X Y", f"1号 {NORTH + 500} {EAST + 500}", {}),  # surveyors' x is north
        ("门牌 X Y", f"1号 {40_000_000 + EAST + 500} {NORTH + 500}", {}),
        ("门牌 经度 纬度", "1号 {} {}".format(*in_degrees(EAST + 500, NORTH + 500, "gcj02")), {"crs": "gcj02"}),
        ("门牌 经度 纬度", "1号 {} {}".format(*in_degrees(EAST + 500, NORTH + 500, "bd09")), {"crs": "bd09"}),
        ("门牌 网格编码", "1号 320582100201001", {}),
    ],
)
def test_a_building_stands_where_the_list_says(place, headers, row, options):
    plan = after(place, found(headers, row), **options)
    [shape] = plan.buildings.geometry
    assert shape.distance(shapely.Point(EAST + 500, NORTH + 500)) < 0.01
    assert plan.codes(placement(plan).holder) == ["320582100201001"]


HOUSES = found(
    "小区 门牌 户数 人口 X Y",
    f"江滨 1幢 24 70 {EAST + 100} {NORTH + 100}",
    f"江滨 2幢 30 80 {EAST + 200} {NORTH + 100}",
    f"江滨 2幢 30 80 {EAST + 200} {NORTH + 100}",
    f"- - 1 3 {EAST + 1500} {NORTH + 100}",
)


def test_the_same_buildings_again_change_nothing_and_a_row_twice_is_one(place):
    prepared = taken_in(place, HOUSES)
    assert prepared.counts["buildings"].new == 3 and "roster-rows-twice" in keys(prepared)
    plan = place.apply(prepared.change)
    assert not taken_in(plan, HOUSES).change
    assert households_by_grid(plan)[plan.positions([3, 4])].tolist() == [54, 1]


def test_a_building_that_is_there_gets_its_new_figures_and_keeps_its_footprint(place):
    plan = after(place, HOUSES)
    footprint = shapely.box(EAST + 80, NORTH + 80, EAST + 120, NORTH + 120)
    rows = plan.buildings.iloc[:1].set_geometry([footprint], crs=plan.crs)
    plan = plan.apply(change_of(plan, "put", put={"buildings": rows}))
    prepared = taken_in(plan, found("小区 门牌 户数 X Y", f"江滨 1幢 25 {EAST + 90} {NORTH + 110}"))
    after_it = plan.apply(prepared.change)
    assert prepared.counts["buildings"].changed == 1
    assert after_it.buildings.geometry.iloc[0].equals(footprint)
    assert after_it.buildings[["households", "residents"]].iloc[0].tolist() == [25, 70]


def test_a_door_plate_elsewhere_is_another_building(place):
    plan = after(place, found("门牌 X Y", f"1号 {EAST + 100} {NORTH + 100}"))
    prepared = taken_in(plan, found("门牌 X Y", f"1号 {EAST + 3500} {NORTH + 100}"))
    assert prepared.counts["buildings"].new == 1


def test_buildings_that_name_their_grid_stay_one_when_read_again(place):
    table = found("网格编码 门牌 户数", "320582100201001 1号 5", "320582100201001 2号 6")
    plan = after(place, table)
    assert not taken_in(plan, table).change and "roster-buildings-at-grid" in keys(taken_in(place, table))


@pytest.mark.parametrize(
    ("headers", "row", "key"),
    [
        ("门牌 户数", "1号 5", "roster-building-without-place"),
        ("网格编码 门牌 户数", "320582100201 1号 5", "roster-grid-without-place"),
        ("网格编码 门牌 户数", "320582100201001 - 5", "roster-building-unnamed"),
        ("门牌 网格编码 经度 纬度", "1号 320582100201009 - -", "roster-code-unknown"),
    ],
)
def test_a_building_that_has_no_place_is_left_out(place, headers, row, key):
    prepared = taken_in(place, found(headers, row))
    assert [fault.problem.key for fault in prepared.faults] == [key] and prepared.good == 0


def test_coordinates_of_another_place_are_refused_and_a_single_slip_is_left_out(place):
    rows = [f"{n}号 {EAST + 100 * n} {NORTH + 100}" for n in range(1, 4)]
    prepared = taken_in(place, found("门牌 X Y", *rows, f"4号 {EAST + 300_000} {NORTH}"))
    assert [fault.problem.key for fault in prepared.faults] == ["roster-building-far"] and prepared.good == 3
    with pytest.raises(BadInput) as refused:
        taken_in(place, found("门牌 X Y", f"4号 {EAST + 300_000} {NORTH}"))
    assert refused.value.key == "roster-places-elsewhere"
