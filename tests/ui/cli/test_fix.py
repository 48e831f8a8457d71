"""`gridmap fix`: told beforehand, one step, one undo, and a report of everything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import box

from gridmap.checks import RULES, run_checks
from gridmap.mending import UNATTENDED, fix_all, offer_keys
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from ui.words.messages import BOTH

FAULTS = Path(__file__).parents[2] / "data" / "faults"
TOWN, VILLAGE, WEST, EAST = 1, 2, 11, 12


@pytest.fixture
def torn_plan() -> Plan:
    """Return a village with a gap of 4 m by 400 m between its two grids, in which nobody lives.

    +------+-+------+
    | WEST |.| EAST |    WEST 0-498, EAST 502-1000, 400 m high
    +------+-+------+
    """

    def ground(x0: float, x1: float) -> shapely.Polygon:
        return box(500_000 + x0, 3_500_000, 500_000 + x1, 3_500_400)

    grids = gpd.GeoDataFrame(
        {
            "code": ["320582100", "320582100201", "320582100201001", "320582100201002"],
            "name": ["杨舍镇", "长江村", "第一网格", "第二网格"],
            "kind": ["town", "village", "comprehensive", "comprehensive"],
            "parent": [0, TOWN, VILLAGE, VILLAGE],
        },
        geometry=[ground(0, 1000), ground(0, 1000), ground(0, 498), ground(502, 1000)],
        index=[TOWN, VILLAGE, WEST, EAST],
        crs="EPSG:4549",
    )
    buildings = gpd.GeoDataFrame(
        {"households": [300, 300, 3]},
        geometry=[shapely.Point(500_000 + x, 3_500_100) for x in (100, 900, 480)],
        index=[1, 2, 3],
        crs="EPSG:4549",
    )
    workers = pd.DataFrame({"staff_number": ["W1", "W2"], "name": ["张三", "李四"]}, index=[1, 2])
    assignments = pd.DataFrame({"worker": [1, 2], "grid": [WEST, EAST], "role": "full_time"}, index=[1, 2])
    branches = pd.DataFrame(
        {"name": ["村党委", "支部一", "支部二"], "tier": ["village", "grid", "grid"]}, index=[1, 2, 3]
    )
    branches["parent"], branches["secretary"], branches["members"] = [0, 1, 1], "王", 9
    links = pd.DataFrame({"branch": [1, 2, 3], "grid": [VILLAGE, WEST, EAST]}, index=[1, 2, 3])
    tables = {"grids": grids, "buildings": buildings, "workers": workers, "assignments": assignments}
    return Plan(load_scheme(), {**tables, "branches": branches, "branch_grids": links})


@pytest.fixture
def torn(torn_plan: Plan, tmp_path: Path) -> Path:
    Project.create(tmp_path / "torn.gpkg", torn_plan).close()
    return tmp_path / "torn.gpkg"


def plan_in(file: Path) -> Plan:
    with Project.open(file, read_only=True) as project:
        return project.plan


def test_a_dry_run_says_everything_and_changes_no_byte(run, torn):
    before = torn.read_bytes()
    result = run("fix", torn, "--dry-run")
    assert result.exit_code == 0 and torn.read_bytes() == before
    # The village and the town get the corners of the new border as vertices.
    assert "1 fault to mend: 1,600.0 m² and 0 households move, 3 grids are touched" in result.stdout
    assert "Gap" in result.stdout and "Give to a neighbour" in result.stdout
    assert "This was a preview" in result.stdout and "Afterwards: 0 errors" in result.stdout
    assert not torn.with_name(".torn.gpkg.lock").exists()


def test_mending_is_one_line_of_the_history_and_one_undo(run, torn, torn_plan):
    result = run("fix", torn)
    assert result.exit_code == 0 and "one undo takes it back" in result.stdout
    assert plan_in(torn).shape(WEST).area == pytest.approx(502 * 400)  # the two borders are as long: the lower id
    with Project.open(torn) as project:
        [entry] = project.history()
        assert (entry.label, entry.values["count"]) == ("fix-all", 1)
        project.undo()
    assert plan_in(torn).same_content(torn_plan)
    assert "Mended 1 fault" in run("history", torn).stdout


def test_mending_twice_changes_nothing_more(run, torn):
    run("fix", torn)
    before = torn.read_bytes()
    result = run("fix", torn)
    assert result.exit_code == 0 and "nothing that may be mended" in result.stdout
    assert torn.read_bytes() == before


def test_the_report_tells_every_fault_with_its_place_and_what_is_left(run, faulty, faulty_plan, tmp_path):
    for words, performed in ((["--dry-run"], False), ([], True)):
        run("fix", faulty, "--report", tmp_path / "new" / "report.json", *words)
        report = json.loads((tmp_path / "new" / "report.json").read_text(encoding="utf-8"))
        mending = fix_all(faulty_plan)
        assert report["performed"] is performed
        assert [(one["rule"], one["fix"]) for one in report["mended"]] == [(m.rule, m.how) for m in mending.mended]
        assert report["mended"][2]["grids"] == faulty_plan.codes(mending.mended[2].grids)
        assert all(shapely.from_geojson(json.dumps(one["where"])).is_valid for one in report["mended"])
        assert sum(one["area_m2"] for one in report["mended"]) >= report["area_moved_m2"] > 0
        # The 30 in the gap are those of the grid that had lost its shape; the 5 in the overlap stay where they are.
        assert report["households_moved"] == 30
        assert report["grids_touched"] == faulty_plan.codes(mending.result.ids("grids"))
        assert sorted((one["rule"], one["reason"]) for one in report["left"]) == [
            ("gap", "grid-missing-here"),
            ("gap", "grid-missing-here"),
            ("gap", "held-by-another"),
            ("overhang", "too-large"),
            ("overlap", "too-large"),
        ]
        assert {one["severity"] for one in report["brings"]} <= {"warning", "notice"}
        assert set(report["after"]) == set(RULES) and report["after"]["overlap"] == 1


def test_without_a_name_the_report_lies_beside_the_project(run, torn):
    result = run("fix", torn)
    assert f"Written: {torn.with_name('torn-fix.json')}" in result.stdout
    assert json.loads(torn.with_name("torn-fix.json").read_text(encoding="utf-8"))["performed"]


def test_where_there_is_nothing_to_mend_no_report_is_left_behind(run, sound):
    result = run("fix", sound)
    assert result.exit_code == 0 and sorted(sound.parent.iterdir()) == [sound]


def test_what_is_left_is_said_with_the_reason_and_errors_end_with_1(run, faulty):
    result = run("fix", faulty)
    assert result.exit_code == 1
    assert "Left as it is, and why" in result.stdout and "grid seems to be" in result.stdout
    assert (
        "19 errors" in result.stdout
        and len([f for f in run_checks(plan_in(faulty)).open if f.severity == "error"]) == 19
    )


def test_only_the_rules_that_are_named_are_mended(run, faulty, faulty_plan):
    run("fix", faulty, "--rule", "invalid-shape")
    counts = run_checks(plan_in(faulty)).counts
    before = run_checks(faulty_plan).counts
    assert counts["invalid-shape"] == 0 < before["invalid-shape"]
    assert counts["missing-shape"] == before["missing-shape"] > 0 and counts["orphan"] == before["orphan"] > 0


@pytest.mark.parametrize(
    ("project", "area_m2"),
    [("undrawn", 160_000), ("undrawn2", 640_000)],  # one grid of four is not drawn yet, a village has not come in yet
)
@pytest.mark.parametrize("language", BOTH)
def test_ground_of_a_grid_that_is_not_there_yet_goes_to_nobody(run, tmp_path, project, area_m2, language):
    file = Path(shutil.copy(FAULTS / "fix-swallows-villages" / f"{project}-before.gpkg", tmp_path))
    before = plan_in(file)
    result = run("fix", file, "--report", tmp_path / "report.json", "--lang", language)
    [left] = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["left"]
    assert (left["rule"], left["reason"]) == ("gap", "grid-missing-here")
    assert shapely.from_geojson(json.dumps(left["where"])).area == pytest.approx(area_m2)
    said = {"en": "a grid seems to be missing here: as large as its neighbours", "zh": "可能有一个网格尚未录入"}
    assert said[language] in " ".join(result.stdout.split())
    after = plan_in(file)
    assert shapely.area(shapely.symmetric_difference(before.all_shapes, after.all_shapes)).max() == 0


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in UNATTENDED])
def test_a_rule_that_needs_a_decision_is_refused_with_those_that_do_not(run, torn, rule):
    before = torn.read_bytes()
    result = run("fix", torn, "--rule", rule)
    assert result.exit_code == 2 and torn.read_bytes() == before
    assert f"Findings of rule {rule} need a decision" in result.stderr
    assert all(may in result.stderr for may in UNATTENDED)


def test_a_rule_that_is_not_there_is_refused(run, torn):
    result = run("fix", torn, "--rule", "gaps")
    assert result.exit_code == 2 and 'There is no rule "gaps"' in result.stderr


@pytest.mark.parametrize("language", BOTH)
def test_both_languages_say_it(run, faulty, language):
    result = run("fix", faulty, "--dry-run", "--lang", language)
    assert result.exit_code == 1
    words = {"zh": ["将修复", "保留未动（及原因）", "仅预览"], "en": ["faults to mend", "Left as it is", "a preview"]}
    assert all(word in result.stdout for word in words[language])
    assert not any(word in result.stdout for other in BOTH if other != language for word in words[other])


def test_a_project_that_somebody_has_open_is_left_alone_and_named(run, torn, torn_plan):
    with Project.open(torn, who="王主任"):
        result = run("fix", torn)
        assert result.exit_code == 2 and "王主任 has had" in result.stderr
        assert "faults to mend" not in result.stdout  # nobody waits for what cannot be done
        assert run("fix", torn, "--dry-run").exit_code == 0
    assert plan_in(torn).same_content(torn_plan)


def test_a_file_that_may_only_be_read_is_told_before_the_work(run, torn, monkeypatch):
    monkeypatch.setattr("gridmap.storage.file.is_writable", lambda path: False)  # as on a disk that is write-protected
    result = run("fix", torn)
    assert result.exit_code == 2 and "open for reading only" in result.stderr and result.stdout == ""
    assert run("fix", torn, "--dry-run").exit_code == 0


def test_a_report_that_nobody_asked_for_may_fail_and_one_that_was_may_not(run, torn):
    torn.with_name("torn-fix.json").mkdir()  # nothing can be written there
    result = run("fix", torn, "--dry-run")
    assert result.exit_code == 0 and "No report was written" in result.stderr
    assert run("fix", torn, "--dry-run", "--report", torn.with_name("torn-fix.json")).exit_code == 2


def test_what_would_bring_an_error_is_not_done(run, torn, monkeypatch):
    import gridmap.mending as mending
    from gridmap.checks import Finding

    def spoilt(plan: Plan, edit: object) -> object:
        told = preview(plan, edit)
        error = Finding("no-worker", "error", grids=(EAST,), values={"households": 3})
        return type(told)(**{**told.__dict__, "brought": (error,)})

    preview = mending.preview
    monkeypatch.setattr(mending, "preview", spoilt)
    before = torn.read_bytes()
    result = run("fix", torn)
    assert result.exit_code == 1 and torn.read_bytes() == before
    assert "Mending would cause new errors" in result.stderr and "第二网格" in result.stderr
    assert not json.loads(torn.with_name("torn-fix.json").read_text(encoding="utf-8"))["performed"]


def test_each_finding_of_a_check_names_the_fixes_on_offer(run, faulty, faulty_plan):
    found = json.loads(run("check", faulty, "--json", "-").stdout)["findings"]
    keys = {finding.id: list(offer_keys(finding)) for finding in run_checks(faulty_plan).open}
    assert {one["id"]: one["fixes"] for one in found} == keys
    assert {one["rule"]: one["fixes"] for one in found}["overhang"] == [
        "clip-to-parent",
        "extend-parent",
        "set-parent",
        "accept",
    ]
