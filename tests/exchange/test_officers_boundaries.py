"""Boundaries that officers sent and that came in wrongly once: each input says what is right."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, box

from gridmap.exchange.datum import bd09_from_gcj02, gcj02_from_wgs84
from gridmap.exchange.headers import is_of_parents
from gridmap.ground.tiling import tiling
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.words.messages import message_of

FAULTS = Path(__file__).parents[1] / "data" / "faults"
EAST, WEST = "320582100201", "320582100202"
ALL = [f"{village}00{number}" for village in (EAST, WEST) for number in range(1, 5)]
NAMES = [f"{village}第{number}网格" for village in ("东村", "西村") for number in "一二三四"]


@pytest.fixture
def base(place, tmp_path) -> Plan:
    #  +------+------+
    #  | 东村 | 西村 |    800 m each; the files have four grids of 400 m in each of them
    #  +------+------+
    x, y = 552_000, 3_527_000
    town = gpd.GeoDataFrame(
        {"编码": ["320582100"], "名称": ["测试镇"]}, geometry=[box(x, y, x + 1600, y + 800)], crs=4549
    )
    villages = gpd.GeoDataFrame(
        {"编码": [EAST, WEST], "名称": ["东村村委会", "西村村委会"]},
        geometry=[box(x, y, x + 800, y + 800), box(x + 800, y, x + 1600, y + 800)],
        crs=4549,
    )
    plan = Plan(load_scheme("city"))
    for kind, frame in (("town", town), ("village", villages)):
        file = tmp_path / f"{kind}.gpkg"
        frame.to_file(file)
        plan = place.imported(plan, file, kind).plan
    return plan


def fault(name: str) -> Path:
    return FAULTS / name


def codes_and_names(plan: Plan) -> dict[str, str]:
    """Codes and names of the grids of the lowest level."""
    rows = zip(plan.grids["code"], plan.grids["name"], plan.grids["kind"], strict=True)
    return {code: name for code, name, kind in rows if kind == "comprehensive"}


def parents_of(plan: Plan) -> list[str]:
    rows = zip(plan.grids["code"], plan.codes(plan.grids["parent"]), plan.grids["kind"], strict=True)
    return [parent for _, parent, kind in sorted(rows) if kind == "comprehensive"]


def tiles(plan: Plan) -> bool:
    found = tiling(plan)
    return not len(found.gaps) and not len(found.overlaps)


# ---- what is a code --------------------------------------------------------------------------------------------------


def test_the_parents_column_is_never_the_code_and_serials_go_behind_the_parents(base, place):
    found = place.imported(base, fault("parent-column-as-code/serial.geojson"), "comprehensive")
    codes = [f"{village}{number:03d}" for number, village in enumerate([EAST] * 4 + [WEST] * 4, start=1)]  # 1 to 8
    assert codes_and_names(found.plan) == dict(zip(codes, NAMES, strict=True))
    assert found.values["column_code"] == "编号" and found.values["column_parent"] == "村社区编码"
    assert found.values["by_column"] == 8 and found.keys == ["code-serials-completed"]
    assert tiles(found.plan)


def test_grids_of_which_the_file_names_the_parent_and_no_code_are_numbered_as_one_reads_a_map(base, place):
    #  +---+---+---+---+
    #  | 1 | 2 | 1 | 2 |     the first and second in the file lie in the south
    #  +---+---+---+---+
    #  | 3 | 4 | 3 | 4 |
    #  +---+---+---+---+
    found = place.imported(base, fault("parent-column-as-code/nameonly.geojson"), "comprehensive")
    table = codes_and_names(found.plan)
    assert [table[f"{EAST}00{number}"] for number in range(1, 5)] == [f"东村第{n}网格" for n in "三四一二"]
    assert sorted(table) == ALL and parents_of(found.plan) == [EAST] * 4 + [WEST] * 4
    assert found.keys == ["codes-numbered"] and found.values["numbered"] == 8


def test_the_numbers_of_features_are_no_codes_and_grids_are_numbered_only_if_the_user_agrees(base, place):
    file = fault("serial-padded-to-15/idonly.geojson")
    with pytest.raises(BadInput, match="code-column-missing"):
        place.imported(base, file, "comprehensive")
    found = place.imported(base, file, "comprehensive", number=True)
    assert sorted(codes_and_names(found.plan)) == ALL and found.values["by_prefix"] == 8
    asked = place.imported(base, file, "comprehensive", code="id")
    assert sorted(codes_and_names(asked.plan))[:2] == [f"{EAST}001", f"{EAST}002"]
    assert all(code.startswith((EAST, WEST)) for code in codes_and_names(asked.plan))


def test_numbers_of_features_that_are_codes_are_taken(base, place, tmp_path):
    frame = gpd.read_file(fault("serial-padded-to-15/idonly.geojson")).drop(columns="id").assign(OBJECTID=ALL)
    file = tmp_path / "g.gpkg"
    frame.to_file(file)
    found = place.imported(base, file, "comprehensive")
    assert codes_and_names(found.plan) == dict(zip(ALL, NAMES, strict=True))


def test_numbers_that_begin_anew_in_every_village_become_codes(base, place):
    found = place.imported(base, fault("short-codes/short.shp"), "comprehensive")
    assert codes_and_names(found.plan) == dict(zip(ALL, NAMES, strict=True))
    assert parents_of(found.plan) == [EAST] * 4 + [WEST] * 4 and tiles(found.plan)


def test_serials_of_which_no_parent_is_known_are_refused_as_a_whole_with_that_reason(place):
    bare = Plan(load_scheme("city"))
    with pytest.raises(BadInput, match="codes-are-serials") as refused:
        place.imported(bare, fault("short-codes/short.shp"), "comprehensive")
    assert refused.value.values["column"] == "网格编号" and refused.value.values["value"] == "001, 002, 003"


def test_a_column_of_which_most_values_are_no_codes_stops_with_three_of_them(base, place):
    with pytest.raises(BadInput, match="codes-not-of-scheme") as refused:
        place.imported(base, fault("short-codes/short.shp"), "comprehensive", code="网格名称")
    assert refused.value.values["value"] == ", ".join(NAMES[:3]) and refused.value.values["count"] == 8


def test_dashes_and_blanks_go_and_are_told(base, place, tmp_path):
    frame = gpd.read_file(fault("columns-ignored-silently/attrs.geojson"))
    frame["网格编码"] = [f"{c[:6]}-{c[6:9]} {c[9:12]}—{c[12:]}" for c in ALL]
    file = tmp_path / "g.gpkg"
    frame.to_file(file)
    found = place.imported(base, file, "comprehensive")
    assert sorted(codes_and_names(found.plan)) == ALL
    told = [problem for problem in found.problems if problem.key == "code-marks-removed"]
    assert told[0].values["count"] == 8 and told[0].values["after"] == ALL[0]


@pytest.mark.parametrize(
    ("header", "own", "is_parents"),
    [
        ("村社区编码", "综合网格基础网格", True),
        ("所属村社区", "综合网格基础网格", True),
        ("村社区", "综合网格基础网格", True),
        ("社区网格编码", "综合网格基础网格", False),
        ("村社区编码", "村（社区）村（社区）网格", False),
        ("镇编码", "村（社区）村（社区）网格", True),
        ("所属网格", "微网格", True),
        ("编号", "综合网格基础网格", False),
    ],
)
def test_which_headers_are_about_the_parent_depends_on_what_is_read(header, own, is_parents):
    assert is_of_parents(header, own) is is_parents


# ---- nothing came in, folders, rows of one grid ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nested.kml", "nested.kmz"])
def test_all_folders_of_a_kml_come_in_at_once_below_the_villages_that_they_are_named_after(base, place, name):
    found = place.imported(base, fault("nothing-imported-rc-0") / name, "comprehensive")
    table = codes_and_names(found.plan)
    assert sorted(table) == ALL and parents_of(found.plan) == [EAST] * 4 + [WEST] * 4
    assert sorted(table.values()) == sorted(["一组", "二组", "三组", "四组"] * 2)
    assert found.keys == ["z-dropped", "codes-numbered", "shape-not-polygon"]
    again = place.imported(found.plan, fault("nothing-imported-rc-0") / name, "comprehensive")
    assert again.values["count"] == 0  # known again by name within the parent


def test_rows_of_one_code_that_do_not_overlap_become_one_grid(base, place):
    found = place.imported(base, fault("one-grid-many-rows/two-rows.gpkg"), "comprehensive")
    assert sorted(codes_and_names(found.plan)) == ALL and found.values["united"] == 1
    assert [(p.key, p.row) for p in found.problems] == [("row-united", 2)] and found.values["left_out"] == 0
    grid = int(found.plan.ids_with_codes([ALL[0]])[0])
    assert found.plan.shape(grid).geom_type == "Polygon" and shapely.area(found.plan.shape(grid)) == 160_000
    assert tiles(found.plan)


def test_rows_of_one_code_that_overlap_or_are_called_otherwise_stay_apart(base, place, tmp_path):
    frame = gpd.read_file(fault("one-grid-many-rows/two-rows.gpkg"))
    frame.loc[1, "网格名称"] = "别的网格"
    frame.loc[3, "网格编码"], frame.loc[3, "网格名称"] = frame.loc[2, "网格编码"], frame.loc[2, "网格名称"]
    frame.loc[3, "geometry"] = frame.geometry[2].buffer(10)
    file = tmp_path / "g.gpkg"
    frame.to_file(file)
    found = place.imported(base, file, "comprehensive")
    assert [(p.key, p.row) for p in found.problems] == [("code-twice", 2), ("code-twice", 4)]


def test_what_was_taken_for_what_is_told_and_so_is_what_was_left(base, place):
    found = place.imported(base, fault("columns-ignored-silently/attrs.geojson"), "comprehensive")
    assert found.values["column_code"] == "网格编码" and found.values["column_name"] == "网格名称"
    assert found.values["columns_left"] == "专职网格员, 联系电话, 党支部"


def test_grids_without_a_code_and_without_a_parent_are_left_out_with_that_reason(base, place, tmp_path):
    frame = gpd.read_file(fault("serial-padded-to-15/idonly.geojson"))
    file = tmp_path / "g.gpkg"
    frame.set_geometry(frame.geometry.where(frame.index != 7, box(600_000, 3_600_000, 600_400, 3_600_400))).to_file(
        file
    )
    found = place.imported(base, file, "comprehensive", number=True)
    assert [(p.key, p.row) for p in found.problems if p.key != "codes-numbered"] == [("row-not-numbered", 8)]
    assert found.values["count"] == 7


def test_households_and_residents_that_a_file_declares_come_in_with_the_grids(base, place, tmp_path):
    found = place.imported(base, fault("columns-ignored-silently/attrs.geojson"), "comprehensive")
    grids = found.plan.grids.set_index("code").loc[ALL]
    assert grids["declared_households"].tolist() == list(range(320, 328))
    assert grids["declared_residents"].tolist() == [900] * 8
    frame = gpd.read_file(fault("columns-ignored-silently/attrs.geojson")).astype({"户数": object})
    frame.loc[0, "户数"] = "很多"
    file = tmp_path / "g.gpkg"
    frame.drop(columns="人口").to_file(file)
    again = place.imported(found.plan, file, "comprehensive", existing="replace")
    assert [(p.key, p.row) for p in again.problems] == [("figure-not-understood", 1)]
    assert again.plan.grids.set_index("code").loc[ALL[1], "declared_residents"] == 900  # as it was


# ---- formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"encoding": "GBK"}])
def test_a_table_with_wkt_in_gbk_is_read_right(base, place, options):
    found = place.imported(base, fault("csv-gbk/wkt.csv"), "comprehensive", crs="4549", **options)
    assert codes_and_names(found.plan) == dict(zip(ALL, NAMES, strict=True)) and tiles(found.plan)
    assert found.values["columns_left"] == ""


def test_boundary_points_of_a_land_office_come_in_where_they_say_that_they_are(base, place):
    found = place.imported(base, fault("csv-gbk/survey.txt"), "comprehensive")
    assert codes_and_names(found.plan) == dict(zip(ALL, NAMES, strict=True)) and found.keys == []
    grid = int(found.plan.ids_with_codes([ALL[0]])[0])
    wanted = box(552_000, 3_527_000, 552_400, 3_527_400)  # the file has 40,552,000 to 40,552,400
    assert shapely.area(shapely.symmetric_difference(found.plan.shape(grid), wanted)) < 0.01


SURVEY = """[属性描述]
坐标系={datum}
几度分带=3
带号=40
[地块坐标]
9,0,320582100201001,甲,面,,,,@
J1,1,{points[0]}
J2,1,{points[1]}
J3,1,{points[2]}
J4,1,{points[3]}
H1,2,{points[4]}
H2,2,{points[5]}
H3,2,{points[6]}
"""


def survey(file: Path, datum: str, *, east_first: bool, zone: int) -> Path:
    #  +-------+
    #  |  /|   |   400 m, with a hole of three corners
    #  | /_|   |
    #  +-------+
    x, y = 552_000 + zone * 1_000_000, 3_527_000
    corners = [(0, 0), (0, 400), (400, 400), (400, 0), (100, 100), (200, 100), (200, 300)]
    points = [(f"{x + e}.0", f"{y + n}.0") for e, n in corners]
    text = SURVEY.format(datum=datum, points=[",".join(p if east_first else p[::-1]) for p in points])
    file.write_text(text, encoding="gbk")
    return file


@pytest.mark.parametrize(("east_first", "zone"), [(False, 0), (True, 0), (False, 40), (True, 40)])
def test_points_may_have_either_order_and_the_zone_or_not_and_an_inner_ring_is_a_hole(
    base, place, tmp_path, east_first, zone
):
    file = survey(tmp_path / "s.txt", "2000国家大地坐标系", east_first=east_first, zone=zone)
    found = place.imported(base, file, "comprehensive")
    shape = found.plan.shape(int(found.plan.ids_with_codes([ALL[0]])[0]))
    assert shapely.area(shape) == pytest.approx(160_000 - 10_000) and len(shape.interiors) == 1


def test_points_of_which_the_datum_is_not_said_ask_for_the_crs(base, place, tmp_path):
    file = survey(tmp_path / "s.txt", "", east_first=False, zone=40)
    with pytest.raises(BadInput, match="crs-missing") as refused:
        place.imported(base, file, "comprehensive")
    assert refused.value.values["expected"] == "EPSG:4528"


def test_a_line_that_is_no_point_is_named_with_its_number(base, place, tmp_path):
    file = tmp_path / "s.txt"
    file.write_text("[地块坐标]\n4,1,1,甲,面,,,,@\nJ1,1,3527000,abc\n", encoding="utf-8")
    with pytest.raises(BadInput, match="survey-line") as refused:
        place.imported(base, file, "comprehensive")
    assert refused.value.values["row"] == 3
    file.write_text("dear colleagues", encoding="utf-8")
    with pytest.raises(BadInput, match="format-not-known"):
        place.imported(base, file, "comprehensive")


@pytest.mark.parametrize(
    ("name", "begins", "key"),
    [
        ("a.dwg", b"AC1018", "format-dwg"),
        ("a.shp", b"AC1018", "format-dwg"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "format-archive"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "format-archive"),
        ("a.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00", "format-mdb"),
        ("a.mxd", b"\xd0\xcf\x11\xe0", "format-map-document"),
    ],
)
def test_what_is_known_and_not_read_is_refused_with_what_to_do(base, place, tmp_path, name, begins, key):
    file = tmp_path / name
    file.write_bytes(begins + bytes(100))
    with pytest.raises(BadInput) as refused:
        place.imported(base, file, "comprehensive")
    assert refused.value.key == key and ".dxf" in message_of(BadInput("format-dwg", file="a.dwg"), "zh")


def test_a_drawing_is_refused_by_what_it_is(base, place):
    with pytest.raises(BadInput, match="format-dwg"):
        place.imported(base, fault("csv-gbk/a.dwg"), "comprehensive")


@pytest.mark.parametrize("name", ["grids_closed.dxf", "grids_open.dxf"])
def test_closed_lines_of_a_drawing_are_areas_with_the_names_that_stand_inside(base, place, name):
    found = place.imported(base, fault("cad-and-tracks") / name, "comprehensive", crs="4549", number=True)
    table = codes_and_names(found.plan)
    assert sorted(table) == ALL and sorted(table.values()) == sorted(NAMES)
    assert table[f"{EAST}003"] == "东村第一网格" and tiles(found.plan)  # the south-western one
    assert found.keys == ["codes-numbered"]


def test_texts_of_a_drawing_that_are_codes_are_the_codes(base, place, tmp_path):
    text = fault("cad-and-tracks/grids_closed.dxf").read_bytes()
    for code, name in zip(ALL, NAMES, strict=True):
        text = text.replace(name.encode("gbk"), code.encode())
    file = tmp_path / "g.dxf"
    file.write_bytes(text)
    found = place.imported(base, file, "comprehensive", crs="4549")
    assert sorted(codes_and_names(found.plan)) == ALL
    grid = int(found.plan.ids_with_codes([ALL[0]])[0])
    assert found.plan.shape(grid).equals(box(552_000, 3_527_000, 552_400, 3_527_400))


def test_tracks_that_were_walked_around_grids_are_areas(base, place):
    found = place.imported(base, fault("cad-and-tracks/track.kml"), "comprehensive")
    assert sorted(codes_and_names(found.plan)) == ALL and found.values["column_code"] == "Name"


def test_an_outline_whose_ends_nearly_meet_is_closed_and_told_and_an_open_line_is_none(base, place, tmp_path):
    #  +------+
    #  |      |   first: 5 m of 1,600 m are open; second: a whole side is
    #  +----- +
    x, y = 552_000, 3_527_000
    nearly = LineString([(x, y), (x + 400, y), (x + 400, y + 400), (x, y + 400), (x, y + 5)])
    opened = LineString([(x + 400, y), (x + 800, y), (x + 800, y + 400), (x + 400, y + 400)])
    frame = gpd.GeoDataFrame({"网格编码": ALL[:2], "网格名称": NAMES[:2]}, geometry=[nearly, opened], crs=4549)
    file = tmp_path / "g.gpkg"
    frame.to_file(file)
    found = place.imported(base, file, "comprehensive")
    assert [(p.key, p.row) for p in found.problems] == [("outline-closed", 1), ("shape-not-polygon", 2)]
    assert shapely.area(found.plan.shape(int(found.plan.ids_with_codes([ALL[0]])[0]))) == 160_000


def test_that_there_are_no_areas_is_said_before_a_column_is_asked_for(base, place, tmp_path):
    file = tmp_path / "g.gpkg"
    gpd.GeoDataFrame(
        {"a": ["x"]}, geometry=[LineString([(552_000, 3_527_000), (552_400, 3_527_000)])], crs=4549
    ).to_file(file)
    with pytest.raises(BadInput, match="no-polygons"):
        place.imported(base, file, "comprehensive")


def test_an_index_that_is_missing_is_made_again_on_a_copy(base, place, tmp_path):
    for file in fault("shx-missing").iterdir():
        shutil.copyfile(file, tmp_path / file.name)
    found = place.imported(base, tmp_path / "noshx.shp", "comprehensive")
    assert codes_and_names(found.plan) == dict(zip(ALL, NAMES, strict=True))
    assert found.keys == ["shx-made-again"] and not (tmp_path / "noshx.shx").exists() and tiles(found.plan)


# ---- where they lie --------------------------------------------------------------------------------------------------


def in_degrees(shift, tmp_path: Path, *, metres: float = 0.0) -> Path:
    """Write the eight grids as a file that says WGS 84, each coordinate changed by a function of lon and lat."""
    frame = gpd.read_file(fault("columns-ignored-silently/attrs.geojson"))[["网格编码", "网格名称", "geometry"]]
    frame = frame.set_geometry(frame.translate(metres, 0)).to_crs(4326)
    shapes = shapely.transform(frame.geometry.array, lambda xy: np.stack(shift(xy[:, 0], xy[:, 1]), axis=1))
    file = tmp_path / "lying.geojson"
    frame.set_geometry(gpd.GeoSeries(shapes, crs=4326)).to_file(file)
    return file


@pytest.mark.parametrize(
    ("shift", "option", "name"),
    [
        (gcj02_from_wgs84, "--crs gcj02", "GCJ-02"),
        (lambda x, y: bd09_from_gcj02(*gcj02_from_wgs84(x, y)), "--crs bd09", "BD-09"),
    ],
)
def test_a_shift_that_the_project_shows_is_named_with_the_option_to_use(base, place, tmp_path, shift, option, name):
    file = in_degrees(shift, tmp_path)
    with pytest.raises(BadInput, match="shifted-") as refused:
        place.imported(base, file, "comprehensive")
    assert refused.value.values["option"] == option and refused.value.values["name"] == name
    assert option in message_of(refused.value, "zh") and name in message_of(refused.value, "en")
    found = place.imported(base, file, "comprehensive", crs=option.split()[1])
    assert sorted(codes_and_names(found.plan)) == ALL and not len(tiling(found.plan).overlaps)
    assert place.imported(base, file, "comprehensive", crs="EPSG:4326").values["count"] == 8  # the user's word counts


def test_how_far_and_whither_a_file_is_shifted_is_measured(base, place, tmp_path):
    with pytest.raises(BadInput) as refused:
        place.imported(base, in_degrees(gcj02_from_wgs84, tmp_path), "comprehensive")
    assert refused.value.key == "shifted-ese" and refused.value.values["metres"] == pytest.approx(470, abs=15)
    assert "east-south-east" in message_of(refused.value, "en") and "东东南" in message_of(refused.value, "zh")


def test_a_shift_is_noticed_where_only_the_place_tells_the_parents(base, place, tmp_path):
    file = in_degrees(gcj02_from_wgs84, tmp_path)
    gpd.read_file(file).drop(columns="网格编码").to_file(tmp_path / "n.geojson")
    with pytest.raises(BadInput, match="shifted-ese"):
        place.imported(base, tmp_path / "n.geojson", "comprehensive", number=True)


@pytest.mark.parametrize("metres", [0.0, 2.0, 60.0, 300.0])
def test_what_no_known_shift_explains_comes_in_for_the_checker_to_find(base, place, tmp_path, metres):
    file = in_degrees(lambda x, y: (x, y), tmp_path, metres=metres)
    assert place.imported(base, file, "comprehensive").values["count"] == 8


def test_web_mercator_is_no_zone_of_gauss_kruger(base, place, tmp_path):
    frame = gpd.read_file(fault("columns-ignored-silently/attrs.geojson")).to_crs(3857)
    frame.to_file(tmp_path / "web.gpkg")
    found = place.imported(base, tmp_path / "web.gpkg", "comprehensive")
    assert sorted(codes_and_names(found.plan)) == ALL and found.keys == []
    frame.rename(columns={"网格编码": "wgbm"})[["wgbm", "geometry"]].to_file(tmp_path / "no.shp")
    (tmp_path / "no.prj").unlink()
    with pytest.raises(BadInput, match="crs-missing") as refused:
        place.imported(base, tmp_path / "no.shp", "comprehensive")
    assert refused.value.values["expected"] == "EPSG:3857"
