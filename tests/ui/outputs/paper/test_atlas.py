"""An atlas: a page for each grid with the figures of the whole plan, contents, and names that clash nowhere."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pypdf
import pytest
from click.testing import CliRunner

from gridmap.figures.statistics import of_grids
from gridmap.model.errors import BadInput
from gridmap.project.project import Project
from layers.cutting import Cutter
from tests.hostile_text import HOSTILE, plan_with_names
from ui.outputs.export import Export
from ui.outputs.paper.atlas import units_of
from ui.program import command_line

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)


def said(file) -> list[str]:
    return [page.extract_text().replace("\t", " ") for page in pypdf.PdfReader(file).pages]


def test_figures_of_a_piece_are_those_of_the_whole(town):
    cutter = Cutter(town)
    for unit in units_of(town, "village") + units_of(town, "grid")[:12]:
        mine, whole = of_grids(cutter.piece(unit), [unit], on=DAY), of_grids(town, [unit], on=DAY)
        pd.testing.assert_frame_equal(mine, whole)


def test_every_village_has_its_page_and_stands_in_the_contents_with_its_number(town, tmp_path):
    steps: list[float] = []
    [file] = Export(town, None, atlas="village", paper="A4", on=DAY).write(tmp_path / "a.pdf", steps.append)
    pages = said(file)
    units = units_of(town, "village")
    assert len(pages) == 1 + len(units) == 13 and steps == sorted(steps) and steps[-1] == 1.0
    contents = pages[0].split("\n")
    for number, unit in enumerate(units, start=2):
        name, code = town.value(unit, "name"), town.value(unit, "code")
        households = int(of_grids(town, [unit], on=DAY).iloc[0]["households"])
        row = contents.index(code)
        assert contents[row - 1] == name and contents[row + 2 : row + 4] == [f"{households:,}", str(number)]
        page = pages[number - 1]
        assert name in page and f"{households:,}" in page and f"第 {number} 页，共 13 页" in page


def test_one_file_each_is_named_by_the_pattern(town, tmp_path):
    files = Export(town, None, atlas="village", files="each", pattern="{number}-{code}", paper="A4").write(
        tmp_path / "a.pdf"
    )
    codes = [town.value(unit, "code") for unit in units_of(town, "village")]
    assert [file.name for file in files] == [f"{n:02}-{code}.pdf" for n, code in enumerate(codes, start=1)]
    assert all(len(said(file)) == 1 for file in files) and not (tmp_path / "a.pdf").exists()


def test_one_file_for_each_town(town, tmp_path):
    [file] = Export(town, None, atlas="village", files="top", paper="A4").write(tmp_path / "a.pdf")
    assert file.name == f"{town.grids['code'].iloc[0]} {town.grids['name'].iloc[0]}.pdf" and len(said(file)) == 13


def test_only_what_is_in_scope_has_a_page(town, tmp_path):
    village = units_of(town, "village")[0]
    children = [g for g in town.children(village).tolist() if town.shape(g) is not None]
    assert sorted(units_of(town, "grid", (village,))) == children
    assert set(units_of(town, "dedicated", (village,))) < set(children)


def test_hostile_names_name_files_that_can_be_and_none_twice(tmp_path):
    plan = plan_with_names(["../../evil", "a/b", "CON", *HOSTILE[:4]])
    files = Export(plan, None, atlas="comprehensive", files="each", pattern="{name}", paper="A4").write(
        tmp_path / "x" / "a.pdf"
    )
    assert len({file.name.casefold() for file in files}) == 7
    assert {file.parent for file in files} == {tmp_path / "x"} and all(file.exists() for file in files)
    same = plan_with_names(["同名", "同名"])
    files = Export(same, None, atlas="comprehensive", files="each", pattern="{name}", paper="A4").write(
        tmp_path / "y" / "a.pdf"
    )
    assert [file.name for file in files] == ["同名.pdf", "同名 (2).pdf"]


def test_whoever_stops_it_finds_no_file(town, tmp_path):
    class Stop(Exception):
        pass

    def step(share: float) -> None:
        if share > 0.4:
            raise Stop

    with pytest.raises(Stop):
        Export(town, None, atlas="village", files="each", paper="A4").write(tmp_path / "a.pdf", step)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ({"atlas": "district"}, "unknown-level"),
        ({"atlas": "village", "files": "each", "pattern": "{nothing}"}, "atlas-pattern"),
    ],
)
def test_what_makes_no_atlas_is_said(town, tmp_path, wanted, key):
    with pytest.raises(BadInput, match=key):
        Export(town, None, **wanted).write(tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())


def test_the_command_line_makes_one(town, tmp_path):
    Project.create(tmp_path / "p.gpkg", town).close()
    words = ["export", str(tmp_path / "p.gpkg"), "-o", str(tmp_path / "a.pdf"), "--atlas", "village", "--paper", "A4"]
    result = CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"})
    assert result.exit_code == 0 and len(said(tmp_path / "a.pdf")) == 13, result.output
    words[3] = str(tmp_path / "a.png")
    assert CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"}).exit_code == 2
