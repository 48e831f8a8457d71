"""The record of adjustment says what the comparison says: as a document, as a workbook, for programs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from PySide6.QtGui import QImage
from python_calamine import CalamineWorkbook

from gridmap.edits import AssignWorker, DrawGrid, EndAssignment, GiveGround, PutRows
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_names
from gridmap.people.workload import UNBOUNDED, Workload
from gridmap.project.comparison import Comparison, compare
from layers import Legend
from tests.drafts.conftest import VILLAGE, A, B, C, E, ground
from ui.look.words import Words
from ui.outputs.paper import furniture
from ui.outputs.paper.page import picture_of
from ui.outputs.record import words as record_words
from ui.outputs.record import write_record
from ui.outputs.record.maps import ChangeMap, draw_maps, map_size
from ui.outputs.record.tables import RecordTables
from ui.panels.comparison import _grid_columns
from ui.words.titles import said

ON = dt.date(2021, 1, 1)


@pytest.fixture(scope="module")
def comparison(village: Plan) -> Comparison:
    """The east of A goes to B, C's worker leaves, E is retired and drawn anew."""
    after = village
    for edit in (
        GiveGround(ground(80, 0, 100, 100), B),
        EndAssignment(3, "2020-06-30"),
        PutRows("retire", drop={"grids": (E,), "assignments": (5,), "branch_grids": (6,)}),
        DrawGrid(ground(400, 0, 500, 100), VILLAGE, "comprehensive", "320582100201009", "东门网格", "urban"),
    ):
        after = after.apply(edit.change(after))
    return compare(village, after, on=ON)


def rows_of(book: CalamineWorkbook, sheet: str) -> list[dict[str, object]]:
    table = book.get_sheet_by_name(sheet).to_python()
    return [dict(zip(table[2], row, strict=True)) for row in table[3:]]


