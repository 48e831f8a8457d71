"""Findings in words and in files say what was found, in both languages, and other programs can read them."""

from __future__ import annotations

import json

import geopandas as gpd
import pyogrio
import pytest
import python_calamine
import shapely

from gridmap.checks import RULES, Finding, run_checks
from gridmap.model.plan import Plan
from gridmap.people.privacy import PROFILES
from ui.outputs.findings import Wording, findings_as_json, write_geopackage, write_json, write_workbook
from ui.words.labels import term
from ui.words.messages import BOTH, SENTENCES

ASKED = {"id", "rule", "severity", "grids", "workers", "branches", "where", "values", "message", "fixes"}


@pytest.fixture(scope="module")
def findings(faulty_plan):
    return run_checks(faulty_plan)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_name_a_meaning_and_a_sentence(rule):
    assert {f"rule-{rule}", f"meaning-{rule}", f"finding-{rule}"} <= SENTENCES.keys()


def test_no_sentence_speaks_of_a_rule_that_is_not_there():
    rules, findings = ({k.split("-", 1)[1] for k in SENTENCES if k.startswith(part)} for part in ("rule-", "finding-"))
    assert rules & findings == set(RULES)


@pytest.mark.parametrize("language", BOTH)
def test_every_finding_becomes_a_sentence_without_a_blank_left_open(faulty_plan, findings, language):
    wording = Wording(faulty_plan, language)
    for finding in findings.open:
        message = wording.message(finding)
        assert "{" not in message and "None" not in message


def test_a_gap_is_told_with_its_village_its_area_and_its_households(faulty_plan, findings):
    [gap, *_] = [f for f in findings.open if f.rule == "gap" and faulty_plan.codes(f.grids) == ["320582100201"]]
    assert gap.values["households"] == 30
    # 600-1000 by 0-400 without the 300 by 200 that EAST holds of it
    message = Wording(faulty_plan, "en").message(gap)
    assert message == "长江村 (320582100201): 100,000.0 m² belong to no grid, with 30 households"
    assert Wording(faulty_plan, "zh").message(gap).startswith("长江村（320582100201）：有 100,000.0 平方米")


def test_a_bad_code_is_told_with_an_example_of_a_good_one(faulty_plan, findings):
    [bad] = [f for f in findings.open if f.rule == "bad-code"]
    message = Wording(faulty_plan, "en").message(bad)
    assert message == "The code of x-1 does not fit the scheme; it should look like 320582100004012"


def test_json_has_the_shape_that_others_script_against(faulty_plan, findings, tmp_path):
    file = tmp_path / "new" / "f.json"
    write_json(findings_as_json(findings, Wording(faulty_plan, "en")), str(file))
    read = json.loads(file.read_text(encoding="utf-8"))
    assert set(read) == {"counts", "findings"}
    assert read["counts"] == findings.counts and set(read["counts"]) == set(RULES)
    assert sum(read["counts"].values()) == len(read["findings"]) > 10
    for one in read["findings"]:
        assert set(one) == ASKED
        assert all(isinstance(code, str) for code in one["grids"])
    assert [one["id"] for one in read["findings"]] == [finding.id for finding in findings.open]


def test_ground_in_json_is_exact(faulty_plan, findings, tmp_path):
    content = json.loads(json.dumps(findings_as_json(findings, Wording(faulty_plan, "en"))))
    for one, finding in zip(content["findings"], findings.open, strict=True):
        if finding.where is None:
            assert one["where"] is None
        else:
            assert shapely.equals_exact(shapely.geometry.shape(one["where"]), finding.where, tolerance=0)


def test_json_goes_to_standard_output_for_a_dash(faulty_plan, findings, capsys):
    write_json({"counts": {"gap": 1}, "findings": []}, "-")
    assert json.loads(capsys.readouterr().out) == {"counts": {"gap": 1}, "findings": []}


