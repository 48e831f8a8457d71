"""Names that mean it ill go through every export: each is read back as the text it is, and no file is broken by one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pyogrio
import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import given, settings
from pypdf import PdfReader
from PySide6.QtGui import QImage
from python_calamine import CalamineWorkbook

from gridmap.checks import run_checks
from gridmap.edits import SetAttributes
from gridmap.model.plain_text import REPLACEMENT, plain_text
from gridmap.model.plan import Plan
from gridmap.project.comparison import Comparison, compare
from gridmap.project.project import Project
from tests.hostile_text import FIRST, HOSTILE, UNPRINTABLE, hostile_names, plan_with_names
from tests.ui.reading_back import as_xml_reads, facts_of, must_be_mere_cells, must_be_read_back, parts_of
from ui.outputs.findings import Wording, findings_as_json, write_geopackage, write_workbook
from ui.outputs.ledger.geodata import export_geodata
from ui.outputs.ledger.workbook import export_workbook
from ui.outputs.map_pages import draw_map_page
from ui.outputs.record import write_record
from ui.outputs.web.web_page import write_web_page
from ui.program import command_line

NAMES = (*HOSTILE, *UNPRINTABLE)
SHOWN = [plain_text(name) for name in NAMES]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_with_names(NAMES)


@pytest.fixture(scope="module")
def comparison(plan: Plan) -> Comparison:
    """Every grid with a hostile name is rural afterwards."""
    edit = SetAttributes("grids", tuple(range(FIRST, FIRST + len(NAMES))), {"setting": "rural"})
    return compare(plan, plan.apply(edit.change(plan)))


# ---- geodata ---------------------------------------------------------------------------------------------------------


def test_geojson_gives_every_name_back_and_the_grid_without_a_shape_with_null(plan, tmp_path):
    export_geodata(plan, tmp_path / "a.geojson", privacy="internal")
    read = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    rows = {feature["properties"]["code"]: feature for feature in read["features"]}
    assert len(rows) == len(plan.ids)
    for number, shown in enumerate(SHOWN, start=1):
        about = rows[f"320582100201{number:03}"]["properties"]
        assert about["name"] == about["note"] == about["full_time"] == about["secretary"] == shown
    bare = rows[f"320582100201{len(SHOWN) + 1:03}"]
    assert bare["properties"]["name"] == "无图" and bare["geometry"] is None


def test_a_geopackage_gives_every_name_back(plan, tmp_path):
    export_geodata(plan, tmp_path / "a.gpkg")
    read = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="comprehensive").sort_values("code")
    assert read["name"].tolist() == [*SHOWN, "无图"]
    assert read.geometry.isna().sum() == 1


def test_a_shapefile_gives_every_name_back_as_far_as_its_fields_reach(plan, tmp_path):
    export_geodata(plan, tmp_path / "a.shp")
    read = pyogrio.read_dataframe(tmp_path / "a_comprehensive.shp").sort_values("code")
    cut = [name.encode()[:254].decode(errors="ignore") for name in [*SHOWN, "无图"]]
    assert [name.strip() for name in read["name"]] == [name.strip() for name in cut]
    assert read.geometry.isna().sum() == 1


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
def test_no_grid_is_left_out_whatever_its_kind(faulty_plan, tmp_path, suffix):
    files = export_geodata(faulty_plan, tmp_path / f"a{suffix}")
    count = 0
    for file in files:
        if file.suffix in (".geojson", ".gpkg", ".shp"):
            count += sum(len(pyogrio.read_dataframe(file, layer=layer)) for layer, _ in pyogrio.list_layers(file))
    assert count == len(faulty_plan.ids)


# ---- workbooks -------------------------------------------------------------------------------------------------------


def test_the_workbook_has_every_name_as_a_text(plan, tmp_path):
    findings = run_checks(plan)
    table = Wording(plan, "zh").table(findings).drop(columns="geometry")
    export_workbook(plan, tmp_path / "a.xlsx", privacy="internal", findings=findings, findings_table=table)
    must_be_mere_cells(tmp_path / "a.xlsx")
    rows = (
        CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("网格台账").to_python(skip_empty_area=False)
    )
    cells = {as_xml_reads(str(cell)) for row in rows for cell in row}
    assert {as_xml_reads(name) for name in SHOWN} <= cells


def test_findings_are_written_as_they_read(plan, tmp_path):
    findings, wording = run_checks(plan), Wording(plan, "zh")
    told = [wording.message(finding) for finding in findings.open]
    assert any("{{7*191}}" in sentence for sentence in told) and any(REPLACEMENT in sentence for sentence in told)
    write_workbook(findings, wording, tmp_path / "f.xlsx")
    must_be_mere_cells(tmp_path / "f.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "f.xlsx").get_sheet_by_name("问题清单").to_python()
    assert [as_xml_reads(str(row[2])) for row in rows[1:]] == [as_xml_reads(sentence) for sentence in told]
    written = json.loads(json.dumps(findings_as_json(findings, wording), ensure_ascii=False).encode())
    assert [finding["message"] for finding in written["findings"]] == told
    write_geopackage(findings, wording, tmp_path / "f.gpkg")
    areas = pyogrio.read_dataframe(tmp_path / "f.gpkg", layer="findings_areas")
    assert set(areas[wording.heading("message")]) <= set(told) and len(areas)


@pytest.mark.parametrize("name", ["网" * 40_000, "\U0001f600" * 20_000, "a" * 32_766 + "\U0001f600"])
def test_a_name_longer_than_a_cell_is_cut_and_the_rest_is_there(tmp_path, name):
    plan = plan_with_names((name, "后面的"))
    export_workbook(plan, tmp_path / "a.xlsx")
    write_workbook(run_checks(plan), Wording(plan, "zh"), tmp_path / "f.xlsx")
    for file, sheet in (("a.xlsx", "网格台账"), ("f.xlsx", "问题清单")):
        parts_of(tmp_path / file)
        rows = CalamineWorkbook.from_path(tmp_path / file).get_sheet_by_name(sheet).to_python()
        cells = [str(cell) for row in rows for cell in row]
        assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) in (32_766, 32_767)
        assert any("后面的" in cell for cell in cells)


# ---- the record ------------------------------------------------------------------------------------------------------


def test_the_record_says_every_name_as_a_word_document(comparison, tmp_path):
    file = tmp_path / "r.docx"
    write_record(comparison, file, title=NAMES[0] * 40, privacy="internal")
    parts = parts_of(file)
    for forbidden in ("w:fldChar", "w:instrText", "w:fldSimple", "w:hyperlink", 'TargetMode="External"'):
        assert forbidden not in parts["word/document.xml"]
    document = Document(file)
    said = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for name in SHOWN:
        assert as_xml_reads(name).strip("\n") in said
    assert document.core_properties.title == (NAMES[0] * 40)[:255]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_east_asian_letters_of_the_record_are_chinese(comparison, tmp_path, language):
    file = tmp_path / "r.docx"
    write_record(comparison, file, language=language)
    parts = parts_of(file)
    assert re.findall(r'<w:lang\b[^>]*w:eastAsia="([^"]*)"', parts["word/styles.xml"]) == ["zh-CN"]
    assert re.findall(r'<w:themeFontLang\b[^>]*w:eastAsia="([^"]*)"', parts["word/settings.xml"]) == ["zh-CN"]


def test_no_date_of_the_form_falls_to_a_second_line(comparison, tmp_path):
    """A Chinese letter is as wide as the font is high; cells have a margin of 1.9 mm on either side."""
    file = tmp_path / "r.docx"
    write_record(comparison, file)
    document = Document(file)
    lines = [
        (line, cell.width.pt - 2 * 5.4, paragraph.runs[0].font.size.pt)
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for line in paragraph.text.split("\n")
        if "月" in line and "日" in line
    ]
    page = document.sections[0]
    room = page.page_width.pt - page.left_margin.pt - page.right_margin.pt
    lines += [
        (paragraph.text, room, paragraph.runs[0].font.size.pt)
        for paragraph in document.paragraphs
        if paragraph.text.startswith("填报人")
    ]
    assert len(lines) == 4
    for line, wide, size in lines:
        assert len(line) * size < wide, line


def test_the_record_gives_every_name_back_as_workbook_and_json(comparison, tmp_path):
    write_record(comparison, tmp_path / "r.xlsx", title=NAMES[2], privacy="internal")
    must_be_mere_cells(tmp_path / "r.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_name("调整前后对照").to_python()
    assert {as_xml_reads(name) for name in SHOWN} <= {as_xml_reads(str(cell)) for row in rows for cell in row}
    write_record(comparison, tmp_path / "r.json", title=NAMES[2])
    read = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in read["grids"]] == SHOWN and read["title"] == NAMES[2]


# ---- maps ------------------------------------------------------------------------------------------------------------


def test_no_name_is_a_template_and_the_page_has_the_elements_of_any_other(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_web_page(plan, tmp_path / "a.html", privacy="internal", title="".join(HOSTILE[:8]))
    write_web_page(plan_with_names(["一"] * len(NAMES)), tmp_path / "b.html", title="甲")
    facts, page = facts_of(tmp_path / "a.html")
    assert set(SHOWN) <= set(facts["grids"]["title"])
    assert "1337" not in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if "PWNED" in path.name] == []
    assert page.tags == facts_of(tmp_path / "b.html")[1].tags
    inside = re.search(r'id="facts">(.*?)</script>', (tmp_path / "a.html").read_text(encoding="utf-8"), re.DOTALL)
    assert inside is not None and not set("<>&\u2028\u2029") & set(inside[1])


@pytest.mark.parametrize("title", [NAMES[0], HOSTILE[6], HOSTILE[7], HOSTILE[8], HOSTILE[23], *UNPRINTABLE])
def test_a_map_is_a_whole_file_whatever_it_is_called(plan, tmp_path, title):
    size = (1200, 850)
    draw_map_page(plan, tmp_path / "a.svg", title=title, size_px=size)
    svg = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert svg.findtext("{*}title") == plain_text(title)
    assert plain_text(title)[:4] in "".join(svg.itertext())
    assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= {
        "svg", "title", "desc", "defs", "g", "path", "polyline", "polygon", "line", "rect", "text", "image", "clipPath",
        "mask", "pattern", "use", "linearGradient", "stop", "ellipse", "circle",
    }  # fmt: skip
    draw_map_page(plan, tmp_path / "a.pdf", title=title, size_px=size)
    pdf = PdfReader(tmp_path / "a.pdf")
    assert len(pdf.pages) == 1 and pdf.metadata is not None and pdf.metadata.title == plain_text(title)
    assert not any(key in pdf.trailer["/Root"] for key in ("/OpenAction", "/AA", "/AcroForm"))
    assert list(pdf.pages[0]["/Annots"]) == []
    draw_map_page(plan, tmp_path / "a.png", title=title, size_px=size)
    assert QImage(str(tmp_path / "a.png")).text("Title").strip() == plain_text(title).strip()


# ---- the terminal ----------------------------------------------------------------------------------------------------

TURNS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def project(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project; SQLite cannot hold lone surrogates, so such names cannot come out of one."""
    file = tmp_path_factory.mktemp("hostile") / "[red]{0}.gpkg"
    Project.create(file, plan_with_names([name for name in NAMES if not re.search("[\ud800-\udfff]", name)])).close()
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(command_line, [str(word) for word in words], env={"GRIDMAP_LANG": "en", "COLUMNS": "250"})


