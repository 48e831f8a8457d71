"""The workbook of an office: every sheet says what the plan says, totals follow filters, A3 takes each of them."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from gridmap.edits import SetAttributes
from gridmap.figures.roles import coverage_of_roles, known_roles
from gridmap.figures.trend import trend
from gridmap.model.plan import Plan
from gridmap.people.loads import worker_loads
from gridmap.people.turnover import turnover
from gridmap.people.vacancies import vacancies
from gridmap.project.project import Project
from sample_data.defects import plant
from sample_data.make import make_plan
from tests.hostile_text import HOSTILE, UNPRINTABLE, plan_with_names
from tests.ui.reading_back import must_be_mere_cells
from ui.outputs.export import Export
from ui.outputs.ledger.workbook import _FITS_A3
from ui.program import command_line

ON = dt.date(2026, 6, 15)
SINCE = dt.date(2020, 1, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A town in which one thing of every kind is wrong."""
    return plant(make_plan("town", 2020), 2020, 1)[0]


@pytest.fixture(scope="module")
def file(plan, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("book") / "o.xlsx"
    Export(plan, None, format="xlsx", privacy="internal", on=ON, since=SINCE).write(path)
    return path


@pytest.fixture(scope="module")
def sheets(file) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(file)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def rows_of(sheet: list[list[Any]]) -> list[dict[str, Any]]:
    """Return the rows below the headings as dictionaries, the totals last."""
    header = sheet[2]
    return [dict(zip(header, row, strict=True)) for row in sheet[3:]]


def test_the_sheets_are_these_in_this_order(sheets):
    assert list(sheets) == [
        "说明", "按镇级网格汇总", "按村（社区）网格汇总", "镇级网格设施与指标", "村（社区）网格设施与指标",
        "网格台账", "人员与负荷", "党组织与网格", "网格员空缺清单", "角色到位",
        "人员变动 2020-01-01 起", "网格变更 2020-01-01 起", "两日对比 2020-01-01 起", "问题清单",
    ]  # fmt: skip


def test_every_worker_stands_with_town_village_and_what_he_or_she_carries(plan, sheets):
    *rows, total = rows_of(sheets["人员与负荷"])
    loads = worker_loads(plan, on=ON)
    table = plan.tables["workers"]
    assert len(rows) == len(loads) > 50
    by_number = {row["工号"]: row for row in rows}
    for worker, load in loads.iterrows():
        row = by_number[table.loc[worker, "staff_number"]]
        assert (row["姓名"], row["电话"]) == (table.loc[worker, "name"], table.loc[worker, "phone"])
        assert (row["网格数"], row["户数"], row["人口"]) == (load["grids"], load["households"], load["residents"])
        assert row["占限额"] == pytest.approx(load["of_limit"])
    assert total["姓名"] == len(rows) and total["户数"] == loads["households"].sum()
    towns = {row["镇级网格"] for row in rows}
    assert towns <= {*plan.grids["name"][plan.ranks == 1], ""} and "" not in {
        row["村（社区）网格"] for row in rows[:20]
    }


def test_every_branch_stands_with_the_one_above_it(plan, sheets):
    *rows, total = rows_of(sheets["党组织与网格"])
    table = plan.tables["branches"]
    serving = table[table["tier"].isin(["village", "grid"])]
    assert len(rows) == len(serving) == total["党组织"]
    names = dict(zip(table.index, table["name"], strict=True))
    wanted = sorted((row["name"], names.get(row["parent"], "")) for _, row in serving.iterrows())
    assert sorted((row["党组织"], row["上级党组织"]) for row in rows) == wanted
    assert sum(row["下级党组织数"] for row in rows) == int(table["parent"].isin(serving.index).sum())
    assert total["党员人数"] == serving["members"].sum()


def test_vacancies_and_changes_are_those_of_the_lists(plan, sheets):
    *rows, total = rows_of(sheets["网格员空缺清单"])
    missing = vacancies(plan, on=ON)
    assert [row["网格编码"] for row in rows] == missing["grid"].tolist() and total["网格编码"] == len(rows) > 0
    assert [row["镇级网格"] or "" for row in rows[:1]] == [missing["town_name"].iloc[0] or "未归属"]
    *people, _ = rows_of(sheets["人员变动 2020-01-01 起"])
    found = turnover(plan, SINCE, ON)
    assert len(people) == len(found.left) + len(found.came) > 0


def test_the_trend_is_that_of_the_statistics_and_its_rows_add_up(plan, sheets):
    found = trend(plan, plan, "village", SINCE, ON)
    rows = rows_of(sheets["两日对比 2020-01-01 起"])
    assert len(rows) == len(found.lines) * len(found.figures)
    for figure, name in (("households", "户数"), ("vacant", "缺专职网格员的网格")):
        *lines, total = [row for row in rows if row["项目"] == name]
        at = found.figures.index(figure)
        assert [row["增减"] for row in [*lines, total]] == found.difference[:, at].tolist()
        assert (total["网格名称"], total["2020-01-01"], total["2026-06-15"]) == ("合计", *found.whole(figure))
        assert sum(row["2020-01-01"] for row in lines) == total["2020-01-01"]
    assert found.difference[-1, at] < 0


def test_the_coverage_of_roles_is_that_of_the_statistics(plan, sheets):
    *rows, total = rows_of(sheets["角色到位"])
    found = coverage_of_roles(plan, "village", on=ON)
    assert len(rows) == len(found.rows) + len(found.rest)
    for role in known_roles(plan, ON):
        name = role.name.zh
        assert total[f"{name}：到位网格"] == found.whole[f"with_{role.key}"].iloc[0]
        assert sum(row[f"{name}：到位网格"] for row in rows) == total[f"{name}：到位网格"]
        assert total[f"{name}：到位率"] == pytest.approx(found.whole[f"share_{role.key}"].iloc[0])


def test_findings_have_town_and_village(sheets):
    rows = rows_of(sheets["问题清单"])
    assert rows and {"镇级网格", "村（社区）网格"} <= set(rows[0])


def test_a_part_has_its_own_people_alone(plan, tmp_path):
    village = int(plan.ids[(plan.ranks == 2) & plan.has_shape][0])
    Export(plan, None, format="xlsx", grids=(village,), on=ON).write(tmp_path / "o.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "o.xlsx")
    *rows, _ = rows_of(book.get_sheet_by_name("人员与负荷").to_python(skip_empty_area=False))
    assert rows and {row["村（社区）网格"] for row in rows} == {plan.value(village, "name")}


def test_without_people_there_are_empty_sheets(tmp_path, sound_plan):
    Export(sound_plan, None, format="xlsx", on=ON, since=SINCE).write(tmp_path / "o.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "o.xlsx")
    assert book.get_sheet_by_name("人员与负荷").to_python()[-1][0] == "合计"


# ---- paper -----------------------------------------------------------------------------------------------------------


def parts(file: Path, pattern: str) -> dict[str, str]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist() if re.fullmatch(pattern, name)}


def test_every_sheet_is_one_sheet_of_paper_wide_in_letters_that_can_be_read(file, sheets):
    names = parts(file, "xl/workbook.xml")["xl/workbook.xml"]
    assert names.count("_xlnm.Print_Area") == names.count("_xlnm.Print_Titles") == len(sheets) - 1
    for xml in list(parts(file, r"xl/worksheets/sheet\d+\.xml").values())[1:]:
        assert 'fitToHeight="0"' in xml and 'orientation="landscape"' in xml
        widths = [
            float(wide) * (int(last) - int(first) + 1)
            for first, last, wide in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml)
        ]
        assert sum(widths) <= 1.2 * _FITS_A3


def test_a_row_whose_text_breaks_is_as_high_as_its_lines(file, sheets):
    number = list(sheets).index("问题清单") + 1
    xml = parts(file, rf"xl/worksheets/sheet{number}\.xml")[f"xl/worksheets/sheet{number}.xml"]
    longest = max(range(3, len(sheets["问题清单"])), key=lambda row: len(sheets["问题清单"][row][2]))
    row = re.search(rf'<row r="{longest + 1}"[^>]*', xml)
    assert row is not None and float(re.search(r'ht="([\d.]+)"', row[0])[1]) >= 28


# ---- formulas --------------------------------------------------------------------------------------------------------


def test_totals_follow_the_filter(file):
    formulas = [
        formula
        for xml in parts(file, r"xl/worksheets/sheet\d+\.xml").values()
        for formula in re.findall("<f>(.*?)</f>", xml)
    ]
    assert len(formulas) > 40
    assert all(re.search(r"SUBTOTAL\((109|103),Table_\d+\[", formula) for formula in formulas)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_works_out_the_same_totals(file, sheets, tmp_path):
    """What the file says of its formulas is taken out first, so that LibreOffice has to work them out."""
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as out:
        for name in packed.namelist():
            data = packed.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
                assert count or name.endswith("sheet1.xml") or b"<f>" not in data
            out.writestr(name, data)
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    words = ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(bare)]
    done = subprocess.run(words, capture_output=True, timeout=180, check=False)
    if not (tmp_path / "bare.ods").exists():
        pytest.skip(f"no Calc here: {done.stderr[-200:]!r}")
    again = CalamineWorkbook.from_path(tmp_path / "bare.ods")
    for name, sheet in list(sheets.items())[1:]:
        worked_out = again.get_sheet_by_name(name).to_python(skip_empty_area=False)[len(sheet) - 1]
        for said, found in zip(sheet[-1], worked_out, strict=False):
            assert found == (pytest.approx(said) if isinstance(said, float) else said), (name, sheet[-1], worked_out)


