"""Whatever was done in a draft: applied to an unchanged project it is the project's plan, and undo leads back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.drafts import applied, begin_draft
from gridmap.errors import Refused
from gridmap.project import Project
from tests.storage.conftest import content_of, small_plan
from tests.storage.test_laws import do, steps


@settings(max_examples=6)
@given(todo=st.lists(steps(), min_size=1, max_size=10))
def test_an_applied_draft_is_the_plan_of_the_draft_and_undo_leads_back_to_the_byte(tmp_path_factory, todo):
    path = tmp_path_factory.mktemp("laws") / "a.gpkg"
    plan = small_plan()
    with Project.create(path, plan) as project:
        start = content_of(path)
        drawn = begin_draft(project, "方案")
        with Project.open(drawn) as draft:
            for step in todo:
                do(draft, step)
            assert content_of(path) == start  # the project knows nothing of it
            changed = project.perform(applied(draft))
            assert project.plan.same_content(draft.plan) and content_of(path) == content_of(drawn)
        if changed:
            assert len(project.history()) == 1
            project.undo()
        assert project.plan.same_content(plan) and content_of(path) == start
        if changed:
            project.redo()
            assert content_of(path) == content_of(drawn)


@settings(max_examples=8)
@given(
    mine=st.lists(steps(), min_size=1, max_size=5),
    theirs=st.lists(steps(), min_size=1, max_size=5),
)
def test_onto_a_changed_project_a_draft_is_refused_or_keeps_what_both_did(tmp_path_factory, mine, theirs):
    path = tmp_path_factory.mktemp("laws") / "a.gpkg"
    plan = small_plan()
    with Project.create(path, plan) as project, Project.open(begin_draft(project, "方案")) as draft:
        for step in mine:
            do(draft, step)
        for step in theirs:
            do(project, step)
        before, start, edit = project.plan, content_of(path), applied(draft)
        try:
            project.perform(edit)
        except Refused as refused:
            reason = refused.key
        else:
            reason = ""
        if reason:
            assert reason in ("draft-conflicts", "draft-collides")
            assert content_of(path) == start
            return
        after = project.plan
        for name, rows in edit.step.rows.items():
            kept = list(rows.replaced.after.index)
            assert after.tables[name].loc[kept].equals(draft.plan.tables[name].loc[kept])
            assert not after.tables[name].index.isin(rows.removed).any()
            grew = len(after.tables[name]) - len(before.tables[name])
            both = [i for i in rows.removed if i not in before.tables[name].index]
            assert grew == len(rows.added) - len(rows.removed) + len(both)
            untouched = before.tables[name].index.difference(rows.ids)
            assert after.tables[name].loc[untouched].equals(before.tables[name].loc[untouched])
        if after is not before:
            project.undo()
        assert project.plan.same_content(before) and content_of(path) == start
