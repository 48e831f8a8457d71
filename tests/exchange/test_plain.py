"""A plan for files: control characters are replaced and told by row, everything else stays the same."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from gridmap.edits import SetAttributes
from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.exchange.plain import in_plain_text, strange_texts
from gridmap.model.change import Change
from gridmap.model.errors import BadInput, Problem
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import is_plain
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from gridmap.project.comparison import compare
from tests.hostile_text import FIRST, HOSTILE, plan_with_names
from ui.outputs.record.plain import comparison_in_plain_text
from ui.words.messages import message_of


def test_a_plan_of_plain_texts_is_the_same_plan():
    plan = plan_with_names(HOSTILE)
    assert in_plain_text(plan) is plan and strange_texts(plan) == ()


def test_only_the_texts_that_no_file_can_hold_are_replaced():
    plan = plan_with_names(("好", "坏\x00\x1b", "好<b>"))
    plain = in_plain_text(plan)
    assert plain.grids["name"].tolist() == ["杨舍镇", "长江村", "好", "坏��", "好<b>", "无图"]
    assert plain.tables["workers"]["name"].tolist() == ["好", "坏��", "好<b>"]
    assert plain.all_shapes.tolist() == plan.all_shapes.tolist() and plain.ids.tolist() == plan.ids.tolist()
    assert in_plain_text(plan) is plain and in_plain_text(plain) is plain


def test_each_text_is_told_by_code_or_row_and_column_and_never_by_what_it_says():
    plan = plan_with_names(("好", "坏\x00"))
    told = strange_texts(plan)
    grid = {"letters": "U+0000", "code": "320582100201002"}
    assert told[:2] == (
        Problem("grid-text-not-plain", sheet="grids", row=FIRST + 1, column="name", values=grid),
        Problem("grid-text-not-plain", sheet="grids", row=FIRST + 1, column="note", values=grid),
    )
    assert {(problem.sheet, problem.row, problem.column) for problem in told[2:]} == {
        ("workers", 2, "name"), ("branches", 2, "name"), ("branches", 2, "secretary"),
        ("facilities", 2, "name"), ("facilities", 2, "compound"), ("facilities", 2, "note"),
    }  # fmt: skip


def renamed(plan: Plan, grids: tuple[int, ...], name: str) -> Change:
    """Return what gives grids a name as it is, as a program does that knows no better."""
    return change_of(plan, "import", put={"grids": edited_rows(plan, "grids", grids, name=name)})


def test_an_edit_is_followed():
    plan = plan_with_names(("一", "二"))
    assert in_plain_text(plan) is plan
    after = plan.apply(renamed(plan, (FIRST,), "坏\x0b"))
    assert in_plain_text(after).value(FIRST, "name") == "坏�"
    again = after.apply(SetAttributes("grids", (FIRST,), {"name": "好"}).change(after))
    assert in_plain_text(again) is again and strange_texts(again) == ()


def test_a_comparison_is_plain_on_both_sides_and_in_its_tables():
    before = plan_with_names(("一", "二\x00"))
    after = before.apply(renamed(before, (FIRST, FIRST + 1), "新\x1b"))
    plain = comparison_in_plain_text(compare(before, after))
    assert plain.grids["name"].tolist() == ["新�", "新�"]
    assert plain.before.value(FIRST + 1, "name") == "二�" and plain.after.value(FIRST, "name") == "新�"


def test_a_scheme_with_control_characters_in_a_name_is_refused():
    text = load_scheme("city").text.replace('zh = "镇级网格"', 'zh = "镇\\u0000\\u001B"')
    with pytest.raises(BadInput, match="scheme-value") as refused:
        parse_scheme(text)
    assert is_plain(message_of(refused.value, "zh"))


# ---- coming in -------------------------------------------------------------------------------------------------------


def square(east: float) -> dict[str, object]:
    ring = [[120 + east, 31.8], [120.01 + east, 31.8], [120.01 + east, 31.81], [120 + east, 31.81], [120 + east, 31.8]]
    return {"type": "Polygon", "coordinates": [ring]}


def read(tmp_path, *rows: tuple[str, str]):
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": square(0.5 + 0.01 * number)}
        for number, (code, name) in enumerate(rows)
    ]
    file = tmp_path / "in.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    plan = Plan(load_scheme())
    edit, problems = read_boundaries(plan, file, ImportOptions(kind="village"))
    return plan.apply(edit.change(plan)).grids, problems


def test_every_row_gets_in_and_those_with_control_characters_are_told(tmp_path):
    rows = (("320582100201", "好"), ("320582100202", "坏\x1b[31m"), ("320582\x1b100203", "码"))
    grids, problems = read(tmp_path, *rows, ("320582100204", "\uffff"))
    assert grids["code"].tolist() == ["320582100201", "320582100202", "320582100203", "320582100204"]
    assert grids["name"].tolist()[:3] == ["好", "坏�[31m", "码"]
    told = [(p.key, p.row, p.column, p.values["letters"]) for p in problems if "letters" in p.key]
    assert told == [
        ("letters-replaced", 2, "name", "U+001B"),
        ("letters-left-out", 3, "code", "U+001B"),
        ("letters-replaced", 4, "name", "U+FFFF"),
    ]


def test_a_text_that_ends_at_nul_is_told(tmp_path):
    grids, problems = read(tmp_path, ("320582100201", "好"), ("320582100202", "前\x00后"))
    assert grids["name"].tolist() == ["好", "前"]
    assert [(p.row, p.column) for p in problems if p.key == "text-ends-at-nul"] == [(2, "name")]


def test_a_text_of_a_geopackage_that_ends_at_nul_is_told(place, tmp_path):
    file = tmp_path / "a.gpkg"
    place.grids().to_file(file, layer='甲 "层"')
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger.replace(chr(34), 2 * chr(34))}"')
        connection.execute('DELETE FROM "甲 ""层""" WHERE fid = 1')
        connection.execute('UPDATE "甲 ""层""" SET "网格名称" = ? WHERE fid = 3', ("前\x00后",))
    plan = Plan(load_scheme())
    edit, problems = read_boundaries(plan, file, ImportOptions(kind="comprehensive"))
    names = plan.apply(edit.change(plan)).grids["name"].tolist()
    assert names[:2] == ["第2网格", "前"] and len(names) == 7
    assert [(p.row, p.column) for p in problems if p.key == "text-ends-at-nul"] == [(2, "网格名称")]


def test_nul_in_a_table_of_plain_text_takes_neither_the_shape_nor_the_rest_of_the_row(place, tmp_path):
    frame, file = place.grids(), tmp_path / "a.csv"
    rows = [f'{code},"前{chr(0)}后","{shape.wkt}",备注\r\n' for code, shape in
            zip(frame["网格编码"][:2], frame.geometry[:2], strict=True)]  # fmt: skip
    rows[0] = rows[0].replace(chr(0), "")
    file.write_text("网格编码,网格名称,WKT,备注\r\n" + "".join(rows), encoding="utf-8", newline="")
    plan = Plan(load_scheme())
    edit, problems = read_boundaries(plan, file, ImportOptions(kind="comprehensive", crs="EPSG:4549"))
    grids = plan.apply(edit.change(plan)).grids
    assert grids["name"].tolist() == ["前后", "前\ufffd后"] and grids["note"].tolist() == ["备注", "备注"]
    assert not grids.geometry.isna().any()
    told = [(p.key, p.row, p.column, p.values["letters"]) for p in problems if "letters" in p.key]
    assert told == [("letters-replaced", 2, "网格名称", "U+0000")]