@pytest.mark.parametrize(
    "words",
    [("stats", "--by", "comprehensive"), ("check",), ("export", "-o", "a.geojson"), ("fix", "--dry-run")],
    ids=lambda words: words[0],
)
def test_no_name_commands_the_terminal(project, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    result = run(words[0], project, *words[1:])
    assert result.exit_code in (0, 1), result.output
    assert not TURNS.search(result.output)
    if words[0] in ("stats", "check"):
        assert "{{7*191}}" in result.output
    if words[0] == "stats":
        assert "[red]red[/red] [link=http://example.invalid]x[/link] :smile:" in result.output
        assert "{0.__class__}{value!r}%s%n{" in result.output
    if words[0] == "export":
        assert "[red]{0}" not in result.output.replace(str(project), "")
        assert 'Grid 320582100201029, "name": control characters (U+0000) are written as �.' in result.output
        assert "Without a shape, which stays empty in the file: 1 grid." in result.output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_commands_the_terminal_when_two_projects_are_compared(project, tmp_path, language):
    other = tmp_path / "{0}[red].gpkg"
    shutil.copyfile(project, other)
    with Project.open(other) as changed:
        grids = tuple(changed.plan.grids.index[2:-1].tolist())
        changed.perform(SetAttributes("grids", grids, {"setting": "rural"}))
    result = CliRunner().invoke(
        command_line, ["compare", str(project), str(other)], env={"GRIDMAP_LANG": language, "COLUMNS": "250"}
    )
    assert result.exit_code in (0, 1), result.output
    assert not TURNS.search(result.output)
    for said in (
        "{{7*191}}",
        "[red]red[/red] [link=http://example.invalid]x[/link] :smile:",
        "{0.__class__}{value!r}%s%n{",
    ):
        assert said in result.output, said
    assert "a�b" in result.output and "1337" not in result.output


def test_findings_that_are_at_no_place_are_told_where_only_places_are_written(faulty_plan, tmp_path):
    Project.create(tmp_path / "p.gpkg", faulty_plan).close()
    count = sum(finding.where is None for finding in run_checks(faulty_plan).open)
    result = run("check", tmp_path / "p.gpkg", "--geo", tmp_path / "f.gpkg")
    assert count > 1 and f"Without a place, so not in the file of places: {count} findings." in result.output


def test_what_programs_are_given_is_json(project, tmp_path):
    for words in (
        ("stats", project, "--json"),
        ("check", project, "--json"),
        ("fix", project, "--dry-run", "--report"),
    ):
        result = run(*words, tmp_path / "a.json")
        assert result.exit_code in (0, 1), result.output
        content = (tmp_path / "a.json").read_text(encoding="utf-8")
        json.loads(content)
        assert "\\u0000" not in content and "\\u001b" not in content


def test_help_names_every_format_that_can_be_written_and_no_other(project):
    result = run("export", "--help")
    named = set(re.findall(r"\.[a-z]{3,7}\b", result.output.partition("--output")[2].partition("--scope")[0]))
    from ui.outputs.formats import OF_A_PLAN, suffixes_of

    assert named == set(suffixes_of(*OF_A_PLAN)) >= {".pdf", ".svg", ".html"}
    refused = run("export", project, "-o", "a.odt")
    assert set(re.findall(r"\.[a-z]{3,7}\b", refused.output.partition(":")[2].partition(":")[2])) >= named


# ---- any names at all ------------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(hostile_names())
def test_any_names_at_all_are_read_back(tmp_path_factory, names):
    must_be_read_back(names, tmp_path_factory.mktemp("any"))
