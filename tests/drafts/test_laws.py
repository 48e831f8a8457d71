"""Whatever was done in a draft: applied to an unchanged project it is the project's plan, and undo leads back."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import run_checks
from gridmap.edits import GiveGround
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.project.drafts import applied, begin_draft
from gridmap.project.project import Project
from sample_data.make import make_plan
from tests.storage.conftest import content_of, small_plan
from tests.storage.test_laws import do, steps

GROUND = ("gap", "overlap", "overhang", "unmatched-vertices", "invalid-shape", "sliver", "repeated-points")


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


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


def give_away(project: Project, giver: int, share: float) -> set[int]:
    """Give the western part of a grid to the sibling with the longest border, and return the two."""
    plan = project.plan
    shape = plan.shape(giver)
    west, south, east, north = shape.bounds
    piece = shapely.intersection(shape, shapely.box(west, south, west + (east - west) * share, north))
    family = plan.siblings(giver)
    family = family[(family != giver) & plan.has_shape[plan.positions(family)]]
    if not len(family):
        return set()
    along = shapely.length(shapely.intersection(shapely.boundary(piece), plan.shapes(family)))
    try:
        project.perform(GiveGround(piece, int(family[along.argmax()])))
    except Refused:
        return set()
    return {giver, int(family[along.argmax()])}


@settings(max_examples=8)
@given(data=st.data())
def test_ground_that_both_gave_away_elsewhere_moves_on_both_sides_and_stays_tiled(tmp_path_factory, town, data):
    """Two edits of a town share at least the town's row, which gets the vertices of both."""
    path = tmp_path_factory.mktemp("laws") / "town.gpkg"
    grids = town.ids[(town.ranks == 3) & town.has_shape & town.shares_ground].tolist()
    with Project.create(path, town) as project, Project.open(begin_draft(project, "方案")) as draft:
        mine = give_away(draft, data.draw(st.sampled_from(grids)), data.draw(st.floats(0.2, 0.8)))
        theirs = give_away(project, data.draw(st.sampled_from(grids)), data.draw(st.floats(0.2, 0.8)))
        start, before = content_of(path), project.plan
        if mine & theirs:
            return
        project.perform(applied(draft))
        for side, moved in ((draft.plan, mine), (before, theirs)):
            for grid in moved:
                assert abs(project.plan.shape(grid).area - side.shape(grid).area) < 0.01
        known = {f.id for plan in (town, draft.plan, before) for f in run_checks(plan, rules=GROUND).open}
        assert {f.id for f in run_checks(project.plan, rules=GROUND).open} <= known
        if mine:
            project.undo()
        assert content_of(path) == start
