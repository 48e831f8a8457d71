"""`gridmap sample`: the same project from the same seed, and nothing overwritten unasked."""

from __future__ import annotations

import json

import pytest

from gridmap.model.scheme import SHIPPED
from gridmap.project.project import Project


def test_a_town_is_made_checked_and_free_of_errors(run, tmp_path):
    file = tmp_path / "new" / "town.gpkg"
    result = run("sample", file, "--size", "town")
    assert result.exit_code == 0
    written, about = result.stdout.splitlines()
    assert written == f"Written: {file}" and "Made up: borders" in about
    assert run("check", file).exit_code == 0
    figures = json.loads(run("stats", file, "--json", "-").stdout)
    assert figures["grids"]["town"] == 1 and figures["workers"]["comprehensive_with_full_time_share"] == 1.0
    assert figures["origin"] == "synthetic boundaries"


def test_the_seed_makes_the_sample(run, tmp_path):
    for name, seed in {"a": 7, "b": 7, "c": 8}.items():
        assert run("sample", tmp_path / f"{name}.gpkg", "--size", "town", "--seed", seed).exit_code == 0
    plans = {}
    for name in "abc":
        with Project.open(tmp_path / f"{name}.gpkg", read_only=True) as project:
            plans[name] = project.plan
    assert plans["a"].same_content(plans["b"])
    assert not plans["a"].same_content(plans["c"])


def test_a_file_that_is_there_is_replaced_only_if_asked(run, tmp_path):
    file = tmp_path / "town.gpkg"
    file.write_bytes(b"precious")
    refused = run("sample", file, "--size", "town")
    assert refused.exit_code == 2 and "town.gpkg" in refused.stderr
    assert file.read_bytes() == b"precious"
    assert run("sample", file, "--size", "town", "--overwrite").exit_code == 0
    assert file.read_bytes().startswith(b"SQLite")


@pytest.mark.parametrize(
    "words", [["--size", "village"], ["--seed", "-1"], ["--seed", "x"], ["--seed"], ["--size"], ["more"]]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_options_are_told_in_the_language(run, tmp_path, words, language):
    result = run("sample", tmp_path / "town.gpkg", *words, "--lang", language)
    assert result.exit_code == 2
    assert result.stderr.startswith({"zh": "错误：", "en": "Error: "}[language])
    assert not (tmp_path / "town.gpkg").exists()


@pytest.mark.parametrize(("language", "made_up"), [("zh", "虚构"), ("en", "Made up")])
def test_the_sample_of_a_scheme_is_made_and_says_what_is_made_up(run, tmp_path, language, made_up):
    file = tmp_path / "street.gpkg"
    result = run("sample", file, "--scheme", "chongchuan", "--size", "town", "--lang", language)
    assert result.exit_code == 0 and made_up in result.stdout and "2,766" in result.stdout
    items = json.loads(run("items", file, "--by", "community", "--json", "-").stdout)
    assert (items["total"]["raised"], items["total"]["solved"]) == (86, 51)
    assert json.loads(run("stats", file, "--json", "-").stdout)["scheme"] == "chongchuan"
    assert run("check", file).exit_code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--scheme", "chengdoo"], "shapingba"),
        (["--scheme", "micro", "--size", "province"], "town, city"),
        (["--scheme", "micro", "--defects"], "--defects"),
    ],
)
def test_a_sample_that_cannot_be_made_is_told_with_those_that_can(run, tmp_path, words, told, language):
    result = run("sample", tmp_path / "a.gpkg", *words, "--lang", language)
    assert result.exit_code == 2 and told in result.stderr
    assert not (tmp_path / "a.gpkg").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_schemes_are_listed_with_what_each_is_for(run, language):
    said = run("schemes", "--lang", language)
    assert said.exit_code == 0
    for key in SHIPPED:
        assert f"\n{key} " in said.stdout
    assert {"zh": "楼道长", "en": "stair head"}[language] in " ".join(said.stdout.split())


def test_a_seed_that_is_no_number_is_told_in_plain_words(run, tmp_path):
    for seed in ("x", "-1"):
        assert "整数" in run("sample", tmp_path / "a.gpkg", "--seed", seed, "--lang", "zh").stderr


def test_a_wrong_choice_is_told_with_the_choices(run, tmp_path):
    assert "town, city, province" in run("sample", tmp_path / "a.gpkg", "--size", "village").stderr
