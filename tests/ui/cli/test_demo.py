"""`gridmap demo`: the main job in one folder, from nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
from PySide6.QtGui import QImage

from gridmap.edits import SetAttributes
from gridmap.figures.statistics import rollup
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from ui.cli.demo import must_be_nobodys

FILES = {"city.gpkg", "city.truth.json", "findings.json", "findings.xlsx", "findings.gpkg", "map.png", "gaps.png"}
FILES |= {"office.gpkg", "office-files"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return what the demo of a town printed, and the folder that it left."""
    from click.testing import CliRunner

    from ui.program import command_line

    out = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(command_line, ["demo", "--size", "town", "--out", str(out), "--lang", "en"])
    return result, out


def test_the_demo_ends_well_although_errors_were_planted(demo):
    result, _ = demo
    assert result.exit_code == 0, result.output
    assert "exit code 0 all the same" in result.stdout
    assert "Traceback" not in result.output


def test_everything_a_supervisor_wants_is_in_the_folder(demo):
    _, out = demo
    assert {file.name for file in out.iterdir()} == FILES
    for name in ("map.png", "gaps.png"):
        picture = QImage(str(out / name))
        assert picture.width() > 2000
        assert len({picture.pixel(x, picture.height() // 2) for x in range(0, picture.width(), 7)}) > 10


def test_the_table_by_town_says_what_the_statistics_say(demo):
    result, out = demo
    with Project.open(out / "city.gpkg", read_only=True) as project:
        [town] = rollup(project.plan, "town").to_dict("records")
    counts = json.loads((out / "findings.json").read_text(encoding="utf-8"))["counts"]
    [line] = [line.split() for line in result.stdout.splitlines() if line.startswith(town["name"])]
    assert f"{town['households']:,}" in line
    assert int(line[-1].replace(",", "")) == counts["gap"] > 0


def test_the_findings_that_are_told_first_are_about_ground_and_people(demo):
    result, _ = demo
    assert "Gap: the" in result.stdout and "No worker: the" in result.stdout and "No branch: the" in result.stdout


def test_the_geodata_of_the_findings_hold_the_gaps_of_json(demo):
    _, out = demo
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))["findings"]
    areas = gpd.read_file(out / "findings.gpkg", layer="findings_areas")
    by_id = dict(zip(areas["Finding"], areas.area, strict=True))
    for one in found:
        if one["rule"] == "gap":
            assert by_id[one["id"]] == pytest.approx(one["values"]["area_m2"], abs=1e-6)


def test_the_last_line_opens_the_window(demo):
    result, out = demo
    assert result.stdout.rstrip().endswith(f"gridmap open {out / 'city.gpkg'}")


def test_the_demo_may_be_run_again_into_the_same_folder(demo, run):
    _, out = demo
    assert run("demo", "--size", "town", "--out", out).exit_code == 0
    assert {file.name for file in out.iterdir()} == FILES


def test_without_a_font_the_demo_goes_on_and_says_what_is_missing(run, tmp_path, monkeypatch):
    import ui.outputs.map_pages

    def no_font(*_: object, **__: object) -> None:
        raise GridMapError("no-chinese-font")

    monkeypatch.setattr(ui.outputs.map_pages, "draw_map_page", no_font)
    result = run("demo", "--size", "town", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "No map was drawn" in result.stderr
    assert not (tmp_path / "out" / "map.png").exists() and (tmp_path / "out" / "findings.xlsx").exists()


def test_a_folder_name_that_is_a_file_is_bad_input(run, tmp_path: Path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    assert run("demo", "--out", tmp_path / "out").exit_code == 2


def test_the_demo_replaces_an_earlier_demo_and_nobodys_work(demo, run, faulty, tmp_path):
    _, out = demo
    mine = tmp_path / "out" / "city.gpkg"
    mine.parent.mkdir()
    for edited in (False, True):
        shutil.copy(out / "city.gpkg" if edited else faulty, mine)
        if edited:
            with Project.open(mine) as project:
                project.perform(SetAttributes("grids", (1,), {"name": "mine"}))
        before = mine.read_bytes()
        result = run("demo", "--size", "town", "--out", mine.parent)
        assert result.exit_code == 2 and "will not replace" in result.stderr
        assert mine.read_bytes() == before and list(mine.parent.iterdir()) == [mine]
    must_be_nobodys(out / "city.gpkg")
