"""Maps for the public say their review number or that they are internal, rules are named, and nothing is decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from pptx import Presentation

from gridmap.project.project import Project
from tests.pdf_text import texts_of
from tests.ui.reading_back import facts_of
from ui.outputs.export import Export
from ui.outputs.publishing import marked, rules_touched
from ui.program import command_line
from ui.words.messages import BOTH, SENTENCES, message_of, text

pytestmark = pytest.mark.usefixtures("qapp")
MARK = "内部资料 审核前不得公开"


def said(file) -> str:
    if file.suffix == ".pdf":
        return "".join("".join(texts_of(file)).split())
    if file.suffix == ".html":
        facts_of(file)
        return file.read_text(encoding="utf-8")
    slides = Presentation(file).slides
    return "\n".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame)


@pytest.mark.parametrize("wanted", [{"format": "pdf"}, {"format": "pptx"}, {"format": "html"}, {"form": "board"}])
def test_a_public_map_is_marked_or_has_its_number(town, tmp_path, wanted):
    grids = (int(town.ids[town.ranks == 2][0]),) if wanted.get("form") else ()
    export = Export(town, None, privacy="public", grids=grids, **wanted)
    [file] = export.write(tmp_path / f"a.{export.format}")
    assert MARK in said(file) or MARK.replace(" ", "") in said(file)
    [file] = replace(export, review_number="苏S(2026)012号").write(tmp_path / f"b.{export.format}")
    assert "审核前" not in said(file) and "审图号：苏S(2026)012号" in said(file)


@pytest.mark.parametrize("profile", ["briefing", "internal"])
def test_what_is_not_for_the_public_is_not_marked(town, tmp_path, profile):
    [file] = Export(town, None, privacy=profile).write(tmp_path / "a.pdf")
    assert "审核前" not in said(file) and "审图号" not in said(file)
    assert rules_touched(Export(town, None, privacy=profile, format="gpkg")) == ()


def test_rules_that_are_touched_are_named_with_their_source(town):
    public = Export(town, None, privacy="public", format="pdf")
    assert [note.key for note in rules_touched(public)] == ["publish-unreviewed"]
    assert [note.key for note in rules_touched(replace(public, review_number="x"))] == ["publish-changed"]
    large = replace(public, format="gpkg")
    coordinates, note = rules_touched(large)
    assert coordinates.key == "publish-coordinates"
    assert note.key == "publish-large" and note.values["km2"] > 25
    page = [note.key for note in rules_touched(replace(public, format="html"))]
    assert page == ["publish-unreviewed", "publish-coordinates"]
    assert [n.key for n in rules_touched(replace(public, scale=2000))] == ["publish-unreviewed", "publish-large"]
    assert rules_touched(replace(large, grids=(int(town.ids[town.ranks == 2][0]),))) == (coordinates,)
    for language in BOTH:
        assert "5,000" in message_of(note, language) and "2020" in message_of(note, language)


def test_the_outline_of_several_towns_is_told_and_that_of_a_part_is_not(town):
    from gridmap.edits import PutRows
    from tests.ui.conftest import faulty_village

    plan = faulty_village()
    second = plan.grids.loc[[1]].set_axis([99]).assign(code="320582101", name="塘桥镇")
    second.index.name = "id"
    two = plan.apply(PutRows("add", put={"grids": second}).change(plan))
    keys = [note.key for note in rules_touched(Export(two, None, privacy="public"))]
    assert "publish-outline" in keys
    assert "publish-outline" not in [n.key for n in rules_touched(Export(two, None, privacy="public", grids=(1,)))]
    assert "publish-outline" not in [n.key for n in rules_touched(Export(plan, None, privacy="public"))]


def test_every_rule_has_its_source_in_both_languages():
    rules = [key for key in SENTENCES if key.startswith("publish-") and key not in ("publish-mark", "publish-number")]
    assert len(rules) == 5
    for key in rules:
        for language in BOTH:
            words = text(key, language, km2=30.0, most=25.0, scale=5000)
            assert any(year in words for year in ("2018", "2020", "2023")), key


def test_a_number_is_only_a_text(town):
    export = Export(town, None, privacy="public", review_number="  a\n\x00b ")
    assert marked(export).review == "审图号：a �b" and marked(export).mark == ""


def test_the_command_line_tells_and_goes_on(town, tmp_path):
    Project.create(tmp_path / "p.gpkg", town).close()
    words = ["export", str(tmp_path / "p.gpkg"), "-o", str(tmp_path / "a.pdf"), "--privacy", "public"]
    result = CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"})
    assert result.exit_code == 0 and "art. 5" in result.stderr and (tmp_path / "a.pdf").exists()
    result = CliRunner().invoke(command_line, [*words, "--review-number", "S-1"], env={"GRIDMAP_LANG": "en"})
    assert result.exit_code == 0 and "Changed content" in result.stderr and "S-1" in said(tmp_path / "a.pdf")
