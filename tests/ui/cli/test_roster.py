"""`gridmap roster`: lists go in as one step, or nothing does; what is bad can be mended and read again."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import xlsxwriter
from shapely.geometry import box

from gridmap.exchange.tables import read_tables
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project

HEAD = ["序号", "村（社区）", "网格名称", "姓名", "联系电话", "角色", "身份证号"]
ID_NUMBER = "320582199001011234"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of one village and its two grids."""
    x, y = 552_000, 3_526_000
    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100201", "320582100201001", "320582100201002"],
            "name": ["长江村", "第一网格", "第二网格"],
            "kind": ["village", "comprehensive", "comprehensive"],
            "parent": [0, 1, 1],
        },
        index=[1, 2, 3],
        geometry=[box(x, y, x + 2000, y + 1000), box(x, y, x + 1000, y + 1000), box(x + 1000, y, x + 2000, y + 1000)],
        crs="EPSG:4549",
    )
    Project.create(tmp_path / "p.gpkg", Plan(load_scheme("city"), {"grids": grids})).close()
    return tmp_path / "p.gpkg"


def workbook(file: Path, *rows: list[str], title: str = "长江村网格员花名册") -> Path:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_string(0, 0, title)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    return file


@pytest.fixture
def workers(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "六月.xlsx",
        HEAD,
        ["1", "长江村", "第一网格", "张三", "13800000001", "专职网格员", ID_NUMBER],
        ["2", "长江村", "第二网格", "李四", "13800000002", "专职网格员", ID_NUMBER],
        ["3", "长江村", "第三网格", "王五", "13800000003", "专职网格员", ID_NUMBER],
    )


def people(project: Path) -> list[str]:
    with Project.open(project, read_only=True) as opened:
        return opened.plan.tables["workers"]["name"].tolist()


def test_a_list_goes_in_as_one_step_and_what_does_not_is_told(run, project, workers):
    result = run("roster", project, workers)
    assert result.exit_code == 0, result.stderr
    assert people(project) == ["张三", "李四"]
    assert "2 rows came in, 1 were left out" in result.stdout
    assert 'row 5, column "网格名称": the project has no grid "第三网格"' in result.stderr
    assert "personal; 3 cells were not read" in result.stderr
    assert ID_NUMBER not in result.output
    assert "Took in 六月.xlsx: 4 new, 0 ch" in run("history", project).stdout
    with Project.open(project) as opened:
        assert [entry.label for entry in opened.history()] == ["roster"]
        opened.undo()
        assert not len(opened.plan.tables["workers"]) and not len(opened.plan.tables["assignments"])


def test_a_dry_run_tells_the_same_and_stores_nothing(run, project, workers, tmp_path):
    before = project.read_bytes()
    said = run("roster", project, workers, "--dry-run", "--json", tmp_path / "out.json")
    assert said.exit_code == 0 and project.read_bytes() == before
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (told["good"], told["bad"], told["stored"]) == (2, 1, False)
    assert told["counts"]["workers"] == {"new": 2, "changed": 0, "ended": 0, "same": 0}
    assert [(f["row"], f["column"], f["key"]) for f in told["faults"]] == [(5, "网格名称", "roster-grid-unknown")]
    assert {c["header"]: c["field"] for c in told["tables"][0]["columns"]}["联系电话"] == "phone"
    stored = run("roster", project, workers, "--json", "-")
    assert json.loads(stored.stdout)["counts"] == told["counts"]


def test_bad_rows_are_mended_in_a_workbook_of_their_own_and_read_again(run, project, workers, tmp_path):
    bad = tmp_path / "bad.xlsx"
    assert run("roster", project, workers, "--bad", bad).exit_code == 0
    [table] = read_tables(bad)
    assert "身份证号" not in table.columns and ID_NUMBER not in str(table.cells)
    assert table.cells.tolist()[0][:6] == ["3", "长江村", "第三网格", "王五", "13800000003", "专职网格员"]
    assert "第三网格" in table.cells[0, table.columns.index("Problem")]
    row = table.cells[0].tolist()
    row[2] = "第二网格"
    mended = workbook(tmp_path / "mended.xlsx", list(table.columns), row, title=table.title)
    assert run("roster", project, mended).exit_code == 0
    assert people(project) == ["张三", "李四", "王五"]


def test_a_choice_of_the_user_settles_what_is_only_similar(run, project, workers):
    result = run("roster", project, workers, "--choose", "长江村/第三网格=320582100201002")
    assert result.exit_code == 0 and people(project) == ["张三", "李四", "王五"]
    unknown = run("roster", project, workers, "--choose", "长江村/第三网格=9")
    assert unknown.exit_code == 2 and "no grid with the code 9" in unknown.stderr


def test_of_namesakes_the_user_says_who_is_meant(run, project, tmp_path):
    head = ["村", "网格", "姓名", "电话", "角色"]
    both = workbook(
        tmp_path / "a.xlsx",
        head,
        ["长江村", "第一网格", "张三", "13800000001", "专职网格员"],
        ["长江村", "第一网格", "张三", "13800000002", "兼职网格员"],
    )
    assert run("roster", project, both).exit_code == 0
    vague = workbook(tmp_path / "b.xlsx", head, ["长江村", "第二网格", "张三", "", "专职网格员"])
    asked = run("roster", project, vague)
    assert asked.exit_code == 2 and '--who "第二网格/张三=PHONE"' in asked.stderr and "13800000002" not in asked.stderr
    assert run("roster", project, vague, "--who", "第二网格/张三=13800000002").exit_code == 0
    assert people(project) == ["张三", "张三"]
    with Project.open(project, read_only=True) as opened:
        assert opened.plan.tables["assignments"]["worker"].tolist() == [1, 2, 2]


