"""One total everywhere: on a spoiled town every output says the same figures, and its parts make its whole."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from docx import Document
from python_calamine import CalamineWorkbook
from shapely import box

from gridmap.checks import Findings, run_checks
from gridmap.edits import PutRows
from gridmap.figures.statistics import (
    Breakdown,
    breakdown,
    counts_once,
    homes_and_ground,
    in_no_grid,
    of_grids,
    records,
    rollup,
    total,
)
from gridmap.ground.placement import buildings_by_grid, households_by_grid, residents_by_grid
from gridmap.model.plan import Plan
from gridmap.project.comparison import compare
from gridmap.project.project import Project
from layers import THEMES, layers_of
from layers.marks import Legend
from sample_data.defects import plant
from sample_data.make import make_plan
from tests.pdf_text import texts_of
from ui.cli.stats import as_km2
from ui.outputs.ledger.workbook import export_workbook
from ui.outputs.map_pages import draw_map_page
from ui.outputs.paper.map_page import MapPage
from ui.outputs.record import write_record
from ui.outputs.web.web_page import write_web_page
from ui.program import command_line
from ui.words.labels import dates_of, heading
from ui.words.messages import as_percentage, text

FAULTS = Path(__file__).parents[2] / "data" / "faults" / "totals-do-not-add-up"
ON = dt.date(2026, 6, 15)
LEVELS = ("town", "village", "grid")
NAMES = {"rest": "未归属", "again": "重复计入", "whole": "合计"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A town with faults of every kind, and more that tear it apart.

    town ─ village ─ grid      a village without a town, grids below it
         └ grid                a grid straight below the town
    grid                       grids without a parent, and of a parent that does not exist
    village ─ (odd) ─ grid     a grid below one of an unknown kind
    """
    spoiled = plant(make_plan("town", 2020), 2020, 3)[0]
    grids = spoiled.grids.copy()
    villages, low = spoiled.ids[spoiled.ranks == 2], spoiled.ids[spoiled.kind_numbers == 2]
    inside = low[np.isin(grids["parent"].loc[low], villages[1:])]
    grids.loc[villages[0], "parent"] = 0
    grids.loc[inside[0], "parent"] = 999_999
    grids.loc[inside[1], "parent"] = int(spoiled.ids[spoiled.ranks == 1][0])
    grids.loc[inside[2], "kind"] = "odd"
    grids.loc[inside[3], "parent"] = int(inside[2])
    shapes = grids.geometry.to_numpy().copy()
    shapes[spoiled.positions([inside[4]])[0]] = None
    grids = grids.set_geometry(type(grids.geometry)(shapes, index=grids.index, crs=grids.crs))
    west, south, _, _ = grids.total_bounds
    buildings = spoiled.buildings.copy()
    buildings.loc[buildings.index[:3], "geometry"] = box(west - 900, south - 900, west - 890, south - 890)
    found = Plan(spoiled.scheme, {**spoiled.tables, "grids": grids, "buildings": buildings})
    assert (found.ranks[found.parents == 0] == 2).any() and (found.ranks[found.parents == 0] == 3).any()
    return found


@pytest.fixture(scope="module")
def findings(plan: Plan) -> Findings:
    return run_checks(plan, on=ON)


