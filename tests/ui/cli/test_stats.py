"""`gridmap stats`: the same figures on the screen and in JSON, by any level."""

from __future__ import annotations

import json
import math

import pytest
from rich.cells import cell_len

from gridmap.figures.statistics import figures
from ui.words.messages import as_percentage


def test_json_has_the_figures_of_the_plan_its_total_and_a_row_for_each_grid_of_the_level(run, faulty, faulty_plan):
    content = json.loads(run("stats", faulty, "--by", "village", "--json", "-").stdout)
    assert content["origin"] == "synthetic boundaries"
    assert (content["scheme"], content["crs"], content["by"]) == ("city", "EPSG:4549", "village")
    for name, part in figures(faulty_plan).items():
        assert content[name] == part
    assert [row["code"] for row in content["rows"]] == ["320582100201", "320582100202", ""]
    assert [row["n_comprehensive"] for row in content["rows"] if "unassigned" not in row] == [4, 1]
    [rest] = [row for row in content["rows"] if row.get("unassigned") is True]
    assert (rest["n_comprehensive"], rest["code"], rest["name"]) == (1, "", "")
    for column in content["total"].keys() & rest.keys() - {"code", "name", *content["counts_once"]}:
        if not column.endswith(("_share", "_rate")):
            assert sum(row[column] for row in content["rows"]) == pytest.approx(content["total"][column])
    assert content["total"]["households"] == 47 and content["total"]["n_comprehensive"] == 6


def test_a_share_of_nothing_is_null_in_json_and_not_nan(run, sound):
    text = run("stats", sound, "--json", "-").stdout
    assert "NaN" not in text
    assert json.loads(text)["total"]["staffed_share"] is None


def test_the_top_level_is_the_default_and_the_file_is_named(run, faulty, tmp_path):
    result = run("stats", faulty, "--json", tmp_path / "s.json")
    assert result.exit_code == 0 and f"Written: {tmp_path / 's.json'}" in result.stdout
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["by"] == "town"


def test_the_table_says_what_json_says(run, faulty):
    lines = run("stats", faulty, "--by", "village").stdout.splitlines()
    assert lines[0].strip() == "测试村 · synthetic boundaries"
    [village] = [line.split() for line in lines if line.startswith("长江村")]
    assert village == ["长江村", "4", "47", "0.4", "25.0%", "60.0%"]
    [all_of_it] = [line.split() for line in lines if line.startswith("Total")]
    assert all_of_it == ["Total", "6", "47", "1.2", "16.7%", "37.5%"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("by", ["town", "village", "grid", "comprehensive"])
def test_a_table_fits_eighty_columns_and_cuts_nothing(run, faulty, language, by):
    output = run("stats", faulty, "--by", by, "--lang", language).stdout
    assert max(cell_len(line) for line in output.splitlines()) <= 80
    assert "…" not in output


def test_a_level_that_the_scheme_does_not_have_is_bad_input(run, faulty):
    result = run("stats", faulty, "--by", "street")
    assert result.exit_code == 2
    assert "town, village, grid, comprehensive, dedicated" in result.stderr


@pytest.mark.parametrize(
    ("share", "said"),
    [(1.0, "100.0%"), (1035 / 1036, "99.9%"), (0.99999, "99.9%"), (1e-6, "0.1%"), (0.0, "0.0%"), (2 / 3, "66.7%")],
)
def test_a_hundred_per_cent_means_that_nothing_is_lacking(share, said):
    assert as_percentage(share) == said
    assert as_percentage(math.nan) == "–"


def test_two_days_stand_beside_one_another_on_the_screen_and_in_json(run, faulty, faulty_plan):
    days = ("--from", "2020-01-01", "--to", "2026-06-15")
    result = run("stats", faulty, "--by", "village", *days, "--json", "-", "--lang", "en")
    content = json.loads(result.stdout)
    found = content["trend"]
    assert (found["from"], found["to"], found["by"], content["on"]) == (
        "2020-01-01",
        "2026-06-15",
        "village",
        "2026-06-15",
    )
    assert found["rows"][-1]["total"] is True
    for figure in found["figures"]:
        if not figure.endswith(("_share", "_rate")):
            for side in ("from", "to", "difference"):
                assert sum(row[figure][side] for row in found["rows"][:-1]) == found["rows"][-1][figure][side]
    assert found["rows"][-1]["households"]["to"] == content["total"]["households"] == 47
    assert found["told_by"] in ("beginning", "present")
    said = run("stats", faulty, "--by", "village", *days, "--lang", "en").stdout
    assert "2020-01-01 and 2026-06-15 compared" in said and "Grids without a full-time worker" in said
    assert "history" in said.splitlines()[-2] + said.splitlines()[-1]
    assert max(cell_len(line) for line in said[said.index("compared") :].splitlines()[:-1]) <= 80


def test_two_days_the_wrong_way_round_are_refused(run, faulty):
    result = run("stats", faulty, "--from", "2026-06-15", "--to", "2020-01-01", "--lang", "en")
    assert result.exit_code == 2 and "2026-06-15" in result.stderr