@pytest.mark.parametrize("language", BOTH)
def test_the_workbook_lists_every_finding_with_codes_as_text(faulty_plan, findings, tmp_path, language):
    wording = Wording(faulty_plan, language)
    write_workbook(findings, wording, tmp_path / "f.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(tmp_path / "f.xlsx")
    counts, listed = (book.get_sheet_by_index(i).to_python() for i in range(2))
    assert counts[:2] == [["测试村", "", ""], ["synthetic boundaries", "", ""]]
    assert {row[0]: row[2] for row in counts}[wording.rule("gap")] == findings.counts["gap"]
    headings, *rows = listed
    assert len(rows) == len(findings.open)
    codes = [row[headings.index(wording.heading("codes"))] for row in rows]
    assert codes == [", ".join(faulty_plan.codes(f.grids)) for f in findings.open]
    assert [row[headings.index(wording.heading("message"))] for row in rows] == [
        wording.message(f) for f in findings.open
    ]
    village = faulty_plan.scheme.level("village").name.in_language(language)
    at = next(i for i, f in enumerate(findings.open) if f.rule == "gap" and f.grids == (2,))
    assert rows[at][headings.index(village)] == "长江村"


@pytest.mark.parametrize("profile", PROFILES)
def test_the_workbook_says_for_whom_it_is(faulty_plan, findings, tmp_path, profile):
    write_workbook(findings, Wording(faulty_plan, "en", profile), tmp_path / "f.xlsx")
    counts = python_calamine.CalamineWorkbook.from_path(tmp_path / "f.xlsx").get_sheet_by_index(0).to_python()
    assert ["Privacy", term(profile, "en")] in [row[:2] for row in counts[-2:]]


@pytest.mark.parametrize(
    ("profile", "said", "numbers"),
    [
        ("internal", "张三 (W00101)", ["W00101"]),
        ("briefing", "张三 (****01)", ["****01"]),
        ("public", "张*", [""]),
    ],
)
def test_a_worker_is_told_as_the_profile_says(faulty_plan, profile, said, numbers):
    workers = faulty_plan.tables["workers"].assign(staff_number=["W00101", "W00102"])
    plan = Plan(faulty_plan.scheme, {**faulty_plan.tables, "workers": workers})
    finding = Finding("worker-without-grid", "warning", workers=(1,))
    wording = Wording(plan, "en", profile)
    assert wording.message(finding) == f"{said} answers for no grid"
    assert wording.worker_numbers(finding) == numbers


def test_the_geopackage_holds_the_exact_ground_in_the_projects_crs(faulty_plan, findings, tmp_path):
    file = tmp_path / "f.gpkg"
    written = write_geopackage(findings, Wording(faulty_plan, "en"), file)
    placed = [finding for finding in findings.open if finding.where is not None]
    assert sum(written.values()) == len(placed) < len(findings.open)
    assert {name for name, _ in pyogrio.list_layers(file)} == set(written) == {"findings_areas", "findings_points"}
    frame = gpd.read_file(file, layer="findings_areas")
    assert frame.crs.to_epsg() == 4549
    assert set(frame["origin"]) == {"synthetic boundaries"}
    areas = dict(zip(frame["Finding"], frame.area, strict=True))
    for finding in placed:
        if "area_m2" in finding.values:
            assert areas[finding.id] == pytest.approx(finding.values["area_m2"], abs=1e-6)


def test_a_sound_plan_gives_empty_files_that_can_be_read(sound_plan, tmp_path):
    findings = run_checks(sound_plan)
    assert findings.open == ()
    wording = Wording(sound_plan, "zh")
    assert findings_as_json(findings, wording)["findings"] == []
    write_workbook(findings, wording, tmp_path / "f.xlsx")
    assert write_geopackage(findings, wording, tmp_path / "f.gpkg") == {"findings_areas": 0}
    assert len(gpd.read_file(tmp_path / "f.gpkg")) == 0


def test_an_older_file_is_replaced(faulty_plan, sound_plan, findings, tmp_path):
    write_geopackage(findings, Wording(faulty_plan, "zh"), tmp_path / "f.gpkg")
    write_geopackage(run_checks(sound_plan), Wording(sound_plan, "zh"), tmp_path / "f.gpkg")
    assert len(pyogrio.list_layers(tmp_path / "f.gpkg")) == 1


def test_who_is_not_there_is_a_dash_and_not_a_hole_in_the_sentence(faulty_plan):
    tables = dict(faulty_plan.tables)
    tables["workers"] = tables["workers"].drop(index=1)
    plan = Plan(faulty_plan.scheme, tables)
    [finding] = [each for each in run_checks(plan).open if each.rule == "assignment-unknown"]
    assert "（人员：—；" in Wording(plan, "zh").message(finding) and "(worker: —;" in Wording(plan, "en").message(
        finding
    )
