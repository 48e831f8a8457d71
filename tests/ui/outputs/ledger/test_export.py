"""What goes out says where it comes from, shows of people what the profile allows, and comes in again as it was."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from python_calamine import CalamineWorkbook
from shapely.geometry import Point

from gridmap.checks import run_checks
from gridmap.figures.statistics import rollup
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.privacy import PROFILES
from ui.outputs.ledger import geodata
from ui.outputs.ledger.geodata import export_geodata
from ui.outputs.ledger.ledger import in_words, ledger
from ui.outputs.ledger.workbook import export_workbook
from ui.words.labels import SHORT, heading
from ui.words.messages import BOTH, SENTENCES, text

DAY = dt.date(2026, 6, 15)
PHONES = ["11100001234", "11100005678", "11100009999"]


@pytest.fixture
def plan(place) -> Plan:
    """One town, two villages of four grids each, a dedicated grid in the ledger only, and the people in it.

    Grid 11 has a full-time worker, 12 a part-timer, both a joint branch; 13 has a branch of its own.
    """
    # Long because it lists a whole place: every table once.
    villages, grids = place.villages(), place.grids()
    shapes = [place.square(0, 0, 4, 2), *villages.geometry, *grids.geometry, None]
    frame = gpd.GeoDataFrame(
        {
            "code": ["320582100", *villages["编码"], *grids["网格编码"], "320582100201901"],
            "name": ["杨舍镇", *villages["名称"], *grids["网格名称"], "=东门小学"],
            "kind": ["town", "village", "village", *["comprehensive"] * 8, "dedicated"],
            "parent": [0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3, 2],
            "setting": ["urban"] * 11 + [""],
            "use": [""] * 11 + ["school"],
            "note": ["夜间联系 11100001234"] + [""] * 11,
        },
        index=[1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 21],
        geometry=gpd.GeoSeries(shapes, index=[1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 21], crs=4549),
    )
    buildings = gpd.GeoDataFrame(
        {"households": [300, 40], "residents": [800, 90]},
        index=[1, 2],
        geometry=[Point(place.east + 500, place.north + 500), Point(place.east + 3500, place.north + 1500)],
        crs=4549,
    )
    rows = {
        "grids": frame,
        "buildings": buildings,
        "workers": pd.DataFrame({"name": ["王小明", "李强", "欧阳修远"], "phone": PHONES}, index=[1, 2, 3]),
        "assignments": pd.DataFrame(
            {
                "worker": [1, 2, 3, 3],
                "grid": [11, 12, 21, 13],
                "role": ["full_time", "part_time", "responsible", "full_time"],
                "from_date": ["2025-01-01"] * 4,
                "until_date": ["", "", "", "2025-12-31"],
            },
            index=[1, 2, 3, 4],
        ),
        "branches": pd.DataFrame(
            {
                "name": ["东门联合支部", "第三网格支部", "东门社区党委"],
                "tier": ["grid", "grid", "village"],
                "secretary": ["赵一", "钱二", "孙三"],
                "joint": [True, False, False],
            },
            index=[1, 2, 3],
        ),
        "branch_grids": pd.DataFrame({"branch": [1, 1, 2, 3], "grid": [11, 12, 13, 2]}, index=[1, 2, 3, 4]),
        "exempt_areas": gpd.GeoDataFrame(
            {"name": ["长江"], "kind": ["river"], "parent": [3]},
            index=[1],
            geometry=[place.square(3.5, 1.5, 0.5, 0.5)],
            crs=4549,
        ),
        "facts": pd.DataFrame(
            {
                "key": ["title", "origin", "origin_zh", "as_of"],
                "value": ["张家港市网格", "synthetic boundaries", "边界为合成示意", "2026-06-01"],
            },
            index=[1, 2, 3, 4],
        ),
    }
    return Plan(load_scheme(), rows)


def read_sheets(file: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(file)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


# ---- the ledger ------------------------------------------------------------------------------------------------------


def test_the_ledger_has_a_row_for_every_grid_with_figures_and_people(plan):
    table = ledger(plan, on=DAY)
    assert table.index.tolist() == [1, 2, 3, 11, 12, 15, 16, 13, 14, 17, 18, 21]  # levels, kinds, codes
    first = table.loc[11]
    assert (first["parent_code"], first["parent_name"]) == ("320582100201", "东门社区")
    assert (first["households"], first["residents"], first["area_m2"]) == (300, 800, 1_000_000.0)
    assert (first["staffing"], first["full_time"], first["full_time_phone"]) == ("full_time", "王小明", "111****1234")
    assert (first["branch_state"], first["branches"], first["secretary"]) == ("joint", "东门联合支部", "赵一")
    assert table["staffing"].to_dict() == {
        1: "", 2: "", 3: "", 11: "full_time", 12: "part_time", 13: "nobody", 14: "nobody", 15: "nobody", 16: "nobody",
        17: "nobody", 18: "nobody", 21: "",
    }  # fmt: skip
    assert table["branch_state"][[1, 2, 3, 13, 14]].tolist() == ["", "own", "none", "own", "none"]
    assert (table.loc[12, "others"], table.loc[21, "others"]) == ("李强（兼职网格员）", "欧阳修远（责任人）")
    assert table.loc[1, "households"] == 340 and np.isnan(table.loc[21, "area_m2"])


def test_words_take_the_place_of_keys(plan):
    words = in_words(plan, ledger(plan, on=DAY), "zh")
    assert words.loc[11, ["kind", "setting", "staffing", "branch_state"]].tolist() == [
        "综合网格",
        "城镇",
        "专职",
        "联合组建",
    ]
    assert words.loc[21, ["kind", "use", "staffing", "branch_state"]].tolist() == ["专属网格", "学校", "", "无支部"]
    assert in_words(plan, ledger(plan, on=DAY), "en").loc[11, "branch_state"] == "joint branch"


def test_a_scope_takes_what_is_below_it(plan):
    assert sorted(ledger(plan, scope=[3]).index) == [3, 13, 14, 17, 18]


def test_a_profile_shows_what_it_says(plan):
    shown = {privacy: ledger(plan, privacy=privacy, on=DAY) for privacy in PROFILES}
    assert set(shown["internal"].columns) - set(shown["briefing"].columns) == {"note"}
    assert set(shown["briefing"].columns) - set(shown["public"].columns) == {"full_time_phone", "others_phone"}
    assert shown["internal"].loc[11, "full_time_phone"] == PHONES[0]
    assert shown["public"].loc[21, "others"] == "欧阳*（责任人）" and shown["public"].loc[11, "secretary"] == "赵*"


def test_every_column_and_term_has_words_in_both_languages_and_a_short_name_that_a_dbf_can_hold(plan):
    names = [pair for key, pair in SENTENCES.items() if re.match("(column|sheet|value|use)-", key)]
    assert len(names) > 90
    for chinese, english in names:
        assert chinese and english and not re.search("[\u4e00-\u9fff]", english)
    table = ledger(plan, privacy="internal")
    assert all(f"column-{column}" in SENTENCES for column in table.columns)
    short = [SHORT[column] for column in table.columns]
    assert all(0 < len(word) <= 10 and word.isascii() for word in short) and len(set(short)) == len(short)
    assert (
        heading(plan, "n_village", "zh") == "村（社区）" and heading(plan, "branches_grid", "en") == "Grid party branch"
    )


# ---- geodata ---------------------------------------------------------------------------------------------------------


def everything_in(files: tuple[Path, ...]) -> str:
    """All texts in files, as anybody who opens them can read them."""
    text = ""
    for file in files:
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as packed:
                text += " ".join(packed.read(name).decode(errors="ignore") for name in packed.namelist())
        else:
            text += file.read_bytes().decode("utf-8", errors="ignore")
    return text


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".xlsx"])
def test_no_output_shows_more_of_people_than_its_profile(plan, tmp_path, suffix):
    for privacy in PROFILES:
        file = tmp_path / privacy / f"out{suffix}"
        export = export_workbook if suffix == ".xlsx" else export_geodata
        text = everything_in(export(plan, file, privacy=privacy, on=DAY))
        assert ("11100001234" in text) == (privacy == "internal")
        assert ("111****1234" in text) == (privacy == "briefing")
        assert ("王小明" in text) == (privacy != "public") and "王" in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".xlsx"])
def test_every_output_says_where_its_boundaries_come_from(plan, tmp_path, suffix, language):
    export = export_workbook if suffix == ".xlsx" else export_geodata
    files = export(plan, tmp_path / f"out{suffix}", language=language)
    origin = {"zh": "边界为合成示意", "en": "synthetic boundaries"}[language]
    assert origin in everything_in(files)
    if suffix == ".gpkg":
        for layer in pyogrio.list_layers(files[0])[:, 0]:
            assert origin in pyogrio.read_info(files[0], layer=layer)["layer_metadata"]["DESCRIPTION"]


def test_a_geopackage_has_a_layer_for_each_kind_with_the_very_shapes(plan, tmp_path):
    [file] = export_geodata(plan, tmp_path / "out.gpkg", on=DAY)
    assert pyogrio.list_layers(file)[:, 0].tolist() == ["town", "village", "comprehensive", "dedicated", "exempt_areas"]
    grids = gpd.read_file(file, layer="comprehensive")
    assert grids.crs.to_epsg() == 4549
    of_code = dict(zip(plan.grids["code"], plan.grids.geometry, strict=True))
    for code, shape in zip(grids["code"], grids.geometry, strict=True):
        assert shape.geoms[0].equals_exact(of_code[code], 0)
    assert gpd.read_file(file, layer="dedicated").geometry.isna().all()
    assert gpd.read_file(file, layer="exempt_areas")["parent_code"].tolist() == ["320582100202"]


def test_findings_stand_beside_the_grids_if_given(plan, place, tmp_path):
    findings = gpd.GeoDataFrame(
        {"message": ["面", "点", "无"]}, geometry=[place.square(0, 0), Point(place.east, place.north), None], crs=4549
    )
    [file] = export_geodata(plan, tmp_path / "out.gpkg", findings=findings)
    assert {"findings_areas", "findings_points"} <= set(pyogrio.list_layers(file)[:, 0])
    assert gpd.read_file(file, layer="findings_areas")["message"].tolist() == ["面"]


def test_geojson_keeps_to_rfc_7946(plan, tmp_path):
    [file] = export_geodata(plan, tmp_path / "out.geojson", on=DAY)
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection" and "crs" not in content and len(content["features"]) == 12
    by_code = {feature["properties"]["code"]: feature for feature in content["features"]}
    assert by_code["320582100201901"]["geometry"] is None
    assert by_code["320582100201901"]["properties"]["area_m2"] is None
    ring = by_code["320582100"]["geometry"]["coordinates"][0]
    assert shapely.is_ccw(shapely.linearrings(ring)) and ring[0] == ring[-1]
    assert all(120 < lon < 121 and 31 < lat < 33 for lon, lat in ring)
    corners = [{tuple(xy) for xy in by_code[f"32058210020100{n}"]["geometry"]["coordinates"][0]} for n in (1, 2)]
    assert len(corners[0] & corners[1]) == 2  # a shared border stays shared
    back = gpd.read_file(file).to_crs(4549)
    shape = back[back["code"] == "320582100201001"].geometry.iloc[0]
    assert shapely.hausdorff_distance(shape, plan.shape(11)) < 1e-3


def test_a_shapefile_for_each_kind_with_names_that_fit_and_a_key_to_them(plan, tmp_path):
    files = export_geodata(plan, tmp_path / "网格.shp", privacy="internal", on=DAY)
    assert {file.name for file in files if file.suffix == ".shp"} == {
        "网格_town.shp", "网格_village.shp", "网格_comprehensive.shp", "网格_dedicated.shp",
    }  # fmt: skip
    assert (tmp_path / "网格_town.cpg").read_text() == "UTF-8"
    read = gpd.read_file(tmp_path / "网格_comprehensive.shp")
    assert (
        read["code"].tolist()[0] == "320582100201001"
        and read["full_time"][0] == "王小明"
        and read.crs.to_epsg() == 4549
    )
    key = (tmp_path / "网格.txt").read_text(encoding="utf-8-sig")
    assert all(column in key for column in read.columns if column != "geometry") and "边界为合成示意" in key
    assert {file.name for file in export_geodata(plan, tmp_path / "one.shp", scope=[11]) if file.suffix == ".shp"} == {
        "one.shp"
    }


def test_a_long_text_is_cut_between_characters(plan, place, tmp_path):
    from gridmap.edits import SetAttributes

    long = plan.apply(SetAttributes("grids", (11,), {"name": "网" * 200}).change(plan))
    export_geodata(long, tmp_path / "a.shp", scope=[11])
    assert gpd.read_file(tmp_path / "a.shp")["name"][0] == "网" * 84


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
def test_what_goes_out_comes_in_again_as_it_was(plan, place, tmp_path, suffix):
    files = export_geodata(plan, tmp_path / f"out{suffix}", privacy="internal", on=DAY)
    again = Plan(load_scheme())
    for kind in ("town", "village", "comprehensive", "dedicated"):
        source, options = files[0], {"layer": kind}
        if suffix == ".shp":
            source, options = tmp_path / f"out_{kind}.shp", {}
        if suffix == ".geojson":
            whole = json.loads(files[0].read_text(encoding="utf-8"))
            whole["features"] = [f for f in whole["features"] if f["properties"]["kind"] == kind]
            source, options = tmp_path / f"{kind}.geojson", {}
            source.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        found = place.imported(again, source, kind, **options)
        assert set(found.keys) <= {"shape-missing"}
        again = found.plan
    ours, theirs = place.table_of(plan), place.table_of(again)
    assert {code: row[:3] for code, row in ours.items()} == {code: row[:3] for code, row in theirs.items()}
    if suffix != ".geojson":
        assert ours == theirs
    for column in ("setting", "use", "note"):
        assert again.grids.set_index("code")[column].to_dict() == plan.grids.set_index("code")[column].to_dict()


# ---- the workbook ----------------------------------------------------------------------------------------------------


def test_a_workbook_tells_what_it_is_and_holds_figures_ledger_and_findings(plan, tmp_path):
    findings = pd.DataFrame({"级别": ["错误"], "说明": ["=1+1"], "户数": [3], "面积": [1.5], "geometry": [None]})
    [file] = export_workbook(
        plan, tmp_path / "out.xlsx", findings=run_checks(plan, on=DAY), findings_table=findings, on=DAY
    )
    sheets = read_sheets(file)
    assert list(sheets) == ["说明", "按镇级网格汇总", "按村（社区）网格汇总", "网格台账", "问题清单"]
    about = {row[0]: row[1] for row in sheets["说明"] if row[0]}
    assert about["数据来源"] == "边界为合成示意" and about["综合网格"] == 8 and about["隐私级别"].startswith("汇报")
    header, *rows, again, totals = sheets["按村（社区）网格汇总"][2:]
    assert rows[0][:2] == ["320582100201", "东门社区"] and totals[0] == "合计"
    assert again[:2] == ["", "重复计入"] and again[header.index("警告")] < 0  # of both villages, one in the total
    figures = rollup(plan, "village", on=DAY)
    assert [row[header.index("户数")] for row in rows] == figures["households"].tolist() == [300, 40]
    assert totals[header.index("户数")] == 340
    assert [row[header.index("专职配备率")] for row in rows] == [0.25, 0.0]
    assert totals[header.index("专职配备率")] == 0.125
    assert totals[header.index("错误")] >= 1
    ledger_rows = {row[0]: row for row in sheets["网格台账"][3:]}
    assert ledger_rows["320582100201001"][3:5] == ["杨舍镇", "东门社区"]
    assert ledger_rows["320582100201901"][1] == "=东门小学"  # a text, never a formula
    assert sheets["问题清单"][3] == ["错误", "=1+1", 3, 1.5]


def test_a_workbook_is_native_excel_ready_to_be_filtered_and_printed(plan, tmp_path):
    [file] = export_workbook(plan, tmp_path / "out.xlsx", on=DAY)
    with zipfile.ZipFile(file) as packed:
        sheet = packed.read("xl/worksheets/sheet3.xml").decode()
        table = packed.read("xl/tables/table2.xml").decode()
        names = packed.read("xl/workbook.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    assert re.search('paperSize="[89]"', sheet) and 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet
    assert 'state="frozen"' in sheet and "numberStoredAsText" in sheet
    assert "_xlnm.Print_Titles" in names and "$3:$3" in names
    assert "<autoFilter" in table and 'totalsRowCount="1"' in table and 'totalsRowFunction="sum"' in table
    assert "Microsoft YaHei" in styles
    code = re.search(r'<c r="A4"[^>]*t="(\w+)"', sheet)
    assert code and code[1] == "s"  # a string


def test_a_workbook_of_a_part_holds_only_that(plan, tmp_path):
    [file] = export_workbook(plan, tmp_path / "out.xlsx", scope=[3], language="en", on=DAY)
    sheets = read_sheets(file)
    assert list(sheets) == ["About", "By Village", "Grids"]
    assert {row[1] for row in sheets["By Village"][3:-1]} == {"西街村"}
    assert dict(row[:2] for row in sheets["About"] if row[0])["Scope"] == "西街村"
    assert len(sheets["Grids"]) == 3 + 5


# ---- failing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("export", [export_geodata, export_workbook])
def test_an_empty_plan_is_not_written(export, tmp_path):
    file = tmp_path / ("a.gpkg" if export is export_geodata else "a.xlsx")
    with pytest.raises(BadInput, match="nothing-to-export"):
        export(Plan(load_scheme()), file)
    assert not file.exists()


def test_an_unknown_suffix_is_refused(plan, tmp_path):
    with pytest.raises(BadInput, match="export-suffix-unknown"):
        export_geodata(plan, tmp_path / "a.dwg")


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp", "a.xlsx"])
def test_a_file_that_cannot_be_written_leaves_what_was_there(plan, tmp_path, name, monkeypatch):
    file = tmp_path / name
    file.write_bytes(b"as it was")
    export = export_workbook if name.endswith("xlsx") else export_geodata

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "open in another program", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(BadInput, match="export-file-locked"):
        export(plan, file, scope=[11])
    assert file.read_bytes() == b"as it was" and [found.name for found in tmp_path.iterdir()] == [name]


def test_a_folder_in_the_way_is_told(plan, tmp_path):
    (tmp_path / "a.gpkg").mkdir()
    with pytest.raises(BadInput, match="output-is-folder"):
        export_geodata(plan, tmp_path / "a.gpkg")


def test_the_documentation_lists_every_column_with_its_short_name():
    page = (Path(__file__).parents[4] / "docs" / "exchange.md").read_text(encoding="utf-8")
    for key, short in SHORT.items():
        chinese, english = (text(f"column-{key}", language) for language in BOTH)
        assert f"| `{key}` | `{short}` | {chinese} | {english} |" in page


@pytest.mark.parametrize("suffix", [".dbf", ".shp", ".shx", ".prj"])
@pytest.mark.parametrize("left", [0, 60])
def test_a_part_of_a_shapefile_that_gdal_cut_in_silence_is_noticed(plan, tmp_path, monkeypatch, suffix, left):
    """On a full disk GDAL ends well and leaves a short .dbf."""
    write = geodata.pyogrio.write_dataframe

    def write_short(frame, place, **options):
        write(frame, place, **options)
        with place.with_suffix(suffix).open("rb+") as part:
            part.truncate(left if suffix != ".prj" else 0)

    monkeypatch.setattr(geodata.pyogrio, "write_dataframe", write_short)
    with pytest.raises(BadInput) as failed:
        export_geodata(plan, tmp_path / "a.shp")
    assert failed.value.key == "file-not-saved" and not list(tmp_path.iterdir())
