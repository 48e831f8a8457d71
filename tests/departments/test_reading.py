"""A department's own file, and the sample's: what comes in, what is told, what the second file changes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridmap.exchange.department_grids import DepartmentOptions, read_department
from gridmap.ground.departments import crossings, departments, ground_outside, laid_over
from gridmap.ground.departments.laid_over import LaidOver
from gridmap.model.errors import BadInput, Refused
from gridmap.model.plan import Plan
from sample_data.departments import (
    CITY_MANAGEMENT,
    ENVIRONMENT,
    FILE,
    PLANTED,
    POLICE,
    draw_departments,
    write_departments,
)
from tests.departments.conftest import CELL, CRS, lattice, village
from tests.departments.test_laid_over import agrees, plain_overlay

SHIFTED = "gcj02"


def file_of(folder, called="police.gpkg", shapes=None, crs=CRS, /, **columns):
    shapes = lattice(2, 1, CELL) if shapes is None else shapes
    file = folder / called
    encoding = {"encoding": "GBK"} if file.suffix == ".shp" else {}
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(file, engine="pyogrio", **encoding)
    return file


@pytest.fixture(scope="module")
def base() -> Plan:
    return village(lattice(2, 1, CELL))


def test_code_and_name_are_found_by_the_words_of_departments(tmp_path, base):
    file = file_of(
        tmp_path, 警务区编号=["007", "008"], 警务区=["东莱", "江畔"], 备注=["", "新划"], 民警=["张三", "李四"]
    )
    read = read_department(base, file, DepartmentOptions("公安"))
    assert (read.new, read.changed, read.same, read.gone, read.left_out) == (2, 0, 0, 0, 0)
    rows = base.apply(read.edit.change(base)).tables["department_grids"]
    assert rows["code"].tolist() == ["007", "008"] and rows["name"].tolist() == ["东莱", "江畔"]
    assert rows["note"].tolist() == ["", "新划"] and set(rows["department"]) == {"公安"}
    assert "张三" not in rows.to_string()


def test_the_same_file_again_changes_nothing_and_a_newer_one_keeps_the_rows_it_knows(tmp_path, base):
    first = read_department(
        base, file_of(tmp_path, "a.gpkg", code=["1", "2"], name=["甲", "乙"]), DepartmentOptions("公安")
    )
    plan = base.apply(first.edit.change(base))
    again = read_department(plan, tmp_path / "a.gpkg", DepartmentOptions("公安"))
    assert again.edit is None and again.same == 2
    newer = file_of(tmp_path, "b.gpkg", lattice(3, 1, CELL)[[0, 2]], code=["2", "3"], name=["乙", "丙"])
    read = read_department(plan, newer, DepartmentOptions("公安"))
    assert (read.new, read.changed, read.same, read.gone) == (1, 1, 0, 1)
    after = plan.apply(read.edit.change(plan)).tables["department_grids"]
    assert dict(zip(after["name"], after.index, strict=True)) == {"乙": 2, "丙": 3}
    other = read_department(plan, newer, DepartmentOptions("城管"))
    assert len(plan.apply(other.edit.change(plan)).tables["department_grids"]) == 4


def test_a_shapefile_in_gbk_and_in_degrees_comes_in_where_it_belongs(tmp_path, base):
    degrees = gpd.GeoSeries(lattice(2, 1, CELL), crs=CRS).to_crs("EPSG:4490").to_numpy()
    file = file_of(tmp_path, "警务.shp", degrees, "EPSG:4490", 编码=["1", "2"], 名称=["东莱", "江畔"])
    file.with_suffix(".cpg").unlink(missing_ok=True)
    read = read_department(base, file, DepartmentOptions("公安"))
    rows = read.edit.change(base).rows["department_grids"].after
    assert rows["name"].tolist() == ["东莱", "江畔"]
    assert shapely.area(rows.geometry.to_numpy()) == pytest.approx(CELL * CELL, abs=1e-3)


def test_a_file_in_a_shifted_datum_is_refused_with_what_to_do_and_read_with_it(tmp_path, town):
    from gridmap.exchange.datum import gcj02_from_wgs84

    grids = gpd.GeoSeries(town.all_shapes[town.ranks == 2], crs=town.crs).to_crs("EPSG:4490").to_numpy()
    moved = shapely.transform(grids, lambda xy: np.column_stack(gcj02_from_wgs84(xy[:, 0], xy[:, 1])))
    file = file_of(tmp_path, "police.geojson", moved, "EPSG:4490", name=[str(n) for n in range(len(moved))])
    with pytest.raises(BadInput, match="shifted") as refused:
        read_department(town, file, DepartmentOptions("公安"))
    assert SHIFTED in refused.value.values["option"]
    read = read_department(town, file, DepartmentOptions("公安", crs=SHIFTED))
    plan = town.apply(read.edit.change(town))
    assert not len(crossings(laid_over(plan, "公安")))


def test_what_cannot_come_in_is_told_by_row_and_the_rest_comes_in(tmp_path, base):
    shapes = np.array([*lattice(2, 1, CELL), None, shapely.Point(500_000, 3_500_000)], dtype=object)
    name = ["甲", "320582199001011236", "丙", "丁"]
    read = read_department(
        base, file_of(tmp_path, "p.gpkg", shapes, code=["1", "2", "3", "4"], name=name), DepartmentOptions("公安")
    )
    assert (read.new, read.left_out) == (2, 2)
    assert {(problem.key, problem.row) for problem in read.problems} >= {
        ("shape-missing", 3),
        ("shape-not-polygon", 4),
        ("id-number-left-out", 2),
    }
    assert "320582199001011236" not in read.edit.rows.to_string()


def test_what_cannot_be_read_is_refused(tmp_path, base):
    file = file_of(tmp_path, name=["甲", "乙"])
    for options, error, key in (
        (DepartmentOptions(" "), Refused, "department-without-name"),
        (DepartmentOptions("公安", code="没有"), BadInput, "column-not-found"),
        (DepartmentOptions("公安", layer="没有"), BadInput, "layer-not-found"),
    ):
        with pytest.raises(error, match=key):
            read_department(base, file, options)
    points = file_of(tmp_path, "points.gpkg", shapely.points([[500_000, 3_500_000]]), name=["甲"])
    with pytest.raises(BadInput, match="no-polygons"):
        read_department(base, points, DepartmentOptions("公安"))


# ---- the sample ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(town, tmp_path_factory) -> Plan:
    """The town with the departments of its file, brought in as an officer would."""
    file = tmp_path_factory.mktemp("office") / FILE
    write_departments(town, file)
    plan = town
    for department in (POLICE, CITY_MANAGEMENT, ENVIRONMENT):  # the layer is the one that is called so
        plan = plan.apply(read_department(plan, file, DepartmentOptions(department)).edit.change(plan))
    return plan


def laid(plan: Plan, department: str) -> LaidOver:
    return laid_over(plan, department)


def test_the_file_of_the_sample_has_three_departments(sample):
    assert departments(sample) == [POLICE, CITY_MANAGEMENT, ENVIRONMENT]
    counts = sample.tables["department_grids"]["department"].value_counts()
    assert (counts[POLICE], counts[CITY_MANAGEMENT], counts[ENVIRONMENT]) == (4, 3, 12)


def test_what_was_planted_for_city_management_is_found_and_nothing_else(sample, town):
    found = crossings(laid(sample, CITY_MANAGEMENT))
    assert len(found) == PLANTED == 12
    assert tuple(sorted(sample.codes(found.base))) == draw_departments(town).cut


def test_the_environment_crosses_nowhere_and_the_police_as_a_plain_overlay_says(sample):
    assert not len(crossings(laid(sample, ENVIRONMENT)))
    police = laid(sample, POLICE)
    assert len(crossings(police)) == 5 and crossings(police).households.tolist() == sorted(
        crossings(police).households.tolist(), reverse=True
    )
    assert len(ground_outside(police)) == 4  # the rivers, which no base grid need hold
    for department in (POLICE, CITY_MANAGEMENT, ENVIRONMENT):
        agrees(laid(sample, department), plain_overlay(sample, department))