def test_the_workbook_has_every_figure_before_and_after(comparison: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "record.xlsx"
    write_record(comparison, path, title="东门调整", on=ON)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["备案表", "调整前后对照", "更换网格的楼栋", "划转地块", "村（社区）情况"]
    facts = {row[0]: row[1] for row in book.get_sheet_by_name("备案表").to_python() if row[0]}
    assert facts["方案名称"] == "东门调整"
    assert facts["涉及村（社区）"] == "东莱村"
    assert facts["调整内容"] == "调整网格 3 个，新设 1 个，撤销 1 个。"
    grids = {row["网格编码（调整后）"] or row["网格编码（调整前）"]: row for row in rows_of(book, "调整前后对照")}
    given = grids["320582100201001"]
    assert (given["户数（调整前）"], given["户数（调整后）"], given["户数增减"]) == (350, 310, -40)
    assert (given["专职网格员（调整前）"], given["变动"]) == ("甲", "调整")
    alone = grids["320582100201003"]
    assert (alone["配备情况（调整前）"], alone["配备情况（调整后）"]) == ("专职", "无人")
    new = grids["320582100201009"]
    assert (new["变动"], new["户数（调整前）"], new["户数（调整后）"], new["专职网格员（调整前）"]) == (
        "新设",
        "",
        390,
        "—",
    )
    moved = rows_of(book, "更换网格的楼栋")
    assert moved[0]["调出网格"] == "第一网格 320582100201001"
    assert moved[0]["调入网格"] == "第二网格 320582100201002"
    assert moved[-1]["户数"] == 430  # the totals
    assert sum(row["面积（平方米）"] for row in rows_of(book, "划转地块")[:-1]) == pytest.approx(12_000, abs=1)
    [village, _total] = rows_of(book, "村（社区）情况")
    assert (village["综合网格（调整前）"], village["综合网格（调整后）"]) == (5, 5)


def text_of(path: Path) -> str:
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_document_is_a_form_with_tables_and_maps(comparison: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "record.docx"
    write_record(comparison, path, title="东门调整", on=ON)
    said = text_of(path)
    for words in (
        "网格调整备案表", "东门调整", "调整理由", "村（社区）意见", "（盖章）", "2021年1月1日", "350 → 310",
        "甲", "丙 → ", "人民路2号", "斜线为划转地块", "synthetic boundaries",
    ):  # fmt: skip
        assert words in said, words
    document = Document(path)
    assert len(document.inline_shapes) == 2
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    assert document.core_properties.title == "东门调整"
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [head[:3] for head in heads] == ["附件1", "附件2", "附件3", "附件4", "附件5"]


def test_the_privacy_profile_is_kept(comparison: Comparison, tmp_path: Path) -> None:
    for privacy in ("public", "briefing", "internal"):
        for suffix in (".docx", ".xlsx"):
            path = tmp_path / f"{privacy}{suffix}"
            write_record(comparison, path, privacy=privacy, on=ON)
            said = (
                text_of(path)
                if suffix == ".docx"
                else str([CalamineWorkbook.from_path(path).get_sheet_by_index(i).to_python() for i in range(5)])
            )
            assert "13800001111" not in said
            assert ("司马大海" in said) == (privacy != "public")
            assert "司马*" in said or privacy != "public"


def test_it_is_written_in_english_too(comparison: Comparison, tmp_path: Path) -> None:
    write_record(comparison, tmp_path / "a.docx", language="en", on=ON)
    said = text_of(tmp_path / "a.docx")
    assert "Record of grid adjustment" in said
    assert "Annex 3: maps before and after" in said
    write_record(comparison, tmp_path / "a.xlsx", language="en", on=ON)
    assert "Grids before and after" in CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names


def test_programs_get_every_figure_by_code_and_no_names(comparison: Comparison, tmp_path: Path) -> None:
    write_record(comparison, tmp_path / "a.json", title="一", on=ON)
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert "司马" not in text
    by_code = {row["code"]: row for row in found["grids"]}
    assert by_code["320582100201001"]["before"]["households"] == 350
    assert by_code["320582100201003"]["after"]["staffing"] == "nobody"
    assert by_code["320582100201009"]["before"]["households"] is None
    assert by_code["320582100201005"]["status"] == "retired"
    assert found["households_moved"] == 430
    assert {(row["from"], row["to"]) for row in found["ground"]} == {
        ("320582100201001", "320582100201002"),
        ("320582100201005", "320582100201009"),
    }


def test_a_record_of_nothing_can_be_written_and_an_unknown_suffix_not(village: Plan, tmp_path: Path, qapp) -> None:
    same = compare(village, village, on=ON)
    for suffix in (".docx", ".xlsx", ".json"):
        write_record(same, tmp_path / f"none{suffix}", on=ON)
    with pytest.raises(BadInput, match="export-suffix-unknown"):
        write_record(same, tmp_path / "none.pdf")
    people_only = compare(village, village.apply(EndAssignment(3, "2020-06-30").change(village)), on=ON)
    assert people_only.grids.index.tolist() == [C]
    assert draw_maps(people_only, tmp_path, "zh") is not None
    assert A not in people_only.grids.index


def test_the_maps_show_the_ground_in_its_colour(comparison: Comparison, tmp_path: Path, qapp) -> None:
    places = draw_maps(comparison, tmp_path, "zh")
    counts = []
    for place in places:
        image = QImage(str(place)).convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        pixels = rows[:, : image.width() * 3].reshape(-1, 3).astype(int)
        counts.append(int((np.abs(pixels - [0x00, 0x62, 0x6B]).max(axis=1) < 12).sum()))
    assert min(counts) > 500


@pytest.mark.parametrize("after", [False, True])
def test_the_legend_of_a_map_has_what_is_seen_on_it_without_numbers_of_the_whole(
    comparison: Comparison, after: bool, monkeypatch: pytest.MonkeyPatch, qapp
) -> None:
    drawn: list[Legend] = []
    draw = furniture.draw_legend
    monkeypatch.setattr(furniture, "draw_legend", lambda *a, **k: (drawn.extend(a[4]), draw(*a, **k))[1])
    picture_of(ChangeMap(comparison, after, "zh"), map_size(165, 100, 60))
    [legend] = drawn
    names = [said(entry.words, "zh") for entry in legend.entries]
    assert names[: 1 + after] == ["划转地块", "调整前边界"][: 1 + after] and "综合网格" in names
    assert len(set(names)) == len(names) and {entry.count for entry in legend.entries} == {None}


@pytest.mark.parametrize("privacy", ["public", "briefing", "internal"])
def test_several_workers_are_told_alike_in_the_table_of_the_window_and_in_the_record(
    village: Plan, privacy: Profile
) -> None:
    # A gets a second full-time worker and a part-time one, C loses its full-time worker to two part-time ones.
    first, second = (int(worker) for worker in village.tables["workers"].index[:2])
    after = village
    for edit in (
        AssignWorker(second, A, "full_time", "2020-06-01"),
        AssignWorker(int(village.tables["workers"].index[2]), A, "part_time", "2020-06-01"),
        EndAssignment(3, "2020-06-30"),
        AssignWorker(first, C, "part_time", "2020-06-01"),
        AssignWorker(second, C, "part_time", "2020-06-01"),
        GiveGround(ground(80, 0, 100, 100), B),
    ):
        after = after.apply(edit.change(after))
    comparison = compare(village, after, on=ON)
    told = RecordTables(comparison, "zh", privacy)
    recorded = [record_words.changed(a, b) for a, b in zip(told.answers("before"), told.answers("after"), strict=True)]
    columns = {column.heading: column.texts for column in _grid_columns(comparison, Words("zh"), privacy)}
    assert columns[record_words.heading("answers", "zh")] == recorded
    of_grid = dict(zip(comparison.grids.index.tolist(), recorded, strict=True))
    names = shown_names(village.tables["workers"]["name"], privacy).tolist()
    assert of_grid[A] == f"{names[0]} → {names[0]}、{names[1]}"  # who stands in for them is not named
    assert of_grid[C].endswith(f"→ {names[0]}（兼职网格员）、{names[1]}（兼职网格员）")


@pytest.mark.parametrize(("most", "word"), [(0, "—"), (UNBOUNDED, "—"), (500, "符合标准")])
def test_a_grid_that_may_have_no_homes_has_no_standard(most, word):
    assert record_words.standard_word(float(Workload.WITHIN), most, "zh") == word
