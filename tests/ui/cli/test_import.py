"""`gridmap import`: files become a project that can be checked; one that cannot be read changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import box

from gridmap.exchange.datum import gcj02_from_wgs84
from gridmap.project.project import Project
from ui.look.crash_log import write_crash_log


@pytest.fixture
def levels(tmp_path: Path) -> dict[str, Path]:
    """Return files of one town, its two villages and four grids, which tile each other."""
    x, y = 500_000, 3_500_000
    rows = {
        "town": [("320582100", "杨舍镇", box(x, y, x + 400, y + 100))],
        "village": [
            ("320582100201", "长江村", box(x, y, x + 200, y + 100)),
            ("320582100202", "江边村", box(x + 200, y, x + 400, y + 100)),
        ],
        "comprehensive": [
            (f"32058210020{1 + i // 2}00{1 + i % 2}", f"第{i}网格", box(x + 100 * i, y, x + 100 * i + 100, y + 100))
            for i in range(4)
        ],
    }
    files = {}
    for level, grids in rows.items():
        frame = gpd.GeoDataFrame(
            {"编码": [g[0] for g in grids], "名称": [g[1] for g in grids]}, geometry=[g[2] for g in grids], crs=4549
        )
        files[level] = tmp_path / f"{level}.geojson"
        frame.to_crs(4490).to_file(files[level], engine="pyogrio")
    return files


def test_three_levels_become_a_project_with_the_family_that_the_codes_tell(run, levels, tmp_path):
    project = tmp_path / "new" / "city.gpkg"
    for level, file in levels.items():
        result = run("import", project, file, "--level", level)
        assert result.exit_code == 0, result.stderr
    assert f"{levels['comprehensive'].name}: 4 grids came in" in result.stdout
    assert "4 by code prefix" in result.stdout
    with Project.open(project, read_only=True) as opened:
        plan = opened.plan
        assert [entry.label for entry in opened.history()] == ["import-boundaries"] * 3
    assert plan.codes(plan.children(int(plan.ids_with_codes(["320582100202"])[0]))) == [
        "320582100202001",
        "320582100202002",
    ]
    checked = run("check", project, "--rule", "gap", "--rule", "overlap", "--rule", "orphan")
    assert checked.exit_code == 0, checked.stdout


def test_several_sources_at_once_may_be_a_pattern(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    assert run("import", project, tmp_path / "t*n.geojson", "--level", "town").exit_code == 0
    with Project.open(project, read_only=True) as opened:
        assert len(opened.plan.ids) == 1


def test_a_source_that_cannot_be_read_leaves_no_project_and_no_half_import(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    broken = tmp_path / "broken.geojson"
    broken.write_text("{", encoding="utf-8")
    result = run("import", project, levels["town"], broken, "--level", "town")
    assert result.exit_code == 2 and "broken.geojson" in result.stderr and "Traceback" not in result.stderr
    assert not project.exists()

    run("import", project, levels["town"], "--level", "town")
    before = project.read_bytes()
    assert run("import", project, levels["village"], broken, "--level", "village").exit_code == 2
    assert project.read_bytes() == before


def test_a_scheme_is_for_a_new_project_only(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    assert run("import", project, levels["town"], "--level", "town", "--scheme", "micro").exit_code == 0
    with Project.open(project, read_only=True) as opened:
        assert opened.plan.scheme.key == "micro"
    result = run("import", project, levels["village"], "--level", "village", "--scheme", "city")
    assert result.exit_code == 2 and "--scheme" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--level", "street"],
        [],
        ["--level", "town", "--scheme", "nowhere.toml"],
        ["--level", "town", "--crs", "EPSG:999999"],
    ],
)
def test_bad_options_are_bad_input(run, levels, tmp_path, words):
    result = run("import", tmp_path / "city.gpkg", levels["town"], *words)
    assert result.exit_code == 2 and result.stderr.startswith("Error: ")
    assert not (tmp_path / "city.gpkg").exists()


def test_an_import_of_nothing_is_exit_code_2_and_changes_nothing(run, levels, tmp_path):
    project = tmp_path / "city.gpkg"
    assert run("import", project, levels["town"], "--level", "town").exit_code == 0
    before = project.read_bytes()
    again = run("import", project, levels["town"], "--level", "town")
    assert again.exit_code == 2 and "No grid came in" in again.stderr
    assert project.read_bytes() == before


def test_what_columns_were_taken_for_is_said(run, levels, tmp_path):
    result = run("import", tmp_path / "city.gpkg", levels["town"], "--level", "town")
    assert 'code from "编码"' in result.stdout and 'name from "名称"' in result.stdout


# ---- the outcome before it is stored, and updates --------------------------------------------------------------------


@pytest.fixture
def made(run, levels, tmp_path) -> Path:
    """Return a project of the town, its villages and its grids."""
    project = tmp_path / "made" / "city.gpkg"
    for level, file in levels.items():
        assert run("import", project, file, "--level", level).exit_code == 0
    return project


def frame_of(file: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(file).to_crs(4549)


def written(frame: gpd.GeoDataFrame, file: Path) -> Path:
    frame.to_file(file)
    return file


def plan_of(project: Path):
    with Project.open(project, read_only=True) as opened:
        return opened.plan


def test_a_dry_run_shows_the_outcome_and_makes_no_project(run, levels, tmp_path):
    project = tmp_path / "new" / "city.gpkg"
    result = run("import", project, levels["town"], "--level", "town", "--dry-run")
    assert result.exit_code == 0 and "1 row would come in" in result.stdout and "came in" not in result.stdout
    assert not project.parent.exists()


def test_a_dry_run_of_an_update_leaves_the_project_as_it_is_to_the_last_byte(run, made, levels, tmp_path):
    frame = frame_of(levels["comprehensive"])
    frame.loc[0, "名称"] = "新名"
    file = written(frame, tmp_path / "u.gpkg")
    before = made.read_bytes()
    words = ("import", made, file, "--level", "comprehensive", "--replace", "--match", "0.01")
    dry = run(*words, "--dry-run", "--json", tmp_path / "dry.json")
    assert dry.exit_code == 0 and made.read_bytes() == before
    wet = run(*words, "--json", tmp_path / "wet.json")
    assert wet.exit_code == 0 and plan_of(made).grids["name"].tolist().count("新名") == 1
    one, two = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("dry.json", "wet.json"))
    assert (one.pop("stored"), two.pop("stored")) == (False, True) and one == two
    assert one["counts"]["renamed"] == 1 and one["counts"]["same"] == 3
    assert [(row["code"], row["changes"]) for row in one["rows"]] == [("320582100201001", ["name"])]
    assert "1 renamed or given another code, 3 the same" in wet.stdout


def test_what_is_gone_is_listed_and_retired_only_on_request(run, made, levels, tmp_path):
    file = written(frame_of(levels["comprehensive"]).iloc[[0, 2, 3]], tmp_path / "u.gpkg")
    words = ("import", made, file, "--level", "comprehensive", "--replace")
    listed = run(*words)
    assert listed.exit_code == 0 and "--retire-gone" in listed.stdout and "320582100201002" in listed.stdout
    assert len(plan_of(made).ids) == 7
    retired = run(*words, "--retire-gone")
    assert retired.exit_code == 0 and "1 are removed" in retired.stdout
    plan = plan_of(made)
    assert len(plan.ids) == 6 and plan.tables["retired_codes"]["code"].tolist() == ["320582100201002"]


def test_data_for_programs_alone_stands_on_the_output(run, levels, tmp_path):
    result = run("import", tmp_path / "c.gpkg", levels["town"], "--level", "town", "--json", "-")
    report = json.loads(result.stdout)
    assert report["stored"] and report["good"] == 1 and report["files"][0]["columns"][0] == {
        "header": "编码", "field": "code", "confidence": 1.0, "why": "word",
    }  # fmt: skip


@pytest.mark.parametrize("which", ["source", "project", "new project"])
def test_a_report_takes_the_place_of_nothing_that_is_read_or_made(run, made, levels, tmp_path, which):
    project = tmp_path / "new.gpkg" if which == "new project" else made
    out = levels["town"] if which == "source" else project
    before = out.read_bytes() if out.exists() else None
    result = run("import", project, levels["town"], "--level", "town", "--json", out)
    assert result.exit_code == 2 and (out.read_bytes() if out.exists() else None) == before


def test_an_import_of_nothing_says_why_in_its_report_too(run, made, levels, tmp_path):
    out = tmp_path / "out.json"
    result = run("import", made, levels["town"], "--level", "town", "--json", out)
    assert result.exit_code == 2 and "No grid came in" in result.stderr
    report = json.loads(out.read_text("utf-8"))
    assert not report["stored"] and report["rows"][0]["reason"] == "code-exists"
    assert report["files"][0]["suggestions"][0]["options"] == {"existing": "replace"}


def test_a_shifted_file_is_refused_with_the_option_to_use_and_comes_in_with_it(run, made, levels, tmp_path):
    frame = gpd.read_file(levels["comprehensive"])
    frame["geometry"] = shapely.transform(
        np.asarray(frame.geometry.array), lambda xy: np.stack(gcj02_from_wgs84(xy[:, 0], xy[:, 1]), axis=1)
    )
    file = written(frame.assign(编码=[f"{code[:12]}1{code[13:]}" for code in frame["编码"]]), tmp_path / "s.geojson")
    out = tmp_path / "out.json"
    before = made.read_bytes()
    refused = run("import", made, file, "--level", "comprehensive", "--json", out)
    assert refused.exit_code == 2 and "--crs gcj02" in refused.stderr and made.read_bytes() == before
    [suggestion] = json.loads(out.read_text("utf-8"))["files"][0]["suggestions"]
    assert suggestion["options"] == {"crs": "gcj02"} and suggestion["pressing"]
    assert run("import", made, file, "--level", "comprehensive", "--crs", "gcj02").exit_code == 0


def test_columns_of_people_are_offered_and_come_in_on_request(run, made, levels, tmp_path):
    frame = frame_of(levels["comprehensive"]).assign(
        专职网格员=["张建国", "李秀英", "王芳", "刘伟"], 联系电话=[f"1380000000{n}" for n in range(4)]
    )
    words = ("import", made, written(frame, tmp_path / "p.gpkg"), "--level", "comprehensive", "--replace")
    offered = run(*words)
    assert "专职网格员, 联系电话" in offered.stdout and "--people" in offered.stdout
    assert not len(plan_of(made).tables["workers"])
    taken = run(*words, "--people", "--json", tmp_path / "out.json")
    assert taken.exit_code == 0 and "read as well" in taken.stdout
    assert plan_of(made).tables["workers"]["name"].tolist() == ["张建国", "李秀英", "王芳", "刘伟"]
    assert "张建国" not in (tmp_path / "out.json").read_text("utf-8")


def test_a_column_can_be_said_to_be_something(run, levels, tmp_path):
    frame = frame_of(levels["town"]).rename(columns={"名称": "甲"})
    file = written(frame, tmp_path / "t.gpkg")
    project = tmp_path / "c.gpkg"
    assert run("import", project, file, "--level", "town", "--column", "甲=name").exit_code == 0
    assert plan_of(project).grids["name"].tolist() == ["杨舍镇"]
    wrong = run("import", project, file, "--level", "town", "--column", "甲=nick")
    assert wrong.exit_code == 2 and "nick" in wrong.stderr and "households" in wrong.stderr


def test_what_a_cell_says_is_told_as_far_as_the_profile_shows_it(run, made, levels, tmp_path):
    frame = frame_of(levels["comprehensive"]).assign(
        电话=["", "13812345678", "", ""], 编码=[f"3205821002010{n}1" for n in range(4)]
    )
    file = written(frame, tmp_path / "p.gpkg")
    words = (
        "import",
        made,
        file,
        "--level",
        "comprehensive",
        "--parent",
        "电话",
        "--dry-run",
        "--json",
        tmp_path / "o.json",
    )
    for profile, shown in (("internal", True), ("briefing", False), ("public", False)):
        result = run(*words, "--privacy", profile)
        assert ("13812345678" in result.stderr + (tmp_path / "o.json").read_text("utf-8")) is shown, profile


# ---- a city's own coordinates ----------------------------------------------------------------------------------------


def test_a_fit_warns_and_is_kept_in_no_file_and_no_log(run, made, levels, tmp_path, monkeypatch):
    frame = frame_of(levels["comprehensive"])
    codes = [f"{code[:12]}1{code[13:]}" for code in frame["编码"]]
    local = shapely.transform(np.asarray(frame.geometry.array), lambda xy: xy - (432_109.25, 3_456_789.5))
    gpd.GeoDataFrame({"编码": codes}, geometry=local, crs=4549).to_file(tmp_path / "l.gpkg")
    pairs = "; ".join(
        f"{x - 432_109.25} {y - 3_456_789.5} {x} {y}"
        for x, y in ((500_000, 3_500_000), (500_400, 3_500_100), (500_050, 3_500_300))
    )
    words = (
        "import",
        made,
        tmp_path / "l.gpkg",
        "--level",
        "comprehensive",
        "--fit",
        pairs,
        "--json",
        tmp_path / "o.json",
    )
    result = run(*words)
    assert result.exit_code == 0 and "classified" in result.stderr and "largest residual is 0.000 m" in result.stdout
    plan = plan_of(made)
    place = plan.shape(int(plan.ids_with_codes([codes[0]])[0]))
    assert shapely.hausdorff_distance(place, frame.geometry[0]) < 0.001
    monkeypatch.setattr("sys.argv", ["gridmap", *map(str, words)])
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    log = write_crash_log(ValueError("x")).read_bytes()
    assert b"--fit" in log and b"l.gpkg" in log
    for data in (log, made.read_bytes(), (tmp_path / "o.json").read_bytes()):
        for secret in ("67890.75", "43210.5", "432109.25", "3456789.5"):
            assert secret.encode() not in data
        for number in (67_890.75, 43_210.5, 432_109.25, 3_456_789.5):
            assert np.float64(number).tobytes() not in data


def test_points_may_stand_in_a_file_and_what_is_wrong_with_them_is_said_without_them(run, made, levels, tmp_path):
    pairs = tmp_path / "pairs.txt"
    pairs.write_text("1 2 500000 3500000\n1 2 x 3500000\n", encoding="utf-8")
    result = run("import", made, levels["town"], "--level", "town", "--fit", pairs)
    assert result.exit_code == 2 and "Pair 2" in result.stderr and "3500000" not in result.stderr
    pairs.write_bytes(b"\xff\xfe\xff")
    assert run("import", made, levels["town"], "--level", "town", "--fit", pairs).exit_code == 2