@pytest.fixture(scope="module")
def project(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("totals") / "town.gpkg"
    Project.create(path, plan).close()
    return path


def run(*words: object) -> str:
    result = CliRunner().invoke(command_line, [*map(str, words), "--lang", "zh"])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def lines_of(parts: Breakdown) -> dict[str, pd.Series]:
    """Return all lines of a breakdown by the name that they have in outputs."""
    found = {str(row["name"] or row["code"]): row for _, row in parts.rows.iterrows()}
    for part in ("rest", "again", "whole"):
        for _, row in getattr(parts, part).iterrows():
            found[NAMES[part]] = row
    return found


# ---- parts and whole -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [*LEVELS, "comprehensive"])
def test_parts_make_the_whole_in_every_column(plan, findings, by):
    parts = breakdown(plan, by, on=ON, findings=findings)
    added = pd.concat([parts.rows, parts.rest, parts.again])
    for column in added.columns.drop(["code", "name"]):
        if not column.endswith(("_share", "_rate")):
            assert added[column].sum() == pytest.approx(parts.whole[column].iloc[0], abs=1), column
    assert (parts.again.drop(columns=counts_once(parts.again)).select_dtypes("number").fillna(0) == 0).all(axis=None)
    assert parts.whole.equals(total(plan, on=ON, findings=findings))


def test_a_town_is_the_same_from_within_and_from_above(plan, findings):
    towns = breakdown(plan, "town", on=ON, findings=findings).rows
    for town, row in towns.iterrows():
        whole = breakdown(plan, "village", within=[town], on=ON, findings=findings).whole.iloc[0]
        for column in whole.index.drop(["code", "name"]):
            assert whole[column] == pytest.approx(row[column], nan_ok=True), column
    villages = breakdown(plan, "village", on=ON).rows
    inside = breakdown(plan, "village", within=[towns.index[0]], on=ON)
    assert len(inside.rows) == len(villages) - 1  # but for the one without a town
    assert inside.rest["n_comprehensive"].tolist() == [
        towns["n_comprehensive"].iloc[0] - inside.rows["n_comprehensive"].sum()
    ]


@pytest.mark.parametrize("by", LEVELS)
def test_what_is_known_of_each_grid_is_what_the_rows_say(plan, by):
    rows = rollup(plan, by, on=ON)
    at = plan.positions(rows.index.to_numpy())
    assert rows["households"].tolist() == households_by_grid(plan)[at].tolist()
    assert rows["residents"].tolist() == residents_by_grid(plan)[at].tolist()
    assert rows["buildings"].tolist() == buildings_by_grid(plan)[at].tolist()


def test_a_grid_below_one_of_an_unknown_kind_belongs_to_the_village_above(plan):
    below_odd = plan.ids[(plan.ranks > 0) & (plan.kind_numbers[plan.parent_positions] < 0) & (plan.parents > 0)]
    below_odd = below_odd[plan.positions(plan.parents[plan.positions(below_odd)]) >= 0]
    assert len(below_odd)
    for grid in below_odd.tolist():
        village = int(plan.value(int(plan.value(grid, "parent")), "parent"))
        assert plan.ancestors_at(plan.scheme.levels[1])[plan.positions([grid])[0]] == village
        assert grid in plan.below([village])


def test_a_selection_of_a_town_and_its_village_counts_everything_once(plan):
    town = int(plan.ids[plan.ranks == 1][0])
    village = int(plan.ids[(plan.ranks == 2) & (plan.parents == town)][0])
    assert homes_and_ground(plan, [town, village]) == homes_and_ground(plan, [town])
    alone, both = of_grids(plan, [town], on=ON), of_grids(plan, [village, town], on=ON)
    assert alone.iloc[0].to_dict().items() <= both.iloc[0].to_dict().items()


def test_what_is_in_no_grid_is_told_and_makes_the_sum_of_all_buildings(plan):
    outside, whole = in_no_grid(plan, on=ON), total(plan, on=ON).iloc[0]
    assert outside["buildings"] >= 3
    assert whole["buildings"] + outside["buildings"] == len(plan.buildings)
    assert whole["households"] + outside["households"] == plan.buildings["households"].sum()


def test_the_grid_without_a_parent_is_in_every_total(tmp_path):
    project = shutil.copy(FAULTS / "orph.gpkg", tmp_path / "orph.gpkg")
    told = json.loads(run("stats", project, "--json", "-"))
    assert [row["n_comprehensive"] for row in told["rows"]] == [8, 1]
    assert told["rows"][-1]["unassigned"] is True and told["total"]["n_comprehensive"] == 9
    said = [line.split() for line in run("stats", project).splitlines()]
    assert [line[2] for line in said if line and line[0] in ("测试镇", "未归属", "合计")] == ["8", "1", "9"]
    run("export", project, "-o", tmp_path / "o.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "o.xlsx")
    assert dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())["综合网格"] == 9
    for sheet in ("按镇级网格汇总", "按村（社区）网格汇总"):
        _, _, header, *rows = book.get_sheet_by_name(sheet).to_python()
        column = header.index("综合网格")
        assert rows[-1][column] == 9 == sum(row[column] for row in rows[:-1])
        assert {row[1]: row[column] for row in rows}["未归属"] == 1


# ---- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["town", "village"])
def test_the_screen_and_json_say_the_breakdown(plan, project, by):
    parts = breakdown(plan, by)
    told = json.loads(run("stats", project, "--by", by, "--json", "-"))
    assert told["rows"] == json.loads(json.dumps(records(parts)))
    assert told["total"]["households"] == parts.whole["households"].iloc[0]
    assert told["in_no_grid"] == in_no_grid(plan)
    counts = [f"n_{kind.key}" for kind in plan.scheme.kinds if f"n_{kind.key}" in parts.rows]
    printed = run("stats", project, "--by", by)
    said = {line.split()[0]: line.split()[1:] for line in printed.splitlines() if line.strip()}
    for name, row in lines_of(parts).items():
        if name == NAMES["again"]:
            continue  # nothing that is printed counts anybody twice
        figures = [f"{int(row[column]):,}" for column in (*counts, "households")]
        shares = [as_percentage(row["staffed_share"]), as_percentage(row["branch_covered_share"])]
        assert said[name] == [*figures, as_km2(row["area_m2"]), *shares]
    outside = in_no_grid(plan)
    assert text("stats-in-no-grid", "zh", buildings=outside["buildings"], households=outside["households"]) in printed


# ---- the workbook ----------------------------------------------------------------------------------------------------


def subtotal(formula: str, header: list[Any], rows: list[list[Any]]) -> float | str:
    """Work out a formula of the totals as Excel would, from the rows that a filter leaves."""

    def column(match: re.Match[str]) -> str:
        values = [row[header.index(match[1])] for row in rows]
        return repr(sum(value for value in values if isinstance(value, int | float)))

    plain = re.sub(r"SUBTOTAL\(109,Table_\d+\[([^]]*)\]\)", column, formula)
    when = re.fullmatch(r'IF\(([-\d.e]+)=0,"",(.*)\)', plain)
    if when:
        return "" if float(when[1]) == 0 else eval(when[2])
    return eval(plain)


LEVELS = {"town": "镇级网格", "village": "村（社区）网格"}


@pytest.mark.parametrize("scope", [False, True])
def test_totals_of_the_workbook_are_formulas_that_agree_with_the_statistics(plan, findings, tmp_path, scope):
    town = int(plan.ids[plan.ranks == 1][0])
    [file] = export_workbook(
        plan, tmp_path / "o.xlsx", scope=[town] if scope else None, findings=findings, on=ON, language="zh"
    )
    book = CalamineWorkbook.from_path(file)
    sheets = [(level, sheet.format(name)) for sheet in ("按{}汇总", "{}设施与指标") for level, name in LEVELS.items()]
    for number, (level, sheet) in enumerate(sheets, start=2):
        parts = breakdown(plan, level, within=[town] if scope else None, on=ON, findings=findings)
        _, _, header, *rows, totals = book.get_sheet_by_name(sheet).to_python()
        shown = {row[1]: row for row in rows} | {NAMES["whole"]: totals}
        keys = {heading(plan, key, "zh"): key for key in parts.rows.columns if not key.startswith("branches_")}
        keys["面积（平方公里）"] = "area_m2"
        indicators = {head for head, key in keys.items() if key.startswith("indicator_")}  # which no formula adds up
        keys.pop("面积（平方米）", None)
        for name, row in lines_of(parts).items():
            for at, head in enumerate(header[2:], start=2):
                wanted = row[keys[head]] / (1e6 if keys[head] == "area_m2" else 1)
                got = shown[name][at]
                if name == NAMES["whole"] and head in indicators:
                    assert got == ""
                elif isinstance(wanted, float) and np.isnan(wanted):
                    assert got == "", (name, head)
                else:
                    assert got == pytest.approx(wanted, abs=1e-6), (name, head)
        with zipfile.ZipFile(file) as packed:
            xml = packed.read(f"xl/worksheets/sheet{number}.xml").decode()
        formulas = [one.replace("&quot;", '"') for one in re.findall(r"<f>(.*?)</f>", xml)]
        summed = [(head, cached) for head, cached in zip(header[2:], totals[2:], strict=True) if head not in indicators]
        assert len(formulas) == len(summed) > 0  # every total is one, and none is a fixed number
        assert indicators.isdisjoint(header) == sheet.startswith("按")
        for formula, (head, cached) in zip(formulas, summed, strict=True):
            assert "SUBTOTAL(109," in formula
            value = subtotal(formula, header, rows)
            assert value == (pytest.approx(cached) if cached != "" else ""), head
        first = header[2]
        assert subtotal(formulas[0], header, rows[:1]) == rows[0][header.index(first)]


# ---- pages -----------------------------------------------------------------------------------------------------------


def cells_of(pdf: Path, more: bool = False) -> str:
    """Return what the page says; behind that of the indicators stand their trends."""
    page, *trends = texts_of(pdf)
    assert bool(trends) == more
    return " ".join(page.split())


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_has_the_figures_of_the_breakdown_and_its_rows_add_up(plan, findings, tmp_path, theme):
    draw_map_page(plan, tmp_path / "o.pdf", theme=theme, language="zh", findings=findings)
    said = cells_of(tmp_path / "o.pdf", more=theme == "indicators")
    whole = total(plan, findings=findings).iloc[0]
    for column in [key for key in whole.index if key.startswith("n_")] + ["households"]:
        assert f"{int(whole[column]):,}" in said
    page = MapPage(plan, theme, findings=findings)
    table = page.table(40)
    assert table is not None
    for row in (*table.rows, table.total):
        assert re.search(r"\s+".join(re.escape(cell.replace(" ", "")) for cell in row[1:]), said), row
    for at, head in enumerate(table.columns):
        column = [row[at].replace(",", "") for row in table.rows]
        if at and head != text("map-average", "zh") and not any("%" in cell for cell in column):
            assert sum(map(int, column)) == int(table.total[at].replace(",", ""))
    assert dates_of(plan.facts(), dt.date.today(), "zh").replace(" ", "") in said.replace(" ", "")


def legend_of(plan: Plan, theme: Any, found: Any, key: str) -> Legend:
    [layer] = [layer for layer in layers_of(theme, findings=found, on=ON) if layer.key == key]
    return layer.marks(plan).legend


@pytest.mark.parametrize("scope", [False, True])
def test_legend_and_table_of_a_map_count_the_same(plan, findings, scope):
    town = int(plan.ids[plan.ranks == 1][0])

    def count(theme: Any, key: str) -> tuple[dict[str, int], pd.Series]:
        page = MapPage(plan, theme, (town,) if scope else 0, findings=findings, on=ON)
        entries = legend_of(page.shown, theme, page.contents.found, key).entries
        return {str(entry.words).removeprefix(f"legend-{key}-"): entry.count for entry in entries}, page.figures

    legend, row = count("branches", "branches")
    assert (legend["own"], legend["joint"]) == (row["own_branch"], row["joint_branch"])
    assert legend["none"] == row["must_branch"] - row["own_branch"] - row["joint_branch"]
    if not scope:
        assert legend["none"] == findings.counts["no-branch"]
    legend, row = count("staffing", "staffing")
    assert legend["full-time"] == row["staffed"]
    assert sum(legend[name] for name in ("full-time", "part-time", "nobody")) == row["must_staff"]
    legend, row = count("workload", "workload")
    legend.pop("not-asked")
    assert sum(legend.values()) == row["n_comprehensive"]
    legend, row = count("gaps", "findings")
    others = legend.pop("others")
    legend.pop("unplaced", None)
    assert (sum(legend.values()), others) == (row["findings_error"], row["findings_warning"] + row["findings_notice"])
    page = MapPage(plan, "boundaries", (town,) if scope else 0, on=ON)
    for entry in legend_of(page.shown, "boundaries", (), "kinds").entries:
        [kind] = [kind for kind in plan.scheme.kinds if kind.name == entry.words]
        assert entry.count == page.figures[f"n_{kind.key}"]


def test_the_web_page_counts_what_the_statistics_count(plan, findings, tmp_path):
    write_web_page(plan, tmp_path / "o.html", theme="branches", findings=findings, on=ON)
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    facts, _ = json.JSONDecoder().raw_decode(page, page.index('{"words":'))
    counts = {entry["text"]: entry["count"] for block in facts["legend"] for entry in block["entries"]}
    row = total(plan, on=ON).iloc[0]
    assert counts[text("legend-branches-own", "zh")] == row["own_branch"]
    assert counts[text("legend-branches-joint", "zh")] == row["joint_branch"]
    assert counts[text("legend-branches-none", "zh")] == row["must_branch"] - row["own_branch"] - row["joint_branch"]
    assert dates_of(plan.facts(), ON, "zh") in page


# ---- the record of adjustment ----------------------------------------------------------------------------------------


def test_the_record_has_a_row_for_what_is_in_no_village(plan, tmp_path):
    stray, housed = _stray_and_housed(plan)
    names = plan.grids.loc[[stray, housed]].assign(name="改名")
    after = plan.apply(PutRows("rename", put={"grids": names}).change(plan))
    comparison = compare(plan, after, on=ON)
    assert comparison.totals.index[-1] == 0 and len(comparison.totals) == 2
    rest = breakdown(plan, "village", on=ON).rest.iloc[0]
    for key in ("n_comprehensive", "n_dedicated", "households", "residents", "staffed"):
        assert comparison.totals[f"{key}_before"].iloc[-1] == comparison.totals[f"{key}_after"].iloc[-1] == rest[key]
    write_record(comparison, tmp_path / "r.docx", on=ON)
    document = Document(tmp_path / "r.docx")
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    [said] = [row for row in rows if row[0] == "未归属"]
    assert said[-4] == f"{rest['households']:,}" and said[-2] == f"{rest['staffed']:,}"
    assert [dates_of(plan.facts(), ON, "zh")] in [row[1:] for row in rows]
    write_record(comparison, tmp_path / "r.xlsx", on=ON)
    book = CalamineWorkbook.from_path(tmp_path / "r.xlsx")
    _, _, header, *body, totals = book.get_sheet_by_name("村（社区）情况").to_python()
    column = header.index("户数（调整后）")
    assert [row[1] for row in body][-1] == "未归属" and body[-1][column] == rest["households"]
    assert totals[column] == sum(row[column] for row in body)
    write_record(comparison, tmp_path / "r.json", on=ON)
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [row.get("unassigned", False) for row in told["totals"]] == [False, True]
    assert told["totals"][-1]["households_after"] == rest["households"]


def _stray_and_housed(plan: Plan) -> tuple[int, int]:
    """Return a grid of the lowest level that is in no village, and one that is."""
    low = plan.ranks == 3
    village = plan.ancestors_at(plan.scheme.levels[1])
    return int(plan.ids[low & (village == 0)][0]), int(plan.ids[low & (village > 0)][0])


# ---- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_days_are_said_and_one_where_the_project_tells_no_other(language):
    both = dates_of({"as_of": "2020-12-31"}, ON, language)
    assert both.index("2020-12-31") < both.index("2026-06-15")
    assert re.findall(r"\d{4}-\d\d-\d\d", dates_of({}, ON, language)) == ["2026-06-15"]


def test_the_workbook_says_both_days_on_every_sheet(plan, tmp_path):
    [file] = export_workbook(plan, tmp_path / "o.xlsx", on=ON)
    book = CalamineWorkbook.from_path(file)
    for name in book.sheet_names[1:]:
        assert dates_of(plan.facts(), ON, "zh") in book.get_sheet_by_name(name).to_python()[1][0]
    about = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
    assert (about["数据日期"], about["人员与支部计于"]) == ("2020-12-31", "2026-06-15")
    assert about["类型不明的网格"] == int((plan.kind_numbers < 0).sum()) > 0
