"""Compounds in a comparison: what was put on the list, taken off, and what is another, value by value."""

from __future__ import annotations

import datetime as dt
import json
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from gridmap.edits import AddCompound, CorrectCompound, DeleteCompound, GiveGround, LinkCompound
from gridmap.model.plan import Plan
from gridmap.project.comparison import Comparison, compare
from gridmap.project.earlier import Earlier
from tests.drafts.conftest import A, B, C, ground, village_plan
from ui.outputs.export import Export
from ui.outputs.record import words as record
from ui.outputs.record import write_record

ON = dt.date(2021, 1, 1)
HOSTILE = "=cmd|'/c calc'!A1</script><b>"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The village with three compounds: one around the buildings of A, one by name in B, one declared in C."""
    plan = village_plan()
    rows = gpd.GeoDataFrame(
        {
            "name": ["长江花园", "江畔苑", "老街"],
            "grid": [0, B, C],
            "declared_residents": [0, 0, 900],
            "geometry": [ground(40, 40, 100, 60), None, None],
        },
        index=pd.Index([1, 2, 3], name="id"),
        crs=plan.crs,
    )
    buildings = plan.buildings.copy()
    buildings.loc[[3, 4], "compound"] = "江畔苑"
    branches = pd.DataFrame({"name": ["长江花园党支部"], "tier": ["grid_branch"]}, index=pd.Index([77], name="id"))
    tables = {**plan.tables, "compounds": rows, "buildings": buildings}
    tables["branches"] = pd.concat([plan.tables["branches"], branches])
    return Plan(plan.scheme, tables)


def after(plan: Plan, *edits) -> Plan:
    for edit in edits:
        plan = plan.apply(edit.change(plan))
    return plan


def test_what_came_and_went_and_is_another_is_told(plan: Plan) -> None:
    changed = after(
        plan,
        AddCompound(HOSTILE, grid=C, values={"firm": "甲物业", "members": 4}),
        DeleteCompound(3),
        LinkCompound(1, 77),
        CorrectCompound(2, {"name": "江畔新苑", "has_committee": True, "firm": "乙物业", "alias": "江畔苑"}),
    )
    found = compare(plan, changed, on=ON)
    rows = found.compounds
    assert found.compound_counts == {"changed": 2, "new": 1, "retired": 1} and not found.is_empty
    assert not len(found.grids) and not len(found.buildings)
    assert rows.loc[1, ["status", "branch_before", "branch_after", "outline_moved"]].tolist() == [
        "changed", "", "长江花园党支部", False,
    ]  # fmt: skip
    assert rows.loc[2, ["name_before", "name_after", "firm_after", "has_committee_after"]].tolist() == [
        "江畔苑", "江畔新苑", "乙物业", True,
    ]  # fmt: skip
    assert rows.loc[2, ["buildings_before", "buildings_after", "joined", "left"]].tolist() == [2, 2, 0, 0]
    assert rows.loc[3, ["status", "name_before", "name_after", "residents_before"]].tolist() == [
        "retired",
        "老街",
        "",
        900,
    ]
    assert np.isnan(rows.loc[3, "residents_after"])
    assert rows.loc[4, ["status", "name_after", "firm_after", "members_after", "seat_after"]].tolist() == [
        "new", HOSTILE, "甲物业", 4, C,
    ]  # fmt: skip
    back = compare(changed, plan, on=ON)
    assert back.compounds.loc[3, "status"] == "new" and back.compounds.loc[2, "name_after"] == "江畔苑"


def test_an_outline_takes_buildings_and_gives_them(plan: Plan) -> None:
    """The outline of the first compound leaves the building at x = 90 with its 40 households."""
    moved = after(plan, CorrectCompound(1, outline=ground(40, 40, 60, 60)))
    [row] = compare(plan, moved, on=ON).compounds.itertuples()
    assert (row.outline_moved, row.joined, row.left) == (True, 0, 1)
    assert (row.households_before, row.households_after) == (350, 310)
    assert (row.area_m2_before, row.area_m2_after) == (pytest.approx(1200), pytest.approx(400))
    same = after(plan, CorrectCompound(1, {"note": "x"}))
    assert compare(plan, same, on=ON).is_empty  # a remark is nobody's business


def test_a_border_may_take_a_compound_into_another_grid(plan: Plan) -> None:
    moved = after(plan, GiveGround(ground(30, 0, 100, 100), B))
    row = compare(plan, moved, on=ON).compounds.loc[1]
    assert (row["seat_before"], row["seat_after"], row["outline_moved"]) == (A, B, False)


def test_a_plan_without_a_list_has_nothing_to_tell_of_compounds(plan: Plan) -> None:
    bare = village_plan()
    assert not len(compare(bare, bare, on=ON).compounds)
    assert compare(bare, plan, on=ON).compound_counts == {"changed": 0, "new": 3, "retired": 0}


# ---- told ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(plan: Plan) -> Comparison:
    return compare(
        plan,
        after(
            plan,
            AddCompound(HOSTILE, grid=C, values={"firm": "甲物业", "members": 4}),
            DeleteCompound(3),
            LinkCompound(1, 77),
            CorrectCompound(1, {"name": "长江花园一期"}, outline=ground(40, 40, 60, 60)),
        ),
        on=ON,
    )


def test_a_compound_that_differs_is_told_in_words(told: Comparison) -> None:
    rows = {row["name_after"] or row["name_before"]: row for row in told.compounds.to_dict("records")}
    assert record.what_of_compound(rows["长江花园一期"], told, "zh") == (
        "小区 长江花园 → 长江花园一期；党组织 无 → 长江花园党支部；小区范围 1,200 平方米 → 400 平方米；"
        "楼栋划入 0 栋、划出 1 栋；户数 350 → 310；人口 1,050 → 930"
    )
    assert record.what_of_compound(rows["老街"], told, "en") == "Where 第三网格; Residents 900"
    assert record.what_of_compound(rows[HOSTILE], told, "zh") == "所在网格 第三网格；物业企业 甲物业；下沉党员 4"
    assert record.summary(told, "zh") == "小区新增 1 个，移出名册 1 个，变动 1 个。"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_record_and_programs_have_them_and_hostile_names_stay_text(told, tmp_path, qapp, language) -> None:
    for suffix in ("xlsx", "docx", "json"):
        write_record(told, tmp_path / f"r.{suffix}", language=language, on=ON)
    sheet = {"zh": "小区变动", "en": "Compounds"}[language]
    table = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_name(sheet).to_python()
    assert [row[1] for row in table[3:6]] == sorted([HOSTILE, "老街", "长江花园 → 长江花园一期"])
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        assert not any(b"<f>=cmd" in book.read(name) or b"<f>cmd" in book.read(name) for name in book.namelist())
    document = Document(str(tmp_path / "r.docx"))
    assert any(HOSTILE in cell.text for table in document.tables for row in table.rows for cell in row.cells)
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[-1] == {"zh": "附件5　小区变动情况", "en": "Annex 5: compounds"}[language]
    found = {row["id"]: row for row in json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["compounds"]}
    assert found[4]["before"] is None and found[4]["after"]["name"] == HOSTILE
    assert found[1]["after"]["branch"] == "长江花园党支部" and found[1]["left"] == 1
    assert found[3]["after"] is None and found[3]["before"]["grid"] == "320582100201003"


def test_the_workbook_since_a_day_has_a_sheet_of_them(plan: Plan, told: Comparison, tmp_path) -> None:
    path = tmp_path / "w.xlsx"
    earlier = Earlier(told.before, "history", ON)
    Export(told.after, None, format="xlsx", on=ON, since=dt.date(2020, 1, 1), earlier=earlier).write(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("小区变动 2020-01-01 起").to_python()
    assert {"长江花园 → 长江花园一期", "老街", HOSTILE} <= {row[1] for row in rows}
    in_b = Export(told.after, None, format="xlsx", on=ON, since=dt.date(2020, 1, 1), earlier=earlier, grids=(B,))
    in_b.write(path)
    assert "小区变动 2020-01-01 起" not in CalamineWorkbook.from_path(path).sheet_names
