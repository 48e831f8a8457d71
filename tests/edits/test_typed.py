"""What somebody types into an edit loses control characters, so that the project is not where they come from."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import LineString

from gridmap.edits import AcceptFinding, AddWorker, CarveGrid, DrawGrid, ExemptGround, SetAttributes, SplitGrid
from gridmap.exchange.plain import strange_texts
from gridmap.model.errors import Refused
from gridmap.model.plain_text import is_plain
from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from tests.drafts.conftest import EAST, NORTH, VILLAGE, A, ground, village_plan
from tests.hostile_text import UNPRINTABLE

TODAY = dt.date(2020, 9, 1)
ACROSS = LineString([(EAST + 50, NORTH - 1), (EAST + 50, NORTH + 101)])
BESIDE = ground(0, 100, 100, 200)


def edits_with(text: str) -> list[object]:
    return [
        SetAttributes("grids", (A,), {"name": text, "use": text, "note": text}),
        SetAttributes("branches", (1,), {"name": text, "secretary": text}),
        AddWorker(text, text, text),
        SplitGrid(A, ACROSS, name=text),
        CarveGrid(ground(10, 10, 40, 40), "dedicated", text, text),
        DrawGrid(BESIDE, VILLAGE, "comprehensive", "320582100201099", text),
        ExemptGround(BESIDE, VILLAGE, "river", text, text),
        AcceptFinding("gap-1", "gap", "e", "officer", text, TODAY),
    ]


@pytest.mark.parametrize("text", UNPRINTABLE)
def test_no_edit_brings_a_control_character_into_a_plan_or_its_history(text):
    plan = village_plan()
    for edit in edits_with(text):
        change = edit.change(plan)
        assert strange_texts(plan.apply(change)) == (), edit
        said = [value for value in change.values.values() if isinstance(value, str)]
        assert all(is_plain(value) for value in said), edit
        assert any("a" in str(value) for name in change.rows for value in change.rows[name].after.to_numpy().ravel())


def test_what_is_nothing_but_control_characters_counts_as_nothing_said():
    plan = village_plan()
    with pytest.raises(Refused, match="worker-without-name"):
        AddWorker("\x00\x1b").change(plan)
    with pytest.raises(Refused, match="reason-missing"):
        AcceptFinding("gap-1", "gap", "e", "officer", "\x07", TODAY).change(plan)


def test_a_draft_is_called_what_is_left_of_its_title(tmp_path):
    with Project.create(tmp_path / "p.gpkg", village_plan()) as project:
        with Project.open(begin_draft(project, " 东\x00门\x1b[31m ")) as draft:
            assert draft.draft.title == "东门[31m"
        with pytest.raises(Refused, match="draft-without-title"):
            begin_draft(project, "\x00")
