"""The Word text says what the statistics say, forms what is known of each grid; nothing is left of a template."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdf
import pytest
from docx import Document

from gridmap.figures.statistics import breakdown, total
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.people.privacy import PROFILES
from gridmap.project.comparison import compare
from layers import part_of, themes_of
from layers.states import WorkloadStates
from sample_data.defects import plant
from sample_data.make import make_plan
from tests.hostile_text import HOSTILE, UNPRINTABLE, plan_with_names
from tests.ui.privacy.conftest import HIDDEN, plan_with_people
from tests.ui.privacy.reading import said_in_files
from tests.ui.reading_back import parts_of
from ui.outputs.briefing_text import BriefingText, map_size_for
from ui.outputs.export import Export
from ui.outputs.record import write_record
from ui.words.messages import as_percentage

ON = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plant(make_plan("town", 2020), 2020, 1)[0]


@pytest.fixture(scope="module")
def file(plan, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("word") / "b.docx"
    Export(plan, None, format="docx", on=ON).write(path)
    return path


def cells_of(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_text_has_the_figures_of_the_statistics_and_a_map_for_each_theme(plan, file):
    document = Document(str(file))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    row = total(plan, on=ON).iloc[0]
    assert f"居民 {int(row['households']):,} 户、{int(row['residents']):,} 人" in said
    assert f"应配专职网格员的网格 {int(row['must_staff']):,} 个，已配 {int(row['staffed']):,} 个" in said
    assert as_percentage(row["staffed_share"]) in said and as_percentage(row["branch_covered_share"]) in said
    assert [p.text[:2] for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "一、",
        "二、",
        "三、",
        "四、",
        "五、",
        "六、",
    ]
    assert len(document.inline_shapes) == 7  # a map for each theme, and how the indicators went
    at = [p.text for p in document.paragraphs].index("指标走势")
    assert "依据：" in document.paragraphs[at + 2].text and "各日均按现有的网格和楼栋计" in said
    tables = cells_of(document)
    rows = breakdown(plan, "town", on=ON).rows
    assert tables[0][1][-1] == f"{int(rows['households'].iloc[0]):,}"


@pytest.mark.parametrize("scope", [False, True])
def test_its_sentence_of_households_says_what_the_legend_of_their_map_counts(plan, tmp_path, scope):
    village = (int(plan.ids[(plan.ranks == 2) & plan.has_shape][0]),) if scope else ()
    export = Export(plan, None, format="docx", grids=village, on=ON)
    [sentence] = BriefingText(export, tmp_path, lambda share: None)._sentences("workload")
    legend = WorkloadStates().legend(part_of(plan, *village) if scope else plan)
    counts = {entry.words: entry.count or 0 for entry in legend.entries if entry.words != "legend-workload-not-asked"}
    within = counts["legend-workload-lower-half"] + counts["legend-workload-upper-half"]
    said = [sum(counts.values()), within, counts["legend-workload-under"]]
    said.append(counts["legend-workload-over"] + counts["legend-workload-far-over"])
    assert [int(number) for number in re.findall(r"\d+", sentence)] == said and said[0] > 0


@pytest.mark.parametrize(
    ("ground", "room", "high"),
    [((0, 0, 5000, 9000), 190, 143), ((0, 0, 5000, 9000), 130, 122), ((0, 0, 5000, 9000), 90, 122),
     ((0, 0, 9000, 7000), 190, 122)],
)  # fmt: skip
def test_ground_that_is_high_has_a_higher_map_where_its_page_has_room(ground, room, high):
    size = map_size_for(ground, room)
    assert size.height_px / size.dpi * 25.4 == pytest.approx(high, abs=0.2)
    width, height, _ = size.laid_out()
    assert height < 170 and width > 1.15 * height  # laid out as a low sheet, with the legend beside the map


def test_a_scope_and_a_title_are_kept(plan, tmp_path):
    village = int(plan.ids[(plan.ranks == 2) & plan.has_shape][0])
    Export(plan, None, format="docx", grids=(village,), title="某村情况", language="en", on=ON).write(
        tmp_path / "b.docx"
    )
    document = Document(str(tmp_path / "b.docx"))
    assert document.paragraphs[0].text == "某村情况" == document.core_properties.title
    assert any("households" in paragraph.text for paragraph in document.paragraphs)


def test_every_grid_has_a_form_of_its_own(plan, tmp_path):
    village = int(plan.ids[(plan.ranks == 2) & plan.has_shape][0])
    Export(plan, None, format="docx", form="dossier", grids=(village,), privacy="briefing", on=ON).write(
        tmp_path / "f.docx"
    )
    document = Document(str(tmp_path / "f.docx"))
    forms = [dict(row[:2] for row in table) for table in cells_of(document) if table[0][0] == "网格名称"]
    below = plan.positions(plan.below([village]))
    lowest = [at for at in below.tolist() if plan.ranks[at] == plan.ranks.max() and plan.has_shape[at]]
    assert sorted(form["网格编码"] for form in forms) == sorted(plan.grids["code"].iloc[lowest])
    assert any("东至" in form["四至"] for form in forms)
    people = " ".join(form["人员"] for form in forms)
    assert re.search(r"\d{3}\*{4}\d{4}", people) and not re.search(r"\d{11}", people)
    assert document.element.xml.count('w:type="page"') == len(forms) - 1


@pytest.mark.parametrize("wanted", [{"form": "board"}, {"atlas": "village"}])
def test_what_is_a_page_only_is_refused(plan, tmp_path, wanted):
    with pytest.raises(BadInput, match="atlas-only-pdf"):
        Export(plan, None, format="docx", **wanted).write(tmp_path / "b.docx")
    assert list(tmp_path.iterdir()) == []


# ---- what may not be in it -------------------------------------------------------------------------------------------


def written(folder: Path, plan: Plan) -> dict[str, Path]:
    """Write each of the Word documents."""
    Export(plan, None, format="docx", privacy="internal").write(folder / "b.docx")
    Export(plan, None, format="docx", form="dossier", privacy="internal").write(folder / "f.docx")
    write_record(compare(plan, plan), folder / "r.docx")
    return {path.stem: path for path in folder.glob("*.docx")}


def test_nothing_is_left_of_a_template(tmp_path, faulty_plan):
    now = dt.datetime.now(dt.UTC)
    for path in written(tmp_path, faulty_plan).values():
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            about = packed.read("docProps/app.xml").decode()
            assert b"w:rsid" not in packed.read("word/settings.xml")
        assert not [name for name in names if "thumbnail" in name or "customXml" in name]
        assert "Macintosh" not in about and "GridMap" in about
        core = Document(str(path)).core_properties
        assert abs((core.created - now).total_seconds()) < 3600 and core.created == core.modified
        assert (core.author, core.last_modified_by, core.comments, core.language) == ("GridMap", "GridMap", "", "zh-CN")


def test_hostile_names_are_mere_text(tmp_path):
    for path in written(tmp_path, plan_with_names((*HOSTILE, *UNPRINTABLE))).values():
        parts = parts_of(path)
        for forbidden in ("w:fldChar", "w:instrText", "w:fldSimple", "w:hyperlink", 'TargetMode="External"'):
            assert forbidden not in parts["word/document.xml"]


@pytest.mark.parametrize("profile", PROFILES)
def test_forms_show_of_people_what_the_profile_does(faulty_plan, tmp_path, profile):
    for form in ("map", "dossier"):
        path = tmp_path / f"{form}.docx"
        Export(plan_with_people(faulty_plan), None, format="docx", form=form, privacy=profile).write(path)
        assert said_in_files([path], HIDDEN[profile if form == "dossier" else "public"]) == set()
    shown = said_in_files([tmp_path / "dossier.docx"], {"欧阳铁柱"})
    assert shown == (set() if profile == "public" else {"欧阳铁柱"})


# ---- the record ------------------------------------------------------------------------------------------------------


def test_the_record_says_who_is_due_and_keeps_people_apart_from_ground(plan, tmp_path):
    from gridmap.edits import EndAssignment, SetAttributes

    row = plan.tables["assignments"].iloc[0]
    who = int(row["grid"])
    other = int(plan.ids[(plan.ranks == 3) & (plan.ids != who)][0])
    after = plan.apply(EndAssignment(int(row.name), (ON - dt.timedelta(days=2)).isoformat()).change(plan))
    after = after.apply(SetAttributes("grids", (other,), {"name": "改名网格"}).change(after))
    comparison = compare(plan, after, on=ON)
    write_record(comparison, tmp_path / "r.docx", on=ON)
    document = Document(str(tmp_path / "r.docx"))
    tables = cells_of(document)
    [states] = [table for table in tables if table[0][0] == "环节"]
    assert [line[0] for line in states[1:]] == ["镇（街道）提出", "县（市、区）同意", "市备案"]
    assert [line[2] for line in states[1:]] == ["待办", "待上一步完成", "待上一步完成"]
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads[-1].startswith("附件5")
    code = plan.codes([who])[0]
    ground = next(table for table in tables if table[0][0] == "变动")
    assert code in str(tables[-1]) and code not in str(ground) and "改名网格" in str(ground)


# ---- as LibreOffice shows it -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_shows_text_forms_and_record_page_by_page(plan, file, tmp_path):
    village = int(plan.ids[(plan.ranks == 2) & plan.has_shape][0])
    shutil.copy(file, tmp_path / "text.docx")
    Export(plan, None, format="docx", form="dossier", grids=(village,), on=ON).write(tmp_path / "forms.docx")
    write_record(compare(plan, plan, on=ON), tmp_path / "record.docx", title="东片调整")
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    names = ("text", "forms", "record")
    words = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*words, *(str(tmp_path / f"{name}.docx") for name in names)], capture_output=True, timeout=180, check=False
    )
    if not (tmp_path / "text.pdf").exists():
        pytest.skip(f"no Writer here: {done.stderr[-200:]!r}")
    text, forms, record = (pypdf.PdfReader(tmp_path / f"{name}.pdf").pages for name in names)
    shown = "".join(page.extract_text() for page in text)
    assert f"{int(total(plan, on=ON)['households'].iloc[0]):,}" in shown
    pictures = {image.data for page in text for image in page.images}
    assert len(pictures) == len(themes_of(plan, ON)) + 1 == 7  # a map of each theme, and how the indicators went
    below = plan.positions(plan.below([village]))
    codes = [plan.grids["code"].iloc[at] for at in below.tolist() if plan.ranks[at] == 3 and plan.has_shape[at]]
    assert len(forms) == len(codes)  # a form takes a page, and no more
    assert {code for code in codes if any(code in page.extract_text() for page in forms)} == set(codes)
    form = record[0].extract_text()
    assert "网格调整备案表" in form and "东片调整" in form and "填报日期" in form  # the form to be signed is one page
