"""Boundaries come in as they are, from every sort of file, and what does not come in is told."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon

from gridmap.exchange.boundaries import ImportOptions, kinds_named, read_boundaries
from gridmap.ground.tiling import tiling
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from ui.words.messages import message_of


def write(frame: gpd.GeoDataFrame, file: Path, **options: object) -> Path:
    frame.to_file(file, **options)
    return file


def shapefile(
    frame: gpd.GeoDataFrame, file: Path, *, encoding: str = "GBK", cpg: bool = True, prj: bool = True
) -> Path:
    """Write a shapefile as old programs do, with or without the files that say encoding and CRS."""
    frame.to_file(file, encoding=encoding)
    if not cpg:
        file.with_suffix(".cpg").unlink()
        table = bytearray(file.with_suffix(".dbf").read_bytes())
        table[29] = 0
        file.with_suffix(".dbf").write_bytes(table)
    if not prj:
        file.with_suffix(".prj").unlink()
    return file


# ---- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Normalized/laundered", "ignore:Could not decode error message")  # .shp in UTF-8
@pytest.mark.parametrize("name", ["网格.gpkg", "网格.geojson", "网格.shp", "网格.kml", "网格.fgb", "网格.gml"])
def test_every_format_brings_the_same_grids(village_plan, place, tmp_path, name):
    frame = place.grids()
    lon_lat = name.endswith((".geojson", ".kml"))
    file = tmp_path / name
    if name.endswith(".kml"):
        frame.to_crs(4326).to_file(file, driver="KML")
        found = place.imported(village_plan, file, "comprehensive", name="网格名称")
    else:
        write(frame.to_crs(4326) if lon_lat else frame, file)
        found = place.imported(village_plan, file, "comprehensive")
    assert found.values["count"] == 8 and found.values["by_prefix"] == 8
    table = place.table_of(found.plan)
    assert table["320582100201001"][:3] == ("第1网格", "comprehensive", "320582100201")
    for code, shape in zip(frame["网格编码"], frame.geometry, strict=True):
        grid = int(found.plan.ids_with_codes([code])[0])
        assert shapely.area(shapely.symmetric_difference(found.plan.shape(grid), shape)) < 0.01
    assert not len(tiling(found.plan).gaps) and not len(tiling(found.plan).overlaps)


def test_topojson_brings_shared_arcs_as_shared_vertices(empty_plan, tmp_path, place):
    #  +---+---+
    #  | a | b |   one arc in the middle, of which b takes the reverse
    #  +---+---+
    arcs = [
        [[1, 0], [1, 1]],  # shared, upwards
        [[1, 1], [0, 1], [0, 0], [1, 0]],  # the rest of a
        [[1, 0], [2, 0], [2, 1], [1, 1]],  # the rest of b
    ]
    scale, translate = [0.010000001, 0.0100000003], [120.5, 31.8]

    def quantised(arc):
        points = np.array(arc)
        return np.vstack([points[:1], np.diff(points, axis=0)]).tolist()

    def shape(name, *numbers):
        properties = {"code": f"32058210020{name}", "name": name}
        return {"type": "Polygon", "arcs": [list(numbers)], "properties": properties}

    topology = {
        "type": "Topology",
        "transform": {"scale": scale, "translate": translate},
        "objects": {
            "villages": {"type": "GeometryCollection", "geometries": [shape("1", 0, 1), shape("2", 2, ~0)]},
            "other": {"type": "GeometryCollection", "geometries": [shape("3", 0, 1)]},
            "empty": {"type": "GeometryCollection", "geometries": []},
        },
        "arcs": [quantised(arc) for arc in arcs],
    }
    file = tmp_path / "villages.topojson"
    file.write_text(json.dumps(topology))
    with pytest.raises(BadInput, match="layer-choose") as refused:
        place.imported(empty_plan, file, "village")
    assert refused.value.values["expected"].startswith("villages")
    found = place.imported(empty_plan, file, "village", layer="villages")
    assert found.values["count"] == 2 and found.keys[0] == "crs-assumed"
    one, two = (set(map(tuple, shapely.get_coordinates(shape))) for shape in found.plan.all_shapes)
    assert len(one & two) == 2


def test_a_shapefile_in_gbk_that_says_nothing_is_read_right(village_plan, place, tmp_path):
    file = shapefile(place.grids(), tmp_path / "网格.shp", cpg=False)
    found = place.imported(village_plan, file, "comprehensive")
    assert place.table_of(found.plan)["320582100202004"][0] == "第8网格"
    assert found.keys == []


def test_a_shapefile_that_says_utf8_and_is_gbk_is_read_right_and_told(village_plan, place, tmp_path):
    file = shapefile(place.grids(), tmp_path / "g.shp", cpg=False)
    file.with_suffix(".cpg").write_text("UTF-8")
    found = place.imported(village_plan, file, "comprehensive")
    assert place.table_of(found.plan)["320582100202004"][0] == "第8网格"
    assert found.keys == ["encoding-differs"]


def test_a_zip_made_by_windows_in_china_is_opened(village_plan, place, tmp_path):
    folder = tmp_path / "原始"
    folder.mkdir()
    shapefile(place.grids(), folder / "网格.shp", cpg=False)
    archive = tmp_path / "网格.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(f"数据/{file.name}")
            info.filename = f"数据/{file.name}".encode("gbk").decode("cp437")  # as Explorer stores it, without the flag
            info.flag_bits = 0
            packed.writestr(info, file.read_bytes())
        packed.writestr("readme.txt", "hello")
    found = place.imported(village_plan, archive, "comprehensive")
    assert found.values["count"] == 8 and found.keys == []


def test_of_several_files_in_a_zip_one_is_asked_for_by_name(village_plan, place, tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    shapefile(place.grids(), folder / "grids.shp")
    shapefile(place.villages(), folder / "villages.shp")
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in folder.iterdir():
            packed.write(file, file.name)
    with pytest.raises(BadInput, match="layer-choose"):
        place.imported(village_plan, archive, "comprehensive")
    assert place.imported(village_plan, archive, "comprehensive", layer="grids").values["count"] == 8


def test_a_layer_named_like_the_kind_is_taken_among_several(village_plan, place, tmp_path):
    file = tmp_path / "all.gpkg"
    write(place.villages(), file, layer="村（社区）")
    write(place.grids(), file, layer="综合网格")
    assert place.imported(village_plan, file, "comprehensive").values["layer"] == "综合网格"


def test_a_geojson_in_gbk_is_read_right(village_plan, place, tmp_path):
    file = write(place.grids().to_crs(4326), tmp_path / "g.geojson")
    file.write_bytes(file.read_text(encoding="utf-8").encode("gbk"))
    assert place.table_of(place.imported(village_plan, file, "comprehensive").plan)["320582100201001"][0] == "第1网格"


@pytest.mark.filterwarnings("ignore:Normalized/laundered", "ignore:Field .* created with", "ignore:Could not decode")
@pytest.mark.parametrize("charset", ["WindowsSimpChinese", "Neutral"])
@pytest.mark.parametrize("encoding", [None, "GBK"])
def test_a_mapinfo_file_in_gbk_is_read_right(village_plan, place, tmp_path, charset, encoding):
    frame = place.grids().rename(columns={"网格编码": "code", "网格名称": "name"})
    file = write(frame, tmp_path / "g.mif", driver="MapInfo File", layer_options={"ENCODING": "CP936"})
    header, data = file.read_bytes(), (tmp_path / "g.mid").read_bytes()
    assert "第1网格".encode("gbk") in data
    file.write_bytes(re.sub(rb'Charset "[^"]*"', f'Charset "{charset}"'.encode(), header))
    found = place.imported(village_plan, file, "comprehensive", encoding=encoding, crs="EPSG:4549")
    assert place.table_of(found.plan)["320582100201001"][0] == "第1网格"


def test_any_part_of_a_shapefile_may_be_named(village_plan, place, tmp_path):
    file = shapefile(place.grids(), tmp_path / "g.shp")
    for suffix in (".dbf", ".prj", ".shx"):
        assert place.imported(village_plan, file.with_suffix(suffix), "comprehensive").values["count"] == 8


# ---- where coordinates are -------------------------------------------------------------------------------------------


def test_without_prj_the_crs_is_asked_for_with_a_good_guess(village_plan, place, tmp_path):
    file = shapefile(place.grids(), tmp_path / "g.shp", prj=False)
    with pytest.raises(BadInput, match="crs-missing") as refused:
        place.imported(village_plan, file, "comprehensive")
    assert refused.value.values["expected"] == "EPSG:4549"
    for language in ("zh", "en"):
        assert "--crs" in message_of(refused.value, language)
    assert place.imported(village_plan, file, "comprehensive", crs="EPSG:4549").values["count"] == 8


@pytest.mark.parametrize(("epsg", "expected"), [(4528, "EPSG:4528"), (4498, "EPSG:4498"), (4326, "EPSG:4490 / ")])
def test_the_guess_knows_zone_numbers_and_degrees(village_plan, place, tmp_path, epsg, expected):
    file = shapefile(place.grids().to_crs(epsg), tmp_path / "g.shp", prj=False)
    with pytest.raises(BadInput, match="crs-missing") as refused:
        place.imported(village_plan, file, "comprehensive")
    assert refused.value.values["expected"].startswith(expected)


@pytest.mark.parametrize(
    ("really", "said", "key", "expected"),
    [
        (4528, 4549, "coordinates-zone-prefixed", "EPSG:4528"),
        (4549, 4528, "coordinates-lack-zone", "EPSG:4549"),
        (4549, 4326, "coordinates-not-degrees", "EPSG:4549"),
        (4326, 4549, "coordinates-are-degrees", "EPSG:4490"),
        (2364, 2385, "coordinates-zone-prefixed", "EPSG:4528"),
    ],
)
def test_a_crs_that_cannot_be_is_refused_with_the_one_to_try(
    village_plan, place, tmp_path, really, said, key, expected
):
    frame = place.grids().to_crs(really).set_crs(said, allow_override=True)
    file = write(frame, tmp_path / "g.gpkg")
    with pytest.raises(BadInput, match=key) as refused:
        place.imported(village_plan, file, "comprehensive")
    assert refused.value.values["expected"].startswith(expected)
    assert expected.split(":")[1] in message_of(refused.value, "zh")


@pytest.mark.parametrize("epsg", [4326, 4549, 4528])
def test_swapped_coordinates_are_noticed_and_can_be_swapped_back(village_plan, place, tmp_path, epsg):
    frame = place.grids().to_crs(epsg)
    frame = frame.set_geometry(
        gpd.GeoSeries(shapely.transform(np.asarray(frame.geometry), lambda c: c[:, ::-1]), crs=frame.crs)
    )
    file = write(frame, tmp_path / "g.gpkg")
    with pytest.raises(BadInput, match="coordinates-swapped"):
        place.imported(village_plan, file, "comprehensive")
    found = place.imported(village_plan, file, "comprehensive", swap_xy=True)
    assert found.values["count"] == 8 and not len(tiling(found.plan).gaps)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_shifted_datum_is_shifted_back_to_the_millimetre(village_plan, place, tmp_path, datum):
    from gridmap.exchange.datum import bd09_from_gcj02, gcj02_from_wgs84

    def shift(coordinates):
        lon, lat = gcj02_from_wgs84(coordinates[:, 0], coordinates[:, 1])
        return np.stack(bd09_from_gcj02(lon, lat) if datum == "bd09" else (lon, lat), axis=1)

    frame = place.grids().to_crs(4490)
    shifted = gpd.GeoSeries(shapely.transform(np.asarray(frame.geometry), shift), crs=4326)
    file = write(frame.set_geometry(shifted), tmp_path / "g.gpkg")
    found = place.imported(village_plan, file, "comprehensive", crs=datum)
    assert "crs-overridden" in found.keys
    for code, shape in zip(frame["网格编码"], place.grids().geometry, strict=True):
        grid = int(found.plan.ids_with_codes([code])[0])
        assert shapely.hausdorff_distance(found.plan.shape(grid), shape) < 1e-3
    assert not len(tiling(found.plan).gaps) and not len(tiling(found.plan).overlaps)


def test_an_old_datum_comes_in_with_a_warning(village_plan, place, tmp_path):
    frame = place.grids().set_crs(2385, allow_override=True)  # Xian 1980, CM 120E
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    assert "datum-shift-unknown" in found.keys and found.values["count"] == 8


def test_shapes_far_from_where_the_crs_holds_are_told_with_the_error_of_their_areas(empty_plan, place, tmp_path):
    frame = gpd.GeoDataFrame(
        {"code": ["320582100201", "320582100202"]},
        geometry=[shapely.box(-3.71, 40.40, -3.70, 40.41), shapely.box(120.5, 31.8, 120.51, 31.81)],
        crs=4326,
    )
    found = place.imported(empty_plan, write(frame, tmp_path / "g.gpkg"), "village")
    told = [problem for problem in found.problems if problem.key == "outside-crs-area"]
    assert len(told) == 1 and told[0].row == 1 and told[0].values["count"] == 1
    assert 0.6 < told[0].values["area_error"] < 0.7  # areas in Madrid come out two thirds too large


# ---- rows ------------------------------------------------------------------------------------------------------------


def test_good_rows_get_in_and_each_bad_one_is_told_with_row_and_column(village_plan, place, tmp_path):
    frame = place.grids()
    frame.loc[0, "网格编码"] = None
    frame.loc[2, "网格编码"] = frame.loc[1, "网格编码"]
    frame.loc[3, "网格编码"] = "3.20582E+14"
    frame.loc[4, "geometry"] = None
    frame = frame.set_geometry(
        frame.geometry.where(frame.index != 5, LineString([(552000, 3526000), (552100, 3526100)]))
    )
    file = tmp_path / "g.gpkg"
    frame.to_file(file, geometry_type="Unknown")
    found = place.imported(village_plan, file, "comprehensive")
    assert [(p.key, p.row, p.column) for p in found.problems] == [
        ("code-empty", 1, "网格编码"),
        ("code-twice", 3, "网格编码"),
        ("code-precision-lost", 4, "网格编码"),
        ("shape-missing", 5, ""),
        ("shape-not-polygon", 6, ""),
    ]
    assert found.values["count"] == 4 and found.values["left_out"] == 4
    assert all("g.gpkg" in message_of(problem, "zh") for problem in found.problems)


def test_codes_stored_as_numbers_become_the_text_they_were(village_plan, place, tmp_path):
    frame = place.grids()
    frame["网格编码"] = frame["网格编码"].astype("float64")
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    assert sorted(found.plan.codes(found.plan.children(1))) == sorted(place.grids()["网格编码"][[0, 1, 4, 5]])
    assert found.keys == []


def test_a_number_too_long_to_be_exact_is_left_out(village_plan, place, tmp_path):
    frame = place.grids()
    frame["网格编码"] = [float(f"{code}000") for code in frame["网格编码"]]  # 18 digits
    with pytest.raises(BadInput, match="codes-inexact") as refused:
        place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    assert refused.value.values["column"] == "网格编码" and refused.value.values["count"] == 8
    frame["网格编码"] = [*place.grids()["网格编码"][:6], "3.20582E+14", "3.20582E+14"]
    found = place.imported(village_plan, write(frame, tmp_path / "h.gpkg"), "comprehensive")
    assert [(p.key, p.row) for p in found.problems] == [("code-precision-lost", 7), ("code-precision-lost", 8)]
    assert found.values["count"] == 6


def test_zeros_that_a_number_lost_are_given_back(place, tmp_path):
    text = load_scheme("city").text.replace(r"pattern = '\d{6}[0-9A-Z]{3}'", r"pattern = '\d{9}'")
    from gridmap.model.scheme import parse_scheme

    plan = Plan(parse_scheme(text.replace('example = "320582100"', 'example = "010582100"')))
    frame = gpd.GeoDataFrame(
        {"code": [10582100, 320582101]}, geometry=[place.square(0, 0), place.square(1, 0)], crs=4549
    )
    found = place.imported(plan, write(frame, tmp_path / "g.gpkg"), "town")
    assert found.plan.grids["code"].tolist() == ["010582100", "320582101"]
    assert [(p.key, p.row) for p in found.problems if p.key == "code-zeros-restored"] == [("code-zeros-restored", 1)]


def test_heights_are_dropped_and_told(village_plan, place, tmp_path):
    frame = place.grids()
    frame = frame.set_geometry(gpd.GeoSeries(shapely.force_3d(np.asarray(frame.geometry), 12.5), crs=frame.crs))
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    assert [(p.key, p.values["count"]) for p in found.problems] == [("z-dropped", 8)]
    assert not shapely.has_z(found.plan.all_shapes).any()


def test_coordinates_that_are_no_numbers_cost_the_row_its_shape_only(village_plan, place, tmp_path):
    frame = place.grids()
    with np.errstate(invalid="ignore"):
        broken = Polygon([(552000, 3526000), (552100, np.inf), (552100, 3526100)])
    frame.loc[0, "geometry"] = broken
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    assert [(p.key, p.row) for p in found.problems] == [("shape-broken", 1)]
    assert found.values["count"] == 8 and int((~found.plan.has_shape).sum()) == 1


def test_a_multipolygon_of_one_part_is_a_polygon_and_other_parts_are_dropped_and_told(village_plan, place, tmp_path):
    frame = place.grids()
    one, two = frame.geometry[0], frame.geometry[1]
    frame = frame.set_geometry(
        gpd.GeoSeries(
            [MultiPolygon([one]), GeometryCollection([two, Point(552000, 3526000)]), *frame.geometry[2:]], crs=frame.crs
        )
    )
    file = tmp_path / "g.gpkg"
    frame.to_file(file, geometry_type="Unknown")
    found = place.imported(village_plan, file, "comprehensive")
    assert [(p.key, p.row) for p in found.problems] == [("shape-parts-dropped", 2)]
    assert {shape.geom_type for shape in found.plan.all_shapes} == {"Polygon"}


def test_invalid_shapes_come_in_as_they_are(village_plan, place, tmp_path):
    frame = place.grids()
    bow = Polygon([(552000, 3526000), (553000, 3527000), (553000, 3526000), (552000, 3527000)])
    frame.loc[0, "geometry"] = bow
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    grid = int(found.plan.ids_with_codes([frame["网格编码"][0]])[0])
    assert shapely.equals_exact(found.plan.shape(grid), bow) and found.keys == []


# ---- columns and kinds -----------------------------------------------------------------------------------------------


def test_columns_can_be_named_and_must_be_there(village_plan, place, tmp_path):
    frame = place.grids().rename(columns={"网格编码": "甲", "网格名称": "乙"})
    with pytest.raises(BadInput, match="code-column-missing") as refused:
        place.imported(village_plan, write(frame.drop(columns="甲").assign(丙=1), tmp_path / "n.gpkg"), "comprehensive")
    assert refused.value.values["expected"] == "乙, 丙"
    file = write(frame, tmp_path / "g.gpkg")
    assert place.imported(village_plan, file, "comprehensive").values["column_code"] == "甲"  # by its values
    with pytest.raises(BadInput, match="column-not-found"):
        place.imported(village_plan, file, "comprehensive", code="丙")
    found = place.imported(village_plan, file, "comprehensive", code="甲")
    assert found.keys == ["name-column-missing"]
    assert place.imported(village_plan, file, "comprehensive", code="甲", name="乙").keys == []


def test_a_level_of_several_kinds_needs_a_column_that_tells_them_apart(village_plan, place, tmp_path):
    frame = place.grids()
    with pytest.raises(BadInput, match="column-missing"):
        place.imported(village_plan, write(frame, tmp_path / "a.gpkg"), "grid")
    frame["网格类型"] = ["综合网格", "专属", "dedicated", "Comprehensive grid", "综合", "专属网格", "微网格", ""]
    found = place.imported(village_plan, write(frame, tmp_path / "b.gpkg"), "grid")
    kinds = [row[1] for code, row in sorted(place.table_of(found.plan).items()) if len(code) == 15]
    assert sorted(kinds) == ["comprehensive"] * 3 + ["dedicated"] * 3
    assert [(p.key, p.row) for p in found.problems] == [("kind-unknown", 7), ("kind-unknown", 8)]


def test_kinds_are_named_by_their_key_or_their_level():
    scheme = load_scheme("city")
    assert [kind.key for kind in kinds_named(scheme, "grid")] == ["comprehensive", "dedicated"]
    assert [kind.key for kind in kinds_named(scheme, "town")] == ["town"]
    with pytest.raises(BadInput, match="unknown-level"):
        kinds_named(scheme, "street")


def test_other_columns_that_a_grid_has_come_along(village_plan, place, tmp_path):
    frame = place.grids()
    frame["城乡分类"] = ["城镇", "乡村", "urban", "rural", "", None, "郊区", "城镇"]
    frame["备注"] = "甲"
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    rows = found.plan.grids[found.plan.of_kinds([found.plan.scheme.kind("comprehensive")])]
    assert rows["setting"].tolist() == ["urban", "rural", "urban", "rural", "", "", "", "urban"]
    assert set(rows["note"]) == {"甲"} and set(rows["parts"]) == {1}
    assert [(p.key, p.row) for p in found.problems] == [("setting-unknown", 7)]


def test_a_cell_with_an_id_number_is_left_blank_and_told_without_it(village_plan, place, tmp_path):
    number = "320582190001010013"  # nobody's: born on 1 January 1900
    frame = place.grids()
    frame["备注"] = [
        "甲",
        f"负责人 {number}",
        "",
        None,
        "320582190001010012",
        "乙",
        "",
        "",
    ]  # of the fifth the check is wrong
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    rows = found.plan.grids[found.plan.of_kinds([found.plan.scheme.kind("comprehensive")])]
    assert rows["note"].tolist() == ["甲", "", "", "", "320582190001010012", "乙", "", ""]
    [problem] = found.problems
    assert (problem.key, problem.row, problem.column) == ("id-number-left-out", 2, "备注")
    assert number not in message_of(problem, "zh") + message_of(problem, "en")


# ---- parents ---------------------------------------------------------------------------------------------------------


def test_the_column_goes_before_the_code_and_the_code_before_the_place(village_plan, place, tmp_path):
    frame = place.grids()
    frame["所属社区"] = ["西街村", "320582100202", "东门", "", None, "无此村", "西街", ""]
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    parents = {code: row[2][-3:] for code, row in place.table_of(found.plan).items() if len(code) == 15}
    assert [parents[code] for code in frame["网格编码"]] == ["202", "202", "201", "202", "201", "201", "202", "202"]
    assert (found.values["by_column"], found.values["by_prefix"], found.values["by_place"]) == (4, 4, 0)
    assert [(p.key, p.row) for p in found.problems] == [("parent-place-differs", 0), ("parent-value-unknown", 6)]
    assert found.problems[0].values["count"] == 3


def test_where_the_code_says_nothing_the_place_does(village_plan, place, tmp_path):
    frame = place.grids()
    frame["网格编码"] = [f"99999999999900{number}" for number in range(8)]
    frame.loc[7, "geometry"] = place.square(9, 9)
    found = place.imported(village_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive")
    parents = {code: row[2][-3:] for code, row in place.table_of(found.plan).items() if code.startswith("9")}
    assert list(parents.values()) == ["201", "201", "202", "202", "201", "201", "202", ""]
    assert found.values["by_place"] == 7 and found.values["without_parent"] == 1
    assert [(p.key, p.row) for p in found.problems] == [("parent-not-found", 8)]


def test_of_two_parents_that_hold_it_the_one_with_more_of_it_counts(empty_plan, place, tmp_path):
    #  +-------+-+
    #  | 201   | |    201 and 202 overlap in columns 2 to 3
    #  |    202| |
    #  +-------+-+
    villages = gpd.GeoDataFrame(
        {"code": ["320582100201", "320582100202"]},
        geometry=[place.square(0, 0, 3, 1), place.square(2, 0, 2, 1)],
        crs=4549,
    )
    plan = place.imported(empty_plan, write(villages, tmp_path / "v.gpkg"), "village").plan
    grids = gpd.GeoDataFrame(
        {"code": [f"99999999999900{number}" for number in range(3)]},
        geometry=[place.square(1.5, 0, 1.2, 1), place.square(2.4, 0, 1.5, 1), place.square(3.9, 0, 0.3, 1)],
        crs=4549,
    )
    found = place.imported(plan, write(grids, tmp_path / "g.gpkg"), "comprehensive")
    assert [row[2][-3:] for code, row in sorted(place.table_of(found.plan).items()) if code.startswith("9")] == [
        "201",
        "202",
        "202",
    ]


def test_without_parents_in_the_plan_grids_come_in_flat_and_are_adopted_later(empty_plan, place, tmp_path):
    first = place.imported(empty_plan, write(place.grids(), tmp_path / "g.gpkg"), "comprehensive")
    assert first.keys == ["no-parents-in-plan"] and first.values["without_parent"] == 8
    then = place.imported(first.plan, write(place.villages(), tmp_path / "v.gpkg"), "village")
    assert then.values["adopted"] == 8 and then.values["count"] == 2
    assert {row[2][:11] for code, row in place.table_of(then.plan).items() if len(code) == 15} == {"32058210020"}


# ---- codes that are there already ------------------------------------------------------------------------------------


def test_a_second_import_changes_nothing_unless_told_to_replace(village_plan, place, tmp_path):
    file = write(place.grids(), tmp_path / "g.gpkg")
    plan = place.imported(village_plan, file, "comprehensive").plan
    again = place.imported(plan, file, "comprehensive")
    assert again.values["count"] == 0 and again.values["left_out"] == 8 and set(again.keys) == {"code-exists"}
    assert again.plan.same_content(plan)
    same = place.imported(plan, file, "comprehensive", existing="replace")
    assert same.values["replaced"] == 8 and same.plan.same_content(plan)


def test_replacing_takes_what_the_file_says_and_keeps_the_rest(village_plan, place, tmp_path):
    plan = place.imported(village_plan, write(place.grids(), tmp_path / "a.gpkg"), "comprehensive").plan
    grid = int(plan.ids_with_codes(["320582100201001"])[0])
    from gridmap.edits import SetAttributes

    plan = plan.apply(SetAttributes("grids", (grid,), {"note": "甲", "parts": 2}).change(plan))
    other = int(plan.ids_with_codes(["320582100201002"])[0])
    plan = plan.apply(SetAttributes("grids", (other,), {"locked": True}).change(plan))
    frame = place.grids().iloc[:3].assign(网格名称=["新名", "新名", "新名"])
    frame.loc[0, "geometry"] = place.square(0, 0, 1, 0.5)
    found = place.imported(plan, write(frame, tmp_path / "b.gpkg"), "comprehensive", existing="replace")
    row = found.plan.grids.loc[grid]
    assert (row["name"], row["note"], row["parts"]) == ("新名", "甲", 2) and found.plan.shape(grid).area == 500_000
    assert [(p.key, p.row) for p in found.problems] == [("grid-locked", 2)]
    assert found.plan.grids.loc[other, "name"] == "第2网格" and len(found.plan.ids) == len(plan.ids)


# ---- as an edit of a project -----------------------------------------------------------------------------------------


def test_an_import_is_one_edit_that_can_be_undone(place, tmp_path):
    with Project.create(tmp_path / "p.gpkg", Plan(load_scheme())) as project:
        edit, _ = read_boundaries(project.plan, write(place.villages(), tmp_path / "v.gpkg"), ImportOptions("village"))
        project.perform(edit)
        edit, _ = read_boundaries(
            project.plan, write(place.grids(), tmp_path / "g.gpkg"), ImportOptions("comprehensive")
        )
        project.perform(edit)
        assert len(project.plan.ids) == 10
        assert "g.gpkg" in message_line(project)
        project.undo()
        project.undo()
        assert len(project.plan.ids) == 0


def message_line(project: Project) -> str:
    from ui.words.messages import text

    entry = project.history()[-1]
    return text(f"change-{entry.label}", "zh", **entry.values)


def test_one_flat_layer_can_be_imported_and_checked(empty_plan, place, tmp_path):
    frame = pd.concat([place.grids().iloc[[0, 1, 2, 4, 6]], place.grids().iloc[[3]]])
    plan = place.imported(empty_plan, write(frame, tmp_path / "g.gpkg"), "comprehensive").plan
    assert len(plan.ids) == 6 and (plan.parents == 0).all()
    assert len(tiling(plan).overlaps) == 0
