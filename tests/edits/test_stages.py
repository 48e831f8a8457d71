"""How far an adjustment has got stands in the plan in its order, is undone like any edit, and told from others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from gridmap.edits import RecordStages, SetAttributes, Stage
from gridmap.edits.stages import stages_between, stages_in
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.project.drafts import applied_drafts, apply_draft, begin_draft
from gridmap.project.project import Project
from tests.drafts.conftest import A, village_plan

PROPOSED = Stage("propose", dt.date(2026, 11, 3))
AGREED = Stage("agree", dt.date(2026, 11, 10), "区网办〔2026〕12号")
FILED = Stage("file", dt.date(2026, 11, 10))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return village_plan()


def recorded(plan: Plan, *stages: Stage, of: str = "d1") -> Plan:
    return plan.apply(RecordStages(of, "东门", stages).change(plan))


def test_what_was_recorded_is_known_with_day_and_document(plan):
    after = recorded(plan, PROPOSED, AGREED)
    assert stages_in(plan) == {} and stages_in(after) == {"d1": (PROPOSED, AGREED)}
    assert stages_in(recorded(after, PROPOSED, AGREED, FILED))["d1"] == (PROPOSED, AGREED, FILED)
    assert {key: value for key, value in after.facts().items() if not key.startswith("adjustment-")} == plan.facts()


def test_a_stage_that_is_taken_back_leaves_nothing(plan):
    after = recorded(recorded(plan, PROPOSED, AGREED), PROPOSED)
    assert stages_in(after) == {"d1": (PROPOSED,)}
    assert recorded(after).same_content(plan)


@pytest.mark.parametrize(
    ("stages", "key"),
    [
        ((AGREED,), "stage-propose-missing"),
        ((PROPOSED, FILED), "stage-agree-missing"),
        ((AGREED, PROPOSED), "stage-propose-missing"),
        ((PROPOSED, Stage("agree", dt.date(2026, 11, 2))), "stage-day-too-early"),
        ((), "changes-nothing"),
    ],
)
def test_what_is_out_of_its_order_is_refused(plan, stages, key):
    with pytest.raises(Refused, match=key):
        RecordStages("d1", "东门", stages).change(plan)


def test_the_adjustment_between_two_plans_is_the_one_that_only_the_second_knows(plan):
    before = recorded(plan, PROPOSED, of="earlier")
    after = recorded(before, PROPOSED, AGREED)
    assert stages_between(before, after) == (PROPOSED, AGREED)
    assert stages_between(before, before) == ()
    assert stages_between(plan, after) == ()  # two at once: nobody knows which is meant


def test_what_another_program_has_spoilt_is_as_if_it_were_not_reached(plan):
    after = recorded(plan, PROPOSED, AGREED, FILED)
    row = after.tables["facts"].index[after.tables["facts"]["key"] == "adjustment-agree-d1"]
    spoilt = after.apply(SetAttributes("facts", tuple(row.tolist()), {"value": "soon"}).change(after))
    assert stages_in(spoilt) == {"d1": (PROPOSED,)}


def test_it_is_kept_in_the_draft_goes_into_the_project_with_it_and_is_undone(tmp_path: Path, plan):
    with Project.create(tmp_path / "city.gpkg", plan) as project:
        path = begin_draft(project, "东门")
        with Project.open(path) as draft:
            mark = draft.draft
            assert mark is not None
            draft.perform(SetAttributes("grids", (A,), {"name": "东门网格"}))
            draft.perform(RecordStages(mark.id, mark.title, (PROPOSED,)))
        with Project.open(path) as draft:
            assert stages_in(draft.plan) == {mark.id: (PROPOSED,)}
            assert draft.history()[-1].label == "stage-propose"
            draft.undo()
            assert stages_in(draft.plan) == {}
            draft.redo()
            apply_draft(draft, project)
        assert applied_drafts(project) == [(mark.id, "东门")] and stages_in(project.plan) == {mark.id: (PROPOSED,)}
        project.perform(RecordStages(mark.id, mark.title, (PROPOSED, AGREED)))
        assert stages_in(project.plan)[mark.id] == (PROPOSED, AGREED)
        project.undo()
        project.undo()
        assert applied_drafts(project) == [] and project.plan.same_content(plan)
