"""The command ``branches``: how far the chain reaches, which branches are due, and all of them set up in one step."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from gridmap.edits import PutRows
from gridmap.model.making import edited_rows
from gridmap.people.branches import BranchState, branch_state
from gridmap.project.project import Project
from sample_data.make import make_plan
from ui.program import command_line


def run(*words: object, language: str = "zh", code: int | tuple[int, ...] = (0, 1)) -> str:
    result = CliRunner().invoke(command_line, ["branches", *map(str, words)], env={"GRIDMAP_LANG": language})
    assert result.exit_code in (code if isinstance(code, tuple) else (code,)), result.output
    return result.output


@pytest.fixture(scope="module")
def town():
    return make_plan("town", 2020)


@pytest.fixture
def project(town, tmp_path):
    """The town, in which the grids of one village have lost their branches, one has 4 members and the others 1 each."""
    village = int(town.ids[town.of_level(town.scheme.level("village"))][0])
    grids = town.children(village)
    links = town.tables["branch_grids"]
    gone = links.index[np.isin(links["grid"], grids)]
    members = np.ones(len(grids), dtype=np.int64)
    members[0] = 4
    rows = edited_rows(town, "grids", grids, declared_members=members)
    plan = town.apply(PutRows("test", {"grids": rows}, {"branch_grids": tuple(gone.tolist())}).change(town))
    Project.create(tmp_path / "town.gpkg", plan).close()
    return tmp_path / "town.gpkg"


def test_a_project_without_members_says_so(town, tmp_path):
    Project.create(tmp_path / "bare.gpkg", town).close()
    said = run(tmp_path / "bare.gpkg", code=0)
    assert "没有登记各网格的正式党员数" in said and "100.0%" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_due_is_listed_written_and_set_up_in_one_step(project, tmp_path, language):
    said = run(project, "--json", tmp_path / "b.json", "-o", tmp_path / "b.xlsx", language=language, code=1)
    assert {"zh": "联合", "en": "joint ones are due"}[language] in said
    told = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    forms = [row["form"] for row in told["branches"]]
    assert forms.count("own") == 1 and forms.count("joint") >= 1 and (tmp_path / "b.xlsx").stat().st_size
    assert 0 < told["chain"]["reached_share"] < 1
    with Project.open(project, read_only=True) as file:
        before = file.plan
    run(project, "--apply", language=language)
    with Project.open(project) as file:
        after = file.plan
        codes = [code for row in told["branches"] if row["form"] == "joint" for code in row["grids"]]
        assert set(branch_state(after, after.ids_with_codes(codes)).tolist()) == {BranchState.JOINT}
        assert len(after.tables["branches"]) == len(before.tables["branches"]) + len(forms) - forms.count("")
        file.undo()
        assert file.plan.same_content(before)
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8")) == told