def test_a_column_is_what_the_user_says(run, project, tmp_path):
    file = workbook(tmp_path / "x.xlsx", ["村", "网格", "牵头", "电话"], ["长江村", "第一网格", "张三", "13800000001"])
    result = run("roster", project, file, "--table", "workers", "--column", "牵头=person:full_time")
    assert result.exit_code == 0, result.stderr
    with Project.open(project, read_only=True) as opened:
        assert opened.plan.tables["assignments"]["role"].tolist() == ["full_time"]
    wrong = run("roster", project, file, "--column", "牵头=boss")
    assert wrong.exit_code == 2 and 'There is no field "boss"' in wrong.stderr


def test_where_no_row_gets_in_the_exit_code_says_so(run, project, tmp_path):
    file = workbook(tmp_path / "x.xlsx", HEAD, ["1", "江边村", "第一网格", "张三", "13800000001", "专职网格员", ""])
    before = project.read_bytes()
    result = run("roster", project, file)
    assert result.exit_code == 2 and "No row came in" in result.stdout and project.read_bytes() == before


def test_a_list_that_is_none_is_refused(run, project, tmp_path):
    file = workbook(tmp_path / "x.xlsx", ["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"], title="")
    result = run("roster", project, file)
    assert result.exit_code == 2 and "--table" in result.stderr


@pytest.mark.parametrize("words", [["--as-of", "31.5.2024"], ["--column", "牵头"], ["--choose", "=1"]])
def test_words_that_make_no_sense_are_told(run, project, workers, words):
    result = run("roster", project, workers, *words)
    assert result.exit_code == 2 and "Error" in result.stderr and people(project) == []


@pytest.mark.parametrize("table", ["workers", "assignments", "branches", "grids", "buildings", "facilities"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_form_is_understood_and_holds_nothing(run, project, tmp_path, table, language):
    form = tmp_path / "form.xlsx"
    assert run("roster", "--template", table, form, "--lang", language).exit_code == 0
    before = project.read_bytes()
    result = run("roster", project, form, "--table", table)
    assert result.exit_code == 2 and project.read_bytes() == before
    assert not (tmp_path / "form.xlsx-journal").exists()


def test_a_form_that_was_filled_in_goes_in(run, project, tmp_path):
    form = tmp_path / "form.xlsx"
    run("roster", "--template", "workers", form, "--lang", "zh")
    [found] = read_tables(form)
    row = dict.fromkeys(found.columns, "") | {"网格名称": "第一网格", "姓名": "张三", "角色": "专职网格员", "序号": "1"}
    filled = workbook(tmp_path / "filled.xlsx", list(found.columns), list(row.values()), title="")
    assert run("roster", project, filled).exit_code == 0 and people(project) == ["张三"]


def test_a_list_of_facilities_goes_in_with_the_kinds_that_are_said(run, project, tmp_path):
    head = ["设施名称", "类别", "所属村社区", "网格名称", "联系电话"]
    rows = [["一队", "", "长江村", "第一网格", "13800000001"], ["站", "综治中心", "长江村", "第二网格", ""]]
    listed = workbook(tmp_path / "设施.xlsx", head, *rows, title="")
    told = run("roster", project, listed, "--dry-run", "--json", "-", "--lang", "en")
    content = json.loads(told.stdout)
    assert [fault["key"] for fault in content["faults"]] == ["facility-kind-missing", "facility-kind-unknown"]
    assert [one["reason"] for one in content["left_out"]] == ["mobile"] and not content["stored"]
    assert 'row 4, column "类别": the scheme has no kind 综治中心. There are: Neighbourhood service c' in told.stderr
    said = ("--kind", "volunteer_team", "--kind", "综治中心=邻里服务综合体")
    assert run("roster", project, listed, *said).exit_code == 0
    with Project.open(project, read_only=True) as opened:
        assert opened.plan.tables["facilities"][["name", "kind", "grid", "phone"]].to_numpy().tolist() == [
            ["一队", "volunteer_team", 2, ""], ["站", "service_centre", 3, ""],
        ]  # fmt: skip
    assert run("roster", project, listed, *said, "--json", tmp_path / "again.json").exit_code == 0
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf8"))
    assert again["counts"]["facilities"] == {"new": 0, "changed": 0, "ended": 0, "same": 2}
    assert run("roster", project, listed, "--kind", "strange").exit_code == 2


def test_next_months_list_ends_whom_it_leaves_out(run, project, workers, tmp_path):
    run("roster", project, workers, "--as-of", "2024-05-01")
    july = workbook(tmp_path / "七月.xlsx", HEAD, ["1", "长江村", "第一网格", "赵六", "13800000006", "专职网格员", ""])
    result = run("roster", project, july, "--as-of", "2024-06-01")
    assert result.exit_code == 0
    with Project.open(project, read_only=True) as opened:
        assert opened.plan.tables["assignments"]["until_date"].tolist() == ["2024-05-31", "", ""]