# ---- what may not get in ---------------------------------------------------------------------------------------------


def test_hostile_names_are_mere_text_on_every_sheet(tmp_path):
    Export(plan_with_names((*HOSTILE, *UNPRINTABLE)), None, format="xlsx", privacy="internal", since=SINCE).write(
        tmp_path / "o.xlsx"
    )
    must_be_mere_cells(tmp_path / "o.xlsx")


def test_the_command_line_tells_what_was_done_since_a_day(plan, tmp_path):
    project, out = tmp_path / "p.gpkg", tmp_path / "o.xlsx"
    grid = int(plan.ids[(plan.ranks == 3) & plan.has_shape][0])
    with Project.create(project, plan, who="zhang") as opened:
        opened.perform(SetAttributes("grids", (grid,), {"name": "新名字网格"}))
    today = dt.date.today().isoformat()
    done = CliRunner().invoke(
        command_line, ["export", str(project), "-o", str(out), "--since", today], env={"GRIDMAP_LANG": "zh"}
    )
    assert done.exit_code == 0, done.output
    sheet = CalamineWorkbook.from_path(out).get_sheet_by_name(f"网格变更 {today} 起").to_python(skip_empty_area=False)
    [row, _] = rows_of(sheet)
    assert (row["日期"], row["网格名称"], row["网格编码"]) == (today, "新名字网格", plan.codes([grid])[0]) and row[
        "变动"
    ]
    refused = CliRunner().invoke(
        command_line, ["export", str(project), "-o", str(out), "--since", "2027-01-01", "--on", "2026-01-01"]
    )
    assert refused.exit_code == 2 and "2027-01-01" in refused.stderr
