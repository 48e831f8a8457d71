"""`gridmap check` and `gridmap fix` with many files: what single runs find, one exit code, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import sys

import pandas as pd
import pyogrio
import pytest

from gridmap.project.project import Project
from gridmap.storage.results import results_folder


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Do the work here, one file after the other: what other processes do has tests of its own (tests/many)."""

    def done(work, jobs, processes):
        return ((number, work(job)) for number, job in enumerate(jobs))

    monkeypatch.setattr("gridmap.many.checking.in_processes", done)
    monkeypatch.setattr("gridmap.many.mending.in_processes", done)


@pytest.fixture
def folder(faulty, sound, tmp_path):
    """A folder with a faulty and a sound project, a broken one, and what is no project."""
    place = tmp_path / "镇 50%[甲]'\u202e"
    place.mkdir()
    for path in (faulty, sound):
        shutil.move(path, place / path.name)
    (place / "notes.gpkg").write_bytes(b"nothing")
    return place


def broken_in(folder):
    whole = (folder / "sound.gpkg").read_bytes()
    (folder / "broken.gpkg").write_bytes(whole[: len(whole) // 2])
    return folder / "broken.gpkg"


def test_each_file_has_the_findings_of_a_single_run(run, folder):
    result = run("check", folder, "--json", "-")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [file["file"] for file in told["files"]] == [str(folder / n) for n in ("faulty.gpkg", "sound.gpkg")]
    for file in told["files"]:
        single = json.loads(run("check", file["file"], "--json", "-").stdout)
        assert {key: file[key] for key in ("counts", "findings")} == single
    assert told["across"][0]["grids"] == ["320582100"] and "Left out of the folder: 1" in result.stderr


def test_a_broken_file_is_named_and_the_others_go_on(run, folder):
    broken = broken_in(folder)
    result = run("check", folder / "sound.gpkg", broken, folder / "none.gpkg", "--json", "-")
    assert result.exit_code == 2
    first, second, third = json.loads(result.stdout)["files"]
    assert first["findings"] == [] and "broken.gpkg" in second["error"] and "none.gpkg" in third["error"]


def test_what_was_found_before_is_taken_and_only_the_rest_is_checked(run, folder, monkeypatch, tmp_path):
    run("check", folder / "sound.gpkg", "--keep", tmp_path / "kept")
    asked = []

    def noting(work, jobs, processes):
        asked.extend(job[0] for job in jobs)
        return ((number, work(job)) for number, job in enumerate(jobs))

    monkeypatch.setattr("gridmap.many.checking.in_processes", noting)
    fresh = run("check", folder, "--keep", tmp_path / "kept", "--json", tmp_path / "a.json")
    assert asked == [str(folder / "faulty.gpkg")] and "1 of 2 files" in fresh.stdout
    again = run("check", folder, "--keep", tmp_path / "kept", "--json", tmp_path / "b.json")
    assert len(asked) == 1 and "2 of 2 files" in again.stdout and again.exit_code == fresh.exit_code == 1
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    run("check", folder, "--keep", tmp_path / "kept", "--rule", "gap")
    assert len(asked) == 3  # another question
    for spoilt in (tmp_path / "kept").iterdir():
        spoilt.write_text("{")
    run("check", folder, "--keep", tmp_path / "kept")
    assert len(asked) == 5


def test_in_a_folder_of_the_users_own_nothing_is_taken_away(run, folder, tmp_path):
    for place in (tmp_path / "mine", results_folder()):
        place.mkdir(parents=True)
        (place / "old.json").write_text("{}")
        os.utime(place / "old.json", (0, 0))
    assert run("check", folder, "--keep", tmp_path / "mine").exit_code == 1
    assert (tmp_path / "mine" / "old.json").exists() and (results_folder() / "old.json").exists()
    assert run("check", folder).exit_code == 1
    assert (tmp_path / "mine" / "old.json").exists() and not (results_folder() / "old.json").exists()


def test_nobody_is_kept_in_full_and_whoever_is_forgotten_is_gone(run, folder):
    run("check", folder, "--privacy", "internal")
    assert not list(results_folder().glob("*"))
    run("check", folder)
    assert len(list(results_folder().glob("*.json"))) == 2
    assert run("forget", folder / "faulty.gpkg", "--worker", "W001", "--yes").exit_code == 0
    assert not results_folder().exists()


def test_a_workbook_and_a_geopackage_hold_all_files(run, folder, tmp_path):
    result = run("check", folder, "--xlsx", tmp_path / "f.xlsx", "--geo", tmp_path / "f.gpkg", "--json", "-")
    told = json.loads(result.stdout)
    count = len(told["across"]) + sum(len(file["findings"]) for file in told["files"])
    sheets = pd.read_excel(tmp_path / "f.xlsx", sheet_name=None, engine="calamine", dtype=str)
    assert list(sheets) == ["Files", "Findings"] and len(sheets["Findings"]) == count
    assert sheets["Files"]["File"][:2].tolist() == ["faulty.gpkg", "sound.gpkg"]
    file = tmp_path / "f.gpkg"
    placed = sum(len(pyogrio.read_dataframe(file, layer=name)) for name, _ in pyogrio.list_layers(file))
    where = [f["where"] for f in (*told["across"], *(f for file in told["files"] for f in file["findings"]))]
    assert placed == sum(w is not None for w in where)


def test_a_scope_is_for_one_file(run, folder):
    result = run("check", folder, "--scope", "320582100")
    assert result.exit_code == 2 and "--scope" in result.stderr


def test_without_the_extra_a_cluster_is_refused_in_words(run, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("check", folder, "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == 2 and "pip install gridmap[cluster]" in result.stderr


def test_each_project_is_mended_by_a_step_of_its_own(run, folder, tmp_path):
    shutil.copy(folder / "faulty.gpkg", folder / "other.gpkg")
    before = {name: (folder / name).read_bytes() for name in ("faulty.gpkg", "other.gpkg", "sound.gpkg")}
    assert run("fix", folder, "--dry-run", "--report", tmp_path / "dry.json").exit_code == 1
    assert {name: (folder / name).read_bytes() for name in before} == before
    broken = broken_in(folder)
    result = run("fix", folder / "faulty.gpkg", broken, folder / "other.gpkg", "--report", tmp_path / "r.json")
    assert result.exit_code == 2 and "broken.gpkg" in result.stderr
    first, second, third = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["files"]
    assert "error" in second and first["performed"] and first["mended"] == third["mended"] != []
    for name in ("faulty.gpkg", "other.gpkg"):
        with Project.open(folder / name) as project:
            assert len(project.file.stack.done) == 1
            project.undo()
            assert not project.file.stack.done
